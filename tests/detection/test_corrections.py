"""Numbers that a text sets right."""

import pytest

from feedanon.detection.corrections import corrected
from feedanon.detection.folding import TextView
from feedanon.entities import Entity


def found(text: str, kind: str, value: str) -> list[str]:
    start = text.index(value)
    entity = Entity(kind, start, start + len(value), 0.9, "test")
    return [text[e.start : e.end] for e in corrected(TextView(text), [entity])]


@pytest.mark.parametrize(
    ("text", "kind", "value", "numbers"),
    [
        ("on est au 85, pas 58", "STREET_ADDRESS", "85", ["85", "58"]),
        ("85 rue Foch. Au 85, pas au 58 !", "STREET_ADDRESS", "85 rue Foch", ["85", "58"]),
        ("dossier 00841\nCL : 814 ! Pas 841 !", "CUSTOMER_ID", "00841", ["814", "841"]),
        ("05 63 30 44 19. 91 pas 19", "PHONE_NUMBER", "05 63 30 44 19", ["91", "19"]),
    ],
)
def test_both_numbers(text: str, kind: str, value: str, numbers: list[str]) -> None:
    assert found(text, kind, value) == numbers


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("85 rue Foch. J'ai payé 12, pas 14 euros", "STREET_ADDRESS", "85 rue Foch"),
        ("dossier 4512. la taille 42 et pas 38", "CUSTOMER_ID", "4512"),
        ("dossier 4512 et pas de nouvelles", "CUSTOMER_ID", "4512"),
        ("Léa, 42 pas 38", "PERSON", "Léa"),
        ("85 rue Foch, pas d'accès", "STREET_ADDRESS", "85 rue Foch"),
    ],
)
def test_other_numbers_stay(text: str, kind: str, value: str) -> None:
    assert found(text, kind, value) == []
