"""Realistic pseudonyms: of the same kind, with valid checksums, that belong together."""

from __future__ import annotations

import re

import pytest
from stdnum import iban, luhn
from stdnum.fr import nir, siren, siret, tva

from feedanon.detection.places_data import Communes
from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.pseudonyms.generalize import read_date
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.memory import MemoryVault

KEY = bytes(range(32))


def replaced(*values: tuple[str, str], separator: str = " ; ") -> list[str]:
    """The surrogates of values that stand in one text."""
    pseudonymizer = Pseudonymizer(Policy.load("realistic"), KEY)
    store = MemoryVault().session("s")
    text, entities = "", []
    for entity_type, value in values:
        text += separator if text else ""
        entities.append(Entity(entity_type, len(text), len(text) + len(value)))
        text += value
    result = pseudonymizer.anonymize_batch([text], [entities], store)[0]
    assert pseudonymizer.deanonymize(result.text, store) == text
    return [result.text[applied.new_start : applied.new_end] for applied in result.entities]


def test_one_person_keeps_the_parts_of_one_name() -> None:
    full, first, reverse, address, lower, initial = replaced(
        ("PERSON", "Sophie Martin"),
        ("PERSON", "SOPHIE"),
        ("PERSON", "MARTIN Sophie"),
        ("EMAIL_ADDRESS", "sophie.martin@free.fr"),
        ("PERSON", "sophie martin"),
        ("PERSON", "S. Martin"),
    )
    new_first, new_last = full.split()
    assert {new_first, new_last}.isdisjoint({"Sophie", "Martin"})
    assert first == new_first.upper()
    assert reverse == f"{new_last.upper()} {new_first}"
    assert lower == full.lower()
    assert initial == f"{new_first[0]}. {new_last}"
    assert re.fullmatch(r"[a-z]+\.[a-z]+@example\.(com|org|net)", address)


def test_a_compound_name_stays_compound() -> None:
    (name,) = replaced(("PERSON", "Jean-Pierre de La Tour"))
    first, de, la, last = name.split(" ")
    assert first.count("-") == 1
    assert (de, la) == ("de", "La")
    assert last != "Tour"


@pytest.mark.parametrize("value", ["06 12 34 56 78", "06.12.34.56.78", "0612345678", "07-11-22-33-44"])
def test_mobiles_come_from_the_range_for_fiction(value: str) -> None:
    (new,) = replaced(("PHONE_NUMBER", value))
    assert re.sub(r"\d", "9", new) == re.sub(r"\d", "9", value)
    assert re.sub(r"\D", "", new).startswith("063998")


def test_one_phone_stays_one_phone() -> None:
    national, foreign, dotted = replaced(
        ("PHONE_NUMBER", "01 45 67 89 10"),
        ("PHONE_NUMBER", "+33 1 45 67 89 10"),
        ("PHONE_NUMBER", "01.45.67.89.10"),
    )
    assert national.startswith("01 99 00")
    assert foreign == "+33 " + national[1:]
    assert dotted == national.replace(" ", ".")


def test_numbers_of_one_company_belong_together() -> None:
    new_siret, new_siren, new_vat = replaced(
        ("FR_SIRET", "732 829 320 00074"), ("FR_SIREN", "732829320"), ("FR_VAT", "FR44 732 829 320")
    )
    assert siren.is_valid(new_siren)
    assert siret.is_valid(new_siret)
    assert tva.is_valid(new_vat)
    assert siret.compact(new_siret).startswith(new_siren)
    assert tva.compact(new_vat).endswith(new_siren)


def test_checksums_hold() -> None:
    new_nir, new_iban, new_card, german = replaced(
        ("FR_NIR", "2 80 02 75 115 123 45"),
        ("IBAN_CODE", "FR76 3000 6000 0112 3456 7890 189"),
        ("CREDIT_CARD", "4970 1000 0000 0055"),
        ("IBAN_CODE", "DE89370400440532013000"),
    )
    assert nir.is_valid(new_nir)
    assert new_nir[0] == "2"
    assert iban.is_valid(new_iban)
    assert luhn.is_valid(new_card.replace(" ", ""))
    assert new_card[0] == "4"
    assert iban.is_valid(german)


def test_a_town_keeps_its_size_and_its_postcode_fits() -> None:
    new_code, new_town = replaced(("FR_POSTCODE", "69003"), ("CITY", "LYON"), separator=" ")
    assert new_town.isupper()
    commune = Communes.load().lookup(new_town)[0]
    assert commune.population > 100_000
    assert new_code in commune.postcodes


def test_a_birth_date_keeps_its_age_band() -> None:
    figures, words, short = replaced(
        ("DATE_OF_BIRTH", "14/02/1983"), ("DATE_OF_BIRTH", "14 février 1983"), ("DATE_OF_BIRTH", "1983-02-14")
    )
    day = read_date(figures)
    assert day is not None
    assert 1980 <= day.year < 1985
    assert read_date(words) == read_date(short) == day


def test_addresses_of_machines_are_for_documentation() -> None:
    v4, v6 = replaced(("IP_ADDRESS", "81.250.12.3"), ("IP_ADDRESS", "2a01:e0a:1::2"))
    assert v4.rpartition(".")[0] in ("192.0.2", "198.51.100", "203.0.113")
    assert v6.lower().startswith("2001:db8:")


def test_what_has_no_realistic_form_gets_a_token() -> None:
    assert replaced(("CREDENTIAL", "Hunter2!"), ("PHONE_NUMBER", "zéro six douze"), ("MY_TYPE", "x")) == [
        "<CREDENTIAL_1>",
        "<PHONE_NUMBER_1>",
        "<MY_TYPE_1>",
    ]


def test_a_surrogate_never_equals_what_stands_in_the_text() -> None:
    (alone,) = replaced(("PERSON", "Sophie Martin"))
    pseudonymizer = Pseudonymizer(Policy.load("realistic"), KEY)
    store = MemoryVault().session("s")
    text = f"Sophie Martin et {alone}"
    sent = pseudonymizer.anonymize_batch([text], [[Entity("PERSON", 0, 13)]], store)[0].text
    assert alone not in sent.removesuffix(alone)
    assert pseudonymizer.deanonymize(sent, store) == text


def test_an_issued_surrogate_in_a_later_text_is_not_confused() -> None:
    pseudonymizer = Pseudonymizer(Policy.load("realistic"), KEY)
    store = MemoryVault().session("s")
    first = pseudonymizer.anonymize_batch(["Sophie Martin"], [[Entity("PERSON", 0, 13)]], store)[0].text
    text = f"Bonjour {first}, {first.split()[0]}, {first.upper()}"
    sent = pseudonymizer.anonymize_batch([text], [[]], store)[0].text
    assert first not in sent
    assert pseudonymizer.deanonymize(sent, store) == text


def test_many_people_keep_apart() -> None:
    pseudonymizer = Pseudonymizer(Policy.load("realistic"), KEY)
    store = MemoryVault().session("s")
    names = [f"Sophie {chr(65 + i // 26)}{chr(97 + i % 26)}lart" for i in range(600)]
    results = pseudonymizer.anonymize_batch(
        names, [[Entity("PERSON", 0, len(name))] for name in names], store
    )
    assert len({result.text for result in results}) == len(names)
    assert [pseudonymizer.deanonymize(result.text, store) for result in results] == names


def test_a_surrogate_made_for_one_text_leaves_the_others_of_the_batch_alone() -> None:
    pseudonymizer = Pseudonymizer(Policy.load("realistic"), KEY)
    store = MemoryVault().session("s")
    first = pseudonymizer.anonymize_batch(
        ["Sophie Martin"], [[Entity("PERSON", 0, 13)]], MemoryVault().session()
    )[0]
    texts = [f"Merci {first.text.split()[0]} et {first.text.split()[1]} !", "Sophie Martin"]
    results = pseudonymizer.anonymize_batch(texts, [[], [Entity("PERSON", 0, 13)]], store)
    assert [pseudonymizer.deanonymize(result.text, store) for result in results] == texts
