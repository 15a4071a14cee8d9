"""Errors as a shell wants them: one line on standard error, and an exit code that says what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from types import FrameType

import typer

from feedanon.errors import (
    DetectionError,
    FeedanonError,
    FormatError,
    ModelError,
    PolicyError,
    RecognizerError,
    RestorationError,
    VaultError,
)


class ExitCode(IntEnum):
    """What the command ended with."""

    INTERNAL = 1
    USAGE = 2
    FORMAT = 3
    VAULT = 4
    DETECTION = 5
    FILES = 6
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


class UsageError(FeedanonError):
    """The command line asks for something that cannot be."""


_CODES: tuple[tuple[type[FeedanonError], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (PolicyError, ExitCode.USAGE),
    (RecognizerError, ExitCode.USAGE),
    (FormatError, ExitCode.FORMAT),
    (RestorationError, ExitCode.FORMAT),
    (VaultError, ExitCode.VAULT),
    (DetectionError, ExitCode.DETECTION),
    (ModelError, ExitCode.DETECTION),
)
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def tell(message: str) -> None:
    """Writes one line to standard error."""
    with contextlib.suppress(OSError):
        print(f"feedanon: {' '.join(message.split())}", file=sys.stderr)


@contextlib.contextmanager
def one_line_errors() -> Iterator[list[str]]:
    """Ends the command with one line and an exit code for everything that goes wrong inside.

    Messages of errors that feedanon did not write itself may hold a personal value: of those only the
    type and the place in the code are shown.

    Yields:
        A list for phrases about what stays all the same, such as a vault; they end the line.
    """
    left: list[str] = []
    with _terminable():
        try:
            yield left
        except FeedanonError as error:
            tell("; ".join([str(error), *left]))
            code = next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.INTERNAL)
            raise typer.Exit(code) from None
        except BrokenPipeError:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing left to flush into
            raise typer.Exit(ExitCode.PIPE_CLOSED) from None
        except OSError as error:
            tell("; ".join([_system_error(error, _nothing(left)), *left]))
            raise typer.Exit(ExitCode.FILES) from None
        except KeyboardInterrupt:
            tell("; ".join(["interrupted", _nothing(left), *left]))
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except _Terminated:
            tell("; ".join(["terminated", _nothing(left), *left]))
            raise typer.Exit(ExitCode.TERMINATED) from None
        except MemoryError:
            tell("; ".join(["out of memory", _nothing(left), *left]))
            raise typer.Exit(ExitCode.INTERNAL) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            tell(
                "; ".join([f"internal error ({_place(error)})", _nothing(left), *left])
                + ". Please report it."
            )
            raise typer.Exit(ExitCode.INTERNAL) from None


def _nothing(left: list[str]) -> str:
    return "no result was written" if left else "nothing was written"


def _system_error(error: OSError, nothing: str) -> str:
    name = Path(error.filename).name if isinstance(error.filename, (str, os.PathLike)) else ""
    where = f"{error.filename}: " if name and not name.startswith(".feedanon-") else ""
    if error.errno in _FULL:
        return f"{where}the disk is full (or a limit is reached); {nothing}: free some space and try again"
    if isinstance(error, FileNotFoundError):
        return f"{where}no such file or folder"
    if isinstance(error, PermissionError):
        return f"{where}not permitted: check who may read the input and write its folder"
    if isinstance(error, IsADirectoryError):
        return f"{where}is a folder"
    return f"{where}{error.strerror or type(error).__name__}"


def _place(error: BaseException) -> str:
    """Type and line of an error, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    module = trace.tb_frame.f_globals.get("__name__", "?")
    return f"{type(error).__name__} in {module}, line {trace.tb_lineno}"


class _Terminated(BaseException):
    """SIGTERM came: files are put away as for Ctrl-C."""


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def terminate(_number: int, _frame: FrameType | None) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)
