"""An encrypted vault over a database: sessions, rights of people, journal, keys."""

from __future__ import annotations

import atexit
import os
import weakref
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from feedanon.errors import VaultCorruptedError, VaultError
from feedanon.vaults import schema
from feedanon.vaults.base import DEFAULT_SESSION
from feedanon.vaults.database import Database, as_bytes, damaged_if_odd
from feedanon.vaults.directory import Labels, Sessions
from feedanon.vaults.envelope import WHOLE_VAULT, Envelope
from feedanon.vaults.journal import Line, Verdict
from feedanon.vaults.keyring import Keyring
from feedanon.vaults.keys import derive
from feedanon.vaults.names import check_session_name
from feedanon.vaults.sealing import SessionKeys
from feedanon.vaults.sql_check import check_vault
from feedanon.vaults.sql_journal import SqlJournal
from feedanon.vaults.sql_session import SqlSession
from feedanon.vaults.sql_subjects import SqlSubjects
from feedanon.vaults.subjects import Held, Match, Problem, Stats, Subject, SubjectVault

_MOST_SESSIONS = 256


class SqlVault(SubjectVault):
    """A vault in SQLite or PostgreSQL. Made by `open_vault`.

    Attributes:
        created_key_path: the key file that was made because there was no key, to be said aloud.
    """

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.created_key_path: Path | None = keyring.created_path
        self._database = database
        self._open: OrderedDict[str, SqlSession] = OrderedDict()
        with database.lock, damaged_if_odd(database.place):
            if not database.has_tables():
                self._found(keyring)
            self._vault_id = self._identify(keyring)
            self._envelope = Envelope(database, self._vault_id, keyring)
            key = self._envelope.data_key(WHOLE_VAULT)  # a wrong key ends here, before anything is written
            schema.migrate(database)
        self._journal = SqlJournal(database, derive(key, "journal"))
        self._labels = Labels(database)
        self._sessions = Sessions(database, self._envelope)
        self._subjects = SqlSubjects(
            database, self._labels, self._sessions, self._journal, self._session_keys
        )
        atexit.register(_flush, weakref.ref(self))

    def __enter__(self) -> SqlVault:
        return self

    def session(self, name: str = DEFAULT_SESSION) -> SqlSession:
        """The session of that name, made when it is new."""
        with self._database.lock, damaged_if_odd(self._database.place):
            session = self._open.get(name)
            if session is None:
                check_session_name(name)
                number = self._sessions.open(name)
                session = SqlSession(
                    name,
                    number,
                    database=self._database,
                    labels=self._labels,
                    journal=self._journal,
                    keys=self._session_keys(number),
                )
                self._open[name] = session
                if len(self._open) > _MOST_SESSIONS:
                    self._open.popitem(last=False)
            return session

    def close(self) -> None:
        """Writes what the journal still owes, and closes."""
        try:
            self._journal.flush()
        finally:
            self._open.clear()
            self._database.close()

    def sessions(self) -> Iterator[str]:
        for _, name in self._sessions.all():
            yield name

    def subjects(self, values: Sequence[str], aliases: Sequence[str] = ()) -> list[Match]:
        return self._subjects.matches(values, aliases)

    def held(self, subject: Subject) -> list[Held]:
        return self._subjects.held(subject)

    def erase(self, subjects: Sequence[Subject], verb: str = "forget") -> Counter[str]:
        return self._subjects.erase(subjects, verb)

    def restrict(self, subjects: Sequence[Subject], restricted: bool) -> Counter[str]:
        return self._subjects.restrict(subjects, restricted)

    def rectify(
        self, subjects: Sequence[Subject], old: str, new: str, aliases: Sequence[str] = ()
    ) -> Counter[str]:
        return self._subjects.rectify(subjects, old, new, aliases)

    def idle(self, before: int) -> Iterator[Subject]:
        return self._subjects.idle(before)

    def stats(self) -> Stats:
        rows = self._database.rows
        kept = rows("SELECT COUNT(*), COUNT(restricted) FROM subjects WHERE gone = 0")[0]
        by_type = rows("SELECT type, COUNT(*) FROM records WHERE sealed IS NOT NULL GROUP BY type")
        return Stats(
            backend=self._database.backend,
            sessions=self._database.value("SELECT COUNT(*) FROM sessions"),
            groups=kept[0],
            restricted=kept[1],
            forgotten=self._database.value("SELECT COUNT(*) FROM subjects WHERE gone = 1"),
            records={self._labels.name(number): count for number, count in sorted(by_type)},
            oldest=self._database.value("SELECT MIN(since) FROM records WHERE sealed IS NOT NULL"),
            keys=self._envelope.master_ids(),
        )

    def check(self) -> list[Problem]:
        return check_vault(
            self._database, self._labels, self._sessions.all(), self._session_keys, self._journal.verify
        )

    def note(self, verb: str, session: str = "", counts: Mapping[str, int] | None = None) -> None:
        with self._database.writing():
            self._journal.append(verb, session, counts or {})

    def journal(self) -> Iterator[Line]:
        self._journal.flush()
        return self._journal.lines()

    def verify_journal(self, anchor: str = "") -> Verdict:
        self._journal.flush()
        return self._journal.verify(anchor)

    def rekey(self, *, retire: bool = False) -> int:
        """Wraps the keys of the vault under the newest key of the keyring; see `docs/vault.md`.

        Both the new and the old keys open the vault, at every moment, until the old ones are retired.
        Run it again after a kill: it goes on where it stopped.

        Args:
            retire: end all keys but the newest once everything is wrapped under it.

        Returns:
            How many data keys were moved under the new key.

        Raises:
            VaultKeyError: another rotation made a key that is not at hand.
        """
        moved = self._envelope.rotate(retire)
        self.note("rekey", "", {"data_keys": moved})
        return moved

    def _found(self, keyring: Keyring) -> None:
        database = self._database
        with database.writing():
            if database.has_tables():
                return  # another process was faster
            database.begin_stores()
            if not database.has_tables(keys=True):
                schema.create(database, keys=True)
                database.run(
                    "INSERT INTO {keys}store (name, value) VALUES ('vault', ?)",
                    [(os.urandom(16),)],
                    keys=True,
                )
            elif database.value("SELECT COUNT(*) FROM {keys}secrets", keys=True):
                raise VaultError(
                    f"{database.place} is empty, but its key store is not: restore the vault from a backup, "
                    "or move the key store away to begin anew"
                )
            vault_id = self._store_id()
            schema.create(database, keys=False)
            database.run(
                "INSERT INTO meta (name, value) VALUES (?, ?)",
                [("vault", vault_id), ("schema", str(schema.VERSION).encode())],
            )
            envelope = Envelope(database, vault_id, keyring)
            envelope.found()
            SqlJournal(database, b"").found()

    def _identify(self, keyring: Keyring) -> bytes:
        schema.check_version(self._database)
        vault_id = as_bytes(self._database.value("SELECT value FROM meta WHERE name = 'vault'"))
        if not self._database.has_tables(keys=True) or self._store_id() != vault_id:
            raise VaultCorruptedError(
                f"the key store of {self._database.place} belongs to another vault: put its own one back"
            )
        return vault_id

    def _store_id(self) -> bytes:
        return as_bytes(self._database.value("SELECT value FROM {keys}store WHERE name = 'vault'", keys=True))

    def _session_keys(self, number: int) -> SessionKeys:
        return SessionKeys(self._vault_id, number, self._envelope.data_key(number))


def _flush(reference: weakref.ReferenceType[SqlVault]) -> None:
    vault = reference()
    if vault is not None:
        with suppress(VaultError):
            vault.close()
