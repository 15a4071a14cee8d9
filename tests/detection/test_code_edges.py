"""References with all that is tied to them."""

from __future__ import annotations

import pytest
from placed_entities import entity_at

from feedanon.detection.code_edges import whole
from feedanon.detection.folding import TextView


@pytest.mark.parametrize(
    ("text", "found", "all_of_it"),
    [
        ("celui qui finit par 88 (MRH 7 204 561)", "7 204 561", "MRH 7 204 561"),
        ("le bon 42107/C ou l'autre", "42107", "42107/C"),
        ("Objet : SUP-118702 en erreur", "118702", "SUP-118702"),
        ("sous le logo, 92-3041167-Q, pas à droite", "3041167", "92-3041167-Q"),
        ("à l'écran : c-5f2e", "5f2e", "c-5f2e"),
        ("Objet : MRH \n7204561", "7204561", "7204561"),
        ("commande 4512887-impossible", "4512887", "4512887"),
        ("sur la pièce, CNI 160975304821", "160975304821", "160975304821"),
        ("au SAV 4512887", "4512887", "4512887"),
        ("chez IKEA 4512887", "4512887", "4512887"),
        ("MERCI DE RAPPELER LE 4512887", "4512887", "4512887"),
        ("avec-4512887", "4512887", "4512887"),
        ("QXZRLM est ma résa", "QXZRLM", "QXZRLM"),
        ("sinistre S2024 0611 774 / 3B", "S2024 0611 774", "S2024 0611 774 / 3B"),
        ("cachet C 0884 / 7716 / B", "C 0884", "C 0884 / 7716 / B"),
        ("Commande n° 458712 / 25,50 €", "458712", "458712"),
        ("Commande n° 458712 / 12 articles", "458712", "458712"),
        ("Commande n° 458712 / EDF", "458712", "458712"),
        ("commande 4512887 / 67 €", "4512887", "4512887"),
        ("dossier 4512887 / 06 12 34 56 78", "4512887", "4512887"),
    ],
)
def test_prefixes_and_suffixes(text: str, found: str, all_of_it: str) -> None:
    entity = whole(TextView(text), entity_at(text, found, "CUSTOMER_ID"))
    assert text[entity.start : entity.end] == all_of_it


@pytest.mark.parametrize(
    ("text", "found", "kind", "all_of_it"),
    [
        ("nico-le-vrai a écrit", "nico", "USERNAME", "nico-le-vrai"),
        ("user AD\\oyem-dalmasso.c", "oyem-dalmasso.c", "USERNAME", "AD\\oyem-dalmasso.c"),
        ("merci de la confiance.\nbichette : ok", "bichette", "USERNAME", "bichette"),
        ("c'est kevdu59.Merci", "kevdu59", "USERNAME", "kevdu59"),
        ("sa boutique KevKev_Sneakers", "KevKev", "PERSON", "KevKev_Sneakers"),
        ("le bot_Paul", "Paul", "PERSON", "bot_Paul"),
        (f"nico_{'a' * 60} a écrit", "nico", "USERNAME", f"nico_{'a' * 60}"),
        ("Jean-Paul est là", "Paul", "PERSON", "Paul"),
        ("le mdp bichon<3Alizee, oui", "3Alizee", "CREDENTIAL", "bichon<3Alizee"),
        ("clé sk_live_7Qw2nB0x.", "7Qw2nB0x", "CREDENTIAL", "sk_live_7Qw2nB0x"),
        ("dix-huit trois deux", "huit trois deux", "CREDENTIAL", "huit trois deux"),
        ("?u=mlefranc&t=7d1c", "mlefranc", "CREDENTIAL", "mlefranc"),
        ("une adresse - Lyon", "Lyon", "CITY", "Lyon"),
    ],
)
def test_handles_and_secrets(text: str, found: str, kind: str, all_of_it: str) -> None:
    entity = whole(TextView(text), entity_at(text, found, kind))
    assert text[entity.start : entity.end] == all_of_it


@pytest.mark.parametrize(
    ("text", "found", "link"),
    [
        ("vu sur https://photo-partage.fr/p/a8Kd02xq et", "a8Kd02xq", "https://photo-partage.fr/p/a8Kd02xq"),
        ("bien reçu pay.cine-demo.fr/r/8fQz71-k.", "8fQz71-k", "pay.cine-demo.fr/r/8fQz71-k"),
        ("<hxxps://colis[.]example/p?u=0671402298>", "0671402298", "hxxps://colis[.]example/p?u=0671402298"),
        ("cmd/4512887", "4512887", "4512887"),
        ("tel.port/4512887", "4512887", "4512887"),
        ("le 12.03/4512887", "4512887", "4512887"),
    ],
)
def test_a_code_in_a_link_takes_the_link_along(text: str, found: str, link: str) -> None:
    entity = whole(TextView(text), entity_at(text, found, "CUSTOMER_ID"))
    assert text[entity.start : entity.end] == link
