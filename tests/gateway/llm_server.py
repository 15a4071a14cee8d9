"""An HTTP server that speaks as OpenAI and Anthropic do, and records every byte that reaches it."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from gateway.llm_answers import Answers, said_by_user

PSEUDONYM = re.compile(r"<[A-Z_]+_\d+[^>\s]*>")


class Recorder:
    """Reads on behalf of the handler and keeps a copy."""

    def __init__(self, source: Any, heard: list[bytes]) -> None:
        self._source = source
        self._heard = heard

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._heard.append(data)
        return bytes(data)

    def readline(self, size: int = -1) -> bytes:
        data = self._source.readline(size)
        self._heard.append(data)
        return bytes(data)

    def close(self) -> None:
        self._source.close()


class LlmServer(ThreadingHTTPServer):
    """The server. Set `say` to choose what it answers, `cut` for the size of streamed pieces.

    Attributes:
        heard: every byte, in pieces.
        bodies: parsed JSON bodies.
        files: uploaded files by id.
        fail: HTTP statuses to answer with before it works again.
        break_after: close the connection after so many streamed events.
        gzip: compress answers.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[bytes] = []
        self.bodies: list[Any] = []
        self.raw_bodies: list[bytes] = []
        self.paths: list[str] = []
        self.files: dict[str, bytes] = {}
        self.say: Callable[[Any], str] = lambda body: "Reçu : " + said_by_user(body)
        self.tool_arguments: Callable[[Any], list[str]] | None = None
        self.cut = 3
        self.fail: list[int] = []
        self.break_after: int | None = None
        self.gzip = False
        self.extra: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def all_bytes(self) -> bytes:
        return b"".join(self.heard)

    def start(self) -> LlmServer:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(Answers, BaseHTTPRequestHandler):
    server: LlmServer
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.rfile = Recorder(self.rfile, self.server.heard)  # type: ignore[assignment]

    def log_message(self, *_: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        path = self.path.split("?")[0]
        if path.endswith("/content"):
            self._bytes(self.server.files[path.split("/")[-2]], "application/octet-stream")
        elif path.endswith("/models"):
            self._json(
                {"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]}
            )
        else:
            self._json({"id": path.split("/")[-1], "object": "thing", "metadata": {}})

    do_DELETE = do_GET

    def do_POST(self) -> None:
        server = self.server
        server.paths.append(self.path)
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        server.raw_bodies.append(content)
        if server.fail:
            status = server.fail.pop(0)
            said = content.decode("utf-8", "replace")
            self._json(
                {"error": {"message": "failed on " + said, "type": "server_error", "code": "x"}}, status
            )
            return
        path = self.path.split("?")[0].rstrip("/")
        if path.endswith("/files"):
            self._upload(content)
            return
        body = json.loads(content or b"{}")
        server.bodies.append(body)
        for end, answer in (
            ("/chat/completions", self._chat),
            ("/responses", self._responses),
            ("/completions", self._completion),
            ("/messages", self._messages),
            ("/embeddings", self._embeddings),
            ("/moderations", self._moderations),
            ("/batches", self._batch),
        ):
            if path.endswith(end):
                answer(body)
                return
        self._json({"ok": True, "echo": said_by_user(body)})

    def _upload(self, content: bytes) -> None:
        key = f"file-{len(self.server.files)}"
        _, _, rest = content.partition(b'name="file"')
        self.server.files[key] = rest.partition(b"\r\n\r\n")[2].partition(b"\r\n--")[0]
        self._json(
            {
                "id": key,
                "object": "file",
                "bytes": len(content),
                "created_at": 1,
                "filename": "upload.jsonl",
                "purpose": "batch",
                "status": "processed",
            }
        )

    def _batch(self, body: Any) -> None:
        lines = []
        for line in self.server.files[body["input_file_id"]].decode().splitlines():
            request = json.loads(line)
            message = {"role": "assistant", "content": self.server.say(request["body"])}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            answer = {
                "id": "chatcmpl-b",
                "object": "chat.completion",
                "created": 1,
                "model": "m",
                "choices": [choice],
            }
            lines.append(
                {
                    "id": "batch_req_1",
                    "custom_id": request["custom_id"],
                    "response": {"status_code": 200, "request_id": "r", "body": answer},
                    "error": None,
                }
            )
        self.server.files["file-out"] = "\n".join(map(json.dumps, lines)).encode()
        self._json(
            {
                "id": "batch_1",
                "object": "batch",
                "endpoint": body["endpoint"],
                "completion_window": "24h",
                "created_at": 1,
                "input_file_id": body["input_file_id"],
                "output_file_id": "file-out",
                "status": "completed",
                "metadata": body.get("metadata"),
            }
        )

    def _json(self, value: Any, status: int = 200) -> None:
        self._bytes(json.dumps(value).encode(), "application/json", status)

    def _bytes(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("x-request-id", "req_1")
        if status >= 500:
            self.send_header("retry-after-ms", "1")
        if self.server.gzip:
            content = gzip.compress(content)
            self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _events(self, events: list[tuple[str, Any]], *, done: bool = False) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for number, (name, event) in enumerate(events):
            if number == self.server.break_after:
                self.connection.close()
                self.close_connection = True
                return
            data = (f"event: {name}\n" if name else "") + f"data: {json.dumps(event)}\n\n"
            self._chunk(data.encode())
        if done:
            self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
