"""Where master keys come from: an argument, `FEEDANON_KEY`, or the key file; newest first.

The first key wraps what is new, every key opens what it wrapped: that is all that a rotation needs.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import platformdirs

from feedanon.errors import VaultKeyError
from feedanon.vaults.keys import KeyHolder, MasterKey, new_key, parse_key

ENVIRONMENT = "FEEDANON_KEY"
_HEADER = "# Keys of feedanon's vaults, the newest first. Whoever reads this file reads the vaults.\n"


@dataclass(frozen=True)
class Keyring:
    """The master keys at hand, newest first.

    Attributes:
        keys: at least one.
        created_path: the key file that was made just now, so that a program can say so aloud.
    """

    keys: tuple[KeyHolder, ...]
    created_path: Path | None = None

    @property
    def newest(self) -> KeyHolder:
        """The key that wraps what is new."""
        return self.keys[0]

    def by_id(self, key_id: str) -> KeyHolder | None:
        """The key of that identifier, when it is at hand."""
        return next((key for key in self.keys if key.key_id == key_id), None)


KeyMaterial: TypeAlias = "bytes | str | KeyHolder"
KeySource: TypeAlias = (
    "KeyMaterial | Sequence[KeyMaterial] | Callable[[], KeyMaterial | Sequence[KeyMaterial]] | Keyring | None"
)
"""What `key=` accepts: a key, a list of keys, something that wraps (a KMS), a callable that gives any of
these, a keyring; None looks in the environment and the key file."""


def key_file() -> Path:
    """The key file in the user's configuration folder."""
    return Path(platformdirs.user_config_dir("feedanon")) / "vault.keys"


def open_keyring(source: KeySource = None, *, create: bool = False) -> Keyring:
    """The keys of `source`.

    Args:
        source: see `KeySource`.
        create: make the key file when nothing else gives a key.

    Raises:
        VaultKeyError: a key is malformed, or there is none and `create` is false.
    """
    if isinstance(source, Keyring):
        return source
    if source is None:
        return _ambient(create)
    if isinstance(source, KeyHolder):
        return Keyring((source,))
    if callable(source):
        return open_keyring(source())
    if isinstance(source, (bytes, bytearray, str)):
        return _ring([source])
    return _ring(source)


def read_key_file(path: Path) -> Keyring:
    """The keys of a key file: one base64 key a line, the newest first, `#` starts a comment.

    Raises:
        VaultKeyError: the file cannot be read, or holds no key or a malformed one.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VaultKeyError(f"the key file {path} cannot be read: check that it is yours and text") from error
    keys = [line.split("#", 1)[0].strip() for line in lines]
    try:
        return _ring([key for key in keys if key])
    except VaultKeyError as error:
        raise VaultKeyError(f"the key file {path} is not usable: {error}") from None


def write_key_file(path: Path, keys: Iterable[MasterKey], *, replace: bool = False) -> bool:
    """Writes a key file, whole or not at all, readable by its owner only.

    Returns:
        False when the file exists already and `replace` is false: somebody else was first.

    Raises:
        VaultKeyError: the folder cannot be written.
    """
    text = _HEADER + "".join(f"{key.text()}\n" for key in keys)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if replace:
                fresh.replace(path)
                return True
            return _put(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise VaultKeyError(
            f"the key file {path} cannot be written ({error.strerror}): "
            f"set {ENVIRONMENT} to a key of your own instead"
        ) from error


def _put(fresh: Path, path: Path) -> bool:
    # A link is made whole or not at all, and never over an existing file: two first uses at once agree.
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:
        if path.exists():
            return False
        fresh.rename(path)  # file systems without links; Windows refuses to overwrite
    return True


def _ambient(create: bool) -> Keyring:
    given = os.environ.get(ENVIRONMENT, "").replace(",", " ").split()
    if given:
        try:
            return _ring(given)
        except VaultKeyError as error:
            raise VaultKeyError(f"{ENVIRONMENT} holds no usable key: {error}") from None
    path = key_file()
    if path.exists():
        return read_key_file(path)
    if not create:
        raise VaultKeyError(
            f"this vault needs its key: pass key=..., set {ENVIRONMENT}, or put it into {path}"
        )
    made = write_key_file(path, [new_key()])
    return Keyring(read_key_file(path).keys, path if made else None)


def _ring(keys: Iterable[KeyMaterial]) -> Keyring:
    held = tuple(key if isinstance(key, KeyHolder) else parse_key(key) for key in keys)
    if not held:
        raise VaultKeyError("no vault key was given: `feedanon key new` makes one")
    return Keyring(held)
