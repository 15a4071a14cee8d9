"""Which end of a text may be the beginning of a token or a cipher, so that a stream must wait for more.

The answer errs on one side only: what it lets go can never become part of a token, whatever follows.
"""

from __future__ import annotations

import re

from feedanon.pseudonyms.type_names import TYPE_SPELLINGS, squeeze

LONGEST = 320
"""No token is longer: five line breaks in the longest name, brackets as HTML escapes, a part, a variant."""

_OPENINGS = (
    "<", "&lt;", "&amp;lt;", "&#60;", "&#x3c;", "\\u003c", "\\\\u003c", "\\<", "＜", "‹", "⟨", "%3C",
    "[", "\\[", "{", "{{", "\\{",
)
_OPENING_PREFIXES = frozenset(opening[:n] for opening in _OPENINGS for n in range(1, len(opening) + 1))
_OPENING = re.compile("|".join(re.escape(opening) for opening in sorted(_OPENINGS, key=len, reverse=True)))
_NAME_KEYS = frozenset(squeeze(spelling) for spelling in TYPE_SPELLINGS)
_NAME_PREFIXES = frozenset(key[:n] for key in _NAME_KEYS for n in range(1, len(key) + 1))
_START = re.compile(r"(?<![^\W_])[A-Za-z\u00c0-\u00ff]|[<&\\＜‹⟨%\[{]")
_SPACE = r"[ \t\r\n\u00a0\u202f]"
# A name, then perhaps a number and what may follow it up to the closing bracket.
_SHAPE = re.compile(
    rf"(?P<name>[A-Za-z\u00c0-\u00ff](?:[A-Za-z\u00c0-\u00ff]|[\\_-]|{_SPACE})*)"
    r"(?P<rest>[1-9][0-9]{0,8}[A-Za-zéÉ0-9._\\ \u00a0\u202f\t]{0,40}[&#;%>\]}＞›⟩\\A-Za-z0-9]{0,8})?\Z"
)
_CUSTOM = re.compile(r"[A-Za-z][A-Za-z0-9\\_]*[A-Za-z0-9._\\ \u00a0\u202f\t]{0,40}[&#;%>\]}\\A-Za-z0-9]{0,8}\Z")
_CIPHER = re.compile(rf"[A-Za-z\u00c0-\u00ff][^<>:]{{0,200}}?[ \u00a0]?:{_SPACE}{{0,4}}[A-Za-z2-7]*[ \u00a0]?[&#;%>\]}}\\A-Za-z0-9]{{0,8}}\Z")


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
    if tail in _OPENING_PREFIXES:
        return True
    opening = _OPENING.match(tail)
    body = tail[opening.end() :] if opening else tail
    if opening and body[:1] in (" ", "\t", "\u00a0", "\u202f"):
        body = body[1:]
    if not body:
        return True
    if ciphers and ":" in body and _CIPHER.match(body):
        return True
    if len(body) > LONGEST:
        return False
    shape = _SHAPE.match(body)
    if shape:
        name = squeeze(shape["name"])
        if (name in _NAME_KEYS) if shape["rest"] else (name in _NAME_PREFIXES):
            return True
    return bool(opening and _CUSTOM.match(body))
