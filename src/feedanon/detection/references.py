"""Customer references: order, customer, contract, claim, ticket, parcel, invoice and booking numbers.

They have no shape of their own: a label announces them (`commande n°`, `réf. client`, `mon num client
c'est le`). From each label `reference_walk` leads over words without meaning to the value, and this module
judges it; `reference_places` looks where a walk does not lead: lists, answers, values before their label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.reference_places import answer, listed, loose_values, value_before
from feedanon.detection.reference_products import is_a_product, is_an_article, last_sentence
from feedanon.detection.reference_tables import column_cells
from feedanon.detection.reference_values import TELLING_WORDS, Value
from feedanon.detection.reference_walk import PNR_LABELS, REACH, Walk, is_marked, walk_from
from feedanon.entities import Entity

_BEFORE = 64
_LONGEST = 60
"""Characters before a label in which a value begins, and the most that a value has."""
_LEAST_SAID = 2
_SCORES = (0.55, 0.6, 0.8, 0.9)
_DIGIT = re.compile(r"[0-9*•]")
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
            and view.words.isdisjoint(PNR_LABELS)
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
            if said or match["strong"] in PNR_LABELS or _digit_near(view.plain, match):
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
        _DIGIT.search(plain, max(0, start - _BEFORE), end + REACH + _LONGEST) is not None
        or plain.find("\n", end, end + REACH + _LONGEST) >= 0
    )


def _from_label(view: TextView, match: re.Match[str], in_lists: set[int]) -> Iterator[tuple[Value, float]]:
    """The values that one label announces.

    Args:
        view: the text.
        match: the label.
        in_lists: where the values of the lists before begin; those of this label's list are added. A label inside of
            a list opens none of its own, or long lists would be read again from each of their labels.
    """
    walk, value = walk_from(view, match)
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
        reply = answer(view, match.start(), match.end(), letters_only=match["strong"] in PNR_LABELS)
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
        return is_marked(view, match)
    return True


def _accepts(view: TextView, match: re.Match[str], walk: Walk, value: Value) -> bool:
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
    if match["strong"] in PNR_LABELS and value.size in (5, 6, 7):
        return value.digits >= 4 or (mixed or view.text[value.start : value.end].isupper())
    if match["weak"]:
        return (value.letters == 0 and value.digits >= 6) or (value.coded and value.digits >= 4)
    return (value.letters == 0 and value.digits >= 4) or value.coded


def _accepts_generic(view: TextView, match: re.Match[str], walk: Walk, value: Value) -> bool:
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
