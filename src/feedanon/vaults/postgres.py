"""A vault in PostgreSQL, for several programs on several machines; needs the extra `postgres` (psycopg 3).

The vault's tables stand in the schema `feedanon`, the key store in `feedanon_keys`, in the same database
and transaction. Take `feedanon_keys` out of long-lived dumps: `pg_dump --exclude-schema=feedanon_keys`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from feedanon.errors import VaultCorruptedError, VaultError
from feedanon.vaults.database import Database, Row, Values, chunks
from feedanon.vaults.keyring import KeySource, open_keyring
from feedanon.vaults.sql_vault import SqlVault

if TYPE_CHECKING:
    import psycopg

_KEYS = "feedanon_keys."
_VAULT_LOCK = 0x66656564  # advisory locks are numbers: "feed"
_MOST_AT_ONCE = 10_000
_OWNERS = """
SELECT asked.hash, asked.space, first.number, last.number
FROM (SELECT * FROM unnest(?::bytea[], ?::bigint[])) AS asked (hash, space)
CROSS JOIN LATERAL (SELECT number FROM lookups l WHERE l.hash = asked.hash AND l.session = ?
    AND l.space = asked.space ORDER BY number LIMIT 1) AS first
CROSS JOIN LATERAL (SELECT number FROM lookups l WHERE l.hash = asked.hash AND l.session = ?
    AND l.space = asked.space ORDER BY number DESC LIMIT 1) AS last
"""
# Young tables have no statistics yet, and a plan that reads them whole would be kept for good.
_OPTIONS = "-c search_path=feedanon,feedanon_keys -c enable_seqscan=off -c client_min_messages=warning"
_of_parents: list[object] = []  # connections of the process that forked us: closing them would end theirs
_Result = TypeVar("_Result")


def open_postgres(address: str, key: KeySource = None) -> SqlVault:
    """Opens the vault of a database, made when its schema does not exist.

    Args:
        address: `postgresql://user@host/database`, with libpq's parameters; a password is better kept in
            `PGPASSWORD` or `~/.pgpass`.
        key: see `open_vault`.

    Raises:
        VaultKeyError: no key, a malformed one, or not this vault's; nothing was changed.
        VaultVersionError: a newer feedanon wrote it.
        VaultError: psycopg is not installed, or the server cannot be reached or refuses.
    """
    database = PostgresDatabase(address)
    try:
        keyring = open_keyring(key, create=not database.has_tables())
        return SqlVault(database, keyring)
    except BaseException:
        database.close()
        raise


class PostgresDatabase(Database):
    """One connection to a server; made anew when the server closed it between two transactions."""

    backend = "postgresql"

    def __init__(self, address: str) -> None:
        super().__init__()
        parts = urlsplit(address)
        self.place = f"postgresql://{parts.hostname or ''}{parts.path}"
        self._address = address
        self._connection: psycopg.Connection[Row] | None = None
        self._process = 0
        self._depth = 0
        self._closed = False
        self._connect()

    def has_tables(self, *, keys: bool = False) -> bool:
        # to_regclass would answer from a cache, also after waiting for the process that makes the tables.
        place = ["feedanon_keys", "store"] if keys else ["feedanon", "meta"]
        return bool(self.rows("SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = ?", place))

    def begin_stores(self) -> None:
        for name in ("feedanon", "feedanon_keys"):
            self.run(f"CREATE SCHEMA IF NOT EXISTS {name}", [()])

    def rows(self, sql: str, values: Values = (), *, keys: bool = False) -> list[Row]:
        statement = _translated(sql)
        return self._try(lambda connection: connection.execute(statement, values).fetchall())

    def run(self, sql: str, rows: Sequence[Values], *, keys: bool = False) -> None:
        statement = _translated(sql)

        def act(connection: psycopg.Connection[Row]) -> None:
            with connection.cursor() as cursor:
                if len(rows) == 1:
                    cursor.execute(statement, rows[0])
                else:
                    cursor.executemany(statement, rows)

        self._try(act)

    def by_hash(self, sql: str, hashes: Sequence[bytes]) -> list[Row]:
        return self._among(sql, (), hashes)

    def by_number(self, sql: str, values: Values, numbers: Sequence[int], *, keys: bool = False) -> list[Row]:
        return self._among(sql, values, numbers)

    def owners(self, session: int, wanted: Sequence[tuple[bytes, int]]) -> list[tuple[bytes, int, int, int]]:
        found: list[tuple[bytes, int, int, int]] = []
        for chunk in chunks(wanted, _MOST_AT_ONCE):
            values = [[one[0] for one in chunk], [one[1] for one in chunk], session, session]
            found += [(bytes(row[0]), row[1], row[2], row[3]) for row in self.rows(_OWNERS, values)]
        return found

    @contextmanager
    def writing(self, session: int | None = None) -> Iterator[None]:
        with self.lock:
            if self._depth:
                raise VaultError("a vault was written to inside a write: make no claims in a pseudonym maker")
            self._revive()
            self._try(lambda connection: connection.execute("BEGIN"))
            self._depth += 1
            try:
                if session is None:
                    self.rows("SELECT pg_advisory_xact_lock(?)", [_VAULT_LOCK])
                else:
                    self.rows("SELECT id FROM sessions WHERE id = ? FOR UPDATE", [session])
                yield
                self._try(lambda connection: connection.execute("COMMIT"))
            except BaseException:
                with suppress(VaultError):
                    self._try(lambda connection: connection.execute("ROLLBACK"))
                raise
            finally:
                self._depth -= 1

    def lock_journal(self) -> None:
        self.rows("SELECT name FROM meta WHERE name = 'journal' FOR UPDATE")

    def scrub(self) -> None:
        # Dead rows of the key store hold destroyed secrets until they are vacuumed.
        with suppress(VaultError):
            self._try(lambda connection: connection.execute("VACUUM feedanon_keys.secrets"))

    def damage(self) -> list[str]:
        """Nothing: PostgreSQL checks its own files (`pg_checksums`, `pg_amcheck`)."""
        return []

    def close(self) -> None:
        with self.lock:
            self._closed = True
            connection, self._connection = self._connection, None
            if connection is not None and self._process == os.getpid():
                connection.close()

    def _among(self, sql: str, values: Values, items: Sequence[object]) -> list[Row]:
        found: list[Row] = []
        for chunk in chunks(items, _MOST_AT_ONCE):
            found += self.rows(sql, [*values, list(chunk)])
        return found

    def _revive(self) -> None:
        connection = self._connection
        if self._process != os.getpid() or (connection is not None and connection.closed):
            if connection is not None and self._process != os.getpid():
                _of_parents.append(connection)
            self._connect()

    def _connect(self) -> None:
        if self._closed:
            raise VaultError("the vault is closed: open it again")
        try:
            import psycopg
        except ImportError as error:
            raise VaultError("a PostgreSQL vault needs psycopg: pip install 'feedanon[postgres]'") from error
        try:
            connection = psycopg.connect(
                self._address,
                autocommit=True,
                options=_OPTIONS,
                connect_timeout=15,
            )
        except psycopg.Error as error:
            # The message of the driver may repeat the address with its password.
            kind = type(error).__name__
            raise VaultError(
                f"{self.place} cannot be reached ({kind}): check host, database, user and password"
            ) from None
        self._connection = connection
        self._process = os.getpid()
        state = connection.execute(
            "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'"
        ).fetchone()
        self.writable = state is not None and not state[0]

    def _try(self, act: Callable[[psycopg.Connection[Row]], _Result]) -> _Result:
        import psycopg

        with self.lock:
            if not self._depth:
                self._revive()
            if self._connection is None:
                raise VaultError("the vault is closed: open it again")
            try:
                return act(self._connection)
            except psycopg.Error as error:
                raise _explained(error, self.place) from None


@lru_cache(maxsize=256)
def _translated(sql: str) -> str:
    sql = (
        sql.replace("IN {hashes}", "= ANY(?::bytea[])")
        .replace("IN {numbers}", "= ANY(?::bigint[])")
        .replace("{keys}", _KEYS)
        .replace("{blob}", "BYTEA")
        .replace("{compact}", "")
    )
    return sql.replace("?", "%s")


def _explained(error: psycopg.Error, place: str) -> VaultError:
    # Details and parameters stay out of the message: they could hold what was being stored.
    import psycopg.errors as kinds

    if isinstance(error, kinds.ReadOnlySqlTransaction):
        return VaultError(f"{place} is read-only: connect to the primary server")
    if isinstance(error, kinds.InsufficientPrivilege):
        return VaultError(f"{place} refuses: grant the user the schemas feedanon and feedanon_keys")
    if isinstance(error, (kinds.DiskFull, kinds.OutOfMemory)):
        return VaultError(f"{place} is full: free some space and repeat; nothing of this batch was kept")
    if isinstance(
        error, (kinds.DataCorrupted, kinds.IndexCorrupted, kinds.UndefinedTable, kinds.UniqueViolation)
    ):
        return VaultCorruptedError(f"{place} is damaged or not a vault of feedanon: restore it from a backup")
    state = error.sqlstate or type(error).__name__
    return VaultError(
        f"{place} cannot be used (PostgreSQL says {state}): look into the server's log, and repeat"
    )
