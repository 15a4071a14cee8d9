"""The arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

InputArgument = Annotated[str, typer.Argument(metavar="FILE", help="The file; - is standard input.")]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where the result goes; - is standard output.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", "-f", help="Replace an output that exists.")]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        "-c",
        metavar="A,B",
        help="Only these columns or keys (names or numbers).",
        show_default=False,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="NAME", help="text, csv, tsv, json or jsonl.", show_default="by the extension"
    ),
]
EncodingName = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Such as utf-8 or cp1252.", show_default="found out"),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter", metavar="CHAR", help="Separator of a CSV file, or 'tab'.", show_default="found out"
    ),
]
Header = Annotated[
    bool | None,
    typer.Option("--header/--no-header", help="Whether a CSV file has a header.", show_default="found out"),
]
Vault = Annotated[
    str | None,
    typer.Option(
        "--vault",
        metavar="PATH",
        help="Vault: a file, or postgresql://...",
        show_default="FILE's name, .vault",
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file", metavar="PATH", help="The keys of the vault.", show_default="FEEDANON_KEY, or your own"
    ),
]
SessionName = Annotated[
    str, typer.Option("--session", metavar="NAME", help="One value has one pseudonym in a session.")
]
PolicyName = Annotated[
    str,
    typer.Option("--policy", metavar="NAME", help="tokens, realistic, cipher, irreversible, or a YAML file."),
]
Recognizers = Annotated[
    list[Path] | None,
    typer.Option(
        "--recognizers", metavar="PATH", help="Recognizer files of your own; repeatable.", show_default=False
    ),
]
Model = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Language model: feedanon, a spaCy pipeline, or none.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
