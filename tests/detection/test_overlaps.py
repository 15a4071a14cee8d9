"""Overlaps are settled by one rule, whatever the order of the input."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.overlaps import resolve
from feedanon.entities import Entity

TEXT = "abc def, ghi 123 456; jkl-mno 789 pqr." * 3
TYPES = ["PERSON", "CITY", "FR_SIREN", "CUSTOMER_ID", "ORGANIZATION"]


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, min(len(TEXT), start + 30)))
    return Entity(draw(st.sampled_from(TYPES)), start, end, draw(st.sampled_from([0.4, 0.7, 1.0])), "test")


def spans(found: list[Entity]) -> list[tuple[str, int, int]]:
    return [(e.entity_type, e.start, e.end) for e in found]


def test_confirmed_beats_longer_and_the_rest_stays_masked() -> None:
    text = "Dupont 732829320"
    found = resolve([Entity("PERSON", 0, 12, 0.9), Entity("FR_SIREN", 7, 16, 1.0)], text)
    assert spans(found) == [("PERSON", 0, 6), ("FR_SIREN", 7, 16)]


def test_longer_beats_shorter() -> None:
    text = "12 rue Victor Hugo"
    found = resolve([Entity("PERSON", 7, 18, 0.9), Entity("STREET_ADDRESS", 0, 18, 0.5)], text)
    assert spans(found) == [("STREET_ADDRESS", 0, 18)]


def test_a_kept_type_yields_to_a_masked_one() -> None:
    text = "Garage Dupont"
    found = resolve([Entity("ORGANIZATION", 0, 13, 1.0), Entity("PERSON", 7, 13, 0.5)], text)
    assert spans(found) == [("PERSON", 7, 13)]


def test_blanks_between_pieces_are_not_entities() -> None:
    text = "abc, 123"
    found = resolve(
        [Entity("PERSON", 0, 8, 0.5), Entity("FR_SIREN", 0, 3, 1.0), Entity("CITY", 5, 8, 1.0)], text
    )
    assert spans(found) == [("FR_SIREN", 0, 3), ("CITY", 5, 8)]


@given(st.lists(entities(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(found: list[Entity], rng: random.Random) -> None:
    shuffled = found[:]
    rng.shuffle(shuffled)
    assert resolve(found, TEXT) == resolve(shuffled, TEXT)


@given(st.lists(entities(), max_size=12))
def test_disjoint_sorted_and_nothing_masked_is_lost(found: list[Entity]) -> None:
    resolved = resolve(found, TEXT)
    for left, right in pairwise(resolved):
        assert left.end <= right.start
    covered = {i for e in resolved for i in range(e.start, e.end)}
    for entity in found:
        if entity.entity_type != "ORGANIZATION":
            assert all(i in covered for i in range(entity.start, entity.end) if TEXT[i].isalnum())


def test_many_overlapping_candidates_are_settled_quickly() -> None:
    text = "x" * 50_000
    found = [Entity("PERSON", i, i + 20, 0.5) for i in range(0, 49_000, 3)]
    resolved = resolve(found, text)
    assert resolved[0].start == 0
