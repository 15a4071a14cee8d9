"""One suite for every vault: `backend` gives a way to open the same vault again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedanon.vaults import open_subject_vault
from feedanon.vaults.subjects import SubjectVault
from vaults.making import KEY
from vaults.postgres_server import Server, programs

Opener = Callable[[], SubjectVault]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'feedanon[postgres]'")
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Opener]]:
    """The name of a backend, and what opens its vault; everything that was opened is closed at the end."""
    opened: list[SubjectVault] = []
    address = "memory://"
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/avis.vault"
    elif request.param == "postgres":
        address = request.getfixturevalue("postgres").address()

    def opener() -> SubjectVault:
        if request.param == "memory" and opened:
            return opened[0]
        opened.append(open_subject_vault(address, KEY))
        return opened[-1]

    yield request.param, opener
    for vault in opened:
        vault.close()


@pytest.fixture
def vault(backend: tuple[str, Opener]) -> SubjectVault:
    """A new, empty vault of each backend."""
    return backend[1]()


@pytest.fixture
def again(backend: tuple[str, Opener]) -> Opener:
    """Opens the vault once more, as another program would; memory has one holder only."""
    return backend[1]
