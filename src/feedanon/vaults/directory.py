"""Short numbers for names that rows repeat: entity types, spaces, sessions."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from feedanon.errors import VaultCorruptedError
from feedanon.vaults.database import Database
from feedanon.vaults.envelope import Envelope


class Labels:
    """Numbers of entity types and spaces. These names are no personal data and stand in the clear."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def ensure(self, names: Iterable[str]) -> None:
        """Gives numbers to new names, in a transaction of its own."""
        absent = sorted({name for name in names if name not in self._numbers})
        if not absent:
            return
        self._load()
        absent = [name for name in absent if name not in self._numbers]
        if absent:
            with self._database.writing():
                self._load()
                number = max(self._names, default=0)
                for name in absent:
                    if name not in self._numbers:
                        number += 1
                        self._database.run("INSERT INTO labels (id, name) VALUES (?, ?)", [(number, name)])
            self._load()

    def number(self, name: str) -> int:
        """The number of a name that `ensure` was told."""
        return self._numbers[name]

    def known(self, name: str) -> int | None:
        """The number of a name, None when the vault does not have it."""
        if name not in self._numbers:
            self._load()
        return self._numbers.get(name)

    def name(self, number: int) -> str:
        """The name behind a number.

        Raises:
            VaultCorruptedError: there is none.
        """
        if number not in self._names:
            self._load()
        try:
            return self._names[number]
        except (KeyError, TypeError):
            raise VaultCorruptedError("a name in the vault is missing: restore it from a backup") from None

    def _load(self) -> None:
        # Rows that a running transaction of ours added are not kept: it may still be undone.
        rows = self._database.rows("SELECT id, name FROM labels")
        self._numbers = {str(name): int(number) for number, name in rows}
        self._names = {number: name for name, number in self._numbers.items()}


class Sessions:
    """The sessions of a vault by name."""

    def __init__(self, database: Database, envelope: Envelope) -> None:
        self._database = database
        self._envelope = envelope

    def number(self, name: str) -> int | None:
        """The number of a session, None when there is none of that name."""
        number = self._database.value("SELECT id FROM sessions WHERE name = ?", [name])
        return None if number is None else int(number)

    def open(self, name: str) -> int:
        """The number of a session, made with a data key of its own when it is new."""
        number = self.number(name)
        if number is None:
            with self._database.writing():
                number = self.number(name)
                if number is None:
                    number = 1 + int(self._database.value("SELECT MAX(id) FROM sessions") or 0)
                    self._database.run(
                        "INSERT INTO sessions (id, name, since, revision, changes) VALUES (?, ?, ?, 0, 0)",
                        [(number, name, int(time.time()))],
                    )
                    self._envelope.make_data_key(number)
        return number

    def all(self) -> Iterator[tuple[int, str]]:
        """(number, name) of every session, in the order in which they began; read in pages."""
        last = 0
        while True:
            rows = self._database.rows(
                "SELECT id, name FROM sessions WHERE id > ? ORDER BY id LIMIT 1000", [last]
            )
            if not rows:
                return
            for number, name in rows:
                yield int(number), str(name)
            last = rows[-1][0]
