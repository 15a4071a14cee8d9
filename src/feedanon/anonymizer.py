"""`Anonymizer` and `Session`: what users hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, overload

from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.vaults import open_vault
from feedanon.vaults.base import DEFAULT_SESSION, SessionStore, Vault

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

    from feedanon.detection.engine import Detector
    from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
    from feedanon.pseudonyms.report import RestorationReport
    from feedanon.pseudonyms.streaming import Restorer

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anonymized:
    """A text that may leave.

    Attributes:
        text: the text with pseudonyms in place of personal data.
        entities: what was found, with offsets in the original text; kept types are among them.
        dropped: the policy withholds the whole document; `text` holds nothing of it.
    """

    text: str
    entities: tuple[Entity, ...] = field(default=())
    dropped: bool = False


def _require_texts(texts: Sequence[str]) -> None:
    if isinstance(texts, str):
        raise TypeError("give a list of texts; for one text there is `anonymize`")
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"a text is a str, not {type(text).__name__}")


class _Face:
    """What `Anonymizer` and `Session` have in common: the work, on one session's store."""

    def _owner(self) -> Anonymizer:
        raise AssertionError("a face belongs to an Anonymizer or a Session")

    def _records(self) -> SessionStore:
        raise AssertionError("a face belongs to an Anonymizer or a Session")

    def anonymize(self, text: str) -> Anonymized:
        """Replaces the personal data of a text.

        Args:
            text: any string.

        Raises:
            DetectionError: detection failed; nothing may be sent.
            VaultError: the vault failed; nothing may be sent.
        """
        return self.anonymize_batch([text])[0]

    def anonymize_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> list[Anonymized]:
        """Replaces the personal data of many texts, all of them or none.

        Args:
            texts: any strings.
            groups: one hashable a text; texts of one group (a conversation, a row) share the names found
                in them. Without it each text stands alone.
            types: one entity type or None a text; with a type the whole text is that.

        Raises:
            DetectionError: detection failed; nothing may be sent.
            VaultError: the vault failed; nothing may be sent.
        """
        _require_texts(texts)
        owner = self._owner()
        entities = owner.detect_batch(texts, groups=groups, types=types)
        results = owner._pseudonymizer.anonymize_batch(texts, entities, self._records())
        return [
            Anonymized(result.text, tuple(found), result.dropped)
            for result, found in zip(results, entities, strict=True)
        ]

    def anonymize_messages(self, messages: Sequence[Message]) -> list[dict[str, Any]]:
        """Replaces the personal data in chat messages; names found in one are masked in all.

        Args:
            messages: `{"role": ..., "content": ...}`; content is a string, None, or a list of parts whose
                `text` is a string. Other keys are kept as they are.

        Returns:
            New messages; the given ones are not changed.

        Raises:
            TypeError: a content of another shape.
            DetectionError, VaultError: as for `anonymize`.
        """
        copies = [dict(message) for message in messages]
        places: list[tuple[dict[str, Any], str]] = []
        for copy in copies:
            content = copy.get("content")
            if isinstance(content, str):
                places.append((copy, "content"))
            elif isinstance(content, Sequence):
                parts = copy["content"] = [dict(part) for part in content]
                places.extend((part, "text") for part in parts if isinstance(part.get("text"), str))
            elif content is not None:
                raise TypeError(
                    f"a message's content is a string or a list of parts, not {type(content).__name__}"
                )
        texts = [place[key] for place, key in places]
        for (place, key), result in zip(
            places, self.anonymize_batch(texts, groups=[0] * len(texts)), strict=True
        ):
            place[key] = result.text
        return copies

    @overload
    def deanonymize(self, text: str, *, strict: bool = ..., report: Literal[False] = ...) -> str: ...
    @overload
    def deanonymize(
        self, text: str, *, strict: bool = ..., report: Literal[True]
    ) -> tuple[str, RestorationReport]: ...

    def deanonymize(
        self, text: str, *, strict: bool = False, report: bool = False
    ) -> str | tuple[str, RestorationReport]:
        """Puts the real values back into a text that holds pseudonyms, as LLMs change them.

        Args:
            text: an LLM's answer, or an anonymized text.
            strict: raise when the text holds a pseudonym that the session did not issue.
            report: also return which pseudonyms came back, were lost, or were invented.

        Returns:
            The restored text; with `report`, a pair of it and the report.

        Raises:
            RestorationError: `strict`, and a pseudonym does not belong to the session.
            VaultError: the vault cannot be read.
        """
        _require_texts([text])
        pseudonymizer, store = self._owner()._pseudonymizer, self._records()
        if report:
            return pseudonymizer.deanonymize_report(text, store, strict=strict)
        return pseudonymizer.deanonymize(text, store, strict=strict)

    def restorer(self) -> Restorer:
        """A restorer for one stream: `feed(chunk)` gives the text that is sure, `close()` the rest."""
        return self._owner()._pseudonymizer.stream(self._records())

    def deanonymize_stream(self, chunks: Iterable[str]) -> Iterator[str]:
        """Restores a stream of text; what may be half a pseudonym waits for the next chunk.

        Args:
            chunks: pieces of one text, cut anywhere.

        Yields:
            Pieces that together equal `deanonymize` of the whole; no empty ones.
        """
        restorer = self.restorer()
        for chunk in chunks:
            ready = restorer.feed(chunk)
            if ready:
                yield ready
        rest = restorer.close()
        if rest:
            yield rest


class Session(_Face):
    """A scope in which one value always has one pseudonym. Light; made by `Anonymizer.session`.

    Attributes:
        name: the name of the scope; the same name is the same scope in every later run on the vault.
    """

    def __init__(self, anonymizer: Anonymizer, name: str, store: SessionStore) -> None:
        self.name = name
        self._anonymizer = anonymizer
        self._store = store

    def _owner(self) -> Anonymizer:
        return self._anonymizer

    def _records(self) -> SessionStore:
        return self._store

    def __repr__(self) -> str:
        return f"Session({self.name!r})"


class Anonymizer(_Face):
    """Finds personal data and replaces it, reversibly. Heavy (it holds the model), shared by threads.

    It has the methods of its default session (`anonymize`, `deanonymize` ...) and is a context manager
    that closes its vault. Nothing is loaded before the first text.

    Args:
        model: `"feedanon"` (the packaged French model), the name of an installed spaCy pipeline
            (`"fr_core_news_lg"`), a folder, a Presidio recognizer that finds names, or None: rules alone.
        recognizers: more recognizers: YAML files, folders of them, or Presidio recognizers.
        policy: `"tokens"`, `"realistic"`, `"irreversible"`, a YAML file, or a `Policy`.
        vault: None (memory), a path or `sqlite:///...`, `postgresql://...`, or a `Vault`.
        key: the vault's key: 32 bytes or their base64; without one `FEEDANON_KEY`, then a key file.
        threshold: the least score that is masked, from 0 to 1; lower leaks less and masks more.

    Raises:
        PolicyError: the policy is wrong.
        VaultError: the vault cannot be opened.
    """

    def __init__(
        self,
        *,
        model: str | Path | EntityRecognizer | None = "feedanon",
        recognizers: Iterable[str | Path | EntityRecognizer] = (),
        policy: str | Path | Policy = "tokens",
        vault: str | Path | Vault | None = None,
        key: bytes | str | None = None,
        threshold: float | None = None,
    ) -> None:
        self.policy = policy if isinstance(policy, Policy) else Policy.load(policy)
        self._model = model
        self._recognizers = tuple(recognizers)
        self._threshold = threshold
        self._lock = Lock()
        self._loaded_detector: Detector | None = None
        self._loaded_pseudonymizer: Pseudonymizer | None = None
        self._owns_vault = not isinstance(vault, Vault)
        self.vault = open_vault(vault, key)
        self._key = key
        self._default: SessionStore | None = None

    def _owner(self) -> Anonymizer:
        return self

    def _records(self) -> SessionStore:
        if self._default is None:
            self._default = self.vault.session(DEFAULT_SESSION)
        return self._default

    @property
    def detector(self) -> Detector:
        """What finds the entities; loaded at first use.

        Raises:
            ModelError: the language model cannot be loaded.
            RecognizerError: a recognizer file is wrong.
        """
        with self._lock:
            if self._loaded_detector is None:
                from feedanon.detection.engine import THRESHOLD, Detector

                threshold = THRESHOLD if self._threshold is None else self._threshold
                self._loaded_detector = Detector(self._model, self._recognizers, threshold)
            return self._loaded_detector

    @property
    def _pseudonymizer(self) -> Pseudonymizer:
        with self._lock:
            if self._loaded_pseudonymizer is None:
                from feedanon.pseudonyms.pseudonymizer import Pseudonymizer

                self._loaded_pseudonymizer = Pseudonymizer(self.policy, self._key)
            return self._loaded_pseudonymizer

    def detect(self, text: str) -> list[Entity]:
        """The entities of a text, disjoint and in order, with offsets in Unicode code points.

        Raises:
            DetectionError: detection failed.
        """
        return self.detect_batch([text])[0]

    def detect_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> list[list[Entity]]:
        """The entities of many texts; `groups` and `types` as for `anonymize_batch`.

        Raises:
            DetectionError: detection failed on a text; none may be used.
        """
        return self.detector.detect_batch(texts, groups=groups, types=types)

    def session(self, name: str = DEFAULT_SESSION) -> Session:
        """The session of that name, made when it is new.

        Raises:
            VaultError: the vault cannot be read, or the name cannot be used.
        """
        return Session(self, name, self.vault.session(name))

    def close(self) -> None:
        """Closes the vault, unless the caller made it."""
        if self._owns_vault:
            self.vault.close()

    def __enter__(self) -> Anonymizer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Anonymizer(model={self._model!r}, vault={type(self.vault).__name__})"
