"""DATE_OF_BIRTH: dates that the text says somebody was born on; all other dates stay.

A birth date is never one by its shape: a label ("date de naissance", "ddn"), a verb ("née le"), a phrase
("je suis du 03/02/84"), the key of a field or the question before an answer makes it one. Written in
digits, with month names, or in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.detection import lexicon as lx
from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import LANGUAGE, TextRecognizer
from feedanon.entities import Entity

_MONTH = (
    r"(?:janvier|janv?\.?|fevrier|fevr?\.?|mars|mar\.?|avril|avri?\.?|mai|juin|juillet|juil?\.?|aout|sept?embre|sept?\.?|octobre|oct\.?|novembre|nov\.?|decembre|dece?\.?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|dec)(?![a-z])"
)
_UNIT = r"(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf)"
_TEEN = r"(?:dix(?:[- ](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)"
_UNDER_100 = (
    rf"(?:quatre[- ]vingts?[- ](?:et[- ])?(?:{_TEEN}|{_UNIT})|quatre[- ]vingts?|soixante[- ](?:et[- ])?(?:{_TEEN}|{_UNIT})"
    rf"|(?:vingt|trente|quarante|cinquante|soixante|septante|octante|huitante|nonante)(?:[- ](?:et[- ])?{_UNIT})?|{_TEEN}|{_UNIT})"
)
_DAY_WORDS = rf"(?:premier|vingt(?:[- ](?:et[- ])?{_UNIT})?|trente(?:[- ]et[- ]un)?|{_TEEN}|{_UNIT})"
_YEAR_WORDS = (
    rf"(?:(?:mil|mille)[- ](?:neuf|huit)[- ]cents?(?:[- ](?:et[- ])?{_UNDER_100})?|(?:dix[- ]neuf|dix[- ]huit)[- ]cents?(?:[- ]{_UNDER_100})?"
    rf"|deux[- ]mille(?:[- ](?:et[- ])?{_UNDER_100})?|{_UNDER_100})(?![a-z])"
)
_YEAR = r"(?:'?\d{2}(?!\d)|(?:1[89]|20)\d{2}(?!\d))"
_DAY = r"(?:[0-3]?\d(?: ?er|st|nd|rd|th)?(?!\d))"
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
DATE = (
    rf"(?:(?:{_WEEKDAY} )?(?:(?:19|20)\d{{2}} ?[-/.] ?[01]?\d ?[-/.] ?[0-3]?\d(?!\d)"
    rf"|[0-3o]?[\do](?:(?: ?[-/.\\_] ?)[01o]?[\do](?: ?[-/.\\_] ?)|(?<=\d)[ ](?:0\d|1[0-2])[ ]){_YEAR}"
    rf"|(?:{_DAY}|{_DAY_WORDS})(?: |-|/|\.)?(?:de )?{_MONTH}[ ,./-]{{0,2}}(?:de l'annee |de )?(?:{_YEAR}|{_YEAR_WORDS})?"
    rf"|{_MONTH} {_DAY},? {_YEAR}"
    rf"|[0-3]\d[01]\d(?:19|20)\d{{2}}(?!\d)|(?:19|20)\d{{2}}[01]\d[0-3]\d(?!\d)"
    rf"|{_MONTH} (?:{_YEAR}|{_YEAR_WORDS})))"
)
_ALONE = r"(?:(?:1[89]|20)\d{2}|[0-3]\d[01]\d\d{2})(?!\d)"

_LABEL = (
    r"(?:date ?(?:de ?|d[eu] )?naiss?ances?|dates? ?naiss?|date ?nai\b|dat?e?_?(?:de_)?naiss?(?:ance)?|naissance|naiss\.?|d\.?d\.?n\.?|d\.?n\.?(?= ?:)|d\.o\.b\.?|dob|birth ?_?date|date ?of ?birth|birthday|birth|date_birth|nele|ne_le"
    r"|date_of_birth|datenaissance|dtnais\w{0,5}|dt_nais\w{0,5}|anniversaire|anniv|geburtsdatum|date de nais\.?|jour de naissance)"
)
_LINK = (
    r"[\"']?(?: ?(?:\([^)\n]{0,24}\))?)? ?(?:(?:du |de la |de |d')(?:titulaire|client\w?|assure\w?|patient\w?|beneficiaire|l'enfant|enfant|assure\w?|souscripteur|conducteur|adherent\w?|porteur|mon [a-z]{2,8}|ma [a-z]{2,8}|[a-z]{2,12}) ?){0,2}"
    r"(?:[:=>;|,\t-]{1,2}|est|c'est|etant|was|is|etait|le|on|:)?[ \"'>]{0,3}(?:c'est |est |bien )?(?:le |du |on |the )?"
)
_BORN = (
    r"(?:ne|nee|nes|nees|ne\(e\)|ne\.e|ne\(\.e\)|ne-e|ne/nee|ne ou nee|n\(e\)e|naquit|naiquit|est nai[st]?|born|(?:vu|vit) le jour|natif|native)"
    r"(?: [a-z']{2,14}){0,4}?[ ,:]{1,2}(?:(?:a|au|aux) [a-z' -]{2,30}[ ,]{1,2})?(?:le|l|en|on|in|du|the)?[ :=\"'|]{0,12}"
)
_PATTERNS = (
    (re.compile(rf"(?<![a-z]){_LABEL}{_LINK}(?P<value>{DATE})"), 0.95),
    (re.compile(rf"(?<![a-z]){_LABEL}[\"']? ?[:=>] ?[\"']?(?P<value>{_ALONE})"), 0.85),
    (re.compile(rf"(?<![a-z]){_BORN}(?P<value>{DATE})"), 0.95),
    (re.compile(r"(?<![a-z])(?<!probleme est )(?<!projet est )(?<!entreprise est )(?<!marque est )(?<!idee est )(?:nee?s?|ne\(e\)|born)(?: [a-z' -]{2,30})? (?:en|in|l'annee) (?P<value>(?:(?:\w{3,9}) )?(?:19|20)\d{2}|\d{2})(?![\d%/])"), 0.85),
    (re.compile(rf"(?<![a-z])(?:je suis|j'suis|chui|jsuis|chuis|elle est|il est|suis|qui est) (?:du|de|nee? du) (?P<value>{DATE})"), 0.8),
    (re.compile(rf"(?<![a-z])(?:anniversaire|anniv|annif|birthday|bday)(?: (?:est|c'est|tombe|c|de [a-z]{{2,12}}|du [a-z]{{2,12}}))?(?: ?[:=]| le| on| is| est le| c'est le| au)? ?(?:le )?(?P<value>{DATE})"), 0.7),
    (re.compile(r"(?<![a-z])(?:nee?s?|ne\(e\)|ne\.e|born|venue? au monde|naissance|naiss\.?|nais s\.?|ddn|dob)[\"']?(?: |:|=|,){0,6}(?:le |l')?[ :\"']{0,3}(?P<value>[0-3]?\d ?[/.-] ?[01]?\d)(?![\d/-]|\.\d)"), 0.75),
    (re.compile(rf"(?<![a-z])(?:date de naissance|ddn|dob|nee?)(?: ?\(|=[\"'])(?:le )?(?P<value>{DATE})"), 0.9),
    (re.compile(rf"(?<![a-z])venue? au monde (?:le |en )?(?P<value>{DATE})"), 0.9),
    (re.compile(rf"(?P<value>{DATE})[ ,]{{0,2}}\(? ?(?:date de naissance|ddn|dob|naissance|jour de ma naissance)(?![a-z])"), 0.8),
    (re.compile(r"(?<![a-z])(?:ne|nee|ne\(e\))(?: le| l)? ?:? ?(?P<value>[0-3]\d[01]\d\d{2})(?!\d)"), 0.8),
    (re.compile(rf"(?<![a-z])nee? (?:[a-z'-]{{2,20}} ){{1,3}}(?:le )?(?P<value>[0-3]?\d[-/.][01]?\d[-/.]{_YEAR})"), 0.9),
)
_BESIDE_NAME = re.compile(
    rf"(?P<name>[^\W\d_]{{2,25}})(?:\)|,)?(?: ?[(,:;|-] ?| | - )(?P<value>[0-3]?\d(?:[/.-][01]?\d[/.-]| {_MONTH} )(?:19[1-9]\d|200\d|201[0-6]|[3-9]\d)(?!\d)|(?:19[1-9]\d|200\d)-[01]\d-[0-3]\d(?!\d))"
)
_QUESTION = re.compile(
    r"(?:date de naissance|ddn|date of birth|dob|jour de naissance|ne\(?e?\)? (?:le|quand|quel jour)|quand (?:etes|es)[ -](?:vous|tu) nee?|etes[- ]vous nee?|birth ?date|birthday|anniversaire)[^\n]{0,60}(?:\?|:)[^\n\w]{0,4}\n"
)
_ANSWER = re.compile(rf"(?:[^\n]{{0,45}}?(?<![\d/.-])(?<!\d )(?P<value>(?!\d\d \d\d \d\d ){DATE}|(?:1[89]|20)\d{{2}}(?!\d)|[0-3]\d[01]\d\d{{2}}(?!\d)))")
_HEADER = re.compile(r"(?:^|[;,|\t\"])(?:date[_ ]?(?:de[_ ]?)?naissance|ddn|dob|naissance|birth[_ ]?date|date_of_birth|ne_le|datenaissance|date_naiss)(?=[;,|\t\"]|$)")
_HINTS = ("naiss", "ddn", "d.d.n", "dob", "d.o.b", "ne", "birth", "born", "bday", "anniv", "annif", "suis d", "suis nee", "est du", "jour", "natif", "nais", "d.n", "dn")
_MONTHS = frozenset("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march".split()) | frozenset(
    "april may june july august september october november december".split()
)
_CELL = re.compile(rf"[\" ]*(?P<value>{DATE}|{_ALONE})[\" ]*")


class BirthDateRecognizer(TextRecognizer):
    """Finds birth dates by what announces them, in digits and in words."""

    def __init__(self, language: str = LANGUAGE) -> None:
        super().__init__(["DATE_OF_BIRTH"], "birth dates", language)

    def find(self, view: TextView) -> Iterable[Entity]:
        """The dates that a label, a verb, a field's key or a question makes birth dates."""
        plain = view.plain
        if view.digits < 2 and _MONTHS.isdisjoint(view.words):
            return
        if not any(hint in plain for hint in _HINTS):
            return
        for pattern, score in _PATTERNS:
            for match in pattern.finditer(plain):
                start, end = match.span("value")
                yield Entity("DATE_OF_BIRTH", start, _trimmed(plain, start, end), score, self.name)
        if view.digits >= 6:
            yield from self._beside_names(view)
        if "\n" in plain:
            yield from self._answers(plain)
            yield from self._columns(plain)

    def _beside_names(self, view: TextView) -> Iterable[Entity]:
        """A full date of the last century or so right after a name: `PASQUINO Linh (12/11/1966)`."""
        for match in _BESIDE_NAME.finditer(view.plain):
            flags = lx.Lexicon.load().flags(match["name"])
            if view.text[match.start("name")].isupper():
                named = flags & (lx.FIRST_NAME | lx.SURNAME) and not flags & lx.FREQUENT_WORD
            else:
                named = flags & lx.FREQUENT_FIRST_NAME and not flags & lx.ORDINARY_WORD
            if named:
                yield Entity("DATE_OF_BIRTH", *match.span("value"), 0.55, self.name)

    def _answers(self, plain: str) -> Iterable[Entity]:
        """A date in one of the two lines after a question for it."""
        for question in _QUESTION.finditer(plain):
            position = question.end()
            for _ in range(3):
                line_end = plain.find("\n", position)
                line_end = len(plain) if line_end < 0 else line_end
                answer = _ANSWER.match(plain, position, line_end)
                if answer:
                    start, end = answer.span("value")
                    yield Entity("DATE_OF_BIRTH", start, _trimmed(plain, start, end), 0.75, self.name)
                    break
                position = line_end + 1
                if position >= len(plain):
                    break

    def _columns(self, plain: str) -> Iterable[Entity]:
        """The cells under a column whose header says birth date."""
        lines = plain.split("\n")
        offset = 0
        for number, line in enumerate(lines):
            header = _HEADER.search(line)
            if header and number + 1 < len(lines):
                separator = _separator(line)
                if separator:
                    column = line[: header.end()].count(separator) - (line[header.end() - 1] == separator)
                    yield from self._cells(lines[number + 1 :], offset + len(line) + 1, separator, column)
            offset += len(line) + 1

    def _cells(self, lines: list[str], offset: int, separator: str, column: int) -> Iterable[Entity]:
        for line in lines:
            cells = line.split(separator)
            if len(cells) <= column:
                return
            start = offset + sum(len(cell) + 1 for cell in cells[:column])
            match = _CELL.match(cells[column])
            if match:
                yield Entity("DATE_OF_BIRTH", start + match.start("value"), start + match.end("value"), 0.85, self.name)
            offset += len(line) + 1


def _separator(line: str) -> str:
    counts = {separator: line.count(separator) for separator in ";\t|,"}
    best = max(counts, key=lambda separator: counts[separator])
    return best if counts[best] else ""


def _trimmed(plain: str, start: int, end: int) -> int:
    while end > start + 1 and plain[end - 1] in " ,./-":
        end -= 1
    return end
