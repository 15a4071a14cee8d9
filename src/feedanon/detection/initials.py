"""PERSON by initials: `V. Klopp`, `traité par CBO`, `T. et A.` under a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.name_words import NO_SURNAME, flags
from feedanon.detection.recognizer import TextRecognizer
from feedanon.entities import Entity

_SHORT = re.compile(r"\.(?:(?<=[A-ZÀ-Ý]\.)|(?<=[A-ZÀ-Ý][a-z]\.))[ ]?-?[A-ZÀ-Ý]")
"""Without a letter or two, a point and a capital there is no shortened first name; quick, since it begins with the point."""
_AND_SURNAME = LazyPattern(
    r"(?<![^\W_])(?<!['’.-])(?P<initial>[A-ZÀ-Ý][a-z]?)\.[ ]?(?:-?[A-ZÀ-Ý]\.[ ]?)?(?P<surname>[A-ZÀ-Ý][a-zà-ÿ]{2,24})(?![^\W_])"
)
_ALONE = re.compile(r"[ \t.]*(?:\n|\Z)")
SHORT_TITLES = frozenset("M Dr Mr Pr Op Ag Me St Av Bd Pl No Ex Cf Vs Ch Al Fg Ms Bt Rs".split())
"""Letters and a dot that shorten no first name."""

_BY = LazyPattern(r" (?:par|coll(?:è|e)gue) (?P<name>[A-Z]{2,3})(?![\w'’/-]|\.\w)")
_DONE = re.compile(
    r"(?<![a-z])(?:(?:traite|redige|cloture|valide|cree|note|modifie|accorde|envoye|rappele|rembourse|verifie|controle|resolu|signe|escalade)e?|vue?|ok'?d|faite?|saisie?|ouverte?|close?|suivie?|corrigee?|reprise?|reprendre|prise? en charge|(?:par )?(?:ma|mon|notre))"
    r"(?: (?:le )?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)?(?: (?:a )?\d{1,2}[h:]\d{0,2})?\Z"
)
"""Before `par CBO` or `ma collègue CBO`: what agents do, and whose colleague it is."""
_CLAUSE_ENDS = re.compile(r"\.?[ \t]{0,2}(?:$|[\n)\]–—;|,]|- |\d{1,2}[/h:]|le \d)")
_UNDER_A_LETTER = re.compile(
    r"(?:\n[ \t]{0,3}[—–-]{0,2}[ \t]?(?P<name>[A-ZÀ-Ý]\.(?: (?:et|&) [A-ZÀ-Ý]\.|(?:[ -]?[A-ZÀ-Ý]\.){1,3}))"
    r"|[.!?…] (?P<after>[A-ZÀ-Ý]\.(?:[ -]?[A-ZÀ-Ý]\.){1,3}))\s*\Z"
)
_SIGNED = LazyPattern(
    r"(?<![a-z])(?:vue?|visa|signee?|gestionnaire|redact(?:eur|rice)|auteur|op\.|suivi)(?: ?:)? (?P<name>[a-z]{2,3})(?=[ \t]{0,2}(?:$|[\n)\]/|;,]|\.(?:\s|$)))"
)
"""`Vu : AB`, `op. FLB /`."""
_SPEAKS = re.compile(
    r"(?:^|\n)[ \t>*-]{0,4}(?:\[[^\]\n]{0,12}\] ?)?(?i:agente?|conseiller(?: réel)?|conseillère|opérat(?:eur|rice)|op\.?|tech(?:nicien(?:ne)?)?|usager|client|cliente|support|hotline)"
    r" \(?(?P<name>[A-Z]{2,3}|[A-Z]\.(?:-?[A-Z]\.?)?)\)? ?:"
)
"""`agent NT:`, `Conseiller (B.) :`."""
_LAST_WORD = re.compile(
    r"(?:[—–-] ?|(?i:fin|clos|solde|résolu|transmis)\.? )(?P<name>[A-Z]{2,3}|[A-Z][a-z]\. ?[A-Z]\.?)(?:, \d{1,2}[h:]\d{0,2})?[ .]{0,2}\Z"
)
"""`Fin. JPB`, `— MRC`: who wrote a note."""
_TWO_SHORT = re.compile(r"(?<![^\W_])(?P<name>(?P<first>[A-ZÀ-Ý][a-z])\. ?[A-ZÀ-Ý]\.)(?![^\W_])")
_LAST_LINE = re.compile(r"\n[ \t]{0,3}(?P<name>[A-Z]{2,3})[ \t.]{0,3}(?:\Z|\n+>)")
_LETTER_WORDS = frozenset("bonjour bonsoir cordialement cdt cdlt salutations objet madame monsieur".split())
"""A text with one of these is a letter, which somebody signs."""
_REACH = 40
_SIGNED_WORDS = frozenset(
    "vu vue visa signe signee gestionnaire redacteur redactrice auteur op suivi".split()
)
_BY_WORDS = frozenset({"par", "collegue"})
_NO_INITIALS = frozenset(
    "SMS CB EDF DHL UPS DPD GLS SFR SAV DSI RH DRH IA CPM CAF PDF API TNT VTC CRM ERP SI IT BO FO CHU CE CSE DG PDG QR TPE MDP OK KO "
    "LUI EUX MOI TOI VOS NOS MON SON UN ME RDV TEL PS NB OBJ REF CP TVA SN ID PDL PRM SIM GPS MMS CGV TTC HT BL BC FAQ URL VPN NAS PC TV "
    "RAS NA NC NR TB HS SVP STP USA UK UE ONU TVB VOD OTP QVC VW SS UHT UV FTP GPT VRP BET ABF LED LCD AGT SYS BOT CPE CNI ASE MDP IPL GAB VAD "
    "MAJ VIP TER TGV BUS CR PV CV AR LR RAR DDE RC MP "
    "LOL MDR TOP NUL BOF WTF OMG GG RIP XL XS FIN BIO VF VO FR EN DE ES BE CH LU GB EU PNR OUI NON BON".split()
)
"""Capitals that are no agent: what things and services are called."""


class InitialsRecognizer(TextRecognizer):
    """Finds people of whom a text gives initials, where a surname, a verb or a letter's end says that they are."""

    example = "dossier traité par CBO"

    def __init__(self) -> None:
        super().__init__(["PERSON"], "initials")

    def find(self, view: TextView) -> Iterable[Entity]:
        """See `TextRecognizer.find`."""
        if "." in view.plain:
            if _SHORT.search(view.text):
                yield from self._shortened(view)
            letter = _UNDER_A_LETTER.search(view.text, max(0, len(view.text) - _REACH))
            if letter and re.sub(r"[^A-Z]", "", letter[0]) not in _NO_INITIALS:
                yield Entity("PERSON", *letter.span("name" if letter["name"] else "after"), 0.6, self.name)
        last = _LAST_WORD.search(view.text, max(0, len(view.text) - _REACH))
        if last:
            yield from self._agent(view, last)
        for match in _SPEAKS.finditer(view.text) if ":" in view.plain else ():
            yield from self._agent(view, match)
        for match in _LAST_LINE.finditer(view.text) if not view.words.isdisjoint(_LETTER_WORDS) else ():
            yield from self._agent(view, match)
        for match in _SIGNED.finditer(view.plain) if not view.words.isdisjoint(_SIGNED_WORDS) else ():
            if view.text[slice(*match.span("name"))].isupper():
                yield from self._agent(view, match)
        if not view.words.isdisjoint(_BY_WORDS):
            for match in _BY.finditer(view.text):
                done = _DONE.search(view.plain, max(0, match.start() - _REACH), match.start())
                if done and _CLAUSE_ENDS.match(view.text, match.end()):
                    yield from self._agent(view, match)

    def _shortened(self, view: TextView) -> Iterator[Entity]:
        """Shortened first names: `V. Klopp` before a word that is a surname and nothing else, `Th. G.` before an initial."""
        for match in _AND_SURNAME.finditer(view.text):
            known = flags(view.plain[slice(*match.span("surname"))])
            if not known & lex.SURNAME or match["initial"] in SHORT_TITLES:
                continue
            begins_line = view.text[match.start() - 1 : match.start()] in ("", "\n")
            alone = begins_line and _ALONE.match(view.text, match.end())
            if alone or not known & NO_SURNAME:
                yield Entity("PERSON", match.start(), match.end(), 0.6, self.name)
        for match in _TWO_SHORT.finditer(view.text):
            if match["first"] not in SHORT_TITLES:
                yield Entity("PERSON", match.start(), match.end(), 0.5, self.name)

    def _agent(self, view: TextView, match: re.Match[str]) -> Iterator[Entity]:
        name = view.text[slice(*match.span("name"))]
        short = name.replace(".", "").replace("-", "")
        if short not in _NO_INITIALS and not (len(short) > 1 and flags(short) & lex.FREQUENT_WORD):
            yield Entity("PERSON", *match.span("name"), 0.6, self.name)
