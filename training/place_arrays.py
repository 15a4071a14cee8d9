"""Makes ``feedanon/data/places.npz`` and ``streets.npz``: communes, postcodes, words of street names.

Run as ``python -m training.place_arrays``. The data come from ``training/gazetteers`` (INSEE, La Poste,
Base Adresse Nationale); what no list says about towns stands in ``training/lists/towns_*.txt``.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from feedanon.detection import lexicon as lx
from feedanon.detection import places_data as places
from feedanon.detection.fingerprints import fingerprint
from feedanon.detection.places_data import name_words

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "feedanon" / "data"
_ARRONDISSEMENT = re.compile(r" \d+er?e? Arrondissement$", re.IGNORECASE)
_LABEL = re.compile(r"[A-Z][A-Z '-]*[A-Z]")
_HEAD = re.compile(
    r"(?P<head>(?:L[ea]s? |Saint-|Sainte-)?[^\W\d_]{5,})"
    r"-(?:[A-ZÉÎ]|(?:sur|en|l[eè]s|sous|la|le|les|et|de|du|des|d'|l')\b)"
)
_KINDS = re.compile(
    r"(?:grande? |petite? |vieux |vieille |ancienne? )?(?:rue|route|chemin|impasse|allee|allees|avenue|boulevard|place"
    r"|cours|quai|square|passage|sentier|ruelle|montee|lotissement|residence|lieu dit|hameau|voie|faubourg|promenade"
    r"|rond point|clos|villa|cite|venelle|esplanade|traverse|quartier|domaine|ferme|moulin)\b ?"
)
_FIRST_WORD_BITS = 19
_ARTICLES = ("le", "la", "les", "l", "au", "aux", "du", "des")
_LISTS = {
    "unsure": places.NEEDS_PROOF,
    "preposition": places.PREPOSITION,
    "capital": places.CAPITAL,
    "sure": places.ANYWHERE,
}


@dataclass
class _Record:
    """One name of a commune, ready to be written."""

    name: str
    departement: str
    population: int
    postcodes: set[str] = field(default_factory=set)
    alias: bool = False
    foreign: int | None = None

    @property
    def words(self) -> list[str]:
        return name_words(self.name)

    @property
    def key(self) -> str:
        return "".join(self.words)


def _rows(name: str) -> Iterator[list[str]]:
    with gzip.open(HERE / "gazetteers" / name, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        yield from rows


def _lines(name: str) -> list[str]:
    lines = (HERE / "lists" / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def records() -> list[_Record]:
    """Communes, former ones, routing labels, the short forms that customers use, towns abroad."""
    served: dict[str, set[str]] = defaultdict(set)
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for postcode, insee, commune, label in _rows("codes_postaux.tsv.gz"):
        served[insee].add(postcode)
        if _LABEL.fullmatch(label) and name_words(label) != name_words(commune) and len(label) < 30:
            departement = insee[:3] if insee[:2] == "97" else insee[:2]
            labels[label.replace(" CEDEX", "").title(), departement].add(postcode)
    found: list[_Record] = []
    for name, kind, insee, departement, postcodes, population in _rows("communes.tsv.gz"):
        if kind == "arrondissement-municipal" or _ARRONDISSEMENT.search(name):
            continue
        codes = set(postcodes.split()) | served.get(insee, set())
        found.append(_Record(name, departement, int(population or 0), codes))
    known = {record.key for record in found}
    for (label, departement), codes in labels.items():
        if "".join(name_words(label)) not in known:
            found.append(_Record(label, departement, 0, codes, alias=True))
    found.extend(_short_forms(found))
    found.extend(_foreign({record.key for record in found if record.population >= 20_000}))
    return found


def _foreign(known: set[str]) -> Iterator[_Record]:
    level = places.ANYWHERE
    for line in _lines("foreign_towns.txt"):
        if line in ("capital", "preposition"):
            level = places.CAPITAL | places.WORD if line == "capital" else places.PREPOSITION | places.NAME
        elif "".join(name_words(line)) not in known:
            yield _Record(line, "", 0, foreign=level)


def _short_forms(full: list[_Record]) -> Iterable[_Record]:
    """``Carhaix`` for Carhaix-Plouguer: the head of a long name, when nothing else is called so."""
    known = {record.key for record in full}
    heads: dict[str, list[_Record]] = defaultdict(list)
    for record in full:
        match = _HEAD.match(record.name) if record.population >= 3000 and not record.alias else None
        if match and "".join(name_words(match["head"])) not in known:
            heads[match["head"]].append(record)
    for head, owners in heads.items():
        if len(owners) == 1:
            owner = owners[0]
            yield _Record(head, owner.departement, owner.population // 4, owner.postcodes, alias=True)


def tier(
    words: list[str], population: int, listed: dict[str, int], lands: set[str], lexicon: lx.Lexicon
) -> int:
    """How much it takes to read these words as a town, with the marks ``WORD`` and ``NAME``.

    Args:
        words: the words of the name.
        population: people in the biggest commune of that name.
        listed: the tiers of the names in the hand-written lists.
        lands: names of regions, départements and countries.
        lexicon: what the lists know of a word.
    """
    key = "".join(words)
    flags = lexicon.flags(key) if len(words) == 1 else 0
    content = [word for word in words if len(word) > 3 and word not in ("saint", "sainte", "sous")]
    ordinary = flags & lx.ORDINARY_WORD or (
        len(words) > 1 and all(lexicon.flags(word) & lx.ORDINARY_WORD for word in content)
    )
    name = flags & (lx.FIRST_NAME | lx.FREQUENT_FIRST_NAME | lx.FREQUENT_SURNAME)
    marks = (places.WORD if ordinary or flags & lx.FREQUENT_ENGLISH_WORD else 0) | (
        places.NAME if name else 0
    )
    if key in listed:
        level = listed[key]
        if level == places.ANYWHERE:
            return level
        return level | marks | (places.WORD if level < places.CAPITAL else 0)
    if len(words) == 1:
        return _tier_of_word(flags, population) | marks
    return _tier_of_words(words, population, bool(ordinary)) | marks


def _tier_of_word(flags: int, population: int) -> int:
    hard = flags & (
        lx.ORDINARY_WORD | lx.FREQUENT_FIRST_NAME | lx.FREQUENT_ENGLISH_WORD | lx.LAND | lx.BRAND_WORD
    )
    frequent_surname = flags & lx.FREQUENT_SURNAME
    if population >= 20_000 and not hard:
        return places.CAPITAL if frequent_surname and population < 60_000 else places.ANYWHERE
    if population >= 20_000 and not flags & (lx.FREQUENT_WORD | lx.LAND):
        return places.CAPITAL
    if population >= 4_000 and not hard and not frequent_surname:
        return places.CAPITAL
    if hard & (lx.FREQUENT_FIRST_NAME | lx.LAND | lx.BRAND_WORD) or flags & lx.FREQUENT_WORD:
        return places.NEEDS_PROOF
    if hard:
        return places.PREPOSITION if population >= 3_000 else places.NEEDS_PROOF
    if frequent_surname:
        return places.PREPOSITION if population >= 2_000 else places.NEEDS_PROOF
    return places.PREPOSITION


def _tier_of_words(words: list[str], population: int, ordinary: bool) -> int:
    if words[0] in ("le", "la", "les", "l") and len(words) == 2:
        if ordinary:
            return places.NEEDS_PROOF
        return places.ANYWHERE if population >= 15_000 else places.CAPITAL
    if words[0] in ("saint", "sainte") and len(words) == 2:
        return places.CAPITAL
    if ordinary:
        return places.CAPITAL if population >= 5_000 else places.PREPOSITION
    return places.ANYWHERE if len(words) > 2 or population >= 5_000 else places.CAPITAL


def _listed() -> dict[str, int]:
    listed: dict[str, int] = {}
    for name, level in _LISTS.items():
        listed.update(("".join(name_words(line)), level) for line in _lines(f"towns_{name}.txt"))
    return listed


def _first_words(found: list[_Record]) -> np.ndarray:
    """The bitmap of the words that names begin with."""
    first = np.zeros(1 << (_FIRST_WORD_BITS - 3), dtype=np.uint8)
    for record in found:
        words, key = record.words, record.key
        # The whole name may be written as one word; an article before it may be swallowed by au or des.
        for beginning in (words[0], key, "".join(words[:2]) if words[0] in _ARTICLES else key):
            bit = fingerprint(beginning) & ((1 << _FIRST_WORD_BITS) - 1)
            first[bit >> 3] |= 1 << (bit & 7)
    return first


def make_places(out: Path) -> int:
    """Write ``places.npz``; returns how many names it holds."""
    lexicon, listed = lx.Lexicon.load(), _listed()
    lands = {"".join(name_words(line)) for line in _lines("lands.txt")}
    found = records()
    biggest: dict[str, int] = defaultdict(int)
    foreign: dict[str, int] = {}
    prefixes: set[int] = set()
    served = np.zeros(100_000, dtype=bool)
    for record in found:
        biggest[record.key] = max(biggest[record.key], record.population)
        if record.foreign is not None:
            foreign[record.key] = record.foreign
        prefixes.update(fingerprint("".join(record.words[:count])) for count in range(1, len(record.words)))
        served[[int(code) for code in record.postcodes]] = True
    for postcode, *_ in _rows("codes_postaux.tsv.gz"):
        served[int(postcode)] = True
    found.sort(key=lambda record: (fingerprint(record.key), -record.population, record.name))
    tiers = []
    for record in found:
        key = record.key
        if key in foreign:
            level = foreign[key] | places.FOREIGN
        else:
            level = tier(record.words, biggest[key], listed, lands, lexicon)
        tiers.append(level | (places.ALIAS if record.alias else 0))
    departements = sorted({record.departement for record in found})
    names = [record.name.encode() for record in found]
    postcodes = [sorted(record.postcodes) for record in found]
    np.savez_compressed(
        out / "places.npz",
        prints=np.array([fingerprint(record.key) for record in found], dtype=np.uint32),
        tiers=np.array(tiers, dtype=np.uint8),
        lengths=np.array([len(record.words) for record in found], dtype=np.uint8),
        population=np.array([record.population for record in found], dtype=np.uint32),
        departement=np.array([departements.index(record.departement) for record in found], dtype=np.uint8),
        departements=np.array(departements),
        name_ends=np.cumsum([len(name) for name in names]).astype(np.uint32),
        names=np.frombuffer(b"".join(names), dtype=np.uint8),
        postcode_ends=np.cumsum([len(codes) for codes in postcodes]).astype(np.uint32),
        postcodes=np.array([int(code) for codes in postcodes for code in codes], dtype=np.uint32),
        served=np.packbits(served, bitorder="little"),
        first=_first_words(found),
        prefixes=np.array(sorted(prefixes), dtype=np.uint32),
    )
    return len(found)


def make_streets(out: Path) -> int:
    """Write ``streets.npz``: names of streets without their kind, their beginnings, their words."""
    names: set[tuple[str, ...]] = set()
    for (street,) in _rows("voies.tsv.gz"):
        plain = " ".join(name_words(street.split(",")[0]))
        rest, kinds = _KINDS.subn("", plain, count=1) if _KINDS.match(plain) else (plain, 0)
        if kinds and rest:
            names.add(tuple(rest.split()))
    for street in (*_lines("common_streets.txt"), *_lines("street_names.txt")):
        names.add(tuple(name_words(street)))
    counts = Counter(word for words in names for word in words if len(word) > 2)
    whole = {fingerprint("".join(words)) for words in names}
    begun = {fingerprint("".join(words[:count])) for words in names for count in range(1, len(words))}
    np.savez_compressed(
        out / "streets.npz",
        whole=np.array(sorted(whole), dtype=np.uint32),
        begun=np.array(sorted(begun), dtype=np.uint32),
        words=np.array(sorted(fingerprint(word) for word in counts), dtype=np.uint32),
    )
    return len(names)


if __name__ == "__main__":
    print(f"{make_places(OUT)} names of communes, {make_streets(OUT)} street names")
