"""From the probabilities of words to scored candidates.

Every letter of a name counts, so a candidate grows generously from a sure word (its seed) over neighbours
that are merely likely, and its score is the score of its surest word. How sure a word must be is left to the
caller: the decoder hands on all candidates above a low floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

FLOOR = 0.08
GROW = 0.30
"""Neighbours of a seed belong to the candidate from this probability on."""
GROW_CODE = 0.5
"""The same for numbers and codes: a name is masked whole, a number may not swallow the words around it."""
CODES = frozenset({"CUSTOMER_ID", "CREDENTIAL", "DATE_OF_BIRTH", "FR_POSTCODE", "PHONE_NUMBER"})
"""Labels of numbers and codes: what rules and checksums find too."""
_GLUED_LABELS = frozenset({"PERSON", "USERNAME"}) | CODES
_HANDLE_JOINTS = frozenset("_.-#")
_APOSTROPHES = frozenset("'’")
_CODE_JOINTS = frozenset("-_/#.+*•")
KEPT = "ORGANIZATION"
"""A label that is told but does not count as personal."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``start`` to ``end`` (not included) of a doc, with a label and a score from 0 to 1."""

    start: int
    end: int
    label: str
    score: float


class Decoder:
    """Reads candidates off the probabilities of one doc."""

    def __init__(self, labels: tuple[str, ...], floor: float = FLOOR) -> None:
        """Args: labels of the columns (``O``, ``B-PERSON``, ``I-PERSON`` ...), lowest score told."""
        self.types = tuple(dict.fromkeys(label[2:] for label in labels if label != "O"))
        self.begins = [labels.index(f"B-{kind}") for kind in self.types]
        self.insides = [labels.index(f"I-{kind}") for kind in self.types]
        self.floor = floor

    def decode(
        self, scores: np.ndarray, words: Sequence[str], spaces: Sequence[bool] | None = None
    ) -> list[Candidate]:
        """The candidates of one doc, in order and without overlap; see `decode_many`."""
        return self.decode_many(scores, words, spaces, [len(words)])[0]

    def decode_many(
        self,
        scores: np.ndarray,
        words: Sequence[str],
        spaces: Sequence[bool] | None,
        lengths: Sequence[int],
    ) -> list[list[Candidate]]:
        """The candidates of several docs, their words counted from the start of each.

        Args:
            scores: one row a word, all docs one after another; one column a label.
            words: the words themselves: punctuation can't stand at the edge of a name.
            spaces: whether a space follows each word; with them, names take along what is glued to them.
            lengths: how many words each doc has.
        """
        begins = scores[:, self.begins]
        by_type = begins + scores[:, self.insides]
        kept = self.types.index(KEPT) if KEPT in self.types else -1
        personal = by_type.sum(axis=1)
        if kept >= 0:
            personal = personal - by_type[:, kept]
        surest = np.maximum(personal, by_type.max(axis=1))
        seeds = np.flatnonzero(surest >= self.floor)
        ends = list(accumulate(lengths))
        cuts = np.searchsorted(seeds, [0, *ends]).tolist()
        decoded: list[list[Candidate]] = []
        for number, end in enumerate(ends):
            here = seeds[cuts[number] : cuts[number + 1]]
            if not len(here):
                decoded.append([])
                continue
            start = end - lengths[number]
            # One closed place before the first word, one after the last.
            free = [False, *[True] * lengths[number], False]
            found: list[Candidate] = []
            own = words[start:end]
            arrays = personal[start:end], by_type[start:end], begins[start:end]
            for seed in here[np.argsort(-surest[here], kind="stable")].tolist():
                if free[seed - start + 1] and _wordlike(words[seed]):
                    candidate = self._grow(seed - start, free, *arrays, own)
                    free[candidate.start + 1 : candidate.end + 1] = [False] * (
                        candidate.end - candidate.start
                    )
                    found.append(candidate)
            found.sort(key=lambda candidate: candidate.start)
            decoded.append(found if spaces is None else _whole_words(found, own, spaces[start:end]))
        return decoded

    def _grow(  # noqa: PLR0917
        self,
        seed: int,
        free: list[bool],
        personal: np.ndarray,
        by_type: np.ndarray,
        begins: np.ndarray,
        words: Sequence[str],
    ) -> Candidate:
        """The run of likely words around a seed, cut where another name begins."""
        kind = int(by_type[seed].argmax())
        is_kept = self.types[kind] == KEPT
        strength = by_type[:, kind] if is_kept else personal
        least = GROW_CODE if self.types[kind] in CODES else GROW
        bound = min(least, float(strength[seed]) / 2)  # a faint seed takes its like along
        start = end = seed
        while free[start] and strength[start - 1] >= bound and not _begins(begins, by_type, start):
            start -= 1
        while free[end + 2] and strength[end + 1] >= bound and not _begins(begins, by_type, end + 1):
            end += 1
        while not _wordlike(words[start]):
            start += 1
        while not _wordlike(words[end]):
            end -= 1
        mass = by_type[start : end + 1].sum(axis=0)
        if not is_kept:
            mass = np.where([name == KEPT for name in self.types], -1.0, mass)
        score = float(strength[start : end + 1].max())
        return Candidate(start, end + 1, self.types[int(mass.argmax())], min(score, 1.0))


def _begins(begins: np.ndarray, by_type: np.ndarray, word: int) -> bool:
    """Whether a word opens a new name rather than going on with the one before."""
    kind = int(by_type[word].argmax())
    return bool(begins[word, kind] > 0.6 * by_type[word, kind] and by_type[word, kind] > 0.3)


def _whole_words(found: list[Candidate], words: Sequence[str], spaces: Sequence[bool]) -> list[Candidate]:
    """Candidates with what is glued to them: ``karim`` + ``75``, ``lili_du`` + ``_potager``, ``Anne`` + ``-So``."""
    out: list[Candidate] = []
    for number, candidate in enumerate(found):
        start, end = candidate.start, candidate.end
        lowest = out[-1].end if out else 0
        highest = found[number + 1].start if number + 1 < len(found) else len(words)
        while (step := _glued(words, spaces, end, 1, highest, candidate.label)) > 0:
            end += step
        while (step := _glued(words, spaces, start - 1, -1, lowest, candidate.label)) > 0:
            start -= step
        out.append(replace(candidate, start=start, end=end))
    return out


def _glued(  # noqa: PLR0917
    words: Sequence[str], spaces: Sequence[bool], place: int, way: int, limit: int, label: str
) -> int:
    """How many words from ``place`` on, one way, are glued to the candidate before them: 0, 1 or 2."""

    def free(spot: int) -> bool:
        joint = spot - 1 if way > 0 else spot
        inside = spot < limit if way > 0 else spot >= limit
        return inside and not spaces[joint] and not words[spot].isspace()

    if not free(place):
        return 0
    near, edge = words[place], words[place - way]
    if near.isalnum():
        return int(edge.isalnum() and (near.isdigit() or edge.isdigit()) and label in _GLUED_LABELS)
    beyond = place + way
    if not free(beyond) or not words[beyond].isalnum():
        return 0
    if label in ("PERSON", "CITY") and near in _APOSTROPHES and min(len(words[beyond]), len(edge)) == 1:
        return 2  # Floc'h, Penmarc'h, M'Hadji
    if label in CODES and set(near) <= _CODE_JOINTS and (edge.isdigit() or words[beyond].isdigit()):
        return 2
    if label == "USERNAME" and (set(near) <= _HANDLE_JOINTS):
        return 2
    alike = (words[beyond].istitle() and edge.istitle()) or (words[beyond].isupper() and edge.isupper())
    return 2 if label == "PERSON" and near == "-" and alike else 0


def _wordlike(word: str) -> bool:
    return any(map(str.isalnum, word))
