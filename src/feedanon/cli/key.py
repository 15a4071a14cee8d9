"""`feedanon key`: master keys of vaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from feedanon.cli.failures import one_line_errors

app = typer.Typer(help="Master keys of vaults.", no_args_is_help=True)


@app.callback()
def _key() -> None:
    """Master keys of vaults."""


@app.command()
def new(
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="Put the key first into this key file (0600), before older ones."),
    ] = None,
) -> None:
    """Make a new random key, and print it or put it into a key file."""
    from feedanon.vaults.keyring import read_key_file, write_key_file
    from feedanon.vaults.keys import MasterKey, new_key

    with one_line_errors():
        key = new_key()
        if file is None:
            typer.echo(key.text())
            return
        older = read_key_file(file).keys if file.exists() else ()
        write_key_file(file, [key, *(one for one in older if isinstance(one, MasterKey))], replace=True)
        typer.echo(f"{file}: key {key.key_id} is the newest of {len(older) + 1}", err=True)


@app.command()
def where() -> None:
    """Print the path of the key file in the user's configuration folder."""
    from feedanon.vaults.keyring import key_file

    typer.echo(str(key_file()))
