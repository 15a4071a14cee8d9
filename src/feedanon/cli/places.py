"""Which file is read, which is written, and which vault goes with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feedanon.cli.failures import UsageError
from feedanon.errors import VaultError

if TYPE_CHECKING:
    from feedanon.vaults.keyring import Keyring

STANDARD = "-"
ANONYMIZED = ".anon"
RESTORED = ".deanon"


@dataclass(frozen=True)
class Places:
    """Input and output; None is standard input or output."""

    read: Path | None
    write: Path | None


def places(given: str, output: str | None, mark: str, *, force: bool) -> Places:
    """The input and the output of a command.

    Args:
        given: the input as the user wrote it.
        output: the output, or None: beside the input, with `mark` in its name.
        mark: what tells the output from the input.
        force: the output may exist.

    Raises:
        UsageError: there is no such input, or the output exists.
    """
    read = input_file(given)
    if output is None and read is not None:
        write: Path | None = read.with_name(original_stem(read) + mark + read.suffix)
    else:
        write = None if output in (None, STANDARD) else Path(output)
    if write is not None:
        if read is not None and write.exists() and write.samefile(read) and not force:
            raise UsageError(f"{write} is the input itself: give another -o, or --force to replace it")
        if write.is_file() and not force:
            raise UsageError(f"{write} exists already: give another -o, or --force to replace it")
        if not write.parent.is_dir():
            raise UsageError(f"{write.parent}: no such folder")
    return Places(read, write)


def input_file(given: str) -> Path | None:
    """The input file, None for standard input.

    Raises:
        UsageError: there is no such file.
    """
    if given == STANDARD:
        return None
    path = Path(given)
    if not path.exists():
        raise UsageError(f"{given}: no such file")
    if path.is_dir():
        raise UsageError(f"{given} is a folder: give a file")
    return path


def original_stem(path: Path) -> str:
    """The name of a file without extension and without our marks: `avis` of `avis.anon.csv`."""
    return path.stem.removesuffix(ANONYMIZED).removesuffix(RESTORED) or path.stem


def vault_to_write(read: Path | None, given: str | None, *, forget: bool) -> str | Path | None:
    """The vault of `anonymize`: the one that was named, else `avis.vault` beside `avis.csv`.

    Returns:
        None for memory: standard input, or `forget`.
    """
    if forget:
        if given is not None:
            raise UsageError("--vault and --no-vault contradict each other")
        return None
    if given is not None:
        return given
    return None if read is None else read.with_name(original_stem(read) + ".vault")


def vault_to_read(read: Path | None, given: str | None) -> str | Path:
    """The vault of `deanonymize`: the one that was named, else that of the file's name, else the only one there.

    Raises:
        VaultError: there is none, or there are several.
    """
    if given is not None:
        if "://" not in given and not Path(given).is_file():
            raise VaultError(f"{given}: no such vault; `feedanon anonymize` makes one")
        return given
    folder = Path() if read is None else read.parent
    if read is not None:
        same = read.with_name(original_stem(read) + ".vault")
        if same.is_file():
            return same
    found = sorted(folder.glob("*.vault"))
    if len(found) == 1:
        return found[0]
    if not found:
        raise VaultError(f"no vault beside {read or 'you'}: say where it is with --vault")
    raise VaultError(
        f"several vaults beside {read or 'you'} ({', '.join(p.name for p in found)}): choose with --vault"
    )


def keys(path: Path | None) -> Keyring | None:
    """The keys of `--key-file`; None leaves them to the environment and the user's own key file.

    Raises:
        VaultKeyError: the file holds no usable key.
    """
    if path is None:
        return None
    from feedanon.vaults.keyring import read_key_file

    return read_key_file(path)
