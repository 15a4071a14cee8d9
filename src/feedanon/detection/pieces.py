"""Identifiers that a form, a table, a chat or haste has cut into pieces, found by their label.

`IBAN | FR76 | 3000 ...`, `"carte_1":"4979","carte_2":...`, one group a line, `case 1 : FR76`, stars,
dots and slashes between groups, the letter O for a zero, words glued on. From a label this module reads
the letters and digits that follow as one string, over everything that only separates, and asks whether
that string has the shape of what the label announces. Each piece is an entity of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedanon.detection.folding import TextView
from feedanon.detection.number_accounts import LENGTHS
from feedanon.detection.recognizer import LANGUAGE, TextRecognizer
from feedanon.entities import Entity

_D = "[0-9oil*]"
_COUNTRIES = "|".join(f"{code}{_D}{{2}}[a-z0-9*]{{{length - 4}}}" for code, length in LENGTHS.items())


@dataclass(frozen=True)
class Kind:
    """What a label announces.

    Attributes:
        entity: the type.
        label: what announces it, in plain text.
        shape: the whole identifier without separators; `*` stands for what is hidden.
        letters: letters may stand alone in a piece.
        least: how many true digits it holds at least.
    """

    entity: str
    label: str
    shape: str
    letters: bool = False
    least: int = 4


_KINDS = (
    Kind(
        "IBAN_CODE",
        r"i ?b ?a ?n(?![a-z]{3})|bban|rib(?![a-z])",
        rf"{_COUNTRIES}|{_D}{{10}}[a-z0-9*]{{11}}{_D}{{2}}",
        letters=True,
        least=8,
    ),
    Kind(
        "CREDIT_CARD",
        r"cartes?(?! (?:de )?(?:fidelite|cadeau|identite|sejour|vitale|sim|grise|client|nationale|resident))|card(?![a-z])|cb(?![a-z])|visa(?![a-z])|mastercard|amex|pan(?![a-z])",
        rf"[2-6]{_D}{{15}}|3[47]{_D}{{13}}",
    ),
    Kind(
        "FR_NIR",
        r"secu(?:rite sociale)?(?![a-z])|matricule (?:d')?assuree?|nir(?![a-z])|vitale|num(?:ero)? ?(?:d')?assuree?(?=[^a-z]|$)|assure sociale?|n[°o.]{0,2} ?s\.?s(?![a-z])|insee",
        rf"[1-478l]{_D}{{4}}(?:{_D}{{2}}|2[ab]){_D}{{8}}|[1-478l]{_D}{{4}}(?:{_D}{{2}}|2[ab]){_D}{{6}}",
    ),
    Kind(
        "FR_PASSPORT",
        r"pas+e?[ -]?ports?",
        r"[0-9o][0-9o][a-z]{2}[0-9o*]{5}|[a-z]{1,2}[0-9]{6,8}|[0-9]{9}",
        letters=True,
        least=2,
    ),
    Kind(
        "FR_LICENSE_PLATE",
        r"plaques?|immatricul(?:ation|ee?s?)?|immat(?![a-z])|immat(?=[a-z]{2}\d{3})|vehicule|voiture|scooter|moto(?![a-z])",
        r"(?!en|et|de|la|le|ma|sa|ta|ce|se|ne|me|te|km|kg|cm|mm|ml|cl|ch|cv)[a-hj-np-tv-z]{2}[0-9oil*]{3}(?!km|kg|ch|cv|cc|en|et|eu|mn|ml|mm|cm)[a-hj-np-tv-z]{1,2}|\d{2,4}[a-hj-np-tv-z]{2,3}(?!00)\d{2}|\d[a-z]{3}\d{3}",
        letters=True,
        least=1,
    ),
    Kind(
        "MAC_ADDRESS",
        r"(?:adresse )?mac(?![a-z])|hwaddr|device(?![a-z])",
        r"[0-9a-fo*]{12}",
        letters=True,
        least=2,
    ),
    Kind(
        "VIN",
        r"vin(?![a-z])|vin(?=vf\d)|chassis|case e(?![a-z])",
        r"[a-z0-9*]{11}[a-z0-9*]{2}[0-9oil*]{4}",
        letters=True,
        least=5,
    ),
    Kind(
        "FR_RESIDENCE_PERMIT",
        r"(?:titre|carte) de sejour|agdref|n[a-z°]{0,6} ?(?:d')?etrangere?|recepisse|carte de resident",
        r"[0-9]{10}|[a-z]{1,3}[0-9]{8,9}|[a-z]{2}\d[a-z]\d{6,7}",
        letters=True,
    ),
    Kind(
        "FR_DRIVING_LICENCE", r"permis(?! de construire)|neph", r"[0-9]{12}|\d\d[a-z]{2}\d{5}", letters=True
    ),
    Kind(
        "FR_ENERGY_METER",
        r"p\.?d\.?l(?![a-z])|p\.?r\.?m(?![a-z])|p\.?c\.?e(?![a-z])|points? de livraison|linky|gazpar|compteur",
        rf"g[il1]{_D}{{6}}|[0-9*]{{14}}|[0-9*]{{12}}",
        letters=True,
        least=5,
    ),
    Kind(
        "DEVICE_ID",
        r"i\.?m\.?e\.?i(?:[12](?!\d))?(?![a-z])|\*#06#",
        rf"3{_D}{{13,15}}|8{_D}{{14}}|[019]{_D}{{14}}",
        least=9,
    ),
    Kind("DEVICE_ID", r"sim(?![a-z])|iccid", r"89[0-9*]{17,18}", least=9),
    Kind("DEVICE_ID", r"uuid|guid|gaid|idfa", r"[0-9a-f]{32}", letters=True, least=6),
    Kind(
        "FR_TAX_ID",
        r"fiscale?s?(?![a-z])|spi(?![a-z])|nif(?![a-z])|impots?(?![a-z])|numfiscal|declarant",
        rf"[0-3]{_D}{{12}}",
        least=6,
    ),
    Kind("FR_SIRET", r"siret", rf"[0-9]{_D}{{13}}", least=10),
    Kind("FR_SIREN", r"siren", rf"[0-9]{_D}{{8}}", least=7),
)
_PARTS = (
    "iban", "i b a n", "bban", "rib", "carte", "card", "cb", "visa", "mastercard", "amex", "pan", "secu", "nir", "vitale", "assur", "ss", "s.s",
    "insee", "pasport", "passeport", "passport", "plaque", "immat", "vehicule", "voiture", "scooter", "moto", "mac", "hwaddr", "device", "vin",
    "chassis", "case e", "sejour", "agdref", "etranger", "recepisse", "resident", "permis", "neph", "pdl", "p.d.l", "prm", "p.r.m", "pce", "p.c.e",
    "livraison", "linky", "gazpar", "compteur", "imei", "i.m.e.i", "#06#", "sim", "iccid", "uuid", "guid", "gaid", "idfa", "fiscal", "spi", "nif", "impot",
    "declarant", "siret", "siren",
)  # fmt: skip
_ANY_PART = re.compile("|".join(map(re.escape, _PARTS)))
_LABEL = re.compile(
    "(?<![a-z])(?:" + "|".join(f"(?P<k{i}>{kind.label})" for i, kind in enumerate(_KINDS)) + ")"
)
_SHAPES = tuple(re.compile(kind.shape) for kind in _KINDS)
_TOKEN = re.compile(r"[a-z0-9*•]+")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,40}>")
_TIME = re.compile(r"[\[(]?\d{1,2}[:h]\d{2}(?::\d{2})?[\])]?(?=[ \t]*[a-z*<>-])")
_KEY = re.compile(r"[a-z][a-z0-9 _.()°-]{0,28}(?:\[\d\])?[\"')\]]{0,2} ?[:=](?![0-9a-z]{2}:)")
_INDEX = re.compile(
    r"\d{1,2}(?:[\"')\]]{1,2}|(?=[\"')\]]{0,2} ?[:=>](?=[ \"'\[<]|$))|(?==)|(?:er|e|eme)? (?=(?:bloc|case|partie|groupe)))"
)
_NOISE = frozenset(
    "iban rib bban carte cb card case bloc blocs partie part groupe bout champ box puis et ensuite suite la le les l fin finit finissant debut commence par oui ok alors donc cle "
    "clef cles numero num no nr n est c ce cest de du d mon ma mes votre le un une voila euh je dis plaque immat passeport passport serie prm pdl spi imei mac vin id value "
    "sexe annee mois departement dept commune ordre jour code banque guichet compte chassis titre permis moi client agent e er eme sociale bancaire tac snr cd wmi vds vis bic".split()
)
_LETTERS = re.compile(r"[a-z]+")
_SPELLED = re.compile(r"[a-z] [a-z0-9](?: [a-z0-9]){2}(?![a-z0-9'])")
_LOOSE = frozenset(" ./_-·\u00a0:()")
_REACH = 150
_BACK = 60
_STARTS = 24
_LONGEST_GAP = 12
_LONGEST = 40
_SPAN = 240
_GLUED_WORD = 3


class PieceRecognizer(TextRecognizer):
    """Finds labelled identifiers whose characters are spread over pieces.

    Args:
        language: Presidio language code that it registers for.
    """

    def __init__(self, language: str = LANGUAGE) -> None:
        super().__init__(
            list(dict.fromkeys(kind.entity for kind in _KINDS)), "Identifier in pieces", language
        )

    def find(self, view: TextView) -> Iterable[Entity]:
        """The pieces, each an entity; only where a label stands within reach."""
        plain = view.plain
        if view.digits < 2 or not _ANY_PART.search(plain):
            return
        free: dict[int, int] = {}
        failed: set[tuple[int, int]] = set()
        for label in _LABEL.finditer(plain):
            index = int(str(label.lastgroup)[1:])
            if label.start() < free.get(index, 0):
                continue
            found = _after(plain, label.end(), index, failed) or _before(plain, label.start(), index, failed)
            if found is None:
                continue
            free[index] = found[-1] + 1
            for start, end in _spans(plain, found):
                yield Entity(_KINDS[index].entity, start, end, 0.85, self.name)


def _after(plain: str, position: int, index: int, failed: set[tuple[int, int]]) -> list[int] | None:
    """Where the characters of the identifier stand that follows a label."""
    limit = min(len(plain), position + _REACH)
    if plain[position : position + 1].isalnum():
        found = _read(plain, position, index)
        if found:
            return found
    tried = 0
    for token in _TOKEN.finditer(plain, position, limit):
        if (index, token.start()) in failed or not _may_begin(plain, token, index):
            continue
        found = _read(plain, token.start(), index)
        if found:
            return found
        failed.add((index, token.start()))
        tried += 1
        if tried >= _STARTS:
            break
    return None


def _before(plain: str, end: int, index: int, failed: set[tuple[int, int]]) -> list[int] | None:
    """The identifier that ends shortly before its label, in the same sentence."""
    start = max(0, end - _BACK)
    for token in _TOKEN.finditer(plain, start, end):
        known = (index, token.start()) in failed or (token.start() == start and start > 0)
        if known or not _may_begin(plain, token, index):
            continue
        found = _read(plain, token.start(), index)
        if found and found[-1] < end and not re.search(r"[\n.;?!]", plain[found[-1] + 1 : end]):
            return found
    return None


def _may_begin(plain: str, token: re.Match[str], index: int) -> bool:
    text = token[0]
    if any(c.isdigit() for c in text):
        return True
    if not _KINDS[index].letters or len(text) > 3 or plain[token.end() : token.end() + 1] == "'":
        return False
    return text not in _NOISE or _SPELLED.match(plain, token.start()) is not None


def _read(plain: str, start: int, index: int) -> list[int] | None:
    """The characters from `start` on that together have the shape of a kind; None when they have not."""
    kind = _KINDS[index]
    places: list[int] = []
    ends: set[int] = set()
    mixed: set[int] = set()
    position = start
    limit = min(len(plain), start + _SPAN)
    while position < limit and len(places) < _LONGEST:
        position = _skip(plain, position, first=not places)
        if position < 0:
            break
        token = _TOKEN.match(plain, position)
        if token is None:
            break
        text = token[0]
        if not any(c.isdigit() or c in "*•" for c in text) and not _hidden(text):
            if not kind.letters or (places and len(text) > 4 and not ends):
                break
            if len(text) > 5 and places:
                break
        places.extend(range(token.start(), token.end()))
        ends.add(len(places))
        if any(c.isdigit() for c in text):
            mixed.add(len(places))
        position = token.end()
    compact = _hide("".join(plain[i] for i in places[:_LONGEST]))
    match = _SHAPES[index].match(compact)
    if match is None or sum(c.isdigit() for c in match[0]) < kind.least:
        return None
    size = match.end()
    if size not in ends:
        following = min((e for e in ends if e > size), default=size)
        glued = compact[size:following]
        if following not in mixed or not (glued.isalpha() and len(glued) >= _GLUED_WORD):
            return None
    return places[:size]


def _hidden(text: str) -> bool:
    return len(text) >= 2 and set(text) == {"x"}


def _hide(compact: str) -> str:
    return re.sub(r"x{3,}|[•#]", lambda m: "*" * len(m[0]), compact)


def _skip(plain: str, position: int, *, first: bool) -> int:
    """The next piece after what only separates pieces; -1 when something else stands there."""
    if first:
        return position
    origin = position
    for _ in range(_LONGEST_GAP):
        if position >= len(plain):
            return -1
        char = plain[position]
        if char == "<":
            tag = _TAG.match(plain, position)
            position = tag.end() if tag else position + 1
            origin = position if tag else origin
            continue
        if not char.isalnum() and char not in "*•":
            if char in "€%$£@+?!" or position - origin > _LONGEST_GAP:
                return -1
            time = _TIME.match(plain, position) if char in "[(" else None
            position = time.end() if time else position + 1
            continue
        fresh = plain[position - 1] in "\n\"'{,;&<> |(-•\t]" or plain[max(0, position - 2) : position] == ": "
        key = _KEY.match(plain, position) if fresh and char.isalpha() else None
        if key:
            position = origin = key.end()
            continue
        mark = _INDEX.match(plain, position)
        if mark and mark.end() > position and _is_index(plain, position, mark.end()):
            position = origin = mark.end()
            continue
        word = _LETTERS.match(plain, position)
        alone = (
            word is not None
            and word.end() == position + 1
            and plain[word.end() : word.end() + 1] in ("", ".", ",", "\n", ";")
        )
        if (
            word
            and word[0] in _NOISE
            and not alone
            and not plain[word.end() : word.end() + 1].isdigit()
            and not _SPELLED.match(plain, position)
        ):
            position = origin = word.end()
            continue
        return position
    return (
        position if position < len(plain) and (plain[position].isalnum() or plain[position] in "*•") else -1
    )


def _is_index(plain: str, start: int, end: int) -> bool:
    """Whether a short number counts pieces (`case 2 :`, `n="2"`, `2e bloc`) and is none itself."""
    before = plain[max(0, start - 12) : start]
    return bool(
        re.search(r"(?:case|bloc|partie|part|n|champ|groupe|box|no)[\"'=° _]{1,3}$|_$", before)
    ) or bool(re.match(r"(?:er|e|eme)? ?(?:bloc|case|partie|groupe)", plain[start + 1 : start + 12]))


def _spans(plain: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Pieces with nothing but light separators between them as one span."""
    start = previous = places[0]
    for place in places[1:]:
        gap = plain[previous + 1 : place]
        if gap and (len(gap) > 4 or not set(gap) <= _LOOSE):
            yield start, previous + 1
            start = place
        previous = place
    yield start, previous + 1
