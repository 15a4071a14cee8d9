"""The CSV splitter: every byte back, the same cells as the standard library, and the laws of changing cells."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedanon.errors import FormatError
from feedanon.formats.csv_rows import cell_value, changed_cell, is_quoted, split_rows

DELIMITERS = st.sampled_from([";", ",", "\t", "|"])
WILD = st.text(alphabet='ab é";,\t|\r\n', max_size=60)
VALUES = st.text(alphabet='ab é";,\t|\r\n', max_size=12)


def lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def joined(text: str, delimiter: str | None) -> str:
    return "".join((delimiter or "").join(row.cells) + row.end for row in split_rows(lines(text), delimiter))


@given(WILD, DELIMITERS | st.none())
def test_every_byte_comes_back(text: str, delimiter: str | None) -> None:
    try:
        found = joined(text, delimiter)
    except FormatError:
        assert '"' in text
        return
    assert found == text


@given(st.lists(st.lists(VALUES, min_size=2, max_size=5), min_size=1, max_size=5), DELIMITERS, st.booleans())
def test_reads_what_the_standard_library_writes(
    rows: list[list[str]], delimiter: str, everything: bool
) -> None:
    target = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    csv.writer(target, delimiter=delimiter, quoting=quoting).writerows(rows)
    found = [[cell_value(c) for c in row.cells] for row in split_rows(lines(target.getvalue()), delimiter)]
    assert found == rows


@given(VALUES, VALUES, DELIMITERS, st.booleans(), st.booleans())
def test_a_changed_cell_says_what_it_shall(
    old: str, new: str, delimiter: str, quoted: bool, minimal: bool
) -> None:
    needs = any(char in old for char in (delimiter, '"', "\r", "\n"))
    raw = '"' + old.replace('"', '""') + '"' if quoted or needs else old
    changed = changed_cell(raw, new, delimiter, minimal=minimal)
    [row] = split_rows(lines(f"x{delimiter}{changed}{delimiter}y"), delimiter)
    assert [cell_value(cell) for cell in row.cells] == ["x", new, "y"]


@given(WILD, DELIMITERS, st.booleans(), st.booleans())
def test_a_token_and_back_gives_the_same_bytes(text: str, delimiter: str, forth: bool, back: bool) -> None:
    """Whatever the file does with quotes, and whatever the two runs think of its style."""
    try:
        rows = list(split_rows(lines(text), delimiter))
    except FormatError:
        return
    for row in rows:
        for raw in row.cells:
            value = cell_value(raw)
            if not value:
                continue
            token = changed_cell(raw, "<PERSON_1>", delimiter, minimal=forth)
            assert cell_value(token) == "<PERSON_1>"
            assert changed_cell(token, value, delimiter, minimal=back) == raw


@pytest.mark.parametrize(
    ("raw", "value", "changed", "minimal"),
    [
        ("Dupont", "<P>", "<P>", True),
        ('"Dupont"', "<P>", '"<P>"', True),
        ('"a;b"', "<P>", "<P>", True),
        ('"a;b"', "<P>", '"<P>"', False),
        ("Dupont", "a;b", '"a;b"', True),
        ("Dupont", 'dit "Jo"', 'dit "Jo"', True),
        ("Dupont", 'a "b"; c', '"a ""b""; c"', False),
        ('dit "Jo" Dupont', 'dit "Jo" <P>', 'dit "Jo" <P>', True),
        ('"Jean" Dupont', '"<P>', '"""<P>"', True),
    ],
)
def test_quotes(raw: str, value: str, changed: str, minimal: bool) -> None:
    assert changed_cell(raw, value, ";", minimal=minimal) == changed


def test_an_open_quote_is_an_error_with_its_line() -> None:
    with pytest.raises(FormatError, match="line 3: a quote opens here"):
        list(split_rows(lines('a;b\nc;d\ne;"f\ng;h\n'), ";"))


def test_line_ends_stay_as_they_are() -> None:
    rows = list(split_rows(lines('a\r\n"b\nc"\nd\re'), ";"))
    assert [(row.cells, row.end, row.line) for row in rows] == [
        (["a"], "\r\n", 1),
        (['"b\nc"'], "\n", 2),
        (["d"], "\r", 4),
        (["e"], "", 5),
    ]
    assert is_quoted(rows[1].cells[0])
