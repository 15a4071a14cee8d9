"""What the public lists know of a word: first name, surname, commune, ordinary word.

The lists hold some 900,000 words. They are kept as sorted 32-bit fingerprints with sixteen flags
each, in two arrays that are searched by halving: 5 MB, loaded in a few milliseconds, and no list of
names in clear inside the package. Two words share a fingerprint about twice in ten thousand, which
a model or a rule that weighs several signs survives.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np

from feedanon.detection.fingerprints import Fingerprints, fingerprint

FIRST_NAME = 1 << 0
"""A first name given in France since 1900 (INSEE)."""
FREQUENT_FIRST_NAME = 1 << 1
"""A first name given at least 3,000 times."""
SURNAME = 1 << 2
"""A surname, or a word of one, borne by three or more company heads."""
FREQUENT_SURNAME = 1 << 3
"""A surname borne by at least 150 company heads."""
COMMUNE_WORD = 1 << 4
"""A word of a commune's name (``Saint``, ``Bourg``, ``Garenne``)."""
COMMUNE = 1 << 5
"""A whole commune name, hyphens and spaces left out."""
BIG_COMMUNE = 1 << 6
"""A commune of at least 10,000 people."""
STREET_WORD = 1 << 7
"""A kind of street or building: ``rue``, ``allée``, ``bât``, ``résidence``."""
ORDINARY_WORD = 1 << 8
"""A word of the French dictionary."""
FREQUENT_WORD = 1 << 9
"""A French word that customers or newspapers often write in lower case."""
ENGLISH_WORD = 1 << 10
"""A word of the English dictionary."""
FREQUENT_ENGLISH_WORD = 1 << 11
"""An English word that is often written in lower case."""
PARTICLE = 1 << 12
"""A word that joins the parts of a name: ``de``, ``le``, ``van``, ``ben``, ``el``."""
CIVILITY = 1 << 13
"""A word that announces a person: ``Mme``, ``monsieur``, ``docteur``."""
LAND = 1 << 14
"""A word of a country, a region or a département; these stay in the text."""
BRAND_WORD = 1 << 15
"""A brand, shop, product, medium or public figure of our hand-written lists; longer ones as one key."""
PHRASE_MARK = "<"
"""Before the key of a first word, or of the two first: longer entries (brands, communes) begin so."""

FLAG_NAMES = (
    "FIRST_NAME",
    "FREQUENT_FIRST_NAME",
    "SURNAME",
    "FREQUENT_SURNAME",
    "COMMUNE_WORD",
    "COMMUNE",
    "BIG_COMMUNE",
    "STREET_WORD",
    "ORDINARY_WORD",
    "FREQUENT_WORD",
    "ENGLISH_WORD",
    "FREQUENT_ENGLISH_WORD",
    "PARTICLE",
    "CIVILITY",
    "LAND",
    "BRAND_WORD",
)

_REMEMBERED = 1 << 16
"""How many looked-up words stay in memory: few words make up most of all texts."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=_REMEMBERED)
def key(word: str) -> str:
    """The form under which a word is looked up.

    Args:
        word: a word as written: any case, with or without accents, hyphens, apostrophes, spaces.

    Returns:
        Its letters and digits in lower case without accents: ``Jean-Noël`` and ``JEAN NOEL`` agree.
    """
    if word.isascii():
        lowered = word.lower()
        return lowered if lowered.isalnum() else "".join(filter(str.isalnum, lowered))
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(filter(str.isalnum, decomposed))


class Lexicon:
    """Sorted fingerprints and the flags that belong to them."""

    def __init__(self, fingerprints: np.ndarray, flags: np.ndarray) -> None:
        """Args: two arrays of one length, ``uint32`` in ascending order and ``uint16``."""
        if len(fingerprints) != len(flags):
            raise ValueError("a lexicon needs as many flags as fingerprints")
        self._prints = Fingerprints(fingerprints)
        self._flags = np.ascontiguousarray(flags, dtype=np.uint16).data
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._search)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Lexicon:
        """The lexicon that comes with the package, read once a process.

        Raises:
            FileNotFoundError: the data files are not there, so the installation is broken.
        """
        return Lexicon.from_disk(_DATA)

    @staticmethod
    def from_disk(folder: Path) -> Lexicon:
        """Read ``lexicon_prints.npy`` and ``lexicon_flags.npy`` of a folder."""
        return Lexicon(
            np.load(folder / "lexicon_prints.npy", allow_pickle=False),
            np.load(folder / "lexicon_flags.npy", allow_pickle=False),
        )

    def __len__(self) -> int:
        return len(self._prints)

    def flags(self, word: str) -> int:
        """All that is known of a word.

        Args:
            word: one word as written; case, accents, hyphens and apostrophes don't matter.

        Returns:
            The flags of this module or-ed together, 0 for a word in no list.
        """
        word_key = key(word)
        return self.flags_of_key(word_key) if word_key else 0

    def opens_phrase(self, word: str) -> bool:
        """Whether a brand, a public figure or a commune of several words begins with this word."""
        return self.begins_phrase(key(word))

    def begins_phrase(self, word_key: str) -> bool:
        """Whether longer entries begin with these words: the key of one, or of two put together."""
        return self.flags_of_key(PHRASE_MARK + word_key) != 0

    def flags_of_key(self, word_key: str) -> int:
        """The flags of a key made by ``key`` (or of several of them put together)."""
        return self._remembered(word_key)

    def _search(self, word_key: str) -> int:
        place = self._prints.place(fingerprint(word_key))
        return int(self._flags[place]) if place >= 0 else 0

    def has(self, word: str, flag: int) -> bool:
        """Whether a word carries at least one of the given flags."""
        return bool(self.flags(word) & flag)
