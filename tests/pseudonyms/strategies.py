"""Texts and entities that a round trip finds hard: look-alikes of tokens, glued names, any Unicode."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from feedanon.entities import Entity

TYPES = (
    "PERSON",
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "CITY",
    "FR_SIRET",
    "IBAN_CODE",
    "DATE_OF_BIRTH",
    "MY_TYPE",
)

FRAGMENTS = (
    "<PERSON_1>",
    "<PERSON_2>",
    "<LITERAL_1>",
    "PERSON_1",
    "person_1",
    "PERSON 1",
    "<PERSONNE_1>",
    "[PERSONNE_1]",
    "&lt;PERSON_1&gt;",
    "\\u003cPERSON_1\\u003e",
    "<PERSON_1.first>",
    "<PERSON_1.2>",
    "PERSON",
    "PERSON_",
    "_1",
    "1",
    "<",
    ">",
    "\\",
    "_",
    ".2",
    ".first",
    "{",
    "}",
    "[",
    "]",
    "&lt;",
    "<CITY_",
    "CITY_1",
    "<MY_TYPE_1>",
    "MY_TYPE_1",
    "{{",
    "PERSON_1s",
    "'s",
    "s",
    "\n",
    "\u00a0",
    " ",
    " ",
    " ",
    "2",
    "Sophie",
    "Martin",
    "MARTIN",
    "sophie",
    "Paris",
    "Camille",
    "06 12 34 56 78",
    "+33612345678",
    "sophie.martin@free.fr",
    "é",
    "e\u0301",
    "\u200b",
    "𝒳",
    "ß",
    "İ",
    ":",
    "Mme ",
    "M. ",
    "d'",
    "732 829 320 00074",
    "FR76 3000 6000 0112 3456 7890 189",
    "14/02/1980",
    "75011",
    "Bonjour",
)

texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join),
    st.text(max_size=40),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=10).map("".join),
)


@st.composite
def entities_in(draw: st.DrawFn, text: str) -> list[Entity]:
    """Disjoint entities anywhere in `text`, in order."""
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True))
    cuts.sort()
    entities = []
    for start, end in itertools.pairwise(cuts):
        if draw(st.booleans()):
            entities.append(Entity(draw(st.sampled_from(TYPES)), start, end))
    return entities


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, list[Entity]]:
    """A text with entities."""
    text = draw(texts)
    return text, draw(entities_in(text))
