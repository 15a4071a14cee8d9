"""Restoring a text that arrives in pieces, with the same result as if it had come whole."""

from __future__ import annotations

from feedanon.pseudonyms.partial import hold_from
from feedanon.pseudonyms.report import RestorationReport
from feedanon.pseudonyms.restoration import Finder, Resolver, value_of
from feedanon.pseudonyms.token_pattern import FoundToken

_CONTEXT = 16


class Restorer:
    """Restores one stream. Give every piece to `feed`, then call `close`.

    Attributes:
        report: what came back so far.
    """

    def __init__(self, finder: Finder, resolver: Resolver) -> None:
        self.report = RestorationReport()
        self._finder = finder
        self._resolver = resolver
        self._buffer = ""
        self._done = 0  # what stands before is given out already, and kept as context

    def feed(self, chunk: str) -> str:
        """Takes the next piece.

        Args:
            chunk: any part of the text, of any length.

        Returns:
            The text that no later piece can change any more; empty when everything has to wait.

        Raises:
            VaultError: the vault cannot be read.
        """
        self._buffer += chunk
        return self._advance(final=False)

    def close(self) -> str:
        """The rest, when the text has ended."""
        rest = self._advance(final=True)
        self._buffer, self._done = "", 0
        return rest

    def _advance(self, *, final: bool) -> str:
        text, position = self._buffer, self._done
        hold = self._hold(position, final)
        if hold == position and not final:
            return ""
        findings = [finding for finding in self._finder.find(text, position) if finding.start < hold]
        self._resolver.load(text, findings)
        parts: list[str] = []
        copied = position
        for finding in findings:
            if finding.start >= hold:
                break
            if finding.end > hold and self._finder.surrogates is not None and isinstance(finding, FoundToken):
                hold = finding.start  # a surrogate may begin inside, and would win
                break
            value = value_of(text, finding, self._resolver, self.report)
            if value is not None:
                parts += (text[copied : finding.start], value)
                copied = finding.end
            position = finding.end
            if position > hold:
                hold = self._hold(position, final)
        position = max(position, hold)
        parts.append(text[copied:position])
        keep = max(0, position - _CONTEXT)
        self._buffer, self._done = text[keep:], position - keep
        return "".join(parts)

    def _hold(self, position: int, final: bool) -> int:
        if final:
            return len(self._buffer)
        hold = hold_from(self._buffer, position, self._finder.cipher is not None)
        if self._finder.surrogates is not None:
            hold = min(hold, self._finder.surrogates.hold_from(self._buffer, position))
        return hold
