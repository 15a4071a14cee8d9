"""JSON (RFC 8259) read as a stream of tokens, in constant memory, with every character kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from feedanon.errors import FormatError

MAX_DEPTH = 1000
_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null|NaN|-?Infinity)"
    r"|(?P<mark>[{}\[\],:]))"
)
_AHEAD = 3
"""Characters after a number that tell whether it ends there: `1` may become `1e+5`."""
_SPACE = re.compile(r"[ \t\r\n]*")


class Token(Enum):
    """What a piece of JSON is."""

    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    OTHER = "other"


class Piece(NamedTuple):
    """A piece of the file.

    Attributes:
        token: what it is.
        space: white space before it.
        raw: the piece itself.
        depth: how many arrays and objects are open around it; for a bracket, with its own.
        line: the line that it stands on, from 1.
    """

    token: Token
    space: str
    raw: str
    depth: int
    line: int


class _State(Enum):
    VALUE = "a value"
    VALUE_OR_END = "a value or ]"
    KEY_OR_END = "a key or }"
    KEY = "a key"
    COLON = ":"
    COMMA_OR_END = "a comma or the end of the array or object"
    DONE = "nothing more"


_MAY_END = {
    ("{", "}"): (_State.KEY_OR_END, _State.COMMA_OR_END),
    ("[", "]"): (_State.VALUE_OR_END, _State.COMMA_OR_END),
}


def tokens(chunks: Iterable[str], *, line: int = 1, many: bool = False) -> Iterator[Piece]:
    """The pieces of a JSON text; joined, they are the text.

    Args:
        chunks: the text, cut anywhere.
        line: the number of its first line.
        many: further values may follow the first one, as in JSON Lines.

    Raises:
        FormatError: it is no JSON; the message names the line and what was expected there.
    """
    stream = iter(chunks)
    buffer, at, ended = next(stream, ""), 0, False
    state, stack = _State.VALUE, ""
    while True:
        match = _TOKEN.match(buffer, at)
        if not ended and (match is None or len(buffer) - match.end() < _AHEAD):
            # The token may go on in what was not read yet. Reading as much again keeps time linear.
            more, size = [], max(1, len(buffer) - at)
            while size > 0 and (chunk := next(stream, None)) is not None:
                more.append(chunk)
                size -= len(chunk)
            ended = size > 0
            buffer, at = buffer[at:] + "".join(more), 0
            continue
        if match is None:
            break
        kind = match.lastgroup
        start = match.start(kind or 0)
        space, raw = buffer[at:start], buffer[start : match.end()]
        line += space.count("\n")
        at = match.end()
        if state is _State.DONE and many:
            state = _State.VALUE
        token, state, stack = _step(kind or "", raw, state, stack, line)
        depth = len(stack) + (raw in ("}", "]") and kind == "mark")
        yield Piece(token, space, raw, depth, line)
    rest = buffer[at:]
    space = (_SPACE.match(rest) or [""])[0]
    if len(space) < len(rest) or state is not _State.DONE:
        if len(space) < len(rest):
            line += space.count("\n")
        raise FormatError(f"line {line}: this is no JSON: {state.value} should stand here")
    if rest:
        yield Piece(Token.OTHER, rest, "", 0, line)


def _step(  # noqa: PLR0911 - one return for each rule of the grammar
    kind: str, raw: str, state: _State, stack: str, line: int
) -> tuple[Token, _State, str]:
    """What a token is, and what may follow it. `stack` holds the open brackets."""
    after_value = _State.COMMA_OR_END if stack else _State.DONE
    values = (_State.VALUE, _State.VALUE_OR_END)
    if kind == "string":
        if state in values:
            return Token.STRING, after_value, stack
        if state in (_State.KEY, _State.KEY_OR_END):
            return Token.KEY, _State.COLON, stack
    elif kind in ("number", "word"):
        if state in values:
            return Token.NUMBER if kind == "number" else Token.OTHER, after_value, stack
    elif raw in "{[":
        if state in values:
            if len(stack) >= MAX_DEPTH:
                raise FormatError(f"line {line}: over {MAX_DEPTH} arrays and objects inside one another")
            return Token.OTHER, _State.KEY_OR_END if raw == "{" else _State.VALUE_OR_END, stack + raw
    elif raw == ":" and state is _State.COLON:
        return Token.OTHER, _State.VALUE, stack
    elif raw == "," and state is _State.COMMA_OR_END:
        return Token.OTHER, _State.KEY if stack[-1] == "{" else _State.VALUE, stack
    elif state in _MAY_END.get((stack[-1:], raw), ()):
        return Token.OTHER, _State.COMMA_OR_END if stack[:-1] else _State.DONE, stack[:-1]
    raise FormatError(f"line {line}: this is no JSON: {state.value} should stand here")
