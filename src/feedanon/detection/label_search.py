"""Finds labels in a text by their first word, so that a long alternation is tried only where it can match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

from feedanon.detection.lazy_pattern import LazyPattern

_SIGNS_INSIDE = " -_.°º#0123456789"
_HEAD = 3


class LabelSearch:
    """All matches of one pattern that begins at the start of a word.

    Args:
        pattern: matches plain text; each of its alternatives begins with a letter or one of `signs`.
        signs: further characters that a label may be: `#`.
    """

    def __init__(self, pattern: str, signs: str = "") -> None:
        self.pattern = re.compile(pattern)
        self._signs = signs
        self.begins = lru_cache(maxsize=1 << 16)(self._begins)
        self._heads = lru_cache(maxsize=1 << 15)(self._goes_on)

    def _begins(self, word: str) -> bool:
        """Whether a label can begin with a whole word; remembered, since texts repeat their words."""
        # Few heads, many words: most new words end here.
        if not (self._heads(word[:_HEAD]) and self._goes_on(word)):
            return False
        return self._partial.match(word) is not None or any(
            self._goes_on(word + sign) for sign in _SIGNS_INSIDE
        )

    def _goes_on(self, head: str) -> bool:
        """Whether some label is or goes on after this beginning."""
        return self._partial.match(head, partial=True) is not None

    @property
    def _partial(self) -> regex.Pattern[str]:
        return _partial(self.pattern.pattern)

    def may_match(self, words: Iterable[str]) -> bool:
        """Whether one of the words can begin a label."""
        return any(map(self.begins, words))

    def find(self, plain: str, words: Iterable[str]) -> Iterator[re.Match[str]]:
        """The labels of a plain text, from left to right, none within another.

        Args:
            plain: the text.
            words: its runs of letters, each at least once.
        """
        heads = [word for word in words if self.begins(word)]
        heads.extend(sign for sign in self._signs if sign in plain and self.begins(sign))
        return matches_at(self.pattern, plain, heads)


def matches_at(
    pattern: re.Pattern[str] | LazyPattern, plain: str, heads: Iterable[str]
) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin with one of some words or signs, from left to right, none within another.

    Args:
        pattern: what to look for.
        plain: the text.
        heads: whole words, and signs.
    """
    position = 0
    for start in sorted(start for head in heads for start in _places(plain, head)):
        match = pattern.match(plain, start) if start >= position else None
        if match:
            position = match.end()
            yield match


def _places(plain: str, head: str) -> Iterator[int]:
    """Where a whole word or a sign stands in a text, behind no letter and no `@`."""
    is_word = head.isalpha()
    start = plain.find(head)
    while start >= 0:
        end = start + len(head)
        before, after = plain[start - 1 : start], plain[end : end + 1]
        if not (before == "@" or "a" <= before <= "z" or (is_word and "a" <= after <= "z")):
            yield start
        start = plain.find(head, end)


@lru_cache(maxsize=8)
def _partial(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
