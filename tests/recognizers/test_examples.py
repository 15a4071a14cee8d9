"""The examples of each recognizer file are its tests."""

from pathlib import Path

import pytest

from feedanon import recognizers
from feedanon.detection.recognizer_files import recognizers_from
from feedanon.detection.yaml_recognizers import YamlRecognizer, run_examples
from feedanon.entities import ENTITY_TYPES

ALL = recognizers_from(Path(recognizers.__file__).parent, trusted=True)


@pytest.mark.parametrize("recognizer", ALL, ids=lambda r: r.recipe.path.stem)
def test_examples(recognizer: YamlRecognizer) -> None:
    recipe = recognizer.recipe
    assert recipe.match, "a recognizer shows what it finds"
    assert recipe.no_match, "and what it leaves alone"
    assert recipe.entity in ENTITY_TYPES
    assert recipe.about
    assert recipe.source.startswith("https://")
    assert list(run_examples(recognizer, threshold=0.4)) == []
