"""Identifiers that a form, a table, a chat or haste has cut into pieces, found by their label.

`IBAN | FR76 | 3000 ...`, `"carte_1":"4979","carte_2":...`, one group a line, `case 1 : FR76`, stars,
dots and slashes between groups, the letter O for a zero, words glued on. From a label this module reads
the letters and digits that follow as one string, over everything that only separates, and asks whether
that string has the shape of what the label announces. Each piece is an entity of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection.folding import TextView
from feedanon.detection.label_search import LabelSearch
from feedanon.detection.piece_kinds import KINDS
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_LABELS = LabelSearch(
    "(?<![a-z])(?:" + "|".join(f"(?P<k{i}>{kind.label})" for i, kind in enumerate(KINDS)) + ")",
    signs="*",
)
_SHAPES = tuple(re.compile(kind.shape) for kind in KINDS)
_TOKEN = re.compile(r"[a-z0-9*•]+")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,40}>")
_TIME = re.compile(r"[\[(]?\d{1,2}[:h]\d{2}(?::\d{2})?[\])]?(?=[ \t]*[a-z*<>-])")
_KEY = re.compile(r"[a-z][a-z0-9 _.()°-]{0,28}(?:\[\d\])?[\"')\]]{0,2} ?[:=](?![0-9a-z]{2}:)")
_INDEX = re.compile(
    r"\d{1,2}(?:[\"')\]]{1,2}|(?=[\"')\]]{0,2} ?[:=>](?=[ \"'\[<]|$))|(?==)|(?:er|e|eme)? (?=(?:bloc|case|partie|groupe)))"
)
_NOISE = frozenset(
    "iban rib bban carte cb card case bloc blocs partie part groupe bout champ box puis et ensuite suite la le les l fin finit finissant debut commence par oui ok alors donc cle "
    "clef cles numero num no nr n est c ce cest de du d mon ma mes votre le un une voila euh je dis plaque immat passeport passport serie prm pdl spi imei mac vin id value "
    "sexe annee mois departement dept commune ordre jour code banque guichet compte chassis titre permis moi client agent e er eme sociale bancaire tac snr cd wmi vds vis bic".split()
)
_LETTERS = re.compile(r"[a-z]+")
_SPELLED = re.compile(r"[a-z] [a-z0-9](?: [a-z0-9]){2}(?![a-z0-9'])")
_LOOSE = frozenset(" ./_-·\u00a0:()")
_REACH = 150
_BACK = 60
_STARTS = 24
_LONGEST_GAP = 12
_LONGEST = 40
_SPAN = 240
_GLUED_WORD = 3


class PieceRecognizer(TextRecognizer):
    """Finds labelled identifiers whose characters are spread over pieces."""

    example = "mon IBAN : FR76, puis 3000 4012, puis 3400 0123, puis 4567 862"

    def __init__(self) -> None:
        super().__init__(list(dict.fromkeys(kind.entity for kind in KINDS)), "Identifier in pieces")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The pieces, each an entity; only where a label stands within reach."""
        plain = view.plain
        if view.digits < 2 or not (_LABELS.may_match(view.words) or "#06#" in plain):
            return
        free: dict[int, int] = {}
        failed: set[tuple[int, int]] = set()
        for label in _LABELS.find(plain, view.words):
            index = int(str(label.lastgroup)[1:])
            if label.start() < free.get(index, 0):
                continue
            found = _after(plain, label.end(), index, failed) or _before(plain, label.start(), index, failed)
            if found is None:
                continue
            free[index] = found[-1] + 1
            for start, end in _spans(plain, found):
                yield Entity(KINDS[index].entity, start, end, 0.85, self.name)


def _after(plain: str, position: int, index: int, failed: set[tuple[int, int]]) -> list[int] | None:
    """Where the characters of the identifier stand that follows a label."""
    limit = min(len(plain), position + _REACH)
    if plain[position : position + 1].isalnum():
        found = _read(plain, position, index)
        if found:
            return found
    tried = 0
    for token in _TOKEN.finditer(plain, position, limit):
        if (index, token.start()) in failed or not _may_begin(plain, token, index):
            continue
        found = _read(plain, token.start(), index)
        if found:
            return found
        failed.add((index, token.start()))
        tried += 1
        if tried >= _STARTS:
            break
    return None


def _before(plain: str, end: int, index: int, failed: set[tuple[int, int]]) -> list[int] | None:
    """The identifier that ends shortly before its label, in the same sentence."""
    start = max(0, end - _BACK)
    for token in _TOKEN.finditer(plain, start, end):
        known = (index, token.start()) in failed or (token.start() == start and start > 0)
        if known or not _may_begin(plain, token, index):
            continue
        found = _read(plain, token.start(), index)
        if found and found[-1] < end and not re.search(r"[\n.;?!]", plain[found[-1] + 1 : end]):
            return found
    return None


def _may_begin(plain: str, token: re.Match[str], index: int) -> bool:
    text = token[0]
    if any(c.isdigit() for c in text):
        return True
    if not KINDS[index].letters or len(text) > 3 or plain[token.end() : token.end() + 1] == "'":
        return False
    return text not in _NOISE or _SPELLED.match(plain, token.start()) is not None


def _read(plain: str, start: int, index: int) -> list[int] | None:
    """The characters from `start` on that together have the shape of a kind; None when they have not."""
    kind = KINDS[index]
    places: list[int] = []
    ends: set[int] = set()
    mixed: set[int] = set()
    position = start
    limit = min(len(plain), start + _SPAN)
    while position < limit and len(places) < _LONGEST:
        position = _skip(plain, position, first=not places)
        if position < 0:
            break
        token = _TOKEN.match(plain, position)
        if token is None:
            break
        text = token[0]
        if not any(c.isdigit() or c in "*•" for c in text) and not _hidden(text):
            if not kind.letters or (places and len(text) > 4 and not ends):
                break
            if len(text) > 5 and places:
                break
        places.extend(range(token.start(), token.end()))
        ends.add(len(places))
        if any(c.isdigit() for c in text):
            mixed.add(len(places))
        position = token.end()
    compact = _hide("".join(plain[i] for i in places[:_LONGEST]))
    match = _SHAPES[index].match(compact)
    if match is None or sum(c.isdigit() for c in match[0]) < kind.least:
        return None
    size = match.end()
    if size not in ends:
        following = min((e for e in ends if e > size), default=size)
        glued = compact[size:following]
        if following not in mixed or not (glued.isalpha() and len(glued) >= _GLUED_WORD):
            return None
    return places[:size]


def _hidden(text: str) -> bool:
    return len(text) >= 2 and set(text) == {"x"}


def _hide(compact: str) -> str:
    return re.sub(r"x{3,}|[•#]", lambda m: "*" * len(m[0]), compact)


def _skip(plain: str, position: int, *, first: bool) -> int:
    """The next piece after what only separates pieces; -1 when something else stands there."""
    if first:
        return position
    origin = position
    for _ in range(_LONGEST_GAP):
        if position >= len(plain):
            return -1
        char = plain[position]
        if char == "<":
            tag = _TAG.match(plain, position)
            position = tag.end() if tag else position + 1
            origin = position if tag else origin
            continue
        if not char.isalnum() and char not in "*•":
            if char in "€%$£@+?!" or position - origin > _LONGEST_GAP:
                return -1
            time = _TIME.match(plain, position) if char in "[(" else None
            position = time.end() if time else position + 1
            continue
        fresh = plain[position - 1] in "\n\"'{,;&<> |(-•\t]" or plain[max(0, position - 2) : position] == ": "
        key = _KEY.match(plain, position) if fresh and char.isalpha() else None
        if key:
            position = origin = key.end()
            continue
        mark = _INDEX.match(plain, position)
        if mark and mark.end() > position and _is_index(plain, position, mark.end()):
            position = origin = mark.end()
            continue
        word = _LETTERS.match(plain, position)
        alone = (
            word is not None
            and word.end() == position + 1
            and plain[word.end() : word.end() + 1] in ("", ".", ",", "\n", ";")
        )
        if (
            word
            and word[0] in _NOISE
            and not alone
            and not plain[word.end() : word.end() + 1].isdigit()
            and not _SPELLED.match(plain, position)
        ):
            position = origin = word.end()
            continue
        return position
    return (
        position if position < len(plain) and (plain[position].isalnum() or plain[position] in "*•") else -1
    )


def _is_index(plain: str, start: int, end: int) -> bool:
    """Whether a short number counts pieces (`case 2 :`, `n="2"`, `2e bloc`) and is none itself."""
    before = plain[max(0, start - 12) : start]
    return bool(
        re.search(r"(?:case|bloc|partie|part|n|champ|groupe|box|no)[\"'=° _]{1,3}$|_$", before)
    ) or bool(re.match(r"(?:er|e|eme)? ?(?:bloc|case|partie|groupe)", plain[start + 1 : start + 12]))


def _spans(plain: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Pieces with nothing but light separators between them as one span."""
    start = previous = places[0]
    for place in places[1:]:
        gap = plain[previous + 1 : place]
        if gap and (len(gap) > 4 or not set(gap) <= _LOOSE):
            yield start, previous + 1
            start = place
        previous = place
    yield start, previous + 1
