"""Runs the recognizers over many texts: by themselves, or in Presidio's engine beside a user's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.recognizer_pack import RecognizerPack
from feedanon.entities import Entity
from feedanon.errors import DetectionError, FeedanonError

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

    from feedanon.detection.presidio_engine import PresidioEngine

_TOGETHER = 256
"""Texts that the recognizers read in turn."""


class Analyzer:
    """Runs feedanon's pack, and with a user's Presidio recognizers an `AnalyzerEngine` around all of them.

    Args:
        pack: feedanon's own recognizers, a user's YAML files included.
        foreign: a user's Presidio recognizers.

    Raises:
        RecognizerError: one of `foreign` is no Presidio recognizer.
    """

    def __init__(self, pack: Sequence[TextRecognizer], foreign: Sequence[EntityRecognizer] = ()) -> None:
        self._pack = RecognizerPack(pack)
        self._presidio: PresidioEngine | None = None
        if foreign:
            # Presidio and spaCy take two seconds to import: only those who bring a recognizer wait for them.
            from feedanon.detection.presidio_engine import PresidioEngine

            self._presidio = PresidioEngine(self._pack, foreign)

    def analyze(self, views: Sequence[TextView], names: Sequence[Sequence[Entity]]) -> Iterator[list[Entity]]:
        """All candidates for each text, with offsets in its view.

        Args:
            views: the texts.
            names: what the language model found in each.

        Raises:
            DetectionError: a recognizer crashed or did not end in time; its message names the kind of
                failure, never the text.
        """
        if self._presidio is not None:
            yield from map(self._presidio.find, views, names)
            return
        # What Presidio's engine would do with one recognizer takes longer than most texts do.
        for start in range(0, len(views), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            for found, known in zip(self._find(views[some]), names[some], strict=True):
                yield [*found, *known]

    def _find(self, views: Sequence[TextView]) -> list[list[Entity]]:
        try:
            return self._pack.find_many(views)
        except FeedanonError:
            raise
        except Exception as error:
            failure = f"a recognizer failed with {type(error).__name__}"
        # Raised outside of the handlers: a chained exception could hold the text.
        raise DetectionError(failure)
