"""Mask, redact, hash, generalize: what is left, and that nothing slips through."""

from __future__ import annotations

import datetime as dt

import pytest

from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.pseudonyms.generalize import generalize, read_date
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.memory import MemoryVault

KEY = bytes(range(32))


def applied(operator: object, entity_type: str, value: str) -> str:
    pseudonymizer = Pseudonymizer(Policy.from_dict({"entities": {entity_type: operator}}), KEY)
    text = f"Voici {value}."
    entity = Entity(entity_type, 6, 6 + len(value))
    result = pseudonymizer.anonymize_batch([text], [[entity]], MemoryVault().session("s"))[0].text
    return result.removeprefix("Voici ").removesuffix(".")


@pytest.mark.parametrize(
    ("operator", "result"),
    [
        ("mask", "*" * 16),
        ({"operator": "mask", "keep_last": 4}, "************0055"),
        ({"operator": "mask", "keep_first": 2, "char": "#"}, "49##############"),
        ({"operator": "mask", "keep_last": 12}, "*" * 16),
        ("redact", ""),
        ({"operator": "redact", "marker": "[{type} retiré]"}, "[CREDIT_CARD retiré]"),
        ("keep", "4970100000000055"),
    ],
)
def test_operators_of_presidio(operator: object, result: str) -> None:
    assert applied(operator, "CREDIT_CARD", "4970100000000055") == result


def test_a_hash_needs_the_key_to_be_guessed() -> None:
    first = applied("hash", "PERSON", "Sophie")
    assert first == applied("hash", "PERSON", "Sophie") != applied("hash", "PERSON", "Paul")
    assert len(first) == 16
    other = Pseudonymizer(Policy.from_dict({"entities": {"PERSON": "hash"}}), bytes(32))
    assert (
        first
        not in other.anonymize_batch(["Sophie"], [[Entity("PERSON", 0, 6)]], MemoryVault().session("s"))[
            0
        ].text
    )
    assert applied("hash", "CITY", "Sophie") != first


@pytest.mark.parametrize(
    ("entity_type", "value", "to", "result"),
    [
        ("FR_POSTCODE", "69003", "auto", "69"),
        ("FR_POSTCODE", "69 003", "auto", "69"),
        ("FR_POSTCODE", "97400", "auto", "974"),
        ("FR_POSTCODE", "20090", "auto", "2A"),
        ("FR_POSTCODE", "20200", "auto", "2B"),
        ("FR_POSTCODE", "quatre", "auto", "<FR_POSTCODE>"),
        ("IP_ADDRESS", "81.250.12.3", "auto", "81.250.12.0/24"),
        ("IP_ADDRESS", "2a01:e0a:1:2::3", "auto", "2a01:e0a:1::/48"),
        ("IP_ADDRESS", "x", "auto", "<IP_ADDRESS>"),
        ("DATE_OF_BIRTH", "14/02/1983", "year", "1983"),
        ("DATE_OF_BIRTH", "14 février 1983", "decade", "années 1980"),
        ("DATE_OF_BIRTH", "1er mars 83", "month", "03/1983"),
        ("DATE_OF_BIRTH", "31/02/1983", "year", "<DATE_OF_BIRTH>"),
        ("AMOUNT", "1 234,50 €", "range", "1230-1240 €"),
        ("PERSON", "Sophie", "auto", "<PERSON>"),
    ],
)
def test_generalizations(entity_type: str, value: str, to: str, result: str) -> None:
    assert generalize(entity_type, value, to) == result


def test_an_age_band_holds_the_age() -> None:
    today = dt.datetime.now(dt.timezone.utc).date()
    low, high = generalize("DATE_OF_BIRTH", f"01/01/{today.year - 34}").removesuffix(" ans").split("-")
    assert (low, high) == ("30", "39")
    assert generalize("DATE_OF_BIRTH", f"01/01/{today.year - 34}", step=5) == "30-34 ans"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14.02.1983", dt.date(1983, 2, 14)),
        ("1983-02-14", dt.date(1983, 2, 14)),
        ("14 02 83", dt.date(1983, 2, 14)),
        ("3 Août 1999", dt.date(1999, 8, 3)),
        ("née en 1975", dt.date(1975, 1, 1)),
        ("hier", None),
    ],
)
def test_dates_are_read(text: str, day: dt.date | None) -> None:
    assert read_date(text) == day


def test_the_irreversible_preset_stores_nothing() -> None:
    pseudonymizer = Pseudonymizer(Policy.load("irreversible"))
    store = MemoryVault().session("s")
    text = "Sophie, 69003, <PERSON_1>"
    sent = pseudonymizer.anonymize_batch(
        [text], [[Entity("PERSON", 0, 6), Entity("FR_POSTCODE", 8, 13)]], store
    )[0].text
    assert sent == "<PERSON>, 69, <PERSON_1>"
    assert list(store.pseudonyms()) == []
