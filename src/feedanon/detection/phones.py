"""Which strings of digits are phone numbers of people: the numbering plans, asked of `phonenumbers`."""

from __future__ import annotations

import re

from feedanon.detection.lazy_pattern import LazyPattern

_LETTERS_FOR_DIGITS = str.maketrans("oOlLiI", "001111")
_DATE = re.compile(r"\W?(\d\d)([ ./-])(\d\d)\2((?:19|20)\d\d)(?!\d)")
_YEAR_LAST = LazyPattern(r"(?<!\d)[01]\d/(?:19|20)\d\d(?!\d)")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d([./-])\d\d\1\d\d(?!\d)")
_DIGITS = re.compile(r"\d")
_FRENCH_LENGTH = 10
_LEAST_REAL_DIGITS = 7
_SPECIAL = re.compile(r"(?:0|\+33|0033|33)?8\d{8}|3[0-9]\d\d|10\d\d|1\d|11[25689]|118\d{3}|116\d{3}")


def digits_of(text: str) -> str:
    """The digits of `text`, the letters o, l and i between them read as 0 and 1, a leading plus kept."""
    plain = text.translate(_LETTERS_FOR_DIGITS)
    return ("+" if "+" in plain[:3] else "") + "".join(_DIGITS.findall(plain))


def national(number: str) -> str:
    """A French number in its ten-digit form: `+33612345678`, `0033...` and `33...` become `0612345678`."""
    for prefix in ("+33", "0033", "33"):
        if number.startswith(prefix) and len(number) >= len(prefix) + _FRENCH_LENGTH - 1:
            return "0" + number[len(prefix) :].removeprefix("0")
    return number


def _is_date(text: str) -> bool:
    """Whether the digits begin with a date: `02/03/2024 14`, `05 12 2023 10`."""
    for match in _DATE.finditer(text[:11]):
        if int(match[1]) <= 31 and int(match[3]) <= 12:
            return True
    return bool(_YEAR_FIRST.match(text) or _YEAR_LAST.search(text))


def is_special(number: str) -> bool:
    """Whether `number` (digits) is a short, emergency or value-added number: it belongs to a service.

    ARCEP's plan gives 08 to services of firms; four and six digits to short numbers.
    """
    return bool(_SPECIAL.fullmatch(number))


def is_french_phone(text: str) -> bool | None:
    """Judges what looks like a French number, as `validate` of a recognizer file.

    Args:
        text: the match, with its separators.

    Returns:
        False for a special number, a date or too few digits; else None: no checksum can confirm it.
    """
    if _is_date(text):
        return False
    real = len(_DIGITS.findall(text))
    if real < _LEAST_REAL_DIGITS and not re.search(r"[*x?#•_]", text):
        return False
    if text.count("\n") > 1:
        return False
    number = national(digits_of(text))
    if is_special(number) or number[:2] in ("08", "00"):
        return False
    if number[:1] in "+0" and len(set(number)) == 1:
        return False
    return None


def is_international_phone(text: str) -> bool | None:
    """Judges what looks like a number with its calling code, as `validate` of a recognizer file.

    Args:
        text: the match, with its separators.

    Returns:
        True when a numbering plan holds the number, False when no country has its code and length.
    """
    import phonenumbers

    number = digits_of(text)
    if not number.startswith("+"):
        number = "+" + number.removeprefix("00")
    if is_special(national(number)):
        return False
    try:
        parsed = phonenumbers.parse(number.replace("(0)", ""), None)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(parsed):
        return True
    # Invented or mistyped: nine digits with a calling code are still read as a phone by a human.
    return None if len(number) > 9 else False


def is_not_special(text: str) -> bool | None:
    """Drops special numbers and dates among numbers that a label calls phones, as `validate` of a file."""
    number = digits_of(text)
    return False if is_special(number) or _is_date(text) or number.startswith("08") else None
