"""A light tokenizer for careless customer writing.

spaCy's French tokenizer needs seconds to load and glues words over punctuation (``non».Merci``,
``Sophie.lol``), which costs whole names when every letter counts. This one is a single regular
expression that reads each character once: elisions (``l'``, ``qu'``), runs of letters, runs of digits,
runs of one punctuation mark, whitespace. Glued words such as ``MartinParis`` are cut where a capital follows
a small letter.
"""

from __future__ import annotations

import re

_MARKS = r"\u0300-\u036f\u200c\u200d"
_TOKEN = re.compile(
    r" (?! )"  # one space between words
    r"|(?:[cdjlmnstyCDJLMNSTY]|[qQ][uU]|(?:[jJ][uU][sS]|[lL][oO][rR][sS]|[pP][uU][iI][sS]|[qQ][uU][oO][iI])[qQ][uU])"
    r"['’ʼ](?=[^\W\d_])"
    rf"|[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
    r"|\d+"
    r"|\s+"
    r"|\.+|-+|_+|=+|\*+|!+|\?+|#+|~+|/+|>+|<+|•+|—+|–+|…+|:+|,+|'+|\"+"
    r"|.",
    re.DOTALL,
)
_GLUED = re.compile(r"(?<=[^\W\d_]{3})(?=[A-ZÀ-ÖØ-Þ][^\W\d_]{2})")


def split(text: str) -> tuple[list[str], list[bool]]:
    """Cut a text into words.

    Args:
        text: any string.

    Returns:
        The words and, for each, whether one space follows; joined again they give the text exactly.
        Whitespace other than single spaces between words is a word of its own.
    """
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _TOKEN.findall(text):
        if piece == " ":
            if words:
                spaces[-1] = True
                continue
        elif len(piece) > 5 and not (piece.islower() or piece.istitle() or piece.isupper()):
            parts = _cut_glued(piece)
            words.extend(parts)
            spaces.extend([False] * len(parts))
            continue
        words.append(piece)
        spaces.append(False)
    return words, spaces


def _cut_glued(piece: str) -> list[str]:
    """``MartinParis`` -> ``Martin``, ``Paris``; short heads such as ``McDonald`` or ``iPhone`` stay whole."""
    cuts = [
        match.start()
        for match in _GLUED.finditer(piece)
        if piece[match.start() - 1].islower() and piece[match.start() + 1].islower()
    ]
    return [piece[start:end] for start, end in zip([0, *cuts], [*cuts, len(piece)], strict=True)]
