"""Puts values back into texts, JSON texts and streams of both, and counts what came back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from feedanon.anonymizer import Session

_QUOTE_OR_ESCAPE = re.compile(r'["\\]')
_STRUCTURE = re.compile(r"[\s{}\[\]:,0-9.+\-eEtrufalsn]*")


class TextStream(Protocol):
    """A text that arrives in pieces."""

    def feed(self, chunk: str) -> str:
        """Takes a piece; gives the text that is sure."""
        ...

    def close(self) -> str:
        """Gives the rest."""
        ...


class Tally:
    """What came back, over all the texts of an answer. Holds pseudonyms and counts only."""

    def __init__(self) -> None:
        self.restored: Counter[str] = Counter()
        self.invented: Counter[str] = Counter()
        self.restricted: Counter[str] = Counter()
        self.types: Counter[str] = Counter()

    def add(self, report: Any) -> None:
        """Counts a `RestorationReport` in."""
        self.restored.update(report.restored)
        self.invented.update(report.invented)
        self.restricted.update(report.restricted)
        self.types.update(report.types)


class Restoring:
    """Restores the texts of one answer in one session.

    Args:
        session: whose pseudonyms come back.
        tally: where to count; None to restore without counting, for texts that repeat others.
    """

    def __init__(self, session: Session, tally: Tally | None = None) -> None:
        self._session = session
        self.tally = tally

    def silent(self) -> Restoring:
        """The same without counting."""
        return Restoring(self._session)

    def text(self, text: str) -> str:
        """Restores a whole text."""
        stream = self.stream()
        return stream.feed(text) + stream.close()

    def json_text(self, text: str) -> str:
        """Restores a whole JSON text; values are escaped as JSON strings need it."""
        stream = self.json_stream()
        return stream.feed(text) + stream.close()

    def stream(self) -> TextStream:
        """A stream of text."""
        return _Counted(self._session.restorer(), self.tally)

    def json_stream(self) -> TextStream:
        """A stream of JSON text."""
        return JsonStream(self.stream)


class _Counted:
    def __init__(self, restorer: Any, tally: Tally | None) -> None:
        self._restorer = restorer
        self._tally = tally

    def feed(self, chunk: str) -> str:
        return str(self._restorer.feed(chunk))

    def close(self) -> str:
        rest = str(self._restorer.close())
        if self._tally is not None:
            self._tally.add(self._restorer.report)
        return rest


class JsonStream:
    """Restores inside the strings of a JSON text that is cut anywhere, also within an escape.

    Args:
        make: makes the stream that restores one string.
    """

    def __init__(self, make: Callable[[], TextStream]) -> None:
        self._make = make
        self._inside: TextStream | None = None
        self._outside: TextStream | None = None
        self._escape = ""

    def feed(self, chunk: str) -> str:
        """Takes a piece; gives the JSON text that is sure."""
        chunk, self._escape = self._escape + chunk, ""
        parts: list[str] = []
        position = 0
        while position < len(chunk):
            if self._inside is None:
                end = chunk.find('"', position)
                parts.append(self._between(chunk[position:] if end < 0 else chunk[position:end]))
                if end < 0:
                    break
                parts += (self._end_outside(), '"')
                self._inside = self._make()
                position = end + 1
            else:
                position = self._string(self._inside, chunk, position, parts)
        return "".join(parts)

    def close(self) -> str:
        """Gives the rest, also of a JSON text that stops in the middle."""
        rest = self._end_outside()
        if self._inside is not None:
            rest += _escaped(self._inside.close()) + self._escape
        self._inside, self._escape = None, ""
        return rest

    def _string(self, inside: TextStream, chunk: str, position: int, parts: list[str]) -> int:
        found = _QUOTE_OR_ESCAPE.search(chunk, position)
        if found is None:
            parts.append(_escaped(inside.feed(chunk[position:])))
            return len(chunk)
        if found.start() > position:
            parts.append(_escaped(inside.feed(chunk[position : found.start()])))
        if found[0] == '"':
            parts += (_escaped(inside.close()), '"')
            self._inside = None
            return found.end()
        length = _escape_length(chunk, found.start())
        if not length:
            self._escape = chunk[found.start() :]
            return len(chunk)
        escape = chunk[found.start() : found.start() + length]
        try:
            meant = str(json.loads(f'"{escape}"'))
        except ValueError:
            meant = escape
        parts.append(_escaped(inside.feed(meant)))
        return found.start() + length

    def _between(self, text: str) -> str:
        """What stands outside of strings: structure, or the prose of a model that was asked for JSON."""
        if self._outside is None:
            if _STRUCTURE.fullmatch(text):
                return text
            self._outside = self._make()
        return self._outside.feed(text)

    def _end_outside(self) -> str:
        rest = "" if self._outside is None else self._outside.close()
        self._outside = None
        return rest


def _escape_length(chunk: str, start: int) -> int:
    """How long the escape at `start` is; 0 when its end has not arrived."""
    length = 2
    if chunk[start + 1 : start + 2] == "u":
        length = 6
        if chunk[start + 2 : start + 4].lower() in ("d8", "d9", "da", "db"):
            following = chunk[start + 6 : start + 8]
            if len(following) < 2 and "\\u".startswith(following):
                return 0
            if following == "\\u":
                length = 12
    return length if len(chunk) >= start + length else 0


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1] if text else ""
