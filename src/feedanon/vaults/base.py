"""What a vault is: where sessions keep which pseudonym stands for which value.

A session numbers *groups* in *spaces*. A group is one identity: a person, a phone number, a company.
The ways in which texts write it are its *variants*. `Sophie Martin` and `MARTIN Sophie` are two
variants of one group of the space PERSON; `06 12 34 56 78` and `+33612345678` of one group of the
space PHONE_NUMBER. Vaults know nothing of detection, nor of what pseudonyms look like.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

DEFAULT_SESSION = "default"


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, as a text writes it, that needs a pseudonym.

    Attributes:
        entity_type: what it is, such as `EMAIL_ADDRESS`.
        value: exactly as written. Never shown in a repr.
        space: the space its group is numbered in; often the entity type, but the e-mail of a known
            person belongs to that person's group in the space PERSON.
        finds: aliases that identify its group, the surest first. The first alias that belongs to
            exactly one group of the space decides; with none a new group begins.
        registers: aliases that later claims of the same group will be found by.
        part: which part of the group it names (`first`, `last`, `email` ...), empty for the whole.
    """

    entity_type: str
    value: str = field(repr=False)
    space: str
    finds: tuple[str, ...] = field(repr=False)
    registers: tuple[str, ...] = field(repr=False)
    part: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A value and the pseudonym that stands for it in one session.

    Attributes:
        entity_type: what the value is.
        space: the space of its group.
        group: number of the group in its space, from 1.
        part: which part of the group the value names, empty for the whole.
        variant: number of this way to write that part of the group, from 1.
        value: exactly as written. Never shown in a repr.
        pseudonym: what stands for it, unique in the session.
        restricted: the person asked for restriction (GDPR article 18): kept, not given back.
    """

    entity_type: str
    space: str
    group: int
    part: str
    variant: int
    value: str = field(repr=False)
    pseudonym: str
    restricted: bool = False


Taken = Callable[[str], bool]
"""Whether a text is a pseudonym or a value of the session already, letter case set aside."""

Group = Sequence[Record]
"""The records a group has so far, oldest first; empty for a new one."""

Maker = Callable[[Claim, int, int, Group, Taken], str]
"""Makes the pseudonym for (claim, group number, variant number, group's records, taken)."""


class SessionStore(ABC):
    """The records of one session in a vault. Safe to use from several threads."""

    @abstractmethod
    def claim(self, claims: Sequence[Claim], make: Maker) -> list[Record]:
        """A record for each claim, found or made, in one transaction: all of them or none.

        One value of one entity type always has one record, whatever its aliases say later. Two
        processes that claim the same value at once get the same record.

        Args:
            claims: what a batch of texts needs, repetitions allowed.
            make: called for new records only; its results are stored as they are.

        Returns:
            The records, in the order of `claims`.

        Raises:
            VaultError: nothing was stored.
        """

    @abstractmethod
    def find(self, pseudonyms: Iterable[str]) -> dict[str, Record]:
        """The records of those `pseudonyms` that were issued in this session and not forgotten.

        Raises:
            VaultError: the vault cannot be read or was damaged.
        """

    @abstractmethod
    def pseudonyms(self) -> Iterator[tuple[str, str]]:
        """(entity type, pseudonym) of every record, for matching pseudonyms that are not tokens."""

    @abstractmethod
    def revision(self) -> int:
        """A number that changes whenever a record is added, changed or removed, by any process."""


class Vault(ABC):
    """Keeps sessions. A context manager: leaving it closes the vault."""

    @abstractmethod
    def session(self, name: str = DEFAULT_SESSION) -> SessionStore:
        """The session of that name, made when it is new.

        Args:
            name: any non-empty string without control characters; it is not personal data.

        Raises:
            VaultError: the name cannot be used, or the vault cannot be read.
        """

    @abstractmethod
    def close(self) -> None:
        """Frees files and connections; closing twice does nothing."""

    def __enter__(self) -> Vault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
