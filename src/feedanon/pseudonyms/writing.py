"""How a value is written - letter case and spacing - apart from what it says.

A realistic pseudonym is kept once, and follows the writing of what it stands for: `SOPHIE MARTIN`
becomes `CAMILLE ROUX` by the record of `Sophie Martin`, and an answer's `Camille\\nROUX` comes back as
`Sophie\\nMARTIN`. Words correspond one to one; values that are written otherwise are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SPACES = re.compile(r"(\s+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("d de des du en et la le les lès l aux sous sur".split())
_NAMES = frozenset({"PERSON", "CITY"})
_ADDRESSES = frozenset({"EMAIL_ADDRESS", "USERNAME"})


def title(word: str) -> str:
    """`word` with a capital at each run of letters, as names have it: `Jean-Pierre`, `Aix-en-Provence`."""
    return _LETTERS.sub(_capital, word)


def _capital(run: re.Match[str]) -> str:
    letters = run[0].lower()
    if run.start() and letters in _SMALL:
        return letters
    return letters[0].upper() + letters[1:]


def base_of(entity_type: str, value: str) -> str:
    """The writing under which a value is kept: one space between words, one letter case.

    Args:
        entity_type: names get capitals, addresses lower case, codes upper case, streets stay.
        value: as a text writes it.

    Returns:
        The base, from which `rewrite(base, base, value)` gives the value; or the value itself.
    """
    words = value.split()
    if not words:
        return value
    base = " ".join(map(_case_of(entity_type), words))
    return base if rewrite(base, base, value) == value else value


def _case_of(entity_type: str) -> Callable[[str], str]:
    if entity_type in _NAMES:
        return title
    if entity_type in _ADDRESSES:
        return str.lower
    return str if entity_type == "STREET_ADDRESS" else str.upper


def rewrite(target: str, model: str, written: str) -> str:
    """`target` written in the way in which `written` differs from `model`.

    Args:
        target: what to write; in the form that `model` has.
        model: a text of as many words.
        written: `model` in another case or spacing.

    Returns:
        `target` itself when the words do not correspond.
    """
    if written == model:
        return target
    targets, models, pieces = target.split(" "), model.split(" "), _SPACES.split(written)
    if not len(targets) == len(models) == (len(pieces) + 1) // 2:
        return target
    for index, (goal, word) in enumerate(zip(targets, models, strict=True)):
        pieces[2 * index] = _like(goal, word, pieces[2 * index])
    return "".join(pieces)


def _like(goal: str, model: str, written: str) -> str:
    if written == model:
        return goal
    if written == model.upper():
        return goal.upper()
    if written == model.lower():
        return goal.lower()
    return title(goal) if written == title(model) else goal
