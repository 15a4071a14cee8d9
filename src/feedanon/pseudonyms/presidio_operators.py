"""feedanon's operators for a stock `presidio_anonymizer.AnonymizerEngine`.

    from presidio_anonymizer import AnonymizerEngine, OperatorConfig
    from feedanon.pseudonyms.presidio_operators import OPERATORS

    engine = AnonymizerEngine()
    for operator in OPERATORS:
        engine.add_anonymizer(operator)
    engine.anonymize(text, results, {"DEFAULT": OperatorConfig("feedanon_token", {"session": store})})

`session` is a session of a vault (`open_vault(...).session("name")`), `key` 32 bytes or their base64.
Masking, redacting and keeping are Presidio's own (`mask`, `redact`, `keep`), which feedanon uses itself.
Presidio replaces entity by entity: what in the text only looks like a token is escaped by `Anonymizer`
alone, so round trips of texts that hold such look-alikes need it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from presidio_anonymizer.entities import InvalidParamError
from presidio_anonymizer.operators import Operator, OperatorType

from feedanon.entities import Entity
from feedanon.errors import PolicyError
from feedanon.policy import OperatorSpec, Policy
from feedanon.pseudonyms.operator_options import OPERATORS as OPTIONS
from feedanon.pseudonyms.operator_options import check_options
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.base import SessionStore
from feedanon.vaults.memory import MemoryVault


class _FeedanonOperator(Operator):
    """An operator of a policy, applied to one entity at a time."""

    operator: ClassVar[str]
    needs: ClassVar[str] = ""
    kind: ClassVar[OperatorType] = OperatorType.Anonymize

    def operate(self, text: str, params: dict[str, Any] | None = None) -> str:
        """The replacement of `text`, an entity of the type that Presidio puts into `params`.

        Raises:
            VaultError: the session cannot be read or written.
        """
        params = params or {}
        store = params.get("session") or MemoryVault().session()
        pseudonymizer = _pseudonymizer(
            self.operator,
            str(params.get("entity_type", "PERSON")),
            params.get("key"),
            _options(self.operator, params),
        )
        if self.kind is OperatorType.Deanonymize:
            return pseudonymizer.deanonymize(text, store)
        if not text:
            return text
        entity = Entity(str(params.get("entity_type", "PERSON")), 0, len(text))
        return pseudonymizer.anonymize_batch([text], [[entity]], store)[0].text

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Checks the parameters.

        Raises:
            InvalidParamError: `session` or `key` is missing, or an option is not known.
        """
        params = params or {}
        if self.needs == "session" and not isinstance(params.get("session"), SessionStore):
            raise InvalidParamError(f"{self.operator_name()} needs session=, a session of a feedanon vault")
        if self.needs == "key" and not params.get("key"):
            raise InvalidParamError(f"{self.operator_name()} needs key=, 32 bytes or their base64")
        try:
            check_options(self.operator, dict(_options(self.operator, params)))
        except PolicyError as error:
            raise InvalidParamError(str(error)) from None

    def operator_name(self) -> str:
        """The name for `OperatorConfig`."""
        return f"feedanon_{self.operator}"

    def operator_type(self) -> OperatorType:
        """Whether it replaces or restores."""
        return self.kind


class TokenOperator(_FeedanonOperator):
    """`feedanon_token`: `<PERSON_1>`, the same for one value in a session."""

    operator = "token"
    needs = "session"


class SurrogateOperator(_FeedanonOperator):
    """`feedanon_surrogate`: a realistic value of the same kind."""

    operator = "surrogate"
    needs = "session"


class CipherOperator(_FeedanonOperator):
    """`feedanon_cipher`: `<PERSON:...>`, readable with the key and without a vault."""

    operator = "cipher"
    needs = "key"


class HashOperator(_FeedanonOperator):
    """`feedanon_hash`: a keyed hash, the same for one value; option `length`."""

    operator = "hash"
    needs = "key"


class GeneralizeOperator(_FeedanonOperator):
    """`feedanon_generalize`: a coarser value; options `to` and `step`."""

    operator = "generalize"


class RestoreOperator(_FeedanonOperator):
    """`feedanon_restore`, for `DeanonymizeEngine`: the value of a token or a surrogate of the session."""

    operator = "token"
    needs = "session"
    kind = OperatorType.Deanonymize

    def operator_name(self) -> str:
        """The name for `OperatorConfig`."""
        return "feedanon_restore"


class DecipherOperator(_FeedanonOperator):
    """`feedanon_decipher`, for `DeanonymizeEngine`: the value of a cipher."""

    operator = "cipher"
    needs = "key"
    kind = OperatorType.Deanonymize

    def operator_name(self) -> str:
        """The name for `OperatorConfig`."""
        return "feedanon_decipher"


OPERATORS: tuple[type[Operator], ...] = (
    TokenOperator,
    SurrogateOperator,
    CipherOperator,
    HashOperator,
    GeneralizeOperator,
)
"""Operators for `AnonymizerEngine.add_anonymizer`."""

RESTORERS: tuple[type[Operator], ...] = (RestoreOperator, DecipherOperator)
"""Operators for `DeanonymizeEngine.add_deanonymizer`."""


def _options(operator: str, params: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, params[name]) for name in OPTIONS[operator] if name in params))


@lru_cache(maxsize=64)
def _pseudonymizer(
    operator: str, entity_type: str, key: object, options: tuple[tuple[str, Any], ...]
) -> Pseudonymizer:
    spec = OperatorSpec(operator, check_options(operator, dict(options)))
    return Pseudonymizer(Policy(name="presidio", default=spec, entities={entity_type: spec}), key)
