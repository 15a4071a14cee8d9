"""The gate as a transport of httpx, and of httpx2, which the newest OpenAI client is built on.

A transport sees every request that a client sends, redirects and retries too, whatever method of the
client was called: nothing goes around it.
"""

from __future__ import annotations

import functools
import importlib
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

from feedanon.gateway.exchange import Body
from feedanon.gateway.gate import Gate, Protected

_CHANGED = ("content-length", "transfer-encoding")
_SET_WHILE_SENDING = {"authorization", "proxy-authorization", "cookie", "host"}
_DECODED = ("content-encoding", "content-length", "transfer-encoding")

PREPARED = "feedanon"
"""The extension of a request under which a client may hand over what was prepared for it already."""


def library_of(client_class: type) -> ModuleType:
    """The httpx library (`httpx` or `httpx2`) that a client class is built on."""
    for parent in client_class.__mro__:
        name = parent.__module__.split(".")[0]
        if name in ("httpx", "httpx2"):
            return sys.modules[name]
    raise TypeError(f"{client_class.__name__} is not a client of httpx or httpx2")


def transport(gate: Gate, inner: Any = None, *, library: str | ModuleType = "httpx") -> Any:
    """A transport that protects requests and restores answers.

    Args:
        gate: what protects.
        inner: the transport that sends; a new `HTTPTransport` when None. A client (`httpx.Client`) is
            taken too: requests are sent through it.
        library: `"httpx"` or `"httpx2"`.

    Returns:
        A `BaseTransport` of that library.
    """
    classes = _classes(_library(library))
    if inner is None:
        inner = classes.library.HTTPTransport()
    elif isinstance(inner, classes.library.Client):
        inner = classes.ThroughClient(inner)
    return classes.Transport(gate, inner)


def async_transport(gate: Gate, inner: Any = None, *, library: str | ModuleType = "httpx") -> Any:
    """The same as `transport`, for asynchronous clients. Detection runs in a thread."""
    classes = _classes(_library(library))
    if inner is None:
        inner = classes.library.AsyncHTTPTransport()
    elif isinstance(inner, classes.library.AsyncClient):
        inner = classes.AsyncThroughClient(inner)
    return classes.AsyncTransport(gate, inner)


def httpx_client(gate: Gate | None = None, *, client_class: type | None = None, **options: Any) -> Any:
    """An httpx client behind the gate, for any SDK that takes one.

    Args:
        gate: what protects; a new `Gate()` when None.
        client_class: `httpx.Client` when None; a subclass, or httpx2's.
        options: for the class. Proxies of the environment are used as httpx uses them.
    """
    gate = gate or Gate()
    chosen = client_class or importlib.import_module("httpx").Client
    library = library_of(chosen)
    mounts = {
        pattern: transport(gate, library.HTTPTransport(proxy=proxy), library=library)
        for pattern, proxy in _proxies(options).items()
    }
    return chosen(transport=transport(gate, library=library), mounts=mounts, **options)


def async_httpx_client(gate: Gate | None = None, *, client_class: type | None = None, **options: Any) -> Any:
    """The same as `httpx_client`, asynchronous."""
    gate = gate or Gate()
    chosen = client_class or importlib.import_module("httpx").AsyncClient
    library = library_of(chosen)
    mounts = {
        pattern: async_transport(gate, library.AsyncHTTPTransport(proxy=proxy), library=library)
        for pattern, proxy in _proxies(options).items()
    }
    return chosen(transport=async_transport(gate, library=library), mounts=mounts, **options)


def through(gate: Gate, client: Any, *, client_class: type | None = None, owned: bool = False) -> Any:
    """A client behind the gate that sends through another one, which is not changed.

    Args:
        gate: what protects.
        client: an `httpx` or `httpx2` client, synchronous or not: its transports, proxies, hooks,
            authentication and cookies are used.
        client_class: class of the new client; the library's own when None.
        owned: closing the new client closes `client`.
    """
    library = library_of(type(client))
    classes = _classes(library)
    is_async = isinstance(client, library.AsyncClient)
    chosen = client_class or (library.AsyncClient if is_async else library.Client)
    sender = (classes.AsyncThroughClient if is_async else classes.ThroughClient)(client, owned=owned)
    made = (classes.AsyncTransport if is_async else classes.Transport)(gate, sender)
    return chosen(
        transport=made,
        headers=client.headers,
        params=client.params,
        timeout=client.timeout,
        base_url=client.base_url,
        follow_redirects=client.follow_redirects,
    )


def _library(library: str | ModuleType) -> ModuleType:
    return importlib.import_module(library) if isinstance(library, str) else library


def _proxies(options: dict[str, Any]) -> dict[str, str | None]:
    """The proxies of the environment as httpx patterns; a client with a transport does not look itself."""
    if not options.get("trust_env", True):
        return {}
    found = urllib.request.getproxies()
    patterns: dict[str, str | None] = {}
    for scheme in ("http", "https", "all"):
        proxy = found.get(scheme)
        if proxy:
            patterns[f"{scheme}://"] = proxy if "://" in proxy else f"http://{proxy}"
    for host in map(str.strip, (found.get("no", "") if patterns else "").split(",")):
        if host == "*":
            return {}
        if host:
            patterns[host if "://" in host else f"all://{_no_proxy(host)}"] = None
    return patterns


def _no_proxy(host: str) -> str:
    if host.count(":") > 1:
        return f"[{host.strip('[]')}]"
    is_name = not host.replace(".", "").isdigit() and host != "localhost"
    return f"*{host}" if is_name else host


def _protected(library: ModuleType, request: Any, gate: Gate, content: bytes) -> tuple[Any, Protected]:
    """The request that leaves. The given one is left as it is, so that a redirect starts from it again."""
    prepared = request.extensions.get(PREPARED)
    if isinstance(prepared, Prepared) and prepared.fits(gate, request, content):
        protected = prepared.protected
    else:
        protected = gate.protect(request.method, str(request.url), dict(request.headers), content)
    headers = [(name, value) for name, value in request.headers.multi_items() if name.lower() not in _CHANGED]
    headers = [(name, protected.headers.get(name.lower(), value)) for name, value in headers]
    extensions = {name: value for name, value in request.extensions.items() if name != PREPARED}
    sent = library.Request(
        request.method, protected.url, headers=headers, content=protected.content, extensions=extensions
    )
    return sent, protected


class Prepared:
    """What a client prepared before the transport, so that it sees the gate's own errors."""

    def __init__(self, gate: Gate, request: Any, content: bytes) -> None:
        self._of = (gate, request.method, str(request.url), content, tuple(request.headers.multi_items()))
        self.protected = gate.protect(request.method, str(request.url), dict(request.headers), content)

    def fits(self, gate: Gate, request: Any, content: bytes) -> bool:
        """Whether it was made by this gate from exactly this request, but for headers set since."""
        made_by, method, url, before, headers = self._of
        since = set(request.headers.multi_items()) - set(headers)
        return (
            made_by is gate
            and (method, url, before) == (request.method, str(request.url), content)
            and {name.lower() for name, _ in since} <= _SET_WHILE_SENDING
        )


def _answer_headers(response: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in response.headers.multi_items() if name.lower() not in _DECODED]


@functools.cache
def _classes(library: Any) -> SimpleNamespace:
    """The transports and streams for one library: each checks for its own base classes."""

    class RestoredStream(library.SyncByteStream):
        def __init__(self, response: Any, body: Body) -> None:
            self._response = response
            self._body = body

        def __iter__(self) -> Iterator[bytes]:
            for chunk in self._response.iter_bytes():
                ready = self._body.feed(chunk)
                if ready:
                    yield ready
            rest = self._body.close()
            if rest:
                yield rest

        def close(self) -> None:
            self._response.close()

    class AsyncRestoredStream(library.AsyncByteStream):
        def __init__(self, response: Any, body: Body) -> None:
            self._response = response
            self._body = body

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self._response.aiter_bytes():
                ready = self._body.feed(chunk)
                if ready:
                    yield ready
            rest = self._body.close()
            if rest:
                yield rest

        async def aclose(self) -> None:
            await self._response.aclose()

    def restored(response: Any, protected: Protected, stream_class: Any) -> Any:
        body = protected.exchange.body(response.status_code, response.headers.get("content-type", ""))
        return library.Response(
            response.status_code,
            headers=_answer_headers(response),
            stream=stream_class(response, body),
            extensions={**response.extensions, "feedanon": protected.exchange.report},
        )

    class Transport(library.BaseTransport):
        def __init__(self, gate: Gate, inner: Any) -> None:
            self.gate = gate
            self._inner = inner

        def handle_request(self, request: Any) -> Any:
            sent, protected = _protected(library, request, self.gate, request.read())
            return restored(self._inner.handle_request(sent), protected, RestoredStream)

        def close(self) -> None:
            self._inner.close()

    class AsyncTransport(library.AsyncBaseTransport):
        def __init__(self, gate: Gate, inner: Any) -> None:
            self.gate = gate
            self._inner = inner

        async def handle_async_request(self, request: Any) -> Any:
            import anyio

            content = await request.aread()
            sent, protected = await anyio.to_thread.run_sync(_protected, library, request, self.gate, content)
            return restored(await self._inner.handle_async_request(sent), protected, AsyncRestoredStream)

        async def aclose(self) -> None:
            await self._inner.aclose()

    class ThroughClient(library.BaseTransport):
        def __init__(self, client: Any, owned: bool = False) -> None:
            self._client = client
            self._owned = owned

        def handle_request(self, request: Any) -> Any:
            return self._client.send(request, stream=True, follow_redirects=False)

        def close(self) -> None:
            if self._owned:
                self._client.close()

    class AsyncThroughClient(library.AsyncBaseTransport):
        def __init__(self, client: Any, owned: bool = False) -> None:
            self._client = client
            self._owned = owned

        async def handle_async_request(self, request: Any) -> Any:
            return await self._client.send(request, stream=True, follow_redirects=False)

        async def aclose(self) -> None:
            if self._owned:
                await self._client.aclose()

    return SimpleNamespace(
        library=library,
        Transport=Transport,
        AsyncTransport=AsyncTransport,
        ThroughClient=ThroughClient,
        AsyncThroughClient=AsyncThroughClient,
    )
