"""What a request took away and what its answer gave back, in counts and pseudonyms only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass
class ExchangeReport:
    """One request and its answer. Holds no personal value, so it is safe to log.

    Attributes:
        endpoint: which one, such as `chat/completions`.
        host: where the request went.
        session: the name of the session.
        masked: how many values of each entity type were replaced.
        kept: how many values of each entity type were found and left, as the policy says.
        sent: the pseudonyms that were sent, and how often.
        restored: the pseudonyms that came back, and how often.
        invented: what reads as a pseudonym in the answer but was never issued.
        restricted: pseudonyms of people who asked for restriction; left as they are.
        note_tokens: about how many tokens the note to the model takes; 0 without one.
        status: HTTP status of the answer; 0 before it came.
        finished: the answer came to its end.
    """

    endpoint: str
    host: str
    session: str
    masked: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    restricted: Counter[str] = field(default_factory=Counter)
    note_tokens: int = 0
    status: int = 0
    finished: bool = False

    @property
    def lost(self) -> tuple[str, ...]:
        """The pseudonyms that were sent and did not come back, once the answer is finished."""
        if not self.finished:
            return ()
        return tuple(pseudonym for pseudonym in self.sent if pseudonym not in self.restored)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        counters = ("masked", "kept", "sent", "restored", "invented", "restricted")
        plain: dict[str, Any] = {name: dict(getattr(self, name)) for name in counters}
        return {
            "endpoint": self.endpoint,
            "host": self.host,
            "session": self.session,
            **plain,
            "lost": list(self.lost),
            "note_tokens": self.note_tokens,
            "status": self.status,
            "finished": self.finished,
        }


class Totals:
    """Counts over the life of a gate. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[str] = Counter()
        self._counters: dict[str, Counter[str]] = {"masked": Counter(), "kept": Counter()}
        self._pseudonyms: Counter[str] = Counter()

    def sent(self, report: ExchangeReport) -> None:
        """Counts a request that was made ready to leave."""
        with self._lock:
            self._requests["sent"] += 1
            self._counters["masked"].update(report.masked)
            self._counters["kept"].update(report.kept)

    def refused(self) -> None:
        """Counts a request that did not leave."""
        with self._lock:
            self._requests["refused"] += 1

    def answered(self, report: ExchangeReport) -> None:
        """Counts an answer that came to its end."""
        with self._lock:
            self._requests["answered"] += 1
            for name in ("restored", "invented", "restricted"):
                self._pseudonyms[name] += sum(getattr(report, name).values())
            self._pseudonyms["lost"] += len(report.lost)

    def as_dict(self) -> dict[str, Any]:
        """`requests` (sent, refused, answered), `masked` and `kept` by type, `pseudonyms` by fate."""
        with self._lock:
            return {
                "requests": dict(self._requests),
                **{name: dict(counter) for name, counter in self._counters.items()},
                "pseudonyms": dict(self._pseudonyms),
            }

    def __repr__(self) -> str:
        return f"Totals({self.as_dict()!r})"
