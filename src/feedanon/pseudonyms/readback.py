"""The last look at an output before it leaves: would a restoration give the input?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from feedanon.pseudonyms.found_surrogate import FoundSurrogate
from feedanon.pseudonyms.restoration import Finder, Finding
from feedanon.vaults.base import Record


@dataclass(frozen=True, slots=True)
class Expected:
    """A place of an output that must come back.

    Attributes:
        start: its first character.
        end: after its last character.
        value: what must stand there again.
        record: the record behind it; None for a cipher.
    """

    start: int
    end: int
    value: str = field(repr=False)
    record: Record | None


def reads_back(text: str, expected: Sequence[Expected], finder: Finder) -> bool:
    """Whether a restoration would see the pseudonyms of `text`, whole, and nothing else."""
    findings = list(finder.find(text))
    return len(findings) == len(expected) and all(map(_is, findings, expected))


def _is(finding: Finding, wanted: Expected) -> bool:
    if finding.start != wanted.start or finding.end != wanted.end:
        return False
    if wanted.record is None:
        return True
    if isinstance(finding, FoundSurrogate):
        return (
            finding.pseudonym == wanted.record.pseudonym
            and finding.value_from(wanted.record.value) == wanted.value
        )
    return wanted.record.value == wanted.value
