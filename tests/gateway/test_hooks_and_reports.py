"""The hook before sending, the reports, the note to the model, and what fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from feedanon.anonymizer import Anonymizer
from feedanon.errors import DetectionError, VaultError
from feedanon.gateway.hooks import (
    BlockedRequestError,
    OutgoingRequest,
    at_most,
    audit,
    block_doubt,
    block_types,
    journal,
    only_hosts,
)
from feedanon.gateway.note import NOTES, token_estimate
from feedanon.openai import AsyncOpenAI, OpenAI
from gateway.conftest import EMAIL, PHONE
from gateway.llm_server import LlmServer

TEXT = f"Sophie Martin, {EMAIL}, et Zoé Lefèvre au {PHONE}"
Make = Callable[..., Any]


@pytest.fixture
def make(server: LlmServer, anonymizer: Anonymizer) -> Make:
    def client(**options: Any) -> Any:
        return OpenAI(**{"api_key": "k", "base_url": f"{server.url}/v1", "anonymizer": anonymizer, **options})

    return client


def ask(client: Any, content: str = TEXT, **more: Any) -> Any:
    return client.chat.completions.create(model="m", messages=[{"role": "user", "content": content}], **more)


def test_a_hook_sees_the_anonymized_request(make: Make, server: LlmServer) -> None:
    seen: list[OutgoingRequest] = []
    ask(make(before_send=seen.append, session="dossier"))
    (request,) = seen
    assert (request.method, request.host, request.endpoint) == ("POST", "127.0.0.1", "chat/completions")
    assert request.session == "dossier"
    assert request.entities == {"PERSON": 2, "EMAIL_ADDRESS": 1, "PHONE_NUMBER": 1}
    assert {one.path for one in request.findings} == {"messages[0].content"}
    assert "Sophie" not in repr(request)
    assert request.body is not None
    assert "Sophie" not in str(request.body)


def test_a_hook_may_change_the_body(make: Make, server: LlmServer) -> None:
    def cooler(request: OutgoingRequest) -> None:
        assert request.body is not None
        request.body["temperature"] = 0

    ask(make(before_send=cooler))
    assert server.bodies[-1]["temperature"] == 0


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        (at_most(1), "2 PERSON found, 1 are allowed"),
        (block_types(["EMAIL_ADDRESS"]), "EMAIL_ADDRESS"),
        (block_doubt(0.0, 1.01), "unsure"),
        (only_hosts("api.openai.com", "*.eu.example"), "127.0.0.1 is not among"),
    ],
)
def test_ready_made_hooks_stop(make: Make, server: LlmServer, hook: Any, message: str) -> None:
    client = make(before_send=hook)
    with pytest.raises(BlockedRequestError, match=message):
        ask(client)
    assert not server.heard
    assert client.feedanon.totals.as_dict()["requests"] == {"refused": 1}


def test_ready_made_hooks_let_pass(make: Make, server: LlmServer) -> None:
    lines: list[dict[str, Any]] = []
    hooks = [at_most(2), block_types(), block_doubt(0.0, 0.1), only_hosts("127.0.0.1"), audit(lines.append)]
    ask(make(before_send=hooks))
    assert lines[0]["masked"] == {"PERSON": 2, "EMAIL_ADDRESS": 1, "PHONE_NUMBER": 1}
    assert "Sophie" not in str(lines)


def test_the_journal_gets_a_line(make: Make, anonymizer: Anonymizer) -> None:
    vault: Any = anonymizer.vault
    ask(make(before_send=journal(vault), session="dossier-journal"))
    line = next(one for one in vault.journal() if one.verb == "send" and one.session == "dossier-journal")
    assert line.counts["PERSON"] == 2
    assert vault.verify_journal().intact


def test_any_error_of_a_hook_stops_the_request_at_once(make: Make, server: LlmServer) -> None:
    calls: list[int] = []

    def broken(request: OutgoingRequest) -> None:
        calls.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(make(before_send=broken, max_retries=3))
    assert calls == [1]

    async def late(request: OutgoingRequest) -> None:
        """Would run too late."""

    with pytest.raises(TypeError, match="plain function"):
        ask(make(before_send=late))
    assert not server.heard


@pytest.mark.parametrize("error", [DetectionError("no model"), VaultError("no disk"), MemoryError()])
def test_a_failure_of_the_anonymizer_stops_the_request(
    make: Make, server: LlmServer, anonymizer: Anonymizer, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> Any:
        raise error

    client = make()
    monkeypatch.setattr(anonymizer, "detect_batch", fail)
    with pytest.raises(type(error)):
        ask(client)
    with pytest.raises(type(error)):
        ask(client, stream=True)
    assert not server.heard


def test_reports(make: Make, server: LlmServer) -> None:
    client = make()
    server.say = lambda body: body["messages"][-1]["content"].split(",")[0] + " et <PERSON_99>"
    answer = ask(client)
    report = client.feedanon.report(answer)
    assert report.masked == {"PERSON": 2, "EMAIL_ADDRESS": 1, "PHONE_NUMBER": 1}
    assert report.restored.total() == 1
    assert report.invented == {"<PERSON_99>": 1}
    assert len(report.lost) == 3
    assert report.finished
    assert report.as_dict()["status"] == 200
    assert "Sophie" not in repr(report) + str(report.as_dict())
    assert client.feedanon.report(answer.id) is report
    assert client.feedanon.last_report is report
    assert client.feedanon.report("never") is None
    chunks = list(ask(client, stream=True))
    streamed = client.feedanon.report(chunks[0])
    assert streamed.restored.total() == 1
    assert streamed.invented == {"<PERSON_99>": 1}
    raw = client.chat.completions.with_raw_response.create(
        model="m", messages=[{"role": "user", "content": TEXT}]
    )
    assert raw.http_response.extensions["feedanon"].masked["PERSON"] == 2
    assert client.feedanon.totals.as_dict() == {
        "requests": {"sent": 3, "answered": 3},
        "masked": {"PERSON": 6, "EMAIL_ADDRESS": 3, "PHONE_NUMBER": 3},
        "kept": {},
        "pseudonyms": {"restored": 3, "invented": 3, "restricted": 0, "lost": 9},
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_note_goes_with_pseudonyms_only(make: Make, server: LlmServer, language: str) -> None:
    client = make(note=language)
    ask(client)
    assert server.bodies[-1]["messages"][0] == {"role": "system", "content": NOTES[language]}
    assert client.feedanon.last_report.note_tokens == token_estimate(NOTES[language]) > 20
    ask(client, "Rien de personnel")
    assert len(server.bodies[-1]["messages"]) == 1
    assert client.feedanon.last_report.note_tokens == 0
    if hasattr(client, "responses"):
        client.responses.create(model="m", input=TEXT, instructions="Résume.")
        assert server.bodies[-1]["instructions"] == NOTES[language] + "\n\nRésume."


def test_nothing_personal_in_logs(
    make: Make, server: LlmServer, caplog: pytest.LogCaptureFixture, anonymizer: Anonymizer
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    for name in ("openai", "openai._base_client"):
        logging.getLogger(name).setLevel(logging.WARNING)  # the client itself logs its options when asked to
    client = make()
    ask(client)
    server.fail = [400]
    with pytest.raises(Exception, match="PERSON"):
        ask(client)
    assert "Sophie" not in caplog.text
    assert "Sophie" not in repr(client.feedanon) + repr(client.feedanon.gate) + repr(client.feedanon.totals)


def test_an_asynchronous_client_has_the_same_errors(server: LlmServer, anonymizer: Anonymizer) -> None:
    import asyncio

    async def main() -> None:
        client = AsyncOpenAI(
            api_key="k", base_url=f"{server.url}/v1", anonymizer=anonymizer, before_send=at_most(1)
        )
        with pytest.raises(BlockedRequestError):
            await ask(client)

    asyncio.run(main())
    assert not server.heard
