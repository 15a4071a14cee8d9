"""DATE_OF_BIRTH: dates that the text says somebody was born on; all other dates stay.

A birth date is never one by its shape: a label ("date de naissance", "ddn"), a verb ("née le"), a phrase
("je suis du 03/02/84"), the key of a field or the question before an answer makes it one. Written in
digits, with month names, or in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from feedanon.detection import lexicon as lx
from feedanon.detection.birth_date_patterns import (
    ALONE,
    BORN,
    DATE,
    FROM,
    LABELLED,
    MONTH,
    PIECES,
    SPOKEN,
    TOLD,
    WITH_YEAR,
    YEAR_ALONE,
)
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.spoken_numbers import NUMBER_WORDS
from feedanon.entities import Entity

_RECENT = r"(?:19[1-9]\d|200\d|201[0-6]|[3-9]\d)"
_OLD_DATE = re.compile(
    rf"(?<![\d/.-])(?<!\d )(?:[0-3]?\d(?:[/.-][01]?\d[/.-]| {MONTH} ){_RECENT}|(?:19[1-9]\d|200\d)-[01]\d-[0-3]\d)(?!\d)"
)
_OLD_SHAPE = re.compile(r"\d(?:[/.-][01]?\d[/.-]| [a-z])")
_NAME_BEFORE = re.compile(r"(?P<name>[^\W\d_]{2,25})(?:\)|,)?(?P<link> ?[(,:;|-] ?| | - | le )$")
_FULL_NAME = re.compile(
    r"(?P<first>[^\W\d_]{2,25}) [A-Z\u00c0-\u00dd][^\W\d_]{1,25}(?:\)|,)?(?: ?[(,:;|-] ?| | - )$"
)
_FOUNDED = re.compile(
    r"(?<![a-z])(?:magasin|marque|entreprise|societe|association|asso|projet|boutique|groupe|site|service|produit|modele|idee|enseigne|concept|restaurant|club|festival)"
    r"s?(?: [a-z]{2,12})? (?:est|etait|sont|,) ?nee?s? (?:en|le|un) $"
)
_QUESTION = re.compile(
    r"(?:dates? de naissance|ddn|date of birth|dob|(?:jour|mois|annee)(?: et (?:le )?mois)? de naissance|ne\(?e?\)? (?:le|quand|quel jour)|quand (?:etes|es)[ -](?:vous|tu) nee?|etes[- ]vous nee?|birth ?date|birthday|anniversaire)[^\n]{0,60}(?:\?|:)[^\n\w]{0,4}\n"
)
_ANSWER = LazyPattern(
    rf"(?:[^\n]{{0,45}}?(?<![\d/.-])(?<!\d )(?P<value>(?!\d\d \d\d \d\d ){DATE}|(?:1[89]|20)\d{{2}}(?!\d)|[0-3]\d[01]\d\d{{2}}(?!\d)))"
)
_DATED = re.compile(rf"(?<![\d/.-])(?<!\d ){WITH_YEAR}")
_NEWBORN, _OLD = 22, 31
"""Years of this century, two digits, in which orders are dated."""
_DIGITS_OF_TWO = 8
"""So many digits at least have two dates."""
_YEAR_ASKED = LazyPattern(
    rf"(?<![a-z])(?:de )?quelle annee[^\n?]{{0,20}}\?[^\n]{{0,10}}\n(?:[^:\n]{{1,25}}: ?|[->] ?)?(?:euh |oui |en |de )?(?P<value>{YEAR_ALONE})"
)
_PARTS = re.compile(r"\d+|[a-z]{3,}")
_HEADER = re.compile(
    r"(?:^|[;,|\t\"])(?:date[_ ]?(?:de[_ ]?)?naissance|ddn|dob|naissance|birth[_ ]?date|date_of_birth|ne_le|datenaissance|date_naiss)(?=[;,|\t\"]|$)"
)
_TOLD_WORDS = frozenset({"naissance", "ddn", "ne", "nee"})
_DATE_WORDS = NUMBER_WORDS | {"premier", "mille"}
_LEAST_NUMBERS = 2
_NOUNS = (
    "nais",
    "ddn",
    "d.d.n",
    "d.n",
    "d/n",
    "dob",
    "d.o.b",
    "birth",
    "bday",
    "anniv",
    "annif",
    "nele",
    "ne_le",
    "geburts",
)
_VERBS = re.compile(
    r"n(?<![a-z]n)(?:ee|es|e(?=[(.=/-]| (?:le|l'|en|a|au|aux|ou|\d)| ?:)|e(?= [a-z'-]{2,20} (?:[a-z'-]{2,20} ){0,2}(?:le )?\d)|ati(?:f|ve)|\(e\)e|a[iî])"
    r"|b(?<![a-z]b)orn|v(?<![a-z]v)enue? au monde|jour (?:le|un|en)|nait"
)
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march".split()
) | frozenset("april may june july august september october november december".split())
_MONTH_NUMBERS = {
    start: number
    for number, starts in enumerate(
        (
            "jan",
            "fev feb",
            "mar",
            "avr apr",
            "mai may",
            "juin jun",
            "juil jul",
            "aou aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ),
        1,
    )
    for start in starts.split()
}
"""The first letters of the months, French and English."""
_CELL = LazyPattern(rf"[\" ]*(?P<value>{DATE}|{ALONE})[\" ]*")


class BirthDateRecognizer(TextRecognizer):
    """Finds birth dates by what announces them, in digits and in words."""

    example = "née le 14/07/1949"

    def __init__(self) -> None:
        super().__init__(["DATE_OF_BIRTH"], "birth dates")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The dates that a label, a verb, a field's key or a question makes birth dates, and those of others listed with them."""
        found = list(self._announced(view))
        yield from found
        if view.digits >= _DIGITS_OF_TWO and (found or not _TOLD_WORDS.isdisjoint(view.words)):
            yield from self._with_others(view, found)

    def _announced(self, view: TextView) -> Iterable[Entity]:
        plain = view.plain
        if view.digits < 2 and _MONTHS.isdisjoint(view.words):
            yield from self._told(view)
            return
        groups: list[tuple[tuple[LazyPattern, float], ...]] = []
        nouns = any(map(plain.__contains__, _NOUNS))
        if nouns:
            groups.append(LABELLED)
        if _VERBS.search(plain) or nouns:
            groups.append(BORN)
        if "suis d" in plain or "est du " in plain or "est de " in plain or "suis ne" in plain:
            groups.append(FROM)
        for pattern, score in chain.from_iterable(groups):
            for match in pattern.finditer(plain):
                start, end = match.span("value")
                if _FOUNDED.search(plain[max(0, start - 50) : start]):
                    continue
                yield Entity("DATE_OF_BIRTH", start, _trimmed(plain, start, end), score, self.name)
        yield from self._told(view)
        if nouns or "ne(e)" in plain or "nee" in plain:
            for match in PIECES.finditer(plain):
                for group in (1, 2, 3):
                    yield Entity("DATE_OF_BIRTH", *match.span(group), 0.85, self.name)
        if view.digits >= 6:
            yield from self._beside_names(view)
        if "\n" in plain:
            yield from self._answers(plain)
            yield from self._columns(plain)

    def _told(self, view: TextView) -> Iterable[Entity]:
        """A date said in words, the month by its number, soon after what announces it."""
        plain = view.plain
        if _TOLD_WORDS.isdisjoint(view.words) or len(view.words & _DATE_WORDS) < _LEAST_NUMBERS:
            return
        for told in TOLD.finditer(plain):
            match = SPOKEN.search(plain, told.end(), min(len(plain), told.end() + 90))
            if match:
                yield Entity("DATE_OF_BIRTH", *match.span("value"), 0.8, self.name)

    def _beside_names(self, view: TextView) -> Iterable[Entity]:
        """A full date of the last century or so right after a name: `PASQUINO Linh (12/11/1966)`."""
        if not _OLD_SHAPE.search(view.plain):
            return
        for date in _OLD_DATE.finditer(view.plain):
            before = _NAME_BEFORE.search(view.text[max(0, date.start() - 30) : date.start()])
            if before is None or (before["link"] == " le " and "/19" not in date[0]):
                continue
            flags = lx.Lexicon.load().flags(before["name"])
            if before["name"][0].isupper():
                named = flags & (lx.FIRST_NAME | lx.SURNAME) and not flags & lx.FREQUENT_WORD
            else:
                named = flags & lx.FREQUENT_FIRST_NAME and not flags & lx.FREQUENT_WORD
            full = None if named else _FULL_NAME.search(view.text[max(0, date.start() - 55) : date.start()])
            if full is not None and full["first"][0].isupper():
                named = bool(lx.Lexicon.load().flags(full["first"]) & lx.FREQUENT_FIRST_NAME)
            if named:
                yield Entity("DATE_OF_BIRTH", *date.span(), 0.55, self.name)

    def _with_others(self, view: TextView, found: list[Entity]) -> Iterable[Entity]:
        """In a text that tells a birth date: other dates right after names, and the same date in another form."""
        known = {entity.start for entity in found}
        told = {_day(view.plain[entity.start : entity.end]) for entity in found} - {None}
        for date in _DATED.finditer(view.plain):
            day = _day(date[0])
            if date.start() in known or day is None:
                continue
            if day in told:
                yield Entity("DATE_OF_BIRTH", *date.span(), 0.7, self.name)
                continue
            before = _NAME_BEFORE.search(view.text[max(0, date.start() - 30) : date.start()])
            if before is None or before["link"] == " le " or not before["name"][0].isupper():
                continue
            if before["link"] == " " and _NEWBORN <= day[2] < _OLD:  # `reçu par Julie 12/04/2024`
                continue
            flags = lx.Lexicon.load().flags(before["name"])
            if flags & lx.FIRST_NAME and not flags & lx.FREQUENT_WORD:
                yield Entity("DATE_OF_BIRTH", *date.span(), 0.6, self.name)

    def _answers(self, plain: str) -> Iterable[Entity]:
        """A date in one of the two lines after a question for it, or a year after one for the year."""
        for year in _YEAR_ASKED.finditer(plain) if "quelle annee" in plain and TOLD.search(plain) else ():
            yield Entity("DATE_OF_BIRTH", *year.span("value"), 0.7, self.name)
        for question in _QUESTION.finditer(plain):
            position = question.end()
            for _ in range(3):
                line_end = plain.find("\n", position)
                line_end = len(plain) if line_end < 0 else line_end
                answer = _ANSWER.match(plain, position, line_end)
                if answer:
                    start, end = answer.span("value")
                    yield Entity("DATE_OF_BIRTH", start, _trimmed(plain, start, end), 0.75, self.name)
                    for more in _DATED.finditer(plain, end, line_end):  # the children's, in one answer
                        yield Entity("DATE_OF_BIRTH", *more.span(), 0.7, self.name)
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
                    yield from self._cells(lines, number + 1, offset + len(line) + 1, separator, column)
            offset += len(line) + 1

    def _cells(
        self, lines: list[str], first: int, offset: int, separator: str, column: int
    ) -> Iterable[Entity]:
        for number in range(first, len(lines)):
            line = lines[number]
            cells = line.split(separator)
            if len(cells) <= column or _HEADER.search(line):
                return
            start = offset + sum(len(cell) + 1 for cell in cells[:column])
            match = _CELL.match(cells[column])
            if match:
                yield Entity(
                    "DATE_OF_BIRTH", start + match.start("value"), start + match.end("value"), 0.85, self.name
                )
            offset += len(line) + 1


def _day(date: str) -> tuple[int, int, int] | None:
    """Day, month and year (its last two digits) of a date in plain digits or with the month's name; None for others."""
    parts = _PARTS.findall(date)
    if len(parts) == 1 and len(parts[0]) in (6, 8) and parts[0].isdigit():
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) != len(("day", "month", "year")):
        return None
    if len(parts[0]) > len(parts[2]):
        parts.reverse()
    month = _MONTH_NUMBERS.get(parts[1][:4]) or _MONTH_NUMBERS.get(parts[1][:3])
    if month is None and parts[1].isdigit():
        month = int(parts[1])
    if month is None or not (parts[0].isdigit() and parts[2].isdigit()):
        return None
    return int(parts[0]), month, int(parts[2]) % 100


def _separator(line: str) -> str:
    counts = {separator: line.count(separator) for separator in ";\t|,"}
    best = max(counts, key=lambda separator: counts[separator])
    return best if counts[best] else ""


def _trimmed(plain: str, start: int, end: int) -> int:
    while end > start + 1 and plain[end - 1] in " ,./-":
        end -= 1
    return end
