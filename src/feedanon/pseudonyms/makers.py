"""Makes the pseudonyms of new records, as the policy wants them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from feedanon.pseudonyms.token_pattern import token_name
from feedanon.pseudonyms.tokens import Token, TokenStyle
from feedanon.pseudonyms.type_names import type_of
from feedanon.vaults.base import Claim, Group, Taken

SurrogateMaker = Callable[[Claim, int, Group, Taken], "str | None"]
_CANONICAL = TokenStyle()


class PseudonymMaker:
    """A vault's `Maker` for one batch.

    Args:
        style: how tokens are written.
        surrogate: makes a realistic pseudonym, or None when it has none for the value.
        surrogates: the types and values that get one.
    """

    def __init__(
        self,
        style: TokenStyle,
        surrogate: SurrogateMaker | None = None,
        surrogates: AbstractSet[tuple[str, str]] = frozenset(),
    ) -> None:
        self._style = style
        self._surrogate = surrogate
        self._surrogates = surrogates

    def __call__(self, claim: Claim, number: int, variant: int, group: Group, taken: Taken) -> str:
        if self._surrogate and (claim.entity_type, claim.value) in self._surrogates:
            made = self._surrogate(claim, number, group, taken)
            if made is not None:
                return made
        return self.token(claim, number, variant, taken)

    def token(self, claim: Claim, number: int, variant: int, taken: Taken) -> str:
        """The token of a record: another variant when a value of the session reads exactly so."""
        name = token_name(claim.space)
        style = self._style
        if style.brackets == "none" and type_of(name) != name:
            # Without brackets, a name that only the user knows could be any word of the text.
            style = dataclasses.replace(style, brackets="<>")
        while True:
            token = Token(name, number, claim.part, variant)
            text = style.write(token)
            if not taken(text) and (style == _CANONICAL or not taken(_CANONICAL.write(token))):
                return text
            variant += 1
