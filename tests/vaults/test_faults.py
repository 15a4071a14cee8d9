"""Faults: each is made to happen to a SQLite vault, and the table of docs/vault.md says what comes of it.

`FEEDANON_WRITE_DOCS=1 pytest tests/vaults/test_faults.py` writes the table anew.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from feedanon.errors import FeedanonError, VaultError
from feedanon.vaults import open_subject_vault
from vaults.making import KEY, OTHER_KEY, person, token
from vaults.processes import killed, lines, start

DOCS = Path(__file__).parents[2] / "docs" / "vault.md"
BEGIN, END = "<!-- fault table: made by tests/vaults/test_faults.py -->", "<!-- end of the fault table -->"
VALUES = ("Canari Un", "Canari Deux")

Scene = Callable[[Path], "str | None"]


@dataclass(frozen=True)
class Fault:
    """A fault, what a user sees of it, and the scene that makes it happen."""

    what: str
    outcome: str
    error: str | None
    scene: Scene


FAULTS: list[Fault] = []


def fault(what: str, outcome: str, error: str | None = None) -> Callable[[Scene], Scene]:
    """Puts a scene into the table. It gives the name of the error that it met, or None."""

    def register(scene: Scene) -> Scene:
        FAULTS.append(Fault(what, outcome, error, scene))
        return scene

    return register


def _made(folder: Path) -> Path:
    path = folder / "avis.vault"
    with open_subject_vault(path, KEY) as vault:
        vault.session().claim([person(value) for value in VALUES], token)
    return path


def _name(error: FeedanonError) -> str:
    assert "Canari" not in f"{error} {error!r}", "an error never holds a personal value"
    return type(error).__name__


def _error(act: Callable[[], object]) -> str | None:
    try:
        act()
    except FeedanonError as error:
        return _name(error)
    return None


def _opens(path: Path, key: bytes | str = KEY) -> str | None:
    return _error(lambda: open_subject_vault(path, key).close())


def _whole(path: Path, acknowledged: dict[str, str]) -> None:
    """All that was acknowledged is there, nothing is damaged, and the vault can be written."""
    with open_subject_vault(path, KEY) as vault:
        session = vault.session()
        found = session.find(acknowledged.values())
        assert {record.value: record.pseudonym for record in found.values()} == acknowledged
        assert vault.check() == []
        session.claim([person("Encore")], token)


@fault(
    "kill -9 while records are written",
    "everything acknowledged is there, the last batch whole or not at all",
)
def _killed_writing(folder: Path) -> str | None:
    path = _made(folder)
    acknowledged: dict[str, str] = {}
    for turn, after in enumerate((0.1, 0.5, 0.9, 1.3)):
        for step in killed(start("write", path, turn), after):
            acknowledged.update(step)
        _whole(path, acknowledged)
    assert acknowledged
    return None


@fault("kill -9 during the first use", "the next use finds a vault, or makes it")
def _killed_beginning(folder: Path) -> str | None:
    for turn, after in enumerate((0.0, 0.005, 0.02, 0.04, 0.1)):
        path = folder / f"avis{turn}.vault"
        acknowledged: dict[str, str] = {}
        for step in killed(start("write", path, turn), after):
            acknowledged.update(step)
        _whole(path, acknowledged)
    return None


@fault(
    "kill -9 while persons are forgotten",
    "whoever was acknowledged stays forgotten; run it again for the rest",
)
def _killed_forgetting(folder: Path) -> str | None:
    path = folder / "avis.vault"
    values = [f"Canari {number}" for number in range(1, 2001)]
    with open_subject_vault(path, KEY) as vault:
        vault.session().claim([person(value) for value in values], token)
    gone: set[int] = set()
    for after in (0.2, 0.6):
        gone |= set(killed(start("forget", path), after))
    with open_subject_vault(path, KEY) as vault:
        found = vault.session().find([f"<PERSON_{number}>" for number in range(1, 2001)])
        assert not {f"<PERSON_{number}>" for number in gone} & found.keys()
        assert all(record.value == values[record.group - 1] for record in found.values())
        vault.erase([problem.erase for problem in vault.check() if problem.erase is not None], "repair")
        assert vault.check() == []
    assert gone
    return None


@fault(
    "disk full, or a limit on the size of files",
    "the batch is refused whole, what was there stays",
    "VaultError",
)
def _full(folder: Path) -> str | None:
    if sys.platform == "win32":
        pytest.skip("Windows has no limit on the size of files")
    path = _made(folder)
    steps = lines(start("limited", path, 400_000).communicate()[0])
    assert "nothing of this batch was kept" in steps[-1]["message"]
    acknowledged = {value: name for step in steps[:-1] for value, name in step.items()}
    assert len(acknowledged) > 20
    _whole(path, acknowledged)
    return str(steps[-1]["error"])


@fault(
    "vault on a read-only file or disk", "known values and answers work, new values are refused", "VaultError"
)
def _read_only(folder: Path) -> str | None:
    if sys.platform == "win32":
        pytest.skip("Windows has other permissions")
    path = _made(folder)
    before = path.read_bytes()
    for name in ("avis.vault", "avis.vault.keys"):
        (folder / name).chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    above = [parent for parent in folder.parents if not parent.stat().st_mode & 0o005]
    modes = {parent: parent.stat().st_mode for parent in above}
    if root:
        for parent in above:
            parent.chmod(0o755)
        os.seteuid(65534)
    try:
        with open_subject_vault(path, KEY) as vault:
            session = vault.session()
            assert [record.value for record in session.find(["<PERSON_2>"]).values()] == [VALUES[1]]
            assert session.claim([person(VALUES[0])], token)[0].pseudonym == "<PERSON_1>"
            error = _error(lambda: session.claim([person("Canari Trois")], token))
    finally:
        if root:
            os.seteuid(0)
        for parent, mode in modes.items():
            parent.chmod(mode)
        folder.chmod(0o755)
    assert path.read_bytes() == before
    return error


def _wrong_or_right(path: Path) -> str | None:
    """The error of a damaged vault, None when it gives right answers all the same; never a wrong one."""
    try:
        with open_subject_vault(path, KEY) as vault:
            found = vault.session().find(["<PERSON_1>", "<PERSON_2>"])
            assert all(record.value == VALUES[record.group - 1] for record in found.values())
            known = vault.session().claim([person(value) for value in VALUES], token)
            assert [record.value for record in known] == list(VALUES)
            missing = len(found) < 2 or [record.pseudonym for record in known] != ["<PERSON_1>", "<PERSON_2>"]
            assert not missing or vault.check(), "a loss is told"
    except VaultError as error:
        return _name(error)
    return None


def _damage(path: Path, whole: dict[Path, bytes], place: int) -> str | None:
    for file, content in whole.items():
        file.write_bytes(content)
        for side in ("-wal", "-shm"):
            Path(f"{file}{side}").unlink(missing_ok=True)
    damaged = bytearray(whole[path])
    damaged[place] ^= 1 << place % 8
    path.write_bytes(damaged)
    return _wrong_or_right(path.with_name("avis.vault"))


@fault(
    "a damaged byte in the file",
    "never a wrong answer; `feedanon vault check` finds it",
    "VaultCorruptedError",
)
def _damaged(folder: Path) -> str | None:
    path = _made(folder)
    whole = {file: file.read_bytes() for file in (path, folder / "avis.vault.keys")}
    chance = random.Random(7)
    for file, content in whole.items():
        used = [index for index, byte in enumerate(content) if byte]
        for place in chance.sample(used, 60):
            assert _damage(file, whole, place) in (
                None,
                "VaultError",
                "VaultKeyError",
                "VaultCorruptedError",
                "VaultVersionError",
            )
    for file, content in whole.items():
        file.write_bytes(content)
    sealed = sqlite3.connect(path).execute("SELECT sealed FROM records WHERE number = 1").fetchone()[0]
    place = whole[path].index(sealed) + len(sealed) // 2
    error = _damage(path, whole, place)
    with open_subject_vault(path, KEY) as vault:
        assert any("changed or damaged" in problem.what for problem in vault.check())
    return error


@fault("a record moved to another place", "it does not open there", "VaultCorruptedError")
def _moved(folder: Path) -> str | None:
    path = _made(folder)
    connection = sqlite3.connect(path)
    sealed = dict(connection.execute("SELECT number, sealed FROM records"))
    connection.execute("UPDATE records SET sealed = ? WHERE number = 1", [sealed[2]])
    connection.commit()
    connection.close()
    return _wrong_or_right(path)


@fault("a changed line in the journal", "`feedanon vault journal --verify` names the line; answers go on")
def _journal(folder: Path) -> str | None:
    path = _made(folder)
    for change in (
        "UPDATE journal SET verb = 'export' WHERE number = 1",
        "DELETE FROM journal WHERE number = 1",
    ):
        copy = path.with_name(f"{len(change)}.vault")
        shutil.copy(path, copy)
        shutil.copy(f"{path}.keys", f"{copy}.keys")
        connection = sqlite3.connect(copy)
        connection.execute(change)
        connection.commit()
        connection.close()
        with open_subject_vault(copy, KEY) as vault:
            assert vault.verify_journal().broken == 1
            assert vault.session().find(["<PERSON_1>"])
            assert vault.check()
    return None


@fault("a vault of a newer feedanon", "it is not touched", "VaultVersionError")
def _newer(folder: Path) -> str | None:
    path = _made(folder)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [b"99"])
    connection.commit()
    connection.close()
    before = path.read_bytes()
    error = _opens(path)
    assert path.read_bytes() == before
    return error


@fault("a wrong key", "nothing is changed", "VaultKeyError")
def _wrong_key(folder: Path) -> str | None:
    path = _made(folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    error = _opens(path, OTHER_KEY)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    return error


@fault(
    "a malformed key, or none for a vault that exists", "nothing is changed, no key is made", "VaultKeyError"
)
def _malformed_key(folder: Path) -> str | None:
    assert _opens(folder / "new.vault", "rubbish") == "VaultKeyError"
    assert list(folder.iterdir()) == []
    return _opens(_made(folder), "rubbish")


@fault("a file that is no vault", "it is not touched", "VaultCorruptedError")
def _no_vault(folder: Path) -> str | None:
    path = folder / "avis.csv"
    path.write_text("note;commentaire\n")
    error = _opens(path)
    assert path.read_text() == "note;commentaire\n"
    return error


@fault("the key store (`avis.vault.keys`) is not there", "nothing is changed", "VaultError")
def _no_keys(folder: Path) -> str | None:
    path = _made(folder)
    (folder / "avis.vault.keys").unlink()
    error = _opens(path)
    assert not (folder / "avis.vault.keys").exists()
    return error


@fault("the key store of another vault", "nothing is changed", "VaultCorruptedError")
def _other_keys(folder: Path) -> str | None:
    path = _made(folder)
    (folder / "other").mkdir()
    shutil.copy(f"{_made(folder / 'other')}.keys", f"{path}.keys")
    return _opens(path)


@fault("two rotations at once, or one that is killed", "old and new keys open the vault; run it again")
def _rotations(folder: Path) -> str | None:
    path = _made(folder)
    killed(start("rekey", path), 0.3)
    workers = [start("rekey", path) for _ in range(2)]
    for worker in workers:
        worker.communicate()
        assert worker.returncode == 0
    assert _opens(path) is None
    return _opens(path, OTHER_KEY)


@fault("a vault restored from a backup", "who was forgotten stays forgotten, no number is given twice")
def _restored(folder: Path) -> str | None:
    path = _made(folder)
    backup = path.read_bytes()
    with open_subject_vault(path, KEY) as vault:
        vault.erase([match.subject for match in vault.subjects([VALUES[0]])])
    path.write_bytes(backup)
    with open_subject_vault(path, KEY) as vault:
        assert set(vault.session().find(["<PERSON_1>", "<PERSON_2>"])) == {"<PERSON_2>"}
        assert vault.session().claim([person(VALUES[0])], token)[0].group == 3
    return None


@pytest.mark.slow
@pytest.mark.parametrize("each", FAULTS, ids=lambda each: each.what)
def test_fault(each: Fault, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert each.scene(folder) == each.error


def _table() -> str:
    rows = [
        f"| {each.what} | {each.outcome} | {f'`{each.error}`' if each.error else '–'} |" for each in FAULTS
    ]
    return "\n".join([BEGIN, "", "| fault | what comes of it | error |", "|---|---|---|", *rows, "", END])


def test_the_table_of_the_docs_is_in_step() -> None:
    text = DOCS.read_text(encoding="utf-8")
    start_at, end_at = text.index(BEGIN), text.index(END) + len(END)
    if os.environ.get("FEEDANON_WRITE_DOCS"):
        DOCS.write_text(text[:start_at] + _table() + text[end_at:], encoding="utf-8")
        text = DOCS.read_text(encoding="utf-8")
        end_at = text.index(END) + len(END)
    assert text[start_at:end_at] == _table()


@pytest.mark.slow
def test_a_really_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = shutil.which("mount") and os.name == "posix" and os.geteuid() == 0
    if (
        not made
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)], check=False
        ).returncode
    ):
        pytest.skip("needs the right to mount a small file system")
    try:
        path = disk / "avis.vault"
        steps = lines(start("write", path).communicate()[0])
        assert steps[-1]["error"] == "VaultError"
        assert "free some space" in steps[-1]["message"] or "free space" in steps[-1]["message"]
        acknowledged = {value: name for step in steps[:-1] for value, name in step.items()}
        assert len(acknowledged) > 100
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        _whole(path, acknowledged)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
