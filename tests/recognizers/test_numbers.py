"""Numbers with a checksum, in the groupings that customers use, generated so that every one is valid."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban
from stdnum import luhn

from feedanon import recognizers
from feedanon.detection import checksums
from feedanon.detection.folding import TextView
from feedanon.detection.number_accounts import LENGTHS, AccountRecognizer
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.recognizer_files import recognizers_from

ACCOUNTS = AccountRecognizer()
FILES = {
    r.recipe.path.stem: r
    for r in recognizers_from(Path(recognizers.__file__).parent, trusted=True)
    if r.recipe.path is not None
}
THRESHOLD = 0.4
DIGITS = st.text(alphabet="0123456789", min_size=11, max_size=11)


def _covered(recognizer: TextRecognizer, text: str, value: str) -> bool:
    view = TextView(text)
    start = text.index(value)
    seen = {
        i
        for e in recognizer.find(view)
        if e.score >= THRESHOLD
        for i in range(*view.original_span(e.start, e.end))
    }
    return all(i in seen for i in range(start, start + len(value)) if text[i].isalnum())


def _siren(digits: str) -> str:
    return digits[:8] + luhn.calc_check_digit(digits[:8])


def _siret(digits: str) -> str:
    number = _siren(digits) + digits[:4]
    return number + luhn.calc_check_digit(number)


def _nir(digits: str) -> str:
    number = "12"[int(digits[0]) % 2] + digits[1:3] + f"{int(digits[3]) + 1:02d}" + "75" + digits[4:10]
    return number + f"{97 - int(number) % 97:02d}"


def _rib(digits: str) -> str:
    bank, branch, account = digits[:5], digits[5:10], digits
    return bank + branch + account + f"{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97:02d}"


def _iban(digits: str) -> str:
    rib = _rib(digits)
    return "FR" + stdnum_iban.calc_check_digits("FR00" + rib) + rib


def _grouped(number: str, sizes: tuple[int, ...], separator: str) -> str:
    parts, position = [], 0
    for size in sizes:
        parts.append(number[position : position + size])
        position += size
    return separator.join(parts)


@settings(max_examples=60, deadline=None)
@given(
    DIGITS, st.sampled_from(["", " ", ".", "-"]), st.sampled_from(["siren {}", "RCS Lyon {}", "SIREN : {}."])
)
def test_siren(digits: str, separator: str, frame: str) -> None:
    value = _grouped(_siren(digits), (3, 3, 3), separator)
    assert _covered(FILES["siren"], frame.format(value), value)


@settings(max_examples=60, deadline=None)
@given(
    DIGITS,
    st.sampled_from([(14,), (9, 5), (3, 3, 3, 5), (3, 3, 3, 2, 3)]),
    st.sampled_from([" ", ".", "-", "\n"]),
)
def test_siret(digits: str, sizes: tuple[int, ...], separator: str) -> None:
    value = _grouped(_siret(digits), sizes, separator)
    assert _covered(FILES["siret"], f"siret {value} merci", value)


@settings(max_examples=100, deadline=None)
@given(
    DIGITS,
    st.sampled_from([(15,), (13, 2), (1, 2, 2, 2, 3, 3, 2), (5, 5, 3, 2)]),
    st.sampled_from([" ", ".", "-", "/"]),
)
def test_nir(digits: str, sizes: tuple[int, ...], separator: str) -> None:
    value = _grouped(_nir(digits), sizes, separator)
    assert _covered(FILES["nir"], f"voici {value} merci", value)
    assert _covered(FILES["nir"], f"sécu : {value}", value)


@settings(max_examples=100, deadline=None)
@given(DIGITS, st.sampled_from(["", " ", "-", ".", "  ", "\n"]), st.booleans(), st.integers(2, 7))
def test_iban(digits: str, separator: str, lower: bool, size: int) -> None:
    number = _iban(digits)
    value = _grouped(number, (4, *([size] * (len(number) // size + 1))), separator).strip(" \n-.")
    value = value.lower() if lower else value
    assert _covered(ACCOUNTS, f"mon compte {value} merci", value)


@pytest.mark.parametrize("country", sorted(LENGTHS))
def test_iban_of_every_country(country: str) -> None:
    dice = random.Random(country)
    body = "".join(dice.choice("0123456789") for _ in range(LENGTHS[country] - 4))
    code = country.upper()
    number = code + stdnum_iban.calc_check_digits(f"{code}00{body}") + body
    assert _covered(ACCOUNTS, f"Virement sur {number} svp", number)


@settings(max_examples=60, deadline=None)
@given(DIGITS, st.sampled_from([" ", "", "\t", " | "]))
def test_rib(digits: str, separator: str) -> None:
    value = _grouped(_rib(digits), (5, 5, 11, 2), separator)
    assert checksums.rib(value) is True
    assert _covered(ACCOUNTS, f"RIB : {value}", value)


@settings(max_examples=60, deadline=None)
@given(DIGITS, st.sampled_from(["", " ", "-", ".", "_"]))
def test_card(digits: str, separator: str) -> None:
    number = "4970" + digits
    value = _grouped(number + luhn.calc_check_digit(number), (4, 4, 4, 4), separator)
    assert _covered(FILES["credit_card"], f"payé avec {value} hier", value)


def test_refuted() -> None:
    assert checksums.siren("732 829 321") is False
    assert checksums.card("4970 1000 0000 0015") is False
    assert checksums.siret("732 829 320 00075") is False
    assert checksums.vat("FR41303265045") is False
    assert checksums.parcel("XY123456789FR") is None
    assert checksums.rib("30004 00828 00012345678 77") in (True, None)
    assert checksums.siret("356 000 000 49837") is True


@pytest.mark.parametrize(
    "text",
    [
        "il y en a 12 de 20 ans",
        "Banque au capital de 2 261 621 342 €",
        "de 10 à 20 euros par compte",
        "FR est mon pays, 33 son indicatif",
        "donneur : 06 12 34 56 78",
    ],
)
def test_no_account(text: str) -> None:
    assert list(ACCOUNTS.find(TextView(text))) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["fr76 ", "fr76", "fr", "1", "1 ", "12345 ", "iban ", "a1", "fr7*", "compte 1"]
)
def test_time_grows_no_worse_than_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        view = TextView((piece * size)[:size])
        start = time.process_time()
        for _ in ACCOUNTS.find(view):
            pass
        return time.process_time() - start

    small = max(min(seconds(20_000) for _ in range(2)), 0.005)
    assert seconds(200_000) < small * 40
