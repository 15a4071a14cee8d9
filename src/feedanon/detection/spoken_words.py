"""The words of an e-mail address that is said: without who speaks and without what is said of the address."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAD = re.compile(
    r"\n[ \t>*_|-]{0,6}(?:[\[(]?\d{1,2}[:h]\d{2}(?::\d{2})?[\])]?[ \t]*)?"
    r"(?:[a-z][\w .'()-]{0,35}?(?:[ \t]{0,2}:|[ \t]{1,2}[–—-](?=[ \t]))[ \t]*)?"
)
COMMENT = re.compile(
    r"(?<![a-z])(?:(?P<glued>tout(?:e|es)? (?:attachee?s?|collee?s?|en un(?: seul)? mot)|en un(?: seul)? mot|attachee?|sans espaces?)"
    r"|(?:avec|sans) (?:une? |deux |des |l'|le |la |d')?[a-z]{1,9}(?: (?:a la fin|au (?:bout|milieu|debut)|a l'anglaise|grec|majuscules?|minuscules?))?"
    r"|(?:tout )?en (?:minuscules?|majuscules?|chiffres?|lettres?|deux mots|petit)|(?:le|les) (?:chiffres?|nombre|lettres?|numero))(?![a-z])"
)
"""What people say of an address while they say it: `en un mot`, `avec un t à la fin`, `le chiffre sept`."""
_HYPHEN_OR_TOKEN = re.compile(r"traits? d'union|[^\W_]+|\n|[^\w\s]|_")


def spoken_tokens(plain: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The tokens between two places, without the speakers at the beginning of lines and what is said of the address."""
    left_out = bytearray(end - start)
    for pattern in (HEAD, COMMENT):
        for match in pattern.finditer(plain, start, end):
            first = match.start() - start + (pattern is HEAD)  # the line break before a speaker stays
            left_out[first : match.end() - start] = b"x" * (match.end() - start - first)
    found: list[tuple[str, int, int]] = []
    for match in _HYPHEN_OR_TOKEN.finditer(plain, start, end):
        if not left_out[match.start() - start]:
            word = "tiret" if " " in match[0] else match[0]
            found.append((word, match.start(), match.end()))
    return found


def pieces(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a span on its lines, without the speakers between them."""
    place = start
    for head in HEAD.finditer(plain, start, end):
        if head.start() > place:
            yield place, head.start()
        place = min(head.end(), end)
    if place < end:
        yield place, end
