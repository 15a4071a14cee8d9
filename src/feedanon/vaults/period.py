"""Spans of time as people write them: `90days`, `6weeks`, `13months`, `3years`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from feedanon.errors import VaultError

_PERIOD = re.compile(r"\s*(\d{1,5})\s*(d|days?|w|weeks?|m|months?|y|years?)\s*", re.IGNORECASE)


def period_before(period: str, now: datetime | None = None) -> datetime:
    """The moment that lies `period` before `now`, by the calendar for months and years.

    Args:
        period: such as `13months`: `d`, `w`, `m`, `y` or the words, singular or plural.
        now: with a time zone; the present without.

    Raises:
        VaultError: the period cannot be read, or reaches back too far.
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise VaultError(f"{period!r} is no time: write 30days, 6weeks, 13months or 3years, for example")
    now = now or datetime.now(timezone.utc)
    count, unit = int(match[1]), match[2][0].lower()
    try:
        if unit in "dw":
            return now - timedelta(days=count * (7 if unit == "w" else 1))
        months = now.year * 12 + now.month - 1 - count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        for day in range(now.day, 27, -1):
            try:
                return now.replace(year=year, month=month + 1, day=day)
            except ValueError:
                continue  # 31 March minus a month is the last day of February
        return now.replace(year=year, month=month + 1)
    except (ValueError, OverflowError):
        raise VaultError(f"{period!r} reaches back too far") from None
