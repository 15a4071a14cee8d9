"""feedanon's language model as a spaCy pipeline, for those who work with spaCy.

Two parts: a light tokenizer and one component that labels words; no network call, no deep-learning library. It finds
what `feedanon.detection.name_finder` finds, which is what the engine uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import spacy
from spacy.attrs import ORTH, SPACY
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from feedanon.detection.lexicon import Lexicon
from feedanon.detection.model_decoding import FLOOR, Candidate, Decoder
from feedanon.detection.model_network import NameNetwork
from feedanon.detection.name_finder import BATCH_WORDS, DATA
from feedanon.detection.spacy_tokenizer import TOKENIZER

GROUP = "names"
"""Key of the span group that holds the candidates: ``doc.spans["names"]``."""
DEFAULT_THRESHOLD = 0.5


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
            if size >= BATCH_WORDS or len(batch) >= batch_size:
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
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
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
    return blank(NameNetwork.from_disk(path or DATA, Lexicon.load()))
