"""How the model does: entities that leak and words masked for nothing, always both, at every threshold.

An entity is protected only when each of its letters and digits is masked.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from feedanon.detection.name_model import GROUP
from training import corpus
from training.fill import IGNORED
from training.frames import Frame

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
NOISES = (
    "clean",
    "lower",
    "names_lower",
    "capitals",
    "names_capitals",
    "bare",
    "typos",
    "unpunctuated",
    "joined",
)
_MARKUP = re.compile(r"\[\[(?P<neutral>\??)(?P<label>[A-Z_]+)\|(?P<surface>.*?)\]\]", re.DOTALL)
_KEPT = {"ORGANIZATION", IGNORED}
Span = tuple[int, int, str]


@dataclass(slots=True)
class Judged:
    """A text with its entities, and spans that count neither way."""

    text: str
    entities: list[Span]
    neutral: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Counts at one threshold."""

    entities: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    leaks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    words: int = 0
    over: int = 0
    clean_texts: int = 0
    clean_touched: int = 0

    def leak(self, label: str) -> float:
        """Per cent of a label's entities that are not wholly masked."""
        return 100 * self.leaks[label] / max(self.entities[label], 1)

    def row(self, labels: Sequence[str]) -> str:
        """The figures in one line."""
        cells = " ".join(f"{label[:6]} {self.leak(label):5.1f}" for label in labels)
        over = 100 * self.over / max(self.words, 1)
        return (
            f"{cells}  over-masked {over:.2f} %  clean texts touched {self.clean_touched}/{self.clean_texts}"
        )


def read_marked(paths: Iterable[Path]) -> list[Judged]:
    """Texts with inline marks: ``[[PERSON|Ada]]`` must be masked, ``[[?CITY|Lyon]]`` counts neither way."""
    found = []
    for path in paths:
        for block in re.split(r"(?m)^%%%[ \t]*$", path.read_text(encoding="utf-8")):
            body = block.strip("\n").partition("\n")[2]
            if not body.strip():
                continue
            text, position, judged = "", 0, Judged("", [])
            for mark in _MARKUP.finditer(body):
                text += body[position : mark.start()]
                span = (len(text), len(text) + len(mark["surface"]), mark["label"])
                (judged.neutral if mark["neutral"] else judged.entities).append(span)
                text += mark["surface"]
                position = mark.end()
            judged.text = text + body[position:]
            found.append(judged)
    return found


def from_frames(
    frames: Iterable[Frame], seed: str, only: str | None = None, noisy: bool = False
) -> list[Judged]:
    """Validation fillings of held-out frames."""
    judged = []
    for number, frame in enumerate(frames):
        example = corpus.make(frame, f"{seed}-{number}", validation=True, only=only, noisy=noisy)
        real = [span for span in example.spans if span[2] not in _KEPT]
        judged.append(Judged(example.text, real, [span for span in example.spans if span[2] in _KEPT]))
    return judged


def predict(nlp: Language, texts: Sequence[Judged]) -> list[list[tuple[int, int, str, float]]]:
    """The scored candidates of each text."""
    out = []
    for doc in nlp.pipe((judged.text for judged in texts), batch_size=128):
        group = doc.spans[GROUP]
        out.append(
            [
                (s.start_char, s.end_char, s.label_, x)
                for s, x in zip(group, group.attrs["scores"], strict=True)
            ]
        )
    return out


def tally(
    texts: Sequence[Judged], found: Sequence[Sequence[tuple[int, int, str, float]]], threshold: float
) -> Tally:
    """Count leaks and over-masked words when candidates from ``threshold`` on are masked."""
    counts = Tally()
    for judged, candidates in zip(texts, found, strict=True):
        masked = bytearray(len(judged.text))
        for start, end, label, score in candidates:
            if score >= threshold and label not in _KEPT:
                masked[start:end] = b"\1" * (end - start)
        real = bytearray(len(judged.text))
        for start, end, label in judged.entities:
            real[start:end] = b"\1" * (end - start)
            counts.entities[label] += 1
            if any(judged.text[i].isalnum() and not masked[i] for i in range(start, end)):
                counts.leaks[label] += 1
        for start, end, _ in judged.neutral:
            real[start:end] = b"\1" * (end - start)
        over = 0
        for word in re.finditer(r"\S+", judged.text):
            letters = [i for i in range(*word.span()) if judged.text[i].isalnum()]
            if letters and not any(real[i] for i in letters):
                counts.words += 1
                over += any(masked[i] for i in letters)
        counts.over += over
        if not judged.entities and not judged.neutral:
            counts.clean_texts += 1
            counts.clean_touched += over > 0
    return counts


def curve(nlp: Language, texts: Sequence[Judged], labels: Sequence[str], title: str) -> list[str]:
    """One line a threshold."""
    found = predict(nlp, texts)
    lines = [f"## {title} ({len(texts)} texts)"]
    for threshold in THRESHOLDS:
        lines.append(f"{threshold:.1f}  {tally(texts, found, threshold).row(labels)}")
    return lines


def speed(nlp: Language, texts: Sequence[Judged]) -> str:
    """Words a second of the whole pipeline, the best of three rounds."""
    words = sum(len(judged.text.split()) for judged in texts)
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for _doc in nlp.pipe((judged.text for judged in texts), batch_size=256):
            pass
        best = min(best, time.perf_counter() - begun)
    return f"{words / best:,.0f} words a second"


def by_noise(nlp: Language, frames: Sequence[Frame], threshold: float) -> list[str]:
    """One line a kind of noise, the same frames and fillings each time."""
    lines = [f"## by noise, threshold {threshold}"]
    for noise in NOISES:
        texts = from_frames(frames, "noise", only=None if noise == "clean" else noise)
        row = tally(texts, predict(nlp, texts), threshold).row(("PERSON", "CITY", "STREET_ADDRESS"))
        lines.append(f"{noise:15}{row}")
    return lines


def mistakes(nlp: Language, texts: Sequence[Judged], threshold: float, labels: Sequence[str]) -> list[str]:
    """Leaks and false alarms with some context, for reading."""
    lines = []
    for judged, candidates in zip(texts, predict(nlp, texts), strict=True):
        masked = bytearray(len(judged.text))
        for start, end, label, score in candidates:
            if score >= threshold and label not in _KEPT:
                masked[start:end] = b"\1" * (end - start)
                if not any(s < end and start < e for s, e, _ in judged.entities + judged.neutral):
                    lines.append(f"OVER {label} {score:.2f} {_context(judged.text, start, end)}")
        for start, end, label in judged.entities:
            if label in labels and any(judged.text[i].isalnum() and not masked[i] for i in range(start, end)):
                near = [f"{judged.text[s:e]}={x:.2f}" for s, e, _, x in candidates if s < end and start < e]
                lines.append(f"LEAK {label} {_context(judged.text, start, end)} {near}")
    return lines


def _context(text: str, start: int, end: int) -> str:
    left, right = text[max(0, start - 40) : start], text[end : end + 30]
    return f"{left}[[{text[start:end]}]]{right}".replace("\n", "⏎")
