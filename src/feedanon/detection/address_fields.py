"""STREET_ADDRESS by the field that a form has for it: `Adresse : quartier Bellevue, derrière la mairie, case 22`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

ADDRESS_FIELD = "address field"
"""Name of the recognizer; what others find inside of a field is believed before it."""

_FIELD_WORDS = frozenset("adresse adr address chantier siege domicile complement lieu voie rue".split())
_FIELD = re.compile(
    r"(?:^|(?<=[\n;,|\t{(\"]))[ \t*>_-]{0,4}"
    r"(?:votre |son |mon |nouvelle |ancienne |derniere )?(?:adresse(?!s? ?(?:e-?mail|mail|ip|mac|web|internet|url|courriel|du site|electronique))"
    r"(?: (?:postale|complete|conso|de (?:livraison|facturation|l'intervention|consommation|correspondance)|d'(?:envoi|installation)|du (?:bien|logement|sinistre|risque)"
    r"|connue|actuelle|exacte|declaree|donnee|fournie|indiquee|saisie|enregistree|geographique|install))?"
    r"|adr(?:esse)?[ _.]?[12]?|address|chantier|siege(?: social)?|domicile|complement(?: d'adresse)?|(?P<lieu>lieu) (?:d'intervention|interv\.?|principal|secondaire|de (?:livraison|residence))|voie|rue)"
    r"(?: \([^)\n]{1,20}\))?[ _.]{0,24}[\"']?[ ]?(?:[:=>]|\"[;,]\")[ \"']{0,3}(?P<value>[^\n;|\t\"<>{}=]{6,90})"
)
_POSTCODE = re.compile(r"[ ,(/–-]{0,4}(?<!\d)(?:[a-z]{1,2}-)?\d{2} ?\d{3}(?!\d)")
_NO_ADDRESS = re.compile(
    r"@|https?:|(?<![a-z])(?:incorrect\w*|invalide|inconnue?|erronee?|incomplete|introuvable|oubliee?|obligatoire|idem|meme|non|ci-dessus|ci-dessous|voir|modifiee?|"
    r"changer|change|vide|null|none|n/a|je|j'ai|il|elle|on|nous|vous|est|etait|sont|pas|ne|merci|bonjour|impossible|refusee?|ok|pb|erreur)(?![a-z])"
)
_HOLDS_A_NAME = re.compile(r"\d|(?<=[ '’-])[A-ZÀ-Ý]")
"""A digit or a capital behind the first word: what a place has and a remark has not."""
_LEAST_WORDS = 2
_WORD = re.compile(r"[^\W_]+")


class AddressFieldRecognizer(TextRecognizer):
    """Finds what stands in a form's field for an address, whatever it is; streets and towns in it are found besides."""

    example = "Adresse : quartier Bellevue, derrière la mairie, case 22"

    def __init__(self) -> None:
        super().__init__(["STREET_ADDRESS"], ADDRESS_FIELD)

    def find(self, view: TextView) -> Iterable[Entity]:
        """The values of such fields, up to a postcode."""
        plain = view.plain
        if _FIELD_WORDS.isdisjoint(view.words) or not (":" in plain or "=" in plain or '","' in plain):
            return
        for match in _FIELD.finditer(plain):
            start, end = match.span("value")
            postcode = _POSTCODE.search(plain, start, end)
            end = postcode.start() if postcode else end
            value = plain[start:end].rstrip(" ,.-")
            refuted = _NO_ADDRESS.search(value)
            if refuted:  # what stands before its clause may be one still
                value = value[: max(0, value.rfind(", ", 0, refuted.start()))]
            doubtful = refuted is not None or match["lieu"]
            if doubtful and not _HOLDS_A_NAME.search(view.text, start, start + len(value)):
                continue
            if len(_WORD.findall(value)) >= _LEAST_WORDS:
                yield Entity("STREET_ADDRESS", start, start + len(value), 0.6, self.name)
