"""Puts the values back into the JSON body of an answer."""

from __future__ import annotations

import json
from typing import Any

from feedanon.gateway.restoring import Restoring

_NEVER = frozenset(
    """id object model type role finish_reason stop_reason system_fingerprint service_tier call_id
    tool_call_id item_id response_id status encrypted_content signature b64_json embedding error
    input_file_id output_file_id error_file_id method namespace""".split()
)
"""Keys whose strings are the API's own words."""

_JSON = frozenset(("arguments", "partial_json"))
_CALLERS = frozenset(("metadata", "variables", "item", "args"))
"""Keys whose objects have the caller's own keys, so that no key below them is the API's."""

_ANSWER = ("choices", "output", "content")
"""The keys of an answer that hold what the model wrote; all else repeats the request."""

_TEXT_KEYS = ("content", "text", "refusal")


def restore_answer(body: Any, restoring: Restoring, *, expects_json: bool = False) -> Any:
    """Restores a parsed answer, in place.

    Args:
        body: the JSON value.
        restoring: the session and where to count. Only what the model wrote is counted.
        expects_json: the request asked for JSON, so that texts of the model are JSON texts.

    Returns:
        The restored value.
    """
    if not isinstance(body, dict) or (body.get("error") and "choices" not in body and "output" not in body):
        return body
    silent = _Tree(restoring.silent(), False)
    counted = _Tree(restoring, expects_json)
    for key in list(body):
        if key in _CALLERS and isinstance(body[key], dict):
            body[key] = restore_everything(body[key], restoring.silent())
        else:
            body[key] = (counted if key in _ANSWER else silent).restore(body[key], key)
    return body


def restore_tree(value: Any, restoring: Restoring) -> Any:
    """Restores every string of any JSON value, but the API's own words; in place where it can be."""
    return _Tree(restoring, False).restore(value)


def restore_everything(value: Any, restoring: Restoring) -> Any:
    """Restores every string of a JSON value with the caller's own keys, such as the arguments of a tool."""
    return _Tree(restoring, False, everything=True).restore(value)


class _Tree:
    """Walks a JSON value and restores its strings."""

    def __init__(self, restoring: Restoring, expects_json: bool, *, everything: bool = False) -> None:
        self._restoring = restoring
        self._expects_json = expects_json
        self._everything = everything

    def restore(self, value: Any, key: str = "") -> Any:
        if isinstance(value, str):
            return self._string(value, key)
        if isinstance(value, list):
            return [self.restore(item, key) for item in value]
        if isinstance(value, dict) and self._everything:
            return {self._restoring.text(name): self.restore(item) for name, item in value.items()}
        if isinstance(value, dict):
            self._object(value)
        return value

    def _string(self, value: str, key: str) -> str:
        if not value or (key in _NEVER and not self._everything):
            return value
        if key in _JSON or (key in _TEXT_KEYS and (self._expects_json or _is_json(value))):
            return self._restoring.json_text(value)
        return self._restoring.text(value)

    def _object(self, value: dict[str, Any]) -> None:
        before = {key: value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)}
        message = value.get("message")
        said = message.get("content") if isinstance(message, dict) else None
        tool = value.get("type") in ("function_call", "tool_use", "function", "custom_tool_call", "mcp_call")
        for key, item in value.items():
            if key == "name" and (tool or "arguments" in value):
                continue  # the name of a tool is the API's, not the model's
            if isinstance(item, dict) and (key in _CALLERS or (key == "input" and tool)):
                value[key] = restore_everything(item, self._restoring)
            elif key not in ("logprobs", "annotations"):
                value[key] = self.restore(item, key)
        if "annotations" in value:
            self._annotations(value, before)
        changed = any(value[key] != text for key, text in before.items())
        if isinstance(value.get("message"), dict):
            changed = changed or value["message"].get("content") != said
        if changed and value.get("logprobs"):
            value["logprobs"] = [] if isinstance(value["logprobs"], list) else None

    def _annotations(self, value: dict[str, Any], before: dict[str, str]) -> None:
        text = next(iter(before.values()), "")
        annotations = value["annotations"]
        if isinstance(annotations, list):
            for annotation in annotations:
                move_annotation(annotation, text, self._restoring.silent())
                _Tree(self._restoring.silent(), False).restore(annotation)


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def move_annotation(annotation: Any, text: str, restoring: Restoring) -> None:
    """Moves the offsets of an annotation from a text with pseudonyms to the restored one, in place."""
    if not isinstance(annotation, dict):
        return
    for holder in (annotation, *(part for part in annotation.values() if isinstance(part, dict))):
        for key in ("start_index", "end_index"):
            place = holder.get(key)
            if isinstance(place, int):
                holder[key] = len(restoring.text(text[:place]))
