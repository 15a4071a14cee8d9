"""Starts `worker.py` in other processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).parents[1]


def start(verb: str, address: object, argument: object = "") -> subprocess.Popen[str]:
    """A running worker."""
    path = os.pathsep.join([str(_TESTS), str(_TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("worker.py")), verb, str(address), str(argument)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def lines(output: str) -> list[Any]:
    """What a worker acknowledged; a last line that a kill cut off was not."""
    whole = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return [step for step in map(json.loads, whole) if step != "started"]


def killed(worker: subprocess.Popen[str], after: float) -> list[Any]:
    """Kills a worker (SIGKILL) some seconds after it started its work; what it had acknowledged."""
    assert worker.stdout is not None
    assert json.loads(worker.stdout.readline()) == "started"
    try:
        worker.wait(after)
    except subprocess.TimeoutExpired:
        worker.kill()
    return lines(worker.communicate()[0])
