"""Who speaks in chats and calls, and agents in brackets."""

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.speakers import SpeakerRecognizer

SPEAKERS = SpeakerRecognizer()


def found(text: str) -> list[str]:
    return [text[e.start : e.end] for e in SPEAKERS.find(TextView(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[10:42] Sophie M. : bonjour", "Sophie M."),
        ("Fatou Ndiaye (10:43) : oui", "Fatou Ndiaye"),
        ("Solveig 10:02 : bloqué\nVous : oui\nSolveig 10:06 : ok", "Solveig"),
        ("Support Ophélie 20:33 : Bonsoir", "Ophélie"),
        ("notes conseiller (Rose)", "Rose"),
        ("(conseillère Perle) Bonjour", "Perle"),
    ],
)
def test_speakers(text: str, name: str) -> None:
    assert name in found(text)


def test_a_speaker_among_people_is_one_though_her_name_is_a_word() -> None:
    assert found("Bilel : t'es où ?\nMarine : au parking") == ["Bilel", "Marine"]
    assert found("Marine : au parking") == []


@pytest.mark.parametrize(
    "text",
    [
        "Agent : bonjour\nAgent : oui\nClient : non\nClient : si",
        "10:42 : appel reçu",
        "(agent immobilier)",
        "un chauffeur (France)",
        "une assistante (Alexa)",
        "Client : Bonjour",
        "",
    ],
)
def test_no_speakers(text: str) -> None:
    assert found(text) == []
