"""The language model of feedanon: names, communes, addresses in careless French and English.

A spaCy pipeline of two parts: a light tokenizer and one component that labels words. It needs no network
and no deep-learning library, and loads in a fraction of a second. Every candidate above a low floor is handed
on with its score, so that the engine can choose a threshold per label and lift candidates that stand
beside a cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import Any, overload

import numpy as np
import spacy
from spacy.attrs import ORTH, SPACY
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from feedanon.detection import tokenizer as _tokenizer
from feedanon.detection.lexicon import Lexicon
from feedanon.detection.model_decoding import FLOOR, Candidate, Decoder
from feedanon.detection.model_network import NameNetwork

DATA = Path(__file__).parent.parent / "data" / "model"
GROUP = "names"
"""Key of the span group that holds the candidates: ``doc.spans["names"]``."""
DEFAULT_THRESHOLD = 0.5
_BATCH_WORDS = 1_200

Found = tuple[str, int, int, float]
"""A candidate: label, first character, character after the last, score."""


def create_component(nlp: Language, name: str, floor: float) -> NameLabeller:
    """What spaCy's configuration calls to make the component."""
    return NameLabeller(floor=floor)


Language.factory("feedanon_names", default_config={"floor": FLOOR}, func=create_component)


class Words(Sequence[str]):
    """The words of some docs, read from the vocabulary only when asked for: most never are."""

    def __init__(self, hashes: list[int], strings: StringStore) -> None:
        """Args: the hash of each word, and the store that knows them."""
        self.hashes = hashes
        self._strings = strings

    def __len__(self) -> int:
        return len(self.hashes)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Words: ...
    def __getitem__(self, place: int | slice) -> str | Words:
        if isinstance(place, slice):
            return Words(self.hashes[place], self._strings)
        return str(self._strings[self.hashes[place]])


class NameLabeller:
    """Labels the words of a doc: fills ``doc.spans["names"]`` (with scores) and ``doc.ents``."""

    def __init__(self, network: NameNetwork | None = None, floor: float = FLOOR) -> None:
        """Args: the network (read with ``from_disk`` when left out) and the lowest score handed on."""
        self.network = network
        self.floor = floor

    def __call__(self, doc: Doc) -> Doc:
        """Label one doc."""
        return self._label([doc])[0]

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Label many docs, lazily and in order; several docs share one pass through the network."""
        batch: list[Doc] = []
        size = 0
        for doc in stream:
            batch.append(doc)
            size += len(doc)
            if size >= _BATCH_WORDS or len(batch) >= batch_size:
                yield from self._label(batch)
                batch, size = [], 0
        if batch:
            yield from self._label(batch)

    def probabilities(self, docs: Sequence[Doc]) -> np.ndarray:
        """The probability of each label for each word of some docs, one after another; none is empty."""
        return self._read(docs)[2]

    def _read(self, docs: Sequence[Doc]) -> tuple[Words, list[bool], np.ndarray]:
        """The words of some docs, whether a space follows each, and the probability of each label."""
        if self.network is None:
            raise ValueError("the name model is empty: load it with feedanon.detection.name_model.load()")
        arrays = [doc.to_array([ORTH, SPACY]) for doc in docs]
        table = np.concatenate(arrays) if len(arrays) > 1 else arrays[0]
        words = Words(table[:, 0].tolist(), docs[0].vocab.strings)
        scores = self.network.predict(words.hashes, words, table[:, 1], [len(doc) for doc in docs])
        return words, table[:, 1].astype(bool).tolist(), scores

    def _label(self, docs: list[Doc]) -> list[Doc]:
        filled = [doc for doc in docs if len(doc)]
        decoded: dict[int, list[Candidate]] = {}
        if filled:
            words, spaces, scores = self._read(filled)
            decoder = Decoder(self.network.labels if self.network else (), self.floor)
            found = decoder.decode_many(scores, words, spaces, [len(doc) for doc in filled])
            decoded = {id(doc): candidates for doc, candidates in zip(filled, found, strict=True)}
        for doc in docs:
            _attach(doc, decoded.get(id(doc), []))
        return docs

    def find(self, texts: Iterable[str], floor: float | None = None) -> Iterator[list[Found]]:
        """The candidates of many texts, lazily and in order: what the pipeline finds, without making docs.

        The words, the network and the decoder are the pipeline's own. spaCy's docs, spans and vocabulary would
        take half of the time, and the vocabulary would keep the words of customers.

        Args:
            texts: any strings.
            floor: the lowest score handed on; the labeller's own when left out.

        Yields:
            For each text ``(label, first character, character after the last, score)`` of each candidate.
        """
        batch: list[tuple[list[str], list[bool]]] = []
        size = 0
        for text in texts:
            batch.append(_tokenizer.split(text))
            size += len(batch[-1][0])
            if size >= _BATCH_WORDS:
                yield from self._find(batch, floor)
                batch, size = [], 0
        if batch:
            yield from self._find(batch, floor)

    def _find(
        self, batch: Sequence[tuple[list[str], list[bool]]], floor: float | None
    ) -> Iterator[list[Found]]:
        if self.network is None:
            raise ValueError("the name model is empty: load it with feedanon.detection.name_model.load()")
        words = [word for some, _ in batch for word in some]
        if not words:
            yield from ([] for _ in batch)
            return
        spaces = [space for _, some in batch for space in some]
        lengths = [len(some) for some, _ in batch if some]
        # The network remembers hashes: its cache must hold no word of a customer.
        hashes = list(map(hash, words))
        scores = self.network.predict(hashes, words, np.array(spaces, dtype=np.uint64), lengths)
        decoder = Decoder(self.network.labels, self.floor if floor is None else floor)
        decoded = iter(decoder.decode_many(scores, words, spaces, lengths))
        for some, spaced in batch:
            found = next(decoded) if some else []
            starts = list(accumulate(map(add, map(len, some), spaced), initial=0)) if found else []
            yield [
                (one.label, starts[one.start], starts[one.end - 1] + len(some[one.end - 1]), one.score)
                for one in found
            ]

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the network under a folder."""
        if self.network is not None:
            self.network.to_disk(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NameLabeller:
        """Read the network of a folder."""
        self.network = NameNetwork.from_disk(Path(path), Lexicon.load())
        return self


def _attach(doc: Doc, candidates: list[Candidate]) -> None:
    spans = [Span(doc, found.start, found.end, label=found.label) for found in candidates]
    group = SpanGroup(doc, name=GROUP, spans=spans, attrs={"scores": [found.score for found in candidates]})
    doc.spans[GROUP] = group
    sure = [span for span, found in zip(spans, candidates, strict=True) if found.score >= DEFAULT_THRESHOLD]
    if sure or doc.ents:
        doc.ents = filter_spans([*sure, *doc.ents])


def blank(network: NameNetwork | None = None) -> Language:
    """A pipeline with our tokenizer and an untrained (or the given) labeller."""
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "feedanon.FeedbackTokenizer.v1"}}})
    nlp.vocab.lex_attr_getters = {}  # the network reads words itself: nothing to compute for spaCy
    labeller: Any = nlp.add_pipe("feedanon_names")
    labeller.network = network
    return nlp


def load(path: Path | None = None) -> Language:
    """Load the pipeline.

    Args:
        path: a folder made by ``python -m training make``; the model of the package when left out.

    Returns:
        A spaCy pipeline. Each doc holds its candidates in ``doc.spans["names"]``, their scores from 0 to 1
        in the group's ``attrs["scores"]``, and those of at least 0.5 in ``doc.ents``.

    Raises:
        FileNotFoundError: there is no model in the folder.
    """
    return blank(load_labeller(path).network)


def load_labeller(path: Path | None = None) -> NameLabeller:
    """The labeller alone, for `NameLabeller.find`: a pipeline around it takes spaCy longer to make than the
    network takes to load. Arguments and errors as of `load`.
    """
    return NameLabeller(NameNetwork.from_disk(path or DATA, Lexicon.load()))


create_tokenizer = _tokenizer.create_tokenizer  # importing the module registers the tokenizer with spaCy
