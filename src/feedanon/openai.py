"""OpenAI's official clients, behind the gate: drop-in, and nothing personal leaves.

    from feedanon.openai import OpenAI

    client = OpenAI(anonymizer=anonymizer, before_send=hook)
    answer = client.chat.completions.create(model="gpt-4o", messages=[...])
    client.feedanon.report(answer)

The clients are subclasses of the official ones and take all of their arguments. They hand the official
client an HTTP client whose transport is the gate, so that every method and every version goes through it.
Connections that are not HTTP requests (realtime and other WebSockets) are refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from feedanon.errors import UnprotectedRequestError
from feedanon.gateway.gate import Gate
from feedanon.gateway.hooks import Hook
from feedanon.gateway.report import ExchangeReport, Totals
from feedanon.gateway.transports import PREPARED, Prepared, async_httpx_client, httpx_client, through

try:
    import openai as _official
except ImportError as error:
    raise ImportError("feedanon.openai needs the official client: pip install 'feedanon[openai]'") from error

if TYPE_CHECKING:
    from feedanon.anonymizer import Anonymizer, Session

__all__ = ["AsyncAzureOpenAI", "AsyncOpenAI", "AzureOpenAI", "Handle", "OpenAI", "protect"]

_NO_WEBSOCKETS = "wss://websockets-are-refused.invalid"
_GATES = "_feedanon_gate"

Client = TypeVar("Client")


class Handle:
    """The gate of a client: `client.feedanon`.

    Attributes:
        gate: the gate itself.
    """

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def session(self, name: str) -> AbstractContextManager[Session]:
        """Calls inside of the `with` block use that session; only in this thread or task."""
        return self.gate.session(name)

    def report(self, answer: object) -> ExchangeReport | None:
        """What was masked for an answer, and what came back; None when it is not known any more."""
        return self.gate.report(answer)

    @property
    def last_report(self) -> ExchangeReport | None:
        """The report of the request that was made last."""
        return self.gate.last_report

    @property
    def totals(self) -> Totals:
        """Counts over the client's life."""
        return self.gate.totals

    def __repr__(self) -> str:
        return f"Handle({self.gate!r})"


class _Protected:
    """What the clients have in common.

    Args:
        anonymizer: finds and replaces; a new `Anonymizer()` when None.
        session: the name of the session, or a `Session`; None for one of this client's own.
        before_send: a hook, or several, that see each request before it leaves and may stop it.
        on_unprotected: `"refuse"`, or the names of parts that may pass unprotected.
        note: `"fr"`, `"en"` or a text that tells the model to keep pseudonyms as they are.
        http_client: as for the official client; it is not changed, requests are sent through it.
        options: everything that the official client takes.
    """

    _is_async = False
    websocket_base_url: Any

    def __init__(
        self,
        *,
        anonymizer: Anonymizer | None = None,
        session: str | Session | None = None,
        before_send: Hook | Iterable[Hook] | None = None,
        on_unprotected: Literal["refuse"] | Collection[str] = "refuse",
        note: str | None = None,
        http_client: Any = None,
        **options: Any,
    ) -> None:
        gate = getattr(http_client, _GATES, None)
        if not isinstance(gate, Gate):
            gate = Gate(
                anonymizer, session=session, before_send=before_send, on_unprotected=on_unprotected, note=note
            )
            http_client = _behind(gate, http_client, self._is_async, owned=True)
        self.feedanon = Handle(gate)
        official: Any = super()
        official.__init__(http_client=http_client, **options)
        self.websocket_base_url = _NO_WEBSOCKETS

    def _websocket_query_params(self, *_: object, **__: object) -> Any:
        raise UnprotectedRequestError(
            "a WebSocket connection does not pass through the gate. Nothing was sent. Use the HTTP methods, "
            "or a client of the official package for what holds no personal data"
        )

    _websocket_query_params_fallback = _websocket_query_params


class _Sync(_Protected):
    def _prepare_request(self, request: Any) -> None:
        super()._prepare_request(request)  # type: ignore[misc]
        request.extensions[PREPARED] = Prepared(self.feedanon.gate, request, request.read())


class _Async(_Protected):
    _is_async = True

    async def _prepare_request(self, request: Any) -> None:
        import anyio

        await super()._prepare_request(request)  # type: ignore[misc]
        content = await request.aread()
        prepared = await anyio.to_thread.run_sync(Prepared, self.feedanon.gate, request, content)
        request.extensions[PREPARED] = prepared


class OpenAI(_Sync, _official.OpenAI):
    """`openai.OpenAI` behind the gate."""


class AsyncOpenAI(_Async, _official.AsyncOpenAI):
    """`openai.AsyncOpenAI` behind the gate."""


class AzureOpenAI(_Sync, _official.AzureOpenAI):
    """`openai.AzureOpenAI` behind the gate."""


class AsyncAzureOpenAI(_Async, _official.AsyncAzureOpenAI):
    """`openai.AsyncAzureOpenAI` behind the gate."""


_KINDS: tuple[tuple[type, type], ...] = (
    (_official.AzureOpenAI, AzureOpenAI),
    (_official.AsyncAzureOpenAI, AsyncAzureOpenAI),
    (_official.OpenAI, OpenAI),
    (_official.AsyncOpenAI, AsyncOpenAI),
)


def protect(
    client: Any,
    *,
    anonymizer: Anonymizer | None = None,
    session: str | Session | None = None,
    before_send: Hook | Iterable[Hook] | None = None,
    on_unprotected: Literal["refuse"] | Collection[str] = "refuse",
    note: str | None = None,
) -> Any:
    """A client like the given one, behind the gate. The given one is not changed and stays unprotected.

    Args:
        client: an official client, or a subclass's; its settings and its connections are used.
        anonymizer: as for `OpenAI`, like the others.
        session: the session.
        before_send: the hooks.
        on_unprotected: what may pass unprotected.
        note: the note to the model.

    Returns:
        A client of the matching class of this module.

    Raises:
        TypeError: not an official client.
    """
    if isinstance(client, _Protected):
        raise TypeError("this client is behind a gate already")
    gate = Gate(
        anonymizer, session=session, before_send=before_send, on_unprotected=on_unprotected, note=note
    )
    for official, ours in _KINDS:
        if isinstance(client, official):
            given: Any = client
            http_client = _behind(gate, given._client, issubclass(ours, _Async), owned=False)
            made: Any = ours if type(client) is official else type(ours.__name__, (ours, type(client)), {})
            return type(given).copy(_As(client, made), http_client=http_client)
    raise TypeError(f"{type(client).__name__} is not a client of the openai package")


class _As:
    """A client as `copy` sees it when it is to make one of another class. Nothing is written to it."""

    def __init__(self, client: object, made: type) -> None:
        self._read_from = client
        self._made = made

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return self._made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._read_from, name)


def _behind(gate: Gate, http_client: Any, is_async: bool, *, owned: bool) -> Any:
    """An HTTP client behind the gate, which also tells whose gate it is when the client is copied."""
    default = _official.DefaultAsyncHttpxClient if is_async else _official.DefaultHttpxClient
    if http_client is None:
        made = (async_httpx_client if is_async else httpx_client)(gate, client_class=default)
    else:
        made = through(gate, http_client, owned=owned)
    setattr(made, _GATES, gate)
    return made
