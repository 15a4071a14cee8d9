"""Operators without a way back: mask, redact, hash, generalize. Presidio's own where it has them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from feedanon.errors import PolicyError
from feedanon.policy import OperatorSpec
from feedanon.pseudonyms.generalize import generalize
from feedanon.pseudonyms.secret_keys import purpose
from feedanon.pseudonyms.token_pattern import token_name


def replace_irreversibly(spec: OperatorSpec, entity_type: str, value: str, keys: tuple[bytes, ...]) -> str:
    """What stands for `value` under an operator that nothing can undo.

    Args:
        spec: mask, redact, hash, generalize or keep.
        entity_type: the type of the value.
        value: as written.
        keys: secrets, newest first; `hash` needs one.

    Raises:
        PolicyError: `hash` without a key.
    """
    options = spec.options
    if spec.name == "mask":
        return _mask(value, options)
    if spec.name == "redact":
        marker = str(options.get("marker", ""))
        if marker:
            return marker.replace("{type}", token_name(entity_type))
        return str(_presidio("Redact").operate(value, {}))
    if spec.name == "hash":
        if not keys:
            raise PolicyError("hash needs a key, or anyone could try all values: pass key=...")
        salt = purpose(keys[0], f"hash of {entity_type}")
        length = int(options.get("length", 16))
        return str(_presidio("Hash").operate(value, {"hash_type": "sha256", "salt": salt}))[:length]
    if spec.name == "generalize":
        return generalize(entity_type, value, str(options.get("to", "auto")), int(options.get("step", 10)))
    return str(_presidio("Keep").operate(value, {}))


def _mask(value: str, options: Any) -> str:
    first, last = int(options.get("keep_first", 0)), int(options.get("keep_last", 0))
    hidden = max(0, len(value) - first - last)
    # A value as short as what may be kept is hidden whole: keeping four of four digits masks nothing.
    if hidden < len(value) / 2:
        first, last, hidden = 0, 0, len(value)
    return str(
        _presidio("Mask").operate(
            value,
            {"masking_char": str(options.get("char", "*")), "chars_to_mask": hidden, "from_end": bool(first)},
        )
    )


@lru_cache(maxsize=8)
def _presidio(name: str) -> Any:
    # Importing presidio-anonymizer costs most of a second: only policies that use it pay.
    from presidio_anonymizer import operators

    return getattr(operators, name)()
