"""STREET_ADDRESS: number, street and complements, in every shape that customers write.

The parts (a street, a building, a floor, a `lieu-dit`) are found one by one with what speaks for each,
then those that touch are joined. A line break or a cell border parts entities but not their evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from feedanon.detection.address_complements import PLACE_FOLLOWS, complements
from feedanon.detection.address_parts import Part, joined
from feedanon.detection.commune_spots import TITLE, spots_between
from feedanon.detection.folding import TextView
from feedanon.detection.foreign_streets import HINTS as FOREIGN_HINTS
from feedanon.detection.foreign_streets import foreign_streets
from feedanon.detection.hamlets import hamlets
from feedanon.detection.home_pieces import HOUSING, floors, nameless, numbers, with_doors
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.places_data import CAPITAL
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.street_names import StreetName, street_name
from feedanon.detection.street_words import (
    AT_HOME,
    BESIDE_KINDS,
    HOME,
    LABEL,
    LOOSE_KINDS,
    NOT_STREETS,
    NUMBER,
    NUMBERED_KINDS,
    ONLY_NUMBERED,
    ROADS,
    SPOKEN,
    STOPS,
    SURE_KINDS,
    TURN,
    VERBS,
    WHOLE_KINDS,
)
from feedanon.entities import Entity

_KIND = re.compile(
    rf"(?<![a-z])(?:(?P<sure>{SURE_KINDS})|(?P<loose>{LOOSE_KINDS})|(?P<short>r))(?![a-z])(?:(?P<gap>[ .]{{1,2}}(?:n°? ?(?=\d))?|\n))?"
)
_ADJECTIVE = LazyPattern(
    r"(?<![a-z])(?:grande?s?|petite?|vieux|vieille|ancien(?:ne)?|haute|basse|nouvelle|rue|avenue|allee|chemin|impasse|passage|cite|place|boulevard) (?:du |de la |de l'|des |de )?$"
)
_NUMBER = re.compile(
    rf"(?<![\w.,€/-])(?<!\d:)(?P<number>{NUMBER})(?:[ \t]{{0,2}}[,;:-]?[ \t\"]{{0,2}}| ?,? (?:de la |du |de l'|au |le |la |sur |dans la |dans le )|,?\n)$"
)
_SPOKEN = re.compile(rf"(?<![a-z0-9-])(?P<number>{SPOKEN}),? (?:de la |du |de l'|au |le )?$")
_AFTER_NUMBER = re.compile(
    rf"[ ,]{{1,3}}(?:au (?:numero )?|numero )(?P<said>{SPOKEN})(?![a-z-]| (?:cent|mille|euro|mois|jour|ans|metre|heure|personne))"
    r"|[ ,]{1,3}(?:au )?(?:numero |n ?°? ?)?(?P<number>\d{1,4}(?: ?(?:bis|ter)| ?[a-h])?)(?=(?<=bis)|(?<=ter)|(?<=ero \d)(?!\d)|(?<=ero \d\d)(?!\d)|\s*$|\s*[,;\n.)\"|]|,? (?:bte|boite|b-?\d{4}|\d{4,5} |- |a [a-z])|(?<=n°\d)(?!\d)|(?<=n°\d\d)(?!\d))"
)
_TO_TOWN = re.compile(r"[ ,;(\-–]{1,3}(?:a |sur |\(|- )?")
_REST = re.compile(
    r"(?P<words>(?: ?- ?| )(?:[^\W\d_]{2,20}[ '-]{0,1}){1,4}(?<=[^\W\d_]))(?=[ ,;-]{1,3}\d{5}(?!\d))"
)
_GLUED = re.compile(
    r"\d(?<!\w.)\d{0,3}(?:bis|ter)?(?:rue|avenue|allee|impasse|boulevard|chemin)(?:dela|de|du|des|d)?[a-z]{3,30}(?![a-z])"
)
_WORDS = frozenset(
    "rue rues r avenue av ave boulevard boul bd bld blvd bvd impasse imp chemin chem che allee allees all ruelle venelle sentier sente faubourg fbg fg rond esplanade grand"
    " carrer straed hent steenweg traboule dreve strada place pl cours crs quai square sq passage pass route rte voie cite villa parc port domaine quartier hameau ham promenade"
    " prom galerie cour residence res lotissement lot parvis mail montee clos rampe levee traverse corniche chaussee descente mas ferme vc cr rd rn escalier esc batiment bat"
    " appartement appart appt apt app bt rce servitude vallon coron rang butte digue jetee placette ruette carrefour carriere peniche cabanon technopole immeuble imm logement boulvard boulevart avenu avnue aveneu chmin chemain impase alle berge cale couree carre courette bastide bp b cs tsa cidex boite bte lieu lieudit ld za zac zi zae zc z flat apartment suite pk lgt studio cage hall".split()
)
_UNITS_BEFORE = re.compile(r"(?:€|\$|%|\d[.,])$")
_ASKED = re.compile(r"\?[^\n?]{0,15}\n[^\n]*$")
"""A question ends the line before."""
_SHORT = 4
"""`le mail dit H` names nothing."""
_TOLD = 0.5
"""A text with a part worth that much names a home: its floors, doors and numbers elsewhere are of it."""
_BESIDE = 0.1
"""What a street is worth that nothing but its capital speaks for: it takes part in an address, it makes none."""


class AddressRecognizer(TextRecognizer):
    """Finds postal addresses, French first, with their complements."""

    example = "12 bis rue des Lilas, bât. C"

    def __init__(self) -> None:
        super().__init__(["STREET_ADDRESS"], "addresses")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The addresses, one entity for each stretch without a line or cell border."""
        parts: list[Part] = []
        if not _WORDS.isdisjoint(view.words):
            parts.extend(_streets(view))
            parts.extend(complements(view))
        if view.digits:
            parts.extend(Part(*match.span(), 0.8) for match in _GLUED.finditer(view.plain))
        if view.digits and any(map(view.plain.__contains__, FOREIGN_HINTS)):
            parts.extend(Part(start, end, score) for start, end, score in foreign_streets(view))
        if view.digits >= 5:
            taken = [(part.start, part.end) for part in parts if part.score >= 0.4]
            parts.extend(Part(start, end, score) for start, end, score in hamlets(view, taken))
        if view.digits:
            parts.extend(nameless(view))
        told = any(part.score >= _TOLD for part in parts)
        parts = list(with_doors(view, parts, told))
        if told:
            parts.extend(numbers(view))
        parts.extend(floors(view, told))
        for start, end, score in joined(view.plain, parts):
            yield Entity("STREET_ADDRESS", start, end, score, self.name)


def _streets(view: TextView) -> Iterator[Part]:
    plain = view.plain
    free = 0
    for kind in _KIND.finditer(plain):
        if kind.start() < free:
            continue
        part = _street(view, kind)
        if part is not None:
            free = part.end
            yield part


def _street(view: TextView, kind: re.Match[str]) -> Part | None:
    """The street whose kind stands here, if it is one."""
    plain = view.plain
    start = kind.start()
    after_kind = kind.end("gap") if kind["gap"] else kind.end()
    before = plain[max(0, start - 60) : start]
    adjective = _ADJECTIVE.search(before)
    if adjective:
        before = before[: adjective.start()]
        start -= adjective.end() - adjective.start()
    number = _number(before)
    if kind["short"] and number is None:
        return None
    loose = kind["loose"] is not None
    if loose and plain.startswith("a ", after_kind):
        return None  # `montée à Paris`
    if loose and NOT_STREETS.match(plain, kind.end()) and not PLACE_FOLLOWS.match(plain, kind.end()):
        return None
    if kind["gap"] == "\n" and (number is None or loose):
        return None
    word = kind["sure"] or kind["loose"] or "r"
    if plain.startswith("d'a cote", after_kind) or (
        word == "carrefour" and view.text[kind.start()].isupper()
    ):
        return None
    name = street_name(view, after_kind) if kind["gap"] else None
    if name is not None and plain[after_kind].isdigit() and not name.known and word not in NUMBERED_KINDS:
        name = None
    if name is None and word.startswith("grand"):
        if number is not None:
            return Part(start - len(before) + number.start("number"), kind.end("sure"), 0.85)
        trailing = _AFTER_NUMBER.match(plain, kind.end("sure")) if view.text[start].isupper() else None
        if trailing:
            return Part(start, trailing.end(), 0.8)
    if name is None:
        if adjective and number is not None and kind["sure"]:
            return Part(start - len(before) + number.start("number"), kind.end(), 0.8)
        return None
    if word == "rues" and not (name.capital or name.known):
        return None  # `à deux rues d'ici`
    end = _up_to_postcode(view, name.end)
    if number is not None:
        begin = start - len(before) + number.start("number")
        score = _score_with_number(view, kind, name, number, before[: number.start("number")])
        return Part(begin, end, score) if score else None
    trailing = _AFTER_NUMBER.match(plain, end) if word in WHOLE_KINDS else None
    if trailing and (name.capital or name.known or LABEL.search(before)):
        return Part(start, trailing.end(), 0.85)
    score = _score_without_number(view, kind, replace(name, end=end), before)
    if not score and adjective and start != kind.start():
        return None
    if not score and name.capital and word in BESIDE_KINDS and kind["gap"] == " ":
        score = _BESIDE  # with a building or a floor beside it
    return Part(start, end, score) if score else None


def _up_to_postcode(view: TextView, end: int) -> int:
    """A name that seems over may go on to the postcode: `rue du jardin public 31770`."""
    rest = _REST.match(view.plain, end)
    if rest is None or any(word in STOPS for word in re.findall(r"[^\W\d_]+", rest["words"])):
        return end
    if any(spot.tier > 0 for spot in spots_between(view, end, rest.end() - 1)):
        return end
    return rest.end("words")


def _number(before: str) -> re.Match[str] | None:
    """The house number that ends `before`, in digits or in words."""
    match = _NUMBER.search(before[-34:])
    if match is not None:
        return _NUMBER.search(before, max(0, len(before) - 34))
    return _SPOKEN.search(before, max(0, len(before) - 50))


def _score_with_number(
    view: TextView, kind: re.Match[str], name: StreetName, number: re.Match[str], before: str
) -> float:
    if _UNITS_BEFORE.search(before):
        return 0.0
    if kind["sure"] or kind["short"]:
        if kind["short"] and not (name.capital or name.known or _follows(view, name.end)):
            return (
                0.6 if re.match(r"r\.? (?:de|du|des|d')", view.plain[kind.start() : kind.end() + 3]) else 0.0
            )
        return 0.95 if name.capital or name.known else 0.85
    if not number["number"][-1:].isdigit() and number["number"][:1].isdigit():
        return 0.85
    if kind["loose"] in ROADS and re.match(
        r"(?:du|des|de la|de l'|d'|de) ?", view.plain[kind.end("gap") : kind.end("gap") + 6]
    ):
        return 0.7 if number["number"][:1].isdigit() else 0.0
    if name.capital or name.known or _follows(view, name.end) or LABEL.search(before) or HOME.search(before):
        return 0.8
    return 0.0


def _score_without_number(view: TextView, kind: re.Match[str], name: StreetName, before: str) -> float:
    if LABEL.search(before) or PLACE_FOLLOWS.match(view.plain, name.end):
        return 0.8
    if kind["loose"] and name.capital and name.end - kind.end() > _SHORT and _is_home(view, kind, before):
        return 0.5
    if kind["loose"] in ONLY_NUMBERED:
        return 0.0
    good = name.capital or name.known
    if kind["loose"]:
        article = re.match(r"(?:du |des |de la |de l'|d')", view.plain[kind.end() + 1 : kind.end() + 7])
        if ((good or article) and HOME.search(before)) or (name.capital and _town_follows(view, name.end)):
            return 0.6
        return 0.0
    whole = kind["sure"] in WHOLE_KINDS
    if not whole and not (good and _follows(view, name.end)):
        return 0.0
    if good and not HOME.search(before) and (VERBS.search(before) or _town_follows(view, name.end)):
        return 0.7
    if HOME.search(before) and not NOT_STREETS.match(view.plain, kind.end()):
        return 0.8 if good else 0.6
    if name.capital and len(kind["sure"]) > 2:
        return 0.5
    return 0.0


def _is_home(view: TextView, kind: re.Match[str], before: str) -> bool:
    """Whether a loose kind with a name is where somebody lives: `on est square Monge`, `— Quai d'Ille, au 9`."""
    if AT_HOME.search(before):
        return True
    if kind["loose"] == "passage":
        return False
    turn = TURN.search(view.plain[max(0, kind.start() - 90) : kind.start()])
    return turn is not None and (
        not HOUSING.isdisjoint(view.words)
        or bool(_ASKED.search(view.plain, max(0, kind.start() - 120), kind.start()))
    )


def _follows(view: TextView, end: int) -> bool:
    return bool(PLACE_FOLLOWS.match(view.plain, end)) or _town_follows(view, end)


def _town_follows(view: TextView, end: int) -> bool:
    """Whether a commune stands right after: `rue Victor Hugo à Lyon`."""
    gap = _TO_TOWN.match(view.plain, end)
    if gap is None:
        return False
    return any(
        spot.tier >= CAPITAL or (spot.case == TITLE and not spot.word)
        for spot in spots_between(view, gap.end(), gap.end())
    )
