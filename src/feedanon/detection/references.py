"""Customer references: order, customer, contract, claim, ticket, parcel, invoice and booking numbers.

They have no shape of their own: a label announces them (`commande n°`, `réf. client`, `mon num client
c'est le`). From each label this module walks over words without meaning to the value;
`reference_places` looks where a walk does not lead: lists, answers, values before their label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.reference_places import HEADER, answer, listed, loose_values, value_before
from feedanon.detection.reference_products import is_a_product, is_an_article, last_sentence
from feedanon.detection.reference_tables import column_cells
from feedanon.detection.reference_values import DATE, TELLING_WORDS, Value, read_value
from feedanon.entities import Entity

_STEPS = 18
_REACH = 140
_BEFORE = 64
_LONGEST = 60
"""Characters before a label in which a value begins, and the most that a value has."""
_LINES = 2
_STRANGERS = 4
_LEAST_SAID = 2
_ABBREVIATION = 6
_SCORES = (0.55, 0.6, 0.8, 0.9)
_DIGIT = re.compile(r"[0-9*•]")
_SPACES = re.compile(r"[ \t]{1,60}")
_DOTS = re.compile(r"[.…·_-]{2,80}")
_WORD = re.compile(r"[a-z]{1,20}(?:'(?=[a-z]))?")
_SKIPPED = frozenset("+\"'()[]{}<*|«»/?!_-`~•→>\\")
_COLONS = frozenset(":=")
_SIGNS = frozenset("#°º")
_PNR_LABELS = frozenset(
    {
        "billet",
        "billets",
        "e-billet",
        "ebillet",
        "pnr",
        "locator",
        "record locator",
        "reservation",
        "resa",
        "booking",
        "reservations",
    }
)
_GLUED = ("command", "client", "order", "customer", "dossier", "contrat", "colis")
_PERSONS = re.compile(
    r"(?:adherent|societaire|abonne|assure|usager|patient|client|customer|beneficiaire|membre|member|lect|eleve|etudiant)"
)
_NO_LABEL_BEFORE = re.compile(
    r"(?:fiscal|prix|valeur|taux|montant|tarif|salaire|point|document|ouvrage) de $|(?<![a-z])e-$|\((?:ce|cee|ue|eu)\) $"
)
"""Before a lone `n°`: amounts, `E-Nr` of an appliance, `règlement (CE) n°`."""
_ERROR = re.compile(r"(?<![a-z])(?:code|erreur|error|status)[ :=]{0,3}$")
_NUMERO_SIGN = re.compile(r"[.: ]{0,3}[°º:]|\.? ?[:#]")


@dataclass
class _Walk:
    """What was met between a label and its value.

    Attributes:
        strength: 3 when a number word announced the value, 2 when a colon or `c'est` did, 1 for
            nothing at all, 0 for a lone number word.
        position: where the walk stands.
        commas: how many were crossed.
        lines: how many line ends.
        strangers: how many words that say nothing of a reference, such as names.
        enclosed: the value stands in brackets.
        dated: a date was crossed.
    """

    strength: int
    position: int
    commas: int = 0
    lines: int = 0
    strangers: int = 0
    enclosed: bool = False
    dated: bool = False


class ReferenceRecognizer(TextRecognizer):
    """Finds customer references by their labels, as `CUSTOMER_ID`."""

    example = "ma commande n° 4512887"

    def __init__(self) -> None:
        super().__init__(["CUSTOMER_ID"], "Customer reference")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The references in `view`: scores from 0.45 (a long number in a text about orders) to 0.9."""
        plain = view.plain
        if (
            not view.digits
            and len(view.words & TELLING_WORDS) < _LEAST_SAID
            and view.words.isdisjoint(_PNR_LABELS)
        ):
            return
        labelled = not labels.WORDS.isdisjoint(view.words) or "°" in plain or "#" in plain
        if not labelled and (view.digits < 4 or not any(part in plain for part in _GLUED)):
            return
        seen: set[int] = set()
        for value, score in self._values(view):
            if value.start not in seen:
                seen.add(value.start)
                yield Entity("CUSTOMER_ID", value.start, value.end, score, self.name)

    def _values(self, view: TextView) -> Iterator[tuple[Value, float]]:
        about_references = False
        in_lists: set[int] = set()
        # Without letters spelled and numbers said, a value has a digit: a label far from any has none.
        said = len(view.words & TELLING_WORDS) >= _LEAST_SAID or "comme" in view.words
        for match in labels.LABELS.find(view.plain, view.words):
            about_references = about_references or _names_a_reference(view, match)
            if said or match["strong"] in _PNR_LABELS or _digit_near(view.plain, match):
                yield from _from_label(view, match, in_lists)
        for start, end in column_cells(view.plain):
            yield Value(start, end, end - start, 0), 0.7
        if about_references and view.digits >= 8:
            for value in loose_values(view):
                yield value, 0.45


def _names_a_reference(view: TextView, match: re.Match[str]) -> bool:
    """Whether a label is a noun that has a number: who says `j'ai commandé` may go on to speak of a lawn mower."""
    return match["strong"] is not None and not view.text.startswith("é", match.end() - 1)


def _digit_near(plain: str, match: re.Match[str]) -> bool:
    """Whether a digit stands where a walk from this label, or a look before it, may end, or an answer may follow."""
    start, end = match.span()
    return (
        _DIGIT.search(plain, max(0, start - _BEFORE), end + _REACH + _LONGEST) is not None
        or plain.find("\n", end, end + _REACH + _LONGEST) >= 0
    )


def _from_label(view: TextView, match: re.Match[str], in_lists: set[int]) -> Iterator[tuple[Value, float]]:
    """The values that one label announces.

    Args:
        view: the text.
        match: the label.
        in_lists: where the values of the lists before begin; those of this label's list are added. A label inside of
            a list opens none of its own, or long lists would be read again from each of their labels.
    """
    walk, value = _walk(view, match)
    if value is not None and _accepts(view, match, walk, value):
        score = _SCORES[walk.strength]
        glue = view.plain[match.end() : value.start]
        if not match["generic"] and (not glue or (glue in ("-", "_") and match.end() - match.start() <= 5)):
            # `CMD-2024-00123`: the label is the first part of the number.
            value = Value(match.start(), value.end, value.digits, value.letters, coded=True)
        yield value, score
        if value.start not in in_lists:
            for other in listed(view, value):
                in_lists.add(other.start)
                yield other, score
    elif _asked(view, match):
        reply = answer(view, match.start(), match.end(), letters_only=match["strong"] in _PNR_LABELS)
        if reply is not None:
            yield reply, 0.7
    if not match["generic"]:
        before = value_before(view, match.start(), match.end())
        if before is not None:
            yield before, 0.8


def _asked(view: TextView, match: re.Match[str]) -> bool:
    """Whether a question about this label asks for a number: not so `clients` or a lone `code`."""
    generic = match["generic"]
    if generic is not None:
        return bool(generic.startswith(("ref", "numero", "id")))
    if match["weak"] or _PERSONS.match(match["strong"]):
        return _marked(view, match)
    return True


def _marked(view: TextView, match: re.Match[str]) -> bool:
    """Whether a number word belongs to the label: `numéro de commande`, `order_id`."""
    if match["glued"] or match["suffix"]:
        return True
    start = match.start()
    return bool(labels.MARKER_BEFORE.search(view.plain, max(0, start - 30), start))


def _walk(view: TextView, match: re.Match[str]) -> tuple[_Walk, Value | None]:
    """From the end of a label to the value that it announces, if there is one within reach."""
    plain = view.plain
    generic = match["generic"] is not None
    strength = 0 if generic else 3 if _marked(view, match) else 1
    walk = _Walk(strength, match.end())
    if not generic and match[0].endswith(".") and len(match[0]) > _ABBREVIATION:
        walk.position -= 1  # The dot ends a sentence, it does not shorten a word.
    letters_only = match["strong"] in _PNR_LABELS if match["strong"] else False
    limit = min(len(plain), match.end() + _REACH)
    last = ""
    for _ in range(_STEPS):
        space = _SPACES.match(plain, walk.position)
        if space:
            walk.position = space.end()
        if walk.position >= limit:
            break
        date = DATE.match(plain, walk.position)
        if date:
            walk.position, walk.dated = date.end(), True
            continue
        value = read_value(view, walk.position, letters_only=letters_only and not walk.strangers)
        if value is not None:
            return walk, value if last not in labels.NOT_A_REFERENCE_BEFORE else None
        word = _WORD.match(plain, walk.position)
        last = word[0] if word else ""
        if not (_word(walk, word, generic=generic) if word else _sign(plain, walk, generic=generic)):
            break
    return walk, None


def _word(walk: _Walk, word: re.Match[str], *, generic: bool) -> bool:
    """Steps over a word; False after one that separates the label from all values."""
    text = word[0].rstrip("'")
    if generic and text in labels.PRODUCT_AFTER:
        return False
    walk.position = word.end()
    if text in labels.MARKERS and word[0] != "n'":
        walk.strength = walk.strength if generic else 3
    elif text in labels.LINKS:
        walk.strength = walk.strength if generic else max(walk.strength, 2)
    elif text not in labels.FILLERS:
        walk.strangers += 1
        return not generic and walk.lines == 0 and walk.strangers <= _STRANGERS
    return True


def _sign(plain: str, walk: _Walk, *, generic: bool) -> bool:
    """Steps over a sign or a line end; False where the label's clause ends."""
    char = plain[walk.position]
    if char in "\n\r":
        walk.lines += char == "\n"
        header = HEADER.match(plain, walk.position + 1)
        walk.position = header.end() if header else walk.position + 1
        return walk.lines <= _LINES and not walk.strangers
    dots = _DOTS.match(plain, walk.position)
    if dots:
        walk.position = dots.end()
        return True
    walk.position += 1
    if char in _COLONS or char in _SIGNS:
        if not generic:
            walk.strength = max(walk.strength, 3 if char in _SIGNS else 2)
        return True
    if char in _SKIPPED:
        walk.enclosed = walk.enclosed or char in "([«"
        return True
    if char in ",;":
        walk.commas += 1
        return walk.commas <= 1
    return char == "." and (generic or plain[walk.position : walk.position + 1] in ("\n", "\r", ":"))


def _accepts(view: TextView, match: re.Match[str], walk: _Walk, value: Value) -> bool:
    """Whether `value` is long and odd enough for the way in which it was announced."""
    if value.quantity or value.time:
        return False
    if match["generic"] is not None:
        return _accepts_generic(view, match, walk, value)
    if view.plain.startswith("0x", value.start) and (
        match["weak"] or _ERROR.search(view.plain, match.start(), value.start)
    ):
        return False  # `code retour 0x80070057`
    strength = walk.strength
    if (value.year or value.product) and strength < 3:
        return False
    mixed = value.letters >= 1 and value.digits >= 2
    if value.thousands and strength < 3 and value.digits <= 6:
        return False
    if walk.strangers or (walk.dated and strength < 3):
        if value.year or (match["weak"] and (walk.strangers > 1 or value.digits < 9)):
            return False
        distant = value.digits >= 7 or (value.coded and value.letters >= 1 and value.digits >= 5)
        near = strength == 3 or walk.enclosed
        return (distant or (near and (value.digits >= 5 or value.coded))) and not value.phone
    if walk.lines and strength < 2 and "\n" in view.plain[match.end() : value.start].strip(" \t\r\n?:"):
        return False
    if walk.lines and match["weak"] and strength < 2:
        return False
    if walk.commas and strength < 3:
        return value.digits >= 5
    if value.amount and (strength < 2 or match["weak"]):
        return False
    if value.digits == 0:
        return True
    if strength == 3:
        if match["weak"]:
            return value.digits >= 4 or (mixed and value.size >= 5)
        return value.size >= 2 and (not walk.lines or value.digits >= 3)
    if strength == 2:
        person = _PERSONS.match(match["strong"] or "") is not None
        if person and value.amount:
            return False  # a speaker who says an amount: `Client : sept mille quatre cents`
        return value.digits >= (5 if person else 4) or (mixed and value.size >= 4)
    if match["strong"] in _PNR_LABELS and value.size in (5, 6, 7):
        return value.digits >= 4 or (mixed or view.text[value.start : value.end].isupper())
    if match["weak"]:
        return (value.letters == 0 and value.digits >= 6) or (value.coded and value.digits >= 4)
    return (value.letters == 0 and value.digits >= 4) or value.coded


def _accepts_generic(view: TextView, match: re.Match[str], walk: _Walk, value: Value) -> bool:
    """A lone `n°`, `réf.` or `id`: not after a product, not a phone, not a short number."""
    plain = view.plain
    if value.phone or value.year or value.product or walk.lines > 1 or plain.startswith("0x", value.start):
        return False
    before = plain[max(0, match.start() - 70) : match.start()]
    words = re.findall(r"[a-z][a-z-]*", last_sentence(before))
    beside = bool(words) and before.rstrip(" ").endswith(words[-1])
    if _NO_LABEL_BEFORE.search(before):
        return False
    if beside and words[-1] in labels.NOT_A_REFERENCE_BEFORE:
        return False
    name = match["generic"]
    link = plain[match.end() : value.start]
    if name.startswith("ref"):
        said = view.text[max(0, match.start() - 70) : match.start()].lower()
        if "\n" not in link and is_a_product(words, before, said):
            return False
        if is_an_article(view, value.start, value.end):
            return False
        mixed = value.letters >= 1 and value.digits >= 2 and value.size >= 5
        return value.digits >= 4 or mixed or (value.digits >= 3 and ":" in link)
    if name == "#":
        # `*#06#` asks a phone for something
        return value.digits >= 4 and match.end() == value.start and not before.endswith("*")
    if name == "code":
        return value.coded and value.digits >= 5 and not is_a_product(words, before, before)
    if name in ("nb", "nbr"):
        return False
    if name in ("n", "no", "ns", "nos") and not _NUMERO_SIGN.match(plain, match.end() - 1):
        return False
    if beside and words[-1].rstrip("s") in labels.PRODUCTS:
        return False
    return value.digits >= 5 or (value.letters >= 1 and value.digits >= 3 and value.size >= 6)
