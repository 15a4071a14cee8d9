"""Invented places: communes in the shapes that people write, postcodes that fit, addresses."""

from __future__ import annotations

import random
import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from training import addresses, aloud, gazetteers
from training.gazetteers import Commune
from training.names import held_out

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
            return addresses.spot(self.dice, self.validation)
        if kind == "way":
            way = addresses.way(self.dice, self.validation)
            return way[0].lower() + way[1:] if self.dice.random() < 0.8 else way
        text = self.street()
        if said:
            text = re.sub(r"\d+", lambda m: aloud.number(int(m[0])) if int(m[0]) < 1000 else m[0], text)
        return text

    def street(self) -> str:
        """A street address there."""
        return addresses.street(self.dice, self.validation)
