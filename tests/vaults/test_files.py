"""What a SQLite vault leaves on the disk, and several processes on one vault."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from feedanon.errors import VaultCorruptedError, VaultError
from feedanon.vaults import open_subject_vault, open_vault
from feedanon.vaults.memory import MemoryVault
from feedanon.vaults.sql_vault import SqlVault
from vaults.making import KEY, email, person, token
from vaults.postgres_server import Server
from vaults.processes import lines, start

VALUES = ("Éléonore Crèvecœur", "eleonore.crevecoeur@exemple.fr", "06 39 98 71 23")


def _traces(folder: Path) -> list[str]:
    """Files that hold a value, in any usual encoding and letter case."""
    needles = set()
    for value in VALUES:
        for written in (value, value.lower(), value.upper(), value.casefold()):
            for word in (written, *written.split(" ")):
                if len(word) > 4:
                    needles |= {
                        word.encode(code, "ignore") for code in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
                    }
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


def _secrets(folder: Path) -> set[bytes]:
    connection = sqlite3.connect(folder / "avis.vault.keys")
    secrets = {row[0] for row in connection.execute("SELECT secret FROM secrets WHERE secret IS NOT NULL")}
    connection.close()
    return secrets


def test_nothing_readable_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    vault = open_subject_vault("avis.vault", KEY)
    session = vault.session()
    claims = [person(VALUES[0], VALUES[0].lower(), "crèvecœur"), email(VALUES[1]), person(VALUES[2])]
    session.claim(
        claims, lambda claim, *_: {VALUES[0]: "Alix Roux"}.get(claim.value, f"<{len(claim.value)}>")
    )
    assert _traces(tmp_path) == []
    subject = vault.subjects([VALUES[0]])[0].subject
    vault.rectify([subject], VALUES[0], VALUES[0].upper())
    vault.restrict([subject], True)
    assert (tmp_path / "avis.vault-wal").exists()
    assert _traces(tmp_path) == []
    before = _secrets(tmp_path)
    vault.erase([subject])
    assert _traces(tmp_path) == []
    gone = before - _secrets(tmp_path)
    assert len(gone) == 1
    (secret,) = gone
    assert not any(secret in path.read_bytes() for path in tmp_path.iterdir()), "a key is destroyed for good"
    vault.close()
    assert _traces(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["avis.vault", "avis.vault.keys"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_files_are_the_owners_own(tmp_path: Path) -> None:
    with open_vault(tmp_path / "avis.vault", KEY) as vault:
        vault.session().claim([person("Léa")], token)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) >= 4
    assert set(modes.values()) == {0o600}


def test_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a b é.vault"
    with open_vault(f"sqlite:///{path}", KEY) as vault:
        vault.session().claim([person("Léa")], token)
    with open_vault(str(path), KEY) as vault:
        assert vault.session().find(["<PERSON_1>"])
        assert open_vault(vault) is vault
    assert isinstance(open_vault(), MemoryVault)
    assert isinstance(open_vault("memory://"), MemoryVault)
    for bad in ("mysql://x", "sqlite:///", tmp_path, tmp_path / "none" / "a.vault"):
        with pytest.raises(VaultError):
            open_vault(bad, KEY)


def test_a_file_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("ceci n'est pas un coffre")
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    before = text.read_bytes(), other.read_bytes()
    for path in (text, other):
        with pytest.raises(VaultError):
            open_vault(path, KEY)
    assert (text.read_bytes(), other.read_bytes()) == before


def _shared(address: object) -> None:
    workers = [start("share", address) for _ in range(2)]
    results = [
        dict(pair for step in lines(worker.communicate()[0]) for pair in step.items()) for worker in workers
    ]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert [len(result) for result in results] == [300, 300]
    common = [
        {value: name for value, name in result.items() if value.startswith("Commun")} for result in results
    ]
    assert common[0] == common[1], "one value, one pseudonym"
    both = {**results[0], **results[1]}
    assert len(set(both.values())) == len(both) == 450, "one pseudonym, one value"
    with open_subject_vault(str(address), KEY) as vault:
        found = vault.session().find(both.values())
        assert {record.value: record.pseudonym for record in found.values()} == both
        assert vault.check() == []


def test_two_processes_write_one_file(tmp_path: Path) -> None:
    _shared(tmp_path / "avis.vault")


def test_two_processes_write_one_database(postgres: Server) -> None:
    _shared(postgres.address())


def _claim_in_child(vault: SqlVault, queue: multiprocessing.Queue[str]) -> None:
    queue.put(vault.session().claim([person("Enfant")], token)[0].pseudonym)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_fork_goes_on_with_connections_of_its_own(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = tmp_path / "avis.vault" if kind == "sqlite" else request.getfixturevalue("postgres").address()
    context = multiprocessing.get_context("fork")
    with open_vault(address, KEY) as vault:
        assert isinstance(vault, SqlVault)
        vault.session().claim([person("Parent")], token)
        queue: multiprocessing.Queue[str] = context.Queue()
        child = context.Process(target=_claim_in_child, args=(vault, queue))
        child.start()
        assert queue.get(timeout=60) == "<PERSON_2>"
        child.join()
        assert vault.session().claim([person("Enfant"), person("Autre")], token)[0].pseudonym == "<PERSON_2>"
        assert vault.check() == []


def test_a_backup_cannot_bring_a_forgotten_person_back(tmp_path: Path) -> None:
    path = tmp_path / "avis.vault"
    with open_subject_vault(path, KEY) as vault:
        vault.session().claim([person("Sophie", "s"), person("Max")], token)
    backup = path.read_bytes()
    with open_subject_vault(path, KEY) as vault:
        vault.session().claim([person("Léa")], token)
        vault.erase([match.subject for match in vault.subjects(["Sophie"])])
    path.write_bytes(backup)
    with open_subject_vault(path, KEY) as vault:
        session = vault.session()
        assert set(session.find(["<PERSON_1>", "<PERSON_2>", "<PERSON_3>"])) == {"<PERSON_2>"}
        assert len([problem for problem in vault.check() if problem.erase]) == 1
        (again, alias) = session.claim([person("Sophie", "s"), person("S", "s")], token)
        assert again.group == alias.group == 4, "the number of the lost Léa is not used again either"
        assert vault.check() == []


def test_an_older_key_store_is_noticed(tmp_path: Path) -> None:
    path, keys = tmp_path / "avis.vault", tmp_path / "avis.vault.keys"
    with open_subject_vault(path, KEY) as vault:
        vault.session().claim([person("Sophie")], token)
    older = keys.read_bytes()
    with open_subject_vault(path, KEY) as vault:
        vault.session().claim([person("Max")], token)
    keys.write_bytes(older)
    with open_subject_vault(path, KEY) as vault:
        assert vault.session().find(["<PERSON_1>"])["<PERSON_1>"].value == "Sophie"
        with pytest.raises(VaultCorruptedError, match="key store"):
            vault.session().find(["<PERSON_2>"])
        assert vault.check() != []


@pytest.mark.slow
def test_a_big_vault_answers_as_fast_as_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "avis.vault"
    times = []
    with open_vault(path, KEY) as vault:
        session = vault.session()
        for start_at in range(0, 40_000, 1000):
            claims = [
                person(f"Nom {number}", f"nom {number}", "martin")
                for number in range(start_at, start_at + 1000)
            ]
            claims = [type(c)(c.entity_type, c.value, c.space, c.finds[:1], c.registers) for c in claims]
            session.claim(claims, token)
            if start_at in (0, 39_000):
                best = 1.0
                for _ in range(5):
                    with open_vault(path, KEY) as other:
                        other.session()
                        before = time.perf_counter()
                        other.session().find([f"<PERSON_{start_at // 2 + 7}>"])
                        other.session().claim([person("Martin", "martin", part="last")], token)
                        best = min(best, time.perf_counter() - before)
                times.append(best)
    assert times[1] < times[0] * 10 + 0.02
