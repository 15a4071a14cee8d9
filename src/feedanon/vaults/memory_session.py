"""One session in memory."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from feedanon.errors import VaultError
from feedanon.vaults.allocation import allocate
from feedanon.vaults.base import Claim, Maker, Record, SessionStore
from feedanon.vaults.folding import fold
from feedanon.vaults.memory_batch import MemoryBatch
from feedanon.vaults.memory_tables import MemoryGroup, MemoryTables
from feedanon.vaults.subjects import DAY, Held, Match, Problem, Subject, corrected


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures about one session."""

    groups: int
    restricted: int
    forgotten: int
    records: Counter[str]
    oldest: int | None


class MemorySession(SessionStore):
    """The records of one session in dictionaries.

    Attributes:
        name: name of the session.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.RLock()
        self._tables = MemoryTables()
        self._revision = 0
        self._traffic: dict[str, Counter[str]] = {"issue": Counter(), "restore": Counter()}

    def claim(self, claims: Sequence[Claim], make: Maker) -> list[Record]:
        known = self._tables.known
        day = int(time.time()) // DAY
        try:
            records = [known[claim.entity_type][claim.value] for claim in claims]
        except KeyError:
            with self._lock:
                batch = MemoryBatch(self._tables, day)
                try:
                    records = allocate(batch, claims, make)
                except BaseException:
                    batch.undo()
                    raise
                self._revision += bool(batch.added)
                self._traffic["issue"].update(record.entity_type for _, record in batch.added)
        groups = self._tables.groups
        for record in records:
            group = groups[record.space][record.group - 1]
            if group is not None:
                group.day = day
        return records

    def find(self, pseudonyms: Iterable[str]) -> dict[str, Record]:
        found = {}
        for pseudonym in pseudonyms:
            record = self._tables.issued.get(fold(pseudonym))
            if record is not None and record.pseudonym == pseudonym:
                found[pseudonym] = record
        with self._lock:
            given = (record.entity_type for record in found.values() if not record.restricted)
            self._traffic["restore"].update(given)
        return found

    def pseudonyms(self) -> Iterator[tuple[str, str]]:
        with self._lock:
            pairs = [
                (record.entity_type, record.pseudonym) for record in self._tables.issued.values() if record
            ]
        return iter(pairs)

    def revision(self) -> int:
        return self._revision

    def matches(self, values: Sequence[str], aliases: Sequence[str]) -> list[Match]:
        """The groups that hold one of `values`, or have one of `aliases`."""
        with self._lock:
            exact = {place for value in values for place in self._tables.values.get(fold(value), ())}
            found = [Match(Subject(self.name, *place), exact=True) for place in sorted(exact)]
            near: dict[tuple[str, int], bool] = {}
            for space, table in self._tables.owners.items():
                for alias in aliases:
                    owners = table.get(alias, ())
                    for number in owners:
                        place = (space, number)
                        near[place] = near.get(place, False) or len(owners) == 1
            found += [
                Match(Subject(self.name, *place), exact=False, alone=alone)
                for place, alone in sorted(near.items())
                if place not in exact
            ]
            return found

    def held(self, subject: Subject) -> list[Held]:
        """The records of a group, with their times."""
        with self._lock:
            group = self._group(subject)
            return (
                []
                if group is None
                else [Held(*pair) for pair in zip(group.records, group.since, strict=True)]
            )

    def erase(self, subject: Subject) -> Counter[str]:
        """Drops a group; its number and its pseudonyms stay used."""
        with self._lock:
            group = self._group(subject)
            if group is None:
                return Counter()
            place = (subject.space, subject.group)
            for record in group.records:
                table = self._tables.known[record.entity_type]
                if table.get(record.value) is not None and table[record.value].pseudonym == record.pseudonym:
                    del table[record.value]
                self._tables.issued[fold(record.pseudonym)] = None
                self._tables.drop_value(fold(record.value), place)
            self._tables.unregister(group, place, tuple(group.aliases))
            self._tables.groups[subject.space][subject.group - 1] = None
            self._revision += 1
            return Counter(record.entity_type for record in group.records)

    def restrict(self, subject: Subject, restricted: bool) -> Counter[str]:
        """Sets the mark of restriction on a group and its records."""
        with self._lock:
            group = self._group(subject)
            if group is None or group.restricted == restricted:
                return Counter()
            group.restricted = restricted
            for index, record in enumerate(group.records):
                self._replace(group, index, dataclasses.replace(record, restricted=restricted), record.value)
            self._revision += 1
            return Counter(record.entity_type for record in group.records)

    def rectify(self, subject: Subject, old: str, new: str, aliases: Sequence[str]) -> Counter[str]:
        """Puts `new` in the place of `old` in a group."""
        with self._lock:
            group = self._group(subject)
            changed: Counter[str] = Counter()
            if group is None:
                return changed
            place = (subject.space, subject.group)
            wrong = fold(old)
            for index, record in enumerate(group.records):
                if fold(record.value) == wrong:
                    right = dataclasses.replace(record, value=corrected(record.value, new))
                    self._replace(group, index, right, record.value)
                    changed[record.entity_type] += 1
            if changed:
                self._tables.drop_value(wrong, place)
                for record in group.records:
                    self._tables.keep_value(fold(record.value), place)
                self._tables.register(group, place, aliases)
                self._revision += 1
            return changed

    def idle(self, before: int) -> list[Subject]:
        """The groups that nothing named since the day of `before`."""
        with self._lock:
            return [
                Subject(self.name, space, number)
                for space, groups in self._tables.groups.items()
                for number, group in enumerate(groups, 1)
                if group is not None and group.day < before // DAY
            ]

    def figures(self) -> Figures:
        """Counts of everything."""
        with self._lock:
            everything = [group for groups in self._tables.groups.values() for group in groups]
            kept = [group for group in everything if group is not None]
            return Figures(
                groups=len(kept),
                restricted=sum(group.restricted for group in kept),
                forgotten=len(everything) - len(kept),
                records=Counter(record.entity_type for group in kept for record in group.records),
                oldest=min((since for group in kept for since in group.since), default=None),
            )

    def problems(self) -> list[Problem]:
        """Where the tables contradict each other; never, unless memory was tampered with."""
        with self._lock:
            return [
                Problem(
                    f"session {self.name!r}", f"a record of {record.space} {record.group} cannot be found"
                )
                for groups in self._tables.groups.values()
                for group in groups
                if group is not None
                for record in group.records
                if self._tables.issued.get(fold(record.pseudonym)) != record
            ]

    def take_traffic(self) -> list[tuple[str, Counter[str]]]:
        """The counts of issued and restored records since the last call."""
        with self._lock:
            traffic = [(verb, counts) for verb, counts in self._traffic.items() if counts]
            self._traffic = {"issue": Counter(), "restore": Counter()}
            return traffic

    def _group(self, subject: Subject) -> MemoryGroup | None:
        groups = self._tables.groups.get(subject.space, [])
        if not 0 < subject.group <= len(groups):
            raise VaultError(f"session {self.name!r} has no group {subject.group} in {subject.space}")
        return groups[subject.group - 1]

    def _replace(self, group: MemoryGroup, index: int, record: Record, old_value: str) -> None:
        group.records[index] = record
        self._tables.issued[fold(record.pseudonym)] = record
        table = self._tables.known[record.entity_type]
        holder = table.get(old_value)
        if holder is not None and holder.pseudonym == record.pseudonym:
            del table[old_value]
            table.setdefault(record.value, record)
