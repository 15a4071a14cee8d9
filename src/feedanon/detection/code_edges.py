"""A reference is whole when the letters and digits that are tied to it are masked too: `MRH 700418`, `42107/C`.

What finds a reference often reads its digits alone; a prefix left readable tells the kind of contract, and whose.
"""

from __future__ import annotations

import re
from dataclasses import replace

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.name_words import flags
from feedanon.detection.reference_values import PREFIX_STOP
from feedanon.entities import Entity

_TIED = re.compile(r"(?<![\w./-])(?:[A-Z]{1,6}|[a-z]|\d{1,5}|[A-Z]{1,4}\d{1,4})[-_/]$")
_BEFORE = re.compile(r"(?<![\w./'’-])(?P<letters>[A-Z]{2,4})[ +]{1,2}$")
_AFTER = re.compile(r"[-/](?:[A-Z]{1,3}|[A-Z]\d{1,3}|\d{1,4})(?![\w/-])")
_REACH = 10
_NO_PREFIX = PREFIX_STOP | set(
    "SAV BDC BL OR CDE CMD SMS PDF OK KO CPAM SNCF EDF GDF SFR DHL UPS DPD GLS".split()
)
"""Capitals before a number that are no part of it: firms, papers, answers."""


def whole(view: TextView, entity: Entity) -> Entity:
    """`entity` with the prefix and the suffix that are tied to it.

    Args:
        view: the text.
        entity: a customer reference, with offsets in the view.
    """
    text, start, end = view.text, entity.start, entity.end
    if not any(map(str.isdigit, view.plain[start:end])):
        return entity
    tied = _TIED.search(text, max(0, start - _REACH), start)
    if tied:
        start = tied.start()
    elif not _is_shouted(text, start):
        before = _BEFORE.search(text, max(0, start - _REACH), start)
        if before and before["letters"] not in _NO_PREFIX and not flags(before["letters"]) & lex.BRAND_WORD:
            start = before.start()
    after = _AFTER.match(text, end)
    if after:
        end = after.end()
    if (start, end) == (entity.start, entity.end):
        return entity
    return replace(entity, start=start, end=end)


def _is_shouted(text: str, start: int) -> bool:
    """Whether capitals say nothing there."""
    around = text[max(0, start - 30) : start]
    return sum(map(str.isupper, around)) > sum(map(str.islower, around))
