"""Names to draw from: frequent, rare, of every origin that lives in France, or in no list at all."""

from __future__ import annotations

import random
import unicodedata
import zlib
from bisect import bisect
from functools import cache, lru_cache
from itertools import accumulate

from feedanon.detection.lexicon import ORDINARY_WORD, Lexicon
from training import gazetteers

_ONSETS = tuple("b br c ch d dr f fl g gr h j k kh l m mb n nd ng ny p pr r s sh t tr v w y z zh".split())
_RIMES = tuple(
    "a ao an ar ai e el en er i ia ik in is o on or ou u un y al et ard eau ot et oul ima ene ovi".split()
)


def held_out(name: str) -> bool:
    """Whether a name is kept for validation: one in ten of all but the most frequent ones."""
    plain = _plain(name)
    return zlib.crc32(plain.encode()) % 10 == 3 and plain not in _frequent()


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.upper()) if c.isalpha())


@lru_cache(maxsize=1)
def _frequent() -> frozenset[str]:
    """The names that everybody knows: all of them are trained on, which makes validation the harder."""
    firsts = [name for name, _, _ in gazetteers.first_names()[:500]]
    return frozenset(map(_plain, [*firsts, *(name for name, _ in gazetteers.surnames()[:500])]))


class Urn:
    """Draws names: mostly by how often they are borne, sometimes any of them."""

    def __init__(self, weighted: list[tuple[str, int]]) -> None:
        self.names = [name for name, _ in weighted]
        self.frequent = list(accumulate(float(count) for _, count in weighted))
        self.flatter = list(accumulate(count**0.5 for _, count in weighted))

    def draw(self, dice: random.Random) -> str:
        """One name."""
        choice = dice.random()
        if choice < 0.25:
            return dice.choice(self.names)
        weights = self.frequent if choice < 0.65 else self.flatter
        return self.names[bisect(weights, dice.random() * weights[-1])]


@cache
def urns(validation: bool) -> dict[str, Urn]:
    """The urns of first names (by gender), surnames, names of other origins, names that are words."""
    lexicon = Lexicon.load()
    firsts = [row for row in gazetteers.first_names() if held_out(row[0]) == validation and len(row[0]) > 2]
    lasts = [row for row in gazetteers.surnames() if held_out(row[0]) == validation]
    more = [(name, 100) for name in gazetteers.lines("surnames_more") if held_out(name) == validation]
    more_first = [
        (name, 100) for name in gazetteers.lines("first_names_more") if held_out(name) == validation
    ]
    return {
        "M": Urn([(name, count) for name, gender, count in firsts if "M" in gender]),
        "F": Urn([(name, count) for name, gender, count in firsts if "F" in gender]),
        "last": Urn(lasts),
        "more": Urn(more),
        "more_first": Urn(more_first),
        "word_first": Urn([(n, c) for n, _, c in firsts if c >= 200 and lexicon.has(n, ORDINARY_WORD)]),
        "word_last": Urn([(n, c) for n, c in lasts if c >= 20 and lexicon.has(n, ORDINARY_WORD)]),
    }


@lru_cache(maxsize=1)
def accented() -> dict[str, str]:
    """Surnames whose accents the official list has lost."""
    return {strip_accents(name).upper(): name for name in gazetteers.lines("surnames_accented")}


def strip_accents(text: str) -> str:
    """The text without its accents, length kept for all letters used in France."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def invented(dice: random.Random, syllables: int) -> str:
    """A name that stands in no list."""
    text = "".join(dice.choice(_ONSETS) + dice.choice(_RIMES) for _ in range(syllables))
    return text.capitalize()


def titled(name: str, dice: random.Random) -> str:
    """``DE LA TOUR`` -> ``de La Tour`` in one of the ways people write it."""
    low_particles = dice.random() < 0.6
    words = []
    for position, word in enumerate(name.split(" ")):
        pieces = []
        for piece in word.split("-"):
            bits = piece.split("'")
            cased = "'".join(bit[:1].upper() + bit[1:].lower() for bit in bits)
            if len(bits) == 2 and bits[0] == "D" and low_particles:
                cased = "d'" + cased[2:]
            pieces.append(cased)
        cased = "-".join(pieces)
        if (
            word.lower() in ("de", "du", "des", "da", "dos", "van", "von", "den", "der") and low_particles
        ) or (word.lower() in ("la", "le", "l") and position and low_particles and dice.random() < 0.5):
            cased = cased.lower()
        words.append(cased)
    return " ".join(words)
