"""References, secrets and pseudos for the slots that no checksum rules, in any shape that people give them."""

from __future__ import annotations

import random
from collections.abc import Callable

from training import aloud, gazetteers
from training.names import invented, strip_accents

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_ALL = _LETTERS + "0123456789"
_HEX = "0123456789abcdef"
_PREFIXES = (
    "CMD CDE CD FA FAC FACT F DV DEV D AV BL BC OR OT DI PO SO INC REQ RMA TKT T CAS CASE CL CLI C CT CTR CTRT P POL "
    "SIN S DOS DR DEM AB ABO AD ADH MR REF R RES RSV FID PEC RUM MDT LRAR COL SUIV X W Z LOC BAIL SAV RCL A B E G H"
).split()
_SAID = "zéro un deux trois quatre cinq six sept huit neuf".split()
_NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whisky xray yankee zoulou"
).split()


def digits(dice: random.Random, count: int) -> str:
    """Some random digits."""
    return "".join(dice.choice("0123456789") for _ in range(count))


def letters(dice: random.Random, count: int, among: str = _LETTERS) -> str:
    """Some random capitals, or characters of another set."""
    return "".join(dice.choice(among) for _ in range(count))


def _grouped(text: str, dice: random.Random, sign: str | None = None) -> str:
    """A code in groups of two to four characters."""
    sign = sign if sign is not None else dice.choice((" ", " ", "-", ".", "/"))
    size = dice.choice((2, 3, 3, 4, 4))
    return sign.join(text[start : start + size] for start in range(0, len(text), size))


def _mixed(dice: random.Random, count: int) -> str:
    """Letters and digits in any order, at least two digits among them."""
    signs = [dice.choice(_ALL) for _ in range(count)]
    for place in dice.sample(range(count), min(count, 2)):
        signs[place] = dice.choice("0123456789")
    return "".join(signs)


def _spelled(dice: random.Random) -> str:
    """A code said aloud, sign by sign."""
    said = []
    for _ in range(dice.randint(4, 8)):
        if dice.random() < 0.5:
            digit = dice.randrange(10)
            said.append(_SAID[digit] if dice.random() < 0.5 else str(digit))
            continue
        letter = dice.choice(_LETTERS)
        words = [w for w in gazetteers.lines("spelling_words") if w[0] == letter]
        said.append(f"{letter} comme {dice.choice(words)}" if words and dice.random() < 0.5 else letter)
    return dice.choice((", ", " ", ", ")).join(said)


def reference(dice: random.Random) -> str:
    """The number of an order, a contract, a claim, a ticket ..., as firms make them up and customers copy them."""
    prefix, year = dice.choice(_PREFIXES), dice.randint(2015, 2026)
    short = f"{year % 100:02d}"
    sign = dice.choice(("-", "-", "-", "", "", "/", "_", ".", " "))
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (5, lambda: digits(dice, dice.choice((4, 5, 6, 6, 7, 7, 8, 8, 9, 10, 10, 11, 12, 13)))),
        (1, lambda: digits(dice, dice.choice((3, 4)))),
        (2, lambda: _grouped(digits(dice, dice.randint(6, 13)), dice)),
        (4, lambda: f"{prefix}{sign}{digits(dice, dice.randint(3, 9))}"),
        (2, lambda: f"{prefix}{sign}{dice.choice((str(year), short))}{dice.choice('-/')}{digits(dice, dice.randint(3, 6))}"),
        (2, lambda: f"{dice.choice((str(year), short))}{dice.choice('-/ ')}{digits(dice, dice.randint(3, 6))}"),
        (1, lambda: f"{short}{dice.choice('-/')}{digits(dice, 4)}{dice.choice('-/')}{dice.choice(_LETTERS)}"),
        (2, lambda: f"{digits(dice, dice.randint(4, 9))}{dice.choice(('', ' ', '-'))}{dice.choice(_LETTERS)}"),
        (1, lambda: f"{dice.choice(_LETTERS)} {digits(dice, dice.randint(5, 8))} {digits(dice, 2)}"),
        (2, lambda: _mixed(dice, dice.randint(6, 12))),
        (1, lambda: _grouped(_mixed(dice, dice.randint(6, 12)), dice)),
        (1, lambda: f"{prefix}{sign}{digits(dice, 4)}{dice.choice('-/')}{letters(dice, 2)}"),
        (1, lambda: f"{letters(dice, 3)}{sign}{digits(dice, dice.randint(2, 3))}{sign}{digits(dice, dice.randint(4, 7))}"),
        (1, lambda: f"#{digits(dice, dice.randint(4, 7))}"),
        (0.5, lambda: f"{letters(dice, 1, _HEX)}-{letters(dice, 4, _HEX)}-{letters(dice, 4, _HEX)}"),
        (0.5, lambda: f"{digits(dice, 2)} {dice.choice(_LETTERS)} {_mixed(dice, 6)} {digits(dice, 1)} {letters(dice, 2)}"),
        (0.5, lambda: f"{digits(dice, 2)}{dice.choice(_LETTERS)}{_mixed(dice, 9)}"),
        (0.7, lambda: dice.choice((" / ", " - ", "/", "-")).join((letters(dice, dice.choice((1, 2, 3, 4))), digits(dice, dice.randint(2, 4)), dice.choice((digits(dice, 4), letters(dice, 2), digits(dice, 1)))))),
        (0.7, lambda: f"{prefix} {_grouped(digits(dice, dice.randint(6, 10)), dice, ' ')}"),
        (0.5, lambda: dice.choice("-./ ").join((digits(dice, 2), digits(dice, 2), digits(dice, dice.choice((1, 2, 3)))))),
        (0.4, lambda: _spelled(dice)),
        (0.1, lambda: " ".join(dice.sample(_NATO, 6))),
    )  # fmt: skip
    return _cased(_draw(makers, dice), dice, 0.22)


def booking(dice: random.Random) -> str:
    """A booking code, as airlines and trains give them."""
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (5, lambda: letters(dice, 6, _ALL)),
        (2, lambda: letters(dice, 6)),
        (1, lambda: letters(dice, dice.choice((5, 7, 8)), _ALL)),
        (0.5, lambda: _spelled(dice)),
    )
    return _cased(_draw(makers, dice), dice, 0.2)


def door_code(dice: random.Random) -> str:
    """The code of a door, a gate, a key box, a locker, an alarm."""
    letter = dice.choice("ABABCD")
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (3, lambda: digits(dice, dice.choice((4, 4, 4, 5, 6)))),
        (3, lambda: f"{digits(dice, 2)}{letter}{digits(dice, 2)}"),
        (3, lambda: f"{letter}{digits(dice, 4)}" if dice.random() < 0.5 else f"{digits(dice, 4)}{letter}"),
        (1, lambda: f"{letter}{digits(dice, 3)}" if dice.random() < 0.5 else f"{digits(dice, 1)}{letter}{digits(dice, 3)}"),
        (1, lambda: f"{digits(dice, 4)}#" if dice.random() < 0.6 else f"#{digits(dice, 4)}"),
        (1, lambda: " ".join(digits(dice, dice.choice((4, 5))))),
        (1, lambda: f"{digits(dice, 2)} {letter} {digits(dice, 2)}"),
        (0.7, lambda: f"{digits(dice, 2)}{dice.choice((' ', '-', '.'))}{digits(dice, 2)}"),
        (0.5, lambda: "-".join(digits(dice, 4))),
        (0.5, lambda: f"{' '.join(digits(dice, 2))} {dice.choice(('clé', 'étoile', 'dièse'))} {' '.join(digits(dice, 2))}"),
        (0.3, lambda: f"{dice.choice(('quatre', 'trois'))} fois le {dice.choice(_SAID)}"),
        (0.3, lambda: " ".join(dice.choice(_SAID) for _ in range(4))),
        (0.3, lambda: f"deux fois {aloud.number(dice.randint(10, 99))}"),
        (0.3, lambda: f"{aloud.number(dice.randint(10, 99))} {letter} {aloud.number(dice.randint(10, 99))}"),
        (0.3, lambda: f"{letter} {aloud.number(dice.randint(10, 99))} {aloud.number(dice.randint(10, 99))}"),
        (0.3, lambda: ", ".join((letter, *digits(dice, 4)))),
    )  # fmt: skip
    return _cased(_draw(makers, dice), dice, 0.2)


def password(dice: random.Random) -> str:
    """A password, a Wi-Fi key, an API key, the answer to a secret question."""
    word, other = dice.choice(gazetteers.lines("handle_words")), dice.choice(gazetteers.lines("handle_words"))
    name = dice.choice(gazetteers.first_names()[:4000])[0].capitalize()
    sign = dice.choice("!?.#@$*&_-;")
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (2, lambda: f"{word.capitalize()}{digits(dice, dice.choice((2, 2, 4)))}{sign}"),
        (2, lambda: f"{name}{digits(dice, dice.choice((2, 4)))}{dice.choice((sign, ''))}"),
        (1, lambda: f"{word}{digits(dice, dice.choice((1, 2, 3, 4)))}"),
        (1, lambda: f"{dice.choice(('azerty', 'motdepasse', 'soleil', 'bonjour', 'admin', 'doudou'))}{digits(dice, dice.randint(1, 4))}"),
        (1, lambda: f"{word.capitalize()}{sign}{other}"),
        (1, lambda: word.replace("a", "4").replace("o", "0").replace("e", "3").capitalize() + dice.choice((sign, digits(dice, 2)))),
        (1, lambda: f"{letters(dice, 4).capitalize()}{digits(dice, 3)}!"),
        (2, lambda: letters(dice, dice.choice((8, 10, 12, 16)), _ALL + _LETTERS.lower())),
        (1, lambda: letters(dice, dice.choice((12, 20, 26)), "0123456789ABCDEF")),
        (0.7, lambda: " ".join(letters(dice, 4, _ALL + _LETTERS.lower()) for _ in range(4))),
        (0.7, lambda: f"{dice.choice(('sk', 'pk', 'tok', 'key'))}{dice.choice('_-')}{letters(dice, dice.choice((12, 20)), _ALL + _LETTERS.lower())}"),
        (0.5, lambda: f"{word} {other}"),
        (1.5, lambda: dice.choice((word, word, word.upper(), word.capitalize(), name.lower(), name))),
        (0.5, lambda: f"{strip_accents(word)}{strip_accents(other)}"),
        (0.5, lambda: invented(dice, dice.choice((2, 3)))),
        (0.4, lambda: "-".join(digits(dice, 6) for _ in range(4))),
    )  # fmt: skip
    return _draw(makers, dice)


def one_time_code(dice: random.Random) -> str:
    """A code sent for one use."""
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (5, lambda: digits(dice, dice.choice((4, 6, 6)))),
        (1.5, lambda: f"{digits(dice, 3)}{dice.choice(' -')}{digits(dice, 3)}"),
        (0.7, lambda: " ".join((digits(dice, 2), digits(dice, 2), digits(dice, 2)))),
        (0.5, lambda: f"{dice.choice(_LETTERS)}-{digits(dice, 6)}"),
        (0.5, lambda: " ".join(digits(dice, dice.choice((4, 6))))),
    )
    return _draw(makers, dice)


def serial(dice: random.Random) -> str:
    """The serial number of a device or a meter."""
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (3, lambda: _mixed(dice, dice.randint(9, 14))),
        (2, lambda: f"{letters(dice, dice.choice((1, 2, 3)))}{digits(dice, dice.randint(6, 10))}"),
        (1, lambda: f"{letters(dice, 1)}{digits(dice, 2)}{letters(dice, 2)}{digits(dice, 6)}"),
        (1, lambda: f"{digits(dice, 3)} {dice.choice(_LETTERS)} {digits(dice, 7)} {digits(dice, 2)}"),
        (1, lambda: _grouped(_mixed(dice, 12), dice)),
        (1, lambda: digits(dice, dice.randint(8, 13))),
    )
    return _cased(_draw(makers, dice), dice, 0.2)


def pseudo(dice: random.Random) -> str:
    """A login, a pseudo, a gamer tag: of words, of pieces of names, of both."""
    word, other = dice.choice(gazetteers.lines("handle_words")), dice.choice(gazetteers.lines("handle_words"))
    bare, nick = strip_accents(word).lower().replace(" ", ""), dice.choice(gazetteers.lines("nicknames"))
    syllables = invented(dice, dice.choice((2, 3)))
    number = dice.choice((digits(dice, 2), digits(dice, 2), str(dice.randint(1960, 2012)), digits(dice, 3)))
    makers: tuple[tuple[float, Callable[[], str]], ...] = (
        (1, lambda: f"{bare}{number}"),
        (1, lambda: f"{word.capitalize()}{other.capitalize()}"),
        (1, lambda: f"{bare}_{dice.choice((strip_accents(nick).lower(), strip_accents(other).lower()))}"),
        (1, lambda: f"{dice.choice(('Sir', 'Le', 'La', 'Mister', 'Dark', 'Golden', 'Mini', 'Super'))}{word.capitalize()}"),
        (1, lambda: f"{strip_accents(nick).lower()}{dice.choice(('.exe', '_off', '_tv', '.fr', 'yt', '_pro', '_75'))}"),
        (1, lambda: f"{nick} du {dice.randint(1, 95):02d}"),
        (1, lambda: f"{word} {other}"),
        (0.7, lambda: f"{dice.choice(('le', 'la', 'petit', 'petite', 'papy', 'mamie', 'super'))} {word}"),
        (0.7, lambda: f"{dice.choice(('mamie', 'papi', 'maman', 'tata', 'captain', 'roi', 'pro'))}{bare}"),
        (0.7, lambda: f"xX_{bare.capitalize()}_Xx"),
        (0.7, lambda: f"{bare.capitalize()}#{dice.choice((digits(dice, 4), 'EUW', 'EUW7', 'FR1'))}"),
        (1, lambda: f"{syllables}{dice.choice(('', number))}"),
        (1, syllables.lower),
        (0.7, lambda: f"{syllables.lower()}{dice.choice('._-')}{bare}"),
        (0.7, lambda: f"{bare}{dice.choice('._-')}{syllables.lower()}{number}"),
        (0.5, lambda: f"{dice.choice('abcdefghjklmnprst')}{syllables.lower()}"),
        (0.5, lambda: f"{dice.choice(('adm', 'user', 'cli', 'svc'))}_{syllables.lower()[:5]}"),
    )  # fmt: skip
    return _draw(makers, dice)


def _draw(makers: tuple[tuple[float, Callable[[], str]], ...], dice: random.Random) -> str:
    return dice.choices([make for _, make in makers], [weight for weight, _ in makers])[0]()


def _cased(text: str, dice: random.Random, share: float) -> str:
    return text.lower() if dice.random() < share else text
