"""Statements that more than one verb of an encrypted vault needs, inside its transaction."""

from __future__ import annotations

from feedanon.vaults.database import Database


def erase_rows(database: Database, session: int, space: int, number: int) -> None:
    """Empties a group: its rows stay, without content, so that number and pseudonyms stay used."""
    group = (session, space, number)
    where = "WHERE session = ? AND space = ? AND number = ?"
    database.run(f"UPDATE records SET value_hash = NULL, sealed = NULL, part = '' {where}", [group])  # noqa: S608
    database.run(f"DELETE FROM lookups {where}", [group])  # noqa: S608
    database.run(f"UPDATE subjects SET restricted = NULL, gone = 1 {where}", [group])  # noqa: S608
    database.run(f"UPDATE {{keys}}secrets SET secret = NULL {where}", [group], keys=True)  # noqa: S608
    database.run(
        "UPDATE sessions SET revision = revision + 1, changes = changes + 1 WHERE id = ?", [(session,)]
    )
