"""Phones and other identifiers said aloud in calls and interviews, the agent's repetition included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection.folding import TextView
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.spoken_numbers import TELLING_WORDS, Atom, Run, runs
from feedanon.entities import Entity

_PHONE_LENGTH = 10
_LEAST_ALONE = 8
_LEAST_IN_CONTEXT = 4
_LEAST_REPEATED = 4
_LEAST_ATOMS = 4
_LOOK_BACK = 160
_LABEL_REACH = 110
_NEAR = 30
_PHONE_CONTEXT = re.compile(
    r"(?<![a-z])(?:tel|telephone\w*|portable|mobile|gsm|natel|fixe|fax|ligne|joindre|joignable|rappel\w*|appele[rz]?|"
    r"appelle\w*|contacter|contact|sms|whatsapp|numero(?! d)|06|07|coordonnees)(?![a-z])"
)
_LABELS: tuple[tuple[str, str], ...] = (
    ("FR_POSTCODE", r"code postal|codes postaux"),
    ("FR_NIR", r"securite sociale|secu|nir"),
    ("IBAN_CODE", r"iban|rib"),
    ("CREDIT_CARD", r"carte (?:bancaire|bleue|de credit|visa)|cb"),
    ("FR_SIRET", r"siret"),
    ("FR_SIREN", r"siren"),
    ("FR_LICENSE_PLATE", r"immatricul\w*|plaque"),
    ("FR_ENERGY_METER", r"pdl|prm|pce|point de livraison|compteur"),
    ("DEVICE_ID", r"imei|numero de serie|sim"),
    ("CREDENTIAL", r"code(?! postal| promo| erreur| barre)|pin|digicode|mot de passe|mdp"),
    (
        "CUSTOMER_ID",
        r"commande|client\w*(?! ?:)|dossier|contrat|references?|ref|facture|ticket|colis|sinistre|adherent\w*|abonne|"
        r"police|suivi|fidelite|reservation|billet|devis|intervention|identifiant|matricule|allocataire|"
        r"numero (?:de|du|d)|societaire|incident|reclamation|bordereau|compte",
    ),
)
_LABEL = re.compile(
    r"(?<![a-z])(?:" + "|".join(f"(?P<{name}>{source})" for name, source in _LABELS) + r")(?![a-z])"
)
_WRITTEN_PHONE = re.compile(r"(?<!\d)0[1-9](?:[ .-]?\d\d){4}(?!\d)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)(?!\d)")
_SENTENCE_ENDS = re.compile(r"[.)»(«:;](?=\s|$)|[?!€%]")
_POSTCODE_IN_WORDS = re.compile(
    r"(?:code postal|habite[rz]?|adresse|domicilie\w*)[^\d\n.]{0,40}?(?<![a-z])(?P<value>"
    r"(?:(?:vingt|trente|quarante|cinquante|soixante|quatre|septante|huitante|nonante|dix|onze|douze|treize|quatorze|"
    r"quinze|seize|deux|trois|cinq|six|sept|huit|neuf|un|et|vingts|zero)[ -]){1,6}mille"
    r"(?:[ -](?:cents?|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingts?|trente|quarante|cinquante|soixante)(?![a-z])){0,6})(?![ -]*(?:euros?|clients?|personnes?|habitants?|ames|km|kilometres?|m|€))"
)


class SpokenNumberRecognizer(TextRecognizer):
    """Finds phones, customer numbers, codes, plates and postcodes that somebody says in words.

    A phone may be said pair by pair, in words or digits, with hesitations, over several turns of speech
    and repeated by the agent; each run of numbers is an entity of its own.
    """

    def __init__(self) -> None:
        types = ["PHONE_NUMBER", *(name for name, _ in _LABELS)]
        super().__init__(types, "Spoken number")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The spoken numbers of `view`."""
        telling = view.words & TELLING_WORDS
        if len(telling) < 2 and "plaque" not in view.words and not (view.digits >= _PHONE_LENGTH and "\n" in view.plain):  # noqa: PLR2004
            return
        plain = view.plain
        everything = runs(plain)
        numbers = {re.sub(r"\D", "", m.group()) for m in _WRITTEN_PHONE.finditer(plain)}
        spans, said = _phones(plain, everything)
        numbers |= said
        taken = set(spans)
        for run in everything:
            met = any(run.start < end and start < run.end for start, end in spans)
            if not met and _repeats(run, numbers):
                taken.add((run.start, run.end))
        for start, end in sorted(taken):
            yield Entity("PHONE_NUMBER", start, end, 0.9, self.name)
        if not telling and "plaque" not in view.words:
            return
        for run in runs(plain, letters=True):
            if not any(run.start < end and start < run.end for start, end in taken):
                yield from self._identifier(plain, run)
        for match in _POSTCODE_IN_WORDS.finditer(plain):
            yield Entity("FR_POSTCODE", *match.span("value"), 0.6, self.name)

    def _identifier(self, plain: str, run: Run) -> Iterator[Entity]:
        atoms = _trim(run.atoms)
        if not atoms or not any(a.in_words for a in atoms):
            return
        trimmed = Run(atoms, run.follows, run.corrected)
        count, letters = len(trimmed.digits), trimmed.letters
        label = None
        for label in _LABEL.finditer(plain, max(0, trimmed.start - _LABEL_REACH), trimmed.start):
            pass
        named = str(label.lastgroup) if label else ""
        codes = sum(a.letter and a.end - a.start > 1 for a in atoms)
        enough = count >= _LEAST_IN_CONTEXT or (count >= 2 and letters >= 2) or (codes >= 2 and count)  # noqa: PLR2004
        if named and enough and len(atoms) > 1:
            told = sum(a.in_words and not a.letter and a.digits != "1" for a in atoms)
            near = label is not None and trimmed.start - label.end() <= _NEAR
            spelled = letters > 1 and (named == "FR_LICENSE_PLATE" or codes or near)
            broken = _SENTENCE_ENDS.search(plain, trimmed.start, trimmed.end)
            if not broken and (told >= 3 or (told >= 2 and near) or spelled):  # noqa: PLR2004
                yield Entity(named, trimmed.start, trimmed.end, 0.7, self.name)
        elif count >= _LEAST_ALONE and len(atoms) >= _LEAST_ATOMS and trimmed.in_words:
            yield Entity("CUSTOMER_ID", trimmed.start, trimmed.end, 0.55, self.name)
        elif codes >= 2 and count >= 2:  # noqa: PLR2004
            yield Entity("FR_LICENSE_PLATE", trimmed.start, trimmed.end, 0.6, self.name)


def _trim(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """Atoms without the articles and lone letters at both ends: `a`, `y`, `un`."""
    first, last = 0, len(atoms)
    while first < last and atoms[first].letter and atoms[first].end - atoms[first].start == 1:
        if first + 1 < last and (atoms[first + 1].letter or atoms[first].digits not in "aylcdjmnst"):
            break
        first += 1
    while last > first and atoms[last - 1].letter and atoms[last - 1].digits in "aylcdjmnst":
        if last - 2 >= first and (atoms[last - 2].letter or last - first > _LEAST_ATOMS):
            break
        last -= 1
    return atoms[first:last]


def _repeats(run: Run, numbers: set[str]) -> bool:
    """Whether a run says again a part of a phone that stands in the text."""
    digits = run.digits
    if len(digits) < _LEAST_REPEATED or len(run.atoms) < 2:  # noqa: PLR2004
        return False
    return any(digits in number or number in digits for number in numbers)


def _begins_phone(run: Run) -> bool:
    return bool(re.match(r"0+[1-79]|33[1-79]|0033", run.digits)) or run.digits == "0"


def _phones(plain: str, everything: list[Run]) -> tuple[list[tuple[int, int]], set[str]]:
    """The spans of phones said over one or several runs, and their digits."""
    spans: list[tuple[int, int]] = []
    numbers: set[str] = set()
    index = 0
    while index < len(everything):
        run = everything[index]
        context = _PHONE_CONTEXT.search(plain, max(0, run.start - _LOOK_BACK), run.start)
        if (not run.in_words and len(run.digits) >= _PHONE_LENGTH) or not _begins_phone(run) and not (context and run.in_words and len(run.digits) >= _LEAST_IN_CONTEXT):
            index += 1
            continue
        number, members, index = _gather(everything, index)
        if _DATE.match(plain, run.start) or (len(members) == 1 and not run.in_words):
            continue
        if number[:2] in ("08", "00") or len(set(number)) == 1:
            continue
        least = _LEAST_IN_CONTEXT if context and number.startswith(("0", "33")) else _LEAST_ALONE
        if len(number) < least or (not number.startswith(("0", "33")) and not context):
            continue
        if not any(r.in_words for r in members) and len(number) < _PHONE_LENGTH:
            continue
        numbers.add(number)
        spans.extend((r.start, r.end) for r in members)
    return spans, numbers


def _gather(everything: list[Run], index: int) -> tuple[str, list[Run], int]:
    """The phone that begins at `index`: its digits, the runs that say it, the next index.

    What the agent repeats is a run that says again the end, or any part, of what was said.
    """
    first = everything[index]
    members = [_cut(first, _PHONE_LENGTH + (3 if first.digits.startswith("33") else 0))]
    number = members[0].digits
    index += 1
    while index < len(everything) and everything[index].follows:
        run = everything[index]
        said = run.digits
        if number.endswith(said) or (len(said) > 1 and said in number):
            members.append(run)
        elif len(number) < _PHONE_LENGTH:
            if said.startswith(number) and len(said) > len(number):
                number = said[:_PHONE_LENGTH]
                members.append(run)
            else:
                part = _cut(run, _PHONE_LENGTH - len(number))
                number += part.digits
                members.append(part)
        elif run.corrected or said.startswith(number[:2]) or number.startswith(said):
            members.append(run)
        else:
            break
        index += 1
    return number, members, index


def _cut(run: Run, wanted: int) -> Run:
    """The first atoms of `run` that say `wanted` digits; all of them when it says a little more or another phone."""
    said = 0
    for place, atom in enumerate(run.atoms, start=1):
        said += len(atom.digits)
        if said >= wanted:
            rest = "".join(a.digits for a in run.atoms[place:])
            # Another whole number said in the same breath stays; a stray quantity goes.
            if len(rest) >= _LEAST_REPEATED:
                return run
            return Run(run.atoms[:place], run.follows, run.corrected)
    return run
