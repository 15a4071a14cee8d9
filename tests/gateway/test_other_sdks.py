"""Mistral's and Anthropic's official clients, and plain httpx, behind the same gate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from feedanon.anonymizer import Anonymizer
from feedanon.errors import UnprotectedRequestError
from feedanon.gateway import Gate, async_httpx_client, httpx_client
from gateway.conftest import EMAIL, PHONE
from gateway.llm_server import LlmServer

Check = Callable[[], None]
TEXT = f'Sophie Martin dit "non", {EMAIL}, puis Zoé Lefèvre au {PHONE}'


@pytest.fixture
def gate(anonymizer: Anonymizer) -> Gate:
    return Gate(anonymizer)


def test_anthropic(server: LlmServer, gate: Gate, no_leak: Check) -> None:
    anthropic: Any = pytest.importorskip("anthropic")
    http_client = httpx_client(gate, client_class=anthropic.DefaultHttpxClient)
    client = anthropic.Anthropic(api_key="k", base_url=server.url, http_client=http_client)
    asked: dict[str, Any] = {
        "model": "claude",
        "max_tokens": 100,
        "system": "La cliente est Sophie Martin",
        "messages": [
            {"role": "user", "content": "Sophie Martin"},
            {
                "role": "assistant",
                "content": [
                    {"type": "tool_use", "id": "toolu_1", "name": "note", "input": {"nom": "Zoé Lefèvre"}}
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "toolu_1", "content": "Zoé Lefèvre"},
                    {"type": "text", "text": TEXT},
                ],
            },
        ],
        "metadata": {"user_id": EMAIL},
    }
    tools = [{"name": "note", "input_schema": {"type": "object"}}]
    answer = client.messages.create(**asked, tools=tools)
    assert answer.content[0].text.endswith(TEXT)
    assert answer.content[1].input["texte"].endswith(TEXT)
    assert gate.report(answer).restored.total() >= 8  # type: ignore[union-attr]
    for cut in (1, 4):
        server.cut = cut
        with client.messages.stream(**asked) as stream:
            assert "".join(stream.text_stream).endswith(TEXT)
    no_leak()
    before = len(server.heard)
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "xx"}}
    blind = client.with_options(max_retries=0)
    with pytest.raises(anthropic.APIConnectionError) as caught:
        blind.messages.create(model="claude", max_tokens=1, messages=[{"role": "user", "content": [image]}])
    assert isinstance(caught.value.__cause__, UnprotectedRequestError)
    assert len(server.heard) == before


def test_mistral(server: LlmServer, gate: Gate, no_leak: Check) -> None:
    pytest.importorskip("mistralai")
    from mistralai.client import Mistral
    from mistralai.client import httpclient as mistral_http

    library: Any = mistral_http.httpx
    client = Mistral(
        api_key="k",
        server_url=server.url,
        client=httpx_client(gate, client_class=library.Client, follow_redirects=True),
        async_client=async_httpx_client(gate, client_class=library.AsyncClient, follow_redirects=True),
    )
    messages: Any = [{"role": "user", "content": TEXT}]
    answer: Any = client.chat.complete(model="mistral-small", messages=messages)
    assert answer.choices[0].message.content == "Reçu : " + TEXT
    said = ""
    for event in client.chat.stream(model="mistral-small", messages=messages):
        said += str(event.data.choices[0].delta.content or "")
    assert said == "Reçu : " + TEXT
    found: Any = asyncio.run(client.chat.complete_async(model="mistral-small", messages=messages))
    assert found.choices[0].message.content == "Reçu : " + TEXT
    no_leak()


def test_plain_httpx(server: LlmServer, gate: Gate, no_leak: Check) -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": TEXT}]}
    with httpx_client(gate) as client:
        answer = client.post(f"{server.url}/v1/chat/completions", json=body)
        assert answer.json()["choices"][0]["message"]["content"] == "Reçu : " + TEXT
        assert answer.extensions["feedanon"].restored.total() == 4
        for wrong in (
            {"content": b"Sophie Martin", "headers": {"content-type": "text/plain"}},
            {"data": {"nom": "Sophie Martin"}},
            {"content": b"[1]", "headers": {"content-type": "application/json"}},
            {"content": b"{", "headers": {"content-type": "application/json"}},
            {"json": body, "headers": {"content-encoding": "gzip"}},
        ):
            with pytest.raises(UnprotectedRequestError):
                client.post(f"{server.url}/v1/chat/completions", **wrong)
        with pytest.raises(UnprotectedRequestError):
            client.request("PUT", f"{server.url}/v1/chat/completions", json=body)
        with pytest.raises(UnprotectedRequestError):
            client.get(f"{server.url}/v1/models", params={"Sophie Martin": "x"})
        with pytest.raises(UnprotectedRequestError):
            client.get(f"{server.url}/v1/models/Sophie%20Martin")
        with pytest.raises(httpx.ConnectError):
            client.post("http://127.0.0.1:9/v1/chat/completions", json=body)
    no_leak()


def test_proxies_of_the_environment(
    server: LlmServer, gate: Gate, no_leak: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, server.url)
    body = {"model": "m", "messages": [{"role": "user", "content": TEXT}]}
    with httpx_client(gate) as client:
        answer = client.post("http://llm.invalid/v1/chat/completions", json=body)
    assert answer.json()["choices"][0]["message"]["content"] == "Reçu : " + TEXT
    assert server.paths == ["http://llm.invalid/v1/chat/completions"]
    no_leak()
