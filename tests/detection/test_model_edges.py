"""What the language model takes along at the edges of its candidates is given back; nothing of a name is."""

from __future__ import annotations

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.model_edges import trimmed
from feedanon.entities import Entity


def kept(text: str, value: str, kind: str) -> str:
    start = text.index(value)
    entity = trimmed(TextView(text), Entity(kind, start, start + len(value), 0.9, "feedanon"))
    return text[entity.start : entity.end]


@pytest.mark.parametrize(
    ("text", "found", "kind", "left"),
    [
        ("de bourg st andeol la machine fuit", "bourg st andeol la", "CITY", "bourg st andeol"),
        ("18 bis chemin du moulin comme sur lapli", "18 bis chemin du moulin comme", "STREET_ADDRESS", "18 bis chemin du moulin"),
        ("MON VOISIN MAMADOU LA TAPÉ", "MAMADOU LA", "PERSON", "MAMADOU"),
        ("mon compte CB 3762 163758 en ligne", "CB 3762 163758", "CUSTOMER_ID", "3762 163758"),
        ("imei1 864122046882251 imei2 3", "imei1 864122046882251 imei2", "CUSTOMER_ID", "864122046882251"),
    ],
)  # fmt: skip
def test_what_is_no_part_is_left_out(text: str, found: str, kind: str, left: str) -> None:
    assert kept(text, found, kind) == left


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sophie d", "PERSON"),
        ("Nguyen Thi Ma", "PERSON"),
        ("d a c o n c e i c a o", "PERSON"),
        ("Le Havre", "CITY"),
        ("la roche sur yon", "CITY"),
        ("Jean de La Fontaine", "PERSON"),
        ("clé du camion", "CREDENTIAL"),
        ("le trois juin", "DATE_OF_BIRTH"),
    ],
)
def test_whole_names_stay_whole(text: str, kind: str) -> None:
    assert kept(f"x {text} x", text, kind) == text


def test_something_is_always_left() -> None:
    assert kept("c'est la", "la", "CITY") == "la"
