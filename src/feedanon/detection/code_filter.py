"""Which of the language model's numbers and codes are masked: what no rule reads, it may, when it looks the part.

The model reads what stands around a code (`en bas tu tapes B2580`, an agent's question two lines before), not
the code itself. So a candidate must also look like what it claims to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.reference_products import is_a_product, is_an_article
from feedanon.detection.reference_values import DATE, read_value
from feedanon.detection.spoken_numbers import NUMBER_WORDS
from feedanon.entities import Entity

THRESHOLDS = {
    "CUSTOMER_ID": 0.5,
    "CREDENTIAL": 0.4,
    "DATE_OF_BIRTH": 0.5,
    "FR_POSTCODE": 0.4,
    "PHONE_NUMBER": 0.5,
}
"""The least score, by type: points on the curve of leaks against over-masking."""

_YEAR_BEFORE = len("2024-05-")
_SURE = 0.97
_LONG = 8
_THINGS = frozenset(
    "article articles modele chambre version page loi norme piece pieces ean isbn sku dtu iso".split()
)
_WITHOUT_DIGITS = 0.85
"""More is asked of what holds no digit: `lune rousse`, `QXZRLM`."""

_SAID = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(NUMBER_WORDS | {'mille', 'double', 'premier'}, reverse=True))})(?![a-z])"
)
_MONTH = re.compile(
    r"janv|fev|mars|avr|mai|juin|juil|jul|aou|sept|oct|nov|dec|jan|feb|apr|may|june|july|aug|sep"
)
_RECENT = LazyPattern(r"(?<!\d)20(?:2[1-9]|3\d)(?!\d)")
_AMOUNT_AFTER = re.compile(
    r"[ \t]{0,2}(?:€|euros?\b|eur\b|e\b|%|kwh|kw\b|w\b|go\b|mo\b|km\b|cm\b|mm\b|m2|m²|kg\b|g\b|ml\b|l\b|ans?\b|mois\b|jours?\b|heures?\b|h\b|"
    r"min(?:utes)?\b|fois\b|points?\b|pts\b|stars?\b|etoiles?|personnes?\b|/ ?(?:5|10|20|100)\b)"
)


_MEASURE = re.compile(
    r"v? ?\d{1,3}(?:\.\d{1,5}){1,3}(?:-?[a-z]\d?)?|\d{1,4}[.,]\d{1,2}|\d{1,2}/(?:5|10|20|100)|\d{2,4} ?x ?\d{2,4}(?: ?x ?\d{2,4})?|ip\d\d"
    r"|802\.11[a-z]{0,2}|\d{1,2}[ /.-](?:jan|feb|fev|mar|avr|apr|mai|may|jun|jul|aou|aug|sep|oct|nov|dec)[a-z]{0,6}(?:[ /.-]\d{2,4})?"
    r"|(?:19|20)\d\d|\d{1,2}[a-z]{3}\d{0,2}(?<=jan|feb|mar|avr|jun|jul|sep|oct|nov|dec)"
    r"|f/ ?\d{1,2}(?:[.,]\d)?(?: [a-z]{1,4}){0,3}|0x[0-9a-f]{1,16}"
    r"|\d{1,4}(?:[.,/]\d{1,4})? ?(?:v|a|w|wh|ah|mah|va|kva|hz|mhz|ghz|lm|cv|ch|db|bars?|tr)(?: \d{1,4}(?:[.,/]\d{1,4})? ?(?:v|a|w|wh|ah|mah|hz))*"
)
"""Versions, scores, sizes, apertures, error codes, volts and watts, dates: numbers of things."""
_ON_A_SHELF = re.compile(
    r"(?<![a-z])(?:rayons?|etiquettes?|gencods?|ean|isbn|en stock|packs?|remplace|firmware|catalogue|coloris)(?![a-z])"
)
_PRODUCT_LABEL = LazyPattern(
    r"(?<![a-z])(?:ref(?:erence)?s?|ean|isbn|gencods?|sku|code[ -]barres?|modele)[ .:n°]{0,5}$"
)
_LAW = LazyPattern(
    r"(?<![a-z])(?:directive|decret|arrete|ordonnance|loi|norme|reglement(?= ?(?:\(|n°|ue |ce |europeen)))(?![a-z])[^.;\n]{0,25}$"
)
_PART_NUMBER = LazyPattern(r"(?<![a-z])(?:p/n|part ?(?:number|no\.?)|mpn|e-nr|asin)[ .:n°]{0,5}$")
_FILE_AFTER = re.compile(r"\.(?:jpe?g|png|gif|pdf|heic|mp[34]|mov|docx?|xlsx?|csv|zip|txt|log|exe)(?![a-z])")
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?")
_WORD_BEFORE = re.compile(r"([a-z-]{2,})[ .:°']{0,3}(?:n°|no|numero|num)?[ .:]{0,2}$")


def accepts(view: TextView, entity: Entity) -> bool:
    """Whether a candidate is masked.

    Args:
        view: the text.
        entity: a candidate of one of the types in `THRESHOLDS`, with offsets in the view.
    """
    plain = view.plain[entity.start : entity.end]
    if entity.score < THRESHOLDS[entity.entity_type]:
        return False
    return _LOOKS[entity.entity_type](plain, view, entity)


def _digits(plain: str) -> int:
    return sum(map(str.isdigit, plain))


def _is_something_else(plain: str, view: TextView, entity: Entity) -> bool:
    """Whether a number is an amount, a date, an hour, a version, or stands after `article`, `modèle`, `chambre` ..."""
    if _AMOUNT_AFTER.match(view.plain, entity.end) or _MEASURE.fullmatch(plain) or _in_a_date(view, entity):
        return True
    if _FILE_AFTER.match(view.plain, entity.end) or _FILE_AFTER.search(plain):
        return True
    value = read_value(view, entity.start)
    if value is not None and value.end >= entity.end and (value.quantity or value.time or value.year):
        return True
    if _PRODUCT_LABEL.search(view.plain, max(0, entity.start - 30), entity.start) and _of_a_product(
        view, entity
    ):
        return True
    head = max(0, entity.start - 40), entity.start
    if _PART_NUMBER.search(view.plain, *head) or (len(plain) < 12 and _LAW.search(view.plain, *head)):
        return True
    before = _WORD_BEFORE.search(view.plain, max(0, entity.start - 30), entity.start)
    doubtful = entity.score < _SURE and _digits(plain) < _LONG
    return (
        before is not None
        and before[1] in labels.NOT_A_REFERENCE_BEFORE
        and (doubtful or before[1] in _THINGS)
    )


def _in_a_date(view: TextView, entity: Entity) -> bool:
    """Whether a candidate is a date or a part of one: `05-17` of `2024-05-17`."""
    dates = DATE.finditer(view.plain, max(0, entity.start - _YEAR_BEFORE), entity.end + _YEAR_BEFORE)
    return any(date.start() <= entity.start and date.end() >= entity.end for date in dates)


def _of_a_product(view: TextView, entity: Entity) -> bool:
    """Whether the sentence before a `réf.`, or the price after it, speaks of a thing that is sold, and of no order."""
    if is_an_article(view, entity.start, entity.end):
        return True
    start = max(0, entity.start - 90)
    before = view.plain[start : entity.start]
    if _ON_A_SHELF.search(before) and labels.ORDERS.isdisjoint(re.findall(r"[a-z]+", before)):
        return True
    return is_a_product(re.findall(r"[a-z][a-z-]*", before), before, view.text[start : entity.start].lower())


def _reference(plain: str, view: TextView, entity: Entity) -> bool:
    digits, said = _digits(plain), len(_SAID.findall(plain))
    if _is_something_else(plain, view, entity):
        return False
    if digits or said:
        return digits + 2 * said >= 3 or entity.score >= _WITHOUT_DIGITS
    shown = view.text[entity.start : entity.end]
    return entity.score >= _WITHOUT_DIGITS and (shown.isupper() or len(plain) >= 5)


def _secret(plain: str, view: TextView, entity: Entity) -> bool:
    if _AMOUNT_AFTER.match(view.plain, entity.end) or _CLOCK.fullmatch(plain) or plain.startswith("0x"):
        return False
    if view.plain.endswith("*#", 0, entity.start):
        return False  # `*#06#` asks a phone for something
    return bool(_digits(plain)) or entity.score >= _WITHOUT_DIGITS


def _birth_date(plain: str, view: TextView, entity: Entity) -> bool:
    digits, month = _digits(plain), _MONTH.search(plain) is not None
    if _RECENT.search(plain):
        return False  # an ordinary date: rules find the births of those years
    return digits >= 4 or len(_SAID.findall(plain)) >= 2 or (digits > 0 and month)


def _postcode(plain: str, view: TextView, entity: Entity) -> bool:
    if _AMOUNT_AFTER.match(view.plain, entity.end):
        return False
    return 4 <= _digits(plain) <= 6 or len(_SAID.findall(plain)) >= 2


def _phone(plain: str, view: TextView, entity: Entity) -> bool:
    if DATE.match(plain):
        return False
    digits, said = _digits(plain), len(_SAID.findall(plain))
    return digits >= 6 or digits + 2 * said >= 8 or ("*" in plain and digits >= 4)


_LOOKS: dict[str, Callable[[str, TextView, Entity], bool]] = {
    "CUSTOMER_ID": _reference,
    "CREDENTIAL": _secret,
    "DATE_OF_BIRTH": _birth_date,
    "FR_POSTCODE": _postcode,
    "PHONE_NUMBER": _phone,
}
