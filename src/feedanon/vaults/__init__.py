"""Where sessions are kept: in memory, in a SQLite file, in PostgreSQL.

`open_vault` is the door; the backends load when they are named, so that a program that keeps its
sessions in memory pays for no cryptography and no database.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feedanon.errors import VaultError
from feedanon.vaults.base import DEFAULT_SESSION, Claim, Record, SessionStore, Vault

if TYPE_CHECKING:
    from feedanon.vaults.keyring import KeySource
    from feedanon.vaults.subjects import SubjectVault

__all__ = ["DEFAULT_SESSION", "Claim", "Record", "SessionStore", "Vault", "open_vault"]


def open_vault(url: str | Path | Vault | None = None, key: KeySource = None) -> Vault:
    """Opens a vault, made when it does not exist.

    Args:
        url: `memory://` or None, `sqlite:///avis.vault` or the path of a file,
            `postgresql://user@host/database`, or a vault, which is given back as it is.
        key: 32 bytes or their base64, a list of these with the newest first, an object or a callable
            that holds the keys (see `feedanon.vaults.keyring`); None takes `FEEDANON_KEY`, then the key
            file in the user's configuration folder, made at first use.

    Raises:
        VaultKeyError: the key is malformed, or is not this vault's; nothing was changed.
        VaultVersionError: a newer feedanon wrote the vault.
        VaultError: the vault cannot be reached, or the address has an unknown scheme.
    """
    if isinstance(url, Vault):
        return url
    return _open(url, key)


def open_subject_vault(url: str | Path | Vault | None = None, key: KeySource = None) -> SubjectVault:
    """The same as `open_vault`, for the verbs of `feedanon.vaults.rights`.

    Raises:
        VaultError: also when `url` is somebody's own vault without these verbs.
    """
    from feedanon.vaults.subjects import SubjectVault

    vault = open_vault(url, key)
    if not isinstance(vault, SubjectVault):
        raise VaultError(f"{type(vault).__name__} does not serve the rights of people: derive SubjectVault")
    return vault


def _open(url: str | Path | None, key: KeySource) -> Vault:
    if url is None or url == "memory://":
        from feedanon.vaults.memory import MemoryVault

        return MemoryVault()
    address = str(url)
    scheme, separator, rest = address.partition("://")
    if scheme in ("postgresql", "postgres") and separator:
        from feedanon.vaults.postgres import open_postgres

        return open_postgres(address, key)
    if scheme == "sqlite" and separator:
        address = rest[1:] if rest.startswith("/") else rest
    elif separator:
        raise VaultError(
            f"{scheme}:// is no vault: give memory://, sqlite:///path, a path, or postgresql://host/database"
        )
    if not address:
        raise VaultError("the address names no file: give sqlite:///avis.vault, for example")
    from feedanon.vaults.sqlite import open_sqlite

    return open_sqlite(Path(address), key)
