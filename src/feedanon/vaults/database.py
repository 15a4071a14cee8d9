"""What the encrypted vaults need of a database: the small dialect between SQLite and PostgreSQL.

SQL is written once, with `?` for values, `{hashes}` and `{numbers}` for sets of them, `{keys}` before the
tables of the key store. A database has two stores: the vault itself, and beside it the key store with
the secret of each group, which must not go into long-lived backups (see docs/vault.md).
"""

from __future__ import annotations

import struct
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from feedanon.errors import VaultCorruptedError

Row: TypeAlias = "tuple[Any, ...]"
Values: TypeAlias = "Sequence[Any]"


class Database(ABC):
    """A connection to a vault, used by one thread at a time: hold `lock` around several calls.

    Attributes:
        backend: `sqlite` or `postgresql`.
        place: file or address, without a password, for messages.
        lock: re-entrant.
        writable: whether this program may write there.
    """

    backend: str
    place: str
    writable: bool = True

    def __init__(self) -> None:
        self.lock = threading.RLock()

    @abstractmethod
    def has_tables(self, *, keys: bool = False) -> bool:
        """Whether a store was set up."""

    def begin_stores(self) -> None:
        """Inside the transaction that makes a vault: whatever must be there before its tables."""
        return None

    @abstractmethod
    def rows(self, sql: str, values: Values = (), *, keys: bool = False) -> list[Row]:
        """The rows of a query; `keys` asks the key store."""

    @abstractmethod
    def run(self, sql: str, rows: Sequence[Values], *, keys: bool = False) -> None:
        """Runs a statement once per row, inside a transaction; `keys` in the key store."""

    @abstractmethod
    def by_hash(self, sql: str, hashes: Sequence[bytes]) -> list[Row]:
        """The rows of a query that ends in `hash IN {hashes}`, in as many statements as it takes."""

    @abstractmethod
    def by_number(self, sql: str, values: Values, numbers: Sequence[int], *, keys: bool = False) -> list[Row]:
        """The rows of a query that ends in `number IN {numbers}`."""

    @abstractmethod
    def owners(self, session: int, wanted: Sequence[tuple[bytes, int]]) -> list[tuple[bytes, int, int, int]]:
        """(hash, space, first group, last group) for each (hash, space) that `lookups` has.

        An alias such as a family name may have a hundred thousand groups: nobody needs them all.
        """

    @abstractmethod
    @contextmanager
    def writing(self, session: int | None = None) -> Iterator[None]:
        """A write transaction: all of it or nothing. No other writes to that session meanwhile.

        Args:
            session: the session that is written to, None for the whole vault.
        """
        yield

    @abstractmethod
    def lock_journal(self) -> None:
        """Inside a transaction: nobody else appends to the journal until it ends."""

    @abstractmethod
    def scrub(self) -> None:
        """Removes what deleted rows may have left behind in files, as far as the database lets."""

    @abstractmethod
    def damage(self) -> list[str]:
        """What the database itself finds wrong with its files."""

    @abstractmethod
    def close(self) -> None:
        """Closes; twice does nothing."""

    def value(self, sql: str, values: Values = (), *, keys: bool = False) -> Any:
        """The first column of the first row, None without rows."""
        rows = self.rows(sql, values, keys=keys)
        return rows[0][0] if rows else None


def as_bytes(value: object) -> bytes:
    """A stored blob as bytes.

    Raises:
        VaultCorruptedError: it is absent or something else.
    """
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    raise VaultCorruptedError("a part of the vault is missing: restore the vault from a backup")


@contextmanager
def damaged_if_odd(place: str) -> Iterator[None]:
    """Damage can turn a stored number or text into anything: what cannot be read is damaged.

    Raises:
        VaultCorruptedError: for every error that odd values cause.
    """
    try:
        yield
    except (TypeError, ValueError, OverflowError, struct.error) as error:
        raise VaultCorruptedError(
            f"{place} holds damaged rows: restore it from a backup, and see `feedanon vault check`"
        ) from error


def chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
