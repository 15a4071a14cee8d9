"""feedanon's tokenizer in the shape that spaCy asks for. Importing this module registers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from feedanon.detection.tokenizer import split

TOKENIZER = "feedanon.FeedbackTokenizer.v1"
"""Its name in spaCy's registry and in the configuration of a pipeline."""

_SURROGATES = re.compile("[\ud800-\udfff]")


class FeedbackTokenizer:
    """A spaCy tokenizer: a text goes in, a ``Doc`` with exact offsets comes out."""

    def __init__(self, vocab: Vocab) -> None:
        """Args: the vocabulary of the pipeline."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize one text.

        Args:
            text: any Unicode string, lone surrogates too (the doc shows them as U+FFFD, offsets stay).

        Returns:
            A doc whose character offsets are those of ``text``.
        """
        words, spaces = split(text)
        try:
            return Doc(self.vocab, words=words, spaces=spaces)
        except UnicodeEncodeError:
            words, spaces = split(_SURROGATES.sub("\ufffd", text))
            return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:
        """Tokenize many texts, lazily and in order."""
        for text in texts:
            yield self(text)

    # The tokenizer holds no state: spaCy's serialization hooks have nothing to write or read.

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to write."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> FeedbackTokenizer:
        """Nothing to read."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing to write."""

    def from_disk(self, _path: str | Path, **_: Any) -> FeedbackTokenizer:
        """Nothing to read."""
        return self


def create_tokenizer() -> Callable[[spacy.Language], FeedbackTokenizer]:
    """What spaCy's configuration calls to make the tokenizer of a pipeline."""

    def create(nlp: spacy.Language) -> FeedbackTokenizer:
        return FeedbackTokenizer(nlp.vocab)

    return create


spacy.registry.tokenizers(TOKENIZER, func=create_tokenizer)
