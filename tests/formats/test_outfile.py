"""Files that are there whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from feedanon.formats.outfile import OutFile


@pytest.fixture(params=[True, False], ids=["nameless", "named"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Also as on systems that know no file without a name."""
    if not request.param:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return tmp_path


def test_written_and_private_until_then(folder: Path) -> None:
    path = folder / "a.csv"
    with OutFile(path, mode=0o640) as stream:
        stream.write(b"x" * 1_000_000)
        assert not path.exists()
        assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in folder.iterdir())
    assert path.read_bytes() == b"x" * 1_000_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(folder.iterdir()) == [path]


def test_an_error_leaves_nothing(folder: Path) -> None:
    path = folder / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), OutFile(path, replace=True) as stream:  # noqa: PT012
        stream.write(b"half")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"before"
    assert list(folder.iterdir()) == [path]


def test_an_existing_file_is_replaced_only_when_asked(folder: Path) -> None:
    path = folder / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(FileExistsError), OutFile(path):
        pass
    with OutFile(path, replace=True) as stream:
        stream.write(b"after")
    assert path.read_bytes() == b"after"


def test_a_file_that_appears_meanwhile_is_not_overwritten(folder: Path) -> None:
    path = folder / "a.csv"
    with pytest.raises(FileExistsError), OutFile(path) as stream:  # noqa: PT012
        stream.write(b"mine")
        path.write_bytes(b"theirs")
    assert path.read_bytes() == b"theirs"
    assert list(folder.iterdir()) == [path]


def test_a_link_stays_a_link(folder: Path) -> None:
    real, link = folder / "real.csv", folder / "link.csv"
    real.write_bytes(b"before")
    link.symlink_to(real)
    with OutFile(link, replace=True) as stream:
        stream.write(b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"


def test_a_device_is_written_as_it_is() -> None:
    with OutFile(Path(os.devnull)) as stream:
        stream.write(b"gone")
