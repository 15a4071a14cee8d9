"""Keys: where they come from, what is refused, what they wrap."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest

from feedanon.errors import VaultCorruptedError, VaultKeyError
from feedanon.vaults import keyring
from feedanon.vaults.keyring import Keyring, open_keyring, read_key_file, write_key_file
from feedanon.vaults.keys import MasterKey, new_key, parse_key, seal, unseal
from vaults.making import KEY, OTHER_KEY

TEXT = base64.b64encode(KEY).decode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file that belongs to the test, and an empty environment."""
    path = tmp_path / "config" / "vault.keys"
    monkeypatch.setattr(keyring, "key_file", lambda: path)
    monkeypatch.delenv(keyring.ENVIRONMENT, raising=False)
    return path


@pytest.mark.parametrize(
    "given",
    [
        KEY,
        bytearray(KEY),
        TEXT,
        TEXT.encode(),
        f" {TEXT}\n",
        base64.urlsafe_b64encode(KEY).decode().rstrip("="),
    ],
)
def test_ways_to_give_a_key(given: bytes | str) -> None:
    assert parse_key(given).text() == TEXT


@pytest.mark.parametrize(
    "given", [b"", b"short", "", "not base64!", TEXT[:-4], TEXT + TEXT, "é" * 32, b"\xff" * 31, [], ()]
)
def test_malformed_keys(given: bytes | str) -> None:
    with pytest.raises(VaultKeyError):
        open_keyring(given)


def test_errors_and_reprs_hold_no_key() -> None:
    with pytest.raises(VaultKeyError) as caught:
        parse_key(TEXT[:-4])
    assert TEXT[:8] not in str(caught.value)
    assert TEXT[:8] not in repr(open_keyring(KEY))
    assert repr(KEY) not in repr(open_keyring(KEY))


def test_several_keys_newest_first() -> None:
    ring = open_keyring([OTHER_KEY, TEXT])
    assert ring.newest.key_id == MasterKey(OTHER_KEY).key_id
    assert [key.key_id for key in ring.keys] == [MasterKey(OTHER_KEY).key_id, MasterKey(KEY).key_id]


def test_a_callable_and_a_holder_of_keys() -> None:
    class Kms:
        key_id = "kms/7"

        def wrap(self, key: bytes, place: bytes) -> bytes:
            return key[::-1] + place

        def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
            return wrapped[:32][::-1]

    assert open_keyring(Kms()).newest.key_id == "kms/7"
    assert open_keyring(lambda: [Kms(), KEY]).keys[1].key_id == MasterKey(KEY).key_id
    assert open_keyring(lambda: KEY).newest.key_id == MasterKey(KEY).key_id


def test_the_environment_comes_before_the_key_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_key_file(home, [MasterKey(OTHER_KEY)])
    assert open_keyring().newest.key_id == MasterKey(OTHER_KEY).key_id
    monkeypatch.setenv(keyring.ENVIRONMENT, f"{TEXT}, {base64.b64encode(OTHER_KEY).decode()}")
    assert len(open_keyring().keys) == 2
    assert open_keyring().newest.key_id == MasterKey(KEY).key_id
    monkeypatch.setenv(keyring.ENVIRONMENT, "rubbish")
    with pytest.raises(VaultKeyError, match=keyring.ENVIRONMENT) as caught:
        open_keyring()
    assert "rubbish" not in str(caught.value)


def test_the_key_file_is_made_once_and_said_aloud(home: Path) -> None:
    with pytest.raises(VaultKeyError, match="needs its key"):
        open_keyring()
    assert not home.exists()
    made = open_keyring(create=True)
    assert made.created_path == home
    if os.name == "posix":
        assert stat.S_IMODE(home.stat().st_mode) == 0o600
    again = open_keyring(create=True)
    assert again.created_path is None
    assert again.newest.key_id == made.newest.key_id
    assert [path.name for path in home.parent.iterdir()] == ["vault.keys"]


def test_a_key_file_is_never_overwritten_unless_told(home: Path) -> None:
    assert write_key_file(home, [MasterKey(KEY)])
    assert not write_key_file(home, [MasterKey(OTHER_KEY)])
    assert read_key_file(home).newest.key_id == MasterKey(KEY).key_id
    assert write_key_file(home, [MasterKey(OTHER_KEY), MasterKey(KEY)], replace=True)
    assert len(read_key_file(home).keys) == 2


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"rubbish\n", b"\xff\xfe"])
def test_bad_key_files(home: Path, content: bytes) -> None:
    home.parent.mkdir()
    home.write_bytes(content)
    with pytest.raises(VaultKeyError, match=r"vault\.keys"):
        open_keyring()


def test_what_is_sealed_opens_at_its_place_only() -> None:
    sealed = seal(KEY, b"content", b"here")
    assert unseal(KEY, sealed, b"here") == b"content"
    for key, content, place in (
        (OTHER_KEY, sealed, b"here"),
        (KEY, sealed, b"there"),
        (KEY, sealed[:-1] + bytes([sealed[-1] ^ 1]), b"here"),
        (KEY, b"", b"here"),
    ):
        with pytest.raises(VaultCorruptedError):
            unseal(key, content, place)


def test_a_master_key_unwraps_its_own_only() -> None:
    wrapped = MasterKey(KEY).wrap(b"x" * 32, b"place")
    assert MasterKey(KEY).unwrap(wrapped, b"place") == b"x" * 32
    with pytest.raises(VaultKeyError):
        new_key().unwrap(wrapped, b"place")


def test_a_keyring_passes_through() -> None:
    ring = Keyring((MasterKey(KEY),))
    assert open_keyring(ring) is ring
