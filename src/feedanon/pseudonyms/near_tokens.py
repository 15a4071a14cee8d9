"""Tokens of a known person that an LLM shortened or lengthened: `<PERSON_2>` for `<PERSON_2.last>`, and back.

Only tokens that were never issued come here, and only within one group: whatever is answered is that very
person's. Where two answers are possible there is none, and the token stays as it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from feedanon.detection.lexicon import FIRST_NAME, FREQUENT_FIRST_NAME, FREQUENT_SURNAME, SURNAME, Lexicon
from feedanon.pseudonyms.person_names import read_mention
from feedanon.pseudonyms.token_pattern import spellings
from feedanon.pseudonyms.tokens import Token
from feedanon.vaults.base import Record

Known = Callable[[str], "Record | None"]
"""The record of a pseudonym that was looked up, or None."""

_NAME_PARTS = ("first", "last")
_PARTS = ("", *_NAME_PARTS, "email", "username")
_PEOPLE = "PERSON"
_NEXT_VARIANTS = (2, 3)


def may_be_near(token: Token) -> bool:
    """Whether a token that was never issued can be a person's, shortened or lengthened."""
    return token.name == _PEOPLE and token.variant == 1 and token.part in ("", *_NAME_PARTS)


def first_relatives(token: Token) -> list[str]:
    """What the group of `token` would have been issued first, one spelling for each part and style."""
    return _spelled(token, (1,))


def later_relatives(token: Token, known: Known) -> list[str]:
    """Where the group exists, more of its writings: a first one is skipped when a text holds it literally."""
    exists = any(known(spelling) for spelling in first_relatives(token))
    return _spelled(token, _NEXT_VARIANTS) if exists else []  # answers full of inventions cost little


def near_record(token: Token, known: Known) -> Record | None:
    """The record that `token` must mean, its value cut to the part that is asked for.

    Args:
        token: one that was never issued as written.
        known: gives the records of both kinds of relatives.

    Returns:
        None when the group is unknown, or when it holds more than one answer.
    """
    found = {
        (record.part, record.variant): record
        for spelling in (*first_relatives(token), *later_relatives(token, known))
        if (record := known(spelling)) and record.space == _PEOPLE and record.group == token.number
    }
    records = [found[key] for key in sorted(found)]
    same = [record for record in records if record.part == token.part]
    if same:
        return same[0]
    if token.part:
        return _cut([record for record in records if not record.part], token.part)
    # Two writings of a surname are one surname; two addresses of a person are two addresses.
    parts = {record.part for record in records}
    if len(records) == 1 or (len(parts) == 1 and parts <= {*_NAME_PARTS}):
        return records[0]
    return None


def _spelled(token: Token, variants: Iterable[int]) -> list[str]:
    return [
        spelling
        for part in _PARTS
        for variant in variants
        for spelling in spellings(Token(token.name, token.number, part, variant))
    ]


def _cut(wholes: Sequence[Record], part: str) -> Record | None:
    """The first of `wholes` with the part of its name for its value, when it is certain where that stands."""
    for record in wholes:
        words = record.value.split()
        if len(words) == 2 and _first_then_last(record.value):
            return dataclasses.replace(record, value=words[_NAME_PARTS.index(part)])
    return None


def _first_then_last(value: str) -> bool:
    """Whether a name is a first name and a surname beyond doubt, each one word."""
    mention = read_mention(value)
    if mention.vague or [word.role for word in mention.words] != ["first", "last"]:
        return False
    first, last = value.split()
    if not (first.isalpha() and last.isalpha()) or len(mention.words) != 2:
        return False
    if last.isupper() and not first.isupper():
        return True
    lexicon = Lexicon.load()
    # `Paul Martin` and `Martin Paul` look alike to the parser: only a clear lead of the first word counts.
    return _leaning(lexicon.flags(first)) > _leaning(lexicon.flags(last))


def _leaning(flags: int) -> int:
    first = 2 if flags & FREQUENT_FIRST_NAME else bool(flags & FIRST_NAME)
    return first - (2 if flags & FREQUENT_SURNAME else bool(flags & SURNAME))
