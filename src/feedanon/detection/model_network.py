"""The network of the name model: numpy only, read from one file.

Word signs are embedded and mixed once a word (the result is kept while the process lives); then a few
residual layers look at neighbouring words, each a little farther; a softmax gives each word its
probability of every label. After the first layers a gate tells which words may still be something: the
farther layers read only those and what they look at, for nine words of ten are nobody's name.
Training lives in ``training/network.py`` and uses the same equations.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Hashable, Mapping, Sequence
from operator import xor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from feedanon.detection.lexicon import Lexicon
from feedanon.detection.model_features import FLAG_COUNT, WordReader, WordSigns, phrase_signs, place_signs

CACHE_LIMIT = 50_000
EMBEDDINGS = ("word", "ngram", "shape", "combination")


def maxout(values: np.ndarray) -> np.ndarray:
    """The larger of the two halves of each row."""
    half = values.shape[1] // 2
    larger: np.ndarray = np.maximum(values[:, :half], values[:, half:])
    return larger


def normalize(values: np.ndarray, gain: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Layer normalization of each row, in place."""
    values -= values.mean(axis=1, keepdims=True)
    scale = np.einsum("ij,ij->i", values, values)
    scale /= values.shape[1]
    scale += 1e-5
    np.sqrt(scale, out=scale)
    values /= scale[:, None]
    values *= gain
    values += bias
    return values


def embed_words(parameters: Mapping[str, np.ndarray], signs: Sequence[WordSigns]) -> np.ndarray:
    """The concatenated embeddings of some words, before they are mixed."""
    counts = np.array([len(sign.ngrams) for sign in signs])
    rows = np.fromiter(
        (row for sign in signs for row in sign.ngrams), dtype=np.int64, count=int(counts.sum())
    )
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    grams = np.add.reduceat(parameters["ngram"][rows].astype(np.float32), starts, axis=0)
    grams /= np.sqrt(counts)[:, None]
    flags = np.array([sign.flags for sign in signs], dtype=np.uint32)
    multi_hot = ((flags[:, None] >> np.arange(FLAG_COUNT, dtype=np.uint32)) & 1).astype(np.float32)
    return np.concatenate(
        (
            parameters["word"][[sign.vocabulary for sign in signs]],
            grams,
            parameters["shape"][[sign.shape for sign in signs]],
            parameters["combination"][[sign.combination for sign in signs]] + multi_hot @ parameters["flag"],
        ),
        axis=1,
        dtype=np.float32,
    )


def word_hashes(words: Sequence[str]) -> list[int]:
    """What stands for each word in a network's cache, which must hold no word of a customer.

    CPython hashes the bytes in which it happens to store a string: those of `d'` and of the heart `❤` are the same two.
    Their lengths differ.
    """
    return list(map(xor, map(hash, words), map(len, words)))


class NameNetwork:
    """Probabilities of every label for every word."""

    def __init__(self, parameters: dict[str, np.ndarray], settings: dict[str, Any], lexicon: Lexicon) -> None:
        """Args: arrays by name, ``labels`` and ``dilations`` among the settings, and the lexicon."""
        self.parameters = {
            name: values if name == "vocabulary" else np.ascontiguousarray(values, dtype=np.float32)
            for name, values in parameters.items()
        }
        self.settings = settings
        self.labels: tuple[str, ...] = tuple(settings["labels"])
        self.dilations: tuple[int, ...] = tuple(settings["dilations"])
        self.gate = Gate.of(self.parameters, settings)
        self.reader = WordReader(parameters["vocabulary"].tolist(), lexicon)
        self.width = self.parameters["mix_gain"].shape[0]
        self._layers = [Layer(self.parameters, number) for number in range(len(self.dilations))]
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[Hashable, int] = {}
        self._vectors = np.zeros((1024, self.width), dtype=np.float32)
        self._bits = np.zeros(1024, dtype=np.uint8)
        self._no_phrases: set[int] = set()

    @staticmethod
    def from_disk(folder: Path, lexicon: Lexicon) -> NameNetwork:
        """Read ``weights.npz`` and ``settings.json``.

        Raises:
            FileNotFoundError: the folder holds no model.
        """
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            parameters = {name: stored[name] for name in stored.files}
        for name in EMBEDDINGS:  # one byte a number, one scale a row
            scale = parameters.pop(f"{name}_scale").astype(np.float32)
            parameters[name] = parameters[name].astype(np.float32) * scale[:, None]
        return NameNetwork(parameters, settings, lexicon)

    def to_disk(self, folder: Path) -> None:
        """Write ``weights.npz`` and ``settings.json``; embeddings shrink to one byte a number."""
        stored: dict[str, np.ndarray] = {}
        for name, values in self.parameters.items():
            if name in EMBEDDINGS:
                scale = np.maximum(np.abs(values).max(axis=1), 1e-8) / 127
                stored[name] = np.rint(values / scale[:, None]).astype(np.int8)
                stored[f"{name}_scale"] = scale.astype(np.float32)
            elif name == "vocabulary":
                stored[name] = values
            else:
                stored[name] = values.astype(np.float16)
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / "weights.npz", allow_pickle=False, **stored)
        text = json.dumps(self.settings, indent=1, ensure_ascii=False) + "\n"
        (folder / "settings.json").write_text(text, encoding="utf-8", newline="\n")

    def _learn(self, words: dict[Hashable, str]) -> None:
        """Embed and mix words that the cache doesn't hold yet."""
        if len(self._rows) + len(words) > CACHE_LIMIT:
            self._forget()
        signs = [self.reader.read(word) for word in words.values()]
        embedded = embed_words(self.parameters, signs)
        mixed = maxout(embedded @ self.parameters["mix"] + self.parameters["mix_bias"])
        normalize(mixed, self.parameters["mix_gain"], self.parameters["mix_shift"])
        first = len(self._rows)
        needed = first + len(words)
        if needed > len(self._vectors):
            size = max(needed, 2 * len(self._vectors))
            self._vectors = np.concatenate(
                (self._vectors, np.zeros((size - len(self._vectors), self.width), "f"))
            )
            self._bits = np.concatenate((self._bits, np.zeros(size - len(self._bits), np.uint8)))
        self._vectors[first:needed] = mixed
        self._bits[first:needed] = [sign.bits for sign in signs]
        for number, word_hash in enumerate(words):
            self._rows[word_hash] = first + number

    def _lookup(self, hashes: Sequence[Hashable], words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        with self._lock:
            known = self._rows
            new = {
                word_hash: words[place] for place, word_hash in enumerate(hashes) if word_hash not in known
            }
            if new:
                if len(known) + len(new) > CACHE_LIMIT:  # forgetting drops the others of this batch too
                    new = dict(zip(hashes, words, strict=True))
                self._learn(new)
            rows = [self._rows[word_hash] for word_hash in hashes]
            return self._vectors[rows], self._bits[rows]

    def predict(
        self, hashes: Sequence[Hashable], words: Sequence[str], spaces: np.ndarray, lengths: Sequence[int]
    ) -> np.ndarray:
        """The probability of each label for each word.

        Args:
            hashes: what stands for each word (``word_hashes``, or spaCy's ``ORTH``), all texts one after another.
            words: the words themselves.
            spaces: whether a space follows each word.
            lengths: how many words each text has; none is empty.

        Returns:
            One row a word, one column a label.
        """
        after = self.gate.after if self.gate else 0
        hidden, near = self._begin(hashes, words, spaces, lengths, after)
        rows = self.gate.open_rows(hidden[:-1]) if self.gate else np.arange(len(words))
        scores = np.zeros((len(words), len(self.labels)), dtype=np.float32)
        scores[:, 0] = 1  # "O" is the first label
        scores[rows] = self._finish(hidden, near, after, rows)
        return scores

    def both_ends(
        self, words: Sequence[str], spaces: np.ndarray, after: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """What a gate would read of each word of one text, and the probability of each label without any gate.

        Args:
            words: the words.
            spaces: whether a space follows each.
            after: how many layers come before the gate.
        """
        hidden, near = self._begin(word_hashes(words), words, spaces, [len(words)], after)
        half = hidden[:-1].copy()
        return half, self._finish(hidden, near, after, np.arange(len(words)))

    def _begin(
        self,
        hashes: Sequence[Hashable],
        words: Sequence[str],
        spaces: np.ndarray,
        lengths: Sequence[int],
        after: int,
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """What the first layers say of each word, one empty row behind; and the neighbours in each layer."""
        vectors, bits = self._lookup(hashes, words)
        phrases = phrase_signs(words, bits, self.reader.lexicon, self._no_phrases)
        vectors += place_signs(bits, spaces, lengths, phrases) @ self.parameters["place"]
        hidden = np.zeros((len(vectors) + 1, self.width), dtype=np.float32)  # the last: no neighbour there
        hidden[:-1] = vectors
        near = [neighbours(lengths, dilation) for dilation in self.dilations]
        for fused, rows in zip(self._layers[:after], near[:after], strict=True):
            hidden[:-1] += fused(hidden, rows)
        return hidden, near

    def _finish(
        self, hidden: np.ndarray, near: Sequence[np.ndarray], after: int, wanted: np.ndarray
    ) -> np.ndarray:
        """The probability of each label for the wanted words, through the layers that are left."""
        for fused, rows in zip(self._layers[after:], read_rows(wanted, near[after:]), strict=True):
            hidden[rows[:, 1]] += fused(hidden, rows)
        scores: np.ndarray = hidden[wanted] @ self.parameters["out"] + self.parameters["out_bias"]
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores


def neighbours(lengths: Sequence[int], dilation: int) -> np.ndarray:
    """For each word of all texts the rows of its neighbour before, of itself, and of its neighbour after.

    Args:
        lengths: how many words each text has.
        dilation: how many words away the neighbours are.

    Returns:
        Three columns; -1 where the text has no such word.
    """
    counts = np.asarray(lengths)
    ends = np.repeat(np.cumsum(counts), counts)
    starts = ends - np.repeat(counts, counts)
    rows = np.arange(len(ends))
    before, after = rows - dilation, rows + dilation
    before[before < starts] = -1
    after[after >= ends] = -1
    return np.stack((before, rows, after), axis=1)


def read_rows(wanted: np.ndarray, near: Sequence[np.ndarray]) -> list[np.ndarray]:
    """What each of some layers must read so that the last of them is right for the wanted words.

    Args:
        wanted: rows of words, in order.
        near: what `neighbours` says for each layer.

    Returns:
        For each layer those rows of its `neighbours` that are needed.
    """
    needed: list[np.ndarray] = []
    for rows in reversed(near):
        needed.append(rows[wanted])
        marked = np.zeros(len(rows) + 1, dtype=bool)  # the last: no neighbour there
        marked[needed[-1]] = True
        wanted = np.flatnonzero(marked[:-1])
    return needed[::-1]


class Gate(NamedTuple):
    """Tells after some layers which words may still be something.

    Attributes:
        weights: what it reads of a word, one number for each of the network's width.
        least: the sum from which on a word goes on.
        after: how many layers come before it.
    """

    weights: np.ndarray
    least: float
    after: int

    @staticmethod
    def of(parameters: Mapping[str, np.ndarray], settings: Mapping[str, Any]) -> Gate | None:
        """The gate of a network; None for one that was trained without."""
        if "gate" not in settings:
            return None
        return Gate(parameters["gate"][:, 0], settings["gate"]["least"], settings["gate"]["after"])

    def open_rows(self, hidden: np.ndarray) -> np.ndarray:
        """The rows of the words that go on: those the gate lets through, and the words beside them."""
        through = np.flatnonzero(hidden @ self.weights >= self.least)
        marked = np.zeros(len(hidden) + 2, dtype=bool)
        for beside in (0, 1, 2):
            marked[through + beside] = True
        return np.flatnonzero(marked[1:-1])


class Layer:
    """One residual layer: a word and its neighbours on both sides, read in one matrix product.

    Args:
        weights: the parameters of the network.
        number: which layer of it.
    """

    def __init__(self, weights: Mapping[str, np.ndarray], number: int) -> None:
        sides = [weights[f"{side}{number}"] for side in ("left", "middle", "right")]
        self._product = np.ascontiguousarray(np.concatenate(sides))
        self._bias, self._gain, self._shift = (
            weights[f"{name}{number}"] for name in ("bias", "gain", "shift")
        )

    def __call__(self, hidden: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """What the layer adds to each word, from the rows that `neighbours` names."""
        mixed = hidden.take(rows, axis=0).reshape(len(rows), len(self._product)) @ self._product
        mixed += self._bias
        return normalize(maxout(mixed), self._gain, self._shift)
