"""A vault in memory: fast, thread-safe, gone with the process."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from feedanon.errors import VaultError
from feedanon.vaults.base import DEFAULT_SESSION
from feedanon.vaults.journal import FIRST, Line, Verdict, counts_text, now, seal, verify
from feedanon.vaults.memory_session import MemorySession
from feedanon.vaults.names import check_session_name
from feedanon.vaults.subjects import Held, Match, Problem, Stats, Subject, SubjectVault

_Act = Callable[[MemorySession, Subject], Counter[str]]


class MemoryVault(SubjectVault):
    """Keeps sessions in dictionaries. Nothing is encrypted, because nothing leaves the process."""

    def __init__(self) -> None:
        self._sessions: dict[str, MemorySession] = {}
        self._lock = threading.Lock()
        self._journal_lock = threading.Lock()
        self._journal_key = secrets.token_bytes(32)
        self._lines: list[Line] = []
        self._closed = False

    def session(self, name: str = DEFAULT_SESSION) -> MemorySession:
        """The session of that name, made when it is new."""
        if self._closed:
            raise VaultError("the vault is closed: open it again")
        session = self._sessions.get(name)
        if session is None:
            check_session_name(name)
            with self._lock:
                session = self._sessions.setdefault(name, MemorySession(name))
        return session

    def close(self) -> None:
        """Lets go of everything."""
        self._closed = True
        self._sessions = {}

    def sessions(self) -> Iterator[str]:
        yield from list(self._sessions)

    def subjects(self, values: Sequence[str], aliases: Sequence[str] = ()) -> list[Match]:
        return [match for session in self._all() for match in session.matches(values, aliases)]

    def held(self, subject: Subject) -> list[Held]:
        return self._of(subject).held(subject)

    def erase(self, subjects: Sequence[Subject], verb: str = "forget") -> Counter[str]:
        return self._each(subjects, verb, lambda session, subject: session.erase(subject))

    def restrict(self, subjects: Sequence[Subject], restricted: bool) -> Counter[str]:
        verb = "restrict" if restricted else "lift"
        return self._each(subjects, verb, lambda session, subject: session.restrict(subject, restricted))

    def rectify(
        self, subjects: Sequence[Subject], old: str, new: str, aliases: Sequence[str] = ()
    ) -> Counter[str]:
        return self._each(
            subjects, "rectify", lambda session, subject: session.rectify(subject, old, new, aliases)
        )

    def idle(self, before: int) -> Iterator[Subject]:
        for session in self._all():
            yield from session.idle(before)

    def stats(self) -> Stats:
        sessions = self._all()
        figures = [session.figures() for session in sessions]
        records: Counter[str] = Counter()
        for figure in figures:
            records.update(figure.records)
        return Stats(
            backend="memory",
            sessions=len(sessions),
            groups=sum(figure.groups for figure in figures),
            restricted=sum(figure.restricted for figure in figures),
            forgotten=sum(figure.forgotten for figure in figures),
            records=records,
            oldest=min((figure.oldest for figure in figures if figure.oldest is not None), default=None),
        )

    def check(self) -> list[Problem]:
        problems = []
        if not self.verify_journal().intact:
            problems.append(Problem("journal", "the chain of seals is broken"))
        for session in self._all():
            problems += session.problems()
        return problems

    def note(self, verb: str, session: str = "", counts: Mapping[str, int] | None = None) -> None:
        with self._journal_lock:
            number = len(self._lines) + 1
            before = self._lines[-1].seal if self._lines else FIRST
            moment = now()
            counted = dict(counts or {})
            mark = seal(
                self._journal_key,
                before,
                number=number,
                time=moment,
                verb=verb,
                session=session,
                counts=counts_text(counted),
            )
            self._lines.append(Line(number, moment, verb, session, counted, mark))

    def journal(self) -> Iterator[Line]:
        self._note_traffic()
        yield from list(self._lines)

    def verify_journal(self, anchor: str = "") -> Verdict:
        self._note_traffic()
        return verify(self._journal_key, list(self._lines), anchor=anchor)

    def _all(self) -> list[MemorySession]:
        return list(self._sessions.values())

    def _of(self, subject: Subject) -> MemorySession:
        session = self._sessions.get(subject.session)
        if session is None:
            raise VaultError(f"the vault has no session {subject.session!r}")
        return session

    def _each(self, subjects: Sequence[Subject], verb: str, act: _Act) -> Counter[str]:
        total: Counter[str] = Counter()
        by_session: dict[str, Counter[str]] = {}
        for subject in subjects:
            done = act(self._of(subject), subject)
            by_session.setdefault(subject.session, Counter()).update(done)
            total.update(done)
        for session, counts in by_session.items():
            self.note(verb, session, counts)
        return total

    def _note_traffic(self) -> None:
        # Issues and restorations are summed up: a line each would grow for as long as the process runs.
        for session in self._all():
            for verb, counts in session.take_traffic():
                self.note(verb, session.name, counts)
