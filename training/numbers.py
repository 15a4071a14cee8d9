"""Identifiers, dates and amounts for the slots that are not names: right in shape, valid only by luck."""

from __future__ import annotations

import random

from training import aloud, codes
from training.aloud import MONTHS
from training.codes import digits

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
_SHORT_MONTHS = "JAN FEB MAR AVR MAI JUN JUL AOU SEP OCT NOV DEC".split()
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def phone(dice: random.Random) -> str:
    """A French phone number in one of its shapes, or a foreign one."""
    head = dice.choice("1234567679")
    pairs = [digits(dice, 2) for _ in range(4)]
    choice = dice.random()
    if choice < 0.22:
        return dice.choice(
            (
                f"+33 {head} {' '.join(pairs)}",
                f"+33{head}{''.join(pairs)}",
                f"0033{head}{''.join(pairs)}",
                f"+33 (0){head} {' '.join(pairs)}",
                f"+33.{head}.{'.'.join(pairs)}",
                f"00 33 {head} {' '.join(pairs)}",
            )
        )
    if choice < 0.25:
        abroad = dice.choice(
            ("32", "41", "44", "49", "34", "39", "212", "213", "216", "221", "225", "262", "590", "596")
        )
        groups = (digits(dice, 3), *(digits(dice, 2) for _ in range(3)))
        return f"{dice.choice(('+', '00'))}{abroad} {' '.join(groups)}"
    if choice < 0.30:  # in threes, in fours, in odd groups
        rest = head + "".join(pairs)
        return dice.choice(
            (
                f"0{rest[:3]} {rest[3:6]} {rest[6:]}",
                f"0{rest[:3]} {rest[3:5]} {rest[5:7]} {rest[7:]}",
                f"0{rest[:1]}.{rest[1:5]}.{rest[5:]}",
            )
        )
    if choice < 0.33:  # partly hidden, partly in words
        pairs[dice.randrange(4)] = dice.choice(("**", "xx", "..", aloud.number(dice.randint(11, 99))))
    sign = dice.choice((" ", " ", " ", ".", "-", "", "", "/", " - ", "  ", ", ", "•", "_"))
    text = sign.join((f"0{head}", *pairs))
    return text.replace("0", "O") if dice.random() < 0.02 else text


def phone_digits(dice: random.Random) -> str:
    """The ten digits of a French phone number."""
    return f"0{dice.choice('1234567679')}{digits(dice, 8)}"


def date(dice: random.Random, first: int = 2018, last: int = 2026, said: bool = False) -> str:
    """A date in one of its shapes.

    Args:
        dice: what decides.
        first: the earliest year.
        last: the latest year.
        said: in words.
    """
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(first, last)
    if said:
        return aloud.date(day, month, year, dice)
    short, sign = f"{year % 100:02d}", dice.choice("/.- ")
    makers = (
        (8, f"{day:02d}/{month:02d}/{year}"),
        (6, f"{day} {MONTHS[month - 1]} {year}"),
        (3, f"{day:02d}-{month:02d}-{year}"),
        (3, f"{year}-{month:02d}-{day:02d}"),
        (4, f"{day:02d}{sign}{month:02d}{sign}{short}"),
        (2, f"{day}{sign}{month}{sign}{short}"),
        (1, f"{day:02d}{sign}{month:02d}{sign}{year}"),
        (1, f"{day:02d}{month:02d}{year}"),
        (0.7, f"{year}{month:02d}{day:02d}"),
        (0.5, f"{day:02d}{month:02d}{short}"),
        (1.5, f"{day} {MONTHS[month - 1]} {short}"),
        (1, f"{day} {MONTHS[month - 1][:4]}. {year}"),
        (0.5, f"{day:02d}{_SHORT_MONTHS[month - 1]}{short}"),
        (0.4, f"{day}-{_ROMAN[month - 1]}-{year}"),
        (0.5, f"{MONTHS[month - 1]} {short} le {day}"),
        (0.5, f"{MONTHS[month - 1]} {year}, le {day}"),
    )
    return dice.choices([text for _, text in makers], [weight for weight, _ in makers])[0]


def day_of_year(dice: random.Random) -> str:
    """A date of this year or the last, as the ordinary dates of a text are written."""
    day, month = dice.randint(1, 28), dice.randint(1, 12)
    if dice.random() < 0.5:
        return date(dice)
    return dice.choice(
        (
            f"{day} {MONTHS[month - 1]}",
            f"{day:02d}/{month:02d}",
            f"{dice.choice(_DAYS)} {day} {MONTHS[month - 1]}",
            f"{dice.choice(_DAYS)} {day}",
        )
    )


_SAID_AS_CODE = frozenset(
    "order customer contract parcel reference booking doorcode otp password serial pdl taxid iban card siren siret "
    "vat nir plate imei".split()
)


def said_aloud(word: str, dice: random.Random) -> str | None:
    """What fills a slot in a call, in words; None when it is not said in words.

    Raises:
        KeyError: no such slot.
    """
    if word == "dob":
        return date(dice, 1935, 2016, said=True)
    if word == "date":
        return date(dice, said=True)
    if word == "phone":
        said = value("phone_spoken", dice)
        return aloud.hesitant(said, dice) if dice.random() < 0.2 else said
    if word == "amount":
        return f"{aloud.number(dice.randint(2, 900))} euros" + (
            f" {aloud.number(dice.randint(11, 99))}" if dice.random() < 0.4 else ""
        )
    if word not in _SAID_AS_CODE:
        return None
    written = value(word, dice)
    in_words = " " in written and not any(map(str.isdigit, written))
    said = written if in_words else aloud.code(written, dice)
    return aloud.hesitant(said, dice) if dice.random() < 0.3 else said


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
        "phone_spoken": lambda: aloud.digits(phone_digits(dice), dice),
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
        "order": lambda: codes.reference(dice),
        "customer": lambda: codes.reference(dice),
        "contract": lambda: codes.reference(dice),
        "reference": lambda: codes.reference(dice),
        "booking": lambda: codes.booking(dice),
        "doorcode": lambda: codes.door_code(dice),
        "serial": lambda: codes.serial(dice),
        "pseudo": lambda: codes.pseudo(dice),
        "parcel": lambda: dice.choice((f"{d(1)}{letters[0]}{d(11)}", f"XY{d(9)}FR", d(13))),
        "pdl": lambda: d(14),
        "taxid": lambda: f"{d(2)} {d(2)} {d(3)} {d(3)} {d(3)}",
        "iddoc": lambda: dice.choice((f"{d(2)}{letters[:2]}{d(5)}", d(12), f"{letters[:3]}{d(6)}")),
        "imei": lambda: d(15),
        "password": lambda: codes.password(dice),
        "otp": lambda: codes.one_time_code(dice),
        "dob": lambda: date(dice, 1935, 2016),
        "date": lambda: day_of_year(dice),
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
