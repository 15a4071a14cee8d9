"""Communes, postcodes and street names of France: what the public lists say, in compact arrays.

`Communes` answers in microseconds whether words are a commune's name, which postcodes La Poste serves
it with, and how much context it takes to believe that a town is meant. `Streets` knows how the names
of streets go on. The arrays are made by ``python -m training.place_arrays``; their sources stand in
``feedanon/data/NOTICE.places.txt``.
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from feedanon.detection.fingerprints import Fingerprints, fingerprint

NEEDS_PROOF = 0
"""Tier: an ordinary word or a name; only a postcode, a département or a clear phrase makes it a town."""
PREPOSITION = 1
"""Tier: a town when a preposition of place stands before it."""
CAPITAL = 2
"""Tier: a town wherever it is written with a capital."""
ANYWHERE = 3
"""Tier: a town wherever it stands, in lower case too."""
TIER = 3
"""Mask of the tier."""
WORD = 4
"""Mark: also a word of the dictionary."""
NAME = 8
"""Mark: also a first name or a frequent surname."""
ALIAS = 16
"""Mark: a short form or a routing label, not an official name."""

FOREIGN = 32
"""Mark: a town abroad."""
LAND = 64
"""Mark: also a region, a département or a country, which stay in the text."""

_DATA = Path(__file__).parent.parent / "data"
_WORDS = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARRONDISSEMENT = re.compile(r"\s+\d{1,2}\s*(?:er|e|eme)?(?:\s+arr.*)?$|\s+cedex.*$")
_LONGEST_NAME = 10


class Commune(NamedTuple):
    """A commune as the lists have it.

    Attributes:
        name: with accents and hyphens.
        postcodes: those that La Poste serves it with, ascending; empty for former communes.
        population: people, 0 when unknown.
        departement: ``69``, ``2A``, ``974``.
    """

    name: str
    postcodes: tuple[str, ...]
    population: int
    departement: str


class Opening(NamedTuple):
    """What is known of a word that names begin with.

    Attributes:
        length: 1 when the word alone is a name, else 0.
        tier: tier and marks of that name.
        goes_on: a longer name begins with it.
    """

    length: int
    tier: int
    goes_on: bool


_T = TypeVar("_T")
_MOST_REMEMBERED = 1 << 16


class Remembered(dict[str, _T]):
    """Answers about words, kept since texts repeat their words; it forgets all when it is full.

    Args:
        ask: gives the answer for a word.
    """

    def __init__(self, ask: Callable[[str], _T]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> _T:
        answer = self._ask(word)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = answer
        return answer


def name_words(name: str) -> list[str]:
    """The words under which a place is looked up: lower case, no accents, St written out.

    Args:
        name: ``St-Étienne``, ``L'ISLE D'ABEAU`` ...

    Returns:
        ``["saint", "etienne"]``, ``["l", "isle", "d", "abeau"]`` ...
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LIGATURES))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return [_SAINTS.get(word, word) for word in _WORDS.findall(plain)]


def _view(array: np.ndarray) -> memoryview:
    return np.ascontiguousarray(array).data


class Communes:
    """The communes of France, former ones and routing labels included.

    Args:
        path: the file that ``training.place_arrays`` wrote.

    Raises:
        FileNotFoundError: the file is not there, so the installation is broken.
    """

    def __init__(self, path: Path = _DATA / "places.npz") -> None:
        with np.load(path, allow_pickle=False) as data:
            self._prints = Fingerprints(data["prints"])
            self._tiers = _view(data["tiers"])
            self._lengths = _view(data["lengths"])
            self._population_array = data["population"]
            self._departement = _view(data["departement"])
            self._departements = [str(code) for code in data["departements"]]
            self._name_ends = _view(data["name_ends"])
            self._names = data["names"].tobytes()
            self._postcode_ends = _view(data["postcode_ends"])
            self._postcodes = _view(data["postcodes"])
            self._served = data["served"].tobytes()
            self._first = data["first"].tobytes()
            self._prefixes = Fingerprints(data["prefixes"])
        self._population = _view(self._population_array)
        self._mask = len(self._first) * 8 - 1
        # What names can begin with: None when none begins with this word (plain, St written out).
        self.openings: Remembered[Opening | None] = Remembered(self._opening)
        # `may_begin` of two words at once.
        self.pairs: Remembered[bool] = Remembered(self.may_begin)
        # Whether a name may go on over two words, given with a blank between.
        self.doubles: Remembered[bool] = Remembered(self._goes_on)
        # How long a name one word alone is (0 or 1), with its tier.
        self.singles: Remembered[tuple[int, int]] = Remembered(lambda word: self.longest((word,)))

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Communes:
        """The communes that come with the package, read once a process (some 30 ms)."""
        return Communes()

    def __len__(self) -> int:
        return len(self._prints)

    def _record(self, index: int) -> Commune:
        start = self._name_ends[index - 1] if index else 0
        first = self._postcode_ends[index - 1] if index else 0
        return Commune(
            self._names[start : self._name_ends[index]].decode(),
            tuple(f"{code:05}" for code in self._postcodes[first : self._postcode_ends[index]]),
            self._population[index],
            self._departements[self._departement[index]],
        )

    def _indices(self, print_: int) -> Iterator[int]:
        index = self._prints.place(print_)
        while 0 <= index < len(self._prints) and self._prints[index] == print_:
            yield index
            index += 1

    def lookup(self, name: str) -> list[Commune]:
        """The communes of a name, the most populous first.

        Args:
            name: in any case, with or without accents and hyphens, ``St`` or ``Saint``; a final
                arrondissement (``Lyon 7e``) or ``CEDEX`` is ignored.

        Returns:
            What bears exactly that name; empty when nothing does.
        """
        key = "".join(name_words(name))
        if not any(True for _ in self._indices(fingerprint(key))):
            lowered = unicodedata.normalize("NFKD", name.lower())
            key = "".join(name_words(_ARRONDISSEMENT.sub("", lowered)))
        found = [self._record(index) for index in self._indices(fingerprint(key))]
        return [commune for commune in found if "".join(name_words(commune.name)) == key]

    def is_postcode(self, code: str) -> bool:
        """Whether La Poste serves this postcode: five digits, overseas and Corsica included."""
        if len(code) != 5 or not (code.isascii() and code.isdigit()):
            return False
        number = int(code)
        return bool(self._served[number >> 3] >> (number & 7) & 1)

    def fits(self, postcode: str, name: str) -> bool:
        """Whether a commune of that name is served with that postcode."""
        return any(postcode in commune.postcodes for commune in self.lookup(name))

    def same_departement(self, postcode: str, name: str) -> bool:
        """Whether a commune of that name lies in the département that the postcode begins with."""
        for commune in self.lookup(name):
            head = "20" if commune.departement in ("2A", "2B") else commune.departement
            if postcode.startswith(head):
                return True
        return False

    def _opening(self, word: str) -> Opening | None:
        if not self.may_begin(word):
            return None
        length, tier = self.longest((word,))
        goes_on = fingerprint(word) in self._prefixes
        return Opening(length, tier, goes_on) if length or goes_on else None

    def _goes_on(self, two_words: str) -> bool:
        first, _, second = two_words.partition(" ")
        print_ = fingerprint(second, fingerprint(first))
        return print_ in self._prefixes or print_ in self._prints

    def may_begin(self, word: str) -> bool:
        """Whether some name begins with this word (plain, St written out); cheap, rarely wrong."""
        bit = fingerprint(word) & self._mask
        return bool(self._first[bit >> 3] >> (bit & 7) & 1)

    def longest(self, words: Iterable[str], before: str = "") -> tuple[int, int]:
        """How many of the first words are a commune's name, and its tier and marks.

        Args:
            words: plain words (see `name_words`), asked for one by one as long as a name goes on.
            before: an article swallowed by a contraction: ``le`` for ``au Mans``.

        Returns:
            ``(0, 0)`` when no name begins there.
        """
        print_ = fingerprint(before)
        best = (0, 0)
        for count, word in enumerate(islice(words, _LONGEST_NAME), 1):
            print_ = fingerprint(word, print_)
            for place in self._indices(print_):
                # Larret is not "l'arrêt"; but "saintdenis" is Saint-Denis.
                if count == 1 or self._lengths[place] == count + bool(before):
                    best = (count, self._tiers[place])
                    break
            if print_ not in self._prefixes:
                break
        return best

    @cached_property
    def _by_population(self) -> tuple[np.ndarray, np.ndarray]:
        ends = np.asarray(self._postcode_ends)
        has_postcode = np.diff(ends, prepend=0) > 0
        official = (np.asarray(self._tiers) & ALIAS) == 0
        order = np.flatnonzero(has_postcode & official & (self._population_array > 0))
        order = order[np.argsort(self._population_array[order], kind="stable")]
        return order, self._population_array[order]

    def sample(self, population: int, chooser: random.Random) -> tuple[Commune, str]:
        """A commune of similar size and one of its postcodes, for a stand-in of a town.

        Args:
            population: people in the town to stand in for; 0 when unknown.
            chooser: where chance comes from; the same state draws the same commune.

        Returns:
            A commune of between half and twice as many people (or one of the forty nearest in size)
            and a postcode that it is served with.
        """
        order, sizes = self._by_population
        wanted = population or 8_000
        low, high = bisect_left(sizes, wanted // 2), bisect_right(sizes, wanted * 2)
        if high - low < 40:
            middle = min(max(bisect_left(sizes, wanted), 20), len(order) - 20)
            low, high = middle - 20, middle + 20
        commune = self._record(int(order[chooser.randrange(low, high)]))
        return commune, chooser.choice(commune.postcodes)


class Streets:
    """Names of streets without their kind: ``des lilas``, ``victor hugo``.

    Args:
        path: the file that ``training.place_arrays`` wrote.

    Raises:
        FileNotFoundError: the file is not there, so the installation is broken.
    """

    def __init__(self, path: Path = _DATA / "streets.npz") -> None:
        with np.load(path, allow_pickle=False) as data:
            self._whole = Fingerprints(data["whole"])
            self._begun = Fingerprints(data["begun"])
            self._words = Fingerprints(data["words"])

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Streets:
        """The street names that come with the package, read once a process."""
        return Streets()

    def longest(self, words: Sequence[str]) -> int:
        """How many of the first words (plain, particles included) are a street's name; 0 when none."""
        print_, best = 0, 0
        for count, word in enumerate(words, 1):
            print_ = fingerprint(word, print_)
            if print_ in self._whole:
                best = count
            if print_ not in self._begun:
                break
        return best

    def has_word(self, word: str) -> bool:
        """Whether some street's name holds this plain word of three letters or more."""
        return fingerprint(word) in self._words
