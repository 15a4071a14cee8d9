"""CSV, cell by cell, with every cell as the file writes it.

`csv.reader` gives values and forgets how they were written; this splitter keeps the raw cells, so that
what nobody changes stays the same to the byte. The grammar is RFC 4180 with any separator and any line
end, as generous as Excel: a quote inside a cell that does not begin with one is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedanon.errors import FormatError

MAX_CELL = 1 << 24
"""A quoted cell of more characters than this is a quote that somebody forgot to close."""

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(slots=True)
class Row:
    """One row of a CSV file.

    Attributes:
        cells: the cells as the file writes them, quotes included.
        end: the line end, empty when the file ends without one.
        line: the line of the file that it begins on, from 1.
    """

    cells: list[str]
    end: str
    line: int


def split_rows(lines: Iterable[str], delimiter: str | None) -> Iterator[Row]:
    """The rows of a CSV file; `delimiter.join(row.cells) + row.end` is what was read.

    Args:
        lines: lines with their ends (`\\n`, `\\r\\n` or `\\r`) as they are.
        delimiter: one character, or None when the file has one column.

    Raises:
        FormatError: a quote is never closed; the message says on which line it opens.
    """
    stream = iter(lines)
    number = 0
    for line in stream:
        number += 1
        body, end = _cut(line)
        if '"' not in body:
            yield Row(body.split(delimiter) if delimiter else [body], end, number)
            continue
        first, cells, start = number, [], 0
        last = body.rfind('"')
        while True:
            pieces: list[str] = []
            after = start
            if body[start : start + 1] == '"':
                opened, size, scan = number, 0, start + 1
                while (close := _closing(body, scan)) < 0:
                    piece = body[start:] + end
                    pieces.append(piece)
                    size += len(piece)
                    following = next(stream, None)
                    if following is None or size > MAX_CELL:
                        raise FormatError(f"line {opened}: a quote opens here and is never closed")
                    number += 1
                    body, end = _cut(following)
                    start = scan = 0
                    last = body.rfind('"')
                after = close + 1
            elif delimiter and start > last:
                cells += body[start:].split(delimiter)
                break
            stop = body.find(delimiter, after) if delimiter else -1
            cell = body[start:] if stop < 0 else body[start:stop]
            cells.append("".join([*pieces, cell]) if pieces else cell)
            if stop < 0:
                break
            start = stop + 1
        yield Row(cells, end, first)


def _cut(line: str) -> tuple[str, str]:
    """A line and its end."""
    if line.endswith("\n"):
        return (line[:-2], "\r\n") if line.endswith("\r\n") else (line[:-1], "\n")
    return (line[:-1], "\r") if line.endswith("\r") else (line, "")


def _closing(body: str, scan: int) -> int:
    """Where the quote stands that closes a cell, or -1."""
    while True:
        quote = body.find('"', scan)
        if quote < 0 or not body.startswith('"', quote + 1):
            return quote
        scan = quote + 2


def is_quoted(cell: str) -> bool:
    """Whether a raw cell is quoted by the rules, from its first character to its last."""
    return len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', "")


def cell_value(cell: str) -> str:
    """What a raw cell says. One that breaks the rules of quoting says what it looks like."""
    if cell[:1] != '"' or not is_quoted(cell):
        return cell
    return cell[1:-1].replace('""', '"')


def is_needlessly_quoted(cell: str, delimiter: str | None) -> bool:
    """Whether a raw cell is quoted although nothing in it asks for quotes."""
    return is_quoted(cell) and '"' not in cell[1:-1] and not _needs_quotes(cell[1:-1], delimiter)


def _needs_quotes(value: str, delimiter: str | None) -> bool:
    if delimiter is not None and delimiter in value:
        return True
    return value.startswith('"') or "\n" in value or "\r" in value


def _reads_back(value: str, delimiter: str | None) -> bool:
    """Whether `value`, written as it is, is one cell that says just that, though it breaks the rules."""
    if not value.startswith('"') or is_quoted(value):
        return False
    try:
        rows = list(split_rows(_LINES.findall(value), delimiter))
    except FormatError:
        return False
    return len(rows) == 1 and rows[0].cells == [value] and not rows[0].end


def changed_cell(cell: str, value: str, delimiter: str | None, *, minimal: bool) -> str:
    """The raw cell that says `value` in the place of `cell`.

    A quoted cell stays quoted and an unquoted one gets quotes only when it needs them, so that
    changing a value and changing it back gives the same bytes. In a file that never quotes without
    need, quotes go when their reason is gone, for the same purpose.

    Args:
        cell: the raw cell that stands there.
        value: what it shall say.
        delimiter: separator of the file.
        minimal: the file quotes only the cells that need it.
    """
    needs = _needs_quotes(value, delimiter)
    if is_quoted(cell):
        reason_gone = not needs and '"' not in value and _needs_quotes(cell_value(cell), delimiter)
        quoted = not (minimal and reason_gone)
    else:
        quoted = needs and not _reads_back(value, delimiter)
    return '"' + value.replace('"', '""') + '"' if quoted else value
