"""Values made coarser, so that an analysis can still group by them.

A postcode becomes its département, a birth date an age band, an address of the internet its network.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re

from feedanon.detection.folding import fold

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}
_NUMERIC_DATE = re.compile(r"(\d{1,4})\s?[/.\- ]\s?(\d{1,2})\s?[/.\- ]\s?(\d{2,4})")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:er)?\s+([a-z]{3,9})\.?\s+(\d{4}|\d{2})")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.]\d{3})*(?:,\d+|\.\d+)?")
_POSTCODE = re.compile(r"(?<!\d)(\d{2})\s?(\d{3})(?!\d)")
_AUTO = {
    "FR_POSTCODE": "departement",
    "DATE_OF_BIRTH": "age_band",
    "IP_ADDRESS": "network",
    "DATE_TIME": "month",
    "DATE": "month",
    "AMOUNT": "range",
}


def generalize(entity_type: str, value: str, to: str = "auto", step: int = 10) -> str:
    """A coarser form of `value`.

    Args:
        entity_type: its type, which decides when `to` is `auto`.
        value: as written; case, accents, spaces and month names are understood in French and English.
        to: `departement`, `year`, `decade`, `age_band`, `month`, `network`, `range` or `auto`.
        step: width of an age band or of a range of numbers.

    Returns:
        The coarser form; `<TYPE>` when the value cannot be read, so that nothing slips through.
    """
    if to == "auto":
        to = _AUTO.get(entity_type, "range" if entity_type.endswith(("AMOUNT", "PRICE", "AGE")) else "")
    makers = {
        "departement": _departement,
        "network": _network,
        "year": lambda text: _date(text, lambda day: str(day.year)),
        "decade": lambda text: _date(text, lambda day: f"années {day.year // 10 * 10}"),
        "month": lambda text: _date(text, lambda day: f"{day.month:02}/{day.year}"),
        "age_band": lambda text: _date(text, lambda day: _age_band(day, step)),
        "range": lambda text: _range(text, step),
    }
    make = makers.get(to)
    return (make(fold(value).strip()) if make else None) or f"<{entity_type}>"


def _departement(text: str) -> str | None:
    match = _POSTCODE.search(text)
    if not match:
        return None
    first, rest = match.groups()
    if first in ("97", "98"):
        return first + rest[0]
    if first == "20":
        return "2A" if rest[0] in "01" else "2B"
    return first


def _network(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text.strip("[]").split("%")[0])
    except ValueError:
        return None
    # The last byte of IPv4 and the last 80 bits of IPv6 go, as audience measurement does (CNIL).
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, bits), strict=False))


def _date(text: str, write: object) -> str | None:
    day = read_date(text)
    return write(day) if day and callable(write) else None


def read_date(text: str) -> dt.date | None:
    """The day that a French or ISO date names; a year alone is its first of January."""
    match = _NUMERIC_DATE.search(text)
    if match:
        first, month, last = match.groups()
        day, year = (last, first) if len(first) == 4 else (first, last)
        return _day(year, int(month), int(day))
    match = _WRITTEN_DATE.search(fold(text))
    if match and match[2] in MONTHS:
        return _day(match[3], MONTHS[match[2]], int(match[1]))
    match = _YEAR.search(text)
    return _day(match[1], 1, 1) if match else None


def _day(year: str, month: int, day: int) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number > dt.datetime.now(dt.timezone.utc).year % 100 else 2000
    try:
        return dt.date(number, month, day)
    except ValueError:
        return None


def _age_band(day: dt.date, step: int) -> str:
    today = dt.datetime.now(dt.timezone.utc).date()
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    low = max(0, age) // step * step
    return f"{low}-{low + step - 1} ans"


def _range(text: str, step: int) -> str | None:
    match = _NUMBER.search(text)
    if not match:
        return None
    whole = re.split(r",|\.(?=\d{1,2}(?!\d))", match[0])[0]
    number = int(re.sub(r"\D", "", whole))
    low = number // step * step
    return f"{text[: match.start()]}{low}-{low + step}{text[match.end() :]}"
