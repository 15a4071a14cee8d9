"""One session of an encrypted vault."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from feedanon.errors import VaultError
from feedanon.vaults.allocation import allocate
from feedanon.vaults.base import Claim, Maker, Record, SessionStore
from feedanon.vaults.database import Database
from feedanon.vaults.directory import Labels
from feedanon.vaults.sealing import SessionKeys
from feedanon.vaults.sql_batch import SqlBatch
from feedanon.vaults.sql_journal import SqlJournal
from feedanon.vaults.sql_records import RecordReader
from feedanon.vaults.subjects import DAY

_MOST_AT_HAND = 20_000


class SqlSession(SessionStore):
    """The records of one session, behind keyed hashes and seals.

    Records that were read stay at hand, as long as no record of the session was changed or removed.
    """

    def __init__(
        self,
        name: str,
        session_id: int,
        *,
        database: Database,
        labels: Labels,
        journal: SqlJournal,
        keys: SessionKeys,
    ) -> None:
        self.name = name
        self._id = session_id
        self._database = database
        self._labels = labels
        self._journal = journal
        self._keys = keys
        self._reader = RecordReader(database, labels, session_id, keys)
        self._by_value: dict[tuple[str, str], Record] = {}
        self._by_pseudonym: dict[str, Record] = {}
        self._state: tuple[int, int] = (-1, -1)

    def claim(self, claims: Sequence[Claim], make: Maker) -> list[Record]:
        with self._database.lock:
            self._refresh()
            if any((claim.entity_type, claim.value) not in self._by_value for claim in claims):
                self._settle(claims, make)
            return [self._by_value[claim.entity_type, claim.value] for claim in claims]

    def find(self, pseudonyms: Iterable[str]) -> dict[str, Record]:
        with self._database.lock:
            self._refresh()
            wanted = list(dict.fromkeys(pseudonyms))
            absent = {self._keys.folded_hash(one) for one in wanted if one not in self._by_pseudonym}
            for stored in self._reader.by_pseudonym(sorted(absent)):
                self._by_pseudonym[stored.record.pseudonym] = stored.record
            found = {one: self._by_pseudonym[one] for one in wanted if one in self._by_pseudonym}
        given = Counter(record.entity_type for record in found.values() if not record.restricted)
        self._journal.restored(self.name, given)
        return found

    def pseudonyms(self) -> Iterator[tuple[str, str]]:
        for stored in self._reader.all():
            yield stored.record.entity_type, stored.record.pseudonym

    def revision(self) -> int:
        return self._row()[0]

    def _row(self) -> tuple[int, int]:
        rows = self._database.rows("SELECT revision, changes FROM sessions WHERE id = ?", [self._id])
        if not rows:
            raise VaultError(f"session {self.name!r} is no longer in the vault: open the vault again")
        return rows[0][0], rows[0][1]

    def _refresh(self) -> None:
        state = (self._row()[1], int(time.time()) // DAY)
        if state != self._state or len(self._by_value) + len(self._by_pseudonym) > _MOST_AT_HAND:
            self._by_value, self._by_pseudonym, self._state = {}, {}, state
            self._reader.forget_keys()

    def _settle(self, claims: Sequence[Claim], make: Maker) -> None:
        wanted = dict.fromkeys((claim.entity_type, claim.value) for claim in claims)
        hashes = {key: self._keys.value_hash(*key) for key in wanted}
        stored, _ = self._reader.by_value([hashes[key] for key in wanted if key not in self._by_value])
        for one in stored:
            # A group that is named for the first time today is written to, for the sake of retention.
            if one.day >= self._state[1] or not self._database.writable:
                self._keep(one.record)
        if all(key in self._by_value for key in wanted):
            return
        self._labels.ensure(name for claim in claims for name in (claim.entity_type, claim.space))
        with self._database.writing(self._id):
            self._refresh()  # somebody may have forgotten a group before we got the lock
            batch = SqlBatch(self._database, self._labels, self._id, self._keys, self._reader)
            batch.prepare(claims, self._by_value, hashes)
            records = allocate(batch, claims, make)
            batch.write()
            if batch.added:
                self._journal.append("issue", self.name, batch.counts())
        for record in records:
            self._keep(record)

    def _keep(self, record: Record) -> None:
        self._by_value[record.entity_type, record.value] = record
        self._by_pseudonym[record.pseudonym] = record
