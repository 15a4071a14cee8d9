"""The rights of people, on every vault."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from feedanon.errors import VaultError
from feedanon.vaults import rights
from feedanon.vaults.base import Claim, Group, Taken
from feedanon.vaults.dpo_report import vault_report
from feedanon.vaults.period import period_before
from feedanon.vaults.subjects import Subject, SubjectVault
from vaults.conftest import Opener
from vaults.making import email, named, person, token

NOON = datetime(2026, 3, 31, 12, tzinfo=timezone.utc)


def _kept(vault: SubjectVault) -> None:
    """Sophie in two sessions, a namesake, and others."""
    first, second = vault.session("first"), vault.session("second")
    first.claim([named("Sophie Martin", "full:martin sophie", "word:martin"), email("sophie@x.fr")], token)
    first.claim([named("MARTIN Sophie", "full:martin sophie"), named("Max Roy", "full:max roy")], token)
    second.claim([person("Zoé"), named("Sophie Martin", "full:martin sophie", "word:martin")], token)
    second.claim([named("Paul Martin", "full:martin paul", "word:martin")], token)


def _sophie(vault: SubjectVault) -> tuple[Subject, ...]:
    return rights.find_person(vault, ["sophie  MARTIN"]).certain


def test_a_person_is_found_in_all_sessions_by_any_value(vault: SubjectVault) -> None:
    _kept(vault)
    expected = (Subject("first", "PERSON", 1), Subject("second", "PERSON", 2))
    assert _sophie(vault) == expected
    assert rights.find_person(vault, ["martin sophie"]).certain == expected
    assert rights.find_person(vault, ["Sophie@X.fr"]).certain == (Subject("first", "EMAIL_ADDRESS", 1),)
    assert rights.find_person(vault, ["Sophie Martin", "sophie@x.fr"], spaces=["PERSON"]).certain == expected
    nobody = rights.find_person(vault, ["Nadia Petit"])
    assert nobody.certain == nobody.doubtful == ()


def test_a_shared_name_is_doubtful(vault: SubjectVault) -> None:
    _kept(vault)
    found = rights.find_person(vault, ["Mme Martin"], aliases=lambda _: ["word:martin"])
    assert found.certain == (Subject("first", "PERSON", 1),)
    assert found.doubtful == (Subject("second", "PERSON", 2), Subject("second", "PERSON", 3))


def test_find_needs_a_value(vault: SubjectVault) -> None:
    with pytest.raises(VaultError, match="say whom"):
        rights.find_person(vault, ["  "])


def test_export_tells_everything(vault: SubjectVault) -> None:
    _kept(vault)
    exported = rights.export(vault, _sophie(vault))
    entries = [
        (one["session"], one["value"], one["pseudonym"])
        for one in json.loads(json.dumps(exported))["entries"]
    ]
    assert entries == [
        ("first", "Sophie Martin", "<PERSON_1>"),
        ("first", "MARTIN Sophie", "<PERSON_1.2>"),
        ("second", "Sophie Martin", "<PERSON_2>"),
    ]
    assert abs(datetime.fromisoformat(exported["entries"][0]["since"]).timestamp() - time.time()) < 60


def test_forget_is_for_ever(again: Opener) -> None:
    vault = again()
    _kept(vault)
    other = again()
    assert set(other.session("first").find(["<PERSON_1>", "<PERSON_2>"])) == {"<PERSON_1>", "<PERSON_2>"}
    assert rights.forget(vault, _sophie(vault)) == {"PERSON": 3}
    for holder in (vault, other, again()):
        assert set(holder.session("first").find(["<PERSON_1>", "<PERSON_1.2>", "<PERSON_2>"])) == {
            "<PERSON_2>"
        }
        assert rights.find_person(holder, ["Sophie Martin"]).certain == ()
        assert holder.held(Subject("first", "PERSON", 1)) == []
        assert ("PERSON", "<PERSON_1>") not in set(holder.session("first").pseudonyms())
    (record,) = other.session("first").claim([person("Sophie Martin", "full:martin sophie")], token)
    assert record.group == 3
    assert other.session("first").find(["<PERSON_1>"]) == {}
    (namesake,) = other.session("second").claim([person("M. Martin", "word:martin")], token)
    assert namesake.group == 3, "the other Martin is the only one now"
    assert rights.forget(vault, [Subject("first", "PERSON", 1)]) == {}
    assert vault.check() == []


def test_a_forgotten_pseudonym_is_never_given_again(vault: SubjectVault) -> None:
    session = vault.session()
    session.claim([person("Léa")], lambda *_: "Camille Roux")
    vault.erase([Subject("default", "PERSON", 1)])
    with pytest.raises(VaultError, match="pseudonym"):
        session.claim([person("Max")], lambda *_: "camille roux")
    taken: list[bool] = []

    def maker(claim: Claim, group: int, variant: int, records: Group, is_taken: Taken) -> str:
        taken.extend([is_taken("Camille Roux"), is_taken("Léa")])
        return "Alix"

    session.claim([person("Max")], maker)
    assert taken == [True, False]


def test_rectify(again: Opener) -> None:
    vault, other = again(), again()
    session = vault.session()
    session.claim([person("Sofie"), person("SOFIE", "sofie"), email("sofie@x.fr")], token)
    assert set(other.session().find(["<PERSON_1>"])) == {"<PERSON_1>"}
    subjects = rights.find_person(vault, ["sofie"], aliases=lambda _: []).certain
    assert rights.rectify(vault, subjects, "sofie", "Sophie", aliases=lambda _: ["sophie"]) == {"PERSON": 2}
    for holder in (vault, other, again()):
        found = holder.session().find(["<PERSON_1>", "<PERSON_1.2>"])
        assert {name: record.value for name, record in found.items()} == {
            "<PERSON_1>": "Sophie",
            "<PERSON_1.2>": "SOPHIE",
        }
    assert session.claim([person("Sophie", "unknown")], token)[0].pseudonym == "<PERSON_1>"
    assert session.claim([person("sophie")], token)[0].group == 1
    assert session.claim([person("Sofie", "unknown")], token)[0].pseudonym == "<PERSON_2>"
    assert vault.check() == []
    with pytest.raises(VaultError, match="empty"):
        rights.rectify(vault, subjects, "Sophie", " ")


def test_rectify_to_a_value_that_is_known(vault: SubjectVault) -> None:
    session = vault.session()
    session.claim([person("Sofie", "a"), person("Sophie", "b")], token)
    rights.rectify(vault, [Subject("default", "PERSON", 1)], "Sofie", "Sophie", aliases=lambda _: [])
    found = session.find(["<PERSON_1>", "<PERSON_2>"])
    assert [record.value for record in found.values()] == ["Sophie", "Sophie"]
    assert session.claim([person("Sophie")], token)[0].pseudonym == "<PERSON_2>"
    assert vault.check() == []


def test_restrict_and_lift(again: Opener) -> None:
    vault, other = again(), again()
    _kept(vault)
    assert not other.session("first").find(["<PERSON_1>"])["<PERSON_1>"].restricted
    assert rights.restrict(vault, _sophie(vault)) == {"PERSON": 3}
    assert rights.restrict(vault, _sophie(vault)) == {}
    assert vault.stats().restricted == 2
    session = other.session("first")
    assert session.find(["<PERSON_1>"])["<PERSON_1>"].restricted
    assert not session.find(["<PERSON_2>"])["<PERSON_2>"].restricted
    (new,) = session.claim([person("Mlle Martin", "full:martin sophie")], token)
    assert new.restricted
    assert all(entry["restricted"] for entry in rights.export(vault, _sophie(vault))["entries"])
    assert rights.lift(vault, _sophie(vault)) == {"PERSON": 4}
    assert not session.find(["<PERSON_1>"])["<PERSON_1>"].restricted


def test_purge_counts_from_the_last_mention(vault: SubjectVault, monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.time()
    days = 86_400
    session = vault.session()
    session.claim([person("Léa"), person("Max")], token)
    monkeypatch.setattr(time, "time", lambda: start + 300 * days)
    session.claim([person("Léa")], token)
    later = datetime.fromtimestamp(start + 400 * days, timezone.utc)
    assert rights.expired(vault, "13months", later) == 1
    assert rights.purge(vault, "13months", later) == {"PERSON": 1}
    assert set(session.find(["<PERSON_1>", "<PERSON_2>"])) == {"<PERSON_1>"}
    assert rights.purge(vault, "13months", later) == {}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("30days", "2026-03-01"),
        ("1 day", "2026-03-30"),
        ("2w", "2026-03-17"),
        ("1month", "2026-02-28"),
        ("13months", "2025-02-28"),
        ("4m", "2025-11-30"),
        ("3 years", "2023-03-31"),
    ],
)
def test_periods(period: str, expected: str) -> None:
    assert period_before(period, NOON) == datetime.fromisoformat(f"{expected}T12:00:00+00:00")


@pytest.mark.parametrize("period", ["", "3", "years", "-1year", "3 lustres", "9999years", "1e3days"])
def test_bad_periods(period: str) -> None:
    with pytest.raises(VaultError):
        period_before(period, NOON)


def test_unknown_subjects(vault: SubjectVault) -> None:
    vault.session("first")
    for subject in (Subject("nowhere", "PERSON", 1), Subject("first", "PERSON", 1), Subject("first", "X", 1)):
        with pytest.raises(VaultError, match="has no"):
            vault.held(subject)
        with pytest.raises(VaultError, match="has no"):
            vault.erase([subject])


def test_stats_and_check(vault: SubjectVault) -> None:
    _kept(vault)
    rights.forget(vault, [Subject("second", "PERSON", 1)])
    stats = vault.stats()
    assert (stats.sessions, stats.groups, stats.forgotten, stats.restricted) == (2, 5, 1, 0)
    assert stats.records == {"PERSON": 5, "EMAIL_ADDRESS": 1}
    assert stats.oldest is not None
    assert abs(stats.oldest - time.time()) < timedelta(minutes=1).total_seconds()
    assert vault.check() == []


def test_the_journal_tells_everything_but_values(again: Opener) -> None:
    vault = again()
    _kept(vault)
    sophie = _sophie(vault)
    vault.session("first").find(["<PERSON_1>"])
    rights.export(vault, sophie)
    rights.restrict(vault, sophie)
    vault.session("first").find(["<PERSON_1>"])
    rights.lift(vault, sophie)
    rights.rectify(vault, sophie, "Sophie Martin", "Sofia Martin")
    rights.forget(vault, sophie)
    lines = list(vault.journal())
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    total: Counter[tuple[str, str]] = Counter()
    for line in lines:
        for entity_type, count in line.counts.items():
            total[line.verb, entity_type] += count
    assert total == {
        ("issue", "PERSON"): 6,
        ("issue", "EMAIL_ADDRESS"): 1,
        ("restore", "PERSON"): 1,
        ("export", "PERSON"): 3,
        ("restrict", "PERSON"): 3,
        ("lift", "PERSON"): 3,
        ("rectify", "PERSON"): 2,
        ("forget", "PERSON"): 3,
    }
    assert "ophie" not in repr(lines)
    verdict = again().verify_journal()
    assert verdict.intact
    assert verdict.lines == len(lines)
    rights.export(vault, [Subject("first", "PERSON", 2)])
    assert vault.verify_journal(verdict.last).intact
    assert not vault.verify_journal("00" * 32).intact


def test_the_report_is_whole_escaped_and_holds_no_value(vault: SubjectVault) -> None:
    _kept(vault)
    vault.session("<script>alert(1)</script>").claim([person("Léa")], token)
    rights.forget(vault, rights.find_person(vault, ["Léa", "Sophie Martin"]).certain)
    page = vault_report(vault, "avis.vault")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert "complete" in page
    for value in ("Sophie", "Martin", "Léa", "Roy", "sophie@x.fr"):
        assert value not in page
