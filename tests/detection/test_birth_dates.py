"""Birth dates by what announces them; ordinary dates stay."""

import pytest
from places_markup import ADVERSARIAL, assert_exact, assert_linear, masked

from feedanon.detection.birth_dates import BirthDateRecognizer

RECOGNIZER = BirthDateRecognizer()

FOUND = """né le [[D|03/02/1984]]
né le [[D|O7.O9.2O18]], faux
Né le [[D|O7|O8|1961]] ; IBAN
date de naissance : [[D|l4/O7/l991]]
je suis née un [[D|9 décembre, en 63]], à Bailleul
né en l'an [[D|2002, un 6 mai]]
née le [[D|3 février 1984]] à Lyon
date de naissance : [[D|03.02.84]]
ddn [[D|3/2/84]]
ma femme est née en [[D|1984]]
naissance : [[D|3 fév. 84]]
j'ai 39 ans je suis du [[D|03/02/84]]
DOB: [[D|1984-02-03]]
born on [[D|February 3rd, 1984]]
DOB: [[D|9th of June 1971]]
D/N : [[D|24 | 10 | 1990]]
né à Chaves le [[D|12 du mois d'avril 1957]]
j'suis de [[D|84 le 3 février]].
Elle est de [[D|novembre 36]], calculez
moi je suis de [[D|38, le 9 du 3]], alors
née en [[D|quatre-vingt-sept, le vingt avril]]
nom Oyono\\nnée\\nle [[D|9 mars 66]]
née le [[D|vingt et un barre zéro cinq barre deux mille un]]
ddn [[D|12.4.87]] refusée. J'ai essayé [[D|12/4/87]] puis [[D|12/04/87]], commandé le 12/04/2024
DDN : Nina [[D|24/12/18]], Zoé [[D|5/12/16]], livré le 4/5/23
Dates de naissance des enfants ?\\nPassagère: [[D|05/05/2016]] et [[D|11.12.19]]
né un [[D|12 avril]]\\nSupport : Quelle année ?\\nMoi : [[D|73]]
"date_naissance": "[[D|1984-02-03]]"
Agent : votre date de naissance ?\\nClient : [[D|03/02/1984]]
[10:43] Agent : votre date de naissance svp ?\\n[10:44] Client : le [[D|3 fevrier 84]]
née le [[D|trois février mille neuf cent quatre-vingt-quatre]]
né le [[D|premier mars soixante-douze]]
nom;ddn;ville\\nDupont;[[D|03/02/1984]];Lyon\\nMartin;[[D|04/05/1990]];Brest
il est né à Lyon le [[D|3/2/84]]
née Martin le [[D|03/02/1984]]
Née DUPONT, le [[D|12 mars 1956]]
né(e) le : [[D|12/03/1956]]
date de naissance de ma fille : [[D|12 mars 2015]]
ma fille Léa (née le [[D|5 mai 2012]])
né le [[D|03 02 1984]]
date de naissance [[D|03021984]]
je suis née le [[D|14 1 49]] et
ma date de naissance, fausse dans l'acte, est le [[D|19/08/1951]].
verifier DDN [[D|27.05.1966]] vs [[D|30.01.1969]] avant
Passager : Linh Nguyen ([[D|12/11/1966]])
<naissance ne="[[D|24-10-1935]]"/>""".split("\n")

KEPT = """commande du 03/02/2024
livré le 12 mars
le problème est né en 2019
je ne le 12 pas
livraison le 12/03 ne le prends pas
garantie jusqu'au 03/02/1999
reçu le 3 février mille excuses
ouvert depuis le 12 mars 1998
il est de 12 euros
elle est de 2019, la facture
facture (12/11/2023)""".split("\n")


@pytest.mark.parametrize("marked", FOUND)
def test_found(marked: str) -> None:
    assert_exact(RECOGNIZER, marked.replace("\\n", "\n"))


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert masked(RECOGNIZER, text) == []


@pytest.mark.slow
def test_linear() -> None:
    assert_linear(RECOGNIZER, ADVERSARIAL)
