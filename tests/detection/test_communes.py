"""Communes as places, and the words, people, dishes and clubs that bear their names."""

import pytest
from places_markup import ADVERSARIAL, assert_exact, assert_linear, masked

from feedanon.detection.communes import CommuneRecognizer

RECOGNIZER = CommuneRecognizer()

FOUND = """J'habite à [[C|St Denis]] et avant à [[C|Issy-les-Moulineaux]]
on vit au [[C|Mans]], mes parents au [[C|Havre]]
69003 [[C|LYON]]
a;69003;[[C|lyon]];b
habite [[C|paris 15]]
[[C|Paris 15e]]
[[C|Lyon 7ème]]
75379 [[C|PARIS CEDEX 08]]
[[C|Laval]] (53)
le 84100 [[C|orange]]
26400 [[C|Crest]]
J'ai déménagé à [[C|Tours]]
très mauvaise agence de [[C|Sens]]
gare de [[C|Lens]]
l'agence à [[C|Nice]]
j'habite [[C|nice]]
on me balade entre [[C|Niort]] et [[C|Chauray]]
ville : [[C|kerlouan]]
Sophie, [[C|Vesoul]]
livré à [[C|plougastel daoulas]]
[[C|Chalon s/ Saône]]
je viens de [[C|bruxelles]]
"ville": "[[C|Croix]]"
44800 [[C|St-Herblin]]
magasin [[C|Wittenheim]]
le maire de [[C|Bourg-lès-Valence]]
Le Carrefour de [[C|Saint-Denis]] est sale
0!!! LUCETTE VANDEPUTTE [[C|HAZEBROUCK]]""".split("\n")

KEPT = """très nice
nice people
je fais des tours
un bon bordeaux
saucisse de Toulouse
savon de Marseille
moutarde de Dijon
Olympique de Marseille
Mme Laval est gentille
M. Rochefort aussi
commandé une scie Martin
orange ne répond pas
Orange ne répond plus
à l'arrêt
il déménage à l'étranger
il travaille à l'hôpital
dans la salle
la chaudière est en panne
un prix un peu salé
la mer est belle
je change de marque
dans l'avion
un pâté en croûte de la fontaine
la Saint-Jean
en Bretagne
Quand elle est partie on a eu un jeune""".split("\n")


@pytest.mark.parametrize("marked", FOUND)
def test_found(marked: str) -> None:
    assert_exact(RECOGNIZER, marked)


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert masked(RECOGNIZER, text) == []


@pytest.mark.slow
def test_linear() -> None:
    assert_linear(RECOGNIZER, ADVERSARIAL)
