"""Reads the YAML of a policy and remembers the line of every key, so that errors can point at it."""

from __future__ import annotations

from typing import Any

import yaml

from feedanon.errors import PolicyError


def read(text: str, source: str) -> tuple[Any, dict[tuple[str, ...], int]]:
    """The content of `text`, and the 1-based line of each path of keys.

    Raises:
        PolicyError: not YAML, or a key that stands twice.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        lines: dict[tuple[str, ...], int] = {}
        if node is not None:
            _walk(node, (), lines, source)
        return yaml.safe_load(text), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{source}:{line}: not YAML: {error.problem or 'cannot be read'}") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise PolicyError(f"{source}: not YAML") from None


def _walk(node: yaml.Node, path: tuple[str, ...], lines: dict[tuple[str, ...], int], source: str) -> None:
    if not isinstance(node, yaml.MappingNode) or len(path) > 4:
        return
    for key, value in node.value:
        here = (*path, str(key.value))
        line = key.start_mark.line + 1
        if here in lines:
            raise PolicyError(f"{source}:{line}: {'.'.join(here)}: stands twice, first on line {lines[here]}")
        lines[here] = line
        _walk(value, here, lines, source)
