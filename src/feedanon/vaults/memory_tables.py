"""The dictionaries of a session in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from feedanon.vaults.base import Record


@dataclass(slots=True)
class MemoryGroup:
    """A group: its records and when each was made, the aliases it is found by, when a text last named it."""

    day: int
    records: list[Record] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    restricted: bool = False


class MemoryTables:
    """What a session knows.

    Attributes:
        known: entity type, value -> record.
        issued: folded pseudonym -> record, None when it was forgotten.
        values: folded value -> the groups, as (space, number), that hold it.
        owners: space, alias -> numbers of groups.
        groups: space -> groups by number less one, None when forgotten.
    """

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Record]] = {}
        self.issued: dict[str, Record | None] = {}
        self.values: dict[str, tuple[tuple[str, int], ...]] = {}
        self.owners: dict[str, dict[str, tuple[int, ...]]] = {}
        self.groups: dict[str, list[MemoryGroup | None]] = {}

    def keep_value(self, folded: str, place: tuple[str, int]) -> None:
        """Notes that a group holds a value, folded."""
        places = self.values.get(folded, ())
        if place not in places:
            self.values[folded] = (*places, place)

    def drop_value(self, folded: str, place: tuple[str, int]) -> None:
        """Notes that a group no longer holds a value, folded."""
        left = tuple(other for other in self.values.get(folded, ()) if other != place)
        if left:
            self.values[folded] = left
        else:
            self.values.pop(folded, None)

    def register(self, group: MemoryGroup, place: tuple[str, int], aliases: Iterable[str]) -> None:
        """Makes a group findable by aliases."""
        space, number = place
        owners = self.owners.setdefault(space, {})
        for alias in aliases:
            if alias not in group.aliases:
                group.aliases.add(alias)
                owners[alias] = (*owners.get(alias, ()), number)

    def unregister(self, group: MemoryGroup, place: tuple[str, int], aliases: Iterable[str]) -> None:
        """Makes a group no longer findable by aliases."""
        space, number = place
        owners = self.owners.get(space, {})
        for alias in aliases:
            group.aliases.discard(alias)
            left = tuple(owner for owner in owners[alias] if owner != number)
            if left:
                owners[alias] = left
            else:
                del owners[alias]
