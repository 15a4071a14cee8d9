"""What a text says of a home besides its address: `moi c'est le 5`, `au quatrième sans ascenseur`, `porte 18`.

A floor, a door or a house number alone is nobody's address. It is one's where somebody lives by it, or where the text names
the street elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from feedanon.detection import lexicon as lx
from feedanon.detection.address_parts import Part
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.street_names import street_name
from feedanon.detection.street_words import SPOKEN

_ORDINAL = (
    r"(?:premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme"
    r"|treizieme|quatorzieme|quinzieme|seizieme|dix-(?:sept|huit|neuv)ieme|vingtieme|dernier|\d{1,2} ?(?:er|e|eme|ieme|nd))"
)
_SIDE = r"(?:(?:,? (?:a |sur |au |la )*(?:porte )?(?:(?:de )?(?:gauche|droite|face)|fond(?: d[eu] (?:la )?(?:couloir|cour|palier))?|cour|rue|jardin|dte|gche)))"
_END = r"(?=[ ]?(?:[,.;:!?)\n\"»…]|$)|,? (?:sans asc|et |avec|mais|je |j'|y a|chez|c'est|le code|a pied|par |pas |svp|enfin|depuis))"
_FLOOR = rf"{_ORDINAL}(?: (?:etage|et\.|etg))?(?: etage)?{_SIDE}{{0,2}}"
_WHO = r"(?:voisine?s?|dame|monsieur|madame|mme|m\.|famille|couple|mamie|papi|mere|maman|pere|papa|soeur|frere|locataires?|habitante?s?|proprietaires?|client|cliente|gens|celui|celle|ceux|locataire)"
_FLOOR_AT = LazyPattern(rf"(?<![a-z])(?:au|du) (?P<piece>{_FLOOR}){_END}")
_LIVING = re.compile(
    rf"(?<![a-z])(?:(?:j')?(?:habit(?:e|es|ons|ait|ais|ent|aient)|log(?:e|eons|eait)|vi[st]|vivons|suis|sommes|mont(?:e|er|ez|ee|es)|descend(?:u|e|re|s)?"
    rf"|livr(?:e|er|ez|aison|ee)s?|sonn(?:e|er|ez)|depos(?:e|er|ez|ee)|{_WHO}|appart(?:ement)?|t[1-6]|f[1-6]|studio|logement|etage|c'est|chez [a-z'-]{{2,20}})"
    r"(?: [a-z']{1,12}){0,3}?,? )$"
)
"""Whoever or whatever is, lives or is brought where a floor follows."""
_ASKED = LazyPattern(
    rf"(?<![a-z])etage ?(?:svp |exactement |s'il vous plait )?\?[^\n]{{0,20}}\n(?:[^:\n]{{1,30}}: ?|[->] ?)?(?:euh |ben |oui |le |au |c'est |alors )*(?P<piece>{_FLOOR}|rdc|\d{{1,2}})(?![\w€%])"
)
"""The answer to `quel étage ?`."""
_REACH = 60
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
HOUSING = frozenset(
    "ascenseur palier interphone digicode sonnette immeuble gardien gardienne concierge voisin voisine voisins voisines locataire locataires copro copropriete syndic"
    " escalier escaliers appart appartement residence paillasson habite habitons habitais habitait proprietaire livreur digicodes".split()
)
"""A text with one of these words speaks of where somebody lives."""
_DOOR = re.compile(
    r"(?:(?:etage|etg|porte|pte|hall|entree|appartement|appart|appt|apt|batiment|bat|cage|lgt|logement|bloc|boite|bte)\W{0,3}(?:n°? ?)?(?:\d{1,4}[a-z]?|[a-z]\d{1,3})"
    r"|(?:\d{1,2} ?(?:er|e|eme|ieme)|premier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|dernier) (?:etage|etg|et|gauche|droite|gche|dte|face).*"
    r"|rdc (?:gauche|droite|face))"
)
"""A floor or a door with its number or side."""
_STAIRS = re.compile(
    r"(?:porte|pte|hall|appartement|appart|appt|apt|escalier|esc|cage|lgt|logement)\W{0,3}(?:n°? ?)?(?:\d{1,4}[a-z]?|[a-z]\d{1,3})"
)
"""A door or a staircase with its number."""

_HOUSE = r"(?P<piece>\d{1,4} ?(?:bis|ter|quater|[abcdf])(?![a-z'’])|\d{1,4}(?:/\d{1,3})?)"
_NOT_MORE = r"(?![\d/:%€]| ?(?:h(?![a-z])|heures?|min|mn|euros?|€|%|jours?|ans?|mois|km|m2|cm|kg|fois|janv|fevr|mars|avril|mai|juin|juil|aout|sept|oct|nov|dec|au \d|x ))(?![.,]\d)"
_BARE = LazyPattern(rf"(?<![a-z])(?:au|du|le|porte) (?=\d|{SPOKEN})")
"""Without one of these there is no bare house number."""
_NUMBERED = LazyPattern(
    r"(?<![a-z])(?:(?:moi|nous|elle|lui|chez moi|chez nous)(?: je| on)?,?(?: (?:c'est|c|c est|suis|jsuis|j'suis|est|habite))? (?:au|le|du|porte)"
    r"|mon (?:vrai |propre )?numero,?(?: c'est| est)?(?: le)?|numero,? (?:c'est )?(?:le|du)|c'est (?:le|au) numero|au lieu du|entre le|devant le|face au|porte du|portail du|habitante?s? du|proprietaire du"
    r"|(?:sonn|livr|depos|voisin|laiss|remis|mis|porte|lieu)[a-z]{0,5}(?: [a-z']{1,12}){0,4}? (?:au|du)"
    rf"|(?:allee?s?|habite|habitait|habitons|suis|est|etait) au) {_HOUSE}{_NOT_MORE}"
    r"(?=\s{0,3}(?:[,.;:!?)\n\"»…]|$)(?!\d)| (?:pas|et|mais|ou|moi|mon|svp|stp|je|c'est|il|elle|qui|alors|au lieu|a cote|plutot|en|chez|maintenant|merci|de (?:la|ma) rue|de la meme|de quelle rue)(?![a-z]))"
)
_ANSWER = LazyPattern(
    rf"(?<![a-z])(?:c'est|moi je suis|moi c|moi) (?:(?:le|au) )(?P<piece>\d{{1,4}}(?: ?(?:bis|ter|quater|[abcdf]))?(?![a-z'’])|{SPOKEN}){_NOT_MORE}(?=[ ]?(?:[.,;!?)\n\"»…]|$))"
)
_SUFFIXED = LazyPattern(r"(?<![a-z])(?:au|le|du) (?P<piece>\d{1,4} ?(?:bis|ter|quater|[abcdf]))(?![\w'’/°])")

_NUMBER_AND_NAME = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,3}(?: ?(?:bis|ter|[a-d]))?)[ ,]{1,2}(?=[a-z]{3})"
)
_STANDS_AT = re.compile(
    r"(?<![a-z])(?:(?:habit\w{1,5}|vi[st]|log\w{1,4}|livr\w{1,6}|depos\w{1,4}|suis|est|c'est|etait|viens|venez|passe[rz]?|sonn\w{1,4}|chez moi|voisine?s?|portail|porte|hall|entree|entre|maison|garage)"
    r"(?: [a-z]{2,10}){0,2}?,? (?:(?:au|du|le) (?:numero |n°? ?)?)?|livraison,? (?:au )?|au (?:numero |n°? ?)?)$"
)
"""What stands before the number of a home."""


def nameless(view: TextView) -> Iterator[Part]:
    """A number and the name of a street without its kind: `au 3 Jean Moulin`, `j'habite 17 Clemenceau`."""
    for match in _NUMBER_AND_NAME.finditer(view.plain):
        if not view.text[match.end()].isupper():
            continue
        if not _STANDS_AT.search(view.plain, max(0, match.start() - _REACH), match.start()):
            continue
        name = street_name(view, match.end())
        if name is None:
            continue
        words = re.split(r"\W+", view.plain[match.end() : name.end])
        flags = [lx.Lexicon.load().flags(word) for word in words]
        famous = name.known or all(flag & lx.BRAND_WORD for flag in flags[-1:])  # as streets are named after
        ordinary = words[0] in _MONTHS or (len(words) == 1 and flags[0] & lx.FREQUENT_WORD)
        if famous and flags[-1] & lx.SURNAME and not ordinary:
            yield Part(match.start("number"), name.end, 0.55)


def floors(view: TextView, told: bool) -> Iterator[Part]:
    """Floors that somebody lives on, where nothing else of an address stands beside: `j'habite au neuvième`.

    Args:
        view: the text.
        told: whether the text names a home.
    """
    if not told and HOUSING.isdisjoint(view.words) and "etage" not in view.words:
        return
    for match in _FLOOR_AT.finditer(view.plain):
        if _LIVING.search(view.plain, max(0, match.start() - _REACH), match.start()):
            yield Part(*match.span("piece"), 0.45)
    for match in _ASKED.finditer(view.plain) if "etage" in view.words else ():
        yield Part(*match.span("piece"), 0.45)


def with_doors(view: TextView, parts: Iterable[Part], told: bool) -> Iterator[Part]:
    """`parts`, among them floors and doors worth something by themselves.

    Args:
        view: the text.
        parts: parts of addresses.
        told: whether the text names a home: any floor is of it then. Else doors and staircases count where people live.
    """
    pattern = _DOOR if told else _STAIRS
    if not told and HOUSING.isdisjoint(view.words):
        yield from parts
        return
    for part in parts:
        door = part.score < 0.4 and pattern.fullmatch(view.plain, part.start, part.end)
        yield replace(part, score=0.4) if door else part


def numbers(view: TextView) -> Iterator[Part]:
    """Bare house numbers of a text that names the street elsewhere: `moi c'est le 5`, `au 3 bis`."""
    if not _BARE.search(view.plain):
        return
    for pattern in (_NUMBERED, _ANSWER, _SUFFIXED):
        for match in pattern.finditer(view.plain):
            start, end = match.span("piece")
            if view.text[end - 1] not in "àÀ":  # `c'est le 27 à 18 h`
                yield Part(start, end, 0.5)
