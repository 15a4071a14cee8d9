"""Views of a text: easy to search, exact to come back from."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from feedanon.detection.folding import TextView, fold

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
MARKED = st.text("aeécœ \u0301\u200b\u00ad\u0327\n’–\u00a0٣", max_size=60)


def test_typography_is_plain() -> None:
    view = TextView("L’été\u00a0: 06\u202f12 – « ÇA »")
    assert view.text == "L'été : 06 12 - « ÇA »"
    assert view.plain == "l'ete : 06 12 - « ca »"


def test_full_width_and_other_digits_become_ascii() -> None:
    assert TextView("０６ ٠١").text == "06 01"


def test_decomposed_accents_and_invisible_characters() -> None:
    original = "Zoe\u0301 Du\u200bpont"
    view = TextView(original)
    assert view.text == "Zoé Dupont"
    assert original[slice(*view.original_span(0, 3))] == "Zoe\u0301"
    assert original[slice(*view.original_span(4, 10))] == "Du\u200bpont"


def test_words_and_digits() -> None:
    view = TextView("Réf. n°12, réf 3")
    assert view.words == {"ref", "n"}
    assert view.digits == 3


@given(TEXTS | MARKED)
def test_views_are_aligned(text: str) -> None:
    view = TextView(text)
    assert len(view.text) == len(view.plain)
    assert len(fold(text)) == len(text)
    for index in range(len(view.text)):
        start, end = view.original_span(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(MARKED)
def test_spans_come_back_in_order_and_cover_every_visible_letter(text: str) -> None:
    view = TextView(text)
    covered = set()
    last = 0
    for index in range(len(view.text)):
        start, end = view.original_span(index, index + 1)
        assert start >= last
        last = end
        covered.update(range(start, end))
    visible = {i for i, c in enumerate(text) if c.isalnum()}
    assert visible <= covered


@given(MARKED, st.data())
def test_longer_spans_of_the_view_are_longer_in_the_original(text: str, data: st.DataObject) -> None:
    view = TextView(text)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    first, last = view.original_span(start, start + 1), view.original_span(end - 1, end)
    assert view.original_span(start, end) == (first[0], last[1])


def test_a_long_run_of_marks_is_cheap() -> None:
    text = "a" + "\u0301" * 200_000 + "b"
    view = TextView(text)
    assert view.plain == "ab"
    assert unicodedata.normalize("NFC", text[:2])[0] == view.text[0]


def test_the_longest_run_of_digits() -> None:
    assert TextView("le 12/05, 3 articles à 20 euros, 06 12 34 56 78").longest_run == 10
    assert TextView("rien").longest_run == 0
    assert TextView("12 mois").longest_run == 2


WESTERN = [char for char in map(chr, range(0x20, 0x2123)) if char.encode("cp1252", "ignore")]


@given(st.text(st.sampled_from(WESTERN), max_size=60))
@example("l`agent")
def test_the_quick_way_for_western_texts_says_the_same(text: str) -> None:
    quick, slow = TextView(text), TextView(text + "\u0416")  # no Western byte: character by character
    assert quick.text == slow.text[:-1]
    assert quick.plain == slow.plain[:-1] == fold(quick.text)
