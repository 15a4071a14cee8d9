"""No text can make a pattern slow: ten times the text takes about ten times as long, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def _check(recognizer: YamlRecognizer, sizes: tuple[int, ...]) -> None:
    for pattern in recognizer.recipe.patterns:
        compiled = re.compile(pattern.regex)
        for piece in _adversaries(recognizer, pattern.case):
            texts = [(piece * (size // len(piece) + 1))[:size] for size in sizes]
            for before, after in pairwise(texts):
                growth = len(after) / len(before)
                short = long = float("inf")
                for _ in range(_TRIES):
                    short, long = min(short, _seconds(compiled, before)), min(long, _seconds(compiled, after))
                    if long <= max(short, _FLOOR / 10) * growth * _SLACK:
                        break
                else:
                    pytest.fail(f"{pattern.regex!r} is not linear on {piece!r}: {short:.4f} s, {long:.4f} s")


@pytest.mark.parametrize("recognizer", ALL, ids=lambda r: r.recipe.path.stem)
def test_ten_times_the_text_takes_ten_times_as_long(recognizer: YamlRecognizer) -> None:
    _check(recognizer, (1_500, 15_000))


@pytest.mark.slow
@pytest.mark.parametrize("recognizer", ALL, ids=lambda r: r.recipe.path.stem)
def test_a_megabyte_is_no_worse(recognizer: YamlRecognizer) -> None:
    _check(recognizer, (10_000, 100_000, 1_000_000))


def test_the_measure_sees_a_quadratic_pattern() -> None:
    """The test itself: a pattern known to be quadratic must not pass."""
    compiled = re.compile(r"(?:a+)b")
    short, long = _seconds(compiled, "a" * 1_500), _seconds(compiled, "a" * 15_000)
    assert long > short * 10 * _SLACK
