"""The verbs of `feedanon`. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from feedanon.cli import files, key, recognizers, vault
from feedanon.cli.failures import one_line_errors

app = typer.Typer(
    name="feedanon",
    help="Takes personal data out of French customer feedback before an LLM sees it, and puts it back.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("anonymize")(files.anonymize)
app.command("deanonymize")(files.deanonymize)
app.command("scan")(files.scan)
app.add_typer(recognizers.app, name="recognizers")
app.add_typer(vault.app, name="vault")
app.add_typer(key.app, name="key")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"feedanon {version('feedanon')}")
        raise typer.Exit


@app.callback()
def feedanon(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Takes personal data out of French customer feedback before an LLM sees it, and puts it back."""


def run() -> None:
    """Runs the command line."""
    try:
        with one_line_errors():
            app(prog_name="feedanon")
    except typer.Exit as ended:
        raise SystemExit(ended.exit_code) from None
