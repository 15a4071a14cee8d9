"""All recognizers behind one, so that a text is folded once and all gates are asked together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.yaml_recognizers import YamlRecognizer, YamlRecognizers
from feedanon.entities import Entity


class RecognizerPack(TextRecognizer):
    """Many recognizers behind one: the text is folded once for all of them.

    Args:
        recognizers: the members, asked in order.
        name: name of the pack; results keep the name of the member that found them.
    """

    def __init__(self, recognizers: Sequence[TextRecognizer], name: str = "feedanon") -> None:
        self.recognizers = tuple(recognizers)
        types = dict.fromkeys(t for r in self.recognizers for t in r.supported_entities)
        super().__init__(list(types), name)
        self._patterns = YamlRecognizers([r for r in self.recognizers if isinstance(r, YamlRecognizer)])
        self._others = [r for r in self.recognizers if not isinstance(r, YamlRecognizer)]

    def find(self, view: TextView) -> Iterable[Entity]:
        """What the members find: first those made of patterns, whose gates are asked together."""
        yield from self._patterns.find(view)
        for recognizer in self._others:
            yield from recognizer.find(view)

    def find_many(self, views: Sequence[TextView]) -> list[list[Entity]]:
        """What `find` finds in each view.

        One recognizer after the other reads all the views: its patterns stay in the processor's caches, which
        hold those of a few recognizers and never of all.
        """
        found = self._patterns.find_many(views)
        for recognizer in self._others:
            for view, entities in zip(views, found, strict=True):
                entities.extend(recognizer.find(view))
        return found
