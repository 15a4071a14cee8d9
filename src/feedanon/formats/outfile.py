"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

_PRIVATE = 0o600


class OutFile:
    """Writes a file beside its place, and puts it there when the block ends well.

    Until then nobody else may read it, and its name says nothing. Where the system knows files without a
    name (Linux), not even a kill leaves anything behind.

    Args:
        path: where the file shall be.
        replace: overwrite a file that is there.
        mode: permissions of the finished file, None for those that a new file gets.

    Raises:
        FileExistsError: the file is there, and `replace` is false.
        OSError: it cannot be written.
    """

    def __init__(self, path: Path, *, replace: bool = False, mode: int | None = None) -> None:
        self._path = Path(os.path.realpath(path))  # a link stays a link
        self._replace = replace
        self._mode = mode
        self._temporary: Path | None = None
        self._stream: BinaryIO | None = None

    def __enter__(self) -> BinaryIO:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            found = None
        if found is not None and not stat.S_ISREG(found.st_mode):
            if stat.S_ISDIR(found.st_mode):
                raise IsADirectoryError(21, "it is a folder", str(self._path))
            self._stream = self._path.open("wb")  # a device or a pipe is written as it is
            return self._stream
        if found is not None and not self._replace:
            raise FileExistsError(17, "exists", str(self._path))
        self._stream = os.fdopen(self._open(), "wb", buffering=1 << 18)
        return self._stream

    def _open(self) -> int:
        if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").exists():
            with contextlib.suppress(OSError):
                return os.open(self._path.parent, os.O_TMPFILE | os.O_WRONLY, _PRIVATE)
        self._temporary = self._new_name()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.open(self._temporary, flags, _PRIVATE)

    def _new_name(self) -> Path:
        return self._path.with_name(f".feedanon-{secrets.token_hex(8)}.tmp")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stream = self._stream
        try:
            if kind is None and stream is not None:
                self._finish(stream)
        finally:
            if stream is not None:
                with contextlib.suppress(OSError):  # what a full disk did not take is told already
                    stream.close()
            if self._temporary is not None:
                with contextlib.suppress(OSError):
                    self._temporary.unlink(missing_ok=True)

    def _finish(self, stream: BinaryIO) -> None:
        stream.flush()
        handle = stream.fileno()
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            stream.close()
            return
        os.fsync(handle)
        if os.name == "posix":
            os.fchmod(handle, _usual_mode() if self._mode is None else self._mode)
        if self._temporary is None:
            self._temporary = self._new_name()
            _give_name(handle, self._temporary)
        stream.close()
        if not self._replace and self._path.exists():  # somebody else made it meanwhile
            raise FileExistsError(17, "exists", str(self._path))
        self._temporary.replace(self._path)
        self._temporary = None


def _give_name(handle: int, path: Path) -> None:
    """Links a file without a name (`open(2)`, `O_TMPFILE`) into its folder."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
