"""The way from the label of a reference to its value: over words, signs and line ends that mean nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.reference_places import HEADER
from feedanon.detection.reference_values import DATE, Value, read_value

REACH = 140
"""Characters behind a label in which its value begins."""
_STEPS = 18
_LINES = 2
_STRANGERS = 4
_ABBREVIATION = 6
_SPACES = re.compile(r"[ \t]{1,60}")
_DOTS = re.compile(r"[.…·_-]{2,80}")
_WORD = re.compile(r"[a-z]{1,20}(?:'(?=[a-z]))?")
_SKIPPED = frozenset("+\"'()[]{}<*|«»/?!_-`~•→>\\")
_COLONS = frozenset(":=")
_SIGNS = frozenset("#°º")
PNR_LABELS = frozenset(
    {
        "billet",
        "billets",
        "e-billet",
        "ebillet",
        "pnr",
        "locator",
        "record locator",
        "reservation",
        "resa",
        "booking",
        "reservations",
    }
)
"""Labels of values that may be letters alone: `réservation QXZRLM`."""


@dataclass
class Walk:
    """What was met between a label and its value.

    Attributes:
        strength: 3 when a number word announced the value, 2 when a colon or `c'est` did, 1 for
            nothing at all, 0 for a lone number word.
        position: where the walk stands.
        commas: how many were crossed.
        lines: how many line ends.
        strangers: how many words that say nothing of a reference, such as names.
        enclosed: the value stands in brackets.
        dated: a date was crossed.
    """

    strength: int
    position: int
    commas: int = 0
    lines: int = 0
    strangers: int = 0
    enclosed: bool = False
    dated: bool = False


def is_marked(view: TextView, match: re.Match[str]) -> bool:
    """Whether a number word belongs to the label: `numéro de commande`, `order_id`."""
    if match["glued"] or match["suffix"]:
        return True
    start = match.start()
    return bool(labels.MARKER_BEFORE.search(view.plain, max(0, start - 30), start))


def walk_from(view: TextView, match: re.Match[str]) -> tuple[Walk, Value | None]:
    """From the end of a label to the value that it announces, if there is one within reach."""
    plain = view.plain
    generic = match["generic"] is not None
    strength = 0 if generic else 3 if is_marked(view, match) else 1
    walk = Walk(strength, match.end())
    if not generic and match[0].endswith(".") and len(match[0]) > _ABBREVIATION:
        walk.position -= 1  # The dot ends a sentence, it does not shorten a word.
    letters_only = match["strong"] in PNR_LABELS if match["strong"] else False
    limit = min(len(plain), match.end() + REACH)
    last = ""
    for _ in range(_STEPS):
        space = _SPACES.match(plain, walk.position)
        if space:
            walk.position = space.end()
        if walk.position >= limit:
            break
        date = DATE.match(plain, walk.position)
        if date:
            walk.position, walk.dated = date.end(), True
            continue
        value = read_value(view, walk.position, letters_only=letters_only and not walk.strangers)
        if value is not None:
            return walk, value if last not in labels.NOT_A_REFERENCE_BEFORE else None
        word = _WORD.match(plain, walk.position)
        last = word[0] if word else ""
        if not (_word(walk, word, generic=generic) if word else _sign(plain, walk, generic=generic)):
            break
    return walk, None


def _word(walk: Walk, word: re.Match[str], *, generic: bool) -> bool:
    """Steps over a word; False after one that separates the label from all values."""
    text = word[0].rstrip("'")
    if generic and text in labels.PRODUCT_AFTER:
        return False
    walk.position = word.end()
    if text in labels.MARKERS and word[0] != "n'":
        walk.strength = walk.strength if generic else 3
    elif text in labels.LINKS:
        walk.strength = walk.strength if generic else max(walk.strength, 2)
    elif text not in labels.FILLERS:
        walk.strangers += 1
        return not generic and walk.lines == 0 and walk.strangers <= _STRANGERS
    return True


def _sign(plain: str, walk: Walk, *, generic: bool) -> bool:
    """Steps over a sign or a line end; False where the label's clause ends."""
    char = plain[walk.position]
    if char in "\n\r":
        walk.lines += char == "\n"
        header = HEADER.match(plain, walk.position + 1)
        walk.position = header.end() if header else walk.position + 1
        return walk.lines <= _LINES and not walk.strangers
    dots = _DOTS.match(plain, walk.position)
    if dots:
        walk.position = dots.end()
        return True
    walk.position += 1
    if char in _COLONS or char in _SIGNS:
        if not generic:
            walk.strength = max(walk.strength, 3 if char in _SIGNS else 2)
        return True
    if char in _SKIPPED:
        walk.enclosed = walk.enclosed or char in "([«"
        return True
    if char in ",;":
        walk.commas += 1
        return walk.commas <= 1
    return char == "." and (generic or plain[walk.position : walk.position + 1] in ("\n", "\r", ":"))
