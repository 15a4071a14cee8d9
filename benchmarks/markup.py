"""The marked texts of `data/`: `[[LABEL|surface]]` is personal, `[[?LABEL|surface]]` may go either way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
_MARK = re.compile(r"\[\[(\??)([A-Z_]+)\|(.*?)\]\]", re.DOTALL)
_HEADER = re.compile(r"# kind: (\w+) \| sector: (.*)")


@dataclass(frozen=True)
class Mark:
    """A marked span of a document's text."""

    label: str
    start: int
    end: int
    neutral: bool


@dataclass(frozen=True)
class Document:
    """A text and what is marked in it.

    Attributes:
        name: file and number of the block, for listings.
        kind: nps, review, survey, email, ticket, form, chat, call, interview or thread.
        text: without markup.
        marks: in the order of the text.
    """

    name: str
    kind: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def entities(self) -> list[Mark]:
        """The marks that count."""
        return [mark for mark in self.marks if not mark.neutral]


def parse(source: str, name: str) -> Iterator[Document]:
    """The documents of one file.

    Raises:
        ValueError: a block without its header line.
    """
    for number, block in enumerate(re.split(r"^%%%\n?", source, flags=re.MULTILINE), 1):
        if not block.strip():
            continue
        header, _, body = block.partition("\n")
        match = _HEADER.fullmatch(header.strip())
        if match is None:
            raise ValueError(f"{name}: block {number} does not begin with '# kind: ... | sector: ...'")
        body = body.rstrip("\n")
        pieces: list[str] = []
        marks: list[Mark] = []
        length = position = 0
        for found in _MARK.finditer(body):
            before = body[position : found.start()]
            surface = found.group(3)
            length += len(before)
            pieces += [before, surface]
            marks.append(Mark(found.group(2), length, length + len(surface), bool(found.group(1))))
            length += len(surface)
            position = found.end()
        pieces.append(body[position:])
        yield Document(f"{name}:{number}", match.group(1), "".join(pieces), tuple(marks))


def load(split: str, folder: Path = DATA) -> list[Document]:
    """The documents of one split.

    Args:
        split: `dev`, to look at, or `test`, to measure and never to look at.
        folder: where the files `*.<split>.txt` are.
    """
    paths = sorted(folder.glob(f"*.{split}.txt"))
    return [doc for path in paths for doc in parse(path.read_text(encoding="utf-8"), path.name)]
