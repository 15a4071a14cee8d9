"""What all commands on vaults share: options, opening, and how counts read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from feedanon.cli.failures import one_line_errors
from feedanon.cli.places import keys
from feedanon.errors import VaultError

if TYPE_CHECKING:
    from feedanon.vaults.subjects import SubjectVault

VaultOption: TypeAlias = Annotated[
    str, typer.Option("--vault", help="avis.vault, sqlite:///path or postgresql://user@host/database")
]
KeyFileOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--key-file", help="Key file; without it FEEDANON_KEY, then the user's own key file."),
]
YesOption: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
ValuesArgument: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[VALUE]...",
        help="Values of the person: name, e-mail, phone ... Without any, or with -, one a line from standard "
        "input, so that they stay out of the shell's history.",
    ),
]
SpaceOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--type", help="Only identities of this type, such as PERSON; repeatable.")
]


@contextmanager
def opened(address: str, key_file: Path | None) -> Iterator[SubjectVault]:
    """An existing vault, closed at the end; errors end the command with one line."""
    from feedanon.vaults import open_subject_vault

    with one_line_errors():
        check_there(address)
        with open_subject_vault(address, keys(key_file)) as vault:
            yield vault


def check_there(address: str) -> None:
    """Refuses a file that does not exist, because opening would make it.

    Raises:
        VaultError: there is no such vault.
    """
    path = address.removeprefix("sqlite:///")
    if "://" not in path and not Path(path).is_file():
        raise VaultError(f"{path}: no such vault; `feedanon anonymize` makes one")


def people(values: list[str] | None) -> list[str]:
    """The values of the command line, or of standard input."""
    if values and values != ["-"]:
        return values
    if sys.stdin.isatty():
        typer.echo("Values of the person, one a line; an empty line ends:", err=True)
    found = []
    for line in sys.stdin:
        if not line.strip():
            break
        found.append(line.strip())
    return found


def counted(counts: Mapping[str, int]) -> str:
    """`3 values (2 PERSON, 1 PHONE_NUMBER)`."""
    total = sum(counts.values())
    kinds = ", ".join(f"{count:,} {name}" for name, count in Counter(counts).most_common())
    return f"{total:,} value{'s' * (total != 1)}" + (f" ({kinds})" if kinds else "")
