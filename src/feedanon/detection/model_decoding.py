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
_OPENS = 0.6
"""The share of a word's probability that its beginning must have to open a name of its own."""
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
        self.kept = self.types.index(KEPT) if KEPT in self.types else -1
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
        if not lengths:
            return []
        told = _Told(self, scores)
        seeds = np.flatnonzero(told.surest >= self.floor)
        ends = list(accumulate(lengths))
        docs = np.searchsorted(np.array(ends), seeds, side="right")
        order = np.lexsort((seeds, -told.surest[seeds], docs))  # doc by doc, the surest word first
        decoded: list[list[Candidate]] = [[] for _ in lengths]
        free = bytearray(b"\x01") * len(words)
        for seed, doc in zip(seeds[order].tolist(), docs[order].tolist(), strict=True):
            if free[seed] and _wordlike(words[seed]):
                first = ends[doc] - lengths[doc]
                start, end, label, score = self._grow(seed, free, told, words, first, ends[doc])
                free[start:end] = bytes(end - start)
                decoded[doc].append(Candidate(start - first, end - first, label, score))
        for doc, found in enumerate(decoded):
            if found:
                found.sort(key=lambda candidate: candidate.start)
                if spaces is not None:
                    own = slice(ends[doc] - lengths[doc], ends[doc])
                    decoded[doc] = _whole_words(found, words[own], spaces[own])
        return decoded

    def _grow(  # noqa: PLR0917
        self, seed: int, free: bytearray, told: _Told, words: Sequence[str], first: int, last: int
    ) -> tuple[int, int, str, float]:
        """The run of likely words around a seed, cut where another name begins.

        Args:
            seed: the word to begin with.
            free: which words no candidate has taken.
            told: what the network says of the words.
            words: the words.
            first: where the doc begins.
            last: where it ends.

        Returns:
            The first word of the run, the word after its last, its label and its score.
        """
        kind = told.kinds[seed]
        is_kept = self.types[kind] == KEPT
        strength = told.kept if is_kept else told.personal
        least = GROW_CODE if self.types[kind] in CODES else GROW
        bound = min(least, strength[seed] / 2)  # a faint seed takes its like along
        start = end = seed
        while start > first and free[start - 1] and strength[start - 1] >= bound and not told.begins[start]:
            start -= 1
        while end + 1 < last and free[end + 1] and strength[end + 1] >= bound and not told.begins[end + 1]:
            end += 1
        while not _wordlike(words[start]):
            start += 1
        while not _wordlike(words[end]):
            end -= 1
        if start < end:
            mass = told.by_type[start : end + 1].sum(axis=0)
            if not is_kept and self.kept >= 0:
                mass[self.kept] = -1
            kind = int(mass.argmax())
        return start, end + 1, self.types[kind], min(max(strength[start : end + 1]), 1.0)


class _Told:
    """What a network says of the words of a batch, as lists where words are asked for one by one.

    Attributes:
        by_type: one row a word, one column a type: how probable it is.
        personal: how probable it is that a word is anything personal.
        kept: how probable it is that it stays.
        kinds: the likeliest type of each word.
        begins: whether a word opens a new name rather than going on with the one before.
        surest: the greatest of all these probabilities of each word.
    """

    def __init__(self, decoder: Decoder, scores: np.ndarray) -> None:
        begins = scores[:, decoder.begins]
        self.by_type = begins + scores[:, decoder.insides]
        personal = self.by_type.sum(axis=1)
        kept = np.zeros(len(personal), dtype=personal.dtype)
        if decoder.kept >= 0:
            kept = self.by_type[:, decoder.kept]
            personal = personal - kept
        kinds = self.by_type.argmax(axis=1)
        rows = np.arange(len(kinds))
        likeliest = self.by_type[rows, kinds]
        opens = (begins[rows, kinds] > _OPENS * likeliest) & (likeliest > GROW)
        self.surest = np.maximum(personal, likeliest)
        self.personal: list[float] = personal.tolist()
        self.kept: list[float] = kept.tolist()
        self.kinds: list[int] = kinds.tolist()
        self.begins: list[bool] = opens.tolist()


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
