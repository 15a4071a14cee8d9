"""The noise of real customers, laid over filled frames without losing track of what is what."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from training.fill import IGNORED, Piece
from training.frames import read
from training.gazetteers import HERE
from training.names import strip_accents
from training.phonetic import by_ear

Change = Callable[[str, random.Random], str]
_NEIGHBOURS = {
    "a": "zqs", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "km", "m": "lp", "n": "bh", "o": "ip", "p": "om", "q": "as", "r": "et",
    "s": "qd", "t": "ry", "u": "yi", "v": "cb", "w": "xs", "x": "wc", "y": "tu", "z": "ae",
}  # fmt: skip


def _everywhere(pieces: list[Piece], change: Change, dice: random.Random) -> None:
    for piece in pieces:
        if piece.label != IGNORED:
            piece.text = change(piece.text, dice)


def lower(text: str, _: random.Random) -> str:
    """All in lower case."""
    low = text.lower()
    return low if len(low) == len(text) else text


def capitals(text: str, _: random.Random) -> str:
    """ALL IN CAPITALS."""
    return text.upper()


def bare(text: str, _: random.Random) -> str:
    """Without accents."""
    return strip_accents(text)


def typos(text: str, dice: random.Random) -> str:
    """Letters doubled, dropped, swapped or missed, about one in fifty."""
    out: list[str] = []
    for letter in text:
        character = letter
        if character.isalpha() and dice.random() < 0.02:
            kind = dice.random()
            if kind < 0.25:
                continue
            if kind < 0.5:
                out.append(character)
            elif kind < 0.75 and out and out[-1].isalpha():
                out[-1], character = character, out[-1]
            else:
                near = dice.choice(_NEIGHBOURS.get(character.lower(), character))
                character = near.upper() if character.isupper() else near
        out.append(character)
    return "".join(out) or text


def unpunctuated(text: str, dice: random.Random) -> str:
    """Commas and full stops left out."""
    return re.sub(r"(?<=\w)[,.;!?](?=\s|$)", lambda m: "" if dice.random() < 0.8 else m[0], text)


def tight(text: str, dice: random.Random) -> str:
    """No space after punctuation: ``merci.bonne journée``."""
    return re.sub(r"(?<=\w)([,.;:!?]) (?=\w)", lambda m: m[1] if dice.random() < 0.6 else m[0], text)


def spaced(text: str, dice: random.Random) -> str:
    """Spaces before commas and full stops, double spaces."""
    text = re.sub(r"(?<=\w)([,.])(?=\s)", lambda m: " " + m[1] if dice.random() < 0.5 else m[0], text)
    return re.sub(r"(?<=\w) (?=\w)", lambda m: "  " if dice.random() < 0.05 else " ", text)


def curly(text: str, _: random.Random) -> str:
    """Typographic apostrophes."""
    return text.replace("'", "’")


def no_apostrophes(text: str, dice: random.Random) -> str:
    """``jai``, ``cest``, ``l agent``."""
    sign = dice.choice(("", "", " "))
    return re.sub(r"(?i)(?<=\b[cdjlmnst])['’](?=\w)", sign, text)


def narrow(text: str, dice: random.Random) -> str:
    """No-break spaces before double punctuation."""
    return re.sub(r" (?=[:;!?»])", dice.choice(("\u00a0", "\u202f")), text)


def joined(text: str, _: random.Random) -> str:
    """Line breaks lost: a form exported on one line."""
    return re.sub(r"\n+", " ", text)


def doubled(text: str, _: random.Random) -> str:
    """Empty lines between all lines."""
    return re.sub(r"\n+", "\n\n", text)


def decomposed(text: str, _: random.Random) -> str:
    """Accents as characters of their own, as some systems export them."""
    return unicodedata.normalize("NFD", text)


def lower_start(text: str, _: random.Random) -> str:
    """No capital at the start of sentences."""
    return re.sub(r"(^|[.!?\n] ?)([A-ZÉÈÀÇ])(?=[a-zéèà' ])", lambda m: m[1] + m[2].lower(), text)


KINDS: dict[str, tuple[float, Change]] = {
    "lower": (0.15, lower),
    "capitals": (0.09, capitals),
    "bare": (0.14, bare),
    "typos": (0.10, typos),
    "unpunctuated": (0.10, unpunctuated),
    "tight": (0.05, tight),
    "spaced": (0.05, spaced),
    "curly": (0.25, curly),
    "no_apostrophes": (0.06, no_apostrophes),
    "narrow": (0.08, narrow),
    "joined": (0.05, joined),
    "doubled": (0.03, doubled),
    "decomposed": (0.01, decomposed),
}
"""Each kind of noise, and how often a text gets it."""

BY_EAR = 0.14
"""How often the words around the names are spelt by ear."""

_AROUND: dict[str, Change] = {"lower_start": lower_start, "by_ear": by_ear}
"""Noises that names and numbers are spared."""


_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,5}(?![\w-])")
_SWAPPABLE = re.compile(
    r"(?<![\w'’-])[^\W\d_A-Z][a-zà-ÿ]{3,}(?![\w'’-])|(?<![\w'’-])[A-ZÉÈÀ][a-zà-ÿ]{4,}(?= ?:)"
)


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, list[str]]:
    """Words of the frames themselves by their last two letters: what customers do write."""
    words: dict[str, set[str]] = {}
    for frame in read([HERE / "frames"]):
        for word in re.findall(r"(?<![\w'’-])[a-zà-ÿ]{4,}(?![\w'’-])", frame.plain()):
            words.setdefault(word[-2:], set()).add(word)
    return {ending: sorted(some) for ending, some in words.items()}


def swap_words(pieces: list[Piece], dice: random.Random) -> None:
    """Ordinary words in the place of others: standing where a name might is not enough to be one."""

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        if dice.random() > 0.10:
            return word
        new = dice.choice(_dictionary().get(word[-2:].lower(), [word]))
        return new.capitalize() if word[0].isupper() else new

    for piece in pieces:
        if not piece.label:
            piece.text = _SWAPPABLE.sub(swap, piece.text)


def swap_acronyms(pieces: list[Piece], dice: random.Random) -> None:
    """Other capitals in the place of ``SAV``, ``TVA``, ``NPS``."""

    def swap(match: re.Match[str]) -> str:
        if dice.random() > 0.35:
            return match[0]
        return "".join(dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in match[0])

    for piece in pieces:
        if not piece.label:
            piece.text = _ACRONYM.sub(swap, piece.text)


def names_in_lower_case(pieces: list[Piece]) -> None:
    """The names lose their capitals, the rest keeps its own."""
    for piece in pieces:
        if piece.label and piece.label != IGNORED:
            piece.text = piece.text.lower()


def names_in_capitals(pieces: list[Piece]) -> None:
    """The names in capitals, the rest as it was."""
    for piece in pieces:
        if piece.label and piece.label != IGNORED:
            piece.text = piece.text.upper()


def lay(pieces: list[Piece], dice: random.Random, only: str | None = None) -> list[str]:
    """Lay noise over a text.

    Args:
        pieces: the filled frame; changed in place.
        dice: what decides.
        only: lay this kind and no other (for evaluation).

    Returns:
        The kinds that were laid.
    """
    if only is not None:
        chosen = [only]
    elif dice.random() < 0.35:
        chosen = []
    else:
        chosen = [kind for kind, (chance, _) in KINDS.items() if dice.random() < chance]
        if dice.random() < BY_EAR:
            chosen.insert(0, "by_ear")
        if dice.random() < 0.05:
            chosen.append("lower_start")
        if dice.random() < 0.03:
            chosen.append("glued")
    for kind in chosen:
        if kind == "names_lower":
            names_in_lower_case(pieces)
        elif kind == "names_capitals":
            names_in_capitals(pieces)
        elif kind in _AROUND:
            for piece in pieces:
                if not piece.label:
                    piece.text = _AROUND[kind](piece.text, dice) or piece.text
        elif kind == "glued":
            glue(pieces, dice)
        else:
            _everywhere(pieces, KINDS[kind][1], dice)
    return chosen


def glue(pieces: list[Piece], dice: random.Random) -> None:
    """A name loses the space to its neighbour: ``merciSophie``, ``Sophiepour``."""
    for left, right in pairwise(pieces):
        if (
            left.label == "PERSON"
            and right.text.startswith(" ")
            and right.text[1:2].isupper()
            and dice.random() < 0.5
        ):
            right.text = right.text[1:]
        elif (
            right.label == "PERSON"
            and left.text.endswith(" ")
            and left.text[-2:-1] in ".,;:!?"
            and dice.random() < 0.6
        ) or (
            right.label == "PERSON"
            and re.search(r"[a-zé]{3} $", left.text)
            and right.text[0].isupper()
            and dice.random() < 0.2
        ):
            left.text = left.text[:-1]
