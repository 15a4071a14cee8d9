"""Edges of the language model's candidates: the words that it took along and that are no part of what it found.

The model marks neighbours generously, since one readable letter is a leak. What cannot end a name, an address
or a code is given back here, so that `brest la machine fuit` keeps its article and `exp 09/27` its label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from feedanon.detection.folding import TextView
from feedanon.detection.name_words import COMMON, ELIDED, NAME, flags
from feedanon.detection.spoken_numbers import NUMBER_WORDS
from feedanon.entities import Entity

_WORD = re.compile(r"[^\W_]+")
_NAMES = frozenset({"PERSON", "CITY", "STREET_ADDRESS"})
_NUMBERS = frozenset({"PHONE_NUMBER", "FR_POSTCODE"})

_BRIDGE = re.compile(r"(?:[ ,'()-]{0,3}[^\W\d_]{1,9}){0,3}[ ,'()x-]{0,3}")
_BRIDGES = {
    "STREET_ADDRESS": _BRIDGE,
    "CREDENTIAL": re.compile(
        r"(?:[ ,'()-]{0,3}(?!(?:et|puis|ou|le|la|l|c|code|digicode|pin|mdp|login|cle|user)(?![a-z]))[^\W\d_]{1,9}){0,3}[ ,'()x-]{0,3}"
    ),
    "PHONE_NUMBER": _BRIDGE,
    "CITY": re.compile(r"[ -](?:sur|sous|les|le|en|de|du|d'|l')[ -]?(?:la |le |l')?"),
}
"""What may stand between two candidates of a type that are one: a town is `vitri sur seine`."""
_NEVER_LAST = frozenset(
    "la le les l de du des d et ou sur sous a au aux en un une pas comme qui que qu mais car donc pour avec sans dans par puis chez "
    "est sont c ce ca cest etait j je jai ai on il elle ils elles y ya se sa son ses ma mon mes ta ton si ni ne n s t m svp stp "
    "and the is at in of to for with".split()
)
"""Words that end no name, no town and no address."""
_NEVER_FIRST = frozenset(
    "a au aux de du des d et ou chez a en sur qui que pour avec par est c j je mon ma".split()
)
"""Words that begin no name and no town; `le` and `la` do."""
_SAID = NUMBER_WORDS | {"mille", "double", "triple", "plus"}
_TITLES = frozenset("mr mrs mstr mme mlle melle dr dre madame monsieur mademoiselle docteur maitre".split())
"""Civilities stay readable before a name and, as airlines write them, behind it."""
_TIES_OF_NAMES = frozenset("et and nee epouse".split())
"""Words between two names that are part of neither: `Léa et Hugo`, `Odile née Fuchs`."""
_LABELS = frozenset(
    "n no nr num numero ref reference id code cle clef cb carte rna pv ipp caf imei iccid mac ip lan wan sn serie index exp hp hc "
    "tel iban rib bic siret siren tva nir secu pdl prm pce vin plaque immat cp ddn contrat dossier commande client facture "
    "c est cest le la les un une de du des et ou puis alors euh donc voila mon ma mes votre avec pour sur j ai je "
    "mot passe mdp login user pass pin puk".split()
)
"""Words that announce a number or join its parts, and are none of it."""


def joined(view: TextView, names: Sequence[Entity]) -> list[Entity]:
    """`names` with those made one that a word or two part: `14 rue du puits` qui parle `bat C`.

    Args:
        view: the text.
        names: candidates of the language model, in the order of the text.
    """
    out: list[Entity] = []
    for entity in names:
        before = out[-1] if out else None
        if (
            before is not None
            and before.entity_type == entity.entity_type
            and entity.entity_type in _BRIDGES
            and _BRIDGES[entity.entity_type].fullmatch(view.plain, before.end, entity.start)
        ):
            out[-1] = replace(before, end=entity.end, score=max(before.score, entity.score))
        else:
            out.append(entity)
    return out


def trimmed(view: TextView, entity: Entity, following: int) -> Entity:
    """`entity` without what cannot stand at its edges.

    Args:
        view: the text.
        entity: a candidate of the language model, with offsets in the view.
        following: where the next candidate begins; what stands between the two halves of one name stays.
    """
    words = list(_WORD.finditer(view.plain, entity.start, entity.end))
    first, last = 0, len(words) - 1
    if entity.entity_type == "CUSTOMER_ID":
        while first < last and _is_label(words[first]) and not _is_spelled(words, first, 1):
            first += 1
        while last > first and _is_label(words[last]) and not _is_spelled(words, last, -1):
            last -= 1
    elif entity.entity_type in _NUMBERS:
        first, last = _inside(words, first, last, lambda word: not _is_number(word))
    elif entity.entity_type in _NAMES and following > entity.end + 1:
        while last > first and _ends_nothing(words[last], view) and len(words[last - 1][0]) > 1:
            last -= 1
        if entity.entity_type == "PERSON":
            first, last = _inside(words, first, last, lambda word: word[0] in _TITLES)
        while first < last and entity.entity_type == "CITY" and words[first][0] in _NEVER_FIRST:
            first += 1
    if first == 0 and last == len(words) - 1:
        return entity
    return replace(entity, start=words[first].start(), end=words[last].end())


def parted(view: TextView, entity: Entity) -> Iterator[Entity]:
    """The names that a candidate holds: `NASSIM ET ZAÏNA` are two, and so are `Odile née Fuchs`."""
    words = list(_WORD.finditer(view.plain, entity.start, entity.end))
    ties = [number for number, word in enumerate(words) if _parts(view, word)]
    if entity.entity_type != "PERSON" or not ties:
        yield entity
        return
    for first, last in zip([-1, *ties], [*ties, len(words)], strict=True):
        if last - first > 1:
            yield replace(entity, start=words[first + 1].start(), end=words[last - 1].end())


def _parts(view: TextView, word: re.Match[str]) -> bool:
    around = view.plain[word.start() - 1 : word.start()] + view.plain[word.end() : word.end() + 1]
    return (
        word[0] in _TIES_OF_NAMES and "-" not in around and not view.text[word.start() : word.end()].istitle()
    )


def _inside(
    words: Sequence[re.Match[str]], first: int, last: int, outside: Callable[[re.Match[str]], bool]
) -> tuple[int, int]:
    """The first and the last word without those at both ends that are no part; one is always left."""
    while last > first and outside(words[last]):
        last -= 1
    while first < last and outside(words[first]):
        first += 1
    return first, last


def _is_spelled(words: Sequence[re.Match[str]], index: int, way: int) -> bool:
    """Whether a short word is a letter or a number of a code that is said: `c zéro deux`, `barre, zéro un`."""
    word, neighbour = words[index][0], words[index + way][0]
    return word in ("un", "une") or (len(word) == 1 and not neighbour[0].isdigit())


def _is_number(word: re.Match[str]) -> bool:
    """Whether a word is a part of a number: digits, how they are said, or the crosses that hide them."""
    return word[0] in _SAID or any(map(str.isdigit, word[0])) or set(word[0]) == {"x"}


def _is_label(word: re.Match[str]) -> bool:
    return word[0].rstrip("123456789") in _LABELS


def _ends_nothing(word: re.Match[str], view: TextView) -> bool:
    """Whether a word ends no name: an article, a preposition, or an ordinary word that nobody is called."""
    shown = view.text[word.start() : word.end()]
    if ELIDED.match(view.plain, word.start()):
        return True
    if len(shown) == 1 or shown.istitle():
        return False  # `Sophie d`, `Nguyen Thi Ma`
    if word[0] in _NEVER_LAST:
        return True
    known = flags(word[0])
    return bool(known & COMMON) and not known & NAME and shown.islower()
