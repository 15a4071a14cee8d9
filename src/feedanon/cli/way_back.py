"""What a policy needs so that its values can come back, and how the summary says it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedanon.policy import Policy


def needs_vault(policy: Policy) -> bool:
    """Whether a policy keeps values in a vault; a cipher needs its key alone."""
    return bool(_operators(policy) & {"token", "surrogate"})


def needs_key(policy: Policy) -> bool:
    """Whether a policy works with a key even without a vault."""
    return bool(_operators(policy) & {"cipher", "hash"})


def way_back(policy: Policy, store: str | Path | None) -> str:
    """A line of the summary.

    Args:
        policy: what the run applied.
        store: the vault it wrote to, None for none.
    """
    if store is not None:
        return f"way back: {store}"
    if "cipher" not in _operators(policy):
        return "nothing is kept: there is no way back"
    if policy.reversible and not needs_vault(policy):
        return "way back: the key is enough, no vault is needed; deanonymize with the same --policy"
    return "way back: the key is enough for what is enciphered; the rest has no way back"


def _operators(policy: Policy) -> set[str]:
    return {spec.name for spec in (policy.default, *policy.entities.values())}
