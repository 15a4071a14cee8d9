"""Training of the name model's network: the equations of ``model_network`` and their gradients, in numpy.

A network this small needs no deep-learning library: one core trains it in minutes, and the same seed gives
the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from feedanon.detection.model_features import (
    COMBINATION_ROWS,
    FLAG_COUNT,
    NGRAM_ROWS,
    PLACE_SIGNS,
    SHAPE_ROWS,
    WordSigns,
    place_signs,
)
from feedanon.detection.model_network import EMBEDDINGS

Arrays = dict[str, np.ndarray]

GATE_SHARE = 0.2
"""Weight of the gate's cross entropy beside that of the labels."""
GATE_RECALL = 5.0
"""How much more a word counts that the gate must let through: closing it loses a name, opening it costs time."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The dimensions of a network."""

    width: int = 96
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    word: int = 64
    ngram: int = 64
    shape: int = 16
    flags: int = 32

    @property
    def gate_after(self) -> int:
        """How many layers read every word; the others read those that may still be something."""
        return len(self.dilations) // 2


def spread(lengths: Sequence[int], gap: int) -> np.ndarray:
    """The rows of the words of all texts when ``gap`` empty rows stand before each text."""
    counts = np.asarray(lengths)
    rows: np.ndarray = np.arange(int(counts.sum())) + gap * np.repeat(np.arange(1, len(counts) + 1), counts)
    return rows


@dataclass(slots=True)
class Batch:
    """Texts that are trained on together: the signs of each distinct word, and which word stands where."""

    signs: list[WordSigns]
    rows: np.ndarray
    place: np.ndarray
    lengths: list[int]
    targets: np.ndarray


@dataclass(slots=True)
class _Layer:
    before: np.ndarray
    mixed: np.ndarray
    normal: np.ndarray
    scale: np.ndarray
    mask: np.ndarray


@dataclass
class Trainer:
    """Parameters, their Adam moments, and one step of training."""

    sizes: Sizes
    labels: int
    vocabulary: int
    seed: int
    use_flags: bool = True
    parameters: Arrays = field(default_factory=dict)
    moments: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    steps: int = 0
    dropout: float = 0.15
    word_dropout: float = 0.12
    unlisted: float = 0.06
    """How often a word is not found in the lists, so that they never decide alone."""
    embedding_dropout: float = 0.1
    smooth: float = 0.05
    """Label smoothing: scores that spread over 0 to 1 leave a threshold something to choose."""

    def __post_init__(self) -> None:
        """Draw the first weights."""
        self.random = np.random.default_rng(self.seed)
        sizes, draw = self.sizes, self.random.normal
        width = sizes.width
        inner = sizes.word + sizes.ngram + sizes.shape + sizes.flags
        self.parameters = {
            "word": draw(0, 0.1, (self.vocabulary + 1, sizes.word)),
            "ngram": draw(0, 0.1, (NGRAM_ROWS, sizes.ngram)),
            "shape": draw(0, 0.1, (SHAPE_ROWS, sizes.shape)),
            "combination": draw(0, 0.1, (COMBINATION_ROWS, sizes.flags)),
            "flag": draw(0, 0.1, (FLAG_COUNT, sizes.flags)),
            "mix": draw(0, (2 / inner) ** 0.5, (inner, 2 * width)),
            "mix_bias": np.zeros(2 * width),
            "mix_gain": np.ones(width),
            "mix_shift": np.zeros(width),
            "place": draw(0, 0.1, (len(PLACE_SIGNS), width)),
            "out": draw(0, (1 / width) ** 0.5, (width, self.labels)),
            "out_bias": np.zeros(self.labels),
            "gate": draw(0, (1 / width) ** 0.5, (width, 1)),
            "gate_bias": np.zeros(1),
        }
        for number in range(len(sizes.dilations)):
            for side in ("left", "middle", "right"):
                self.parameters[f"{side}{number}"] = draw(0, (2 / (3 * width)) ** 0.5, (width, 2 * width))
            self.parameters[f"bias{number}"] = np.zeros(2 * width)
            self.parameters[f"gain{number}"] = np.full(width, 0.7)
            self.parameters[f"shift{number}"] = np.zeros(width)
        self.parameters = {name: values.astype(np.float32) for name, values in self.parameters.items()}
        self.moments = {name: (np.zeros_like(v), np.zeros_like(v)) for name, v in self.parameters.items()}

    def step(self, batch: Batch, rate: float) -> float:
        """One forward and backward pass and one Adam update.

        Args:
            batch: what to learn from.
            rate: the learning rate.

        Returns:
            The mean cross entropy of the batch before the update, the gate's share included.
        """
        loss, gradients, sparse = self._gradients(batch)
        norm = np.sqrt(
            sum(float(np.vdot(g, g)) for g in gradients.values())
            + sum(float(np.vdot(g, g)) for _, g in sparse.values())
        )
        clip = min(1.0, 1.0 / (norm + 1e-9))
        self.steps += 1
        for name, gradient in gradients.items():
            self._adam(name, slice(None), gradient * clip, rate)
        for name, (rows, gradient) in sparse.items():
            self._adam(name, rows, gradient * clip, rate)
        return loss

    def _adam(self, name: str, rows: slice | np.ndarray, gradient: np.ndarray, rate: float) -> None:
        first, second = self.moments[name]
        a = 0.9 * first[rows] + 0.1 * gradient
        b = 0.999 * second[rows] + 0.001 * gradient * gradient
        first[rows], second[rows] = a, b
        correct = np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        values = self.parameters[name]
        decay = 1.0 - rate * 0.01 if values.ndim == 2 and name not in EMBEDDINGS else 1.0
        values[rows] = values[rows] * np.float32(decay) - np.float32(rate * correct) * a / (np.sqrt(b) + 1e-8)

    def _gradients(self, batch: Batch) -> tuple[float, Arrays, dict[str, tuple[np.ndarray, np.ndarray]]]:
        p, sizes, grads = self.parameters, self.sizes, {}
        # Words
        vocabulary = np.array([sign.vocabulary for sign in batch.signs])
        vocabulary[self.random.random(len(vocabulary)) < self.word_dropout] = 0
        counts = np.array([len(sign.ngrams) for sign in batch.signs])
        gram_rows = np.fromiter((r for sign in batch.signs for r in sign.ngrams), np.int64, int(counts.sum()))
        gram_starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        gram_scale = (1 / np.sqrt(counts)).astype(np.float32)[:, None]
        grams = np.add.reduceat(p["ngram"][gram_rows], gram_starts, axis=0) * gram_scale
        shapes = np.array([sign.shape for sign in batch.signs])
        flags = np.array([sign.flags for sign in batch.signs], dtype=np.uint32)
        hot = ((flags[:, None] >> np.arange(FLAG_COUNT, dtype=np.uint32)) & 1).astype(np.float32)
        combos = np.array([sign.combination for sign in batch.signs])
        listed = (self.random.random((len(flags), 1)) >= self.unlisted).astype(np.float32) * float(
            self.use_flags
        )
        known = (p["combination"][combos] + hot @ p["flag"]) * listed
        inner = np.concatenate((p["word"][vocabulary], grams, p["shape"][shapes], known), axis=1)
        inner_mask = self._mask(inner.shape, self.embedding_dropout)
        inner *= inner_mask
        pre = inner @ p["mix"] + p["mix_bias"]
        mixed, taken = _maxout(pre)
        normal, scale = _normal(mixed)
        types = normal * p["mix_gain"] + p["mix_shift"]
        vectors = types[batch.rows] + batch.place @ p["place"]
        vector_mask = self._mask(vectors.shape, self.dropout)
        vectors = vectors * vector_mask
        # Neighbours
        gap = max(sizes.dilations)
        slots = spread(batch.lengths, gap)
        hidden = np.zeros((int(slots[-1]) + 1 + gap, sizes.width), dtype=np.float32)
        hidden[slots] = vectors
        real = np.zeros((len(hidden), 1), dtype=np.float32)
        real[slots] = 1
        layers: list[_Layer] = []
        takens: list[np.ndarray] = []
        for number, d in enumerate(sizes.dilations):
            out = hidden @ p[f"middle{number}"] + p[f"bias{number}"]
            out[d:] += hidden[:-d] @ p[f"left{number}"]
            out[:-d] += hidden[d:] @ p[f"right{number}"]
            best, chosen = _maxout(out)
            norm, deviation = _normal(best)
            mask = self._mask(norm.shape, self.dropout) * real
            layers.append(_Layer(hidden, best, norm, deviation, mask))
            takens.append(chosen)
            hidden = (norm * p[f"gain{number}"] + p[f"shift{number}"]) * mask + hidden * real
        final = hidden[slots]
        scores = final @ p["out"] + p["out_bias"]
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        taught = np.flatnonzero(batch.targets >= 0)
        count = max(len(taught), 1)
        right = batch.targets[taught]
        loss = float(-np.log(scores[taught, right] + 1e-9).sum() / count)
        # The gate reads what the layers before it made.
        middle = layers[sizes.gate_after].before[slots]
        something = (right > 0)[:, None]
        logits = middle[taught] @ p["gate"] + p["gate_bias"]
        weights = GATE_SHARE / count * np.where(something, GATE_RECALL, np.float32(1))
        loss += float((weights * np.logaddexp(0, np.where(something, -logits, logits))).sum())
        d_gate = np.zeros((len(slots), 1), dtype=middle.dtype)
        d_gate[taught] = weights * (1 / (1 + np.exp(-logits)) - something)
        # Back
        d_scores = np.zeros_like(scores)
        d_scores[taught] = scores[taught] - self.smooth / self.labels
        d_scores[taught, right] -= 1 - self.smooth
        d_scores /= count
        grads["out"] = final.T @ d_scores
        grads["out_bias"] = d_scores.sum(axis=0)
        grads["gate"] = middle.T @ d_gate
        grads["gate_bias"] = d_gate.sum(axis=0)
        d_hidden = np.zeros_like(hidden)
        d_hidden[slots] = d_scores @ p["out"].T
        for number in range(len(sizes.dilations) - 1, -1, -1):
            d, done, chosen = sizes.dilations[number], layers[number], takens[number]
            d_norm = d_hidden * done.mask
            grads[f"gain{number}"] = np.einsum("ij,ij->j", d_norm, done.normal)
            grads[f"shift{number}"] = d_norm.sum(axis=0)
            d_best = _normal_back(d_norm * p[f"gain{number}"], done.normal, done.scale)
            d_out = _maxout_back(d_best, chosen)
            grads[f"middle{number}"] = done.before.T @ d_out
            grads[f"left{number}"] = done.before[:-d].T @ d_out[d:]
            grads[f"right{number}"] = done.before[d:].T @ d_out[:-d]
            grads[f"bias{number}"] = d_out.sum(axis=0)
            d_hidden = d_hidden * real
            d_hidden += d_out @ p[f"middle{number}"].T
            d_hidden[:-d] += d_out[d:] @ p[f"left{number}"].T
            d_hidden[d:] += d_out[:-d] @ p[f"right{number}"].T
            if number == sizes.gate_after:
                d_hidden[slots] += d_gate @ p["gate"].T
        d_vectors = d_hidden[slots] * vector_mask
        grads["place"] = batch.place.T @ d_vectors
        rows, d_types = _sum_rows(batch.rows, d_vectors)
        d_all = np.zeros_like(types)
        d_all[rows] = d_types
        grads["mix_gain"] = np.einsum("ij,ij->j", d_all, normal)
        grads["mix_shift"] = d_all.sum(axis=0)
        d_pre = _maxout_back(_normal_back(d_all * p["mix_gain"], normal, scale), taken)
        grads["mix"] = inner.T @ d_pre
        grads["mix_bias"] = d_pre.sum(axis=0)
        d_inner = (d_pre @ p["mix"].T) * inner_mask
        cuts = np.cumsum([sizes.word, sizes.ngram, sizes.shape])
        d_word, d_gram, d_shape, d_known = np.split(d_inner, cuts, axis=1)
        d_known = d_known * listed
        grads["flag"] = hot.T @ d_known
        sparse = {
            "word": _sum_rows(vocabulary, d_word),
            "ngram": _sum_rows(gram_rows, np.repeat(d_gram * gram_scale, counts, axis=0)),
            "shape": _sum_rows(shapes, d_shape),
            "combination": _sum_rows(combos, d_known),
        }
        return loss, grads, sparse

    def _mask(self, shape: tuple[int, ...], share: float) -> np.ndarray:
        kept = self.random.random(shape, dtype=np.float32) >= share
        mask: np.ndarray = kept.astype(np.float32) * np.float32(1 / (1 - share))
        return mask


@dataclass(slots=True)
class Text:
    """One text as the trainer takes it: its words' signs and numbers, spaces, phrases, targets."""

    signs: list[WordSigns]
    ids: list[int]
    spaces: np.ndarray
    phrases: list[tuple[int, int, int]]
    targets: np.ndarray


def make_batch(texts: Sequence[Text]) -> Batch:
    """Put texts together; each distinct word is embedded once."""
    index: dict[int, int] = {}
    signs: list[WordSigns] = []
    rows: list[int] = []
    phrases: list[tuple[int, int, int]] = []
    for text in texts:
        first = len(rows)
        phrases.extend((start + first, end + first, flag) for start, end, flag in text.phrases)
        for sign, number in zip(text.signs, text.ids, strict=True):
            row = index.get(number)
            if row is None:
                row = index[number] = len(signs)
                signs.append(sign)
            rows.append(row)
    lengths = [len(text.ids) for text in texts]
    row_array = np.array(rows)
    bits = np.array([sign.bits for sign in signs], dtype=np.uint8)[row_array]
    place = place_signs(bits, np.concatenate([text.spaces for text in texts]), lengths, phrases)
    return Batch(signs, row_array, place, lengths, np.concatenate([text.targets for text in texts]))


def _maxout(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    half = values.shape[1] // 2
    first, second = values[:, :half], values[:, half:]
    chosen = second > first
    return np.where(chosen, second, first), chosen


def _maxout_back(gradient: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    return np.concatenate(
        (np.where(chosen, 0, gradient), np.where(chosen, gradient, 0)), axis=1, dtype=np.float32
    )


def _normal(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    centred = values - values.mean(axis=1, keepdims=True)
    scale = np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / values.shape[1] + 1e-5)
    return centred / scale, scale


def _normal_back(gradient: np.ndarray, normal: np.ndarray, scale: np.ndarray) -> np.ndarray:
    mean = gradient.mean(axis=1, keepdims=True)
    along = np.einsum("ij,ij->i", gradient, normal)[:, None] / gradient.shape[1]
    return np.asarray((gradient - mean - normal * along) / scale, dtype=np.float32)


def _sum_rows(rows: np.ndarray, gradient: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gradient of each distinct row."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return ordered[starts], np.add.reduceat(gradient[order], starts, axis=0)
