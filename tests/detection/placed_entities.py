"""Entities by their words, for tests of what is done with them."""

from __future__ import annotations

from feedanon.detection.models import OWN_MODEL
from feedanon.entities import Entity


def entity_at(text: str, value: str, kind: str, score: float = 0.9, recognizer: str = OWN_MODEL) -> Entity:
    """The entity whose words are the first `value` in `text`."""
    start = text.index(value)
    return Entity(kind, start, start + len(value), score, recognizer)
