"""Realistic numbers: the same shape, valid checksums, ranges that are kept for fiction where there are any."""

from __future__ import annotations

from feedanon.detection.folding import fold
from feedanon.pseudonyms.chance import Chance
from feedanon.vaults.base import Record

_FICTION = {
    "01": "019900",
    "02": "026191",
    "03": "035301",
    "04": "046571",
    "05": "053649",
    "06": "063998",
    "07": "063998",
}
"""ARCEP decision 2018-0881: prefixes whose ten thousand numbers are kept for films and books."""

_KEPT_LETTERS = 4


def fill(shape: str, characters: str) -> str | None:
    """`shape` with its letters and digits replaced, in order, by `characters`; separators stay."""
    if sum(char.isalnum() for char in shape) != len(characters):
        return None
    source = iter(characters)
    return "".join([next(source) if char.isalnum() else char for char in shape])


def compact(value: str) -> str:
    """The letters and digits of `value`, plain and in capitals; empty when not all of them are ASCII."""
    plain = "".join(char for char in fold(value) if char.isalnum())
    return plain.upper() if plain.isascii() else ""


def phone(value: str, chance: Chance, known: str = "") -> str | None:
    """A number of the same kind that nobody can be given; None for kinds without such a range.

    Args:
        value: the number, in any French writing.
        chance: draws the four digits that are free.
        known: another writing of the surrogate, which is written anew.
    """
    split = _national_part(value)
    if split is None:
        return None
    prefix, national = split
    other = _national_part(known)
    start = _FICTION.get(national[:2])
    new = other[1] if other else start and start + chance.digits(4)
    if not new:
        return None
    trunk = not prefix or len(compact(value)) == len(prefix) + 10
    return fill(value, prefix + (new if trunk else new[1:]))


def _national_part(value: str) -> tuple[str, str] | None:
    """The international prefix as written, and the ten digits of a French number."""
    digits = compact(value)
    if not digits.isdigit():
        return None
    if len(digits) == 10 and digits[0] == "0":
        return "", digits
    for prefix in ("0033", "33"):
        rest = digits.removeprefix(prefix)
        if len(rest) < len(digits) and (prefix == "0033" or value.lstrip("( ")[:1] == "+"):
            if len(rest) == 9:
                return prefix, f"0{rest}"
            if len(rest) == 10 and rest[0] == "0":
                return prefix, rest
    return None


def again(value: str, known: str) -> str | None:
    """The surrogate `known` in the shape of `value`, when it has as many letters and digits."""
    plain = compact(known)
    return fill(value, plain) if plain and plain != compact(value) else None


def luhn(digits: str) -> str:
    """`digits` with the check digit of ISO/IEC 7812 behind them."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        number = int(char) * (2 if index % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return digits + str(-total % 10)


def company(entity_type: str, value: str, group: tuple[Record, ...], chance: Chance) -> str | None:
    """A SIREN, SIRET or VAT number; those of one company share the SIREN."""
    digits = compact(value)
    siren = next(
        (found for record in group if (found := siren_of(record.entity_type, record.pseudonym))), None
    )
    siren = siren or luhn(str(chance.number(1, 9)) + chance.digits(7))
    if entity_type == "FR_SIREN" and len(digits) == 9:
        return fill(value, siren)
    if entity_type == "FR_SIRET" and len(digits) == 14:
        return fill(value, luhn(f"{siren}{chance.number(1, 999):04}"))
    if entity_type == "FR_VAT" and len(digits) == 13 and digits[:2] == "FR":
        key = (12 + 3 * (int(siren) % 97)) % 97
        return fill(value, f"FR{key:02}{siren}")
    return None


def siren_of(entity_type: str, value: str) -> str | None:
    """The SIREN inside a SIREN, SIRET or VAT number; None when it is not written with its digits."""
    digits = compact(value)
    start, length = {"FR_SIREN": (0, 9), "FR_SIRET": (0, 14), "FR_VAT": (4, 13)}.get(entity_type, (0, 0))
    siren = digits[start : start + 9]
    return siren if len(digits) == length and siren.isdigit() and length else None


def nir(value: str, chance: Chance) -> str | None:
    """A social-security number: the same sex, a birth year of the same five, another place, a valid key."""
    digits = compact(value)
    if not digits.isdigit() or len(digits) not in (13, 15) or digits[0] not in "12":
        return None
    year = int(digits[1:3]) // 5 * 5 + chance.number(0, 4)
    body = (
        f"{digits[0]}{year:02}{chance.number(1, 12):02}{chance.number(1, 95):02}"
        f"{chance.number(1, 570):03}{chance.number(1, 999):03}"
    )
    if body[5:7] == "20":  # Corsica writes letters there
        body = f"{body[:5]}21{body[7:]}"
    key = f"{97 - int(body) % 97:02}" if len(digits) == 15 else ""
    return fill(value, body + key)


def iban(value: str, chance: Chance) -> str | None:
    """An account of the same country: ISO 13616 check digits, and the RIB key of French accounts."""
    text = compact(value)
    if len(text) == 23 and text.isdigit():
        return fill(value, _rib(chance))
    if not (15 <= len(text) <= 34 and text[:2].isalpha() and text[2:4].isdigit()):
        return None
    country = text[:2]
    if country in ("FR", "MC") and len(text) == 27:
        body = _rib(chance)
    else:
        body = "".join(chance.digits(1) if char.isdigit() else char for char in text[4:])
    number = "".join(str(int(char, 36)) for char in f"{body}{country}00")
    return fill(value, f"{country}{98 - int(number) % 97:02}{body}")


def _rib(chance: Chance) -> str:
    bank, branch, account = chance.digits(5), chance.digits(5), chance.digits(11)
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    return f"{bank}{branch}{account}{key:02}"


def card(value: str, chance: Chance) -> str | None:
    """A card number of the same brand and length with a valid check digit."""
    digits = compact(value)
    if not digits.isdigit() or not 12 <= len(digits) <= 19:
        return None
    return fill(value, luhn(digits[0] + chance.digits(len(digits) - 2)))


def ip(value: str, chance: Chance) -> str | None:
    """An address of the ranges for documentation (RFC 5737, RFC 3849)."""
    if value.count(".") == 3 and ":" not in value:
        return f"{chance.one_of(('192.0.2', '198.51.100', '203.0.113'))}.{chance.number(1, 254)}"
    if ":" in value:
        return "2001:DB8:" + ":".join(f"{chance.number(1, 65535):X}" for _ in range(6))
    return None


def like(value: str, chance: Chance) -> str | None:
    """A code of the same shape: digits for digits, letters for letters; a short prefix of letters stays."""
    letters = 0
    for char in value:
        if not (char.isascii() and char.isalpha()):
            break
        letters += 1
    kept = letters if letters <= _KEPT_LETTERS and letters < len(value) else 0
    if sum(char.isalnum() for char in value) - kept < 4:
        return None  # too few to be different from everything else
    hexadecimal = all(char in "0123456789ABCDEF-:{}" for char in value.upper()) and len(value) > 11
    result = [value[:kept]]
    for char in value[kept:]:
        if char.isdigit():
            result.append(chance.digits(1))
        elif char.isalpha():
            new = chance.one_of("ABCDEF") if hexadecimal else chance.letter()
            result.append(new.lower() if char.islower() else new)
        else:
            result.append(char)
    return "".join(result)
