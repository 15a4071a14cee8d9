"""No text can make a pattern slow: ten times the text takes about ten times as long, whatever it holds."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest

from feedanon import recognizers
from feedanon.detection.folding import fold
from feedanon.detection.recognizer_files import recognizers_from
from feedanon.detection.yaml_recognizers import YamlRecognizer

ALL = [
    r
    for r in recognizers_from(Path(recognizers.__file__).parent, trusted=True)
    if isinstance(r, YamlRecognizer)
]

_PIECES = (
    "a", "0", "1", " ", ".", "-", "_", "@", ":", "/", "\n", "(", "'", '"', "a1", "1a", "a.", "1.",
    "1 ", "0 ", "01 ", "06", "1-", "a-", "a_", "a@", "@a", "a:", ":a", "1:", "/a", "//", "a=", "a ",
    "\n>", " \n", "1\n", "a\n", "+3", "33", "(0)", "** ", "ab1_", "°1", "fr76", "a@b.", "www.",
    "http://", "mot de passe ", "code ", "numero ", "rue ", "ref ", "le ",
)  # fmt: skip
_FLOOR = 0.004
"""Seconds under which a measure is noise."""

_TRIES = 4
_KEPT = (8, 2)
"""How many pieces go on to 100,000 characters, and how many of these to a million."""

_SLACK = 4.0
"""How far from proportional growth a measure may stray: caches, garbage collection, a busy machine."""


def _adversaries(recognizer: YamlRecognizer, case: bool) -> Iterator[str]:
    """Pieces that, repeated, make a careless pattern try again: short ones, and halves of the examples."""
    yield from _PIECES
    for example in (*recognizer.recipe.match[:6], *recognizer.recipe.no_match[:3]):
        text = example.replace("«", "").replace("»", "")
        text = text if case else fold(text)
        yield text[:-1]
        yield text[: max(1, len(text) // 2)]


def _seconds(compiled: re.Pattern[str], text: str) -> float:
    start = process_time()
    for _ in compiled.finditer(text):
        pass
    return process_time() - start


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _slowest(compiled: re.Pattern[str], pieces: Iterable[str], size: int, kept: int) -> list[str]:
    """The pieces that cost most at `size`: what grows faster than the text is among them."""
    return heapq.nlargest(kept, pieces, key=lambda piece: _seconds(compiled, _filled(piece, size)))


def _compare(compiled: re.Pattern[str], piece: str, sizes: tuple[int, int]) -> None:
    """Fails when the longer text takes more than its share."""
    before, after = (_filled(piece, size) for size in sizes)
    growth = len(after) / len(before)
    short = long = float("inf")
    for _ in range(_TRIES):
        short, long = min(short, _seconds(compiled, before)), min(long, _seconds(compiled, after))
        if long <= max(short, _FLOOR / 10) * growth * _SLACK:
            return
    pytest.fail(f"{compiled.pattern!r} is not linear on {piece!r}: {short:.4f} s, {long:.4f} s")


def _check(compiled: re.Pattern[str], pieces: Iterable[str], sizes: tuple[int, ...]) -> None:
    """Each size against the next: the longer the texts, the fewer pieces, always the slowest ones."""
    chosen = list(dict.fromkeys(pieces))
    for step, pair in enumerate(pairwise(sizes)):
        if len(sizes) > 2:
            chosen = _slowest(compiled, chosen, pair[0], _KEPT[step])
        for piece in chosen:
            _compare(compiled, piece, pair)


def _check_all(recognizer: YamlRecognizer, sizes: tuple[int, ...]) -> None:
    for pattern in recognizer.recipe.patterns:
        _check(re.compile(pattern.regex), _adversaries(recognizer, pattern.case), sizes)


@pytest.mark.parametrize("recognizer", ALL, ids=lambda r: r.recipe.path.stem)
def test_ten_times_the_text_takes_ten_times_as_long(recognizer: YamlRecognizer) -> None:
    _check_all(recognizer, (1_500, 15_000))


@pytest.mark.slow
@pytest.mark.parametrize("recognizer", ALL, ids=lambda r: r.recipe.path.stem)
def test_a_megabyte_is_no_worse(recognizer: YamlRecognizer) -> None:
    _check_all(recognizer, (10_000, 100_000, 1_000_000))


@pytest.mark.parametrize("source", [r"(?:a+)b", r"(?<![0-9])[0-9 ]*[0-9]+x", r"[\w.]*@[\w.]+\.fr", r"\s*;"])
@pytest.mark.parametrize("sizes", [(1_500, 15_000), (400, 4_000, 40_000)])
def test_the_test_sees_a_quadratic_pattern(source: str, sizes: tuple[int, ...]) -> None:
    with pytest.raises(pytest.fail.Exception, match="is not linear"):
        _check(re.compile(source), _PIECES, sizes)


def test_the_test_accepts_a_linear_pattern() -> None:
    _check(re.compile(r"(?<![a-z])a{1,30}b"), _PIECES, (1_500, 15_000, 150_000))
