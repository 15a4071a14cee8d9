"""A real PostgreSQL server for the tests, started from the packages that are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PORT = 54329


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, None when PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "pg_ctl").exists():
        return Path(found).resolve().parent
    folders = (
        sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
    )
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


class Server:
    """A server on a Unix socket in a folder of its own, as a user that is not root."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._home = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        self._user = _user()
        if self._user is not None:
            shutil.chown(self._home, self._user)
        self._databases = 0
        self._run("initdb", "-D", self._home / "data", "-A", "trust", "-U", "feedanon", "-E", "UTF8")
        options = f"-p {PORT} -k {self._home} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._home / "data", "-w", "-l", self._home / "log", "-o", options, "start")

    def address(self, name: str | None = None) -> str:
        """The address of a new, empty database; of the one called `name` when there is one."""
        import psycopg

        if name is None:
            self._databases += 1
            name = f"vault_{self._databases}"
            with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://feedanon@/{name}?host={self._home}&port={PORT}"

    def stop(self) -> None:
        """Stops the server and removes its files."""
        self._run("pg_ctl", "-D", self._home / "data", "-m", "immediate", "stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._folder / program), *map(str, arguments)]
        log = self._home / "commands.log"
        with log.open("a") as output:  # a pipe would be kept open by the server
            done = subprocess.run(
                command, stdout=output, stderr=output, user=self._user, cwd=self._home, check=False
            )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text()}")


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
