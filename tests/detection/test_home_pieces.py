"""Floors, doors and house numbers that a text tells besides an address; and those that are nobody's."""

from time import process_time

import pytest
from places_markup import assert_exact, assert_linear, masked

from feedanon.detection.addresses import AddressRecognizer
from feedanon.detection.folding import TextView

RECOGNIZER = AddressRecognizer()

FOUND = """[[A|8 rue Foch]], mon voisin dit non. moi c'est le [[A|5]], merci
[[A|8 rue Foch]] ou le [[A|9 bis]], je ne sais plus
[[A|6 r. Pasteur]] et mon numéro, le [[A|33]], est peint
c'est [[A|27 rue Fénelon]]. non, moi c'est le [[A|vingt-trois]] !
mon adresse est [[A|3 rue du Lac]]. Elle est à la [[A|porte 18]] sur le palier
on est [[A|12 rue Foch]]. Quel étage ?\\nle [[A|7e]]
il n'y a pas d'ascenseur, j'habite au [[A|neuvième]].
mon père a descendu du [[A|5ème étage porte gauche]], bravo au voisin
l'interphone du [[A|hall 9]] marche mal
il est au [[A|17 Clemenceau]] maintenant
ON HABITE AU [[A|3 JEAN MOULIN]]
voisin : Dupont. on est [[A|square de la Mutualité]], pas loin
quelle rue ?\\nCliente : [[A|mail François-Mitterrand]], devant la rampe
on habite juste à côté [[A|boulvard Gambetta]], alors
Les jeunes du [[A|bâtiment Verlaine]] ont cassé le digicode""".split("\n")

KEPT = """livré au 3e étage du magasin
la réunion est le 27 à 18 h, salle 4
je suis au deuxième appel
imprimante étage 4 en panne
deux portes rayées sur l'armoire
c'est le 14 juillet
au 20 Minutes
code 4512 pour la porte
je suis montée à Paris
le voisin joue au 3e set""".split("\n")


@pytest.mark.parametrize("marked", FOUND)
def test_found_whole(marked: str) -> None:
    assert_exact(RECOGNIZER, marked.replace("\\n", "\n"))


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert masked(RECOGNIZER, text) == []


def test_a_stammer_before_a_square_costs_nothing() -> None:
    def seconds(words: int) -> float:
        view = TextView(20 * ("Où ?\n" + "la " * words + "x place Monge, voisin\n"))
        start = process_time()
        list(RECOGNIZER.find(view))
        return process_time() - start

    # Twice as many words may take ten times as long; they once took a hundred times.
    assert seconds(28) < 10 * max(seconds(14), 0.02)


def test_time_is_linear() -> None:
    seeds = [
        "12 rue Foch moi c'est le 5 ",
        "j'habite au 3e ",
        "sonnez au ",
        "quel étage ?\n",
        "au 3 Jean ",
        "voisin du 2e ",
    ]
    assert_linear(RECOGNIZER, seeds)
