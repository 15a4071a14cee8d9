"""The guardrail, with LiteLLM's own answers and streams."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest
from presidio_analyzer import PatternRecognizer

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else importing it asks the network
litellm = pytest.importorskip("litellm")

from feedanon.anonymizer import Anonymizer  # noqa: E402
from feedanon.errors import UnprotectedRequestError  # noqa: E402
from feedanon.integrations.litellm import FeedanonGuardrail  # noqa: E402

TEXT = 'Sophie Martin dit "non" au 06 12 34 56 78'


@pytest.fixture(scope="module")
def guardrail() -> Iterator[FeedanonGuardrail]:
    names = PatternRecognizer(
        supported_entity="PERSON", name="names", deny_list=["Sophie Martin"], supported_language="fr"
    )
    with Anonymizer(model=names) as anonymizer:
        yield FeedanonGuardrail(anonymizer)


def masked(guardrail: FeedanonGuardrail, data: dict[str, Any], call: str = "completion") -> dict[str, Any]:
    return asyncio.run(guardrail.async_pre_call_hook(None, None, data, call))


def test_a_question_and_its_answer(guardrail: FeedanonGuardrail) -> None:
    data = {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": TEXT}],
        "metadata": {"headers": {"host": "proxy"}},
        "user": "Sophie Martin",
    }
    sent = masked(guardrail, data)
    assert "Sophie" not in str(sent["messages"]) + sent["user"]
    assert sent["metadata"] == data["metadata"]

    async def main() -> None:
        answer = await litellm.acompletion(
            model="gpt-4o", messages=sent["messages"], mock_response=sent["messages"][0]["content"]
        )
        restored = await guardrail.async_post_call_success_hook(sent, None, answer)
        assert type(restored) is type(answer)
        assert restored.choices[0].message.content == TEXT
        stream = await litellm.acompletion(
            model="gpt-4o",
            messages=sent["messages"],
            mock_response=sent["messages"][0]["content"],
            stream=True,
        )
        said = ""
        async for chunk in guardrail.async_post_call_streaming_iterator_hook(None, stream, sent):
            said += chunk.choices[0].delta.content or ""
        assert said == TEXT

    asyncio.run(main())


def test_what_is_not_known_is_refused(guardrail: FeedanonGuardrail) -> None:
    with pytest.raises(UnprotectedRequestError, match="image_generation"):
        masked(guardrail, {"prompt": "Sophie Martin"}, "image_generation")
    with pytest.raises(UnprotectedRequestError, match="resume"):
        masked(guardrail, {"model": "m", "messages": [], "resume": "Sophie Martin"})
