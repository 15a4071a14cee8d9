"""What labels announce: for each identifier its labels and the shape that its characters have together."""

from __future__ import annotations

from dataclasses import dataclass

from feedanon.detection.number_accounts import LENGTHS

_D = "[0-9oil*]"
_COUNTRIES = "|".join(f"{code}{_D}{{2}}[a-z0-9*]{{{length - 4}}}" for code, length in LENGTHS.items())


@dataclass(frozen=True)
class Kind:
    """What a label announces.

    Attributes:
        entity: the type.
        label: what announces it, in plain text.
        shape: the whole identifier without separators; `*` stands for what is hidden.
        letters: letters may stand alone in a piece.
        least: how many true digits it holds at least.
    """

    entity: str
    label: str
    shape: str
    letters: bool = False
    least: int = 4


KINDS = (
    Kind(
        "IBAN_CODE",
        r"i ?b ?a ?n(?![a-z]{3})|bban|rib(?![a-z])",
        rf"{_COUNTRIES}|{_D}{{10}}[a-z0-9*]{{11}}{_D}{{2}}",
        letters=True,
        least=8,
    ),
    Kind(
        "CREDIT_CARD",
        r"cartes?(?! (?:de )?(?:fidelite|cadeau|identite|sejour|vitale|sim|grise|client|nationale|resident))|card(?![a-z])|cb(?![a-z])|visa(?![a-z])|mastercard|amex|pan(?![a-z])",
        rf"[2-6]{_D}{{15}}|3[47]{_D}{{13}}",
    ),
    Kind(
        "FR_NIR",
        r"secu(?:rite sociale)?(?![a-z])|matricule (?:d')?assuree?|nir(?![a-z])|vitale|num(?:ero)? ?(?:d')?assuree?(?=[^a-z]|$)|assure sociale?|n[°o.]{0,2} ?s\.?s(?![a-z])|insee",
        rf"[1-478l]{_D}{{4}}(?:{_D}{{2}}|2[ab]){_D}{{8}}|[1-478l]{_D}{{4}}(?:{_D}{{2}}|2[ab]){_D}{{6}}",
    ),
    Kind(
        "FR_PASSPORT",
        r"pas+e?[ -]?ports?",
        r"[0-9o][0-9o][a-z]{2}[0-9o*]{5}|[a-z]{1,2}[0-9]{6,8}|[0-9]{9}",
        letters=True,
        least=2,
    ),
    Kind(
        "FR_LICENSE_PLATE",
        r"plaques?|immatricul(?:ation|ee?s?)?|immat(?![a-z])|immat(?=[a-z]{2}\d{3})|vehicule|voiture|scooter|moto(?![a-z])",
        r"(?!en|et|de|la|le|ma|sa|ta|ce|se|ne|me|te|km|kg|cm|mm|ch|cv)[a-hj-np-tv-z]{2}[0-9oil*]{3}(?!km|kg|ch|cv|cc|en|et|eu|mn|ml|mm|cm)[a-hj-np-tv-z]{1,2}|\d{2,4}[a-hj-np-tv-z]{2,3}(?!00)\d{2}|\d[a-z]{3}\d{3}",
        letters=True,
        least=1,
    ),
    Kind(
        "MAC_ADDRESS",
        r"(?:adresse )?mac(?![a-z])|hwaddr|device(?![a-z])",
        r"[0-9a-fo*]{12}",
        letters=True,
        least=2,
    ),
    Kind(
        "VIN",
        r"vin(?![a-z])|vin(?=vf\d)|chassis|case e(?![a-z])",
        r"[a-z0-9*]{11}[a-z0-9*]{2}[0-9oil*]{4}",
        letters=True,
        least=5,
    ),
    Kind(
        "FR_RESIDENCE_PERMIT",
        r"(?:titre|carte) de sejour|agdref|n[a-z°]{0,6} ?(?:d')?etrangere?|recepisse|carte de resident",
        r"[0-9]{10}|[a-z]{1,3}[0-9]{8,9}|[a-z]{2}\d[a-z]\d{6,7}",
        letters=True,
    ),
    Kind(
        "FR_DRIVING_LICENCE", r"permis(?! de construire)|neph", r"[0-9]{12}|\d\d[a-z]{2}\d{5}", letters=True
    ),
    Kind(
        "FR_ENERGY_METER",
        r"p\.?d\.?l(?![a-z])|p\.?r\.?m(?![a-z])|p\.?c\.?e(?![a-z])|points? de livraison|linky|gazpar|compteur",
        rf"g[il1]{_D}{{6}}|[0-9*]{{14}}|[0-9*]{{12}}",
        letters=True,
        least=5,
    ),
    Kind(
        "DEVICE_ID",
        r"i\.?m\.?e\.?i(?:[12](?!\d))?(?![a-z])|\*#06#",
        rf"3{_D}{{13,15}}|8{_D}{{14}}|[019]{_D}{{14}}",
        least=9,
    ),
    Kind("DEVICE_ID", r"sim(?![a-z])|iccid", r"89[0-9*]{17,18}", least=9),
    Kind("DEVICE_ID", r"uuid|guid|gaid|idfa", r"[0-9a-f]{32}", letters=True, least=6),
    Kind(
        "FR_TAX_ID",
        r"fiscale?s?(?![a-z])|spi(?![a-z])|nif(?![a-z])|impots?(?![a-z])|numfiscal|declarant",
        rf"[0-3]{_D}{{12}}",
        least=6,
    ),
    Kind("FR_SIRET", r"siret", rf"[0-9]{_D}{{13}}", least=10),
    Kind("FR_SIREN", r"siren", rf"[0-9]{_D}{{8}}", least=7),
)
