"""Numbers and codes as people say them: ``soixante-neuf trois cent dix``, ``a b tiret douze``."""

from __future__ import annotations

import random
import re

from training import gazetteers

_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_SIGNS = {
    "-": ("tiret", "tiret", "moins"),
    "/": ("barre", "slash"),
    ".": ("point",),
    "#": ("dièse",),
    "_": ("tiret bas", "underscore"),
    "@": ("arobase",),
    ",": ("virgule",),
    ":": ("deux points",),
    "!": ("point d'exclamation",),
}
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()  # fmt: skip
_HESITATIONS = (
    " euh ", ", euh, ", "... ", ", attendez, ", " heu ", ", alors, ", " donc ", ", oui, ", ", voilà, ",
    " après ", ", et ", "… ", ", puis ", " ensuite ", ", je relis, ", ", ah pardon, ", " hein ",
    ", espace, ", " plus loin ", ", ça c'est sûr, ",
)  # fmt: skip
_CORRECTIONS = (
    ", euh non ", ", non, ", ", pardon, ", ", non pardon, ", "… non, ", ", je dis des bêtises, ",
    " enfin ", ", ou plutôt ",
)  # fmt: skip
_PIECE = re.compile(r"\d+|[^\W\d_]+|\S")


_RUN = re.compile(r"(\d)\1{1,3}")
_JOINT = re.compile(r"(?<=[^\W_])(?:, |\.\.\. | )(?=[^\W_])")


def hesitant(text: str, dice: random.Random) -> str:
    """What is said, with a stumble in it: a filler word, a group that is said wrong and then right, a pause."""
    joints = [match.span() for match in _JOINT.finditer(text)]
    if len(joints) < 2:
        return text
    start, end = dice.choice(joints[1:])
    if dice.random() < 0.3:
        wrong = number(dice.randint(0, 99))
        return f"{text[:start]}, {wrong}{dice.choice(_CORRECTIONS)}{text[end:]}"
    return f"{text[:start]}{dice.choice(_HESITATIONS)}{text[end:]}"


def repeated(text: str, dice: random.Random) -> str:
    """Some equal digits in a row: ``trois zéros``, ``deux fois le sept``, ``double quatre``."""
    digit, count = number(int(text[0])), len(text)
    times = number(count)
    shapes = [
        f"{times} {digit}{'s' if digit == 'zéro' else ''}",
        f"{times} fois {digit}",
        f"{times} fois le {digit}",
    ]
    if count == 2:
        shapes.append(f"double {digit}")
    return dice.choice(shapes)


def number(value: int) -> str:
    """A number from 0 to 9,999 in French words, with the hyphens of the dictionary."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        head = "mille" if thousands == 1 else f"{number(thousands)} mille"
        return f"{head} {number(rest)}" if rest else head
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        head = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
        return f"{head} {number(rest)}" if rest else head + ("s" if hundreds > 1 else "")
    if value < 20:
        return _UNITS[value]
    if value >= 80:
        return "quatre-vingts" if value == 80 else f"quatre-vingt-{_UNITS[value - 80]}"
    tens, unit = (6, value - 60) if value >= 70 else divmod(value, 10)
    if not unit:
        return _TENS[tens]
    joint = " et " if unit in (1, 11) else "-"
    return f"{_TENS[tens]}{joint}{_UNITS[unit]}"


def digits(text: str, dice: random.Random) -> str:
    """A run of digits said in groups of one to three, now and then with a hesitation between."""
    said: list[str] = []
    position = 0
    size = dice.choice((1, 2, 2, 2, 3, 3, 0))
    while position < len(text):
        step = size or dice.choice((1, 2, 3))
        run = _RUN.match(text, position)
        if run and dice.random() < 0.3:
            said.append(repeated(run[0], dice))
            position = run.end()
            continue
        group = text[position : position + step]
        position += step
        lead = len(group) - len(group.lstrip("0"))
        said.extend(["zéro"] * min(lead, len(group)))
        if group.lstrip("0"):
            said.append(number(int(group)))
    sign = dice.choice((" ", " ", " ", ", ", ", ", "... "))
    text = sign.join(said)
    if dice.random() < 0.1 and sign != " ":
        text = text.replace(sign, dice.choice((" euh ", ", euh, ", " puis ", " et ")), 1)
    return text if dice.random() < 0.7 else text.replace("-", " ")


def code(text: str, dice: random.Random) -> str:
    """A code of letters, digits and signs said aloud."""
    said: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.isdigit():
            said.append(digits(piece, dice))
        elif piece.isalpha() and (len(piece) < 5 or piece.isupper()):
            said.append(letters(piece, dice))
        elif piece.isalpha():
            said.append(piece.lower())
        else:
            said.append(dice.choice(_SIGNS.get(piece, (piece,))))
    return dice.choice((" ", " ", ", ")).join(said)


def letters(text: str, dice: random.Random) -> str:
    """Letters said one by one, some with a word that begins with them."""
    words = gazetteers.lines("spelling_words")
    said = []
    for letter in text.upper():
        helpers = [word for word in words if word[0] == letter] if dice.random() < 0.15 else []
        said.append(f"{letter} comme {dice.choice(helpers)}" if helpers else letter)
    joined = dice.choice((" ", " ", ", ")).join(said)
    return joined.lower() if dice.random() < 0.5 else joined


def date(day: int, month: int, year: int, dice: random.Random) -> str:
    """A date said aloud, the year whole or by its last two digits."""
    of_year = number(year) if dice.random() < 0.5 else number(year % 100)
    first = "premier" if day == 1 else number(day)
    if dice.random() < 0.15:
        return f"{first} {number(month)} {of_year}"
    return f"{dice.choice(('', '', 'le '))}{first} {MONTHS[month - 1]} {of_year}"


def postcode(text: str, dice: random.Random) -> str:
    """A postcode: ``soixante-neuf trois cent dix``, ``treize mille trois``, ``sept cinq zéro un huit``."""
    choice = dice.random()
    if choice < 0.45:
        rest = int(text[2:])
        zeros = "zéro " * (len(text[2:]) - len(text[2:].lstrip("0"))) if rest < 100 else ""
        return (
            f"{digits_of_department(text[:2])} {zeros}{number(rest)}"
            if rest
            else f"{number(int(text[:2]))} mille"
        )
    if choice < 0.75:
        return (
            number(int(text))
            if int(text) < 10_000
            else f"{number(int(text[:2]))} mille {number(int(text[2:]))}"
        )
    return digits(text, dice)


def digits_of_department(text: str) -> str:
    """The two first digits of a postcode."""
    return f"zéro {number(int(text))}" if text[0] == "0" else number(int(text))
