"""`Detector`: texts in, entities out. The order of the work, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feedanon.detection import address_gaps, name_extension
from feedanon.detection.analyzer import Analyzer
from feedanon.detection.corrections import corrected
from feedanon.detection.folding import TextView
from feedanon.detection.kept_names import is_kept
from feedanon.detection.lone_findings import believed
from feedanon.detection.model_edges import joined, parted, trimmed
from feedanon.detection.models import OWN_MODEL, NameModel, OwnModel, load_model
from feedanon.detection.name_cues import NameCues
from feedanon.detection.name_filter import accepts
from feedanon.detection.overlaps import resolve
from feedanon.detection.pack import build
from feedanon.detection.propagation import propagate
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.recognizer_files import recognizers_from
from feedanon.detection.speakers import SpeakerRecognizer
from feedanon.detection.windows import merged, windows
from feedanon.entities import Entity
from feedanon.errors import DetectionError, FeedanonError

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

THRESHOLD = 0.4
"""The least score of a rule's finding that is masked."""

_CUES = frozenset({NameCues.NAME, SpeakerRecognizer.NAME})
_BLANKS = frozenset(
    "n/a na nc n.c. n.r. nr - -- --- . / ? x xx xxx neant aucun aucune inconnu inconnue null none nan non renseigne "
    "non communique anonyme ras rien".split()
)


class Detector:
    """Finds the entities of many texts. Heavy to make, safe to share between threads.

    Args:
        model: see `feedanon.detection.models.load_model`; or a Presidio `EntityRecognizer` that finds
            names (transformers, GLiNER ...), in place of feedanon's model.
        recognizers: further recognizers: YAML files, folders of them, or Presidio recognizers.
        threshold: the least score that is masked.

    Raises:
        RecognizerError: a recognizer file is wrong, or an object is no recognizer.
        ModelError: the model cannot be loaded.
    """

    def __init__(
        self,
        model: str | Path | EntityRecognizer | None = OWN_MODEL,
        recognizers: Iterable[str | Path | EntityRecognizer] = (),
        threshold: float = THRESHOLD,
    ) -> None:
        pack: list[TextRecognizer] = build()
        foreign: list[EntityRecognizer] = []
        for recognizer in recognizers:
            if isinstance(recognizer, str | Path):
                pack.extend(recognizers_from(Path(recognizer)))
            else:
                foreign.append(recognizer)
        self._model: NameModel | None = None
        if model is None or isinstance(model, str | Path):
            self._model = load_model(model)
        else:
            foreign.append(model)
        self.threshold = threshold
        self._analyzer = Analyzer(pack, foreign)

    def detect_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> list[list[Entity]]:
        """The entities of each text, disjoint and in order.

        Args:
            texts: any strings.
            groups: one hashable a text: texts of one group (the messages of a conversation, the cells of
                a row) share what is found in them. Without it each text stands alone.
            types: one entity type or None a text: with a type, the whole text is that (a cell of the
                column `Nom`), and nothing else is looked for in it.

        Returns:
            One list a text, with offsets in Unicode code points.

        Raises:
            DetectionError: detection failed on a text; none of them may be used.
        """
        for given in (groups, types):
            if given is not None and len(given) != len(texts):
                raise ValueError("groups and types need one item for each text")
        try:
            return self._detect(texts, groups, types)
        except FeedanonError:
            raise
        except Exception as error:
            failure = type(error).__name__
        # Outside of the handler: a chained exception could hold the text.
        raise DetectionError(f"detection failed with {failure}")

    def _detect(
        self,
        texts: Sequence[str],
        groups: Sequence[Hashable] | None,
        types: Sequence[str | None] | None,
    ) -> list[list[Entity]]:
        views = [TextView(text) for text in texts]
        found: list[list[Entity]] = [[] for _ in texts]
        open_texts = []
        for index, view in enumerate(views):
            whole = types[index] if types is not None else None
            if whole is None:
                if any(map(str.isalnum, view.text)):
                    open_texts.append(index)
            else:
                found[index] = _whole(view, whole)
        for index, entities in zip(open_texts, self._analyze([views[i] for i in open_texts]), strict=True):
            found[index] = entities
        self._settle(views, found, groups, types)
        return [self._finish(view, entities) for view, entities in zip(views, found, strict=True)]

    def _analyze(self, views: Sequence[TextView]) -> Iterable[list[Entity]]:
        """Candidates of each view that pass their threshold, names made whole."""
        pieces = [piece for view in views for piece in windows(view)]
        parts = [piece.view for piece in pieces]
        names = self._model.names(parts) if self._model else iter([[] for _ in pieces])
        accepted = [_accepted(part, found) for part, found in zip(parts, names, strict=True)]
        per_piece = zip(pieces, self._analyzer.analyze(parts, accepted), strict=True)
        for view in views:
            candidates = merged(view, per_piece)
            kept = [
                entity
                for entity in candidates
                if entity.recognizer == OWN_MODEL
                or (entity.score >= self.threshold and not _is_thing(view, entity))
            ]
            yield list(address_gaps.filled(view, list(name_extension.extend_all(view, kept))))

    def _settle(
        self,
        views: Sequence[TextView],
        found: list[list[Entity]],
        groups: Sequence[Hashable] | None,
        types: Sequence[str | None] | None,
    ) -> None:
        members: dict[Hashable, list[int]] = defaultdict(list)
        for index in range(len(views)):
            members[groups[index] if groups is not None else index].append(index)
        for indices in members.values():
            if not any(found[i] for i in indices):
                continue
            group = [views[i] for i in indices]
            known = [found[i] for i in indices]
            if isinstance(self._model, OwnModel):  # with fewer or other finders there is less company
                known = list(believed(group, known))
            for index, first, more in zip(indices, known, propagate(group, known), strict=True):
                spread = types is None or types[index] is None
                told = [*first, *more] if spread else first
                found[index] = [*told, *corrected(views[index], told)] if spread else told

    def _finish(self, view: TextView, entities: Sequence[Entity]) -> list[Entity]:
        if not entities:
            return []
        resolved = resolve(entities, view.text)
        if view.original is view.text:
            return resolved
        finished = []
        for entity in resolved:
            start, end = view.original_span(entity.start, entity.end)
            finished.append(replace(entity, start=start, end=end))
        return finished


def _accepted(view: TextView, names: Sequence[Entity]) -> list[Entity]:
    """What the language model proposes and may stay. Judged before Presidio sees it: of two findings of one span it
    keeps the surer one, which must not be one that is refused afterwards."""
    if not names or names[0].recognizer != OWN_MODEL:
        return list(names)
    names = joined(view, names)
    starts = [*(name.start for name in names[1:]), len(view.text) + 2]
    trim = (trimmed(view, name, following) for name, following in zip(names, starts, strict=True))
    return [part for name in trim if accepts(view, name) for part in parted(view, name)]


def _is_thing(view: TextView, entity: Entity) -> bool:
    """Whether the civility before a name is part of a thing's name: `Veuve Clicquot`, `Mère Poulard`."""
    return entity.recognizer in _CUES and is_kept(view, entity, from_before=True)


def _whole(view: TextView, entity_type: str) -> list[Entity]:
    """The cell as one entity, without blanks around it; nothing when it says that it holds nothing."""
    stripped = view.plain.strip()
    if stripped in _BLANKS or not any(char.isalnum() for char in stripped):
        return []
    start = view.plain.index(stripped)
    return [Entity(entity_type, start, start + len(stripped), 1.0, "column")]
