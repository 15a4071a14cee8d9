"""feedanon's recognizers, one YAML file per identifier, for feedanon and for stock Presidio.

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from feedanon import recognizers

registry = RecognizerRegistry(recognizers=recognizers.load("fr"), supported_languages=["fr"])
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

FOLDER = Path(__file__).parent


def load(language: str = "fr") -> list[EntityRecognizer]:
    """All recognizers of feedanon that need no language model, ready for a Presidio registry.

    Args:
        language: Presidio language code that they register for.

    Returns:
        Presidio recognizers: those of the YAML files, then those written in Python.
    """
    from feedanon.detection.pack import build
    from feedanon.detection.presidio_recognizer import PresidioRecognizer

    return [PresidioRecognizer(recognizer, language) for recognizer in build()]
