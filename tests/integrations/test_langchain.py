"""The pair of runnables, with LangChain's own messages, prompts and models."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("langchain_core")

from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda
from presidio_analyzer import PatternRecognizer

from feedanon.anonymizer import Anonymizer
from feedanon.errors import UnprotectedRequestError
from feedanon.integrations.langchain import runnables

TEXT = 'Sophie Martin dit "non" au 06 12 34 56 78'


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Any, Any]]:
    names = PatternRecognizer(
        supported_entity="PERSON", name="names", deny_list=["Sophie Martin"], supported_language="fr"
    )
    with Anonymizer(model=names) as anonymizer:
        yield runnables(anonymizer)


def test_a_chain(pair: tuple[Any, Any]) -> None:
    mask, restore = pair
    seen: list[str] = []

    def model(messages: list[Any]) -> AIMessage:
        seen.append(str(messages))
        return AIMessage(f"Reçu : {messages[-1].content}")

    prompt = ChatPromptTemplate.from_messages([("system", "Tu résumes."), ("human", "{avis}")])
    chain = prompt | mask | RunnableLambda(model) | restore | StrOutputParser()
    assert chain.invoke({"avis": TEXT}) == "Reçu : " + TEXT
    assert "Sophie" not in seen[0]
    assert "06 12" not in seen[0]


def test_a_stream(pair: tuple[Any, Any]) -> None:
    mask, restore = pair
    masked = mask.invoke(TEXT)
    model = GenericFakeChatModel(messages=iter([AIMessage(masked)]))
    pieces = list((mask | model | restore | StrOutputParser()).stream(TEXT))
    assert len(pieces) > 2
    assert "".join(pieces) == TEXT

    async def main() -> str:
        model = GenericFakeChatModel(messages=iter([AIMessage(masked)]))
        return "".join([piece async for piece in (mask | model | restore | StrOutputParser()).astream(TEXT)])

    assert asyncio.run(main()) == TEXT
    letters = restore.transform(iter(masked))
    assert "".join(letters) == TEXT


def test_tool_calls_both_ways(pair: tuple[Any, Any]) -> None:
    mask, restore = pair
    call = {"name": "note", "args": {"texte": TEXT, "n": 1}, "id": "call_1", "type": "tool_call"}
    messages = [
        SystemMessage("La cliente est Sophie Martin"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("Sophie Martin", tool_call_id="call_1", name="note"),
        HumanMessage([{"type": "text", "text": TEXT}], name="Sophie"),
    ]
    masked = mask.invoke(messages)
    assert "Sophie" not in str(masked)
    assert [type(one) for one in masked] == [type(one) for one in messages]
    assert masked[2].tool_call_id == "call_1"
    assert messages[1].tool_calls[0]["args"]["texte"] == TEXT  # what was given is not changed
    assert restore.invoke(masked[1]).tool_calls == [call]
    arguments = '{"texte": "' + masked[0].content.split()[-1] + '"}'
    chunks = [
        AIMessageChunk(
            "", tool_call_chunks=[{"name": "note" if not n else None, "args": one, "id": None, "index": 0}]
        )
        for n, one in enumerate(arguments)
    ]
    whole = None
    for chunk in restore.transform(iter(chunks)):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    assert whole.tool_calls[0]["args"] == {"texte": "Sophie Martin"}


def test_what_cannot_be_read_is_refused(pair: tuple[Any, Any]) -> None:
    mask, restore = pair
    with pytest.raises(UnprotectedRequestError, match="image_url"):
        mask.invoke([HumanMessage([{"type": "image_url", "image_url": {"url": "data:x"}}])])
    with pytest.raises(TypeError):
        mask.invoke({"texte": "Sophie Martin"})
    with pytest.raises(TypeError):
        restore.invoke(3)


def test_chat_openai_needs_no_pair() -> None:
    langchain_openai: Any = pytest.importorskip("langchain_openai")
    import openai

    from feedanon.gateway import Gate, transport
    from feedanon.gateway.transports import library_of

    seen: list[str] = []
    library: Any = library_of(openai.DefaultHttpxClient)

    def answer(request: Any) -> Any:
        seen.append(request.content.decode())
        said = json.loads(request.content)["messages"][-1]["content"]
        message = {"role": "assistant", "content": said}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return library.Response(
            200,
            json={"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]},
        )

    names = PatternRecognizer(
        supported_entity="PERSON", name="names", deny_list=["Sophie Martin"], supported_language="fr"
    )
    with Anonymizer(model=names) as anonymizer:
        inner = library.MockTransport(answer)
        http_client = library.Client(transport=transport(Gate(anonymizer), inner, library=library))
        model = langchain_openai.ChatOpenAI(
            model="m", api_key="k", base_url="http://x.test/v1", http_client=http_client
        )
        assert model.invoke(TEXT).content == TEXT
    assert "Sophie" not in seen[0]
