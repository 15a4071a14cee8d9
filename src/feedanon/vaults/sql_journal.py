"""The journal as a table, appended to inside the transaction that it tells of."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping

from feedanon.errors import VaultCorruptedError
from feedanon.vaults.database import Database, as_bytes
from feedanon.vaults.journal import FIRST, Line, Verdict, counts_text, now, seal, verify

_PAGE = 1000
_EVERY_SECONDS = 1.0
_HEAD = "journal"


class SqlJournal:
    """The journal of an encrypted vault.

    Restorations only read, and may come by the thousand: their counts are summed up and written at most
    once a second, before the next change, and on closing.
    """

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key
        self._restored: dict[str, Counter[str]] = {}
        self._written = 0.0
        self._process = os.getpid()

    def found(self) -> None:
        """Sets the head of an empty chain, inside the transaction that makes the vault."""
        self._database.run("INSERT INTO meta (name, value) VALUES (?, ?)", [(_HEAD, FIRST)])

    def append(self, verb: str, session: str, counts: Mapping[str, int]) -> None:
        """Writes a line, inside a transaction."""
        self._database.lock_journal()
        before = as_bytes(self._database.value("SELECT value FROM meta WHERE name = ?", [_HEAD]))
        number = 1 + int(self._database.value("SELECT MAX(number) FROM journal") or 0)
        moment, text = now(), counts_text(counts)
        mark = seal(self._key, before, number=number, time=moment, verb=verb, session=session, counts=text)
        self._database.run(
            "INSERT INTO journal (number, time, verb, session, counts, seal) VALUES (?, ?, ?, ?, ?, ?)",
            [(number, moment, verb, session, text, mark)],
        )
        self._database.run("UPDATE meta SET value = ? WHERE name = ?", [(mark, _HEAD)])

    def restored(self, session: str, counts: Counter[str]) -> None:
        """Takes note of restored records; writes them when the last time is a second ago."""
        if counts:
            with self._database.lock:
                self._own()
                self._restored.setdefault(session, Counter()).update(counts)
                if time.monotonic() - self._written >= _EVERY_SECONDS:
                    self.flush()

    def flush(self) -> None:
        """Writes what `restored` noted."""
        with self._database.lock:
            self._own()
            if self._restored and self._database.writable:
                with self._database.writing():
                    for session, counts in self._restored.items():
                        self.append("restore", session, counts)
                self._written = time.monotonic()
            self._restored = {}

    def _own(self) -> None:
        # After a fork, what was noted before is for the parent to write.
        if self._process != os.getpid():
            self._process = os.getpid()
            self._restored = {}

    def lines(self) -> Iterator[Line]:
        """All lines, oldest first, read in pages."""
        last = 0
        while True:
            rows = self._database.rows(
                "SELECT number, time, verb, session, counts, seal FROM journal WHERE number > ? "
                "ORDER BY number LIMIT ?",
                [last, _PAGE],
            )
            for row in rows:
                yield _line(row)
            if not rows:
                return
            last = rows[-1][0]

    def verify(self, anchor: str = "") -> Verdict:
        """Follows the chain up to the head."""
        head = as_bytes(self._database.value("SELECT value FROM meta WHERE name = ?", [_HEAD]))
        return verify(self._key, self.lines(), last=head, anchor=anchor)


def _line(row: tuple[object, ...]) -> Line:
    number, moment, verb, session, counts, mark = row
    try:
        counted = {str(name): int(count) for name, count in json.loads(str(counts)).items()}
        return Line(int(str(number)), str(moment), str(verb), str(session), counted, as_bytes(mark))
    except (ValueError, AttributeError, TypeError, VaultCorruptedError):
        return Line(0, "", "", "", {}, b"")  # the chain breaks here, which is what verification tells
