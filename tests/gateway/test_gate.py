"""What surrounds a body: headers, redirects, allowed parts, sessions; and the body walker's corners."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from feedanon.anonymizer import Anonymizer
from feedanon.errors import UnprotectedRequestError
from feedanon.gateway import Gate, httpx_client
from feedanon.gateway.shapes import is_identifier
from gateway.conftest import EMAIL
from gateway.llm_server import LlmServer

Check = Callable[[], None]
URL = "https://x.test/v1/chat/completions"
JSON = {"content-type": "application/json"}


@pytest.fixture
def gate(anonymizer: Anonymizer) -> Gate:
    return Gate(anonymizer)


def protect(gate: Gate, body: Any, **headers: str) -> Any:
    content = gate.protect("POST", URL, {**JSON, **headers}, json.dumps(body).encode()).content
    assert content is not None
    return json.loads(content)


@pytest.mark.parametrize(
    "value",
    [
        "gpt-4o-2024-08-06",
        "ft:gpt-4o:org::9x",
        "meta-llama/Llama-3.3-70B",
        "@cf/meta/llama",
        "call_0a1B",
        "/v1/x",
    ],
)
def test_identifiers_pass(value: str) -> None:
    assert is_identifier(value)


@pytest.mark.parametrize(
    "value",
    [
        "Sophie Martin",
        EMAIL,
        "0612345678",
        "id-06-12-34-56-78",
        "+33612345678",
        "285127512345678",
        "Zoé",
        "",
        "a" * 600,
    ],
)
def test_what_may_be_personal_does_not(value: str) -> None:
    assert not is_identifier(value)


def test_json_inside_of_prose_is_read_as_json(gate: Gate) -> None:
    record = json.dumps({"nom": "Zoé Lefèvre", "avis": "ligne\nSophie Martin"})
    sent = protect(gate, {"model": "m", "messages": [{"role": "user", "content": f"Analyse : {record}"}]})
    said = sent["messages"][0]["content"]
    assert "Lef" not in said
    assert "Sophie" not in said
    assert json.loads(said.removeprefix("Analyse : ")).keys() == {"nom", "avis"}


def test_a_text_without_personal_data_is_not_changed(gate: Gate) -> None:
    body = {
        "model": "m",
        "messages": [
            {"role": "user", "content": 'Chemin C:\\\\new\\table, \\u00e9, {"a": 1.50 , "b" :  [ ] }'},
            {"role": "tool", "tool_call_id": "c", "content": '{"a": 1.50 , "b" :  [ "\\u00e9" ] }'},
        ],
        "temperature": 0.5,
        "seed": 42,
    }
    assert protect(gate, body) == body


def test_one_name_in_all_messages_of_a_request(gate: Gate) -> None:
    messages = [{"role": "user", "content": "Sophie Martin"}, {"role": "user", "content": "et Sophie Martin"}]
    sent = protect(gate, {"model": "m", "messages": messages})["messages"]
    assert sent[1]["content"] == "et " + sent[0]["content"]


def test_sessions_do_not_mix(gate: Gate) -> None:
    seen: dict[str, str] = {}

    def work(name: str) -> None:
        with gate.session(name) as session:
            sent = protect(
                gate, {"model": "m", "messages": [{"role": "user", "content": f"{name}@exemple.fr"}]}
            )
            seen[name] = session.deanonymize(sent["messages"][0]["content"])

    threads = [threading.Thread(target=work, args=(f"client{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {f"client{n}": f"client{n}@exemple.fr" for n in range(6)}


@pytest.mark.parametrize(
    "header",
    [
        {"x-client": EMAIL},
        {"openai-organization": EMAIL},
        {"idempotency-key": "Sophie Martin"},
        {"referer": EMAIL},
    ],
)
def test_headers_are_covered(gate: Gate, header: dict[str, str]) -> None:
    protected = gate.protect("GET", "https://x.test/v1/models", header, b"")
    (name, value) = next(iter(header.items()))
    assert value not in protected.headers[name]
    assert protected.headers[name].isascii()


def test_credentials_and_the_clients_own_headers_pass(gate: Gate) -> None:
    own = {
        "authorization": "Bearer sk-1",
        "api-key": "0612345678",
        "user-agent": "OpenAI/Python 3.54.0",
        "x-stainless-arch": "x64",
        "idempotency-key": "stainless-python-retry-0f8fad5b-d9cb-469f-a165-70867728950e",
    }
    assert gate.protect("GET", "https://x.test/v1/models", own, b"").headers == {}


def test_a_redirect_is_protected_again(server: LlmServer, gate: Gate, no_leak: Check) -> None:
    places = iter([f"{server.url}/v1/chat/completions", f"{server.url}/elsewhere"])

    class Redirect(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(307)
            self.send_header("location", next(places))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    first = HTTPServer(("127.0.0.1", 0), Redirect)
    threading.Thread(target=first.serve_forever, args=(0.02,), daemon=True).start()
    body = {"model": "m", "messages": [{"role": "user", "content": "Sophie Martin"}]}
    url = f"http://127.0.0.1:{first.server_port}/v1/chat/completions"
    with httpx_client(gate, follow_redirects=True) as client:
        answer = client.post(url, json=body)
        assert answer.json()["choices"][0]["message"]["content"] == "Reçu : Sophie Martin"
        with pytest.raises(UnprotectedRequestError, match="endpoint"):
            client.post(url, json=body)
    first.shutdown()
    first.server_close()
    no_leak()


def test_a_duplicate_key_hides_nothing(gate: Gate) -> None:
    content = b'{"model": "m", "messages": "Sophie Martin", "messages": []}'
    protected = gate.protect("POST", URL, JSON, content)
    assert protected.content == b'{"model":"m","messages":[]}'


def test_names_of_participants_fit_the_api(gate: Gate) -> None:
    messages = [
        {"role": "user", "content": "x", "name": "Sophie_Martin"},
        {"role": "user", "content": "x", "name": "example_user"},
        {"role": "tool", "content": "x", "name": "ma_fonction", "tool_call_id": "c"},
    ]
    names = [message["name"] for message in protect(gate, {"model": "m", "messages": messages})["messages"]]
    assert names[0].replace("_", "").isalnum()
    assert "Sophie" not in names[0]
    assert names[1:] == ["example_user", "ma_fonction"]


def test_answers_that_are_no_json_pass_as_they_are(gate: Gate) -> None:
    exchange = gate.protect("GET", "https://x.test/v1/models", {}, b"").exchange
    body = exchange.body(200, "application/json")
    assert body.feed(b"<html>") + body.close() == b"<html>"
    exchange = gate.protect("POST", URL, JSON, b'{"model": "m", "messages": []}').exchange
    body = exchange.body(200, "application/json")
    assert body.feed(b"<html>") + body.close() == b"<html>"
    assert exchange.report.finished


def test_annotations_move_with_the_text(gate: Gate) -> None:
    asked = {"model": "m", "messages": [{"role": "user", "content": "Sophie Martin"}]}
    protected = gate.protect("POST", URL, JSON, json.dumps(asked).encode())
    assert protected.content is not None
    token = json.loads(protected.content)["messages"][0]["content"]
    text = f"{token} cite la source ici"
    start = text.index("source")
    citation = {
        "type": "url_citation",
        "url_citation": {"start_index": start, "end_index": start + 6, "url": "u"},
    }
    message = {"role": "assistant", "content": text, "annotations": [citation]}
    body = protected.exchange.body(200, "application/json")
    answer = {"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    restored = json.loads(body.feed(json.dumps(answer).encode()) + body.close())["choices"][0]["message"]
    moved = restored["annotations"][0]["url_citation"]
    assert restored["content"] == "Sophie Martin cite la source ici"
    assert restored["content"][moved["start_index"] : moved["end_index"]] == "source"


def test_a_transport_of_the_callers_own(gate: Gate) -> None:
    from feedanon.gateway import transport

    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        return httpx.Response(200, json={"id": "x", "choices": []})

    with httpx.Client(transport=transport(gate, httpx.MockTransport(answer))) as client:
        client.post(URL, json={"model": "m", "messages": [{"role": "user", "content": EMAIL}]})
    assert EMAIL.encode() not in seen[0]


def test_the_callers_own_keys_are_restored_whatever_their_names(gate: Gate) -> None:
    asked = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "Sophie Martin"}]}
    protected = gate.protect("POST", "https://x.test/v1/messages", JSON, json.dumps(asked).encode())
    assert protected.content is not None
    token = json.loads(protected.content)["messages"][0]["content"]
    given = {"id": token, "type": token, "status": {"model": [token, 1]}, token: True}
    block = {"type": "tool_use", "id": "toolu_1", "name": "note", "input": given}
    body = protected.exchange.body(200, "application/json")
    answer = {"id": "msg_1", "type": "message", "content": [block], "metadata": {"id": token}}
    restored = json.loads(body.feed(json.dumps(answer).encode()) + body.close())
    name = "Sophie Martin"
    assert restored["content"][0]["input"] == {
        "id": name,
        "type": name,
        "status": {"model": [name, 1]},
        name: True,
    }
    assert restored["metadata"] == {"id": name}
    assert restored["id"] == "msg_1"
