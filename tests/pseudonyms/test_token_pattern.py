"""What counts as a token, after everything an LLM may do to one, and what does not."""

from __future__ import annotations

import time

import pytest

from feedanon.pseudonyms.token_pattern import find_tokens, spellings, token_name
from feedanon.pseudonyms.tokens import STYLES, Token
from feedanon.pseudonyms.type_names import PART_SPELLINGS, TYPES


@pytest.mark.parametrize(
    "text",
    [
        "<PERSON_1>",
        "<person_1>",
        "<Person_1>",
        "&lt;PERSON_1&gt;",
        "&amp;lt;PERSON_1&amp;gt;",
        "&#60;PERSON_1&#62;",
        "\\u003cPERSON_1\\u003e",
        "\\u003Cperson_1\\u003E",
        "\\<PERSON\\_1\\>",
        "PERSON_1",
        "person_1",
        "PERSON\\_1",
        "[PERSON_1]",
        "{PERSON_1}",
        "{{PERSON_1}}",
        "＜PERSON_1＞",
        "<PERSON 1>",
        "<PERSON\u00a01>",
        "<PERSON-1>",
        "<PERSON1>",
        "< PERSON_1 >",
        "<PERSON_\n1>",
        "<PERSON\n_1>",
        "PERSON 1",
        "Person 1",
        "<PERSONNE_1>",
        "[PERSONNE_1]",
        "PERSONNE_1",
        "<personne 1>",
        "<PERSON_1",
        "PERSON_1>",
        "%3CPERSON_1%3E",
        "<PERSONS_1>",
    ],
)
def test_changed_tokens_are_found_whole(text: str) -> None:
    for before, after in (
        ("", ""),
        ("Bonjour ", " !"),
        ("**", "**"),
        ("d'", "."),
        ("(", ")"),
        ('"', '",'),
        ("|", "|"),
    ):
        found = [(f.start, f.end, f.token) for f in find_tokens(before + text + after)]
        assert found == [(len(before), len(before) + len(text), Token("PERSON", 1))]


@pytest.mark.parametrize(
    "text",
    [
        "VIN 2019",
        "stylo BIC 4 couleurs",
        "pour une personne 2 nuits",
        "PERSONNES 2",
        "ville 3",
        "<h1>",
        "<div_a>",
        "[ref_1]",
        "{id_2}",
        "IMG_1234",
        "XPERSON_1",
        "PERSON_1x",
        "<PERSON_0>",
        "<PERSON_01>",
        "PERSON_",
        "_1",
        "name_1",
        "mail_2",
        "3 rue 1",
        "<PERSON_1234567890>",
        "Paris 15",
        "PERSON_1_2",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert list(find_tokens(text)) == []


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("<PHONE_\nNUMBER_1.2>", Token("PHONE_NUMBER", 1, "", 2)),
        ("<numéro de téléphone_3>", Token("PHONE_NUMBER", 3)),
        ("<PERSON_1.first>", Token("PERSON", 1, "first")),
        ("[PERSONNE_1.prénom.3]", Token("PERSON", 1, "first", 3)),
        ("PERSON_1.last's", Token("PERSON", 1, "last")),
        ("<PERSON_1.email.2>", Token("PERSON", 1, "email", 2)),
        ("<MY_TYPE_7>", Token("MY_TYPE", 7)),
        ("<my_type_7>", Token("MY_TYPE", 7)),
        ("<CODE_BIC_1>", Token("BIC", 1)),
    ],
)
def test_tokens_say_what_they_stand_for(text: str, token: Token) -> None:
    assert [found.token for found in find_tokens(text)] == [token]


@pytest.mark.parametrize("style", STYLES, ids=str)
def test_every_token_of_every_style_is_read_as_itself(style: object) -> None:
    names = [
        *TYPES,
        *(token_name(name) for name in ("MY_TYPE", "Badge RH", "x", "PERSONNE", "A" * 80, "4G_ID", "é")),
    ]
    for name in names:
        if style.brackets == "none" and name not in TYPES:  # type: ignore[attr-defined]
            continue  # such names always get brackets
        for token in (
            Token(name, 1),
            Token(name, 23, "", 2),
            Token(name, 456, "first"),
            Token(name, 7, "email", 12),
        ):
            text = style.write(token)  # type: ignore[attr-defined]
            assert [(f.start, f.end, f.token) for f in find_tokens(f"a {text} b")] == [
                (2, 2 + len(text), token)
            ]


def test_spellings_are_distinct() -> None:
    assert len(spellings(Token("PERSON", 1, "first"))) == len(STYLES)
    assert set(PART_SPELLINGS.values()) == {"first", "last", "email", "username"}


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "PERSON ",
        "PERSON_",
        "<PERSON_",
        "phone number ",
        "_",
        " ",
        "1",
        "\n",
        "<A_1",
        "A_",
        "p",
        "PERSON\n",
    ],
)
def test_the_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + "_1"
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            list(find_tokens(text))
            best = min(best, time.process_time() - start)
        return best

    # Ten times as much text may take fifteen times as long; a quadratic search would take a hundred.
    assert seconds(200_000) < 15 * max(seconds(20_000), 0.01)
