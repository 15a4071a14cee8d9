"""Numbers said aloud: words and digits of a transcript read as runs of digits, across hesitations and turns.

Nothing here decides what a run is; `spoken.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_VALUES = {
    "zero": 0, "zeros": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "dixsept": 17, "dixhuit": 18, "dixneuf": 19, "vingt": 20, "vingts": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "octante": 80, "nonante": 90, "cent": 100, "cents": 100,
}  # fmt: skip
NUMBER_WORDS = frozenset(_VALUES)
TELLING_WORDS = NUMBER_WORDS - {"un", "une", "neuf", "cent", "cents"}
"""Number words that are seldom anything else."""

_NATO = frozenset(
    re.findall(
        r"\w+",
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliett juliet juliette kilo "
        "lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray "
        "yankee zulu",
    )
)
_UNITS = frozenset(
    re.findall(
        r"\S+",
        "heure heures h euro euros eur € % pourcent pourcents an ans annee annees mois jour jours "
        "semaine semaines minute minutes min mn seconde secondes kilo kilos kg km kilometres "
        "kilometre metre metres cm mm litre litres personne personnes article articles piece pieces "
        "degres janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
        "million millions milliard milliards points etoiles etoile eme enfants fois balles centimes "
        "grammes francs franc chf kwh kw m3 m² m³ m w v l ml cl ko pouces cv e x go mo giga gigas "
        "nuits nuit places chiffres coups appels",
    )
)
_FILLERS = frozenset(
    re.findall(
        r"\S+",
        "euh heu hum hmm hm mmh mh mm ben bah beh alors donc voila oui ouais ok okay d accord daccord "
        "non pardon attendez attends je repete reprends note notez c est ca ensuite puis apres et la "
        "hein bon tres bien parfait allez y vas ecoute vous parfaitement suite continue continuez "
        "absolument exact exactement tout a fait virgule tiret espace slash entendu recu compris "
        "merci le plutot enfin avez numero fin eh quoi encore dites redites "
        "repetez re deja dernier derniers rires souffle silence inaudible bruit papier toussote pause "
        "reflechit pas vite doucement moi deux-points repondre correct juste double triple "
        "avons dis disais ah oh poursuivez poursuis mhm super suis",
    )
)
_CORRECTIONS = frozenset({"non", "pardon", "plutot", "enfin", "repete", "reprends", "dis", "redites"})
_JOIN_WORDS = frozenset(
    re.findall(
        r"\w+",
        "euh heu hum hmm hm mmh ben bah et puis alors donc tiret point virgule espace",
    )
)
_DIGIT_WORDS = "zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf"
GLUED_ZEROS = frozenset(f"zero{word}" for word in _DIGIT_WORDS.split("|"))
"""`zerosix`, as people in a hurry write it."""
_TOKEN = re.compile(rf"\d+|zero(?=(?:{_DIGIT_WORDS})(?![a-z]))|[a-z]+|[^\w\s]|\n|\w")
_HEAD = re.compile(
    r"(?:^|(?<=\n))(?:[ \t]*\d{1,4}[ \t]*\r?\n(?=[\[(]?\d{1,2}:\d\d))?[ \t>*_|#]{0,6}"
    r"(?:[\[(<]?(?:\d{1,2}[:h.]){1,2}\d{2}(?:[.,]\d{1,3})?(?:[ \t]{0,3}-{1,3}>[ \t]{0,3}[\d:.,]{5,12})?"
    r"[\])>]?[ \t]*(?:\r?\n)?)?"
    r"[ \t]{0,4}(?:[-*•–][ \t]*)?"
    r"(?:[\[*(]{0,2}[a-z][a-z .'/()_-]{0,34}(?:[ _]?\d{1,2})?[\])*]{0,2}[ \t]{0,2}(?::|>|[-–—](?=[ \t])))?"
    r"(?:[ \t]*[\[(]\d{1,2}:\d\d(?::\d\d)?[\])])?"
)
_BREAKS = frozenset("€%$£@=+*;|")
_STOPS = _BREAKS | frozenset('!?;:()«»"')
_LONGEST_GAP = 14
_LONGEST_JOIN = 3
_TENS = 10
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Atom:
    """One number or letter said: its place, its digits (or letter), and whether it was said in words."""

    start: int
    end: int
    digits: str
    in_words: bool
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms said in one breath: no turn of speech and no word but a hesitation between them."""

    atoms: tuple[Atom, ...]
    follows: bool
    """Only hesitations, confirmations and turns of speech stand between the run before and this one."""
    corrected: bool
    """One of these confirmations takes back what was said."""

    @property
    def start(self) -> int:
        """Index of the first character."""
        return self.atoms[0].start

    @property
    def end(self) -> int:
        """Index after the last character."""
        return self.atoms[-1].end

    @property
    def digits(self) -> str:
        """What was said, in digits."""
        return "".join(a.digits for a in self.atoms if not a.letter)

    @property
    def letters(self) -> int:
        """How many letters were said."""
        return sum(a.letter for a in self.atoms)

    @property
    def in_words(self) -> bool:
        """Whether a number of it was said in words."""
        return any(a.in_words and not a.letter for a in self.atoms)


@dataclass(slots=True)
class _Draft:
    """An atom being read: `soixante`, then `dix`, then `huit`."""

    start: int
    end: int
    value: int
    width: int


def _heads(plain: str) -> list[tuple[int, int]]:
    """The line beginnings that are no speech: index, time and speaker."""
    return [m.span() for m in _HEAD.finditer(plain) if m.end() > m.start()]


def _tokens(plain: str) -> Iterator[tuple[str, int, int]]:
    """Words, digits and signs outside line beginnings."""
    heads = iter(_heads(plain))
    head = next(heads, (len(plain) + 1, len(plain) + 1))
    for match in _TOKEN.finditer(plain):
        while match.start() >= head[1]:
            head = next(heads, (len(plain) + 1, len(plain) + 1))
        if head[0] <= match.start():
            if match.group() == "\n":
                yield "\n", match.start(), match.end()
            continue
        yield match.group(), match.start(), match.end()


def _merge(draft: _Draft, word: str, value: int) -> bool:
    """Adds the next word to the number being said: `soixante` `dix` `huit`; False when it starts another."""
    last = draft.value
    if word in ("cent", "cents") and 1 < last < _TENS:
        draft.value = last * _HUNDRED
    elif word in ("vingt", "vingts") and last % _TENS == 4 and (last < _TENS or last >= _HUNDRED):
        draft.value = last + 76
    elif (
        (last % _HUNDRED in (60, 80) and _TENS <= value < 20)
        or (last % _HUNDRED in (10, 70, 90) and 7 <= value <= 9)
        or (last >= 20 and last % _TENS == 0 and last % _HUNDRED and 0 < value < _TENS)
        or (last >= _HUNDRED and last % _HUNDRED == 0 and 0 < value < _HUNDRED)
    ):
        draft.value = last + value
    else:
        return False
    draft.width = len(str(draft.value))
    return True


def _atoms(tokens: list[tuple[str, int, int]], *, letters: bool) -> list[tuple[int, int, Atom]]:
    """The atoms with the places of their first and last token."""
    found: list[tuple[int, int, Atom]] = []
    index = 0
    while index < len(tokens):
        token, start, end = tokens[index]
        first = index
        if token in _VALUES:
            draft = _Draft(start, end, _VALUES[token], 1)
            draft.width = len(str(draft.value))
            while True:
                ahead = index + 1
                while ahead < len(tokens) and tokens[ahead][0] == "-":
                    ahead += 1
                if ahead + 1 < len(tokens) and tokens[ahead][0] == "et" and draft.value >= 20:
                    after = ahead + 1 + (tokens[ahead + 1][0] == "-")
                    if after < len(tokens) and tokens[after][0] in ("un", "une", "onze"):
                        ahead = after
                if ahead >= len(tokens) or tokens[ahead][0] not in _VALUES:
                    break
                word = tokens[ahead][0]
                # 04 20: `zéro quatre vingt` is no eighty.
                paired = draft.value < _TENS and found and found[-1][2].digits == "0" and ahead == index + 1
                if paired or not _merge(draft, word, _VALUES[word]):
                    break
                draft.end, index = tokens[ahead][2], ahead
            digits = str(draft.value)
            found.append((first, index, Atom(draft.start, draft.end, digits, in_words=True)))
        elif token.isdigit():
            found.append((first, index, Atom(start, end, token, in_words=False)))
        elif letters and (token in _NATO or (len(token) == 1 and token.isalpha())):
            elided = index + 1 < len(tokens) and tokens[index + 1][0] == "'"
            if not elided:
                if (
                    index + 2 < len(tokens)
                    and tokens[index + 1][0] == "comme"
                    and tokens[index + 2][0].isalpha()
                ):
                    index += 2
                found.append(
                    (first, index, Atom(start, tokens[index][2], token[0], in_words=True, letter=True))
                )
        index += 1
    return found


def _measured(tokens: list[tuple[str, int, int]], last: int) -> bool:
    """Whether a unit follows the number: an amount, a duration, a date."""
    if last + 1 >= len(tokens):
        return False
    after = tokens[last + 1][0]
    if after == "fois" and last + 2 < len(tokens) and tokens[last + 2][0] in _VALUES:
        return False
    if after in (":", ",", ".", "/") and last + 2 < len(tokens) and tokens[last][0].isdigit():
        # 14:30, 12,50 and 06/12/2023 are no numbers said one after the other.
        tight = tokens[last + 2][1] == tokens[last][2] + 1 and tokens[last + 2][0].isdigit()
        return tight and after == ":"
    return after in _UNITS


def runs(plain: str, *, letters: bool = False) -> list[Run]:
    """The runs of numbers of a text.

    Args:
        plain: a plain text, see `TextView`.
        letters: single letters and the words of the NATO alphabet count as atoms as well.

    Returns:
        The runs in order.
    """
    tokens = list(_tokens(plain))
    found: list[Run] = []
    current: list[Atom] = []
    follows = corrected = False
    previous = -1
    for first, last, atom in _atoms(tokens, letters=letters):
        if not atom.letter and _measured(tokens, last):
            if current:
                found.append(Run(tuple(current), follows, corrected))
            current, previous, follows, corrected = [], -1, False, False
            continue
        between = [t for t, _, _ in tokens[previous + 1 : first]] if previous >= 0 else ["x"]
        words = [t for t in between if t.isalpha()]
        joined = (
            "\n" not in between
            and len(words) <= _LONGEST_JOIN
            and all(w in _JOIN_WORDS for w in words)
            and not _STOPS.intersection(between)
        )
        if current and joined:
            current.append(atom)
        else:
            if current:
                found.append(Run(tuple(current), follows, corrected))
            follows = (
                bool(current)
                and len(between) <= 2 * _LONGEST_GAP
                and len(words) <= _LONGEST_GAP
                and not _BREAKS.intersection(between)
                and all(w in _FILLERS for w in words)
            )
            corrected = follows and not _CORRECTIONS.isdisjoint(words)
            current = [atom]
        previous = last
    if current:
        found.append(Run(tuple(current), follows, corrected))
    return found
