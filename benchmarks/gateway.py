"""What the gate costs: per request, per streamed chunk, and over many requests.

    python benchmarks/gateway.py [--model none] [--requests 10000] [--json out.json]

The official client talks to a transport in the same process, with and without the gate, so that what is
measured is the gate and not a network. Times are CPU times: what else the machine does leaves them alone.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import openai

from feedanon.anonymizer import Anonymizer
from feedanon.gateway.transports import library_of
from feedanon.openai import OpenAI

MESSAGE = (
    "Bonjour, je suis Mme Sophie Martin, cliente depuis 2019 sous le numéro client 4521879. Ma commande du "
    "12 mars n'est toujours pas arrivée alors que vous m'aviez promis une livraison en 48 heures. J'ai appelé "
    "trois fois votre service, M. Karim Benali m'a dit de patienter, puis plus rien. Vous pouvez me joindre au "
    "06 12 34 56 78 ou à sophie.martin@exemple.fr. J'habite 12 rue des Lilas, 69003 Lyon. "
)
MESSAGE = (MESSAGE * 3)[:1000]
CHUNKS = 200


def transport_of(library: Any) -> Any:
    """A transport that answers at once, streams included, with what it was asked."""

    def answer(request: Any) -> Any:
        body = json.loads(request.content)
        base = {"id": "chatcmpl-1", "created": 1, "model": "m"}
        if not body.get("stream"):
            message = {"role": "assistant", "content": body["messages"][-1]["content"]}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return library.Response(200, json={**base, "object": "chat.completion", "choices": [choice]})
        text = body["messages"][-1]["content"]
        size = max(1, len(text) // CHUNKS)
        pieces = [text[start : start + size] for start in range(0, len(text), size)]

        def events() -> Iterator[bytes]:
            for piece in pieces:
                choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
                event = {**base, "object": "chat.completion.chunk", "choices": [choice]}
                yield b"data: " + json.dumps(event).encode() + b"\n\n"
            yield b"data: [DONE]\n\n"

        return library.Response(200, headers={"content-type": "text/event-stream"}, content=events())

    return library.MockTransport(answer)


def clients(anonymizer: Anonymizer) -> tuple[Any, Any]:
    """The official client, and the same behind the gate."""
    library = library_of(openai.DefaultHttpxClient)
    options: dict[str, Any] = {"api_key": "k", "base_url": "http://llm.invalid/v1"}
    plain = openai.OpenAI(http_client=library.Client(transport=transport_of(library)), **options)
    gated = OpenAI(
        http_client=library.Client(transport=transport_of(library)), anonymizer=anonymizer, **options
    )
    return plain, gated


def ask(client: Any, text: str, stream: bool) -> int:
    """One request, read to its end; gives how many chunks came."""
    answer = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": text}], stream=stream
    )
    return sum(1 for _ in answer) if stream else 1


def timed(work: Callable[[int], int], rounds: int) -> tuple[list[float], int]:
    """Milliseconds of each round, and the units of work of the last."""
    times, units = [], 1
    for number in range(rounds):
        start = time.process_time()
        units = work(number)
        times.append((time.process_time() - start) * 1000)
    return times, units


def memory() -> float:
    """The most memory that this process has used, in MB; 0 on Windows, which does not tell it this way."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure(model: str | None, requests: int, rounds: int) -> dict[str, float]:
    """All figures."""
    anonymizer = Anonymizer(model=model)
    plain, gated = clients(anonymizer)
    for stream in (False, True):
        ask(gated, MESSAGE, stream)
        ask(plain, MESSAGE, stream)
    figures: dict[str, float] = {}
    session = anonymizer.session("alone")
    without, with_gate, alone = [], [], []
    for _ in range(rounds):  # in turns, so that a busy machine slows all three
        without += timed(lambda n: ask(plain, MESSAGE, False), 1)[0]
        with_gate += timed(lambda n: ask(gated, MESSAGE, False), 1)[0]
        alone += timed(lambda n: len(session.anonymize(MESSAGE).text), 1)[0]
    figures["request_without_ms"] = statistics.median(without)
    figures["request_with_ms"] = statistics.median(with_gate)
    figures["request_with_p95_ms"] = statistics.quantiles(with_gate, n=20)[-1]
    figures["request_added_ms"] = figures["request_with_ms"] - figures["request_without_ms"]
    figures["anonymize_alone_ms"] = statistics.median(alone)
    figures["gate_itself_ms"] = figures["request_added_ms"] - figures["anonymize_alone_ms"]
    stream_without, chunks = timed(lambda n: ask(plain, MESSAGE, True), rounds)
    stream_with, chunks_with = timed(lambda n: ask(gated, MESSAGE, True), rounds)
    added = statistics.median(stream_with) - statistics.median(stream_without) - figures["request_added_ms"]
    figures["chunks"] = chunks_with
    figures["chunk_added_ms"] = max(added, 0.0) / chunks
    gc.collect()
    before = memory()
    short = "Mme Sophie Martin, 06 12 34 56 78, dossier suivi."
    many, control = [], []
    for _ in range(requests):
        many += timed(lambda n: ask(gated, short, False), 1)[0]
        control += timed(lambda n: ask(plain, short, False), 1)[0]
    tenth = max(1, requests // 10)
    figures["first_tenth_added_ms"] = statistics.median(many[:tenth]) - statistics.median(control[:tenth])
    figures["last_tenth_added_ms"] = statistics.median(many[-tenth:]) - statistics.median(control[-tenth:])
    figures["memory_growth_mb"] = memory() - before
    return figures


def main() -> None:
    """Prints the figures, and writes them when asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="feedanon", help="as for Anonymizer; `none` for rules alone")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", help="file to write the figures to")
    given = parser.parse_args()
    figures = measure(None if given.model == "none" else given.model, given.requests, given.rounds)
    print(f"message of {len(MESSAGE)} characters, openai {openai.__version__}, model {given.model}")
    for name, value in figures.items():
        print(f"{name:>22}  {value:10.3f}")
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(figures, file, indent=2)


if __name__ == "__main__":
    main()
