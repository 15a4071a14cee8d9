"""What fills the slots that are no names: codes in any shape, numbers said aloud, French spelt by ear."""

from __future__ import annotations

import random
import re

import pytest

from training import addresses, aloud, codes, numbers
from training.phonetic import by_ear


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "zéro"),
        (16, "seize"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (200, "deux cents"),
        (310, "trois cent dix"),
        (1987, "mille neuf cent quatre-vingt-sept"),
        (2024, "deux mille vingt-quatre"),
    ],
)
def test_numbers_in_words(value: int, said: str) -> None:
    assert aloud.number(value) == said


def test_all_numbers_have_words_of_their_own() -> None:
    assert len({aloud.number(value) for value in range(10_000)}) == 10_000


@pytest.mark.parametrize("seed", range(20))
def test_what_is_said_holds_no_digit(seed: int) -> None:
    dice = random.Random(seed)
    for word in ("reference", "doorcode", "iban", "phone", "dob", "date", "amount"):
        said = numbers.said_aloud(word, dice)
        assert said
        assert not re.search(r"\d", said)
    assert not re.search(r"\d", aloud.postcode("69310", dice))
    assert numbers.said_aloud("email", dice) is None


@pytest.mark.parametrize(
    "make",
    [
        codes.reference,
        codes.booking,
        codes.door_code,
        codes.password,
        codes.one_time_code,
        codes.serial,
        codes.pseudo,
    ],
)
def test_codes_come_in_many_shapes(make: object) -> None:
    dice = random.Random(3)
    made = [make(dice) for _ in range(300)]  # type: ignore[operator]
    assert all(text == text.strip() != "" for text in made)
    shapes = {re.sub(r"[a-zà-ÿ]", "x", re.sub(r"[A-Z]", "X", re.sub(r"\d", "0", text))) for text in made}
    assert len(shapes) >= 8


def test_addresses_with_and_without_streets() -> None:
    dice = random.Random(5)
    streets = [addresses.street(dice, False) for _ in range(300)]
    assert 0.7 < sum(bool(re.search(r"\d", text)) for text in streets) / len(streets) < 1
    assert all(addresses.spot(dice, False).strip() for _ in range(300))
    assert all(addresses.way(dice, False).strip() for _ in range(50))


def test_french_by_ear_changes_small_words_and_spares_names() -> None:
    dice = random.Random(7)
    text = (
        "Alors je voulais savoir quand Quentin passe, il y a de l'eau devant la porte et c'est quelque chose"
    )
    spelt = {by_ear(text, dice) for _ in range(30)}
    assert len(spelt) > 20
    assert all("Quentin" in one for one in spelt)
    assert any("leau" in one for one in spelt)
