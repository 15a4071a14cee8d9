"""Reads a name from a place in a text: which of the next words belong to it."""

from __future__ import annotations

import re
from functools import lru_cache

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView

NAME = lex.FIRST_NAME | lex.SURNAME
COMMON = lex.FREQUENT_WORD | lex.FREQUENT_ENGLISH_WORD
ORDINARY = COMMON | lex.ORDINARY_WORD
NO_SURNAME = ORDINARY | lex.BRAND_WORD | lex.LAND | lex.COMMUNE
"""What a word is besides a surname, so that it proves none."""

ELIDED = re.compile(
    r"[cdjlmnst] (?:a|ai|as|est|et(?:ait|aient)|ont|avait?|appelle|en|y|attend|arrive)(?![a-z])"
)
"""A letter whose apostrophe was forgotten, with its verb: `GIOVANNI M A DIT`."""
_NEXT = re.compile(r"(?P<gap>[ \t]{0,2}(?:-|[ \t]?'|\.[ \t]?)?[ \t]{0,2})(?P<word>[^\W\d_]+)")
LABELS_NEXT = re.compile(r"[ \t]?[:=]")
"""A word before a colon is the label of what follows, not more of the name before it."""
_MAX_WORDS = 6

NEVER = frozenset(
    "bonjour bonsoir merci cordialement salutations madame monsieur mademoiselle messieurs mesdames mme mr mlle "
    "je j tu il elle on nous vous ils elles c ce cela ca qui que qu dont ou et est suis avez ai a au aux en dans "
    "pour par sur sous chez avec sans mais donc or ni car si ne pas plus tres bien tout tous toute toutes votre "
    "vos notre nos mon ma mes son sa ses leur leurs un une les des ces cette cet client cliente service equipe "
    "agent conseiller conseillere sav tel mail email adresse code ville date objet message numero ref reference "
    "tres bonne bon journee soiree hello hi dear the and is was from to at of for with my your our i you we they "
    "nom noms prenom prenoms tel telephone mobile portable fax mail cp date ne nee client ref non oui ok nc na rien neant anonyme inconnu".split()
)
"""Words that follow a civility, a greeting or a label and are never the name itself."""

_AFTER_CIVILITY = NEVER - {"bon", "tout"}

OFFICES = frozenset(
    "maire adjoint adjointe directeur directrice president presidente prefet prefete sous-prefet ministre juge procureur procureure "
    "cure abbe senateur senatrice depute deputee gerant gerante responsable chef comptable principal principale "
    "proviseur recteur rectrice doyen doyenne doyen intendant intendante commissaire commandant capitaine colonel general lieutenant "
    "notaire huissier greffier mediateur mediatrice conciliateur defenseur tresorier tresoriere secretaire syndic bailleur "
    "proprietaire locataire vendeur vendeuse banquier assureur expert experte inspecteur inspectrice controleur controleuse "
    "premier receveur percepteur docteur professeur marquis comte duc baron".split()
)
"""What a civility and an article announce: `Madame le Maire`, `Monsieur le Directeur`."""


@lru_cache(maxsize=65536)
def flags(word: str) -> int:
    """What the lexicon knows of a word, remembered."""
    return lex.Lexicon.load().flags(word)


def read_name(
    view: TextView, start: int, *, trust: bool, limit: int = _MAX_WORDS, surname: bool = False
) -> int:
    """Where the name that begins at `start` ends; `start` itself when no name begins there.

    Args:
        view: the text.
        start: index of the first letter.
        trust: a strong cue stands before (`je m'appelle`, `Nom :`): an unknown word in lower case is
            taken for a name.
        limit: most words that a name may have.
        surname: a civility stands before, so an ordinary word with a capital is one too (`M. Bon`).
    """
    end = position = start
    shouting = _shouts(view.text, start)
    pending = None  # where a particle began that only counts when a name follows
    for count in range(limit):
        match = _NEXT.match(view.text, position)
        if match is None:
            break
        at, stop = match.span("word")
        if count and (not _joins(view, match, pending is not None) or LABELS_NEXT.match(view.plain, stop)):
            break
        kind = _judge(view, at, stop, trust=trust, first=end == start, shouting=shouting)
        if surname and kind == "no" and end == start and _may_be_surname(view, at, stop, shouting):
            kind = "name"
        if kind == "no":
            break
        if kind == "particle":
            pending = at
            position = stop
            continue
        pending = None
        end = position = stop
    return end


def _may_be_surname(view: TextView, start: int, end: int, shouting: bool) -> bool:
    """Whether an ordinary word after a civility is a surname: it has a capital and is one that people bear."""
    word = view.text[start:end]
    known = flags(view.plain[start:end])
    capital = word[:1].isupper() and not word.isupper() and not shouting
    last = word.isupper() and view.text[end : end + 2].strip(" .,;") in ("", "\n")  # MR PRINTEMPS
    return (
        (capital or last) and len(word) > 2
        and bool(known & lex.SURNAME) and not known & lex.CIVILITY and view.plain[start:end] not in _AFTER_CIVILITY
    )  # fmt: skip


def _joins(view: TextView, match: re.Match[str], after_particle: bool) -> bool:
    """Whether what stands between two words can stand inside a name."""
    gap = match.group("gap")
    if "." in gap:
        # `M. K.` and `J.P. Dupont`: only after a single letter.
        before = match.start() - 1
        return view.text[before].isalpha() and (before == 0 or not view.text[before - 1].isalpha())
    if "'" in gap:
        return after_particle or view.plain[match.start() - 1] in "dlo"
    return bool(gap) or after_particle


def _shouts(text: str, position: int) -> bool:
    """Whether the line at `position` is written in capitals throughout, so that a capital says nothing."""
    begin = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[max(begin, position - 60) : min(end if end >= 0 else len(text), position + 60)]
    return line.isupper() and line.count(" ") > 3


def _judge(view: TextView, start: int, end: int, *, trust: bool, first: bool, shouting: bool) -> str:
    """What one word is in a name: `name`, `initial`, `particle`, or `no`."""
    plain = view.plain[start:end]
    capital = view.text[start].isupper() and not shouting
    if len(plain) == 1:
        initial = capital and (not first or view.text[end : end + 1] == ".")
        if initial and plain not in "ay":
            return "initial"
        if initial and view.text[end : end + 1] in (".", "", "\n", ",", ")"):
            return "initial"
        return "particle" if plain in "dol" and view.plain[end : end + 1] == "'" else "no"
    known = flags(plain)
    if known & lex.PARTICLE and not (capital and known & NAME and not first):
        return "particle"
    if plain in NEVER or known & lex.CIVILITY:
        return "no"
    if known & COMMON:
        # `Mme Petit`, never `Mme petit souci`: ordinary words need a capital of their own.
        loud = view.text[start:end].isupper()
        if not capital or (not known & NAME) or (loud and not first):
            return "no"
        return "name"
    if capital:
        return "no" if known & (lex.BRAND_WORD | lex.LAND) and not known & NAME else "name"
    if known & NAME and not known & lex.ORDINARY_WORD:
        return "name"
    if known & NAME and trust and first:
        return "name"
    return "name" if trust and not known & ORDINARY and len(plain) > 2 else "no"
