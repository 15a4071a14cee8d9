"""The bodies of OpenAI's Responses API and of its conversations."""

from __future__ import annotations

from feedanon.gateway.openai_chat import LOCATION, METADATA, PERSON_OF_THE_CALLER
from feedanon.gateway.shapes import (
    DATA,
    JSON_TEXT,
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

_CACHE = Fields({"mode": KEEP, "ttl": KEEP})

_PARTS = Kinds(
    "type",
    {
        "input_text": Fields({"type": KEEP, "text": TEXT, "prompt_cache_breakpoint": _CACHE}),
        "output_text": Fields({"type": KEEP, "text": TEXT, "annotations": DATA, "logprobs": DATA}),
        "text": Fields({"type": KEEP, "text": TEXT}),
        "summary_text": Fields({"type": KEEP, "text": TEXT}),
        "reasoning_text": Fields({"type": KEEP, "text": TEXT}),
        "refusal": Fields({"type": KEEP, "refusal": TEXT}),
        "input_image": Refused("input_image"),
        "input_file": Refused("input_file"),
        "input_audio": Refused("input_audio"),
    },
)

CONTENT = Either(string=TEXT, array=Many(_PARTS))

_BASE: dict[str, Shape] = dict.fromkeys(
    "type id call_id status role phase name namespace created_by caller async".split(), KEEP
)


def _item(**fields: Shape) -> Fields:
    return Fields({**_BASE, **fields})


_MESSAGE = _item(content=CONTENT)
_OUTPUT = _item(output=CONTENT)
_SHELL = _item(action=DATA, environment=KEEP)

ITEM = Kinds(
    "type",
    {
        "message": _MESSAGE,
        "reasoning": _item(summary=Many(_PARTS), content=Many(_PARTS), encrypted_content=SEALED),
        "compaction": _item(encrypted_content=SEALED),
        "compaction_trigger": _item(),
        "item_reference": _item(),
        "function_call": _item(arguments=JSON_TEXT, parsed_arguments=DATA),
        "function_call_output": _OUTPUT,
        "custom_tool_call": _item(input=TEXT),
        "custom_tool_call_output": _OUTPUT,
        "file_search_call": _item(queries=DATA, results=DATA),
        "web_search_call": _item(action=DATA),
        "code_interpreter_call": _item(code=TEXT, container_id=KEEP, outputs=DATA),
        "local_shell_call": _SHELL,
        "local_shell_call_output": _item(output=TEXT),
        "shell_call": _SHELL,
        "shell_call_output": _item(output=DATA, max_output_length=KEEP),
        "apply_patch_call": _item(operation=DATA),
        "apply_patch_call_output": _item(output=TEXT),
        "mcp_list_tools": _item(server_label=KEEP, tools=OPAQUE, error=DATA),
        "mcp_approval_request": _item(arguments=JSON_TEXT, server_label=KEEP),
        "mcp_approval_response": _item(approval_request_id=KEEP, approve=KEEP, reason=TEXT),
        "mcp_call": _item(
            arguments=JSON_TEXT, server_label=KEEP, output=TEXT, error=DATA, approval_request_id=KEEP
        ),
        "tool_search_call": _item(arguments=DATA, execution=KEEP),
        "tool_search_output": _item(tools=OPAQUE, execution=KEEP),
        "additional_tools": _item(tools=OPAQUE),
        "configuration_update": _item(reasoning=KEEP, text=OPAQUE),
        "computer_call_output": Refused("computer_call_output"),
        "image_generation_call": Refused("image_generation_call"),
    },
    default="message",
)

INPUT = Either(string=TEXT, array=Many(ITEM))

SETTINGS: dict[str, Shape] = dict.fromkeys(
    """model background background_options context_management conversation include max_output_tokens
    max_tool_calls moderation parallel_tool_calls previous_response_id prompt_cache_options
    prompt_cache_retention reasoning service_tier store stream stream_options temperature tool_choice
    top_logprobs top_p truncation access_programs personality""".split(),
    KEEP,
)

RESPONSE = Fields(
    {
        **SETTINGS,
        "input": INPUT,
        "instructions": Either(string=TEXT, array=Many(ITEM)),
        "text": Fields({"format": OPAQUE, "verbosity": KEEP}),
        "tools": OPAQUE,
        "prompt": Fields({"id": KEEP, "version": KEEP, "variables": DATA}),
        "metadata": METADATA,
        "user": PERSON_OF_THE_CALLER,
        "safety_identifier": PERSON_OF_THE_CALLER,
        "prompt_cache_key": TEXT,
        "user_location": LOCATION,
    }
)

NEW_CONVERSATION = Fields({"items": Many(ITEM), "metadata": METADATA})
CONVERSATION_ITEMS = Fields({"items": Many(ITEM)})
STORED_CONVERSATION = Fields({"metadata": METADATA})
