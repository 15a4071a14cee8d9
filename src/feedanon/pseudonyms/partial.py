"""Which end of a text may be the beginning of a token or a cipher, so that a stream must wait for more.

The answer errs on one side only: what it lets go can never become part of a token, whatever follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.pseudonyms.type_names import PART_SPELLINGS, TYPE_SPELLINGS, squeeze

LONGEST = 320
"""No token is longer: five line breaks in the longest name, brackets as HTML escapes, a part, a variant."""

_OPENINGS = (
    "<",
    "&lt;",
    "&amp;lt;",
    "&#60;",
    "&#x3c;",
    "&#x3C;",
    "\\u003c",
    "\\u003C",
    "\\\\u003c",
    "\\\\u003C",
    "\\<",
    "＜",
    "‹",
    "⟨",
    "%3C",
    "[",
    "\\[",
    "{",
    "{{",
    "\\{",
)
_CLOSINGS = (
    ">",
    "&gt;",
    "&amp;gt;",
    "&#62;",
    "&#x3e;",
    "&#x3E;",
    "\\u003e",
    "\\u003E",
    "\\\\u003e",
    "\\\\u003E",
    "\\>",
    "＞",
    "›",
    "⟩",
    "%3E",
    "]",
    "\\]",
    "}",
    "}}",
    "\\}",
)


def _prefixes(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:n] for word in words for n in range(1, len(word) + 1))


_OPENING_PREFIXES = _prefixes(_OPENINGS)
_OPENING = re.compile("|".join(re.escape(opening) for opening in sorted(_OPENINGS, key=len, reverse=True)))
_NAME_KEYS = frozenset(map(squeeze, TYPE_SPELLINGS))
_NAME_PREFIXES = _prefixes(_NAME_KEYS)
_PART_PREFIXES = _prefixes([f"{squeeze(part)}s" for part in PART_SPELLINGS])
_START = re.compile(r"(?<![^\W_])[A-Za-z\u00c0-\u00ff]|[<&\\＜‹⟨%\[{]")
_LETTER = r"[A-Za-z\u00c0-\u00ff]"
_SPACE = r"[ \t\r\n\u00a0\u202f]"
_BLANK = r"[ \t\u00a0\u202f]?"
_CLOSE = (
    "(?:" + "|".join(re.escape(end) for end in sorted(_prefixes(_CLOSINGS), key=len, reverse=True)) + ")?"
)
# A name, then perhaps a number and what follows it.
_SHAPE = re.compile(rf"(?P<name>{_LETTER}(?:{_LETTER}|[\\_-]|{_SPACE})*)(?P<number>[1-9][0-9]{{0,8}})?")
_CUSTOM = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9\\_]*_)(?P<number>[1-9][0-9]{0,8})")
_CUSTOM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9\\_]*\Z")
_VARIANT = rf"(?:\\?[._ ]?[0-9]{{0,6}})?{_BLANK}{_CLOSE}\Z"
_REST = re.compile(_VARIANT)
_REST_WITH_PART = re.compile(rf"\\?[._ ]?(?P<part>{_LETTER}(?:{_LETTER}|[_ -]){{0,20}}?){_VARIANT}")
_CIPHER = re.compile(
    rf"(?P<name>{_LETTER}[^<>:]{{0,200}}?){_BLANK}:{_SPACE}{{0,4}}[A-Za-z2-7]*{_BLANK}{_CLOSE}\Z"
)


def hold_from(text: str, start: int, ciphers: bool) -> int:
    """Where the part of `text` begins that has to wait for what follows.

    Args:
        text: what has arrived.
        start: where to look from; what stands before counts as context.
        ciphers: whether ciphers are read too; they have no longest length.

    Returns:
        The index of the first character that may begin a pseudonym, or `len(text)`.
    """
    length = len(text)
    first = max(start, length - LONGEST)
    if ciphers:
        colon = text.rfind(":", start)
        if colon >= 0:
            first = max(start, min(first, colon - LONGEST))
    for match in _START.finditer(text, first):
        if match.start() >= start and _may_begin(text[match.start() :], ciphers):
            return match.start()
    return length


def _may_begin(tail: str, ciphers: bool) -> bool:
    opening = _OPENING.match(tail)
    body = tail[opening.end() :] if opening else tail
    if opening and body[:1] in (" ", "\t", "\u00a0", "\u202f"):
        body = body[1:]
    if not body or tail in _OPENING_PREFIXES:
        return True
    if ciphers and ":" in body and _may_be_cipher(body):
        return True
    return len(body) <= LONGEST and (
        _may_be_token(body, opening is not None) or (opening is not None and _may_be_custom(body))
    )


def _may_be_token(body: str, bracketed: bool) -> bool:
    shape = _SHAPE.match(body)
    if not shape:
        return False
    name, rest = squeeze(shape["name"]), body[shape.end() :]
    if shape["number"]:
        return name in _NAME_KEYS and _may_follow(rest, bracketed)
    return not rest and name in _NAME_PREFIXES


def _may_be_custom(body: str) -> bool:
    custom = _CUSTOM.match(body)
    return _CUSTOM_NAME.match(body) is not None or (
        custom is not None and _may_follow(body[custom.end() :], True)
    )


def _may_follow(rest: str, bracketed: bool) -> bool:
    """Whether `rest`, behind a number, may go on as a part, a variant or a closing bracket."""
    if not bracketed and rest[:1] in (" ", "\t", "\u00a0", "\u202f"):
        return False
    if _REST.match(rest):
        return True
    match = _REST_WITH_PART.match(rest)
    return match is not None and (match["part"] == "s" or squeeze(match["part"]) in _PART_PREFIXES)


def _may_be_cipher(body: str) -> bool:
    match = _CIPHER.match(body)
    return match is not None and (
        squeeze(match["name"]) in _NAME_KEYS or _CUSTOM_NAME.match(match["name"]) is not None
    )
