"""FR_POSTCODE: five digits that La Poste serves and that something around them confirms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.detection.commune_spots import LOWER, commune_spots, spots_between
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.places_data import CAPITAL, Communes
from feedanon.detection.postcode_spots import PostcodeSpot, postcode_spots
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_LABEL = LazyPattern(
    r"(?<![a-z])(?:codes? ?_?postal(?:e|aux)?|code_?post|cod\.? ?post\.?|cp|c\.p\.?|cpostal|c_postal|zip(?: ?_?code)?|post(?:al)?[ _]?code|npa|codepostal|postal|cp_[a-z]{2,12}|code_postal_[a-z]{2,12})"
    r"[\"']? {0,5}(?:(?:est|c'est|du client|de livraison|client))? ?(?:\([^)\n]{0,20}\) ?)?(?:[:=>;,|]{1,2}[ ]{0,6})?[\"'>]?(?: ?le )?$"
)
_PHRASE = re.compile(
    r"(?<![a-z])(?:habit\w{0,5}|resid\w{0,5}|demeur\w{0,5}|vis|vit|domicili\w{0,3}|livr\w{0,5}|adresse|secteur|zone|situe\w{0,2}|base\w?|ville|departement|commune)"
    r"(?: [a-z]{1,10}){0,3}? ?(?:le|dans le|au|du|en|:|,|le code|sur le|a)? ?$|(?<![a-z])(?:dans le|sur le|tout le|celle du|celui du|ceux du) $|(?:code postal|quel departement)[^\n]{0,40}\n[^\n\d]{0,30}(?:\d\d?[:h]\d\d[^\n\d]{0,30})?$"
)
_STREET = re.compile(
    r"(?<![a-z])(?:rue|r\.|avenue|av\.?|ave|boulevard|bd|blvd|bld|impasse|imp\.?|chemin|chem\.?|che|allees?|all\.?|route|rte|place|pl\.?|quai|cours|square"
    r"|passage|sentier|lotissement|lot\.?|residence|res\.?|hameau|lieu[- ]?dit|zac|za|zi|bp|cs|tsa|bat\.?|appt\.?|apt|cite|villa|clos|voie|faubourg|fbg|promenade|montee|bourg|etage)"
    r"(?: [^\n\d]{1,45}|[ n°]{0,3}\d{1,5}[a-z]?)?[ ,;\-|\"'\n\t]{1,4}$"
)
_ALONE_IN_TURN = re.compile(r"(?:^|\n)[^\n\d]{0,25}(?:\d\d?[:h]\d\d[^\n\d]{0,25})?[:>] $")
_ASKED = re.compile(r"adresse|code postal|habite|quelle ville|votre ville|commune|livr|ou ca")
_UNIT = (
    r"(?:zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante"
    r"|huitante|nonante|cents?|mille)"
)
_SPOKEN = LazyPattern(
    rf"(?<![a-z])code postal[^\n]{{0,30}}(?:\n[^\n:>]{{0,25}}[:>])?[^\n]{{0,12}}?(?<![a-z])(?P<value>{_UNIT}(?:[ ,-]{{1,2}}(?:et )?{_UNIT}){{1,8}})(?![a-z])"
)
_SWISS = re.compile(
    r"(?:(?<![a-z.])[a-z.]{3,20} \d{1,3} ?[a-z]?,? ?\n?|localite ?:? )(?P<code>[1-9]\d{3}) (?P<town>[a-z][\w'-]{2,20})"
)
_CELL_LEFT = re.compile(r"(?:^|[;|\t\n\"'>,]) ?$")
_CELL_RIGHT = re.compile(r" ?(?:$|[;|\t\n\"'<,])")
_ABROAD = re.compile(
    r"(?<![\w.,/-])(?:(?P<be>b|be|l|lu|ch|d|de|nl)-(?P<dashed>\d{4,5})(?!\d)"
    r"|(?P<uk>[a-z]{1,2}\d[a-z\d]? \d[a-z]{2})(?!\w)|(?P<ca>[a-z]\d[a-z][ -]?\d[a-z]\d)(?!\w))"
)
_ABROAD_SHAPE = re.compile(r"-\d{4}| \d[a-z]{2}|\d[a-z][ -]?\d[a-z]\d")
_SWISS_SHAPE = re.compile(r"[1-9]\d{3} [a-z]")
_LABELS = ("code postal", "npa", "zip", "post", "cp")
_BEFORE_FOREIGN = LazyPattern(r"(?<![\w.,/-])(?<!\d )(?P<code>\d{4,6})(?: ?[,-]? ?|;)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UK_WORDS = re.compile(
    r"(?<![a-z])(?:street|road|lane|london|londres|avenue|close|drive|postcode|zip|england|uk|scotland|wales|address|adresse|code postal)(?![a-z])"
)


class PostcodeRecognizer(TextRecognizer):
    """Finds postcodes: French ones (overseas, Corsica, CEDEX) and, beside a town or label, foreign ones."""

    example = "j'habite 69003 Lyon"

    def __init__(self) -> None:
        super().__init__(["FR_POSTCODE"], "postcodes")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The postcodes that a commune, an address, a label or a field confirms."""
        if "code postal" in view.plain:
            for match in _SPOKEN.finditer(view.plain):
                yield Entity("FR_POSTCODE", *match.span("value"), 0.8, self.name)
        if view.digits < 4:
            return
        for spot in postcode_spots(view):
            score = _score(view, spot)
            if score:
                yield Entity("FR_POSTCODE", spot.start, spot.end, score, self.name)
        yield from self._abroad(view)

    def _abroad(self, view: TextView) -> Iterable[Entity]:
        plain = view.plain
        for town in commune_spots(view):
            found = (
                _BEFORE_FOREIGN.search(plain, max(0, town.start - 10), town.start) if town.foreign else None
            )
            if found and (not _YEAR.fullmatch(found["code"]) or town.case != LOWER):
                yield Entity("FR_POSTCODE", *found.span("code"), 0.8, self.name)
        for match in _ABROAD.finditer(plain) if _ABROAD_SHAPE.search(plain) else ():
            if match["dashed"]:
                yield Entity("FR_POSTCODE", *match.span("dashed"), 0.6, self.name)
            elif view.text[match.start() : match.end()].isupper():
                nearby = plain[max(0, match.start() - 60) : match.end() + 40]
                score = 0.75 if _UK_WORDS.search(nearby) else 0.5
                yield Entity("FR_POSTCODE", *match.span(), score, self.name)
        for match in _SWISS.finditer(plain) if _SWISS_SHAPE.search(plain) else ():
            if view.text[match.start("town")].isupper() and (
                match["code"][:2] not in ("19", "20") or "localite" in match[0]
            ):
                yield Entity("FR_POSTCODE", *match.span("code"), 0.5, self.name)
        for match in _LABELLED.finditer(plain) if any(map(plain.__contains__, _LABELS)) else ():
            yield Entity("FR_POSTCODE", *match.span("value"), 0.8, self.name)


_NEAR = 200
"""Characters between a postcode and its town, which another sentence or turn may name."""
_AFTER_NUMBER = re.compile(r"\d $")
"""`appt 12 69003 Lyon`, but also any row of numbers: here only a town that fits speaks for a postcode."""


def _score(view: TextView, spot: PostcodeSpot) -> float:
    """How sure a possible postcode is, 0 when nothing speaks for it."""
    if _AFTER_NUMBER.search(view.plain, max(0, spot.start - 2), spot.start) and not (
        spot.fits or spot.near or spot.cedex
    ):
        return 0.0
    if spot.commune is not None:
        if spot.fits:
            return 0.98
        return 0.9 if spot.near or spot.cedex else 0.75
    spaced = " " in view.plain[spot.start : spot.end]
    before = view.plain[max(0, spot.start - 60) : spot.start]
    if _LABEL.search(before):
        return 0.9 if spot.served else 0.7
    if spot.cedex:
        return 0.9
    if not spot.served:
        return 0.0
    if _STREET.search(before):
        return 0.85
    if spaced:
        return 0.0
    if spot.town is not None:
        return 0.6
    if _PHRASE.search(before):
        return 0.7
    if _town_is_named(view, spot):
        return 0.6
    if _ALONE_IN_TURN.search(before) and view.plain[spot.end : spot.end + 1] in ("", "\n", "\r", "."):
        asked = view.plain[max(0, spot.start - 300) : spot.start]
        return 0.5 if _ASKED.search(asked) else 0.0
    if _CELL_LEFT.search(before[-2:]) and _CELL_RIGHT.match(view.plain[spot.end : spot.end + 2]):
        return _cell_score(view, spot)
    return 0.0


def _town_is_named(view: TextView, spot: PostcodeSpot) -> bool:
    """Whether a town that is served with this postcode is named not far away: `À Lyon ? - Oui, 69001.`"""
    if view.plain[spot.end : spot.end + 1] not in ("", ",", ".", ";", ")", "\n", "?", "!"):
        return False  # 69001 billets
    communes = Communes.load()
    return any(
        town.tier >= CAPITAL and communes.fits(spot.code, view.plain[town.start : town.end])
        for town in spots_between(view, spot.start - _NEAR, spot.end + _NEAR)
    )


def _cell_score(view: TextView, spot: PostcodeSpot) -> float:
    """Alone in a cell: likely a postcode in a delimited line, an answer or a line of its own."""
    if spot.end - spot.start != 5:
        return 0.0
    left = view.plain[max(0, spot.start - 2) : spot.start].strip(" ")
    right = view.plain[spot.end : spot.end + 2].strip(" ")
    if left[-1:] in (";", "|", "\t") or right[:1] in (";", "|", "\t"):
        return 0.55
    return 0.45 if len(view.plain) < 12 else 0.0


_LABELLED = LazyPattern(
    r"(?<![a-z])(?:code postal|npa|zip(?: code)?|post(?:al)? ?code|cp)[\"']? ?[:=>] ?[\"']?(?P<value>\d{4}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d)(?![\w])"
)
