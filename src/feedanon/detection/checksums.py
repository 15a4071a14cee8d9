"""Checks of numbers for recognizer files: True is certain, False is refuted, None leaves the score.

python-stdnum does the arithmetic; these functions add what customers add (dots, dashes, slashes,
line breaks between the digits) and what python-stdnum does not know (RIB, parcels, vehicles).
"""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.fr import nif as stdnum_nif
from stdnum.fr import nir as stdnum_nir
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret
from stdnum.fr import tva as stdnum_tva
from stdnum.iso7064 import mod_97_10

_NOISE = re.compile(r"[^0-9A-Za-z]+")
_KEY_WORD = re.compile(r"(?:cl[eé]f?|nic|key)", re.IGNORECASE)
_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = {c: int(v) for c, v in zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True)}
_CARD_LENGTHS = frozenset({13, 14, 15, 16, 18, 19})


def compact(value: str) -> str:
    """`value` in capitals, letters and digits only, without the words `clé` and `NIC`."""
    return _NOISE.sub("", _KEY_WORD.sub("", value)).upper()


def siren(value: str) -> bool | None:
    """SIREN: refuted by its Luhn digit; one number in ten passes, so passing proves nothing."""
    return None if stdnum_siren.is_valid(compact(value)) else False


def siret(value: str) -> bool | None:
    """SIRET: two Luhn checks (or La Poste's sum), which one number in a hundred passes."""
    return bool(stdnum_siret.is_valid(compact(value)))


def vat(value: str) -> bool | None:
    """French VAT number: key of two characters over a SIREN."""
    return bool(stdnum_tva.is_valid(compact(value)))


def nir(value: str) -> bool | None:
    """NIR: certain when its key of two digits is right; a wrong key is a customer's slip, not a proof."""
    return True if stdnum_nir.is_valid(compact(value)) else None


def spi(value: str) -> bool | None:
    """SPI, the tax number: certain when its three check digits are right."""
    return True if stdnum_nif.is_valid(compact(value)) else None


def card(value: str) -> bool | None:
    """Payment card (ISO/IEC 7812): Luhn, a length in use and the first digit of a payment network."""
    number = compact(value)
    if len(number) not in _CARD_LENGTHS or number[0] not in "23456" or len(set(number)) == 1:
        return False
    # Fifteen digits are American Express; any other number of that length is an IMEI or a reference.
    if len(number) == 15 and number[:2] not in ("34", "37"):
        return False
    return bool(luhn.is_valid(number))


def rib(value: str) -> bool | None:
    """RIB: bank (5), branch (5), account (11) and key (2): the key is 97 minus the rest modulo 97."""
    number = compact(value)
    if len(number) != 23:
        return False
    bank, branch = number[:5], number[5:10]
    account, key = number[10:21].translate(_RIB_LETTERS), number[21:]
    if not (bank + branch + account + key).isdigit():
        return False
    expected = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    return True if int(key) == expected else None


def iban(number: str) -> bool:
    """Whether a compact IBAN has the right check digits (ISO 7064, modulo 97)."""
    rearranged = number[4:] + number[:4]
    return rearranged.isalnum() and rearranged.isascii() and bool(mod_97_10.is_valid(rearranged))


def parcel(value: str) -> bool | None:
    """Postal item (UPU S10, `XX123456785FR`): certain when its check digit is right."""
    number = compact(value)
    digits = number[2:11]
    if len(number) != 13 or not digits.isdigit():
        return None
    remainder = 11 - sum(int(d) * w for d, w in zip(digits, _S10_WEIGHTS, strict=False)) % 11
    check = {10: 0, 11: 5}.get(remainder, remainder)
    return True if int(digits[8]) == check else None


def vin(value: str) -> bool | None:
    """Vehicle (ISO 3779): certain when the North American check digit is right; in Europe it is free."""
    number = compact(value)
    if len(number) != 17 or not re.search(r"[A-Z].*[A-Z]", number) or sum(c.isdigit() for c in number) < 5:
        return False
    try:
        total = sum(
            (int(c) if c.isdigit() else _VIN_VALUES[c]) * w for c, w in zip(number, _VIN_WEIGHTS, strict=True)
        )
    except KeyError:
        return False
    return True if "0123456789X"[total % 11] == number[8] else None
