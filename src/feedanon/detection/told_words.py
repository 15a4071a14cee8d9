"""Handles and passwords made of letters alone: words of no language, told after `c'est` or `sous`."""

from __future__ import annotations

import re

from feedanon.detection import lexicon as lx
from feedanon.detection.folding import fold
from feedanon.detection.web import is_handle, is_secret

_SYSTEMS = re.compile(
    r"(?:windows|android|ios|mac|macos|linux|chrome|firefox|safari|edge|iphone|ipad|wifi|vpn|[345]g|php|java|excel|word|outlook|gmail)[ ._-]?[\d.]*"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _ordinary(plain: str) -> bool:
    """Whether each word of `plain` stands in the dictionary as more than a name."""
    flags = lx.Lexicon.load().flags
    known = lx.ORDINARY_WORD | lx.FREQUENT_WORD | lx.FREQUENT_ENGLISH_WORD
    return all(len(word) < 3 or flags(word) & known for word in re.findall(r"[^\W\d_]+", plain))


def is_told_handle(text: str) -> bool | None:
    """Whether `text`, told to be a handle, may be one: no ordinary word, no brand, no system.

    Args:
        text: the handle, with or without its at sign.

    Returns:
        False when it is none, else None.
    """
    plain = fold(text)
    if is_handle(text) is False or _SYSTEMS.fullmatch(plain):
        return False
    return False if _LETTERS.fullmatch(plain) and _ordinary(plain) else None


def is_told_secret(text: str) -> bool | None:
    """Whether `text`, told to be a password, may be one: a word alone must not stand in the dictionary.

    Args:
        text: the password.

    Returns:
        False when it is none, else None.
    """
    plain = fold(text)
    if is_secret(text) is False or _SYSTEMS.fullmatch(plain):
        return False
    return False if _LETTERS.fullmatch(plain) and (_ordinary(plain) or is_handle(text) is False) else None
