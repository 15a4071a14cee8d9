"""Birth dates of about the same age, written in the same way."""

from __future__ import annotations

import calendar
import re

from feedanon.detection.folding import fold
from feedanon.pseudonyms.chance import Chance
from feedanon.pseudonyms.generalize import MONTHS, read_date

_BAND = 5
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_CENTURY = 100


def birth_date(value: str, chance: Chance, known: str = "") -> str | None:
    """Another day of the same five years; None when the date cannot be read or is a year alone.

    Args:
        value: the date, in figures or with the month's name.
        chance: draws the day.
        known: another writing of the surrogate, which is written anew.
    """
    day = read_date(fold(value))
    if day is None:
        return None
    year = day.year // _BAND * _BAND + chance.number(0, _BAND - 1)
    month = chance.number(1, 12)
    new_day = chance.number(1, calendar.monthrange(year, month)[1])
    before = read_date(fold(known))
    if before is not None:
        year, month, new_day = before.year, before.month, before.day
    pieces = list(_PIECE.finditer(value))
    numbers = [match for match in pieces if match[0].isascii() and match[0].isdigit()]
    named = [match for match in pieces if fold(match[0]) in MONTHS]
    if len(named) == 1 and len(numbers) == 2:
        order = [(numbers[0], new_day), (named[0], month), (numbers[1], year)]
    elif len(numbers) == 3 and not named:
        first = (numbers[0], year) if len(numbers[0][0]) == 4 else (numbers[0], new_day)
        last = (numbers[2], new_day) if len(numbers[0][0]) == 4 else (numbers[2], year)
        order = [first, (numbers[1], month), last]
    else:
        return None
    result, position = [], 0
    for match, number in sorted(order, key=lambda pair: pair[0].start()):
        result += [value[position : match.start()], _written(match[0], number)]
        position = match.end()
    return "".join(result) + value[position:]


def _written(old: str, number: int) -> str:
    if not old.isdigit():
        name = _FRENCH[number - 1]
        return name.upper() if old.isupper() else name.capitalize() if old[0].isupper() else name
    if len(old) == 2 and number > _CENTURY:
        return f"{number % _CENTURY:02}"
    return f"{number:0{len(old)}}" if len(old) > 1 or number < 10 else str(number)
