"""Fingerprints are found where they stand, whatever their number and however close they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.fingerprints import Fingerprints, fingerprint

_VALUES = st.integers(min_value=0, max_value=2**32 - 1) | st.integers(min_value=0, max_value=20)


@given(st.lists(_VALUES, max_size=60), _VALUES)
def test_finds_the_first_place_of_what_is_there(values: list[int], other: int) -> None:
    ordered = sorted(values)
    prints = Fingerprints(np.array(ordered, dtype=np.uint32))
    assert len(prints) == len(ordered)
    for wanted in {*ordered, other, 0, 2**32 - 1}:
        assert prints.place(wanted) == (ordered.index(wanted) if wanted in ordered else -1)
        assert (wanted in prints) == (wanted in ordered)


def test_words_one_after_another_are_the_words_together() -> None:
    assert fingerprint("denis", fingerprint("saint")) == fingerprint("saintdenis")
    assert fingerprint("saint") != fingerprint("denis")
