"""What a mention of a person says: first name, surname, civility, and in which order it is written."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from feedanon.detection.folding import fold
from feedanon.detection.lexicon import FIRST_NAME, FREQUENT_FIRST_NAME, FREQUENT_SURNAME, SURNAME, Lexicon

CIVILITIES: dict[str, str] = {
    "m": "m",
    "mr": "m",
    "monsieur": "m",
    "mrs": "f",
    "mme": "f",
    "mmes": "f",
    "madame": "f",
    "mlle": "f",
    "mademoiselle": "f",
    "dr": "",
    "docteur": "",
    "pr": "",
    "professeur": "",
    "me": "",
    "maitre": "",
}
"""Words that announce a person, unaccented, and the gender that they say."""

WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
"""A run of letters, marks included."""

_BEFORE = re.compile(r"(?:^|[^\w])([A-Za-z]{1,12})\.?[ \t\u00a0\u202f]+$")
PARTICLES = frozenset("de du des le la les d l van von der den ben el al da dos di del".split())
"""Words that join the parts of a name, unaccented."""


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word of a mention.

    Attributes:
        start: its place in the mention.
        end: after it.
        key: unaccented lower case.
        role: `first`, `last`, `title` or `particle`.
    """

    start: int
    end: int
    key: str = field(repr=False)
    role: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name as one text writes it.

    Attributes:
        words: its words in order.
        gender: `m`, `f` or empty, as a civility says.
        part: `first`, `last`, or empty for a whole name.
        firsts: the words of the first name, unaccented lower case.
        lasts: those of the surname.
        identity: all of these, in an order that does not depend on the writing; empty without letters.
        vague: 0 for a full name, 1 for one with initials, 2 for a part of a name.
    """

    words: tuple[NameWord, ...] = field(repr=False)
    gender: str
    part: str
    firsts: tuple[str, ...] = field(repr=False)
    lasts: tuple[str, ...] = field(repr=False)
    identity: str = field(repr=False)
    vague: int


def _mention(words: tuple[NameWord, ...], gender: str, part: str) -> Mention:
    firsts = tuple([word.key for word in words if word.role == "first"])
    lasts = tuple([word.key for word in words if word.role == "last"])
    if part or not firsts or not lasts:
        vague = 2
    else:
        vague = int(len("".join(firsts)) == len(firsts) or len("".join(lasts)) == len(lasts))
    return Mention(words, gender, part, firsts, lasts, " ".join(sorted(firsts + lasts)), vague)


def read_mention(value: str, before: str = "") -> Mention:
    """Reads a person's name.

    Args:
        value: the mention.
        before: some of the text in front of it, where a civility may stand.

    Returns:
        The mention; without words when `value` holds no letters.
    """
    spans = [(*match.span(), match[0]) for match in WORD.finditer(fold(value))]
    gender = ""
    announced = False
    match = _BEFORE.search(before[-16:])
    if match and match[1].lower() in CIVILITIES:
        announced, gender = True, CIVILITIES[match[1].lower()]
    roles: list[str] = []
    for index, (_, _, key) in enumerate(spans):
        title = index == len(roles) and key in CIVILITIES and all(role == "title" for role in roles)
        roles.append("title" if title and len(spans) > 1 else "particle" if key in PARTICLES else "")
    for (_, _, key), role in zip(spans, roles, strict=True):
        if role == "title":
            announced, gender = True, CIVILITIES[key] or gender
    names = [index for index, role in enumerate(roles) if not role]
    part = _assign(value, spans, roles, names, announced)
    words = tuple(NameWord(*span, role or "last") for span, role in zip(spans, roles, strict=True))
    return _mention(words, gender, part)


def _assign(
    value: str, spans: list[tuple[int, int, str]], roles: list[str], names: list[int], announced: bool
) -> str:
    """Fills in `first` and `last`; returns the part that the mention names."""
    if not names:
        return ""
    # A hyphen joins: `Jean-Pierre Martin` has two units, `Martin-Durand` has one.
    units = [[names[0]]]
    for previous, index in itertools.pairwise(names):
        if value[spans[previous][1] : spans[index][0]] in ("-", "‐", "‑"):
            units[-1].append(index)
        else:
            units.append([index])
    if len(units) == 1:
        part = _single(spans[names[0]][2], announced)
        for index in names:
            roles[index] = part or "last"
        return part
    firsts = _first_units(value, spans, units)
    for number, unit in enumerate(units):
        for index in unit:
            roles[index] = "first" if number in firsts else "last"
    return ""


def _single(key: str, announced: bool) -> str:
    flags = Lexicon.load().flags(key)
    if announced:
        return "first" if flags & FREQUENT_FIRST_NAME and not flags & FREQUENT_SURNAME else "last"
    if flags & FREQUENT_FIRST_NAME or (flags & FIRST_NAME and not flags & SURNAME):
        return "first"
    return "last" if flags & SURNAME else ""


def _first_units(value: str, spans: list[tuple[int, int, str]], units: list[list[int]]) -> set[int]:
    """Which units of a name of several are first names."""
    capitals = [_capitals(value, spans, unit) for unit in units]
    if any(capitals) and not all(capitals):
        return {number for number, capital in enumerate(capitals) if not capital}
    lexicon = Lexicon.load()
    flags = [lexicon.flags_of_key(spans[unit[0]][2]) for unit in units]
    last = len(units) - 1
    if _leaning(flags[last]) - _leaning(flags[0]) >= 2:
        return {last}
    # `Jean Pierre Martin`: two first names, when a surname is left.
    return {0, 1} if last >= 2 and flags[0] & flags[1] & FREQUENT_FIRST_NAME else {0}


def _leaning(flags: int) -> int:
    """How much more a word is a first name than a surname."""
    first = 2 if flags & FREQUENT_FIRST_NAME else bool(flags & FIRST_NAME)
    return first - (2 if flags & FREQUENT_SURNAME else bool(flags & SURNAME))


def _capitals(value: str, spans: list[tuple[int, int, str]], unit: list[int]) -> bool:
    written = value[spans[unit[0]][0] : spans[unit[-1]][1]]
    return len(written) > 1 and written.isupper()
