"""Names by what stands beside them, without a model."""

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.name_cues import NameCues

CUES = NameCues()


def found(text: str) -> list[str]:
    return [text[e.start : e.end] for e in CUES.find(TextView(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mme Petit a rappelé", "Petit"),
        ("mme benkirane na pas rappelé", "benkirane"),
        ("M. Jean-Pierre d'Ormesson est venu", "Jean-Pierre d'Ormesson"),
        ("Bonjour Madame Le Goff, merci", "Le Goff"),
        ("MONSIEUR KOWALCZYK EST ABSENT", "KOWALCZYK"),
        ("Dr. Nguyen Van Thanh m'a reçu", "Nguyen Van Thanh"),
        ("je m'appelle karim benali et je suis déçu", "karim benali"),
        ("jm'appelle aminata", "aminata"),
        ("my name is Siobhan O'Malley", "Siobhan O'Malley"),
        ("dossier au nom de Kowalczyk", "Kowalczyk"),
        ("Nom : de la fontaine\nPrénom : jean", "de la fontaine"),
        ("Nom : de la fontaine\nPrénom : jean", "jean"),
        ("Cordialement,\nSophie M.", "Sophie M"),
        ("cdt\n\nAurélien Kowalczyk\nTél", "Aurélien Kowalczyk"),
        ("ça s'écrit D-U-P-O-N-T", "D-U-P-O-N-T"),
        ("je m'appelle euh chloé, pour le chat", "chloé"),
        ("fam. Kowalczyk, 2e étage", "Kowalczyk"),
        ("votre réponse, signée « Elsa », me disait", "Elsa"),
        ("Le client se nomme « Boulanger » puis se reprend", "Boulanger"),
        ("\nDe : Elsa, relation client", "Elsa"),
        ("ah c'est les Delaporte d'avant", "Delaporte"),
        ("demandez Tonton Fañch au bar", "Tonton Fañch"),
        ("K comme Kévin, A comme Anatole, D comme Denise", "K comme Kévin, A comme Anatole, D comme Denise"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "monsieur le directeur est absent",
        "Madame, Monsieur,",
        "Bonjour madame, merci à vous",
        "Client : Bonjour, ma commande ?",
        "Cordialement,\nLe service client",
        "Cordialement\nvotre conseiller",
        "Objet : réclamation",
        "je m'appelle pas comme ça",
        "Nom : N/A",
        "le S.A.V. de la S.N.C.F.",
        "Mme la Présidente",
        "Bonjour Madame la CPE, je vous informe",
        "un yaourt Mamie Nova",
        "De : Service client",
        "De : Leroy Merlin",
        "A : Legrand\nB : Hager",
        "Meme Leclerc le vend moins cher",
        "chez Tonton Pizza",
        "une robe signée « Chanel »",
        "L'offre se nomme « Série Free »",
        "avec les Vosges en fond",
        "chez les Chinois d'en face",
    ],
)
def test_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("j'épelle : Q, U, E accent aigu, M, E, N", "Q, U, E accent aigu, M, E, N"),
        ("A, I tréma, T, plus loin O", "A, I tréma, T, plus loin O"),
        ("CHEZ LE VOISIN DU DESSOUS MR PRINTEMPS", "PRINTEMPS"),
        ("Enfant : Rose", "Rose"),
        ("M. Bon m'a montré les pneus", "Bon"),
    ],
)
def test_words_that_are_names_where_they_stand(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize("text", ["Madame le Maire, la rue", "Monsieur le Directeur", "Client : Bonjour"])
def test_offices_and_greetings_are_no_names(text: str) -> None:
    assert found(text) == []
