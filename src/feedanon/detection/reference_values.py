"""The values of customer references: where a code begins and ends, and what it must not be taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedanon.detection import reference_labels as labels
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern

_MONTH = r"(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec|january|february|march|april|may|june|july|august)[a-z]{0,7}\.?"
DATE = re.compile(
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d(?![\d-])|(?:19|20)\d\d-\d\d-\d\d(?!\d)|\d{{1,2}}(?:er)? {_MONTH}(?: (?:19|20)\d\d)?"
    r"|\d{1,2}/\d{1,2}(?![\d/-])|[0-3]\d [01]\d 20\d\d(?!\d| \d)|\d\d(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d\d(?!\w)|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?![a-z]))"
    r"(?:,? ?(?:a )?\d{1,2} ?[h:] ?\d{2})?"
)
"""A date, which may stand between a label and its number."""

_CORE = re.compile(r"[a-z0-9*•]{1,40}(?:[-_/.](?=[a-z0-9*])[a-z0-9*•]{1,40}){0,8}")
_PREFIX = re.compile(r"[A-Z]{1,6}(?: |[-_/.:#]|)(?=[A-Z]{0,4}\d)")
_LOW_PREFIX = re.compile(
    r"(?!(?:cmd|clt|cb|tv|pc|cd|st|mr|dr|km|kg|cm|mm|ml|gb|mb|qd|vs|pb|ps|sms|dvd|wc|rdv|hs|ht|ttc|tgv)(?![a-z]))[bcdfghjklmnpqrstvwxz]{2,3} (?=\d{2,8}(?![\d€h]))"
)
"""`wb 220 441`: letters that make no word."""
_GROUP = re.compile(
    r" {1,2}(?=[a-z0-9]*\d)[0-9][0-9oil]{0,7}(?:[-/][0-9a-z]{1,8}){0,3}(?![a-z0-9,.:]?[0-9a-z])"
)
_TAIL = re.compile(r" [A-Z]{1,3}(?=[.,;:!?)\"'\n\r]| [:(/-]|$)")
_KEY_LETTER = re.compile(r" [bfhkpqrvwxz](?= |$)")
_PHONE = re.compile(r"(?:\+33|0033|0)[ .]?[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_TIME = re.compile(
    r"(?:(?:[01]?\d|2[0-3])[h:][0-5]\d(?!\d)|\d{1,2}h(?![a-z0-9]))(?:[-/](?:\d{1,2}[h:](?:[0-5]\d)?))?"
)
_SPOKEN_LEAST = 4
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3}){1,4}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{3})?)?(?!\d)")
_ORDINAL = re.compile(
    r"\d{1,4}(?:er|ere|e|eme|emes|nd|nde|x|h|j|d|s|g|kg|km|cm|mm|m|ml|cl|l|v|w|go|to|mo|ans|mois|min|mn|p|eur|euros|k)(?![a-z0-9])"
)
_VERSION = re.compile(
    r"v\d{1,3}(?:\.\d{1,4}){0,4}(?![a-z0-9])|\d{1,2}(?:\.\d{1,2}){2,3}(?![\d.])|\d{3}/\d\dr\d\d(?!\w)"
)
"""Versions, sizes of tyres."""
_PRODUCT = re.compile(
    r"\d{1,4}x\d{1,4}(?:x\d{1,4})?(?:cm|mm)?|(?:iphone|ipad|galaxy|pixel|redmi|ps|xbox|rtx|gtx|rx|macbook|airpods|switch|windows|android|ios|usb|hdmi|ddr|wifi|covid|"
    r"livebox|freebox|bbox|formule|taille|size|chapitre|lot|top|web|h2o|co2|m2|m3|mp|a|b|e|t|f)[ -]?\d{1,4}[a-z+]{0,3}(?![a-z0-9/-])"
)
SPOKEN_WORDS = labels.words(
    """
    zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
    seize vingt trente quarante cinquante soixante septante huitante nonante cent cents mille zeros tiret slash
    point double
    """
)
"""Words by which a caller says a number."""

TELLING_WORDS = SPOKEN_WORDS - labels.words("un une neuf point double slash tiret cent cents mille")
"""Number words that are seldom anything else."""

_SPOKEN = f"(?:quatre-vingts?|{'|'.join(sorted(SPOKEN_WORDS, key=len, reverse=True))})"
_WORDS = re.compile(
    rf"(?:[b-z](?: comme [a-z]{{2,14}})?[ ,-]{{1,3}}){{0,6}}{_SPOKEN}(?:(?:[ ,-]{{1,3}}|\.\.\. ?)(?:et )?{_SPOKEN}){{3,30}}(?![a-z])"
)
_ATOM = rf"(?:[a-z0-9]{{1,2}} comme [a-z]{{2,14}}|(?:{_SPOKEN})|[0-9]|[b-z])(?![a-z0-9'])"
_SMALL = "est|c|le|la|les|l|au|aux|du|de|des|d|un|une|en|et|ou|sur|a|mon|ma|ref|num|no|n|tel|par|oui|non|euh|ah|ben|bah|pas|y"
_SPELLED = re.compile(
    rf"(?:(?!(?:{_SMALL})(?![a-z]))[a-z]{{1,3}} ?\d{{0,2}} )?{_ATOM}(?:(?: |, ?|-|\.\.\. ?| et ){_ATOM}){{3,24}}"
)
_AMOUNT = LazyPattern(r"(?<![a-z])(?:cents?|mille)(?![a-z])")
_LOCATOR = re.compile(r"[A-Z]{6}(?![A-Za-z0-9])")
PREFIX_STOP = labels.words(
    """
    DU DE LE LA EN ET A AU N NO NUM REF LES DES POUR PAR SUR CE EST AVEC SANS QUI QUE DANS CHEZ TEL GSM SS
    FAX MOB QVT VOL TGV TER RUE BP CS TSA SIREN SIRET TVA IBAN RIB BIC CB CV IP EUR ET OU OUI NON SI NE MA MON SA
    SES MES TA J PV ISBN ISSN EAN ISO NF IP RAID CERFA IGN DTU UTE USB HDMI WIFI RJ VGA LED
    DDN DEPUIS POSTAL CODE IPP CAF SGE AVANT APRES JUSQU SOIT ENTRE VERS PORT POSTE DONC DATE
    RNA SPI PDL PRM PCE VIN NIR NIF UUID IMEI ICCID SN LAN WAN MAC INE RPPS ADELI NEPH RCS
    """
)


@dataclass(frozen=True)
class Value:
    """A code in a text, and what it looks like.

    Attributes:
        start: index of its first character.
        end: index after the last one.
        digits: how many digits it has; 0 for a booking locator of letters.
        letters: how many letters.
        coded: a mix that only a machine writes: many digits, or digits and separators.
        year: it may be a year.
        phone: it may be a phone number.
        quantity: a unit, a price, an ordinal, a version: no reference at all.
        time: a time of day.
        product: it may be a product, a size or a format.
        thousands: it is grouped as amounts are, `18 400`.
        amount: it is said with hundreds or thousands, as amounts are.
    """

    start: int
    end: int
    digits: int
    letters: int
    coded: bool = False
    year: bool = False
    phone: bool = False
    quantity: bool = False
    time: bool = False
    product: bool = False
    thousands: bool = False
    amount: bool = False

    @property
    def size(self) -> int:
        """How many letters and digits it has."""
        return self.digits + self.letters


def read_value(view: TextView, position: int, *, letters_only: bool = False) -> Value | None:
    """The code that begins at `position`.

    Args:
        view: the text.
        position: index of the code's first character.
        letters_only: six capitals without a digit are one too (booking locators).

    Returns:
        The code, or None when a word or a sign stands there.
    """
    plain = view.plain
    if position >= len(plain) or not (
        plain[position] in "*•" or (plain[position].isascii() and plain[position].isalnum())
    ):
        return None
    spread = _SPELLED.match(plain, position)
    if spread and (sum(c.isdigit() for c in spread[0]) >= 3 or " comme " in spread[0]):
        letters = sum(c.isalpha() for c in spread[0])
        return Value(position, spread.end(), max(4, len(spread[0]) - letters), letters, coded=True)
    spoken = _WORDS.match(plain, position)
    if spoken and not labels.UNITS_AFTER.match(plain, spoken.end()):
        return Value(position, spoken.end(), 8, 0, coded=True, amount=bool(_AMOUNT.search(spoken[0])))
    core = _CORE.match(plain, position)
    if core is None:
        return None
    end = _trim(plain, position, core.end())
    if not any(c.isdigit() for c in plain[position:end]):
        prefix = _PREFIX.match(view.text, position) or _LOW_PREFIX.match(plain, position)
        if prefix and prefix[0].strip(" -_/.:#") not in PREFIX_STOP:
            rest = _CORE.match(plain, prefix.end())
            if rest:
                return _value(
                    plain, position, _extend(view, prefix.end(), _trim(plain, prefix.end(), rest.end()))
                )
        if letters_only and _LOCATOR.match(view.text, position) and not _shouted(view, position):
            return Value(position, position + 6, 0, 6, coded=True)
        return None
    phone = _PHONE.match(plain, position)
    if phone:
        return _value(plain, position, max(end, phone.end()), phone=True)
    return _value(plain, position, _extend(view, position, end))


def answer_value(view: TextView, start: int, end: int, *, letters_only: bool = False) -> Value | None:
    """The first code between `start` and `end` that can only be the answer to a question for one."""
    position = start
    while position < end:
        if not (view.plain[position].isalnum() and view.plain[position].isascii()):
            position += 1
            continue
        date = DATE.match(view.plain, position) or _CLOCK.match(view.plain, position)
        if date:
            position = date.end()
            continue
        value = read_value(view, position, letters_only=letters_only and position == start)
        if value is None:
            word = _CORE.match(view.plain, position)
            position = word.end() if word else position + 1
            continue
        few = (
            value.letters == 0
            and value.coded
            and 0 < view.plain[value.start : value.end].count(" ") < _SPOKEN_LEAST
        )
        odd = (
            value.amount
            or (few and not view.plain[value.start].isdigit())
            or value.quantity
            or value.product
            or value.time
            or value.year
            or value.phone
        )
        if not odd and (value.digits >= 4 or value.digits == 0 or (value.coded and value.digits >= 3)):
            return value
        position = value.end
    return None


def _shouted(view: TextView, position: int) -> bool:
    """Whether the words around are capitals too, so that capitals mean nothing."""
    around = view.text[max(0, position - 20) : position] + view.text[position + 6 : position + 26]
    return sum(c.isupper() for c in around) > sum(c.islower() for c in around)


def _trim(plain: str, start: int, end: int) -> int:
    """The end of a code without the sentence glued to it: `4512.merci`, `4512-impossible`."""
    parts = re.split(r"([-_/.])", plain[start:end])
    size = len(parts[0])
    for sign, part in zip(parts[1::2], parts[2::2], strict=False):
        has_digit = any(c.isdigit() or c in "*•" for c in part)
        if not has_digit and (sign == "." or len(part) > 4):
            break
        size += len(sign) + len(part)
    return start + size


def _extend(view: TextView, start: int, end: int) -> int:
    """The end of a code whose groups are spaced: `123 456 789`, `SIN 2023 0088142`, `12345 A`."""
    plain = view.plain
    groups = 1
    last = len(re.split(r"[^a-z0-9]", plain[start:end])[-1])
    while groups <= 8:
        group = _GROUP.match(plain, end)
        if group is None or _PHONE.match(plain, group.start() + 1) or DATE.match(plain, group.start() + 1):
            break
        size = len(group[0].strip())
        if labels.UNITS_AFTER.match(plain, group.end()):
            # `2 261 621 342 €` is an amount; in `45123 12 jours` a quantity follows a number.
            return group.end() if size == 3 and last <= 3 else end
        regular = 2 <= last <= 5 and 2 <= size <= 8
        if (
            not regular
            and not (last >= 6 and size >= 3)
            and not (groups >= 2 and size == 1)
            and not (last == 1 and size >= 3)
        ):
            break
        end, last, groups = group.end(), size, groups + 1
    tail = _TAIL.match(view.text, end) or _KEY_LETTER.match(plain, end)
    return tail.end() if tail and end - start >= 3 else end


def _value(plain: str, start: int, end: int, *, phone: bool = False) -> Value:
    text = plain[start:end]
    digits = sum(c.isdigit() or c in "*•" for c in text)
    letters = sum(c.isalpha() for c in text)
    separated = bool(re.search(r"[-_/]", text))
    quantity = (
        bool(_ORDINAL.fullmatch(text) or _VERSION.fullmatch(text) or DATE.fullmatch(text))
        or (letters == 0 and bool(labels.UNITS_AFTER.match(plain, end)))
        or plain[end : end + 1] == "@"
    )
    return Value(
        start,
        end,
        digits,
        letters,
        coded=(
            (letters > 0 or separated)
            and digits >= 4
            and (digits >= letters or separated or digits + letters >= 9)
        )
        or (digits >= 3 and separated and letters > 0),
        year=bool(re.fullmatch(r"(?:19|20)\d\d(?:[-/](?:20)?\d\d)?", text)),
        phone=phone,
        quantity=quantity,
        time=bool(_TIME.fullmatch(text) or _CLOCK.match(plain, start)),
        product=bool(_PRODUCT.fullmatch(text)),
        thousands=bool(_THOUSANDS.fullmatch(text)),
    )
