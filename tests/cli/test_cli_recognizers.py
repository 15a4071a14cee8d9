"""`feedanon recognizers` and the small options."""

from pathlib import Path

from typer.testing import CliRunner

from feedanon.cli.app import app

FILE = """
entity: BADGE
name: Badge
patterns:
  - {regex: 'badge (?P<value>[a-z]\\d{3})', score: 0.9}
examples:
  match: ['mon badge «A123» est cassé']
  no_match: ['mon badge est cassé']
"""


def test_every_recognizer_has_an_example() -> None:
    result = CliRunner().invoke(app, ["recognizers"], terminal_width=300, env={"COLUMNS": "300"})
    assert result.exit_code == 0
    rows = result.stdout.splitlines()[1:-1]
    assert len(rows) > 30
    head = result.stdout.splitlines()[0].index("example")
    assert [row for row in rows if not row[head:].strip()] == []
    assert any("je suis Mme Martin" in row for row in rows), "those written in Python have theirs, too"


def test_the_language_model_is_listed_with_all_that_it_was_taught() -> None:
    result = CliRunner().invoke(app, ["recognizers"], env={"COLUMNS": "300"})
    (row,) = [row for row in result.stdout.splitlines() if " language model " in row]
    types = row.partition(" language model ")[0].split()
    numbers = {"CUSTOMER_ID", "CREDENTIAL", "DATE_OF_BIRTH", "FR_POSTCODE", "PHONE_NUMBER"}
    assert set(types) == numbers | {"CITY", "ORGANIZATION", "PERSON", "STREET_ADDRESS", "USERNAME"}


def test_the_examples_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "badge.yaml"
    path.write_text(FILE, encoding="utf-8")
    result = CliRunner().invoke(app, ["recognizers", "test", str(path)])
    assert (result.exit_code, result.stdout) == (0, "2 examples, 0 failed\n")
    listed = CliRunner().invoke(app, ["recognizers", "list", "--recognizers", str(path)])
    assert "mon badge A123 est cassé" in listed.stdout
    path.write_text(FILE.replace("est cassé']\n  no", "', 'badge 12']\n  no"), encoding="utf-8")
    failed = CliRunner().invoke(app, ["recognizers", "test", str(path)])
    assert failed.exit_code == 1
    assert "nothing found in 'badge 12'" in failed.stderr
    path.write_text(FILE.replace("score", "scores"), encoding="utf-8")
    wrong = CliRunner().invoke(app, ["recognizers", "test", str(path)])
    assert wrong.exit_code == 2
    assert "badge.yaml:5: unknown key 'scores'" in wrong.stderr


def test_a_failing_example_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "badge.yaml"
    head = FILE.partition("  match:")[0]
    path.write_text(
        head
        + "  match:\n    - badge A123\n    - badge 12\n"
        + "  no_match:\n    - rien\n    - |\n      badge\n      badge B456\n",
        encoding="utf-8",
    )
    failed = CliRunner().invoke(app, ["recognizers", "test", str(path)])
    assert failed.exit_code == 1
    assert "badge.yaml:9: nothing found in 'badge 12'" in failed.stderr
    assert "badge.yaml:12: found ['B456'], which is none" in failed.stderr
    path.write_text(head.replace("examples:\n", ""), encoding="utf-8")
    assert (
        "badge.yaml:1: has no example" in CliRunner().invoke(app, ["recognizers", "test", str(path)]).stderr
    )


def test_own_recognizers_are_used(tmp_path: Path) -> None:
    path = tmp_path / "badge.yaml"
    path.write_text(FILE, encoding="utf-8")
    arguments = ["anonymize", "-", "-q", "--model", "none", "--recognizers", str(path)]
    assert CliRunner().invoke(app, arguments, input="badge B456 perdu").stdout == "badge <BADGE_1> perdu"


def test_version_and_help() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("feedanon ")
    listed = CliRunner().invoke(app, ["--help"]).stdout
    assert all(verb in listed for verb in ("anonymize", "deanonymize", "scan", "recognizers", "vault", "key"))
