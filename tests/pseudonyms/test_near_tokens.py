"""A person's token that an LLM shortened, or asked a part of: the one value it can mean, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.base import Claim, SessionStore
from feedanon.vaults.memory import MemoryVault

PSEUDONYMIZER = Pseudonymizer(Policy.load("tokens"))
MANY = [("", "Paul Roux"), ("last", "Martin"), ("first", "Léa")]


def session(*records: tuple[str, str], style: str | Policy = "tokens") -> SessionStore:
    """A session whose person number 2 has `records`: (part, value)."""
    from feedanon.pseudonyms.makers import PseudonymMaker

    policy = Policy.load(style) if isinstance(style, str) else style
    store = MemoryVault().session("s")
    claims = [Claim("PERSON", "Zoé Abc", "PERSON", ("one",), ("one",))]
    kinds = {"email": "EMAIL_ADDRESS", "username": "USERNAME"}
    claims += [
        Claim(kinds.get(part, "PERSON"), value, "PERSON", ("two",), ("two",), part) for part, value in records
    ]
    store.claim(claims, PseudonymMaker(policy.tokens))
    return store


@pytest.mark.parametrize(
    "written",
    ["<PERSON_2>", "[PERSON_2]", "&lt;PERSON_2&gt;", "PERSON_2", "person_2", "<PERSONNE_2>", "**PERSON_2**"],
)
def test_a_shortened_token_is_the_only_value_of_its_group(written: str) -> None:
    store = session(("last", "Martin"))
    restored, report = PSEUDONYMIZER.deanonymize_report(f"Mme {written}, merci", store, sent=[])
    value = "**Martin**" if "*" in written else "Martin"
    assert restored == f"Mme {value}, merci"
    assert report.restored == {"<PERSON_2.last>": 1}
    assert report.complete


@pytest.mark.parametrize(
    ("records", "written", "restored"),
    [
        ([("email", "a@b.fr")], "<PERSON_2>", "a@b.fr"),
        ([("first", "Léa")], "<PERSON_2>", "Léa"),
        ([("last", "Martin"), ("last", "MARTIN")], "<PERSON_2>", "Martin"),
        ([("email", "a@b.fr"), ("email", "c@d.fr")], "<PERSON_2>", None),
        ([("first", "Léa"), ("last", "Martin")], "<PERSON_2>", None),
        ([("last", "Martin"), ("email", "a@b.fr")], "<PERSON_2>", None),
        ([("last", "Martin"), ("", "Léa Martin")], "<PERSON_2>", "Léa Martin"),
        ([("last", "Martin")], "<PERSON_2.first>", None),
        ([("last", "Martin")], "<PERSON_2.2>", None),
        ([("last", "Martin")], "<PERSON_3>", None),
        ([("last", "Martin")], "<CITY_2>", None),
        ([("", "Sophie Martin")], "<PERSON_2.first>", "Sophie"),
        ([("", "Sophie Martin")], "PERSON_2.last", "Martin"),
        ([("", "Sophie Martin")], "<PERSONNE_2.nom>", "Martin"),
        ([("", "Zyx MARTIN")], "<PERSON_2.last>", "MARTIN"),
        ([("", "Sophie Martin")], "<PERSON_2.email>", None),
        ([("", "MARTIN Sophie")], "<PERSON_2.last>", None),
        ([("", "Martin Paul")], "<PERSON_2.last>", None),
        ([("", "Mme Martin")], "<PERSON_2.first>", None),
        ([("", "S. Martin")], "<PERSON_2.first>", None),
        ([("", "Sophie Anne Martin")], "<PERSON_2.last>", None),
        ([("", "Sophie de Martin")], "<PERSON_2.last>", None),
        ([("", "12 34")], "<PERSON_2.last>", None),
        ([("", "MARTIN Sophie"), ("", "Sophie Martin")], "<PERSON_2.last>", "Martin"),
    ],
)
def test_what_can_be_meant_comes_back_and_nothing_else(
    records: list[tuple[str, str]], written: str, restored: str | None
) -> None:
    text, report = PSEUDONYMIZER.deanonymize_report(written, session(*records))
    assert text == (written if restored is None else restored)
    assert bool(report.invented) is (restored is None)
    assert report.restored.total() == (restored is not None)


def test_other_styles_of_the_session_are_known() -> None:
    style = Policy.from_dict({"tokens": {"brackets": "[]", "names": "french"}})
    store = session(("last", "Martin"), style=style)
    assert [pseudonym for _, pseudonym in store.pseudonyms()][1] == "[PERSONNE_2.nom]"
    assert PSEUDONYMIZER.deanonymize("<PERSON_2> PERSONNE_2", store) == "Martin Martin"


def test_a_restricted_person_stays_hidden() -> None:
    vault = MemoryVault()
    store = vault.session("s")
    text = "Mme Martin"
    PSEUDONYMIZER.anonymize_batch([text], [[Entity("PERSON", 4, 10)]], store)
    subjects = [match.subject for match in vault.subjects(["Martin"])]
    assert PSEUDONYMIZER.deanonymize("<PERSON_1>", store) == "Martin"
    assert subjects
    vault.restrict(subjects, True)
    restored, report = PSEUDONYMIZER.deanonymize_report("<PERSON_1>", store)
    assert restored == "<PERSON_1>"
    assert report.restricted == {"<PERSON_1.last>": 1}


def test_a_text_that_holds_a_shortened_token_comes_back() -> None:
    store = MemoryVault().session("s")
    first = "Mme Martin"
    sent = PSEUDONYMIZER.anonymize_batch([first], [[Entity("PERSON", 4, 10)]], store)[0].text
    assert sent == "Mme <PERSON_1.last>"
    for text in ("<PERSON_1>", "[PERSON_1] et PERSON_1", "&lt;PERSON_1.first&gt;", "<PERSON_1.last>"):
        result = PSEUDONYMIZER.anonymize_batch([text], [[]], store)[0].text
        assert "PERSON" not in result
        assert PSEUDONYMIZER.deanonymize(result, store) == text


@given(
    parts=st.lists(
        st.sampled_from(
            ["<PERSON_2>", "PERSON_2", "<PERSON_2.last>", "<PERSON_2.first>", "PERSON_2.", "é", " "]
        ),
        max_size=8,
    ),
    cuts=st.lists(st.integers(1, 9), max_size=20),
    records=st.lists(st.sampled_from([*MANY, ("", "Sophie Martin")]), max_size=3, unique=True),
)
def test_a_stream_equals_the_whole(parts: list[str], cuts: list[int], records: list[tuple[str, str]]) -> None:
    store, text = session(*records), "".join(parts)
    restorer = PSEUDONYMIZER.stream(store)
    given_out, position = [], 0
    for cut in cuts:
        given_out.append(restorer.feed(text[position : position + cut]))
        position += cut
    given_out += [restorer.feed(text[position:]), restorer.close()]
    restored, report = PSEUDONYMIZER.deanonymize_report(text, store)
    assert "".join(given_out) == restored
    assert restorer.report.restored == report.restored
