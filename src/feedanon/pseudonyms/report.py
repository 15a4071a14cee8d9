"""What became of the pseudonyms of an answer."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from feedanon.errors import RestorationError


@dataclass(frozen=True, slots=True)
class RestorationReport:
    """Which pseudonyms came back. It holds pseudonyms and counts only, so it is safe to log.

    Attributes:
        restored: how often each pseudonym of the session was replaced by its value.
        invented: what reads as a pseudonym but was never issued in the session, as the answer writes it.
        restricted: pseudonyms of people who asked for restriction (GDPR article 18): left as they are.
        lost: pseudonyms that were sent (or, when that is not known, issued in the session) and are not
            in the answer.
        types: how often values of each entity type came back.
    """

    restored: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    restricted: Counter[str] = field(default_factory=Counter)
    lost: tuple[str, ...] = ()
    types: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter, repr=False)

    @property
    def complete(self) -> bool:
        """Whether everything came back: nothing lost, invented or restricted."""
        return not (self.invented or self.restricted or self.lost)

    def with_lost(self, lost: tuple[str, ...]) -> RestorationReport:
        """The same report with what was lost."""
        return dataclasses.replace(self, lost=lost)

    def raise_if_foreign(self) -> None:
        """Refuses an answer that holds pseudonyms which the session did not issue or may not give back.

        Raises:
            RestorationError: names types and counts only.
        """
        if self.refused:
            what = ", ".join(f"{count} {name}" for name, count in sorted(self.refused.items()))
            raise RestorationError(
                f"the text holds pseudonyms that this session does not give back ({what}): "
                "deanonymize in the session that made them, or without strict to leave them as they are"
            )


def lost_among(sent: Iterable[str], restored: Counter[str]) -> tuple[str, ...]:
    """Those of `sent` that did not come back, each once, in their order."""
    return tuple(pseudonym for pseudonym in dict.fromkeys(sent) if pseudonym not in restored)
