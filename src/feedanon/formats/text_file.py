"""Plain text and Markdown, in passages that end where nothing personal is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from feedanon.formats.records import Change, Kind, Record, Source

PASSAGE = 50_000
"""Characters that a passage has at least, when the text goes on."""

_CUTS = (re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)"), re.compile(r"\r\n|\r|\n"), re.compile(r"\s"))


class TextRecord(Record):
    """A passage: one value, nothing around it."""

    __slots__ = ()

    def __init__(self, text: str) -> None:
        self.kind = Kind.DATA
        self.group = 0
        self.columns = ("",)
        self.values = (text,)

    def render(self, changes: Mapping[int, Change]) -> str:
        """The passage."""
        return changes[0].text if changes else self.values[0]


class TextSource(Source):
    """A text.

    Args:
        chunks: the text, cut anywhere.
    """

    unit = "passages"

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = chunks

    def records(self) -> Iterator[Record]:
        """Passages of about `PASSAGE` characters, ending with a paragraph, else a line, else a word."""
        held = ""
        for chunk in self._chunks:
            held += chunk
            while len(held) > 2 * PASSAGE:
                cut = _cut(held)
                yield TextRecord(held[:cut])
                held = held[cut:]
        if held:
            yield TextRecord(held)


def _cut(text: str) -> int:
    """Where the first passage of a long text ends."""
    for pattern in _CUTS:
        match = pattern.search(text, PASSAGE, 2 * PASSAGE)
        if match:
            return match.end()
    return 2 * PASSAGE
