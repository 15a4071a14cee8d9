"""Rotation: old and new keys open the vault at every moment, until the old ones are retired."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedanon.errors import VaultKeyError
from feedanon.vaults import envelope, open_vault
from feedanon.vaults.envelope import Envelope
from feedanon.vaults.keyring import KeySource
from feedanon.vaults.sql_vault import SqlVault
from vaults.making import KEY, OTHER_KEY, person, token
from vaults.postgres_server import Server
from vaults.processes import killed, lines, start

THIRD_KEY = bytes(range(2, 34))
SESSIONS = 7


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A vault with several sessions."""
    server: Server | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    place = str(tmp_path / "avis.vault") if server is None else server.address()
    with _opened(place, KEY) as vault:
        for number in range(SESSIONS):
            vault.session(f"s{number}").claim([person(f"Nom {number}")], token)
    return place


def _opened(address: str, key: KeySource) -> SqlVault:
    vault = open_vault(address, key)
    assert isinstance(vault, SqlVault)
    return vault


def _reads(address: str, key: KeySource) -> bool:
    try:
        with _opened(address, key) as vault:
            found = [vault.session(f"s{n}").find(["<PERSON_1>"])["<PERSON_1>"].value for n in range(SESSIONS)]
            vault.session("made meanwhile").claim([person("Zoé")], token)
    except VaultKeyError:
        return False
    return found == [f"Nom {number}" for number in range(SESSIONS)]


def test_rekey_then_retire(address: str) -> None:
    with _opened(address, [OTHER_KEY, KEY]) as vault:
        assert vault.rekey() == SESSIONS + 1
    assert _reads(address, KEY)
    assert _reads(address, OTHER_KEY)
    with _opened(address, OTHER_KEY) as vault:
        assert vault.rekey(retire=True) == 0
        assert len(vault.stats().keys) == 1
        assert vault.check() == []
        assert [line.verb for line in vault.journal()][-1] == "rekey"
    assert not _reads(address, KEY)
    assert _reads(address, OTHER_KEY)
    assert _reads(address, [KEY, OTHER_KEY])


def test_a_kill_at_every_step(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "_MOVED_AT_ONCE", 2)

    class Killed(BaseException):
        pass

    move = Envelope._move
    for survived in range(3):
        left = [survived]

        def dying(self: Envelope, generation: int, left: list[int] = left) -> int:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return move(self, generation)

        monkeypatch.setattr(Envelope, "_move", dying)
        with pytest.raises(Killed), _opened(address, [OTHER_KEY, KEY]) as vault:
            vault.rekey()
        monkeypatch.setattr(Envelope, "_move", move)
        assert _reads(address, KEY)
        assert _reads(address, OTHER_KEY)
    with _opened(address, [OTHER_KEY, KEY]) as vault:
        vault.rekey(retire=True)
    assert _reads(address, OTHER_KEY)
    assert not _reads(address, KEY)


def test_a_holder_of_the_old_key_works_on_during_the_rotation(address: str) -> None:
    with _opened(address, KEY) as old:
        with _opened(address, [OTHER_KEY, KEY]) as new:
            new.rekey()
        assert old.session("s3").find(["<PERSON_1>"])
        old.session("fresh").claim([person("Max")], token)
    assert _reads(address, OTHER_KEY)
    with _opened(address, OTHER_KEY) as vault:
        assert vault.session("fresh").find(["<PERSON_1>"])["<PERSON_1>"].value == "Max"


def test_nobody_is_locked_out_by_another_rotation(address: str) -> None:
    with _opened(address, [OTHER_KEY, KEY]) as first:
        first.rekey()
    with _opened(address, [THIRD_KEY, KEY]) as second, pytest.raises(VaultKeyError, match="not at hand"):
        second.rekey()
    with _opened(address, [THIRD_KEY, OTHER_KEY, KEY]) as second:
        second.rekey()
    assert all(_reads(address, key) for key in (KEY, OTHER_KEY, THIRD_KEY))


def test_two_rekeys_at_once(address: str) -> None:
    workers = [start("rekey", address) for _ in range(3)]
    moved = [sum(lines(worker.communicate()[0])) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert sum(moved) == SESSIONS + 2  # the workers opened the session "default"
    assert _reads(address, KEY)
    assert _reads(address, OTHER_KEY)


@pytest.mark.parametrize("after", [0.05, 0.2, 0.4])
def test_a_killed_rekey_is_run_again(address: str, after: float) -> None:
    killed(start("rekey", address), after)
    assert _reads(address, KEY)
    worker = start("rekey", address)
    worker.communicate()
    assert worker.returncode == 0
    assert _reads(address, KEY)
    assert _reads(address, OTHER_KEY)
