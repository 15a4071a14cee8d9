"""The command as a process: interrupted, killed, on a full disk, in a pipe, and quick to start."""

import base64
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROW = "{};06 39 98 {:02} {:02};Appelez-moi au 06 39 98 {:02} {:02}, merci\n"
FEEDANON = [sys.executable, "-c", "from feedanon.cli import main; main()"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def rows(count: int) -> str:
    numbers = ((i, i // 100 % 100, i % 100) for i in range(count))
    return "id;telephone;avis\n" + "".join(ROW.format(i, a, b, a, b) for i, a, b in numbers)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    key = base64.b64encode(bytes(range(32))).decode()
    return {**os.environ, "FEEDANON_KEY": key, "XDG_CONFIG_HOME": str(tmp_path / "config")}


def run(
    *arguments: str, environment: dict[str, str], folder: Path, **more: object
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*FEEDANON, *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
        **more,
    )  # type: ignore[call-overload, no-any-return]


def started(folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """A run that has written a part and waits for more input."""
    process = subprocess.Popen(
        [
            *FEEDANON,
            "anonymize",
            "-",
            "--format",
            "csv",
            "-o",
            "out.csv",
            "--vault",
            "v.vault",
            "--model",
            "none",
        ],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A runner in the background ignores interrupts, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert process.stdin is not None
    process.stdin.write(rows(24_000).encode())
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while not (folder / "v.vault").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(2)
    assert process.poll() is None
    return process


@posix
@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_run_that_ends_early_leaves_no_half_file(
    tmp_path: Path, environment: dict[str, str], number: signal.Signals, code: int
) -> None:
    process = started(tmp_path, environment)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert {path.name for path in tmp_path.iterdir() if "vault" not in path.name} <= {"config"}
    if code > 0:
        assert len(told.splitlines()) == 1
        assert b"no result was written; the vault v.vault stays, encrypted" in told


@posix
@pytest.mark.slow
def test_a_full_disk(tmp_path: Path, environment: dict[str, str]) -> None:
    import resource

    (tmp_path / "a.csv").write_text(rows(8000), encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    result = run(
        "anonymize", "a.csv", "--no-vault", "--model", "none",
        environment=environment, folder=tmp_path, preexec_fn=limit,
    )  # fmt: skip
    assert result.returncode == 6
    assert b"the disk is full" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    if Path("/dev/full").exists():
        full = run(
            "anonymize", "a.csv", "--no-vault", "--model", "none", "-o", "/dev/full",
            environment=environment, folder=tmp_path,
        )  # fmt: skip
        assert full.returncode == 6


@posix
@pytest.mark.slow
def test_a_pipe_that_closes_and_a_pipe_that_stays_silent(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "a.csv").write_text(rows(5000), encoding="utf-8")
    command = " ".join(f"'{part}'" for part in FEEDANON)
    result = subprocess.run(
        ["bash", "-c", f"{command} anonymize a.csv -o - --no-vault --model none | head -n 2; echo ${{PIPESTATUS[0]}}"],
        cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    lines = result.stdout.decode().splitlines()
    assert lines[0] == "id;telephone;avis"
    assert lines[-1] == "141"
    assert b"Traceback" not in result.stderr
    assert b"\x1b" not in result.stderr


@posix
def test_not_permitted(tmp_path: Path, environment: dict[str, str]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    path.chmod(0)
    result = run("anonymize", "a.csv", environment=environment, folder=tmp_path)
    assert result.returncode == 6
    assert b"not permitted" in result.stderr


@posix
def test_the_result_has_the_mode_of_the_input(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("06 39 98 12 04", encoding="utf-8")
    path.chmod(0o604)
    result = run("anonymize", "a.txt", "--model", "none", environment=environment, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "a.anon.txt").stat().st_mode & 0o777 == 0o604
    assert (tmp_path / "a.vault").stat().st_mode & 0o777 == 0o600


def test_help_loads_nothing_heavy(environment: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import sys\nsys.argv = ['feedanon', '--help']\nfrom feedanon.cli import main\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        "heavy = {'spacy', 'presidio_analyzer', 'numpy', 'faker', 'phonenumbers', 'cryptography'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, timeout=60)


@posix
@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path, environment: dict[str, str]) -> None:
    """Four times the rows, hardly more memory: files stream."""

    def peak(count: int) -> int:
        (tmp_path / "m.csv").write_text(rows(count), encoding="utf-8")
        code = (
            "import resource, sys\nsys.argv = ['feedanon', 'anonymize', 'm.csv', '-o', '-', '-q', '--no-vault',"
            "'--policy', 'irreversible', '--model', 'none']\nfrom feedanon.cli import main\n"
            "try:\n    main()\nfinally:\n"
            "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=True,
            timeout=300,
        )
        return int(done.stderr.split()[-1])

    measure: Callable[[int], int] = peak
    assert measure(40_000) < 1.15 * measure(10_000)
