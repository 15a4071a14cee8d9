"""A pair of LangChain runnables: one before the model, one behind it.

    from feedanon.integrations.langchain import runnables

    mask, restore = runnables(anonymizer, session="dossier-12")
    chain = prompt | mask | model | restore | parser

The model sees pseudonyms; what stands behind `restore` sees the real values. Streams stay streams.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from feedanon.gateway.answers import restore_everything, restore_tree
from feedanon.gateway.masking import Masker
from feedanon.gateway.openai_chat import ASSISTANT, CONTENT
from feedanon.gateway.restoring import Restoring, TextStream
from feedanon.gateway.shapes import DATA, KEEP, NAME, Fields, Leaf, Many, find_leaves

try:
    from langchain_core.messages import AIMessageChunk, BaseMessage, BaseMessageChunk
    from langchain_core.messages.tool import tool_call_chunk
    from langchain_core.prompt_values import PromptValue
    from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda
except ImportError as error:
    raise ImportError("this needs LangChain: pip install 'feedanon[langchain]'") from error

if TYPE_CHECKING:
    from feedanon.anonymizer import Anonymizer, Session

_CALL = Fields({"name": KEEP, "args": DATA, "id": KEEP, "type": KEEP, "error": DATA})
_SHAPE = Fields(
    {
        "content": CONTENT,
        "name": NAME,
        "tool_calls": Many(_CALL),
        "invalid_tool_calls": Many(_CALL),
        "additional_kwargs": Fields(
            {name: shape for name, shape in ASSISTANT.fields.items() if name != "content"}
        ),
        "artifact": DATA,
    }
)
_PARTS = tuple(_SHAPE.fields)


def runnables(
    anonymizer: Anonymizer | None = None, *, session: str | Session | None = None
) -> tuple[Runnable[Any, Any], Runnable[Any, Any]]:
    """The runnable for before the model, and the one for behind it.

    Args:
        anonymizer: finds and replaces; a new `Anonymizer()` when None.
        session: the name of the session, or a `Session`; None for one of this pair's own.

    Returns:
        `mask`: takes a string, a prompt or messages and gives the same kind, without personal data. Parts
        that cannot be read (images, files) raise `UnprotectedRequestError`.
        `restore`: takes a string or a message, whole or as a stream, and gives the values back.
    """
    if anonymizer is None:
        from feedanon.anonymizer import Anonymizer

        anonymizer = Anonymizer()
    chosen = session or f"langchain-{uuid4().hex[:12]}"
    used = anonymizer.session(chosen) if isinstance(chosen, str) else chosen
    masker = Masker()

    def mask(value: Any) -> Any:
        return _masked(value, used, masker)

    def restore(pieces: Iterator[Any]) -> Iterator[Any]:
        answer = _Answer(used)
        for piece in pieces:
            yield answer.feed(piece)
        yield from answer.close()

    async def restore_async(pieces: AsyncIterator[Any]) -> AsyncIterator[Any]:
        answer = _Answer(used)
        async for piece in pieces:
            yield answer.feed(piece)
        for rest in answer.close():
            yield rest

    behind: Runnable[Any, Any] = RunnableGenerator(restore, restore_async)
    return RunnableLambda(mask).with_config(run_name="feedanon mask"), behind.with_config(
        run_name="feedanon restore"
    )


def _masked(value: Any, session: Session, masker: Masker) -> Any:
    if isinstance(value, str):
        return session.anonymize(value).text
    messages = value.to_messages() if isinstance(value, PromptValue) else value
    if isinstance(messages, BaseMessage):
        return _masked([messages], session, masker)[0]
    if not isinstance(messages, list) or not all(isinstance(one, BaseMessage) for one in messages):
        raise TypeError("a string, a prompt or messages are expected before the model")
    parts = [one.model_dump(include=set(_PARTS), exclude_none=True) for one in messages]
    leaves: list[Leaf] = []
    for number, part in enumerate(parts):
        if messages[number].type == "tool":
            part.pop("name", None)  # the name of a tool names nobody
        leaves += find_leaves(part, _SHAPE, "langchain", lambda name: False, f"messages[{number}]")
    masker.mask(leaves, session, lambda name: False)
    return [one.model_copy(update=part) for one, part in zip(messages, parts, strict=True)]


class _Answer:
    """An answer on its way back: strings or messages, whole or in chunks."""

    def __init__(self, session: Session) -> None:
        self._restoring = Restoring(session)
        self._streams: dict[Any, TextStream] = {}
        self._last: Any = None

    def feed(self, piece: Any) -> Any:
        self._last = piece
        if isinstance(piece, str):
            return self._fed("", piece)
        if isinstance(piece, BaseMessageChunk):
            return self._chunk(piece)
        if isinstance(piece, BaseMessage):
            return _message(piece, self._restoring)
        raise TypeError("a string or a message is expected behind the model")

    def close(self) -> Iterator[Any]:
        for key, stream in self._streams.items():
            rest = stream.close()
            if rest and isinstance(self._last, str):
                yield rest
            elif rest and isinstance(key, int):
                call = tool_call_chunk(name=None, args=rest, id=None, index=key)
                yield AIMessageChunk(content="", tool_call_chunks=[call])
            elif rest:
                yield AIMessageChunk(content=rest)

    def _fed(self, key: Any, text: str) -> str:
        if key not in self._streams:
            is_call = isinstance(key, int)
            self._streams[key] = self._restoring.json_stream() if is_call else self._restoring.stream()
        return self._streams[key].feed(text)

    def _chunk(self, piece: BaseMessageChunk) -> BaseMessageChunk:
        content: Any = piece.content
        if isinstance(content, str):
            content = self._fed("", content) if content else ""
        else:
            content = [
                {**part, "text": self._fed(f"part {part.get('index', 0)}", part["text"])}
                if isinstance(part, dict) and isinstance(part.get("text"), str)
                else part
                for part in content
            ]
        calls: list[Any] = [dict(call) for call in getattr(piece, "tool_call_chunks", ())]
        for position, call in enumerate(calls):
            number = call["index"] if isinstance(call.get("index"), int) else position
            if isinstance(call.get("args"), str):
                call["args"] = self._fed(number, call["args"])
        if not calls:
            return piece.model_copy(update={"content": content})
        # The calls that LangChain parsed from the pieces hold pseudonyms: a new chunk parses them again.
        known: dict[str, Any] = {"id": piece.id, "response_metadata": piece.response_metadata}
        return AIMessageChunk(content=content, tool_call_chunks=calls, **known)


def _message(message: BaseMessage, restoring: Restoring) -> BaseMessage:
    parts = message.model_dump(include=set(_PARTS), exclude_none=True)
    if "content" in parts:
        content = parts["content"]
        whole = restoring.text(content) if isinstance(content, str) else restore_tree(content, restoring)
        parts["content"] = whole
    for call in parts.get("tool_calls", ()):
        call["args"] = restore_everything(call["args"], restoring)
    for call in parts.get("invalid_tool_calls", ()):
        call["args"] = restoring.json_text(call.get("args") or "")
    if "additional_kwargs" in parts:
        parts["additional_kwargs"] = restore_tree(parts["additional_kwargs"], restoring)
    if "artifact" in parts:
        parts["artifact"] = restore_everything(parts["artifact"], restoring)
    return message.model_copy(update=parts)
