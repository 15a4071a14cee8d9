"""CSV and TSV files as French companies export them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from feedanon.errors import FormatError
from feedanon.formats.csv_rows import Row, cell_value, changed_cell, is_needlessly_quoted, split_rows
from feedanon.formats.headers import meaning
from feedanon.formats.records import Change, Kind, Record, Source

DELIMITERS = (";", "\t", ",", "|")
_SNIFFED_LINES = 1000
_SNIFFED_CHARS = 1 << 20
_PREAMBLE = 10
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_DATA_CELL = re.compile(r"\s*[-+]?\d[\d.,:/ -]*[€%]?\s*|.*@.*|.{81,}", re.DOTALL)


class CsvRecord(Record):
    """One row. Cells beyond the header have the names of their numbers."""

    __slots__ = ("_delimiter", "_minimal", "_row")

    def __init__(
        self, row: Row, kind: Kind, columns: Sequence[str], delimiter: str | None, minimal: bool
    ) -> None:
        cells = row.cells
        if len(cells) > len(columns):
            columns = [*columns, *(str(n) for n in range(len(columns) + 1, len(cells) + 1))]
        elif len(cells) < len(columns):
            columns = columns[: len(cells)]
        self.kind = kind
        self.group = row.line
        self.columns = columns
        self.values = [cell if cell[:1] != '"' else cell_value(cell) for cell in cells]
        self._row = row
        self._delimiter = delimiter
        self._minimal = minimal

    def render(self, changes: Mapping[int, Change]) -> str:
        """The row with some cells changed; the quotes of the others stay as they are."""
        cells = self._row.cells
        if changes:
            cells = list(cells)
            for index, change in changes.items():
                cells[index] = changed_cell(cells[index], change.text, self._delimiter, minimal=self._minimal)
        return (self._delimiter or "").join(cells) + self._row.end


class CsvSource(Source):
    """A CSV file, whose separator, header and quoting are found out from its first rows.

    Args:
        lines: the lines with their ends as they are.
        delimiter: one character; None finds it.
        header: whether the first row names the columns; None finds out.

    Attributes:
        delimiter: the separator, None when the file has one column.
        columns: the names of the columns: the header's, or their numbers from 1.

    Raises:
        FormatError: a quote in the first rows is never closed.
    """

    def __init__(
        self, lines: Iterable[str], delimiter: str | None = None, header: bool | None = None
    ) -> None:
        stream = iter(lines)
        first: list[str] = []
        size = 0
        for line in islice(stream, _SNIFFED_LINES):
            first.append(line)
            size += len(line)
            if size > _SNIFFED_CHARS:
                break
        declared = _SEP_LINE.fullmatch(first[0].rstrip("\r\n")) if first else None
        sampled = first[1:] if declared else first
        self.delimiter = delimiter or (declared[1] if declared else guess_delimiter(sampled))
        sample = _complete_rows(sampled, self.delimiter)
        self._minimal = not any(is_needlessly_quoted(c, self.delimiter) for row in sample for c in row.cells)
        self._skipped = bool(declared)
        self._header = self._find_header(sample, header)
        self._doubtful = False
        if self._header is None:
            width = Counter(len(row.cells) for row in sample).most_common(1)
            self.columns = _unique([""] * (width[0][0] if width else 0))
        else:
            self.columns = _unique([cell_value(cell).strip() for cell in sample[self._header].cells])
            self._doubtful = header is None and not any(map(meaning, self.columns))
        self._lines = chain(first, stream)

    def _find_header(self, sample: Sequence[Row], wanted: bool | None) -> int | None:
        """The index of the header in the sample: the first row as wide as most, if it looks like names."""
        if wanted is False or not sample:
            return None
        width = Counter(len(row.cells) for row in sample if row.cells != [""]).most_common(1)
        usual = width[0][0] if width else 1
        for index, row in enumerate(sample[:_PREAMBLE]):
            if len(row.cells) >= usual and row.cells != [""]:
                return index if wanted or _names_columns(row) else None
        return None

    @property
    def doubtful_header(self) -> Sequence[str]:
        """The names of the columns when none of them is a word that headers use."""
        return self.columns or () if self._doubtful else ()

    def drop_header(self) -> None:
        """Numbers the columns."""
        self._header = None
        self.columns = _unique([""] * len(self.columns or ()))

    def records(self) -> Iterator[Record]:
        """The rows, the header and the lines before it among them."""
        header, columns = self._header, self.columns or ()
        rows = split_rows(self._lines, self.delimiter)
        if self._skipped:
            yield CsvRecord(next(rows), Kind.HEADER, (), self.delimiter, self._minimal)
        for index, row in enumerate(rows):
            if header is not None and index <= header:
                kind = Kind.HEADER if index == header else Kind.PROSE
            else:
                kind = Kind.PROSE if row.cells == [""] else Kind.DATA
            yield CsvRecord(row, kind, columns, self.delimiter, self._minimal)


def _complete_rows(lines: Sequence[str], delimiter: str | None) -> list[Row]:
    """The rows of a sample, without the last one when the sample cuts it."""
    rows: list[Row] = []
    try:
        rows.extend(split_rows(lines, delimiter))
    except FormatError:
        return rows  # reading on will say so again if the file itself ends there
    return rows


def guess_delimiter(lines: Sequence[str]) -> str | None:
    """The separator that gives the rows of a sample the most regular widths; None for one column.

    Args:
        lines: the first lines of the file.
    """
    best: tuple[float, int] = (0.0, 0)
    found = None
    for delimiter in DELIMITERS:
        rows = [row for row in _complete_rows(lines, delimiter) if row.cells != [""]]
        if not rows:
            continue
        width, count = Counter(len(row.cells) for row in rows).most_common(1)[0]
        # A header is as wide as its rows; prose that holds commas is not. Lines may stand before a header.
        share = round(count / len(rows), 1) if width > 1 else 0.1
        first = len(rows[0].cells)
        if first < 2 or first < width:
            if delimiter == "," or width < 2 or share < 0.8:
                continue
        elif width > 1 and share < 0.5 and first < 3:
            continue
        if (share, width) > best:
            best, found = (share, width), delimiter
    return found


def _names_columns(row: Row) -> bool:
    """Whether a first row is a header: a word that headers use, or nothing that only data look like."""
    values = [cell_value(cell).strip() for cell in row.cells]
    filled = [value for value in values if value]
    if any(meaning(value) for value in filled):
        return True
    return bool(filled) and not any(_DATA_CELL.fullmatch(value) for value in filled)


def _unique(names: Sequence[str]) -> list[str]:
    """The names of columns, numbered where the file leaves them empty or says one twice."""
    seen: set[str] = set()
    found = []
    for number, name in enumerate(names, start=1):
        unique = name or str(number)
        while unique in seen:
            unique += "'"
        seen.add(unique)
        found.append(unique)
    return found
