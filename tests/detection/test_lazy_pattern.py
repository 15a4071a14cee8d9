"""A pattern that compiles when it is first used behaves as a compiled one."""

from __future__ import annotations

import re

import pytest

from feedanon.detection.lazy_pattern import LazyPattern


@pytest.mark.parametrize("method", ["search", "match"])
def test_finds_what_re_finds(method: str) -> None:
    lazy, ready = LazyPattern(r"\d+"), re.compile(r"\d+")
    for _ in range(2):  # before and after it is compiled
        for where in (("12 a 34",), ("12 a 34", 3), ("a 34", 0, 1)):
            one, two = getattr(lazy, method)(*where), getattr(ready, method)(*where)
            assert (one and one.span()) == (two and two.span())


def test_finds_all() -> None:
    lazy = LazyPattern(r"\d+")
    assert [match[0] for match in lazy.finditer("12 a 34")] == ["12", "34"]
    assert [match[0] for match in lazy.finditer("12 a 34", 1)] == ["2", "34"]


def test_a_wrong_pattern_tells_at_its_first_use() -> None:
    lazy = LazyPattern("(")
    with pytest.raises(re.error):
        lazy.search("x")
