"""JSON read as a stream: validity as the standard library sees it, and nothing but the values changed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedanon.errors import FormatError
from feedanon.formats.json_file import KEYS, JsonSource
from feedanon.formats.json_lexer import tokens
from feedanon.formats.json_strings import Style, change, decode
from feedanon.formats.records import Change

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def cut(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


@given(JSON, st.integers(1, 7), st.sampled_from([None, 1]), st.booleans())
def test_tokens_are_the_text(value: object, size: int, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert "".join(piece.space + piece.raw for piece in tokens(cut(text, size))) == text


@given(st.text(alphabet='{}[]",:1e.-tru\\ \n', max_size=14), st.integers(1, 5))
def test_refuses_what_json_refuses(text: str, size: int) -> None:
    try:
        json.loads(text)
        valid = True
    except ValueError:
        valid = False
    try:
        for piece in tokens(cut(text, size)):
            if piece.raw[:1] == '"':
                decode(piece.raw, 1)
        accepted = True
    except FormatError:
        accepted = False
    assert accepted == valid


def source(text: str, *, lines: bool = False) -> JsonSource:
    return JsonSource(text.splitlines(keepends=True) if lines else cut(text, 5), lines=lines)


def test_columns_and_groups() -> None:
    text = '{"v": 1, "avis": [{"client": {"nom": "Zoé"}, "tags": ["a", "b"]}, {"texte": "oui"}]}'
    found = [
        (r.group, list(zip(r.columns, r.values, strict=True))) for r in source(text).records() if r.values
    ]
    assert found == [
        (0, [("v", "1"), ("avis.client.nom", "Zoé"), ("avis.tags", "a"), ("avis.tags", "b")]),
        (1, [("avis.texte", "oui")]),
    ]


def test_a_key_that_is_an_address_is_a_value_and_no_name_of_a_column() -> None:
    [record] = [r for r in source('{"zoe@free.example": {"note": "x"}}').records() if r.values]
    assert list(record.columns) == [KEYS, f"{KEYS}.note"]
    assert list(record.values) == ["zoe@free.example", "x"]


@pytest.mark.parametrize(
    ("text", "line"),
    [('{"a": 1}\n{"a": }\n', 2), ('{"a": 1}\n\n["b"\n', 3), ('{"a": "\\x"}\n', 1), ("{} {}x\n", 1)],
)
def test_a_broken_line_is_named(text: str, line: int) -> None:
    with pytest.raises(FormatError, match=f"^line {line}:"):
        list(source(text, lines=True).records())


def test_a_number_becomes_a_string_and_a_number_again() -> None:
    [record] = [r for r in source('{"telephone": 612345678}').records() if r.values]
    assert record.is_number(0)
    sent = record.render({0: Change("<PHONE_NUMBER_1>")})
    assert json.loads(sent) == {"telephone": "<PHONE_NUMBER_1>"}
    [back] = [r for r in source(sent).records() if r.values]
    assert back.render({0: Change("612345678")}) == '{"telephone": 612345678}'


@given(st.text(max_size=20), st.text(max_size=6), st.text(max_size=20), st.booleans())
def test_a_changed_string_says_what_it_shall(before: str, name: str, after: str, ascii_only: bool) -> None:
    old, new = before + name + after, before + "<PERSON_1>" + after
    raw = json.dumps(old, ensure_ascii=ascii_only)
    style = Style()
    style.see(raw)
    spans = ((len(before), len(before) + len(name)),) if name else None
    changed = change(raw, old, new, spans, style)
    assert json.loads(changed) == new
    if name:
        head, tail = (
            json.dumps(before, ensure_ascii=ascii_only)[:-1],
            json.dumps(after, ensure_ascii=ascii_only)[1:],
        )
        assert changed.startswith(head)
        assert changed.endswith(tail)


def test_escapes_of_the_rest_stay_as_written() -> None:
    raw = r'"\u0041vis de Zo\u00e9 le 12\/03 \ud83d\ude00 \ud83d \n fin de Zo\u00E9"'
    old = decode(raw, 1)
    first, last = old.index("Zoé"), old.rindex("Zoé")
    new = old.replace("Zoé", "<P>")
    spans = ((first, first + 3), (last, last + 3))
    expected = raw.replace(r"Zo\u00e9", "<P>").replace(r"Zo\u00E9", "<P>")
    assert change(raw, old, new, spans, Style()) == expected


def test_depth_is_bounded() -> None:
    with pytest.raises(FormatError, match="inside one another"):
        list(tokens(["[" * 100_000]))
