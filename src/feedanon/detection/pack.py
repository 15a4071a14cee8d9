"""The recognizers that need no language model, gathered."""

from __future__ import annotations

import importlib
from pathlib import Path

from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.recognizer_files import recognizers_from

_PYTHON = (
    "feedanon.detection.name_cues:NameCues",
    "feedanon.detection.speakers:SpeakerRecognizer",
    "feedanon.detection.initials:InitialsRecognizer",
    "feedanon.detection.references:ReferenceRecognizer",
    "feedanon.detection.number_accounts:AccountRecognizer",
    "feedanon.detection.cells:CellRecognizer",
    "feedanon.detection.pieces:PieceRecognizer",
    "feedanon.detection.spoken:SpokenNumberRecognizer",
    "feedanon.detection.spoken_email:SpokenEmailRecognizer",
    "feedanon.detection.addresses:AddressRecognizer",
    "feedanon.detection.address_fields:AddressFieldRecognizer",
    "feedanon.detection.postcodes:PostcodeRecognizer",
    "feedanon.detection.communes:CommuneRecognizer",
    "feedanon.detection.birth_dates:BirthDateRecognizer",
)
"""Recognizers that a pattern cannot express, as `module:class`; the class takes no argument."""


def build() -> list[TextRecognizer]:
    """feedanon's own recognizers: those of the YAML files, then those written in Python."""
    folder: Path = importlib.import_module("feedanon.recognizers").FOLDER
    found: list[TextRecognizer] = list(recognizers_from(folder, trusted=True))
    for name in _PYTHON:
        module, _, factory = name.partition(":")
        found.append(getattr(importlib.import_module(module), factory)())
    return found
