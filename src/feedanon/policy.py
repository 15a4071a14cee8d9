"""Policies: what becomes of each type of entity.

name: support
default: token                 # types that are not named below
tokens: {brackets: "[]", names: french}
retention: 3years
entities:
  PERSON: surrogate
  CREDIT_CARD: {operator: mask, keep_last: 4}
  ORGANIZATION: keep
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from feedanon.entities import ENTITY_TYPES
from feedanon.errors import PolicyError
from feedanon.pseudonyms.operator_options import OPERATORS, check_options
from feedanon.pseudonyms.tokens import BRACKETS, NAMES, TokenStyle
from feedanon.pseudonyms.type_names import LITERAL

_KEYS = ("name", "default", "tokens", "retention", "entities")
_RETENTION = re.compile(r"([1-9][0-9]{0,5}) ?(day|week|month|year)s?")
_TYPE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class OperatorSpec:
    """An operator with its options.

    Attributes:
        name: `token`, `surrogate`, `cipher`, `mask`, `redact`, `hash`, `generalize`, `keep` or `drop`.
        options: its options, checked and complete.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reversible(self) -> bool:
        """Whether `deanonymize` gives the value back (`keep` has nothing to give back)."""
        return self.name in ("token", "surrogate", "cipher")


@dataclass(frozen=True)
class Policy:
    """What becomes of each type of entity. Immutable.

    Attributes:
        name: how the policy is called in reports.
        default: the operator of every type that `entities` does not name.
        entities: an operator for each named type.
        tokens: how tokens are written.
        retention: how long a vault may keep what was made under it, such as `3years`; None for no limit.
    """

    name: str = "tokens"
    default: OperatorSpec = OperatorSpec("token")
    entities: Mapping[str, OperatorSpec] = field(default_factory=dict)
    tokens: TokenStyle = field(default_factory=TokenStyle)
    retention: str | None = None

    def __post_init__(self) -> None:
        kept = {name: OperatorSpec("keep") for name, row in ENTITY_TYPES.items() if row.kept}
        object.__setattr__(self, "entities", {**kept, **self.entities})
        if self.retention is not None and not _RETENTION.fullmatch(self.retention):
            raise PolicyError(
                f"retention: {self.retention!r} is no time: write 30days, 6weeks, 13months or 3years, for example"
            )

    def operator_for(self, entity_type: str) -> OperatorSpec:
        """The operator of a type; the policy's default for one that it does not name."""
        return self.entities.get(entity_type, self.default)

    @property
    def reversible(self) -> bool:
        """Whether everything that this policy replaces can come back."""
        return all(spec.reversible or spec.name == "keep" for spec in (self.default, *self.entities.values()))

    @staticmethod
    def load(source: str | Path) -> Policy:
        """A preset by its name, or a policy from a YAML file.

        Args:
            source: `tokens`, `realistic`, `irreversible`, `cipher`, or the path of a file.

        Raises:
            PolicyError: there is no such preset or file, or the file is wrong.
        """
        if isinstance(source, str) and source in PRESETS:
            return PRESETS[source]
        path = Path(source)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            presets = ", ".join(sorted(PRESETS))
            raise PolicyError(
                f"{path}: no such policy file, and no preset of that name; presets: {presets}"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path}: cannot be read as a UTF-8 file ({type(error).__name__})") from None
        return Policy.from_yaml(text, str(path))

    @staticmethod
    def from_yaml(text: str, source: str = "policy") -> Policy:
        """A policy from YAML text.

        Args:
            text: the YAML.
            source: the name that errors begin with.

        Raises:
            PolicyError: the text is no YAML or no policy; names the line, the key and the known values.
        """
        from feedanon.pseudonyms.policy_yaml import read

        content, lines = read(text, source)
        return _build(content, source, lines)

    @staticmethod
    def from_dict(content: Mapping[str, Any]) -> Policy:
        """A policy from the same structure as the YAML file.

        Raises:
            PolicyError: names the key and the known values.
        """
        return _build(content, "policy", {})


def _build(content: object, source: str, lines: Mapping[tuple[str, ...], int]) -> Policy:
    def fail(keys: tuple[str, ...], message: str) -> PolicyError:
        line = next((lines[keys[:n]] for n in range(len(keys), -1, -1) if keys[:n] in lines), None)
        where = f"{source}:{line}" if line else source
        return PolicyError(f"{where}: {'.'.join(keys)}: {message}" if keys else f"{where}: {message}")

    if not isinstance(content, Mapping):
        raise fail((), f"a policy is a mapping with the keys {', '.join(_KEYS)}")
    for key in content:
        if key not in _KEYS:
            raise fail((str(key),), f"unknown key; known: {', '.join(_KEYS)}")

    def spec(keys: tuple[str, ...], value: object) -> OperatorSpec:
        options: dict[str, Any] = {}
        if isinstance(value, Mapping):
            options = {str(key): option for key, option in value.items()}
            value = options.pop("operator", None)
        if not isinstance(value, str) or value not in OPERATORS:
            raise fail(keys, f"unknown operator {value!r}; known: {', '.join(sorted(OPERATORS))}")
        try:
            return OperatorSpec(value, check_options(value, options))
        except PolicyError as error:
            raise fail(keys, str(error)) from None

    default = spec(("default",), content.get("default", "token"))
    entities = content.get("entities") or {}
    if not isinstance(entities, Mapping):
        raise fail(("entities",), "a mapping of entity types to operators")
    specs: dict[str, OperatorSpec] = {}
    for entity_type, value in entities.items():
        if (
            not isinstance(entity_type, str)
            or not _TYPE_NAME.fullmatch(entity_type)
            or entity_type == LITERAL
        ):
            raise fail(
                ("entities", str(entity_type)), "not the name of an entity type, such as PERSON or MY_NUMBER"
            )
        if entity_type.upper() in ENTITY_TYPES and entity_type not in ENTITY_TYPES:
            raise fail(("entities", entity_type), f"unknown entity type; did you mean {entity_type.upper()}?")
        close = [] if entity_type in ENTITY_TYPES else _close_types(entity_type)
        if close:
            # A slip of the pen would leave the type it means to the default, without a word.
            raise fail(("entities", entity_type), f"unknown entity type; did you mean {close[0]}?")
        if entity_type.startswith("FR_") and entity_type not in ENTITY_TYPES:
            known = ", ".join(sorted(name for name in ENTITY_TYPES if name.startswith("FR_")))
            raise fail(("entities", entity_type), f"unknown entity type; known: {known}")
        specs[entity_type] = spec(("entities", entity_type), value)
    try:
        return Policy(
            name=str(content.get("name", "custom")),
            default=default,
            entities=specs,
            tokens=_style(content.get("tokens") or {}, fail),
            retention=_retention(content.get("retention")),
        )
    except PolicyError as error:
        if str(error).startswith("retention"):
            raise fail(("retention",), str(error).partition(": ")[2]) from None
        raise


def _close_types(entity_type: str) -> list[str]:
    """The known type that `entity_type` resembles, or nothing; `SERVICE_ID` or `CUSTOMER_NO` are a user's own."""
    return get_close_matches(entity_type.upper(), ENTITY_TYPES, n=1, cutoff=0.85)


def _style(content: object, fail: Any) -> TokenStyle:
    if not isinstance(content, Mapping):
        raise fail(("tokens",), "a mapping with brackets and names")
    for key, known in content.items():
        values: tuple[str, ...] = {"brackets": tuple(BRACKETS), "names": NAMES}.get(str(key), ())
        if not values:
            raise fail(("tokens", str(key)), "unknown key; known: brackets, names")
        if known not in values:
            raise fail(("tokens", str(key)), f"unknown value {known!r}; known: {', '.join(values)}")
    return TokenStyle(str(content.get("brackets", "<>")), str(content.get("names", "presidio")))


def _retention(value: object) -> str | None:
    return None if value is None else str(value).strip()


def _preset(name: str, default: str, **entities: object) -> Policy:
    return _build({"name": name, "default": default, "entities": entities}, name, {})


PRESETS: dict[str, Policy] = {
    "tokens": Policy(),
    "realistic": _preset(
        "realistic", "surrogate", CREDENTIAL="token", URL="token", STREET_ADDRESS="surrogate"
    ),
    "cipher": _preset("cipher", "cipher"),
    "irreversible": Policy(
        name="irreversible",
        default=OperatorSpec("redact", check_options("redact", {"marker": "<{type}>"})),
        entities={
            name: OperatorSpec("generalize", check_options("generalize", {}))
            for name in ("FR_POSTCODE", "DATE_OF_BIRTH", "IP_ADDRESS")
        },
    ),
}
"""The policies that come with the package, by name."""
