"""The example runs offline; the oldest supported client passes the same tests; nothing is patched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLDEST = ["openai==1.55.3", "httpx==0.27.2"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    variables.pop("OPENAI_BASE_URL", None)
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_the_example() -> None:
    done = run("examples/openai_feedback.py")
    assert done.returncode == 0, done.stderr[-2000:]
    sent, answer = done.stdout.split("=== La réponse, rétablie ===")
    assert "<PERSON_" in sent
    assert "<PERSON_" not in answer.split("=== Bilan ===")[0]
    assert "inventé : 0" in answer


def test_importing_patches_nothing() -> None:
    code = (
        "import openai, httpx; before = dict(vars(openai.OpenAI)), dict(vars(httpx.Client)); import feedanon.openai; "
        "assert before == (dict(vars(openai.OpenAI)), dict(vars(httpx.Client)))"
    )
    done = run("-c", code)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_the_oldest_supported_client(tmp_path: Path) -> None:
    if os.environ.get("FEEDANON_OLDEST_OPENAI") != "1":
        pytest.skip("installs packages: set FEEDANON_OLDEST_OPENAI=1 where an index can be reached")
    installed = run("-m", "pip", "install", "--quiet", "--target", str(tmp_path), *OLDEST)
    assert installed.returncode == 0, installed.stderr[-2000:]
    files = [f"tests/gateway/test_{name}.py" for name in ("openai_chat", "openai_other", "hooks_and_reports")]
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    version = run("-c", "import openai; print(openai.__version__)", PYTHONPATH=path)
    assert version.stdout.strip() == "1.55.3"
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *files, PYTHONPATH=path)
    assert done.returncode == 0, done.stdout[-4000:]
