"""What comes back, what stays, and what is said about it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from feedanon.entities import Entity
from feedanon.errors import PolicyError, RestorationError
from feedanon.policy import Policy
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.base import SessionStore
from feedanon.vaults.memory import MemoryVault

KEY = bytes(range(32))
VALUES = (("PERSON", "Sophie Martin"), ("PHONE_NUMBER", "06 12 34 56 78"), ("CITY", "Bordeaux"))


def issued(policy: str | Policy = "tokens") -> tuple[Pseudonymizer, SessionStore, list[str]]:
    pseudonymizer = Pseudonymizer(Policy.load(policy) if isinstance(policy, str) else policy, KEY)
    store = MemoryVault().session("s")
    text = " / ".join(value for _, value in VALUES)
    entities = [Entity(kind, text.index(value), text.index(value) + len(value)) for kind, value in VALUES]
    return pseudonymizer, store, pseudonymizer.anonymize_batch([text], [entities], store)[0].text.split(" / ")


def test_only_what_was_issued_comes_back() -> None:
    pseudonymizer, store, _ = issued()
    text = "<PERSON_12>, <PERSON_2>, PERSON_11, <PERSON_1.2>, <PERSON_1.email>, <FOO_1>, <PHONE_NUMBER_10>"
    assert pseudonymizer.deanonymize(text, store) == text


def test_a_value_that_reads_like_a_token_is_not_restored_again() -> None:
    pseudonymizer = Pseudonymizer(Policy.load("tokens"))
    store = MemoryVault().session("s")
    text = "CITY_1 Paris"
    sent = pseudonymizer.anonymize_batch([text], [[Entity("PERSON", 0, 6), Entity("CITY", 7, 12)]], store)[
        0
    ].text
    assert pseudonymizer.deanonymize(sent, store) == text


def test_the_report_tells_restored_lost_and_invented() -> None:
    pseudonymizer, store, _ = issued()
    text, report = pseudonymizer.deanonymize_report("person_1, PERSON_1 et <PERSON_9> à <CITY_1>", store)
    assert text == "Sophie Martin, Sophie Martin et <PERSON_9> à Bordeaux"
    assert report.restored == {"<PERSON_1>": 2, "<CITY_1>": 1}
    assert report.types == {"PERSON": 2, "CITY": 1}
    assert report.invented == {"<PERSON_9>": 1}
    assert report.lost == ("<PHONE_NUMBER_1>",)
    assert not report.complete
    assert "Sophie" not in repr(report)


def test_lost_is_measured_against_what_was_sent() -> None:
    pseudonymizer, store, _ = issued()
    _, report = pseudonymizer.deanonymize_report("<PERSON_1>", store, sent=["<PERSON_1>"])
    assert report.complete


def test_strict_refuses_what_was_never_issued_without_a_value() -> None:
    pseudonymizer, store, _ = issued()
    with pytest.raises(RestorationError, match="1 CITY, 2 PERSON") as caught:
        pseudonymizer.deanonymize("<PERSON_1> <PERSON_8> PERSON_9 <CITY_4>", store, strict=True)
    assert "Sophie" not in str(caught.value)
    assert (
        pseudonymizer.deanonymize("<PERSON_1>, chambre 12", store, strict=True) == "Sophie Martin, chambre 12"
    )


def test_a_session_is_restored_whatever_the_policy_of_the_day() -> None:
    _, store, pseudonyms = issued("realistic")
    reader = Pseudonymizer(Policy.load("tokens"))
    assert reader.deanonymize(" / ".join(pseudonyms), store) == " / ".join(value for _, value in VALUES)
    french = Policy.from_dict({"tokens": {"brackets": "[]", "names": "french"}})
    _, store, pseudonyms = issued(french)
    assert pseudonyms == ["[PERSONNE_1]", "[NUMERO_TELEPHONE_1]", "[VILLE_1]"]
    assert reader.deanonymize("[PERSONNE_1] <PERSON_1> PERSON_1", store) == " ".join(["Sophie Martin"] * 3)


def test_sessions_do_not_mix() -> None:
    pseudonymizer, _, pseudonyms = issued()
    text = " ".join(pseudonyms)
    assert pseudonymizer.deanonymize(text, MemoryVault().session("other")) == text


def test_a_cipher_needs_the_key_and_nothing_else() -> None:
    pseudonymizer, _, pseudonyms = issued("cipher")
    text = f"{pseudonyms[0].lower()} **{pseudonyms[1]}** {pseudonyms[2].replace('CITY', 'VILLE')}"
    other = MemoryVault().session("other")
    assert pseudonymizer.deanonymize(text, other) == "Sophie Martin **06 12 34 56 78** Bordeaux"
    stranger = Pseudonymizer(Policy.load("cipher"), bytes(32))
    assert stranger.deanonymize(text, other) == text
    rotated = Pseudonymizer(Policy.load("cipher"), [bytes(32), KEY])
    assert rotated.deanonymize(text, other) == "Sophie Martin **06 12 34 56 78** Bordeaux"


def test_a_changed_cipher_stays() -> None:
    pseudonymizer, store, pseudonyms = issued("cipher")
    changed = pseudonyms[0].replace(pseudonyms[0][12], "A" if pseudonyms[0][12] != "A" else "B", 1)
    assert pseudonymizer.deanonymize(changed, store) == changed


def test_large_texts_come_back() -> None:
    text = "Sophie Martin habite <PERSON_1> à Paris, 2 rue. \n" * 20_000
    unit = len(text) // 20_000
    entities = [Entity("PERSON", index * unit, index * unit + 13) for index in range(20_000)]
    for policy in ("tokens", "realistic", "cipher"):
        pseudonymizer = Pseudonymizer(Policy.load(policy), KEY)
        store = MemoryVault().session("s")
        sent = pseudonymizer.anonymize_batch([text], [entities], store)[0].text
        assert "Sophie" not in sent
        assert pseudonymizer.deanonymize(sent, store) == text


@pytest.mark.parametrize("policy", ["tokens", "realistic", "cipher"])
def test_tiny_texts_come_back(policy: str) -> None:
    pseudonymizer = Pseudonymizer(Policy.load(policy), KEY)
    store = MemoryVault().session("s")
    for text in ("", "a", "<", "_", "é", "\U0001f600", "\x00"):
        entities = [Entity("PERSON", 0, 1)] if text else []
        sent = pseudonymizer.anonymize_batch([text, text], [entities, []], store)
        assert [pseudonymizer.deanonymize(result.text, store) for result in sent] == [text, text]


def test_a_stream_gives_out_text_as_soon_as_it_is_sure() -> None:
    pseudonymizer, store, _ = issued()
    restorer = pseudonymizer.stream(store)
    assert restorer.feed("Le magasin de <CI") == "Le magasin de "
    assert restorer.feed("TY_1> a rappelé PERSON_1") == "Bordeaux a rappelé "
    assert restorer.feed(" hier.") == "Sophie Martin hier."
    assert restorer.close() == ""
    assert restorer.report.restored == {"<CITY_1>": 1, "<PERSON_1>": 1}


def test_a_stream_holds_back_little() -> None:
    for policy in ("tokens", "realistic"):
        pseudonymizer, store, _ = issued(policy)
        restorer = pseudonymizer.stream(store)
        text = "Une réponse ordinaire sur 3 magasins, sans rien de personnel ni de secret. " * 20
        given = 0
        for index, character in enumerate(text, 1):
            given += len(restorer.feed(character))
            assert index - given <= 60


def test_dropped_documents_leave_nothing() -> None:
    policy = Policy.from_dict({"entities": {"SENSITIVE": {"operator": "drop", "marker": "[retenu]"}}})
    pseudonymizer = Pseudonymizer(policy)
    store = MemoryVault().session("s")
    dropped, kept = pseudonymizer.anonymize_batch(
        ["Sophie est malade", "Sophie"], [[Entity("PERSON", 0, 6), Entity("SENSITIVE", 11, 17)], []], store
    )
    assert (dropped.text, dropped.dropped, dropped.entities) == ("[retenu]", True, ())
    assert (kept.text, kept.dropped) == ("Sophie", False)
    assert list(store.pseudonyms()) == []


def test_what_must_not_come_back_is_never_stored() -> None:
    policy = Policy.from_dict({"entities": {"CREDENTIAL": "mask", "PERSON": "token"}})
    pseudonymizer = Pseudonymizer(policy)
    store = MemoryVault().session("s")
    text = "PERSON_1Hunter2!Sophie"
    entities = [Entity("CREDENTIAL", 8, 16), Entity("PERSON", 16, 22)]
    sent = pseudonymizer.anonymize_batch([text], [entities], store)[0].text
    assert "Hunter2" not in sent
    assert all("Hunter2" not in store.find([p])[p].value for _, p in store.pseudonyms())


def test_keyed_operators_refuse_a_key_that_is_out_of_reach() -> None:
    class Kms:
        key_id = "kms"

        def wrap(self, key: bytes, place: bytes) -> bytes:
            return key

        def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
            return wrapped

    with pytest.raises(PolicyError, match="never leave"):
        Pseudonymizer(Policy.load("cipher"), Kms())


@pytest.mark.slow
def test_hash_seeds_change_nothing() -> None:
    code = (
        "from tests.pseudonyms.test_restoration import *\n"
        "p = Pseudonymizer(Policy.load('realistic'), KEY)\n"
        "s = MemoryVault().session('s')\n"
        "t = 'Florence, Paris, Florence Paris et Paul Martin'\n"
        "e = [Entity('PERSON', 0, 8), Entity('CITY', 10, 15), Entity('PERSON', 17, 31), Entity('PERSON', 35, 46)]\n"
        "r = p.anonymize_batch([t], [e], s)[0].text\n"
        "assert p.deanonymize(r, s) == t\n"
        "print(r)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "42")
    }
    assert len(outputs) == 1
