"""Finds everything in a text that could be a token, also after an LLM has rewritten it.

The same search runs in both directions. Before replacing, whatever it finds in the input is replaced
too, so that nothing but our own tokens can come back; on the way back it finds the tokens. It knows
nothing of a session: what looks like a token today stays recognised when more tokens are issued.

One compiled pattern with bounded repetitions: the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feedanon.pseudonyms.tokens import STYLES, Token
from feedanon.pseudonyms.type_names import (
    PART_SPELLINGS,
    TYPE_SPELLINGS,
    TYPES,
    french_type,
    part_of,
    squeeze,
    type_of,
)

_ACCENTED = {
    "a": "aàâäAÀÂÄ",
    "c": "cçCÇ",
    "e": "eéèêëEÉÈÊË",
    "i": "iîïIÎÏ",
    "o": "oôöOÔÖ",
    "u": "uùûüUÙÛÜ",
}
_SPACE = "[ \\t\u00a0\u202f]"
_BREAK = f"{_SPACE}{{0,4}}\\r?\\n{_SPACE}{{0,4}}"
# Between the words of a name: `PHONE_NUMBER`, `PHONE\_NUMBER`, `phone number`, `PhoneNumber`, or a line break.
_JOIN = f"(?:\\\\{{0,2}}_(?:{_BREAK})?|[ \\t\u00a0\u202f-]|{_BREAK}_?|)"
# Between name and number; `u` is set when the underscore is there.
_UNDER = f"{_SPACE}?\\\\{{0,2}}_(?:{_BREAK}|{_SPACE})?|{_BREAK}\\\\{{0,2}}_"
_LOOSE = f"{_SPACE}{{1,2}}|-|{_BREAK}|"
OPEN = r"<|&lt;|&amp;lt;|&#60;|&#x3[cC];|\\?\\u003[cC]|\\<|＜|‹|⟨|%3C|\[|\\\[|\{\{?|\\\{"
CLOSE = r">|&gt;|&amp;gt;|&#62;|&#x3[eE];|\\?\\u003[eE]|\\>|＞|›|⟩|%3E|\]|\\\]|\}\}?|\\\}"
# Unbracketed and without underscore only these, in capitals or as English writes a title: `Person 1`.
# Not `VIN 2019`, `BIC 4` or `PERSONNES 2`, which customers write themselves.
_BARE_LOOSE = frozenset(
    {"PERSON", "CITY", "LITERAL"} | {name for name in TYPES if "_" in name and name[:3] != "FR_"}
)
_OFFICIAL = frozenset({squeeze(name) for name in TYPES} | {squeeze(french_type(name)) for name in TYPES})


def _letter(char: str) -> str:
    return f"[{_ACCENTED.get(char, char + char.upper())}]" if char.isalpha() else char


def _alternatives(names: list[str]) -> str:
    """A pattern for `names` (words joined by `_`) in any case and with any accents, as a prefix tree."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]  # a tree of its own kind
    for name in names:
        node = tree
        for char in name.lower():
            node = node.setdefault(char, {})
        node[""] = {}

    def write(node: dict) -> str:  # type: ignore[type-arg]
        branches = [
            (_JOIN if char == "_" else _letter(char)) + write(child) for char, child in node.items() if char
        ]
        if not branches:
            return ""
        inner = branches[0] if len(branches) == 1 else ""
        body = inner or f"(?:{'|'.join(branches)})"
        return f"(?:{body})?" if "" in node else body

    return write(tree)


_NAME = _alternatives(sorted({spelling.lower() for spelling in TYPE_SPELLINGS}))
_PART = _alternatives(sorted({squeezed.lower().replace("é", "e") for squeezed in PART_SPELLINGS}))
_CUSTOM = "[A-Za-z][A-Za-z0-9]{0,30}(?:\\\\?_[A-Za-z0-9]{1,30}){0,5}?"
NAME_OR_CUSTOM = f"(?:{_NAME}|{_CUSTOM})"
"""The name of a type, ours in any spelling or a user's."""

_NUMBER = "[1-9][0-9]{0,8}(?![0-9])"
_TAIL = f"(?:\\\\?[._ ](?P<part>{_PART})(?:\\\\?[._ ](?P<pv>[1-9][0-9]{{0,5}}))?|\\\\?\\.(?P<v>[1-9][0-9]{{0,5}}))"
_BARE_TAIL = (
    f"(?:\\\\?[._](?P<bpart>{_PART})(?=s?(?![^\\W_]))(?:\\\\?\\.(?P<bpv>[1-9][0-9]{{0,5}}))?"
    f"|\\\\?\\.(?P<bv>[1-9][0-9]{{0,5}}))"
)

_BRACKETED = (
    f"(?P<open>{OPEN}){_SPACE}?"
    f"(?:(?P<name>{_NAME})(?:{_UNDER}|{_LOOSE})(?P<number>{_NUMBER})"
    f"|(?P<custom>{_CUSTOM})\\\\?_(?P<cnumber>{_NUMBER}))"
    f"{_TAIL}?{_SPACE}?(?P<close>{CLOSE})"
)
_BARE = (
    f"(?P<bopen><|&lt;|\\\\u003[cC]|\\\\<)?(?<![^\\W_])(?P<bname>{_NAME})"
    f"(?:(?P<under>{_UNDER})|(?:{_LOOSE}))(?P<bnumber>{_NUMBER}){_BARE_TAIL}?"
    r"(?![0-9]|_[^\W_]|(?!s(?![^\W_]))[^\W_])(?P<bclose>>|&gt;|\\u003[eE]|\\>)?"
)


@lru_cache(maxsize=1)
def _token_pattern() -> re.Pattern[str]:
    """Compiled when a text may hold a token: that takes a tenth of a second, which a first text need not wait."""
    return re.compile(f"{_BRACKETED}|{_BARE}")


# What every token has in common, cheap to look for: an underscore and a number, or the last words of a
# name and a number.
_UNDER_SITE = re.compile(r"_\s{0,12}[1-9]")
_WORD_SITE = re.compile(
    "(?<![A-Za-z\u00c0-\u00ff])([A-Za-z\u00c0-\u00ff]{2,40})(?:[ \t\u00a0\u202f-]|\\s{1,12})?[1-9]"
)
_LAST_WORDS = frozenset(
    squeeze("".join(words[index:]))
    for words in (spelling.split("_") for spelling in TYPE_SPELLINGS)
    for index in range(len(words))
)
_CUSTOM_NAME = re.compile(_CUSTOM + "(?![\\s\\S])")


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A place in a text that reads as a token.

    Attributes:
        start: index of its first character, a bracket included.
        end: index after its last character.
        token: what it says, in whatever style it was written.
    """

    start: int
    end: int
    token: Token


def find_tokens(text: str, start: int = 0) -> Iterator[FoundToken]:
    """Everything in `text` from `start` on that could be a token, left to right, without overlaps.

    Args:
        text: any string.
        start: where to begin; what stands before counts as context.

    Yields:
        The places, whether such a token was ever issued or not.
    """
    if not _may_hold_token(text, start):
        return
    pattern = _token_pattern()
    match = pattern.search(text, start)
    while match:
        token = _read(match)
        if token is None:
            start = match.start() + 1
        else:
            yield FoundToken(match.start(), match.end(), token)
            start = match.end()
        match = pattern.search(text, start)


def _may_hold_token(text: str, start: int) -> bool:
    if "_" in text and _UNDER_SITE.search(text, start):
        return True
    for site in _WORD_SITE.finditer(text, max(0, start - 1)):
        word = site[1]
        if (word.lower() if word.isascii() else squeeze(word)) in _LAST_WORDS:
            return True
    return False


def spellings(token: Token) -> tuple[str, ...]:
    """`token` in every style."""
    return tuple({style.write(token): None for style in STYLES})


@lru_cache(maxsize=512)
def token_name(entity_type: str) -> str:
    """The name under which a type stands in tokens: its own, made fit for the pattern when it is a user's."""
    if type_of(entity_type) == entity_type:
        return entity_type
    name = re.sub("[^A-Z0-9]+", "_", entity_type.upper()).strip("_")
    # A name that reads as one of ours would come back as ours.
    return (
        name
        if _CUSTOM_NAME.match(name) and type_of(name) is None
        else f"X_{squeeze(name).upper()[:24]}".rstrip("_")
    )


def _read(match: re.Match[str]) -> Token | None:
    """The token that a match says, or None when it only resembles one."""
    groups = match.groupdict()
    if groups["bname"] is not None:
        name = type_of(groups["bname"])
        if name is None or not _stands_bare(groups["bname"], name, groups["under"] is not None):
            return None
        return _token(name, groups["bnumber"], groups["bpart"], groups["bpv"] or groups["bv"])
    opening = _kind(groups["open"])
    name = type_of(groups["name"]) if groups["name"] else _custom_name(groups["custom"], opening)
    if opening != _kind(groups["close"]) or name is None:
        return None
    return _token(name, groups["number"] or groups["cnumber"], groups["part"], groups["pv"] or groups["v"])


def _custom_name(written: str, opening: str) -> str | None:
    """The name of a user's own type."""
    name = written.replace("\\", "")
    # A placeholder of another program (`[ref_1]`, `{id_2}`) is not ours; ours are in capitals.
    if opening != "<" and name != name.upper():
        return None
    return type_of(name) or name.upper()


def _token(name: str, number: str, part: str | None, variant: str | None) -> Token:
    return Token(name, int(number), (part_of(part) or part) if part else "", int(variant) if variant else 1)


def _stands_bare(written: str, name: str, underscore: bool) -> bool:
    """Whether a name without brackets is a token's: the more was lost, the surer the rest must be."""
    if underscore:
        return written.isupper() or squeeze(written) in _OFFICIAL
    if name not in _BARE_LOOSE or squeeze(written) != squeeze(name):
        return False
    return written.isupper() or (written[0].isupper() and " " in written) or written == name.capitalize()


def _kind(bracket: str) -> str:
    if bracket[-1] in "[]":
        return "["
    return "{" if bracket[-1] in "{}" else "<"
