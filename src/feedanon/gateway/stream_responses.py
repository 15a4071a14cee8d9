"""Restores the streamed events of OpenAI's Responses API."""

from __future__ import annotations

from typing import Any

from feedanon.gateway.answers import move_annotation, restore_answer
from feedanon.gateway.restoring import Restoring, Tally, TextStream

_JSON_DELTAS = ("response.function_call_arguments", "response.mcp_call_arguments")
_WHOLE_TEXTS = ("text", "refusal", "arguments", "input", "code", "command")
_ENDS = ("response.completed", "response.incomplete", "response.failed")
_PLACE = ("item_id", "output_index", "content_index", "summary_index", "command_index")

Key = tuple[Any, ...]


class ResponsesStream:
    """Rewrites events; every content part, summary and tool call is a text of its own.

    Args:
        restoring: the session and where to count.
        expects_json: the request asked for JSON.
    """

    def __init__(self, restoring: Restoring, *, expects_json: bool = False) -> None:
        self._restoring = restoring
        self._silent = restoring.silent()
        self._expects_json = expects_json
        self._open: dict[Key, tuple[TextStream, dict[str, Any]]] = {}
        self._said: dict[Key, list[str]] = {}
        self._number: int | None = None

    def rewrite(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Restores an event.

        Returns:
            The events to give on: the event itself, and before the end of a text what was held back of it.
        """
        kind = data.get("type")
        if not isinstance(kind, str) or kind == "error":
            return [self._numbered(data)]
        before: list[dict[str, Any]] = []
        if kind.endswith(".delta"):
            self._delta(data, kind.removesuffix(".delta"))
        elif kind.endswith(".done") or kind in _ENDS:
            before = self._done(data, kind)
        if kind == "response.output_text.annotation.added":
            text = "".join(self._said.get(_place("response.output_text", data), ()))
            move_annotation(data.get("annotation"), text, self._silent)
        self._whole(data, kind)
        return [*(self._numbered(event) for event in before), self._numbered(data)]

    def finish(self) -> list[dict[str, Any]]:
        """What is still held back when the stream ends early."""
        return [self._numbered(event) for event in self._rest(list(self._open))]

    def _delta(self, data: dict[str, Any], base: str) -> None:
        delta, key = data.get("delta"), _place(base, data)
        if isinstance(delta, dict):
            for name in ("stdout", "stderr"):
                if isinstance(delta.get(name), str):
                    delta[name] = self._silent.text(delta[name])
        if not isinstance(delta, str) or base == "response.audio":
            return
        if base == "response.output_text":
            self._said.setdefault(key, []).append(delta)
        if key not in self._open:
            json = base in _JSON_DELTAS or (self._expects_json and base == "response.output_text")
            self._open[key] = (self._restoring.json_stream() if json else self._restoring.stream(), data)
        new = self._open[key][0].feed(delta)
        if new != delta and data.get("logprobs"):
            data["logprobs"] = []
        data["delta"] = new
        data.pop("obfuscation", None)

    def _done(self, data: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        if kind in _ENDS:
            return self._rest(list(self._open))
        if kind == "response.output_item.done":
            number = data.get("output_index")
            return self._rest([key for key in self._open if key[2] == number])
        key = _place(kind.removesuffix(".done"), data)
        return self._rest([key] if key in self._open else [])

    def _rest(self, keys: list[Key]) -> list[dict[str, Any]]:
        events = []
        for key in keys:
            stream, last = self._open.pop(key)
            rest = stream.close()
            if rest:
                event = {**last, "delta": rest}
                if "logprobs" in event:
                    event["logprobs"] = []
                events.append(event)
        return events

    def _whole(self, data: dict[str, Any], kind: str) -> None:
        """Events that repeat a text as a whole."""
        for name in _WHOLE_TEXTS:
            text = data.get(name)
            if isinstance(text, str) and not kind.endswith(".delta"):
                json = name == "arguments" or (self._expects_json and name == "text")
                data[name] = self._silent.json_text(text) if json else self._silent.text(text)
                if data[name] != text and data.get("logprobs"):
                    data["logprobs"] = []
        for name in ("part", "item", "annotation"):
            if isinstance(data.get(name), dict):
                wrapped = {"output": [data[name]]}
                data[name] = restore_answer(wrapped, self._silent, expects_json=self._expects_json)["output"][
                    0
                ]
        if isinstance(data.get("response"), dict):
            restoring = self._silent
            tally = self._restoring.tally
            if kind in _ENDS and tally is not None:
                # The last event repeats the whole answer: counting it once is counting all.
                tally.__dict__.update(Tally().__dict__)
                restoring = self._restoring
            restore_answer(data["response"], restoring, expects_json=self._expects_json)

    def _numbered(self, event: dict[str, Any]) -> dict[str, Any]:
        """Events are numbered; one that the gate adds moves the numbers of all that follow."""
        number = event.get("sequence_number")
        if isinstance(number, int):
            self._number = number if self._number is None else self._number + 1
            event = {**event, "sequence_number": self._number}
        return event


def _place(base: str, data: dict[str, Any]) -> Key:
    return (base, *(data.get(name) for name in _PLACE))
