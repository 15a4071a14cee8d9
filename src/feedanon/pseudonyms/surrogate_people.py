"""Realistic people: names of the same kind and shape, and addresses that spell them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from feedanon.detection.folding import fold
from feedanon.detection.lexicon import BRAND_WORD, FREQUENT_WORD, LAND, ORDINARY_WORD, Lexicon
from feedanon.pseudonyms.chance import Chance
from feedanon.pseudonyms.person_names import WORD, Mention
from feedanon.vaults.base import Record

_ADDRESS = re.compile(r"[^\s@]*[^\W\d_]{2}[^\s@]*@[^\s@]+")
_LOGIN = re.compile(r"@?[\w.\-]*[^\W\d_]{3}[\w.\-]*")
_DOMAINS = ("example.com", "example.org", "example.net")
"""RFC 2606: domains that never belong to anybody."""


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, tuple[str, ...]], tuple[str, ...], dict[str, str]]:
    """First names by gender, surnames, and the gender of known first names."""
    # The lists of one provider; Faker itself would load dozens.
    from faker.providers.person.fr_FR import Provider

    every = {"f": set(Provider.first_names_female), "m": set(Provider.first_names_male)}
    genders = {fold(name): "f" for name in every["f"] - every["m"]}
    genders.update((fold(name), "m") for name in every["m"] - every["f"])
    female, male = _plain(every["f"]), _plain(every["m"])
    return {"f": female, "m": male, "": tuple(sorted({*female, *male}))}, _plain(Provider.last_names), genders


def _plain(names: Iterable[str]) -> tuple[str, ...]:
    """Single words that mean nothing else: a `Petit` in an answer could be the adjective."""
    lexicon = Lexicon.load()
    return tuple(
        sorted(
            {
                name
                for name in names
                if name.isalpha()
                and len(name) > 3
                and not lexicon.has(name, ORDINARY_WORD | FREQUENT_WORD | LAND | BRAND_WORD)
            }
        )
    )


class Person:
    """The stand-in of one person: a surrogate word for each word of the real name.

    Args:
        group: what the session knows of the person; the words used before are used again.
        chance: draws new words.
        attempt: from the second on, nothing used before is used again; later ones draw double names.
    """

    def __init__(self, group: Iterable[Record], chance: Chance, attempt: int) -> None:
        self._chance = chance
        self._gender = ""
        self._double = attempt > 8
        self._words: dict[str, str] = {}
        if attempt == 0:
            for record in group:
                self._learn(record)

    def _learn(self, record: Record) -> None:
        if record.entity_type != "PERSON":
            return
        values, surrogates = record.value.split(" "), record.pseudonym.split(" ")
        if len(values) == len(surrogates):
            for value, surrogate in zip(values, surrogates, strict=True):
                if len(value.rstrip(".")) > 1 and len(surrogate.rstrip(".")) > 1:
                    self._words.setdefault(fold(value), surrogate)

    def name(self, value: str, mention: Mention) -> str | None:
        """A name as `value` is one, word by word; None when `value` holds no name.

        Args:
            value: the name, its words separated by single spaces.
            mention: what it says, in whatever writing.
        """
        if not mention.identity:
            return None
        self._gender = mention.gender or self._gender_of(mention.firsts)
        roles = {word.key: word.role for word in mention.words}
        result = []
        for word in value.split(" "):
            inside = [roles.get(key, "") for key in WORD.findall(fold(word))]
            role = next((role for role in inside if role in ("first", "last")), "")
            new = self._word(word, role) if role else word
            # Only civilities, particles and signs may stay as they are.
            if new is None or (not role and not any(inside) and any(map(str.isalnum, word))):
                return None
            result.append(new)
        return " ".join(result)

    def _word(self, word: str, role: str) -> str | None:
        letters = [index for index, char in enumerate(word) if char.isalpha()]
        if not letters:
            return None
        first, last = letters[0], letters[-1] + 1
        core = word[first:last]
        if any(map(str.isalnum, word[:first] + word[last:])):
            return None
        if len(core) == 1:
            known = next((new for old, new in self._words.items() if old[0] == fold(core)), None)
            core = (known or self.word(core, role))[0]
        elif len(core) > 2 and core[1] in "'’":
            core = core[:2] + self.word(core[2:], role)
        else:
            core = self.word(core, role)
        return word[:first] + core + word[last:]

    def word(self, word: str, role: str) -> str:
        """The surrogate of one word of the name, always the same one."""
        key = fold(word)
        if key not in self._words:
            firsts, lasts, _ = _names()
            names = firsts[self._gender] if role == "first" else lasts
            parts = 2 if "-" in word or self._double else 1
            new = key
            while fold(new) == key or new in self._words.values():
                new = "-".join(self._chance.one_of(names) for _ in range(parts))
            self._words[key] = new
        return self._words[key]

    def _gender_of(self, firsts: Iterable[str]) -> str:
        genders = _names()[2]
        return next((genders[first] for first in firsts if first in genders), "")

    def address(self, value: str, entity_type: str) -> str | None:
        """An e-mail address or login that spells the surrogate name as `value` spells the real one.

        Returns:
            None when `value` is not shaped as an address, or too short to tell.
        """
        if not self.can_spell(value, entity_type):
            return None
        local, at, _ = value.partition("@") if entity_type == "EMAIL_ADDRESS" else (value, "", "")
        return self._local(local) + (at and f"@{self._chance.one_of(_DOMAINS)}")

    def _local(self, local: str) -> str:
        pieces: list[str] = []
        word = ""
        kinds = 0
        for char in f"{local}\0":
            if char.isalpha():
                word += char
                continue
            if word:
                pieces.append(self._spelled(word, "first" if kinds == 0 else "last"))
                kinds += 1
                word = ""
            if char.isdigit():
                pieces.append(self._chance.digits(1))
            elif char != "\0":
                pieces.append(char)
        return "".join(pieces)

    @staticmethod
    def can_spell(value: str, entity_type: str) -> bool:
        """Whether `address` has something to offer."""
        return bool((_ADDRESS if entity_type == "EMAIL_ADDRESS" else _LOGIN).fullmatch(value))

    def _spelled(self, word: str, role: str) -> str:
        key = fold(word)
        if len(key) == 1:
            known = next((new for old, new in self._words.items() if old[0] == key), None)
            return fold(known or self.word(word, role))[0]
        for first, second in self._pairs():
            if key == first + second:
                return fold(self._words[first] + self._words[second]).replace("-", "")
            if key == first[0] + second:
                return fold(self._words[first][0] + self._words[second]).replace("-", "")
        return fold(self.word(word, role)).replace("-", "")

    def _pairs(self) -> list[tuple[str, str]]:
        return [(first, second) for first in self._words for second in self._words if first != second]
