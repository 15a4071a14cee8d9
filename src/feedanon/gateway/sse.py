"""Server-sent events, as bytes that are cut anywhere (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_EVENT_END = re.compile(rb"(?:\r\n|\r(?!\n)|\n)(?:\r\n|\r(?!\n)|\n)")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes:
        raw: its bytes, with the blank line that ends it.
        name: the value of its `event` line; empty without one.
        data: its `data` lines, joined.
        others: its lines that are neither.
    """

    raw: bytes
    name: str
    data: str
    others: tuple[str, ...]

    def json(self) -> Any:
        """The data as JSON; None when it is something else, such as `[DONE]`."""
        try:
            return json.loads(self.data)
        except ValueError:
            return None


class EventReader:
    """Cuts a stream of bytes into events."""

    def __init__(self) -> None:
        self._buffer = b""
        self._searched = 0

    def feed(self, chunk: bytes) -> list[Event]:
        """Takes a piece; gives the events that are whole."""
        self._buffer += chunk
        events: list[Event] = []
        position = 0
        search = max(0, self._searched - 3)
        while True:
            end = _EVENT_END.search(self._buffer, search)
            if end is None or (end.end() == len(self._buffer) and self._buffer.endswith(b"\r")):
                break
            events.append(_event(self._buffer[position : end.end()]))
            position = search = end.end()
        self._buffer = self._buffer[position:]
        self._searched = len(self._buffer)
        return events

    def close(self) -> list[Event]:
        """The last event, when the stream ended without its blank line."""
        rest, self._buffer = self._buffer, b""
        return [_event(rest)] if rest.strip() else []


def write_event(data: Any, name: str = "", others: tuple[str, ...] = ()) -> bytes:
    """The bytes of an event whose data is JSON."""
    lines = list(others)
    if name:
        lines.append(f"event: {name}")
    lines.append("data: " + json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return ("\n".join(lines) + "\n\n").encode("utf-8", "surrogatepass")


def _event(raw: bytes) -> Event:
    name, data, others = "", [], []
    for line in _LINE_END.split(raw.decode("utf-8", "replace")):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif line:
            others.append(line)
    return Event(raw, name, "\n".join(data), tuple(others))
