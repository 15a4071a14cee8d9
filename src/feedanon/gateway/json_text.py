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
    """A stretch of a JSON text where a value stands: inside of the quotes, or a bare number.

    Attributes:
        start: its first character.
        end: after its last character.
        depth: how many layers of escapes the value wears; 0 for a bare number.
    """

    start: int
    end: int
    depth: int


@dataclass
class View:
    """A string as it is read.

    Attributes:
        raw: the string as it is sent.
        text: the string as it is meant, without escapes.
        slots: where values may stand in `text`, when the whole string is JSON; else None.
    """

    raw: str
    text: str
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
        if must_be_json or raw.lstrip()[:1] in ("{", "["):
            try:
                json.loads(raw, strict=False)
            except (ValueError, RecursionError):
                pass
            else:
                return _json_view(raw)
        if "\\" not in raw:
            return View(raw, raw)
        text, places, _ = _unescaped(raw, 0)
        return View(raw, text, None, [*places, len(raw)])

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
                    if slot.depth
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
        slot = self.slots[bisect_left([slot.end for slot in self.slots], start + 1)]
        if not slot.depth:
            return json.dumps(new, ensure_ascii=False)
        for _ in range(slot.depth):
            new = json.dumps(new, ensure_ascii=False)[1:-1]
        return new

    def _sent(self, place: int) -> int:
        return place if self._places is None else self._places[place]


def _json_view(raw: str) -> View:
    """The view of valid JSON: only what stands between quotes is read without its escapes."""
    parts: list[str] = []
    places: list[int] = []
    slots: list[Slot] = []
    position = 0
    for token in _TOKEN.finditer(raw):
        quote = token[0][0] == '"'
        start, end = (token.start() + 1, token.end() - 1) if quote else token.span()
        parts.append(raw[position:start])
        places += range(position, start)
        text, inside, depth = (
            _unescaped(raw[start:end], start) if quote else (raw[start:end], list(range(start, end)), 0)
        )
        slots.append(Slot(len(places), len(places) + len(text), max(depth, 1) if quote else 0))
        parts.append(text)
        places += inside
        position = end
    parts.append(raw[position:])
    places += range(position, len(raw) + 1)
    return View(raw, "".join(parts), slots, places)


def _unescaped(raw: str, offset: int) -> tuple[str, list[int], int]:
    """The text without escapes, where each of its characters begins in the raw one, and the layers."""
    text, places, depth = raw, list(range(offset, offset + len(raw))), 0
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
    return text, places, depth


def _meant(escape: str) -> str:
    if escape[1] != "u":
        return _SHORT[escape[1]]
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    code = int(escape[2:], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
