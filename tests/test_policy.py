"""Policies: presets, files, and errors that say where and what."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from feedanon.errors import PolicyError
from feedanon.policy import PRESETS, OperatorSpec, Policy


@pytest.mark.parametrize(
    ("preset", "entity_type", "operator"),
    [
        ("tokens", "PERSON", "token"),
        ("tokens", "MY_OWN_TYPE", "token"),
        ("tokens", "ORGANIZATION", "keep"),
        ("tokens", "SENSITIVE", "keep"),
        ("realistic", "PERSON", "surrogate"),
        ("realistic", "CREDENTIAL", "token"),
        ("realistic", "ORGANIZATION", "keep"),
        ("irreversible", "PERSON", "redact"),
        ("irreversible", "FR_POSTCODE", "generalize"),
        ("cipher", "IBAN_CODE", "cipher"),
    ],
)
def test_presets(preset: str, entity_type: str, operator: str) -> None:
    assert Policy.load(preset).operator_for(entity_type).name == operator


def test_reversible_presets_say_so() -> None:
    assert {name: policy.reversible for name, policy in PRESETS.items()} == {
        "tokens": True,
        "realistic": True,
        "cipher": True,
        "irreversible": False,
    }


def test_a_file_says_everything(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(
        "name: support\ndefault: token\nretention: 13 months\ntokens: {brackets: '[]', names: french}\n"
        "entities:\n  PERSON: surrogate\n  CREDIT_CARD: {operator: mask, keep_last: 4}\n  ORGANIZATION: token\n",
        encoding="utf-8",
    )
    policy = Policy.load(path)
    assert policy.name == "support"
    assert policy.retention == "13 months"
    assert (policy.tokens.brackets, policy.tokens.names) == ("[]", "french")
    assert policy.operator_for("PERSON") == OperatorSpec("surrogate")
    assert policy.operator_for("CREDIT_CARD").options == {"char": "*", "keep_first": 0, "keep_last": 4}
    assert policy.operator_for("ORGANIZATION").name == "token"
    assert policy.operator_for("SENSITIVE").name == "keep"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("default: tokn\n", ("p.yaml:1: default: unknown operator 'tokn'; known: cipher, drop",)),
        ("name: x\nentites: {}\n", ("p.yaml:2: entites: unknown key; known: name, default",)),
        (
            "entities:\n  PERSON: token\n  CITY: {operator: mask, keep: 2}\n",
            ("p.yaml:3: entities.CITY: unknown option 'keep' of mask; known: char, keep_first, keep_last",),
        ),
        (
            "entities:\n  CITY:\n    operator: mask\n    keep_last: many\n",
            ("p.yaml:2:", "a number from 0 to 64"),
        ),
        ("entities:\n  person: token\n", ("p.yaml:2:", "did you mean PERSON?")),
        ("entities:\n  FR_SIRENE: token\n", ("p.yaml:2:", "did you mean FR_SIREN?")),
        ("entities:\n  FR_WHATEVER: token\n", ("p.yaml:2:", "known: FR_DRIVING_LICENCE")),
        (
            "entities:\n  CITY: token\n  PERSONE: token\n",
            ("p.yaml:3: entities.PERSONE: unknown entity type; did you mean PERSON?",),
        ),
        ("entities: {phone_numbr: mask}\n", ("p.yaml:1:", "did you mean PHONE_NUMBER?")),
        ("entities:\n  a b: token\n", ("p.yaml:2:", "not the name of an entity type")),
        ("entities:\n  LITERAL: keep\n", ("not the name of an entity type",)),
        ("tokens:\n  brackets: '()'\n", ("p.yaml:2: tokens.brackets: unknown value '()'; known: <>, []",)),
        ("tokens:\n  color: red\n", ("p.yaml:2: tokens.color: unknown key; known: brackets, names",)),
        ("retention: forever\n", ("p.yaml:1: retention: 'forever' is no time",)),
        ("- token\n", ("p.yaml: a policy is a mapping",)),
        ("default: [token\n", ("p.yaml:2: not YAML",)),
        ("default: token\ndefault: keep\n", ("p.yaml:2: default: stands twice, first on line 1",)),
        (
            "entities:\n  CITY: {operator: mask, keep_first: 1, keep_last: 1}\n",
            ("choose keep_first or keep_last",),
        ),
        ("", ("a policy is a mapping",)),
    ],
)
def test_errors_say_where_and_what(text: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.from_yaml(text, "p.yaml")
    for part in parts:
        assert part in str(caught.value)


def test_types_of_a_users_own_recognizer_are_allowed() -> None:
    policy = Policy.from_yaml(
        "entities: {NUMERO_ADHERENT: mask, MY_TYPE: keep, SERVICE_ID: keep, CUSTOMER_NO: token}\n"
    )
    assert policy.operator_for("NUMERO_ADHERENT").name == "mask"
    assert policy.operator_for("MY_TYPE").name == "keep"


def test_a_policy_that_is_not_there_names_the_presets() -> None:
    with pytest.raises(PolicyError, match="presets: cipher, irreversible, realistic, tokens"):
        Policy.load("realist")


def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_bytes(b"name: caf\xe9\n")
    with pytest.raises(PolicyError, match="UTF-8"):
        Policy.load(path)
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.load(tmp_path)


def test_a_policy_travels_to_other_processes() -> None:
    policy = Policy.load("realistic")
    assert pickle.loads(pickle.dumps(policy)) == policy
