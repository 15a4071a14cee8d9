"""Numbers said aloud: marked values are masked whole, quantities stay."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedanon.detection.folding import TextView
from feedanon.detection.spoken import SpokenNumberRecognizer
from feedanon.detection.spoken_numbers import runs

RECOGNIZER = SpokenNumberRecognizer()
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

MARKED = [
    "Rappelez-moi au [[zéro six douze trente-quatre cinquante-six soixante-dix-huit]]. Merci",
    "mon numéro c'est le [[zéro six]], euh, [[douze]], [[trente-quatre]]... [[cinquante six soixante dix huit]] voilà",
    "Client : [[zéro six]]\nAgent : [[zéro six]], oui\nClient : [[douze trente-quatre]]"
    "\nAgent : [[douze trente-quatre]]\n"
    "Client : [[cinquante-six soixante-dix-huit]]\nAgent : Je répète : "
    "[[zéro six douze trente-quatre cinquante-six soixante-dix-huit]], c'est bien ça ?",
    "[00:12] Cliente : [[06]]\n[00:13] Agent : oui\n[00:15] Cliente : [[12 34]]\n[00:16] Agent : [[12 34]]\n"
    "[00:17] Cliente : [[56 78]]\n",
    "c'est le [[06 douze 34 cinquante-six 78]]",
    "c plus le bon c [[zerosix 58 11 zerozero 97]], merci",
    "au [[plus trente-trois sept cinquante, dix-sept, zéro trois, quatre-vingt-huit]]",
    "[[zéro quatre nonante-deux septante et un huitante-trois vingt et un]]",
    "[[zéro quatre quatre-vingt-douze soixante et onze quatre vingt trois vingt-et-un]]",
    "Mon numéro de commande c'est le [[quatre cinq sept huit neuf]]",
    "numéro de client : [[zéro zéro douze trente-quatre]]",
    "votre numéro de dossier ?\nClient : [[quatre cinq]]\nAgent : oui\nClient : [[sept huit neuf]]",
    "numéro de client : [[zéro zéro douze, euh, trente-quatre cinquante]]",
    "code postal [[soixante-neuf zéro zéro trois]] voilà",
    "j'habite dans le [[soixante-neuf mille trois]]",
    "immatriculée [[alpha bravo cent vingt-trois charlie delta]]",
    "ça se termine par [[cinquante-six soixante-dix-huit]]. Alors : [[zéro six douze trente-quatre cinquante-six"
    " soixante-dix-huit]]",
    "[[zéro six douze trente-quatre cinquante-six soixante-dix-huit]], deux colis perdus",
]
CLEAN = [
    "j'ai payé cent vingt-trois euros pour deux colis et trois mille points",
    "appelez le trente-neuf zéro zéro ou le zéro huit quatre-vingt-douze soixante-dix cinquante cinquante",
    "j'ai attendu deux heures, puis trois semaines, six fois, vingt minutes",
    "il y a dix-neuf ans, en deux mille quatre, j'ai acheté un quatre-quatre six cylindres",
    "ma note : huit sur dix, neuf sur dix, dix sur dix",
    "commande de deux lampes à quarante-neuf euros quatre-vingt-dix, reçue le douze mars",
    "Sem;Det;NPS\nS01;12;30;58;46\nS02;19;33;48;29\n",
    "livré le 01/12/2023\nAgent : deux colis\nClient : trois",
]


def _masked(text: str) -> set[int]:
    view = TextView(text)
    spans = (view.original_span(e.start, e.end) for e in RECOGNIZER.find(view))
    return {place for span in spans for place in range(*span)}


@pytest.mark.parametrize("marked", MARKED)
def test_every_word_of_a_spoken_number_is_masked(marked: str) -> None:
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
    extra = {text[a:b] for a, b in outside if masked.intersection(range(a, b))}
    assert extra <= {"euh"}


@pytest.mark.parametrize("text", CLEAN)
def test_quantities_stay(text: str) -> None:
    assert "".join(text[i] for i in sorted(_masked(text))) == ""


_BELOW_TWENTY = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf"
).split()
_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)


def _said(pair: str) -> str:
    value = int(pair)
    if pair[0] == "0":
        return f"zéro {_BELOW_TWENTY[value]}"
    if value < 20:
        return _BELOW_TWENTY[value]
    tens, rest = divmod(value, 10)
    rest += 10 * (tens in (7, 9))
    return _TENS[tens] + (f"-{_BELOW_TWENTY[rest]}" if rest else "")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from("12345679"),
    st.text("0123456789", min_size=8, max_size=8),
    st.sampled_from([" ", ", ", " euh ", "... "]),
)
def test_any_phone_said_pair_by_pair(first: str, rest: str, pause: str) -> None:
    number = "0" + first + rest
    said = pause.join(_said(number[i : i + 2]) for i in range(0, 10, 2))
    text = f"Vous pouvez me rappeler au {said}."
    masked = _masked(text)
    start = text.index(said)
    assert [text[i] for i in range(start, start + len(said)) if text[i].isalnum() and i not in masked] == []


@settings(max_examples=60, deadline=None)
@given(st.text("zéro six dix-vingt0 1\n:;,.a'", max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    assert all(0 <= i < len(text) for i in _masked(text))


@pytest.mark.parametrize(
    "piece", ["zéro six ", "06 ", "0\n", "a b ", "code zéro six ", "\n- ", "un\n", "client : deux\n"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    seconds = []
    for size in (4_000, 40_000):
        view = TextView((piece * size)[:size])
        best = float("inf")
        for _ in range(3):
            start = process_time()
            list(RECOGNIZER.find(view))
            best = min(best, process_time() - start)
        seconds.append(best)
    assert seconds[1] <= max(seconds[0], 0.002) * 10 * 4


def test_runs_read_french_numbers() -> None:
    said = "soixante dix huit, quatre-vingt-dix-sept, nonante-neuf, cent vingt trois, vingt et un"
    assert [run.digits for run in runs(said)] == ["78979912321"]
