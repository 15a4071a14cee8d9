"""The vault of one run of `anonymize`: what becomes of it when the run fails."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

_COMPANIONS = ("", "-wal", "-shm", "-journal")
_KEYS = ".keys"


@contextlib.contextmanager
def vault_of_run(store: str | Path | None, left: list[str]) -> Iterator[None]:
    """Around the use of a vault: a failed run removes the empty vault that it made, or says that one stays.

    Args:
        store: the vault's address; None is memory, of which nothing stays.
        left: takes a phrase for the error message when a vault stays that the run made or wrote to.
    """
    if store is None or str(store) == "memory://":
        yield
        return
    path = sqlite_file(store)
    before = None if path is None else _state(path)
    try:
        yield
    except BaseException:
        if path is None:
            left.append("what the vault already took stays there, encrypted")
        elif not (not any(before or ()) and _removed(path)) and _state(path) != before:
            left.append(f"the vault {path} stays, encrypted")
        raise


def sqlite_file(store: str | Path) -> Path | None:
    """The file of a vault, None for one in a database server."""
    address = str(store)
    if address.startswith("sqlite://"):
        return Path(address.removeprefix("sqlite://").removeprefix("/"))
    return None if "://" in address else Path(address)


def _state(path: Path) -> tuple[tuple[int, int] | None, ...]:
    """Sizes and times of the vault's two files and of what SQLite has not moved into them yet."""
    found: list[tuple[int, int] | None] = []
    for place in (path, path.with_name(path.name + _KEYS), path.with_name(path.name + "-wal")):
        try:
            status = place.stat()
        except OSError:
            found.append(None)
        else:
            # An empty log says nothing: every reader makes one.
            found.append((status.st_size, status.st_mtime_ns) if status.st_size else None)
    return tuple(found)


def _removed(path: Path) -> bool:
    """Removes a vault that nobody else has open and in which nobody was ever recorded."""
    if not path.is_file() or not _empty_and_ours(path):
        return False
    for base in (path, path.with_name(path.name + _KEYS)):
        for companion in _COMPANIONS:
            with contextlib.suppress(OSError):
                base.with_name(base.name + companion).unlink(missing_ok=True)
    return not path.exists()


def _empty_and_ours(path: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            # SQLite leaves the WAL mode only for a connection that is alone: another run is not robbed.
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode != "delete":
                return False
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            return not any(
                connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()  # noqa: S608 - two fixed names
                for name in ("subjects", "records")
                if name in tables
            )
    except sqlite3.Error:
        return False
