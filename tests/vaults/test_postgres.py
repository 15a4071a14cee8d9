"""What is particular to PostgreSQL."""

from __future__ import annotations

import pytest

from feedanon.errors import VaultError, VaultKeyError
from feedanon.vaults import open_subject_vault, open_vault
from vaults.making import KEY, OTHER_KEY, email, person, token
from vaults.postgres_server import Server

psycopg = pytest.importorskip("psycopg", reason="pip install 'feedanon[postgres]'")

TABLES = (
    "meta",
    "root_keys",
    "data_keys",
    "labels",
    "sessions",
    "spaces",
    "subjects",
    "records",
    "lookups",
    "journal",
)


def _content(address: str) -> str:
    with psycopg.connect(address) as connection:
        names = [f"feedanon.{table}" for table in TABLES] + ["feedanon_keys.store", "feedanon_keys.secrets"]
        rows = [repr(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in names]
    return "\n".join(rows).casefold()


def test_nothing_readable_in_the_tables(postgres: Server) -> None:
    address = postgres.address()
    with open_subject_vault(address, KEY) as vault:
        vault.session().claim(
            [person("Crevecoeur"), email("crevecoeur@x.fr")], lambda c, *_: f"Roux {len(c.value)}"
        )
        vault.subjects(["crevecoeur"])
    content = _content(address)
    assert "default" in content
    for word in ("crevecoeur", "roux", b"crevecoeur".hex(), "crevecoeur".encode("utf-16-le").hex()):
        assert word not in content


def test_a_wrong_key_changes_nothing(postgres: Server) -> None:
    address = postgres.address()
    with open_vault(address, KEY) as vault:
        vault.session().claim([person("Léa")], token)
    before = _content(address)
    with pytest.raises(VaultKeyError):
        open_vault(address, OTHER_KEY)
    assert _content(address) == before


def test_an_address_that_leads_nowhere_hides_its_password() -> None:
    with pytest.raises(VaultError, match="cannot be reached") as caught:
        open_vault("postgresql://user:canari@127.0.0.1:1/base", KEY)
    assert "canari" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_connection_that_was_lost_is_made_anew(postgres: Server) -> None:
    address = postgres.address()
    with open_vault(address, KEY) as vault:
        session = vault.session()
        session.claim([person("Léa")], token)
        with psycopg.connect(postgres.address("postgres"), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            )
        with pytest.raises(VaultError):
            session.claim([person("Max")], token)
        (record,) = session.claim([person("Max")], token)
        assert record.pseudonym == "<PERSON_2>"
        assert session.find(["<PERSON_1>"])


def test_a_read_only_server_answers(postgres: Server) -> None:
    address = postgres.address()
    with open_vault(address, KEY) as vault:
        vault.session().claim([person("Léa")], token)
    with psycopg.connect(address, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with open_vault(address, KEY) as vault:
        assert vault.session().find(["<PERSON_1>"])["<PERSON_1>"].value == "Léa"
        assert vault.session().claim([person("Léa")], token)[0].pseudonym == "<PERSON_1>"
        with pytest.raises(VaultError, match="read-only"):
            vault.session().claim([person("Max")], token)


def test_another_schema_is_left_alone(postgres: Server) -> None:
    address = postgres.address()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.meta (x INT)")
    with open_vault(address, KEY) as vault:
        assert vault.session().claim([person("Léa")], token)
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT * FROM public.meta").fetchall() == []
