"""Rewrites a regular expression that begins with a look behind so that the search for it is quick.

Python's `re` tries a pattern that begins with `(?<!...)` at every position of a text. When a pattern begins with
characters instead, it skips to the next of them. `(?<![a-z])rue` is the same as `rue(?<![a-z].{3})`, and several
times as fast.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

_ATOM = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\[dDwWsS]|\\[^\w]|[^\\\[\](){}.*+?|^$]", re.DOTALL)
_LITERAL = re.compile(r"\\[^\w]|[^\\\[\](){}.*+?|^$]", re.DOTALL)
_DIGIT = re.compile(r"\\d")
_TIMES = re.compile(r"(?:[*+?]|\{\d*,?\d*\})[?+]?")
_GROUP = re.compile(r"\(\?P<\w+>|\(\?:")
_CAPTURE = re.compile(r"\\.|(\((?:[^?]|\?P<))", re.DOTALL)
_FREQUENT = frozenset("esaitnrulo")
_MANY = 5
"""Frequent letters in a set from which on so many characters are candidates that nothing is won."""
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


class _NotQuick(Exception):
    """The pattern stays as it is."""


def quick(source: str) -> str:
    """The same pattern with the looks behind at its head moved after the characters that they guard.

    Args:
        source: a regular expression of Python's `re`, without inline flags.

    Returns:
        A pattern that matches the same spans and groups; `source` itself where nothing would be won.
    """
    if "(?<" not in source:
        return source
    try:
        return _alternatives(source, [])
    except _NotQuick:
        return source


def _alternatives(source: str, looks: list[str]) -> str:
    parts = _split(source)
    if len(parts) == 1:
        return _sequence(source, looks)
    rests: dict[str, list[str]] = {}
    if looks and not _captures(source):
        with suppress(_NotQuick):
            rests = _rests(parts)
    if rests:
        return _by_first_letter(rests, _moved(looks, 1))
    return "|".join(_sequence(part, looks, alone=False) for part in parts)


def _by_first_letter(rests: dict[str, list[str]], guard: str) -> str:
    """A set of the first characters, the guard, then what may follow each of them."""
    if len(_FREQUENT & rests.keys()) >= _MANY or (r"\d" in rests and any(map(str.isdigit, rests))):
        raise _NotQuick  # with digits the order of what begins with one of them would change
    branches = "|".join(f"(?<={first})(?:{'|'.join(some)})" for first, some in rests.items())
    firsts = "".join(first if len(first) > 1 or first.isalnum() else f"\\{first}" for first in rests)
    return f"[{firsts}]{guard}(?:{branches})"


def _rests(parts: Iterable[str]) -> dict[str, list[str]]:
    """By first character (or `\\d`), what may follow it, in the order of the parts."""
    rests: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        first = _LITERAL.match(part) or _DIGIT.match(part)
        if first:
            times = _TIMES.match(part, first.end())
            again = first[0] + _once_less(times[0]) if times else ""
            rests[first[0]].append(again + part[times.end() if times else first.end() :])
        elif part.startswith("(?:"):
            end = _closing(part, 0)
            if _TIMES.match(part, end):
                raise _NotQuick
            for letter, some in _rests(_split(part[3 : end - 1])).items():
                rests[letter].append(f"(?:{'|'.join(some)}){part[end:]}")
        else:
            raise _NotQuick
    return rests


def _sequence(source: str, looks: list[str], *, alone: bool = True) -> str:
    """One alternative; where there are others it must begin with a letter or sign as itself, or nothing is won."""
    looks = list(looks)
    position = 0
    while source.startswith(("(?<!", "(?<="), position):
        end = _closing(source, position)
        looks.append(source[position:end])
        if _captures(looks[-1][4:]):
            raise _NotQuick
        position = end
    group = _GROUP.match(source, position)
    if group and alone:
        end = _closing(source, position)
        if _TIMES.match(source, end):
            raise _NotQuick
        return f"{group[0]}{_alternatives(source[group.end() : end - 1], looks)}){source[end:]}"
    literals = _literals(source, position)
    if literals > position:
        width = len(_LITERAL.findall(source, position, literals))
        return source[position:literals] + _moved(looks, width) + source[literals:]
    atom = _ATOM.match(source, position)
    if atom is None or not alone or _is_wide(atom[0]):
        raise _NotQuick
    times = _TIMES.match(source, atom.end())
    if times is None:
        return atom[0] + _moved(looks, 1) + source[atom.end() :]
    return atom[0] + _moved(looks, 1) + atom[0] + _once_less(times[0]) + source[times.end() :]


def _is_wide(atom: str) -> bool:
    return sum(1 for letter in _FREQUENT if re.match(atom, letter)) >= _MANY


def _captures(source: str) -> bool:
    """Whether there are groups, whose order must stay."""
    return any(piece[1] for piece in _CAPTURE.finditer(source))


def _literals(source: str, position: int) -> int:
    """The end of the characters that stand for themselves, each exactly once."""
    while literal := _LITERAL.match(source, position):
        if _TIMES.match(source, literal.end()):
            break
        position = literal.end()
    return position


def _moved(looks: list[str], width: int) -> str:
    gap = "(?s:.)" if width == 1 else f"(?s:.{{{width}}})"
    return "".join(f"{look[:4]}(?:{look[4:-1]}){gap})" for look in looks)


def _once_less(times: str) -> str:
    """What is left of a repetition after its first time."""
    if times[0] == "+":
        return "*" + times[1:]
    bounds = re.fullmatch(r"\{(\d+)(,?)(\d*)\}([?+]?)", times)
    if bounds is None or int(bounds[1]) == 0:
        raise _NotQuick
    least = int(bounds[1]) - 1
    most = str(int(bounds[3]) - 1) if bounds[3] else ""
    return f"{{{least}{bounds[2]}{most}}}{bounds[4]}"


def _closing(source: str, position: int) -> int:
    """The index after the parenthesis that closes the one at `position`."""
    depth = 0
    for piece in _PIECE.finditer(source, position):
        if piece[0] == "(":
            depth += 1
        elif piece[0] == ")":
            depth -= 1
            if depth == 0:
                return piece.end()
    raise _NotQuick


def _split(source: str) -> list[str]:
    """The alternatives of the outermost level."""
    depth = start = 0
    parts = []
    for piece in _PIECE.finditer(source):
        if piece[0] == "(":
            depth += 1
        elif piece[0] == ")":
            depth -= 1
        elif piece[0] == "|" and depth == 0:
            parts.append(source[start : piece.start()])
            start = piece.end()
    return [*parts, source[start:]]
