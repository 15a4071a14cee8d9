"""Names spelled letter by letter: `D-U-P-O-N-T`, `K comme Kévin`, `e accent aigu`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from feedanon.detection.folding import TextView

_SPELLED = re.compile(
    r"(?<![a-z0-9@'./_-])(?:[a-z](?:-|\.|[ \t]?,[ \t]?|[ \t]|[ \t]-[ \t])){3,24}[a-z](?![a-z0-9@'_-]|\.[a-z])"
)
_ACCENT = r"(?: (?:accent (?:aigu|grave|circonflexe)|trema|cedille|tilde))"
_SPELLED_WITH_ACCENTS = re.compile(
    rf"(?<![a-z0-9@'./_-])(?:(?:deux |double )?[a-z]{_ACCENT}?(?:[ ,-]{{1,2}}(?:plus loin,? )?)){{1,24}}(?:deux |double )?[a-z]{_ACCENT}?(?![a-z0-9@'_-])"
)
_SPELLED_AS = re.compile(
    r"(?<![a-z])[a-z][ \t](?:comme|as in|pour|for)[ \t][a-z]{3,12}(?:[ \t,;.-]{1,4}(?:et |puis )?[a-z][ \t](?:comme|as in|pour|for)[ \t][a-z]{3,12}){1,20}"
)
_SPELLING_CUE = re.compile(r"epel|s'ecri|ca s ecri|ecrit|spell|lettre|nom|m'appelle|madame|monsieur")
_HELPERS = frozenset({"accent", "trema", "cedille", "comme", "as"})
_AS = frozenset({"comme", "as", "pour", "for"})
_ACCENTS = frozenset({"accent", "trema", "cedille", "tilde"})
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_LEAST = 3


def spelled_names(view: TextView) -> Iterator[tuple[int, int, float]]:
    """Where letters are told one by one, and how sure it is that they spell a name.

    Args:
        view: the text.

    Yields:
        Start and end in the view, and a score.
    """
    if len(view.words & _LETTERS) < _LEAST and view.words.isdisjoint(_HELPERS):
        return
    for pattern in _worth_trying(view):
        for match in pattern.finditer(view.plain):
            if pattern is _SPELLED_WITH_ACCENTS and not re.search(_ACCENT, match.group()):
                continue
            letters = len(re.findall("[a-z]", match.group())) if pattern is _SPELLED else 9
            cue = _SPELLING_CUE.search(view.plain, max(0, match.start() - 80), match.start())
            dotted = "." in match.group()
            if letters < 4 or ((dotted or letters < 5) and not cue):
                continue
            yield match.start(), match.end(), 0.8 if cue else 0.6


def _worth_trying(view: TextView) -> Iterator[re.Pattern[str]]:
    """The patterns whose words stand in the text: four letters in a row, `k comme`, `accent`."""
    words = view.word_list
    if "1111" in "".join(["1" if len(word) == 1 else "0" for word in words]):
        yield _SPELLED
    if any(len(letter) == 1 and word in _AS for letter, word in pairwise(words)):
        yield _SPELLED_AS
    if not view.words.isdisjoint(_ACCENTS):
        yield _SPELLED_WITH_ACCENTS
