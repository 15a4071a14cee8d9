"""`feedanon vault`: the rights of people, the journal and the keys of a vault."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from feedanon.cli.failures import ExitCode, UsageError, one_line_errors
from feedanon.cli.places import keys
from feedanon.cli.vault_options import (
    KeyFileOption,
    SpaceOption,
    ValuesArgument,
    VaultOption,
    YesOption,
    check_there,
    counted,
    opened,
    people,
)
from feedanon.errors import VaultError

if TYPE_CHECKING:
    from feedanon.vaults.rights import Found
    from feedanon.vaults.subjects import Subject, SubjectVault

app = typer.Typer(help="Rights of people, journal and keys of a vault.", no_args_is_help=True)


@app.command()
def export(
    vault: VaultOption,
    values: ValuesArgument = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file instead of the screen.")
    ] = None,
    types: SpaceOption = None,
    key_file: KeyFileOption = None,
) -> None:
    """Write all that the vault keeps of a person as JSON (access, portability)."""
    from feedanon.vaults import rights

    with opened(vault, key_file) as kept:
        found = _find(kept, values, types)
        text = json.dumps(rights.export(kept, found.certain), ensure_ascii=False, indent=2)
        if output is None:
            typer.echo(text)
        else:
            _write(output, text + "\n")
            typer.echo(f"{len(found.certain)} identities written to {output}", err=True)
        _others_stay("export")


@app.command()
def forget(
    vault: VaultOption,
    values: ValuesArgument = None,
    types: SpaceOption = None,
    yes: YesOption = False,
    key_file: KeyFileOption = None,
) -> None:
    """Erase a person: pseudonyms stay in texts, and can never come back (erasure)."""
    from feedanon.vaults import rights

    with opened(vault, key_file) as kept:
        found = _find(kept, values, types)
        _confirm(f"Erase {_told(kept, found.certain)} for ever?", yes)
        typer.echo(f"Forgotten: {counted(rights.forget(kept, found.certain))}.")
        _others_stay("forget")


@app.command()
def rectify(  # noqa: PLR0917 - a command's parameters are its options
    vault: VaultOption,
    old: Annotated[str, typer.Argument(help="The value that is wrong.")],
    new: Annotated[str, typer.Argument(help="The value that later answers show.")],
    types: SpaceOption = None,
    yes: YesOption = False,
    key_file: KeyFileOption = None,
) -> None:
    """Correct a value: later answers show the new one (rectification)."""
    from feedanon.vaults import rights

    with opened(vault, key_file) as kept:
        found = _find(kept, [old], types)
        _confirm(f"Correct the value in {_told(kept, found.certain)}?", yes)
        typer.echo(f"Corrected: {counted(rights.rectify(kept, found.certain, old, new))}.")


@app.command()
def restrict(  # noqa: PLR0917 - a command's parameters are its options
    vault: VaultOption,
    values: ValuesArgument = None,
    lift: Annotated[bool, typer.Option("--lift", help="End the restriction.")] = False,
    types: SpaceOption = None,
    yes: YesOption = False,
    key_file: KeyFileOption = None,
) -> None:
    """Keep a person's data without giving them back, until lifted (restriction)."""
    from feedanon.vaults import rights

    with opened(vault, key_file) as kept:
        found = _find(kept, values, types)
        what = "Give back again" if lift else "Stop giving back"
        _confirm(f"{what} {_told(kept, found.certain)}?", yes)
        done = (rights.lift if lift else rights.restrict)(kept, found.certain)
        typer.echo(f"{'Lifted' if lift else 'Restricted'}: {counted(done)}.")


@app.command()
def purge(
    vault: VaultOption,
    older_than: Annotated[
        str | None, typer.Option("--older-than", help="30days, 6weeks, 13months, 3years ...")
    ] = None,
    policy: Annotated[
        str | None, typer.Option("--policy", help="Take the policy's `retention` instead.")
    ] = None,
    yes: YesOption = False,
    key_file: KeyFileOption = None,
) -> None:
    """Erase whom no text has named for that long (storage limitation)."""
    from feedanon.vaults import rights

    older_than = older_than or _retention(policy)
    _check_period(older_than)
    with opened(vault, key_file) as kept:
        count = rights.expired(kept, older_than)
        if count:
            _confirm(f"Erase {count:,} identities that no text has named for {older_than} for ever?", yes)
        typer.echo(f"Purged: {counted(rights.purge(kept, older_than))}.")


def _check_period(older_than: str) -> None:
    from datetime import datetime, timezone

    from feedanon.vaults.period import period_before

    now = datetime.now(timezone.utc)
    with suppress(VaultError):  # what cannot be read is said on purging
        if period_before(older_than, now) >= now:
            raise typer.BadParameter(f"--older-than {older_than} is no time at all: 1day is the least")


def _retention(policy: str | None) -> str:
    from feedanon.policy import Policy

    retention = Policy.load(policy).retention if policy else None
    if retention is None:
        raise typer.BadParameter(
            "say how old with --older-than 13months, or name a --policy that has a retention"
        )
    return retention


@app.command()
def stats(vault: VaultOption, key_file: KeyFileOption = None) -> None:
    """Print figures, without any personal value."""
    with opened(vault, key_file) as kept:
        figures = kept.stats()
        typer.echo(f"{figures.backend}, keys {', '.join(figures.keys) or 'none'}")
        typer.echo(
            f"{figures.sessions:,} sessions, {figures.groups:,} identities ({figures.restricted:,} restricted), "
            f"{figures.forgotten:,} forgotten"
        )
        typer.echo(counted(figures.records))


@app.command()
def check(
    vault: VaultOption,
    repair: Annotated[bool, typer.Option("--repair", help="Finish erasures that were cut short.")] = False,
    key_file: KeyFileOption = None,
) -> None:
    """Read the whole vault and tell what is damaged; exit code 1 when something is."""
    with opened(vault, key_file) as kept:
        problems = kept.check()
        if repair:
            unfinished = dict.fromkeys(problem.erase for problem in problems if problem.erase is not None)
            kept.erase(list(unfinished), "repair")
            problems = [problem for problem in problems if problem.erase is None]
            typer.echo(f"{len(unfinished)} erasures finished.")
        for problem in problems:
            typer.echo(str(problem))
        if problems:
            raise typer.Exit(ExitCode.VAULT)
        typer.echo("The vault is complete.")


@app.command()
def journal(
    vault: VaultOption,
    verify: Annotated[bool, typer.Option("--verify", help="Follow the chain of seals.")] = False,
    anchor: Annotated[str, typer.Option(help="A seal noted earlier, which must still be there.")] = "",
    key_file: KeyFileOption = None,
) -> None:
    """Print the journal, or verify that nobody changed it."""
    with opened(vault, key_file) as kept:
        if not verify and not anchor:
            for line in kept.journal():
                typer.echo(f"{line.time}  {line.verb:<8} {line.session or '-'}  {counted(line.counts)}")
            return
        verdict = kept.verify_journal(anchor)
        if verdict.broken is not None:
            typer.echo(f"The journal was changed: line {verdict.broken} is not as it was written.")
        elif verdict.anchored is False:
            typer.echo("The journal was changed: the noted seal is no longer in it.")
        else:
            typer.echo(f"The journal is intact: {verdict.lines:,} lines. Note the last seal: {verdict.last}")
        if not verdict.intact:
            raise typer.Exit(ExitCode.VAULT)


@app.command()
def report(
    vault: VaultOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file.")] = Path(
        "vault-report.html"
    ),
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace a file that exists.")] = False,
    key_file: KeyFileOption = None,
) -> None:
    """Write what a data protection officer needs, as one HTML file without personal values."""
    from feedanon.vaults.dpo_report import vault_report

    with opened(vault, key_file) as kept:
        place = vault if "@" not in vault else vault.partition("://")[0] + "://…@" + vault.rpartition("@")[2]
        if output.exists() and not force:
            raise UsageError(f"{output} exists already: give another -o, or --force to replace it")
        _write(output, vault_report(kept, place))
        typer.echo(f"Written: {output}", err=True)


@app.command()
def rekey(
    vault: VaultOption,
    new_key_file: Annotated[
        Path | None, typer.Option("--new-key-file", help="Key file whose first key is the new one.")
    ] = None,
    retire: Annotated[bool, typer.Option("--retire", help="End the old keys once all is done.")] = False,
    key_file: KeyFileOption = None,
) -> None:
    """Wrap the vault's keys under a new master key; old and new ones open it until the old are retired.

    Without --new-key-file, the newest key at hand is the new one: `feedanon key new --file FILE` puts one
    first. Run it again when it was interrupted.
    """
    from feedanon.vaults import open_subject_vault
    from feedanon.vaults.keyring import Keyring, open_keyring, read_key_file
    from feedanon.vaults.sql_vault import SqlVault

    with one_line_errors():
        check_there(vault)
        ring = keys(key_file) or open_keyring()
        if new_key_file is not None:
            ring = Keyring((*read_key_file(new_key_file).keys[:1], *ring.keys))
        with open_subject_vault(vault, ring) as kept:
            if not isinstance(kept, SqlVault):
                raise VaultError("a vault in memory has no keys")
            moved = kept.rekey(retire=retire)
            typer.echo(f"{moved:,} data keys moved. Keys that open the vault: {', '.join(kept.stats().keys)}")
            if not retire:
                typer.echo(
                    "When every program has the new key, end the old ones: feedanon vault rekey --retire"
                )


def _find(vault: SubjectVault, values: list[str] | None, types: list[str] | None) -> Found:
    from feedanon.vaults.rights import find_person

    found = find_person(vault, people(values), spaces=tuple(types or ()))
    if found.doubtful:
        typer.echo(
            f"Left alone: {_told(vault, found.doubtful)}, because others share what they were found by. "
            "Give a value that only this person has.",
            err=True,
        )
    if not found.certain:
        raise VaultError("the vault knows nobody by these values")
    return found


def _others_stay(verb: str) -> None:
    """Nobody must take a name's erasure for the person's: what no alias ties to them is not known as theirs."""
    what = "stay" if verb == "forget" else "are not among them"
    typer.echo(
        f"Other values of the same rows or texts (phone, address, IBAN ...) that no alias ties to the person {what}: "
        f"name them too, as further values of one command: feedanon vault {verb} --vault V NAME PHONE IBAN",
        err=True,
    )


def _told(vault: SubjectVault, subjects: tuple[Subject, ...]) -> str:
    kinds: dict[str, int] = {}
    for subject in subjects:
        for held in vault.held(subject):
            kinds[held.record.entity_type] = kinds.get(held.record.entity_type, 0) + 1
    sessions = len({subject.session for subject in subjects})
    return f"{counted(kinds)} in {sessions} session{'s' * (sessions != 1)}"


def _confirm(question: str, yes: bool) -> None:
    if not yes and not typer.confirm(question):
        typer.echo("Nothing was done.", err=True)
        raise typer.Exit(ExitCode.VAULT)


def _write(path: Path, text: str) -> None:
    import os

    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
