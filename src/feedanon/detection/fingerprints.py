"""Words as sorted 32-bit fingerprints: a million of them in 4 MB, found in a microsecond."""

from __future__ import annotations

import zlib
from bisect import bisect_left

import numpy as np

_BITS = 32


def fingerprint(key: str, start: int = 0) -> int:
    """The 32 bits that stand for a word.

    Args:
        key: a word in its plain form.
        start: the fingerprint of the words before it.
    """
    return zlib.crc32(key.encode("utf-8", "surrogatepass"), start)


class Fingerprints:
    """Sorted fingerprints, searched by halving what begins with the same bits.

    Halving the whole array would read twenty places of it for each new word, most of them outside the
    processor's caches; here it is a few, side by side.

    Args:
        values: ``uint32`` in ascending order; doubles are allowed.
    """

    def __init__(self, values: np.ndarray) -> None:
        values = np.ascontiguousarray(values, dtype=np.uint32)
        head_bits = max(1, len(values).bit_length() - 3)
        heads = np.arange(1 << head_bits, dtype=np.uint32) << np.uint32(_BITS - head_bits)
        starts = np.append(np.searchsorted(values, heads), len(values))
        self._values = values.data
        self._starts = starts.astype(np.uint32).data
        self._shift = _BITS - head_bits

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: int) -> int:
        value: int = self._values[place]
        return value

    def place(self, wanted: int) -> int:
        """Where `wanted` stands first; -1 when it does not."""
        head = wanted >> self._shift
        end = self._starts[head + 1]
        place = bisect_left(self._values, wanted, self._starts[head], end)
        return place if place < end and self._values[place] == wanted else -1

    def __contains__(self, wanted: int) -> bool:
        return self.place(wanted) >= 0
