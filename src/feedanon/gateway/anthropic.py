"""The bodies of Anthropic's Messages API."""

from __future__ import annotations

from feedanon.gateway.openai_chat import PERSON_OF_THE_CALLER
from feedanon.gateway.shapes import (
    DATA,
    KEEP,
    OPAQUE,
    SEALED,
    TEXT,
    Either,
    Fields,
    Kinds,
    Many,
    Refused,
    Shape,
)

_CACHE = {"type": KEEP, "cache_control": KEEP}

_TEXT_BLOCK = Fields({**_CACHE, "text": TEXT, "citations": DATA})

_RESULT_PARTS = Kinds(
    "type",
    {"text": _TEXT_BLOCK, "image": Refused("image"), "document": Refused("document")},
)

_TEXT_SOURCE = Kinds(
    "type",
    {
        "text": Fields({"type": KEEP, "media_type": KEEP, "data": TEXT}),
        "content": Fields({"type": KEEP, "content": Either(string=TEXT, array=Many(_RESULT_PARTS))}),
        "base64": Refused("document"),
        "url": Refused("document"),
        "file": Refused("document"),
    },
)

BLOCK = Kinds(
    "type",
    {
        "text": _TEXT_BLOCK,
        "thinking": Fields({**_CACHE, "thinking": TEXT, "signature": SEALED}),
        "redacted_thinking": Fields({**_CACHE, "data": SEALED}),
        "tool_use": Fields({**_CACHE, "id": KEEP, "name": KEEP, "input": DATA, "caller": KEEP}),
        "tool_result": Fields(
            {
                **_CACHE,
                "tool_use_id": KEEP,
                "is_error": KEEP,
                "content": Either(string=TEXT, array=Many(_RESULT_PARTS)),
            }
        ),
        "document": Fields(
            {**_CACHE, "source": _TEXT_SOURCE, "title": TEXT, "context": TEXT, "citations": KEEP}
        ),
        "search_result": Fields(
            {**_CACHE, "source": TEXT, "title": TEXT, "content": Many(_TEXT_BLOCK), "citations": KEEP}
        ),
        "image": Refused("image"),
    },
)

_CONTENT = Either(string=TEXT, array=Many(BLOCK))
_MESSAGE = Fields({"role": KEEP, "content": _CONTENT})

_SETTINGS: dict[str, Shape] = dict.fromkeys(
    """model max_tokens temperature top_p top_k stream thinking tool_choice service_tier container
    context_management inference_geo speed""".split(),
    KEEP,
)

MESSAGES = Fields(
    {
        **_SETTINGS,
        "messages": Many(_MESSAGE),
        "system": Either(string=TEXT, array=Many(_TEXT_BLOCK)),
        "stop_sequences": Many(TEXT),
        "tools": OPAQUE,
        "output_config": OPAQUE,
        "output_format": OPAQUE,
        "metadata": Fields({"user_id": PERSON_OF_THE_CALLER}),
    }
)
