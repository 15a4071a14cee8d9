"""The gate: a request goes in, a protected one comes out; an answer goes in, a restored one comes out."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from feedanon.errors import UnprotectedRequestError
from feedanon.gateway.envelope import Envelope, shown_path
from feedanon.gateway.exchange import Exchange
from feedanon.gateway.hooks import Hook, OutgoingRequest, run_hooks
from feedanon.gateway.masking import Masked, Masker
from feedanon.gateway.note import add_note, note_text, token_estimate
from feedanon.gateway.report import ExchangeReport, Totals
from feedanon.gateway.shapes import Fields, Leaf, find_leaves, refuse
from feedanon.gateway.tables import Endpoint, endpoint_for
from feedanon.gateway.uploads import Upload, json_bytes

if TYPE_CHECKING:
    from feedanon.anonymizer import Anonymizer, Session

_REMEMBERED = 1000
_ANY = re.compile("")


@dataclass(frozen=True)
class Protected:
    """A request that may leave.

    Attributes:
        url: the whole URL.
        headers: headers that replace those of the same name.
        content: the body; None for a request without one.
        exchange: what restores the answer.
    """

    url: str
    headers: Mapping[str, str]
    content: bytes | None
    exchange: Exchange


class Gate:
    """Protects requests and restores answers. Safe to use from several threads.

    Args:
        anonymizer: finds and replaces; a new `Anonymizer()` when None.
        session: the name of the session, or a `Session`; None for one of this gate's own.
        before_send: a hook, or several, called in order; see `feedanon.gateway.hooks`.
        on_unprotected: `"refuse"`, or the names of parts that may pass unprotected, as the errors
            name them.
        note: `"fr"`, `"en"` or a text: tells the model to keep pseudonyms; sent when there are any.

    Attributes:
        totals: counts over the life of the gate.
    """

    def __init__(
        self,
        anonymizer: Anonymizer | None = None,
        *,
        session: str | Session | None = None,
        before_send: Hook | Iterable[Hook] | None = None,
        on_unprotected: Literal["refuse"] | Collection[str] = "refuse",
        note: str | None = None,
    ) -> None:
        if anonymizer is None:
            from feedanon.anonymizer import Anonymizer

            anonymizer = Anonymizer()
        self.anonymizer = anonymizer
        if session is None:
            session = f"client-{uuid4().hex[:12]}"
        self._session = anonymizer.session(session) if isinstance(session, str) else session
        self._hooks: tuple[Hook, ...] = (
            () if before_send is None else (before_send,) if callable(before_send) else tuple(before_send)
        )
        if isinstance(on_unprotected, str) and on_unprotected != "refuse":
            raise ValueError("on_unprotected is 'refuse' or a collection of names")
        self._allowed = frozenset(() if on_unprotected == "refuse" else on_unprotected)
        self._note = note_text(note)
        self._masker = Masker()
        self._scoped: ContextVar[Session | None] = ContextVar("feedanon_session", default=None)
        self._lock = Lock()
        self._reports: OrderedDict[str, ExchangeReport] = OrderedDict()
        self._last: ExchangeReport | None = None
        self.totals = Totals()

    def __repr__(self) -> str:
        return f"Gate(session={self._session.name!r})"

    @property
    def current_session(self) -> Session:
        """The session that a request made now would use."""
        return self._scoped.get() or self._session

    @contextlib.contextmanager
    def session(self, name: str) -> Iterator[Session]:
        """Requests inside of the `with` block use that session; only in this thread or task."""
        session = self.anonymizer.session(name)
        token = self._scoped.set(session)
        try:
            yield session
        finally:
            self._scoped.reset(token)

    @property
    def last_report(self) -> ExchangeReport | None:
        """The report of the request that was protected last."""
        return self._last

    def report(self, answer: object) -> ExchangeReport | None:
        """The report of an answer.

        Args:
            answer: what the client returned, a chunk of a stream, or the answer's id.

        Returns:
            The report; None for an answer that this gate has not seen, or not among its last thousand.
        """
        key = answer if isinstance(answer, str) else getattr(answer, "id", None)
        if not isinstance(key, str):
            inner = getattr(answer, "response", None)
            key = getattr(inner, "id", None)
        with self._lock:
            return self._reports.get(key) if isinstance(key, str) else None

    def remember(self, key: str, report: ExchangeReport) -> None:
        """Keeps a report under the id of its answer."""
        with self._lock:
            self._reports[key] = report
            while len(self._reports) > _REMEMBERED:
                self._reports.popitem(last=False)

    def protect(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Protected:
        """Makes a request fit to leave.

        Args:
            method: HTTP method.
            url: the whole URL.
            headers: all headers.
            content: the body; empty without one.

        Raises:
            UnprotectedRequestError: a part of the request cannot be protected; names it.
            DetectionError: detection failed.
            VaultError: the vault failed.
            Exception: whatever a hook raises.
        """
        try:
            return self._protect(method.upper(), url, headers, content)
        except BaseException:
            self.totals.refused()
            raise

    def _allows(self, name: str) -> bool:
        return name in self._allowed

    def _protect(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Protected:
        lower = {name.lower(): value for name, value in headers.items()}
        split = urlsplit(url)
        endpoint = self._endpoint(method, split.path)
        session = self.current_session
        envelope = Envelope.of(split.path, split.query, lower, self._allows)
        body: dict[str, Any] | None = None
        upload: Upload | None = None
        leaves: list[Leaf] = []
        if content and (endpoint.body is not None or endpoint.upload):
            if lower.get("content-encoding", "identity") != "identity":
                raise refuse("content-encoding", "the body", "a compressed body is not read")
            if endpoint.upload:
                upload = Upload.of(lower.get("content-type", ""), content, endpoint, self._allows)
                leaves = upload.leaves
            else:
                body, leaves = self._json(lower.get("content-type", ""), content, endpoint)
        elif content and not self._allows(endpoint.name):
            raise refuse(endpoint.name, "the body", "this endpoint is not known to take one")
        masked = self._masker.mask([*leaves, *envelope.leaves], session, self._allows)
        report = _report(endpoint, split.hostname or "", session, masked)
        if (
            body is not None
            and self._note
            and masked.pseudonyms
            and add_note(body, endpoint.note, self._note)
        ):
            report.note_tokens = token_estimate(self._note)
        new_url = urlunsplit(split._replace(query=envelope.written_query()))
        outgoing = OutgoingRequest(
            method,
            new_url,
            split.hostname or "",
            endpoint.name,
            session.name,
            body if upload is None else upload.fields(),
            tuple(masked.findings),
        )
        run_hooks(self._hooks, outgoing)
        if upload is not None:
            content = upload.written()
        elif body is not None:
            body = outgoing.body
            content = json_bytes(body)
        self._last = report
        self.totals.sent(report)
        exchange = Exchange(self, session, endpoint, report, expects_json=_expects_json(body))
        return Protected(new_url, envelope.written_headers(), content or None, exchange)

    def _endpoint(self, method: str, path: str) -> Endpoint:
        endpoint = endpoint_for(method, path)
        if endpoint is not None:
            return endpoint
        for name in self._allowed:
            allowed_method, _, allowed_path = name.partition(" ")
            if (
                allowed_method == method
                and allowed_path
                and path.rstrip("/").endswith(allowed_path.rstrip("/"))
            ):
                return Endpoint(name, method, _ANY)
        shown = f"{method} {shown_path(path)}"
        raise refuse(shown, shown, "this endpoint is not known")

    def _json(
        self, content_type: str, content: bytes, endpoint: Endpoint
    ) -> tuple[dict[str, Any], list[Leaf]]:
        if not content_type.lower().startswith("application/json"):
            raise refuse("content-type", "the body", "only JSON is read here")
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise UnprotectedRequestError("the body: no JSON object. Nothing was sent")
        shape = endpoint.body or Fields({})
        return body, find_leaves(body, shape, endpoint.name, self._allows)


def _report(endpoint: Endpoint, host: str, session: Session, masked: Masked) -> ExchangeReport:
    kept = Counter(one.entity.entity_type for one in masked.findings if not one.masked)
    return ExchangeReport(
        endpoint.name, host, session.name, masked=masked.masked, kept=kept, sent=Counter(masked.pseudonyms)
    )


def _expects_json(body: dict[str, Any] | None) -> bool:
    if body is None:
        return False
    text = body.get("text")
    asked = body.get("response_format") or (text.get("format") if isinstance(text, dict) else None)
    return isinstance(asked, dict) and str(asked.get("type", "")).startswith("json")
