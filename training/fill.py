"""Fills the slots of a frame: a list of pieces, each with what it is."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from training import gazetteers, numbers
from training.frames import SLOT, Frame
from training.marks import Marks
from training.names import invented
from training.people import Person
from training.places import Place

IGNORED = "?"
"""The label of pieces that the model is neither taught nor judged on (e-mail addresses: rules find them)."""

LABEL_OF_SLOT = {
    **dict.fromkeys(("email", "url"), IGNORED),
    **dict.fromkeys(("phone", "phone_spoken"), "PHONE_NUMBER"),
    **dict.fromkeys(("password", "otp", "doorcode"), "CREDENTIAL"),
    **dict.fromkeys(("order", "customer", "contract", "parcel", "reference", "booking"), "CUSTOMER_ID"),
    # Numbers with a checksum are the rules' work; the model only learns that they are somebody's.
    **dict.fromkeys(("iban", "card", "siren", "siret", "vat", "nir", "plate", "ip", "pdl"), "CUSTOMER_ID"),
    **dict.fromkeys(("taxid", "iddoc", "imei", "serial"), "CUSTOMER_ID"),
    "pseudo": "USERNAME",
    "dob": "DATE_OF_BIRTH",
}
"""What the model learns of the slots that are neither names nor places."""

_PERSON_PARTS = frozenset({"full", "first", "last", "LAST", "initials", "nick", "spelled"})
_ELIDING = re.compile(r"\b(d|qu|jusqu|lorsqu|puisqu)e $", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(à|a|de) $", re.IGNORECASE)
_FEMALE = re.compile(
    r"(?i)(soeur|sœur|mère|mere|maman|femme|fille|épouse|compagne|copine|tante|nièce|grand-mère|mamie|voisine|caissière"
    r"|vendeuse|conseillère|serveuse|technicienne|infirmière|hôtesse|coiffeuse|née|cousine|belle-mère|marraine|la|une)\s$"
)
_MALE = re.compile(
    r"(?i)(frère|frere|père|pere|papa|mari|fils|époux|compagnon|copain|oncle|neveu|grand-père|papi|voisin|caissier|vendeur"
    r"|conseiller|serveur|technicien|infirmier|livreur|coiffeur|né|cousin|beau-père|parrain|facteur|chauffeur|le|un)\s$"
)


@dataclass(slots=True)
class Piece:
    """A stretch of text with one label (``""``: must stay)."""

    text: str
    label: str = ""


def organization(dice: random.Random, validation: bool) -> str:
    """The name of a company that exists only in this text."""
    person = Person(dice, validation)
    trade = dice.choice(gazetteers.lines("trades"))
    word = invented(dice, dice.choice((2, 3)))
    acronym = "".join(dice.choice("ABCDEFGIJLMNPRSTV") for _ in range(dice.choice((3, 3, 4))))
    town = Place(dice, validation).commune.name
    return dice.choice(
        (
            f"{trade} {person.last}", f"{trade} {person.last}", f"{person.last} {trade}", f"{trade} {town}",
            f"{trade} {person.first} {person.last}", f"{person.last} & Fils", f"{person.last} et Fils",
            f"{person.last} Frères", f"{trade} {word}", word, f"{word} {trade}", f"{trade} du Centre",
            f"{trade} {acronym}", acronym, f"{word} France", dice.choice(gazetteers.lines("brands")),
        )
    )  # fmt: skip


class Filler:
    """Fills one frame; the same slot always names the same person or place."""

    def __init__(self, frame: Frame, seed: str, validation: bool) -> None:
        """Args: the frame, a seed for this filling, and whether held-out names are used."""
        self.frame = frame
        self.dice = random.Random(seed)
        self.validation = validation
        self.people: dict[str, Person] = {}
        self.places: dict[str, Place] = {}
        self.streets: dict[str, str] = {}
        capitals = sum(c.isupper() for c in frame.plain())
        self.careless = capitals * 60 < len(frame.plain())
        self.lower_names = self.dice.random() < (0.55 if self.careless else 0.10)
        self.caps_names = not self.lower_names and self.dice.random() < 0.05
        self.aloud = frame.kind in ("call", "interview") and self.dice.random() < 0.5
        self.values: dict[str, str] = {}
        self.marks = Marks(self.dice, validation)

    def fill(self) -> list[Piece]:
        """The pieces of the text, in order."""
        pieces: list[Piece] = []
        template, position = self.frame.template, 0
        for match in SLOT.finditer(template):
            if match.start() > position:
                pieces.append(Piece(self._plain(template[position : match.start()])))
            position = match.end()
            pieces.extend(self._slot(match, pieces))
        if position < len(template):
            pieces.append(Piece(self._plain(template[position:])))
        return [piece for piece in pieces if piece.text]

    def _plain(self, text: str) -> str:
        return text if self.validation else swap_brands(text, self.dice)

    def _slot(self, match: re.Match[str], before: list[Piece]) -> list[Piece]:
        if match["mark"]:
            text, label = self.marks.show(match["mark"], match["surface"])
            return [Piece(text, IGNORED if label is None else label)]
        if match["person"]:
            return self._person(match, before)
        if match["place"]:
            return self._place(match, before)
        word = match["word"]
        if word == "org":
            return [Piece(organization(self.dice, self.validation), "ORGANIZATION")]
        if word in ("brand", "product"):
            return [Piece(self.dice.choice(gazetteers.lines(f"{word}s")))]
        if word in ("country", "region"):
            return [Piece(self.dice.choice(gazetteers.lines("lands")))]
        return [Piece(self._value(word), LABEL_OF_SLOT.get(word, ""))]

    def _value(self, word: str) -> str:
        """A number, a code or a date; in calls in words, and now and then the same one again."""
        if word in self.values and self.dice.random() < 0.25:
            return self.values[word]
        said = numbers.said_aloud(word, self.dice) if self.aloud else None
        text = numbers.value(word, self.dice) if said is None else said
        if self.lower_names and self.dice.random() < 0.5:
            text = text.lower()
        self.values[word] = text
        return text

    def _person(self, match: re.Match[str], before: list[Piece]) -> list[Piece]:
        number, part = match["person"], match["part"]
        tail = before[-1].text if before else ""
        if number not in self.people:
            gender = "F" if _FEMALE.search(tail[-20:]) else "M" if _MALE.search(tail[-20:]) else ""
            self.people[number] = Person(self.dice, self.validation, gender)
        person = self.people[number]
        if part == "civ":
            return [Piece(person.civility)]
        if part == "handle":
            return [Piece(person.handle(), "USERNAME")]
        if part == "email":
            return [Piece(person.email(), IGNORED)]
        if part == "email_spoken":
            return [Piece(person.email_spoken(), IGNORED)]
        if part in ("phone", "dob", "nir"):
            return [Piece(self._value(part), LABEL_OF_SLOT[part])]
        after_first = re.search(r"\{p\d\.first\}[ .]?$", match.string[: match.start()]) is not None
        text = _shown(person, part, after_first)
        if text.endswith(".") and match.string[match.end() : match.end() + 1] == ".":
            text = text[:-1]
        if part in ("full", "first", "last", "nick"):
            if self.lower_names and self.dice.random() < 0.9:
                text = text.lower()
            elif self.caps_names:
                text = text.upper()
        elide(before, text, self.dice)
        return [Piece(text, "PERSON")]

    def _place(self, match: re.Match[str], before: list[Piece]) -> list[Piece]:
        number = match["number"]
        place = self.places.setdefault(number, None) or Place(self.dice, self.validation)  # type: ignore[arg-type]
        self.places[number] = place
        kind = match["place"]
        if kind == "postcode":
            return [Piece(place.shown_postcode(self.aloud), "FR_POSTCODE")]
        if kind != "city":
            text = self.streets.get(match[0]) or place.written(kind, self.aloud)
            self.streets[match[0]] = text
            return [Piece(text.lower() if self.lower_names else text, "STREET_ADDRESS")]
        text = place.shown.lower() if self.lower_names else place.shown
        text = contract(before, text, self.dice)
        elide(before, text, self.dice)
        return [Piece(text, "CITY")]


@lru_cache(maxsize=1)
def _brand_lists() -> tuple[re.Pattern[str], dict[str, str]]:
    list_of = {entry: name for name in gazetteers.KEPT for entry in gazetteers.lines(name) if len(entry) > 3}
    entries = sorted(list_of, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, entries)) + r")(?!\w)"), list_of


@cache
def _brand_places(text: str) -> tuple[tuple[int, int, str], ...]:
    pattern, list_of = _brand_lists()
    return tuple((*match.span(), list_of[match[0]]) for match in pattern.finditer(text))


def swap_brands(text: str, dice: random.Random) -> str:
    """Now and then another brand, product or public figure in the place of one: traps in more shapes."""
    for start, end, name in reversed(_brand_places(text)):
        if dice.random() < 0.45:
            text = text[:start] + dice.choice(gazetteers.lines(name)) + text[end:]
    return text


def _shown(person: Person, part: str, after_first: bool) -> str:
    if part == "full":
        return person.full()
    if part == "initials":
        return person.initials(after_first)
    if part == "spelled":
        return person.spelled()
    return {"first": person.first, "last": person.last, "LAST": person.last.upper(), "nick": person.nick}[
        part
    ]


def elide(before: list[Piece], text: str, dice: random.Random) -> None:
    """``de `` before a vowel becomes ``d'``: mostly with its apostrophe, as customers write."""
    if not before or before[-1].label or not re.match(r"(?i)[aeiouyéèêëîïôœàâ]|h(?=[eéiuy])", text):
        return
    tail = before[-1].text
    match = _ELIDING.search(tail)
    if match and dice.random() < 0.92:
        sign = dice.choice(("'",) * 17 + (" ", "", "’"))
        before[-1].text = tail[: match.start()] + match[1] + sign


def contract(before: list[Piece], text: str, dice: random.Random) -> str:
    """``à Le Mans`` -> ``au Mans``; gives back what is left of the name."""
    article = re.match(r"(?i)(le|les) (?=\w)", text)
    if not article or not before or before[-1].label:
        return text
    match = _ARTICLE.search(before[-1].text)
    if not match or dice.random() < 0.06:
        return text
    plural, from_ = article[1].lower() == "les", match[1].lower() == "de"
    word = ("des" if plural else "du") if from_ else ("aux" if plural else "au")
    if match[1].isupper() and match[1] != "À":
        word = word.upper()
    before[-1].text = before[-1].text[: match.start()] + word + " "
    return text[article.end() :]


__all__ = ["IGNORED", "Filler", "Piece", "contract", "elide", "organization"]
