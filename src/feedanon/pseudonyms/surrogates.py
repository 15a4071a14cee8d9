"""Realistic pseudonyms: of the same kind as the value, unlike anything in the texts or the session."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from feedanon.detection.folding import fold
from feedanon.pseudonyms import surrogate_codes as codes
from feedanon.pseudonyms import surrogate_places as places
from feedanon.pseudonyms.chance import Chance
from feedanon.pseudonyms.person_names import CIVILITIES, PARTICLES, Mention, read_mention
from feedanon.pseudonyms.surrogate_dates import birth_date
from feedanon.pseudonyms.surrogate_index import SurrogateIndex
from feedanon.pseudonyms.surrogate_people import Person
from feedanon.vaults.base import Claim, Group, Taken

_ATTEMPTS = 24
_PICKY = 3
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_COMPANY = ("FR_SIREN", "FR_SIRET", "FR_VAT")
_SHAPED = frozenset(
    (
        "FR_TAX_ID FR_ID_CARD FR_PASSPORT FR_DRIVING_LICENCE FR_RESIDENCE_PERMIT FR_LICENSE_PLATE VIN MAC_ADDRESS "
        "DEVICE_ID CUSTOMER_ID FR_ENERGY_METER FR_RNA BIC"
    ).split()
)
_OF_PEOPLE = ("PERSON", "EMAIL_ADDRESS", "USERNAME")
_REWRITTEN: dict[str, Callable[[str, Chance, str], str | None]] = {
    "PHONE_NUMBER": codes.phone,
    "DATE_OF_BIRTH": birth_date,
}
_DRAWS: dict[str, Callable[[str, Chance], str | None]] = {
    "FR_NIR": codes.nir,
    "IBAN_CODE": codes.iban,
    "CREDIT_CARD": codes.card,
    "IP_ADDRESS": codes.ip,
    "CITY": places.town,
    "STREET_ADDRESS": places.street,
}


def has_surrogate(entity_type: str, value: str) -> bool:
    """Whether a value is written in a way that a realistic one can be made for; else it gets a token."""
    if entity_type in ("PERSON", "CITY", "STREET_ADDRESS"):
        return _LETTERS.search(value) is not None
    if entity_type in _OF_PEOPLE:
        return Person.can_spell(value, entity_type)
    if entity_type in _COMPANY:
        return codes.siren_of(entity_type, value) is not None
    trial = Chance(b"", "trial")
    if entity_type in _REWRITTEN:
        return _REWRITTEN[entity_type](value, trial, "") is not None
    draw = _DRAWS.get(entity_type, codes.like if entity_type in _SHAPED else None)
    return (
        draw(value, trial) is not None
        if draw
        else entity_type == "FR_POSTCODE" and len(codes.compact(value)) == 5
    )


class SurrogateMaker:
    """Makes realistic pseudonyms for one batch.

    Args:
        key: a secret that seeds the choice.
        texts: the batch, in which no surrogate may stand.
        index: the surrogates of the session so far; those made here are added.
        mentions: what the names of people among the claims say.
    """

    def __init__(
        self, key: bytes, texts: Sequence[str], index: SurrogateIndex, mentions: Mapping[str, Mention]
    ) -> None:
        self._key = key
        self._texts = texts
        self._index = index
        self._mentions = mentions

    @cached_property
    def _folded(self) -> str:
        return "\n".join(map(fold, self._texts))

    @cached_property
    def _words(self) -> set[str]:
        return set(_WORD.findall(self._folded))

    def make(self, claim: Claim, number: int, group: Group, taken: Taken) -> str | None:
        """A pseudonym for a new record, or None when this kind of value has none."""
        for attempt in range(_ATTEMPTS):
            chance = Chance(self._key, claim.space, number, claim.part, len(group), attempt)
            new = self._draw(claim, group, chance, attempt)
            if new is None:
                return None
            if self._free(claim, new, group, taken, strict=attempt < _PICKY):
                self._index.add([(claim.entity_type, new)])
                return new
        return None

    def _draw(self, claim: Claim, group: Group, chance: Chance, attempt: int) -> str | None:
        kind, value = claim.entity_type, claim.value
        if kind == "PERSON":
            mention = self._mentions.get(value) or read_mention(value)
            return Person(group, chance, attempt).name(value, mention)
        if kind in _OF_PEOPLE:
            return Person(group, chance, attempt).address(value, kind)
        return self._draw_code(claim, group, chance, attempt)

    @staticmethod
    def _draw_code(claim: Claim, group: Group, chance: Chance, attempt: int) -> str | None:
        kind, value = claim.entity_type, claim.value
        if attempt >= _ATTEMPTS // 2:
            group = ()  # what fits the group is used up
        if kind in _COMPANY:
            return codes.company(kind, value, tuple(group), chance)
        if kind == "FR_POSTCODE":
            return places.postcode(value, group, chance)
        # Another writing of one number or date is the same surrogate, written likewise.
        known = "" if attempt else next((r.pseudonym for r in group if r.entity_type == kind), "")
        if kind in _REWRITTEN:
            return _REWRITTEN[kind](value, chance, known)
        draw = _DRAWS.get(kind, codes.like if kind in _SHAPED else None)
        if draw is None:
            return None
        return (draw is not places.street and known and codes.again(value, known)) or draw(value, chance)

    def _free(self, claim: Claim, new: str, group: Group, taken: Taken, *, strict: bool) -> bool:
        """Whether a candidate equals no value or pseudonym; if `strict`, also shares no name with the batch."""
        folded = fold(new)
        if (
            folded == fold(claim.value)
            or self._index.reads_as_known(new)
            or taken(new)
            or folded in self._folded
        ):
            return False
        if claim.entity_type != "PERSON" or not strict:
            return True
        known = {word for record in group for word in _WORD.findall(fold(record.pseudonym))}
        telling = (
            {word for word in _WORD.findall(folded) if len(word) > 1} - known - PARTICLES - CIVILITIES.keys()
        )
        kept = set(_WORD.findall(fold(claim.value)))
        return not (telling - kept) & self._words
