"""People of whom a text gives initials, and capitals that are none."""

from __future__ import annotations

import pytest

from feedanon.detection.folding import TextView
from feedanon.detection.initials import InitialsRecognizer

INITIALS = InitialsRecognizer()


def found(text: str) -> list[str]:
    return [text[e.start : e.end] for e in INITIALS.find(TextView(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("resp. P. Schnoebelen, atelier", ["P. Schnoebelen"]),
        ("09/01 19:05 | Cl. Weissenbacher (CS) : non", ["Cl. Weissenbacher"]),
        ("[traité par CBO – 14/04]", ["CBO"]),
        ("à reprendre par KTR", ["KTR"]),
        ("transmis à ma collègue MLG.", ["MLG"]),
        ("ouvert 08/01 11h42 par LBN\ncli : Mme", ["LBN"]),
        ("délai 10 j ouvrés. S.M.", ["S.M."]),
        ("Amicalement,\nT. et A.", ["T. et A."]),
        ("Lille, le 12 octobre\nM. A.-O.\n", ["M. A.-O."]),
        ("remb. 60 € OK'd par FLB.", ["FLB"]),
        ("Geste : 15 €. Vu : AB", ["AB"]),
        ("NOTE D'APPEL / op. FLB / niv.1", ["FLB"]),
        ("oui\nagent NT: date de naissance", ["NT"]),
        ("Conseiller réel (B.): Je reprends", ["B."]),
        ("Écrêtement ok. Fin. JPB", ["JPB"]),
        ("Clos le 22/08 — MRC", ["MRC"]),
        ("Bonjour,\nrien reçu.\nJPE", ["JPE"]),
        ("De : Syndic — Th. G.\nfuite", ["Th. G."]),
        ("sinon rien\nJ.B. Bon\nChargé de clientèle", ["J.B. Bon"]),
    ],
)
def test_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "le S.A.V. de la S.N.C.F.",
        "vers 10 h. Hier matin, av. Foch, M. le Maire",
        "code envoyé, validé par SMS",
        "payé par CB, repris par DHL",
        "12:40 SAV : bonjour",
        "10:42 TC : bonjour",
        "vu par tous",
        "Film vu par VOD. La VOD est nulle",
        "lait traité par UHT, sans goût",
        "Tout va bien. R.A.S.",
        "Réponse :\nB.",
        "14:20 SYS : redémarrage",
        "voir annexe A.",
        "Rappelé par le SAV. RAS",
        "agent SAV: bonjour",
        "Bonjour,\nmerci\nTOP",
        "Vu : le film",
        "suivi : OK",
        "service nul — LOL",
        "Livré en 2 h - TOP",
        "Taille - XL",
        "",
    ],
)
def test_kept(text: str) -> None:
    assert found(text) == []
