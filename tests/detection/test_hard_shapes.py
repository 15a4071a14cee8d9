"""Identifiers in the hardest shapes that people and exports give them, found by rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.markup import Document, parse
from benchmarks.scoring import covered, leaks
from feedanon.detection.cells import CellRecognizer
from feedanon.detection.engine import Detector
from feedanon.detection.folding import TextView
from feedanon.detection.pieces import PieceRecognizer

_TEXTS = [Path(__file__).with_name(name) for name in ("hard_shapes.txt", "hard_shapes2.txt")]
_KNOWN = frozenset(
    {
        ("CITY", "Grindelwald"),
        ("CITY", "La Défense"),
        ("CITY", "Prilly"),
        ("CREDENTIAL", "tintin"),
        ("CUSTOMER_ID", "0071"),
        ("CUSTOMER_ID", "1182933"),
        ("CUSTOMER_ID", "2024"),
        ("CUSTOMER_ID", "6 012 ** 447"),
        ("CUSTOMER_ID", "77 41 02 B"),
        ("CUSTOMER_ID", "88 41 207"),
        ("CUSTOMER_ID", "F 2024 / 0331"),
        ("CUSTOMER_ID", "QXRTWB"),
        ("CUSTOMER_ID", "douze quarante-quatre slash B"),
        ("DATE_OF_BIRTH", "12.06.11"),
        ("DATE_OF_BIRTH", "29.02.52"),
        ("DATE_OF_BIRTH", "62"),
        ("DATE_OF_BIRTH", "septante-deux"),
        ("DEVICE_ID", "30AB"),
        ("DEVICE_ID", "CDE"),
        ("DEVICE_ID", "R58M"),
        ("FR_NIR", "036 024 88"),
        ("FR_NIR", "1 74 11 31"),
        ("FR_NIR", "11"),
        ("FR_NIR", "2"),
        ("FR_NIR", "202"),
        ("FR_NIR", "259"),
        ("FR_NIR", "75"),
        ("FR_NIR", "79"),
        ("FR_NIR", "87"),
        ("FR_PASSPORT", "44120"),
        ("FR_POSTCODE", "92099"),
        ("MAC_ADDRESS", "trois C, quatre-vingt-quatre, six A, dix, neuf E, F sept"),
        ("PERSON", "Garnier"),
        ("PERSON", "Louise Berger"),
        ("STREET_ADDRESS", "Ferme du Bois Joli, D 114"),
        ("STREET_ADDRESS", "Haus Bergblick, Dorfstrasse 21"),
        ("STREET_ADDRESS", "La Haute Borne, 12 route de Vern"),
        ("STREET_ADDRESS", "Villa Mon Repos\n56 corniche des Issambres"),
        ("USERNAME", "sandrine-b"),
        ("USERNAME", "sandrineb2"),
        ("USERNAME", "sbernard"),
        ("USERNAME", "tom_k"),
        ("USERNAME", "yanisbg"),
    }
)
"""What no rule reads yet, by label and surface."""


def _read() -> list[Document]:
    return [document for path in _TEXTS for document in parse(path.read_text(encoding="utf-8"), path.stem)]


def test_only_the_known_shapes_leak() -> None:
    documents = _read()
    found = Detector(None).detect_batch([document.text for document in documents])
    leaked = set()
    for document, entities in zip(documents, found, strict=True):
        cover = covered(document.text, [(e.start, e.end) for e in entities])
        leaked |= {
            (mark.label, document.text[mark.start : mark.end])
            for mark in document.entities
            if leaks(mark, document.text, cover)
        }
    assert leaked == _KNOWN


def test_traps_stay_as_they_are() -> None:
    traps = [
        document.text
        for document in _read()
        if document.kind == "review" and document.name.startswith("hard_shapes2") and not document.marks
    ]
    assert len(traps) >= 30
    masked = [
        text[entity.start : entity.end]
        for text, entities in zip(traps, Detector(None).detect_batch(traps), strict=True)
        for entity in entities
    ]
    assert masked == []


def test_there_are_many_shapes() -> None:
    marks = [mark.label for document in _read() for mark in document.entities]
    assert len(marks) > 800
    assert len(set(marks)) >= 17


@pytest.mark.parametrize(
    "text",
    [
        "Ma carte de fidélité a 1200 points et 3 bons de 5 euros",
        "La livraison du 12/03/2024 a 15 jours de retard, 3 colis sur 4",
        "Le compteur affiche 12345 kWh et la facture 120,50 €",
        "Mot de passe oublié\nImpossible de me connecter",
        "Voiture de 2019, 45000 km, 110 ch",
        "note;commentaire\n9;bien\n10;top",
        "Impôts : 1200 € en 2023 et 1350 € en 2024",
        "Permis obtenu en 1997, 12 points, jamais d'accident",
    ],
)
def test_ordinary_texts_stay(text: str) -> None:
    view = TextView(text)
    assert [*PieceRecognizer().find(view), *CellRecognizer().find(view)] == []


def test_each_piece_is_an_entity_of_its_own() -> None:
    text = "IBAN | FR76 | 3000 | 4366 | 9268 | 5355 | 4875 | 158 | merci"
    pieces = [text[e.start : e.end] for e in PieceRecognizer().find(TextView(text))]
    assert pieces == ["FR76", "3000", "4366", "9268", "5355", "4875", "158"]


def test_a_number_that_counts_pieces_is_none() -> None:
    text = "Carte\ncase 1 : 5132\ncase 2 : 3668\ncase 3 : 3120\ncase 4 : 4743"
    pieces = [text[e.start : e.end] for e in PieceRecognizer().find(TextView(text))]
    assert pieces == ["5132", "3668", "3120", "4743"]


@pytest.mark.parametrize(
    "unit",
    ["carte 1 ", "iban fr76 ", "mac 1:", "imei 35 ", "<a ", 'iban "a":', "login;", "pwd\n", "né(e) le 1 "],
)
def test_long_texts_take_time_in_proportion(unit: str) -> None:
    from time import perf_counter

    def seconds(size: int) -> float:
        view = TextView(unit * (size // len(unit)))
        begin = perf_counter()
        for recognizer in (PieceRecognizer(), CellRecognizer()):
            list(recognizer.find(view))
        return perf_counter() - begin

    seconds(1_000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.01)
