"""Customer references: found by their label in every way people write it, and nothing else with digits."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedanon.detection.folding import TextView
from feedanon.detection.reference_tables import column_cells
from feedanon.detection.references import ReferenceRecognizer

RECOGNIZER = ReferenceRecognizer()

FOUND = """
Ma commande n'est jamais arrivée. Réf. «4512887001231». Que faire ?
Votre commande réf. «AB-2982401», prix : 49 €, pas reçue
commande n° «0x8812AB45» pas reçue
ma commande n°«4512» pas recue
commande «CMD-2024-00123»
commande #«CMD-2024-00123»
commandes «4512», «4513» et «4514»
mon num client c'est le «45123»
n° client : «123 456 789»
réf. client «AB-4512»
ref: «4578AB»
contrat n° «123 456 789»
contrat «C 123456» résilié
dossier «SIN-2023-0088142» ouvert
dossier «SIN 2023 0088142» ouvert
facture «F2024/0145» impayée
ticket «INC0012345»
order number is «45-8812»
My order «77812345» never arrived
"order_id": "«A-4512»"
"order_id": «45123»,
<commande>«45123»</commande>
numCommande=«45123»&x
id_client;«45123»
Agent : votre numéro de commande ?⏎[10:43] Client : «4578-AB»
Agent : Pouvez-vous m'indiquer votre numéro de client svp ?⏎Client : oui bien sur⏎Client : c'est le «4578 1234»
N° de commande⏎«4512345»
suivi .......... «6A21840093317»
colis «8R12345678901» perdu
numéro d'adhérent est le «0012345»
mon n° de sociétaire «1234567 A».
réservation «QWXYZT» annulée
PNR «X4TRB2»
résa «XK4512»
nom;commande;montant⏎dupont;«4512»;45⏎martin;«4513»;50
«4578-AB» (numéro de commande)
«451234» c'est mon numéro de commande
commande du 12/03/2024 n° «45123»
colis marqué livré jamais reçu. n° «6A21840093317»
mon numero de client «quatre cinq sept huit»
réf «4578-AB-12»
e-billet «123456789»
carte de fidélité «9135 7200 1234 5678»
police «AX 4512 789»
sinistre numéro «2024 00123»
votre réf : «DEV-00123»
la commande c'est «CF-99812»
commande numero «12»
devis D«2024-118»
Dossier : «12/4578»
numéro de dossier est «CAF/2024/12»
commande n°: «4 5 1 2 8»
Commande «#45123»
bon de commande «BC45-12»
compte client «411DUPONT12»
abonné «1234567»
mon abonnement n°«1234567»
SAV dossier n° «784512»
L'abonné DENIS Luc («CL-95158») conteste
lettre recommandée, dossier «1A 198 447 0213 6»
CMD : «77-4512-B»
mon mandat ++«FR47ZZZ118840-000417»
> num client ?⏎> «1-88 4O7-l2»
billet «QKZ7PT» nom dossier LEROUX
ma carte KorriGo «0025 1047 7738» ne marche plus
Trois colis pour notre gîte : «14216607»
Référence à rappeler : «7500562809»
«CMD-2024-00123» toujours pas livrée
"""

KEPT = """
commande de 3 articles
dossier complet
ticket à 12 €
contrat de 24 mois
iPhone 14
réf. produit 8712
une perceuse Martin 18V réf PX-4471-B
commande passée le 12 mars 2024
commande du 12/03/2024
commande à 14h30
ma commande 2 fois
facture 120 €
facture 2024
facture de 1200,50 euros
10 000 clients
clients 2024
compte 1500 abonnés
Audioguide n°12
bus n° 12 et ligne n°45
chambre n° 214
ticket 45
commandé 2 iPhone 14 et 3 RTX4070
numéro 3900
appelez le numéro 08 99 12 34 56
commande iPhone 14
commande PS5
ticket resto 9,50
billet de 50 euros
billet 12 €
commande : 3 pizzas
dossier 4 mois
client depuis 2012
livraison 48h
colis 3 kg
version v4.12.3
Pièce 00742016 introuvable
abonnement annuel à 365 €
code promo NOEL2024
contrat 2023-2024
police 12 points
facture du 3 mars, 45 euros
suivi 5/5
commande 4512 euros
réservation pour 4 personnes
réservation le 12 à 20h
retour sous 14 jours
mon dossier depuis 2021, 3 relances
id 5
colis livré en 24h
client 5 étoiles
ticket n°1 des ventes
commande numéro 1
vol AF 1180, escale 50 min
le loyer (2150 net)
3 devis reçus (18 400, 21 150 et 26 000 € HT)
la file d'attente : 45 minutes
joints toriques réf. OR-118x2,62
Banque au capital de 2 261 621 342 €
Relevé de sortie : 48 213 HP
Code retour 0x80070057
règlement (CE) n° 1223/2009
un filtre (réf. 3760012345675)
Référence : AB-298240-P3⏎Prix : 1 749 €
lave-linge, E-Nr WAN28209FF/01
tapez *#*#4636#*#*
Client : sept mille quatre cent douze
"""


def _read(text: str) -> list[tuple[int, int]]:
    view = TextView(text)
    return [view.original_span(e.start, e.end) for e in RECOGNIZER.find(view)]


def _lines(block: str) -> list[str]:
    return [line.replace("⏎", "\n") for line in block.strip().splitlines()]


@pytest.mark.parametrize("marked", _lines(FOUND))
def test_found_whole(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    covered = {i for start, end in _read(text) for i in range(start, end)}
    position, wanted = 0, set()
    for index, part in enumerate(re.split("[«»]", marked)):
        if index % 2:
            wanted |= {i for i in range(position, position + len(part)) if text[i].isalnum()}
        position += len(part)
    assert wanted
    assert wanted <= covered


@pytest.mark.parametrize("marked", _lines(FOUND))
def test_no_word_too_many(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    values = re.findall("«(.*?)»", marked)
    for start, end in _read(text):
        found = text[start:end]
        assert any(found in value or found.endswith(value) for value in values), found


@pytest.mark.parametrize("text", _lines(KEPT))
def test_kept(text: str) -> None:
    assert [text[start:end] for start, end in _read(text)] == []


def test_long_list() -> None:
    numbers = [str(45120 + i) for i in range(60)]
    text = "commandes " + ", ".join(numbers[:-1]) + " et " + numbers[-1]
    assert {text[start:end] for start, end in _read(text)} == set(numbers)


def test_columns_of_a_pasted_table() -> None:
    table = "nom;n° commande;note\ndupont;4512;8\nmartin;A-4513;9\n\nautre chose; 2024"
    assert [table[start:end] for start, end in column_cells(table)] == ["4512", "a-4513".upper()]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1 290-/.:,;n°é\n\"'(>commande client réf", max_size=120))
def test_spans_lie_in_the_text(text: str) -> None:
    view = TextView(text)
    for entity in RECOGNIZER.find(view):
        assert entity.end <= len(view.text)
        assert not view.text[entity.start].isspace()
        assert not view.text[entity.end - 1].isspace()


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["commande ", "commande n° ", "n° ", "réf 12 ", "4512, ", "commande 4512, ", "numéro ?\n", "a;n° commande\n", "1",
     "a-", "1-", "1 ", "commande : ", "deux ", "b comme ", "client ?\nx : ", "x" * 30 + " "],
)  # fmt: skip
def test_time_grows_no_worse_than_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        view = TextView((piece * size)[:size])
        start = time.process_time()
        for _ in RECOGNIZER.find(view):
            pass
        return time.process_time() - start

    small = max(min(seconds(20_000) for _ in range(2)), 0.005)
    assert seconds(200_000) < small * 40
