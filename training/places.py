"""Invented addresses: communes in the shapes that people write, postcodes that fit, streets."""

from __future__ import annotations

import random
import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from training import aloud, codes, gazetteers
from training.gazetteers import Commune
from training.names import held_out
from training.people import Person

_KINDS = ("rue", "rue", "avenue", "place", "boulevard", "allée", "impasse", "chemin")
_FLATS = (
    *("appt {n}", "appartement {n}", "apt {n}", "bât. {l}", "bâtiment {l}"),
    *("Bat {l}, appt {n}", "{n}e étage", "esc. {l}", "porte {n}", "hall {l}"),
)
_FLATS_MORE = (
    *_FLATS,
    *(
        "{m}e étage",
        "{m}ème ét.",
        "ét. {m}",
        "rdc",
        "RDC",
        "rez-de-chaussée",
        "{m}e",
        "porte gauche",
        "porte droite",
    ),
    *(
        "apt {n}",
        "app {n}",
        "appart {n}",
        "logt {n}",
        "chambre {n}",
        "ch {n}",
        "studio {n}",
        "pte {n}",
        "porte rouge",
    ),
    *(
        "bat {l}",
        "bât {l}{m}",
        "bâtiment {l}",
        "tour {l}",
        "entrée {m}",
        "ent. {m}",
        "escalier {l}",
        "esc {m}",
    ),
    *(
        "fond de cour",
        "fond de la cour",
        "au fond à droite",
        "sans ascenseur",
        "cage {l}",
        "hall {m}",
        "maison {m}",
    ),
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
        "EHPAD",
    ),
    *(
        "quartier",
        "Quartier",
        "groupe",
        "grp",
        "camping",
        "château",
        "manoir",
        "maison",
        "ensemble",
        "le hameau",
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
        "moulin de",
    ),
    *(
        "quartier",
        "section",
        "Section",
        "village",
        "au lieu dit",
        "hameau",
        "domaine de",
        "route de",
        "chemin de",
        "habitation",
    ),
)
_ARRONDISSEMENTS = {"Paris": 20, "Lyon": 9, "Marseille": 16}


@cache
def _communes(validation: bool) -> tuple[list[Commune], list[float], list[float]]:
    some = [
        commune
        for commune in gazetteers.communes()
        if "Arrondissement" not in commune.name
        and (commune.population >= 100_000 or held_out(commune.name) == validation)
    ]
    return (
        some,
        list(accumulate(min(c.population, 150_000) ** 0.8 for c in some)),
        list(accumulate(c.population**0.35 for c in some)),
    )


@cache
def _streets(validation: bool) -> list[str]:
    return [street for street in gazetteers.streets() if held_out(street) == validation]


@dataclass(slots=True)
class Place:
    """A commune with an address in it."""

    dice: random.Random
    validation: bool
    commune: Commune = field(init=False)
    shown: str = ""
    postcode: str = ""

    def __post_init__(self) -> None:
        """Draw the commune and how it is written."""
        dice = self.dice
        some, populous, flat = _communes(self.validation)
        choice = dice.random()
        if choice < 0.06:
            name = dice.choice([c for c in gazetteers.towns_abroad() if held_out(c) == self.validation])
            self.commune = Commune(name, (str(dice.randint(1000, 9999)),), 100_000)
        elif choice < 0.30:
            self.commune = dice.choice(some)
        else:
            weights = populous if choice < 0.75 else flat
            self.commune = some[bisect(weights, dice.random() * weights[-1])]
        self.postcode = (
            dice.choice(self.commune.postcodes)
            if self.commune.postcodes
            else f"{dice.randint(1, 95):02d}{dice.randint(0, 99):02d}0"
        )
        self.shown = self._shape(self.commune.name)

    def _shape(self, name: str) -> str:
        dice = self.dice
        if name in _ARRONDISSEMENTS and dice.random() < 0.35:
            number = dice.randint(1, _ARRONDISSEMENTS[name])
            ending = (
                dice.choice(("e", "ème", "", "", "eme", "è")) if number > 1 else dice.choice(("er", "", "e"))
            )
            self.postcode = (
                f"{self.commune.postcodes[0][:3]}{number:02d}" if self.commune.postcodes else self.postcode
            )
            return f"{name} {number}{ending}"
        if dice.random() < 0.3:
            name = re.sub(r"\bSaint(e?)\b", lambda m: "St" + m[1], name)
        if "-" in name and dice.random() < 0.4:
            name = name.replace("-", " ")
        if dice.random() < 0.08 and len(re.split("[- ]", name)) > 2:
            name = " ".join(re.split("[- ]", name)[:2])
            name = re.sub(r"[- ](?:sur|sous|de|du|des|la|le|les|en|lès|l'.*|d'.*|et|aux?|à)$", "", name)
        choice = dice.random()
        if choice < 0.05:
            name = name.upper()
        elif choice < 0.06:
            name = f"{name} Cedex"
        return name

    def shown_postcode(self, said: bool = False) -> str:
        """The postcode as people write it, or in words."""
        dice, code = self.dice, self.postcode
        if said and len(code) == 5:
            return aloud.postcode(code, dice)
        if dice.random() < 0.06 and len(code) == 5:
            return f"{code[:2]} {code[2:]}"
        if dice.random() < 0.02:
            return f"F-{code}" if len(code) == 5 else f"{dice.choice(('B', 'CH', 'L', 'D'))}-{code}"
        return code

    def written(self, kind: str, said: bool = False) -> str:
        """What a slot asks for: `street` (with its number), `way` (without), `spot` (where there is no street)."""
        if kind == "spot":
            return self.spot()
        if kind == "way":
            way = self.way()
            return way[0].lower() + way[1:] if self.dice.random() < 0.8 else way
        text = self.street()
        if said:
            text = re.sub(r"\d+", lambda m: aloud.number(int(m[0])) if int(m[0]) < 1000 else m[0], text)
        return text

    def spot(self) -> str:
        """What locates a home without a street: residence, building, flat, hamlet, farm, lot, PO box."""
        dice = self.dice
        name = dice.choice(gazetteers.lines("street_names"))
        if dice.random() < 0.5:
            name = f"{dice.choice(('Les', 'Le', 'La', 'du', 'des', 'de la'))} {dice.choice(_streets(self.validation)).split()[-1]}"
        article = f"{dice.choice(('Le', 'La', 'Les', ''))} {dice.choice(_streets(self.validation)).split()[-1]}".strip()
        number, letter = dice.randint(1, 60), dice.choice("ABCDEF")
        flats = [
            dice.choice(_FLATS_MORE).format(n=number, l=letter, m=dice.randint(1, 12))
            for _ in range(dice.choice((1, 1, 2, 3)))
        ]
        choice = dice.random()
        if choice < 0.28:
            return f"{dice.choice(_HOUSES)} {name}"
        if choice < 0.45:
            return f"{dice.choice(_HOUSES)} {name}{dice.choice((', ', ' ', ', '))}{dice.choice((', ', ' ')).join(flats)}"
        if choice < 0.62:
            return dice.choice((", ", " ", " / ")).join(flats)
        if choice < 0.82:
            return f"{dice.choice(_HAMLETS)} {article}"
        if choice < 0.90:
            return f"{dice.choice(('BP', 'CS', 'TSA', 'boîte', 'B.P.'))} {codes.digits(dice, dice.choice((2, 3, 5)))}"
        if choice < 0.95:
            return f"{dice.choice(('lot', 'Lot', 'îlot', 'parcelle', 'case', 'emplacement', 'PK'))} {dice.choice((str(number), f'{letter}{number}'))}"
        return dice.choice(
            (
                "le bourg",
                "Le Bourg",
                "au bourg",
                "place du village",
                "la gare",
                "le port",
                "derrière l'église",
            )
        )

    def way(self) -> str:
        """A street without its number."""
        dice = self.dice
        names = gazetteers.lines("street_names")
        street = dice.choice(_streets(self.validation)).replace("  ", " ")
        if dice.random() < 0.25:
            person = Person(dice, self.validation)
            street = f"{dice.choice(_KINDS)} {person.first} {person.last}"
        elif dice.random() < 0.15:
            street = f"{dice.choice(_KINDS)} {dice.choice(names)}"
        return street

    def street(self) -> str:
        """A street address: number, street, sometimes building, flat, residence, PO box."""
        dice = self.dice
        names = gazetteers.lines("street_names")
        street = self.way()
        if dice.random() < 0.75:
            street = street[0].lower() + street[1:]
        if dice.random() < 0.06 and not re.match(r"(?i)lieu|hameau|lotissement|résidence", street):
            # `rue Pasteur au 14`, `rue Diderot n°77`
            joint = dice.choice((" au ", " au numéro ", " n°", " n° ", " numéro ", ", ", " au n° "))
            return f"{street}{joint}{dice.randint(1, 180)}{dice.choice(('', '', ' bis'))}"
        if dice.random() < 0.12:
            street = re.sub(r"(?i)^avenue\b", dice.choice(("av.", "av", "ave")), street)
            street = re.sub(r"(?i)^boulevard\b", dice.choice(("bd", "bld", "boul.", "Bd")), street)
            street = re.sub(r"(?i)^(rue)\b", dice.choice(("r.", "rue", "r")), street)
        if dice.random() < 0.92 and not re.match(r"(?i)lieu|hameau|lotissement|résidence", street):
            suffix = dice.choice(
                ("",) * 10 + (" bis", "bis", " ter", "B", " quater", "-" + str(dice.randint(2, 99)))
            )
            street = f"{dice.choice(('',) * 12 + ('n° ', 'au '))}{dice.randint(1, 180)}{suffix}{dice.choice((' ', ' ', ' ', ', '))}{street}".removeprefix(
                "au "
            )
        choice = dice.random()
        if choice < 0.13:
            extras = [
                dice.choice(_FLATS_MORE).format(
                    n=dice.randint(1, 60), l=dice.choice("ABCDEF"), m=dice.randint(1, 12)
                )
                for _ in range(dice.choice((1, 1, 1, 2, 3)))
            ]
            sign = dice.choice((", ", ", ", " ", " - "))
            extra = sign.join(extras)
            street = f"{street}{sign}{extra}" if dice.random() < 0.7 else f"{extra}{sign}{street}"
        elif choice < 0.17:
            street = f"{dice.choice(('Résidence', 'résidence', 'Rés.'))} {dice.choice(names)}, {street}"
        elif choice < 0.19:
            street = f"{street}, BP {dice.randint(10, 900)}"
        elif choice < 0.21:
            street = f"lieu-dit {dice.choice(('Le ', 'La ', 'Les ', ''))}{dice.choice(names).split()[-1]}"
        return street
