"""What is found out about a CSV file from its first rows."""

import io

import pytest

from feedanon.formats.csv_file import CsvSource, guess_delimiter
from feedanon.formats.records import Kind


def source(text: str, **options: object) -> CsvSource:
    return CsvSource(io.StringIO(text, newline=""), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id;note;avis\n1;9;Bien, rapide, merci\n2;3;Non\n", ";"),
        ('id,note,avis\n1,9,"Bien; rapide, merci"\n2,3,Non\n', ","),
        ("id\tavis\n1\tBien, bon; merci\n", "\t"),
        ("id|avis\n1|Bien, bon; merci\n", "|"),
        ("avis\nBien, rapide\nNon, merci, au revoir\nRien\n", None),
        ("avis\n", None),
        ("", None),
        ("nom;avis\nLuc;bon\nZoé;bon;trop\nBob\nAna;bof\n", ";"),
        ('a;b\n"une cellule\nsur; trois\nlignes";x\n', ";"),
    ],
)
def test_delimiter(text: str, delimiter: str | None) -> None:
    assert guess_delimiter(list(io.StringIO(text, newline=""))) == delimiter


def test_sep_line_is_kept_and_believed() -> None:
    found = source("sep=|\r\nid|avis\r\n1|bon; non\r\n")
    records = list(found.records())
    assert found.columns == ["id", "avis"]
    assert "".join(record.render({}) for record in records) == "sep=|\r\nid|avis\r\n1|bon; non\r\n"
    assert [record.kind for record in records] == [Kind.HEADER, Kind.HEADER, Kind.DATA]


def test_lines_before_the_header_are_prose() -> None:
    found = source("Export du 12/03/2024 par Sophie\n\nid;note;avis\n1;2;bon\n2;3;non\n")
    assert found.columns == ["id", "note", "avis"]
    assert [record.kind for record in found.records()][:3] == [Kind.PROSE, Kind.PROSE, Kind.HEADER]


def test_no_header() -> None:
    found = source("1;12/03/2024;Bien\n2;13/03/2024;Pas bien\n")
    assert found.columns == ["1", "2", "3"]
    assert all(record.kind is Kind.DATA for record in found.records())


def test_a_header_that_says_nothing_known_is_doubtful_until_the_user_says_so() -> None:
    assert source("Sophie Martin;super\nLuc Roux;bof\n").doubtful_header == ["Sophie Martin", "super"]
    assert not source("nom;super\nLuc Roux;bof\n").doubtful_header
    assert not source("zorg;super\nLuc Roux;bof\n", header=True).doubtful_header


def test_ragged_rows_and_twice_the_same_name() -> None:
    found = source("a;nom;nom;\n1;2\n1;2;3;4;5;6\n")
    assert found.columns == ["a", "nom", "nom'", "4"]
    assert [list(record.columns) for record in found.records()][1:] == [
        ["a", "nom"],
        ["a", "nom", "nom'", "4", "5", "6"],
    ]
