"""The tokenizer: exact offsets for any text, cuts where names begin and end."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.spacy_tokenizer import TOKENIZER as NAME
from feedanon.detection.spacy_tokenizer import FeedbackTokenizer
from feedanon.detection.tokenizer import split

TOKENIZER = FeedbackTokenizer(spacy.blank("xx").vocab)


@given(st.text(alphabet=st.characters()))
def test_words_and_spaces_give_the_text_back(text: str) -> None:
    words, spaces = split(text)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
    assert all(words)


@given(st.text(alphabet=st.sampled_from("aB é\u0301'’.-_\n\t \ud800👩\u200d12@ß")))
def test_offsets_of_the_doc_are_those_of_the_text(text: str) -> None:
    doc = TOKENIZER(text)
    for token in doc:
        seen = text[token.idx : token.idx + len(token)]
        assert seen == token.text or "\ufffd" in token.text
    assert sum(len(token.text_with_ws) for token in doc) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("non».Merci", ["non", "»", ".", "Merci"]),
        ("Sophie.lol", ["Sophie", ".", "lol"]),
        ("l'agent d’Aline", ["l'", "agent", "d’", "Aline"]),
        ("qu'Aline", ["qu'", "Aline"]),
        ("aujourd'hui", ["aujourd", "'", "hui"]),
        ("Jean-Pierre", ["Jean", "-", "Pierre"]),
        ("MartinParis", ["Martin", "Paris"]),
        ("McDonald", ["McDonald"]),
        ("karim75", ["karim", "75"]),
        ("merci!!!", ["merci", "!!!"]),
        ("paul_du_13", ["paul", "_", "du", "_", "13"]),
        ("a  b\n\nc", ["a", "  ", "b", "\n\n", "c"]),
    ],
)
def test_cuts(text: str, words: list[str]) -> None:
    assert split(text)[0] == words


def test_letters_keep_their_combining_accents() -> None:
    assert split("Zoe\u0301 part")[0] == ["Zoe\u0301", "part"]


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "l'" * 100_000, " " * 200_000, "e\u0301" * 100_000, "Ab" * 100_000]
)
def test_time_is_linear(text: str) -> None:
    begun = time.perf_counter()
    split(text)
    assert time.perf_counter() - begun < 5


def test_survives_serialization() -> None:
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})
    again = spacy.blank("xx", config=nlp.config).from_bytes(nlp.to_bytes())
    assert [token.text for token in again("d'Anne.lol")] == ["d'", "Anne", ".", "lol"]
