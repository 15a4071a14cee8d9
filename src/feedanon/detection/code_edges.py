"""References, handles and secrets are whole when what is tied to them is masked too: `MRH 700418`, `nico-le-vrai`.

What finds a reference often reads its digits alone, and what finds a handle the name in it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.name_words import flags
from feedanon.detection.reference_values import PREFIX_STOP
from feedanon.entities import Entity

_TIED = re.compile(r"(?<![\w./-])(?:[A-Z]{1,6}|[a-z]|\d{1,5}|[A-Z]{1,4}\d{1,4})[-_/]\Z")
_BEFORE = re.compile(r"(?<![\w./'’-])(?P<letters>[A-Z]{2,4})[ +]{1,2}\Z")
_AFTER = re.compile(
    r"[-/](?:[A-Z]{1,3}|[A-Z]\d{1,3}|\d{1,4})(?![\w/-])"
    r"|(?: / (?:\d{1,2}[A-Z]|[A-Z]\d{0,3}|\d{2,4})(?![\w/€%-]|[.,]\d| ?[€%]| [a-z\d])){1,3}"
)
_LINK = LazyPattern(
    r"(?:[a-z]{2,6}://)?[\w-]{1,63}(?:(?:\.|\[\.\])[\w-]{1,63}){0,4}(?:\.|\[\.\])"
    r"(?:fr|com|net|org|eu|be|ch|lu|de|es|it|uk|ca|io|me|co|ly|gl|pro|info|app|dev|site|shop|store|online|link|page|blog|tv|re|example)"
    r"(?::\d{1,5})?/[^\s<>\"'»)]{0,300}[\w/]"
)
_LINK_BORDERS = frozenset("<>\"'«»(")
_LONGEST_LINK = 300
_IN_LINKS = frozenset({"CUSTOMER_ID", "CREDENTIAL", "PHONE_NUMBER", "USERNAME"})
_REACH = 10
_LONGEST = 40
_TIES = {
    "USERNAME": (
        LazyPattern(r"(?<![\w.\\@/-])\w[\w.-]*[._\\-]\Z"),
        LazyPattern(r"(?:[_-]\w+|\.[a-z0-9]+)(?:[_.-]\w+)*(?![\w@])"),
    ),
    "CREDENTIAL": (
        LazyPattern(r"(?<![^\s«\"'(:])[^\W_][\w.-]*[_.<>!#$*+~-]{1,2}\Z"),
        LazyPattern(r"[_<>!#$*+~-]{1,2}[^\W_]\w*(?![\w@])"),
    ),
    "PERSON": (LazyPattern(r"(?<![\w.@/-])[^\W_]\w*_\Z"), LazyPattern(r"_\w*[^\W_](?![\w@])")),
}
"""By type, what may stand right before and right after without a blank; a person with underscores is a handle."""
_NO_PREFIX = PREFIX_STOP | set(
    "CNI SAV BDC BL OR CDE CMD SMS PDF OK KO CPAM SNCF EDF GDF SFR DHL UPS DPD GLS".split()
)
"""Capitals before a number that are no part of it: firms, papers, answers."""


def whole(view: TextView, entity: Entity) -> Entity:
    """`entity` with what is tied to it; types that are no codes come back as they are.

    Args:
        view: the text.
        entity: what was found, with offsets in the view.
    """
    link = _whole_link(view, entity) if entity.entity_type in _IN_LINKS else None
    if link is not None:
        return link
    if entity.entity_type == "CUSTOMER_ID":
        return _whole_reference(view, entity)
    if entity.entity_type not in _TIES or " " in view.text[entity.start : entity.end]:
        return entity
    before, after = _TIES[entity.entity_type]
    left = before.search(view.text, max(0, entity.start - _LONGEST), entity.start)
    right = after.match(view.text, entity.end)
    if left is None and right is None:
        return entity
    return replace(
        entity, start=left.start() if left else entity.start, end=right.end() if right else entity.end
    )


def _whole_link(view: TextView, entity: Entity) -> Entity | None:
    """The link that a code or a phone number stands in: who has the rest of it has the page."""
    text, start = view.text, entity.start
    least = max(0, start - _LONGEST_LINK)
    while start > least and not text[start - 1].isspace() and text[start - 1] not in _LINK_BORDERS:
        start -= 1
    link = _LINK.match(text, start) if start < entity.start else None
    if link is None or link.end() < entity.end:
        return None
    return replace(entity, entity_type="URL", start=start, end=link.end())


def _whole_reference(view: TextView, entity: Entity) -> Entity:
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
