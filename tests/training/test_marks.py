"""Marked texts as frames: other names and digits in every filling, the same shapes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from training import corpus, frames

TEXT = """# kind: chat | sector: banque
[10:02] [[PERSON|karim]] : mon RIB {id} est au nom de [[PERSON|Karim BENALI]], à [[CITY|LYON]]
contrat [[CUSTOMER_ID|AB-4512]], mail [[EMAIL_ADDRESS|k.b@free.fr]], né le [[DATE_OF_BIRTH|03/02/84]]
chez [[?CITY|Nice]], SIREN [[FR_SIREN|732829320]], encore [[CUSTOMER_ID|AB-4512]]
"""


@pytest.fixture
def frame(tmp_path: Path) -> frames.Frame:
    path = tmp_path / "own.dev.txt"
    path.write_text(TEXT, encoding="utf-8")
    (only,) = frames.marked([path])
    return only


def _fillings(frame: frames.Frame, count: int = 60) -> list[corpus.Example]:
    return [corpus.make(frame, f"seed-{n}", noisy=False, validation=True) for n in range(count)]


def test_names_and_digits_change_and_shapes_stay(frame: frames.Frame) -> None:
    shown = {example.text.split("\n")[0] for example in _fillings(frame)}
    assert len(shown) > 20
    for example in _fillings(frame):
        first = next(example.text[a:b] for a, b, label in example.spans if label == "PERSON")
        assert first == first.lower()
        code = next(example.text[a:b] for a, b, label in example.spans if label == "CUSTOMER_ID")
        assert re.fullmatch(r"AB-\d{4}", code)
        assert example.text.count(code) == 2, "the same value is shown the same way"
        assert "{ id}" in example.text, "braces are what was typed, not a slot"


def test_what_is_taught(frame: frames.Frame) -> None:
    labels = [label for _, _, label in _fillings(frame)[0].spans]
    assert labels == [
        "PERSON", "PERSON", "CITY", "CUSTOMER_ID", "?", "DATE_OF_BIRTH", "?", "CUSTOMER_ID", "CUSTOMER_ID"
    ]  # fmt: skip


def test_nicknames_and_names_that_are_words_mostly_stay(tmp_path: Path) -> None:
    path = tmp_path / "odd.dev.txt"
    path.write_text(
        "# kind: nps | sector: gym\nmerci [[PERSON|Zouzounette]] et [[PERSON|karim]]\n", encoding="utf-8"
    )
    (odd,) = frames.marked([path])
    texts = [example.text for example in _fillings(odd, 200)]
    odd_stayed = sum("zouzounette" in text.lower() for text in texts)
    name_stayed = sum("karim" in text for text in texts)
    assert name_stayed < 100 < odd_stayed < 200


def test_a_marked_text_without_marks_is_a_negative(tmp_path: Path) -> None:
    path = tmp_path / "clean.dev.txt"
    path.write_text("# kind: nps | sector: gym\nRien à dire.\n", encoding="utf-8")
    (clean,) = frames.marked([path])
    assert not clean.personal


def test_errors_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "wrong.dev.txt"
    path.write_text("pas d'en-tête\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.dev\.txt"):
        frames.marked([path])
