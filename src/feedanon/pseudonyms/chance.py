"""Chance that can be repeated: the same key and the same record always draw the same."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")
_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"  # no I, O, U: French plates and many codes leave them out


class Chance:
    """Draws for one record.

    Args:
        key: a secret, so that nobody else can draw the same.
        seed: names the record and the attempt.
    """

    def __init__(self, key: bytes, *seed: object) -> None:
        digest = hashlib.blake2b(repr(seed).encode("utf-8", "backslashreplace"), key=key[:64], digest_size=16)
        self.random = random.Random(int.from_bytes(digest.digest(), "big"))

    def one_of(self, choices: Sequence[_T]) -> _T:
        """One of `choices`."""
        return choices[self.random.randrange(len(choices))]

    def digits(self, count: int) -> str:
        """`count` digits."""
        return "".join(self.random.choices("0123456789", k=count))

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return self.random.randint(low, high)

    def letter(self) -> str:
        """A capital letter."""
        return self.one_of(_LETTERS)
