"""What a text says of a home besides its address: `moi c'est le 5`, `au quatrième sans ascenseur`, `porte 18`.

A floor, a door or a house number alone is nobody's address. It is one's where somebody lives by it, or where the text names
the street elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from feedanon.detection.address_parts import Part
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern

_ORDINAL = (
    r"(?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme"
    r"|treizieme|quatorzieme|quinzieme|seizieme|dix-(?:sept|huit|neuv)ieme|vingtieme|dernier|\d{1,2} ?(?:er|e|eme|ieme|nd))"
)
_SIDE = (
    r"(?:(?:,? (?:a |sur |au |la )*(?:porte )?(?:(?:de )?(?:gauche|droite|face)|fond(?: d[eu] (?:la )?(?:couloir|cour|palier))?|cour|rue|jardin|dte|gche)))"
)
_END = r"(?=[ ]?(?:[,.;:!?)\n\"»…]|$)|,? (?:sans asc|et |avec|mais|je |j'|y a|chez|c'est|le code|a pied|par |pas |svp|enfin|depuis))"
_FLOOR = rf"{_ORDINAL}(?: (?:etage|et\.|etg))?(?: etage)?{_SIDE}{{0,2}}"
_WHO = r"(?:voisine?s?|dame|monsieur|madame|mme|m\.|famille|couple|mamie|papi|mere|maman|pere|papa|soeur|frere|locataires?|habitante?s?|proprietaires?|client|cliente|gens|celui|celle|ceux|locataire)"
_LIVING = LazyPattern(
    rf"(?<![a-z])(?:(?:j')?(?:habit(?:e|es|ons|ait|ais|ent|aient)|log(?:e|eons|eait)|vi[st]|vivons|suis|sommes|mont(?:e|er|ez|ee|es)|descend(?:u|e|re|s)?"
    rf"|livr(?:e|er|ez|aison|ee)s?|sonn(?:e|er|ez)|depos(?:e|er|ez|ee)|{_WHO}|appart(?:ement)?|t[1-6]|f[1-6]|studio|logement|etage|c'est|chez [a-z'-]{{2,20}})"
    rf"(?: [a-z']{{1,12}}){{0,3}}?,? (?:au|du) )(?P<piece>{_FLOOR}){_END}"
)
_HOUSING = frozenset(
    "ascenseur palier interphone digicode sonnette immeuble gardien gardienne concierge voisin voisine voisins voisines locataire locataires copro copropriete syndic"
    " escalier escaliers appart appartement residence paillasson etage etages habite habitons habitais habitait moi nous".split()
)
"""A text with one of these words speaks of where somebody lives."""
_DOOR = re.compile(
    r"(?:(?:etage|etg|porte|pte|hall|entree|appartement|appart|appt|apt|batiment|bat|cage|lgt|logement|bloc|boite|bte)\W{0,3}(?:n°? ?)?(?:\d{1,4}[a-z]?|[a-z]\d{1,3})"
    r"|(?:\d{1,2} ?(?:er|e|eme|ieme)|premier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|dernier) (?:etage|etg|et|gauche|droite|gche|dte|face).*"
    r"|rdc (?:gauche|droite|face))"
)
"""A floor or a door with its number or side."""

_NEIGHBOUR = LazyPattern(
    r"(?<![a-z])(?:(?:sonn|livr|depos|voisin|laiss|remis|porte|lieu)[a-z]{0,5}(?: [a-z']{1,12}){0,4}? (?:au|du)"
    r"|(?:allee?s?|habite|habitait|habitons|suis|est|etait|moi) au) (?P<piece>\d{1,4}(?:/\d{1,3})?(?: ?(?:bis|ter)| ?[a-d])?)"
    r"(?=\s{0,3}(?:[,;.\n)]|$)(?!\d)| (?:alors|au lieu|et|mais|a cote|chez|mon|moi|pas|plutot|en face|de la meme)(?![a-z]))"
)
_HOUSE = r"(?P<piece>\d{1,4} ?(?:bis|ter|quater|[abcdf])(?![a-z'’])|\d{1,4})"
_NOT_MORE = r"(?![\d/:%€]| ?(?:h(?![a-z])|heures?|min|mn|euros?|€|%|jours?|ans?|mois|km|m2|cm|kg|fois|janv|fevr|mars|avril|mai|juin|juil|aout|sept|oct|nov|dec|au \d|x ))(?![.,]\d)"
_NUMBERED = LazyPattern(
    r"(?<![a-z])(?:(?:moi|nous|elle|lui|chez moi|chez nous)(?: je| on)?,?(?: (?:c'est|c|c est|suis|jsuis|j'suis|est|habite))? (?:au|le|du|porte)"
    r"|mon (?:vrai |propre )?numero,?(?: c'est| est)?(?: le)?|numero,? (?:c'est )?(?:le|du)|c'est (?:le|au) numero|au lieu du|entre le|devant le|face au|porte du|portail du|habitante?s? du|proprietaire du"
    rf"|(?:sonn|depos|laiss|remis|mis)[a-z]{{0,5}}(?: [a-z']{{1,12}}){{0,3}}? (?:au|du)) {_HOUSE}{_NOT_MORE}"
    r"(?=[ ]?(?:[,.;:!?)\n\"»…]|$)| (?:pas|et|mais|ou|moi|svp|stp|je|c'est|il|elle|qui|alors|en|chez|maintenant|merci|de (?:la|ma) rue|de quelle rue)(?![a-z]))"
)
_ANSWER = LazyPattern(rf"(?<![a-z])c'est (?:le|au) {_HOUSE}{_NOT_MORE}(?=[ ]?(?:[.,;!?)\n\"»…]|$))")
_SUFFIXED = LazyPattern(r"(?<![a-z])(?:au|le|du) (?P<piece>\d{1,4} ?(?:bis|ter|quater|[abcdf]))(?![\w'’/°])")


def floors(view: TextView) -> Iterator[Part]:
    """Floors that somebody lives on, where nothing else of an address stands beside: `j'habite au neuvième`."""
    if _HOUSING.isdisjoint(view.words):
        return
    for match in _LIVING.finditer(view.plain):
        yield Part(*match.span("piece"), 0.45)


def with_doors(view: TextView, parts: Iterable[Part]) -> Iterator[Part]:
    """`parts` of a text that names a home: floors and doors are part of it wherever they stand."""
    for part in parts:
        door = part.score < 0.4 and _DOOR.fullmatch(view.plain, part.start, part.end)
        yield replace(part, score=0.4) if door else part


def numbers(view: TextView) -> Iterator[Part]:
    """Bare house numbers of a text that names the street elsewhere: `moi c'est le 5`, `au 3 bis`."""
    for pattern in (_NEIGHBOUR, _NUMBERED, _ANSWER, _SUFFIXED):
        for match in pattern.finditer(view.plain):
            start, end = match.span("piece")
            if view.text[end - 1] not in "àÀ":  # `c'est le 27 à 18 h`
                yield Part(start, end, 0.5)
