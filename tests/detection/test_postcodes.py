"""Postcodes: those that something around them confirms."""

import pytest
from places_markup import ADVERSARIAL, assert_exact, assert_linear, masked

from feedanon.detection.folding import TextView
from feedanon.detection.postcodes import PostcodeRecognizer

RECOGNIZER = PostcodeRecognizer()

FOUND = """[[P|69003]] LYON
[[P|75 001]] Paris
[[P|75379]] PARIS CEDEX 08
[[P|F-75001]] Paris
CP [[P|69003]]
code postal : [[P|97410]]
j'habite dans le [[P|69003]]
a;[[P|69003]];LYON;b
"cp":"[[P|29270]]","ville":"Carhaix"
Lyon ([[P|69003]])
lyon [[P|69003]]
12 rue des lilas, [[P|38000]]
[[P|97417]] la montagne
[[P|20000]] ajaccio
[[P|1050]] Ixelles
[[P|1201]] Genève
[[P|44800]] St-Herblin
Agent : Code postal ?\\nClient : [[P|84110]]
Code postal ?\\nCliente : [[P|soixante-sept, deux cent quarante]].
<cp>[[P|67000]]</cp><ville>Strasbourg</ville>
12 Baker Street, London [[P|NW1 6XE]]
12bisruedesacacias[[P|57100]]thionville
À Lyon ? Croix-Rousse ?\\n- Oui, [[P|69001]], dans les pentes""".split("\n")

KEPT = """75 001 € de travaux
10 000 clients
35000 km au compteur
12000 euros
commande 44000128
il a fait 20000 pas
dossier 75012 ouvert
les 10000 premiers
34 000 entrées
Lyon (69)
en 2019 à Bruxelles
35000 avis positifs
À Lyon nous avons vendu 69001 billets
à Lyon, le stade a accueilli 38 001 amateurs, 59000 selon eux""".split("\n")


@pytest.mark.parametrize("marked", FOUND)
def test_found(marked: str) -> None:
    assert_exact(RECOGNIZER, marked.replace("\\n", "\n"))


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert masked(RECOGNIZER, text) == []


@pytest.mark.slow
def test_linear() -> None:
    assert_linear(RECOGNIZER, ADVERSARIAL)


@pytest.mark.parametrize(
    "text",
    [
        "BP 42 69003 Lyon",
        "12 rue du 8 mai 1945 69003 Lyon",
        "appt 12 69003 Lyon",
        "CS 12345 69003 Lyon",
        "route departementale 12 69003 Lyon",
        "06 12 34 56 78 69003 Lyon",
    ],
)
def test_a_number_may_stand_before(text: str) -> None:
    view = TextView(text)
    assert "69003" in [view.text[e.start : e.end] for e in PostcodeRecognizer().find(view)]


def test_a_row_of_numbers_is_no_postcode() -> None:
    view = TextView("codes 4512 69003 75001 88214 dans le tableau")
    assert list(PostcodeRecognizer().find(view)) == []
