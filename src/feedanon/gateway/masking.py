"""Anonymizes the leaves of a request together, so that its messages share the names found in them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from feedanon.entities import ENTITY_TYPES, Entity
from feedanon.errors import UnprotectedRequestError
from feedanon.gateway.json_text import View
from feedanon.gateway.shapes import Allowed, Data, JsonText, Leaf, Name, Opaque, Text, refuse

if TYPE_CHECKING:
    from feedanon.anonymizer import Session

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_COMMON_NAMES = ("example_user", "example_assistant")
"""The names that OpenAI's guides give to examples; they name nobody."""

_REVERSIBLE = ("token", "surrogate", "cipher")
_UNSURE = {
    "CITY",
    "FR_POSTCODE",
    "URL",
    "USERNAME",
    "CUSTOMER_ID",
    "DATE_OF_BIRTH",
    "DEVICE_ID",
    "CREDENTIAL",
}
"""What the prose of a tool's schema often seems to hold without naming anybody."""

_SEEN_SCHEMAS = 256


@dataclass(frozen=True)
class Finding:
    """An entity and where it was in the request. Holds no text.

    Attributes:
        path: the place in the body, such as `messages[0].content`, or `header x-client`.
        entity: its type, offsets in that place's text, score and recognizer.
        masked: whether it was replaced; False for types that the policy keeps.
    """

    path: str
    entity: Entity
    masked: bool


@dataclass
class Masked:
    """What masking did.

    Attributes:
        findings: every entity, in order of the body.
        pseudonyms: the reversible pseudonyms that were sent, and how often.
    """

    findings: list[Finding] = field(default_factory=list)
    pseudonyms: Counter[str] = field(default_factory=Counter)

    @property
    def masked(self) -> Counter[str]:
        """How many values of each entity type were replaced."""
        return Counter(finding.entity.entity_type for finding in self.findings if finding.masked)


class Masker:
    """Masks leaves in one session. Remembers which tool schemas it has looked into."""

    def __init__(self) -> None:
        self._schemas: OrderedDict[bytes, frozenset[str]] = OrderedDict()
        self._lock = Lock()

    def mask(self, leaves: Sequence[Leaf], session: Session, allowed: Allowed) -> Masked:
        """Replaces personal data in the leaves, in place.

        Args:
            leaves: from `find_leaves`.
            session: which pseudonyms.
            allowed: whether a part of some name may pass unprotected.

        Raises:
            UnprotectedRequestError: a schema names a person, or a JSON text could not stay JSON.
            DetectionError: detection failed.
            VaultError: the vault failed.
        """
        masked = Masked()
        work = [leaf for leaf in leaves if not isinstance(leaf.shape, Opaque)]
        self._check_schemas([leaf for leaf in leaves if isinstance(leaf.shape, Opaque)], session, allowed)
        work = [leaf for leaf in work if not (isinstance(leaf.shape, Name) and leaf.value in _COMMON_NAMES)]
        if not work:
            return masked
        views = [_view(leaf) for leaf in work]
        texts = [view.text for view in views]
        owner, store = session._owner(), session._records()
        found = owner.detect_batch(texts, groups=[0] * len(texts), types=[_whole(leaf) for leaf in work])
        clipped = [view.clip(list(entities)) for view, entities in zip(views, found, strict=True)]
        results = owner._pseudonymizer.anonymize_batch(texts, clipped, store)
        for leaf, view, entities, result in zip(work, views, clipped, results, strict=True):
            replaced = [
                (one.start, one.end, result.text[one.new_start : one.new_end]) for one in result.entities
            ]
            new = result.text if result.dropped else view.splice(replaced)
            for one, (_, _, pseudonym) in zip(result.entities, replaced, strict=True):
                if one.operator in _REVERSIBLE:
                    masked.pseudonyms[pseudonym] += 1
            starts = {one.start for one in result.entities}
            masked.findings += [Finding(leaf.path, entity, entity.start in starts) for entity in entities]
            if replaced or result.dropped:
                leaf.holder[leaf.key] = _written(leaf, new)
        return masked

    def _check_schemas(self, leaves: Sequence[Leaf], session: Session, allowed: Allowed) -> None:
        for leaf in leaves:
            name = leaf.path.split(".")[-1]
            if allowed(name):
                continue
            types = self._types_in(leaf.value, session)
            if types:
                raise refuse(
                    name,
                    leaf.path,
                    f"a schema is never changed, and this one holds {', '.join(sorted(types))}",
                )

    def _types_in(self, schema: Any, session: Session) -> frozenset[str]:
        content = json.dumps(schema, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            if digest in self._schemas:
                self._schemas.move_to_end(digest)
                return self._schemas[digest]
        texts = [View.of(text).text for text in _strings(schema)]
        found = session._owner().detect_batch(texts) if texts else []
        kept = {name for name, row in ENTITY_TYPES.items() if row.kept}
        types = frozenset(entity.entity_type for entities in found for entity in entities) - kept - _UNSURE
        with self._lock:
            self._schemas[digest] = types
            while len(self._schemas) > _SEEN_SCHEMAS:
                self._schemas.popitem(last=False)
        return types


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)


def _whole(leaf: Leaf) -> str | None:
    if isinstance(leaf.shape, Name):
        return "PERSON"
    return leaf.shape.as_type if isinstance(leaf.shape, Text) else None


def _view(leaf: Leaf) -> View:
    if isinstance(leaf.shape, Data):
        return View.of(json.dumps(leaf.value, ensure_ascii=False), must_be_json=True)
    if isinstance(leaf.shape, Name) or (isinstance(leaf.shape, Text) and leaf.shape.as_type):
        return View(leaf.value, leaf.value)
    return View.of(leaf.value, must_be_json=isinstance(leaf.shape, JsonText))


def _written(leaf: Leaf, new: str) -> Any:
    if isinstance(leaf.shape, Name):
        return _NOT_A_NAME.sub("_", new).strip("_") or "somebody"
    if isinstance(leaf.shape, Data):
        try:
            return json.loads(new)
        except ValueError:
            raise UnprotectedRequestError(
                f"{leaf.path}: what was found in this JSON cannot be replaced without breaking it. "
                "Nothing was sent. Send it as plain text, or leave it out"
            ) from None
    return new
