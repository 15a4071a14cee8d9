"""What may be checked or changed before a request leaves, and hooks that are ready-made.

A hook is a function that takes an `OutgoingRequest`. It may change it, or raise to stop it: whatever it
raises, nothing is sent.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Protocol

from feedanon.errors import FeedanonError
from feedanon.gateway.masking import Finding


class BlockedRequestError(FeedanonError):
    """A hook stopped a request. Nothing was sent."""


@dataclass
class OutgoingRequest:
    """A request that is about to leave.

    Attributes:
        method: HTTP method.
        url: the whole URL, anonymized.
        host: the name or address of the machine it goes to.
        endpoint: its name, such as `chat/completions`.
        session: the name of the session.
        body: the anonymized JSON body, or the fields of a form; None without a body. A hook may change
            a JSON body; what it adds is sent as it is.
        findings: every entity that was found, and where.
    """

    method: str
    url: str
    host: str
    endpoint: str
    session: str
    body: dict[str, Any] | None = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def entities(self) -> Counter[str]:
        """How many entities of each type were found, replaced or not."""
        return Counter(finding.entity.entity_type for finding in self.findings)


Hook = Callable[[OutgoingRequest], Any]


def run_hooks(hooks: Sequence[Hook], request: OutgoingRequest) -> None:
    """Calls each hook in order.

    Raises:
        TypeError: a hook is an `async def`: it would not have run before the request.
    """
    for hook in hooks:
        result = hook(request)
        if hasattr(result, "__await__"):
            if hasattr(result, "close"):
                result.close()
            raise TypeError("before_send must be a plain function, not an async one: it runs in a thread")


def block_types(types: Iterable[str] = ("SENSITIVE",)) -> Hook:
    """Stops requests in which an entity of one of these types was found, masked or not."""
    blocked = frozenset(types)

    def check(request: OutgoingRequest) -> None:
        found = sorted(blocked.intersection(request.entities))
        if found:
            raise BlockedRequestError(f"{request.endpoint}: the request holds {', '.join(found)}")

    return check


def at_most(count: int, entity_type: str = "PERSON") -> Hook:
    """Stops requests that speak of more than `count` entities of a type."""

    def check(request: OutgoingRequest) -> None:
        found = request.entities[entity_type]
        if found > count:
            raise BlockedRequestError(f"{request.endpoint}: {found} {entity_type} found, {count} are allowed")

    return check


def block_doubt(low: float = 0.3, high: float = 0.5) -> Hook:
    """Stops requests with an entity whose score lies from `low` up to, not including, `high`."""

    def check(request: OutgoingRequest) -> None:
        unsure = Counter(
            finding.entity.entity_type for finding in request.findings if low <= finding.entity.score < high
        )
        if unsure:
            raise BlockedRequestError(
                f"{request.endpoint}: unsure about {', '.join(f'{n} {name}' for name, n in sorted(unsure.items()))}"
            )

    return check


def only_hosts(*hosts: str) -> Hook:
    """Stops requests to any other host; `*.example.eu` stands for all hosts below it. For EU residency."""
    patterns = tuple(host.lower() for host in hosts)

    def check(request: OutgoingRequest) -> None:
        if not any(fnmatch.fnmatchcase(request.host.lower(), pattern) for pattern in patterns):
            raise BlockedRequestError(
                f"{request.endpoint}: the host {request.host} is not among the allowed ones"
            )

    return check


def audit(write: Callable[[dict[str, Any]], Any]) -> Hook:
    """Gives a record of every request to `write`: time, host, endpoint, session, counts by type. No text."""

    def note(request: OutgoingRequest) -> None:
        write(
            {
                "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
                "method": request.method,
                "host": request.host,
                "endpoint": request.endpoint,
                "session": request.session,
                "entities": dict(request.entities),
                "masked": dict(Counter(one.entity.entity_type for one in request.findings if one.masked)),
            }
        )

    return note


class Journal(Protocol):
    """A vault that keeps a journal: the packaged ones do."""

    def note(self, verb: str, session: str = "", counts: Mapping[str, int] | None = None) -> None:
        """Writes a line."""
        ...


def journal(vault: Journal) -> Hook:
    """Writes a line into the sealed journal of a vault for every request: session and counts by type."""

    def note(request: OutgoingRequest) -> None:
        vault.note("send", request.session, dict(request.entities))

    return note
