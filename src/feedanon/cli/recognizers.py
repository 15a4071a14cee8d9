"""`feedanon recognizers`: what is looked for, and the tests of a user's own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from feedanon.cli.failures import ExitCode, one_line_errors, tell

if TYPE_CHECKING:
    from feedanon.detection.recognizer import TextRecognizer

app = typer.Typer(
    help="List what is looked for, or run the examples of recognizer files of your own.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Files = Annotated[list[Path], typer.Argument(help="YAML files, or folders of them.", show_default=False)]
Own = Annotated[
    list[Path] | None,
    typer.Option(
        "--recognizers", help="Also list those of this file or folder; repeatable.", show_default=False
    ),
]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        listing()


@app.command("list")
def listing(own: Own = None) -> None:
    """List all recognizers, each with an example of what it finds."""
    with one_line_errors():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        from feedanon.detection.pack import build
        from feedanon.detection.recognizer_files import recognizers_from

        found: list[TextRecognizer] = build()
        for path in own or ():
            found.extend(recognizers_from(path))
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("type", "recognizer", "example"):
            table.add_column(title, overflow="fold")
        rows = sorted((" ".join(r.supported_entities), r.name, _example(r)) for r in found)
        named = _types_of_model()
        rows.append((" ".join(named), "language model", "merci à Sophie pour son aide"))
        for row in rows:
            table.add_row(*map(Text, row))
        types = {*named, *(entity for recognizer in found for entity in recognizer.supported_entities)}
        console = Console()
        console.print(table)
        console.print(f"{len(rows)} recognizers of {len(types)} types", style="dim")


def _types_of_model() -> list[str]:
    """What the packaged language model was taught, in its order."""
    from importlib.resources import files

    settings = (files("feedanon.data") / "model" / "settings.json").read_text(encoding="utf-8")
    labels = json.loads(settings)["labels"]
    return list(dict.fromkeys(label.partition("-")[2] for label in labels if "-" in label))


def _example(recognizer: TextRecognizer) -> str:
    """A text that shows what a recognizer finds, on one line."""
    recipe = getattr(recognizer, "recipe", None)
    if recipe is not None and recipe.match:
        return " ".join(recipe.match[0].replace("«", "").replace("»", "").split())
    return recognizer.example


@app.command("test")
def test(files: Files) -> None:
    """Run the examples of recognizer files, and say which fail."""
    with one_line_errors():
        from feedanon.detection.engine import THRESHOLD
        from feedanon.detection.recognizer_files import line_of, recognizers_from
        from feedanon.detection.yaml_recognizers import Failure, run_examples

        failed = count = 0
        for path in files:
            for recognizer in recognizers_from(path):
                recipe = recognizer.recipe
                problems = list(run_examples(recognizer, THRESHOLD))
                if not recipe.match:
                    problems.append(Failure("has no example of a match", ("examples",)))
                count += len(recipe.match) + len(recipe.no_match)
                failed += len(problems)
                for problem in problems:
                    line = line_of(recipe.path, problem.keys) if recipe.path is not None else None
                    tell(f"{recipe.path}:{line}: {problem}")
        typer.echo(f"{count} examples, {failed} failed")
        if failed:
            raise typer.Exit(ExitCode.INTERNAL)
