"""Headers, paths and query strings: the parts of a request around its body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode

from feedanon.gateway.shapes import TEXT, Allowed, Leaf, is_identifier, refuse
from feedanon.gateway.tables import KNOWN_QUERY

_KEPT_HEADERS = frozenset(
    """accept accept-charset accept-encoding authorization cache-control connection content-length
    content-type cookie host keep-alive pragma proxy-authorization te traceparent tracestate
    transfer-encoding user-agent http-referer""".split()
)
_KEPT_PREFIXES = ("x-stainless-", "openai-", "anthropic-", "x-ms-", "x-amz-", "sec-")
_KEPT_WORDS = re.compile(
    r"(?:^|[-_])(?:key|token|auth|authorization|secret|signature|request-id|trace)(?:$|[-_])"
)
_RETRY_KEY = re.compile(r"stainless-[a-z]+-retry-[0-9a-f-]{36}")
_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")
_PARAMETER = re.compile(r"[A-Za-z0-9_.\[\]-]{1,128}")


@dataclass
class Envelope:
    """What is around a body, with the parts that need work.

    Attributes:
        headers: the headers that are anonymized, by lower-case name; written to in place.
        query: the query, as pairs; written to in place.
    """

    headers: dict[str, str] = field(default_factory=dict)
    query: list[list[str]] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    @staticmethod
    def of(path: str, query: str, headers: Mapping[str, str], allowed: Allowed) -> Envelope:
        """Reads the envelope of a request.

        Args:
            path: raw path of the URL.
            query: raw query of the URL.
            headers: all headers.
            allowed: whether a part of some name may pass unprotected.

        Raises:
            UnprotectedRequestError: the path or a parameter's name is no identifier.
        """
        for segment in path.split("/"):
            if segment and not is_identifier(unquote(segment)) and not allowed("path"):
                raise refuse("path", "the path of the URL", "a part of it does not look like an identifier")
        envelope = Envelope()
        for name, value in headers.items():
            if not _is_kept(name.lower(), value) and not allowed(f"header {name.lower()}"):
                envelope.headers[name.lower()] = value
                envelope.leaves.append(Leaf(envelope.headers, name.lower(), TEXT, f"header {name.lower()}"))
        for name, value in parse_qsl(query, keep_blank_values=True):
            if not _PARAMETER.fullmatch(name):
                raise refuse("query", "the query of the URL", "the name of a parameter cannot be shown")
            pair = [name, value]
            envelope.query.append(pair)
            is_kept = (name in KNOWN_QUERY and is_identifier(value)) or allowed(f"query {name}")
            if value and not is_kept:
                envelope.leaves.append(Leaf(pair, 1, TEXT, f"query {name}"))
        return envelope

    def written_query(self) -> str:
        """The query as it is sent."""
        return urlencode([(name, value) for name, value in self.query])

    def written_headers(self) -> dict[str, str]:
        """The anonymized headers as they are sent: printable ASCII."""
        return {
            name: value if value.isascii() else quote(value, safe=_PRINTABLE)
            for name, value in self.headers.items()
        }


def _is_kept(name: str, value: str) -> bool:
    if name == "idempotency-key":
        return _RETRY_KEY.fullmatch(value) is not None
    if name.startswith(_KEPT_PREFIXES):
        return is_identifier(value)
    return name in _KEPT_HEADERS or _KEPT_WORDS.search(name) is not None


def shown_path(path: str) -> str:
    """A path as an error may show it: only the segments that are plain lower-case words."""
    return "/".join(part if re.fullmatch(r"[a-z_]*|v[0-9]+", part) else "..." for part in path.split("/"))
