"""What the name model sees of a word, and of its place in the text.

Two kinds of signs. Those of the word itself (its letters, its shape, the lists it stands in) never change,
so the model computes them once a word and keeps the result. Those of the place (line starts, spaces,
lines in capitals, texts without any capital) are computed over whole batches with numpy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feedanon.detection.fingerprints import fingerprint
from feedanon.detection.lexicon import BRAND_WORD, COMMUNE, FREQUENT_WORD, ORDINARY_WORD, Lexicon, key

NGRAM_ROWS = 20_000
SHAPE_ROWS = 1_024
COMBINATION_ROWS = 1_024
FLAG_COUNT = 16
MAX_NGRAMS = 24

# Bits of a word that the signs of the place are made from.
NEWLINE = 1
LETTERS = 2
UPPER = 4
LOWER = 8
TITLE = 16
STOP = 32
LONG = 64
OPENS = 128

PLACE_SIGNS = (
    "glued",
    "line_start",
    "line_end",
    "line_in_capitals",
    "text_without_capitals",
    "after_stop",
    "short_line",
    "very_short_line",
    "short_text",
    "titled_inside",
    "text_start",
    "text_end",
    "in_brand",
    "in_commune",
)
_LONGEST_PHRASE = 9
_TWO = 2
_GLUED_ELISION = re.compile(r"(?i)(?:[cdjlmnst]|qu)(?=[aeiouyhéèêàâîôœ][^\W\d_]{2})")
_JOINTS = frozenset("-'’&.")


@dataclass(frozen=True, slots=True)
class WordSigns:
    """The signs of one word: row in the vocabulary (0: unknown), n-gram rows, shape, flags."""

    vocabulary: int
    ngrams: tuple[int, ...]
    shape: int
    combination: int
    flags: int
    bits: int


def bits_of(word: str) -> int:
    """The bits of a word that place signs need."""
    if word.isspace():
        return NEWLINE if "\n" in word or "\r" in word else 0
    if not word[0].isalpha():
        return STOP if word[0] in ".!?…:" else 0
    bits = LETTERS
    if len(word) > 2:
        bits |= LONG
    if word.isupper():
        bits |= UPPER
    elif word.islower():
        bits |= LOWER
    if word[0].isupper() and not (len(word) > 1 and word.isupper()):
        bits |= TITLE
    return bits


def shape_of(word: str) -> str:
    """Case and length in a few characters: ``Dupont`` -> ``Xx6``, ``2024`` -> ``d4``, ``:`` -> ``:``."""
    if word.isspace():
        return "n" * min(word.count("\n"), 2) or "s"
    first = word[0]
    if first.isdigit():
        return f"d{min(len(word), 6)}"
    if not first.isalpha():
        return first + str(min(len(word), 3))
    size = str(min(len(word), 9))
    if "'" in word or "’" in word:
        size += "'"
    if not first.isascii() and "LATIN" not in unicodedata.name(first, ""):
        return "other" + size
    for is_so, name in ((word.islower, "x"), (word.isupper, "X"), (word.istitle, "Xx")):
        if is_so():
            return name + size
    return ("Xm" if first.isupper() else "xm") + size


def word_key(word: str) -> str:
    """The form under which a word stands in the model's vocabulary: digits count by length only."""
    if word[0].isdigit():
        return "0" * min(len(word), 6)
    if word.isspace():
        return "\n" * min(word.count("\n"), 2) or " "
    return key(word) or word[:3]


def _row(text: str, rows: int) -> int:
    return fingerprint(text) % rows


def ngram_rows(word: str) -> tuple[int, ...]:
    """Rows of the word's letter groups: three to five letters with its borders, and its two-letter ends."""
    if not word[0].isalpha():
        return (_row(word_key(word), NGRAM_ROWS),)
    bordered = f"^{word_key(word)}$"
    groups = [f"p{bordered[:3]}", f"s{bordered[-3:]}"]
    for size in (3, 4, 5):
        groups.extend([bordered[start : start + size] for start in range(len(bordered) - size + 1)])
    return tuple([_row(group, NGRAM_ROWS) for group in groups[:MAX_NGRAMS]])


class WordReader:
    """Turns words into their signs."""

    def __init__(self, vocabulary: Sequence[int], lexicon: Lexicon) -> None:
        """Args: sorted fingerprints of the words the model knows by heart, and the lexicon."""
        self.vocabulary = {int(print_): row + 1 for row, print_ in enumerate(vocabulary)}
        self.lexicon = lexicon

    def _glued_flags(self, word: str) -> int:
        """``lhôpital``, ``jattend``: an elision that lost its apostrophe leaves the word what it was."""
        match = _GLUED_ELISION.match(word)
        if match is None:
            return 0
        return self.lexicon.flags(word[match.end() :]) & (ORDINARY_WORD | FREQUENT_WORD)

    def read(self, word: str) -> WordSigns:
        """The signs of one word (not empty)."""
        is_word = word[0].isalpha()
        flags = self.lexicon.flags(word) if is_word else 0
        if is_word and not flags:
            flags = self._glued_flags(word)
        opens = OPENS if is_word and self.lexicon.opens_phrase(word) else 0
        return WordSigns(
            self.vocabulary.get(fingerprint(word_key(word)), 0),
            ngram_rows(word),
            _row(shape_of(word), SHAPE_ROWS),
            _row(str(flags), COMBINATION_ROWS),
            flags,
            bits_of(word) | opens,
        )


PAIRS_LIMIT = 50_000
"""Pairs of words that are remembered at most."""


def phrase_signs(
    words: Sequence[str], bits: np.ndarray, lexicon: Lexicon, no_phrases: set[int] | None = None
) -> list[tuple[int, int, int]]:
    """Brands, public figures and communes of several words.

    Args:
        words: the words of all texts, one after another.
        bits: ``bits_of`` each word, with ``OPENS`` for those that may begin a phrase.
        lexicon: the lists.
        no_phrases: hashes of pairs of words that begin none, as far as they are known; more are added.

    Returns:
        ``(first word, word after the last, flag)`` of each, where the longest wins.
    """
    found: list[tuple[int, int, int]] = []
    last = len(words)
    known = set() if no_phrases is None else no_phrases
    if len(known) > PAIRS_LIMIT:
        known.clear()
    for start in np.flatnonzero(bits & OPENS).tolist():
        if start + 1 == last:
            break
        pair = hash((words[start], words[start + 1], len(words[start + 1])))
        if pair in known:
            continue
        joined = key(words[start])
        best, flag, count = 0, 0, 1
        for place in range(start + 1, min(start + _LONGEST_PHRASE, last)):
            word = words[place]
            if not word[0].isalnum():
                if word in _JOINTS:
                    continue
                if place == start + 1:
                    known.add(pair)
                break
            joined += key(word)
            count += 1
            flags = lexicon.flags_of_key(joined) & (BRAND_WORD | COMMUNE)
            if flags:
                best, flag = place + 1, flags
            if count == _TWO and not lexicon.begins_phrase(joined):
                if place == start + 1 and not best:
                    known.add(pair)
                break
        if best:
            found.append((start, best, flag))
    return found


def place_signs(
    bits: np.ndarray, spaces: np.ndarray, lengths: Sequence[int], phrases: Sequence[tuple[int, int, int]] = ()
) -> np.ndarray:
    """The signs of the place of each word.

    Args:
        bits: ``bits_of`` each word of all texts, one after another.
        spaces: whether a space follows each word.
        lengths: how many words each text has; none is empty.
        phrases: what ``phrase_signs`` found.

    Returns:
        One row a word, one column (0 or 1) for each of ``PLACE_SIGNS``.
    """
    total = len(bits)
    signs = np.zeros((total, len(PLACE_SIGNS)), dtype=np.float32)
    ends = np.cumsum(np.asarray(lengths))
    starts = ends - np.asarray(lengths)
    text_start = np.zeros(total, dtype=bool)
    text_start[starts] = True
    text_end = np.zeros(total, dtype=bool)
    text_end[ends - 1] = True
    newline = (bits & NEWLINE) != 0
    letters = (bits & LETTERS) != 0
    upper = (bits & (UPPER | LONG)) == (UPPER | LONG)
    long_words = (bits & (LETTERS | LONG)) == (LETTERS | LONG)
    stop = (bits & STOP) != 0
    title = (bits & TITLE) != 0
    before_newline = np.empty(total, dtype=bool)
    before_newline[:-1] = newline[1:]
    before_newline[-1] = True
    after_newline = np.empty(total, dtype=bool)
    after_newline[1:] = newline[:-1]
    after_newline[0] = True
    line_start = text_start | after_newline
    after_stop = np.empty(total, dtype=bool)
    after_stop[1:] = stop[:-1]
    after_stop[0] = True
    after_stop |= line_start
    glued = np.empty(total, dtype=bool)
    glued[1:] = spaces[:-1] == 0
    glued[0] = False
    glued &= ~line_start
    line_of = np.cumsum(line_start) - 1
    line_count = int(line_of[-1]) + 1
    words_in_line = np.bincount(line_of, weights=letters, minlength=line_count)
    long_in_line = np.bincount(line_of, weights=long_words, minlength=line_count)
    upper_in_line = np.bincount(line_of, weights=upper, minlength=line_count)
    text_of = np.cumsum(text_start) - 1
    texts = len(lengths)
    titled_inside = title & ~after_stop
    words_in_text = np.bincount(text_of, weights=letters, minlength=texts)
    capitals_in_text = np.bincount(text_of, weights=title | upper, minlength=texts)
    columns = (
        glued,
        line_start,
        text_end | before_newline,
        ((upper_in_line >= 2) & (upper_in_line >= 0.7 * long_in_line))[line_of],
        (capitals_in_text * 30 <= words_in_text)[text_of],
        after_stop,
        (words_in_line <= 5)[line_of],
        (words_in_line <= 2)[line_of],
        (words_in_text <= 6)[text_of],
        titled_inside,
        text_start,
        text_end,
    )
    for number, column in enumerate(columns):
        signs[:, number] = column
    for start, end, flag in phrases:
        if flag & BRAND_WORD:
            signs[start:end, -2] = 1
        if flag & COMMUNE:
            signs[start:end, -1] = 1
    return signs
