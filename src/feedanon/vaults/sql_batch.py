"""A batch of claims inside a write transaction of an encrypted vault: a `Book` over tables."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from feedanon.vaults.base import Claim, Record
from feedanon.vaults.database import Database
from feedanon.vaults.directory import Labels
from feedanon.vaults.sealing import Place, SessionKeys, new_secret
from feedanon.vaults.sql_records import Destroyed, RecordReader
from feedanon.vaults.sql_writing import erase_rows
from feedanon.vaults.subjects import DAY

_TAKEN = (
    "SELECT EXISTS (SELECT 1 FROM records WHERE pseudonym_hash = ?), "
    "EXISTS (SELECT 1 FROM lookups WHERE hash = ?)"
)
_NEW_RECORD = (
    "INSERT INTO records (session, space, number, position, type, part, variant, since, value_hash, "
    "pseudonym_hash, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NEW_SUBJECT = "INSERT INTO subjects (session, space, number, day) VALUES (?, ?, ?, ?)"
_NEW_LOOKUP = "INSERT INTO lookups (session, space, number, hash) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_STORE_KEYS = (
    "INSERT INTO {keys}secrets (session, space, number, secret) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (session, space, number) DO UPDATE SET secret = excluded.secret"
)
_LAST = (
    "INSERT INTO spaces (session, space, last) VALUES (?, ?, ?) "
    "ON CONFLICT (session, space) DO UPDATE SET last = excluded.last"
)


class SqlBatch:
    """Reads ahead what the claims need, answers `allocate`, and writes everything at the end."""

    def __init__(
        self, database: Database, labels: Labels, session_id: int, keys: SessionKeys, reader: RecordReader
    ) -> None:
        self.added: list[Record] = []
        self._database = database
        self._labels = labels
        self._session_id = session_id
        self._keys = keys
        self._reader = reader
        self._now = int(time.time())
        self._known: dict[tuple[str, str], Record] = {}
        self._alias_hashes: dict[str, bytes] = {}
        self._owners: dict[tuple[bytes, int], list[int]] = {}
        self._groups: dict[tuple[int, int], list[Record]] = {}
        self._last: dict[int, int] = {}
        self._taken: dict[str, tuple[bool, bool]] = {}
        self._issued_now: set[bytes] = set()
        self._held_now: set[bytes] = set()
        self._folded_hashes: dict[str, bytes] = {}
        self._value_hashes: Mapping[tuple[str, str], bytes] = {}
        self._idle: list[tuple[int, int, int, int]] = []
        self._begun: list[tuple[int, int]] = []
        self._rows: list[tuple[int, int, Record]] = []
        self._lookups: dict[tuple[int, int, int, bytes], None] = {}

    def prepare(
        self,
        claims: Sequence[Claim],
        seen: Mapping[tuple[str, str], Record],
        hashes: Mapping[tuple[str, str], bytes],
    ) -> None:
        """Reads the records of the claims and the owners of their aliases.

        Args:
            claims: the whole batch.
            seen: records that were read already and need not be read again.
            hashes: the value hash of each claimed value.
        """
        self._value_hashes = hashes
        self._known = {key: seen[key] for key in hashes if key in seen}
        absent = [value for key, value in hashes.items() if key not in seen]
        stored, destroyed = self._reader.by_value(absent)
        self._forget(destroyed)
        today = self._now // DAY
        for one in stored:
            self._known[one.record.entity_type, one.record.value] = one.record
            if one.day < today:
                space = self._labels.number(one.record.space)
                self._idle.append((today, self._session_id, space, one.record.group))
        for claim in claims:
            if (claim.entity_type, claim.value) not in self._known:
                space = self._labels.number(claim.space)
                for alias in claim.finds:
                    self._owners[self._alias_hash(alias), space] = []
        for value, space, first, last in self._database.owners(self._session_id, list(self._owners)):
            self._owners[value, space] = [first] if first == last else [first, last]

    def known(self, claim: Claim) -> Record | None:
        return self._known.get((claim.entity_type, claim.value))

    def owners(self, space: str, alias: str) -> Sequence[int]:
        space_id = self._labels.number(space)
        numbers = self._owners.get((self._alias_hash(alias), space_id), [])
        if len(numbers) == 1 and self._records(space_id, numbers[0]) is None:
            return []
        return numbers

    def group(self, space: str, number: int) -> Sequence[Record]:
        return tuple(self._records(self._labels.number(space), number) or ())

    def begin(self, space: str) -> int:
        space_id = self._labels.number(space)
        if space_id not in self._last:
            place = [self._session_id, space_id]
            last = self._database.value("SELECT last FROM spaces WHERE session = ? AND space = ?", place)
            # The key store remembers numbers that a vault restored from a backup does not know.
            spent = self._database.value(
                "SELECT MAX(number) FROM {keys}secrets WHERE session = ? AND space = ?", place, keys=True
            )
            self._last[space_id] = max(int(last or 0), int(spent or 0))
        self._last[space_id] += 1
        number = self._last[space_id]
        self._begun.append((space_id, number))
        self._groups[space_id, number] = []
        return number

    def restricted(self, space: str, number: int) -> bool:
        return any(record.restricted for record in self.group(space, number))

    def issued(self, text: str) -> bool:
        return self._look(text)[0]

    def taken(self, text: str) -> bool:
        return any(self._look(text))

    def add(self, claim: Claim, record: Record) -> None:
        space = self._labels.number(record.space)
        records = self._groups[space, record.group]
        records.append(record)
        self.added.append(record)
        self._known[record.entity_type, record.value] = record
        self._rows.append((space, len(records), record))
        folded = self._folded_hash(record.value)
        self._held_now.add(folded)
        self._issued_now.add(self._folded_hash(record.pseudonym))
        self._lookups[self._session_id, space, record.group, folded] = None
        for alias in claim.registers:
            value = self._alias_hash(alias)
            self._lookups[self._session_id, space, record.group, value] = None
            owners = self._owners.get((value, space))  # None: no claim of this batch looks for it
            if owners is not None and record.group not in owners:
                owners.append(record.group)

    def write(self) -> None:
        """Writes what was added and what was named again today."""
        database, session = self._database, self._session_id
        secrets = {group: new_secret() for group in self._begun}
        keys = {group: self._reader.group_key(*group, secret) for group, secret in secrets.items()}
        if self._begun:
            today = self._now // DAY
            database.run(_STORE_KEYS, [(session, *group, secrets[group]) for group in self._begun], keys=True)
            database.run(_NEW_SUBJECT, [(session, *group, today) for group in self._begun])
            database.run(_LAST, [(session, space, last) for space, last in self._last.items()])
        if self._rows:
            database.run(
                _NEW_RECORD,
                [self._row(space, position, record, keys) for space, position, record in self._rows],
            )
            database.run(_NEW_LOOKUP, list(self._lookups))
            database.run("UPDATE sessions SET revision = revision + 1 WHERE id = ?", [(session,)])
        if self._idle:
            database.run(
                "UPDATE subjects SET day = ? WHERE session = ? AND space = ? AND number = ?", self._idle
            )

    def counts(self) -> Counter[str]:
        """The new records by entity type."""
        return Counter(record.entity_type for record in self.added)

    def _row(
        self, space: int, position: int, record: Record, keys: dict[tuple[int, int], bytes]
    ) -> tuple[Any, ...]:
        place = Place(
            record.space,
            record.group,
            position,
            record.entity_type,
            record.part,
            record.variant,
            self._now,
        )
        group = (space, record.group)
        key = keys[group] if group in keys else self._reader.key_at_hand(*group)
        return (
            self._session_id,
            space,
            record.group,
            position,
            self._labels.number(record.entity_type),
            record.part,
            record.variant,
            self._now,
            self._value_hashes[record.entity_type, record.value],
            self._folded_hash(record.pseudonym),
            self._keys.seal(key, place, record.value, record.pseudonym),
        )

    def _records(self, space: int, number: int) -> list[Record] | None:
        if (space, number) not in self._groups:
            try:
                stored = self._reader.by_group(space, number)
            except Destroyed:
                self._forget({(space, number)})
                return None
            self._groups[space, number] = [one.record for one in stored]
        return self._groups[space, number]

    def _look(self, text: str) -> tuple[bool, bool]:
        folded = self._folded_hash(text)
        before = self._taken.get(text)
        if before is None:
            row = self._database.rows(_TAKEN, [folded, folded])[0]
            before = self._taken[text] = (bool(row[0]), bool(row[1]))
        return before[0] or folded in self._issued_now, before[1] or folded in self._held_now

    def _forget(self, groups: set[tuple[int, int]]) -> None:
        # Their key is destroyed: an erasure was cut short, or the vault comes from a backup.
        for space, number in groups:
            erase_rows(self._database, self._session_id, space, number)

    def _alias_hash(self, alias: str) -> bytes:
        value = self._alias_hashes.get(alias)
        if value is None:
            value = self._alias_hashes[alias] = self._keys.alias_hash(alias)
        return value

    def _folded_hash(self, text: str) -> bytes:
        value = self._folded_hashes.get(text)
        if value is None:
            value = self._folded_hashes[text] = self._keys.folded_hash(text)
        return value
