"""When two texts count as the same in a vault: letter case, width and spacing set aside."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The form of `text` under which a session compares values and pseudonyms.

    Unicode compatibility forms, letter case and runs of white space are set aside, accents are not:
    `MARTIN  Léa` and `Martin Léa` are equal, `Martin Lea` is another value.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
