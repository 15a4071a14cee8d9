"""The quick form finds what the plain one finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.first_letters import alternatives

WORDS = ("merci", "mer", "bonne (?:journee|nuit)", "bon", "chere?")
PLAIN = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(WORDS)})")
QUICK = re.compile(alternatives(WORDS, "a-z0-9"))
_PIECES = st.sampled_from(
    ["merci", "mer", "bonne journee", "bonne", "cher", "chere", " ", "a", "9", "\n", "-"]
)


@given(st.lists(_PIECES, max_size=10).map("".join))
def test_finds_the_same(text: str) -> None:
    assert [m.span() for m in QUICK.finditer(text)] == [m.span() for m in PLAIN.finditer(text)]
