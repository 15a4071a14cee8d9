"""Street addresses as the neighbours write them: `Bahnhofstrasse 3`, `12 Baker Street`, `Kerkstraat 5`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern

HINTS = (
    "street", " road", " lane", "drive", "avenue", " close", "crescent", "court", " way", "gardens", "terrace", "strasse", "straße", "str.", "gasse",
    "weg ", "platz", "straat", "laan", "plein", "calle ", "via ", "rua ", " st", " rd", "viale", "corso", "steenweg", "gate", "piazza", "plaza", "avenida", "paseo", "carrer",
)  # fmt: skip
"""Cheap test: without one of these there is nothing to find."""

_ENGLISH = re.compile(
    r"(?<![\w.,])(?:flat \d{1,4}[a-z]?,? |apt\.? \d{1,4}[a-z]?,? |unit \d{1,4},? )?\d{1,5}[a-z]? (?:[a-z][a-z'-]{1,15} ){1,3}?"
    r"(?P<kind>street|road|lane|drive|avenue|close|crescent|court|way|gardens|terrace|square|boulevard|blvd|mews|grove|hill|park|place|st|rd|ave|ln|dr)(?![a-z'])\.?"
    r"(?:,? (?:flat|apt\.?|apartment|unit|suite) ?\d{1,4}[a-z]?(?![a-z]))?"
)
_SURE = frozenset("street road lane avenue crescent boulevard blvd mews".split())
_GERMANIC = re.compile(
    r"(?<![\w])(?:[a-z][a-z'-]{2,15} ){0,2}[a-z'-]{2,20}(?:strasse|straße|str\.|gasse|weg|platz|allee|ring|straat|laan|plein|dreef|lei|steenweg|gade|gatan) ?\d{1,4}(?: ?[a-z])?(?:/\d{1,3})?(?![\w€%])"
)
_GERMANIC_END = re.compile(
    r"(?:strasse|straße|str\.|gasse|weg|platz|allee|ring|straat|laan|plein|dreef|lei|steenweg|gade|gatan) ?\d"
)
_ROMANCE_START = re.compile(r"(?:via|viale|piazza|corso|calle|avenida|plaza|rua|paseo|carrer) ")
_ROMANCE = LazyPattern(
    r"(?<![\w])(?:via|viale|piazza|corso|calle|avenida|plaza|rua|paseo|carrer) (?:[a-z][a-z'-]{1,15} |[a-z]{1,4}\. ){0,3}(?P<last>[a-z][a-z'-]{2,15}),? (?:n ?°? ?)?\d{1,4}(?: ?[a-z])?(?![\w€%])"
)
"""A point ends a sentence unless the word before it is short: `Via G. Verdi 3`, not `via SMS. Commande 3`."""
_ORDINARY = frozenset(
    "the my a of in on at for and to this that your our some one any no same long other".split()
)


def foreign_streets(view: TextView) -> Iterator[tuple[int, int, float]]:
    """Spans of addresses in English, German, Dutch, Italian, Spanish or Portuguese shape, with scores."""
    for match in _ENGLISH.finditer(view.plain):
        words = re.findall(r"[^\W\d_]+", view.text[match.start() : match.start("kind")])
        if any(word.lower() in _ORDINARY for word in words):
            continue
        capital = all(word[0].isupper() for word in words[-1:]) and view.text[match.start("kind")].isupper()
        if capital or match["kind"] in ("street", "road", "lane"):
            yield match.start(), match.end(), 0.85 if match["kind"] in _SURE else 0.6
    for match in _GERMANIC.finditer(view.plain) if _GERMANIC_END.search(view.plain) else ():
        first = re.search(r"[^\W\d_]+[\W]?\s?\d", view.text[match.start() : match.end()])
        if first is None or not view.text[match.start() + first.start()].isupper():
            continue
        yield match.start() + first.start(), match.end(), 0.75
    for match in _ROMANCE.finditer(view.plain) if _ROMANCE_START.search(view.plain) else ():
        through = match[0].startswith("via ") and view.text[match.start()].islower()  # `via Paypal 3 fois`
        if view.text[match.start("last")].isupper() and not through:
            yield match.start(), match.end(), 0.6
