"""A value found once is masked wherever it stands again: in its text, its conversation, its row.

People introduce themselves once, then sign with a first name, write the surname in capitals, in lower
case, in a quoted mail. Numbers are labelled once and repeated bare. Everything here is linear: one pass
over the words of each text, one dictionary of what was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.entities import Entity

RECOGNIZER = "propagation"
SCORE = 0.6

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[a-z0-9]+(?:[-_./][a-z0-9]+)*")
_EMAIL_PART = re.compile(r"[a-z]{3,}")

_LONGEST_NAME = 8
"""Words: nobody's name is longer, and what is would make the search for it slow."""

_TRUSTED = 0.5
"""The least score of a name that other mentions are derived from."""

_REPEATED = frozenset(
    "CUSTOMER_ID CREDENTIAL USERNAME FR_SIREN FR_SIRET FR_NIR FR_TAX_ID DEVICE_ID FR_ENERGY_METER FR_ID_CARD "
    "FR_PASSPORT FR_DRIVING_LICENCE FR_RESIDENCE_PERMIT FR_LICENSE_PLATE VIN".split()
)
"""Types whose value is worth masking where it stands again without its label."""

_NEVER_ALONE = lex.PARTICLE | lex.CIVILITY | lex.LAND | lex.STREET_WORD
_COMMON = lex.FREQUENT_WORD | lex.FREQUENT_ENGLISH_WORD
_ORDINARY = _COMMON | lex.ORDINARY_WORD | lex.BRAND_WORD


class _Found:
    """What the texts of one conversation taught."""

    def __init__(self) -> None:
        # First word of a name -> the whole names that begin with it, as (words, type).
        self.names: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
        # Codes as written in the plain text -> type.
        self.codes: dict[str, str] = {}
        # Parts that are ordinary words too: masked only where written as a name is.
        self.capitalised: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.names or self.codes)


def propagate(views: Sequence[TextView], found: Sequence[Sequence[Entity]]) -> list[list[Entity]]:
    """New mentions of what was found, in all texts of one conversation.

    Args:
        views: the texts that belong together, often just one.
        found: the entities of each, with offsets in its view.

    Returns:
        For each text the further mentions; they may overlap what was found.
    """
    lexicon = lex.Lexicon.load()
    memory = _Found()
    for view, entities in zip(views, found, strict=True):
        for entity in entities:
            _learn(memory, lexicon, view, entity)
    if not memory:
        return [[] for _ in views]
    return [list(_mentions(memory, view)) for view in views]


def _learn(memory: _Found, lexicon: lex.Lexicon, view: TextView, entity: Entity) -> None:
    plain = view.plain[entity.start : entity.end]
    kind = entity.entity_type
    if kind == "PERSON" and entity.score >= _TRUSTED:
        words = _WORD.findall(plain)
        _learn_name(memory, lexicon, words)
    elif kind == "CITY" and entity.score >= _TRUSTED:
        words = _WORD.findall(plain)
        if words and (len(words) > 1 or not lexicon.flags(words[0]) & _ORDINARY) and len(plain) > 3:
            memory.names[words[0]].add((tuple(words), kind))
    elif kind == "EMAIL_ADDRESS" and "@" in plain:
        for part in _EMAIL_PART.findall(plain.partition("@")[0]):
            flags = lexicon.flags(part)
            if flags & (lex.FIRST_NAME | lex.SURNAME) and not flags & (_ORDINARY | _NEVER_ALONE):
                memory.names[part].add(((part,), "PERSON"))
    elif kind in _REPEATED and len(plain) >= 4 and any(c.isdigit() for c in plain):
        if (len(plain) >= 5 or kind == "CREDENTIAL") and _CODE.fullmatch(plain):
            memory.codes[plain] = kind
    elif kind == "USERNAME" and len(plain) >= 5 and plain.isalpha() and not lexicon.flags(plain) & _ORDINARY:
        memory.names[plain].add(((plain,), kind))


def _learn_name(memory: _Found, lexicon: lex.Lexicon, words: Sequence[str]) -> None:
    if len(words) > _LONGEST_NAME:
        return
    if len(words) > 1:
        memory.names[words[0]].add((tuple(words), "PERSON"))
        # MARTIN Sophie is Sophie MARTIN.
        memory.names[words[-1]].add(((words[-1], *words[:-1]), "PERSON"))
    for word in words:
        flags = lexicon.flags(word)
        if len(word) < 3 or flags & _NEVER_ALONE:
            continue
        if flags & _ORDINARY and not (flags & lex.FREQUENT_FIRST_NAME and not flags & _COMMON):
            if len(words) == 1 and flags & _COMMON:
                continue
            memory.capitalised.add(word)
        memory.names[word].add(((word,), "PERSON"))


def _mentions(memory: _Found, view: TextView) -> Iterator[Entity]:
    plain = view.plain
    if memory.names:
        spans = [match.span() for match in _WORD.finditer(plain)]
        words = [plain[start:end] for start, end in spans]
        for index, word in enumerate(words):
            for name, kind in memory.names.get(word, ()):
                last = index + len(name) - 1
                if last >= len(words) or tuple(words[index : last + 1]) != name:
                    continue
                start, end = spans[index][0], spans[last][1]
                if any(spans[i + 1][0] - spans[i][1] > 3 for i in range(index, last)):
                    continue
                if (
                    len(name) == 1
                    and word in memory.capitalised
                    and not _written_as_name(view.text, start, end)
                ):
                    continue
                yield Entity(kind, start, end, SCORE, RECOGNIZER)
    if memory.codes:
        for match in _CODE.finditer(plain):
            code_kind = memory.codes.get(match.group())
            if code_kind is not None:
                yield Entity(code_kind, match.start(), match.end(), SCORE, RECOGNIZER)


def _written_as_name(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` has a capital that no sentence start and no shouting explains."""
    if not text[start].isupper():
        return False
    line_start = text.rfind("\n", 0, start) + 1
    before = text[line_start:start].rstrip(" \t\"'«(*_")
    if not before or before[-1] in ".!?:;…-•>":
        return False
    word = text[start:end]
    if word.isupper() and len(word) > 1:
        line_end = text.find("\n", end)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        return not line.isupper()
    return True
