"""Addresses without a kind of street: what stands between a line's beginning and its postcode.

`14 Le Bourg 29270 Carhaix`, `Kerguélen, 29270 Carhaix`, `adresse : les quatre vents 12400 Vabres`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from feedanon.detection import lexicon as lx
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.postcode_spots import PostcodeSpot, postcode_spots

_LABELLED = LazyPattern(
    r"(?<![a-z])(?:adresse|address|domicile|demeurant|domicilie\w?|habit\w{0,5}|reside|resid\w{0,4}|livraison|livrer|facturation)"
    r"(?: (?:de |postale|complete|actuelle|exacte|est|c'est|livraison|facturation|a|au){1,3})? ?[:=]? ?[\"']?$"
)
_NUMBERED = re.compile(
    r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d])(?![a-z]))?,? (?:[a-z][a-z']{0,20}[ '.-]{0,2}){1,6}"
)
_ENDS_NUMBERED = re.compile(
    r"(?<= )(?P<number>\d{1,4}(?: ?(?:bis|ter|[a-d])(?![a-z]))?),? (?P<name>[a-z'-]{3,20}(?: [a-z'-]{2,20}){0,3})$"
)
"""A house number and a name that begins with a capital, behind words of a sentence: `à envoyer 5 Kerlann Vihan`."""
_NAMED = re.compile(
    r"(?:le|la|les|l'|ker\w*|mas|domaine|ferme|moulin|chateau|villa|bourg|au|lieu|plouz?\w*|pen\w*|ti|ty|coat\w*|chez)[ ']?(?:[a-z']{1,20}[ '.-]{0,2}){0,5}"
)
_NAMED_LINE = re.compile(
    r"(?:mas|domaine|ferme|moulin|chateau|villa|quartier|lieu|le bourg|hameau)(?:[ ',.-]{1,2}[a-z]{1,20}){1,7}"
)
_VERB = re.compile(
    r"(?<![a-z])(?:est|suis|sont|ai|a ete|j'ai|code|postal|cp|je|il|nous|vous|on|magasin|agence|boutique|facture|commande|client|ref)(?![a-z])"
)
_CUT = re.compile(r"[;:\n|\t(\"]|,(?=[^,]*,)|\. ")


def hamlets(view: TextView, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """Spans with scores, outside those `taken` by streets."""
    ends = sorted(end for _, end in taken)
    for spot in postcode_spots(view):
        if spot.commune is not None and spot.commune.start >= spot.end and (spot.near or spot.served):
            found = _before(view, spot)
            # A street that ends inside the stretch has said it better.
            if found and bisect_right(ends, found[0]) == bisect_right(ends, found[1]):
                yield found


def _is_a_place(view: TextView, start: int, end: int) -> bool:
    """Whether a name behind a number has a capital and is no month, product or quantity: `5 Kerlann Vihan`."""
    known = lx.Lexicon.load().flags(view.plain[start:end].split(" ")[0])
    return view.text[start].isupper() and not known & (lx.ORDINARY_WORD | lx.FREQUENT_WORD | lx.BRAND_WORD)


def _before(view: TextView, spot: PostcodeSpot) -> tuple[int, int, float] | None:
    plain = view.plain
    end = spot.start
    while end and plain[end - 1] in ' ,-\t;|"\n\r':
        end -= 1
    if plain.count("\n", end, spot.start) > 1 or end - 2 < 0:
        return None
    window = plain[max(0, end - 70) : end]
    cuts = list(_CUT.finditer(window))
    start = max(0, end - 70) + (cuts[-1].end() if cuts else 0)
    if not cuts and end > 70:
        return None
    while start < end and plain[start] in " \t\r,-":
        start += 1
    segment = plain[start:end]
    if _NAMED_LINE.fullmatch(segment) and view.text[start].isupper() and len(segment) < 60:
        return start, end, 0.6
    comma = segment.rfind(", ")
    if comma > 0 and not _NUMBERED.fullmatch(segment) and segment[:1].isdigit() is False:
        start, segment = start + comma + 2, segment[comma + 2 :]
    if len(segment) < 4 or len(segment) > 50:
        return None
    label = re.match(
        r".{0,40}?(?:habit\w{0,5}|demeurant|domicilie\w?|reside|adresse) (?:au |a |est |postale )?", segment
    )
    if label:
        start, segment = start + label.end(), segment[label.end() :]
    if len(segment) < 4 or _VERB.search(segment):
        return None
    if _NUMBERED.fullmatch(segment):
        return start, end, 0.7
    capital = any(char.isupper() for char in view.text[start:end])
    if _NAMED.fullmatch(segment) and capital and not segment.startswith("chez"):
        return start, end, 0.6
    numbered = _ENDS_NUMBERED.search(segment)
    if numbered and _is_a_place(view, start + numbered.start("name"), start + numbered.end("name")):
        return start + numbered.start("number"), end, 0.6
    if label or _LABELLED.search(plain[max(0, start - 40) : start]):
        return (start, end, 0.6) if re.fullmatch(r"[^\W\d_][\w' .-]{3,48}", segment) else None
    return None
