"""Claims and pseudonyms as simple as the vault's contract allows."""

from __future__ import annotations

from feedanon.vaults.base import Claim, Group, Taken

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def token(claim: Claim, group: int, variant: int, records: Group, taken: Taken) -> str:
    """`<PERSON_1>`, `<PERSON_1.2>`, `<PERSON_1.first>`; steps aside when a text has it already."""
    name = f"{claim.space}_{group}" + (f".{claim.part}" if claim.part else "")
    name += f".{variant}" if variant > 1 else ""
    pseudonym = f"<{name}>"
    while taken(pseudonym):
        name += "x"
        pseudonym = f"<{name}>"
    return pseudonym


def person(value: str, *aliases: str, part: str = "") -> Claim:
    """A claim of a person, found by and registered under `aliases`, or else the value in lower case."""
    names = aliases or (value.lower(),)
    return Claim("PERSON", value, "PERSON", names, names, part)


def email(value: str) -> Claim:
    """A claim of an e-mail address."""
    return Claim("EMAIL_ADDRESS", value, "EMAIL_ADDRESS", (value.lower(),), (value.lower(),))


def named(value: str, full: str, *parts: str) -> Claim:
    """A claim of a full name: found by the whole only, registered under its parts too."""
    return Claim("PERSON", value, "PERSON", (full,), (full, *parts))
