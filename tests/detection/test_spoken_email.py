"""E-mails said aloud: every word of them is masked, the agent's repetition too."""

from __future__ import annotations

import re
from time import process_time

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.spoken_email import SpokenEmailRecognizer

RECOGNIZER = SpokenEmailRecognizer()
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

MARKED = [
    "Mon mail c'est [[jean point martin arobase gmail point com]], merci",
    "c'est [[sophie tiret durand soixante-neuf arobase orange point fr]]",
    "[[jean.martin arobase free.fr]] svp",
    "[[jean martin at gmail dot com]] please",
    "j'écris à [[jean.martin@gmail point com]]",
    "adresse ?\n[[emine point yildiz soixante-sept arobase hotmail point fr]].",
    "c'est [[huguette point saint trait d'union aubin arobase orange point fr]]. Non non",
    "tout attaché. [[josiane, point, pruvost, avec un t à la fin, arobase, wanadoo, point, f r]].",
    "toujours [[papa point n'diaye arobase free point fr]]",
    "c'est [[n'diaye arobase free point fr]]",
    "celui du six : [[odile, tiret, schw, deux mille un, chez orange point f r]].",
    "c'est [[hautecoeur, en un mot, le chiffre sept, arobase sfr point fr]].",
    "un mail ?\n— [[les petites mains de lulu, tout attaché, arobase gmail point com]]",
    "Euh… [[m a r t i n, point, p a u l, arobase, laposte point net]]",
    "[[d comme daniel, u, p comme pierre, o, n, t arobase wanadoo point fr]]",
    "Client : [[jean point martin]]\nAgent : [[jean point martin]]\nClient : [[arobase gmail point com]]\n"
    "Agent : [[jean point martin arobase gmail point com]] ?",
    "[[prenom tiret du bas nom quatre-vingt-douze arobase hotmail point com]]",
    "mail : [[lea underscore dlr arobase icloud point com]]",
    "adresse mail [[marie-claire point dupont arobase entreprise tiret durand point fr]]",
    "C'est [[contact arobase boulangerie euh du port point com]]. Je répète :"
    " [[contact arobase boulangerie du port point com]]",
    "Mon adresse ? Alors… [[durand… avec un d… point sophie… arobase… free… point fr]].",
]
CLEAN = [
    "Il manque l'arobase dans l'adresse. Le symbole arobase est cassé",
    "nous sommes arrivés at home, le rdv at 10h chez orange",
    "un geste commercial, point. Et puis chez vous c'est mieux",
    "je point du doigt le problème. Point final.",
]


def _masked(text: str) -> set[int]:
    view = TextView(text)
    spans = (view.original_span(e.start, e.end) for e in RECOGNIZER.find(view))
    return {place for span in spans for place in range(*span)}


@pytest.mark.parametrize("marked", MARKED)
def test_every_letter_is_masked(marked: str) -> None:
    text, spans, place = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text, place = text + match[1], match.end()
    text += marked[place:]
    masked = _masked(text)
    for start, end in spans:
        assert [text[i] for i in range(start, end) if text[i].isalnum() and i not in masked] == []
    outside = [
        m.span()
        for m in re.finditer(r"\w+", text)
        if not any(a < m.end() and m.start() < b for a, b in spans)
    ]
    assert [text[a:b] for a, b in outside if masked.intersection(range(a, b))] == []


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_text_stays(text: str) -> None:
    assert "".join(text[i] for i in sorted(_masked(text))) == ""


@pytest.mark.parametrize(
    "piece", ["arobase ", "a arobase b point ", "jean point ", "@ point ", "arobase\n", "point com "]
)
def test_time_grows_with_the_text(piece: str) -> None:
    seconds = []
    for size in (4_000, 40_000):
        view = TextView(("arobase " + piece * size)[:size])
        best = float("inf")
        for _ in range(3):
            start = process_time()
            list(RECOGNIZER.find(view))
            best = min(best, process_time() - start)
        seconds.append(best)
    assert seconds[1] <= max(seconds[0], 0.002) * 10 * 4
