"""The shapes of request bodies: which leaf is text, which is kept, which may not leave.

A shape describes a JSON value. `find_leaves` walks a body along its shape and lists the leaves that
need work. What no shape describes is refused: a field that an API gained yesterday must not carry
personal data out today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feedanon.errors import UnprotectedRequestError

_IDENTIFIER = re.compile(r"@?[A-Za-z0-9_/][A-Za-z0-9_.:/=+-]*")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER_OF_A_PERSON = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:\+33|0033|0)[.-]?[1-9](?:[.-]?\d{2}){4}|[12](?:[.-]?\d){12,14})(?![A-Za-z0-9])"
)
"""A French phone or social-security number: an identifier may look like a word, never like these."""
_LARGEST_PARAMETER = 10_000_000_000
"""Numbers from here on may be a phone, an account or a social-security number written as a number."""


class Shape:
    """What a JSON value must look like, and what becomes of it."""


@dataclass(frozen=True)
class Text(Shape):
    """A string that people wrote: anonymized. With `as_type` the whole string is personal data."""

    as_type: str | None = None


@dataclass(frozen=True)
class Name(Shape):
    """A string that names a participant: replaced as a whole, by letters, digits and `_` alone."""


@dataclass(frozen=True)
class JsonText(Shape):
    """A string that holds JSON, such as the arguments of a tool call: anonymized, still JSON."""


@dataclass(frozen=True)
class Data(Shape):
    """Any JSON value whose strings people may have written: anonymized inside."""


@dataclass(frozen=True)
class Keep(Shape):
    """A number, a boolean, null, or a string that looks like an identifier: kept. Lists of them too."""

    longest: int = 512


@dataclass(frozen=True)
class Opaque(Shape):
    """A JSON value that is never changed, such as a tool's schema; refused when it names a person."""


@dataclass(frozen=True)
class Many(Shape):
    """A list."""

    item: Shape


@dataclass(frozen=True)
class Fields(Shape):
    """An object with known keys."""

    fields: Mapping[str, Shape]


@dataclass(frozen=True)
class Kinds(Shape):
    """An object whose `key` tells which shape it has; `default` is for one that lacks the key."""

    key: str
    kinds: Mapping[str, Shape]
    default: str | None = None


@dataclass(frozen=True)
class Either(Shape):
    """A value whose JSON type tells its shape."""

    string: Shape | None = None
    array: Shape | None = None
    object: Shape | None = None


@dataclass(frozen=True)
class Refused(Shape):
    """A part that cannot be read, under the name by which a caller may let it pass."""

    name: str


TEXT, NAME, JSON_TEXT, DATA, KEEP, OPAQUE = Text(), Name(), JsonText(), Data(), Keep(), Opaque()
SEALED = Keep(longest=10_000_000)
"""What the server itself encrypted or signed and takes back, such as hidden reasoning."""


@dataclass(frozen=True)
class Leaf:
    """A place in a body that needs work.

    Attributes:
        holder: the object or list that holds the value; written to in place.
        key: where in `holder`.
        shape: what the value is.
        path: how a reader finds it, such as `messages[0].content`.
    """

    holder: Any
    key: str | int
    shape: Shape
    path: str

    @property
    def value(self) -> Any:
        """The value at this place."""
        return self.holder[self.key]


Allowed = Callable[[str], bool]
"""Whether the caller let a part of that name pass unprotected."""


def refuse(name: str, path: str, what: str) -> UnprotectedRequestError:
    """The error for a part that may not leave, with the two ways out. Never holds a value."""
    return UnprotectedRequestError(
        f"{path}: {what}. Nothing was sent. Leave it out, "
        f"or let it pass unprotected with on_unprotected=[{name!r}]"
    )


def find_leaves(
    body: dict[str, Any], shape: Shape, endpoint: str, allowed: Allowed, prefix: str = ""
) -> list[Leaf]:
    """The leaves of a body that need work, in order.

    Args:
        body: parsed JSON; not changed.
        shape: what it must look like.
        endpoint: its name, such as `chat/completions`; prefix of the names of unknown fields.
        allowed: whether a part of some name may pass unprotected.
        prefix: what the paths begin with, such as `line 3`.

    Raises:
        UnprotectedRequestError: a part that no shape describes, or that cannot be read.
    """
    leaves: list[Leaf] = []
    _Walk(endpoint, allowed, leaves).visit({"": body}, "", shape, prefix)
    return leaves


@dataclass
class _Walk:
    endpoint: str
    allowed: Allowed
    leaves: list[Leaf]

    def visit(self, holder: Any, key: str | int, shape: Shape, path: str) -> None:
        value = holder[key]
        if value is None or value == "":
            return
        if isinstance(shape, Either):
            self.visit(holder, key, _chosen(shape, value), path)
        elif isinstance(shape, Fields):
            self._fields(value, shape, path)
        elif isinstance(shape, Kinds):
            self._kinds(holder, key, shape, path)
        elif isinstance(shape, Many):
            self._many(value, shape, path)
        elif isinstance(shape, Keep):
            self._keep(value, path, shape.longest)
        elif isinstance(shape, Refused):
            if not self.allowed(shape.name):
                raise refuse(shape.name, path, f"a part of the kind {shape.name!r} cannot be anonymized")
        elif isinstance(shape, (Text, Name, JsonText)) and not isinstance(value, str):
            self._no_text(holder, key, path)
        else:
            self.leaves.append(Leaf(holder, key, shape, path))

    def _no_text(self, holder: Any, key: str | int, path: str) -> None:
        if isinstance(holder[key], (int, float)):
            self._keep(holder[key], path, KEEP.longest)
        else:
            self.leaves.append(Leaf(holder, key, DATA, path))

    def _fields(self, value: Any, shape: Fields, path: str) -> None:
        if not isinstance(value, dict):
            raise self._unknown(path, f"an object is expected, not {_kind(value)}")
        for name, part in value.items():
            below = f"{path}.{name}" if path else name
            known = shape.fields.get(name)
            if known is not None:
                self.visit(value, name, known, below)
            elif not (_PARAMETER.fullmatch(name) and _is_harmless(part)):
                shown = name if is_identifier(name) else "(a name that is not shown)"
                below = f"{path}.{shown}" if path else shown
                if not self.allowed(f"{self.endpoint}#{shown}"):
                    raise self._unknown(below, "this field is not known", shown)

    def _kinds(self, holder: Any, key: str | int, shape: Kinds, path: str) -> None:
        value = holder[key]
        if not isinstance(value, dict):
            raise self._unknown(path, f"an object is expected, not {_kind(value)}")
        kind = value.get(shape.key, shape.default)
        chosen = shape.kinds.get(kind) if isinstance(kind, str) else None
        if chosen is not None:
            self.visit(holder, key, chosen, path)
            return
        shown = kind if isinstance(kind, str) and is_identifier(kind) else "unknown"
        if not self.allowed(shown):
            raise refuse(shown, path, f"a part whose {shape.key} is {shown!r} is not known")

    def _many(self, value: Any, shape: Many, path: str) -> None:
        if not isinstance(value, list):
            raise self._unknown(path, f"a list is expected, not {_kind(value)}")
        for index in range(len(value)):
            self.visit(value, index, shape.item, f"{path}[{index}]")

    def _keep(self, value: Any, path: str, longest: int) -> None:
        if isinstance(value, str):
            if not (is_identifier(value, longest) or self.allowed(path)):
                raise refuse(path, path, "this string is sent as it is, and does not look like an identifier")
        elif isinstance(value, list):
            for item in value:
                self._keep(item, path, longest)
        elif isinstance(value, dict):
            for name, item in value.items():
                self._keep(name, path, longest)
                self._keep(item, path, longest)
        elif value is not None and not _is_small(value) and not self.allowed(path):
            raise refuse(path, path, "this number is sent as it is, and is too long for a parameter")

    def _unknown(self, path: str, what: str, field: str | None = None) -> UnprotectedRequestError:
        return refuse(f"{self.endpoint}#{field or path}", path or "the body", what)


def is_identifier(value: str, longest: int = 512) -> bool:
    """Whether a string looks like a word or an identifier, and not like a number that belongs to a person."""
    if len(value) > longest or not _IDENTIFIER.fullmatch(value):
        return False
    return _NUMBER_OF_A_PERSON.search(value) is None


def _chosen(shape: Either, value: Any) -> Shape:
    if isinstance(value, str):
        return shape.string or KEEP
    if isinstance(value, list):
        return shape.array or KEEP
    return (shape.object if isinstance(value, dict) else None) or KEEP


def _is_harmless(value: Any) -> bool:
    return value is None or (isinstance(value, (bool, int, float)) and _is_small(value))


def _is_small(value: float) -> bool:
    return isinstance(value, bool) or abs(value) < _LARGEST_PARAMETER


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "a string" if isinstance(value, str) else "a number"
