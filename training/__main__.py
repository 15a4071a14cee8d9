"""``python -m training``: makes, evaluates and packages the language model and the lexicon."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# One core, and the same sums on every machine: threads of the linear algebra would change their order.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")

from feedanon.detection import name_model  # noqa: E402
from training import corpus, evaluate, frames, lexicon, train  # noqa: E402
from training.frames import Frame  # noqa: E402
from training.network import Sizes  # noqa: E402

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "feedanon" / "data"
TEXTS = HERE.parent / "benchmarks" / "data"
DEFAULT_THRESHOLD = 0.4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives back the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        found = frames.read([HERE / "frames", *options.frames])
        if options.command != "lexicon":  # which counts the words of frames alone
            found += frames.marked(options.texts)
    except (FileNotFoundError, ValueError) as error:
        parser.error(str(error))  # exit code 2
    if options.command == "lexicon":
        print(f"{lexicon.make(options.out, found)} words in {options.out}")
        return 0
    learn, held = frames.split(found, options.seed)
    if options.command == "make":
        sizes = Sizes(width=options.width, dilations=tuple(map(int, options.dilations.split(","))))
        plan = train.Plan(
            epochs=options.epochs, sizes=sizes, use_flags=not options.without_flags, seed=options.seed
        )
        train.train(learn, plan).to_disk(options.out)
        print(f"model in {options.out}")
    report = _report(options.out, held, options.marked, options.threshold)
    print("\n".join(report))
    if options.mistakes:
        nlp = name_model.load(options.out)
        texts = evaluate.from_frames(held, "val", noisy=True) + evaluate.read_marked(options.marked)
        options.mistakes.write_text(
            "\n".join(evaluate.mistakes(nlp, texts, options.threshold, corpus.TYPES)), encoding="utf-8"
        )
    return 0


def _report(model: Path, held: list[Frame], marked: Sequence[Path], threshold: float) -> list[str]:
    nlp = name_model.load(model)
    texts = evaluate.from_frames(held, "val", noisy=True)
    labels = [label for label in corpus.TYPES if label != "ORGANIZATION"]
    lines = evaluate.curve(nlp, texts, labels, "held-out frames, held-out names, all noises")
    lines += evaluate.by_noise(nlp, held, threshold)
    if marked:
        lines += evaluate.curve(nlp, evaluate.read_marked(marked), labels, "marked texts")
    lines.append(evaluate.speed(nlp, texts))
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about, out in (
        ("make", "train, evaluate and package the model", DATA / "model"),
        ("evaluate", "measure a model on the held-out frames and on marked texts", DATA / "model"),
        ("lexicon", "make the lexicon from the public lists", DATA),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("--frames", type=Path, nargs="*", default=[], help="folders with more frames")
        command.add_argument("--out", type=Path, default=out, help="folder of the model or the lexicon")
        command.add_argument("--seed", type=int, default=0)
        if name == "lexicon":
            continue
        command.add_argument(
            "--texts",
            type=Path,
            nargs="*",
            default=sorted(TEXTS.glob("*.dev.txt")),
            help="marked texts to learn from",
        )
        command.add_argument(
            "--marked", type=Path, nargs="*", default=[], help="files of texts with [[LABEL|...]]"
        )
        command.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD)
        command.add_argument("--mistakes", type=Path, help="write each leak and false alarm to this file")
        if name == "make":
            command.add_argument("--epochs", type=int, default=train.Plan().epochs)
            command.add_argument("--width", type=int, default=Sizes().width)
            command.add_argument("--dilations", default=",".join(map(str, Sizes().dilations)))
            command.add_argument("--without-flags", action="store_true", help="for ablation")
    return parser


if __name__ == "__main__":
    sys.exit(main())
