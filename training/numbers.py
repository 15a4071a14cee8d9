"""Identifiers, dates and amounts for the slots that are not names: right in shape, valid only by luck."""

from __future__ import annotations

import random

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def digits(dice: random.Random, count: int) -> str:
    """Some random digits."""
    return "".join(dice.choice("0123456789") for _ in range(count))


def said(number: int) -> str:
    """A number from 0 to 99 in French words, simplified above 69."""
    if number <= 16:
        return _UNITS[number]
    if number < 20:
        return f"dix-{_UNITS[number - 10]}"
    if number < 70:
        tens, unit = divmod(number, 10)
        return _TENS[tens] + ("" if not unit else " et un" if unit == 1 else f"-{_UNITS[unit]}")
    base, rest = (60, number - 60) if number < 80 else (80, number - 80)
    head = "soixante" if base == 60 else "quatre-vingt"
    return f"{head}-{said(rest)}" if rest else "quatre-vingts"


def phone(dice: random.Random) -> str:
    """A French phone number in one of its shapes."""
    head = dice.choice("1234567679")
    pairs = [digits(dice, 2) for _ in range(4)]
    if dice.random() < 0.25:
        return dice.choice(
            (f"+33 {head} {' '.join(pairs)}", f"+33{head}{''.join(pairs)}", f"0033{head}{''.join(pairs)}")
        )
    sign = dice.choice((" ", " ", ".", "-", "", "", "/"))
    return sign.join((f"0{head}", *pairs))


def date(dice: random.Random, first: int = 2018, last: int = 2026) -> str:
    """A date in one of its shapes."""
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(first, last)
    return dice.choice(
        (
            f"{day:02d}/{month:02d}/{year}",
            f"{day} {_MONTHS[month - 1]} {year}",
            f"{day} {_MONTHS[month - 1]}",
            f"{day:02d}/{month:02d}",
            f"{day:02d}-{month:02d}-{year}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day:02d}.{month:02d}.{year % 100:02d}",
            f"{dice.choice(_DAYS)} {day} {_MONTHS[month - 1]}",
        )
    )


def value(word: str, dice: random.Random) -> str:
    """What fills a slot such as ``{iban}`` or ``{amount}``.

    Raises:
        KeyError: no such slot.
    """
    letters = "".join(dice.choice(_LETTERS) for _ in range(8))

    def d(count: int) -> str:
        return digits(dice, count)

    makers = {
        "phone": lambda: phone(dice),
        "phone_spoken": lambda: " ".join(["zéro", *(said(dice.randint(1, 99)) for _ in range(5))][:6]),
        "email": lambda: f"{dice.choice(('contact', 'sav', 'info', 'compta'))}{d(2)}@{letters.lower()}.fr",
        "iban": lambda: f"FR{d(2)} {d(4)} {d(4)} {d(4)} {d(4)} {d(4)} {d(3)}",
        "card": lambda: dice.choice((" ", "-", "")).join(d(4) for _ in range(4)),
        "siren": lambda: f"{d(3)} {d(3)} {d(3)}" if dice.random() < 0.6 else d(9),
        "siret": lambda: f"{d(3)} {d(3)} {d(3)} {d(5)}" if dice.random() < 0.6 else d(14),
        "vat": lambda: f"FR{d(2)} {d(9)}" if dice.random() < 0.5 else f"FR{d(11)}",
        "nir": lambda: f"{dice.choice('12')} {d(2)} {dice.randint(1, 12):02d} {d(2)} {d(3)} {d(3)} {d(2)}",
        "plate": lambda: dice.choice(("-", " ", "")).join((letters[:2], d(3), letters[2:4])),
        "ip": lambda: ".".join(str(dice.randint(1, 254)) for _ in range(4)),
        "url": lambda: f"https://{letters[:5].lower()}.fr/suivi/{d(6)}?t={letters.lower()}",
        "order": lambda: dice.choice(
            (d(8), f"CMD-{d(6)}", f"{letters[:2]}{d(7)}", f"#{d(6)}", f"{d(3)}-{d(7)}")
        ),
        "customer": lambda: dice.choice((d(7), f"C{d(6)}", f"CL-{d(5)}", d(10))),
        "contract": lambda: dice.choice((d(9), f"{letters[:3]}-{d(6)}", f"{d(4)} {d(4)}")),
        "parcel": lambda: dice.choice((f"{d(1)}{letters[0]}{d(11)}", f"XY{d(9)}FR", d(13))),
        "pdl": lambda: d(14),
        "taxid": lambda: f"{d(2)} {d(2)} {d(3)} {d(3)} {d(3)}",
        "iddoc": lambda: dice.choice((f"{d(2)}{letters[:2]}{d(5)}", d(12), f"{letters[:3]}{d(6)}")),
        "imei": lambda: d(15),
        "password": lambda: dice.choice(
            (f"{letters[:4].capitalize()}{d(3)}!", f"{letters.lower()}{d(2)}", f"azerty{d(2)}")
        ),
        "otp": lambda: d(dice.choice((4, 6))),
        "dob": lambda: date(dice, 1935, 2016),
        "date": lambda: date(dice),
        "amount": lambda: dice.choice(
            (
                f"{dice.randint(2, 900)} €",
                f"{dice.randint(2, 900)},{d(2)} €",
                f"{dice.randint(2, 90)}€",
                f"{dice.randint(2, 900)} euros",
                f"{dice.randint(1, 9)} {d(3)} €",
            )
        ),
    }
    return makers[word]()
