"""Reads the records of one session out of an encrypted vault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from feedanon.errors import VaultCorruptedError
from feedanon.vaults.base import Record
from feedanon.vaults.database import Database, Row, as_bytes, damaged_if_odd
from feedanon.vaults.directory import Labels
from feedanon.vaults.sealing import Place, SessionKeys

_COLUMNS = (
    "SELECT r.space, r.number, r.position, r.type, r.part, r.variant, r.since, r.sealed, s.restricted, s.day "
    "FROM records r JOIN subjects s ON s.session = r.session AND s.space = r.space AND s.number = r.number "
)
_BY_VALUE = _COLUMNS + "WHERE r.value_hash IN {hashes}"
_BY_PSEUDONYM = _COLUMNS + "WHERE r.pseudonym_hash IN {hashes}"
_BY_GROUP = _COLUMNS + "WHERE r.session = ? AND r.space = ? AND r.number = ? ORDER BY r.position"
_ALL = _COLUMNS + (
    "WHERE r.session = ? AND (r.space, r.number, r.position) > (?, ?, ?) "
    "ORDER BY r.space, r.number, r.position LIMIT 1000"
)
_SECRETS = (
    "SELECT space, number, secret FROM {keys}secrets WHERE session = ? AND space = ? AND number IN {numbers}"
)
_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A record with what its row says beside it."""

    record: Record
    position: int
    since: int
    day: int


class Destroyed(Exception):
    """The secret of a group was destroyed: its rows are to be treated as forgotten."""


class RecordReader:
    """Opens rows of one session. Keeps the keys of groups at hand until `forget_keys`."""

    def __init__(self, database: Database, labels: Labels, session_id: int, keys: SessionKeys) -> None:
        self._database = database
        self._labels = labels
        self._session_id = session_id
        self._keys = keys
        self._group_keys: dict[tuple[int, int], bytes] = {}

    def forget_keys(self) -> None:
        """Drops the keys at hand, because a group may have been forgotten."""
        self._group_keys = {}

    def by_value(self, hashes: Sequence[bytes]) -> tuple[list[Stored], set[tuple[int, int]]]:
        """The records of value hashes, and the groups among them whose secret was destroyed."""
        return self.open_rows(self._database.by_hash(_BY_VALUE, hashes))

    def by_pseudonym(self, hashes: Sequence[bytes]) -> list[Stored]:
        """The records of pseudonym hashes."""
        return self.open_rows(self._database.by_hash(_BY_PSEUDONYM, hashes))[0]

    def by_group(self, space: int, number: int) -> list[Stored]:
        """The records of a group, oldest first.

        Raises:
            Destroyed: the secret of the group was destroyed.
        """
        rows = self._database.rows(_BY_GROUP, [self._session_id, space, number])
        stored, destroyed = self.open_rows(rows)
        if destroyed:
            raise Destroyed
        return stored

    def all(self) -> Iterator[Stored]:
        """All records, read in pages."""
        for rows in self.pages():
            yield from self.open_rows(rows)[0]

    def pages(self) -> Iterator[list[Row]]:
        """All rows, in pages, as they stand."""
        last: Sequence[int] = (0, 0, 0)
        while True:
            rows = self._database.rows(_ALL, [self._session_id, *last])
            if not rows:
                return
            yield rows
            last = rows[-1][:3]

    def key_at_hand(self, space: int, number: int) -> bytes:
        """The data key of a group that was read before, read again when it was dropped.

        Raises:
            Destroyed: the secret of the group was destroyed.
        """
        if (space, number) not in self._group_keys and self._fetch_keys([(space, number)]):
            raise Destroyed
        return self._group_keys[space, number]

    def group_key(self, space: int, number: int, secret: bytes) -> bytes:
        """The data key of a group."""
        return self._keys.group_key(self._labels.name(space), number, secret)

    def open_rows(self, rows: list[Row]) -> tuple[list[Stored], set[tuple[int, int]]]:
        """The records of rows, and the groups among them whose secret was destroyed."""
        rows = [row for row in rows if row[7] is not None]
        if not rows:
            return [], set()
        with damaged_if_odd(self._database.place):
            destroyed = self._fetch_keys({(row[0], row[1]) for row in rows})
            stored = [self._open_row(row) for row in rows if (row[0], row[1]) not in destroyed]
        return stored, destroyed

    def _open_row(self, row: Row) -> Stored:
        space_id, number, position, type_id, part, variant, since, sealed, restricted, day = row
        space, entity_type = self._labels.name(space_id), self._labels.name(type_id)
        place = Place(space, number, position, entity_type, part, variant, since)
        value, pseudonym = self._keys.unseal(self._group_keys[space_id, number], place, as_bytes(sealed))
        mark = None if restricted is None else as_bytes(restricted)
        if mark is not None and mark != self._keys.restriction(space, number):
            raise VaultCorruptedError(
                "the mark of a restriction was damaged: restore the vault from a backup"
            )
        record = Record(entity_type, space, number, part, variant, value, pseudonym, mark is not None)
        return Stored(record, position, since, int(day))

    def _fetch_keys(self, groups: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        if len(self._group_keys) > _MOST_KEYS:
            self._group_keys = {}
        absent: dict[int, list[int]] = {}
        for space, number in groups:
            if (space, number) not in self._group_keys:
                absent.setdefault(space, []).append(number)
        destroyed = set()
        found = set()
        for asked, numbers in absent.items():
            place = [self._session_id, asked]
            for space, number, secret in self._database.by_number(_SECRETS, place, numbers, keys=True):
                found.add((space, number))
                if secret is None:
                    destroyed.add((space, number))
                else:
                    self._group_keys[space, number] = self.group_key(space, number, as_bytes(secret))
        if len(found) != sum(len(numbers) for numbers in absent.values()):
            raise VaultCorruptedError(
                f"{self._database.place} has records without keys: the key store is older than the vault, "
                "or was damaged; restore a newer one"
            )
        return destroyed
