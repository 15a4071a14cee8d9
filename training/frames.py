"""Frames: hand-written feedback texts in which every personal detail is a slot.

The format stands in ``training/frames/README.md``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SLOT = re.compile(
    r"\{(?:p(?P<person>\d)\.(?P<part>[a-zA-Z_]+)|(?P<place>city|postcode|street)(?P<number>\d)"
    r"|(?P<word>phone_spoken|phone|email|iban|card|siren|siret|vat|plate|ip|url|order|customer|contract|parcel|pdl"
    r"|taxid|iddoc|imei|password|otp|org|brand|product|date|amount|country|region))\}"
)
_PLAIN_WORDS = frozenset({"org", "brand", "product", "date", "amount", "country", "region"})
_HEAD = re.compile(r"#\s*kind:\s*(?P<kind>\w+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """One text with slots: where it comes from, its kind, its template."""

    source: str
    kind: str
    template: str

    @property
    def personal(self) -> bool:
        """Whether a slot holds something that must be masked."""
        return any(match["word"] not in _PLAIN_WORDS for match in SLOT.finditer(self.template))

    def plain(self) -> str:
        """The text without its slots."""
        return SLOT.sub(" ", self.template)


def parse(text: str, source: str) -> list[Frame]:
    """The frames of one file.

    Args:
        text: blocks separated by lines that hold only ``%%%``.
        source: the file's name, kept with each frame.

    Raises:
        ValueError: a block has no ``# kind:`` line or no text.
    """
    frames = []
    for number, block in enumerate(re.split(r"(?m)^%%%[ \t]*$", text.replace("\r\n", "\n"))):
        if not block.strip():
            continue
        head, _, template = block.strip("\n").partition("\n")
        match = _HEAD.match(head)
        if match is None or not template.strip():
            raise ValueError(f"{source}: block {number + 1} needs a '# kind:' line and a text")
        frames.append(Frame(source, match["kind"], template))
    return frames


def read(folders: Iterable[Path]) -> list[Frame]:
    """Every frame of the ``.txt`` files of some folders, files in the order of their names."""
    frames: list[Frame] = []
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            frames.extend(parse(path.read_text(encoding="utf-8"), path.stem))
    return frames


def split(frames: list[Frame], seed: int, share: float = 0.1) -> tuple[list[Frame], list[Frame]]:
    """Part the frames into training and validation, the same share of each file.

    A frame goes wholly to one side, so that no filling of a validation frame is ever trained on.
    """
    by_source: dict[str, list[Frame]] = {}
    for frame in frames:
        by_source.setdefault(frame.source, []).append(frame)
    train: list[Frame] = []
    held: list[Frame] = []
    for source in sorted(by_source):
        members = list(by_source[source])
        random.Random(f"{seed}-{source}").shuffle(members)
        cut = round(len(members) * share)
        held.extend(members[:cut])
        train.extend(members[cut:])
    return train, held
