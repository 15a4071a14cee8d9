"""Long texts in windows, so that time and memory stay linear whatever a recognizer does with length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from feedanon.detection.folding import TextView
from feedanon.entities import Entity

WINDOW = 8_000
"""Characters that recognizers see at once."""
OVERLAP = 400
"""Characters that two windows share: longer than any entity worth finding whole."""


@dataclass(frozen=True)
class Window:
    """A part of a view, as a view.

    Attributes:
        view: the part.
        start: where it begins in the whole view.
        whole: the part is the whole.
    """

    view: TextView
    start: int
    whole: bool


def windows(view: TextView) -> Iterator[Window]:
    """The windows of a view: itself when it is short, else overlapping parts cut at blanks."""
    text = view.text
    if len(text) <= WINDOW + OVERLAP:
        yield Window(view, 0, True)
        return
    start = 0
    while start < len(text):
        end = min(len(text), start + WINDOW)
        if end < len(text):
            end = _cut(text, end, start + WINDOW - OVERLAP)
        yield Window(TextView(text[start:end]), start, False)
        if end == len(text):
            return
        start = _cut(text, end - OVERLAP, end - 2 * OVERLAP)


def _cut(text: str, position: int, least: int) -> int:
    """The last place after a line end, else after a blank, before `position` and after `least`."""
    for mark in ("\n", " "):
        found = text.rfind(mark, least, position)
        if found >= 0:
            return found + 1
    return position


def merged(view: TextView, pieces: Iterator[tuple[Window, list[Entity]]]) -> list[Entity]:
    """What was found in all windows of one view, with offsets in the whole view.

    Args:
        view: the whole.
        pieces: windows with what was found in each; as many as `view` has are taken from it.
    """
    found: dict[tuple[str, int, int, str], Entity] = {}
    while True:
        window, entities = next(pieces)
        if window.whole:
            return entities
        last = window.start + len(window.view.text) >= len(view.text)
        for entity in entities:
            moved = replace(entity, start=entity.start + window.start, end=entity.end + window.start)
            key = (moved.entity_type, moved.start, moved.end, moved.recognizer)
            if key not in found or found[key].score < moved.score:
                found[key] = moved
        if last:
            return list(found.values())
