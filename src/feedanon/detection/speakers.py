"""PERSON by who speaks: `[10:42] Sophie M. : bonjour`, `Support Ophélie 20:33 :`, `(conseillère Perle)`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.name_words import NAME, ORDINARY, flags
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_SPEAKER = re.compile(
    r"^[ \t>*-]{0,4}(?:[\[(]?\d{1,2}[:h]\d{2}(?::\d{2})?[\])]?[ \t,;|-]{0,4})?"
    r"(?P<name>[^\W\d_][^\W\d_'.-]{0,24}(?:[ '.-]{1,2}[^\W\d_][^\W\d_'.-]{0,24}){0,3}\.?)[ \t]?"
    r"(?:\([^()\n]{0,24}\)[ \t]?)?(?:[\[(]?\d{1,2}[:h]\d{2}(?::\d{2})?[\])]?[ \t]?)?[:>](?!/)",
    re.MULTILINE,
)
_ROLE = (
    r"(?:agente?|conseill(?:er|ere)|cons\.?|operat(?:eur|rice)|technicien(?:ne)?|vendeu(?:r|se)|moderat(?:eur|rice)|livreu(?:r|se)|infirmi(?:er|ere)"
    r"|support|gestionnaire|assistante?|hotesse|chauffeur|animat(?:eur|rice))"
)
_AGENT = LazyPattern(
    rf"[\[(]{_ROLE}[ \t]{{1,2}}(?P<inside>[^\W\d_]{{2,20}})[\])]|(?<![a-z]){_ROLE} \((?P<behind>[^\W\d_]{{2,20}})\)"
)
_ROLE_AND_NAME = LazyPattern(rf"{_ROLE} (?=[^\W\d_])")


class SpeakerRecognizer(TextRecognizer):
    """Finds the names of those who speak in a chat or a call, and of agents in brackets."""

    NAME = "speakers"
    example = "[10:42] Sophie M. : bonjour"

    def __init__(self) -> None:
        super().__init__(["PERSON"], self.NAME)

    def find(self, view: TextView) -> Iterable[Entity]:
        """See `TextRecognizer.find`."""
        if "(" in view.plain or "[" in view.plain:
            yield from self._agents(view)
        if ":" in view.plain or ">" in view.plain:
            yield from self._speakers(view)

    def _agents(self, view: TextView) -> Iterator[Entity]:
        """`(conseillère Perle)`, `conseiller (Perle)`: a function and a name in brackets, though the name be a word."""
        for match in _AGENT.finditer(view.plain):
            start, end = match.span(match.lastgroup or 0)
            known = flags(view.plain[start:end])
            thing = known & (lex.BRAND_WORD | lex.LAND)
            if view.text[start].isupper() and known & lex.FIRST_NAME and not thing:
                yield Entity("PERSON", start, end, 0.7, self.name)

    def _speakers(self, view: TextView) -> Iterator[Entity]:
        doubtful: list[tuple[int, int]] = []
        seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
        sure = False
        for match in _SPEAKER.finditer(view.text):
            start, end = match.span("name")
            role = _ROLE_AND_NAME.match(view.plain, start, end)
            start = role.end() if role else start
            words = re.findall(r"[^\W\d_]+", view.plain[start:end])
            known = [flags(word) for word in words]
            long_words = [f for word, f in zip(words, known, strict=True) if len(word) > 1]
            if not long_words:
                continue
            if not any(f & lex.FIRST_NAME for f in long_words):
                continue
            if all(f & NAME and not f & (ORDINARY | lex.BRAND_WORD) for f in long_words):
                sure = True
                yield Entity("PERSON", start, end, 0.7, self.name)
            elif len(words) == 1 and known[0] & lex.FREQUENT_FIRST_NAME and view.text[start:end].istitle():
                doubtful.append((start, end))
            elif len(words) == 1 and not known[0] & ORDINARY and view.text[start:end].istitle():
                seen[words[0]].append((start, end))
        # Who speaks twice under a first name is no brand, and who speaks with Bilel is no navy: Marine is a person.
        twice = [place for places in seen.values() if len(places) > 1 for place in places]
        if sure or twice:
            doubtful += twice
            yield from (Entity("PERSON", start, end, 0.6, self.name) for start, end in doubtful)
