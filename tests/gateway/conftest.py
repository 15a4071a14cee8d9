"""An anonymizer that knows the names of the tests, a recording server, and the check for leaks."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

import pytest
from presidio_analyzer import PatternRecognizer

from feedanon.anonymizer import Anonymizer
from gateway.llm_server import LlmServer

NAMES = ["Sophie Martin", "Zoé Lefèvre", "Amélie O'Brien"]
EMAIL = "sophie.martin@exemple.fr"
PHONE = "06 12 34 56 78"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
VALUES = [*NAMES, "Sophie", "Lefèvre", EMAIL, PHONE, "0612345678", IBAN]


def spellings(value: str) -> set[bytes]:
    """How a value may be written in the bytes of a request."""
    raw = value.encode()
    found = {
        raw,
        json.dumps(value)[1:-1].encode(),
        json.dumps(json.dumps(value))[3:-3].encode(),
        quote(value).encode(),
        quote_plus(value).encode(),
    }
    for shift in range(3):  # base64 of the value wherever it stands in a longer text
        coded = base64.b64encode(b" " * shift + raw)[4 if shift else 0 : -4]
        if len(coded) >= 8:
            found |= {coded, coded.replace(b"+", b"-").replace(b"/", b"_")}
    return {one.lower() for one in found if len(one) > 3}


@pytest.fixture(scope="session")
def anonymizer() -> Iterator[Anonymizer]:
    names = PatternRecognizer(
        supported_entity="PERSON", name="names of the tests", deny_list=NAMES, supported_language="fr"
    )
    with Anonymizer(model=names) as one:
        yield one


@pytest.fixture
def server() -> Iterator[LlmServer]:
    one = LlmServer().start()
    yield one
    one.stop()


@pytest.fixture
def no_leak(server: LlmServer) -> Callable[[], None]:
    """Fails when any byte that the server received spells one of the personal values."""

    def check() -> None:
        received = server.all_bytes().lower()
        assert received, "nothing was sent at all"
        for value in VALUES:
            for spelling in spellings(value):
                assert spelling not in received, f"leaked: {value!r} as {spelling!r}"

    return check
