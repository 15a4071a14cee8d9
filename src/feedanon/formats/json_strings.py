"""JSON strings as a file writes them: decoded, and changed without touching the escapes of the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedanon.errors import FormatError

_UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
_LONE = re.compile("[\ud800-\udfff]")
_BORN_A_NUMBER = re.compile(r'"\\u00[0-7][0-9a-f]')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


@dataclass(slots=True)
class Style:
    """How a file escapes characters that need no escape, as far as it was read.

    Attributes:
        escaped: it wrote a letter beyond ASCII as `\\u....`.
        plain: it wrote one as it is.
        capitals: its hexadecimal digits are capitals.
        slashes: it writes `/` as `\\/`, as PHP does.
    """

    escaped: bool = False
    plain: bool = False
    capitals: bool = False
    slashes: bool = False

    def see(self, raw: str) -> None:
        """Learns from one raw string."""
        if not raw.isascii():
            self.plain = True
        if "\\" not in raw:
            return
        if "\\/" in raw:
            self.slashes = True
        for escape in _needless_escapes(raw):
            self.escaped = True
            self.capitals = self.capitals or escape[2:6] != escape[2:6].lower()

    def encode(self, text: str, near: str) -> str:
        """`text` as the inside of a JSON string.

        Args:
            text: any string.
            near: the raw string that it goes into; its own habits come before the file's.
        """
        if any(_needless_escapes(near)):
            ascii_only = near.isascii()
        else:
            ascii_only = near.isascii() and self.escaped and not self.plain
        encoded = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        if self.slashes:
            encoded = encoded.replace("/", "\\/")
        if ascii_only and self.capitals:
            encoded = _UNIT.sub(lambda match: _capitals(match[0]), encoded)
        return encoded


def decode(raw: str, line: int) -> str:
    """What a raw JSON string says, without its quotes; half a surrogate pair is U+FFFD.

    Raises:
        FormatError: an escape that JSON does not know.
    """
    if "\\" not in raw:
        return raw[1:-1]
    try:
        value: str = json.loads(raw)
    except ValueError:
        raise FormatError(f"line {line}: a string holds an escape that JSON does not know") from None
    return _LONE.sub("\ufffd", value)


def change(raw: str, old: str, new: str, spans: Sequence[tuple[int, int]] | None, style: Style) -> str:
    """The raw string that says `new` in the place of `raw`; what both have in common stays as written.

    Args:
        raw: the raw string, with its quotes.
        old: what it says.
        new: what it shall say.
        spans: the parts of `old` that were replaced, when known.
        style: how the file escapes.
    """
    pieces = []
    units = None if "\\" not in raw else [*_units(raw)]
    for start, end, text in _edits(old, new, spans):
        kept = raw[1 + start : 1 + end] if units is None else "".join(units[start:end])
        pieces.append(kept + style.encode(text, raw))
    return '"' + "".join(pieces) + '"'


def _needless_escapes(raw: str) -> Iterator[str]:
    """The escapes of characters beyond ASCII that could stand as they are: not those of half a pair."""
    if "\\u" not in raw:
        return
    for unit in _units(raw):
        pair = len(unit) == 12
        if pair or (len(unit) == 6 and (char := chr(int(unit[2:], 16))) >= "\x80" and not _LONE.match(char)):
            yield unit


def _capitals(unit: str) -> str:
    return re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda digits: digits[0].upper(), unit) if len(unit) > 2 else unit


def _units(raw: str) -> Iterator[str]:
    """The raw text of each character that a raw string says."""
    return (match[0] for match in _UNIT.finditer(raw, 1, len(raw) - 1))


def _edits(old: str, new: str, spans: Sequence[tuple[int, int]] | None) -> list[tuple[int, int, str]]:
    """`new` as parts of `old` (start, end), each followed by a text of its own."""
    if spans:
        aligned = _align(old, new, spans)
        if aligned is not None:
            return aligned
    limit = min(len(old), len(new))
    head = next((i for i in range(limit) if old[i] != new[i]), limit)
    tail = next((i for i in range(limit - head) if old[-1 - i] != new[-1 - i]), limit - head)
    middle = new[head : len(new) - tail]
    return [(0, head, middle), (len(old) - tail, len(old), "")]


def _align(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]] | None:
    """The edits when the parts between `spans` stand in `new` in their order, else None."""
    edits = []
    kept, at = 0, 0
    for index, (start, end) in enumerate(spans):
        if not new.startswith(old[kept:start], at):
            return None
        begin = at + start - kept
        following = old[end : spans[index + 1][0]] if index + 1 < len(spans) else old[end:]
        if index + 1 == len(spans):
            at = len(new) - len(following)
        else:
            at = new.find(following, begin + 1) if following else begin
        if at < begin or not new.startswith(following, at):
            return None
        edits.append((kept, start, new[begin:at]))
        kept = end
    edits.append((kept, len(old), ""))
    return edits


def from_number(text: str, style: Style) -> str:
    """The raw string that stands for a number's pseudonym: the escape of its first character says so.

    Any JSON reader sees the plain pseudonym; `to_number` sees that it was a number and makes it one again.
    """
    return (
        f'"\\u{ord(text[0]):04x}{style.encode(text[1:], "")}"'
        if text and text.isascii()
        else json.dumps(text)
    )


def to_number(raw: str, restored: str) -> str | None:
    """The bare number that `from_number` took the place of, when it was one and came back."""
    if _BORN_A_NUMBER.match(raw) and _NUMBER.fullmatch(restored):
        return restored
    return None
