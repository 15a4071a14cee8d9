"""The encoding of a file: found by reading all of it, and kept to the byte.

French companies export UTF-8 (Excel: with a byte order mark), Windows-1252 (Excel's "CSV"), UTF-16
(Excel's "Unicode text"), and now and then what a Mac or a DOS program wrote long ago.
"""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from feedanon.errors import FormatError

CHUNK = 1 << 20
_SAMPLE = 1 << 18
_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = ("cp1252", "iso8859-15", "mac_roman", "cp850")
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’‘“”«»…–—€°²\xa0")
_ASCII = bytes(range(0x80))
_C1 = "feedanon-c1"


def _keep_c1(error: UnicodeError) -> tuple[str | bytes, int]:
    """Windows-1252 leaves five bytes undefined; they pass as the control characters of the same number.

    It is what browsers do (WHATWG Encoding Standard), and it makes every file come out as it went in.
    """
    if isinstance(error, UnicodeDecodeError):
        return "".join(map(chr, error.object[error.start : error.end])), error.end
    if isinstance(error, UnicodeEncodeError):
        chars = error.object[error.start : error.end]
        if all(0x80 <= ord(char) < 0xA0 for char in chars):
            return bytes(map(ord, chars)), error.end
    raise error


codecs.register_error(_C1, _keep_c1)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the characters of a file are written.

    Attributes:
        name: Python's name of the codec, without byte order mark.
        bom: the bytes of the byte order mark that stood first, or none.
        ascii: every byte was ASCII: the name is a guess that nothing contradicts.
    """

    name: str
    bom: bytes = b""
    ascii: bool = False

    @property
    def errors(self) -> str:
        """The codec error handler for reading and writing."""
        return _C1 if codecs.lookup(self.name).name == "cp1252" else "strict"

    def open(self, stream: BinaryIO) -> io.TextIOWrapper:
        """`stream`, at the first byte after the mark, as text whose line ends are left as they are."""
        return io.TextIOWrapper(stream, encoding=self.name, errors=self.errors, newline="")


def named(name: str, start: bytes) -> Encoding:
    """The encoding that a user asked for, with the byte order mark of `start` if it has one.

    Raises:
        FormatError: Python knows no such text encoding.
    """
    try:
        known = codecs.lookup(name)
        "a".encode(known.name)
    except (LookupError, TypeError, ValueError):
        raise FormatError(f"unknown encoding '{name}': try utf-8, cp1252, latin-1 or utf-16") from None
    wanted = known.name.removesuffix("-sig")
    for bom, codec in _BOMS:
        if start.startswith(bom) and codec.startswith(wanted):
            return Encoding(codec, bom)
    return Encoding("utf-16-le" if wanted == "utf-16" else "utf-32-le" if wanted == "utf-32" else wanted)


def detect(chunks: Iterable[bytes], *, whole: bool = True) -> Encoding:
    """The encoding of a file, from all of its bytes, in one pass and constant memory.

    Args:
        chunks: the bytes from the first on.
        whole: the chunks are all there is; else the last character may be cut.

    Raises:
        FormatError: it is no text, or nothing says in which encoding.
    """
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    high: Counter[int] = Counter()
    sample, nulls, first = bytearray(), 0, True
    for chunk in chunks:
        if first:
            first = False
            for bom, name in _BOMS:
                if chunk.startswith(bom):
                    return Encoding(name, bom)
            if (wide := _wide(chunk[:4096])) is not None:
                return wide
        nulls += chunk.count(0)
        upper = chunk.translate(None, _ASCII)
        high.update(upper)
        if upper and len(sample) < _SAMPLE:
            sample += chunk[:_SAMPLE]
        if utf8 is not None:
            try:
                utf8.decode(chunk)
            except UnicodeDecodeError:
                utf8 = None
    if nulls:
        raise FormatError("holds NUL bytes: is it a text file? If it is, give its encoding with --encoding")
    if utf8 is not None:
        try:
            utf8.decode(b"", final=whole)
        except UnicodeDecodeError:
            pass
        else:
            return Encoding("utf-8", ascii=not high)
    return _single_byte(high, bytes(sample))


def _wide(start: bytes) -> Encoding | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    half = len(start) // 2
    if half < 2:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return Encoding("utf-16-le")
    if even > 0.4 * half and odd < 0.05 * half:
        return Encoding("utf-16-be")
    return None


def _single_byte(high: Counter[int], sample: bytes) -> Encoding:
    """The Western code page in which the bytes above ASCII are the letters and signs of French."""
    best, best_share = "", 0.0
    for name in _WESTERN:
        table = bytes(range(0x80, 0x100)).decode(name, _C1 if name == "cp1252" else "replace")
        share = sum(n for byte, n in high.items() if table[byte - 0x80] in _FRENCH) / high.total()
        if share > best_share + 0.02:  # Windows-1252 wins a tie
            best, best_share = name, share
    if best_share >= 0.5:
        return Encoding(best)
    import charset_normalizer

    guess = charset_normalizer.from_bytes(sample).best()
    if guess is None:
        raise FormatError(
            "its encoding is not recognised: give it with --encoding, such as --encoding cp1252"
        )
    return Encoding(codecs.lookup(guess.encoding).name)


def detect_file(path: Path) -> Encoding:
    """The encoding of the file at `path`; see `detect`."""
    with path.open("rb") as stream:
        return detect(iter(lambda: stream.read(CHUNK), b""))


class Encoder:
    """Writes text in the encoding of the input, and never fails for want of a character.

    Args:
        encoding: how to write.
        escape: what to write for a character that the encoding lacks (JSON: `\\u....`); without it the
            nearest letters are written, and counted in `lost`.

    Attributes:
        lost: how many characters were replaced by something nearest.
    """

    def __init__(self, encoding: Encoding, escape: Callable[[str], str] | None = None) -> None:
        self._encoding = encoding
        self._escape = escape
        self.lost = 0

    def encode(self, text: str) -> bytes:
        """`text` in the encoding."""
        try:
            return text.encode(self._encoding.name, self._encoding.errors)
        except UnicodeEncodeError:
            return b"".join(map(self._encode_char, text))

    def _encode_char(self, char: str) -> bytes:
        name, errors = self._encoding.name, self._encoding.errors
        try:
            return char.encode(name, errors)
        except UnicodeEncodeError:
            if self._escape is not None:
                return self._escape(char).encode(name)
            self.lost += 1
            plain = unicodedata.normalize("NFKD", char).encode(name, "ignore")
            return plain or "?".encode(name)
