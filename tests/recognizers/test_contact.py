"""Contact details and secrets in the words of many writers: what is marked is masked whole, the rest stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feedanon import recognizers
from feedanon.detection.folding import TextView
from feedanon.detection.recognizer_files import recognizers_from

_FOLDER = Path(recognizers.__file__).parent
_ALL = recognizers_from(_FOLDER / "common", trusted=True)
for _path in sorted((_FOLDER / "fr").glob("phone*.yaml")):
    _ALL += recognizers_from(_path, trusted=True)
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

MARKED = """
joignable au [[06 12 34 56 78]] le soir ou au [[+33 1 42 68 53 00]] la journée
[[06 12 34 56 78]]/[[07 98 76 54 32]] appelez les deux
TEL [[+33(0)612345678]] ou [[0033 (0)1 42 68 53 00]]
<tel>[[0612345678]]</tel>;"mobile":"[[+33612345678]]"
Appelez le [[06 12 34 56 78]], 2 fois si besoin
mon portable : [[O6 I2 34 56 78]] et celui de ma femme [[06 12 34 56 7O]]
gsm [[+32 (0)475 12 34 56]], natel [[079 123 45 67]]
call [[+44 (0)20 7946 0958]] or [[+1 (514) 555-0199]]
depuis Nouméa, tel [[78 12 34]] ou [[+687 78.12.34]]
numéro marocain [[0661-234567]], tel perso
tel [[06, 12, 34, 56, 78]] fixe [[01 - 42 - 68 - 53 - 00]]
Téléphone (portable) : [[6.12.34.56.78]]
mail: [[sophie.durand69@gmail.com]] tel: [[0143215678]]
ecrire a [[sophie.durand@ymail.com]]ou [[s.d@free.fr]]
[[sophie . durand @ gmail . com]], sinon [[sophie.durand@gmail,com]]
mon adresse [[sophie.durand#gmail.com]] ou [[sophie.durand (a) gmail (.) com]]
adresse : [[sophie.durand@gmail.\\ncom]]
IP: [[81.56.12.200]]:443, box [[2a02:8428:abcd:1200::1]], mac [[aabbcc112233]]
imei [[35 209900 176148 1]], sn [[FVFXC2ABHV2D]], iccid [[8933010000012345678]]
mon insta [[@clem.bzh]], snap [[clem_29]], pseudo vinted : [[clemclem]]
login: [[cdurand]] / mdp: [[Bretagne29]]
identifiant : [[c.durand]] mot de passe : [[bretagne]]
[[https://www.instagram.com/clem.bzh/]] ou [[fb.com/clementine.durand.29]]
suivi [[https://boutique.fr/suivi/8R45127896541]] et [[https://mon-compte.shop.com/password/reset/9f8e7d6c5b4a]]
mon site est [[clementine-durand.fr]]
rendez-vous au [[48.3904° N, 4.4861° W]]
le mdp c [[Soleil29]] et le code de la porte est [[1234A]]
mon code secret est le [[4521]], digicode: [[12A34]]
Votre code de vérification est [[482913]]. Ne le partagez pas
j'ai mis [[Soleil29]] comme mot de passe
cvv [[123]] date 12/25
my password is [[sunshine]], PIN code: [[9876]]
Authorization: Bearer [[abcd1234efgh5678]]
"""

CLEAN = """
Appelez le 3900 ou le 36 30, le 0 800 123 456 est gratuit, sinon le 15, le 112 ou le 118 218
commandé le 02/03/2024 à 14h30, livré le 05.12.2024 entre 08:00 et 12:00, référence 3760012345678
séjour du 08/07/2023 - 15/07/2023, 10 000 clients, 12 345 678 vues, +20 000 abonnés
le code promo NOEL2024 est refusé, le code postal 69003 aussi, code erreur S0-04-01, article L. 121-84
mot de passe oublié, mot de passe incorrect 3 fois, mon identifiant est bloqué, mon mdp ne marche pas
version 1.2.3.4 du firmware, section 2.1.3, score 3-2, note 4,5/5, moyenne 4.567
sur https://www.fnac.com puis www.sncf-connect.com, page https://www.darty.com/nav/achat/aspirateur.html
merci @SNCFVoyageurs et @Orange_France, le menu @ 12 €, il manque l'arobase
iPhone 13 Pro 128 Go, Windows 11, série 3 épisode 12, produits de série 2023
2024-03-11 08:12:44 WARN session expirée, 10:30:45 fin
"""


def _masked(text: str) -> set[int]:
    view = TextView(text)
    return {
        place
        for recognizer in _ALL
        for entity in recognizer.find(view)
        if entity.score >= 0.4
        for place in range(*view.original_span(entity.start, entity.end))
    }


@pytest.mark.parametrize("line", MARKED.strip().splitlines())
def test_every_letter_of_a_value_is_masked(line: str) -> None:
    line = line.replace("\\n", "\n")
    text, spans, place = "", [], 0
    for match in _MARK.finditer(line):
        text += line[place : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text, place = text + match[1], match.end()
    text += line[place:]
    masked = _masked(text)
    for start, end in spans:
        assert [text[i] for i in range(start, end) if text[i].isalnum() and i not in masked] == []
    words = [
        m.span()
        for m in re.finditer(r"\w+", text)
        if not any(a < m.end() and m.start() < b for a, b in spans)
    ]
    assert [text[a:b] for a, b in words if masked.intersection(range(a, b))] == []


@pytest.mark.parametrize("line", CLEAN.strip().splitlines())
def test_ordinary_text_stays(line: str) -> None:
    masked = sorted(_masked(line))
    assert "".join(line[i] for i in masked) == ""
