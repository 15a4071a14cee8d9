"""The quick form finds what the plain one finds, and is quicker."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.markup import load
from feedanon.detection.folding import TextView
from feedanon.detection.pack import build
from feedanon.detection.quick_heads import quick
from feedanon.detection.yaml_recognizers import YamlRecognizer

WORDS = r"(?<![a-z0-9])(?:merci|mer|bonne (?:journee|nuit)|bon|chere?)(?! a)"
SOURCES = (
    WORDS,
    r"(?<![a-z])(?<!9-)rue\b",
    r"(?<!x)(?P<value>\d{2,3})(?!\d)",
    r"(?<=[a-z ])(?:(?<!-)mer|bon)",
    r"(?<!a|b)(?P<one>m(?:er|ci))(?P<two>9)?",
    r"(?<!-)[ac]+9",
    r"(?<!-)\.{2}",
    r"(?<!9)(?:a|-|x|\^)(?! )",
    r"(?<!r)(?P<a>mer|bon(?P<b>9)?)",
)
UNCHANGED = (
    "rue",
    r"(?<!a)\d?b",
    r"(?<!a)(?:bon)?9",
    r"(?<!a)(?:bon)+",
    r"(?<!a)[ab]{00,2}c",
    r"(?<=(?P<q>b))(?:a9|c8)",
    r"(?<!a)(?=b)b",
    r"(?<!a)[\w-]+",
    r"(?<!a)",
    r"(?<!a)(?:b|[cd])",
    r"(?<!a)^b",
    r"(?<!r)(?P<a>mer|(?P<b>bon))",
)
_PIECES = st.sampled_from(
    [
        "merci",
        "mer",
        "bonne journee",
        "bonne",
        "cher",
        "chere",
        "rue",
        "..",
        " ",
        "a",
        "c",
        "x",
        "9",
        "\n",
        "-",
    ]
)


def found(source: str, text: str) -> list[object]:
    return [(match.span(), match.groupdict()) for match in re.finditer(source, text)]


@given(st.lists(_PIECES, max_size=10).map("".join), st.sampled_from(SOURCES))
def test_finds_the_same(text: str, source: str) -> None:
    assert quick(source) != source
    assert found(quick(source), text) == found(source, text)


@pytest.mark.parametrize("source", UNCHANGED)
def test_stays_as_it_is_where_nothing_is_won(source: str) -> None:
    assert quick(source) == source


def test_our_own_patterns_find_the_same() -> None:
    views = [TextView(document.text) for document in load("dev")[::6]]
    changed = 0
    for recognizer in build():
        if not isinstance(recognizer, YamlRecognizer):
            continue
        for pattern in recognizer.recipe.patterns:
            source, other = pattern.regex, quick(pattern.regex)
            changed += source != other
            for view in views if source != other else ():
                text = view.text if pattern.case else view.plain
                assert found(other, text) == found(source, text), source
    assert changed > 100


def test_is_quicker() -> None:
    text = (
        "le service est devenu bien moins agreable depuis la rentree, on attend longtemps au comptoir " * 200
    )

    def seconds(source: str) -> float:
        pattern = re.compile(source)
        taken = []
        for _ in range(5):
            begin = time.perf_counter()
            list(pattern.finditer(text))
            taken.append(time.perf_counter() - begin)
        return min(taken)

    assert seconds(quick(r"(?<![\d,-])(?<!\d[ .])\d{3}")) < 0.5 * seconds(r"(?<![\d,-])(?<!\d[ .])\d{3}")
