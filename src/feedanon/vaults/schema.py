"""The tables of an encrypted vault, and how older ones become these.

Nothing in them is a personal value in the clear: `sealed` is AES-256-GCM, hashes are keyed.
`lookups` finds the groups of a folded value or of an alias; a forgotten record keeps its row, without
content, so that its pseudonym stays used.
"""

from __future__ import annotations

from collections.abc import Mapping

from feedanon.errors import VaultCorruptedError, VaultVersionError
from feedanon.vaults.database import Database, as_bytes

VERSION = 1

_VAULT = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value {blob} NOT NULL)",
    "CREATE TABLE root_keys (generation BIGINT NOT NULL, master TEXT NOT NULL, wrapped {blob} NOT NULL, "
    "PRIMARY KEY (generation, master))",
    "CREATE TABLE data_keys (owner BIGINT PRIMARY KEY, generation BIGINT NOT NULL, wrapped {blob} NOT NULL)",
    "CREATE INDEX data_keys_generation ON data_keys (generation)",
    "CREATE TABLE labels (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE sessions (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, since BIGINT NOT NULL, "
    "revision BIGINT NOT NULL, changes BIGINT NOT NULL)",
    "CREATE TABLE spaces (session BIGINT NOT NULL, space BIGINT NOT NULL, last BIGINT NOT NULL, "
    "PRIMARY KEY (session, space)){compact}",
    "CREATE TABLE subjects (session BIGINT NOT NULL, space BIGINT NOT NULL, number BIGINT NOT NULL, "
    "day BIGINT NOT NULL, restricted {blob}, gone BIGINT NOT NULL DEFAULT 0, "
    "PRIMARY KEY (session, space, number)){compact}",
    "CREATE TABLE records (session BIGINT NOT NULL, space BIGINT NOT NULL, number BIGINT NOT NULL, "
    "position BIGINT NOT NULL, type BIGINT NOT NULL, part TEXT NOT NULL, variant BIGINT NOT NULL, "
    "since BIGINT NOT NULL, value_hash {blob} UNIQUE, pseudonym_hash {blob} NOT NULL UNIQUE, sealed {blob}, "
    "PRIMARY KEY (session, space, number, position)){compact}",
    "CREATE TABLE lookups (session BIGINT NOT NULL, space BIGINT NOT NULL, number BIGINT NOT NULL, "
    "hash {blob} NOT NULL, PRIMARY KEY (session, space, number, hash)){compact}",
    "CREATE INDEX lookups_hash ON lookups (hash, session, space, number)",
    "CREATE TABLE journal (number BIGINT PRIMARY KEY, time TEXT NOT NULL, verb TEXT NOT NULL, "
    "session TEXT NOT NULL, counts TEXT NOT NULL, seal {blob} NOT NULL)",
)
_KEYS = (
    "CREATE TABLE {keys}store (name TEXT PRIMARY KEY, value {blob} NOT NULL)",
    "CREATE TABLE {keys}secrets (session BIGINT NOT NULL, space BIGINT NOT NULL, number BIGINT NOT NULL, "
    "secret {blob}, PRIMARY KEY (session, space, number)){compact}",
)

MIGRATIONS: Mapping[int, tuple[str, ...]] = {}
"""The statements that make a vault of version n one of version n + 1, run in one transaction."""


def create(database: Database, *, keys: bool) -> None:
    """Makes the tables of one store, inside a transaction."""
    for statement in _KEYS if keys else _VAULT:
        database.run(statement, [()], keys=keys)


def migrate(database: Database) -> None:
    """Brings an older vault up to date; does nothing to a current one.

    Raises:
        VaultVersionError: the vault is newer than this feedanon.
    """
    if check_version(database) == VERSION:
        return
    with database.writing():
        for version in range(check_version(database), VERSION):
            for statement in MIGRATIONS[version]:
                database.run(statement, [()])
            database.run("UPDATE meta SET value = ? WHERE name = 'schema'", [(str(version + 1).encode(),)])


def check_version(database: Database) -> int:
    """The version of a vault's tables.

    Raises:
        VaultVersionError: the vault is newer than this feedanon.
        VaultCorruptedError: the vault does not tell.
    """
    stored = as_bytes(database.value("SELECT value FROM meta WHERE name = 'schema'"))
    if not stored.isdigit():
        raise VaultCorruptedError(f"{database.place} has no version: restore it from a backup")
    version = int(stored)
    if version > VERSION:
        raise VaultVersionError(
            f"{database.place} was written by a newer feedanon (vault version {version}, this one reads "
            f"{VERSION}): upgrade with `pip install --upgrade feedanon`"
        )
    return version
