"""CITY: names of communes that the text uses as places.

A name alone proves little: Nice, Tours, Laval and Croix are words and surnames. So each name has a tier
(see `places_data`) and each occurrence collects evidence from what stands around it: a postcode, a
département in brackets, a field label, a phrase ("j'habite à", "agence de"), a preposition, a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.detection import lexicon as lx
from feedanon.detection.commune_signs import (
    ADDRESS,
    AFTER_PHRASE,
    AFTER_PREPOSITION,
    ARTICLE,
    FIELD,
    HOME,
    JOIN,
    LABEL,
    NOT_A_TOWN_AFTER,
    NOT_A_TOWN_BEFORE,
    NOUN_PHRASE,
    OF,
    PHRASE,
    PLACE_LABEL,
    PREPOSITION,
    SHOP,
    SUFFIX,
)
from feedanon.detection.commune_spots import LOWER, TITLE, Spot, commune_spots
from feedanon.detection.folding import TextView
from feedanon.detection.places_data import ANYWHERE, CAPITAL, NEEDS_PROOF, Communes
from feedanon.detection.places_data import PREPOSITION as NEEDS_PREPOSITION
from feedanon.detection.postcode_spots import PostcodeSpot, postcode_spots
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

NONE, WEAK, SOME, STRONG, PROOF = range(5)
"""Evidence: nothing, "de", a preposition of place, a phrase that wants a town, a postcode or label beside."""

_SCORES = {NONE: 0.5, WEAK: 0.55, SOME: 0.7, STRONG: 0.85, PROOF: 0.95}
_LOOK_BACK = 60
_ARRONDISSEMENT_TOWNS = frozenset({"paris", "lyon", "marseille"})
_DEPARTEMENT = re.compile(
    r" ?[(\[] ?(\d{2,3}|2[ab]) ?[)\]]"
    r"| ?[,-]? ?(\d{2,3})(?![\d.,:%]| ?(?:\d|€|euro|h\b|ans|km|e\b|jour|min|mois|%))"
)
_COMPOUND = re.compile(r"(?:-(?:sur|sous|en|les|lez|le|la|l'|de|du|des|d'|et|aux)-?[^\W\d_]{1,30}){1,3}")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.? $")
_WORD_AFTER = re.compile(r" ([^\W\d_]+)")


class CommuneRecognizer(TextRecognizer):
    """Finds communes, big towns abroad and their arrondissements (`Lyon 7e`, `PARIS CEDEX 08`)."""

    example = "je viens de Villeurbanne"

    def __init__(self) -> None:
        super().__init__(["CITY"], "communes")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The communes that something around them, or their name alone, makes believable."""
        spots = commune_spots(view)
        postcodes = postcode_spots(view)
        beside = {id(p.commune): p for p in postcodes if p.commune is not None}
        previous_end = -1
        for spot in spots:
            evidence = _evidence(view, spot, beside.get(id(spot)), previous_end)
            if evidence is None or evidence < _needed(view, spot):
                continue
            end = _extended(view, spot)
            previous_end = end
            yield Entity("CITY", spot.start, end, _SCORES[evidence], self.name)
        yield from self._unlisted(view, postcodes)

    def _unlisted(self, view: TextView, postcodes: list[PostcodeSpot]) -> Iterable[Entity]:
        """What stands where only a town can stand: after a postcode, or after its label."""
        for postcode in postcodes:
            if postcode.town is not None and postcode.commune is None:
                yield Entity("CITY", *postcode.town, 0.6, self.name)
        if ":" in view.plain or '"' in view.plain or "=" in view.plain or ">" in view.plain:
            for match in FIELD.finditer(view.plain):
                start, end = match.span("value")
                if view.text[start].isupper() or view.plain.count(" ", start, end) < 2:
                    yield Entity("CITY", start, end, 0.75, self.name)


def _evidence(view: TextView, spot: Spot, postcode: PostcodeSpot | None, previous_end: int) -> int | None:
    """What the surroundings say for a town; None when they say that it is none."""
    plain = view.plain
    if postcode is not None:
        # `même ville, 67210`: an ordinary word must be the town that the postcode serves
        return PROOF if postcode.fits or spot.case != LOWER or not spot.word else None
    if not _worth_asking(view, spot):
        return None
    before = plain[max(0, spot.start - _LOOK_BACK) : spot.start]
    after = plain[spot.end : spot.end + 30]
    if LABEL.search(before) or _departement_follows(plain, spot):
        return PROOF
    name = plain[spot.start : spot.end]
    if (
        NOT_A_TOWN_BEFORE.search(before, max(0, len(before) - 32))
        or NOT_A_TOWN_AFTER.match(after)
        or _joined_to_more(view, spot)
    ):
        return None
    if spot.land and not PHRASE.search(before):
        return None
    if spot.tier == ANYWHERE and not spot.land:
        return STRONG  # nothing more to learn
    if PLACE_LABEL.search(before):
        return STRONG
    if PHRASE.search(before):
        return STRONG if spot.case == TITLE or not spot.word or HOME.search(before) else SOME
    if spot.end - spot.start > 3 and ADDRESS.search(before):
        return STRONG
    if NOUN_PHRASE.search(before):
        return STRONG if spot.case == TITLE or not spot.word else WEAK
    if name in _ARRONDISSEMENT_TOWNS and SUFFIX.match(after):
        return STRONG
    if spot.name and _part_of_a_person(view, spot):
        return None
    if ARTICLE.search(before) and not spot.contracted:
        return None
    if AFTER_PHRASE.match(after):
        return STRONG if spot.case == TITLE else SOME
    if PREPOSITION.search(view.text[max(0, spot.start - 12) : spot.start]) or spot.contracted in (
        "au",
        "aux",
    ):
        return _after_preposition(view, spot)
    if spot.case != LOWER or spot.tier >= CAPITAL or not spot.word:
        if previous_end >= 0 and spot.tier > NEEDS_PROOF and JOIN.fullmatch(plain[previous_end : spot.start]):
            return SOME
        if AFTER_PREPOSITION.match(after) or _alone(view, spot) or SHOP.search(before):
            return SOME
    if OF.search(before) or spot.contracted:
        return WEAK
    return NONE


def _worth_asking(view: TextView, spot: Spot) -> bool:
    """Whether any evidence short of a postcode could be enough: most small ordinary words end here."""
    if spot.tier != NEEDS_PROOF or spot.case == TITLE:
        return True
    beside = view.plain[max(0, spot.start - 3) : spot.start] + view.plain[spot.end : spot.end + 3]
    return any(sign in beside for sign in ':=(>["') or any(map(str.isdigit, beside))


def _after_preposition(view: TextView, spot: Spot) -> int:
    """ "À Colombe": amid small letters a capital after "à" is worth more than elsewhere."""
    text = view.text
    if (
        spot.case == TITLE
        and not spot.contracted
        and text[max(0, spot.start - 3) : spot.start].endswith((" à ", " a "))
    ):
        following = _WORD_AFTER.match(text[spot.end : spot.end + 20])
        if not (following and following[1][0].isupper()):
            return STRONG if spot.tier == NEEDS_PROOF and not spot.name else SOME
    return SOME


def _needed(view: TextView, spot: Spot) -> int:
    """The least evidence that makes this spot a town."""
    if spot.tier == ANYWHERE:
        return NONE
    compound = spot.words > 2 or (spot.words == 2 and "-" in view.plain[spot.start : spot.end])
    if spot.case == TITLE:
        return _needed_by_title(view, spot, compound)
    long = spot.end - spot.start > 4
    if spot.tier == CAPITAL:
        if spot.word and spot.end - spot.start < 4:
            return PROOF  # `6 ans`
        if spot.word or spot.name:
            return SOME
        return NONE if compound or long else WEAK
    if spot.tier == NEEDS_PREPOSITION:
        if spot.words > 1 and view.plain.startswith(("saint", "st"), spot.start):
            return SOME
        if spot.end - spot.start < 4:
            return PROOF if spot.case == LOWER else STRONG
        return STRONG if spot.word and spot.case == LOWER else SOME
    return PROOF


def _needed_by_title(view: TextView, spot: Spot, compound: bool) -> int:
    if spot.tier == CAPITAL:
        return SOME if spot.word and not compound and _begins_sentence(view.text, spot.start) else NONE
    if spot.tier == NEEDS_PREPOSITION:
        if spot.word and not compound:
            return SOME
        return SOME if spot.end - spot.start < 4 else WEAK if spot.name else NONE
    return STRONG


def _begins_sentence(text: str, start: int) -> bool:
    head = text[max(0, start - 3) : start].rstrip(" ")
    return not head or head[-1] in '.!?\n:;-•*"«'


def _joined_to_more(view: TextView, spot: Spot) -> bool:
    """Whether a hyphen makes the name a part of something that is no commune (`Rhône-Alpes`)."""
    text = view.text
    if spot.tier == ANYWHERE:
        return False
    before = spot.start > 1 and text[spot.start - 1] in "-'_@#/" and text[spot.start - 2].isalnum()
    if before and text[spot.start - 1] == "'":
        before = view.plain[spot.start - 2] not in "dlaj" or (
            spot.start > 2 and text[spot.start - 3].isalpha()
        )
    after = text[spot.end : spot.end + 2]
    return before or (len(after) == 2 and after[0] in "-_@" and after[1].isalpha() and spot.tier < CAPITAL)


def _part_of_a_person(view: TextView, spot: Spot) -> bool:
    """Whether a first name or civility before it, or a surname after it, makes the name a person's."""
    before = _WORD_BEFORE.search(view.text[max(0, spot.start - 20) : spot.start])
    lexicon = lx.Lexicon.load()
    if before:
        flags = lexicon.flags(before[1])
        if flags & lx.CIVILITY and before[1].lower() != "me":
            return True
        if flags & lx.FREQUENT_FIRST_NAME and before[1][0].isupper() and not flags & lx.FREQUENT_WORD:
            return True
    after = _WORD_AFTER.match(view.text[spot.end : spot.end + 20])
    if after and after[1][0].isupper() and spot.case == TITLE:
        return bool(lexicon.flags(after[1]) & lx.SURNAME and not lexicon.flags(after[1]) & lx.FREQUENT_WORD)
    return False


def _departement_follows(plain: str, spot: Spot) -> bool:
    """Whether the commune's own département follows: `Vif (38)`, `St-Paul 974`."""
    match = _DEPARTEMENT.match(plain, spot.end, spot.end + 12)
    if match is None:
        return False
    code = (match[1] or match[2]).upper()
    name = plain[spot.start : spot.end]
    if spot.contracted:
        name = ("les " if spot.contracted in ("aux", "des") else "le ") + name
    if any(commune.departement == code for commune in Communes.load().lookup(name)):
        return match[1] is not None or spot.tier > NEEDS_PROOF
    return False


def _alone(view: TextView, spot: Spot) -> bool:
    """Whether the name fills a cell, a line, a bracket, or the end of a signature (`Sophie, Vesoul`)."""
    text = view.text
    left = text[max(0, spot.start - 3) : spot.start].rstrip(" ")
    right = text[spot.end : spot.end + 3].lstrip(" ")
    if spot.case == LOWER:
        if spot.word or spot.name or spot.end - spot.start < 4:
            return False
        return left[-1:] in tuple("(\n|;\t") and right[:1] in (*")\n|;\t", "")
    opened = not left or left[-1] in '(;|\t\n,["»>–-/'
    closed = (
        not right or right[0] in ')];|\t\n"<' or (right[0] in ".!" and (len(right) == 1 or right[1] in "\n"))
    )
    return opened and closed


def _extended(view: TextView, spot: Spot) -> int:
    """The end of the name with what belongs to it: arrondissement, CEDEX, a misspelt compound's rest."""
    plain = view.plain
    end = spot.end
    compound = _COMPOUND.match(plain, end)
    if compound:
        end = compound.end()
    numbered = SUFFIX.match(plain[end : end + 30])
    if numbered and (plain[spot.start : spot.end] in _ARRONDISSEMENT_TOWNS or numbered["cedex"]):
        end += numbered.end()
    return end
