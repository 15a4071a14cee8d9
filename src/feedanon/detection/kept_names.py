"""Names that stay: brands, products, public figures, characters, works.

`data/kept_names.txt` lists them, one a line. A candidate of the language model that lies whole inside one of
them is no private person. What a cue says (`Mme Leclerc`, `je m'appelle Alan`) is not touched by this.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView, fold
from feedanon.detection.name_words import flags
from feedanon.entities import Entity

_PATH = Path(__file__).parent.parent / "data" / "kept_names.txt"
_WORD = re.compile(r"[^\W_]+")
_REACH = 48
"""How far around a candidate the words of a kept name may lie, in characters."""

_ALSO_PEOPLE = lex.FREQUENT_FIRST_NAME | lex.FREQUENT_SURNAME

Phrases = dict[str, tuple[tuple[int, ...], frozenset[tuple[str, ...]]]]
"""First word of a name -> how many words such names have, and the names as words."""


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        words = tuple(_WORD.findall(fold(line)))
        # One word that many people bear (Leclerc, Lydia) does not decide alone.
        if words and not line.startswith("#") and (len(words) > 1 or not flags(words[0]) & _ALSO_PEOPLE):
            by_first[words[0]].add(words)
    return {
        first: (tuple({len(name) for name in names}), frozenset(names)) for first, names in by_first.items()
    }


def is_kept(view: TextView, entity: Entity, *, from_before: bool = False) -> bool:
    """Whether every letter of `entity` belongs to names that stay.

    Args:
        view: the text.
        entity: a candidate, with offsets in the view.
        from_before: only names that begin before the candidate count.
    """
    phrases = _phrases()
    first = max(0, entity.start - _REACH)
    spans = [match.span() for match in _WORD.finditer(view.plain, first, entity.end + _REACH)]
    words = [view.plain[start:end] for start, end in spans]
    inside = {i for i, (start, end) in enumerate(spans) if start < entity.end and end > entity.start}
    # A town gives its name to many things: only what is longer than the town is a thing (Paris-Brest).
    shortest = len(inside) + 1 if entity.entity_type == "CITY" else 1
    for index, word in enumerate(words):
        if word not in phrases or (from_before and spans[index][0] >= entity.start):
            continue
        lengths, names = phrases[word]
        for length in lengths:
            if length >= shortest and tuple(words[index : index + length]) in names:
                inside.difference_update(range(index, index + length))
    return not inside
