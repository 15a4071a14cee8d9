"""Whole names: a name that was found in part is masked whole.

A model that marks `Sophie` in `Sophie M.`, `de La` outside `Jean de La Fontaine` or half of a word
leaks what it leaves. The edges of each name are looked at again, with what the lexicon knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from feedanon.detection import code_edges
from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.initials import SHORT_TITLES
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.name_words import COMMON, ELIDED, LABELS_NEXT, NAME, NEVER, ORDINARY, flags
from feedanon.detection.street_words import TAIL
from feedanon.entities import Entity

_AFTER = re.compile(r"(?:[ \t]|[ \t]?-[ \t]?|'|\.[ \t]?)([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+)(?:[ \t]|-|'|\.[ \t]?)$")
_INITIAL_AFTER = re.compile(r"[ \t]{1,2}[A-ZÀ-Ý](?:\.?-?[A-ZÀ-Ý])?(?![^\W_])\.?")
_INITIAL_BEFORE = LazyPattern(r"(?<![^\W_'’])(?P<word>[A-ZÀ-Ý](?:\.-?[A-ZÀ-Ý]|[a-zà-ÿ])?)\.[ \t]?$")
_SURNAME_BEFORE = LazyPattern(r"(?:^|[\n;,|\t:•\-] ?)(?P<surname>[A-ZÀ-Ý]{2,20}(?:['-][A-ZÀ-Ý]{2,20})?) $")
"""Capitals at the beginning of a line or a cell, before a first name: `BAH Mariama`."""
_APOSTROPHE = re.compile(r"['’][a-zà-ÿ]{2,12}(?![^\W_])")
"""The rest of `Tehei'ura`."""
_BRETON = re.compile(r"c'h[^\W\d_]*")
"""`Le Floc'hmoan`: one letter in Breton, three signs on paper."""
_DISTRICT = re.compile(
    r"(?:paris (?:1\d|20|[1-9])|lyon [1-9]|marseille (?:1[0-6]|[1-9]))(?: ?(?:er|e|eme|ieme))?(?![\w:%€]|[.,/-]\d| ?(?:h|€|euros?|ans|km|jours?|fois|-|a)(?![a-z]))"
)
"""`Lyon 8`: the arrondissement is a part of the town's name; a score or an hour is not."""
_NO_INITIALS = frozenset("A À Y I MR MR. DR DR. PR OK KO ET OU".split())
_LOW_INITIAL_AFTER = re.compile(r"[ \t][bfghkprvwz](?=[ \t,.;!?\n)]|$)")
"""`steeve b`: letters that begin no elided word (`sophie m a dit`)."""
_WORD = re.compile(r"[^\W\d_]+")
_NO_SURNAMES = frozenset(
    "MR MME MLLE DR PR ME MM NOM PRENOM CLIENT CLIENTE AGENT CONTACT DE SAV TEL MAIL OBJET REF RE TR FW FWD CC OK KO NB PS POUR AVEC MERCI BONJOUR BRAVO SUPER TOP ALLO NON OUI".split()
)
_MAX_STEPS = 4
_REACH = 100
"""How far before a name a neighbour may begin and still touch it, in characters."""


def whole_words(view: TextView, start: int, end: int) -> tuple[int, int]:
    """`start:end`, moved outwards until it cuts no word of letters."""
    text = view.text
    while start > 0 and text[start].isalpha() and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    return start, end


def extend(view: TextView, entity: Entity) -> Entity:
    """The whole name around a PERSON entity; other types come back with whole words.

    Args:
        view: the text.
        entity: what was found.

    Returns:
        An entity that contains the given one.
    """
    start, end = whole_words(view, entity.start, entity.end)
    if entity.entity_type == "PERSON":
        lower = view.text[start:end].islower()
        for _ in range(_MAX_STEPS):
            grown = _right(view, end, lower)
            if grown == end:
                break
            end = grown
        for _ in range(_MAX_STEPS):
            grown = _left(view, start, lower)
            if grown == start:
                break
            start = grown
    if (start, end) == (entity.start, entity.end):
        return entity
    return replace(entity, start=start, end=end)


def extend_all(view: TextView, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Each entity, names and towns made whole; a name does not grow into what was found beside it."""
    by_start = sorted(entities, key=lambda e: e.start)
    starts = [e.start for e in by_start]
    for entity in entities:
        if entity.entity_type == "STREET_ADDRESS":
            tail = TAIL.match(view.plain, entity.end)
            yield replace(entity, end=tail.end()) if tail else entity
            continue
        if entity.entity_type not in ("PERSON", "CITY"):
            yield code_edges.whole(view, entity)
            continue
        whole = code_edges.whole(view, extend(view, entity))
        if entity.entity_type == "CITY" and (district := _DISTRICT.match(view.plain, whole.start)):
            whole = replace(whole, end=max(whole.end, district.end()))
        if whole is not entity:
            near = by_start[bisect_left(starts, whole.start - _REACH) : bisect_left(starts, whole.end)]
            if any(
                other.entity_type != entity.entity_type
                and whole.overlaps(other)
                and not entity.overlaps(other)
                for other in near
            ):
                whole = entity
        yield whole


def _right(view: TextView, end: int, lower: bool) -> int:
    glued = _APOSTROPHE.match(view.text, end)
    if glued and view.text[end - 1].islower():
        return glued.end()
    breton = _BRETON.match(view.plain, end - 1)
    if breton:
        return breton.end()
    initial = _INITIAL_AFTER.match(view.text, end)
    if initial and initial.group().strip() not in _NO_INITIALS and not ELIDED.match(view.plain, end + 1):
        return initial.end()
    if lower and (initial := _LOW_INITIAL_AFTER.match(view.text, end)):
        return initial.end()
    match = _AFTER.match(view.text, end)
    if match is None:
        return end
    word_start, word_end = match.span(1)
    if match.group().startswith(".") and not _single_letter_before(view, end):
        return end
    known = flags(match.group(1))
    if known & lex.PARTICLE and not known & lex.FIRST_NAME:
        following = _AFTER.match(view.text, word_end)
        if following and _belongs(view, *following.span(1), lower):
            return following.end()
        return end
    return word_end if _belongs(view, word_start, word_end, lower) else end


def _left(view: TextView, start: int, lower: bool) -> int:
    window = view.text[max(0, start - 30) : start]
    initial = _INITIAL_BEFORE.search(window)
    if initial and initial["word"] != "M" and initial["word"] not in SHORT_TITLES:
        return start - len(window) + initial.start()
    surname = _SURNAME_BEFORE.search(window)
    if surname and _is_surname(surname["surname"]) and _begins_with_first_name(view, start):
        return start - len(window) + surname.start("surname")
    match = _BEFORE.search(window)
    if match is None or (match.start() == 0 and len(window) == 30):
        return start
    word_start = start - len(window) + match.start(1)
    word_end = start - len(window) + match.end(1)
    if flags(match.group(1)) & lex.PARTICLE or match.group().endswith((".", ". ")):
        return start
    return word_start if _belongs(view, word_start, word_end, lower, before=True) else start


def _is_surname(word: str) -> bool:
    return word not in _NO_SURNAMES and bool(flags(word) & lex.SURNAME)


def _begins_with_first_name(view: TextView, start: int) -> bool:
    first = _WORD.match(view.text, start)
    return first is not None and first[0].istitle() and bool(flags(first[0]) & lex.FIRST_NAME)


def _belongs(view: TextView, start: int, end: int, lower: bool, *, before: bool = False) -> bool:
    """Whether the word beside a name is more of the name."""
    if end - start < 2 or LABELS_NEXT.match(view.plain, end):
        return False
    known = flags(view.plain[start:end])
    wanted = lex.FIRST_NAME if before else NAME
    capital = view.text[start].isupper()
    # `Sophie Martin`, `Jean Petit`: a frequent surname with a capital is one, though it is a word too.
    common = 0 if capital and not before and known & lex.FREQUENT_SURNAME else COMMON
    if not known & wanted or known & (lex.CIVILITY | common | lex.LAND) or view.plain[start:end] in NEVER:
        return False
    if lower:
        return not capital and not known & (ORDINARY | lex.BRAND_WORD)
    return capital and not known & lex.BRAND_WORD


def _single_letter_before(view: TextView, end: int) -> bool:
    return view.text[end - 1].isupper() and (end < 2 or not view.text[end - 2].isalpha())
