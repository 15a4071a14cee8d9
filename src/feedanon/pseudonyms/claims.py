"""From the entities of a text to claims on the vault: which identity each names, and how to find it again.

How it is decided who is who:

- a full name is one person, whatever its order, case and accents, its civility and hyphens;
- a part of a name (`Sophie`, `Mme Martin`, `S. Martin`) is the person of a full name that has that part,
  when the session knows exactly one; the full names of the same text are asked first;
- when the session knows two (`Sophie Martin`, `Paul Martin`), the part alone is a person of its own;
- an e-mail address or a login is a person's when it spells that person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from feedanon.detection.folding import fold
from feedanon.detection.lexicon import FIRST_NAME, FREQUENT_SURNAME, Lexicon
from feedanon.pseudonyms.canonical import canonical
from feedanon.pseudonyms.person_names import Mention, read_mention
from feedanon.pseudonyms.plan import Piece
from feedanon.pseudonyms.surrogate_codes import siren_of
from feedanon.pseudonyms.token_pattern import token_name
from feedanon.pseudonyms.type_names import LITERAL
from feedanon.pseudonyms.writing import base_of
from feedanon.vaults.base import Claim

_ADDRESSES = {"EMAIL_ADDRESS": "email", "USERNAME": "username"}
_LETTERS = re.compile(r"[a-z]+")
_ISSUED = ("token", "surrogate")
MARKER = "realistic pseudonyms"
MARKER_SPACE = "SURROGATE"
"""Space of the one record that says that a session holds realistic pseudonyms."""


@dataclass
class BatchClaims:
    """The claims of a batch.

    Attributes:
        claims: each value once; literals first, because a token must not equal one that stands in the same
            batch; then, text by text, full names before the mentions that they explain.
        mentions: what the claimed names of people say, by value.
        surrogates: types and values that are to get a realistic pseudonym.
    """

    claims: list[Claim]
    mentions: dict[str, Mention] = field(repr=False)
    surrogates: set[tuple[str, str]] = field(repr=False)


def claimed(piece: Piece, text: str) -> str:
    """The value that a piece claims: as written, or its base when the pseudonym follows the writing."""
    value = text[piece.start : piece.end]
    return base_of(piece.entity_type, value) if piece.spec.name == "surrogate" else value


def claims_of(texts: Iterable[tuple[str, Sequence[Piece]]]) -> BatchClaims:
    """The claims of a batch of texts with the pieces to replace."""
    literals: dict[tuple[str, str], Claim] = {}
    claims: dict[tuple[str, str], Claim] = {}
    batch = BatchClaims([], {}, set())
    for text, pieces in texts:
        issued = [piece for piece in pieces if piece.spec.name in _ISSUED]
        if not issued:
            continue
        people: list[tuple[Piece, Mention]] = []
        for piece in issued:
            if piece.entity_type == "PERSON":
                before = text[max(0, piece.start - 16) : piece.start]
                people.append((piece, read_mention(text[piece.start : piece.end], before)))
        full = _full_names(mention for _, mention in people)
        people.sort(key=lambda pair: (pair[1].vague, pair[0].start))
        for piece, mention in people:
            value = claimed(piece, text)
            if ("PERSON", value) not in claims:
                claims["PERSON", value] = person_claim(value, mention, full)
                batch.mentions[value] = mention
        # Towns first: a postcode is claimed as its town's.
        for piece in sorted(issued, key=lambda piece: piece.entity_type == "FR_POSTCODE"):
            value = claimed(piece, text)
            key = (piece.entity_type, value)
            if piece.entity_type == LITERAL:
                literals.setdefault(key, Claim(LITERAL, value, LITERAL, (), ()))
            elif key not in claims:
                surrogate = piece.spec.name == "surrogate"
                claims[key] = (surrogate and _related(piece, value, text, issued)) or _claim(*key, full)
            if piece.spec.name == "surrogate":
                batch.surrogates.add(key)
    if batch.surrogates:
        # Tells every later reader of the session, whatever its policy, that there is more than tokens.
        literals[LITERAL, MARKER] = Claim(LITERAL, MARKER, MARKER_SPACE, (MARKER,), (MARKER,))
    batch.claims = [*literals.values(), *claims.values()]
    return batch


def _related(piece: Piece, value: str, text: str, issued: Sequence[Piece]) -> Claim | None:
    """The claim of a value whose surrogate must fit another one's: a company's number, a town's postcode."""
    kind = piece.entity_type
    siren = siren_of(kind, value)
    if siren is not None:
        part = "" if kind == "FR_SIREN" else kind.removeprefix("FR_").lower()
        own = f"{kind}:{canonical(kind, value)}"
        return Claim(kind, value, "FR_SIREN", (own, f"siren:{siren}"), (own, f"siren:{siren}"), part)
    if kind == "FR_POSTCODE":
        for town in issued:
            if (
                town.entity_type == "CITY"
                and min(abs(town.start - piece.end), abs(piece.start - town.end)) <= 3
            ):
                alias = canonical("CITY", text[town.start : town.end])
                return Claim(kind, value, "CITY", (alias,), (alias,), "postcode")
    return None


def _claim(entity_type: str, value: str, full: Sequence[Mention]) -> Claim:
    alias = canonical(entity_type, value)
    if entity_type in _ADDRESSES:
        owner = _owner_of_address(value, full)
        if owner is not None:
            part = _ADDRESSES[entity_type]
            return Claim(
                entity_type, value, "PERSON", (f"{part}:{alias}", *owner), (f"{part}:{alias}", owner[0]), part
            )
    aliases = (alias,) if alias else ()
    return Claim(entity_type, value, token_name(entity_type), aliases, aliases)


def person_claim(value: str, mention: Mention, full: Sequence[Mention] = ()) -> Claim:
    """The claim of a person's name.

    Args:
        value: as written.
        mention: what it says.
        full: the full names of the same text.
    """
    identity = mention.identity
    if not identity:
        # No letters to go by: only the same writing is the same person.
        alias = f"as:{canonical('', value)}"
        return Claim("PERSON", value, "PERSON", (alias,), (alias,))
    if mention.vague == 0:
        firsts, lasts = mention.firsts, mention.lasts
        aliases = [
            f"full:{identity}",
            *(f"word:{word}" for word in {*firsts, *lasts}),
            _initials(firsts, lasts),
        ]
        return Claim("PERSON", value, "PERSON", (aliases[0],), tuple(sorted(aliases)))
    near = {f"full:{name.identity}" for name in full if _explains(name, mention)}
    context = tuple(near) if len(near) == 1 else ()
    if mention.vague == 1:
        own = f"full:{identity}"
        return Claim("PERSON", value, "PERSON", (own, *context, _initials_of(mention)), (own,))
    own = f"lone:{mention.gender}:{identity}"
    words = tuple(f"word:{word}" for word in identity.split())
    # Two words that a hyphen joins must both agree, or the alias of one would find somebody else.
    distant = words if len(words) == 1 else ()
    return Claim("PERSON", value, "PERSON", (own, *context, *distant), (own,), mention.part)


def _full_names(mentions: Iterable[Mention]) -> list[Mention]:
    return list({m.identity: m for m in mentions if m.vague == 0}.values())


def _initials(firsts: Sequence[str], lasts: Sequence[str]) -> str:
    return f"initial:{''.join(word[0] for word in firsts)} {' '.join(lasts)}"


def _initials_of(mention: Mention) -> str:
    firsts, lasts = mention.firsts, mention.lasts
    return _initials(firsts, lasts) if all(len(word) == 1 for word in firsts) else _initials(lasts, firsts)


def _explains(name: Mention, mention: Mention) -> bool:
    """Whether `name`, a full one, may be the person of `mention`."""
    firsts, lasts = name.firsts, name.lasts
    if mention.vague == 1:
        return _initials(firsts, lasts) == _initials_of(mention)
    words = set(mention.identity.split())
    return words <= set(firsts) or words <= set(lasts)


def _owner_of_address(value: str, full: Sequence[Mention]) -> tuple[str, ...] | None:
    """Aliases of the person whose name an address spells, the first to be registered; None for nobody's."""
    local = fold(value).lstrip("@").partition("@")[0]
    words = _LETTERS.findall(local)
    if not words:
        return None
    joined = "".join(words)
    near = {name.identity for name in full if joined in _spellings(name)}
    if not near and len(words) == 1 and len(joined) > 2:
        near = {name.identity for name in full if joined in (*name.firsts, *name.lasts)}
    if len(near) == 1:
        return (f"full:{near.pop()}",)
    if len(words) != 2 or near:
        return None
    lexicon = Lexicon.load()
    first, last = words
    if len(first) > 1 and len(last) > 1 and (lexicon.has(first, FIRST_NAME) or lexicon.has(last, FIRST_NAME)):
        return (f"full:{' '.join(sorted(words))}",)
    if len(first) == 1 and lexicon.has(last, FREQUENT_SURNAME):
        return (f"full:{' '.join(sorted(words))}", f"initial:{first} {last}")
    return None


def _spellings(name: Mention) -> set[str]:
    """How an address may spell a full name, letters only."""
    first, last = "".join(name.firsts), "".join(name.lasts)
    initials = "".join(word[0] for word in name.firsts)
    return {first + last, last + first, initials + last, last + initials, first + last[0]}
