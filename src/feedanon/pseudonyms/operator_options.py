"""The operators a policy can name, and the options each of them takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feedanon.errors import PolicyError


@dataclass(frozen=True, slots=True)
class Option:
    """An option of an operator.

    Attributes:
        default: its value when the policy does not say.
        accepts: whether a value can be used.
        expected: what a value must be, for the error.
    """

    default: Any
    accepts: Callable[[Any], bool]
    expected: str


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: value in values


def _text(value: Any) -> bool:
    return isinstance(value, str)


GENERALIZATIONS = ("auto", "departement", "year", "decade", "age_band", "month", "network", "range")
"""What `generalize` can be told to make; `auto` chooses by entity type."""

OPERATORS: dict[str, dict[str, Option]] = {
    "token": {},
    "surrogate": {},
    "cipher": {},
    "mask": {
        "char": Option("*", lambda value: _text(value) and len(value) == 1, "one character"),
        "keep_first": Option(0, _whole(0, 64), "a number from 0 to 64"),
        "keep_last": Option(0, _whole(0, 64), "a number from 0 to 64"),
    },
    "redact": {"marker": Option("", _text, "a text, in which {type} stands for the entity type")},
    "hash": {"length": Option(16, _whole(8, 64), "a number from 8 to 64")},
    "generalize": {
        "to": Option("auto", _one_of(*GENERALIZATIONS), f"one of {', '.join(GENERALIZATIONS)}"),
        "step": Option(10, _whole(1, 1_000_000), "a number from 1 to 1000000"),
    },
    "keep": {},
    "drop": {"marker": Option("", _text, "a text")},
}
"""The options of each operator, by name."""


def check_options(operator: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of an operator, complete with defaults.

    Raises:
        PolicyError: an unknown option, or a value that it does not accept.
    """
    known = OPERATORS[operator]
    for name, value in options.items():
        if name not in known:
            names = ", ".join(known) or "none"
            raise PolicyError(f"unknown option {name!r} of {operator}; known: {names}")
        if not known[name].accepts(value):
            raise PolicyError(f"{operator}'s {name} must be {known[name].expected}")
    complete = {name: options.get(name, option.default) for name, option in known.items()}
    if operator == "mask" and complete["keep_first"] and complete["keep_last"]:
        raise PolicyError(
            "mask keeps the first or the last characters, not both: choose keep_first or keep_last"
        )
    return complete
