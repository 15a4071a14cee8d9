"""Where the words of a text are the name of a commune, before anybody asks whether a town is meant."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from feedanon.detection.folding import TextView
from feedanon.detection.places_data import FOREIGN, LAND, NAME, TIER, WORD, Communes

_WORD = re.compile(r"[^\W\d_]+")
_CUT = re.compile(r"([^\W\d_]+)")
_CUT_ASCII = re.compile("([a-z]+)")
"""The same, twice as fast, where small letters are all there is."""
_LONGEST_GAP = 3
_GAPS = frozenset((" ", "-", "'", ". ", ".-", " -", "- ", " - ", "  ", " '", "' "))
_OVER = {"s": "sur", "ss": "sous"}
_CONTRACTED = {"au": "le", "du": "le", "aux": "les", "des": "les"}
_ARTICLES = frozenset(("le", "la", "les", "l"))
_BEFORE_NAMES = _ARTICLES | _CONTRACTED.keys()
_ALWAYS_ASKED = _BEFORE_NAMES | _OVER.keys()
_SPELLED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_WINDOW = 8
_CACHE = "_commune_spots"
_STARTS = "_commune_spot_starts"

LOWER, SHOUTED, TITLE = "lower", "shouted", "title"


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune's name in a text.

    Attributes:
        start, end: the span in the view.
        tier: `NEEDS_PROOF` .. `ANYWHERE` of `places_data`.
        word, name: the name is also a word of the dictionary, or a first name or surname.
        case: `LOWER`, `TITLE`, or `SHOUTED`: capitals among capitals, which say nothing.
        words: how many words it has.
        foreign: it lies abroad.
        land: a region, a département or a country bears the name too.
        contracted: ``au``, ``du``, ``aux`` or ``des`` before it holds its article, else empty.
    """

    start: int
    end: int
    tier: int
    word: bool
    name: bool
    case: str
    words: int
    foreign: bool = False
    land: bool = False
    contracted: str = ""


def commune_spots(view: TextView) -> list[Spot]:
    """Every longest run of words that is a commune's name, in the order of the text.

    The result is kept with the view: postcodes, communes and addresses all ask for it.
    """
    known = view.__dict__.get(_CACHE)
    if known is None:
        known = view.__dict__[_CACHE] = _spots(view)
    spots: list[Spot] = known
    return spots


def spots_between(view: TextView, first: int, last: int) -> list[Spot]:
    """The spots that begin at `first` or later and not after `last`."""
    spots = commune_spots(view)
    starts = view.__dict__.get(_STARTS)
    if starts is None:
        starts = view.__dict__[_STARTS] = [spot.start for spot in spots]
    return spots[bisect_left(starts, first) : bisect_right(starts, last)]


def _spots(view: TextView) -> list[Spot]:
    communes = Communes.load()
    openings, pairs = communes.openings, communes.pairs
    plain = view.plain
    words = _words(view)
    pieces: list[str] = []  # gap, word, gap, word ... gap
    bounds: list[int] = []  # where each of them ends
    found: list[Spot] = []
    free = 0  # index of the first word that no spot has taken
    # Most words open no name: they are left out before anything else is asked.
    for index in [i for i, word in enumerate(words) if word in _ALWAYS_ASKED or openings[word] is not None]:
        hopes = _hopes(communes, words, index) if index >= free else None
        if hopes is None:
            continue
        word = words[index]
        article, begins, alone = hopes
        if not pieces:
            pieces = (_CUT_ASCII if plain.isascii() else _CUT).split(plain)
            bounds = list(accumulate(map(len, pieces)))
        first, length, tier = index, 0, 0
        if article and pairs[article + words[index + 1]]:
            first = index + 1
            length, tier = communes.longest(_joined(pieces, words, first), article)
        if not length and begins:
            first, article = index, ""
            if alone is not None:
                length, tier = alone
            else:
                length, tier = communes.longest(_joined(pieces, words, first))
        if not length:
            continue
        free = first + length
        start, begun, end = bounds[2 * first], bounds[2 * free - 2], bounds[2 * free - 1]
        case = _case(view.text, start, begun, end)
        contracted = word if article else ""
        word_too, name_too = bool(tier & WORD), bool(tier & NAME)
        foreign, land = bool(tier & FOREIGN), bool(tier & LAND)
        found.append(
            Spot(start, end, tier & TIER, word_too, name_too, case, length, foreign, land, contracted)
        )
    return found


def _hopes(
    communes: Communes, words: list[str], index: int
) -> tuple[str, bool, tuple[int, int] | None] | None:
    """What may begin at a word: the article that a contraction there holds, whether a name begins with the word itself,
    and how long and of what tier when the word after it need not be read. None when nothing begins."""
    word, last = words[index], len(words) - 1
    article, begins = "", True
    alone: tuple[int, int] | None = None
    if word in _BEFORE_NAMES:
        article = _CONTRACTED.get(word, "")
        # Half the words of a text are such: ask for two words at once.
        if index == last:
            return None
        following = words[index + 1]
        begins = communes.pairs[word + following]
        if not begins and not (article and communes.pairs[article + following]):
            return None
    elif word not in _OVER:
        known = communes.openings[word]
        if known is not None and not known.goes_on:
            alone = known[:2]  # no need to look at the words after it
    if alone is None and begins and index < last and word not in _OVER:
        following = words[index + 1]
        if following not in _OVER and not communes.doubles[f"{word} {following}"]:
            alone = communes.singles[word]
    if alone is not None and not alone[0] and not article:
        return None
    return article, begins, alone


def _words(view: TextView) -> list[str]:
    """The words of the text as names of communes have them: `St` and ligatures written out."""
    plain = view.plain
    words = view.word_list if plain.isascii() else _WORD.findall(plain)
    if not view.words.isdisjoint(_SPELLED):
        words = [_SPELLED.get(word, word) for word in words]
    if "œ" in plain or "æ" in plain:
        words = [word.replace("œ", "oe").replace("æ", "ae") for word in words]
    return words


def _joined(pieces: list[str], words: list[str], first: int) -> Iterator[str]:
    """The words from one on, as far as spaces, hyphens and apostrophes join them."""
    word = words[first]
    for index in range(first + 1, min(first + _WINDOW, len(words))):
        gap = pieces[2 * index]
        if gap not in _GAPS:
            if not (gap.startswith("/") and len(gap) <= _LONGEST_GAP and word in _OVER):
                break
            word = _OVER[word]  # Neuilly s/Seine
        yield word
        word = words[index]
    yield word


def _case(text: str, start: int, last: int, end: int) -> str:
    """How the name at `start:end`, whose last word begins at `last`, is written."""
    if not text[last].isupper():
        return LOWER
    if not text[start:end].isupper():
        return TITLE
    around = text[max(0, start - 30) : start] + text[end : end + 30]
    return SHOUTED if sum(map(str.isupper, around)) > sum(map(str.islower, around)) else TITLE
