"""Customer references: order, customer, contract, claim, ticket, parcel, invoice and booking numbers.

They have no shape of their own: a label announces them (`commande n°`, `réf. client`, `mon num client
c'est le`). From each label this module walks over words without meaning to the value, and from the
value to those that are listed after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import LANGUAGE, TextRecognizer
from feedanon.detection.reference_tables import column_cells
from feedanon.detection.reference_values import DATE, SPOKEN_WORDS, Value, answer_value, read_value
from feedanon.entities import Entity

_STEPS = 16
_REACH = 120
_LIST_LIMIT = 200
_ANSWER_LINES = 4
_SPACES = re.compile(r"[ \t]{1,60}")
_DOTS = re.compile(r"[.…·_-]{2,80}")
_WORD = re.compile(r"[a-z]{1,20}(?:'(?=[a-z]))?")
_NEXT = re.compile(
    r"(?:\s{0,3}(?:,|;|/|\+|&|-|et|ou|and|or|puis|ainsi que|le|la|les|n°|no|num|numero|celle|du|de)(?![a-z])\s{0,3}){1,4}#?"
)
_HEADER = re.compile(
    r"[ \t]{0,8}(?:[-*>•»] ?)?(?:\[?\(?\d{1,2}[:h]\d{2}(?::\d{2})?\)?\]?[ \t-]{0,3})?(?:[^\n:>?\d]{1,40}[:>][ \t]{0,3})?"
)
_ASKS = re.compile(
    r"\?|(?<![a-z])(?:indiqu|communiqu|donne|fourni|precise|transmett|envoye|rappele|besoin|confirme|provide|give|tell|share|quel)"
)
_VALUE_FIRST = re.compile(
    r"[ ,:=>(-]{1,4}(?:(?:c'est|est|is|voici|c|etant|comme)[ ]{1,2})?(?:(?:mon|ma|le|la|notre|my|the|votre)[ ])?"
    r"(?:n ?[°o]|num|numero|ref|reference|id|identifiant|code|number|order|booking)(?![a-z])"
)
_PNR_LABELS = frozenset(
    {"pnr", "locator", "record locator", "reservation", "resa", "booking", "reservations"}
)
_GENERIC_QUIET = frozenset(
    {"id", "ids", "code", "nb", "nbr", "n", "no", "nos", "ns", "num", "numero", "number", "nr"}
)


@dataclass
class _Walk:
    """What was met between a label and its value.

    Attributes:
        strength: 3 when a number word announced the value, 2 when a colon or `c'est` did, 1 for
            nothing at all, 0 for a lone number word.
    """

    strength: int
    position: int
    commas: int = 0
    lines: int = 0
    dated: bool = False


class ReferenceRecognizer(TextRecognizer):
    """Finds customer references by their labels, as `CUSTOMER_ID`.

    Args:
        language: Presidio language code that it registers for.
    """

    def __init__(self, language: str = LANGUAGE) -> None:
        super().__init__(["CUSTOMER_ID"], "Customer reference", language)

    def find(self, view: TextView) -> Iterable[Entity]:
        """The references in `view`: scores from 0.5 (a lone `n°`) to 0.9 (`numéro de commande`)."""
        plain = view.plain
        if not view.digits and view.words.isdisjoint(SPOKEN_WORDS) and view.words.isdisjoint(_PNR_LABELS):
            return
        if (
            labels.WORDS.isdisjoint(view.words)
            and "°" not in plain
            and "#" not in plain
            and (view.digits < 4 or not _glued_label(view))
        ):
            return
        seen: set[int] = set()
        for match in labels.LABEL.finditer(plain):
            for value, score in self._from_label(view, match):
                if value.start not in seen:
                    seen.add(value.start)
                    yield Entity("CUSTOMER_ID", value.start, value.end, score, self.name)
        for start, end in column_cells(plain):
            if start not in seen:
                seen.add(start)
                yield Entity("CUSTOMER_ID", start, end, 0.7, self.name)

    def _from_label(self, view: TextView, match: re.Match[str]) -> Iterator[tuple[Value, float]]:
        walk, value = _walk(view, match)
        if value is not None and _accepts(view, match, walk, value):
            score = (0.55, 0.6, 0.8, 0.9)[walk.strength]
            yield value, score
            for other in _listed(view, value):
                yield other, score
        elif not match["generic"] or match["generic"].startswith(("ref", "numero", "id")):
            answer = _answer(view, match)
            if answer is not None:
                yield answer, 0.7
        before = _value_before(view, match)
        if before is not None:
            yield before, 0.8


def _glued_label(view: TextView) -> bool:
    """Whether a key such as `numcommande` or `customerid` may hide a label."""
    return any(
        part in view.plain
        for part in ("command", "client", "order", "customer", "dossier", "contrat", "colis")
    )


def _walk(view: TextView, match: re.Match[str]) -> tuple[_Walk, Value | None]:
    """From the end of a label to the value that it announces, if there is one within reach."""
    plain = view.plain
    start, end = match.span()
    generic = match["generic"] is not None
    strength = 0 if generic else 1
    if (
        match["glued"]
        or match["suffix"]
        or (not generic and labels.MARKER_BEFORE.search(plain, max(0, start - 30), start))
    ):
        strength = 3
    walk = _Walk(strength, end)
    letters_only = match["strong"] in _PNR_LABELS if match["strong"] else False
    limit = min(len(plain), end + _REACH)
    for _ in range(_STEPS):
        space = _SPACES.match(plain, walk.position)
        if space:
            walk.position = space.end()
        if walk.position >= limit:
            return walk, None
        date = DATE.match(plain, walk.position)
        if date:
            walk.position, walk.dated = date.end(), True
            continue
        value = read_value(view, walk.position, letters_only=letters_only and walk.strength >= 1)
        if value is not None:
            return walk, value
        if not _step(plain, walk, generic=generic):
            return walk, None
    return walk, None


def _step(plain: str, walk: _Walk, *, generic: bool) -> bool:
    """Steps over one word or sign; False where nothing can follow that belongs to the label."""
    char = plain[walk.position]
    if char in {"\n", "\r"}:
        walk.lines += 1
        header = _HEADER.match(plain, walk.position + 1)
        walk.position = header.end() if header else walk.position + 1
        return walk.lines <= 2
    word = _WORD.match(plain, walk.position)
    if word:
        text = word[0].rstrip("'")
        walk.position = word.end()
        if generic and text in labels.PRODUCT_AFTER:
            return False
        if text in labels.MARKERS:
            walk.strength = 3 if not generic else max(walk.strength, 0)
        elif text in labels.LINKS:
            walk.strength = max(walk.strength, 2) if not generic else walk.strength
        elif text not in labels.FILLERS:
            return False
        return True
    if char in ":=#°º>":
        if not generic:
            walk.strength = max(walk.strength, 3 if char in "#°º" else 2)
        walk.position += 1
        return True
    dots = _DOTS.match(plain, walk.position)
    if dots:
        walk.position = dots.end()
        return True
    if char in "\"'()[]{}<*|«»/?!_-`~•→":
        walk.position += 1
        return True
    if char in ",;":
        walk.commas += 1
        walk.position += 1
        return walk.commas <= 1
    if char == ".":
        walk.position += 1
        following = plain[walk.position : walk.position + 1]
        return following in "\n\r:" or generic
    return False


def _accepts(view: TextView, match: re.Match[str], walk: _Walk, value: Value) -> bool:
    """Whether `value` is long and odd enough for the way in which it was announced."""
    plain = view.plain
    if value.quantity or value.time:
        return False
    strength = walk.strength
    if match["generic"] is not None:
        return _accepts_generic(view, match, walk, value)
    if (value.year or value.product) and strength < 3:
        return False
    if walk.dated and strength < 3:
        strength = 1
    if (
        walk.lines
        and strength < 3
        and not (plain[match.end() : match.end() + 3].strip()[:1] in (":", "?", "") or strength == 2)
    ):
        return False
    if walk.commas and strength < 3:
        return value.digits >= 5
    if strength == 3 and match["weak"]:
        return value.digits >= 4 or (value.letters >= 1 and value.digits >= 2 and value.size >= 5)
    if strength == 3:
        return value.size >= 2
    if value.digits == 0:
        return True
    if strength == 2:
        return value.digits >= 4 or (value.letters >= 1 and value.digits >= 2 and value.size >= 4)
    if match["strong"] in _PNR_LABELS and value.size in (5, 6, 7) and value.digits >= 1:
        return value.digits >= 3 or view.text[value.start : value.end].isupper()
    if match["weak"]:
        return (value.letters == 0 and value.digits >= 6) or (value.coded and value.digits >= 4)
    return (value.letters == 0 and value.digits >= 4) or value.coded


def _accepts_generic(view: TextView, match: re.Match[str], walk: _Walk, value: Value) -> bool:
    """A lone `n°`, `réf.` or `id`: not after a product, not a phone, not a short number."""
    plain = view.plain
    if value.phone or value.year or value.product or walk.lines > 1:
        return False
    before = plain[max(0, match.start() - 70) : match.start()]
    sentence = re.split(r"[.\n;!?]", before)[-1]
    words = re.findall(r"[a-z][a-z-]*", sentence)
    if words and words[-1] in labels.NOT_A_REFERENCE_BEFORE:
        return False
    name = match["generic"]
    if name.startswith("ref"):
        if not labels.PRODUCTS.isdisjoint(words) and labels.WORDS.isdisjoint(w for w in words if len(w) > 3):
            return False
        return (
            value.digits >= 4
            or (value.letters >= 1 and value.digits >= 2 and value.size >= 5)
            or (value.digits >= 3 and ":" in plain[match.end() : value.start])
        )
    if name in ("code", "nb", "nbr"):
        return False
    if name == "#":
        return value.digits >= 4 and match.end() == value.start
    if name in ("n", "no", "ns", "nos") and not re.match(
        r"[.: ]{0,3}[°º:]|\.? ?[:#]", plain[match.end() - 1 : match.end() + 3]
    ):
        return False
    if not labels.PRODUCTS.isdisjoint(words[-2:]):
        return False
    return value.digits >= 5 or (value.letters >= 1 and value.digits >= 3 and value.size >= 6)


def _listed(view: TextView, first: Value) -> Iterator[Value]:
    """The values after `first` in a list of them: `4512, 4513 et 4514`."""
    current = first
    for _ in range(_LIST_LIMIT):
        link = _NEXT.match(view.plain, current.end)
        if link is None:
            return
        value = read_value(view, link.end())
        if value is None or value.quantity or value.time or value.phone or value.digits < 3:
            return
        alike = abs(value.size - first.size) <= 1 and bool(value.letters) == bool(first.letters)
        if not alike and not value.coded:
            return
        yield value
        current = value


def _answer(view: TextView, match: re.Match[str]) -> Value | None:
    """The value on the lines after a question about the label, as in a chat."""
    plain = view.plain
    end = plain.find("\n", match.end())
    if end < 0 or end - match.end() > 160:
        return None
    begin = max(plain.rfind("\n", 0, match.start()) + 1, match.start() - 160)
    if not _ASKS.search(plain, begin, end):
        return None
    for _ in range(_ANSWER_LINES):
        header = _HEADER.match(plain, end + 1)
        start = header.end() if header else end + 1
        end = plain.find("\n", start)
        end = end if end >= 0 else len(plain)
        value = answer_value(view, start, min(end, start + 80))
        if value is not None:
            return value
        if end >= len(plain):
            return None
    return None


_BEFORE = re.compile(r"(?<![a-z0-9.,/-])[a-z0-9][a-z0-9/_-]{2,30}$")


def _value_before(view: TextView, match: re.Match[str]) -> Value | None:
    """A value that stands before its label: `4578-AB (numéro de commande)`."""
    plain = view.plain
    left = max(0, match.start() - 24)
    for gap in _VALUE_FIRST.finditer(plain, left, min(len(plain), match.end())):
        if match.start() - gap.end() > 6 and gap.end() != match.end():
            continue
        code = _BEFORE.search(plain, max(0, gap.start() - 34), gap.start())
        if (
            code is None
            or (match["generic"]
            and not re.match(
                r" ?(?:de |d'|du )?(?:ma |mon |la |le )?[a-z]", plain[match.end() : match.end() + 9]
            ))
        ):
            continue
        value = read_value(view, code.start())
        if (
            value is None
            or value.end != code.end()
            or value.quantity
            or value.product
            or value.year
            or value.phone
            or value.digits < 4
        ):
            continue
        if match["generic"]:
            continue
        return value
    return None
