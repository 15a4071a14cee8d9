"""A vault in a SQLite file, with its key store in a second file beside it (`avis.vault.keys`).

A group's secret is committed to the key store before the group's records, and destroyed there before
them: a kill in between leaves a secret that nothing needs, or records that nobody can read any more.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from feedanon.errors import VaultCorruptedError, VaultError
from feedanon.vaults.database import Database, Row, Values, chunks
from feedanon.vaults.keyring import KeySource, open_keyring
from feedanon.vaults.sql_vault import SqlVault
from feedanon.vaults.sqlite_files import (
    BUSY_SECONDS,
    KEYS_SUFFIX,
    connected,
    connected_read_only,
    vault_exists,
)

_SIZES = (1, 8, 64, 256)
_of_parents: list[object] = []  # connections of the process that forked us: closing them would harm it
_OWNERS = (
    "WITH place (session, space) AS (VALUES (?, ?)), asked (hash) AS (VALUES {asked}) SELECT hash, "
    "(SELECT number FROM lookups l WHERE l.hash = asked.hash AND l.session = place.session "
    "AND l.space = place.space ORDER BY number LIMIT 1), "
    "(SELECT number FROM lookups l WHERE l.hash = asked.hash AND l.session = place.session "
    "AND l.space = place.space ORDER BY number DESC LIMIT 1) FROM place, asked"
)


def open_sqlite(path: Path, key: KeySource = None) -> SqlVault:
    """Opens the vault of a file, made (0600) when it does not exist.

    Raises:
        VaultKeyError: no key, a malformed one, or not this vault's; nothing was changed.
        VaultCorruptedError: the file is damaged or no vault.
        VaultVersionError: a newer feedanon wrote it.
        VaultError: the file or its folder cannot be used.
    """
    exists = vault_exists(path)
    keyring = open_keyring(key, create=not exists)
    database = SqliteDatabase(path)
    try:
        return SqlVault(database, keyring)
    except BaseException:
        database.close()
        raise


class SqliteDatabase(Database):
    """Two connections: the vault's file and the key store's."""

    backend = "sqlite"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.place = str(path)
        self._paths = (path, path.with_name(path.name + KEYS_SUFFIX))
        self._connections: tuple[sqlite3.Connection, sqlite3.Connection] | None = None
        self._process = 0
        self._depth = 0
        self._closed = False
        with self._translated():
            for each in self._paths:
                if not each.exists():
                    with suppress(FileExistsError):
                        os.close(os.open(each, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._connect()

    def has_tables(self, *, keys: bool = False) -> bool:
        name = "store" if keys else "meta"
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = ?", [name], keys=keys))

    def rows(self, sql: str, values: Values = (), *, keys: bool = False) -> list[Row]:
        if keys:
            sql = sql.replace("{keys}", "")
        with self.lock:
            try:
                return self._on(keys).execute(sql, values).fetchall()
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise _explained(error, self.place) from error

    def run(self, sql: str, rows: Sequence[Values], *, keys: bool = False) -> None:
        sql = sql.format(keys="", blob="BLOB", compact=" WITHOUT ROWID") if "{" in sql else sql
        with self.lock, self._translated():
            connection = self._on(keys)
            if keys and not connection.in_transaction:
                connection.execute("BEGIN IMMEDIATE")
            if len(rows) == 1:
                connection.execute(sql, rows[0])
            else:
                connection.executemany(sql, rows)

    def by_hash(self, sql: str, hashes: Sequence[bytes]) -> list[Row]:
        return self._in_chunks(sql, (), hashes, False)

    def by_number(self, sql: str, values: Values, numbers: Sequence[int], *, keys: bool = False) -> list[Row]:
        return self._in_chunks(sql.replace("{keys}", ""), values, numbers, keys)

    def owners(self, session: int, wanted: Sequence[tuple[bytes, int]]) -> list[tuple[bytes, int, int, int]]:
        found: list[tuple[bytes, int, int, int]] = []
        by_space: dict[int, list[bytes]] = {}
        for value, space in wanted:
            by_space.setdefault(space, []).append(value)
        for space, hashes in by_space.items():
            rows = self._in_chunks(_OWNERS, (session, space), hashes, False)
            found += [(row[0], space, row[1], row[2]) for row in rows if row[1] is not None]
        return found

    @contextmanager
    def writing(self, session: int | None = None) -> Iterator[None]:
        with self.lock, self._translated():
            vault = self._on(False)
            if self._depth:
                raise VaultError("a vault was written to inside a write: make no claims in a pseudonym maker")
            vault.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                for connection in (self._on(True), vault):
                    if connection.in_transaction:
                        connection.execute("COMMIT")
            except BaseException:
                for connection in (vault, self._on(True)):
                    if connection.in_transaction:
                        with suppress(sqlite3.Error):
                            connection.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    def lock_journal(self) -> None:
        """Nothing to do: a SQLite file has one writer at a time."""

    def scrub(self) -> None:
        with self.lock, self._translated():
            for keys in (True, False):
                self._on(keys).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def damage(self) -> list[str]:
        found = []
        for keys in (False, True):
            with self.lock:
                try:
                    lines = [row[0] for row in self._on(keys).execute("PRAGMA integrity_check(20)")]
                except sqlite3.DatabaseError as error:
                    lines = [str(error)]
            found += [f"{self._paths[keys].name}: {line}" for line in lines if line != "ok"]
        return found

    def close(self) -> None:
        with self.lock:
            self._closed = True
            connections, self._connections = self._connections, None
            if connections is not None and self._process == os.getpid():
                for connection in connections:
                    with suppress(sqlite3.Error):
                        connection.close()

    def _in_chunks(self, sql: str, values: Values, items: Sequence[object], keys: bool) -> list[Row]:
        # The last item fills up to one of few sizes, so that few prepared statements serve.
        found: list[Row] = []
        for chunk in chunks(items, _SIZES[-1]):
            size = next(size for size in _SIZES if size >= len(chunk))
            found += self.rows(
                _sized(sql, size), [*values, *chunk, *[chunk[-1]] * (size - len(chunk))], keys=keys
            )
        return found

    def _on(self, keys: bool) -> sqlite3.Connection:
        if self._process != os.getpid():
            self._connect()  # a fork must not use its parent's connections
        if self._connections is None:
            raise VaultError("the vault is closed: open it again")
        return self._connections[keys]

    def _connect(self) -> None:
        if self._closed:
            raise VaultError("the vault is closed: open it again")
        folder = self._paths[0].parent
        effective = os.access in os.supports_effective_ids
        places = (*self._paths, folder)
        self.writable = all(os.access(place, os.W_OK, effective_ids=effective) for place in places)
        opened: list[sqlite3.Connection] = []
        try:
            for path in self._paths:
                opened.append(connected(path) if self.writable else connected_read_only(path))
        except BaseException:
            for connection in opened:
                connection.close()
            raise
        if self._connections is not None:
            _of_parents.append(self._connections)
        self._connections = (opened[0], opened[1])
        self._process = os.getpid()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _explained(error, self.place) from error
        except OSError as error:
            raise VaultError(f"{self.place} cannot be used: {error.strerror}") from error


@lru_cache(maxsize=64)
def _sized(sql: str, size: int) -> str:
    marks = ", ".join(["?"] * size)
    rows = ", ".join(["(?)"] * size)
    return sql.replace("{hashes}", f"({marks})").replace("{numbers}", f"({marks})").replace("{asked}", rows)


def _explained(error: Exception, place: str) -> VaultError:
    text = str(error).lower()
    advice = {
        "readonly": "is read-only: make the file and its folder writable, or open a copy",
        "unable to open": "cannot be opened: check that the file and its folder exist and are writable",
        "full": "cannot grow, the disk is full: free some space and repeat; nothing of this batch was kept",
        "disk i/o": "cannot be written or read (disk error or file size limit): free space, check the disk, "
        "and repeat; nothing of this batch was kept",
        "locked": f"is busy for more than {BUSY_SECONDS:.0f} seconds: another program holds it; try again",
    }
    for sign, what in advice.items():
        if sign in text:
            return VaultError(f"{place} {what}")
    damaged = (
        "malformed",
        "not a database",
        "no such",
        "constraint",
        "decode",
        "not authorized",
        "unsupported file format",
    )
    if any(sign in text for sign in damaged):
        return VaultCorruptedError(f"{place} is damaged or not a vault of feedanon: restore it from a backup")
    return VaultError(f"{place} cannot be used: {error}")
