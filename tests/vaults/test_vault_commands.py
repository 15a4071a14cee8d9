"""`feedanon vault` and `feedanon key`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from feedanon.cli import key, vault
from feedanon.vaults import open_vault
from feedanon.vaults.keyring import read_key_file
from feedanon.vaults.keys import MasterKey
from vaults.making import KEY, named, person, token

VALUE = "Sophie Martin"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A vault with two people of one name in one session."""
    monkeypatch.setenv("FEEDANON_KEY", MasterKey(KEY).text())
    monkeypatch.chdir(tmp_path)
    with open_vault("avis.vault") as opened:
        session = opened.session()
        session.claim(
            [named(VALUE, "full:martin sophie", "word:martin"), person("06 12 34 56 78", "+33612345678")],
            token,
        )
        session.claim([named("Paul Martin", "full:martin paul", "word:martin")], token)
    return "avis.vault"


def _run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(vault.app, arguments, input=typed)


def _value(place: str, pseudonym: str = "<PERSON_1>") -> str | None:
    with open_vault(place) as opened:
        record = opened.session().find([pseudonym]).get(pseudonym)
        return None if record is None or record.restricted else record.value


def test_export_by_another_writing(place: str, tmp_path: Path) -> None:
    done = _run("export", "--vault", place, "MARTIN sophie", "+33 6 12 34 56 78", "-o", "person.json")
    assert done.exit_code == 0
    entries = json.loads((tmp_path / "person.json").read_text(encoding="utf-8"))["entries"]
    assert [entry["value"] for entry in entries] == [VALUE, "06 12 34 56 78"]


def test_values_from_standard_input(place: str) -> None:
    done = _run("export", "--vault", place, typed=f"{VALUE}\n")
    assert done.exit_code == 0
    assert VALUE in done.stdout


def test_forget_asks(place: str) -> None:
    assert _run("forget", "--vault", place, VALUE, typed="n\n").exit_code == 4
    assert _value(place) == VALUE
    done = _run("forget", "--vault", place, VALUE, typed="y\n")
    assert done.exit_code == 0
    assert "Forgotten: 1 value (1 PERSON)" in done.stdout
    assert _value(place) is None
    assert _run("forget", "--vault", place, VALUE, "--yes").exit_code == 4


def test_a_shared_name_is_left_alone(place: str) -> None:
    done = _run("forget", "--vault", place, "Martin", "--yes")
    assert done.exit_code == 4
    assert "Left alone" in done.output
    assert _value(place) == VALUE


def test_rectify_restrict_and_lift(place: str) -> None:
    assert _run("rectify", "--vault", place, VALUE, "Sofia Martin", "--yes").exit_code == 0
    assert _value(place) == "Sofia Martin"
    assert _run("restrict", "--vault", place, "Sofia Martin", "--yes").exit_code == 0
    assert _value(place) is None
    assert _run("restrict", "--vault", place, "--lift", "Sofia Martin", "--yes").exit_code == 0
    assert _value(place) == "Sofia Martin"


def test_purge_stats_check_journal_report(place: str, tmp_path: Path) -> None:
    assert "Purged: 0 values" in _run("purge", "--vault", place, "--older-than", "13months").stdout
    assert "3 identities" in _run("stats", "--vault", place).stdout
    assert "complete" in _run("check", "--vault", place).stdout
    assert "issue" in _run("journal", "--vault", place).stdout
    verified = _run("journal", "--vault", place, "--verify").stdout
    assert "intact" in verified
    seal = verified.rsplit(maxsplit=1)[-1]
    assert _run("journal", "--vault", place, "--anchor", seal).exit_code == 0
    assert _run("journal", "--vault", place, "--anchor", "00" * 32).exit_code == 4
    assert _run("report", "--vault", place, "-o", "record.html").exit_code == 0
    assert VALUE not in (tmp_path / "record.html").read_text(encoding="utf-8")


def test_purge_by_the_retention_of_a_policy(place: str, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("retention: 13months\n", encoding="utf-8")
    assert "Purged: 0 values" in _run("purge", "--vault", place, "--policy", str(policy)).stdout
    policy.write_text("name: none\n", encoding="utf-8")
    assert _run("purge", "--vault", place, "--policy", str(policy)).exit_code == 2
    assert _run("purge", "--vault", place).exit_code == 2


def test_rekey(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = CliRunner().invoke(key.app, ["new", "--file", "new.keys"])
    assert made.exit_code == 0
    assert _run("rekey", "--vault", place, "--new-key-file", "new.keys").exit_code == 0
    assert _value(place) == VALUE
    assert _run("rekey", "--vault", place, "--key-file", "new.keys", "--retire").exit_code == 0
    assert _run("stats", "--vault", place).exit_code == 4
    monkeypatch.setenv("FEEDANON_KEY", made_key(tmp_path))
    assert _value(place) == VALUE


def made_key(folder: Path) -> str:
    """The newest key of the new key file."""
    newest = read_key_file(folder / "new.keys").newest
    assert isinstance(newest, MasterKey)
    return newest.text()


def test_key_new_keeps_older_keys(tmp_path: Path) -> None:
    file = tmp_path / "a.keys"
    for count in (1, 2, 3):
        assert CliRunner().invoke(key.app, ["new", "--file", str(file)]).exit_code == 0
        assert len(read_key_file(file).keys) == count
    printed = CliRunner().invoke(key.app, ["new"]).stdout.strip()
    assert len(printed) == 44


@pytest.mark.parametrize("verb", ["stats", "check", "journal", "report", "rekey"])
def test_no_such_vault(verb: str, tmp_path: Path) -> None:
    done = _run(verb, "--vault", str(tmp_path / "none.vault"))
    assert done.exit_code == 4
    assert "no such vault" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("period", ["0days", "0 months", "0y"])
def test_no_time_at_all_is_refused(place: str, period: str) -> None:
    done = _run("purge", "--vault", place, "--older-than", period, "--yes")
    assert done.exit_code == 2
    assert "no time at all" in done.output
    assert _run("purge", "--vault", place, "--older-than", "soon", "--yes").exit_code == 4
    assert _value(place) == VALUE


def test_a_report_replaces_nothing_unasked(place: str, tmp_path: Path) -> None:
    there = tmp_path / "r.html"
    there.write_text("mine", encoding="utf-8")
    done = _run("report", "--vault", place, "-o", "r.html")
    assert done.exit_code == 2
    assert "--force" in done.output
    assert there.read_text(encoding="utf-8") == "mine"
    assert _run("report", "--vault", place, "-o", "r.html", "--force").exit_code == 0
    assert there.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize("verb", ["export", "forget"])
def test_other_values_of_the_person_are_told_to_be_named(place: str, verb: str) -> None:
    arguments = ["--yes"] if verb == "forget" else []
    done = _run(verb, "--vault", place, VALUE, *arguments)
    assert f"further values of one command: feedanon vault {verb}" in done.stderr
    assert "further values" not in done.stdout
    assert _value(place, "<PERSON_2>") == "06 12 34 56 78"
    if verb == "forget":
        assert _run(verb, "--vault", place, "06 12 34 56 78", "--yes").exit_code == 0
        assert _value(place, "<PERSON_2>") is None
