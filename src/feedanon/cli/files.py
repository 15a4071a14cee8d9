"""`feedanon anonymize`, `deanonymize` and `scan`: the verbs that work on files."""

from __future__ import annotations

import contextlib
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedanon.cli.failures import one_line_errors, tell
from feedanon.cli.options import (
    Columns,
    Delimiter,
    EncodingName,
    Force,
    Format,
    Header,
    InputArgument,
    KeyFile,
    Model,
    Output,
    PolicyName,
    Quiet,
    Recognizers,
    SessionName,
    Vault,
)
from feedanon.cli.places import (
    ANONYMIZED,
    RESTORED,
    Places,
    input_file,
    keys,
    original_stem,
    places,
    vault_to_read,
    vault_to_write,
)
from feedanon.cli.run_vault import sqlite_file, vault_of_run
from feedanon.cli.way_back import needs_key, needs_vault, way_back

if TYPE_CHECKING:
    from feedanon.anonymizer import Anonymizer
    from feedanon.formats import Input
    from feedanon.formats.encodings import Encoding


def anonymize(
    file: InputArgument,
    *,
    output: Output = None,
    columns: Columns = None,
    vault: Vault = None,
    no_vault: Annotated[bool, typer.Option("--no-vault", help="Keep nothing: there is no way back.")] = False,
    key_file: KeyFile = None,
    session: SessionName = "default",
    policy: PolicyName = "tokens",
    recognizers: Recognizers = None,
    model: Model = "feedanon",
    kind: Format = None,
    encoding: EncodingName = None,
    delimiter: Delimiter = None,
    header: Header = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Replace the personal data of a file; the result is FILE's name with .anon before its extension.

    What stands for what is kept encrypted in the vault, FILE's name with .vault, for `feedanon deanonymize`.
    """
    with one_line_errors() as left:
        from feedanon.formats import pipeline

        where = places(file, output, ANONYMIZED, force=force)
        wanted = _split(columns)
        with (
            _input(where.read, kind=kind, encoding=encoding, delimiter=delimiter, header=header) as given,
            _anonymizer(
                where.read,
                vault=vault,
                forget=no_vault,
                key_file=key_file,
                policy=policy,
                recognizers=recognizers,
                model=model,
                left=left,
            ) as (worker, store),
            _writer(where, given, force) as (write, lost),
            _progress(given, where.read) as watch,
        ):
            scope = worker.session(session)
            summary = pipeline.anonymize(given.source, scope, worker, watch(write), wanted)
        if not quiet:
            from feedanon.cli.summary import show

            notes = [f"result: {where.write}"] if where.write is not None else []
            notes.append(way_back(worker.policy, store))
            show(summary, notes + _lost_note(lost()))


def deanonymize(
    file: InputArgument,
    *,
    output: Output = None,
    vault: Vault = None,
    key_file: KeyFile = None,
    session: SessionName = "default",
    policy: PolicyName = "tokens",
    kind: Format = None,
    encoding: EncodingName = None,
    delimiter: Delimiter = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Put the real values back into an anonymized file or an LLM's answer."""
    with one_line_errors():
        from feedanon.anonymizer import Anonymizer
        from feedanon.formats import EXTENSIONS, pipeline
        from feedanon.formats.text_file import TextSource
        from feedanon.policy import Policy
        from feedanon.vaults.keyring import open_keyring

        where = places(file, output, RESTORED, force=force)
        if kind is None and where.read is not None and where.read.suffix.lower() not in EXTENSIONS:
            kind = "text"  # an answer may be anything
        rules = Policy.load(policy)
        ring = keys(key_file)
        store = None if vault is None and not needs_vault(rules) else vault_to_read(where.read, vault)
        if store is None and ring is None and needs_key(rules):
            ring = open_keyring()  # never a new key: it would restore nothing
        hint = _original_encoding(where.read)
        with (
            _input(where.read, kind=kind, encoding=encoding, delimiter=delimiter, hint=hint) as given,
            Anonymizer(model=None, vault=store, policy=rules, key=ring) as worker,  # type: ignore[arg-type]
            _writer(where, given, force) as (write, lost),
            _progress(given, where.read) as watch,
        ):
            scope = worker.session(session)
            if isinstance(given.source, TextSource):
                summary = pipeline.deanonymize_text(given.source, scope, watch(write))
            else:
                summary = pipeline.deanonymize(given.source, scope, watch(write))
        if not quiet:
            from feedanon.cli.summary import show_restored

            show_restored(summary, ([f"result: {where.write}"] if where.write else []) + _lost_note(lost()))


def scan(
    file: InputArgument,
    *,
    columns: Columns = None,
    recognizers: Recognizers = None,
    model: Model = "feedanon",
    kind: Format = None,
    encoding: EncodingName = None,
    delimiter: Delimiter = None,
    header: Header = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what personal data a file holds: types, columns, counts, never the values. Nothing is written."""
    with one_line_errors():
        from feedanon.anonymizer import Anonymizer
        from feedanon.cli.summary import show_scan
        from feedanon.formats import pipeline

        path = input_file(file)
        with (
            _input(path, kind=kind, encoding=encoding, delimiter=delimiter, header=header) as given,
            Anonymizer(model=_model(model), recognizers=recognizers or ()) as finder,
            _progress(given, path) as watch,
        ):
            summary = pipeline.scan(given.source, finder, _split(columns), watch(lambda _: None))
        show_scan(summary, as_json=as_json)


def _split(columns: str | None) -> list[str] | None:
    if columns is None:
        return None
    return [name.strip() for name in columns.split(",") if name.strip()] or None


def _model(name: str) -> str | None:
    return None if name == "none" else name


@contextlib.contextmanager
def _input(
    path: Path | None,
    *,
    kind: str | None,
    encoding: str | None,
    delimiter: str | None,
    header: bool | None = None,
    hint: Encoding | None = None,
) -> Iterator[Input]:
    from feedanon.cli.failures import UsageError
    from feedanon.formats import open_input

    if delimiter is not None:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise UsageError("--delimiter is one character, or 'tab'")
    with open_input(
        path, kind=kind, encoding=encoding, delimiter=delimiter, header=header, ascii_as=hint
    ) as given:
        yield given


def _original_encoding(path: Path | None) -> Encoding | None:
    """The encoding of the file that an anonymized one was made from, when it is still there.

    When every accent of a file stood in personal data, the anonymized file is ASCII and says nothing.
    """
    if path is None or not path.stem.endswith(ANONYMIZED):
        return None
    from feedanon.errors import FormatError
    from feedanon.formats.encodings import detect_file

    original = path.with_name(original_stem(path) + path.suffix)
    with contextlib.suppress(OSError, FormatError):
        return detect_file(original)
    return None


@contextlib.contextmanager
def _anonymizer(
    read: Path | None,
    *,
    vault: str | None,
    forget: bool,
    key_file: Path | None,
    policy: str,
    recognizers: list[Path] | None,
    model: str,
    left: list[str],
) -> Iterator[tuple[Anonymizer, str | Path | None]]:
    """The anonymizer and its vault; a key file that is made is said at once, whatever comes after."""
    from feedanon.anonymizer import Anonymizer
    from feedanon.policy import Policy

    rules = Policy.load(policy)
    store = vault_to_write(read, vault, forget=forget)
    if not needs_vault(rules):
        store = None
    ring: Any = keys(key_file)
    if ring is None and (store is not None or needs_key(rules)):
        from feedanon.vaults.keyring import open_keyring

        file = None if store is None else sqlite_file(store)
        # A vault that exists has its key already: a new one would not open it.
        ring = open_keyring(create=file is None or not file.is_file() or file.stat().st_size == 0)
        if ring.created_path is not None:
            tell(f"key: {ring.created_path} was made just now; keep it: without it nothing comes back")
    with (
        vault_of_run(store, left),
        Anonymizer(
            model=_model(model), recognizers=recognizers or (), policy=rules, vault=store, key=ring
        ) as anonymizer,
    ):
        yield anonymizer, store


@contextlib.contextmanager
def _writer(
    where: Places, given: Input, force: bool
) -> Iterator[tuple[Callable[[str], None], Callable[[], int]]]:
    """Writes text in the encoding of the input; the second function counts what it could not say."""
    from feedanon.formats.outfile import OutFile

    encoder = given.encoder()
    with contextlib.ExitStack() as stack:
        if where.write is None:
            stream: Any = sys.stdout.buffer
        else:
            mode = None if where.read is None else stat.S_IMODE(where.read.stat().st_mode)
            stream = stack.enter_context(OutFile(where.write, replace=force, mode=mode))
        stream.write(given.encoding.bom)

        def write(text: str) -> None:
            stream.write(encoder.encode(text))

        yield write, lambda: encoder.lost
        stream.flush()


def _lost_note(count: int) -> list[str]:
    if not count:
        return []
    return [
        f"{count} characters that the encoding lacks were written as the nearest ones: --encoding utf-8 keeps them"
    ]


Write = Callable[[str], None]


@contextlib.contextmanager
def _progress(given: Input, path: Path | None) -> Iterator[Callable[[Write], Write]]:
    """A bar with an estimate on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda write: write
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(path.name if path is not None else "standard input", total=given.size)

        def watch(write: Write) -> Write:
            def written(text: str) -> None:
                write(text)
                bar.update(task, completed=given.position())

            return written

        yield watch
