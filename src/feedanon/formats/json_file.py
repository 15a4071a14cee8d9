"""JSON and JSON Lines: the strings, and the numbers under keys that tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from feedanon.formats.json_lexer import Piece, Token, tokens
from feedanon.formats.json_strings import Style, change, decode, from_number, to_number
from feedanon.formats.records import Change, Kind, Record, Source

KEYS = "(keys)"
"""The column of keys that look like personal data themselves."""

_MAX_VALUES = 500
_MAX_CHARS = 1 << 18


class JsonRecord(Record):
    """An element of the outermost array, a line, or a part of a long one."""

    __slots__ = ("_pieces", "_places", "_style")

    columns: list[str]
    values: list[str]

    def __init__(self, group: int, style: Style) -> None:
        self.kind = Kind.DATA
        self.group = group
        self.columns = []
        self.values = []
        self._pieces: list[str] = []
        self._places: list[int] = []
        self._style = style

    def add(self, raw: str) -> None:
        """Text between values."""
        self._pieces.append(raw)

    def add_value(self, column: str, raw: str, line: int) -> None:
        """A raw string or number."""
        value = decode(raw, line) if raw[:1] == '"' else raw
        if raw[:1] == '"':
            self._style.see(raw)
        self.columns.append(column)
        self.values.append(value)
        self._places.append(len(self._pieces))
        self._pieces.append(raw)

    def is_number(self, index: int) -> bool:
        """Whether the value stands without quotes."""
        return self._pieces[self._places[index]][:1] != '"'

    def render(self, changes: Mapping[int, Change]) -> str:
        """The text with some values changed; a number becomes a string when it is replaced."""
        pieces = self._pieces
        if changes:
            pieces = list(pieces)
            for index, new in changes.items():
                place = self._places[index]
                raw = pieces[place]
                if raw[:1] != '"':
                    pieces[place] = from_number(new.text, self._style)
                else:
                    number = to_number(raw, new.text)
                    pieces[place] = number or change(
                        raw, self.values[index], new.text, new.spans, self._style
                    )
        return "".join(pieces)


class JsonSource(Source):
    """A JSON file, or a JSON Lines file.

    Args:
        chunks: the text; for JSON Lines one line each, with its end.
        lines: it is JSON Lines: every line that is not blank is one value.
    """

    unit = "objects"
    escapes_json = True

    def __init__(self, chunks: Iterable[str], *, lines: bool) -> None:
        self._chunks = chunks
        self._lines = lines
        self._style = Style()

    def records(self) -> Iterator[Record]:
        """The elements of the outermost array, or the lines; long ones in parts of one group.

        Raises:
            FormatError: it is no JSON; the message names the line.
        """
        if not self._lines:
            yield from self._walk(tokens(self._chunks, many=True), 0)
            return
        for number, text in enumerate(self._chunks, start=1):
            if text.isspace():
                blank = JsonRecord(number, self._style)
                blank.kind = Kind.PROSE
                blank.add(text)
                yield blank
                continue
            yield from self._walk(tokens([text], line=number), number, split=False)

    def _walk(self, pieces: Iterator[Piece], group: int, *, split: bool = True) -> Iterator[Record]:
        """The records of one JSON text. `split`: each element of the outermost array is a group of its own."""
        record = JsonRecord(group, self._style)
        size = 0
        names: list[str] = []  # for each open object or array, the path of the value that stands in it
        array_depth = 0
        for token, space, raw, depth, line in pieces:
            if space:
                record.add(space)
            if token is Token.KEY:
                key = decode(raw, line)
                if self.all_keys or _may_identify(key):
                    record.add_value(KEYS, raw, line)
                    key = KEYS  # the name of a column is shown
                else:
                    record.add(raw)
                outer = names[-2] if len(names) > 1 else ""
                names[-1] = f"{outer}.{key}" if outer else key
            elif token is Token.STRING or token is Token.NUMBER:
                record.add_value(names[-1] if names else "", raw, line)
            else:
                record.add(raw)
                if raw in ("{", "["):
                    names.append(names[-1] if names else "")
                    if raw == "[" and not array_depth:
                        array_depth = depth
                elif raw in ("}", "]"):
                    names.pop()
                    if depth == array_depth:
                        array_depth = 0
            size += len(raw)
            ends = split and (not names or (raw == "," and depth == array_depth and token is Token.OTHER))
            if ends or len(record.values) >= _MAX_VALUES or size > _MAX_CHARS:
                yield record
                group += ends
                record, size = JsonRecord(group, self._style), 0
        yield record


def _may_identify(key: str) -> bool:
    """Whether a key is not a name of the schema but somebody's address or number."""
    return "@" in key or sum(char.isdigit() for char in key) >= 8
