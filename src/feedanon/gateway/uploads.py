"""Uploaded files: multipart forms whose JSONL lines are requests or examples (RFC 7578)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from feedanon.errors import UnprotectedRequestError
from feedanon.gateway import openai_chat
from feedanon.gateway.shapes import (
    DATA,
    KEEP,
    OPAQUE,
    TEXT,
    Allowed,
    Fields,
    Leaf,
    Shape,
    find_leaves,
    is_identifier,
    refuse,
)
from feedanon.gateway.tables import Endpoint, endpoint_for

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_PARAMETER = re.compile(r'(\w+\*?)="((?:[^"\\]|\\.)*)"')
_FIELD = re.compile(r"[A-Za-z0-9_.\[\]-]{1,128}")
_TEXT_ENDS = (".txt", ".md")
_LINE_ENDS = (".jsonl",)

_EXAMPLE = Fields(
    {
        "messages": openai_chat.MESSAGES,
        "tools": OPAQUE,
        "functions": OPAQUE,
        "parallel_tool_calls": KEEP,
        "prompt": TEXT,
        "completion": TEXT,
        "input": Fields({"messages": openai_chat.MESSAGES, "tools": OPAQUE, "parallel_tool_calls": KEEP}),
        "preferred_output": openai_chat.MESSAGES,
        "non_preferred_output": openai_chat.MESSAGES,
        "item": DATA,
        "sample": DATA,
    }
)
"""A line of a file for fine-tuning or evaluation."""


@dataclass
class Part:
    """A part of a form.

    Attributes:
        name: of the field.
        filename: of the file; None for a plain field.
        content_type: as declared; empty without one.
        content: its bytes.
    """

    name: str
    filename: str | None
    content_type: str
    content: bytes


@dataclass
class Upload:
    """A form on its way out: `leaves` are masked in place, then `written` gives the bytes."""

    boundary: bytes
    parts: list[Part]
    leaves: list[Leaf]
    lines: dict[int, list[Any]]
    texts: dict[int, dict[str, str]]

    @staticmethod
    def of(content_type: str, content: bytes, endpoint: Endpoint, allowed: Allowed) -> Upload:
        """Reads a form and finds what needs work in its file.

        Args:
            content_type: header, with the boundary.
            content: body.
            endpoint: for names in errors.
            allowed: whether a part of some name may pass unprotected.

        Raises:
            UnprotectedRequestError: no form, or a file that cannot be read.
        """
        found = _BOUNDARY.search(content_type)
        if not content_type.lower().startswith("multipart/form-data") or found is None:
            raise refuse("content-type", "the body", "a multipart form is expected")
        boundary = found[1].encode("ascii", "replace")
        upload = Upload(boundary, list(_parts(content, boundary)), [], {}, {})
        for index, part in enumerate(upload.parts):
            if not _FIELD.fullmatch(part.name):
                raise refuse("form", "the form", "the name of a field cannot be shown")
            if part.filename is None:
                upload._field(index, part, endpoint, allowed)
            else:
                upload._file(index, part, endpoint, allowed)
        return upload

    def fields(self) -> dict[str, Any]:
        """The plain fields of the form, for hooks."""
        return {
            part.name: part.content.decode("utf-8", "replace") for part in self.parts if part.filename is None
        }

    def written(self) -> bytes:
        """The bytes of the anonymized form. Files lose their names: these often name a person."""
        pieces: list[bytes] = []
        for index, part in enumerate(self.parts):
            head = f'Content-Disposition: form-data; name="{part.name}"'
            if part.filename is not None:
                head += f'; filename="upload{_ending(part.filename)}"'
            if part.content_type:
                head += f"\r\nContent-Type: {part.content_type}"
            pieces += (b"--", self.boundary, b"\r\n", head.encode("ascii", "replace"), b"\r\n\r\n")
            pieces += (self._content(index, part), b"\r\n")
        return b"".join((*pieces, b"--", self.boundary, b"--\r\n"))

    def _content(self, index: int, part: Part) -> bytes:
        if index in self.lines:
            return b"".join(json_bytes(line) + b"\n" for line in self.lines[index])
        if index in self.texts:
            return self.texts[index]["text"].encode("utf-8", "surrogatepass")
        return part.content

    def _field(self, index: int, part: Part, endpoint: Endpoint, allowed: Allowed) -> None:
        value = part.content.decode("utf-8", "replace")
        if not is_identifier(value) and not allowed(f"{endpoint.name}#{part.name}"):
            raise refuse(f"{endpoint.name}#{part.name}", part.name, "this field is not known to be harmless")

    def _file(self, index: int, part: Part, endpoint: Endpoint, allowed: Allowed) -> None:
        ending = _ending(part.filename or "")
        try:
            text = part.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = None
        if text is not None and ending in _LINE_ENDS:
            self.lines[index] = []
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    self.lines[index].append(self._line(line, number, allowed))
        elif text is not None and ending in _TEXT_ENDS:
            self.texts[index] = {"text": text}
            self.leaves.append(Leaf(self.texts[index], "text", TEXT, "file"))
        elif not allowed("file"):
            raise refuse("file", "file", f"a file {ending or 'without an ending'} cannot be read")

    def _line(self, line: str, number: int, allowed: Allowed) -> Any:
        where = f"line {number}"
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise UnprotectedRequestError(f"file, {where}: no JSON object. Nothing was sent")
        shape, name = _line_shape(value, where)
        self.leaves += find_leaves(value, shape, name, allowed, where)
        return value


def _line_shape(value: dict[str, Any], where: str) -> tuple[Shape, str]:
    if not ("url" in value and "body" in value):
        return _EXAMPLE, "example"
    endpoint = endpoint_for(str(value.get("method", "POST")), str(value["url"]))
    if endpoint is None or endpoint.body is None:
        raise refuse(
            "url", f"file, {where}", "the request of this line goes to an endpoint that is not known"
        )
    shape = Fields({"custom_id": TEXT, "method": KEEP, "url": KEEP, "body": endpoint.body})
    return shape, endpoint.name


def _parts(content: bytes, boundary: bytes) -> Iterable[Part]:
    delimiter = b"--" + boundary
    if not content.startswith(delimiter):
        content = content[content.find(b"\r\n" + delimiter) + 2 :]
    pieces = (b"\r\n" + content).split(b"\r\n" + delimiter)[1:]
    if not pieces or not pieces[-1].startswith(b"--"):
        raise UnprotectedRequestError("the body: the multipart form has no end. Nothing was sent")
    for piece in pieces[:-1]:
        head, found, body = piece.lstrip(b" \t").removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers: dict[str, str] = {}
        for line in head.decode("utf-8", "replace").split("\r\n"):
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        parameters = dict(_PARAMETER.findall(headers.get("content-disposition", "")))
        if not found or "name" not in parameters or set(headers) - {"content-disposition", "content-type"}:
            raise UnprotectedRequestError(
                "the body: a part of the multipart form is not understood. Nothing was sent"
            )
        filename = parameters.get("filename", parameters.get("filename*"))
        content_type = headers.get("content-type", "")
        if content_type and not re.fullmatch(r"[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?", content_type):
            raise UnprotectedRequestError(
                "the body: the content type of a part is not understood. Nothing was sent"
            )
        yield Part(parameters["name"], filename, content_type, body)


def _ending(filename: str) -> str:
    match = re.search(r"\.[A-Za-z0-9]{1,8}$", filename)
    return match[0].lower() if match else ""


def json_bytes(value: Any) -> bytes:
    """A JSON value as compact UTF-8; a lone surrogate is escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
