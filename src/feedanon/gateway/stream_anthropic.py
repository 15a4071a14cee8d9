"""Restores the streamed events of Anthropic's Messages API."""

from __future__ import annotations

from typing import Any

from feedanon.gateway.answers import restore_answer
from feedanon.gateway.restoring import Restoring, TextStream

_DELTAS = {"text_delta": "text", "thinking_delta": "thinking", "input_json_delta": "partial_json"}

Key = tuple[int, str]


class AnthropicStream:
    """Rewrites events; every content block is a text of its own.

    Args:
        restoring: the session and where to count.
    """

    def __init__(self, restoring: Restoring) -> None:
        self._restoring = restoring
        self._open: dict[Key, TextStream] = {}

    def rewrite(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Restores an event.

        Returns:
            The events to give on: the event itself, and before the end of a block what was held back of it.
        """
        kind, index = data.get("type"), data.get("index", 0)
        delta = data.get("delta")
        if kind == "content_block_delta" and isinstance(delta, dict):
            delta_kind = str(delta.get("type"))
            name = _DELTAS.get(delta_kind)
            if name and isinstance(delta.get(name), str):
                key = (index, delta_kind)
                if key not in self._open:
                    json = name == "partial_json"
                    self._open[key] = self._restoring.json_stream() if json else self._restoring.stream()
                delta[name] = self._open[key].feed(delta[name])
        elif kind == "content_block_stop":
            return [*self._rest([key for key in self._open if key[0] == index]), data]
        elif kind == "content_block_start":
            wrapped = {"content": [data.get("content_block")]}
            data["content_block"] = restore_answer(wrapped, self._restoring)["content"][0]
        elif kind == "message_start" and isinstance(data.get("message"), dict):
            restore_answer(data["message"], self._restoring)
        elif kind in ("message_delta", "message_stop"):
            return [*self._rest(list(self._open)), data]
        return [data]

    def finish(self) -> list[dict[str, Any]]:
        """What is still held back when the stream ends early."""
        return self._rest(list(self._open))

    def _rest(self, keys: list[Key]) -> list[dict[str, Any]]:
        events = []
        for index, kind in keys:
            rest = self._open.pop((index, kind)).close()
            if rest:
                delta = {"type": kind, _DELTAS[kind]: rest}
                events.append({"type": "content_block_delta", "index": index, "delta": delta})
        return events
