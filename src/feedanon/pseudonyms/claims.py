"""From an entity in a text to a claim on the vault: which identity it names, and how to find it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from feedanon.detection.folding import fold
from feedanon.pseudonyms.plan import Piece
from feedanon.pseudonyms.token_pattern import token_name
from feedanon.pseudonyms.type_names import LITERAL
from feedanon.vaults.base import Claim

_SEPARATORS = re.compile(r"[\s\u00a0\u202f./\\()-]+")
_NUMBERS = frozenset(
    "FR_SIREN FR_SIRET FR_VAT FR_RNA FR_NIR FR_TAX_ID IBAN_CODE BIC CREDIT_CARD FR_ID_CARD FR_PASSPORT "
    "FR_DRIVING_LICENCE FR_RESIDENCE_PERMIT FR_LICENSE_PLATE VIN MAC_ADDRESS DEVICE_ID FR_POSTCODE "
    "FR_ENERGY_METER".split()
)


def simple_claim(entity_type: str, value: str) -> Claim:
    """The claim of a value that names nobody else's group: its canonical form is its only alias."""
    name = token_name(entity_type)
    if entity_type == LITERAL:
        return Claim(LITERAL, value, LITERAL, (), ())
    alias = canonical(entity_type, value)
    aliases = (alias,) if alias else ()
    return Claim(entity_type, value, name, aliases, aliases)


def canonical(entity_type: str, value: str) -> str:
    """The form in which the ways to write one value agree; empty when there is none.

    Phones become E.164, numbers lose their separators, everything else its case, accents and spacing.
    """
    if entity_type == "PHONE_NUMBER":
        return _phone(value)
    folded = fold(value)
    if entity_type in _NUMBERS:
        return _SEPARATORS.sub("", folded)
    if entity_type == "CREDENTIAL":
        return ""  # the case of a password matters: no two are one
    return " ".join(folded.split())


def _phone(value: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        return str(format_number(parse(value, "FR"), PhoneNumberFormat.E164))
    except NumberParseException:
        return _SEPARATORS.sub("", fold(value))


def claims_of(texts: Iterable[tuple[str, Sequence[Piece]]]) -> list[Claim]:
    """The claims of a batch, each value once, literals first.

    Literals come first because a token must not equal one that stands in the same batch.

    Args:
        texts: texts with the pieces to replace.
    """
    literals: dict[tuple[str, str], Claim] = {}
    claims: dict[tuple[str, str], Claim] = {}
    for text, pieces in texts:
        for piece in pieces:
            if piece.spec.name not in ("token", "surrogate"):
                continue
            value = text[piece.start : piece.end]
            key = (piece.entity_type, value)
            if piece.entity_type == LITERAL:
                literals.setdefault(key, simple_claim(LITERAL, value))
            elif key not in claims:
                claims[key] = simple_claim(piece.entity_type, value)
    return [*literals.values(), *claims.values()]
