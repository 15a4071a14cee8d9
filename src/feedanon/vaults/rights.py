"""The rights of people over what a vault keeps of them (GDPR articles 5, 15 to 18 and 20).

A person is found by any of their values, as anybody would write it, over all sessions of the vault:

    from feedanon.vaults import open_subject_vault
    from feedanon.vaults.rights import export, find_person, forget

    with open_subject_vault("avis.vault") as vault:
        person = find_person(vault, ["Sophie Martin", "06 12 34 56 78"])
        print(export(vault, person.certain))
        forget(vault, person.certain)

Every verb leaves a line in the journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import islice
from typing import Any, TypeAlias

from feedanon.errors import VaultError
from feedanon.vaults.period import period_before
from feedanon.vaults.subjects import Subject, SubjectVault

Aliases: TypeAlias = "Callable[[str], Iterable[str]]"
"""The aliases under which claims may have registered a value."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Whom `find_person` found.

    Attributes:
        certain: groups that hold one of the values, or alone in their session have an alias of one.
        doubtful: groups that share an alias with others of their session, such as two people of one
            family name: give a value that only one of them has.
    """

    certain: tuple[Subject, ...]
    doubtful: tuple[Subject, ...]


def find_person(
    vault: SubjectVault,
    values: Sequence[str],
    *,
    spaces: Sequence[str] = (),
    aliases: Aliases | None = None,
) -> Found:
    """Looks for a person in all sessions.

    Args:
        vault: where.
        values: any values of the person: name, e-mail address, phone number ...
        spaces: only groups of these, such as `PERSON`; all without.
        aliases: other ways to find a value; feedanon's own without (case, order of names, phone formats).

    Raises:
        VaultError: no value was given, or the vault cannot be read.
    """
    wanted = [value for value in values if value.strip()]
    if not wanted:
        raise VaultError(
            "say whom: give at least one value of the person, such as a name or an e-mail address"
        )
    near = sorted({alias for value in wanted for alias in (aliases or known_aliases)(value)})
    matches = [match for match in vault.subjects(wanted, near) if not spaces or match.subject.space in spaces]
    certain = dict.fromkeys(match.subject for match in matches if match.exact or match.alone)
    doubtful = dict.fromkeys(match.subject for match in matches if match.subject not in certain)
    return Found(tuple(sorted(certain)), tuple(sorted(doubtful)))


def known_aliases(value: str) -> set[str]:
    """The aliases under which feedanon's own claims register `value`, whatever its type is."""
    from feedanon.entities import ENTITY_TYPES
    from feedanon.pseudonyms.canonical import canonical
    from feedanon.pseudonyms.claims import person_claim
    from feedanon.pseudonyms.person_names import read_mention

    found = set(person_claim(value, read_mention(value, "")).finds)
    for entity_type in ENTITY_TYPES:
        alias = canonical(entity_type, value)
        found |= {alias, f"email:{alias}", f"username:{alias}"} if alias else set()
    return found


def export(vault: SubjectVault, subjects: Sequence[Subject]) -> dict[str, Any]:
    """Everything that is kept of the subjects, ready for JSON (articles 15 and 20).

    Returns:
        `made` (UTC time) and `entries`: session, entity type, value, part, pseudonym, since when,
        whether restricted.
    """
    entries = []
    counts: dict[str, Counter[str]] = {}
    for subject in subjects:
        for held in vault.held(subject):
            record = held.record
            counts.setdefault(subject.session, Counter())[record.entity_type] += 1
            entries.append(
                {
                    "session": subject.session,
                    "entity_type": record.entity_type,
                    "value": record.value,
                    "part": record.part,
                    "pseudonym": record.pseudonym,
                    "since": datetime.fromtimestamp(held.since, timezone.utc).isoformat(),
                    "restricted": record.restricted,
                }
            )
    for session, counted in counts.items():
        vault.note("export", session, counted)
    return {"made": datetime.now(timezone.utc).isoformat(timespec="seconds"), "entries": entries}


def forget(vault: SubjectVault, subjects: Sequence[Subject]) -> Counter[str]:
    """Erases the subjects (article 17). Their pseudonyms stay in texts, and can never come back.

    Returns:
        How many records were erased, by entity type.
    """
    return vault.erase(subjects, "forget")


def rectify(
    vault: SubjectVault, subjects: Sequence[Subject], old: str, new: str, *, aliases: Aliases | None = None
) -> Counter[str]:
    """Corrects a value (article 16): later answers show `new` wherever they showed `old`.

    Raises:
        VaultError: the new value is empty.
    """
    if not new.strip():
        raise VaultError("the right value is empty: to erase a person, use forget")
    return vault.rectify(subjects, old, new, sorted((aliases or known_aliases)(new)))


def restrict(vault: SubjectVault, subjects: Sequence[Subject]) -> Counter[str]:
    """Keeps the subjects' data without giving them back (article 18), until `lift`."""
    return vault.restrict(subjects, True)


def lift(vault: SubjectVault, subjects: Sequence[Subject]) -> Counter[str]:
    """Ends a restriction."""
    return vault.restrict(subjects, False)


def expired(vault: SubjectVault, older_than: str, now: datetime | None = None) -> int:
    """How many subjects `purge` would erase.

    Raises:
        VaultError: the period cannot be read.
    """
    return sum(1 for _ in vault.idle(int(period_before(older_than, now).timestamp())))


def purge(vault: SubjectVault, older_than: str, now: datetime | None = None) -> Counter[str]:
    """Erases whom no text has named for a while (article 5(1)(e), storage limitation).

    Args:
        vault: where.
        older_than: such as `13months`, counted from the last day on which a text named the subject.
        now: with a time zone; the present without.

    Returns:
        How many records were erased, by entity type.

    Raises:
        VaultError: the period cannot be read.
    """
    before = int(period_before(older_than, now).timestamp())
    done: Counter[str] = Counter()
    subjects = vault.idle(before)
    while batch := list(islice(subjects, _AT_ONCE)):
        done += vault.erase(batch, "purge")
    return done
