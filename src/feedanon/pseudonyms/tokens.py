"""Tokens: `<PERSON_1>`, `<PHONE_NUMBER_1.2>`, `<PERSON_1.first>`, and the styles they can be written in."""

from __future__ import annotations

from dataclasses import dataclass

from feedanon.pseudonyms.type_names import french_part, french_type

BRACKETS: dict[str, tuple[str, str]] = {
    "<>": ("<", ">"),
    "[]": ("[", "]"),
    "{}": ("{", "}"),
    "none": ("", ""),
}
"""Brackets a style can use, by their name in a policy."""

NAMES = ("presidio", "french")
"""Languages a style can use for the names of types."""


@dataclass(frozen=True, slots=True)
class TokenStyle:
    """How tokens are written.

    Attributes:
        brackets: a key of `BRACKETS`.
        names: `presidio` for `PERSON`, `french` for `PERSONNE`.
    """

    brackets: str = "<>"
    names: str = "presidio"

    def write(self, token: Token) -> str:
        """The text of `token` in this style."""
        opening, closing = BRACKETS[self.brackets]
        french = self.names == "french"
        name = french_type(token.name) if french else token.name
        part = french_part(token.part) if french else token.part
        tail = f".{part}" if part else ""
        if token.variant > 1:
            tail += f".{token.variant}"
        return f"{opening}{name}_{token.number}{tail}{closing}"


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says.

    Attributes:
        name: the type, such as `PERSON`.
        number: number of the group in the session, from 1.
        part: `first`, `last`, `email` ... or empty for the whole.
        variant: which way to write that part of the group, from 1.
    """

    name: str
    number: int
    part: str = ""
    variant: int = 1


STYLES: tuple[TokenStyle, ...] = tuple(TokenStyle(b, n) for b in BRACKETS for n in NAMES)
"""Every style: an answer is looked up in all of them, whatever the policy of the day."""
