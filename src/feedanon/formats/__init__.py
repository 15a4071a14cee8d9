"""Files in and out, nothing but the personal data changed.

A `Source` gives the records of a file; `pipeline` takes them through an `Anonymizer`; an `OutFile` puts
the result in its place. A format is one module with one `Source`.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, BytesIO, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from feedanon.errors import FormatError
from feedanon.formats import encodings
from feedanon.formats.encodings import Encoder, Encoding
from feedanon.formats.records import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

EXTENSIONS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""The format of a file by its extension."""

FORMATS = tuple(dict.fromkeys(EXTENSIONS.values()))
_PEEK = 1 << 20
_CHUNK = 1 << 16


def format_of(path: Path | None, given: str | None = None) -> str:
    """The format of a file.

    Args:
        path: the file, None for standard input.
        given: what the user says.

    Raises:
        FormatError: nothing says what it is.
    """
    known = ", ".join(FORMATS)
    if given is not None:
        if given not in FORMATS:
            raise FormatError(f"unknown format '{given}': the formats are {known}")
        return given
    if path is None:
        return "text"
    found = EXTENSIONS.get(path.suffix.lower())
    if found is None:
        raise FormatError(f"{path}: unknown extension '{path.suffix}': say what it is with --format {known}")
    return found


@dataclass
class Input:
    """An open file.

    Attributes:
        source: its records.
        encoding: how it is written.
        position: how many bytes were read so far.
        size: how many there are, None when nobody knows.
    """

    source: Source
    encoding: Encoding
    position: Callable[[], int]
    size: int | None

    def encoder(self) -> Encoder:
        """Writes in the encoding of the input."""
        return Encoder(self.encoding, _json_escape if self.source.escapes_json else None)


@contextlib.contextmanager
def open_input(
    path: Path | None,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    ascii_as: Encoding | None = None,
) -> Iterator[Input]:
    """Opens a file, or standard input, for reading once.

    Args:
        path: the file, None for standard input.
        kind: its format; None goes by its extension.
        encoding: the name of its encoding; None finds it.
        delimiter: the separator of a CSV file; None finds it.
        header: whether a CSV file has a header; None finds out.
        ascii_as: the encoding to write in when the file itself holds ASCII only.

    Raises:
        FormatError: the format or encoding is unknown or does not fit.
        OSError: it cannot be read.
    """
    form = format_of(path, kind)
    with contextlib.ExitStack() as stack:
        if path is None:
            start = sys.stdin.buffer.read(_PEEK)
            stream: BinaryIO = BufferedReader(_Joined(start, sys.stdin.buffer))
            size = None
        else:
            stream = stack.enter_context(path.open("rb"))
            start = stream.read(4)
            size = path.stat().st_size
        try:
            if encoding is not None:
                found = encodings.named(encoding, start)
            elif path is None:
                found = encodings.detect([start], whole=len(start) < _PEEK)
            else:
                found = encodings.detect_file(path)
        except FormatError as error:
            raise FormatError(f"{path or 'standard input'}: {error}") from None
        if found.ascii and ascii_as is not None and not found.bom:
            found = ascii_as
        if path is not None:
            stream.seek(len(found.bom))
        else:
            stream.read(len(found.bom))
        text = stack.enter_context(found.open(stream))
        try:
            yield Input(_source(text, form, found, delimiter, header), found, stream.tell, size)
        except UnicodeDecodeError:  # its own message shows the bytes
            raise FormatError(
                f"{path or 'standard input'}: not all of it is {found.name}: give its encoding with --encoding, "
                "such as --encoding cp1252"
            ) from None


def _source(
    text: TextIOWrapper, form: str, encoding: Encoding, delimiter: str | None, header: bool | None
) -> Source:
    if form in ("csv", "tsv"):
        from feedanon.formats.csv_file import CsvSource

        return CsvSource(text, delimiter or ("\t" if form == "tsv" else None), header)
    if form in ("json", "jsonl"):
        from feedanon.formats.json_file import JsonSource

        return JsonSource(text if form == "jsonl" else _chunks(text), lines=form == "jsonl")
    from feedanon.formats.text_file import TextSource

    return TextSource(_chunks(text))


def _chunks(text: TextIOWrapper) -> Iterator[str]:
    return iter(partial(text.read, _CHUNK), "")


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1]


class _Joined(RawIOBase):
    """What was read from a stream already, then the rest of it; closing leaves the stream open."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = BytesIO(start)
        self._rest = rest
        self._count = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._count

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._start.read(len(view)) or self._rest.read(len(view))
        view[: len(data)] = data
        self._count += len(data)
        return len(data)
