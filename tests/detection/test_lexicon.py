"""The lexicon: right about well-known words, quick to load, quick to ask."""

from __future__ import annotations

import time

import numpy as np
import pytest

from feedanon.detection import lexicon as lx
from feedanon.detection.lexicon import Lexicon

LEXICON = Lexicon.load()


@pytest.mark.parametrize(
    ("word", "flag"),
    [
        ("Karim", lx.FREQUENT_FIRST_NAME),
        ("noël", lx.FIRST_NAME),
        ("JEAN-PIERRE", lx.FREQUENT_FIRST_NAME),
        ("Dupont", lx.FREQUENT_SURNAME),
        ("Nguyen", lx.SURNAME),
        ("Marseille", lx.BIG_COMMUNE),
        ("La Rochelle", lx.COMMUNE),
        ("st etienne", lx.COMMUNE),
        ("livraison", lx.FREQUENT_WORD),
        ("rose", lx.ORDINARY_WORD),
        ("rose", lx.FIRST_NAME),
        ("shipping", lx.ENGLISH_WORD),
        ("Bretagne", lx.LAND),
        ("avenue", lx.STREET_WORD),
        ("Madame", lx.CIVILITY),
        ("van", lx.PARTICLE),
        ("Fleury Michon", lx.BRAND_WORD),
    ],
)
def test_knows(word: str, flag: int) -> None:
    assert LEXICON.has(word, flag)


@pytest.mark.parametrize(
    ("word", "flag"),
    [
        ("livraison", lx.FIRST_NAME),
        ("Kowalski", lx.ORDINARY_WORD),
        ("bonjour", lx.COMMUNE),
        ("Karim", lx.BRAND_WORD),
    ],
)
def test_knows_not(word: str, flag: int) -> None:
    assert not LEXICON.has(word, flag)


@pytest.mark.parametrize("word", ["", "…", "🙂", "xqzvwkpt", "\ud800"])
def test_nothing_known(word: str) -> None:
    assert LEXICON.flags(word) == 0


def test_case_accents_and_hyphens_do_not_matter() -> None:
    assert LEXICON.flags("Jérôme") == LEXICON.flags("JEROME") == LEXICON.flags("je\u0301ro\u0302me") != 0
    assert lx.key("Ænima-Œdipe") == "aenimaoedipe"


def test_every_flag_is_borne_by_some_word() -> None:
    flags = np.asarray(LEXICON._flags)
    for number, name in enumerate(lx.FLAG_NAMES):
        assert (flags >> number & 1).any(), name
        assert getattr(lx, name) == 1 << number


def test_loads_in_a_moment() -> None:
    begun = time.perf_counter()
    Lexicon.from_disk(lx._DATA)
    assert time.perf_counter() - begun < 0.2


def test_arrays_must_agree() -> None:
    with pytest.raises(ValueError, match="as many flags"):
        Lexicon(np.zeros(2, dtype=np.uint32), np.zeros(1, dtype=np.uint16))
