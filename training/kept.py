"""Makes `feedanon/data/kept_names.txt` from the hand-written lists of names that stay.

python -m training.kept
"""

from __future__ import annotations

import re
from pathlib import Path

from feedanon.detection import lexicon as lx
from feedanon.detection.folding import fold
from training import gazetteers

_WORD = re.compile(r"[^\W_]+")
_ALSO_PEOPLE = lx.FREQUENT_FIRST_NAME | lx.FREQUENT_SURNAME
TARGET = Path(__file__).parent.parent / "src" / "feedanon" / "data" / "kept_names.txt"


def kept_names() -> list[str]:
    """The names of all lists and the lands, folded, sorted, each once.

    One word that many people bear (Leclerc, Lydia) does not decide alone and is left out.
    """
    lexicon = lx.Lexicon.load()
    names = {
        tuple(_WORD.findall(fold(name)))
        for source in (*gazetteers.KEPT, "lands")
        for name in gazetteers.lines(source)
    }
    return sorted(
        " ".join(words)
        for words in names
        if len(words) > 1 or (words and not lexicon.flags(words[0]) & _ALSO_PEOPLE)
    )


def main() -> None:
    """Writes the file."""
    TARGET.write_text("\n".join(kept_names()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
