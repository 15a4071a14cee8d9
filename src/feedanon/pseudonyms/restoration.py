"""From a text with pseudonyms back to the values: one pass by offsets, nothing is replaced twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from feedanon.pseudonyms.cipher import FoundCipher, ValueCipher, find_ciphers
from feedanon.pseudonyms.found_surrogate import FoundSurrogate
from feedanon.pseudonyms.near_tokens import first_relatives, later_relatives, may_be_near, near_record
from feedanon.pseudonyms.report import RestorationReport
from feedanon.pseudonyms.surrogate_index import SurrogateIndex
from feedanon.pseudonyms.token_pattern import FoundToken, find_tokens, spellings
from feedanon.pseudonyms.tokens import Token, TokenStyle
from feedanon.vaults.base import Record, SessionStore

Finding = FoundToken | FoundCipher | FoundSurrogate
"""A place in a text that is, or reads as, a pseudonym."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds everything that restoration would look at, in inputs and in answers alike.

    Attributes:
        cipher: reads ciphers; None without a key.
        surrogates: the realistic pseudonyms of the session; None when it has none.
    """

    cipher: ValueCipher | None = None
    surrogates: SurrogateIndex | None = None

    def find(self, text: str, start: int = 0) -> Iterator[Finding]:
        """The places from `start` on, left to right, without overlaps.

        What was issued for sure - ciphers and surrogates - wins over what only reads as a token.
        """
        tokens = find_tokens(text, start)
        if self.cipher is None and self.surrogates is None:
            return tokens
        ciphers = find_ciphers(text, self.cipher, start) if self.cipher else iter(())
        surrogates = self.surrogates.find(text, start) if self.surrogates else iter(())
        return _merge(list(tokens), _merge(list(surrogates), list(ciphers)))


def _merge(weak: Sequence[Finding], strong: Iterable[Finding]) -> Iterator[Finding]:
    """Both in order; those of `weak` that overlap one of `strong` are left out."""
    index = 0
    for winner in strong:
        while index < len(weak) and weak[index].end <= winner.start:
            yield weak[index]
            index += 1
        while index < len(weak) and weak[index].start < winner.end:
            index += 1
        yield winner
    yield from weak[index:]


class Resolver:
    """Knows the values of one session's pseudonyms, and remembers them for the length of one text.

    Args:
        store: the session.
        style: the style that wins when two styles could be meant.
    """

    def __init__(self, store: SessionStore, style: TokenStyle) -> None:
        self._store = store
        self._style = style
        self._known: dict[str, Record | None] = {}

    def load(self, text: str, findings: Sequence[Finding]) -> None:
        """Looks up the tokens of `findings`, in a few requests however many there are."""
        tokens = [finding for finding in findings if isinstance(finding, FoundToken)]
        self._fetch([text[token.start : token.end] for token in tokens])
        inexact = [token.token for token in tokens if self._known.get(text[token.start : token.end]) is None]
        self._fetch([spelling for token in inexact for spelling in spellings(token)])
        strays = {token: None for token in inexact if may_be_near(token) and not self._issued(token)}
        self._fetch([spelling for token in strays for spelling in first_relatives(token)])
        self._fetch([spelling for token in strays for spelling in later_relatives(token, self._known.get)])
        self._fetch([finding.pseudonym for finding in findings if isinstance(finding, FoundSurrogate)])

    def record(self, text: str, finding: FoundToken | FoundSurrogate) -> Record | None:
        """The record that a loaded finding stands for, or None: never issued, forgotten or ambiguous."""
        if isinstance(finding, FoundSurrogate):
            return self._known.get(finding.pseudonym)
        exact = self._known.get(text[finding.start : finding.end])
        if exact is not None:
            return exact
        expected = self._known.get(self._style.write(finding.token))
        if expected is not None:
            return expected
        records = {id(record): record for s in spellings(finding.token) if (record := self._known.get(s))}
        if records:
            return next(iter(records.values())) if len(records) == 1 else None
        return near_record(finding.token, self._known.get) if may_be_near(finding.token) else None

    def _issued(self, token: Token) -> bool:
        return any(self._known.get(spelling) for spelling in spellings(token))

    def _fetch(self, pseudonyms: list[str]) -> None:
        new = [pseudonym for pseudonym in dict.fromkeys(pseudonyms) if pseudonym not in self._known]
        if new:
            found = self._store.find(new)
            self._known.update((pseudonym, found.get(pseudonym)) for pseudonym in new)


def restore(text: str, findings: Sequence[Finding], resolver: Resolver, report: RestorationReport) -> str:
    """`text` with the values of `findings`, which the resolver has loaded.

    Args:
        text: what the findings were found in.
        findings: in order, without overlaps.
        resolver: the session's records.
        report: takes in what happened.
    """
    pieces: list[str] = []
    position = 0
    for finding in findings:
        value = value_of(text, finding, resolver, report)
        if value is not None:
            pieces += (text[position : finding.start], value)
            position = finding.end
    pieces.append(text[position:])
    return "".join(pieces)


def value_of(text: str, finding: Finding, resolver: Resolver, report: RestorationReport) -> str | None:
    """What stands for one finding, or None when it stays as it is; `report` takes it in."""
    written = text[finding.start : finding.end]
    if isinstance(finding, FoundCipher):
        report.restored[written] += 1
        report.types[finding.entity_type] += 1
        return finding.value
    record = resolver.record(text, finding)
    if record is None:
        if isinstance(finding, FoundToken):
            report.invented[written] += 1
            report.refused[finding.token.name] += 1
        return None
    if record.restricted:
        report.restricted[record.pseudonym] += 1
        report.refused[record.entity_type] += 1
        return None
    report.restored[record.pseudonym] += 1
    report.types[record.entity_type] += 1
    return finding.value_from(record.value) if isinstance(finding, FoundSurrogate) else record.value
