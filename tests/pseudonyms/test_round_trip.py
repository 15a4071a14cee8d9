"""Promise 1 and 2: what was replaced comes back exactly, and one value has one pseudonym."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.memory import MemoryVault

from .strategies import annotated

KEY = bytes(range(32))
STYLES = {
    "tokens": Policy.load("tokens"),
    "french": Policy.from_dict({"tokens": {"brackets": "[]", "names": "french"}}),
    "curly": Policy.from_dict({"tokens": {"brackets": "{}"}}),
    "bare": Policy.from_dict({"tokens": {"brackets": "none"}}),
    "bare french": Policy.from_dict({"tokens": {"brackets": "none", "names": "french"}}),
    "cipher": Policy.load("cipher"),
    "realistic": Policy.load("realistic"),
}
PSEUDONYMIZERS = {name: Pseudonymizer(policy, KEY) for name, policy in STYLES.items()}
batches = st.lists(annotated(), min_size=1, max_size=3)


def check(name: str, batches: list[list[tuple[str, list[Entity]]]]) -> None:
    pseudonymizer = PSEUDONYMIZERS[name]
    store = MemoryVault().session("s")
    for batch in batches:
        texts = [text for text, _ in batch]
        results = pseudonymizer.anonymize_batch(texts, [entities for _, entities in batch], store)
        for text, result in zip(texts, results, strict=True):
            assert pseudonymizer.deanonymize(result.text, store, strict=True) == text
            position = new_position = 0
            for applied in result.entities:
                assert result.text[new_position : applied.new_start] == text[position : applied.start]
                position, new_position = applied.end, applied.new_end
            assert result.text[new_position:] == text[position:]
    values: dict[str, str] = {}
    for pseudonym in [pseudonym for _, pseudonym in store.pseudonyms()]:
        value = store.find([pseudonym])[pseudonym].value
        assert values.setdefault(pseudonym, value) == value


@pytest.mark.parametrize("name", STYLES)
@settings(max_examples=150, deadline=None)
@given(batches=st.lists(batches, min_size=1, max_size=3))
def test_every_text_comes_back(name: str, batches: list[list[tuple[str, list[Entity]]]]) -> None:
    check(name, batches)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tokens", "realistic", "cipher"])
@settings(max_examples=10_000, deadline=None)
@given(batches=st.lists(batches, min_size=1, max_size=2))
def test_ten_thousand_texts_come_back(name: str, batches: list[list[tuple[str, list[Entity]]]]) -> None:
    check(name, batches)


@pytest.mark.parametrize("name", STYLES)
@settings(max_examples=150, deadline=None)
@given(batch=batches, cuts=st.lists(st.integers(1, 30), max_size=40), answer=st.text(max_size=20))
def test_a_stream_equals_the_whole(
    name: str, batch: list[tuple[str, list[Entity]]], cuts: list[int], answer: str
) -> None:
    pseudonymizer = PSEUDONYMIZERS[name]
    store = MemoryVault().session("s")
    results = pseudonymizer.anonymize_batch([text for text, _ in batch], [e for _, e in batch], store)
    whole = answer.join([*(result.text for result in results), *(text for text, _ in batch)])
    restorer = pseudonymizer.stream(store)
    parts, position = [], 0
    for cut in cuts:
        parts.append(restorer.feed(whole[position : position + cut]))
        position += cut
    parts += [restorer.feed(character) for character in whole[position:]]
    parts.append(restorer.close())
    assert "".join(parts) == pseudonymizer.deanonymize(whole, store)
