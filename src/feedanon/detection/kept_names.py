"""Names that stay: brands, products, public figures, characters, works.

`data/kept_names.txt` lists them, one a line, in small letters without accents (`python -m training.kept` makes it). A candidate of the language model that lies whole inside one of
them is no private person. What a cue says (`Mme Leclerc`, `je m'appelle Alan`) is not touched by this.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from feedanon.detection.folding import TextView
from feedanon.entities import Entity

_PATH = Path(__file__).parent.parent / "data" / "kept_names.txt"
_WORD = re.compile(r"[^\W_]+")
_REACH = 48
"""How far around a candidate the words of a kept name may lie, in characters."""


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], dict[str, int]]:
    """All names; and by their first word how many words the longest of them has."""
    names = _PATH.read_text(encoding="utf-8").splitlines()
    longest: dict[str, int] = {}
    for name in names:
        first = name.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
    return frozenset(names), longest


def is_kept(view: TextView, entity: Entity, *, from_before: bool = False) -> bool:
    """Whether every letter of `entity` belongs to names that stay.

    Args:
        view: the text.
        entity: a candidate, with offsets in the view.
        from_before: only names that begin before the candidate count.
    """
    names, longest = _names()
    first = max(0, entity.start - _REACH)
    spans = [match.span() for match in _WORD.finditer(view.plain, first, entity.end + _REACH)]
    words = [view.plain[start:end] for start, end in spans]
    inside = {i for i, (start, end) in enumerate(spans) if start < entity.end and end > entity.start}
    # A town gives its name to many things: only what is longer than the town is a thing (Paris-Brest).
    shortest = len(inside) + 1 if entity.entity_type == "CITY" else 1
    for index, word in enumerate(words):
        if word not in longest or (from_before and spans[index][0] >= entity.start):
            continue
        for length in range(shortest, longest[word] + 1):
            if " ".join(words[index : index + length]) in names:
                inside.difference_update(range(index, index + length))
    return not inside
