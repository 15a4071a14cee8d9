"""Makes `feedanon/data/kept_names.txt` from the hand-written lists of names that stay.

python -m training.kept
"""

from __future__ import annotations

from pathlib import Path

LISTS = Path(__file__).parent / "lists"
TARGET = Path(__file__).parent.parent / "src" / "feedanon" / "data" / "kept_names.txt"
SOURCES = ("brands", "brands_more", "products", "figures", "figures_more", "characters", "landmarks")


def kept_names() -> list[str]:
    """The names of all lists, sorted, each once."""
    names: set[str] = set()
    for source in SOURCES:
        path = LISTS / f"{source}.txt"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            names.update(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return sorted(names)


def main() -> None:
    """Writes the file."""
    TARGET.write_text("\n".join(kept_names()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
