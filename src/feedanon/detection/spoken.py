"""Phones and other identifiers said aloud in calls and interviews, the agent's repetition included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.spoken_numbers import GLUED_ZEROS, TELLING_WORDS, Atom, Run, runs
from feedanon.entities import Entity

_PHONE_LENGTH = 10
_LEAST_ALONE = 8
_LEAST_IN_CONTEXT = 4
_LEAST_REPEATED = 4
_LEAST_ATOMS = 4
_LOOK_BACK = 160
_LABEL_REACH = 110
_NEAR = 30
_PLUS = re.compile(r"(?<![a-z])plus (?=(?:trente|quarante|33|32|41))")
"""`plus trente-trois`: the sign belongs to the number."""
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
    (
        "FR_LICENSE_PLATE",
        r"immatricul\w*|plaque|vehicule|voiture|clio|megane|twingo|golf|polo|peugeot|renault|citroen",
    ),
    ("VIN", r"vin|chassis"),
    ("FR_ENERGY_METER", r"pdl|prm|pce|point de livraison|compteur"),
    ("DEVICE_ID", r"imei|numero de serie|sim"),
    ("CREDENTIAL", r"code(?! postal| promo| erreur| barre)|pin|digicode|mot de passe|mdp"),
    (
        "CUSTOMER_ID",
        r"commande|client\w*(?! ?:)|dossier|contrat|references?|ref|facture|ticket|colis|sinistre|adherent\w*|"
        r"abonne|police|suivi|fidelite|reservation|billet|devis|intervention|identifiant|matricule|"
        r"allocataire|numero (?:de|du|d)|societaire|incident|reclamation|bordereau|compte",
    ),
)
_LABEL = re.compile(
    r"(?<![a-z])(?:" + "|".join(f"(?P<{name}>{source})" for name, source in _LABELS) + r")(?![a-z])"
)
_IBAN_COUNTRY = re.compile(r"(?<![a-z])[a-z] ?[a-z] ?$")
_UNDER_100 = "(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|zero|et)"
_KEY_IN_WORDS = LazyPattern(
    rf"(?<![a-z])clef?(?: est| c'est)?[ ,:?]{{1,3}}(?:\n[^\n:]{{1,20}}: ?)?(?P<value>{_UNDER_100}(?:[ -]{_UNDER_100}){{0,4}})(?![a-z])"
)
_WRITTEN_PHONE = LazyPattern(r"(?<!\d)0[1-9](?:[ .-]?\d\d){4}(?!\d)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)(?!\d)")
_BREATH = 10
_CLAUSE = frozenset("\n.!?;:")
_SENTENCE_ENDS = re.compile(r"[.)»(«:;](?=\s|$)|[?!€%]")
_POSTCODE_IN_WORDS = re.compile(
    r"(?:code postal|habite[rz]?|adresse|domicilie\w*)[^\d\n.]{0,40}?(?<![a-z])(?P<value>"
    r"(?:(?:vingt|trente|quarante|cinquante|soixante|quatre|septante|huitante|nonante|dix|onze|douze|"
    r"treize|quatorze|quinze|seize|deux|trois|cinq|six|sept|huit|neuf|un|et|vingts|zero)[ -]){1,6}mille"
    r"(?:[ -](?:cents?|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingts?|trente|quarante|cinquante|soixante)(?![a-z])){0,6})"
    r"(?![ -]*(?:euros?|clients?|personnes?|habitants?|ames|km|kilometres?|m|€))"
)


class SpokenNumberRecognizer(TextRecognizer):
    """Finds phones, customer numbers, codes, plates and postcodes that somebody says in words.

    A phone may be said pair by pair, in words or digits, with hesitations, over several turns of speech
    and repeated by the agent; each run of numbers is an entity of its own.
    """

    example = "zéro six douze trente-quatre cinquante-six soixante-dix-huit"

    def __init__(self) -> None:
        types = ["PHONE_NUMBER", *(name for name, _ in _LABELS)]
        super().__init__(types, "Spoken number")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The spoken numbers of `view`."""
        telling = view.words & TELLING_WORDS
        if (
            (len(telling) < 2 and "zero" not in telling and GLUED_ZEROS.isdisjoint(view.words))
            and "plaque" not in view.words
            and not (view.digits >= _PHONE_LENGTH and "\n" in view.plain)
        ):
            return
        plain = view.plain
        everything = runs(plain)
        numbers = {re.sub(r"\D", "", m.group()) for m in _WRITTEN_PHONE.finditer(plain)}
        spans, kept, said = _phones(plain, everything)
        numbers |= said
        covered = bytearray(len(plain))
        for start, end in spans:
            plus = _PLUS.match(plain, max(0, start - 5))
            yield Entity("PHONE_NUMBER", plus.start() if plus else start, end, 0.9, self.name)
            covered[start:end] = b"x" * (end - start)
        for start, end in kept:
            covered[start:end] = b"x" * (end - start)
        for run in _repetitions(everything, _parts(numbers), covered):
            yield Entity("PHONE_NUMBER", run.start, run.end, 0.9, self.name)
        if not telling and "plaque" not in view.words:
            return
        yield from self._identifiers(plain, covered)
        for match in _POSTCODE_IN_WORDS.finditer(plain):
            yield Entity("FR_POSTCODE", *match.span("value"), 0.6, self.name)

    def _identifiers(self, plain: str, covered: bytearray) -> Iterator[Entity]:
        """Numbers and codes that a label announces or that are too long for a quantity; what repeats them."""
        everything = runs(plain, letters=True)
        types: dict[str, str] = {}
        for chain in _chains(plain, everything, covered):
            named = _type_of(plain, chain)
            if not named:
                continue
            types.setdefault("".join(r.digits for r in chain), named)
            for first, last in _breaths(plain, chain):
                start = (
                    _IBAN_COUNTRY.search(plain, max(0, first - 5), first) if named == "IBAN_CODE" else None
                )
                yield Entity(named, start.start() if start else first, last, 0.7, self.name)
                covered[first:last] = b"x" * (last - first)
        if "FR_NIR" in types.values():
            for match in _KEY_IN_WORDS.finditer(plain):
                yield Entity("FR_NIR", *match.span("value"), 0.7, self.name)
        parts = _parts({digits for digits in types if len(digits) >= _LEAST_REPEATED})
        for run in _repetitions(everything, parts, covered) if parts else ():
            whole = next((t for d, t in types.items() if d == run.digits), "CUSTOMER_ID")
            yield Entity(whole, run.start, run.end, 0.7, self.name)


def _breaths(plain: str, chain: list[Run]) -> Iterator[tuple[int, int]]:
    """The runs of a chain as spans; what is said between two in one clause (`euh`, `et puis`) belongs to them."""
    start, end = chain[0].start, chain[0].end
    for run in chain[1:]:
        between = plain[end : run.start]
        if len(between) > _BREATH or not _CLAUSE.isdisjoint(between):
            yield start, end
            start = run.start
        end = run.end
    yield start, end


def _chains(plain: str, everything: list[Run], covered: bytearray) -> Iterator[list[Run]]:
    """Runs that follow one another with nothing but confirmations between, without articles at their ends."""
    chain: list[Run] = []
    for run in everything:
        if not run.follows and chain:
            yield chain
            chain = []
        atoms = _trim(run.atoms)
        lone = sum(not a.letter for a in atoms) < 2 and all(a.letter or a.digits == "1" for a in atoms)
        dated = bool(atoms) and bool(_DATE.match(plain, atoms[0].start))
        letters = sum(a.letter for a in atoms)
        if (
            atoms
            and not dated
            and not (lone and letters < 2)
            and not any(covered[atoms[0].start : atoms[-1].end])
        ):
            chain.append(Run(atoms, run.follows, run.corrected))
    if chain:
        yield chain


def _type_of(plain: str, chain: list[Run]) -> str:
    """What a chain of runs identifies, by the label before it; empty when it is a quantity or nothing."""
    start, atoms = chain[0].start, [a for run in chain for a in run.atoms]
    count, letters = sum(len(run.digits) for run in chain), sum(run.letters for run in chain)
    codes = sum(a.letter and a.end - a.start > 1 for a in atoms)
    told = sum(a.in_words and not a.letter and a.digits != "1" for a in atoms)
    if len(atoms) < 2 or not any(a.in_words for a in atoms):
        return ""
    labels = list(_LABEL.finditer(plain, max(0, start - _LABEL_REACH), start))
    if any(_SENTENCE_ENDS.search(plain, run.start, run.end) for run in chain):
        labels = []
    if labels and (count >= _LEAST_IN_CONTEXT or (count >= 2 and letters >= 2) or (codes >= 2 and count)):
        named, near = str(labels[-1].lastgroup), start - labels[-1].end() <= _NEAR
        spelled = letters > 1 and (named == "FR_LICENSE_PLATE" or codes or near)
        if told >= 3 or (told >= 2 and near) or spelled:
            return named
    if count >= _LEAST_ALONE and len(atoms) >= _LEAST_ATOMS and told:
        return "CUSTOMER_ID"
    return "FR_LICENSE_PLATE" if codes >= 2 and count >= 2 else ""


def _repetitions(everything: list[Run], parts: frozenset[str], covered: bytearray) -> Iterator[Run]:
    """Runs outside what is covered that say again something of `parts`."""
    for run in everything:
        if not any(covered[run.start : run.end]) and _repeats(run, parts):
            yield run


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


def _parts(numbers: set[str]) -> frozenset[str]:
    """The phones and every part of them that is long enough to be recognized when it is said again."""
    return frozenset(
        number[first:last]
        for number in numbers
        for first in range(min(len(number), _PHONE_LENGTH))
        for last in range(first + _LEAST_REPEATED, min(len(number), 2 * _PHONE_LENGTH) + 1)
    )


def _repeats(run: Run, parts: frozenset[str]) -> bool:
    """Whether a run says again a phone, or a part of one, that stands in the text."""
    digits = run.digits
    if len(digits) < _LEAST_REPEATED or len(run.atoms) < 2:
        return False
    return digits in parts or digits[:_PHONE_LENGTH] in parts or digits[-_PHONE_LENGTH:] in parts


def _begins_phone(run: Run) -> bool:
    return bool(re.match(r"0+[1-9]|33[1-9]|0033", run.digits)) or run.digits == "0"


_Spans = list[tuple[int, int]]


def _phones(plain: str, everything: list[Run]) -> tuple[_Spans, _Spans, set[str]]:
    """The spans of phones said over one or several runs, those of special numbers, the phones' digits."""
    spans: _Spans = []
    kept: _Spans = []
    numbers: set[str] = set()
    index = 0
    while index < len(everything):
        run = everything[index]
        context = _PHONE_CONTEXT.search(plain, max(0, run.start - _LOOK_BACK), run.start)
        if (not run.in_words and len(run.digits) >= _PHONE_LENGTH) or (
            not _begins_phone(run) and not (context and run.in_words and len(run.digits) >= _LEAST_IN_CONTEXT)
        ):
            index += 1
            continue
        number, members, index = _gather(everything, index)
        if _DATE.match(plain, run.start) or (len(members) == 1 and not run.in_words):
            continue
        if number[:2] in ("08", "00") or len(set(number)) == 1:
            if number[:2] == "08":
                kept.extend((r.start, r.end) for r in members)
            continue
        least = _LEAST_IN_CONTEXT if context and number.startswith(("0", "33")) else _LEAST_ALONE
        if len(number) < least or (not number.startswith(("0", "33")) and not context):
            continue
        if not any(r.in_words for r in members) and len(number) < _PHONE_LENGTH:
            continue
        numbers.add(number)
        spans.extend((r.start, r.end) for r in members)
    return spans, kept, numbers


def _gather(everything: list[Run], index: int) -> tuple[str, list[Run], int]:
    """The phone that begins at `index`: its digits, the runs that say it, the next index.

    What the agent repeats is a run that says again the end, or any part, of what was said.
    """
    first = everything[index]
    members = [_cut(first, _PHONE_LENGTH + (3 if first.digits.startswith("33") else 0))]
    number = members[0].digits[: 2 * _PHONE_LENGTH]
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
    """The first atoms of `run` that say `wanted` digits; all of them when another phone is said as well."""
    said = 0
    for place, atom in enumerate(run.atoms, start=1):
        said += len(atom.digits)
        if said >= wanted:
            rest = run.atoms[place:]
            # `vingt quatre-vingt-dix` counts a pair too many: only a lone quantity after a comma goes.
            if len(rest) == 1 and rest[0].digits in "123456789" and rest[0].start - atom.end > 1:
                return Run(run.atoms[:place], run.follows, run.corrected)
            return run
    return run
