"""Which of the language model's candidates are masked: thresholds, what words are, and the names that stay."""

from __future__ import annotations

import re

from feedanon.detection.folding import TextView
from feedanon.detection.kept_names import is_kept
from feedanon.detection.name_words import NAME, ORDINARY, flags
from feedanon.entities import Entity

THRESHOLDS = {
    "PERSON": 0.5,
    "CITY": 0.5,
    "STREET_ADDRESS": 0.5,
    "ORGANIZATION": 0.6,
    "USERNAME": 0.7,
}
"""The least score of the language model's candidates, by type: points on its curve of leaks against
over-masking, chosen on the validation frames."""

_LONE_WORD = 0.6
_LONE_ORDINARY_CAPITAL = 0.7
_LONE_ORDINARY_LOWER = 0.92
"""One word alone is where the model errs: more is asked of it, the more ordinary the word is."""

_WORD = re.compile(r"[^\W\d_]+")


def accepts(view: TextView, entity: Entity) -> bool:
    """Whether a candidate of the language model is masked."""
    threshold = THRESHOLDS.get(entity.entity_type, 0.5)
    if entity.entity_type == "PERSON":
        threshold = max(threshold, _lone_word_threshold(view, entity))
    return entity.score >= threshold and not is_kept(view, entity)


def _lone_word_threshold(view: TextView, entity: Entity) -> float:
    words = _WORD.findall(view.plain[entity.start : entity.end])
    if len(words) > 1:
        return 0.0
    known = flags(words[0]) if words else 0
    capital = view.text[entity.start].isupper()
    if known & ORDINARY:
        return _LONE_ORDINARY_CAPITAL if capital else _LONE_ORDINARY_LOWER
    return _LONE_WORD if capital and known & NAME else 0.0
