"""Trains the name model: fresh fillings every epoch, one core, the same weights for the same seed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from feedanon.detection.fingerprints import fingerprint
from feedanon.detection.lexicon import Lexicon
from feedanon.detection.model_features import WordReader, WordSigns, phrase_signs
from feedanon.detection.model_network import Gate, NameNetwork
from training import corpus
from training.corpus import Example
from training.frames import Frame
from training.network import Sizes, Text, Trainer, make_batch

TOLD = 0.3
"""Words that are this likely to be something must pass the gate."""
GATE_LOSS = 0.001
"""The share of them that it may hold back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how to train."""

    epochs: int = 34
    batch_words: int = 1200
    rate: float = 2.5e-3
    sizes: Sizes = field(default_factory=Sizes)
    use_flags: bool = True
    dropout: float = 0.15
    word_dropout: float = 0.15
    seed: int = 0


class _Encoder:
    """Turns examples into what the trainer takes; a word's signs are read once."""

    def __init__(self, reader: WordReader) -> None:
        self.reader = reader
        self.known: dict[str, tuple[int, WordSigns]] = {}

    def encode(self, example: Example) -> Text:
        words, spaces = corpus.split(example.text)
        signs: list[WordSigns] = []
        ids: list[int] = []
        for word in words:
            entry = self.known.get(word)
            if entry is None:
                entry = self.known[word] = (len(self.known), self.reader.read(word))
            ids.append(entry[0])
            signs.append(entry[1])
        labels = np.array(corpus.targets(words, spaces, example.spans))
        bits = np.array([sign.bits for sign in signs], dtype=np.uint8)
        phrases = phrase_signs(words, bits, self.reader.lexicon)
        return Text(signs, ids, np.array(spaces, dtype=bool), phrases, labels)


def train(frames: Sequence[Frame], plan: Plan, say: Callable[[str], None] = print) -> NameNetwork:
    """Train a network.

    Args:
        frames: the training frames.
        plan: sizes, length, seed.
        say: where progress goes.

    Returns:
        The network, as it will be read back from disk.
    """
    words = corpus.vocabulary(frames)
    prints = np.array(sorted(set(map(fingerprint, words))), dtype=np.uint32)
    lexicon = Lexicon.load()
    encoder = _Encoder(WordReader(prints.tolist(), lexicon))
    trainer = Trainer(
        plan.sizes,
        len(corpus.LABELS),
        len(prints),
        plan.seed,
        use_flags=plan.use_flags,
        dropout=plan.dropout,
        word_dropout=plan.word_dropout,
    )
    begun = time.perf_counter()
    steps_done, planned = 0, 0
    for number in range(plan.epochs):
        batches = _batches(corpus.epoch(list(frames), f"{plan.seed}-{number}"), encoder, plan, number)
        planned = planned or len(batches) * plan.epochs
        loss = 0.0
        for texts in batches:
            share = steps_done / planned
            rate = plan.rate * min(1.0, (steps_done + 1) / 200) * max(0.02, 1 - share)
            loss += trainer.step(make_batch(texts), rate)
            steps_done += 1
        seconds = time.perf_counter() - begun
        say(f"epoch {number + 1}/{plan.epochs}  loss {loss / len(batches):.4f}  {seconds:.0f} s")
        encoder.known.clear()
    parameters = dict(trainer.parameters)
    if not plan.use_flags:
        parameters["flag"] = np.zeros_like(parameters["flag"])
        parameters["combination"] = np.zeros_like(parameters["combination"])
    parameters["vocabulary"] = prints
    del parameters["gate_bias"]  # the gate's threshold stands for it
    settings: dict[str, Any] = {
        "labels": list(corpus.LABELS),
        "dilations": list(plan.sizes.dilations),
        "frames": len(frames),
        "epochs": plan.epochs,
        "seed": plan.seed,
    }
    network = NameNetwork(parameters, settings, lexicon)
    examples = (
        corpus.make(frame, f"{plan.seed}-gate-{n}", validation=True) for n, frame in enumerate(frames)
    )
    least = gate_threshold(network, plan.sizes.gate_after, examples)
    settings["gate"] = {"after": plan.sizes.gate_after, "least": least}
    network.gate = Gate.of(network.parameters, settings)
    return network


def gate_threshold(network: NameNetwork, after: int, examples: Iterable[Example]) -> float:
    """Where the gate must stand to let through all but one in a thousand of the words that would be told.

    Args:
        network: the trained network, which does not use its gate yet.
        after: how many layers come before the gate.
        examples: texts that it was not trained on in this form.
    """
    sums: list[np.ndarray] = []
    for example in examples:
        words, spaces = corpus.split(example.text)
        if words:
            read, scores = network.both_ends(words, np.array(spaces, dtype=np.uint64), after)
            sums.append((read @ network.parameters["gate"][:, 0])[scores[:, 0] < 1 - TOLD])
    return float(np.quantile(np.concatenate(sums), GATE_LOSS))


def _batches(examples: Iterable[Example], encoder: _Encoder, plan: Plan, number: int) -> list[list[Text]]:
    """Texts of about one length together, in random order."""
    encoded = [text for text in map(encoder.encode, examples) if text.ids]
    dice = random.Random(f"{plan.seed}-batches-{number}")
    dice.shuffle(encoded)
    batches: list[list[Text]] = []
    current: list[Text] = []
    size = 0
    for text in encoded:
        current.append(text)
        size += len(text.ids)
        if size >= plan.batch_words:
            batches.append(current)
            current, size = [], 0
    if current:
        batches.append(current)
    return batches
