"""The two files of a SQLite vault: whether they can be one, and connections to them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from feedanon.errors import VaultCorruptedError, VaultError

KEYS_SUFFIX = ".keys"
BUSY_SECONDS = 60.0
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -64000",
    "PRAGMA wal_autocheckpoint = 8000",
    "PRAGMA journal_size_limit = 32000000",
)


def vault_exists(vault: Path) -> bool:
    """Whether a vault exists; an empty file does not count.

    Raises:
        VaultCorruptedError: the file is something else.
        VaultError: the path cannot be one of a vault, or the key store is not beside it.
    """
    if vault.is_dir():
        raise VaultError(f"{vault} is a folder: give the path of a file")
    if not vault.parent.is_dir():
        raise VaultError(f"the folder {vault.parent} does not exist: make it first")
    try:
        if not vault.exists() or vault.stat().st_size == 0:
            return False
        with vault.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise VaultCorruptedError(f"{vault} is not a vault of feedanon, or was damaged")
    except OSError as error:
        raise VaultError(f"{vault} cannot be read ({error.strerror}): check that it is yours") from error
    keys = vault.with_name(vault.name + KEYS_SUFFIX)
    if not keys.exists():
        raise VaultError(
            f"{keys.name}, which holds the keys of single persons, is not beside {vault}: "
            "copy or restore it; without it the vault cannot be read"
        )
    return True


def connected(path: Path) -> sqlite3.Connection:
    """A connection that reads and writes, set up for durability and for leaving no traces."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def connected_read_only(path: Path) -> sqlite3.Connection:
    """A connection to a file that this program may only read."""
    # `immutable` is for media where not even SQLite's shared memory can be made: nobody writes there.
    address = path.resolve().as_uri()
    for mode in ("mode=ro", "immutable=1"):
        connection = sqlite3.connect(
            f"{address}?{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchall()
        except sqlite3.OperationalError:
            connection.close()
            if mode == "immutable=1":
                raise
        else:
            break
    return connection
