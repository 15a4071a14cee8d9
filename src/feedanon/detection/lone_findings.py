"""What is believed only in company: where nothing else is personal, a doubtful finding is none.

A text whose only finding is a name of middling score, a town or a `réf.` speaks nearly always of an actor, a dish or a
product. Beside a phone, an e-mail or a sure name the same finding is worth hiding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedanon.detection import lexicon as lx
from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.models import OWN_MODEL
from feedanon.detection.name_words import flags
from feedanon.entities import Entity

_OF_MODEL = {"PERSON": 0.96, "CITY": 0.8, "USERNAME": 0.95, "CUSTOMER_ID": 0.95, "STREET_ADDRESS": 0.95}
"""By type, the score from which on a finding of the language model stands alone."""
_FIRST_NAME = 0.8
"""The same for what holds a frequent first name."""
_OF_RULES = {"communes": 0.9, "District of a large town": 0.9, "Customer reference": 0.6, "addresses": 0.75}
"""By recognizer of our own, the score from which on what it finds does; a user's recognizers are believed."""
_FIRM = "ORGANIZATION"
_SIGNS = 12
"""Marks and blanks that may stand around a finding that fills a text."""
_WORD = re.compile(r"[^\W\d_]+")
_ORDERS = labels.ORDER_WORDS | set(
    "pass passeport cni permis adherent adherente adhesion abonne abonnee assure assuree".split()
)
"""Words beside which even a lone `réf.` or `n°` is a customer's."""
_OWN_REFERENCE = LazyPattern(r"(?<![a-z])(?:m[ao]n?|votre|vos|notre|nos|[nv]s?/) ?ref")
"""`votre réf.`, `N/Réf.`: as letters give them."""


def believed(views: Sequence[TextView], found: Sequence[list[Entity]]) -> Sequence[list[Entity]]:
    """What was found in the texts of one group, without what needs company when all of it does.

    Args:
        views: the texts of one conversation, row or document.
        found: what was found in each.

    Returns:
        `found` itself when one finding stands alone, as health, religion and the like do; else the firms, which are
        no company.
    """
    if any(
        _stands_alone(view, entity)
        for view, entities in zip(views, found, strict=True)
        for entity in entities
        if entity.entity_type != _FIRM
    ):
        return found
    return [[entity for entity in entities if entity.entity_type == _FIRM] for entities in found]


def _stands_alone(view: TextView, entity: Entity) -> bool:
    kind = entity.entity_type
    if entity.recognizer == OWN_MODEL:
        least = _OF_MODEL.get(kind, 0.0)
        if kind in ("PERSON", "STREET_ADDRESS") and _has_first_name(view, entity):
            least = _FIRST_NAME
    else:
        least = _OF_RULES.get(entity.recognizer, 0.0)
    if entity.score >= least or _fills(view, entity):
        return True
    if kind == "STREET_ADDRESS":
        numbered = any(map(str.isdigit, view.plain[entity.start : entity.end]))
        # `dans l'allée Kevin a garé son camion`: of a shop
        return numbered or (
            _has_first_name(view, entity) and view.plain.count(" ", entity.start, entity.end) == 1
        )
    if kind != "CUSTOMER_ID" or entity.recognizer == OWN_MODEL:
        return False
    return not _ORDERS.isdisjoint(view.words) or _OWN_REFERENCE.search(view.plain) is not None


def _fills(view: TextView, entity: Entity) -> bool:
    """Whether the text is nothing but the finding: an answer, a cell."""
    if len(view.plain) - (entity.end - entity.start) > _SIGNS:
        return False
    return not any(map(str.isalnum, view.plain[: entity.start] + view.plain[entity.end :]))


def _has_first_name(view: TextView, entity: Entity) -> bool:
    words = _WORD.findall(view.text, entity.start, entity.end)
    return any(flags(word) & lx.FREQUENT_FIRST_NAME for word in words)
