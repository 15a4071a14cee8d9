"""The journal of a vault: what was done and when, in a chain of seals, without any personal value.

Each line is sealed with HMAC-SHA256 over the line and the seal before it. Whoever changes, removes,
inserts or reorders a line without the vault's key breaks the chain. Lines cut off at the end leave
an intact chain: note the last seal elsewhere now and then (`feedanon vault journal --verify` prints
it) and hand it to `verify` as `anchor`. GDPR article 5(2), accountability; article 30, records.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

FIRST = b"\0" * 32
"""What stands for the seal before the first line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal.

    Attributes:
        number: from 1, without gaps.
        time: UTC, ISO 8601, to the second.
        verb: what was done: `issue`, `restore`, `export`, `forget`, `rectify`, `restrict`, `lift`,
            `purge`, `rekey`, `check`.
        session: name of the session, empty for the whole vault.
        counts: how many records, by entity type.
        seal: seal of this line and all lines before it.
    """

    number: int
    time: str
    verb: str
    session: str
    counts: Mapping[str, int]
    seal: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found.

    Attributes:
        lines: how many lines are intact, from the first.
        broken: number of the first line that is not as it was written, None when all are.
        anchored: whether the anchor is one of the seals; None when none was given.
        last: seal of the last intact line, in hexadecimal.
    """

    lines: int
    broken: int | None
    anchored: bool | None
    last: str

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, as far as the journal and the anchor can tell."""
        return self.broken is None and self.anchored is not False


def now() -> str:
    """The time as the journal writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def counts_text(counts: Mapping[str, int]) -> str:
    """The counts as they are sealed and stored."""
    return json.dumps(dict(sorted(counts.items())), separators=(",", ":"), ensure_ascii=True)


def seal(key: bytes, before: bytes, *, number: int, time: str, verb: str, session: str, counts: str) -> bytes:
    """The seal of a line, given the seal of the line before it; `counts` as `counts_text` writes them."""
    content = json.dumps([number, time, verb, session, counts], separators=(",", ":"), ensure_ascii=True)
    return hmac.digest(key, before + content.encode("ascii"), "sha256")


def verify(key: bytes, lines: Iterable[Line], last: bytes | None = None, anchor: str = "") -> Verdict:
    """Follows the chain.

    Args:
        key: the journal key of the vault.
        lines: all lines, by number.
        last: seal of the last line as the vault remembers it elsewhere.
        anchor: a seal noted earlier, in hexadecimal: it must still be in the chain.
    """
    before = FIRST
    count = 0
    anchored = None if not anchor else False
    for line in lines:
        counts = counts_text(line.counts)
        expected = seal(
            key,
            before,
            number=count + 1,
            time=line.time,
            verb=line.verb,
            session=line.session,
            counts=counts,
        )
        if line.number != count + 1 or not hmac.compare_digest(expected, line.seal):
            return Verdict(count, count + 1, anchored, before.hex())
        before = expected
        count += 1
        anchored = anchored or (expected.hex() == anchor.strip().lower() if anchor else None)
    if last is not None and last != before:
        return Verdict(count, count + 1, anchored, before.hex())
    return Verdict(count, None, anchored, before.hex())
