"""Numbers and codes of the language model: masked when they look the part, kept when they are something else."""

from __future__ import annotations

import pytest
from placed_entities import entity_at

from feedanon.detection.code_filter import THRESHOLDS, accepts
from feedanon.detection.folding import TextView


def accepted(text: str, value: str, kind: str, score: float = 0.9) -> bool:
    return accepts(TextView(text), entity_at(text, value, kind, score))


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("en bas tu tapes B2580 et tu sonnes", "B2580", "CREDENTIAL"),
        ("l'armoire du fond : lune rousse", "lune rousse", "CREDENTIAL"),
        ("je lui lis ce qui est écrit : c-5f2e-9017-a", "c-5f2e-9017-a", "CUSTOMER_ID"),
        ("règlement par virement, libellé RK-20451", "RK-20451", "CUSTOMER_ID"),
        ("Mon numéro client est 2023-4512A", "2023-4512A", "CUSTOMER_ID"),
        ("alors zéro soixante-deux, barre, quatre mille cent cinq", "zéro soixante-deux", "CUSTOMER_ID"),
        ("son oncle, le neuf avril quarante-huit", "le neuf avril quarante-huit", "DATE_OF_BIRTH"),
        ("née en mars 84", "mars 84", "DATE_OF_BIRTH"),
        ("à Felletin, vingt-trois cinq cents", "vingt-trois cinq cents", "FR_POSTCODE"),
        ("son 06 : 06.19x80x37x24", "06.19x80x37x24", "PHONE_NUMBER"),
    ],
)
def test_what_looks_the_part_is_masked(text: str, value: str, kind: str) -> None:
    assert accepted(text, value, kind)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("commande de 1 450,00 € refusée", "1 450,00", "CUSTOMER_ID"),
        ("le modèle 4512887 est en rupture", "4512887", "CUSTOMER_ID"),
        ("article 22128 du code", "22128", "CUSTOMER_ID"),
        ("mise à jour 4.8.11 installée", "4.8.11", "CUSTOMER_ID"),
        ("du 01/01/2024 au soir", "01/01/2024", "CUSTOMER_ID"),
        ("arrivé à 14h30 pile", "14h30", "CREDENTIAL"),
        ("attendu 45 minutes", "45", "CREDENTIAL"),
        ("le 12/05/2025 10:03", "12/05/2025 10:03", "PHONE_NUMBER"),
        ("appelez le 3639", "3639", "PHONE_NUMBER"),
        ("il a dit bonjour", "bonjour", "DATE_OF_BIRTH"),
        ("75001 € de travaux", "75001", "FR_POSTCODE"),
        ("le règlement (CE) n° 1223/2009", "1223/2009", "CUSTOMER_ID"),
        ("la nappe P/N 5CB0W", "5CB0W", "CUSTOMER_ID"),
        ("un objectif f/2.8 DC DN", "f/2.8 DC DN", "CUSTOMER_ID"),
        ("un coupleur 12/24V 120A", "12/24V 120A", "CUSTOMER_ID"),
        ("un filtre (réf. 3760012345675)", "3760012345675", "CUSTOMER_ID"),
        ("réf : AB-2982\nPrix : 12 €", "AB-2982", "CUSTOMER_ID"),
        ("tapez *#*#4636#*#*", "4636", "CREDENTIAL"),
        ("lecteur réseau, code 0x80070035", "0x80070035", "CREDENTIAL"),
        ("Date opération | 2024-05-17", "05-17", "CUSTOMER_ID"),
    ],
)
def test_what_is_something_else_stays(text: str, value: str, kind: str) -> None:
    assert not accepted(text, value, kind)


@pytest.mark.parametrize("kind", sorted(THRESHOLDS))
def test_faint_candidates_stay(kind: str) -> None:
    assert not accepted("c'est le 69 12 34 56 78 90", "69 12 34 56 78 90", kind, THRESHOLDS[kind] - 0.01)


def test_a_word_without_digits_needs_more() -> None:
    text = "VOUS > pompon"
    assert accepted(text, "pompon", "CREDENTIAL", 0.95)
    assert not accepted(text, "pompon", "CREDENTIAL", 0.7)
