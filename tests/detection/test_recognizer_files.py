"""Recognizer files: what is right is read, what is wrong is said with file and line."""

from pathlib import Path

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer_files import read_recipe, recognizers_from
from feedanon.detection.yaml_recognizers import YamlRecognizer, run_examples
from feedanon.errors import DetectionError, RecognizerError

GOOD = """\
entity: BADGE
name: Badge number
about: Number on a visitor's badge.
source: https://example.org
requires: {digits: 4}
patterns:
  - {regex: 'badge (?P<value>[a-z]\\d{4})', score: 0.8}
  - {regex: '(?<![a-z0-9])[a-z]\\d{4}(?![a-z0-9])', score: 0.1}
context: {before: [visiteu*], reject: [euros]}
examples:
  match: ['badge «K4821»', 'le visiteur portait «K4821»']
  no_match: ['K4821', 'K48']
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "badge.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def find(recognizer: YamlRecognizer, text: str) -> list[tuple[str, float]]:
    return [(text[e.start : e.end], e.score) for e in recognizer.find(TextView(text))]


def test_a_file_is_read_and_its_examples_hold(tmp_path: Path) -> None:
    (recognizer,) = recognizers_from(write(tmp_path, GOOD))
    assert recognizer.recipe.entity == "BADGE"
    assert list(run_examples(recognizer, 0.4)) == []
    assert ("K4821", 0.8) in find(recognizer, "Badge K4821 perdu")


def test_context_lifts_and_rejects(tmp_path: Path) -> None:
    (recognizer,) = recognizers_from(write(tmp_path, GOOD))
    assert max(score for _, score in find(recognizer, "visiteuse : K4821")) == pytest.approx(0.55)
    assert find(recognizer, "visiteuse : K4821 euros") == []


def test_failing_examples_are_told(tmp_path: Path) -> None:
    text = GOOD.replace("'K48'", "'badge K1234'").replace("badge «K4821»", "badge «4821»")
    (recognizer,) = recognizers_from(write(tmp_path, text))
    assert len(list(run_examples(recognizer, 0.4))) == 2


def test_a_checksum_decides(tmp_path: Path) -> None:
    text = GOOD.replace("context:", "validate: stdnum.luhn\ncontext:").replace("[a-z]\\d{4}", "\\d{5}")
    (recognizer,) = recognizers_from(write(tmp_path, text))
    from stdnum import luhn

    valid = next(str(n) for n in range(10_000, 99_999) if luhn.is_valid(str(n)))
    assert find(recognizer, f"badge {valid}")[0] == (valid, 1.0)
    wrong = valid[:-1] + str((int(valid[-1]) + 1) % 10)
    assert find(recognizer, f"badge {wrong}") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("entity: BADGE", "entity: badge", 1, "capitals"),
        ("name: Badge number", "nom: Badge", 2, "unknown key 'nom'"),
        ("{digits: 4}", "{digits: many}", 5, "whole number"),
        ("{digits: 4}", "{words: ['deux mots']}", 5, "not one word"),
        ("score: 0.8", "score: 8", 7, "between 0 and 1"),
        ("score: 0.1", "sccore: 0.1", 8, "unknown key 'sccore'"),
        ("(?![a-z0-9])'", "(?![a-z0-9]'", 8, "wrong regular expression"),
        ("reject: [euros]", "reject: [3]", 9, "list of strings"),
        ("context:", "validate: stdnum.nothing\ncontext:", 9, "no such validator"),
        ("examples:", "examples: 3\nexample:", 10, "must be a mapping"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    text = GOOD.replace(old, new)
    if "example:" in new:
        text = text.split("example:\n")[0]
    path = write(tmp_path, text)
    with pytest.raises(RecognizerError, match=message) as caught:
        recognizers_from(path)
    assert caught.value.path == path
    assert caught.value.line == line
    assert f"badge.yaml:{line}: " in str(caught.value)


def test_yaml_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RecognizerError, match="is not YAML"):
        read_recipe(write(tmp_path, "entity: [\n"))
    with pytest.raises(RecognizerError, match="must be a mapping"):
        read_recipe(write(tmp_path, "- a\n"))


def test_missing_and_empty_places(tmp_path: Path) -> None:
    with pytest.raises(RecognizerError, match="no such file"):
        recognizers_from(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(RecognizerError, match=r"no \.yaml file"):
        recognizers_from(tmp_path / "empty")


def test_a_users_pattern_that_does_not_end_stops_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedanon.detection.yaml_recognizers.MATCH_TIMEOUT", 0.2)
    text = GOOD.replace("badge (?P<value>[a-z]\\d{4})", "(a|aa)+\\d{4}$")
    (recognizer,) = recognizers_from(write(tmp_path, text))
    with pytest.raises(DetectionError, match="Badge number"):
        find(recognizer, "a" * 5000 + " 1 2 3 4")
