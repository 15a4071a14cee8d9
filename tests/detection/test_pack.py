"""Every recognizer written in Python shows what it is for."""

import importlib

import pytest

from feedanon.detection.engine import THRESHOLD
from feedanon.detection.folding import TextView
from feedanon.detection.pack import _PYTHON
from feedanon.detection.recognizer import TextRecognizer


@pytest.mark.parametrize("name", _PYTHON)
def test_the_example_is_found(name: str) -> None:
    module, _, factory = name.partition(":")
    recognizer: TextRecognizer = getattr(importlib.import_module(module), factory)()
    assert "example" in vars(type(recognizer)), "its own, not an inherited one"
    found = [entity for entity in recognizer.find(TextView(recognizer.example)) if entity.score >= THRESHOLD]
    assert found
    assert {entity.entity_type for entity in found} <= set(recognizer.supported_entities)
