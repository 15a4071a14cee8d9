"""Columns of tables pasted into a text whose header says that they hold references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedanon.detection import reference_labels as labels

_CELL_SPACE = " \t\"'"
_NO_REFERENCE = re.compile(r"^\d+(?:[.,]\d+)? ?(?:kg|g|km|m|cm|l|€|eur|h|min|%|pcs?)$| le \d{1,2}/\d{1,2}")
"""Quantities and dates: columns that a header of another table above them has shifted."""
_LONGEST_LINE = 4_000
_FILLER = re.compile(r"(?:de|du|d'|des|la|le|of)[\s_-]?|[\s_.:°-]")


def column_cells(plain: str) -> Iterator[tuple[int, int]]:
    """The cells with a digit under a header such as `nom;n° commande;montant`.

    Args:
        plain: the plain text of a `TextView`.

    Yields:
        Start and end of each cell's content, without quotes.
    """
    separator = ""
    wanted: list[int] = []
    for start, end in _lines(plain):
        if separator and separator in plain[start:end]:
            yield from _pick(plain, start, end, separator, wanted)
            continue
        separator, wanted = _header(plain[start:end])


def _lines(plain: str) -> Iterator[tuple[int, int]]:
    if "\n" not in plain:
        return
    start = 0
    while start < len(plain):
        end = plain.find("\n", start)
        end = len(plain) if end < 0 else end
        yield start, min(end, start + _LONGEST_LINE)
        start = end + 1


def _header(line: str) -> tuple[str, list[int]]:
    for separator in ("\t", ";", "|", ","):
        if separator not in line:
            continue
        cells = line.split(separator)
        if len(cells) > 200 or any(len(cell) > 40 for cell in cells):
            return "", []
        wanted = [index for index, cell in enumerate(cells) if _is_label(cell.strip(_CELL_SPACE))]
        return (separator, wanted) if wanted else ("", [])
    return "", []


def _is_label(cell: str) -> bool:
    """Whether a cell holds a label and nothing else; a lone noun such as `client` may head names."""
    position, nouns, marked = 0, 0, False
    while position < len(cell):
        match = labels.LABELS.pattern.match(cell, position) or _FILLER.match(cell, position)
        if match is None or match.end() == position:
            return False
        groups = match.groupdict()
        nouns += bool(groups.get("strong") or groups.get("weak"))
        marked = marked or bool(groups.get("generic") or groups.get("glued") or groups.get("suffix"))
        position = match.end()
    return marked or (nouns > 0 and not cell.startswith(("client", "compte", "membre", "avis", "message")))


def _pick(plain: str, start: int, end: int, separator: str, wanted: list[int]) -> Iterator[tuple[int, int]]:
    position = start
    for index, cell in enumerate(plain[start:end].split(separator)):
        content = cell.strip(_CELL_SPACE + "\r")
        if (
            index in wanted
            and len(content) <= 40
            and sum(c.isdigit() for c in content) >= 2
            and not _NO_REFERENCE.search(content)
        ):
            offset = position + cell.index(content)
            yield offset, offset + len(content)
        position += len(cell) + len(separator)
