"""The language model at work: names, communes, addresses in careless French and English.

Texts go through a light tokenizer, a small network in numpy and a decoder; neither spaCy nor a deep-learning
library is needed. `feedanon.detection.name_model` wraps the same three as a spaCy pipeline. Every candidate above a
low floor is handed on with its score, so that the engine can choose a threshold per label and lift candidates that
stand beside a cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import add
from pathlib import Path

import numpy as np

from feedanon.detection.lexicon import Lexicon
from feedanon.detection.model_decoding import FLOOR, Decoder
from feedanon.detection.model_network import NameNetwork, word_hashes
from feedanon.detection.tokenizer import split

DATA = Path(__file__).parent.parent / "data" / "model"
BATCH_WORDS = 1_200
"""Words that go through the network together: more would leave the processor's caches."""

Found = tuple[str, int, int, float]
"""A candidate: label, first character, character after the last, score."""


class NameFinder:
    """Finds the candidates of many texts.

    spaCy's docs, spans and vocabulary would take half of the time, and the vocabulary would keep the words of
    customers.

    Args:
        network: the trained network.
        floor: the lowest score handed on.
    """

    def __init__(self, network: NameNetwork, floor: float = FLOOR) -> None:
        self.network = network
        self.floor = floor

    def find(self, texts: Iterable[str], floor: float | None = None) -> Iterator[list[Found]]:
        """The candidates of many texts, lazily and in order.

        Args:
            texts: any strings.
            floor: the lowest score handed on; the finder's own when left out.

        Yields:
            For each text ``(label, first character, character after the last, score)`` of each candidate.
        """
        decoder = Decoder(self.network.labels, self.floor if floor is None else floor)
        batch: list[tuple[list[str], list[bool]]] = []
        size = 0
        for text in texts:
            batch.append(split(text))
            size += len(batch[-1][0])
            if size >= BATCH_WORDS:
                yield from self._find(batch, decoder)
                batch, size = [], 0
        if batch:
            yield from self._find(batch, decoder)

    def _find(self, batch: Sequence[tuple[list[str], list[bool]]], decoder: Decoder) -> Iterator[list[Found]]:
        words = [word for some, _ in batch for word in some]
        if not words:
            yield from ([] for _ in batch)
            return
        spaces = [space for _, some in batch for space in some]
        lengths = [len(some) for some, _ in batch if some]
        scores = self.network.predict(word_hashes(words), words, np.array(spaces, dtype=np.uint64), lengths)
        decoded = iter(decoder.decode_many(scores, words, spaces, lengths))
        for some, spaced in batch:
            found = next(decoded) if some else []
            starts = list(accumulate(map(add, map(len, some), spaced), initial=0)) if found else []
            yield [
                (one.label, starts[one.start], starts[one.end - 1] + len(some[one.end - 1]), one.score)
                for one in found
            ]


def load(path: Path | None = None) -> NameFinder:
    """Load the model.

    Args:
        path: a folder made by ``python -m training make``; the model of the package when left out.

    Raises:
        FileNotFoundError: there is no model in the folder.
    """
    return NameFinder(NameNetwork.from_disk(path or DATA, Lexicon.load()))
