"""A regular expression that compiles when it is first used, in its quick form: most processes need few of hundreds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from feedanon.detection.quick_heads import quick


class LazyPattern:
    """What `re.compile` gives, made at the first search; from then on as fast or faster, see `quick_heads`.

    Args:
        source: the regular expression, of Python's `re`.

    Attributes:
        search: as of `re.Pattern`.
        finditer: as of `re.Pattern`.
        match: as of `re.Pattern`.
    """

    __slots__ = ("finditer", "match", "search", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.search: Callable[..., re.Match[str] | None] = self._search
        self.match: Callable[..., re.Match[str] | None] = self._match
        self.finditer: Callable[..., Iterator[re.Match[str]]] = self._finditer

    def _compile(self) -> re.Pattern[str]:
        pattern = re.compile(quick(self.source))
        self.search, self.match, self.finditer = pattern.search, pattern.match, pattern.finditer
        return pattern

    def _search(self, *where: Any) -> re.Match[str] | None:
        return self._compile().search(*where)

    def _match(self, *where: Any) -> re.Match[str] | None:
        return self._compile().match(*where)

    def _finditer(self, *where: Any) -> Iterator[re.Match[str]]:
        return self._compile().finditer(*where)
