"""A batch of claims in memory."""

from __future__ import annotations

import time
from collections.abc import Sequence

from feedanon.errors import VaultError
from feedanon.vaults.base import Claim, Record
from feedanon.vaults.folding import fold
from feedanon.vaults.memory_tables import MemoryGroup, MemoryTables


class MemoryBatch:
    """A session while it settles a batch: a `Book` that can undo what it added."""

    def __init__(self, tables: MemoryTables, day: int) -> None:
        self.added: list[tuple[MemoryGroup, Record]] = []
        self._tables = tables
        self._day = day
        self._aliases: list[tuple[MemoryGroup, str, int, set[str]]] = []
        self._begun: list[str] = []

    def known(self, claim: Claim) -> Record | None:
        return self._tables.known.get(claim.entity_type, {}).get(claim.value)

    def owners(self, space: str, alias: str) -> Sequence[int]:
        return self._tables.owners.get(space, {}).get(alias, ())

    def group(self, space: str, number: int) -> Sequence[Record]:
        group = self._tables.groups[space][number - 1]
        return () if group is None else tuple(group.records)

    def begin(self, space: str) -> int:
        groups = self._tables.groups.setdefault(space, [])
        groups.append(MemoryGroup(self._day))
        self._begun.append(space)
        return len(groups)

    def restricted(self, space: str, number: int) -> bool:
        group = self._tables.groups[space][number - 1]
        return group is not None and group.restricted

    def issued(self, text: str) -> bool:
        return fold(text) in self._tables.issued

    def taken(self, text: str) -> bool:
        folded = fold(text)
        return folded in self._tables.issued or folded in self._tables.values

    def add(self, claim: Claim, record: Record) -> None:
        tables = self._tables
        place = (record.space, record.group)
        group = tables.groups[record.space][record.group - 1]
        if group is None:
            raise VaultError("a forgotten group was claimed again: report this as a defect of feedanon")
        fresh = {alias for alias in claim.registers if alias not in group.aliases}
        self._aliases.append((group, record.space, record.group, fresh))
        self.added.append((group, record))
        group.records.append(record)
        group.since.append(int(time.time()))
        tables.known.setdefault(record.entity_type, {})[record.value] = record
        tables.issued[fold(record.pseudonym)] = record
        tables.keep_value(fold(record.value), place)
        tables.register(group, place, fresh)

    def undo(self) -> None:
        tables = self._tables
        for group, space, number, fresh in reversed(self._aliases):
            tables.unregister(group, (space, number), fresh)
        for group, record in reversed(self.added):
            group.records.pop()
            group.since.pop()
            del tables.known[record.entity_type][record.value]
            del tables.issued[fold(record.pseudonym)]
            folded = fold(record.value)
            if all(fold(other.value) != folded for other in group.records):
                tables.drop_value(folded, (record.space, record.group))
        for space in reversed(self._begun):
            tables.groups[space].pop()
