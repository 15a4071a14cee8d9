"""How a batch of claims becomes records: the one rule book of every vault.

A backend shows its session as a `Book`; `allocate` reads and fills it. What a book makes of the
additions (a dictionary entry, a row in a transaction) is the backend's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from feedanon.errors import VaultError
from feedanon.vaults.base import Claim, Maker, Record


class Book(Protocol):
    """One session, while a batch of claims is settled in it."""

    def known(self, claim: Claim) -> Record | None:
        """The record of the claim's value and entity type, when there is one."""

    def owners(self, space: str, alias: str) -> Sequence[int]:
        """The groups of `space` that `alias` was registered for."""

    def group(self, space: str, number: int) -> Sequence[Record]:
        """The records of a group, oldest first."""

    def begin(self, space: str) -> int:
        """The number of a new group; never one that was given before."""

    def restricted(self, space: str, number: int) -> bool:
        """Whether the group is under restriction."""

    def issued(self, text: str) -> bool:
        """Whether `text` is or was a pseudonym of the session, folded."""

    def taken(self, text: str) -> bool:
        """Whether `text` is or was a pseudonym, or is a value, of the session, folded."""

    def add(self, claim: Claim, record: Record) -> None:
        """Takes a new record in, with the aliases that the claim registers."""


def allocate(book: Book, claims: Sequence[Claim], make: Maker) -> list[Record]:
    """A record for each claim, in order, found in `book` or added to it.

    Raises:
        VaultError: `make` gave a pseudonym that is empty or was issued before. The book may hold a
            part of the batch by then: the caller undoes it, as for any error of `make` itself.
    """
    records = []
    for claim in claims:
        record = book.known(claim)
        if record is None:
            record = _issue(book, claim, make)
        records.append(record)
    return records


def _issue(book: Book, claim: Claim, make: Maker) -> Record:
    number = _group_of(book, claim)
    known: Sequence[Record] = () if number is None else book.group(claim.space, number)
    variant = 1 + max((record.variant for record in known if record.part == claim.part), default=0)
    restricted = number is not None and book.restricted(claim.space, number)
    if number is None:
        number = book.begin(claim.space)
    pseudonym = make(claim, number, variant, known, book.taken)
    if not pseudonym:
        raise VaultError(
            f"the policy made an empty pseudonym for a {claim.entity_type}: correct its operator"
        )
    if book.issued(pseudonym):
        raise VaultError(
            f"the policy made a pseudonym for a {claim.entity_type} that the session uses already: "
            "its operator must make another one for each value"
        )
    record = Record(
        claim.entity_type, claim.space, number, claim.part, variant, claim.value, pseudonym, restricted
    )
    book.add(claim, record)
    return record


def _group_of(book: Book, claim: Claim) -> int | None:
    for alias in claim.finds:
        owners = book.owners(claim.space, alias)
        if len(owners) == 1:
            return owners[0]
    return None
