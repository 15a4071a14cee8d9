"""One request and its answer: restores the answer as it arrives, and reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from feedanon.gateway.answers import restore_answer, restore_tree
from feedanon.gateway.report import ExchangeReport
from feedanon.gateway.restoring import Restoring, Tally
from feedanon.gateway.sse import Event, EventReader, write_event
from feedanon.gateway.stream_anthropic import AnthropicStream
from feedanon.gateway.stream_chat import ChatStream
from feedanon.gateway.stream_responses import ResponsesStream
from feedanon.gateway.tables import Endpoint
from feedanon.gateway.uploads import json_bytes

if TYPE_CHECKING:
    from feedanon.anonymizer import Session
    from feedanon.gateway.gate import Gate


class Body(Protocol):
    """The bytes of an answer on their way back."""

    def feed(self, chunk: bytes) -> bytes:
        """Takes bytes; gives those that are ready."""
        ...

    def close(self) -> bytes:
        """Gives the rest."""
        ...


class Exchange:
    """Knows what a request was, and restores its answer.

    Args:
        gate: whose totals count, and which keeps the report.
        session: whose pseudonyms come back.
        endpoint: what the request was.
        report: filled in as the answer arrives.
        expects_json: the request asked the model for JSON.
    """

    def __init__(
        self, gate: Gate, session: Session, endpoint: Endpoint, report: ExchangeReport, *, expects_json: bool
    ) -> None:
        self.report = report
        self._gate = gate
        self._endpoint = endpoint
        self._expects_json = expects_json
        self._tally = Tally()
        self._restoring = Restoring(session, self._tally)

    def body(self, status: int, content_type: str) -> Body:
        """What restores the answer's bytes.

        Args:
            status: HTTP status. The bodies of errors keep their pseudonyms: errors end up in logs.
            content_type: header of the answer.
        """
        self.report.status = status
        kind = content_type.split(";", maxsplit=1)[0].strip().lower()
        answer = self._endpoint.answer
        if status >= 400 or answer == "as_is":
            return _Unchanged(self)
        if kind == "text/event-stream":
            return _Events(self)
        if answer == "lines":
            return _Lines(self, self._restoring)
        return _Whole(self) if kind == "application/json" else _Unchanged(self)

    def whole(self, body: Any) -> Any:
        """Restores a JSON answer, in place."""
        if isinstance(body, dict):
            self.identify(body)
        return restore_answer(body, self._restoring, expects_json=self._expects_json or _says_json(body))

    def events(self) -> ChatStream | ResponsesStream | AnthropicStream:
        """What restores the events of a stream."""
        if self._endpoint.answer == "responses":
            return ResponsesStream(self._restoring, expects_json=self._expects_json)
        if self._endpoint.answer == "anthropic":
            return AnthropicStream(self._restoring)
        return ChatStream(self._restoring, expects_json=self._expects_json)

    def identify(self, data: dict[str, Any]) -> None:
        """Keeps the report under the id of the answer, wherever the API puts it."""
        for holder in (data, data.get("response"), data.get("message")):
            key = holder.get("id") if isinstance(holder, dict) else None
            if isinstance(key, str):
                self._gate.remember(key, self.report)
                return

    def finish(self) -> None:
        """Closes the report."""
        if not self.report.finished:
            for name in ("restored", "invented", "restricted"):
                getattr(self.report, name).update(getattr(self._tally, name))
            self.report.finished = True
            self._gate.totals.answered(self.report)


class _Unchanged:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def feed(self, chunk: bytes) -> bytes:
        return chunk

    def close(self) -> bytes:
        self._exchange.finish()
        return b""


class _Whole:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._chunks: list[bytes] = []

    def feed(self, chunk: bytes) -> bytes:
        self._chunks.append(chunk)
        return b""

    def close(self) -> bytes:
        content = b"".join(self._chunks)
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            self._exchange.finish()
            return content  # the client says what is wrong with it, as it would without the gate
        content = json_bytes(self._exchange.whole(body))
        self._exchange.finish()
        return content


class _Events:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._reader = EventReader()
        self._stream = exchange.events()
        self._identified = False
        self._ended = False

    def feed(self, chunk: bytes) -> bytes:
        return b"".join(self._written(event) for event in self._reader.feed(chunk))

    def close(self) -> bytes:
        rest = b"".join(self._written(event) for event in self._reader.close()) + self._held()
        self._exchange.finish()
        return rest

    def _held(self) -> bytes:
        if self._ended:
            return b""
        self._ended = True
        return b"".join(self._event(data) for data in self._stream.finish())

    def _event(self, data: dict[str, Any], event: Event | None = None) -> bytes:
        name = data.get("type", "") if event is None or event.name else ""
        named = isinstance(self._stream, (ResponsesStream, AnthropicStream))
        return write_event(
            data, str(name) if named else (event.name if event else ""), event.others if event else ()
        )

    def _written(self, event: Event) -> bytes:
        if event.data.startswith("[DONE]"):
            rest = self._held() + event.raw
            self._exchange.finish()
            return rest
        data = event.json()
        if not isinstance(data, dict) or (data.get("error") and "choices" not in data):
            return event.raw
        if not self._identified:
            self._exchange.identify(data)
            self._identified = True
        *before, last = self._stream.rewrite(data)
        return b"".join((*(self._event(one) for one in before), self._event(last, event)))


class _Lines:
    """The content of a file: JSON lines are restored one by one, other text line by line, the rest not."""

    def __init__(self, exchange: Exchange, restoring: Restoring) -> None:
        self._exchange = exchange
        self._restoring = restoring
        self._rest = b""

    def feed(self, chunk: bytes) -> bytes:
        whole, found, self._rest = (self._rest + chunk).rpartition(b"\n")
        return b"".join(self._line(line) + b"\n" for line in whole.split(b"\n")) if found else b""

    def close(self) -> bytes:
        rest = self._line(self._rest) if self._rest else b""
        self._rest = b""
        self._exchange.finish()
        return rest

    def _line(self, line: bytes) -> bytes:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return line
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self._restoring.text(text).encode("utf-8", "surrogatepass")
        return json_bytes(restore_tree(value, self._restoring))


def _says_json(body: Any) -> bool:
    text = body.get("text") if isinstance(body, dict) else None
    asked = text.get("format") if isinstance(text, dict) else None
    return isinstance(asked, dict) and str(asked.get("type", "")).startswith("json")
