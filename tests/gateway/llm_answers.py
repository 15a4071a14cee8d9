"""What the server of the tests answers: the bodies and streams of OpenAI and of Anthropic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


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


class Answers:
    """Builds the answers; a handler sends them with `_json` and `_events`."""

    server: Any

    def _json(self, value: Any, status: int = 200) -> None:
        raise AssertionError("the handler sends")

    def _events(self, events: list[tuple[str, Any]], *, done: bool = False) -> None:
        raise AssertionError("the handler sends")

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
