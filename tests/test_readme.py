"""What the README says is what happens."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_first_example_does_what_it_shows() -> None:
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    result = runner.run(parser.get_doctest(BLOCKS[0], {}, "README.md", "README.md", 0))
    assert result.attempted >= 4
    assert result.failed == 0


@pytest.mark.parametrize("block", [b for b in BLOCKS if ">>>" not in b])
def test_the_other_examples_run(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "feedanon.openai" in block:
        pytest.importorskip("openai")
        monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDANON_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    exec(compile(block, "README.md", "exec"), {})


def test_the_first_command_works_on_the_real_file(tmp_path: Path) -> None:
    command = re.search(r"\.venv/bin/(feedanon anonymize \S+)", README)
    assert command is not None
    arguments = shlex.split(command.group(1))[1:]
    arguments[-1] = str(ROOT / arguments[-1])
    output = tmp_path / "avis.anon.csv"
    arguments += ["-o", str(output), "--vault", str(tmp_path / "avis.vault")]
    environment = {"FEEDANON_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "PATH": ""}
    subprocess.run([sys.executable, "-m", "feedanon", *arguments], check=True, env=environment, cwd=tmp_path)
    assert output.stat().st_size > 10_000


def test_pages_that_the_readme_names_exist() -> None:
    for page in re.findall(r"\]\((docs/[\w.]+|[A-Z]+(?:\.md)?)\)", README):
        assert (ROOT / page).exists(), page
