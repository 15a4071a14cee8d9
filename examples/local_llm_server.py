"""A tiny server that speaks as OpenAI does, so that the examples run without any network.

    python examples/local_llm_server.py 8080
    OPENAI_BASE_URL=http://127.0.0.1:8080/v1 python examples/openai_feedback.py

It is no language model: it sorts the sentences that it is given by theme, with a few words for each, and
copies one of each theme. Like a model it sees only what is sent to it, and repeats pseudonyms.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

THEMES = {
    "Livraison": r"livr|colis|transporteur|retard|reçu",
    "Service client": r"conseil|service|appel|accueil|répon|aimable|vendeu",
    "Prix et facturation": r"prix|factur|rembours|prélèv|tarif|cher\b|payé",
    "Produit": r"produit|qualité|panne|cass|article|compteur|contrat",
}


class LocalLlm(ThreadingHTTPServer):
    """The server. `seen` keeps the bodies that it received."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.seen: list[dict[str, Any]] = []

    @property
    def base_url(self) -> str:
        """What to give an OpenAI client as `base_url`."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def start(self) -> LocalLlm:
        """Serves in the background."""
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self


def summary(text: str) -> str:
    """A summary per theme of the lines of a text."""
    lines = [line.lstrip("- ").strip() for line in text.splitlines() if line.lstrip().startswith("-")]
    parts = []
    for theme, words in THEMES.items():
        about = [line for line in lines if re.search(words, line, re.IGNORECASE)]
        if about:
            parts.append(f"{theme} : {len(about)} avis. Exemple : « {about[0]} »")
    return "\n".join(parts) or "Aucun thème."


class _Handler(BaseHTTPRequestHandler):
    server: LocalLlm

    def log_message(self, *_: object) -> None:
        """Silent."""

    def do_POST(self) -> None:
        """Answers `/v1/chat/completions`, as a stream when asked to."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.seen.append(body)
        if not self.path.endswith("/chat/completions"):
            self.send_error(404)
            return
        text = summary(str(body["messages"][-1]["content"]))
        answer = {"id": f"chatcmpl-{len(self.server.seen)}", "created": 0, "model": body["model"]}
        self.send_response(200)
        if not body.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            content = json.dumps({**answer, "object": "chat.completion", "choices": [choice]}).encode()
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for start in range(0, len(text), 4):
            delta = {"index": 0, "delta": {"content": text[start : start + 4]}, "finish_reason": None}
            event = {**answer, "object": "chat.completion.chunk", "choices": [delta]}
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
        self.wfile.write(b"data: [DONE]\n\n")


if __name__ == "__main__":
    given = LocalLlm(int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
    print(f"OPENAI_BASE_URL={given.base_url}")
    given.serve_forever()
