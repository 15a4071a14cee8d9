"""What stands between a street and its postcode or town belongs to the address: `3e gauche`, `derrière l'école`.

Nobody can list all that people write there; where it stands is enough. So does the kind of a street whose name alone was
found, and a town that an address took along is given back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.street_words import AFTER_A
from feedanon.entities import Entity

_REACH = 60
_FLOOR = 12
"""So many characters at most have a floor or a door: `esc 3 etg 1`."""
_GAP = re.compile(r"[ ,(/–-]*(?:[\w'°]{1,16}[ ,()/–'-]+){1,7}")
_WORD = re.compile(r"[^\W_]+")
_TIE_BEFORE = LazyPattern(r"[ ,]{1,3}(?:a|au) $")
_KIND_BEFORE = LazyPattern(
    r"(?<![a-z-])(?:rue|avenue|boulevard|allee|impasse|chemin|ruelle|venelle|traverse|corniche|montee|quai|sentier|ch\.)"
    r" (?:de la |de l'|des |du |de |d')?$"
)
"""The kind of a street whose name alone was found: `traverse du` before `Mas-Rillier`."""
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:L[ea]s? |L['’])\Z")
"""The article of a hamlet or a house whose name was found without it: `La` before `Grange aux Moines`."""
_TIES = frozenset(
    "a au aux de du d des sur sous en et dans le la les l cp code postal ville commune f cedex".split()
)
"""Words that only tie an address to its town."""
_SENTENCE = frozenset(
    "je j tu il elle on nous vous ils elles est sont etait ai as avons avez mais merci car donc habite habitons vis livre livree "
    "livraison livrer tel telephone mail email commande colis pour avec depuis jusqu vers pas puis ensuite alors ou voila entre "
    "demenage maintenant ancienne nouvelle adresse client cliente ne nee".split()
)
"""Words of a sentence that goes on: what follows is no complement."""


def filled(view: TextView, entities: Sequence[Entity]) -> Iterator[Entity]:
    """`entities`, each street grown over what parts it from the postcode or the town behind it.

    Args:
        view: the text.
        entities: what was found, in any order.
    """
    entities = [_with_kind(view, entity) for entity in entities]
    starts = sorted((e.start, e.entity_type in ("FR_POSTCODE", "CITY")) for e in entities if not _is_floor(e))
    towns = sorted((e.start, e.end) for e in entities if e.entity_type == "CITY")
    for entity in entities:
        if entity.entity_type == "STREET_ADDRESS":
            index = bisect_left(starts, (entity.end, False))
            following = starts[index] if index < len(starts) else None
            if following is not None and following[1] and _is_complement(view, entity.end, following[0]):
                words = list(_WORD.finditer(view.plain, entity.end, following[0]))
                while words[-1][0] in _TIES:
                    words.pop()
                yield replace(entity, end=words[-1].end())
            else:
                yield _without_town(view, entity, towns)
            continue
        yield entity


def _is_floor(entity: Entity) -> bool:
    """Whether it is a floor or a door, which has its place between a street and its town."""
    return entity.entity_type == "STREET_ADDRESS" and entity.end - entity.start <= _FLOOR


def _with_kind(view: TextView, entity: Entity) -> Entity:
    """`entity` with the kind of street or the article before it: what was found there, also as a person or a town, is its name."""
    if entity.entity_type not in ("STREET_ADDRESS", "PERSON", "CITY"):
        return entity
    kind = _KIND_BEFORE.search(view.plain, max(0, entity.start - 24), entity.start)
    if kind is None and entity.entity_type == "STREET_ADDRESS" and view.text[entity.start].isupper():
        kind = _ARTICLE_BEFORE.search(view.text, max(0, entity.start - 4), entity.start)
    return replace(entity, start=kind.start()) if kind else entity


def _without_town(view: TextView, street: Entity, towns: Sequence[tuple[int, int]]) -> Entity:
    """`street` up to the `à` before a town that it took along: `2 rue des Foulons, rez-de-chaussée à Corbie`.

    Args:
        view: the text.
        street: an address.
        towns: where each town begins and ends, in order.
    """
    inside = bisect_left(towns, (street.end, 0)) - 1  # the last that begins before the address ends
    if inside < 0:
        return street
    start, end = towns[inside]
    if street.start < start and end >= street.end:
        tie = _TIE_BEFORE.search(view.plain, street.start, start)
        thing = view.plain[start:end] in AFTER_A  # rue du Four à Chaux
        if tie is not None and tie.start() > street.start and not thing:
            return replace(street, end=tie.start())
    return street


def _is_complement(view: TextView, start: int, end: int) -> bool:
    if (
        not 2 < end - start <= _REACH
        or "\n" in view.text[start:end]
        or not _GAP.fullmatch(view.plain, start, end)
    ):
        return False
    words = set(_WORD.findall(view.plain[start:end]))
    return not words <= _TIES and words.isdisjoint(_SENTENCE)
