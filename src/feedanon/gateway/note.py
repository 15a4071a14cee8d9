"""A note to the model: pseudonyms are to be kept as they are."""

from __future__ import annotations

from typing import Any, Literal

NOTES = {
    "fr": (
        "Les données personnelles du texte sont remplacées par des pseudonymes tels que <PERSON_1>. "
        "Recopie-les exactement, sans les traduire, les modifier ni en inventer."
    ),
    "en": (
        "Personal data in the text is replaced by pseudonyms such as <PERSON_1>. "
        "Copy them exactly: do not translate, change or invent any."
    ),
}
"""The notes by language."""


def note_text(note: str | None) -> str:
    """The note for `fr` or `en`, the caller's own words, or nothing."""
    return NOTES.get(note, note) if note else ""


def token_estimate(text: str) -> int:
    """About how many tokens a text takes, rounded up: three and a half bytes each in French and English.

    An estimate on the high side, since the tokenizer of the model that will read it is not known here.
    """
    return -(-len(text.encode()) * 2 // 7)


def add_note(
    body: dict[str, Any], where: Literal["messages", "instructions", "system", ""], text: str
) -> bool:
    """Puts the note into a request, in place.

    Args:
        body: the JSON body.
        where: where the endpoint takes it.
        text: the note.

    Returns:
        Whether the endpoint has a place for it.
    """
    if where == "messages" and isinstance(body.get("messages"), list):
        body["messages"].insert(0, {"role": "system", "content": text})
    elif where == "instructions" and isinstance(body.get("instructions", ""), (str, type(None))):
        body["instructions"] = "\n\n".join(filter(None, (text, body.get("instructions"))))
    elif where == "system" and isinstance(body.get("system"), list):
        body["system"].insert(0, {"type": "text", "text": text})
    elif where == "system":
        body["system"] = "\n\n".join(filter(None, (text, body.get("system"))))
    else:
        return False
    return True
