"""A LiteLLM guardrail: masks what the proxy is about to send, restores what comes back.

    # config.yaml of the proxy
    guardrails:
      - guardrail_name: feedanon
        litellm_params:
          guardrail: my_guardrails.guardrail     # guardrail = FeedanonGuardrail(anonymizer=...)
          mode: [pre_call, post_call]
          default_on: true

A request that cannot be protected raises, and the proxy sends nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import anyio

from feedanon.errors import UnprotectedRequestError
from feedanon.gateway.answers import restore_answer
from feedanon.gateway.masking import Masker
from feedanon.gateway.restoring import Restoring
from feedanon.gateway.shapes import Fields, find_leaves
from feedanon.gateway.stream_chat import ChatStream
from feedanon.gateway.tables import ENDPOINTS

try:
    from litellm.integrations.custom_guardrail import CustomGuardrail  # type: ignore[import-not-found, unused-ignore]
except ImportError as error:
    raise ImportError("this needs LiteLLM: pip install 'feedanon[litellm]'") from error

if TYPE_CHECKING:
    from feedanon.anonymizer import Anonymizer, Session

_CALLS = {
    "completion": "chat/completions",
    "acompletion": "chat/completions",
    "text_completion": "completions",
    "atext_completion": "completions",
    "embeddings": "embeddings",
    "embedding": "embeddings",
    "aembedding": "embeddings",
    "moderation": "moderations",
    "amoderation": "moderations",
    "responses": "responses",
    "aresponses": "responses",
}
_OF_THE_PROXY = frozenset(
    """metadata proxy_server_request secret_fields litellm_call_id litellm_logging_obj litellm_metadata
    litellm_session_id litellm_trace_id litellm_parent_otel_span litellm_params guardrails
    disable_global_guardrails api_key api_base api_version base_url timeout request_timeout max_retries
    num_retries fallbacks context_window_fallbacks cache caching ttl deployment_id model_info tags
    mock_response custom_llm_provider drop_params no-log user_api_key allowed_model_region""".split()
)
"""What LiteLLM keeps in a request for itself and does not send to the model."""


class FeedanonGuardrail(CustomGuardrail):
    """The guardrail.

    Args:
        anonymizer: finds and replaces; a new `Anonymizer()` when None.
        session: the name of the session, or a `Session`; None for one of this guardrail's own.
        on_unprotected: names of parts that may pass unprotected.
        options: for LiteLLM's `CustomGuardrail`.
    """

    def __init__(
        self,
        anonymizer: Anonymizer | None = None,
        *,
        session: str | Session | None = None,
        on_unprotected: frozenset[str] = frozenset(),
        **options: Any,
    ) -> None:
        if anonymizer is None:
            from feedanon.anonymizer import Anonymizer

            anonymizer = Anonymizer()
        chosen = session or f"litellm-{uuid4().hex[:12]}"
        self._session = anonymizer.session(chosen) if isinstance(chosen, str) else chosen
        self._allowed = frozenset(on_unprotected)
        self._masker = Masker()
        super().__init__(**{"guardrail_name": "feedanon", "default_on": True, **options})

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: Any
    ) -> dict[str, Any]:
        """Masks a request before the proxy sends it.

        Raises:
            UnprotectedRequestError: a part, or a kind of call, that cannot be protected.
        """
        return await anyio.to_thread.run_sync(self._masked, data, str(getattr(call_type, "value", call_type)))

    async def async_post_call_success_hook(
        self, data: dict[str, Any], user_api_key_dict: Any, response: Any
    ) -> Any:
        """Restores an answer."""
        if not hasattr(response, "choices") and not hasattr(response, "output"):
            return response
        restored = restore_answer(
            response.model_dump(), Restoring(self._session), expects_json=_wants_json(data)
        )
        return type(response)(**restored)

    async def async_post_call_streaming_iterator_hook(
        self, user_api_key_dict: Any, response: Any, request_data: dict[str, Any]
    ) -> AsyncIterator[Any]:
        """Restores an answer that streams."""
        stream = ChatStream(Restoring(self._session), expects_json=_wants_json(request_data))
        made: Any = None
        async for chunk in response:
            made = type(chunk)
            for restored in stream.rewrite(chunk.model_dump()):
                yield made(**restored)
        for rest in stream.finish():
            yield made(**rest)

    def _masked(self, data: dict[str, Any], call_type: str) -> dict[str, Any]:
        name = _CALLS.get(call_type)
        endpoint = next((one for one in ENDPOINTS if one.method == "POST" and one.name == name), None)
        if endpoint is None or not isinstance(endpoint.body, Fields):
            if call_type in self._allowed:
                return data
            raise UnprotectedRequestError(
                f"LiteLLM's call {call_type!r} is not known. Nothing was sent. Use another, "
                f"or let it pass unprotected with on_unprotected=[{call_type!r}]"
            )
        body = {key: value for key, value in data.items() if key not in _OF_THE_PROXY}
        leaves = find_leaves(body, endpoint.body, endpoint.name, self._allowed.__contains__)
        self._masker.mask(leaves, self._session, self._allowed.__contains__)
        return {**data, **body}


def _wants_json(data: dict[str, Any]) -> bool:
    asked = data.get("response_format")
    return isinstance(asked, dict) and str(asked.get("type", "")).startswith("json")
