"""Reads texts with `[[LABEL|surface]]` and says what a recognizer left readable or masked too much."""

from __future__ import annotations

import re

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer

_MARK = re.compile(r"\[\[(?P<label>\w+)\|(?P<surface>.*?)\]\]", re.DOTALL)
THRESHOLD = 0.4


def masked(recognizer: TextRecognizer, text: str) -> list[str]:
    """The stretches of `text` that a recognizer masks, in order, overlaps joined."""
    view = TextView(text)
    mask = bytearray(len(text))
    for entity in recognizer.find(view):
        if entity.score >= THRESHOLD:
            start, end = view.original_span(entity.start, entity.end)
            mask[start:end] = b"\1" * (end - start)
    return [text[slice(*match.span())] for match in re.finditer(b"\1+", bytes(mask))]


def assert_exact(recognizer: TextRecognizer, marked: str) -> None:
    """Whether exactly the marked surfaces are masked."""
    surfaces = [match["surface"] for match in _MARK.finditer(marked)]
    text = _MARK.sub(lambda match: match["surface"], marked)
    assert masked(recognizer, text) == surfaces, text


def assert_linear(recognizer: TextRecognizer, seeds: list[str]) -> None:
    """Whether time grows no worse than linearly on repetitions of each seed."""
    from time import perf_counter

    for seed in seeds:
        times = []
        for size in (10_000, 100_000):
            text = seed * (size // len(seed))
            best = float("inf")
            for _ in range(2):
                start = perf_counter()
                for _entity in recognizer.find(TextView(text)):
                    pass
                best = min(best, perf_counter() - start)
            times.append(best)
        assert times[1] < 40 * max(times[0], 0.02), (seed, times)


ADVERSARIAL = [
    *("12 rue de la ", "69003 ", "lyon ", "né le 12/03/84 ", "rue ", "a", "1", " ", "saint-", "le ", "("),
    *(
        "date de naissance ",
        "ddn;12/3/84\n",
        "ddn ?\n",
        "bat b ",
        "rue\n",
        "12rue",
        "résidence ",
        "habite à ",
        "12,",
    ),
    *("code postal un deux ", "rue de lyon 69003 ", "A1 1AA ", "Jean ", "vingt ", "12 ", "d'"),
    *("né le 12/03/1984 12 ", "adresse : le bourg 29270 carhaix "),
]
"""What is repeated to look for patterns that grow faster than the text."""
