"""The endpoints that the gate knows: what their bodies hold, and how their answers are restored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from feedanon.gateway import anthropic, openai_chat, openai_responses
from feedanon.gateway.openai_chat import METADATA, PERSON_OF_THE_CALLER
from feedanon.gateway.shapes import KEEP, TEXT, Either, Fields, Kinds, Many, Refused, Shape

Answer = Literal["restore", "chat", "responses", "anthropic", "lines", "as_is"]
"""How an answer comes back: restored as JSON and, when it streams, as which kind of events; `lines` for
the content of files; `as_is` when it holds no text of the request."""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint.

    Attributes:
        name: how errors and reports call it.
        method: HTTP method.
        path: pattern of the end of the path; identifiers in it are checked like all that is kept.
        body: shape of the JSON body; None when it has none.
        answer: how the answer is restored.
        upload: the body is a multipart form with a file.
        note: where a note to the model goes.
    """

    name: str
    method: str
    path: re.Pattern[str]
    body: Shape | None = None
    answer: Answer = "restore"
    upload: bool = False
    note: Literal["messages", "instructions", "system", ""] = ""


def _endpoint(
    line: str,
    body: Shape | None = None,
    answer: Answer = "restore",
    *,
    upload: bool = False,
    note: Literal["messages", "instructions", "system", ""] = "",
) -> Endpoint:
    method, path = line.split()
    pattern = re.compile("(?:^|/)" + re.sub(r"\{\w+\}", "([^/]+)", path) + "/?$")
    return Endpoint(path, method, pattern, body, answer, upload, note)


_NOTHING = Fields({})

_EMBEDDINGS = Fields(
    {
        "input": Either(string=TEXT, array=Many(Either(string=TEXT, array=Refused("token_ids")))),
        "model": KEEP,
        "dimensions": KEEP,
        "encoding_format": KEEP,
        "user": PERSON_OF_THE_CALLER,
        "output_dimension": KEEP,
        "output_dtype": KEEP,
        "input_type": KEEP,
        "truncate": KEEP,
    }
)

_MODERATION_PART = Kinds(
    "type", {"text": Fields({"type": KEEP, "text": TEXT}), "image_url": Refused("image_url")}
)
_MODERATIONS = Fields(
    {
        "input": Either(string=TEXT, array=Many(Either(string=TEXT, object=_MODERATION_PART))),
        "model": KEEP,
    }
)

_BATCH = Fields(
    {
        "input_file_id": KEEP,
        "endpoint": KEEP,
        "completion_window": KEEP,
        "metadata": METADATA,
        "output_expires_after": KEEP,
        "model": KEEP,
    }
)

ENDPOINTS: tuple[Endpoint, ...] = (
    _endpoint("POST chat/completions", openai_chat.CHAT, "chat", note="messages"),
    _endpoint("POST responses", openai_responses.RESPONSE, "responses", note="instructions"),
    _endpoint("POST v1/messages", anthropic.MESSAGES, "anthropic", note="system"),
    _endpoint("POST v1/messages/count_tokens", anthropic.MESSAGES, "as_is", note="system"),
    _endpoint("POST embeddings", _EMBEDDINGS, "as_is"),
    _endpoint("POST completions", openai_chat.COMPLETION, "chat"),
    _endpoint("POST moderations", _MODERATIONS, "as_is"),
    _endpoint("POST files", None, "as_is", upload=True),
    _endpoint("GET files", None, "as_is"),
    _endpoint("GET files/{id}", None, "as_is"),
    _endpoint("DELETE files/{id}", None, "as_is"),
    _endpoint("GET files/{id}/content", None, "lines"),
    _endpoint("POST batches", _BATCH),
    _endpoint("GET batches"),
    _endpoint("GET batches/{id}"),
    _endpoint("POST batches/{id}/cancel", _NOTHING),
    _endpoint("GET models", None, "as_is"),
    _endpoint("GET models/{id}", None, "as_is"),
    _endpoint("GET chat/completions"),
    _endpoint("GET chat/completions/{id}"),
    _endpoint("POST chat/completions/{id}", openai_chat.STORED_CHAT),
    _endpoint("DELETE chat/completions/{id}", None, "as_is"),
    _endpoint("GET chat/completions/{id}/messages"),
    _endpoint("POST responses/input_tokens", openai_responses.RESPONSE, "as_is", note="instructions"),
    _endpoint("POST responses/compact", openai_responses.RESPONSE, "responses"),
    _endpoint("GET responses/{id}", None, "responses"),
    _endpoint("DELETE responses/{id}", None, "as_is"),
    _endpoint("POST responses/{id}/cancel", _NOTHING, "responses"),
    _endpoint("GET responses/{id}/input_items"),
    _endpoint("POST conversations", openai_responses.NEW_CONVERSATION),
    _endpoint("GET conversations/{id}"),
    _endpoint("POST conversations/{id}", openai_responses.STORED_CONVERSATION),
    _endpoint("DELETE conversations/{id}", None, "as_is"),
    _endpoint("POST conversations/{id}/items", openai_responses.CONVERSATION_ITEMS),
    _endpoint("GET conversations/{id}/items"),
    _endpoint("GET conversations/{id}/items/{id}"),
    _endpoint("DELETE conversations/{id}/items/{id}", None, "as_is"),
)
"""In this order: the first that fits is meant."""


def endpoint_for(method: str, path: str, table: tuple[Endpoint, ...] = ENDPOINTS) -> Endpoint | None:
    """The endpoint of a request, or None when the gate does not know it."""
    for endpoint in table:
        if endpoint.method == method and endpoint.path.search(path):
            return endpoint
    return None


KNOWN_QUERY: Mapping[str, None] = dict.fromkeys(
    """api-version limit order after before include include[] purpose stream starting_after model
    include_obfuscation beta page page_size""".split()
)
"""Query parameters that are kept, when they look like identifiers; all others are anonymized."""
