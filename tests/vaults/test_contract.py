"""What every vault promises, whatever it is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedanon.errors import VaultError
from feedanon.vaults.base import Claim, Group, Taken, Vault
from feedanon.vaults.memory import MemoryVault
from feedanon.vaults.subjects import SubjectVault
from vaults.conftest import Opener
from vaults.making import email, person, token


def test_one_value_has_one_record(vault: Vault) -> None:
    session = vault.session()
    first, second, third = session.claim([person("Léa Roy"), email("lea@x.fr"), person("Léa Roy")], token)
    assert first == third
    assert (first.group, first.variant, first.pseudonym, first.value) == (1, 1, "<PERSON_1>", "Léa Roy")
    assert second.pseudonym == "<EMAIL_ADDRESS_1>"
    assert session.claim([email("lea@x.fr"), person("Léa Roy")], token) == [second, first]


def test_a_value_is_found_whatever_its_aliases_say_later(vault: Vault) -> None:
    session = vault.session()
    (record,) = session.claim([person("Léa", "a")], token)
    assert session.claim([person("Léa", "b")], token) == [record]


def test_types_are_apart(vault: Vault) -> None:
    session = vault.session()
    city = Claim("CITY", "Lourdes", "CITY", ("lourdes",), ("lourdes",))
    pseudonyms = [record.pseudonym for record in session.claim([city, person("Lourdes")], token)]
    assert pseudonyms == ["<CITY_1>", "<PERSON_1>"]


def test_variants_of_one_group(vault: Vault) -> None:
    session = vault.session()
    claims = [
        person("Sophie Martin", "full", "martin"),
        person("MARTIN Sophie", "full"),
        person("Sophie", "full", part="first"),
        person("sophie", "full", part="first"),
        person("S. Martin", "nobody", "martin"),
    ]
    records = session.claim(claims, token)
    assert [(one.group, one.part, one.variant) for one in records] == [
        (1, "", 1),
        (1, "", 2),
        (1, "first", 1),
        (1, "first", 2),
        (1, "", 3),
    ]
    assert len({record.pseudonym for record in records}) == len(records)


def test_an_alias_of_two_groups_decides_nothing(vault: Vault) -> None:
    session = vault.session()
    session.claim([person("Léa Roy", "léa roy", "roy"), person("Max Roy", "max roy")], token)
    session.claim([Claim("PERSON", "M. Roy", "PERSON", ("max roy",), ("roy",), "")], token)
    (record,) = session.claim([person("roy", "roy")], token)
    assert record.group == 3
    (surer,) = session.claim([Claim("PERSON", "Roy", "PERSON", ("roy", "max roy"), ())], token)
    assert surer.group == 2


def test_aliases_are_those_of_a_space(vault: Vault) -> None:
    session = vault.session()
    session.claim([person("Paris", "paris")], token)
    (city,) = session.claim([Claim("CITY", "PARIS", "CITY", ("paris",), ("paris",))], token)
    assert (city.space, city.group, city.variant) == ("CITY", 1, 1)


def test_aliases_of_an_earlier_batch_are_found(again: Opener) -> None:
    again().session().claim([person("Sophie Martin", "full", "martin")], token)
    (record,) = again().session().claim([person("Mme Martin", "martin")], token)
    assert (record.group, record.variant) == (1, 2)


def test_the_maker_sees_the_group_and_what_is_taken(vault: Vault) -> None:
    session = vault.session()
    session.claim([person("Sophie Martin", "full")], token)
    seen: list[object] = []

    def maker(claim: Claim, group: int, variant: int, records: Group, taken: Taken) -> str:
        seen.append((group, variant, [record.value for record in records]))
        for text in ("<person_1>", "SOPHIE  martin", "<PERSON_2>", "Autre"):
            seen.append(taken(text))
        return "Camille"

    session.claim([person("MARTIN Sophie", "full")], maker)
    assert seen == [(1, 2, ["Sophie Martin"]), True, True, False, False]


def test_all_or_nothing(vault: Vault) -> None:
    session = vault.session()
    session.claim([person("Léa")], token)
    before = session.revision()

    def breaks(claim: Claim, *_: object) -> str:
        if claim.value == "Max":
            raise RuntimeError("no")
        return f"[{claim.value}]"

    with pytest.raises(RuntimeError):
        session.claim([person("Zoé"), email("zoe@x.fr"), person("Max")], breaks)
    assert session.revision() == before
    assert [pseudonym for _, pseudonym in session.pseudonyms()] == ["<PERSON_1>"]
    records = session.claim([person("Zoé"), person("Max")], token)
    assert [record.variant for record in records] == [1, 1]
    assert len({record.group for record in records}) == 2


@pytest.mark.parametrize("pseudonym", ["<PERSON_1>", "<person_1>", ""])
def test_a_pseudonym_that_was_given_is_refused(vault: Vault, pseudonym: str) -> None:
    session = vault.session()
    session.claim([person("Léa")], token)
    with pytest.raises(VaultError, match="pseudonym") as caught:
        session.claim([person("Canari")], lambda *_: pseudonym)
    assert "Canari" not in str(caught.value)
    assert len(list(session.pseudonyms())) == 1


def test_find_gives_back_what_was_issued_and_nothing_else(vault: Vault) -> None:
    session = vault.session()
    (record,) = session.claim([person("Léa Roy")], token)
    assert session.find(["<PERSON_1>", "<person_1>", "<PERSON_12>", "", "Léa Roy"]) == {"<PERSON_1>": record}
    assert vault.session("other").find(["<PERSON_1>"]) == {}
    assert session.find([]) == {}
    assert session.claim([], token) == []


def test_sessions_are_apart(vault: SubjectVault) -> None:
    here, there = vault.session("dossier-1234"), vault.session("dossier 5678 é")
    here.claim([person("Léa"), person("Max")], token)
    (record,) = there.claim([person("Max")], token)
    assert record.pseudonym == "<PERSON_1>"
    assert there.find(["<PERSON_2>"]) == {}
    assert set(vault.sessions()) == {"dossier-1234", "dossier 5678 é"}


@pytest.mark.parametrize("name", ["", "a\nb", "a\0", "\udc00", "x" * 501])
def test_bad_session_names(vault: Vault, name: str) -> None:
    with pytest.raises(VaultError, match="name"):
        vault.session(name)


def test_revision_changes_with_every_change(vault: SubjectVault) -> None:
    session = vault.session()
    seen = [session.revision()]
    session.claim([person("Léa")], token)
    seen.append(session.revision())
    session.claim([person("Léa")], token)
    assert session.revision() == seen[-1]
    subjects = [match.subject for match in vault.subjects(["léa"])]
    changes: list[Callable[[], object]] = [
        lambda: vault.restrict(subjects, True),
        lambda: vault.rectify(subjects, "Léa", "Lea"),
        lambda: vault.erase(subjects),
    ]
    for change in changes:
        change()
        seen.append(session.revision())
    assert len(set(seen)) == len(seen)


def test_what_was_kept_is_there_again(again: Opener) -> None:
    records = again().session("s").claim([person("Léa Roy"), email("lea@x.fr")], token)
    session = again().session("s")
    assert session.find([record.pseudonym for record in records]) == {one.pseudonym: one for one in records}
    assert set(session.pseudonyms()) == {(one.entity_type, one.pseudonym) for one in records}
    assert session.claim([email("lea@x.fr")], token) == [records[1]]
    (new,) = session.claim([person("Max")], token)
    assert new.group == 2


def test_two_holders_see_each_other(again: Opener) -> None:
    here, there = again().session(), again().session()
    (record,) = here.claim([person("Léa")], token)
    assert there.claim([person("Léa")], token) == [record]
    assert there.find(["<PERSON_1>"]) == {"<PERSON_1>": record}


@pytest.mark.parametrize(
    "value", ["\udc80", "a\0b", " ", "é", "É", "ﬁ", "İ", "x" * 100_000, "'; DROP TABLE", "%s ? {keys}"]
)
def test_any_value(again: Opener, value: str) -> None:
    again().session().claim([person(value, "alias \udc80 '\0%")], lambda *_: f"[{value}]")
    (found,) = again().session().find([f"[{value}]"]).values()
    assert found.value == value


def test_many_threads(vault: Vault) -> None:
    session = vault.session()
    values = [f"Nom {number}" for number in range(40)]
    results: list[dict[str, str]] = []

    def work(start: int) -> None:
        mine = {}
        for index in range(len(values)):
            value = values[(start + index) % len(values)]
            (record,) = session.claim([person(value)], token)
            mine[value] = record.pseudonym
        results.append(mine)

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 7, 21, 33)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)
    assert len(set(results[0].values())) == len(values)


def test_a_closed_vault_says_so(again: Opener) -> None:
    vault = again()
    vault.close()
    vault.close()
    with pytest.raises(VaultError, match="closed"):
        vault.session("new")


_ALIASES = st.lists(st.sampled_from("abcde"), max_size=3).map(tuple)
_CLAIMS = st.builds(
    Claim,
    st.sampled_from(["PERSON", "CITY"]),
    st.sampled_from(["Léa", "LÉA", "Roy", "Paris", "<PERSON_1>"]),
    st.sampled_from(["PERSON", "PLACE"]),
    _ALIASES,
    _ALIASES,
    st.sampled_from(["", "first"]),
)
_STEPS = st.lists(
    st.one_of(st.lists(_CLAIMS, max_size=4), st.sampled_from(["erase", "restrict", "rectify"])), max_size=8
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_every_vault_does_what_memory_does(vault: SubjectVault, steps: list[object]) -> None:
    name = f"run {len(list(vault.sessions()))}"
    memory = MemoryVault()
    model, session = memory.session(name), vault.session(name)
    for step in steps:
        if isinstance(step, list):
            assert session.claim(step, token) == model.claim(step, token)
        else:
            subjects = [match.subject for match in memory.subjects(["léa"])]
            both = [match.subject for match in vault.subjects(["léa"]) if match.subject.session == name]
            assert both == subjects
            if step == "erase":
                assert vault.erase(both) == memory.erase(subjects)
            elif step == "restrict":
                assert vault.restrict(both, True) == memory.restrict(subjects, True)
            else:
                arguments = ("léa", "Zoé", ["a"])
                assert vault.rectify(both, *arguments) == memory.rectify(subjects, *arguments)
    assert sorted(session.pseudonyms()) == sorted(model.pseudonyms())
    issued = [pseudonym for _, pseudonym in model.pseudonyms()]
    assert session.find(issued) == model.find(issued)
    for entity_type in ("PERSON", "CITY"):
        pseudonyms = [one.pseudonym for one in model.find(issued).values() if one.entity_type == entity_type]
        assert len(set(pseudonyms)) == len(pseudonyms)
