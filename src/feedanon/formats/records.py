"""What every format gives: records, each a few values in a frame of text that stays as it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a record is for."""

    DATA = "data"
    HEADER = "header"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Change:
    """What a value becomes.

    Attributes:
        text: the new value.
        spans: which parts of the old value were replaced, in order, when that is known; a format that
            escapes characters leaves the escapes of the rest as they were.
    """

    text: str
    spans: tuple[tuple[int, int], ...] | None = None


class Record(ABC):
    """A row, an object, a passage: values that may be personal, and the text around them.

    Attributes:
        kind: `DATA`, or the `HEADER` of a table, or `PROSE` that belongs to no column.
        group: records with the same one belong together; names found in one are masked in all.
        columns: the column or key of each value.
        values: what the record says, decoded.
    """

    __slots__ = ("columns", "group", "kind", "values")

    kind: Kind
    group: Hashable
    columns: Sequence[str]
    values: Sequence[str]

    @abstractmethod
    def render(self, changes: Mapping[int, Change]) -> str:
        """The text of the record with some values changed, by their index; nothing else changes."""

    def is_number(self, index: int) -> bool:
        """Whether a value is a bare number of the format, which only a telling column makes personal."""
        return False


class Source(ABC):
    """The records of one file, in order; their renderings, joined, are the file."""

    unit = "rows"
    """What one record of kind `DATA` is called in a summary."""

    columns: Sequence[str] | None = None
    """The names of all columns when they are known ahead of the data."""

    escapes_json = False
    """Characters that the encoding lacks can be written as JSON escapes."""

    all_keys = False
    """Set before `records`: names of keys are values too, as restoring needs them."""

    @property
    def doubtful_header(self) -> Sequence[str]:
        """The values of a first row that may be data: nothing but its look says that it names columns."""
        return ()

    def drop_header(self) -> None:  # noqa: B027 - most formats have none to drop
        """The first row is data after all; called before `records`."""

    @abstractmethod
    def records(self) -> Iterator[Record]:
        """The records.

        Raises:
            FormatError: the file is not what it is said to be; the message says where.
        """
