"""The public lists under ``training/gazetteers`` and ``training/lists``, read as Python values."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
KEPT_PEOPLE = ("figures", "figures_more", "characters")
"""Lists of people whose surname alone means them, when few others bear it."""
KEPT = (
    *("products", "products_third", "brands", "brands_more", "brands_third", "landmarks", "landmarks_third"),
    *("figures_third", "characters_third", *KEPT_PEOPLE),
)
"""The lists of names that are no private person's and stay in the text."""
PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "le",
        "la",
        "les",
        "l",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "del",
        "della",
        "della",
        "el",
        "al",
        "ben",
        "bin",
        "bent",
        "bint",
        "abou",
        "abu",
        "ait",
        "ould",
        "ibn",
        "mac",
        "mc",
        "o",
        "saint",
        "st",
        "sainte",
        "ste",
        "san",
        "santa",
        "y",
        "e",
        "zu",
        "zur",
        "af",
    ]
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as the official code has it."""

    name: str
    postcodes: tuple[str, ...]
    population: int


def _rows(name: str) -> Iterator[list[str]]:
    with gzip.open(HERE / "gazetteers" / name, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        yield from rows


@lru_cache(maxsize=1)
def first_names() -> tuple[tuple[str, str, int], ...]:
    """``(name in capitals, M, F or MF, births)``, the most given first."""
    return tuple(
        (name, gender, int(count))
        for name, gender, count in _rows("prenoms.tsv.gz")
        if not name.startswith("_")
    )


@lru_cache(maxsize=1)
def surnames() -> tuple[tuple[str, int], ...]:
    """``(surname in capitals, bearers)``, the most borne first."""
    return tuple((row[0], int(row[1])) for row in _rows("patronymes.tsv.gz") if len(row[0]) > 1)


@lru_cache(maxsize=1)
def communes() -> tuple[Commune, ...]:
    """All communes, the most populous first; delegated communes too."""
    found = []
    for name, _kind, _code, _departement, postcodes, population in _rows("communes.tsv.gz"):
        found.append(Commune(name, tuple(postcodes.split()), int(population or 0)))
    return tuple(found)


@lru_cache(maxsize=1)
def streets() -> tuple[str, ...]:
    """Street names that begin with a kind of street (``rue``, ``chemin`` ...)."""
    kinds = re.compile(
        r"(?i)(rue|route|chemin|impasse|all[ée]e|avenue|boulevard|place|cours|quai|square|passage|sentier"
        r"|ruelle|mont[ée]e|lotissement|r[ée]sidence|lieu[- ]dit|hameau|voie|faubourg|promenade|rond[- ]point"
        r"|clos|villa|cit[ée]|venelle)\b.{3,}"
    )
    return tuple(row[0] for row in _rows("voies.tsv.gz") if kinds.match(row[0]))


@lru_cache(maxsize=1)
def towns_abroad() -> tuple[str, ...]:
    """Towns outside France that French customers write of."""
    names = (name for name in (*lines("cities_abroad"), *lines("foreign_towns")) if name[0].isupper())
    return tuple(dict.fromkeys(names))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of ``training/lists/<name>.txt``: one a line, ``#`` begins a comment line.

    Raises:
        FileNotFoundError: there is no such list.
    """
    text = (HERE / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
