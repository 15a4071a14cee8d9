"""What `import feedanon` gives, and what it does not do."""

import json
import subprocess
import sys

import pytest

import feedanon

PUBLIC = {
    "Anonymized",
    "Anonymizer",
    "DetectionError",
    "Entity",
    "FeedanonError",
    "FormatError",
    "ModelError",
    "Policy",
    "PolicyError",
    "RecognizerError",
    "RestorationError",
    "Session",
    "UnprotectedRequestError",
    "Vault",
    "VaultCorruptedError",
    "VaultError",
    "VaultKeyError",
    "VaultVersionError",
}

HEAVY = (
    "spacy",
    "presidio_analyzer",
    "presidio_anonymizer",
    "numpy",
    "faker",
    "cryptography",
    "typer",
    "openai",
)


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_the_public_names() -> None:
    assert set(feedanon.__all__) == PUBLIC
    assert all(hasattr(feedanon, name) for name in PUBLIC)


def test_every_error_is_a_feedanon_error() -> None:
    for name in PUBLIC:
        value = getattr(feedanon, name)
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, feedanon.FeedanonError)


def test_import_loads_nothing_heavy() -> None:
    code = f"import sys, json, feedanon; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    assert json.loads(python(code)) == []


def test_the_first_text_waits_for_neither_presidio_nor_spacy() -> None:
    code = (
        "import sys, feedanon\n"
        "print(feedanon.Anonymizer().anonymize('Merci à Sophie Martin, 06 12 34 56 78').text)\n"
        "print([m for m in ('presidio_analyzer', 'spacy', 'thinc', 'faker') if m in sys.modules])"
    )
    assert python(code).splitlines() == ["Merci à <PERSON_1>, <PHONE_NUMBER_1>", "[]"]


def test_import_adds_no_log_handler() -> None:
    code = "import logging, feedanon; print(len(logging.getLogger().handlers))"
    assert python(code).strip() == "0"


@pytest.mark.slow
def test_import_is_fast() -> None:
    code = "import time; b = time.perf_counter(); import feedanon; print(time.perf_counter() - b)"
    assert min(float(python(code)) for _ in range(5)) < 0.3
