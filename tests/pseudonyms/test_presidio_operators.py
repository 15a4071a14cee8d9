"""The operators inside a stock presidio-anonymizer engine."""

from __future__ import annotations

import pytest
from presidio_anonymizer import AnonymizerEngine, DeanonymizeEngine
from presidio_anonymizer.entities import InvalidParamError, OperatorConfig, OperatorResult, RecognizerResult

from feedanon.pseudonyms.presidio_operators import OPERATORS, RESTORERS
from feedanon.vaults.memory import MemoryVault

KEY = bytes(range(32))
TEXT = "Sophie Martin, 75011, puis Sophie Martin"
FOUND = [RecognizerResult("PERSON", 0, 13, 1.0), RecognizerResult("PERSON", 27, 40, 1.0)]


def engine() -> AnonymizerEngine:
    made = AnonymizerEngine()
    for operator in OPERATORS:
        made.add_anonymizer(operator)
    return made


def restorer() -> DeanonymizeEngine:
    made = DeanonymizeEngine()
    for operator in RESTORERS:
        made.add_deanonymizer(operator)
    return made


@pytest.mark.parametrize("operator", ["feedanon_token", "feedanon_surrogate"])
def test_a_session_gives_one_pseudonym_and_takes_it_back(operator: str) -> None:
    session = MemoryVault().session()
    sent = engine().anonymize(TEXT, FOUND, {"DEFAULT": OperatorConfig(operator, {"session": session})})
    first, last = sorted(sent.items, key=lambda item: item.start)
    assert first.text == last.text != "Sophie Martin"
    spans = [OperatorResult(item.start, item.end, item.entity_type) for item in sent.items]
    config = {"DEFAULT": OperatorConfig("feedanon_restore", {"session": session})}
    assert restorer().deanonymize(sent.text, spans, config).text == TEXT


def test_a_cipher_needs_no_session() -> None:
    sent = engine().anonymize(TEXT, FOUND, {"DEFAULT": OperatorConfig("feedanon_cipher", {"key": KEY})})
    assert "Sophie" not in sent.text
    spans = [OperatorResult(item.start, item.end, item.entity_type) for item in sent.items]
    config = {"DEFAULT": OperatorConfig("feedanon_decipher", {"key": KEY})}
    assert restorer().deanonymize(sent.text, spans, config).text == TEXT


def test_a_postcode_becomes_its_departement() -> None:
    found = [RecognizerResult("FR_POSTCODE", 15, 20, 1.0)]
    sent = engine().anonymize(TEXT, found, {"DEFAULT": OperatorConfig("feedanon_generalize", {})})
    assert sent.text == "Sophie Martin, 75, puis Sophie Martin"


def test_a_hash_is_the_same_for_one_value() -> None:
    sent = engine().anonymize(
        TEXT, FOUND, {"DEFAULT": OperatorConfig("feedanon_hash", {"key": KEY, "length": 12})}
    )
    first, last = sent.items
    assert first.text == last.text
    assert len(first.text) == 12


@pytest.mark.parametrize(
    ("operator", "params"),
    [
        ("feedanon_token", {}),
        ("feedanon_cipher", {}),
        ("feedanon_hash", {"key": KEY, "length": 3}),
        ("feedanon_generalize", {"to": "nowhere"}),
    ],
)
def test_what_is_missing_is_said(operator: str, params: dict[str, object]) -> None:
    with pytest.raises(InvalidParamError):
        engine().anonymize(TEXT, FOUND, {"DEFAULT": OperatorConfig(operator, params)})
