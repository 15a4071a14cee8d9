"""No text can make a recognizer written in Python slow: four times the text takes about four times as long."""

import heapq
import importlib
from collections.abc import Iterator
from time import process_time

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.pack import _PYTHON
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_SIZES = (2_500, 20_000, 80_000)
_GROWTH = _SIZES[2] / _SIZES[1]
_KEPT = 1
"""How many pieces, the slowest at the first size, are measured at the other two."""
_TRIES = 3
_FLOOR = 0.002
"""Seconds under which a measure is noise."""
_SLACK = 2.0
"""How far from proportional growth a measure may stray; a quadratic search strays by `_GROWTH`."""

_PIECES = (
    "1", "1 ", "06 ", "a ", "a1", "a.", "a-", "\n", "1\n", "a: ", "<a>", '{"a": ', "| ", "M. ", "Mme A. ",
    "rue ", "12 rue ", "69003 ", "69003 lyon ", "lyon ", "Saint-", "ref ", "commande ", "n° ", "iban ", "fr76 ",
    "zero ", "vingt et ", "point ", "arobase ", "a arobase ", "a point ", "ne le ", "nee ", "1er mai ", "login\n",
    "je suis ", "a comme ",
)  # fmt: skip


def _recognizer(name: str) -> TextRecognizer:
    module, _, factory = name.partition(":")
    made: TextRecognizer = getattr(importlib.import_module(module), factory)()
    return made


def _adversaries(example: str) -> Iterator[str]:
    """Pieces that, repeated, make a careless search try again: short ones, and parts of the example."""
    yield from _PIECES
    yield from (word + " " for word in example.split())
    for text in (example, example[:-1], example[: len(example) // 2], example[len(example) // 2 :]):
        yield text
        yield text + "\n"


def _seconds(recognizer: TextRecognizer, piece: str, size: int) -> float:
    view = TextView((piece * (size // len(piece) + 1))[:size])
    start = process_time()
    for _ in recognizer.find(view):
        pass
    return process_time() - start


def _check(recognizer: TextRecognizer, pieces: Iterator[str]) -> None:
    list(recognizer.find(TextView("Bonjour, 12 rue des Lilas 69003 Lyon")))  # tables are read once
    small, middle, large = _SIZES
    slowest = heapq.nlargest(_KEPT, dict.fromkeys(pieces), key=lambda p: _seconds(recognizer, p, small))
    for piece in slowest:
        short = long = float("inf")
        for _ in range(_TRIES):
            short = min(short, _seconds(recognizer, piece, middle))
            long = min(long, _seconds(recognizer, piece, large))
            if long <= max(short, _FLOOR) * _GROWTH * _SLACK:
                break
        else:
            pytest.fail(f"{recognizer.name} is not linear on {piece!r}: {short:.4f} s, {long:.4f} s")


_LONG = {"feedanon.detection.references:ReferenceRecognizer"}
"""Linear, but a tenth of a millisecond or more for each character of a text made of references alone."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name in _LONG else name for name in _PYTHON],
    ids=lambda name: name.partition(":")[2],
)
def test_four_times_the_text_takes_four_times_as_long(name: str) -> None:
    recognizer = _recognizer(name)
    _check(recognizer, _adversaries(recognizer.example))


class _Quadratic(TextRecognizer):
    def __init__(self) -> None:
        super().__init__(["PERSON"], "quadratic")

    def find(self, view: TextView) -> Iterator[Entity]:
        for place in range(0, len(view.plain), 20):
            view.plain.count("xyz", place)
            view.plain[place:].split("a")
        return iter(())


def test_the_test_sees_a_quadratic_search() -> None:
    with pytest.raises(pytest.fail.Exception, match="is not linear"):
        _check(_Quadratic(), iter(_PIECES[:4]))
