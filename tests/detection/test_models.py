"""What `model=` takes: a folder, a spaCy pipeline, a Presidio recognizer, None."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import spacy
from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.predefined_recognizers.ner import gliner_recognizer, huggingface_ner_recognizer

from feedanon import Anonymizer
from feedanon.detection import name_finder
from feedanon.detection.engine import Detector
from feedanon.detection.folding import TextView
from feedanon.detection.models import OWN_MODEL, OwnModel, SpacyModel, load_model
from feedanon.errors import DetectionError, ModelError

# An invented town: the rules know the communes of France without any model.
HIDDEN = "Le colis de Maxence Delorme n'est jamais parti de Karvelin."
TOLD = "Je m'appelle Maxence Delorme, écrivez à m.delorme@exemple.fr"


def values(detector: Detector, text: str) -> list[tuple[str, str]]:
    return [(e.entity_type, text[e.start : e.end]) for e in detector.detect_batch([text])[0]]


class Listed(EntityRecognizer):
    """Stands for a transformer: it finds the words that it is given, wherever they stand."""

    def __init__(self, words: dict[str, str], score: float = 0.9) -> None:
        self.words = words
        self.score = score
        # Presidio's own model recognizers register for English unless told otherwise.
        super().__init__(sorted(set(words.values())), name="listed", supported_language="en")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        return [
            RecognizerResult(kind, found.start(), found.end(), self.score)
            for word, kind in self.words.items()
            if kind in entities
            for found in re.finditer(re.escape(word), text)
        ]


def pipeline(folder: Path, labels: dict[str, str], component: str = "ner") -> Path:
    """A saved spaCy pipeline that labels those words."""
    nlp = spacy.blank("fr")
    ruler: Any = nlp.add_pipe("entity_ruler", name=component)
    ruler.add_patterns([{"label": label, "pattern": word} for word, label in labels.items()])
    nlp.to_disk(folder)
    return folder


def test_none_is_rules_alone() -> None:
    assert load_model(None) is None
    rules = Detector(None)
    assert values(rules, HIDDEN) == []
    assert values(rules, TOLD) == [("PERSON", "Maxence Delorme"), ("EMAIL_ADDRESS", "m.delorme@exemple.fr")]
    assert ("PERSON", "Maxence Delorme") in values(Detector(), HIDDEN)


def test_a_folder_made_by_training(tmp_path: Path) -> None:
    folder = tmp_path / "my_model"
    shutil.copytree(name_finder.DATA, folder)
    model = load_model(folder)
    assert isinstance(model, OwnModel)
    own = load_model(OWN_MODEL)
    assert own is not None
    views = [TextView(HIDDEN), TextView(TOLD)]
    found = list(model.names(views))
    assert found == list(own.names(views))
    assert found[0]
    # Its candidates pass the same filter as those of the packaged model.
    assert values(Detector(str(folder)), HIDDEN) == values(Detector(), HIDDEN)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model(tmp_path)


def test_a_folder_with_broken_weights(tmp_path: Path) -> None:
    folder = tmp_path / "my_model"
    shutil.copytree(name_finder.DATA, folder)
    (folder / "settings.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model(folder)


def test_labels_of_a_spacy_pipeline(tmp_path: Path) -> None:
    labels = {"Maxence Delorme": "PER", "Karvelin": "LOC", "Chronopost": "ORG", "Chandeleur": "MISC"}
    model = load_model(pipeline(tmp_path / "spacy", labels))
    assert isinstance(model, SpacyModel)
    text = "Maxence Delorme, Karvelin : Chronopost absent à la Chandeleur"
    (found,) = model.names([TextView(text)])
    assert [(e.entity_type, text[e.start : e.end]) for e in found] == [
        ("PERSON", "Maxence Delorme"),
        ("CITY", "Karvelin"),
        ("ORGANIZATION", "Chronopost"),
    ]
    assert len({e.score for e in found}) == 1


def test_a_spacy_pipeline_stands_among_the_rules(tmp_path: Path) -> None:
    detector = Detector(pipeline(tmp_path / "spacy", {"Maxence Delorme": "PERSON", "Karvelin": "GPE"}))
    text = HIDDEN + " Rappelez-moi au 06 12 34 56 78. Delorme"
    assert values(detector, text) == [
        ("PERSON", "Maxence Delorme"),
        ("CITY", "Karvelin"),
        ("PHONE_NUMBER", "06 12 34 56 78"),
        ("PERSON", "Delorme"),
    ]


def test_a_pipeline_without_entities(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "spacy", {"Karvelin": "LOC"}, component="places")
    with pytest.raises(ModelError, match="no named-entity recognizer"):
        load_model(folder)


def test_a_presidio_recognizer_in_place_of_the_model() -> None:
    detector = Detector(Listed({"Maxence Delorme": "PERSON", "Karvelin": "CITY"}))
    assert values(detector, HIDDEN) == [("PERSON", "Maxence Delorme"), ("CITY", "Karvelin")]
    # The rules and the propagation work around it; feedanon's own model does not.
    assert values(detector, TOLD) == [
        ("PERSON", "Maxence Delorme"),
        ("EMAIL_ADDRESS", "m.delorme@exemple.fr"),
    ]
    assert values(detector, HIDDEN.replace("Maxence Delorme", "Jacques Chevalier")) == [("CITY", "Karvelin")]


def test_a_presidio_recognizer_that_is_unsure() -> None:
    assert values(Detector(Listed({"Maxence Delorme": "PERSON"}, score=0.2)), HIDDEN) == []


def test_a_presidio_type_that_feedanon_lacks_is_masked() -> None:
    with Anonymizer(model=Listed({"Maxence Delorme": "PERSON", "Karvelin": "LOCATION"})) as anonymizer:
        masked = anonymizer.anonymize(HIDDEN)
        assert "Karvelin" not in masked.text
        assert "Delorme" not in masked.text
        assert anonymizer.deanonymize(masked.text) == HIDDEN


def test_a_presidio_recognizer_that_crashes_stops_the_text() -> None:
    class Crashing(Listed):
        def analyze(
            self, text: str, entities: list[str], nlp_artifacts: Any = None
        ) -> list[RecognizerResult]:
            raise RuntimeError(text)

    with pytest.raises(DetectionError) as caught:
        Detector(Crashing({"Karvelin": "CITY"})).detect_batch([HIDDEN])
    assert "Maxence" not in str(caught.value)


def test_gliner_as_the_documentation_sets_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Network:
        """What GLiNER itself would do, without its weights."""

        def predict_entities(self, text: str, labels: list[str], **_: Any) -> list[dict[str, Any]]:
            asked.append(sorted(labels))
            start = text.index("Maxence")
            return [{"label": "person", "start": start, "end": start + len("Maxence Delorme"), "score": 0.8}]

    class Library:
        @staticmethod
        def from_pretrained(*_: Any, **__: Any) -> Network:
            return Network()

    monkeypatch.setattr(gliner_recognizer, "GLiNER", Library)

    class Names(gliner_recognizer.GLiNERRecognizer):  # type: ignore[misc]
        def analyze(
            self, text: str, entities: list[str], nlp_artifacts: Any = None
        ) -> list[RecognizerResult]:
            found: list[RecognizerResult] = super().analyze(text, self.supported_entities, nlp_artifacts)
            return found

    mapping = {"person": "PERSON", "city": "CITY"}
    detector = Detector(Names(model_name="any", entity_mapping=mapping, supported_language="fr"))
    assert values(detector, HIDDEN) == [("PERSON", "Maxence Delorme")]
    assert asked == [["city", "person"]]


def test_a_transformer_as_the_documentation_sets_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def network(text: str, **_: Any) -> list[dict[str, Any]]:
        return [
            {"entity_group": label, "score": 0.9, "word": word, "start": start, "end": start + len(word)}
            for label, word in (("PER", "Maxence Delorme"), ("LOC", "Karvelin"), ("MISC", "colis"))
            for start in [text.index(word)]
        ]

    monkeypatch.setattr(huggingface_ner_recognizer, "hf_pipeline", lambda *_, **__: network)
    monkeypatch.setattr(huggingface_ner_recognizer, "torch", object())
    recognizer = huggingface_ner_recognizer.HuggingFaceNerRecognizer(
        model_name="any",
        label_mapping={"PER": "PERSON", "LOC": "CITY", "ORG": "ORGANIZATION", "MISC": "ORGANIZATION"},
        supported_language="fr",
        device="cpu",
    )
    with Anonymizer(model=recognizer) as anonymizer:
        assert [(e.entity_type, HIDDEN[e.start : e.end]) for e in anonymizer.detect(HIDDEN)] == [
            ("ORGANIZATION", "colis"),
            ("PERSON", "Maxence Delorme"),
            ("CITY", "Karvelin"),
        ]
        masked = anonymizer.anonymize(HIDDEN).text
    assert masked.startswith("Le colis de ")
    assert "Maxence" not in masked
    assert "Karvelin" not in masked
