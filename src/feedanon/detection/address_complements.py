"""What stands beside a street in an address: buildings, floors, boxes, residences, hamlets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedanon.detection.address_parts import Part
from feedanon.detection.folding import TextView
from feedanon.detection.home_pieces import HOUSING
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.street_names import StreetName, street_name
from feedanon.detection.street_words import (
    AREAS,
    HOME,
    LABEL,
    NAMED_COMPLEMENT,
    NAMED_WORDS,
    NOT_STREETS,
    STRONG_COMPLEMENT,
    WEAK_COMPLEMENT,
    WEAK_WORDS,
)

PLACE_FOLLOWS = re.compile(
    r"[ \t]{0,2}[,;|\-–(\"':]{0,3}[ \t]{0,2}\"?(?:\n[ \t]{0,4})?(?:(?:f-|b-|ch-)?\d{5}(?![\d€])|\d{4} [a-z])"
)
"""A postcode right behind."""
_ZONE = LazyPattern(r"(?<![a-z])z\.?[aci]")
_AREA = LazyPattern(rf"(?<![a-z.])(?:{AREAS})(?![a-z]) ?")
_CLAUSE_END = re.compile(r"[ ]?(?:[,;.:)\n\-/|]|$|\d| (?:code|porte|etage|rue|au|chez|rdc|\d))")
_DAY = re.compile(r"au \d")
"""`Résidence au 1er janvier` names a day."""
_KNOWN_TOWERS = re.compile(r"(?:eiffel|de france|de pise|de controle|operat|montparnasse|d'argent)")
_QUOTE_END = re.compile(r' ?["»]')


def complements(view: TextView) -> Iterator[Part]:
    """The complements in a text, each with what it is worth alone: a floor hardly anything, `bât. C3` much."""
    plain = view.plain
    for match in STRONG_COMPLEMENT.finditer(plain):
        lone_letter = match.end("glued") == match.end() - 1
        if lone_letter and not view.text[match.end() - 1].isupper():
            continue  # `batA` is a building, `bath` is none
        if match[0].endswith((" a", " y")) and not _CLAUSE_END.match(plain, match.end()):
            continue  # `l'appartement a été vendu`
        yield Part(match.start(), match.end(), _strong_score(view, match))
    if view.digits or not WEAK_WORDS.isdisjoint(view.words):
        for match in WEAK_COMPLEMENT.finditer(plain):
            yield Part(match.start(), match.end(), 0.1)
    for match in NAMED_COMPLEMENT.finditer(plain) if not NAMED_WORDS.isdisjoint(view.words) else ():
        name = street_name(view, match.end())
        if name is None or NOT_STREETS.match(plain, match.end() - 1) or _DAY.match(plain, match.end()):
            continue
        before = plain[max(0, match.start() - 60) : match.start()]
        if before.endswith(("ville de ", "lieu de ", "pays de ", "la meme ", "votre ", "notre ")):
            continue
        quote = _QUOTE_END.match(plain, name.end) if match[0].rstrip()[-1] in '"«' else None
        yield Part(match.start(), quote.end() if quote else name.end, _named_score(view, match, name, before))
    if _ZONE.search(plain):
        for match in _AREA.finditer(plain):
            name = street_name(view, match.end())
            if name is not None and (name.capital or name.known) and view.text[match.start()].isupper():
                yield Part(match.start(), name.end, 0.6)


def _strong_score(view: TextView, match: re.Match[str]) -> float:
    word = match[0]
    if re.match(r"(?:b\.?p|c\.?s|tsa|cidex)", word):
        upper = view.text[match.start() : match.start() + 2].isupper()
        long = sum(map(str.isdigit, word)) == 5 and not word.startswith("b")
        follows = PLACE_FOLLOWS.match(view.plain, match.end())
        return 0.7 if follows or (upper and (long or word.startswith("bp"))) else 0.2
    if re.match(r"(?:app\b|app\.|bt|cage|imm|suite|studio|boite|bte|lgt|logement)", word):
        return 0.2
    if re.match(r"(?:esc|bat|immeuble)", word):
        return 0.45 if re.search(r"\d|[a-z]$", word) and not word.startswith("esc") else 0.3
    return 0.55


def _named_score(view: TextView, match: re.Match[str], name: StreetName, before: str) -> float:
    word = match[0]
    place = word.startswith(("lieu", "lieux", "ld", "l.d", "hameau", "lot"))
    backed = bool(LABEL.search(before) or PLACE_FOLLOWS.match(view.plain, name.end))
    home = bool(HOME.search(before))
    if place and not word.startswith("lot."):
        return 0.75 if name.capital or backed or home or word.startswith("lieu") else 0.1
    if backed:
        return 0.7 if name.capital or name.known else 0.3
    if name.capital and (home or word.startswith(("residence", "res", "lotissement"))):
        return 0.6 if home else 0.5
    named = (
        name.capital and word.startswith(("bat", "imm", "tour", "cite", "villa")) and match[0].endswith(" ")
    )
    if named and not HOUSING.isdisjoint(view.words) and not _KNOWN_TOWERS.match(view.plain, match.end()):
        return 0.45
    return 0.1
