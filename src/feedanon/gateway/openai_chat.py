"""The bodies of OpenAI's chat completions, and of the many servers that speak the same dialect."""

from __future__ import annotations

from feedanon.gateway.shapes import (
    DATA,
    JSON_TEXT,
    KEEP,
    NAME,
    OPAQUE,
    SEALED,
    TEXT,
    Either,
    Fields,
    Kinds,
    Many,
    Refused,
    Shape,
    Text,
)

PERSON_OF_THE_CALLER = Text(as_type="USERNAME")
"""`user` and `safety_identifier`: they exist to tell one person from another, so all of them is masked."""

METADATA = DATA
_CACHE = Fields({"mode": KEEP, "ttl": KEEP})

_PARTS = Kinds(
    "type",
    {
        "text": Fields(
            {"type": KEEP, "text": TEXT, "prompt_cache_breakpoint": _CACHE, "cache_control": KEEP}
        ),
        "refusal": Fields({"type": KEEP, "refusal": TEXT}),
        "thinking": Fields({"type": KEEP, "thinking": DATA, "closed": KEEP, "signature": SEALED}),
        "image_url": Refused("image_url"),
        "input_audio": Refused("input_audio"),
        "file": Refused("file"),
    },
)

CONTENT = Either(string=TEXT, array=Many(_PARTS), object=DATA)

FUNCTION_CALL = Fields({"name": KEEP, "arguments": Either(string=JSON_TEXT, object=DATA)})

TOOL_CALLS = Many(
    Kinds(
        "type",
        {
            "function": Fields(
                {"id": KEEP, "type": KEEP, "index": KEEP, "function": FUNCTION_CALL, "extra_content": SEALED}
            ),
            "custom": Fields({"id": KEEP, "type": KEEP, "custom": Fields({"name": KEEP, "input": TEXT})}),
        },
        default="function",
    )
)

_SAID = {"role": KEEP, "content": CONTENT, "name": NAME, "id": KEEP, "type": KEEP}
ASSISTANT = Fields(
    {
        **_SAID,
        "refusal": TEXT,
        "tool_calls": TOOL_CALLS,
        "function_call": FUNCTION_CALL,
        "audio": Fields({"id": KEEP}),
        "annotations": DATA,
        "reasoning": TEXT,
        "reasoning_content": TEXT,
        "reasoning_details": DATA,
        "parsed": DATA,
        "prefix": KEEP,
    }
)

MESSAGE = Kinds(
    "role",
    {
        "system": Fields(_SAID),
        "developer": Fields(_SAID),
        "user": Fields(_SAID),
        "assistant": ASSISTANT,
        "tool": Fields({**_SAID, "name": KEEP, "tool_call_id": KEEP}),
        "function": Fields({**_SAID, "name": KEEP}),
    },
)

MESSAGES = Many(MESSAGE)

SETTINGS: dict[str, Shape] = dict.fromkeys(
    """model temperature top_p n max_tokens max_completion_tokens presence_penalty frequency_penalty
    logit_bias logprobs top_logprobs seed stream stream_options store service_tier modalities
    parallel_tool_calls reasoning_effort verbosity audio prompt_cache_options prompt_cache_retention
    moderation best_of echo
    top_k min_p repetition_penalty length_penalty ignore_eos min_tokens stop_token_ids skip_special_tokens
    safe_prompt random_seed prompt_mode keep_alive options think provider transforms route plugins
    include_reasoning reasoning""".split(),
    KEEP,
)
"""Parameters of OpenAI, then of vLLM, Mistral, Ollama and OpenRouter."""

FORMAT = Kinds(
    "type",
    {
        "text": Fields({"type": KEEP}),
        "json_object": Fields({"type": KEEP}),
        "json_schema": OPAQUE,
        "grammar": OPAQUE,
    },
)

LOCATION = DATA

CHAT = Fields(
    {
        **SETTINGS,
        "messages": MESSAGES,
        "stop": Either(string=TEXT, array=Many(TEXT)),
        "tools": OPAQUE,
        "tool_choice": KEEP,
        "functions": OPAQUE,
        "function_call": KEEP,
        "response_format": FORMAT,
        "chat_template_kwargs": KEEP,
        "guided_json": OPAQUE,
        "guided_choice": OPAQUE,
        "guided_regex": OPAQUE,
        "guided_grammar": OPAQUE,
        "prediction": Fields({"type": KEEP, "content": CONTENT}),
        "web_search_options": Fields({"search_context_size": KEEP, "user_location": LOCATION}),
        "metadata": METADATA,
        "user": PERSON_OF_THE_CALLER,
        "safety_identifier": PERSON_OF_THE_CALLER,
        "prompt_cache_key": TEXT,
    }
)

STORED_CHAT = Fields({"metadata": METADATA})

COMPLETION = Fields(
    {
        **SETTINGS,
        "prompt": Either(string=TEXT, array=Many(Either(string=TEXT, array=Refused("token_ids")))),
        "suffix": TEXT,
        "stop": Either(string=TEXT, array=Many(TEXT)),
        "user": PERSON_OF_THE_CALLER,
    }
)
