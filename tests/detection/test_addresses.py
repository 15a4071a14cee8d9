"""Postal addresses in the shapes that customers write, and the phrases that look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places_markup import ADVERSARIAL, assert_exact, assert_linear, masked

from benchmarks.markup import load
from feedanon.detection.addresses import AddressRecognizer
from feedanon.detection.folding import TextView
from feedanon.detection.street_words import NAMED_COMPLEMENT, NAMED_WORDS, WEAK_COMPLEMENT, WEAK_WORDS

RECOGNIZER = AddressRecognizer()

FOUND = """[[A|12 bis rue des Lilas]], 69003 Lyon
j'habite [[A|12 rue des lilas]] et je suis jamais là
[[A|12, rue du Général de Gaulle]]
[[A|3 av Jean Jaurès]]
[[A|12 r. des lilas]]
[[A|12rue des lilas]] lyon
[[A|14 rue du fbg bannier]] a orleans
[[A|Bât. C3 appt 1042, 6 allée Paul Éluard]]
[[A|12 RUE DES LILAS]] 69003 LYON
c;[[A|12 RUE DES LILAS]];[[A|BAT B]];69003;LYON
c'est au [[A|douze rue des lilas]] madame
au [[A|vingt-trois bis avenue foch]]
j'habite [[A|rue des Lilas]]
livrer [[A|rue Victor Hugo]] 69003 Lyon
[[A|12 rue du 8 mai 1945 appt 4]]
[[A|Résidence Les Mimosas, 3 rue Foch]]
[[A|lieu-dit Kerbrat]] 29270 Carhaix
[[A|14 Le Bourg]] 29270 Carhaix
[[A|BP 123]] 69003 Lyon Cedex
[[A|TSA 40012]]
[[A|rue Neuve 12]], 1000 Bruxelles
[[A|Bahnhofstrasse 3]]
[[A|ch. des Pâquerettes 14b]], 1213 Onex
[[A|12 Baker Street]], London
on habite [[A|Via G. Verdi 3]], Torino
[[A|Piazza San Marco, 4]]
[[A|Rua Augusta 12 b]]
[[A|12 grande rue]]
au [[A|8 bis impasse du Moulin à Papier]] ?
au [[A|numéro 8 de la Grande Rue]], avec
c'est [[A|9 cours des 50-Otages]], merci
j'habite [[A|rue des Trois-Conils au quarante et un]], sonnez
la caution du [[A|17 bis rue du Four à Chaux]] à Mâcon
devant le [[A|12 de la Grand Rue]], Villersexel
l'hôtel est [[A|3 quai de l'Île aux Bois]] à Nantua
c'est [[A|rue Victor Hugo numéro deux]], à Oignies
[[A|12 rue victor hugo]] il a sonné
[[A|12 rue Jean Moulin]] Bonjour
au [[A|12 de la rue des Acacias]]
[[A|45 route de Lyon, 2e étage porte gauche]]
[[A|12 Allée des Chênes Bât B 3e étage]]
"adresse": "[[A|4 rue du Moulin à Vent]]"
[[A|8 av. du Mal Foch]]
[[A|5 chemin de la croix blanche]] à Vif
[[A|19, rue du jardin public]] 31770 colomiers
gamer: [[A|12bisruedesacacias]]57100thionville
oui chez ma mere [[A|8 rue jules vallès esc D 3eme gauche]] colombes
[[A|2 route du bacon]], au fond
[[A|12 rue de l'Église]].
[[A|17 Route des 3 Alpes]], 53120 Gorron
au [[A|3 coron de la Fosse]], à Loos
domicilié [[A|12 carrière d'Arène]] (34120 Pézenas)
elle est au [[A|4 carrefour de la Croix-de-Pierre, à l'entresol]]
Lieu principal : [[A|17 levée de la Loire]], 45110 Châteauneuf
domicile : [[A|Péniche « La Sauvagine »]], amarrée
[[A|rés. universitaire Galilée, couloir J, ch. 117]]
livrer [[A|Rce Le Clos Fleuri bt 6]], 35000 Rennes
[[A|PK 18,5 côté montagne, servitude Teihotu]], après le pont
[[A|97 av. du Mal Juin, 1er dr]]., Montargis
[[A|12 rue des Lilas]], 75012 Paris, [[A|bat.A]]
livrez [[A|12 rue des Lilas, batC3]]
[[A|12 rue des Lilas, immB]]
colis à envoyer [[A|5 Kerlann Vihan]] 29720 Plonéour-Lanvern
12 rue des\nlilas, c'est moi""".split("\n")[:-2]

KEPT = """la rue est bloquée
quai 4, voie 12
2 places de parking
le parking place de la République
3 cours de yoga
sur la route nationale
10 passages en caisse
allée 12 du magasin
c'est une impasse
ma résidence secondaire
au 3e étage
porte 12, hall 2
un passage sous 48 heures
mon adresse mail a changé
Lot de 3 ciseaux
dix porte-clés
il reste 3 place
le 2e fermé, le 3e aussi
un chemin de croix
All Inclusive
J'ai pris 2 cours d'anglais
rappel à 09:30 mail envoyé
la montée de version Debian
1 place assise
Résidence au 1er janvier : Nantes
plus de place. Salon complet
non garanti si batt. non orig.
un rang de perles
3 rangs de 12 places
Commandé le 12 via Amazon
Code 4512 via SMS
reçu via SMS reçu. Commande n° 4512 perdue
payé via Paypal 3 fois
1 levée de bacs par semaine
1 servitude de passage
les 3 Carrefour de Nantes
3 carrière de suite
habite près du carrefour de Lyon
livraison le 12 Mars 75012 Paris
Pour 2 Adultes 06000 Nice
je suis prélevé au 5, merci
Mail Orange, 12 fois
104 dans la rue d'à côté""".split("\n")


@pytest.mark.parametrize("marked", FOUND)
def test_found_whole(marked: str) -> None:
    assert_exact(RECOGNIZER, marked)


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert masked(RECOGNIZER, text) == []


def test_a_name_split_over_two_lines_is_one_address() -> None:
    assert masked(RECOGNIZER, "12 rue des\nLilas, merci") == ["12 rue des\nLilas"]


def test_a_line_border_parts_entities() -> None:
    text = "12 rue des Lilas\nBât B, 3e étage\n69003 Lyon"
    assert masked(RECOGNIZER, text) == ["12 rue des Lilas", "Bât B, 3e étage"]


@given(st.text(alphabet="12 rue,.-'\nabéd;", max_size=60))
def test_spans_lie_in_the_text(text: str) -> None:
    view = TextView(text)
    for entity in RECOGNIZER.find(view):
        assert 0 <= entity.start < entity.end <= len(view.text)


@pytest.mark.slow
def test_linear() -> None:
    assert_linear(RECOGNIZER, ADVERSARIAL)


def test_the_cheap_tests_let_every_complement_pass() -> None:
    for document in load("dev"):
        view = TextView(document.text)
        if NAMED_COMPLEMENT.search(view.plain):
            assert not NAMED_WORDS.isdisjoint(view.words), document.name
        if WEAK_COMPLEMENT.search(view.plain):
            assert view.digits or not WEAK_WORDS.isdisjoint(view.words), document.name
