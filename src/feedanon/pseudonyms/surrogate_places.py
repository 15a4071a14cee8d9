"""Realistic places: towns of the same size, postcodes that fit them, streets that could be anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.detection.folding import fold
from feedanon.detection.lexicon import FIRST_NAME, FREQUENT_WORD, ORDINARY_WORD, Lexicon
from feedanon.detection.places_data import Communes
from feedanon.pseudonyms.chance import Chance
from feedanon.pseudonyms.surrogate_codes import compact, fill
from feedanon.pseudonyms.writing import title
from feedanon.vaults.base import Record

_STREETS = (
    "des Lilas",
    "des Acacias",
    "des Tilleuls",
    "du Moulin",
    "de la Fontaine",
    "des Vignes",
    "du Lavoir",
    "des Cerisiers",
    "de la Gare",
    "des Écoles",
    "du Stade",
    "de la Prairie",
    "des Jonquilles",
    "du Verger",
    "de la Source",
    "des Érables",
    "du Canal",
    "des Peupliers",
    "de la Forge",
    "des Noisetiers",
    "du Belvédère",
    "des Hirondelles",
    "de la Mairie",
    "du Château d'Eau",
    "des Bleuets",
    "de la Colline",
    "des Platanes",
    "du Pressoir",
    "des Glycines",
    "de la Vallée",
)
_KINDS = "rue avenue boulevard chemin allée impasse place route cours quai square passage".split()
_KIND = re.compile(r"\b(" + "|".join(sorted({*_KINDS, *map(fold, _KINDS)})) + r")\b")
_WORDS = re.compile(r"[^\W\d_]+")
_SMALL_TOWN = 8_000


def town(value: str, chance: Chance) -> str | None:
    """A commune of the size of `value`, in as many words; None when none was found."""
    communes = Communes.load()
    real = communes.lookup(value)
    population = real[0].population if real else _SMALL_TOWN
    for _ in range(80):
        name = title(communes.sample(population, chance.random)[0].name)
        if len(name.split(" ")) == len(value.split(" ")) and _telling(name) and fold(name) != fold(value):
            return name
    return None


def _telling(name: str) -> bool:
    """Whether a name could not stand in an answer by chance, as `Die`, `Sens` and `Nancy` could."""
    lexicon = Lexicon.load()
    words = _WORDS.findall(name)
    return len(name) > 4 and (
        len(words) > 1 or not lexicon.has(name, ORDINARY_WORD | FREQUENT_WORD | FIRST_NAME)
    )


def postcode(value: str, group: Iterable[Record], chance: Chance) -> str | None:
    """A postcode of the town that the group stands for; of some town when it stands for none."""
    if len(compact(value)) != 5:
        return None
    communes = Communes.load()
    for record in group:
        if record.entity_type == "CITY":
            codes = [code for commune in communes.lookup(record.pseudonym)[:1] for code in commune.postcodes]
            if codes:
                return fill(value, chance.one_of(codes))
    return fill(value, communes.sample(_SMALL_TOWN, chance.random)[1])


def street(value: str, chance: Chance) -> str:
    """A number and street of the same kind; the case is that of `value`."""
    match = _KIND.search(fold(value))
    kind = match[1] if match else "rue"
    kind = next(known for known in _KINDS if fold(known) == fold(kind))
    number = f"{chance.number(1, 189)} " if any(char.isdigit() for char in value) else ""
    new = f"{number}{kind} {chance.one_of(_STREETS)}"
    return new.upper() if value.isupper() else new.lower() if value.islower() else new
