"""Encodings are found, and every byte of a file comes back."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedanon.errors import FormatError
from feedanon.formats.encodings import Encoder, Encoding, detect, named

FRENCH = "Déçu : l'été, ça traîne… « 12 € » pour Noël, où est l’œuvre ?"


@pytest.mark.parametrize(
    ("data", "name", "bom"),
    [
        (FRENCH.encode(), "utf-8", b""),
        (FRENCH.encode("utf-8-sig"), "utf-8", b"\xef\xbb\xbf"),
        (FRENCH.encode("cp1252"), "cp1252", b""),
        (FRENCH.encode("utf-16"), "utf-16-le", b"\xff\xfe"),
        (FRENCH.encode("utf-16-le"), "utf-16-le", b""),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), "utf-16-be", b"\xfe\xff"),
        ("Déçu, très mauvais été à Besançon".encode("latin-1"), "cp1252", b""),
        ("Déçu, très mauvais été à Besançon".encode("cp850"), "cp850", b""),
        ("Déçu, très mauvais été à Besançon".encode("mac_roman"), "mac_roman", b""),
        (b"rien que de l'ASCII", "utf-8", b""),
        (b"", "utf-8", b""),
    ],
)
def test_found(data: bytes, name: str, bom: bytes) -> None:
    found = detect([data[:7], data[7:]] if len(data) > 7 and not bom and "16" not in name else [data])
    assert (found.name, found.bom) == (name, bom)
    text = found.open(io.BytesIO(data[len(bom) :])).read()
    assert found.bom + Encoder(found).encode(text) == data


@given(st.binary(min_size=1, max_size=80))
def test_windows_1252_gives_every_byte_back(data: bytes) -> None:
    encoding = Encoding("cp1252")
    assert Encoder(encoding).encode(encoding.open(io.BytesIO(data)).read()) == data


def test_an_accent_late_in_the_file_counts() -> None:
    assert detect([b"a" * 3_000_000, "été".encode("cp1252")]).name == "cp1252"


def test_a_character_cut_by_a_chunk_is_no_error() -> None:
    data = "é".encode()
    assert detect([data[:1], data[1:]]).name == "utf-8"
    assert detect([data[:1]], whole=False).name == "utf-8"


def test_binary_is_refused() -> None:
    with pytest.raises(FormatError, match="--encoding"):
        detect([b"PK\x03\x04\x00\x01\x02text\x00\x09 and so on"])


def test_unknown_name() -> None:
    with pytest.raises(FormatError, match="unknown encoding 'nope'"):
        named("nope", b"")
    assert named("utf-8-sig", b"\xef\xbb\xbfa") == Encoding("utf-8", b"\xef\xbb\xbf")
    assert named("latin-1", b"a").name == "iso8859-1"


def test_a_character_that_the_encoding_lacks_does_not_crash() -> None:
    encoder = Encoder(Encoding("cp1252"))
    assert encoder.encode("Łukasz Nowák ok ☃") == "?ukasz Nowák ok ?".encode("cp1252")
    assert encoder.lost == 2
    assert Encoder(Encoding("cp1252"), lambda c: f"\\u{ord(c):04x}").encode("Ł") == b"\\u0141"
