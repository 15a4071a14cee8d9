"""JSON inside of strings: what a reader of the string sees, and where it stands in the raw text.

A prompt often holds `json.dumps(record)`, which writes `Lefèvre` as `Lef\\u00e8vre` and the end of a
line as `\\n`. Detection must read what is meant; what is sent must stay the caller's bytes.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass, field

from feedanon.entities import Entity

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[nrtbf\"/\\]"
)
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": "\n", '"': '"', "/": "/", "\\": "\\"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*', re.DOTALL)
_DEEPEST = 4


@dataclass(frozen=True)
class Slot:
    """A stretch of a JSON text where a value stands: inside of the quotes, or a bare number."""

    start: int
    end: int
    quoted: bool


@dataclass
class View:
    """A string as it is read.

    Attributes:
        raw: the string as it is sent.
        text: the string as it is meant, without escapes.
        depth: how many layers of escapes were taken off.
        slots: where values may stand in `text`, when the whole string is JSON; else None.
    """

    raw: str
    text: str
    depth: int = 0
    slots: list[Slot] | None = None
    _places: list[int] | None = field(default=None, repr=False)

    @staticmethod
    def of(raw: str, *, must_be_json: bool = False) -> View:
        """Reads a string.

        Args:
            raw: any string.
            must_be_json: also a lone JSON string or number counts as JSON, not only an object or a list.

        Returns:
            The view; `slots` is None when the string is no JSON.
        """
        view = _unescaped(raw) if "\\" in raw else View(raw, raw)
        if must_be_json or raw.lstrip()[:1] in ("{", "["):
            try:
                json.loads(raw, strict=False)
            except (ValueError, RecursionError):
                return view
            view.slots = [
                Slot(view._seen(token.start() + 1), view._seen(token.end() - 1), True)
                if token[0][0] == '"'
                else Slot(view._seen(token.start()), view._seen(token.end()), False)
                for token in _TOKEN.finditer(raw)
            ]
        return view

    def clip(self, entities: list[Entity]) -> list[Entity]:
        """Cuts entities to the values of a JSON text, so that replacing them leaves it JSON.

        Args:
            entities: disjoint, in order, with offsets in `text`.

        Returns:
            The parts that lie in values; a number that is touched is taken whole.
        """
        if self.slots is None or not entities:
            return entities
        clipped: list[Entity] = []
        starts = [slot.end for slot in self.slots]
        for entity in entities:
            index = bisect_left(starts, entity.start + 1)
            while index < len(self.slots) and self.slots[index].start < entity.end:
                slot = self.slots[index]
                start, end = (
                    (max(slot.start, entity.start), min(slot.end, entity.end))
                    if slot.quoted
                    else (slot.start, slot.end)
                )
                if start < end and (not clipped or clipped[-1].end <= start):
                    clipped.append(Entity(entity.entity_type, start, end, entity.score, entity.recognizer))
                index += 1
        return clipped

    def splice(self, replacements: list[tuple[int, int, str]]) -> str:
        """The raw string with stretches of `text` replaced.

        Args:
            replacements: (start, end, new) in `text`, disjoint and in order.
        """
        parts: list[str] = []
        position = 0
        for start, end, new in replacements:
            raw_start, raw_end = self._sent(start), self._sent(end)
            parts += (self.raw[position:raw_start], self._written(start, new))
            position = raw_end
        parts.append(self.raw[position:])
        return "".join(parts)

    def _written(self, start: int, new: str) -> str:
        if self.slots is None:
            return new
        index = bisect_left([slot.end for slot in self.slots], start + 1)
        if index < len(self.slots) and not self.slots[index].quoted:
            return json.dumps(new, ensure_ascii=False)
        for _ in range(max(self.depth, 1)):
            new = json.dumps(new, ensure_ascii=False)[1:-1]
        return new

    def _sent(self, place: int) -> int:
        return place if self._places is None else self._places[place]

    def _seen(self, place: int) -> int:
        return place if self._places is None else bisect_left(self._places, place)


def _unescaped(raw: str) -> View:
    text, places, depth = raw, list(range(len(raw) + 1)), 0
    while depth < _DEEPEST and "\\" in text:
        parts: list[str] = []
        below: list[int] = []
        position = 0
        for match in _ESCAPE.finditer(text):
            parts += (text[position : match.start()], _meant(match[0]))
            below += places[position : match.start()]
            below.append(places[match.start()])
            position = match.end()
        if not position:
            break
        parts.append(text[position:])
        below += places[position:]
        text, places, depth = "".join(parts), below, depth + 1
    return View(raw, text, depth, None, places)


def _meant(escape: str) -> str:
    if escape[1] != "u":
        return _SHORT[escape[1]]
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    code = int(escape[2:], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
