"""Reads recognizer files: YAML to `Recipe`, with errors that name file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from feedanon.detection.folding import fold
from feedanon.detection.gates import Requirements
from feedanon.detection.yaml_recognizers import (
    Context,
    Pattern,
    Recipe,
    YamlRecognizer,
    load_validator,
)
from feedanon.errors import RecognizerError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = {"entity", "name", "about", "source", "requires", "patterns", "validate", "context", "examples"}
_TYPE_NAME = re.compile(r"[A-Z][A-Z0-9_]*")


class _File:
    """One file while it is read: knows where its keys stand, so that errors can say so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RecognizerError(f"cannot be read: {type(error).__name__}", path=path) from None

    def error(self, message: str, *keys: str | int) -> RecognizerError:
        """An error at the line where the value under `keys` begins."""
        return RecognizerError(message, path=self.path, line=self.line(keys))

    def line(self, keys: Sequence[str | int]) -> int | None:
        """The line where the value under `keys` begins."""
        node = yaml.compose(self.source, Loader=_LOADER)
        line = None
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == key), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
            else:
                break
        return line or 1

    def mapping(self, value: Any, allowed: set[str], *keys: str | int) -> dict[str, Any]:
        """`value` as a mapping whose keys are all `allowed`."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.error(f"'{keys[-1]}' must be a mapping", *keys)
        for key in value:
            if key not in allowed:
                raise self.error(f"unknown key '{key}'; known: {', '.join(sorted(allowed))}", *keys, key)
        return value

    def strings(self, value: Any, *keys: str | int) -> tuple[str, ...]:
        """`value` as a list of strings; one string is a list of one."""
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(f"'{keys[-1]}' must be a list of strings: quote numbers", *keys)
        return tuple(value)


def read_recipe(path: Path) -> Recipe:
    """Reads and checks one recognizer file.

    Raises:
        RecognizerError: the file is unreadable, is not YAML, has an unknown or missing key, a wrong
            regular expression or an unknown validator; the message names file and line.
    """
    file = _File(path)
    try:
        data = yaml.load(file.source, Loader=_LOADER)  # noqa: S506 - _LOADER is a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise RecognizerError(f"is not YAML: {error.problem}", path=path, line=line) from None
    if not isinstance(data, dict):
        raise RecognizerError(
            "must be a mapping with at least 'entity', 'name' and 'patterns'", path=path, line=1
        )
    file.mapping(data, _KEYS)
    for key in ("entity", "name"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise file.error(f"'{key}' must be a non-empty string", key)
    if not _TYPE_NAME.fullmatch(data["entity"]):
        raise file.error("'entity' must be written in capitals with underscores, like FR_SIREN", "entity")
    validate = data.get("validate") or ""
    if not isinstance(validate, str):
        raise file.error("'validate' must be a dotted name", "validate")
    if validate and path.parent.name not in ("common", "fr"):
        _check_validator(file, validate)
    examples = file.mapping(data.get("examples"), {"match", "no_match"}, "examples")
    return Recipe(
        entity=data["entity"],
        name=data["name"],
        about=" ".join(str(data.get("about") or "").split()),
        source=str(data.get("source") or ""),
        patterns=tuple(_patterns(file, data.get("patterns"))),
        requires=_requirements(file, data.get("requires")),
        validate=validate,
        context=_context(file, data.get("context")),
        match=file.strings(examples.get("match"), "examples", "match"),
        no_match=file.strings(examples.get("no_match"), "examples", "no_match"),
        path=path,
    )


def _check_validator(file: _File, name: str) -> None:
    try:
        load_validator(name)
    except (ImportError, AttributeError):
        raise file.error(f"no such validator: '{name}'", "validate") from None


def _patterns(file: _File, value: Any) -> Iterator[Pattern]:
    if not isinstance(value, list) or not value:
        raise file.error("'patterns' must be a list of {regex: ..., score: ...}", "patterns")
    for index, item in enumerate(value):
        here = ("patterns", index)
        data = file.mapping(item, {"regex", "score", "case", "checked", "requires"}, *here)
        source, score = data.get("regex"), data.get("score")
        if not isinstance(source, str) or not source:
            raise file.error("a pattern needs a 'regex'", *here)
        if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 1:
            raise file.error("a pattern needs a 'score' between 0 and 1", *here)
        for flag in ("case", "checked"):
            if not isinstance(data.get(flag, True), bool):
                raise file.error(f"'{flag}' is true or false", *here, flag)
        requires = _requirements(file, data["requires"], *here) if "requires" in data else None
        yield Pattern(source, float(score), data.get("case", False), data.get("checked", True), requires)


def _requirements(file: _File, value: Any, *parents: str | int) -> Requirements:
    here = (*parents, "requires")
    data = file.mapping(value, {"digits", "run", "chars", "words", "parts", "shape"}, *here)
    chars = data.get("chars", "")
    for key in ("digits", "run"):
        number = data.get(key, 0)
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise file.error(f"'{key}' must be a whole number", *here, key)
    if not isinstance(chars, str):
        raise file.error("'chars' must be a string of characters", *here, "chars")
    words = frozenset(fold(word) for word in file.strings(data.get("words"), *here, "words"))
    for word in words:
        if not re.fullmatch("[a-z]+", word):
            raise file.error(f"'{word}' is not one word of letters", *here, "words")
    parts = tuple(fold(part) for part in file.strings(data.get("parts"), *here, "parts"))
    if "" in parts:
        raise file.error("an empty string is in every text", *here, "parts")
    shape = data.get("shape", "")
    try:
        re.compile(shape)
    except (re.error, TypeError):
        raise file.error("'shape' must be a regular expression", *here, "shape") from None
    return Requirements(data.get("digits", 0), data.get("run", 0), chars, words, parts, shape)


def _context(file: _File, value: Any) -> Context:
    if isinstance(value, (list, str)):
        words = file.strings(value, "context")
        return Context(before=words, after=words)
    data = file.mapping(value, {"words", "before", "after", "reject", "window"}, "context")
    window = data.get("window", Context.window)
    if isinstance(window, bool) or not isinstance(window, int) or window < 1:
        raise file.error("'window' must be a number of characters", "context", "window")
    both = file.strings(data.get("words"), "context", "words")
    return Context(
        before=both + file.strings(data.get("before"), "context", "before"),
        after=both + file.strings(data.get("after"), "context", "after"),
        reject=file.strings(data.get("reject"), "context", "reject"),
        window=window,
    )


def line_of(path: Path, keys: Sequence[str | int]) -> int | None:
    """The 1-based line of a recognizer file on which the value under `keys` begins, as nearly as known.

    Raises:
        RecognizerError: the file cannot be read any more.
    """
    return _File(path).line(keys)


def recognizers_from(source: Path, *, trusted: bool = False) -> list[YamlRecognizer]:
    """The recognizers of a file, or of all `.yaml` and `.yml` files under a folder, by name of file.

    Args:
        source: a file or a folder.
        trusted: see `YamlRecognizer`.

    Raises:
        RecognizerError: the path does not exist, holds no file, or a file is wrong.
    """
    if source.is_dir():
        paths = sorted(p for p in source.rglob("*") if p.suffix in (".yaml", ".yml"))
        if not paths:
            raise RecognizerError("holds no .yaml file", path=source)
    elif source.is_file():
        paths = [source]
    else:
        raise RecognizerError("no such file or folder", path=source)
    recognizers = [YamlRecognizer(read_recipe(path), trusted=trusted) for path in paths]
    if not trusted:
        _compile_all(recognizers)
    return recognizers


def _compile_all(recognizers: Sequence[YamlRecognizer]) -> None:
    """A user's wrong regular expression is an error when the file is read, not at the first text."""
    import regex

    for recognizer in recognizers:
        recipe = recognizer.recipe
        for index, pattern in enumerate(recipe.patterns):
            try:
                regex.compile(pattern.regex)
            except regex.error as error:
                message = f"wrong regular expression: {error}"
                raise _File(recipe.path or Path()).error(message, "patterns", index) from None
