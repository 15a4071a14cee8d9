"""Invented addresses in the shapes that people write: with a number, without a street, in pieces."""

from __future__ import annotations

import random
import re
from functools import cache

from training import codes, gazetteers
from training.names import held_out
from training.people import Person

_KINDS = ("rue", "rue", "avenue", "place", "boulevard", "allée", "impasse", "chemin")
_FLATS = (
    *(
        "appt {n}",
        "appartement {n}",
        "apt {n}",
        "bât. {l}",
        "bâtiment {l}",
        "Bat {l}, appt {n}",
        "{n}e étage",
    ),
    *(
        "esc. {l}",
        "porte {n}",
        "hall {l}",
        "{m}e étage",
        "{m}ème ét.",
        "ét. {m}",
        "rdc",
        "RDC",
        "rez-de-chaussée",
    ),
    *("{m}e", "porte gauche", "porte droite", "apt {n}", "app {n}", "appart {n}", "logt {n}", "chambre {n}"),
    *("ch {n}", "studio {n}", "pte {n}", "porte rouge", "bat {l}", "bât {l}{m}", "bâtiment {l}", "tour {l}"),
    *(
        "entrée {m}",
        "ent. {m}",
        "escalier {l}",
        "esc {m}",
        "fond de cour",
        "fond de la cour",
        "au fond à droite",
    ),
    *("sans ascenseur", "cage {l}", "hall {m}", "maison {m}"),
)
_HOUSES = (
    *(
        "résidence",
        "Résidence",
        "rés.",
        "res",
        "Rés",
        "villa",
        "Villa",
        "immeuble",
        "tour",
        "Tour",
        "cité",
        "Cité",
    ),
    *(
        "lotissement",
        "Lot.",
        "lot.",
        "domaine",
        "Domaine",
        "le clos",
        "Clos",
        "le parc",
        "les terrasses",
        "foyer",
    ),
    *(
        "EHPAD",
        "quartier",
        "Quartier",
        "groupe",
        "grp",
        "camping",
        "château",
        "manoir",
        "maison",
        "le hameau",
    ),
    *(
        "HLM",
        "hlm",
        "péniche",
        "Péniche",
        "pavillon",
        "Pavillon",
        "chalet",
        "barre",
        "bloc",
        "gîte",
        "caserne",
    ),
    *("ancienne école", "Ancienne école", "ancienne filature", "ancien moulin", "ancienne gare", "halle"),
    *("résidence universitaire", "cité U", "foyer logement", "marina", "port", "centre commercial"),
    *(
        "PA",
        "P.A.",
        "ZA",
        "Z.A.",
        "ZI",
        "Z.I.",
        "zone artisanale",
        "parc d'activités",
        "ZAC",
        "zone d'activités",
    ),
)
_HAMLETS = (
    *(
        "lieu-dit",
        "lieu dit",
        "Lieu-dit",
        "LD",
        "hameau de",
        "Hameau",
        "ferme de",
        "la ferme",
        "mas de",
        "Mas",
    ),
    *(
        "moulin de",
        "quartier",
        "section",
        "Section",
        "village",
        "au lieu dit",
        "hameau",
        "domaine de",
        "route de",
    ),
    *("chemin de", "habitation"),
)
_NEARBY = ("le bourg", "Le Bourg", "au bourg", "place du village", "la gare", "le port", "derrière l'église")
_LOTS = ("lot", "Lot", "îlot", "parcelle", "case", "emplacement", "PK")
_BOXES = ("BP", "CS", "TSA", "boîte", "B.P.")
_MORE_FLATS = (
    "tour {l}", "la tour {l}", "box {n}", "chambre {n}", "interphone {n}", "entrée {l}{m}",
    "portail {m}", "place {n}", "villa {m}", "lot {n}", "ponton {l}", "amarrage {n}", "mobil-home {n}",
    "pavillon {m}", "quai {m}", "local {m}", "boîte {n}", "cellule {m}", "{l} {n}", "sonnette {m}",
    "niveau {m}", "plateau {m}", "aile {l}", "cage {m}", "montée {m}", "case {n}",
    "bloc {l}", "n° {n}", "numéro {n}", "aile ouest", "aile nord", "aile sud", "bureau {n}", "niveau 0",
    "sous-sol -{m}", "parking -{m}", "ch. {n}", "chbre {n}", "{o} étage", "{o}", "au {o}", "{o} droite", "{o} gauche",
    "{o} porte {n}",
    "{m}è", "{m}è étage", "{m}ème droite", "{m}e dte", "{m}e gche", "dernier étage", "rez de jardin", "entresol",
    "bâtiment principal", "porte de droite", "porte {l}", "numéro {s}", "appartement {s}", "porte {s}",
)  # fmt: skip
_ORDINALS = (
    *(
        "premier",
        "deuxième",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
        "huitième",
        "dixième",
    ),
    *("douzième", "quatorzième"),
)
_SAID = "deux trois quatre sept huit neuf onze douze quinze vingt-deux trente-quatre quarante quarante-sept".split()
_NO_NUMBER = re.compile(r"(?i)lieu|hameau|lotissement|résidence")
_SHORT_KINDS = (
    (r"(?i)^avenue\b", ("av.", "av", "ave")),
    (r"(?i)^boulevard\b", ("bd", "bld", "boul.", "Bd")),
    (r"(?i)^rue\b", ("r.", "rue", "r")),
)


@cache
def _streets(validation: bool) -> list[str]:
    return [street for street in gazetteers.streets() if held_out(street) == validation]


def _flat(dice: random.Random) -> str:
    shape = dice.choice(_MORE_FLATS if dice.random() < 0.3 else _FLATS)
    return shape.format(
        n=dice.randint(1, 60 if dice.random() < 0.8 else 3200),
        l=dice.choice("ABCDEF"),
        m=dice.randint(1, 12),
        o=dice.choice(_ORDINALS),
        s=dice.choice(_SAID),
    )


def _flats(dice: random.Random, most: int) -> list[str]:
    """Buildings, floors, doors: one or a few."""
    return [_flat(dice) for _ in range(dice.randint(1, most))]


def way(dice: random.Random, validation: bool) -> str:
    """A street without its number."""
    street = dice.choice(_streets(validation)).replace("  ", " ")
    if dice.random() < 0.25:
        person = Person(dice, validation)
        return f"{dice.choice(_KINDS)} {person.first} {person.last}"
    if dice.random() < 0.15:
        street = f"{dice.choice(_KINDS)} {dice.choice(gazetteers.lines('street_names'))}"
    if dice.random() < 0.1:
        more = dice.choice((dice.choice(gazetteers.lines("beside_homes")), _flat(dice)))
        return f"{street}{dice.choice((', ', ' '))}{more}"
    return street


def spot(dice: random.Random, validation: bool) -> str:
    """What locates a home without a street: residence, building, flat, hamlet, farm, lot, PO box."""
    last = dice.choice(_streets(validation)).split()[-1]
    name = dice.choice(gazetteers.lines("street_names"))
    if dice.random() < 0.5:
        name = f"{dice.choice(('Les', 'Le', 'La', 'du', 'des', 'de la'))} {last}"
    house, sign = f"{dice.choice(_HOUSES)} {name}", dice.choice((", ", " ", " / "))
    choice = dice.random()
    if choice < 0.28:
        return house
    if choice < 0.45:
        return sign.join((house, *_flats(dice, 2)))
    if choice < 0.62:
        return sign.join(_flats(dice, 3))
    if choice < 0.82:
        return f"{dice.choice(_HAMLETS)} {dice.choice(('Le ', 'La ', 'Les ', ''))}{last}"
    if choice < 0.90:
        return f"{dice.choice(_BOXES)} {codes.digits(dice, dice.choice((2, 3, 5)))}"
    if choice < 0.95:
        number = f"{dice.choice(('', '', 'A', 'B'))}{dice.randint(1, 60)}"
        return f"{dice.choice(_LOTS)} {number}"
    return dice.choice(_NEARBY)


def street(dice: random.Random, validation: bool) -> str:
    """A street address: number, street, sometimes building, flat, residence, PO box."""
    text = way(dice, validation)
    if dice.random() < 0.75:
        text = text[0].lower() + text[1:]
    numbered = not _NO_NUMBER.match(text)
    if numbered and dice.random() < 0.06:  # `rue Pasteur au 14`, `rue Diderot n°77`
        joint = dice.choice((" au ", " au numéro ", " n°", " n° ", " numéro ", ", ", " au n° "))
        return f"{text}{joint}{dice.randint(1, 180)}{dice.choice(('', '', ' bis'))}"
    if dice.random() < 0.12:
        for kind, short in _SHORT_KINDS:
            text = re.sub(kind, dice.choice(short), text)
    if numbered and dice.random() < 0.92:
        text = f"{_number(dice)}{dice.choice((' ', ' ', ' ', ', '))}{text}"
    return _completed(text, dice)


def _number(dice: random.Random) -> str:
    endings = ("",) * 10 + (" bis", "bis", " ter", "B", " quater", f"-{dice.randint(2, 99)}")
    return f"{dice.choice(('',) * 13 + ('n° ',))}{dice.randint(1, 180)}{dice.choice(endings)}"


def _completed(text: str, dice: random.Random) -> str:
    """An address with what people add to it, most often nothing."""
    choice = dice.random()
    name = dice.choice(gazetteers.lines("street_names"))
    if choice < 0.13:
        sign = dice.choice((", ", ", ", " ", " - "))
        parts = [text, *_flats(dice, 3)]
        if dice.random() < 0.3:
            parts = [*parts[1:], text]
        return sign.join(parts)
    if choice < 0.17:
        return f"{dice.choice(('Résidence', 'résidence', 'Rés.', dice.choice(_HOUSES)))} {name}, {text}"
    if choice < 0.18:
        return f"{dice.choice(_HOUSES)} {name}{dice.choice((', ', ' - ', ' '))}{_flat(dice)}, {text}"
    if choice < 0.19:
        return f"{text}, BP {dice.randint(10, 900)}"
    if choice < 0.25:
        return f"{text}{dice.choice((', ', ', ', ' ', ' - '))}{dice.choice(gazetteers.lines('beside_homes'))}"
    if choice < 0.27:
        return f"lieu-dit {dice.choice(('Le ', 'La ', 'Les ', ''))}{name.split()[-1]}"
    return text
