"""The base of feedanon's own recognizers: Presidio `EntityRecognizer`s that read a folded text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from feedanon.detection.folding import TextView
from feedanon.entities import Entity

if TYPE_CHECKING:
    from presidio_analyzer.nlp_engine import NlpArtifacts

LANGUAGE = "fr"


class TextRecognizer(EntityRecognizer):
    """A recognizer that needs nothing but the text.

    A subclass says in `find` what it sees in a `TextView`. Inside feedanon the view is made once for
    all recognizers; in a stock Presidio `AnalyzerEngine`, `analyze` makes it.

    Args:
        entities: the entity types it can find.
        name: shown in results and by `feedanon recognizers`.
        language: Presidio language code that it registers for.

    Attributes:
        example: a text in which it finds something, for those who ask what it is for.
    """

    example: str = ""

    def __init__(self, entities: Sequence[str], name: str, language: str = LANGUAGE) -> None:
        super().__init__(supported_entities=list(entities), name=name, supported_language=language)

    def load(self) -> None:
        """Nothing to load ahead: patterns compile when first needed."""

    @abstractmethod
    def find(self, view: TextView) -> Iterable[Entity]:
        """The entities in `view`, with offsets in `view.text`, in any order, overlaps allowed.

        Raises:
            DetectionError: the search did not finish; the text must not be used.
        """

    def analyze(
        self, text: str, entities: list[str] | None = None, nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Presidio's contract: offsets in `text`, only the wanted `entities` (all when empty)."""
        view = TextView(text)
        found = []
        for entity in self.find(view):
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
