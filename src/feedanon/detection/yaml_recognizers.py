"""Recognizers written as YAML: one file says everything about one identifier, its tests included."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import regex

from feedanon.detection.folding import TextView, fold
from feedanon.detection.gates import Gates, Requirements
from feedanon.detection.quick_heads import quick
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity
from feedanon.errors import DetectionError

MATCH_TIMEOUT = 5.0
"""Seconds that one pattern of a user's file may take on one text before detection fails."""

_WEIGHTS = "_yaml_weights"
CONTEXT_BOOST = 0.45
"""What a context word adds to the score of a match that no checksum has confirmed."""

Validator = Callable[[str], "bool | None"]


@dataclass(frozen=True)
class Context:
    """Words near a match that raise or kill it.

    Attributes:
        before: words that raise it when they stand before, within `window` characters.
        after: words that raise it when they stand after.
        reject: words that drop a match without a valid checksum when they stand right beside it
            (within 12 characters), as a unit or a currency does.
        window: how far `before` and `after` look, in characters.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    window: int = 60

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]:
        return _word_pattern(self.before), _word_pattern(self.after), _word_pattern(self.reject)

    def supports(self, plain: str, start: int, end: int) -> bool:
        """Whether a word of the context stands near `plain[start:end]`."""
        before, after, _ = self._patterns
        if before and before.search(plain[max(0, start - self.window) : start]):
            return True
        return bool(after and after.search(plain[end : end + self.window]))

    def rejects(self, plain: str, start: int, end: int) -> bool:
        """Whether a rejecting word stands right beside `plain[start:end]`."""
        reject = self._patterns[2]
        if reject is None:
            return False
        return bool(reject.search(plain[end : end + 12]) or reject.search(plain[max(0, start - 12) : start]))


def _word_pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern for whole words of the plain text; a final `*` in a word means any ending."""
    if not words:
        return None
    whole: list[str] = []
    signs: list[str] = []
    for word in sorted({fold(w) for w in words}, key=len, reverse=True):
        stem = word.removesuffix("*")
        escaped = re.escape(stem).replace(r"\ ", r"[\s_-]*")
        right = r"(?![a-z0-9])" if stem == word and stem[-1:].isalnum() else ""
        (whole if stem[:1].isalnum() else signs).append(escaped + right)
    alternatives = [quick(rf"(?<![a-z0-9])(?:{'|'.join(whole)})")] if whole else []
    return re.compile("|".join([*alternatives, *signs]))


@dataclass(frozen=True)
class Pattern:
    """One regular expression of a recognizer.

    Attributes:
        regex: its source. It reads the plain text (lower case, no accents, plain typography) unless
            `case` is set; a group named `value` delimits the entity, else the whole match is it.
        score: certainty of a match before checksum and context.
        case: read the text with case and accents.
        checked: whether the recognizer's checksum applies to this pattern.
        requires: a cheap test before this pattern, beside the recognizer's own.
    """

    regex: str
    score: float
    case: bool = False
    checked: bool = True
    requires: Requirements | None = None


@dataclass(frozen=True)
class Recipe:
    """A recognizer file, read and checked.

    Attributes:
        entity: the entity type it finds.
        name: short title for people.
        about: one or two sentences: what the identifier is.
        source: address of the authority that defines it.
        patterns: tried in order.
        requires: the cheap test before the patterns.
        validate: dotted name of a module with `is_valid` (python-stdnum's convention) or `module:function`;
            True makes a match certain, False drops it, None leaves its score.
        context: words near a match.
        match: texts in which it must find something; `«value»` marks what exactly, when given.
        no_match: texts in which it must find nothing at or above the engine's threshold.
        path: the file, when there is one.
    """

    entity: str
    name: str
    patterns: tuple[Pattern, ...]
    about: str = ""
    source: str = ""
    requires: Requirements = field(default_factory=Requirements)
    validate: str = ""
    context: Context = field(default_factory=Context)
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()
    path: Path | None = None


class YamlRecognizer(TextRecognizer):
    """Runs a `Recipe`.

    Args:
        recipe: what to find.
        trusted: the patterns are feedanon's own, tested to be linear, and run with `re`; others run
            with `regex` under a time limit.
    """

    def __init__(self, recipe: Recipe, *, trusted: bool = False) -> None:
        self.recipe = recipe
        self._limit: dict[str, float] = {} if trusted else {"timeout": MATCH_TIMEOUT}
        super().__init__([recipe.entity], recipe.name)

    @cached_property
    def _alone(self) -> YamlRecognizers:
        return YamlRecognizers([self])

    @cached_property
    def _validator(self) -> Validator | None:
        return load_validator(self.recipe.validate) if self.recipe.validate else None

    def find(self, view: TextView) -> Iterable[Entity]:
        """The matches with their scores; what a checksum or a neighbour refutes is not there.

        Raises:
            DetectionError: a pattern ran out of time.
        """
        return self._alone.find(view)

    def search(self, view: TextView, pattern: Pattern, compiled: Any) -> Iterator[Entity]:
        """What one compiled pattern finds; see `find`."""
        text = view.text if pattern.case else view.plain
        try:
            for match in compiled.finditer(text, **self._limit):
                entity = self._judge(view, pattern, match)
                if entity is not None:
                    yield entity
        except TimeoutError:
            raise DetectionError(
                f"a pattern of the recognizer '{self.name}' took over {MATCH_TIMEOUT:g} s: "
                "make it linear (no nested repetitions)"
            ) from None

    def compile(self, pattern: Pattern) -> Any:
        """`pattern` compiled with the engine that this recognizer trusts it to."""
        return regex.compile(pattern.regex) if self._limit else re.compile(quick(pattern.regex))

    def _judge(self, view: TextView, pattern: Pattern, match: re.Match[str]) -> Entity | None:
        start, end = match.span("value") if "value" in match.re.groupindex else match.span()
        if start >= end:
            return None
        # Several patterns of one recognizer find the same span: it is judged once.
        known = view.__dict__.setdefault(_WEIGHTS, {})
        key = id(self), pattern.checked, start, end
        if key not in known:
            known[key] = self._weight(view, start, end, checked=pattern.checked)
        weight = known[key]
        if weight is None:
            return None
        return Entity(self.recipe.entity, start, end, min(1.0, pattern.score + weight), self.name)

    def _weight(self, view: TextView, start: int, end: int, *, checked: bool) -> float | None:
        """What checksum and context add to the score of a span; None when they refute it."""
        if self._validator is not None and checked:
            verdict = self._validator(view.text[start:end])
            if verdict is not None:
                return 1.0 if verdict else None
        context = self.recipe.context
        if context.rejects(view.plain, start, end):
            return None
        return CONTEXT_BOOST if context.supports(view.plain, start, end) else 0.0


class YamlRecognizers:
    """Many recognizers searched as one: their gates are asked together, see `feedanon.detection.gates`.

    Args:
        recognizers: the members.
    """

    def __init__(self, recognizers: Sequence[YamlRecognizer]) -> None:
        self._steps = [(r, pattern) for r in recognizers for pattern in r.recipe.patterns]
        self._compiled: list[Any] = [None] * len(self._steps)
        self._gates = Gates(
            [(r.recipe.requires, p.requires) if p.requires else (r.recipe.requires,) for r, p in self._steps]
        )

    def find(self, view: TextView) -> Iterator[Entity]:
        """What the members find, in their order.

        Raises:
            DetectionError: a pattern ran out of time.
        """
        for index in self._gates.open(view):
            yield from self._search(index, view)

    def find_many(self, views: Sequence[TextView]) -> list[list[Entity]]:
        """What `find` finds in each view; each pattern reads all the views that it may match in.

        Raises:
            DetectionError: a pattern ran out of time.
        """
        found: list[list[Entity]] = [[] for _ in views]
        waiting: dict[int, list[int]] = defaultdict(list)
        for number, view in enumerate(views):
            for index in self._gates.open(view):
                waiting[index].append(number)
        for index in sorted(waiting):
            for number in waiting[index]:
                found[number].extend(self._search(index, views[number]))
        return found

    def _search(self, index: int, view: TextView) -> Iterator[Entity]:
        recognizer, pattern = self._steps[index]
        compiled = self._compiled[index]
        if compiled is None:
            compiled = self._compiled[index] = recognizer.compile(pattern)
        return recognizer.search(view, pattern, compiled)


def load_validator(name: str) -> Validator:
    """The function that `name` means: `module` (its `is_valid`) or `module:function`.

    Raises:
        ImportError: no such module.
        AttributeError: the module has no such function.
    """
    module_name, _, function = name.partition(":")
    validator: Validator = getattr(importlib.import_module(module_name), function or "is_valid")
    return validator


@dataclass(frozen=True)
class Failure:
    """An example that fails.

    Attributes:
        problem: what is wrong, as a sentence.
        keys: where the example stands in its file, like `("examples", "match", 0)`.
    """

    problem: str
    keys: tuple[str | int, ...]

    def __str__(self) -> str:
        """The problem alone."""
        return self.problem


def run_examples(recognizer: YamlRecognizer, threshold: float) -> Iterator[Failure]:
    """The examples of a recipe that fail; none when all is well.

    Args:
        recognizer: the recognizer whose recipe holds the examples.
        threshold: the least score that counts as found.
    """
    for index, example in enumerate(recognizer.recipe.match):
        found = _found(recognizer, example.replace("«", "").replace("»", ""), threshold)
        wanted = re.findall("«(.*?)»", example, re.DOTALL)
        if not found:
            yield Failure(f"nothing found in {example!r}", ("examples", "match", index))
        elif wanted and not set(wanted) <= set(found):
            yield Failure(f"found {found!r} in {example!r}", ("examples", "match", index))
    for index, example in enumerate(recognizer.recipe.no_match):
        found = _found(recognizer, example, threshold)
        if found:
            yield Failure(f"found {found!r}, which is none, in {example!r}", ("examples", "no_match", index))


def _found(recognizer: YamlRecognizer, text: str, threshold: float) -> list[str]:
    view = TextView(text)
    return [
        text[slice(*view.original_span(e.start, e.end))]
        for e in recognizer.find(view)
        if e.score >= threshold
    ]
