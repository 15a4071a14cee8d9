"""The communes, postcodes and streets that come with the package."""

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedanon.detection.places_data import (
    ANYWHERE,
    CAPITAL,
    FOREIGN,
    NEEDS_PROOF,
    PREPOSITION,
    TIER,
    Communes,
    Streets,
    name_words,
)

COMMUNES = Communes.load()


@pytest.mark.parametrize(
    ("written", "name", "departement"),
    [
        ("Lyon", "Lyon", "69"),
        ("lyon 7e", "Lyon", "69"),
        ("PARIS CEDEX 08", "Paris", "75"),
        ("st etienne", "Saint-Étienne", "42"),
        ("ISLE D ABEAU", "", ""),
        ("l isle d abeau", "L'Isle-d'Abeau", "38"),
        ("SAINT DENIS", "Saint-Denis", "974"),
        ("Ajaccio", "Ajaccio", "2A"),
        ("Pointe a Pitre", "Pointe-à-Pitre", "971"),
    ],
)
def test_lookup_in_the_shapes_people_write(written: str, name: str, departement: str) -> None:
    found = COMMUNES.lookup(written)
    if not name:
        assert found == []
    else:
        assert any(commune.name == name and commune.departement == departement for commune in found)
        assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


def test_postcodes_are_those_la_poste_serves() -> None:
    assert all(COMMUNES.is_postcode(code) for code in ("75001", "75116", "20000", "97410", "98800", "01000"))
    assert not any(
        COMMUNES.is_postcode(code) for code in ("00000", "99999", "10001", "7500", "75001x", "７５００１")
    )


def test_postcode_and_commune_fit() -> None:
    assert COMMUNES.fits("69003", "LYON")
    assert COMMUNES.fits("97410", "St Pierre")
    assert not COMMUNES.fits("75001", "Lyon")
    assert COMMUNES.same_departement("69443", "lyon")
    assert COMMUNES.same_departement("20090", "Ajaccio")


def test_every_postcode_of_a_commune_is_served() -> None:
    for name in ("Paris", "Marseille", "Toulouse", "Saint-Pierre", "Nouméa"):
        for commune in COMMUNES.lookup(name):
            assert all(COMMUNES.is_postcode(code) for code in commune.postcodes)


@given(st.integers(0, 3_000_000), st.integers())
def test_a_sampled_commune_is_of_similar_size_and_has_its_postcode(population: int, seed: int) -> None:
    commune, postcode = COMMUNES.sample(population, random.Random(seed))
    assert COMMUNES.fits(postcode, commune.name)
    if 1_000 <= population <= 50_000:
        assert population // 2 <= commune.population <= population * 2
    assert COMMUNES.sample(population, random.Random(seed)) == (commune, postcode)


@given(st.text(max_size=40))
def test_any_text_can_be_asked_for(text: str) -> None:
    assert isinstance(COMMUNES.lookup(text), list)
    assert isinstance(COMMUNES.is_postcode(text), bool)
    count, _ = COMMUNES.longest(name_words(text))
    assert 0 <= count <= len(name_words(text))


def test_tiers_say_how_much_context_a_name_needs() -> None:
    def tier(name: str) -> int:
        count, found = COMMUNES.longest(name_words(name))
        assert count == len(name_words(name))
        return found & TIER

    assert tier("Marseille") == tier("Plougastel-Daoulas") == ANYWHERE
    assert tier("Bordeaux") == CAPITAL
    assert tier("Tours") == tier("Nice") == PREPOSITION
    assert tier("Orange") == tier("Albert") == NEEDS_PROOF
    assert COMMUNES.longest(["bruxelles"])[1] & FOREIGN


def test_words_are_not_glued_to_a_name() -> None:
    assert COMMUNES.longest(["l", "arret"])[0] == 0  # Larret is one word
    assert COMMUNES.longest(["saintdenis"])[0] == 1
    assert COMMUNES.longest(["mans"], "le")[0] == 1


def test_streets_know_where_a_name_ends() -> None:
    streets = Streets.load()
    assert streets.longest("victor hugo il a".split()) == 2
    assert streets.longest("de la republique".split()) == 3
    assert streets.longest("zzz".split()) == 0


def test_the_data_load_fast_and_small() -> None:
    code = (
        "import numpy, time, tracemalloc; tracemalloc.start()\n"
        "from feedanon.detection.places_data import Communes, Streets\n"
        "Communes.load(); Streets.load(); print(tracemalloc.get_traced_memory()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 8_000_000
