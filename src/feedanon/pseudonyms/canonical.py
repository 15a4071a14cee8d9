"""The form in which the ways to write one value agree."""

from __future__ import annotations

import re

from feedanon.detection.folding import fold
from feedanon.pseudonyms.generalize import read_date

_SEPARATORS = re.compile(r"[\s\u00a0\u202f./\\()-]+")
_NUMBERS = frozenset(
    (
        "FR_SIREN FR_SIRET FR_VAT FR_RNA FR_NIR FR_TAX_ID IBAN_CODE BIC CREDIT_CARD FR_ID_CARD FR_PASSPORT "
        "FR_DRIVING_LICENCE FR_RESIDENCE_PERMIT FR_LICENSE_PLATE VIN MAC_ADDRESS DEVICE_ID FR_POSTCODE "
        "FR_ENERGY_METER CUSTOMER_ID"
    ).split()
)


def canonical(entity_type: str, value: str) -> str:
    """The canonical form of a value; empty when only the same writing is the same value.

    Phones become E.164, dates ISO 8601, numbers lose their separators, everything else its case, accents and spacing.
    """
    if entity_type == "PHONE_NUMBER":
        return _phone(value)
    if entity_type == "CREDENTIAL":
        return ""  # the case and the spaces of a password matter
    folded = fold(value)
    if entity_type == "DATE_OF_BIRTH":
        day = read_date(folded)
        return str(day) if day else folded
    if entity_type in _NUMBERS:
        return _SEPARATORS.sub("", folded)
    return " ".join(folded.split())


def _phone(value: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        return str(format_number(parse(value, "FR"), PhoneNumberFormat.E164))
    except NumberParseException:
        return _SEPARATORS.sub("", fold(value))
