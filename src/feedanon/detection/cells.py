"""Values that stand in a field beside, under or inside their key: tables, forms, XML, JSON.

`login;tbernard;`, `| username | papi_gaming |`, a line `Nom d'utilisateur` and the value on the next,
`<pwd>...</pwd>`, and the cells of a column under its header. Free values (logins, passwords, serial
numbers) have no shape to find them by, so the key alone must say what they are: a field holds the key
and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_NUMBER = r"(?:(?:n°|n|no|num|numero) ?(?:de |du |d')?)?"
_KEYS = (
    ("USERNAME", r"nom d'?utilisateur|identifiant(?: (?:de connexion|client web|internet))?|login|pseudo(?:nyme)?|user ?name|nick(?:name)?|user|utilisateur", r"(?!\d+$)[\w.@#-]{3,32}"),
    ("CREDENTIAL", r"(?:mot de passe|mdp)(?: (?!oubli|incorr|inval|perdu|refus)[a-z]{2,20})?|password|pwd|pass|code d'?(?:entree|acces)|code (?:porte|portail|immeuble|wifi|secret|pin|sms)|digicode|pin|puk", r"\S{3,40}"),
    ("DEVICE_ID", rf"{_NUMBER}serie|serial(?: (?:number|no))?|s/n|imei|iccid|{_NUMBER}sim", r"(?=\D{0,12}\d)[a-z0-9](?:[ ./_-]{0,2}[a-z0-9]){4,24}"),
    ("IP_ADDRESS", r"(?:adresse )?ip|remote addr|client ip|ip address", r"\d{1,3}(?:[ ._-]\d{1,3}){3}|[0-9a-f:]{6,39}"),
    ("STREET_ADDRESS", rf"{_NUMBER}(?:voie|rue)|type (?:de )?voie|nom (?:de )?(?:la )?(?:voie|rue)|street(?: (?:number|name))?|house number|building|floor|etage|voie|libelle voie|n°|num|numero", r"\d{1,4} ?(?:bis|ter|[a-d])?|(?!oui|non)[a-z][\w'., -]{1,39}|\d{1,4},? [a-z][\w'., -]{3,36}"),
    ("FR_NIR", rf"nir|{_NUMBER}(?:secu|securite sociale|ss)", r"[\d ]{13,21}"),
    ("FR_PASSPORT", rf"{_NUMBER}pas+e?port", r"(?=\D{0,4}\d)[a-z0-9 ]{7,12}"),
    ("FR_LICENSE_PLATE", rf"{_NUMBER}(?:plaque|immat(?:riculation)?)", r"(?=\D{0,4}\d)[a-z0-9 -]{5,11}"),
    ("FR_ENERGY_METER", rf"{_NUMBER}(?:pdl|prm|pce|point(?: de livraison)?|compteur)", r"(?:gi)?[\d ]{6,20}"),
    ("FR_TAX_ID", rf"{_NUMBER}(?:fiscal|spi)", r"[\d ]{13,18}"),
    ("VIN", r"vin|chassis", r"[a-z0-9]{17}"),
)  # fmt: skip
_FIELD = re.compile("|".join(f"(?P<k{i}>{key})" for i, (_, key, _) in enumerate(_KEYS)))
_VALUES = tuple(re.compile(value) for _, _, value in _KEYS)
_HINTS = re.compile(
    r"identifiant|login|pseudo|user|utilisateur|nick|passe|mdp|pwd|pass|code|pin|puk|serie|serial|s/n|imei|iccid|sim|ip|voie|rue|street|"
    r"house|building|floor|etage|nir|secu|ss|plaque|immat|pdl|prm|pce|point|compteur|fiscal|spi|vin|chassis"
)
_LONGEST_LINE = 2_000
_LONGEST_FIELD = 40
_MOST_FIELDS = 60
_BLANKS = frozenset(
    "non oui ok aucun aucune neant inconnu null none vide idem oublie perdu incorrect invalide non renseigne".split()
)
_SEPARATORS = "|\t;"
_XML = re.compile(r"<([a-z][\w.-]{1,30})(?: [^<>\n]{0,40})?>([^<>\n]{1,60})</")
_JSON = re.compile(r"\"([a-z][\w -]{1,30})\" ?: ?\"?([^\"\n{}\[\],]{1,60})")
_PAIR = re.compile(r"(?:^|(?<=\n))[ \t>*-]{0,4}([a-z][\w °'()]{1,30}?) ?: ?([^:\n]{1,40})(?=\n|$)")


class CellRecognizer(TextRecognizer):
    """Finds values that their field's key names."""

    example = '{"identifiant": "zoe_p29"}'

    def __init__(self) -> None:
        super().__init__(list(dict.fromkeys(entity for entity, _, _ in _KEYS)), "Named field")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The values, without the quotes and blanks around them."""
        plain = view.plain
        if not any(sign in plain for sign in "\n|\t;<{") or not _HINTS.search(plain):
            return
        if "</" in plain:
            yield from self._pairs(plain, _XML)
        if '"' in plain:
            yield from self._pairs(plain, _JSON)
        if "\n" in plain:
            yield from self._pairs(plain, _PAIR)
        yield from self._rows(plain)

    def _pairs(self, plain: str, pattern: re.Pattern[str]) -> Iterator[Entity]:
        for match in pattern.finditer(plain):
            index = _key(match[1])
            if index is not None and (pattern is not _PAIR or _KEYS[index][0] == "STREET_ADDRESS"):
                yield from self._value(plain, *match.span(2), index)

    def _rows(self, plain: str) -> Iterator[Entity]:
        """Keys beside their values in a row, over them in a column, alone on the line before."""
        start = 0
        columns: list[int | None] = []
        separator = ""
        pending: int | None = None
        while start < len(plain):
            end = plain.find("\n", start)
            end = len(plain) if end < 0 else end
            line = plain[start : min(end, start + _LONGEST_LINE)]
            found = next((sign for sign in _SEPARATORS if sign in line), "")
            if not found and columns and separator == "," and "," in line:
                found = ","
            if not found:
                if pending is not None and line.strip():
                    yield from self._value(plain, start, start + len(line), pending)
                pending, columns = (_key(line) if line.strip() else pending), []
                if "," in line and len(line) < 200:
                    cells = line.split(",")
                    columns, separator = [_key(cell) for cell in cells], ","
                    columns = (
                        columns if len(cells) > 1 and all(len(c) <= _LONGEST_FIELD for c in cells) else []
                    )
            else:
                pending = None
                cells = line.split(found)[:_MOST_FIELDS]
                keys = [_key(cell) for cell in cells]
                if columns and found == separator and sum(k is not None for k in keys) == 0:
                    yield from self._cells(plain, start, cells, columns)
                else:
                    shifted: list[int | None] = [None, *keys[:-1]]
                    yield from self._cells(
                        plain, start, cells, [k if keys[i] is None else None for i, k in enumerate(shifted)]
                    )
                    columns, separator = (keys if any(k is not None for k in keys) else []), found
            start = end + 1

    def _cells(self, plain: str, start: int, cells: list[str], wanted: list[int | None]) -> Iterator[Entity]:
        position = start
        for cell, index in zip(cells, wanted, strict=False):
            if index is not None:
                yield from self._value(plain, position, position + len(cell), index)
            position += len(cell) + 1

    def _value(self, plain: str, start: int, end: int, index: int) -> Iterator[Entity]:
        while start < end and plain[start] in " \t\"'>\r":
            start += 1
        while end > start and plain[end - 1] in " \t\"'\r.,":
            end -= 1
        content = plain[start:end]
        lone = _KEYS[index][0] == "STREET_ADDRESS" and not any(
            word in plain for word in ("voie", "rue", "street")
        )
        if (
            content
            and not lone
            and content not in _BLANKS
            and len(content) <= 60
            and _VALUES[index].fullmatch(content)
        ):
            yield Entity(_KEYS[index][0], start, end, 0.8, self.name)


def _key(cell: str) -> int | None:
    """Which key a field holds and nothing else, or None."""
    text = re.sub(r"[_\-.:\s]+", " ", cell.strip(" \t\"'>*?\r:")).strip()
    if not 1 < len(text) <= _LONGEST_FIELD:
        return None
    match = _FIELD.fullmatch(text)
    return int(str(match.lastgroup)[1:]) if match else None
