"""Records through a worker and back: what is asked for, in which groups, and what happens when it fails."""

import io
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedanon.entities import Entity
from feedanon.errors import DetectionError
from feedanon.formats import pipeline
from feedanon.formats.csv_file import CsvSource
from feedanon.formats.text_file import PASSAGE, TextSource


@dataclass
class Result:
    text: str
    entities: list[Entity]


@dataclass
class Upper:
    """Finds words in capitals and `typed` texts, and puts `<n>` in their place."""

    asked: list[tuple[str, Hashable, str | None]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    fails_at: int = -1

    def detect_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> list[list[Entity]]:
        return [[Entity("PERSON", 0, len(text))] if text.isupper() else [] for text in texts]

    def anonymize_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> list[Result]:
        assert groups is not None
        assert types is not None
        if len(self.batches) == self.fails_at:
            raise DetectionError("a recognizer failed")
        self.batches.append(len(texts))
        self.asked += zip(texts, groups, types, strict=True)
        return [
            Result(f"<{kind}>", [Entity(kind, 0, len(text))]) if kind else Result(text, [])
            for text, kind in zip(texts, types, strict=True)
        ]


def csv_source(text: str) -> CsvSource:
    return CsvSource(io.StringIO(text, newline=""))


def test_what_is_asked_for() -> None:
    worker, written = Upper(), []
    text = 'id;Nom;Avis;note\r\n1;" Luc ";"bon; oui";8\r\n2;-;;9\r\n3;Zoé;non\r\n4;Ada;a;1;plus\r\n'
    summary = pipeline.anonymize(csv_source(text), worker, worker, written.append)
    assert worker.asked == [
        ("Luc", 2, "PERSON"),
        ("bon; oui", 2, None),
        ("Zoé", 4, "PERSON"),
        ("non", 4, None),
        ("Ada", 5, "PERSON"),
        ("a", 5, None),
        ("plus", 5, None),
    ]
    assert "".join(written) == text.replace("Luc", "<PERSON>").replace("Zoé", "<PERSON>").replace(
        "Ada", "<PERSON>"
    )
    assert summary.rows == 4
    assert summary.entities == {"PERSON": 3}
    assert summary.shapes == {("Nom", "PERSON"): "Xxx"}


def test_batches_are_bounded() -> None:
    worker = Upper()
    text = "id;Avis\n" + "".join(f"{i};texte {i}\n" for i in range(3500))
    pipeline.anonymize(csv_source(text), worker, worker, lambda _: None)
    assert len(worker.batches) == 4
    assert max(worker.batches) <= pipeline.BATCH_RECORDS


def test_a_failure_comes_through() -> None:
    worker = Upper(fails_at=1)
    text = "id;Avis\n" + "".join(f"{i};texte {i}\n" for i in range(3500))
    with pytest.raises(DetectionError):
        pipeline.anonymize(csv_source(text), worker, worker, lambda _: None)


def test_values_that_repeat_are_checked_once_for_names() -> None:
    worker = Upper()
    text = "id;Qui;Où\n" + "".join(f"{i};{'LUC' if i % 2 else 'un autre'};ici\n" for i in range(50))
    pipeline.anonymize(csv_source(text), worker, worker, lambda _: None)
    assert {asked for asked, _, _ in worker.asked} == {"LUC"}


def test_a_doubtful_header_with_a_name_is_data() -> None:
    worker = Upper()
    pipeline.anonymize(csv_source("ZOÉ;super produit\nLUC;bof\n"), worker, worker, lambda _: None)
    assert [asked for asked, _, _ in worker.asked] == ["ZOÉ", "super produit", "LUC", "bof"]


@given(st.lists(st.text(alphabet="ab \r\n", max_size=9).map(lambda part: part * 3000), max_size=12))
def test_passages_are_the_text(chunks: list[str]) -> None:
    passages = [record.values[0] for record in TextSource(chunks).records()]
    assert "".join(passages) == "".join(chunks)
    assert all(0 < len(passage) <= 2 * PASSAGE for passage in passages)


def test_passages_end_with_a_paragraph() -> None:
    text = ("mot " * 300 + "\r\n\r\n") * 300
    passages = [record.values[0] for record in TextSource([text]).records()]
    assert len(passages) > 3
    assert all(passage.endswith("\r\n\r\n") for passage in passages)


def test_shape_hides_every_letter_and_digit() -> None:
    assert pipeline.shape("Zoé d'Arc-12, 3e") == "Xxx x'Xxx-99, 9x"
    assert pipeline.shape("a" * 50) == "x" * 40 + "…"
