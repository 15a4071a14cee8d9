"""Language models that propose names: feedanon's own, or a spaCy pipeline that the user names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from threadpoolctl import ThreadpoolController

from feedanon.detection.folding import TextView
from feedanon.detection.name_filter import LEAST
from feedanon.entities import Entity
from feedanon.errors import ModelError

OWN_MODEL = "feedanon"
"""Name of the model that the package ships."""

_SPACY_LABELS = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "LOC": "CITY",
    "GPE": "CITY",
    "ORG": "ORGANIZATION",
}
_SPACY_SCORE = 0.6
_NEEDED_PIPES = ("tok2vec", "transformer", "curated_transformer", "ner")


_BATCH = 512
"""Texts that go through the model together."""


class NameModel(Protocol):
    """Proposes names in many texts at once."""

    def names(self, views: Sequence[TextView]) -> Iterator[list[Entity]]:
        """For each view the names in it, with offsets in the view; candidates below the engine's
        threshold are welcome, with their scores."""


class OwnModel:
    """feedanon's own model.

    Args:
        path: a folder made by `python -m training make`; the packaged model when None.

    Raises:
        ModelError: the folder holds no model.
    """

    def __init__(self, path: Path | None = None) -> None:
        from feedanon.detection import name_finder

        try:
            self._finder = name_finder.load(path)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"the language model cannot be loaded ({type(error).__name__})") from error
        # The matrices are small: threads of the linear algebra would cost more than they bring.
        self._blas = ThreadpoolController().select(user_api="blas")

    def names(self, views: Sequence[TextView]) -> Iterator[list[Entity]]:
        """See `NameModel.names`; scores are the model's own."""
        for start in range(0, len(views), _BATCH):
            with self._blas.limit(limits=1):
                texts = (view.text for view in views[start : start + _BATCH])
                batch = list(self._finder.find(texts, LEAST))
            for found in batch:
                yield [
                    Entity(label, begin, end, min(1.0, score), OWN_MODEL)
                    for label, begin, end, score in found
                ]


class SpacyModel:
    """Any spaCy pipeline with a named-entity recognizer.

    Args:
        name: an installed package (`fr_core_news_lg`) or a folder.

    Raises:
        ModelError: spaCy cannot load it, or it recognizes no entities.
    """

    def __init__(self, name: str) -> None:
        import spacy

        try:
            nlp: Any = spacy.load(name)
        except (OSError, ValueError, ImportError) as error:
            package = name.replace("_", "-")
            raise ModelError(
                f"spaCy cannot load the model '{name}' ({type(error).__name__}); install it with: pip install {package}"
            ) from None
        if "ner" not in nlp.pipe_names:
            raise ModelError(f"the spaCy model '{name}' has no named-entity recognizer")
        nlp.select_pipes(enable=[pipe for pipe in nlp.pipe_names if pipe in _NEEDED_PIPES])
        self._nlp = nlp
        self._name = name

    def names(self, views: Sequence[TextView]) -> Iterator[list[Entity]]:
        """See `NameModel.names`; spaCy gives no scores, so all have the same."""
        for doc in self._nlp.pipe(view.text for view in views):
            yield [
                Entity(_SPACY_LABELS[span.label_], span.start_char, span.end_char, _SPACY_SCORE, self._name)
                for span in doc.ents
                if span.label_ in _SPACY_LABELS
            ]


def load_model(name: str | Path | None) -> NameModel | None:
    """The model that `name` means.

    Args:
        name: `"feedanon"` for the packaged one, a folder made by `python -m training make`, the name or
            folder of a spaCy pipeline, or None for rules alone.

    Raises:
        ModelError: there is no such model.
    """
    if name is None:
        return None
    if name == OWN_MODEL:
        return OwnModel()
    path = Path(name)
    if path.is_dir() and not (path / "meta.json").exists():
        return OwnModel(path)
    return SpacyModel(str(name))
