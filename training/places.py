"""Invented addresses: communes in the shapes that people write, postcodes that fit, streets."""

from __future__ import annotations

import random
import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from training import gazetteers
from training.gazetteers import Commune
from training.names import held_out
from training.people import Person

_KINDS = ("rue", "rue", "avenue", "place", "boulevard", "allée", "impasse", "chemin")
_FLATS = (
    *("appt {n}", "appartement {n}", "apt {n}", "bât. {l}", "bâtiment {l}"),
    *("Bat {l}, appt {n}", "{n}e étage", "esc. {l}", "porte {n}", "hall {l}"),
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

    def street(self) -> str:
        """A street address: number, street, sometimes building, flat, residence, PO box."""
        dice = self.dice
        names = gazetteers.lines("street_names")
        street = dice.choice(_streets(self.validation)).replace("  ", " ")
        if dice.random() < 0.25:
            person = Person(dice, self.validation)
            street = f"{dice.choice(_KINDS)} {person.first} {person.last}"
        elif dice.random() < 0.15:
            street = f"{dice.choice(_KINDS)} {dice.choice(names)}"
        if dice.random() < 0.75:
            street = street[0].lower() + street[1:]
        if dice.random() < 0.12:
            street = re.sub(r"(?i)^avenue\b", dice.choice(("av.", "av", "ave")), street)
            street = re.sub(r"(?i)^boulevard\b", dice.choice(("bd", "bld", "boul.", "Bd")), street)
            street = re.sub(r"(?i)^(rue)\b", dice.choice(("r.", "rue", "r")), street)
        if dice.random() < 0.92 and not re.match(r"(?i)lieu|hameau|lotissement|résidence", street):
            suffix = dice.choice(("",) * 9 + (" bis", "bis", " ter", "B"))
            street = f"{dice.randint(1, 180)}{suffix}{dice.choice((' ', ' ', ' ', ', '))}{street}"
        choice = dice.random()
        if choice < 0.10:
            flat = dice.choice(_FLATS)
            extra = flat.format(n=dice.randint(1, 60), l=dice.choice("ABCDEF"))
            street = f"{street}, {extra}" if dice.random() < 0.7 else f"{extra}, {street}"
        elif choice < 0.14:
            street = f"{dice.choice(('Résidence', 'résidence', 'Rés.'))} {dice.choice(names)}, {street}"
        elif choice < 0.16:
            street = f"{street}, BP {dice.randint(10, 900)}"
        elif choice < 0.18:
            street = f"lieu-dit {dice.choice(('Le ', 'La ', 'Les ', ''))}{dice.choice(names).split()[-1]}"
        return street
