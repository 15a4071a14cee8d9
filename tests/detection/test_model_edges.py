"""What the language model takes along at the edges of its candidates is given back; nothing of a name is."""

from __future__ import annotations

import pytest
from placed_entities import entity_at

from feedanon.detection.folding import TextView
from feedanon.detection.model_edges import joined, parted, trimmed
from feedanon.entities import Entity


def kept(text: str, value: str, kind: str) -> str:
    entity = trimmed(TextView(text), entity_at(text, value, kind), len(text) + 2)
    return text[entity.start : entity.end]


@pytest.mark.parametrize(
    ("text", "found", "kind", "left"),
    [
        ("de bourg st andeol la machine fuit", "bourg st andeol la", "CITY", "bourg st andeol"),
        (
            "8 chemin du moulin comme sur lapli",
            "8 chemin du moulin comme",
            "STREET_ADDRESS",
            "8 chemin du moulin",
        ),
        ("MON VOISIN MAMADOU LA TAPÉ", "MAMADOU LA", "PERSON", "MAMADOU"),
        ("mon compte CB 3762 163758 en ligne", "CB 3762 163758", "CUSTOMER_ID", "3762 163758"),
        ("dossier GIOVANNI M A DIT NON", "GIOVANNI M", "PERSON", "GIOVANNI"),
        ("HADDAD/SAMI MR. Que", "SAMI MR", "PERSON", "SAMI"),
        ("voir Dre Eléonore Chappaz", "Dre Eléonore Chappaz", "PERSON", "Eléonore Chappaz"),
        ("rapelé au 06 51 88 20 47 apres", "au 06 51 88 20 47", "PHONE_NUMBER", "06 51 88 20 47"),
        (
            "le zéro six douze quarante donc",
            "le zéro six douze quarante donc",
            "PHONE_NUMBER",
            "zéro six douze quarante",
        ),
        ("imei1 864122046882251 imei2 3", "imei1 864122046882251 imei2", "CUSTOMER_ID", "864122046882251"),
    ],
)
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
        ("treize mille", "FR_POSTCODE"),
        ("06 12 34 xx xx", "PHONE_NUMBER"),
    ],
)
def test_whole_names_stay_whole(text: str, kind: str) -> None:
    assert kept(f"x {text} x", text, kind) == text


def test_something_is_always_left() -> None:
    assert kept("c'est la", "la", "CITY") == "la"


def test_the_two_halves_of_one_name_keep_what_joins_them() -> None:
    text = "JE SUIS A BREST SUR GROSNE"
    entity = trimmed(TextView(text), Entity("CITY", 10, 19, 0.9, "feedanon"), 20)
    assert text[entity.start : entity.end] == "BREST SUR"


@pytest.mark.parametrize(
    ("text", "pieces", "kind", "spans"),
    [
        ("14b rue du puits qui parle bat C", ("14b rue du puits", "bat C"), "STREET_ADDRESS", 1),
        ("14b rue du puits. Au bat C", ("14b rue du puits", "bat C"), "STREET_ADDRESS", 2),
        ("commandes 4512 et 4513", ("4512", "4513"), "CUSTOMER_ID", 2),
        ("Marie et Paul", ("Marie", "Paul"), "PERSON", 2),
        ("biscotte et le digicode 45B12", ("biscotte", "45B12"), "CREDENTIAL", 2),
        ("deux b majuscule neuf", ("deux b", "neuf"), "CREDENTIAL", 1),
        ("a vitri sur seine", ("vitri", "seine"), "CITY", 1),
        ("de Paris à Lyon", ("Paris", "Lyon"), "CITY", 2),
    ],
)
def test_pieces_of_one_address_are_joined(text: str, pieces: tuple[str, ...], kind: str, spans: int) -> None:
    names = [Entity(kind, text.index(p), text.index(p) + len(p), 0.9, "feedanon") for p in pieces]
    assert len(joined(TextView(text), names)) == spans


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ZIMMERMANN Odile née FUCHS", ["ZIMMERMANN Odile", "FUCHS"]),
        ("NASSIM ET ZAÏNA", ["NASSIM", "ZAÏNA"]),
        ("Marie et Paul et Léa", ["Marie", "Paul", "Léa"]),
        ("Jean-et-Marie", ["Jean-et-Marie"]),
        ("Sophie Martin", ["Sophie Martin"]),
    ],
)
def test_two_names_are_two(text: str, names: list[str]) -> None:
    found = parted(TextView(text), Entity("PERSON", 0, len(text), 0.9, "feedanon"))
    assert [text[entity.start : entity.end] for entity in found] == names
