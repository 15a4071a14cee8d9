"""Customer references that do not follow their label at once: lists, answers in a chat, values before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import ean

from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.reference_values import Value, answer_value, read_value

_LIST_LIMIT = 200
_ANSWER_LINES = 4
_ANSWER_REACH = 80
_LINE_REACH = 160
_EAN_LENGTHS = (8, 13)
_LINK = re.compile(
    r"(?:\s{0,3}(?:,|;|/|\+|&|-|(?:et|ou|and|or|puis|ainsi que|le|la|les|n ?°|no|num|numero|celle|celui|du|de|pour|aussi|commande|cde|colis"
    r")(?![a-z]))\s{0,3}){1,5}#?"
)
HEADER = re.compile(
    r"[ \t]{0,20}(?:[-*>•»] ?)?(?:\[?\(?\d{1,2}[:h]\d{2}(?::\d{2})?\)?\]?[ \t-]{0,3})?(?:[a-z#][^\n:>›?=\"]{0,40}[:>›](?!//)[ \t]{0,3})?"
)
"""The beginning of a chat line: bullet, time and speaker."""

_ASKS = re.compile(
    r"\?|(?<![a-z])(?:indiqu|communiqu|donne|fourni|precise|transmett|envoye|rappele|besoin|confirm|provide|give|tell|share|quel)"
)
_VALUE_FIRST = LazyPattern(
    r"[ ,:=>(-]{1,4}(?:(?:c'est|est|is|voici|c|etant|comme)[ ]{1,2})?(?:(?:mon|ma|le|la|notre|my|the|votre)[ ])?"
    r"(?:n ?[°o]|num|numero|ref|reference|id|identifiant|code|number)(?![a-z])[. ]{0,2}(?:(?:de|d'|du|of|my|ma|mon|la|le) ?){0,2}$"
)
_CODE_BEFORE = re.compile(r"(?<![a-z0-9.,/-])[a-z0-9][a-z0-9/_-]{2,30}$")
_LOOSE = re.compile(r"(?<![\w.,/:+*-])(?:[a-z]{1,4}[-_]?)?\d{8,20}(?![\w/:*-]|[.,]\d| ?[€%$])")
_SOLD = re.compile(
    r"(?:ean|isbn|gencod|gtin|asin|sku|code.barres?|piece|article|produit|modele|cerfa|tel|ts|timestamp|created|date)\W{0,6}(?:\w{0,12}\W{1,3}){0,2}$"
)
_STAMP = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4,6})?|1[67]\d{8}(?:\d{3})?|0\d{9}|33\d{9}"
)


def listed(view: TextView, first: Value) -> Iterator[Value]:
    """The values after `first` in a list of them: `4512, 4513 et 4514`."""
    current = first
    for _ in range(_LIST_LIMIT):
        link = _LINK.match(view.plain, current.end)
        if link is None:
            return
        value = read_value(view, link.end())
        if value is None or value.quantity or value.time or value.phone or value.digits < 3:
            return
        alike = abs(value.size - first.size) <= 1 and bool(value.letters) == bool(first.letters)
        if not alike and not value.coded:
            return
        yield value
        current = value


def answer(view: TextView, label_start: int, label_end: int, *, letters_only: bool) -> Value | None:
    """The value on the lines after a question about a label, as in a chat."""
    plain = view.plain
    end = plain.find("\n", label_end)
    if end < 0 or end - label_end > _LINE_REACH:
        return None
    begin = max(plain.rfind("\n", 0, label_start) + 1, label_start - _LINE_REACH)
    if not _ASKS.search(plain, begin, end):
        return None
    for _ in range(_ANSWER_LINES):
        header = HEADER.match(plain, end + 1)
        start = header.end() if header else end + 1
        end = plain.find("\n", start)
        end = end if end >= 0 else len(plain)
        value = answer_value(view, start, min(end, start + _ANSWER_REACH), letters_only=letters_only)
        if value is not None:
            return value
        if end >= len(plain):
            break
    return None


def value_before(view: TextView, label_start: int, label_end: int) -> Value | None:
    """A value that stands before its label: `4578-AB (numéro de commande)`."""
    plain = view.plain
    left = max(0, label_start - 30)
    gap = _VALUE_FIRST.search(plain[left:label_start])
    if gap is None or plain[label_end : label_end + 2].lstrip()[:1] in (":", "="):
        return None
    code = _CODE_BEFORE.search(plain[max(0, left + gap.start() - 34) : left + gap.start()])
    if code is None:
        return None
    end = left + gap.start()
    value = read_value(view, end - len(code[0]))
    if value is None or value.end != end or value.digits < 4:
        return None
    odd = value.quantity or value.product or value.year or value.phone or value.time
    return None if odd else value


def loose_values(view: TextView) -> Iterator[Value]:
    """Long numbers without a label, in a text that speaks of orders, parcels or contracts.

    Bar codes, telephone numbers, time stamps and dates are none.
    """
    for match in _LOOSE.finditer(view.plain):
        text, start = match[0], match.start()
        if _STAMP.fullmatch(text) or (len(text) in _EAN_LENGTHS and text.isdigit() and ean.is_valid(text)):
            continue
        if _SOLD.search(view.plain[max(0, start - 40) : start]):
            continue
        yield Value(start, match.end(), len(text), 0)
