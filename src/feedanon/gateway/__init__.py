"""The gate between a program and an LLM's HTTP API.

What leaves through it holds no personal value, what comes back holds the real ones. It works on HTTP
requests and responses, so that one gate serves every client that is built on httpx.

    shapes       which parts of a body are text, data, identifiers, or nothing that may leave
    tables       the shapes of each endpoint, as data
    gate         request -> protected request, response -> restored response, with a report
    transports   the gate as a transport of httpx and httpx2
    hooks        what a caller may check or change before a request leaves
"""

from __future__ import annotations

from feedanon.gateway.exchange import Exchange
from feedanon.gateway.gate import Gate
from feedanon.gateway.hooks import OutgoingRequest
from feedanon.gateway.report import ExchangeReport, Totals
from feedanon.gateway.transports import async_httpx_client, async_transport, httpx_client, transport

__all__ = [
    "Exchange",
    "ExchangeReport",
    "Gate",
    "OutgoingRequest",
    "Totals",
    "async_httpx_client",
    "async_transport",
    "httpx_client",
    "transport",
]
