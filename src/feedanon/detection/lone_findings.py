"""What is believed only in company: where nothing else is personal, a doubtful finding is none.

A text whose only finding is a name of middling score, a town or a `réf.` speaks nearly always of an actor, a dish or a
product. Beside a phone, an e-mail or a sure name the same finding is worth hiding.
"""

from __future__ import annotations

from collections.abc import Sequence

from feedanon.detection import lexicon as lx
from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.models import OWN_MODEL
from feedanon.entities import ENTITY_TYPES, Entity

_OF_MODEL = {"PERSON": 0.93, "CITY": 0.9, "USERNAME": 0.95, "CUSTOMER_ID": 0.95, "STREET_ADDRESS": 0.95}
"""By type, the score from which on a finding of the language model stands alone."""
_FIRST_NAME = 0.72
"""The same for a name that begins with a frequent first name."""
_OF_RULES = {"CITY": 0.9, "CUSTOMER_ID": 0.6, "STREET_ADDRESS": 0.75}
"""By type, the score from which on a finding of a rule does."""
_SAID_OF_ANYTHING = frozenset("ma mon votre nos notre vos svp urgent suivi retour client demande".split())
_ORDERS = (labels.ORDERS - _SAID_OF_ANYTHING) | set("pass passeport cni permis".split())
"""Words beside which even a lone `réf.` or `n°` is a customer's."""
_OWN_REFERENCE = LazyPattern(r"(?<![a-z])(?:m[ao]n?|votre|vos|notre|nos|[nv]s?/) ?ref")
"""`votre réf.`, `N/Réf.`: as letters give them."""


def believed(views: Sequence[TextView], found: Sequence[list[Entity]]) -> Sequence[list[Entity]]:
    """What was found in the texts of one group, without what needs company when all of it does.

    Args:
        views: the texts of one conversation, row or document.
        found: what was found in each.

    Returns:
        `found` itself when one finding stands alone; else what stays in the text by default, which is no
        company and hides nothing.
    """
    masked = [
        (view, entity)
        for view, entities in zip(views, found, strict=True)
        for entity in entities
        if not _is_kept(entity)
    ]
    if not masked or any(_stands_alone(view, entity) for view, entity in masked):
        return found
    return [list(filter(_is_kept, entities)) for entities in found]


def _is_kept(entity: Entity) -> bool:
    return entity.entity_type in ENTITY_TYPES and ENTITY_TYPES[entity.entity_type].kept


def _stands_alone(view: TextView, entity: Entity) -> bool:
    kind = entity.entity_type
    if entity.recognizer == OWN_MODEL:
        least = _OF_MODEL.get(kind, 0.0)
        if kind == "PERSON" and _begins_with_first_name(view, entity):
            least = _FIRST_NAME
    else:
        least = _OF_RULES.get(kind, 0.0)
    if entity.score >= least or _fills(view, entity):
        return True
    if kind == "STREET_ADDRESS":
        return any(map(str.isdigit, view.plain[entity.start : entity.end]))
    if kind != "CUSTOMER_ID" or entity.recognizer == OWN_MODEL:
        return False
    return not _ORDERS.isdisjoint(view.words) or _OWN_REFERENCE.search(view.plain) is not None


def _fills(view: TextView, entity: Entity) -> bool:
    """Whether the text is nothing but the finding: an answer, a cell."""
    return not any(map(str.isalnum, view.plain[: entity.start] + view.plain[entity.end :]))


def _begins_with_first_name(view: TextView, entity: Entity) -> bool:
    word = view.text[entity.start : entity.end].split("-")[0].split()[0]
    return bool(lx.Lexicon.load().flags(word) & lx.FREQUENT_FIRST_NAME)
