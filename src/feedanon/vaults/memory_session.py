"""One session in memory."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from feedanon.errors import VaultError
from feedanon.vaults.allocation import allocate
from feedanon.vaults.base import Claim, Maker, Record, SessionStore
from feedanon.vaults.folding import fold
from feedanon.vaults.subjects import DAY, Held, Match, Problem, Subject, corrected


@dataclass(slots=True)
class _Group:
    day: int
    records: list[Record] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    restricted: bool = False


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
        self._known: dict[str, dict[str, Record]] = {}
        self._issued: dict[str, Record | None] = {}
        self._values: dict[str, tuple[tuple[str, int], ...]] = {}
        self._owners: dict[str, dict[str, tuple[int, ...]]] = {}
        self._groups: dict[str, list[_Group | None]] = {}
        self._revision = 0
        self._traffic: dict[str, Counter[str]] = {"issue": Counter(), "restore": Counter()}

    def claim(self, claims: Sequence[Claim], make: Maker) -> list[Record]:
        known = self._known
        day = int(time.time()) // DAY
        try:
            records = [known[claim.entity_type][claim.value] for claim in claims]
        except KeyError:
            with self._lock:
                batch = _Batch(self, day)
                try:
                    records = allocate(batch, claims, make)
                except BaseException:
                    batch.undo()
                    raise
                self._revision += bool(batch.added)
                self._traffic["issue"].update(record.entity_type for _, record in batch.added)
        groups = self._groups
        for record in records:
            group = groups[record.space][record.group - 1]
            if group is not None:
                group.day = day
        return records

    def find(self, pseudonyms: Iterable[str]) -> dict[str, Record]:
        found = {}
        for pseudonym in pseudonyms:
            record = self._issued.get(fold(pseudonym))
            if record is not None and record.pseudonym == pseudonym:
                found[pseudonym] = record
        with self._lock:
            given = (record.entity_type for record in found.values() if not record.restricted)
            self._traffic["restore"].update(given)
        return found

    def pseudonyms(self) -> Iterator[tuple[str, str]]:
        with self._lock:
            pairs = [(record.entity_type, record.pseudonym) for record in self._issued.values() if record]
        return iter(pairs)

    def revision(self) -> int:
        return self._revision

    def matches(self, values: Sequence[str], aliases: Sequence[str]) -> list[Match]:
        """The groups that hold one of `values`, or have one of `aliases`."""
        with self._lock:
            exact = {place for value in values for place in self._values.get(fold(value), ())}
            found = [Match(Subject(self.name, *place), exact=True) for place in sorted(exact)]
            near: dict[tuple[str, int], bool] = {}
            for space, table in self._owners.items():
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
                table = self._known[record.entity_type]
                if table.get(record.value) is not None and table[record.value].pseudonym == record.pseudonym:
                    del table[record.value]
                self._issued[fold(record.pseudonym)] = None
                self._drop_value(fold(record.value), place)
            owners = self._owners.get(subject.space, {})
            for alias in group.aliases:
                left = tuple(number for number in owners[alias] if number != subject.group)
                if left:
                    owners[alias] = left
                else:
                    del owners[alias]
            self._groups[subject.space][subject.group - 1] = None
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
                self._drop_value(wrong, place)
                for record in group.records:
                    self._keep_value(fold(record.value), place)
                self._register(group, place, aliases)
                self._revision += 1
            return changed

    def idle(self, before: int) -> list[Subject]:
        """The groups that nothing named since the day of `before`."""
        with self._lock:
            return [
                Subject(self.name, space, number)
                for space, groups in self._groups.items()
                for number, group in enumerate(groups, 1)
                if group is not None and group.day < before // DAY
            ]

    def figures(self) -> Figures:
        """Counts of everything."""
        with self._lock:
            everything = [group for groups in self._groups.values() for group in groups]
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
                for groups in self._groups.values()
                for group in groups
                if group is not None
                for record in group.records
                if self._issued.get(fold(record.pseudonym)) != record
            ]

    def take_traffic(self) -> list[tuple[str, Counter[str]]]:
        """The counts of issued and restored records since the last call."""
        with self._lock:
            traffic = [(verb, counts) for verb, counts in self._traffic.items() if counts]
            self._traffic = {"issue": Counter(), "restore": Counter()}
            return traffic

    def _group(self, subject: Subject) -> _Group | None:
        groups = self._groups.get(subject.space, [])
        if not 0 < subject.group <= len(groups):
            raise VaultError(f"session {self.name!r} has no group {subject.group} in {subject.space}")
        return groups[subject.group - 1]

    def _replace(self, group: _Group, index: int, record: Record, old_value: str) -> None:
        group.records[index] = record
        self._issued[fold(record.pseudonym)] = record
        table = self._known[record.entity_type]
        holder = table.get(old_value)
        if holder is not None and holder.pseudonym == record.pseudonym:
            del table[old_value]
            table.setdefault(record.value, record)

    def _keep_value(self, folded: str, place: tuple[str, int]) -> None:
        places = self._values.get(folded, ())
        if place not in places:
            self._values[folded] = (*places, place)

    def _drop_value(self, folded: str, place: tuple[str, int]) -> None:
        left = tuple(other for other in self._values.get(folded, ()) if other != place)
        if left:
            self._values[folded] = left
        else:
            self._values.pop(folded, None)

    def _register(self, group: _Group, place: tuple[str, int], aliases: Iterable[str]) -> None:
        space, number = place
        owners = self._owners.setdefault(space, {})
        for alias in aliases:
            if alias not in group.aliases:
                group.aliases.add(alias)
                owners[alias] = (*owners.get(alias, ()), number)


class _Batch:
    """A session while it settles a batch: a `Book` that can undo what it added."""

    def __init__(self, session: MemorySession, day: int) -> None:
        self.added: list[tuple[_Group, Record]] = []
        self._session = session
        self._day = day
        self._aliases: list[tuple[_Group, str, int, set[str]]] = []
        self._begun: list[str] = []

    def known(self, claim: Claim) -> Record | None:
        return self._session._known.get(claim.entity_type, {}).get(claim.value)

    def owners(self, space: str, alias: str) -> Sequence[int]:
        return self._session._owners.get(space, {}).get(alias, ())

    def group(self, space: str, number: int) -> Sequence[Record]:
        group = self._session._groups[space][number - 1]
        return () if group is None else tuple(group.records)

    def begin(self, space: str) -> int:
        groups = self._session._groups.setdefault(space, [])
        groups.append(_Group(self._day))
        self._begun.append(space)
        return len(groups)

    def restricted(self, space: str, number: int) -> bool:
        group = self._session._groups[space][number - 1]
        return group is not None and group.restricted

    def issued(self, text: str) -> bool:
        return fold(text) in self._session._issued

    def taken(self, text: str) -> bool:
        folded = fold(text)
        return folded in self._session._issued or folded in self._session._values

    def add(self, claim: Claim, record: Record) -> None:
        session = self._session
        place = (record.space, record.group)
        group = session._groups[record.space][record.group - 1]
        if group is None:
            raise VaultError("a forgotten group was claimed again: report this as a defect of feedanon")
        fresh = {alias for alias in claim.registers if alias not in group.aliases}
        self._aliases.append((group, record.space, record.group, fresh))
        self.added.append((group, record))
        group.records.append(record)
        group.since.append(int(time.time()))
        session._known.setdefault(record.entity_type, {})[record.value] = record
        session._issued[fold(record.pseudonym)] = record
        session._keep_value(fold(record.value), place)
        session._register(group, place, fresh)

    def undo(self) -> None:
        session = self._session
        for group, space, number, fresh in reversed(self._aliases):
            owners = session._owners[space]
            for alias in fresh:
                group.aliases.discard(alias)
                left = tuple(owner for owner in owners[alias] if owner != number)
                if left:
                    owners[alias] = left
                else:
                    del owners[alias]
        for group, record in reversed(self.added):
            group.records.pop()
            group.since.pop()
            del session._known[record.entity_type][record.value]
            del session._issued[fold(record.pseudonym)]
            folded = fold(record.value)
            if all(fold(other.value) != folded for other in group.records):
                session._drop_value(folded, (record.space, record.group))
        for space in reversed(self._begun):
            session._groups[space].pop()
