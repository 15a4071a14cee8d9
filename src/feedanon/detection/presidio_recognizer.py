"""feedanon's recognizers as Presidio's `EntityRecognizer`s."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

if TYPE_CHECKING:
    from presidio_analyzer.nlp_engine import NlpArtifacts

LANGUAGE = "fr"


class PresidioRecognizer(EntityRecognizer):
    """Puts one of feedanon's recognizers in a stock Presidio `AnalyzerEngine`.

    Args:
        recognizer: what does the work.
        language: Presidio language code that it registers for.
    """

    def __init__(self, recognizer: TextRecognizer, language: str = LANGUAGE) -> None:
        self.recognizer = recognizer
        super().__init__(
            list(recognizer.supported_entities), name=recognizer.name, supported_language=language
        )

    def load(self) -> None:
        """Nothing to load ahead: patterns compile when first needed."""

    def analyze(
        self, text: str, entities: list[str] | None = None, nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Presidio's contract: offsets in `text`, only the wanted `entities` (all when empty).

        Raises:
            DetectionError: the search did not finish; the text must not be used.
        """
        view = TextView(text)
        found = []
        for entity in self.recognizer.find(view):
            if entities and entity.entity_type not in entities:
                continue
            start, end = view.original_span(entity.start, entity.end)
            found.append(self.result(entity, start, end))
        return found

    def result(self, entity: Entity, start: int, end: int) -> RecognizerResult:
        """`entity` as Presidio's result at `start:end` of the original text."""
        metadata: dict[str, Any] = {
            RecognizerResult.RECOGNIZER_NAME_KEY: entity.recognizer or self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(
            entity_type=entity.entity_type,
            start=start,
            end=end,
            score=entity.score,
            recognition_metadata=metadata,
        )
