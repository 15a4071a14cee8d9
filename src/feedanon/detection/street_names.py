"""Where the name of a street ends: the hard part of an address.

After the kind of street come particles, titles, first names, dates, capitals or none. In a text with
capitals they lead; in lower case or capitals throughout, the list of street names, the lexicon and the
words that cannot stand inside a name do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedanon.detection import lexicon as lx
from feedanon.detection.commune_spots import spots_between
from feedanon.detection.folding import TextView
from feedanon.detection.places_data import CAPITAL, Streets, name_words
from feedanon.detection.street_words import AFTER_A, CAPITAL_STOPS, NEEDS_MORE, PARTICLES, STOPS

_TOKEN = re.compile(r"[^\W\d_]{1,60}|\d{1,20}")
_DATE = re.compile(
    r"(?:\d{1,2}(?: ?er)?|premier|quatre|huit|onze|quatorze|dix-neuf|vingt-cinq|vingt-neuf|vingt et un) ?"
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: ?(?:19|20)?\d\d(?!\d)| dix[- ]neuf cent [a-z -]{4,16})?"
)
_ROAD = re.compile(
    r"(?:n ?°? ?|d ?|rn ?|rd ?|departementale ?|nationale ?)?\d{1,4}[a-z]?(?![\d€%]| ?(?:€|euro|km|h\b|fois|jour|min|m\b|ans\b))"
)
_PARTICLE = re.compile(r"(?:du |le |l'|de )?")
_STRETCH = re.compile(r"[^\W_]{1,40}(?:[ '-]{1,2}[^\W_]{1,40}){0,8}")
_MOST_WORDS = 9
_LINK = frozenset("de du des d l la le les aux au en sur sous et".split())


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street's name in a text.

    Attributes:
        end: where it ends in the view.
        capital: a word of it begins with a capital among small letters.
        known: the list of street names holds it.
    """

    end: int
    capital: bool
    known: bool


def street_name(view: TextView, start: int) -> StreetName | None:
    """The name that begins at `start`, right after the kind of street and its space.

    Returns:
        None when no name begins there.
    """
    return _Reader(view, start).read()


class _Reader:
    """Reads one name, word by word."""

    def __init__(self, view: TextView, start: int) -> None:
        self.text, self.plain = view.text, view.plain
        self.start = start
        self.view = view
        stretch = self.text[start : start + 60].partition("\n")[0]
        head = self.text[max(0, start - 12) : start]
        self.shouted = sum(map(str.isupper, head + stretch)) > 2 * sum(map(str.islower, head + stretch))
        self.end = 0
        self.capital = False
        self.needs_more = True
        self.after_particle = False
        self.first_name = False
        self.last_ordinary = True
        self.last_word = ""
        self.words = 0

    def read(self) -> StreetName | None:
        date = _DATE.match(self.plain, self._after_particles())
        if date:
            self.end = date.end()
            return StreetName(self.end, True, True)
        known = self._known()
        position = self.start
        for match in _TOKEN.finditer(self.plain, self.start, self.start + 120):
            gap = self.plain[position : match.start()]
            if not self._joins(gap, position) or self.words >= _MOST_WORDS:
                break
            if not self._take(match, gap, known):
                break
            position = match.end()
        end = max(self.end, known)
        if end <= self.start:
            return None
        return StreetName(end, self.capital, known > 0)

    def _after_particles(self) -> int:
        match = _PARTICLE.match(self.plain, self.start)
        return match.end() if match else self.start

    def _known(self) -> int:
        """The end of the longest listed street name that begins here, 0 when none does."""
        stretch = _STRETCH.match(self.plain, self.start)
        if stretch is None:
            return 0
        pieces = list(re.finditer(r"[^\W_]+", stretch[0]))
        words = [name_words(piece[0])[0] if piece[0] in ("st", "ste") else piece[0] for piece in pieces]
        count = Streets.load().longest(words)
        if not count or all(word in PARTICLES or word in STOPS for word in words[:count]):
            return 0
        return self.start + pieces[count - 1].end()

    def _joins(self, gap: str, position: int) -> bool:
        """Whether what stands between two words can stand inside a name."""
        if gap in (" ", "-", "'", "", "  ", " -", "- ", "' ", "/"):
            return True
        if gap in (". ", ".", ".-"):  # an abbreviation: V. Hugo, Gal. Leclerc
            word = re.search(r"[^\W\d_]+$", self.plain[max(self.start, position - 12) : position])
            return word is not None and (len(word[0]) == 1 or word[0] in NEEDS_MORE)
        # a name that cannot be over goes on in the next line
        return gap.strip(" \r") == "\n" and self.after_particle and position > self.start

    def _take(self, match: re.Match[str], gap: str, known: int) -> bool:
        """Whether the name goes on with this word."""
        word, start = match.group(), match.start()
        if word[0].isdigit():
            return self._take_digits(match)
        if match.end() <= known:
            self.capital = self.capital or (self.text[start].isupper() and not self.shouted)
            self._accept(match, word)
            return True
        if gap in ("-", "'", "") and _belongs(word) and not self.after_particle and self.words:
            self._accept(match, word)
            return True
        capital = self.text[start].isupper() and not self.shouted
        if word == "a" and self.words and not capital:
            following = _TOKEN.search(self.plain, match.end(), match.end() + 12)
            self.needs_more = self.after_particle = following is not None and following[0] in AFTER_A
            return self.after_particle
        if word in PARTICLES and not (capital and word not in _LINK):
            return self._take_particle(match, word, capital)
        if capital:
            initial = len(word) == 1 and self.plain.startswith(".", match.end())
            if (
                word in CAPITAL_STOPS
                and not initial
                and not (self.needs_more and (self.words or self.after_particle))
            ):
                return False
            if not self.needs_more and self._is_town(start):
                return False
            self.capital = True
            self._accept(match, word)
            return True
        if not self._small_word_goes_on(word, start):
            return False
        self._accept(match, word)
        return True

    def _take_digits(self, match: re.Match[str]) -> bool:
        date = _DATE.match(self.plain, match.start())
        if date:
            self.end = date.end()
            return False
        if (
            self.after_particle
            and len(match.group()) < 3
            and re.match(r"[ -][a-z]{3}", self.plain[match.end() : match.end() + 4])
        ):
            self.words += 1  # route des 3 Alpes
            return True
        if (
            self.words
            and self.end - match.start() > -2
            and len(self.last_word) < 3
            and len(match.group()) < 4
        ):
            self.end = match.end()  # rue du PN 115
            return False
        if self.words == 0:
            road = _ROAD.match(self.plain, match.start())
            if road and len(match.group()) < 5:
                self.end = road.end()
        return False

    def _take_particle(self, match: re.Match[str], word: str, capital: bool) -> bool:
        if word in ("saint", "sainte", "st", "ste"):
            self._accept(match, word)
            return True
        if self.needs_more or capital:
            self.after_particle = True
            self.needs_more = True
            return True
        if word not in _LINK:
            return False
        following = _TOKEN.search(self.plain, match.end(), match.end() + 25)
        while following and following.group() in _LINK:
            following = _TOKEN.search(self.plain, following.end(), following.end() + 25)
        if following is None or following.group()[0].isdigit():
            return False
        if "\n" in self.plain[match.end() : following.start()]:
            return False
        if not self.shouted and self.capital:
            goes_on = self.text[following.start()].isupper() and (
                word == "aux" or not self._is_town(following.start())
            )
            goes_on = goes_on or (self.text[following.start()].isupper() and word in ("de", "du", "des", "d"))
        else:
            goes_on = word in ("de", "du", "des", "d") and _may_follow(following.group())
        self.after_particle = goes_on
        self.needs_more = goes_on
        return goes_on

    def _small_word_goes_on(self, word: str, start: int) -> bool:
        """Whether a word without a telling capital belongs to the name."""
        if word in STOPS and not (word in ("notre", "bon", "bonne") and self.needs_more):
            return self.needs_more and self.after_particle and len(word) > 3
        if self.needs_more:
            return True
        if self._is_town(start):
            return False
        flags = lx.Lexicon.load().flags(word)
        if flags & (lx.STREET_WORD | lx.CIVILITY):
            return False
        if word in ("bas", "haut", "nord", "sud", "ouest", "vieux", "vieille", "neuf", "neuve", "blanche"):
            return True
        if self.first_name:
            return bool(flags & lx.SURNAME or not flags & lx.ORDINARY_WORD)
        if not self.last_ordinary and self.words < 3 and flags & lx.SURNAME and not flags & lx.FREQUENT_WORD:
            return True
        if flags & (lx.FREQUENT_WORD | lx.FREQUENT_ENGLISH_WORD):
            return False
        if self.capital and not self.shouted:
            return not flags & lx.ORDINARY_WORD and bool(flags & (lx.SURNAME | lx.FIRST_NAME))
        if flags & lx.ORDINARY_WORD:
            return bool(self.words < 2 and _street_word(word) and flags & (lx.SURNAME | lx.FIRST_NAME))
        return len(word) > 2

    def _is_town(self, start: int) -> bool:
        return any(spot.tier >= CAPITAL for spot in spots_between(self.view, start, start))

    def _accept(self, match: re.Match[str], word: str) -> None:
        self.end = match.end()
        self.words += 1
        self.last_word = word
        self.needs_more = word in NEEDS_MORE or len(word) == 1
        flags = lx.Lexicon.load().flags(word)
        self.last_ordinary = bool(flags & lx.ORDINARY_WORD)
        self.first_name = bool(flags & lx.FREQUENT_FIRST_NAME) and self.words < 3
        self.after_particle = False


def _belongs(word: str) -> bool:
    """Whether a hyphenated or elided part can belong to a name: pronouns after a verb cannot."""
    return word not in ("je", "tu", "il", "elle", "on", "vous", "ils", "ce", "ci", "moi")


def _may_follow(word: str) -> bool:
    """Whether a small word after "de", "du" or "des" goes on with the name."""
    if word in STOPS or len(word) < 3:
        return False
    flags = lx.Lexicon.load().flags(word)
    if flags & (lx.FREQUENT_WORD | lx.CIVILITY):
        return False
    return _street_word(word) or bool(flags & lx.SURNAME) or not flags & lx.ORDINARY_WORD


def _street_word(word: str) -> bool:
    return len(word) > 2 and Streets.load().has_word(word)
