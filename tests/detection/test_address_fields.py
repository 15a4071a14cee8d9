"""Fields for an address, and what stands between a street and its town."""

from __future__ import annotations

import pytest
from placed_entities import entity_at

from feedanon.detection.address_fields import AddressFieldRecognizer
from feedanon.detection.address_gaps import filled
from feedanon.detection.folding import TextView


def fields(text: str) -> list[str]:
    view = TextView(text)
    return [text[slice(*view.original_span(e.start, e.end))] for e in AddressFieldRecognizer().find(view)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Adresse : quartier Bellevue, derrière la mairie, case 22", "quartier Bellevue, derrière la mairie, case 22"),
        ("nom=X;adr=quartier Morne Rouge, face boulangerie;cp=97232", "quartier Morne Rouge, face boulangerie"),
        ("Complément : fond de la cour, porte bleue\nTél : 06", "fond de la cour, porte bleue"),
        ("SIEGE SOCIAL : MAIRIE, LE BOURG 46260 BEAUREGARD", "MAIRIE, LE BOURG"),
        ("Dernière adresse connue : PA de Kergaradec III, 60 rue Auriol", "PA de Kergaradec III, 60 rue Auriol"),
        ("Adresse (ligne 2).: Tour Perspective II", "Tour Perspective II"),
        ("Adresse donnée : pointe Gatine, derrière la case", "pointe Gatine, derrière la case"),
        ("adresse (champ libre) : les Eyrignacs, 1re ferme, je reçois mal", "les Eyrignacs, 1re ferme"),
        ("Lieu secondaire : chez mes parents, les Roches-Blanches", "chez mes parents, les Roches-Blanches"),
        ("Adresse..........: la maison du lac - 64240 Bellocq", "la maison du lac"),
    ],
)  # fmt: skip
def test_fields_hold_addresses(text: str, value: str) -> None:
    assert fields(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Adresse mail : jean dupont chez free",
        "Adresse IP : 10 0 0 1 interne",
        "Adresse : incorrecte depuis le déménagement",
        "Adresse : je ne la retrouve plus",
        "Adresse : idem ci-dessus",
        "mon adresse a changé : merci de la corriger",
        "Rue :",
        "Adresse très sympa : cadre agréable et bons plats",
        "Lieu principal : terrasse ombragée",
        "Adresse : problème récurrent, je ne reçois rien",
        "adresse de connexion : serveur principal",
    ],
)
def test_other_fields_do_not(text: str) -> None:
    assert fields(text) == []


@pytest.mark.parametrize(
    ("text", "street", "town", "left"),
    [
        (
            "14 rue du Puits derrière l'école 51100",
            "14 rue du Puits",
            "51100",
            "14 rue du Puits derrière l'école",
        ),
        ("14 rue du Puits, 3e gauche, Reims", "14 rue du Puits", "Reims", "14 rue du Puits, 3e gauche"),
        ("14 rue du Puits à Reims", "14 rue du Puits", "Reims", "14 rue du Puits"),
        (
            "14 rue du Puits, au fond à Reims",
            "14 rue du Puits, au fond à Reims",
            "Reims",
            "14 rue du Puits, au fond",
        ),
        ("14 rue du Puits, 3e gauche, à Reims", "14 rue du Puits", "Reims", "14 rue du Puits, 3e gauche"),
        ("14 rue de Reims", "14 rue de Reims", "Reims", "14 rue de Reims"),
        ("14 rue du Puits mais je suis de Reims", "14 rue du Puits", "Reims", "14 rue du Puits"),
        ("14 rue du Puits\nbâtiment gris Reims", "14 rue du Puits", "Reims", "14 rue du Puits"),
    ],
)
def test_gaps_before_a_town(text: str, street: str, town: str, left: str) -> None:
    kind = "FR_POSTCODE" if town.isdigit() else "CITY"
    entities = [entity_at(text, street, "STREET_ADDRESS"), entity_at(text, town, kind)]
    found = next(e for e in filled(TextView(text), entities) if e.entity_type == "STREET_ADDRESS")
    assert text[found.start : found.end] == left


@pytest.mark.parametrize(
    ("text", "name", "kind", "found"),
    [
        ("chez moi, traverse du Mas-Rillier", "Mas-Rillier", "STREET_ADDRESS", "traverse du Mas-Rillier"),
        ("l'hiver corniche Frère-Marc", "Frère-Marc", "PERSON", "corniche Frère-Marc"),
        ("une montée de Jean", "Jean", "PERSON", "montée de Jean"),
        ("la rue de Nantes", "Nantes", "CITY", "rue de Nantes"),
        ("la route de Nantes", "Nantes", "CITY", "Nantes"),
        ("la charrue de Jean", "Jean", "PERSON", "Jean"),
    ],
)
def test_the_kind_of_street_goes_with_its_name(text: str, name: str, kind: str, found: str) -> None:
    (entity,) = filled(TextView(text), [entity_at(text, name, kind)])
    assert text[entity.start : entity.end] == found
    assert entity.entity_type == kind
