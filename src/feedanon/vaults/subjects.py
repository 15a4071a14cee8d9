"""What a vault can do for the people whose data it keeps: the layer under `feedanon.vaults.rights`.

A person has one group per session and space. These methods work on groups that were found by any
value of the person; which of them to take is decided above.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from feedanon.vaults.base import Record, Vault
from feedanon.vaults.journal import Line, Verdict

DAY = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One group of one session: what a session knows of one person (or company, number ...)."""

    session: str
    space: str
    group: int


@dataclass(frozen=True, slots=True)
class Match:
    """A subject that was looked for.

    Attributes:
        subject: the group.
        exact: found by a value that it holds; otherwise by an alias.
        alone: no other group of that session and space has the alias it was found by.
    """

    subject: Subject
    exact: bool
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """A record and when it was made, in seconds since 1970."""

    record: Record
    since: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures about a vault.

    Attributes:
        backend: `memory`, `sqlite` or `postgresql`.
        sessions: how many sessions.
        groups: how many groups are kept.
        restricted: how many of them are under restriction.
        forgotten: how many were erased.
        records: how many records are kept, by entity type.
        oldest: when the oldest kept record was made, in seconds since 1970.
        keys: identifiers of the master keys that open the vault.
    """

    backend: str
    sessions: int
    groups: int
    restricted: int
    forgotten: int
    records: Mapping[str, int]
    oldest: int | None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that `check` found wrong. Holds no personal value.

    Attributes:
        where: file, journal, or session and group.
        what: what is wrong.
        erase: the group that `erase` would set right, because its key is destroyed already.
    """

    where: str
    what: str
    erase: Subject | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class SubjectVault(Vault):
    """A vault that serves the rights of people. All vaults of feedanon do.

    Attributes:
        created_key_path: the key file that was made on opening, so that a program can say so aloud.
    """

    created_key_path: Path | None = None

    def __enter__(self) -> SubjectVault:
        return self

    @abstractmethod
    def sessions(self) -> Iterator[str]:
        """The names of all sessions, in the order in which they began."""

    @abstractmethod
    def subjects(self, values: Sequence[str], aliases: Sequence[str] = ()) -> list[Match]:
        """The groups, of all sessions, that hold one of `values` or were registered under an alias.

        Args:
            values: values as anybody would write them; compared folded, of any entity type.
            aliases: further aliases, as claims register them.
        """

    @abstractmethod
    def held(self, subject: Subject) -> list[Held]:
        """All that is kept of a subject, oldest first; empty when it was forgotten."""

    @abstractmethod
    def erase(self, subjects: Sequence[Subject], verb: str = "forget") -> Counter[str]:
        """Erases subjects: values, keys and aliases. Group numbers and pseudonyms are not used again.

        Returns:
            How many records were erased, by entity type.
        """

    @abstractmethod
    def restrict(self, subjects: Sequence[Subject], restricted: bool) -> Counter[str]:
        """Puts subjects under restriction, or lifts it. Returns the records concerned by type."""

    @abstractmethod
    def rectify(
        self, subjects: Sequence[Subject], old: str, new: str, aliases: Sequence[str] = ()
    ) -> Counter[str]:
        """Puts `new` where the subjects hold `old` (folded); pseudonyms stay as they are.

        Args:
            subjects: where to look.
            old: the value that is wrong.
            new: the value that later answers show; put in capitals where the old one was.
            aliases: aliases of `new`, to be found by from now on.
        """

    @abstractmethod
    def idle(self, before: int) -> Iterator[Subject]:
        """The subjects that no text has named since `before` (seconds since 1970, to the day)."""

    @abstractmethod
    def stats(self) -> Stats:
        """Figures, without personal values."""

    @abstractmethod
    def check(self) -> list[Problem]:
        """Reads everything and tells what is damaged; an empty list when nothing is."""

    @abstractmethod
    def note(self, verb: str, session: str = "", counts: Mapping[str, int] | None = None) -> None:
        """Writes a line into the journal."""

    @abstractmethod
    def journal(self) -> Iterator[Line]:
        """The lines of the journal, oldest first."""

    @abstractmethod
    def verify_journal(self, anchor: str = "") -> Verdict:
        """Follows the journal's chain of seals."""


def corrected(value: str, new: str) -> str:
    """`new` in the letter case of `value` when that is all capitals, else as it is."""
    return new.upper() if value.isupper() and any(char.islower() for char in new) else new
