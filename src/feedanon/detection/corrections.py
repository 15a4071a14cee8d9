"""A number that is set right: `au 85, pas 58`, `814 ! Pas 841`. When one of the two is masked, the other is masked too.

The wrong number is the right one with two digits exchanged, or the neighbour's: who reads it knows nearly as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from feedanon.detection.folding import TextView
from feedanon.entities import Entity

RECOGNIZER = "corrections"
SCORE = 0.5

_NUMBER = r"\d{1,9}(?: ?(?:bis|ter)(?![a-z])|[a-d](?![a-z']))?"
_PAIR = re.compile(
    rf"(?<![\w.,/-])(?P<right>{_NUMBER})[ ,;!.…()]{{1,4}}(?:(?:et|mais|oui|c'est|est|le|la|lé|svp) )?(?:pas|non)"
    rf" (?:(?:le|la|au|du|de|a la|porte|numero) )?(?P<wrong>{_NUMBER})(?![\w%€]|[.,:/-]\d| ?(?:h|heures?|euros?|ans|jours?|fois|min|km|kg|g|cm|mm|m2)(?![a-z]))"
)
_NUMBERED = frozenset(
    "STREET_ADDRESS CUSTOMER_ID PHONE_NUMBER FR_POSTCODE FR_TAX_ID FR_NIR DEVICE_ID CREDENTIAL FR_ENERGY_METER IBAN_CODE FR_SIRET FR_SIREN FR_LICENSE_PLATE".split()
)
_DIGITS = re.compile(r"\d+")
_LEAST_DIGITS = 2
_MOST = 200
"""So many values of a text are compared at most: the time stays linear."""


def corrected(view: TextView, entities: Sequence[Entity]) -> Iterator[Entity]:
    """The other number of each correction that holds a masked one.

    Args:
        view: the text.
        entities: what was found in it.
    """
    if view.digits < _LEAST_DIGITS or view.words.isdisjoint(("pas", "non")):
        return
    numbered = [
        (entity, _DIGITS.findall(view.plain[entity.start : entity.end]))
        for entity in entities
        if entity.entity_type in _NUMBERED
    ][:_MOST]
    if not numbered:
        return
    for pair in _PAIR.finditer(view.plain):
        spans = pair.span("right"), pair.span("wrong")
        kind = _kind(view, numbered, *spans[0]) or _kind(view, numbered, *spans[1])
        if kind is not None:
            for start, end in spans:
                yield Entity(kind, start, end, SCORE, RECOGNIZER)


def _kind(view: TextView, numbered: Sequence[tuple[Entity, list[str]]], start: int, end: int) -> str | None:
    """The type of what holds the number, or of a masked value that begins or ends with its digits."""
    number = "".join(_DIGITS.findall(view.plain[start:end]))
    for entity, runs in numbered:
        if entity.start <= start and end <= entity.end:
            return entity.entity_type
        if entity.entity_type == "STREET_ADDRESS":
            if number in runs[:1]:
                return entity.entity_type
        elif len(number) >= (2 if entity.entity_type == "PHONE_NUMBER" else 3):  # a phone is said in pairs
            whole = "".join(runs)
            if whole.startswith(number) or whole.endswith(number):
                return entity.entity_type
    return None
