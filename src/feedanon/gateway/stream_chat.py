"""Restores the streamed chunks of chat completions and of legacy completions."""

from __future__ import annotations

from typing import Any

from feedanon.gateway.restoring import Restoring, TextStream

_TEXTS = ("content", "refusal", "reasoning_content", "reasoning")

Key = tuple[int, str, int]


class ChatStream:
    """Rewrites chunks; each choice, and each tool call of it, is a text of its own.

    Args:
        restoring: the session and where to count.
        expects_json: the request asked for JSON.
    """

    def __init__(self, restoring: Restoring, *, expects_json: bool = False) -> None:
        self._restoring = restoring
        self._expects_json = expects_json
        self._open: dict[Key, TextStream] = {}
        self._template: dict[str, Any] = {}

    def rewrite(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Restores a chunk.

        Returns:
            The chunks to give on, in order: the chunk itself, and before the end of a choice what was
            held back of it.
        """
        if not isinstance(data.get("choices"), list):
            return [data]
        self._template = {**data, "choices": []}
        self._template.pop("usage", None)
        before: list[dict[str, Any]] = []
        for position, choice in enumerate(data["choices"]):
            if not isinstance(choice, dict):
                continue
            index = choice.get("index", position)
            self._choice(choice, index)
            rest = self._rest(index) if choice.get("finish_reason") is not None else []
            if rest:
                # Readers stop at the chunk that ends a choice: what was held back goes before it.
                before += [{**self._template, "choices": [{**choice, "finish_reason": None}]}, *rest]
                choice.update(
                    {name: {} if name == "delta" else "" for name in ("delta", "text") if name in choice}
                )
        return [*before, data]

    def finish(self) -> list[dict[str, Any]]:
        """What is still held back when the stream ends."""
        return [chunk for index in sorted({key[0] for key in self._open}) for chunk in self._rest(index)]

    def _feed(self, key: Key, text: str, *, json: bool = False) -> str:
        stream = self._open.get(key)
        if stream is None:
            stream = self._restoring.json_stream() if json else self._restoring.stream()
            self._open[key] = stream
        return stream.feed(text)

    def _choice(self, choice: dict[str, Any], index: int) -> None:
        changed = False
        if isinstance(choice.get("text"), str):
            new = self._feed((index, "text", 0), choice["text"])
            changed, choice["text"] = new != choice["text"], new
        delta = choice.get("delta")
        if isinstance(delta, dict):
            changed = self._delta(delta, index) or changed
        if changed and choice.get("logprobs"):
            choice["logprobs"] = None

    def _delta(self, delta: dict[str, Any], index: int) -> bool:
        changed = False
        for name in _TEXTS:
            said = delta.get(name)
            if isinstance(said, str) and said:
                json = self._expects_json and name == "content"
                delta[name] = self._feed((index, name, 0), said, json=json)
                changed = changed or delta[name] != said
            elif isinstance(said, list):
                self._parts(said, index, name)
        call = delta.get("function_call")
        if isinstance(call, dict) and isinstance(call.get("arguments"), str):
            call["arguments"] = self._feed((index, "function_call", 0), call["arguments"], json=True)
        for position, tool in enumerate(delta.get("tool_calls") or ()):
            number = tool.get("index", position) if isinstance(tool, dict) else position
            for kind, name in (("function", "arguments"), ("custom", "input")):
                called = tool.get(kind) if isinstance(tool, dict) else None
                if isinstance(called, dict) and isinstance(called.get(name), str):
                    called[name] = self._feed((index, kind, number), called[name], json=kind == "function")
        return changed

    def _parts(self, parts: list[Any], index: int, name: str) -> None:
        """Content in parts, as Mistral's reasoning models stream it."""
        for part in parts:
            if not isinstance(part, dict):
                continue
            if isinstance(part.get("text"), str):
                part["text"] = self._feed((index, f"{name}/{part.get('type', 'text')}", 0), part["text"])
            for inner in part.get("thinking") or ():
                if isinstance(inner, dict) and isinstance(inner.get("text"), str):
                    inner["text"] = self._feed((index, f"{name}/thinking", 0), inner["text"])

    def _rest(self, index: int) -> list[dict[str, Any]]:
        chunks = []
        for key in [key for key in self._open if key[0] == index]:
            rest = self._open.pop(key).close()
            if rest:
                chunks.append({**self._template, "choices": [_piece(key, rest)]})
        return chunks


def _piece(key: Key, text: str) -> dict[str, Any]:
    index, kind, number = key
    choice: dict[str, Any] = {"index": index, "finish_reason": None, "logprobs": None}
    if kind == "text":
        return {**choice, "text": text}
    delta: dict[str, Any] = {kind: text}
    if kind == "function_call":
        delta = {"function_call": {"arguments": text}}
    elif kind in ("function", "custom"):
        name = "arguments" if kind == "function" else "input"
        delta = {"tool_calls": [{"index": number, kind: {name: text}}]}
    elif "/" in kind:
        name, part = kind.split("/", 1)
        inner = {"type": "text", "text": text}
        delta = {name: [{"type": "thinking", "thinking": [inner]} if part == "thinking" else inner]}
    return {**choice, "delta": delta}
