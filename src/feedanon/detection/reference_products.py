"""Numbers of things that are sold: what a `réf.` means when nobody speaks of an order."""

from __future__ import annotations

import re

from stdnum import ean

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView

_SENTENCE = re.compile(r"[.\n;!?]")
_SIZES = re.compile(r"\d ?x ?\d|\d ?(?:v|w|kw|mah|go|cm|mm|litres?|l|kg|pouces)\b")
_BOUGHT = frozenset({"commande", "commandes"})
_PRICE_FOLLOWS = re.compile(r"[ .,;]{0,3}\n? ?(?:prix|tarif|pu|p\.u\.|prix unitaire) ?[:=]")
_EAN_LENGTH = 13


def last_sentence(before: str) -> str:
    """The sentence in which a stretch of plain text ends."""
    return _SENTENCE.split(before)[-1]


def is_a_product(words: list[str], before: str, said: str) -> bool:
    """Whether a sentence speaks of a thing that is sold, and of no order.

    Args:
        words: the plain words of the sentence.
        before: the plain text up to the number.
        said: the same in small letters with its accents.
    """
    bought = "command\u00e9" in said  # `commandé` is no `commande`; the plain text cannot tell.
    if not (labels.ORDERS - _BOUGHT if bought else labels.ORDERS).isdisjoint(words):
        return False
    singular = {word.rstrip("s") for word in words} | set(words)
    return not labels.PRODUCTS.isdisjoint(singular) or _SIZES.search(last_sentence(before)) is not None


def is_an_article(view: TextView, start: int, end: int) -> bool:
    """Whether a number is an article's in all shops (GS1's 13 digits with their check digit) or has its price right
    behind it, in a text that speaks of no order."""
    if not labels.ORDER_WORDS.isdisjoint(view.words):
        return False
    number = view.plain[start:end]
    return _PRICE_FOLLOWS.match(view.plain, end) is not None or (
        len(number) == _EAN_LENGTH and ean.is_valid(number)
    )
