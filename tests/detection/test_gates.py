"""The gates of many patterns at once say what asking each requirement by itself says."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.folding import TextView
from feedanon.detection.gates import Gates, Requirements

_REQUIREMENTS = st.builds(
    Requirements,
    digits=st.integers(0, 5),
    run=st.integers(0, 4),
    chars=st.sampled_from(["", "@", "*#", ":."]),
    words=st.sampled_from([frozenset(), frozenset({"code"}), frozenset({"tel", "fax"})]),
    parts=st.sampled_from([(), ("od",), ("www.", "://")]),
    shape=st.sampled_from(["", r"[0-9]\.[0-9]", ":[a-f]"]),
)
_TEXTS = st.lists(
    st.sampled_from(["12", "3", " ", ".", ":", "@", "*", "code", "CODES", "Tél", "www.", "a", "\n"]),
    max_size=12,
).map("".join)


def _met(one: Requirements, view: TextView) -> bool:
    plain = view.plain
    return (
        view.digits >= one.digits
        and view.longest_run >= one.run
        and (not one.chars or any(char in plain for char in one.chars))
        and (not one.words or not one.words.isdisjoint(re.findall("[a-z]+", plain)))
        and (not one.parts or any(part in plain for part in one.parts))
        and re.search(one.shape, plain) is not None
    )


@given(st.lists(st.lists(_REQUIREMENTS, min_size=1, max_size=2), max_size=8), _TEXTS)
def test_open_is_what_each_requirement_says(needed: list[list[Requirements]], text: str) -> None:
    view = TextView(text)
    wanted = [index for index, each in enumerate(needed) if all(_met(one, view) for one in each)]
    assert Gates(needed).open(view) == wanted


def test_without_digits_a_run_is_closed() -> None:
    assert Gates([[Requirements(run=9)], [Requirements()]]).open(TextView("rien")) == [1]
