"""From frames to tokenized, labelled examples."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedanon.detection.model_features import word_key
from feedanon.detection.tokenizer import split
from training.fill import IGNORED, Filler, Piece
from training.frames import Frame
from training.noise import lay, swap_acronyms, swap_words

TYPES = (
    "PERSON",
    "CITY",
    "STREET_ADDRESS",
    "ORGANIZATION",
    "USERNAME",
    "CUSTOMER_ID",
    "CREDENTIAL",
    "DATE_OF_BIRTH",
    "FR_POSTCODE",
    "PHONE_NUMBER",
)
LABELS = ("O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BI"))
_IDS = {label: number for number, label in enumerate(LABELS)}


@dataclass(slots=True)
class Example:
    """A text, the spans in it, and which noise was laid."""

    text: str
    spans: list[tuple[int, int, str]]
    source: str
    noise: list[str]


def join(pieces: Iterable[Piece]) -> tuple[str, list[tuple[int, int, str]]]:
    """Text and spans; pieces of one label that stand side by side become one span."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for piece in pieces:
        start = len(text)
        text += piece.text
        if not piece.label:
            continue
        if spans and spans[-1][2] == piece.label and re.fullmatch(r"[ _.\-]?", text[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], len(text), piece.label)
        else:
            spans.append((start, len(text), piece.label))
    return text, spans


def crop(pieces: list[Piece], dice: random.Random) -> list[Piece]:
    """Some lines in a row of a text, for a model that must also cope without the rest."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.label:
            rows[-1].append(piece)
            continue
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                rows.append([])
            rows[-1].append(Piece(line))
    if len(rows) < 3:
        return pieces
    first = dice.randrange(len(rows))
    kept = rows[first : first + dice.choice((1, 1, 2, 3))]
    out: list[Piece] = []
    for number, row in enumerate(kept):
        if number:
            out.append(Piece("\n"))
        out.extend(row)
    return out if any(piece.text.strip() for piece in out) else pieces


def make(
    frame: Frame, seed: str, validation: bool = False, only: str | None = None, noisy: bool = True
) -> Example:
    """Fill one frame once and lay noise over it.

    Args:
        frame: the frame.
        seed: decides everything.
        validation: use the held-out names; nothing is cropped then.
        only: lay this noise alone.
        noisy: lay noise at all.
    """
    dice = random.Random(f"noise-{seed}")
    pieces = Filler(frame, seed, validation).fill()
    if not validation and dice.random() < 0.15:
        pieces = crop(pieces, dice)
    if not validation:
        if dice.random() < 0.4:
            swap_words(pieces, dice)
        if dice.random() < 0.3:
            swap_acronyms(pieces, dice)
    laid = lay(pieces, dice, only) if noisy or only else []
    text, spans = join(pieces)
    return Example(text, spans, frame.source, laid)


def targets(words: list[str], spaces: list[bool], spans: list[tuple[int, int, str]]) -> list[int]:
    """The label of each word, -1 where the model is not to learn anything."""
    out: list[int] = []
    position, current = 0, 0
    opened = -1
    for word, space in zip(words, spaces, strict=True):
        end = position + len(word)
        while current < len(spans) and spans[current][1] <= position:
            current += 1
        label = 0
        if current < len(spans) and spans[current][0] < end:
            kind = spans[current][2]
            if kind == IGNORED:
                label = -1
            else:
                label = _IDS[f"{'I' if opened == current else 'B'}-{kind}"]
                opened = current
        out.append(label)
        position = end + space
    return out


def epoch(frames: list[Frame], seed: str) -> Iterator[Example]:
    """All frames once, in a new order and with new fillings."""
    order = list(frames)
    random.Random(seed).shuffle(order)
    for number, frame in enumerate(order):
        yield make(frame, f"{seed}-{number}")


def vocabulary(frames: Iterable[Frame], least: int = 2, most: int = 9000) -> list[str]:
    """The words that the model knows by heart: those of the frames' own text, never a filled name."""
    seen: Counter[str] = Counter()
    for frame in frames:
        words, _ = split(frame.plain())
        seen.update({word_key(word) for word in words})
    return sorted(word for word, count in seen.most_common(most) if count >= least)


__all__ = ["LABELS", "TYPES", "Example", "epoch", "make", "split", "targets", "vocabulary"]
