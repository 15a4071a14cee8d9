"""The base of feedanon's own recognizers, which read a folded text.

They know nothing of Presidio, whose import takes longer than most first runs do:
`feedanon.detection.presidio_recognizer` makes Presidio `EntityRecognizer`s of them where Presidio asks for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from feedanon.detection.folding import TextView
from feedanon.entities import Entity


class TextRecognizer(ABC):
    """A recognizer that needs nothing but the text.

    A subclass says in `find` what it sees in a `TextView`, which is made once for all recognizers.

    Args:
        entities: the entity types it can find.
        name: shown in results and by `feedanon recognizers`.

    Attributes:
        example: a text in which it finds something, for those who ask what it is for.
    """

    example: str = ""

    def __init__(self, entities: Sequence[str], name: str) -> None:
        self.supported_entities = list(entities)
        self.name = name

    @abstractmethod
    def find(self, view: TextView) -> Iterable[Entity]:
        """The entities in `view`, with offsets in `view.text`, in any order, overlaps allowed.

        Raises:
            DetectionError: the search did not finish; the text must not be used.
        """
