"""Chat completions through the official client, on bytes that a real server received."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import openai
import pytest
from pydantic import BaseModel

from feedanon.anonymizer import Anonymizer
from feedanon.openai import AsyncOpenAI, AzureOpenAI, OpenAI
from gateway.conftest import EMAIL, IBAN, PHONE
from gateway.llm_answers import said_by_user
from gateway.llm_server import PSEUDONYM, LlmServer

Check = Callable[[], None]
TEXT = f"Bonjour, Sophie Martin au {PHONE}, mail {EMAIL}, IBAN {IBAN}. Merci à Zoé Lefèvre !"


@pytest.fixture
def client(server: LlmServer, anonymizer: Anonymizer) -> OpenAI:
    return OpenAI(api_key="sk-x", base_url=f"{server.url}/v1", anonymizer=anonymizer, max_retries=2)


def ask(client: Any, content: Any, **more: Any) -> Any:
    return client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": content}], **more
    )


def test_a_question_and_its_answer(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    answer = ask(client, TEXT)
    assert answer.choices[0].message.content == "Reçu : " + TEXT
    assert len(PSEUDONYM.findall(server.raw_bodies[-1].decode())) == 5
    no_leak()


def test_part_contents(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    parts = [
        {"type": "text", "text": "Je suis Sophie Martin"},
        {"type": "text", "text": f"joignable : {EMAIL}"},
    ]
    assert (
        ask(client, parts).choices[0].message.content == f"Reçu : Je suis Sophie Martin joignable : {EMAIL}"
    )
    no_leak()


def test_every_role_and_the_arguments_of_tools(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    arguments = json.dumps({"nom": "Zoé Lefèvre", "note": 'dit "oui"\n à Sophie Martin', "tel": PHONE})
    client.chat.completions.create(
        model="gpt-4o",
        messages=[
            {"role": "system", "content": "Le client est Sophie Martin"},
            {"role": "developer", "content": f"Son mail : {EMAIL}"},
            {"role": "user", "content": TEXT, "name": "Sophie"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "call_1", "type": "function", "function": {"name": "note", "arguments": arguments}}
                ],
            },
            {
                "role": "tool",
                "tool_call_id": "call_1",
                "content": json.dumps({"client": "Zoé Lefèvre", "ok": True}),
            },
            {"role": "assistant", "content": "Bien reçu, Sophie Martin", "refusal": "Désolé Zoé Lefèvre"},
        ],
        prediction={"type": "content", "content": "Sophie Martin est contente"},
        metadata={"client": "Sophie Martin", "dossier": "42"},
        user=EMAIL,
        extra_body={"safety_identifier": "Sophie Martin"},  # not a parameter of the oldest version
        stop=["Sophie Martin :"],
        extra_headers={"X-Client": "Sophie Martin", "X-Trace-Token": "abc"},
        extra_query={"qui": EMAIL, "api-version": "2024-10-21"},
    )
    no_leak()
    body = server.bodies[-1]
    sent = json.loads(body["messages"][3]["tool_calls"][0]["function"]["arguments"])
    assert set(sent) == {"nom", "note", "tel"}
    assert sent["note"].startswith('dit "oui"\n à <')
    assert json.loads(body["messages"][4]["content"])["ok"] is True
    assert body["messages"][2]["name"].replace("_", "").isalnum()
    assert body["metadata"]["dossier"] == "42"
    assert "api-version=2024-10-21" in server.paths[-1]


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 7, 11, 50])
def test_streams_cut_anywhere(client: OpenAI, server: LlmServer, no_leak: Check, cut: int) -> None:
    server.cut = cut
    said = ["", ""]
    for chunk in ask(client, TEXT, stream=True, n=2):
        for choice in chunk.choices:
            said[choice.index] += choice.delta.content or ""
    assert said == ["Reçu : " + TEXT] * 2
    no_leak()


def test_a_stream_holds_back_nothing_but_half_pseudonyms(client: OpenAI, server: LlmServer) -> None:
    server.cut = 1
    server.say = lambda body: "abc <PERSONNE et <3 fin"
    pieces = [
        c.choices[0].delta.content or "" for c in ask(client, "Sophie Martin", stream=True) if c.choices
    ]
    assert "".join(pieces) == "abc <PERSONNE et <3 fin"
    assert "".join(pieces[:5]) == "abc "  # the role, then each letter at most one piece late


def test_what_is_held_back_comes_before_the_end(client: OpenAI, server: LlmServer) -> None:
    server.say = lambda body: "voir <PERSON_1"
    said, ended = "", False
    for chunk in ask(client, "Sophie Martin", stream=True):
        for choice in chunk.choices:
            assert not (ended and choice.delta.content)
            said += choice.delta.content or ""
            ended = ended or choice.finish_reason is not None
    assert said == "voir Sophie Martin"
    assert ended


@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls_come_back_as_json(
    client: OpenAI, server: LlmServer, no_leak: Check, stream: bool
) -> None:
    server.tool_arguments = lambda body: [
        json.dumps({"texte": said_by_user(body)}),
        json.dumps({"texte": said_by_user(body).upper(), "n": 2}).replace("<", "\\u003c"),
    ]
    tools: Any = [
        {"type": "function", "function": {"name": "note", "parameters": {"type": "object", "properties": {}}}}
    ]
    text = 'Amélie O\'Brien dit "Sophie Martin"\n' + PHONE
    answer = ask(client, text, tools=tools, stream=stream)
    if stream:
        arguments = ["", ""]
        for chunk in answer:
            for call in chunk.choices[0].delta.tool_calls or []:
                arguments[call.index] += call.function.arguments or ""
    else:
        arguments = [call.function.arguments for call in answer.choices[0].message.tool_calls]
        assert answer.choices[0].message.tool_calls[0].function.name == "note"
    assert json.loads(arguments[0]) == {"texte": text}
    assert json.loads(arguments[1])["n"] == 2
    assert PHONE in json.loads(arguments[1])["texte"]
    assert server.bodies[-1]["tools"] == tools
    no_leak()


class Summary(BaseModel):
    client: str
    theme: str


def test_structured_output_stays_json(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    server.say = lambda body: json.dumps({"client": said_by_user(body), "theme": 'le "prix"'})
    parse = getattr(client.chat.completions, "parse", None) or client.beta.chat.completions.parse
    quoted = f'Sophie Martin dite "Zoé Lefèvre" {EMAIL}'
    answer = parse(model="gpt-4o", messages=[{"role": "user", "content": quoted}], response_format=Summary)
    assert answer.choices[0].message.parsed == Summary(client=quoted, theme='le "prix"')
    no_leak()


def test_the_stream_helper(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    server.say = lambda body: json.dumps({"client": said_by_user(body), "theme": "prix"})
    completions = (
        client.chat.completions
        if hasattr(client.chat.completions, "stream")
        else client.beta.chat.completions
    )
    with completions.stream(
        model="gpt-4o", messages=[{"role": "user", "content": TEXT}], response_format=Summary
    ) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_completion()
    assert final.choices[0].message.parsed == Summary(client=TEXT, theme="prix")
    assert kinds[-1] == "content.done"
    no_leak()


def test_raw_and_streaming_responses(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    messages: Any = [{"role": "user", "content": TEXT}]
    raw = client.chat.completions.with_raw_response.create(model="m", messages=messages)
    assert raw.parse().choices[0].message.content == "Reçu : " + TEXT
    assert raw.headers["x-request-id"] == "req_1"
    with client.chat.completions.with_streaming_response.create(model="m", messages=messages) as streamed:
        assert TEXT in json.loads(b"".join(streamed.iter_bytes()))["choices"][0]["message"]["content"]
    no_leak()


def test_compressed_answers(client: OpenAI, server: LlmServer) -> None:
    server.gzip = True
    assert ask(client, TEXT).choices[0].message.content == "Reçu : " + TEXT


def test_logprobs_are_dropped_only_where_the_text_changed(client: OpenAI, server: LlmServer) -> None:
    assert ask(client, TEXT, logprobs=True).choices[0].logprobs is None
    assert ask(client, "Bonjour", logprobs=True).choices[0].logprobs.content[0].logprob == -0.1


def test_retries_send_the_same_bytes_and_errors_hold_no_value(
    client: OpenAI, server: LlmServer, no_leak: Check
) -> None:
    server.fail = [500, 500]
    assert ask(client, TEXT).choices[0].message.content == "Reçu : " + TEXT
    assert len(set(server.raw_bodies)) == 1
    assert len(server.raw_bodies) == 3
    server.fail = [400]
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, TEXT)
    assert "Sophie" not in str(caught.value)
    assert "<PERSON_" in str(caught.value)
    no_leak()


def test_a_broken_connection_is_the_clients_own_error(client: OpenAI, server: LlmServer) -> None:
    server.break_after = 4
    with pytest.raises(Exception) as caught:
        list(ask(client, TEXT, stream=True))
    assert type(caught.value).__module__.split(".")[0] in ("openai", "httpx", "httpx2")
    assert "Sophie" not in str(caught.value)


def test_a_conversation_keeps_its_pseudonyms(client: OpenAI, server: LlmServer) -> None:
    first = ask(client, "Sophie Martin").choices[0].message.content
    messages: Any = [
        {"role": "user", "content": "Sophie Martin"},
        {"role": "assistant", "content": first},
        {"role": "user", "content": "Qui est Sophie Martin ?"},
    ]
    client.chat.completions.create(model="m", messages=messages)
    sent = server.bodies[-1]["messages"]
    assert len({PSEUDONYM.search(message["content"])[0] for message in sent}) == 1  # type: ignore[index]
    with client.feedanon.session("dossier-12") as session:
        assert ask(client, "Sophie Martin").choices[0].message.content == "Reçu : Sophie Martin"
        assert session.name == "dossier-12"
    assert client.feedanon.last_report is not None
    assert client.feedanon.last_report.session == "dossier-12"


def test_copies_of_a_client_stay_behind_the_gate(client: OpenAI, server: LlmServer, no_leak: Check) -> None:
    copy = client.with_options(timeout=5, max_retries=0)
    assert ask(copy, TEXT).choices[0].message.content == "Reçu : " + TEXT
    assert copy.feedanon.gate is client.feedanon.gate
    no_leak()


def test_azure(server: LlmServer, anonymizer: Anonymizer, no_leak: Check) -> None:
    client = AzureOpenAI(
        api_key="k", azure_endpoint=server.url, api_version="2024-10-21", anonymizer=anonymizer
    )
    assert ask(client, TEXT).choices[0].message.content == "Reçu : " + TEXT
    assert server.paths == ["/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"]
    no_leak()


def test_async(server: LlmServer, anonymizer: Anonymizer, no_leak: Check) -> None:
    import asyncio

    async def main() -> None:
        async with AsyncOpenAI(api_key="k", base_url=f"{server.url}/v1", anonymizer=anonymizer) as client:
            answers = await asyncio.gather(*(ask(client, f"{TEXT} ({n})") for n in range(5)))
            assert [one.choices[0].message.content for one in answers] == [
                f"Reçu : {TEXT} ({n})" for n in range(5)
            ]
            said = ""
            async for chunk in await ask(client, TEXT, stream=True):
                said += chunk.choices[0].delta.content or ""
            assert said == "Reçu : " + TEXT
            with client.feedanon.session("autre"):
                await ask(client, TEXT)
            assert client.feedanon.last_report.session == "autre"  # type: ignore[union-attr]

    asyncio.run(main())
    no_leak()
