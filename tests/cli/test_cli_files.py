"""`feedanon anonymize`, `deanonymize` and `scan` on real files."""

import base64
import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from feedanon.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples"
CANARIES = ("Sophie", "Kerbrat", "06 39 98 12 04", "s.kerbrat@orange.fr")
AVIS = (
    "id;Nom;E-mail;Téléphone;Commentaire\r\n"
    '1;"Kerbrat";s.kerbrat@orange.fr;06 39 98 12 04;"Appelez-moi au 06 39 98 12 04 ; merci\r\nSophie ""Kerbrat"""\r\n'
    "2;;;;Rien à dire, très bien\r\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDANON_KEY", base64.b64encode(bytes(range(32))).decode())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    Path("avis.csv").write_bytes(AVIS.encode("cp1252"))
    return tmp_path


def feedanon(*arguments: str, given: str | bytes | None = None, model: str | None = "none") -> Result:
    if arguments[0] in ("anonymize", "scan") and model is not None:
        arguments = (*arguments, "--model", model)
    result = CliRunner().invoke(app, list(arguments), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def says_nothing_personal(result: Result) -> bool:
    return not any(canary in result.stderr for canary in CANARIES)


def test_there_and_back(here: Path) -> None:
    result = feedanon("anonymize", "avis.csv")
    assert result.exit_code == 0, result.stderr
    sent = Path("avis.anon.csv").read_bytes().decode("cp1252")
    assert not any(canary in sent for canary in CANARIES if canary != "Sophie")
    lines = sent.split("\r\n")
    assert lines[0] == AVIS.split("\r\n", maxsplit=1)[0]
    assert lines[-2] == "2;;;;Rien à dire, très bien"
    assert lines[1].startswith('1;"<PERSON_1')
    assert "by header: Nom (PERSON), E-mail (EMAIL_ADDRESS), Téléphone (PHONE_NUMBER)" in result.stderr
    assert "free text: Commentaire" in result.stderr
    assert "2 rows" in result.stderr
    assert says_nothing_personal(result)
    back = feedanon("deanonymize", "avis.anon.csv")
    assert back.exit_code == 0, back.stderr
    assert Path("avis.deanon.csv").read_bytes() == AVIS.encode("cp1252")


def test_the_row_shares_its_names(here: Path) -> None:
    Path("b.csv").write_text("Nom;Avis\nKerouredan;Ici kerouredan, toujours rien\n", encoding="utf-8")
    assert feedanon("anonymize", "b.csv").exit_code == 0
    assert "erouredan" not in Path("b.anon.csv").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".csv", ".txt"))
)
@pytest.mark.parametrize("policy", ["tokens", "realistic"])
def test_examples_come_back_to_the_byte(here: Path, name: str, policy: str) -> None:
    shutil.copy(EXAMPLES / name, name)
    stem, suffix = name.split(".")
    assert feedanon("anonymize", name, "--policy", policy, "--force", model=None).exit_code == 0
    sent = Path(f"{stem}.anon.{suffix}").read_bytes()
    assert sent != Path(name).read_bytes()
    assert feedanon("deanonymize", f"{stem}.anon.{suffix}", "--policy", policy).exit_code == 0
    assert Path(f"{stem}.deanon.{suffix}").read_bytes() == Path(name).read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.jsonl",
            b'{"nom": "Zo\\u00e9", "telephone": 612345678}\r\n\r\n{"avis": "06 39 98 12 04 \\/ \\u00e7a va"}',
        ),
        (
            "a.json",
            '[ {"email":"s.kerbrat@orange.fr"},\n {"k@orange.fr" : ["06 39 98 12 04"]} ]\n'.encode("utf-16"),
        ),
        ("a.tsv", "Nom\tAvis\nZoé\tbien\n".encode("utf-8-sig")),
        ("a.md", "# Titre\r\n\r\nÉcrire à s.kerbrat@orange.fr\rou pas".encode("cp1252")),
        ("a.txt", b""),
        ("a.csv", b""),
        ("b.csv", "Nom;Avis\nZoé;bon\n".encode("cp1252")),
        ("c.csv", 'sep=,\r\n"Nom","Avis"\r\n"Zoé","bon, très"\r\n"Bob" x,"a"\n'.encode("utf-8-sig")),
        ("d.csv", b'Avis\nBien, rapide\nAppeler le 06 39 98 12 04, merci, "vite"\n'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_format_comes_back_to_the_byte(here: Path, name: str, data: bytes) -> None:
    stem, suffix = name.split(".")
    Path(name).write_bytes(data)
    assert feedanon("anonymize", name, "--vault", "v.vault").exit_code == 0
    sent = Path(f"{stem}.anon.{suffix}").read_bytes()
    assert (sent != data) == bool(data)
    result = feedanon("deanonymize", f"{stem}.anon.{suffix}", "--vault", "v.vault")
    assert result.exit_code == 0, result.stderr
    assert Path(f"{stem}.deanon.{suffix}").read_bytes() == data


def test_standard_input_and_output(here: Path) -> None:
    result = feedanon("anonymize", "-", "-q", "--vault", "v.vault", given="Appelez le 06 39 98 12 04 !\n")
    assert result.stdout == "Appelez le <PHONE_NUMBER_1> !\n"
    assert result.stderr == ""
    back = feedanon("deanonymize", "-", "-q", given="Rappeler **PHONE_NUMBER_1** et <PHONE_NUMBER_7>")
    assert "06 39 98 12 04" in back.stdout
    assert "<PHONE_NUMBER_7>" in back.stdout
    forgotten = feedanon("anonymize", "-", given="06 39 98 12 04")
    assert "no way back" in forgotten.stderr


def test_one_vault_for_many_files(here: Path) -> None:
    Path("a.txt").write_text("06 39 98 12 04 puis s.kerbrat@orange.fr", encoding="utf-8")
    Path("b.txt").write_text("s.kerbrat@orange.fr", encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        assert feedanon("anonymize", name, "--vault", "all.vault").exit_code == 0
    sent = Path("b.anon.txt").read_text(encoding="utf-8")
    assert "@" not in sent
    assert Path("a.anon.txt").read_text(encoding="utf-8") == f"<PHONE_NUMBER_1> puis {sent}"
    assert (
        feedanon("anonymize", "b.txt", "--vault", "all.vault", "--session", "other", "-o", "c.txt").exit_code
        == 0
    )
    Path("answer.html").write_text("<p>&lt;PHONE_NUMBER_1&gt;</p>", encoding="utf-8")
    assert feedanon("deanonymize", "answer.html", "--vault", "all.vault").exit_code == 0
    assert "06 39 98 12 04" in Path("answer.deanon.html").read_text(encoding="utf-8")


def test_columns(here: Path) -> None:
    result = feedanon("anonymize", "avis.csv", "--columns", "commentaire")
    assert result.exit_code == 0
    assert "headers promise personal data: Nom, E-mail, Téléphone" in result.stderr
    sent = Path("avis.anon.csv").read_bytes().decode("cp1252")
    assert '1;"Kerbrat";s.kerbrat@orange.fr;06 39 98 12 04;"Appelez-moi au <PHONE_NUMBER_1> ; merci' in sent


def test_scan_says_counts_and_shapes_but_no_value(here: Path) -> None:
    before = sorted(here.iterdir())
    result = feedanon("scan", "avis.csv")
    assert result.exit_code == 0
    assert "x.xxxxxxx@xxxxxx.xx" in result.stdout
    assert not any(canary in result.stdout for canary in CANARIES)
    assert sorted(here.iterdir()) == before
    data = json.loads(feedanon("scan", "avis.csv", "--json").stdout)
    assert data["rows"] == 2
    assert data["columns"]["Nom"] == {"role": "telling", "type": "PERSON", "entities": {"PERSON": 1}}


def test_without_a_header_names_are_masked_in_the_first_row_too(here: Path) -> None:
    Path("n.csv").write_text("1;s.kerbrat@orange.fr;bien\n2;k@orange.fr;mal\n", encoding="utf-8")
    assert feedanon("anonymize", "n.csv").exit_code == 0
    assert "@" not in Path("n.anon.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["anonymize", "nothing.csv"], 2, "nothing.csv: no such file"),
        (["anonymize", "."], 2, "is a folder"),
        (["anonymize", "avis.csv", "-c", "avi"], 3, "no column 'avi'; the columns are: id, Nom, E-mail"),
        (["anonymize", "avis.csv", "-o", "there.csv"], 2, "there.csv exists already"),
        (["anonymize", "avis.csv", "-o", "avis.csv"], 2, "is the input itself"),
        (["anonymize", "avis.csv", "-o", "no/where.csv"], 2, "no such folder"),
        (["anonymize", "avis.csv", "--encoding", "utf-8"], 3, "not all of it is utf-8"),
        (["anonymize", "avis.csv", "--encoding", "klingon"], 3, "unknown encoding 'klingon'"),
        (["anonymize", "avis.csv", "--delimiter", ";;"], 2, "one character"),
        (["anonymize", "avis.csv", "--policy", "none.yaml"], 2, "no such policy file"),
        (["anonymize", "avis.csv", "--recognizers", "none.yaml"], 2, "no such file or folder"),
        (["anonymize", "avis.csv", "--vault", "v", "--no-vault"], 2, "contradict"),
        (["anonymize", "avis.csv", "--format", "pdf"], 3, "the formats are text, csv"),
        (["anonymize", "there.xyz"], 3, "unknown extension '.xyz'"),
        (["anonymize", "open.csv"], 3, "line 2: a quote opens here"),
        (["anonymize", "broken.jsonl"], 3, "line 2: this is no JSON"),
        (["anonymize", "binary.txt"], 3, "holds NUL bytes: is it a text file?"),
        (["deanonymize", "there.csv"], 4, "no vault beside"),
        (["deanonymize", "there.csv", "--vault", "none.vault"], 4, "none.vault: no such vault"),
        (["scan", "nothing.csv"], 2, "no such file"),
    ],
)
def test_errors_are_one_line(here: Path, arguments: list[str], code: int, message: str) -> None:
    Path("there.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    Path("there.xyz").write_text("?", encoding="utf-8")
    Path("open.csv").write_text('Nom;Avis\n1;"Sophie Kerbrat\n', encoding="utf-8")
    Path("broken.jsonl").write_text('{"a": "Sophie"}\n{"a": Sophie}\n', encoding="utf-8")
    Path("binary.txt").write_bytes(b"Sophie\x00\x01\x02 Kerbrat\x00 and more text")
    before = {path.name: path.read_bytes() for path in here.iterdir() if path.suffix != ".vault"}
    result = feedanon(*arguments)
    assert result.exit_code == code, result.stderr
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert says_nothing_personal(result)
    after = {p.name: p.read_bytes() for p in here.iterdir() if p.is_file() and ".vault" not in p.name}
    assert after == before, "nothing was written"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "avis.txt",
            "Appelez le 06 39 98 12 04 ou le 06 39 98 12 05, donc le 06 39 98 12 04",
            "1 passage, 3 values",
        ),
        ("long.txt", "06 39 98 12 04, merci beaucoup de rappeler\n" * 3000, "1 passage, 3000 values"),
        ("avis.csv", "id;Avis\n1;06 39 98 12 04 ou 06 39 98 12 05\n2;rien\n", "2 rows, 2 values"),
        ("one.json", '[{"avis": "mon numéro : 06 39 98 12 04"}]', "1 object, 1 value"),
        ("none.txt", "rien à dire", "1 passage, 0 values"),
    ],
)
def test_what_came_back_is_counted(here: Path, name: str, text: str, said: str) -> None:
    Path(name).write_text(text, encoding="utf-8", newline="")
    assert feedanon("anonymize", name, "--vault", "v.vault").exit_code == 0
    stem, _, suffix = name.partition(".")
    back = feedanon("deanonymize", f"{stem}.anon.{suffix}", "--vault", "v.vault")
    assert Path(f"{stem}.deanon.{suffix}").read_text(encoding="utf-8") == text
    assert f"{said} restored" in back.stderr


def test_a_wrong_key_changes_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert feedanon("anonymize", "avis.csv").exit_code == 0
    monkeypatch.setenv("FEEDANON_KEY", base64.b64encode(bytes(32)).decode())
    result = feedanon("deanonymize", "avis.anon.csv")
    assert result.exit_code == 4
    assert len(result.stderr.splitlines()) == 1
    assert not Path("avis.deanon.csv").exists()
    assert feedanon("anonymize", "avis.csv", "--force").exit_code == 4


def test_two_vaults_are_a_question(here: Path) -> None:
    for name in ("a", "b"):
        Path(f"{name}.txt").write_text("06 39 98 12 04", encoding="utf-8")
        feedanon("anonymize", f"{name}.txt")
    Path("answer.md").write_text("<PHONE_NUMBER_1>", encoding="utf-8")
    result = feedanon("deanonymize", "answer.md")
    assert result.exit_code == 4
    assert "a.vault, b.vault" in result.stderr


def test_the_key_file_is_said_when_it_is_made(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEEDANON_KEY")
    made = here / "config" / "feedanon" / "vault.keys"
    monkeypatch.setattr("feedanon.vaults.keyring.key_file", lambda: made)
    assert str(made) in "".join(feedanon("anonymize", "avis.csv").stderr.splitlines())
    assert str(made) not in "".join(feedanon("anonymize", "avis.csv", "--force").stderr.splitlines())
    copy = here / "copy.keys"
    shutil.copy(made, copy)
    made.unlink()
    assert feedanon("deanonymize", "avis.anon.csv", "--key-file", str(copy)).exit_code == 0


def test_an_irreversible_policy_makes_no_vault(here: Path) -> None:
    assert feedanon("anonymize", "avis.csv", "--policy", "irreversible").exit_code == 0
    assert not list(here.glob("*.vault"))
