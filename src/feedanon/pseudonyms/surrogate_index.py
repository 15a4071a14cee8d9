"""Finds realistic pseudonyms in a text, in one pass, also when they were shortened or written otherwise.

A text is read as runs of letters and digits, without case and accents. A tree over these runs holds
every pseudonym; numbers are found by their digits alone too, because LLMs like to space them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from feedanon.detection.folding import fold
from feedanon.pseudonyms.found_surrogate import FoundSurrogate
from feedanon.pseudonyms.person_names import CIVILITIES, PARTICLES

_RUN = re.compile(r"[^\W_]+")
_LONGEST_GAP = 6
_LIGHT = frozenset(" .-/()\u2011")
_COMPACT_TYPES = frozenset(
    (
        "PHONE_NUMBER FR_SIREN FR_SIRET FR_VAT FR_NIR FR_TAX_ID IBAN_CODE CREDIT_CARD FR_ENERGY_METER FR_ID_CARD "
        "FR_LICENSE_PLATE"
    ).split()
)


@dataclass(slots=True)
class _Entry:
    pseudonym: str
    words: tuple[int, ...] = ()
    initial: bool = False
    lead: str = ""
    trail: str = ""


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    entry: _Entry | None = None
    derived: _Entry | None = None
    ambiguous: bool = False


class SurrogateIndex:
    """The realistic pseudonyms of one session."""

    def __init__(self) -> None:
        self._root = _Node()
        self._compact: dict[str, str] = {}
        self._compact_starts: dict[str, None] = {}
        self._known: set[str] = set()
        self._edges = {"+"}
        self._longest_pseudonym = 0
        self._longest_run = 0
        self._longest_compact = 0

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, pseudonym: str) -> bool:
        return pseudonym in self._known

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Takes pseudonyms in, with their entity types; those that are known already change nothing."""
        for entity_type, pseudonym in pairs:
            if pseudonym in self._known:
                continue
            self._known.add(pseudonym)
            runs = list(_RUN.finditer(fold(pseudonym)))
            if not runs:
                continue
            lead, trail = pseudonym[: runs[0].start()], pseudonym[runs[-1].end() :]
            self._edges.update(lead)
            self._longest_pseudonym = max(self._longest_pseudonym, len(pseudonym))
            node = self._reach(pseudonym)
            node.entry = node.entry or _Entry(pseudonym, lead=lead, trail=trail)
            if entity_type == "PERSON":
                self._add_short_forms(pseudonym)
            elif entity_type in _COMPACT_TYPES:
                self._add_compact(entity_type, pseudonym)

    def reads_as_known(self, pseudonym: str) -> bool:
        """Whether a pseudonym that is to be issued would be read as one that was."""
        node: _Node | None = self._root
        for step in _steps(pseudonym):
            node = node.children.get(step) if node else None
        return node is not None and node.entry is not None

    def find(self, text: str, start: int = 0) -> Iterator[FoundSurrogate]:
        """The pseudonyms in `text` from `start` on, left to right, without overlaps; the longest wins."""
        folded = fold(text)
        runs = [match.span() for match in _RUN.finditer(folded, _run_start(folded, start))]
        index = 0
        while index < len(runs):
            found = self._longest(text, folded, runs, index) if runs[index][0] >= start else None
            if found is None:
                index += 1
                continue
            yield found
            while index < len(runs) and runs[index][0] < found.end:
                index += 1

    def hold_from(self, text: str, start: int) -> int:
        """Where the end of `text` begins that may turn out to be a pseudonym, or `len(text)`."""
        folded = fold(text)
        length = len(text)
        window = max(start, length - 2 * self._longest_pseudonym - 64)
        runs = [match.span() for match in _RUN.finditer(folded, _run_start(folded, window))]
        hold = length
        for index, (begin, _) in enumerate(runs):
            if begin >= start and self._may_grow(folded, runs, index, length):
                hold = begin
                break
        while hold > start and text[hold - 1] in self._edges:
            hold -= 1
        return hold

    def _reach(self, pseudonym: str) -> _Node:
        node = self._root
        for step in _steps(pseudonym):
            node = node.children.setdefault(step, _Node())
            self._longest_run = max(self._longest_run, len(step))
        return node

    def _add_short_forms(self, pseudonym: str) -> None:
        words = pseudonym.split(" ")
        names = [
            index
            for index, word in enumerate(words)
            if len(word) > 2 and fold(word).rstrip(".") not in CIVILITIES and fold(word) not in PARTICLES
        ]
        if len(words) < 2:
            return
        for index in names:
            self._derive(words[index], _Entry(pseudonym, (index,)))
        if len(names) == 2 and len(words) == 2:
            self._derive(f"{words[1]} {words[0]}", _Entry(pseudonym, (1, 0)))
            for dot in (".", ""):
                self._derive(f"{words[0][0]}{dot} {words[1]}", _Entry(pseudonym, (0, 1), initial=True))

    def _derive(self, form: str, entry: _Entry) -> None:
        node = self._reach(form)
        if node.derived is not None and node.derived != entry:
            node.ambiguous = True
        node.derived = entry

    def _add_compact(self, entity_type: str, pseudonym: str) -> None:
        compact = "".join(_RUN.findall(fold(pseudonym)))
        forms = [compact]
        if entity_type == "PHONE_NUMBER":
            national = compact.removeprefix("0033").removeprefix("33") if len(compact) > 10 else compact[1:]
            forms += [f"0{national}", f"33{national}", f"0033{national}", f"330{national}"]
        if any(char.isdigit() for char in compact) and len(compact) > 5:
            for form in forms:
                self._compact.setdefault(form, pseudonym)
                self._compact_starts[form[:2]] = None
                self._longest_compact = max(self._longest_compact, len(form))

    def _longest(
        self, text: str, folded: str, runs: list[tuple[int, int]], index: int
    ) -> FoundSurrogate | None:
        node = self._root.children.get(folded[slice(*runs[index])])
        best: tuple[int, _Entry] | None = None
        start = runs[index][0]
        here = index
        while node is not None:
            end = runs[here][1]
            if node.entry is not None:
                best = (end, node.entry)
            elif node.derived is not None and not node.ambiguous and text[start].isupper():
                best = (end, node.derived)
            here += 1
            if here == len(runs) or not node.children:
                break
            gap = _gap(folded, end, runs[here][0])
            node = None if gap is None else node.children.get(gap + folded[slice(*runs[here])])
        compact = self._longest_digits(folded, runs, index)
        if compact is not None and (best is None or compact[0] > best[0]):
            best = compact
        if best is None:
            return None
        end, entry = best
        begin = start
        if entry.lead and text.endswith(entry.lead, 0, begin):
            begin -= len(entry.lead)
        elif (
            folded[start : start + 2] == "33" and text[begin - 1 : begin] == "+" and entry.pseudonym[0] == "0"
        ):
            begin -= 1
        if entry.trail and text.startswith(entry.trail, end):
            end += len(entry.trail)
        return FoundSurrogate(begin, end, text[begin:end], entry.pseudonym, entry.words, entry.initial)

    def _longest_digits(
        self, folded: str, runs: list[tuple[int, int]], index: int
    ) -> tuple[int, _Entry] | None:
        if folded[runs[index][0] : runs[index][0] + 2] not in self._compact_starts and not (
            runs[index][1] - runs[index][0] == 1 and self._compact
        ):
            return None
        joined = ""
        best = None
        for here in range(index, len(runs)):
            if here > index and not _light(folded, runs[here - 1][1], runs[here][0]):
                break
            joined += folded[slice(*runs[here])]
            if len(joined) > self._longest_compact:
                break
            pseudonym = self._compact.get(joined)
            if pseudonym is not None:
                best = (runs[here][1], self._compact_entry(pseudonym))
        return best

    def _compact_entry(self, pseudonym: str) -> _Entry:
        return _Entry(pseudonym, lead="+" if pseudonym[0] == "+" else "")

    def _may_grow(self, folded: str, runs: list[tuple[int, int]], index: int, length: int) -> bool:
        """Whether what follows `folded` may complete a pseudonym that begins with the run `index`."""
        node: _Node | None = self._root
        gap = ""
        for here in range(index, len(runs)):
            begin, end = runs[here]
            if here > index:
                between = _gap(folded, runs[here - 1][1], begin)
                if between is None:
                    node = None
                gap = between or ""
            if node is None:
                break
            if end == length:
                return bool(node.children) and end - begin + len(gap) <= self._longest_run
            node = node.children.get(gap + folded[begin:end])
        else:
            rest = length - runs[-1][1]
            if node is not None and (
                (node.children and rest <= _LONGEST_GAP) or (node.entry and rest < len(node.entry.trail))
            ):
                return True
        if not self._compact:
            return False
        joined = "".join(folded[slice(*run)] for run in runs[index:])
        light = all(_light(folded, runs[i][1], runs[i + 1][0]) for i in range(index, len(runs) - 1))
        tail = folded[runs[-1][1] :]
        return (
            light
            and len(joined) <= self._longest_compact
            and (
                joined[:2] in self._compact_starts
                or any(s.startswith(joined) for s in list(self._compact_starts))
            )
            and len(tail) <= _LONGEST_GAP
            and all(char in _LIGHT or char.isspace() for char in tail)
        )


def _steps(pseudonym: str) -> list[str]:
    """The path of a pseudonym in the tree: its runs, each with the gap before it."""
    folded = fold(pseudonym)
    steps: list[str] = []
    position = 0
    for match in _RUN.finditer(folded):
        gap = _normal_gap(folded[position : match.start()]) if steps else ""
        steps.append(gap + match[0])
        position = match.end()
    return steps


def _gap(folded: str, start: int, end: int) -> str | None:
    return _normal_gap(folded[start:end]) if end - start <= _LONGEST_GAP else None


def _normal_gap(gap: str) -> str:
    return " " if gap.isspace() else "".join(gap.split())


def _light(folded: str, start: int, end: int) -> bool:
    return end - start <= 3 and all(char in _LIGHT or char.isspace() for char in folded[start:end])


def _run_start(folded: str, start: int) -> int:
    """The beginning of the run that `start` lies in, so that half a run is never taken for a whole one."""
    while start > 0 and folded[start - 1].isalnum():
        start -= 1
    return start
