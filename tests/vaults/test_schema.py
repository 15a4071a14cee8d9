"""Versions of vaults: older ones are brought up to date, in one step or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from feedanon.errors import VaultError, VaultKeyError
from feedanon.vaults import open_vault, schema
from vaults.making import KEY, OTHER_KEY, person, token


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of today, seen by a feedanon of tomorrow."""
    path = tmp_path / "avis.vault"
    with open_vault(path, KEY) as vault:
        vault.session().claim([person("Léa")], token)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 2)
    steps = {
        schema.VERSION - 2: ("CREATE TABLE extra (note TEXT)",),
        schema.VERSION - 1: ("ALTER TABLE extra ADD COLUMN more {blob}",),
    }
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    return path


def _version(path: Path) -> int:
    connection = sqlite3.connect(path)
    version = int(connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()[0])
    connection.close()
    return version


def test_an_older_vault_is_migrated(older: Path) -> None:
    with open_vault(older, KEY) as vault:
        assert vault.session().find(["<PERSON_1>"])
    assert _version(older) == schema.VERSION
    with open_vault(older, KEY) as vault:
        assert vault.session().find(["<PERSON_1>"])


def test_a_wrong_key_migrates_nothing(older: Path) -> None:
    with pytest.raises(VaultKeyError):
        open_vault(older, OTHER_KEY)
    assert _version(older) == schema.VERSION - 2


def test_a_failed_migration_leaves_the_old_vault(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {**schema.MIGRATIONS, schema.VERSION - 1: ("ALTER TABLE nothing ADD COLUMN more {blob}",)}
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    with pytest.raises(VaultError):
        open_vault(older, KEY)
    assert _version(older) == schema.VERSION - 2


def test_every_version_has_a_way_up() -> None:
    assert set(schema.MIGRATIONS) == set(range(1, schema.VERSION))
