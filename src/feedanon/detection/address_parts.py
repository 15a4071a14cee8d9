"""The parts of an address, and how those that touch become one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_GAP = re.compile(
    r"[ \t]{0,2}(?:[,\-–/.:(]|,? (?:au|a la|dans la|dans le|de la|et|1 ?er)(?= )|,? a l')?[ \t]{0,2}|, - "
)
_BORDER = re.compile(r"[ \t]{0,3}(?:[,;|\t\"'>.-]{0,3}[ \t]{0,3}(?:\r?\n)?[ \t>|\"']{0,6})")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an address with what it is worth alone."""

    start: int
    end: int
    score: float


def joined(plain: str, parts: list[Part]) -> Iterator[tuple[int, int, float]]:
    """Parts that touch as one span; a part too weak alone lives when it stands beside a strong one."""
    groups: list[list[Part]] = []
    end = 0
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):
        touches = (
            part.start <= end
            or _BORDER.fullmatch(plain, end, part.start)
            or _GAP.fullmatch(plain, end, part.start)
        )
        if groups and touches:
            groups[-1].append(part)
            end = max(end, part.end)
            continue
        groups.append([part])
        end = part.end
    for group in groups:
        best = max(part.score for part in group)
        if best < 0.4 and not (len(group) > 1 and sum(part.score >= 0.2 for part in group) > 1):
            continue
        best = max(best, 0.45)
        start, end = group[0].start, group[0].end
        for part in group[1:]:
            if part.start <= end or _GAP.fullmatch(plain, end, part.start):
                end = max(end, part.end)
            else:
                yield start, end, best
                start, end = part.start, part.end
        yield start, end, best
