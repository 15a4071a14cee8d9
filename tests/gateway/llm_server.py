"""An HTTP server that speaks as OpenAI and Anthropic do, and records every byte that reaches it."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

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


def said_by_user(body: Any) -> str:
    """All the text that a request holds for the model."""
    for key in ("messages", "input", "prompt"):
        if key in body:
            value = body[key]
            last = value[-1] if isinstance(value, list) and value else value
            return " ".join(_texts(last))
    return ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key in ("content", "text", "output", "arguments"):
            yield from _texts(value.get(key))


class Handler(BaseHTTPRequestHandler):
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

    def _pieces(self, text: str) -> list[str]:
        cut = self.server.cut
        return [text[start : start + cut] for start in range(0, len(text), cut)]

    def _chat(self, body: Any) -> None:
        text, count = self.server.say(body), body.get("n") or 1
        calls = self.server.tool_arguments(body) if self.server.tool_arguments and body.get("tools") else []
        base = {
            "id": f"chatcmpl-{len(self.server.bodies)}",
            "created": 1,
            "model": body["model"],
            **self.server.extra,
        }
        if not body.get("stream"):
            logprobs = {"content": [{"token": text, "logprob": -0.1, "bytes": None, "top_logprobs": []}]}
            message: dict[str, Any] = {
                "role": "assistant",
                "content": None if calls else text,
                "refusal": None,
            }
            if calls:
                message["tool_calls"] = [
                    {"id": f"call_{n}", "type": "function", "function": {"name": "note", "arguments": one}}
                    for n, one in enumerate(calls)
                ]
            choices = [
                {
                    "index": n,
                    "message": message,
                    "finish_reason": "tool_calls" if calls else "stop",
                    "logprobs": logprobs if body.get("logprobs") else None,
                }
                for n in range(count)
            ]
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            self._json({**base, "object": "chat.completion", "choices": choices, "usage": usage})
            return
        base["object"] = "chat.completion.chunk"
        deltas: list[tuple[int, dict[str, Any]]] = [
            (n, {"role": "assistant", "content": ""}) for n in range(count)
        ]
        if calls:
            heads = [
                {
                    "index": n,
                    "id": f"call_{n}",
                    "type": "function",
                    "function": {"name": "note", "arguments": ""},
                }
                for n in range(len(calls))
            ]
            deltas += [(0, {"tool_calls": [head]}) for head in heads]
            rows = [self._pieces(one) for one in calls]
            for at in range(max(map(len, rows))):  # the calls take turns
                for n, row in enumerate(rows):
                    if at < len(row):
                        deltas.append((0, {"tool_calls": [{"index": n, "function": {"arguments": row[at]}}]}))
        else:
            for piece in self._pieces(text):  # the choices take turns
                deltas += [(n, {"content": piece}) for n in range(count)]
        events: list[Any] = [
            {**base, "choices": [{"index": n, "delta": delta, "finish_reason": None, "logprobs": None}]}
            for n, delta in deltas
        ]
        end = "tool_calls" if calls else "stop"
        events += [
            {**base, "choices": [{"index": n, "delta": {}, "finish_reason": end, "logprobs": None}]}
            for n in range(count)
        ]
        self._events([("", event) for event in events], done=True)

    def _responses(self, body: Any) -> None:
        text = self.server.say(body)
        calls = self.server.tool_arguments(body) if self.server.tool_arguments and body.get("tools") else []
        part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
        items: list[dict[str, Any]] = (
            [
                {
                    "id": f"fc_{n}",
                    "type": "function_call",
                    "status": "completed",
                    "call_id": f"call_{n}",
                    "name": "note",
                    "arguments": one,
                }
                for n, one in enumerate(calls)
            ]
            if calls
            else [
                {
                    "id": "msg_0",
                    "type": "message",
                    "role": "assistant",
                    "status": "completed",
                    "content": [part],
                }
            ]
        )
        answer = {
            "id": f"resp_{len(self.server.bodies)}",
            "object": "response",
            "created_at": 1,
            "status": "completed",
            "model": body["model"],
            "output": items,
            "instructions": body.get("instructions"),
            "metadata": body.get("metadata") or {},
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": body.get("tools") or [],
            "text": body.get("text") or {"format": {"type": "text"}},
            "temperature": 1.0,
            "top_p": 1.0,
            "error": None,
            "incomplete_details": None,
        }
        if not body.get("stream"):
            self._json(answer)
            return
        started = {**answer, "status": "in_progress", "output": []}
        events: list[dict[str, Any]] = [{"type": "response.created", "response": started}]
        for n, item in enumerate(items):
            at = {"output_index": n, "item_id": item["id"]}
            if item["type"] == "message":
                empty = {**part, "text": ""}
                events += [
                    {
                        "type": "response.output_item.added",
                        "output_index": n,
                        "item": {**item, "content": []},
                    },
                    {"type": "response.content_part.added", "content_index": 0, "part": empty, **at},
                ]
                events += [
                    {
                        "type": "response.output_text.delta",
                        "content_index": 0,
                        "delta": piece,
                        "logprobs": [],
                        **at,
                    }
                    for piece in self._pieces(text)
                ]
                events += [
                    {
                        "type": "response.output_text.done",
                        "content_index": 0,
                        "text": text,
                        "logprobs": [],
                        **at,
                    },
                    {"type": "response.content_part.done", "content_index": 0, "part": part, **at},
                ]
            else:
                events.append(
                    {
                        "type": "response.output_item.added",
                        "output_index": n,
                        "item": {**item, "arguments": ""},
                    }
                )
                events += [
                    {"type": "response.function_call_arguments.delta", "delta": piece, **at}
                    for piece in self._pieces(item["arguments"])
                ]
                events.append(
                    {
                        "type": "response.function_call_arguments.done",
                        "name": "note",
                        "arguments": item["arguments"],
                        **at,
                    }
                )
            events.append({"type": "response.output_item.done", "output_index": n, "item": item})
        events.append({"type": "response.completed", "response": answer})
        self._events([(e["type"], {**e, "sequence_number": n}) for n, e in enumerate(events)])

    def _completion(self, body: Any) -> None:
        text = self.server.say(body)
        base = {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": body["model"]}
        if body.get("stream"):
            rows = [
                {"text": piece, "index": 0, "logprobs": None, "finish_reason": None}
                for piece in self._pieces(text)
            ]
            rows[-1]["finish_reason"] = "stop"
            self._events([("", {**base, "choices": [row]}) for row in rows], done=True)
            return
        self._json(
            {**base, "choices": [{"text": text, "index": 0, "logprobs": None, "finish_reason": "stop"}]}
        )

    def _messages(self, body: Any) -> None:
        text = self.server.say(body)
        base = {
            "id": f"msg_{len(self.server.bodies)}",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }
        if not body.get("stream"):
            tool = {"type": "tool_use", "id": "toolu_1", "name": "note", "input": {"texte": text}}
            self._json(
                {**base, "content": [{"type": "text", "text": text}, *([tool] if body.get("tools") else [])]}
            )
            return
        events: list[dict[str, Any]] = [
            {"type": "message_start", "message": {**base, "content": [], "stop_reason": None}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            *(
                {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
                for piece in self._pieces(text)
            ),
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                "usage": {"output_tokens": 1},
            },
            {"type": "message_stop"},
        ]
        self._events([(event["type"], event) for event in events])

    def _embeddings(self, body: Any) -> None:
        given = body["input"] if isinstance(body["input"], list) else [body["input"]]
        rows = [{"object": "embedding", "index": n, "embedding": [0.5, 0.25]} for n in range(len(given))]
        self._json(
            {"object": "list", "model": "e", "data": rows, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        )

    def _moderations(self, body: Any) -> None:
        row = {"flagged": False, "categories": {}, "category_scores": {}}
        self._json({"id": "modr-1", "model": body.get("model", "m"), "results": [row]})

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
