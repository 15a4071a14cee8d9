"""Which of the language model's candidates are masked: thresholds, and the names that stay."""

from __future__ import annotations

from feedanon.detection.folding import TextView
from feedanon.detection.kept_names import is_kept
from feedanon.entities import Entity

THRESHOLDS = {
    "PERSON": 0.5,
    "CITY": 0.5,
    "STREET_ADDRESS": 0.5,
    "ORGANIZATION": 0.6,
    "USERNAME": 0.6,
}
"""The least score of the language model's candidates, by type: points on its curve of leaks against
over-masking, chosen on the validation frames."""


def accepts(view: TextView, entity: Entity) -> bool:
    """Whether a candidate of the language model is masked."""
    return entity.score >= THRESHOLDS.get(entity.entity_type, 0.5) and not is_kept(view, entity)
