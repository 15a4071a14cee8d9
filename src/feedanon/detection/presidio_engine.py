"""The one place where feedanon meets Presidio's `AnalyzerEngine`: only with a user's Presidio recognizers.

Presidio's engine runs the recognizers; feedanon gives it what was prepared for many texts at once (the
folded view, the language model's names), takes offsets in the view back, and fails where Presidio would
go on: a recognizer that crashes or does not end stops the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from feedanon.detection.folding import TextView
from feedanon.detection.presidio_recognizer import LANGUAGE, PresidioRecognizer
from feedanon.detection.recognizer_pack import RecognizerPack
from feedanon.entities import Entity
from feedanon.errors import DetectionError, FeedanonError, RecognizerError

_WORD = re.compile(r"\w+|[^\w\s]")

FOREIGN_TIMEOUT = 30.0
"""Seconds that all of a user's own Presidio recognizers together may take on one text."""


class PreparedArtifacts(NlpArtifacts):
    """Presidio's artifacts, with the view and the names that were prepared for the text.

    Attributes:
        view: the folded text.
        names: what the language model found, with offsets in the view.
    """

    def __init__(
        self, view: TextView, names: Sequence[Entity], words: Sequence[tuple[str, int]] = ()
    ) -> None:
        self.view = view
        self.names = names
        super().__init__(
            entities=[],
            tokens=[word for word, _ in words],
            tokens_indices=[index for _, index in words],
            lemmas=[word.lower() for word, _ in words],
            nlp_engine=None,
            language=LANGUAGE,
        )
        self.keywords = [word.lower() for word, _ in words if word.isalpha()]


class PreparedNlpEngine(NlpEngine):
    """Satisfies Presidio where it asks for an NLP engine; the work is done before, in batches."""

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return PreparedArtifacts(TextView(text), ())

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return not any(char.isalnum() for char in word)

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


class PreparedPack(PresidioRecognizer):
    """All of feedanon's recognizers and the language model's names, as one Presidio recognizer."""

    def analyze(
        self, text: str, entities: list[str] | None = None, nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        if not isinstance(nlp_artifacts, PreparedArtifacts):
            return super().analyze(text, entities, nlp_artifacts)
        found = [*self.recognizer.find(nlp_artifacts.view), *nlp_artifacts.names]
        return [self.result(entity, entity.start, entity.end) for entity in found]


class PresidioEngine:
    """Presidio's `AnalyzerEngine` around feedanon's recognizers and a user's.

    Args:
        pack: feedanon's own recognizers, a user's YAML files included.
        foreign: a user's Presidio recognizers; they run under a time limit and with Presidio's own
            context enhancer.

    Raises:
        RecognizerError: one of them is no Presidio recognizer.
    """

    def __init__(self, pack: RecognizerPack, foreign: Sequence[Any]) -> None:
        for recognizer in foreign:
            if not isinstance(recognizer, EntityRecognizer):
                raise RecognizerError(
                    f"{type(recognizer).__name__} is no recognizer: give a YAML file, a folder of them, or a "
                    "presidio_analyzer.EntityRecognizer"
                )
            recognizer.supported_language = LANGUAGE
        _stay_offline()
        registry = RecognizerRegistry(
            recognizers=[PreparedPack(pack), *foreign], supported_languages=[LANGUAGE]
        )
        self._engine = AnalyzerEngine(
            registry=registry,
            nlp_engine=PreparedNlpEngine(),
            supported_languages=[LANGUAGE],
            context_aware_enhancer=LemmaContextAwareEnhancer(),
        )
        self._pool = ThreadPoolExecutor(1, "feedanon-recognizers")

    def find(self, view: TextView, names: Sequence[Entity]) -> list[Entity]:
        """All candidates for one text, with offsets in its view.

        Args:
            view: the text.
            names: what the language model found in it.

        Raises:
            DetectionError: a recognizer crashed or did not end in time; its message names the kind of
                failure, never the text.
        """
        try:
            artifacts = PreparedArtifacts(view, names, list(_words(view.text)))
            task = self._pool.submit(self._engine.analyze, view.text, LANGUAGE, nlp_artifacts=artifacts)
            results = task.result(FOREIGN_TIMEOUT)
        except FeedanonError:
            raise
        except FutureTimeoutError:
            # The stuck thread cannot be ended; it gets no further texts.
            self._pool = ThreadPoolExecutor(1, "feedanon-recognizers")
            failure = f"recognizers took over {FOREIGN_TIMEOUT:g} s on one text"
        except Exception as error:
            failure = f"a recognizer failed with {type(error).__name__}"
        else:
            return [_entity(result, view) for result in results]
        # Raised outside of the handlers: a chained exception could hold the text.
        raise DetectionError(failure)


def _entity(result: RecognizerResult, view: TextView) -> Entity:
    metadata = result.recognition_metadata or {}
    name = metadata.get(RecognizerResult.RECOGNIZER_NAME_KEY, "")
    if not 0 <= result.start < result.end <= len(view.text):
        raise DetectionError(
            f"the recognizer '{name}' gave {result.start}..{result.end} of a text of {len(view.text)} characters"
        )
    return Entity(result.entity_type, result.start, result.end, min(1.0, max(0.0, result.score)), name)


def _stay_offline() -> None:
    """Presidio's e-mail and URL recognizers ask `tldextract`, which would fetch a list of domains at its first
    use: it is told to use the one that it ships. Nothing leaves at run time."""
    import tldextract.tldextract as library

    library.TLD_EXTRACTOR = library.TLDExtract(suffix_list_urls=(), cache_dir=None)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The words and marks of a text with their offsets, for Presidio's context enhancer."""
    for match in _WORD.finditer(text):
        yield match.group(), match.start()
