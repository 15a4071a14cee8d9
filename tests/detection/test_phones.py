"""Which strings of digits are phones of people."""

import pytest

from feedanon.detection.phones import (
    digits_of,
    is_french_phone,
    is_international_phone,
    is_not_special,
    is_special,
    national,
)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("06 12 34 56 78", "0612345678"), ("O6 l2", "0612"), ("(+33) 6", "+336"), ("06.12\n34", "061234")],
)
def test_digits_of(text: str, digits: str) -> None:
    assert digits_of(text) == digits


@pytest.mark.parametrize(
    "number", ["+33612345678", "0033612345678", "33612345678", "+330612345678", "0612345678"]
)
def test_all_forms_have_one_national_form(number: str) -> None:
    assert national(number) == "0612345678"


@pytest.mark.parametrize(
    "number", ["3900", "3630", "1014", "15", "112", "118218", "0892705050", "+33825010203", "116117"]
)
def test_numbers_of_services_are_special(number: str) -> None:
    assert is_special(number)


@pytest.mark.parametrize("number", ["0612345678", "0143215678", "0692123456", "+32475123456", "782134"])
def test_numbers_of_people_are_not(number: str) -> None:
    assert not is_special(number)


@pytest.mark.parametrize(
    "text", ["02/03/2024 14", "05 12 2023 10", "08 92 70 50 50", "00 00 00 00 00", "07/2023 - 15/07"]
)
def test_a_date_or_a_service_is_no_french_phone(text: str) -> None:
    assert is_french_phone(text) is False


def test_a_french_phone_has_no_checksum_to_confirm_it() -> None:
    assert is_french_phone("06 12 34 56 78") is None


def test_numbering_plans_confirm_international_numbers() -> None:
    assert is_international_phone("+32 475 12 34 56") is True
    assert is_international_phone("0041 79 123 45 67") is True
    assert is_international_phone("+999 12 34 56 78") is False
    assert is_international_phone("+33 8 92 70 50 50") is False


def test_a_label_does_not_make_a_service_personal() -> None:
    assert is_not_special("0800 12 34 56") is False
    assert is_not_special("078 123 45 67") is None
