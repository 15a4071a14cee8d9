"""Leak rate and over-masking of our engine and of stock Presidio, side by side.

python -m benchmarks.leaks                  the untouched test split
python -m benchmarks.leaks --split dev      the split to work with
python -m benchmarks.leaks --split dev --show PERSON      what leaks, to find causes (dev only)
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import Engine, Feedanon, StockPresidio
from benchmarks.markup import Document, load
from benchmarks.scoring import Score, covered, leaks, overmasked_words, score


def table(scores: dict[str, Score]) -> str:
    """A Markdown table: one row a figure, one column an engine."""
    labels = sorted({label for s in scores.values() for label in s.entities}, key=_by_count(scores))
    rows: list[list[str]] = [["", *scores]]
    rows.append(["**leak rate %**", *(f"**{s.leak_rate:.1f}**" for s in scores.values())])
    rows.append(["95 % interval", *("{:.1f} - {:.1f}".format(*s.interval()) for s in scores.values())])
    rows.append(["**over-masked words %**", *(f"**{s.overmasking:.2f}**" for s in scores.values())])
    rows.append(["clean documents touched", *(f"{s.clean_touched}/{s.clean}" for s in scores.values())])
    for label in labels:
        count = next(iter(scores.values())).entities[label]
        rows.append([f"{label} ({count})", *(f"{s.label_rate(label):.1f}" for s in scores.values())])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---|" + "--:|" * len(scores))
    return "\n".join(lines)


def _by_count(scores: dict[str, Score]) -> object:
    first = next(iter(scores.values()))
    return lambda label: (-first.entities[label], label)


def show(documents: Sequence[Document], engine: Engine, wanted: str) -> None:
    """Prints what leaks (of one label, or ALL) or is over-masked (OVER), with its surroundings."""
    for document, spans in zip(documents, engine.masks([d.text for d in documents]), strict=True):
        cover = covered(document.text, spans)
        text = document.text
        if wanted == "OVER":
            for start, end in overmasked_words(document, cover)[1]:
                print(f"{document.name}\t{text[start:end]}\t…{text[max(0, start - 40) : end + 30]!r}…")
            continue
        for mark in document.entities:
            if wanted in (mark.label, "ALL") and leaks(mark, text, cover):
                around = text[max(0, mark.start - 40) : mark.end + 30]
                print(f"{document.name}\t{mark.label}\t{text[mark.start : mark.end]!r}\t…{around!r}…")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; returns the exit code, 1 when a `--limit` is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--alone", action="store_true", help="our engine only")
    parser.add_argument(
        "--model", default="feedanon", help="our engine with another model, or none: rules alone"
    )
    parser.add_argument(
        "--show", metavar="LABEL", help="list the leaks of a label, ALL, or OVER (dev split only)"
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--limit", type=float, metavar="PERCENT", help="fail when our leak rate is above")
    options = parser.parse_args(arguments)
    if options.show and options.split == "test":
        parser.error("the test split is measured, never looked at: use --split dev")
    documents = load(options.split)
    ours = Feedanon(None if options.model == "none" else options.model)
    if options.show:
        show(documents, ours, options.show)
        return 0
    engines: list[Engine] = [ours]
    if not options.alone:
        engines.append(StockPresidio())
    texts = [document.text for document in documents]
    scores = {engine.name: score(documents, engine.masks(texts)) for engine in engines}
    print(f"{len(documents)} documents of the {options.split} split\n\n{table(scores)}")
    if options.json:
        figures = {
            name: {"leak_rate": s.leak_rate, "overmasking": s.overmasking, "entities": s.entities.total()}
            for name, s in scores.items()
        }
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return int(options.limit is not None and scores[ours.name].leak_rate > options.limit)


if __name__ == "__main__":
    sys.exit(main())
