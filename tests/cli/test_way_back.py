"""What a run of `anonymize` leaves for the way back: vaults, keys, and what is said of them."""

import base64
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from feedanon.cli.app import app
from feedanon.errors import DetectionError
from feedanon.formats import pipeline
from feedanon.vaults import open_vault

AVIS = "id;telephone;avis\n1;06 39 98 12 04;Appelez-moi au 06 39 98 12 05\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDANON_KEY", base64.b64encode(bytes(range(32))).decode())
    Path("cp.csv").write_text(AVIS, encoding="utf-8", newline="")
    return tmp_path


@pytest.fixture
def key_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a new user's key file would be made."""
    monkeypatch.delenv("FEEDANON_KEY")
    made = here / "config" / "vault.keys"
    monkeypatch.setattr("feedanon.vaults.keyring.key_file", lambda: made)
    return made


def run(*arguments: str) -> Result:
    if arguments[0] == "anonymize":
        arguments = (*arguments, "--model", "none")
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def vault_files() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if ".vault" in path.name)


def fail_before(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "anonymize", failing)


def fail_after(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    whole = pipeline.anonymize

    def failing(*arguments: object, **named: object) -> None:
        whole(*arguments, **named)  # type: ignore[arg-type]
        raise error

    monkeypatch.setattr(pipeline, "anonymize", failing)


def test_a_cipher_comes_back_by_its_key_alone(here: Path) -> None:
    result = run("anonymize", "cp.csv", "--policy", "cipher")
    assert "way back: the key is enough" in result.stderr
    assert "nothing is kept" not in result.stderr
    assert "06 39" not in Path("cp.anon.csv").read_text(encoding="utf-8")
    assert vault_files() == []
    back = run("deanonymize", "cp.anon.csv", "--policy", "cipher", "-o", "b.csv")
    assert back.exit_code == 0, back.stderr
    assert Path("b.csv").read_bytes() == Path("cp.csv").read_bytes()


def test_deciphering_makes_no_key(here: Path, monkeypatch: pytest.MonkeyPatch, key_file: Path) -> None:
    result = run("deanonymize", "cp.csv", "--policy", "cipher")
    assert result.exit_code == 4
    assert len(result.stderr.splitlines()) == 1
    assert not key_file.exists()


def test_an_irreversible_policy_makes_no_vault_even_when_one_is_named(here: Path) -> None:
    result = run("anonymize", "cp.csv", "--policy", "irreversible", "--vault", "x.vault")
    assert result.exit_code == 0, result.stderr
    assert "there is no way back" in result.stderr
    assert "way back: " not in result.stderr
    assert vault_files() == []


def test_what_is_ciphered_beside_what_is_masked(here: Path) -> None:
    Path("p.yaml").write_text(
        "name: mixed\ndefault: redact\nentities:\n  PHONE_NUMBER: cipher\n", encoding="utf-8"
    )
    result = run("anonymize", "cp.csv", "--policy", "p.yaml")
    assert "enough for what is enciphered; the rest has no way back" in result.stderr


@pytest.mark.parametrize("policy", ["tokens", "cipher"])
def test_a_new_key_is_said_when_quiet_and_when_the_run_fails(
    here: Path, monkeypatch: pytest.MonkeyPatch, key_file: Path, policy: str
) -> None:
    said = f"key: {key_file} was made just now"
    assert said in run("anonymize", "cp.csv", "-q", "--policy", policy).stderr
    assert run("anonymize", "cp.csv", "-q", "-f", "--policy", policy).stderr == ""
    key_file.unlink()
    for path in here.glob("cp.vault*"):
        path.unlink()
    fail_before(monkeypatch, DetectionError("detection failed"))
    result = run("anonymize", "cp.csv", "-q", "-f", "--policy", policy)
    assert result.exit_code == 5
    assert said in result.stderr


def test_no_new_key_is_made_for_a_vault_that_exists(here: Path, key_file: Path) -> None:
    run("anonymize", "cp.csv")
    key_file.unlink()
    assert run("anonymize", "cp.csv", "-f").exit_code == 4
    assert not key_file.exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (DetectionError("detection failed"), 5), (ValueError(), 1)],
)
def test_a_vault_that_took_records_stays_and_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    fail_after(monkeypatch, error)
    result = run("anonymize", "cp.csv")
    assert result.exit_code == code
    assert "the vault cp.vault stays, encrypted" in result.stderr
    assert "nothing was written" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    with open_vault("cp.vault") as vault:
        assert vault.session().find(["<PHONE_NUMBER_1>"])
    assert not Path("cp.anon.csv").exists()


@pytest.mark.parametrize("address", ["new.vault", "sqlite:///new.vault"])
def test_a_new_vault_without_a_record_goes(here: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    fail_before(monkeypatch, KeyboardInterrupt())
    result = run("anonymize", "cp.csv", "--vault", address)
    assert result.exit_code == 130
    assert result.stderr == "feedanon: interrupted; nothing was written\n"
    assert vault_files() == []


def test_a_vault_that_was_there_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_vault("cp.vault") as vault:
        vault.session()
    before = vault_files()
    fail_before(monkeypatch, KeyboardInterrupt())
    result = run("anonymize", "cp.csv")
    assert result.stderr == "feedanon: interrupted; nothing was written\n"
    assert vault_files() == before


def test_an_empty_vault_that_another_run_has_open_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = []

    def failing(*_: object, **__: object) -> None:
        others.append(open_vault("cp.vault"))
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "anonymize", failing)
    result = run("anonymize", "cp.csv")
    others[0].close()
    assert "the vault cp.vault stays, encrypted" in result.stderr
    assert {"cp.vault", "cp.vault.keys"} <= set(vault_files())
