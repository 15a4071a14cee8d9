"""The rights of people on an encrypted vault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from feedanon.errors import VaultError
from feedanon.vaults.base import Record
from feedanon.vaults.database import Database
from feedanon.vaults.directory import Labels, Sessions
from feedanon.vaults.folding import fold
from feedanon.vaults.sealing import Place, SessionKeys
from feedanon.vaults.sql_journal import SqlJournal
from feedanon.vaults.sql_records import Destroyed, RecordReader, Stored
from feedanon.vaults.sql_writing import erase_rows
from feedanon.vaults.subjects import DAY, Held, Match, Subject, corrected

_GROUP = "WHERE session = ? AND space = ? AND number = ?"


class SqlSubjects:
    """Finds and changes groups over all sessions. Time grows with the number of sessions, because
    each has lookup keys of its own: nobody can tell from the rows that two sessions share a person."""

    def __init__(
        self,
        database: Database,
        labels: Labels,
        sessions: Sessions,
        journal: SqlJournal,
        keys_of: Callable[[int], SessionKeys],
    ) -> None:
        self._database = database
        self._labels = labels
        self._sessions = sessions
        self._journal = journal
        self._keys_of = keys_of

    def matches(self, values: Sequence[str], aliases: Sequence[str]) -> list[Match]:
        return [
            match
            for number, name in self._sessions.all()
            for match in self._in(number, name, values, aliases)
        ]

    def held(self, subject: Subject) -> list[Held]:
        session, space, number = self._place(subject)
        return [
            Held(one.record, one.since) for one in self._read(session, self._reader(session), space, number)
        ]

    def erase(self, subjects: Sequence[Subject], verb: str) -> Counter[str]:
        def act(session: int, subject: Subject) -> Counter[str]:
            _, space, number = self._place(subject)
            rows = self._database.rows(
                f"SELECT type FROM records {_GROUP} AND sealed IS NOT NULL",  # noqa: S608 - a constant
                [session, space, number],
            )
            erase_rows(self._database, session, space, number)
            return Counter(self._labels.name(row[0]) for row in rows)

        done = self._each(subjects, verb, act)
        self._database.scrub()
        return done

    def restrict(self, subjects: Sequence[Subject], restricted: bool) -> Counter[str]:
        def act(session: int, subject: Subject) -> Counter[str]:
            _, space, number = self._place(subject)
            stored = self._read(session, self._reader(session), space, number)
            if not stored or stored[0].record.restricted == restricted:
                return Counter()
            mark = self._keys_of(session).restriction(subject.space, number) if restricted else None
            self._database.run(
                f"UPDATE subjects SET restricted = ? {_GROUP}",  # noqa: S608 - a constant
                [(mark, session, space, number)],
            )
            return Counter(one.record.entity_type for one in stored)

        return self._each(subjects, "restrict" if restricted else "lift", act)

    def rectify(
        self, subjects: Sequence[Subject], old: str, new: str, aliases: Sequence[str]
    ) -> Counter[str]:
        wrong = fold(old)

        def act(session: int, subject: Subject) -> Counter[str]:
            _, space, number = self._place(subject)
            reader, keys = self._reader(session), self._keys_of(session)
            done: Counter[str] = Counter()
            for one in self._read(session, reader, space, number):
                if fold(one.record.value) == wrong:
                    right = corrected(one.record.value, new)
                    self._put((session, space), keys, reader.key_at_hand(space, number), one, right)
                    done[one.record.entity_type] += 1
            if done:
                group = (session, space, number)
                self._database.run(
                    f"DELETE FROM lookups {_GROUP} AND hash = ?",  # noqa: S608 - a constant
                    [(*group, keys.folded_hash(old))],
                )
                found_by = {keys.folded_hash(new), *(keys.alias_hash(alias) for alias in aliases)}
                self._database.run(
                    "INSERT INTO lookups (session, space, number, hash) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                    [(*group, one) for one in sorted(found_by)],
                )
            return done

        return self._each(subjects, "rectify", act)

    def idle(self, before: int) -> Iterator[Subject]:
        day = before // DAY
        for session, name in self._sessions.all():
            rows = self._database.rows(
                "SELECT space, number FROM subjects WHERE session = ? AND gone = 0 AND day < ? "
                "ORDER BY space, number",
                [session, day],
            )
            for space, number in rows:
                yield Subject(name, self._labels.name(space), number)

    def _in(self, session: int, name: str, values: Sequence[str], aliases: Sequence[str]) -> list[Match]:
        keys = self._keys_of(session)
        exact = self._groups({keys.folded_hash(value) for value in values})
        near: dict[tuple[int, int], bool] = {}
        for alias in dict.fromkeys(aliases):
            owners = self._groups({keys.alias_hash(alias)})
            per_space = Counter(space for space, _ in owners)
            for group in owners:
                near[group] = near.get(group, False) or per_space[group[0]] == 1
        found = [Match(self._subject(name, group), exact=True) for group in exact]
        found += [
            Match(self._subject(name, group), exact=False, alone=alone)
            for group, alone in near.items()
            if group not in exact
        ]
        return sorted(found, key=lambda match: (not match.exact, match.subject))

    def _groups(self, hashes: set[bytes]) -> set[tuple[int, int]]:
        rows = self._database.by_hash(
            "SELECT space, number FROM lookups WHERE hash IN {hashes}", sorted(hashes)
        )
        return {(row[0], row[1]) for row in rows}

    def _subject(self, session: str, group: tuple[int, int]) -> Subject:
        return Subject(session, self._labels.name(group[0]), group[1])

    def _place(self, subject: Subject) -> tuple[int, int, int]:
        session = self._sessions.number(subject.session)
        if session is None:
            raise VaultError(f"the vault has no session {subject.session!r}")
        space = self._labels.known(subject.space)
        group = [session, space, subject.group]
        if space is None or not self._database.rows(f"SELECT 1 FROM subjects {_GROUP}", group):  # noqa: S608
            raise VaultError(f"session {subject.session!r} has no group {subject.group} in {subject.space}")
        return session, space, subject.group

    def _reader(self, session: int) -> RecordReader:
        return RecordReader(self._database, self._labels, session, self._keys_of(session))

    def _read(self, session: int, reader: RecordReader, space: int, number: int) -> list[Stored]:
        try:
            return reader.by_group(space, number)
        except Destroyed:
            return []

    def _put(self, where: tuple[int, int], keys: SessionKeys, key: bytes, stored: Stored, value: str) -> None:
        old: Record = stored.record
        place = Place(
            old.space, old.group, stored.position, old.entity_type, old.part, old.variant, stored.since
        )
        value_hash = keys.value_hash(old.entity_type, value)
        group = (*where, old.group, stored.position)
        others = self._database.rows(
            "SELECT session, space, number, position FROM records WHERE value_hash = ?", [value_hash]
        )
        # Another record may have the right value already: claims find that one, answers show both.
        found_by = value_hash if all(tuple(other) == group for other in others) else None
        sealed = keys.seal(key, place, value, old.pseudonym)
        self._database.run(
            f"UPDATE records SET value_hash = ?, sealed = ? {_GROUP} AND position = ?",  # noqa: S608 - constant
            [(found_by, sealed, *group)],
        )

    def _each(
        self, subjects: Sequence[Subject], verb: str, act: Callable[[int, Subject], Counter[str]]
    ) -> Counter[str]:
        total: Counter[str] = Counter()
        by_session: dict[str, list[Subject]] = {}
        for subject in subjects:
            by_session.setdefault(subject.session, []).append(subject)
        for name, group in by_session.items():
            session = self._place(group[0])[0]
            counts: Counter[str] = Counter()
            with self._database.writing(session):
                for subject in group:
                    counts += act(session, subject)
                self._database.run(
                    "UPDATE sessions SET revision = revision + 1, changes = changes + 1 WHERE id = ?",
                    [(session,)],
                )
                self._journal.append(verb, name, counts)
            total += counts
        return total
