"""Asks an LLM for a summary of customer feedback per theme; nothing personal leaves the machine.

    python examples/openai_feedback.py

The server is the one that OPENAI_BASE_URL names; without it, a small one is started on this machine, so
that the example runs offline. Prints the restored answer and what was really sent.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

from local_llm_server import LocalLlm

from feedanon import Anonymizer
from feedanon.gateway import OutgoingRequest
from feedanon.openai import OpenAI

AVIS = Path(__file__).with_name("avis.csv")


def comments() -> list[str]:
    """What the customers wrote, one line each. The file is as Excel saves it in France."""
    with AVIS.open(encoding="windows-1252", newline="") as file:
        return [" ".join(row["commentaire"].split()) for row in csv.DictReader(file, delimiter=";")]


def main() -> None:
    """Runs the example."""
    base_url = os.environ.get("OPENAI_BASE_URL") or LocalLlm().start().base_url
    sent: list[str] = []

    def look(request: OutgoingRequest) -> None:
        if request.body is not None:
            sent.append(request.body["messages"][-1]["content"])

    client = OpenAI(
        base_url=base_url,
        api_key=os.environ.get("OPENAI_API_KEY", "local"),
        anonymizer=Anonymizer(),
        before_send=look,
        note="fr",
    )
    feedback = "\n".join(f"- {comment}" for comment in comments()[:40])
    answer = client.chat.completions.create(
        model=os.environ.get("OPENAI_MODEL", "gpt-4o-mini"),
        messages=[{"role": "user", "content": "Résume ces avis par thème, avec un exemple :\n" + feedback}],
    )
    report = client.feedanon.report(answer)
    print("=== Ce qui est parti ===")
    print(sent[0])
    print("\n=== La réponse, rétablie ===")
    print(answer.choices[0].message.content)
    if report is not None:
        print("\n=== Bilan ===")
        print("masqué :", dict(report.masked))
        print(f"rétabli : {report.restored.total()}, inventé : {report.invented.total()}")


if __name__ == "__main__":
    main()
