"""STREET_ADDRESS: number, street and complements, in every shape that customers write.

The parts (a street, a building, a floor, a `lieu-dit`) are found one by one with what speaks for each,
then those that touch are joined. A line break or a cell border parts entities but not their evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from feedanon.detection.commune_spots import TITLE, spots_between
from feedanon.detection.folding import TextView
from feedanon.detection.foreign_streets import HINTS as FOREIGN_HINTS
from feedanon.detection.foreign_streets import foreign_streets
from feedanon.detection.hamlets import hamlets
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.places_data import CAPITAL
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.street_names import StreetName, street_name
from feedanon.detection.street_words import (
    AREAS,
    HOME,
    LABEL,
    LOOSE_KINDS,
    NAMED_COMPLEMENT,
    NEIGHBOUR,
    NOT_STREETS,
    NUMBER,
    NUMBERED_KINDS,
    ROADS,
    SPOKEN,
    STOPS,
    STRONG_COMPLEMENT,
    SURE_KINDS,
    VERBS,
    WEAK_COMPLEMENT,
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
_PLACE_FOLLOWS = re.compile(
    r"[ \t]{0,2}[,;|\-–(\"':]{0,3}[ \t]{0,2}\"?(?:\n[ \t]{0,4})?(?:(?:f-|b-|ch-)?\d{5}(?![\d€])|\d{4} [a-z])"
)
_TO_TOWN = re.compile(r"[ ,;(\-–]{1,3}(?:a |sur |\(|- )?")
_REST = re.compile(
    r"(?P<words>(?: ?- ?| )(?:[^\W\d_]{2,20}[ '-]{0,1}){1,4}(?<=[^\W\d_]))(?=[ ,;-]{1,3}\d{5}(?!\d))"
)
_GLUED = re.compile(
    r"\d(?<!\w.)\d{0,3}(?:bis|ter)?(?:rue|avenue|allee|impasse|boulevard|chemin)(?:dela|de|du|des|d)?[a-z]{3,30}(?![a-z])"
)
_GAP = re.compile(
    r"[ \t]{0,2}(?:[,\-–/.:(]|,? (?:au|a la|dans la|dans le|de la|et|1 ?er)(?= )|,? a l')?[ \t]{0,2}|, - "
)
_BORDER = re.compile(r"[ \t]{0,3}(?:[,;|\t\"'>.-]{0,3}[ \t]{0,3}(?:\r?\n)?[ \t>|\"']{0,6})")
_WORDS = frozenset(
    "rue rues r avenue av ave boulevard boul bd bld blvd bvd impasse imp chemin chem che allee allees all ruelle venelle sentier sente faubourg fbg fg rond esplanade grand"
    " carrer straed hent steenweg traboule dreve strada place pl cours crs quai square sq passage pass route rte voie cite villa parc port domaine quartier hameau ham promenade"
    " prom galerie cour residence res lotissement lot parvis mail montee clos rampe levee traverse corniche chaussee descente mas ferme vc cr rd rn escalier esc batiment bat"
    " appartement appart appt apt app bt rce servitude vallon coron levee rang via butte digue jetee placette ruette carrefour carriere peniche cabanon technopole immeuble imm logement bp b cs tsa cidex boite bte lieu lieudit ld za zac zi zae zc z flat apartment suite pk lgt studio cage".split()
)
_DAY = re.compile(r"au \d")
"""`Résidence au 1er janvier` names a day."""
_QUOTE_END = re.compile(r' ?["»]')
_UNITS_BEFORE = re.compile(r"(?:€|\$|%|\d[.,])$")


_BESIDE = 0.1
"""What a street is worth that nothing but its capital speaks for: it takes part in an address, it makes none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an address with what it is worth alone."""

    start: int
    end: int
    score: float


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
            parts.extend(_complements(view))
        if view.digits:
            parts.extend(Part(*match.span(), 0.8) for match in _GLUED.finditer(view.plain))
        if view.digits and any(map(view.plain.__contains__, FOREIGN_HINTS)):
            parts.extend(Part(start, end, score) for start, end, score in foreign_streets(view))
        if view.digits >= 5:
            taken = [(part.start, part.end) for part in parts if part.score >= 0.4]
            parts.extend(Part(start, end, score) for start, end, score in hamlets(view, taken))
        for start, end, score in _joined(view.plain, parts):
            yield Entity("STREET_ADDRESS", start, end, score, self.name)
        if any(part.score >= 0.8 and view.plain[part.start].isdigit() for part in parts):
            for match in NEIGHBOUR.finditer(view.plain):
                yield Entity("STREET_ADDRESS", *match.span("number"), 0.5, self.name)


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
    if loose and NOT_STREETS.match(plain, kind.end()) and not _PLACE_FOLLOWS.match(plain, kind.end()):
        return None
    if kind["gap"] == "\n" and (number is None or loose):
        return None
    word = kind["sure"] or kind["loose"] or "r"
    if plain.startswith("d'a cote", after_kind):
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
    if not score and name.capital and kind["gap"] == " ":
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
    if LABEL.search(before) or _PLACE_FOLLOWS.match(view.plain, name.end):
        return 0.8
    good = name.capital or name.known
    if kind["loose"]:
        article = re.match(r"(?:du |des |de la |de l'|d')", view.plain[kind.end() + 1 : kind.end() + 7])
        if ((good or article) and HOME.search(before)) or (name.capital and _town_follows(view, name.end)):
            return 0.6
        return 0.0
    whole = kind["sure"] in WHOLE_KINDS
    if not whole and not (good and _follows(view, name.end)):
        return 0.0
    if good and (VERBS.search(before) or _town_follows(view, name.end)):
        return 0.7
    if HOME.search(before) and not NOT_STREETS.match(view.plain, kind.end()):
        return 0.6
    if name.capital and len(kind["sure"]) > 2:
        return 0.5
    return 0.0


def _follows(view: TextView, end: int) -> bool:
    return bool(_PLACE_FOLLOWS.match(view.plain, end)) or _town_follows(view, end)


def _town_follows(view: TextView, end: int) -> bool:
    """Whether a commune stands right after: `rue Victor Hugo à Lyon`."""
    gap = _TO_TOWN.match(view.plain, end)
    if gap is None:
        return False
    return any(
        spot.tier >= CAPITAL or (spot.case == TITLE and not spot.word)
        for spot in spots_between(view, gap.end(), gap.end())
    )


def _complements(view: TextView) -> Iterator[Part]:
    plain = view.plain
    for match in STRONG_COMPLEMENT.finditer(plain):
        yield Part(match.start(), match.end(), _strong_score(view, match))
    for match in WEAK_COMPLEMENT.finditer(plain):
        yield Part(match.start(), match.end(), 0.1)
    for match in NAMED_COMPLEMENT.finditer(plain):
        name = street_name(view, match.end())
        if name is None or NOT_STREETS.match(plain, match.end() - 1) or _DAY.match(plain, match.end()):
            continue
        before = plain[max(0, match.start() - 60) : match.start()]
        if before.endswith(("ville de ", "lieu de ", "pays de ", "la meme ", "votre ", "notre ")):
            continue
        quote = _QUOTE_END.match(plain, name.end) if match[0].rstrip()[-1] in '"«' else None
        yield Part(match.start(), quote.end() if quote else name.end, _named_score(view, match, name, before))
    if re.search(r"(?<![a-z])z\.?[aci]", plain):
        for match in re.finditer(rf"(?<![a-z.])(?:{AREAS})(?![a-z]) ?", plain):
            name = street_name(view, match.end())
            if name is not None and (name.capital or name.known) and view.text[match.start()].isupper():
                yield Part(match.start(), name.end, 0.6)


def _strong_score(view: TextView, match: re.Match[str]) -> float:
    word = match[0]
    if re.match(r"(?:b\.?p|c\.?s|tsa|cidex)", word):
        upper = view.text[match.start() : match.start() + 2].isupper()
        long = sum(map(str.isdigit, word)) == 5 and not word.startswith("b")
        follows = _PLACE_FOLLOWS.match(view.plain, match.end())
        return 0.7 if follows or (upper and (long or word.startswith("bp"))) else 0.2
    if re.match(r"(?:app\b|app\.|bt|cage|imm|suite|studio|boite|bte|lgt|logement)", word):
        return 0.2
    if re.match(r"(?:esc|bat|immeuble)", word):
        return 0.45 if re.search(r"\d|[a-z]$", word) and not word.startswith("esc") else 0.3
    return 0.55


def _named_score(view: TextView, match: re.Match[str], name: StreetName, before: str) -> float:
    word = match[0]
    place = word.startswith(("lieu", "lieux", "ld", "l.d", "hameau", "lot"))
    backed = bool(LABEL.search(before) or _PLACE_FOLLOWS.match(view.plain, name.end))
    home = bool(HOME.search(before))
    if place and not word.startswith("lot."):
        return 0.75 if name.capital or backed or home or word.startswith("lieu") else 0.1
    if backed:
        return 0.7 if name.capital or name.known else 0.3
    if name.capital and (home or word.startswith(("residence", "res", "lotissement"))):
        return 0.6 if home else 0.5
    return 0.1


def _joined(plain: str, parts: list[Part]) -> Iterator[tuple[int, int, float]]:
    """Parts that touch as one span; a part too weak alone lives when it stands beside a strong one."""
    groups: list[list[Part]] = []
    end = 0
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):
        touches = (
            part.start <= end
            or _BORDER.fullmatch(plain, end, part.start)
            or _GAP.fullmatch(plain, end, part.start)
        )
        if groups and touches:
            groups[-1].append(part)
            end = max(end, part.end)
            continue
        groups.append([part])
        end = part.end
    for group in groups:
        best = max(part.score for part in group)
        if best < 0.4 and not (len(group) > 1 and sum(part.score >= 0.2 for part in group) > 1):
            continue
        best = max(best, 0.45)
        start, end = group[0].start, group[0].end
        for part in group[1:]:
            if part.start <= end or _GAP.fullmatch(plain, end, part.start):
                end = max(end, part.end)
            else:
                yield start, end, best
                start, end = part.start, part.end
        yield start, end, best
