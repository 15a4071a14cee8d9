"""Bank accounts: IBAN of every country (ISO 13616) and the French RIB, however they are cut and spaced.

A regular expression cannot tell where an IBAN ends when words follow it; the country's length can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection import checksums
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_LENGTHS_TEXT = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 DZ26 EE20 "
    "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GF27 GI23 GL18 GP27 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 "
    "JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MG27 MK19 MN20 MQ27 MR27 MT31 MU30 "
    "NC27 NI28 NL18 NO15 OM23 PF27 PK24 PL28 PM27 PS29 PT25 QA29 RE27 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
    "SK24 SM27 SN28 SO23 ST25 SV28 TF27 TL23 TN24 TR26 UA29 VA22 VG24 WF27 XK20 YT27 CI28 BJ28 BF28 CM27 ML28 TG28"
)
LENGTHS = {item[:2].lower(): int(item[2:]) for item in _LENGTHS_TEXT.split()}
"""How many characters an IBAN of a country has (SWIFT's IBAN registry, and its partial users in Africa)."""

_HIDDEN = frozenset("*x•·●#…")
_SEPARATORS = frozenset(" ./-_\n\r\t|:,>")
_LONGEST_GAP = 4
_LEAST_LABELLED = 10
_LEAST_IBAN_DIGITS = 7
_LEAST_HIDDEN = 3
_START = re.compile(
    r"(?:(?<![a-z0-9])|(?<=iban)|(?<=rib))(f ?r(?=[ .:-]{0,2}[0-9] [0-9])|[a-z]{2}(?=[ .:-]{0,2}[0-9*x•o]{2}))[ .:-]{0,2}[0-9*x•o] ?[0-9*x•o](?=[^a-z]|[a-z]{4}[ 0-9]|[a-z]\d)"
)
_LABEL = re.compile(
    r"[ibrvpc](?<![a-z].)(?:(?<=i)ban|(?<=r)ib|(?<=b)(?:ic|ancaire|anque|ank)|(?<=v)irement|(?<=p)relevement|(?<=c)ompte)"
)
_LABELLED = LazyPattern(
    r"(?<![a-z])(?:iban|rib)(?: ?\([^()\n]{0,20}\))?(?:\W{0,3}(?:no|n|num|numero|est|is|c'est|le|de|mon|ma|suivant|compte|fr)\b){0,5}\W{0,4}"
    r"(\d(?:[ ./\n-]{0,2}[0-9*]){9,28}(?![0-9a-z]))"
)
_ENDING = re.compile(
    r"(?<![a-z])(?:iban|rib|compte|account)\b[^\n.;!?\d]{0,30}?(?:termin|fini|ending|ends)[a-z]{0,6}"
    r"(?:\W{0,3}(?:par|en|in|with|les|chiffres)\b){0,3}\W{0,4}(\d{3,4})(?!\d)"
)
_GAP = r"[ \t|;/.:,\n-]{0,3}"
_RIB = LazyPattern(
    rf"(?<![0-9a-z])\d(?: ?\d){{4}}{_GAP}\d(?: ?\d){{4}}{_GAP}[0-9a-z](?:[ .]?[0-9a-z]){{10}}"
    rf"(?:{_GAP}|[ :(-]{{0,3}}cle(?: rib)?[ :=]{{0,3}})\d ?\d(?![0-9a-z])"
)
_RIB_PARTS = (
    re.compile(r"(?<![a-z])(?:code[ _]?)?(?:banque|etablissement|etab\.?|bq)[\"' :=.>-]{0,4}(\d{5})(?!\d)"),
    re.compile(r"(?<![a-z])(?:code[ _]?)?(?:guichet|agence)[\"' :=.>-]{0,4}(\d{5})(?!\d)"),
    re.compile(
        r"(?<![a-z])(?:n[°o.]{0,2}|num\.?|numero)?[ _]?(?:de )?(?:compte|cpte)(?: n[°o.]{0,2})?[\"' :=.>-]{0,4}"
        r"([0-9a-z](?: ?[0-9a-z]){4,9} ?\d)(?![0-9a-z])"
    ),
    re.compile(r"(?<![a-z])cle(?:[ _]?rib)?[\"' :=.>-]{0,4}(\d ?\d)(?!\d)"),
)
_WORD_INSIDE = re.compile(r"(?<![a-z0-9])[a-z]{3,}(?![a-z0-9])")
_CHECKED = 4
_BANK_LETTERS = 4
_LEAST_RIB = 19
_LEAST_PARTS = 2


class AccountRecognizer(TextRecognizer):
    """Finds IBANs, RIBs and what is left of starred ones, as `IBAN_CODE`."""

    example = "FR76 3000 4012 3400 0123 4567 862"

    def __init__(self) -> None:
        super().__init__(["IBAN_CODE"], "Bank account")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The accounts in `view`; certain (1.0) when the check digits are right."""
        if view.digits < 2:
            return
        plain = view.plain
        for match in _START.finditer(plain) if self._may_hold_iban(view) else ():
            length = LENGTHS.get(match[1].replace(" ", ""))
            if length is not None:
                found = self._iban(plain, match.start(), length)
                if found is not None:
                    yield found
        if not _LABEL.search(plain):
            if view.digits >= 20:
                yield from self._ribs(plain, labelled=False)
            return
        for pattern in (_LABELLED, _ENDING):
            for match in pattern.finditer(plain):
                yield self._entity(match.start(1), match.end(1), 0.85)
        yield from self._ribs(plain, labelled=True)
        parts = [match for pattern in _RIB_PARTS for match in pattern.finditer(plain)]
        if len({match.re for match in parts}) >= _LEAST_PARTS:
            for match in parts:
                yield self._entity(match.start(1), match.end(1), 0.85)

    def _may_hold_iban(self, view: TextView) -> bool:
        """Whether there are digits enough for an IBAN, or signs that hide them."""
        return view.digits >= _LEAST_IBAN_DIGITS or sum(map(view.plain.count, _HIDDEN)) >= _LEAST_HIDDEN

    def _entity(self, start: int, end: int, score: float) -> Entity:
        return Entity("IBAN_CODE", start, end, score, self.name)

    def _ribs(self, plain: str, *, labelled: bool) -> Iterator[Entity]:
        for match in _RIB.finditer(plain):
            verdict = checksums.rib(match[0])
            if verdict is True:
                yield self._entity(match.start(), match.end(), 1.0)
            elif verdict is None and labelled and sum(c.isdigit() for c in match[0]) >= _LEAST_RIB:
                yield self._entity(match.start(), match.end(), 0.8)

    def _iban(self, plain: str, start: int, length: int) -> Entity | None:
        ends = _walk(plain, start, length)
        characters = "".join(plain[i] for i in ends).upper()
        if _is_prose(plain, ends):
            length = 0  # one sentence in a hundred has right check digits by chance
        if len(ends) == length and checksums.iban(characters):
            return self._entity(start, ends[-1] + 1, 1.0)
        read = characters[:2] + characters[2:].translate(str.maketrans("OIL", "011"))
        if len(ends) == length and checksums.iban(read):
            return self._entity(start, ends[-1] + 1, 0.95)
        ends = _without_words(plain, ends)
        characters = "".join(plain[i] for i in ends)
        digits = sum(c.isdigit() for c in characters)
        hidden = sum(c in _HIDDEN for c in characters[2:])
        labelled = bool(
            _LABEL.search(plain[max(0, start - 60) : start]) or _LABEL.search(plain[ends[-1] : ends[-1] + 40])
        )
        if (
            hidden >= _LEAST_HIDDEN
            and digits >= 2
            and len(characters) >= 8
            and (labelled or characters[:2] == "fr")
        ):
            return self._entity(start, ends[-1] + 1, 0.9)
        if hidden == 0 and digits >= (_LEAST_LABELLED if labelled else 18):
            return self._entity(start, ends[-1] + 1, 0.85)
        return None


def _walk(plain: str, start: int, length: int) -> list[int]:
    """Where the characters of an IBAN stand: at most `length`, across short gaps of separators."""
    ends: list[int] = []
    gap = 0
    for index in range(start, len(plain)):
        char = plain[index]
        if char in _HIDDEN or (char.isalnum() and char.isascii()):
            ends.append(index)
            gap = 0
            if len(ends) == length:
                break
        elif char in _SEPARATORS and gap < _LONGEST_GAP:
            gap += 1
        else:
            break
    return ends


def _is_prose(plain: str, ends: list[int]) -> bool:
    """Whether words stand among the characters: `de 2022 avait fait 900`; four letters in front are a bank's code."""
    if len(ends) <= _CHECKED:
        return False
    words = _WORD_INSIDE.finditer(plain, ends[_CHECKED], ends[-1] + 1)
    return any(word.start() > ends[_CHECKED] or word.end() - word.start() != _BANK_LETTERS for word in words)


def _without_words(plain: str, ends: list[int]) -> list[int]:
    """`ends` up to the last group that is no word: what follows a broken IBAN is prose."""
    kept = 2
    group_start = 2
    for position in range(2, len(ends) + 1):
        if position == len(ends) or ends[position] != ends[position - 1] + 1:
            group = "".join(plain[i] for i in ends[group_start:position])
            if group and not any(c.isdigit() or c in _HIDDEN for c in group):
                break
            kept = position
            group_start = position
    # A whole group may have been cut by the length: its rest belongs to it.
    kept_ends = ends[:kept]
    index = kept_ends[-1] + 1
    while (
        index < len(plain)
        and (plain[index].isdigit() or plain[index] in _HIDDEN)
        and index - kept_ends[-1] <= 8
    ):
        index += 1
    kept_ends.extend(range(kept_ends[-1] + 1, index))
    return kept_ends
