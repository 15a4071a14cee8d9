"""Marked values: `[[PERSON|Karim]]` stands in a text as somebody wrote it, and every filling shows another.

Slots say what a value is and the generator writes it; marks keep how people wrote it. Names and towns are exchanged in
most fillings, the digits of numbers and codes in all, so that shapes and wordings are learned and values are not.
"""

from __future__ import annotations

import random
import re

from feedanon.detection import lexicon as lx
from training.people import Person
from training.places import Place

NOT_TAUGHT = frozenset({"EMAIL_ADDRESS", "URL", "MAC_ADDRESS", "GPS_COORDINATES"})
"""Rules find these: the model is neither taught nor judged on them."""
_OWN = frozenset(
    "PERSON CITY STREET_ADDRESS USERNAME CREDENTIAL DATE_OF_BIRTH FR_POSTCODE PHONE_NUMBER".split()
)
_REFERENCE = "CUSTOMER_ID"
"""What all other labels are to the model: somebody's number."""

_KEPT_WHOLE = 0.3
_ODD_NAME_KEPT = 0.6
_TOWN_KEPT = 0.5
_DIGIT_KEPT = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"(?<!\+)(?<!\+\d)(?:(?<=\d)\d|[1-9])")
"""A digit that may be another: no leading zero, no `+33`."""
_STAYS = frozenset(
    "de la le du des van von ben del der den comme tata tonton papy mamie papi accent apostrophe tiret".split()
)


class Marks:
    """Shows the marked values of one filling; the same value is always the same other.

    Args:
        dice: decides everything.
        validation: use the held-out names.
    """

    def __init__(self, dice: random.Random, validation: bool) -> None:
        self._dice = dice
        self._validation = validation
        self._shown: dict[tuple[str, str], str] = {}
        self._names_stay: bool | None = None

    def show(self, label: str, surface: str) -> tuple[str, str | None]:
        """What stands for a marked value.

        Args:
            label: of the mark, with a question mark before it when it may go either way.
            surface: what was marked.

        Returns:
            The text and what the model learns of it; None when it learns nothing.
        """
        if label.startswith("?") or label in NOT_TAUGHT:
            return surface, None
        if label == "PERSON":
            if self._names_stay is None:
                self._names_stay = self._dice.random() < _KEPT_WHOLE
            return surface if self._names_stay else _WORD.sub(self._renamed, surface), label
        if label == "CITY":
            return self._town(surface), label
        label = label if label in _OWN else _REFERENCE
        if label == "DATE_OF_BIRTH":
            return surface, label
        key = "", surface
        if key not in self._shown:
            self._shown[key] = _DIGIT.sub(self._redrawn, surface)
        return self._shown[key], label

    def _redrawn(self, digit: re.Match[str]) -> str:
        return digit[0] if self._dice.random() < _DIGIT_KEPT else str(self._dice.randint(1, 9))

    def _town(self, surface: str) -> str:
        key = "town", surface.lower()
        if key not in self._shown:
            stays = self._dice.random() < _TOWN_KEPT
            self._shown[key] = surface if stays else Place(self._dice, self._validation).shown
        return _cased(self._shown[key], surface)

    def _renamed(self, match: re.Match[str]) -> str:
        word = match[0]
        low = word.lower()
        if len(word) <= 2 or low in _STAYS:
            return word
        key = "name", low
        if key not in self._shown and self._stays(word):
            self._shown[key] = word
        if key not in self._shown:
            person = Person(self._dice, self._validation)
            self._shown[key] = person.first if lx.Lexicon.load().has(word, lx.FIRST_NAME) else person.last
        return _cased(self._shown[key], word)

    def _stays(self, word: str) -> bool:
        """Whether a name is shown as it was written: nicknames, slips and names that are words are hard to invent."""
        flags = lx.Lexicon.load().flags(word)
        odd = flags & lx.ORDINARY_WORD or not flags & (lx.FIRST_NAME | lx.SURNAME)
        return bool(odd) and self._dice.random() < _ODD_NAME_KEPT


def _cased(text: str, like: str) -> str:
    """`text` in small letters or capitals when `like` is."""
    if like.islower():
        return text.lower()
    return text.upper() if like.isupper() and len(like) > 2 else text
