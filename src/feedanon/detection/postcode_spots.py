"""Where a text holds what may be a postcode, and the town that stands beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedanon.detection.commune_spots import LOWER, Spot, spots_between
from feedanon.detection.folding import TextView
from feedanon.detection.places_data import NEEDS_PROOF, Communes

_CODE = re.compile(
    r"(?<![\w.,/+#°%-])((?:fr?[- ]?)?(?:\d{5}|(?<!\d[ ])\d{2}[ .]\d{3}))(?![\w%€$£°]|[.,/:-]\d|-[a-z]\d)"
)
_GLUED = re.compile(r"(?<![\d.,/+#°%-])(\d{5})(?=[a-z]{3})")
_BEFORE_TOWN = re.compile(
    r"[ \t]?[-,–/|;:]?[ \t\"']{0,3}(?:[;,|:] ?[\"']?)?(?:\r?\n[ \t]{0,8})?(?:(?:a|ville|commune|city) ?[:=]? ?)?"
)
_AFTER_TOWN = re.compile(
    r"[ \t]?(?:[-,(|;:/\[][ \t\"'(]{0,3}|[\"'][,;] ?[\"'])?(?:(?:f|fr)-|cp ?:? ?|dans le )?"
)
_UNLISTED = re.compile(r"[^\W\d_]+(?:[ '-]{1,2}[^\W\d_]+){0,4}")
_CEDEX = re.compile(r"[^\n\d;|]{0,30}cedex")
_MONEY = re.compile(
    r" ?(?:€|eur\b|euros?\b|e\b|\$|%|kms?\b|m2|m²|clients?\b|h\b|ans\b|fois\b|kwh|mah|mo\b|go\b|tr/?min|kg\b|litres?\b|points?\b|avis\b|personnes?\b|balles?\b|francs?\b)"
)
_LONGEST_TOWN = 80
_CACHE = "_postcode_spots"


@dataclass(frozen=True, slots=True)
class PostcodeSpot:
    """Five digits that may be a postcode.

    Attributes:
        start, end: the span in the view, with an `F-` before it.
        code: the five digits.
        served: La Poste serves it.
        commune: the commune beside it, if one is.
        fits: that commune is served with this postcode; None without a commune.
        near: it lies at least in that département.
        town: the span of words after it that no list knows but only a town can be.
        cedex: CEDEX follows.
    """

    start: int
    end: int
    code: str
    served: bool
    commune: Spot | None = None
    fits: bool | None = None
    near: bool = False
    town: tuple[int, int] | None = None
    cedex: bool = False


def postcode_spots(view: TextView) -> list[PostcodeSpot]:
    """Every possible postcode of the text with its town; kept with the view."""
    known = view.__dict__.get(_CACHE)
    if known is None:
        known = view.__dict__[_CACHE] = _spots(view) if view.digits >= 5 else []
    spots: list[PostcodeSpot] = known
    return spots


def _spots(view: TextView) -> list[PostcodeSpot]:
    found = []
    for pattern in (_CODE, _GLUED):
        for match in pattern.finditer(view.plain):
            spot = _spot(view, *match.span(1))
            if spot is not None:
                found.append(spot)
    return found


def _spot(view: TextView, start: int, end: int) -> PostcodeSpot | None:
    plain = view.plain
    code = re.sub(r"\D", "", plain[start:end])
    communes = Communes.load()
    served = communes.is_postcode(code)
    if _MONEY.match(plain, end):
        return None
    beside = _commune_beside(view, start, end)
    cedex = bool(_CEDEX.match(plain, end))
    if beside is not None:
        name = plain[beside.start : beside.end]
        if beside.contracted:
            name = ("les " if beside.contracted in ("aux", "des") else "le ") + name
        if beside.end <= start and beside.case == LOWER and " " in plain[start:end]:
            return PostcodeSpot(start, end, code, served, cedex=cedex)  # "deux salles, 34 000 entrées"
        fits = communes.fits(code, name)
        near = fits or communes.same_departement(code, name)
        name_like = beside.tier > NEEDS_PROOF or (served and beside.words > 1)
        believable = near or (name_like and (beside.case != LOWER or served))
        if believable and (near or served or cedex or beside.start > end):
            return PostcodeSpot(start, end, code, served, beside, fits, near, cedex=cedex)
    town = _unlisted_town(view, end) if (served and plain[start:end].count(" ") == 0) or cedex else None
    return PostcodeSpot(start, end, code, served, town=town, cedex=cedex)


def _commune_beside(view: TextView, start: int, end: int) -> Spot | None:
    """The commune right after the digits, else the one right before them."""
    plain = view.plain
    gap = _BEFORE_TOWN.match(plain, end)
    right = gap.end() if gap else end
    left: Spot | None = None
    for spot in spots_between(view, start - _LONGEST_TOWN, right):
        if end <= spot.start and _BEFORE_TOWN.fullmatch(plain, end, spot.start):
            return spot
        if spot.end <= start and _AFTER_TOWN.fullmatch(plain, spot.end, start):
            left = spot
    return left


def _unlisted_town(view: TextView, end: int) -> tuple[int, int] | None:
    """Capitalised words right after a postcode: a hamlet, a misspelt town, a delivery office."""
    if view.plain[end : end + 1] not in (" ", ",") or view.text[end : end + 2] == ", ":
        return None
    match = _UNLISTED.match(view.text, end + 1)
    if match is None or not match[0][0].isupper():
        return None
    words = list(re.finditer(r"[^\W\d_]+", match[0]))
    last = None
    for word in words:
        small = word[0].lower() in (
            "sur",
            "sous",
            "en",
            "les",
            "lès",
            "le",
            "la",
            "de",
            "du",
            "des",
            "d",
            "l",
            "et",
            "aux",
            "à",
        )
        if word[0].lower() in _NOT_TOWNS or not (word[0][0].isupper() or small):
            break
        if word[0][0].isupper():
            last = word
    return (match.start(), match.start() + last.end()) if last is not None else None


_NOT_TOWNS = frozenset(
    "je j il elle on nous vous ils c ce cette le la les un une mon ma mes bonjour merci cordialement tel tél téléphone mail email"
    " e france livraison commande client adresse depuis et mais donc car date née né ne fax portable mobile bien".split()
)
