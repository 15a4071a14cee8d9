"""Overlapping candidates become a clean list of entities: one rule, one place.

The order, from who keeps all of its span to who yields: a type that is masked before one that is kept
in the text; confirmed (score 1) before unconfirmed; what a rule read before a number that only the language
model takes for one and before the rest of an address field; longer before shorter; surer before less sure; earlier before later; then in the order of
`_SPECIFIC`, then by name of type. What a loser has outside the winners stays masked as long
as a letter or digit is in it: a leak of half a name is a leak.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from feedanon.detection.address_fields import ADDRESS_FIELD
from feedanon.detection.model_decoding import CODES
from feedanon.detection.models import OWN_MODEL
from feedanon.entities import ENTITY_TYPES, Entity

_SPECIFIC = {
    kind: rank
    for rank, kind in enumerate(
        "IBAN_CODE FR_VAT FR_SIRET FR_SIREN FR_NIR VIN DEVICE_ID CREDIT_CARD FR_TAX_ID FR_ENERGY_METER".split()
    )
}
"""Which of two types with a check digit is believed when both hold for the same characters: a number that was
found by its label (IMEI, SIREN) before one that its digits alone suggest."""


def _rank(entity: Entity) -> tuple[bool, bool, bool, int, float, int, int, str, str]:
    kept = entity.entity_type in ENTITY_TYPES and ENTITY_TYPES[entity.entity_type].kept
    length = entity.end - entity.start
    return (
        kept,
        entity.score < 1.0,
        entity.recognizer == ADDRESS_FIELD
        or (entity.recognizer == OWN_MODEL and entity.entity_type in CODES),
        -length,
        -entity.score,
        entity.start,
        _SPECIFIC.get(entity.entity_type, len(_SPECIFIC)),
        entity.entity_type,
        entity.recognizer,
    )


def resolve(candidates: Iterable[Entity], text: str) -> list[Entity]:
    """Entities that do not overlap, in the order of the text.

    Args:
        candidates: what recognizers found, in any order.
        text: the text they refer to.

    Returns:
        Disjoint entities that together cover every letter and digit that a masked candidate covers.
        The result does not depend on the order of `candidates`.
    """
    ranked = sorted(set(candidates), key=_rank)
    if len(ranked) < 2:
        return ranked
    starts: list[int] = []
    taken: list[Entity] = []
    for entity in ranked:
        for piece in list(_free_parts(entity, starts, taken, text)):
            index = bisect_left(starts, piece.start)
            starts.insert(index, piece.start)
            taken.insert(index, piece)
    return taken


def _free_parts(entity: Entity, starts: list[int], taken: list[Entity], text: str) -> Iterator[Entity]:
    """What `entity` covers outside the spans already taken, without blanks at its ends."""
    index = bisect_left(starts, entity.start)
    if index and taken[index - 1].end > entity.start:
        index -= 1
    position = entity.start
    cut = False
    while index < len(taken) and taken[index].start < entity.end:
        cut = True
        yield from _piece(entity, position, taken[index].start, text)
        position = max(position, taken[index].end)
        index += 1
    if not cut:
        yield entity
    else:
        yield from _piece(entity, position, entity.end, text)


def _piece(entity: Entity, start: int, end: int, text: str) -> Iterator[Entity]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    kept = entity.entity_type in ENTITY_TYPES and ENTITY_TYPES[entity.entity_type].kept
    if start < end and not kept:
        yield replace(entity, start=start, end=end, score=min(entity.score, 0.99))
