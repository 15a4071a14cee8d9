"""Labels are found where a search of the whole pattern finds them, and only at the start of words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.label_search import LabelSearch

PATTERN = r"(?<![a-z])(?:iban|n° ?client|num(?:ero)? de commande|\*#06#|s/n|imei[12]?)(?![a-z])"
LABELS = LabelSearch(PATTERN, signs="*")
_WORDS = [
    "iban",
    "n°client",
    "n° client",
    "num de commande",
    "numero",
    "*#06#",
    "imei2",
    "xiban",
    "a",
    "imei",
]
_PIECES = st.sampled_from([*_WORDS, " ", "\n", ","])


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_finds_what_the_pattern_finds(text: str) -> None:
    found = [match.span() for match in LABELS.find(text, re.findall("[a-z]+", text))]
    assert found == [match.span() for match in re.finditer(PATTERN, text)]


def test_words_that_begin_no_label_are_told() -> None:
    assert not LABELS.may_match(["bonjour", "merci", "client"])
    assert LABELS.may_match(["bonjour", "numero"])
