"""One person is one person, and two people are two."""

from __future__ import annotations

import pytest

from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.pseudonyms.person_names import read_mention
from feedanon.pseudonyms.pseudonymizer import Pseudonymizer
from feedanon.vaults.memory import MemoryVault

PSEUDONYMIZER = Pseudonymizer(Policy.load("tokens"))


def anonymize(*marked: str) -> list[str]:
    """Texts with `[value|TYPE]`, a person without a type, anonymized in one session one after the other."""
    store = MemoryVault().session("s")
    results = []
    for text in marked:
        plain, entities = "", []
        for index, piece in enumerate(text.replace("]", "[").split("[")):
            value, _, entity_type = piece.partition("|")
            if index % 2:
                entities.append(Entity(entity_type or "PERSON", len(plain), len(plain) + len(value)))
            plain += value
        result = PSEUDONYMIZER.anonymize_batch([plain], [entities], store)[0].text
        assert PSEUDONYMIZER.deanonymize(result, store) == plain
        results.append(result)
    return results


def test_the_ways_to_name_one_person_share_a_number() -> None:
    assert anonymize(
        "[Sophie Martin], Mme [Martin], [sophie], [MARTIN Sophie], [sophie.martin@free.fr|EMAIL_ADDRESS], [S. Martin]"
    ) == ["<PERSON_1>, Mme <PERSON_1.last>, <PERSON_1.first>, <PERSON_1.2>, <PERSON_1.email>, <PERSON_1.3>"]


def test_a_full_name_explains_a_part_that_stands_before_it() -> None:
    assert anonymize("[Sophie] a écrit. Cordialement, [Sophie Martin]") == [
        "<PERSON_1.first> a écrit. Cordialement, <PERSON_1>"
    ]


def test_the_session_remembers_across_texts() -> None:
    assert anonymize("[Sophie Martin]", "[Sophie] et [sophie.martin@free.fr|EMAIL_ADDRESS]") == [
        "<PERSON_1>",
        "<PERSON_1.first> et <PERSON_1.email>",
    ]


def test_two_different_martins_stay_two() -> None:
    assert anonymize("[Sophie Martin] et [Paul Martin]", "Mme [Martin] a rappelé") == [
        "<PERSON_1> et <PERSON_2>",
        "Mme <PERSON_3.last> a rappelé",
    ]


def test_a_surname_alone_is_not_decided_when_two_bear_it() -> None:
    assert anonymize("[Paul Martin], [Sophie Martin], [Martin]") == [
        "<PERSON_1>, <PERSON_2>, <PERSON_3.first>"
    ]


def test_monsieur_and_madame_without_a_first_name_are_two() -> None:
    assert anonymize("[Mme Dupont] et [M. Dupont], puis [Madame DUPONT]") == [
        "<PERSON_1.last> et <PERSON_2.last>, puis <PERSON_1.last.2>"
    ]


def test_a_later_full_name_does_not_take_over_an_earlier_first_name() -> None:
    assert anonymize("[Sophie]", "[Sophie Durand]", "[sophie]") == [
        "<PERSON_1.first>",
        "<PERSON_2>",
        "<PERSON_1.first.2>",
    ]


def test_writings_of_one_number_are_variants() -> None:
    assert anonymize(
        "[06 12 34 56 78|PHONE_NUMBER] [06.12.34.56.78|PHONE_NUMBER] [+33 6 12 34 56 78|PHONE_NUMBER] "
        "[07 12 34 56 78|PHONE_NUMBER]"
    ) == ["<PHONE_NUMBER_1> <PHONE_NUMBER_1.2> <PHONE_NUMBER_1.3> <PHONE_NUMBER_2>"]


@pytest.mark.parametrize(
    "address",
    [
        "sophie.martin@free.fr",
        "martin.sophie@free.fr",
        "smartin@free.fr",
        "sophie@free.fr",
        "s.martin@x.fr",
        "sophiemartin75@free.fr",
    ],
)
def test_addresses_that_spell_a_name(address: str) -> None:
    assert anonymize(f"[Sophie Martin] [{address}|EMAIL_ADDRESS]") == ["<PERSON_1> <PERSON_1.email>"]


@pytest.mark.parametrize(
    "address", ["contact@free.fr", "service.client@free.fr", "x@free.fr", "paul.martin@free.fr"]
)
def test_addresses_of_somebody_else(address: str) -> None:
    assert "<PERSON_1.email>" not in anonymize(f"[Sophie Martin] [{address}|EMAIL_ADDRESS]")[0]


def test_the_address_of_nobody_has_its_own_number() -> None:
    assert anonymize("[contact@free.fr|EMAIL_ADDRESS] [CONTACT@free.fr|EMAIL_ADDRESS]") == [
        "<EMAIL_ADDRESS_1> <EMAIL_ADDRESS_1.2>"
    ]


@pytest.mark.parametrize(
    ("value", "before", "firsts", "lasts"),
    [
        ("Sophie Martin", "", ["sophie"], ["martin"]),
        ("MARTIN Sophie", "", ["sophie"], ["martin"]),
        ("Durand Kevin", "", ["kevin"], ["durand"]),
        ("Zoubida Martin", "", ["zoubida"], ["martin"]),
        ("Dupont Kevin", "", ["kevin"], ["dupont"]),
        ("Jean-Pierre de La Fontaine", "", ["jean", "pierre"], ["fontaine"]),
        ("Dupont", "Mme ", [], ["dupont"]),
        ("Sophie", "Bonjour ", ["sophie"], []),
        ("Mme Sophie Dupont", "", ["sophie"], ["dupont"]),
    ],
)
def test_names_are_read(value: str, before: str, firsts: list[str], lasts: list[str]) -> None:
    mention = read_mention(value, before)
    assert (list(mention.firsts), list(mention.lasts)) == (firsts, lasts)
