"""The name model as it ships: what it finds, what it leaves alone, how it behaves on odd input."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from feedanon.detection import name_finder, name_model
from feedanon.detection.model_decoding import Decoder
from feedanon.detection.model_network import CACHE_LIMIT, NameNetwork, neighbours, read_rows, word_hashes


@pytest.fixture(scope="module")
def nlp() -> Language:
    return name_model.load()


def found(nlp: Language, text: str, threshold: float = 0.4) -> dict[str, str]:
    doc = nlp(text)
    group = doc.spans[name_model.GROUP]
    return {
        span.text: span.label_
        for span, score in zip(group, group.attrs["scores"], strict=True)
        if score >= threshold
    }


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Bonjour, je m'appelle Sophie Martin et j'attends mon colis.", "Sophie Martin", "PERSON"),
        ("merci a karim du sav, tres gentil", "karim", "PERSON"),
        ("MERCI A KARIM DU SAV", "KARIM", "PERSON"),
        ("Le technicien, M. de La Rochefoucauld, est venu hier.", "de La Rochefoucauld", "PERSON"),
        ("Madame Ouédraogo m'a rappelée le lendemain.", "Ouédraogo", "PERSON"),
        ("Cordialement,\nNguyen Van Thanh", "Nguyen Van Thanh", "PERSON"),
        ("Thanks to Priya at the front desk, lovely stay.", "Priya", "PERSON"),
        ("J'habite à Saint-Étienne depuis dix ans.", "Saint-Étienne", "CITY"),
        ("votre magasin de clermont ferrand est toujours fermé", "clermont ferrand", "CITY"),
        ("Livraison au 12 rue Victor Hugo, merci.", "12 rue Victor Hugo", "STREET_ADDRESS"),
    ],
)
def test_finds(nlp: Language, text: str, name: str, label: str) -> None:
    assert found(nlp, text).get(name) == label


@pytest.mark.parametrize(
    "text",
    [
        "Livraison rapide, SAV au top, je recommande.",
        "Le rosier est mort au bout d'une semaine.",
        "On a pris des Fleury Michon et du Père Dodu chez Leclerc.",
        "Delivery was late and the box was damaged.",
        "J'ai lu tout Victor Hugo cet été.",
    ],
)
def test_leaves_alone(nlp: Language, text: str) -> None:
    assert found(nlp, text) == {}


def test_scores_go_with_the_spans(nlp: Language) -> None:
    doc = nlp("Merci à Sophie Martin et à la petite rose de Lyon.")
    group = doc.spans[name_model.GROUP]
    scores = group.attrs["scores"]
    assert len(scores) == len(group) > 0
    assert all(0 < score <= 1 for score in scores)


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_any_text(text: str) -> None:
    doc = name_model_once()(text)
    last = 0
    for span in doc.spans[name_model.GROUP]:
        assert last <= span.start_char < span.end_char
        last = span.end_char


_LOADED: list[Language] = []


def name_model_once() -> Language:
    if not _LOADED:
        _LOADED.append(name_model.load())
    return _LOADED[0]


def test_batches_change_nothing(nlp: Language) -> None:
    texts = ["Merci Sophie", "", "à Lyon", "rien", "  ", "Jean-Pierre et M. Petit\n" * 30]
    alone = [_candidates(nlp(text)) for text in texts]
    together = [_candidates(doc) for doc in nlp.pipe(texts, batch_size=3)]
    for one, other in zip(alone, together, strict=True):
        assert [entry[:3] for entry in one] == [entry[:3] for entry in other]
        assert np.allclose([entry[3] for entry in one], [entry[3] for entry in other], atol=1e-3)


def _candidates(doc: object) -> list[tuple[int, int, str, float]]:
    group = doc.spans[name_model.GROUP]  # type: ignore[attr-defined]
    return [
        (s.start_char, s.end_char, s.label_, x) for s, x in zip(group, group.attrs["scores"], strict=True)
    ]


def test_threads_agree(nlp: Language) -> None:
    text = "Bonjour, ici Amina Benali de Roubaix, dossier suivi par M. Le Goff."
    expected = _candidates(nlp(text))
    results: list[list[tuple[int, int, str, float]]] = []

    def work() -> None:
        own = name_model.blank(nlp.get_pipe("feedanon_names").network)  # type: ignore[attr-defined]
        results.append(_candidates(own(text)))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all([e[:3] for e in result] == [e[:3] for e in expected] for result in results)


def test_the_cache_is_bounded(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    from feedanon.detection import model_network

    monkeypatch.setattr(model_network, "CACHE_LIMIT", 50)
    network = nlp.get_pipe("feedanon_names").network  # type: ignore[attr-defined]
    for number in range(20):
        nlp(" ".join(f"mot{'abcdefghij'[number % 10]}{'klmnopqrst'[i]} " for i in range(10)))
        assert len(network._rows) <= 50 or number == 0
    assert CACHE_LIMIT > 1000


def test_a_round_to_disk_changes_nothing(nlp: Language, tmp_path: Path) -> None:
    nlp.get_pipe("feedanon_names").to_disk(tmp_path)  # type: ignore[attr-defined]
    again = name_model.load(tmp_path)
    text = "Merci à Fatou N'Diaye et à son collègue de Tours."
    assert [e[:3] for e in _candidates(again(text))] == [e[:3] for e in _candidates(nlp(text))]


def test_no_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        name_model.load(tmp_path)
    with pytest.raises(ValueError, match="empty"):
        name_model.blank()("Bonjour Sophie")


def test_words_of_two_texts_never_meet() -> None:
    assert neighbours([2, 3], 1).tolist() == [[-1, 0, 1], [0, 1, -1], [-1, 2, 3], [2, 3, 4], [3, 4, -1]]
    assert neighbours([2, 3], 2).tolist() == [[-1, 0, -1], [-1, 1, -1], [-1, 2, 4], [-1, 3, -1], [2, 4, -1]]


def test_decoder_grows_over_likely_words_and_cuts_at_new_names() -> None:
    labels = ("O", "B-PERSON", "I-PERSON", "B-ORGANIZATION", "I-ORGANIZATION")
    rows = [
        [0.9, 0.1, 0, 0, 0],
        [0.05, 0.95, 0, 0, 0],
        [0.6, 0, 0.4, 0, 0],
        [0.1, 0.9, 0, 0, 0],
        [0.2, 0, 0, 0.8, 0],
    ]
    names = Decoder(labels, 0.2).decode(np.array(rows), ["à", "Jean", "Le", "Paul", "Darty"])
    assert [(n.start, n.end, n.label) for n in names] == [
        (1, 3, "PERSON"),
        (3, 4, "PERSON"),
        (4, 5, "ORGANIZATION"),
    ]


@pytest.mark.parametrize(
    ("words", "spaces", "label", "seed", "whole"),
    [
        (["lili", "_", "du", "_", "potager", "ok"], [0, 0, 0, 0, 1, 0], "USERNAME", 0, (0, 5)),
        (["login", "cbastide", "82", ",", "mot"], [1, 0, 0, 1, 0], "USERNAME", 1, (1, 3)),
        (["Anne", "-", "So", "-", "midi"], [0, 0, 0, 0, 0], "PERSON", 0, (0, 3)),
        (["merci", "karim", ".", "Bonne"], [1, 0, 0, 0], "PERSON", 1, (1, 2)),
        (["à", "Lyon", "7"], [1, 0, 0], "CITY", 1, (1, 2)),
        (["vu", "Paul", "-", "Paris"], [1, 1, 0, 0], "PERSON", 1, (1, 2)),
    ],
)
def test_names_take_along_what_is_glued_to_them(
    words: list[str], spaces: list[int], label: str, seed: int, whole: tuple[int, int]
) -> None:
    labels = ("O", f"B-{label}", f"I-{label}")
    rows = np.array([[0.0, 0.9, 0.1] if place == seed else [1.0, 0.0, 0.0] for place in range(len(words))])
    (candidate,) = Decoder(labels).decode(rows, words, [bool(space) for space in spaces])
    assert (candidate.start, candidate.end) == whole


def test_model_is_small_and_loads_fast() -> None:
    size = sum(path.stat().st_size for path in name_finder.DATA.iterdir())
    assert size < 6_000_000
    begun = time.perf_counter()
    name_model.load()
    assert time.perf_counter() - begun < 1.5


def test_no_deep_learning_library_is_loaded() -> None:
    code = (
        "import sys; from feedanon.detection import name_model; name_model.load()('Merci Sophie');"
        "assert 'torch' not in sys.modules and 'tensorflow' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_empty_network_settings_are_kept(nlp: Language) -> None:
    network: NameNetwork = nlp.get_pipe("feedanon_names").network  # type: ignore[attr-defined]
    assert network.labels[0] == "O"
    assert "B-PERSON" in network.labels


def test_the_engines_way_finds_what_the_pipeline_finds() -> None:
    from benchmarks.markup import load as load_texts

    nlp = name_model.load()
    texts = [document.text for document in load_texts("dev")] + ["", " ", "\n\n", "e\u0301 \U0001f600"]
    for found, doc in zip(name_finder.load().find(texts), nlp.pipe(texts), strict=True):
        spans = [(span.label_, span.start_char, span.end_char) for span in doc.spans[name_model.GROUP]]
        assert [candidate[:3] for candidate in found] == spans


def test_words_that_are_stored_in_the_same_bytes_are_not_the_same() -> None:
    first, second = name_finder.load(), name_finder.load()
    list(first.find(["merci \u2764", "l'avis de la Boutique d'Orl\u00e9ans"]))
    text = "le colis d'Anna Kowalska"
    assert list(first.find([text])) == list(second.find([text]))
    words = ["d'", "\u2764", "d'", "l'", "\u276c", "c'", "\u2763"]
    assert len(set(word_hashes(words))) == 6


def test_texts_in_which_nothing_could_be_a_name() -> None:
    finder = name_finder.load()
    assert list(finder.find(["oui", "très bien merci", ""], 0.5)) == [[], [], []]
    assert list(finder.find(["oui"], 0.5)) == [[]]


def test_the_gate_changes_next_to_nothing() -> None:
    from benchmarks.markup import load as load_texts

    texts = [document.text for document in load_texts("dev")][::4]
    gated, open_ = name_finder.load(), name_finder.load()
    assert gated.network.gate is not None
    open_.network.gate = None
    told = [{found[:3] for found in some} for some in gated.find(texts, 0.5)]
    all_of_it = [{found[:3] for found in some} for some in open_.find(texts, 0.5)]
    other = sum(len(one ^ two) for one, two in zip(told, all_of_it, strict=True))
    assert other <= 0.01 * sum(map(len, all_of_it))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.data())
def test_layers_read_what_the_next_ones_need(lengths: list[int], data: st.DataObject) -> None:
    total = sum(lengths)
    wanted = np.array(sorted(data.draw(st.sets(st.integers(0, total - 1)))), dtype=np.int64)
    near = [neighbours(lengths, dilation) for dilation in (4, 8)]
    first, last = read_rows(wanted, near)
    assert last[:, 1].tolist() == wanted.tolist()
    assert set(last[last >= 0].tolist()) <= set(first[:, 1].tolist())


def test_the_cache_holds_no_words() -> None:
    finder = name_finder.load()
    list(finder.find(["Bonjour Sophie Martin"]))
    assert all(isinstance(word, int) for word in finder.network._rows)
