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
    r"\{(?:p(?P<person>\d)\.(?P<part>[a-zA-Z_]+)|(?P<place>city|postcode|street|way|spot)(?P<number>\d)"
    r"|(?P<word>phone_spoken|phone|email|iban|card|siren|siret|vat|plate|ip|url|order|customer|contract|parcel|pdl"
    r"|taxid|iddoc|imei|password|otp|reference|booking|doorcode|serial|pseudo|nir"
    r"|org|brand|product|date|amount|country|region))\}"
    r"|\[\[(?P<mark>\??[A-Z_]+)\|(?P<surface>(?:(?!\]\]).)*)\]\]",
    re.DOTALL,
)
_PLAIN_WORDS = frozenset({"org", "brand", "product", "date", "amount", "country", "region"})
PERSON_PARTS = frozenset(
    "full first last LAST initials nick spelled civ email email_spoken phone handle dob nir".split()
)
"""What a frame may ask of a person: `{p1.full}`, `{p1.email}` ..."""

_LIKE_A_SLOT = re.compile(r"\{[a-zA-Z][\w.]*\}")
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


def parse(text: str, source: str, file: str = "") -> list[Frame]:
    """The frames of one file.

    Args:
        text: blocks separated by lines that hold only ``%%%``.
        source: the file's name, kept with each frame.
        file: what errors call the file; `source` when empty.

    Raises:
        ValueError: a block has no ``# kind:`` line, no text, or a slot that nothing fills.
    """
    file = file or source
    frames = []
    for number, block in enumerate(re.split(r"(?m)^%%%[ \t]*$", text.replace("\r\n", "\n"))):
        if not block.strip():
            continue
        head, _, template = block.strip("\n").partition("\n")
        match = _HEAD.match(head)
        if match is None or not template.strip():
            raise ValueError(f"{file}: block {number + 1} needs a '# kind:' line and a text")
        for slot in _LIKE_A_SLOT.findall(template):
            if not _is_slot(slot):
                raise ValueError(
                    f"{file}: block {number + 1} has the unknown slot {slot}; training/frames/README.md lists them"
                )
        frames.append(Frame(source, match["kind"], template))
    return frames


def _is_slot(text: str) -> bool:
    match = SLOT.fullmatch(text)
    return match is not None and (match["part"] is None or match["part"] in PERSON_PARTS)


def read(folders: Iterable[Path]) -> list[Frame]:
    """Every frame of the ``.txt`` files of some folders, files in the order of their names.

    Raises:
        FileNotFoundError: a folder does not exist.
        ValueError: a folder holds no frame, a file is not UTF-8 or a block is wrong; see `parse`.
    """
    frames: list[Frame] = []
    for folder in folders:
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder}: no such folder; name one that holds .txt files of frames")
        found: list[Frame] = []
        for path in sorted(folder.glob("*.txt")):
            found.extend(parse(_text(path), path.stem, str(path)))
        if not found:
            raise ValueError(
                f"{folder}: holds no frame; put .txt files there, as training/frames/README.md describes them"
            )
        frames.extend(found)
    return frames


def marked(paths: Iterable[Path]) -> list[Frame]:
    """The marked texts of some files, as frames whose slots are all marks.

    Raises:
        FileNotFoundError: a file does not exist.
        ValueError: a file is not UTF-8 or a block is wrong; see `parse`.
    """
    return [frame for path in paths for frame in parse(_no_slots(_text(path)), path.stem, str(path))]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is not UTF-8; save it as UTF-8") from None


def _no_slots(text: str) -> str:
    """`text` in which braces are what their writer typed, and no slot."""
    return _LIKE_A_SLOT.sub(lambda match: "{ " + match[0][1:], text)


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
