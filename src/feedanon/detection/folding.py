"""Views of a text in which rules are easy to write, with exact ways back to the original offsets.

Customers type no-break spaces, curly quotes, decomposed accents, full-width digits, zero-width
characters. Recognizers see none of that: they read a `TextView`, and offsets found there are
translated back once, at the end.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

# Characters that make a view shorter than the original: combining marks (composed with their base)
# and characters that nobody sees. Everything else is folded one to one.
_UNALIGNED = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u2060\u2061\u2062\u2063\u2064\ufeff") | {
    chr(c) for c in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_MARKS_THAT_COMPOSE = 4
_QUOTES = frozenset("’‘‛ʼʻ′´`＇")
_DASHES = frozenset("‐‑‒–—―−﹘﹣－")
_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[0-9]")
_DIGIT_RUN = re.compile(r"[0-9](?:[^a-z0-9]{0,4}[0-9])*")


class _CleanTable(dict[int, str]):
    """One-to-one clean-up for `str.translate`: case and accents stay, typography goes."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _QUOTES:
            clean = "'"
        elif char in _DASHES:
            clean = "-"
        elif code > 0x7F and char.isspace() and char not in "\x85\u2028\u2029":
            clean = " "
        elif 0xFF01 <= code <= 0xFF5E:
            clean = chr(code - 0xFEE0)
        elif char.isdecimal():
            clean = str(unicodedata.decimal(char))
        else:
            clean = char
        self[code] = clean
        return clean


class _PlainTable(dict[int, str]):
    """One-to-one: lower case without accents; a letter that would need two stays as it is."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0]
        lower = base.lower()
        plain = lower if len(lower) == 1 else char
        self[code] = plain
        return plain


_CLEAN = _CleanTable()
_PLAIN = _PlainTable()


_WESTERN = "cp1252"


def _byte_tables() -> tuple[bytes, bytes]:
    """`_CLEAN`, and `_CLEAN` followed by `_PLAIN`, over the bytes of Western Europe."""
    clean, plain = bytearray(range(256)), bytearray(range(256))
    for code in range(256):
        try:
            tidy = bytes([code]).decode(_WESTERN).translate(_CLEAN)
        except UnicodeDecodeError:
            continue  # one of five bytes that stand for nothing
        clean[code] = tidy.encode(_WESTERN)[0]
        plain[code] = tidy.translate(_PLAIN).encode(_WESTERN)[0]
    return bytes(clean), bytes(plain)


_CLEAN_BYTES, _PLAIN_BYTES = _byte_tables()


def fold(text: str) -> str:
    """`text` in lower case, without accents or fancy typography, character for character.

    Args:
        text: any string; combining marks and invisible characters are left where they are.

    Returns:
        A string of the same length.
    """
    return text.lower() if text.isascii() else text.translate(_CLEAN).translate(_PLAIN)


class TextView:
    """A text as recognizers read it.

    Attributes:
        original: the text as it was given.
        text: composed (NFC), without invisible characters, with plain spaces, quotes, dashes and digits;
            case and accents as written.
        plain: `text` in lower case and without accents; the same length as `text`.
    """

    __slots__ = ("__dict__", "_ends", "_starts", "original", "plain", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self._starts: list[int] | None = None
        self._ends: list[int] | None = None
        if original.isascii() and "`" not in original:  # the one ASCII sign that is cleaned
            self.text = original
            self.plain = original.lower()
            return
        compact = original
        if _UNALIGNED.search(original):
            compact, self._starts, self._ends = _compose(original)
        try:
            raw = compact.encode(_WESTERN)
        except UnicodeEncodeError:
            self.text = compact.translate(_CLEAN)
            self.plain = self.text.translate(_PLAIN)
            return
        # Nearly all French texts: a table of 256 bytes is ten times as fast as one of characters.
        clean = raw.translate(_CLEAN_BYTES)
        self.text = compact if clean == raw else clean.decode(_WESTERN)
        self.plain = raw.translate(_PLAIN_BYTES).decode(_WESTERN)

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct runs of unaccented letters of `plain`."""
        return frozenset(self.word_list)

    @cached_property
    def word_list(self) -> list[str]:
        """The runs of unaccented letters of `plain`, in its order."""
        return _WORD.findall(self.plain)

    @cached_property
    def digits(self) -> int:
        """How many digits the text holds."""
        return sum(map(self.plain.count, "0123456789"))

    @cached_property
    def longest_run(self) -> int:
        """The most digits that follow each other with no letter and at most four other characters between."""
        if self.digits < 2:
            return self.digits
        return max(map(len, map(_DIGIT.findall, _DIGIT_RUN.findall(self.plain))))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `original`, marks and invisible characters included.

        Args:
            start: first index in the view, `0 <= start < end`.
            end: index after the last one, `end <= len(view.text)`.

        Returns:
            The span in `original`.
        """
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]


def _compose(text: str) -> tuple[str, list[int], list[int]]:
    """`text` composed and without invisible characters, and each character's span in `text`."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    index, length = 0, len(text)
    while index < length:
        start = index
        cluster = text[index]
        index += 1
        if cluster in _INVISIBLE:
            continue
        while index < length and (unicodedata.combining(text[index]) or text[index] in _INVISIBLE):
            # A few marks are an accented letter; a thousand are an attack on the normalisation below.
            if len(cluster) < _MARKS_THAT_COMPOSE and text[index] not in _INVISIBLE:
                cluster += text[index]
            index += 1
        # Marks that do not compose with their base are dropped: rules look for letters and digits.
        composed = unicodedata.normalize("NFC", cluster)[0]
        characters.append(composed)
        starts.append(start)
        ends.append(index)
    return "".join(characters), starts, ends
