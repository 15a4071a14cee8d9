"""Leak rate and over-masking, as the design defines them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.markup import Document, Mark

Span = tuple[int, int]
_WORD = re.compile(r"\w+")


@dataclass
class Score:
    """What one engine did on one set of documents."""

    entities: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    words: int = 0
    overmasked: int = 0
    clean: int = 0
    clean_touched: int = 0

    @property
    def leak_rate(self) -> float:
        """Entities not fully masked, in percent."""
        return 100 * self.leaks.total() / max(1, self.entities.total())

    @property
    def overmasking(self) -> float:
        """Words outside every entity that a mask touches, in percent."""
        return 100 * self.overmasked / max(1, self.words)

    def label_rate(self, label: str) -> float:
        """Leak rate of one type, in percent."""
        return 100 * self.leaks[label] / max(1, self.entities[label])

    def interval(self) -> Span | tuple[float, float]:
        """Wilson's 95 % interval of the leak rate, in percent."""
        n, k, z = self.entities.total(), self.leaks.total(), 1.96
        if not n:
            return 0.0, 100.0
        p = k / n
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return 100 * (centre - half), 100 * (centre + half)


def covered(text: str, masks: Sequence[Span]) -> bytearray:
    """One byte a character: 1 where a mask lies."""
    cover = bytearray(len(text))
    for start, end in masks:
        cover[start:end] = b"\x01" * (end - start)
    return cover


def leaks(mark: Mark, text: str, cover: bytearray) -> bool:
    """Whether a letter or digit of the marked span is readable."""
    return any(text[i].isalnum() and not cover[i] for i in range(mark.start, mark.end))


def overmasked_words(document: Document, cover: bytearray) -> tuple[int, list[Span]]:
    """How many words lie outside every mark, and those of them that a mask touches."""
    marked = covered(document.text, [(m.start, m.end) for m in document.marks])
    outside = [m.span() for m in _WORD.finditer(document.text) if not any(marked[slice(*m.span())])]
    return len(outside), [span for span in outside if any(cover[slice(*span)])]


def score(documents: Iterable[Document], masks: Iterable[Sequence[Span]]) -> Score:
    """Compares what an engine masks in each document with what is marked."""
    total = Score()
    for document, spans in zip(documents, masks, strict=True):
        cover = covered(document.text, spans)
        for mark in document.entities:
            total.entities[mark.label] += 1
            total.leaks[mark.label] += leaks(mark, document.text, cover)
        words, touched = overmasked_words(document, cover)
        total.words += words
        total.overmasked += len(touched)
        if not document.entities:
            total.clean += 1
            total.clean_touched += bool(touched)
    return total
