"""Reads an encrypted vault from end to end and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from feedanon.errors import VaultError
from feedanon.vaults.database import Database, Row, damaged_if_odd
from feedanon.vaults.directory import Labels
from feedanon.vaults.journal import Verdict
from feedanon.vaults.sealing import SessionKeys
from feedanon.vaults.sql_records import RecordReader, Stored
from feedanon.vaults.subjects import Problem, Subject

_HASHES = (
    "SELECT value_hash, pseudonym_hash FROM records "
    "WHERE session = ? AND space = ? AND number = ? AND position = ?"
)
_FOUND = "SELECT 1 FROM lookups WHERE session = ? AND space = ? AND number = ? AND hash = ?"


def check_vault(
    database: Database,
    labels: Labels,
    sessions: Iterable[tuple[int, str]],
    keys_of: Callable[[int], SessionKeys],
    verify: Callable[[], Verdict],
) -> list[Problem]:
    """All problems of a vault: of its files, its journal, and each session's records and lookups."""
    problems = [Problem("file", text) for text in database.damage()]
    try:
        verdict = verify()
        if not verdict.intact:
            problems.append(Problem("journal", f"line {verdict.broken} is not as it was written"))
        with damaged_if_odd(database.place):
            for number, name in sessions:
                problems += _session(database, labels, number, name, keys_of)
    except VaultError as error:
        problems.append(Problem("vault", str(error)))
    return problems


def _session(
    database: Database, labels: Labels, number: int, name: str, keys_of: Callable[[int], SessionKeys]
) -> Iterator[Problem]:
    where = f"session {name!r}"
    try:
        keys = keys_of(number)
        reader = RecordReader(database, labels, number, keys)
        for rows in reader.pages():
            for row in rows:
                yield from _record(database, labels, name, (number, keys, reader), row)
    except VaultError as error:
        yield Problem(where, str(error))
    numbers = database.rows(
        "SELECT s.space, MAX(s.number) FROM subjects s WHERE s.session = ? GROUP BY s.space", [number]
    )
    for space, highest in numbers:
        last = database.value("SELECT last FROM spaces WHERE session = ? AND space = ?", [number, space])
        if last is None or last < highest:
            yield Problem(where, "the count of groups is too low: a number could be given twice")


def _record(
    database: Database, labels: Labels, name: str, session: tuple[int, SessionKeys, RecordReader], row: Row
) -> Iterator[Problem]:
    number, keys, reader = session
    try:
        where = f"session {name!r}, {labels.name(row[0])} {row[1]}"
        stored, destroyed = reader.open_rows([row])
    except VaultError as error:
        yield Problem(f"session {name!r}", str(error))
        return
    if destroyed:
        what = "its key is destroyed, its rows are not (an erasure was cut short, or a backup came back)"
        yield Problem(where, what, Subject(name, labels.name(row[0]), row[1]))
    for one in stored:
        if not _found(database, keys, [number, *row[:3]], one):
            yield Problem(where, "a lookup does not lead to its record")


def _found(database: Database, keys: SessionKeys, place: list[int], stored: Stored) -> bool:
    record = stored.record
    value_hash, pseudonym_hash = database.rows(_HASHES, place)[0]
    good = (None, keys.value_hash(record.entity_type, record.value))
    return (
        value_hash in good
        and pseudonym_hash == keys.folded_hash(record.pseudonym)
        and bool(database.rows(_FOUND, [*place[:3], keys.folded_hash(record.value)]))
    )
