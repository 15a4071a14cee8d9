"""Makes the pseudonyms of new records, as the policy wants them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from feedanon.policy import Policy
from feedanon.pseudonyms.token_pattern import token_name
from feedanon.pseudonyms.tokens import Token, TokenStyle
from feedanon.pseudonyms.type_names import LITERAL, type_of
from feedanon.vaults.base import Claim, Group, Taken

SurrogateMaker = Callable[[Claim, int, int, Group, Taken], "str | None"]
_CANONICAL = TokenStyle()


class PseudonymMaker:
    """A vault's `Maker` for one batch.

    Args:
        policy: which types get tokens, which surrogates, and how tokens are written.
        surrogate: makes a realistic pseudonym, or None when it has none for the value.
    """

    def __init__(self, policy: Policy, surrogate: SurrogateMaker | None = None) -> None:
        self._policy = policy
        self._surrogate = surrogate

    def __call__(self, claim: Claim, number: int, variant: int, group: Group, taken: Taken) -> str:
        if self._surrogate and claim.entity_type != LITERAL:
            if self._policy.operator_for(claim.entity_type).name == "surrogate":
                made = self._surrogate(claim, number, variant, group, taken)
                if made is not None:
                    return made
        return self.token(claim, number, variant, taken)

    def token(self, claim: Claim, number: int, variant: int, taken: Taken) -> str:
        """The token of a record: another variant when a value of the session reads exactly so."""
        name = token_name(claim.space)
        style = self._policy.tokens
        if style.brackets == "none" and type_of(name) != name:
            # Without brackets, a name that only the user knows could be any word of the text.
            style = dataclasses.replace(style, brackets="<>")
        while True:
            token = Token(name, number, claim.part, variant)
            text = style.write(token)
            if not taken(text) and (style == _CANONICAL or not taken(_CANONICAL.write(token))):
                return text
            variant += 1
