"""Makes `feedanon/data/kept_names.txt` from the hand-written lists of names that stay.

python -m training.kept
"""

from __future__ import annotations

from pathlib import Path

from training import gazetteers

TARGET = Path(__file__).parent.parent / "src" / "feedanon" / "data" / "kept_names.txt"


def kept_names() -> list[str]:
    """The names of all lists, sorted, each once."""
    return sorted({name for source in gazetteers.KEPT for name in gazetteers.lines(source)})


def main() -> None:
    """Writes the file."""
    TARGET.write_text("\n".join(kept_names()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
