"""What was found once is masked wherever it stands again."""

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.propagation import propagate
from feedanon.entities import Entity


def mentions(texts: list[str], found: list[tuple[int, str, str]]) -> list[list[str]]:
    views = [TextView(text) for text in texts]
    entities: list[list[Entity]] = [[] for _ in texts]
    for index, kind, value in found:
        start = texts[index].index(value)
        entities[index].append(Entity(kind, start, start + len(value), 0.9, "test"))
    return [
        [text[e.start : e.end] for e in more]
        for text, more in zip(texts, propagate(views, entities), strict=True)
    ]


def test_a_whole_name_in_other_case_and_order() -> None:
    text = "Je suis Aurélien Kowalczyk. KOWALCZYK Aurélien, aurelien kowalczyk"
    found = mentions([text], [(0, "PERSON", "Aurélien Kowalczyk")])[0]
    assert {"KOWALCZYK Aurélien", "aurelien kowalczyk"} <= set(found)


def test_parts_of_a_name() -> None:
    found = mentions(["Nadia Benkirane. nadia est là, benkirane aussi"], [(0, "PERSON", "Nadia Benkirane")])[
        0
    ]
    assert {"nadia", "benkirane"} <= set(found)


def test_an_ordinary_word_needs_a_capital_of_its_own() -> None:
    text = "Claire Petit a appelé. Un petit souci, c'est claire. Petit détail. Je veux voir Petit demain"
    found = mentions([text], [(0, "PERSON", "Claire Petit")])[0]
    assert "petit" not in found
    assert "claire" not in found
    assert found.count("Petit") == 2  # in the name itself, and before `demain`


def test_particles_do_not_spread() -> None:
    text = "Jean de La Tour du Pin vient de la gare du nord"
    found = mentions([text], [(0, "PERSON", "Jean de La Tour du Pin")])[0]
    assert "de" not in found
    assert "du" not in found


def test_across_texts_of_a_conversation() -> None:
    found = mentions(["Fatoumata Diakité", "merci fatoumata"], [(0, "PERSON", "Fatoumata Diakité")])
    assert "fatoumata" in found[1]


def test_a_labelled_number_is_masked_without_its_label() -> None:
    text = "commande CMD-48213 ... toujours rien pour CMD-48213, ni pour CMD-482139"
    assert mentions([text], [(0, "CUSTOMER_ID", "CMD-48213")])[0] == ["CMD-48213", "CMD-48213"]


@pytest.mark.parametrize("value", ["2024", "12", "abcd"])
def test_short_numbers_do_not_spread(value: str) -> None:
    assert mentions([f"{value} puis {value}"], [(0, "CUSTOMER_ID", value)])[0] == []


def test_the_name_in_an_email_address_is_a_name() -> None:
    text = "kowalczyk@free.fr ... Kowalczyk attend"
    assert "Kowalczyk" in mentions([text], [(0, "EMAIL_ADDRESS", "kowalczyk@free.fr")])[0]
