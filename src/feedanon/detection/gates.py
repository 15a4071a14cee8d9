"""The cheap tests before patterns: which of hundreds are worth running on a text, asked all at once.

Most texts hold no IBAN, no plate and no link, and a few facts about a text (its words, how many digits,
which signs) prove that for nearly all patterns. `Gates` keeps one bit a pattern and combines those facts
with `and`, so that the patterns of all recognizers together cost a few microseconds when none can match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern


@dataclass(frozen=True)
class Requirements:
    """What a text must hold for a pattern to be worth running. Everything given must be met.

    Attributes:
        digits: the least number of digits.
        run: the least number of digits in one run (see `TextView.longest_run`).
        chars: one of these characters must occur in the plain text.
        words: one of these words (plain: lower case, no accents, letters only) must occur.
        parts: one of these strings must occur in the plain text, inside words too.
        shape: a small regular expression that must occur in the plain text; quick when it begins with a
            digit or a rare character.
    """

    digits: int = 0
    run: int = 0
    chars: str = ""
    words: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    shape: str = ""


class Gates:
    """Tells for one text which of many gated things are open.

    Args:
        needed: for each thing the requirements that must all be met.
    """

    def __init__(self, needed: Sequence[Iterable[Requirements]]) -> None:
        digits: dict[int, int] = defaultdict(int)
        runs: dict[int, int] = defaultdict(int)
        words: list[dict[frozenset[str], int]] = []
        strings: dict[tuple[str, ...], int] = defaultdict(int)
        shapes: dict[str, int] = defaultdict(int)
        self._all = (1 << len(needed)) - 1
        for index, requirements in enumerate(needed):
            bit = 1 << index
            level = 0
            for one in requirements:
                digits[one.digits] |= bit
                runs[one.run] |= bit
                if one.words:
                    if level == len(words):
                        words.append(defaultdict(int))
                    words[level][one.words] |= bit
                    level += 1
                if one.chars:
                    strings[tuple(one.chars)] |= bit
                if one.parts:
                    strings[one.parts] |= bit
                if one.shape:
                    shapes[one.shape] |= bit
        self._digits = _closed_below(digits, self._all)
        self._runs = _closed_below(runs, self._all)
        self._words = [_Words(level, self._all) for level in words]
        # What most patterns wait for is asked first.
        self._strings = sorted(strings.items(), key=lambda item: -item[1].bit_count())
        self._shapes = [(LazyPattern(source), mask) for source, mask in shapes.items()]

    def open(self, view: TextView) -> list[int]:
        """The indices, ascending, of what may match in `view`."""
        digits = view.digits
        mask = self._digits[digits] if digits < len(self._digits) else self._all
        for level in self._words:
            mask &= level.mask(view.words)
        run = view.longest_run
        if run < len(self._runs):
            mask &= self._runs[run]
        plain = view.plain
        for strings, waiting in self._strings:
            if mask & waiting:
                for string in strings:
                    if string in plain:
                        break
                else:
                    mask &= ~waiting
        for shape, waiting in self._shapes:
            if mask & waiting and shape.search(plain) is None:
                mask &= ~waiting
        found = []
        while mask:
            lowest = mask & -mask
            found.append(lowest.bit_length() - 1)
            mask ^= lowest
        return found


def _closed_below(least: dict[int, int], everything: int) -> list[int]:
    """For each count under the greatest that is asked for, the mask of what it opens."""
    masks = []
    for count in range(max(least, default=0)):
        closed = 0
        for wanted, mask in least.items():
            if wanted > count:
                closed |= mask
        masks.append(everything & ~closed)
    return masks


class _Words:
    """Which bits the words of a text open."""

    def __init__(self, sets: dict[frozenset[str], int], everything: int) -> None:
        table: dict[str, int] = defaultdict(int)
        waiting = 0
        for words, mask in sets.items():
            waiting |= mask
            for word in words:
                table[word] |= mask
        self._table = dict(table)
        self._known = frozenset(table)
        self._free = everything & ~waiting

    def mask(self, words: frozenset[str]) -> int:
        mask = self._free
        for word in words & self._known:
            mask |= self._table[word]
        return mask
