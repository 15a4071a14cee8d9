"""The other endpoints through the official client: responses, embeddings, batches and so on."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openai
import pytest
from pydantic import BaseModel

from feedanon.anonymizer import Anonymizer
from feedanon.errors import UnprotectedRequestError
from feedanon.openai import AzureOpenAI, OpenAI, protect
from gateway.conftest import EMAIL, PHONE
from gateway.llm_answers import said_by_user
from gateway.llm_server import LlmServer

Check = Callable[[], None]
TEXT = f"Bonjour, Sophie Martin au {PHONE}, mail {EMAIL}. Merci à Zoé Lefèvre !"
has_responses = pytest.mark.skipif(
    not hasattr(openai.OpenAI, "responses"), reason="the client has no responses yet"
)


@pytest.fixture
def client(server: LlmServer, anonymizer: Anonymizer) -> Any:
    return OpenAI(api_key="sk-x", base_url=f"{server.url}/v1", anonymizer=anonymizer)


@has_responses
def test_responses(client: Any, server: LlmServer, no_leak: Check) -> None:
    answer = client.responses.create(
        model="m",
        instructions="La cliente est Zoé Lefèvre",
        input=TEXT,
        metadata={"client": "Sophie Martin"},
        user=EMAIL,
        prompt_cache_key="Sophie Martin",
    )
    assert answer.output_text == "Reçu : " + TEXT
    assert answer.instructions == "La cliente est Zoé Lefèvre"
    assert client.feedanon.report(answer).restored.total() == 4
    again = client.responses.create(
        model="m",
        input=[*answer.output, {"role": "user", "content": "Et Sophie Martin ?"}],
        previous_response_id=answer.id,
    )
    assert again.output_text == "Reçu : Et Sophie Martin ?"
    assert server.bodies[-1]["previous_response_id"] == answer.id
    no_leak()


@has_responses
def test_every_kind_of_item(client: Any, server: LlmServer, no_leak: Check) -> None:
    client.responses.create(
        model="m",
        input=[
            {"role": "user", "content": [{"type": "input_text", "text": TEXT}]},
            {
                "type": "reasoning",
                "id": "rs_1",
                "summary": [{"type": "summary_text", "text": "Sophie Martin"}],
                "encrypted_content": "gAAAA" + "x" * 900,
            },
            {
                "type": "function_call",
                "call_id": "call_1",
                "name": "note",
                "arguments": json.dumps({"nom": "Zoé Lefèvre"}),
            },
            {
                "type": "function_call_output",
                "call_id": "call_1",
                "output": json.dumps({"nom": "Zoé Lefèvre"}),
            },
            {
                "type": "web_search_call",
                "id": "ws_1",
                "status": "completed",
                "action": {"type": "search", "query": "Sophie Martin"},
            },
            {"type": "item_reference", "id": "msg_1"},
        ],
        text={"format": {"type": "text"}},
        include=["reasoning.encrypted_content"],
    )
    no_leak()


@has_responses
@pytest.mark.parametrize("cut", [1, 2, 4, 9, 40])
def test_responses_in_a_stream(client: Any, server: LlmServer, no_leak: Check, cut: int) -> None:
    server.cut = cut
    said, numbers, final = "", [], None
    for event in client.responses.create(model="m", input=TEXT, stream=True):
        numbers.append(event.sequence_number)
        if event.type == "response.output_text.delta":
            said += event.delta
        elif event.type == "response.output_text.done":
            assert event.text == said
        elif event.type == "response.completed":
            final = event.response
    assert said == "Reçu : " + TEXT
    assert final.output_text == said
    assert numbers == list(range(len(numbers)))
    assert client.feedanon.report(final).restored.total() == 4
    no_leak()


@has_responses
def test_responses_with_tools_in_a_stream(client: Any, server: LlmServer, no_leak: Check) -> None:
    server.tool_arguments = lambda body: [
        json.dumps({"texte": said_by_user(body), "rang": n}) for n in range(2)
    ]
    tools: Any = [{"type": "function", "name": "note", "parameters": {}, "strict": False}]
    quoted = f'"Sophie Martin"\n{TEXT}'
    deltas: dict[str, str] = {}
    for event in client.responses.create(model="m", input=quoted, tools=tools, stream=True):
        if event.type == "response.function_call_arguments.delta":
            deltas[event.item_id] = deltas.get(event.item_id, "") + event.delta
        elif event.type == "response.function_call_arguments.done":
            assert json.loads(event.arguments) == json.loads(deltas[event.item_id])
    assert [json.loads(one)["texte"] for one in deltas.values()] == [quoted] * 2
    assert len(deltas) == 2
    no_leak()


class Note(BaseModel):
    texte: str


@has_responses
def test_responses_helpers(client: Any, server: LlmServer, no_leak: Check) -> None:
    server.say = lambda body: json.dumps({"texte": said_by_user(body)})
    quoted = f'"Sophie Martin" {PHONE}'
    assert client.responses.parse(model="m", input=quoted, text_format=Note).output_parsed == Note(
        texte=quoted
    )
    with client.responses.stream(model="m", input=quoted, text_format=Note) as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_parsed == Note(texte=quoted)
    no_leak()


def test_embeddings_completions_and_moderations(client: Any, server: LlmServer, no_leak: Check) -> None:
    answer = client.embeddings.create(model="e", input=[TEXT, "rien"], user=EMAIL)
    assert len(answer.data) == 2
    assert server.bodies[-1]["input"][1] == "rien"
    assert client.completions.create(model="m", prompt=TEXT).choices[0].text == "Reçu : " + TEXT
    server.cut = 1
    chunks = client.completions.create(model="m", prompt=TEXT, stream=True)
    assert "".join(chunk.choices[0].text for chunk in chunks) == "Reçu : " + TEXT
    assert not client.moderations.create(input=[{"type": "text", "text": TEXT}]).results[0].flagged
    assert client.models.list().data[0].id == "m"
    no_leak()


def test_batches(client: Any, server: LlmServer, no_leak: Check) -> None:
    lines = [
        {
            "custom_id": custom,
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {"model": "m", "messages": [{"role": "user", "content": text}]},
        }
        for custom, text in (("avis-1", TEXT), (EMAIL, "Rappeler Sophie Martin"))
    ]
    content = "\n".join(map(json.dumps, lines)).encode()
    uploaded = client.files.create(file=("Sophie Martin.jsonl", io.BytesIO(content)), purpose="batch")
    batch = client.batches.create(
        input_file_id=uploaded.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        metadata={"pour": "Sophie Martin"},
    )
    assert batch.metadata == {"pour": "Sophie Martin"}
    results = [json.loads(line) for line in client.files.content(batch.output_file_id).text.splitlines()]
    assert [one["custom_id"] for one in results] == ["avis-1", EMAIL]
    said = [one["response"]["body"]["choices"][0]["message"]["content"] for one in results]
    assert said == ["Reçu : " + TEXT, "Reçu : Rappeler Sophie Martin"]
    no_leak()


def test_a_text_file_is_read_and_others_are_refused(client: Any, server: LlmServer, no_leak: Check) -> None:
    client.files.create(file=("notes de Sophie.txt", TEXT.encode()), purpose="assistants")
    for name, content in (("cv.pdf", b"%PDF-1.7 \xff"), ("avis.jsonl", b"\xff\xfe"), ("sans", TEXT.encode())):
        with pytest.raises(UnprotectedRequestError, match="cannot be read"):
            client.files.create(file=(name, content), purpose="assistants")
    with pytest.raises(UnprotectedRequestError, match="line 1"):
        client.files.create(file=("a.jsonl", b'{"texte": "Sophie Martin"}'), purpose="fine-tune")
    no_leak()


REFUSED: dict[str, Callable[[Any], Any]] = {
    "images": lambda c: c.images.generate(prompt="Sophie Martin"),
    "speech": lambda c: c.audio.speech.create(model="m", voice="alloy", input="Sophie Martin"),
    "transcription": lambda c: c.audio.transcriptions.create(model="m", file=("a.wav", b"RIFF")),
    "unknown": lambda c: c.post("/nouveau", body={"texte": "Sophie Martin"}, cast_to=object),
    "field": lambda c: c.chat.completions.create(
        model="m", messages=[], extra_body={"resume": "Sophie Martin"}
    ),
    "image": lambda c: c.chat.completions.create(
        model="m",
        messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:x"}}]}],
    ),
    "part": lambda c: c.chat.completions.create(
        model="m", messages=[{"role": "user", "content": [{"type": "video", "video": "Sophie Martin"}]}]
    ),
    "role": lambda c: c.chat.completions.create(
        model="m", messages=[{"role": "Sophie Martin", "content": "x"}]
    ),
    "model": lambda c: c.chat.completions.create(model="Sophie Martin", messages=[]),
    "tokens": lambda c: c.embeddings.create(model="m", input=[[1, 2, 3]]),
    "id": lambda c: c.files.retrieve(EMAIL),
    "phone as a number": lambda c: c.chat.completions.create(model="m", messages=[], seed=33612345678),
    "schema": lambda c: c.chat.completions.create(
        model="m",
        messages=[],
        tools=[{"type": "function", "function": {"name": "f", "parameters": {"enum": ["Sophie Martin"]}}}],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_is_refused_before_anything_is_sent(
    client: Any, server: LlmServer, name: str
) -> None:
    with pytest.raises(UnprotectedRequestError, match=r"Nothing was sent\..* on_unprotected=\[") as caught:
        REFUSED[name](client)
    assert not server.heard
    assert "Sophie" not in str(caught.value)
    assert EMAIL not in str(caught.value)
    assert client.feedanon.totals.as_dict()["requests"] == {"refused": 1}


def test_parts_pass_by_name(server: LlmServer, anonymizer: Anonymizer) -> None:
    names = ["image_url", "POST /images/generations", "chat/completions#resume"]
    client = OpenAI(api_key="k", base_url=f"{server.url}/v1", anonymizer=anonymizer, on_unprotected=names)
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,xx"}}
    content: Any = [image, {"type": "text", "text": "Sophie Martin"}]
    client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": content}], extra_body={"resume": "voilà"}
    )
    assert server.bodies[-1]["messages"][0]["content"][0] == image
    assert server.bodies[-1]["messages"][0]["content"][1]["text"].startswith("<PERSON_")
    client.images.generate(prompt="un chat")
    assert server.bodies[-1]["prompt"] == "un chat"
    with pytest.raises(ValueError, match="on_unprotected"):
        OpenAI(api_key="k", anonymizer=anonymizer, on_unprotected="everything")


def test_websockets_are_refused(client: Any, server: LlmServer) -> None:
    pytest.importorskip("websockets")
    places = [client.beta.realtime] if hasattr(client.beta, "realtime") else []
    places += [client.realtime] if hasattr(client, "realtime") else []
    places += [client.responses] if hasattr(getattr(client, "responses", None), "connect") else []
    if not places:
        pytest.skip("this version has no websockets")
    for place in places:
        arguments = {} if place is getattr(client, "responses", None) else {"model": "m"}
        with pytest.raises(UnprotectedRequestError, match="WebSocket"), place.connect(**arguments):
            pass
    assert not server.heard


@pytest.mark.parametrize("azure", [False, True])
def test_protect_a_client_that_exists(
    server: LlmServer, anonymizer: Anonymizer, no_leak: Check, azure: bool
) -> None:
    seen: list[str] = []
    library = __import__(openai.DefaultHttpxClient.__mro__[1].__module__.split(".")[0])
    http_client = library.Client(
        headers={"X-Team": "avis"},
        event_hooks={"request": [lambda request: seen.append(request.read().decode())]},
    )
    original: Any = (
        openai.AzureOpenAI(api_key="k", azure_endpoint=server.url, api_version="1", http_client=http_client)
        if azure
        else openai.OpenAI(api_key="k", base_url=f"{server.url}/v1", http_client=http_client)
    )
    before = dict(vars(original))
    client = protect(original, anonymizer=anonymizer, session="dossier")
    assert isinstance(client, AzureOpenAI if azure else OpenAI)
    messages: Any = [{"role": "user", "content": TEXT}]
    assert (
        client.chat.completions.create(model="m", messages=messages).choices[0].message.content
        == "Reçu : " + TEXT
    )
    no_leak()
    assert b"x-team: avis" in server.all_bytes().lower()
    assert len(seen) == 1
    assert "Sophie" not in seen[0]
    client.close()
    assert not http_client.is_closed
    changed = {key for key, value in vars(original).items() if before.get(key) is not value}
    assert not changed & {"_client", "chat", "feedanon"}
    assert type(original).__module__.startswith("openai")
    original.chat.completions.create(model="m", messages=messages)
    assert b"Sophie Martin" in server.all_bytes()  # the caller's own client is as it was
    with pytest.raises(TypeError):
        protect(client)
    with pytest.raises(TypeError):
        protect(object())
