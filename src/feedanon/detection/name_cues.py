"""Names that need no model: what stands beside them says that they are names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.kept_names import is_kept
from feedanon.detection.label_search import matches_at
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.name_words import COMMON, NAME, NEVER, NO_SURNAME, OFFICES, ORDINARY, flags, read_name
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.spelled_names import spelled_names
from feedanon.entities import Entity

PERSON = "PERSON"

_CIVILITY = LazyPattern(
    r"(?<![a-z0-9'@._-])(?:(?P<strong>mme|mlle|melle|monsieur|madame|mademoiselle|mrs|docteur|maitre|professeur|"
    r"mesdames|messieurs|sieur|veuve|famille|fam(?=\.)|epoux|epouse|miss|mister)|(?P<short>mr|dr|pr|me|ms|m))"
    r"(?:\.[ \t]?|[ \t]{1,2})(?:et (?:mme|madame|mlle|m|mr)\.?[ \t]{1,2})?(?=[^\W\d_])"
)
_OFFICE = re.compile(r"(?:l[ae] |l')([a-z-]{3,})")
_INTRODUCTION = LazyPattern(
    r"(?<![a-z0-9])(?:"
    r"je m[' ]?appelle|j[' ]?m[' ]?appel(?:le)?|m[' ]?appelle|s[' ]?appelle(?:nt)?|mon nom est|mon prenom est|"
    r"son nom est|son prenom est|mon nom c[' ]?est|mon prenom c[' ]?est|au nom de|a l[' ]?attention de|"
    r"de la part de|moi c[' ]?est|nom de jeune fille|nee|ne sous le nom de|prenomm(?:e|ee)|un certain|"
    r"une certaine|je suis(?= [^\W\d_]+,)|ici(?= [^\W\d_]+,)|nom(?: de famille)?(?= [^\W\d_]{3})|my name is|"
    r"my name s|my name's|i am called|the name is|under the name(?: of)?|named|mon mari|ma femme|mon epouse|"
    r"mon epoux|my husband|my wife)"
    r"[ \t]*[:,]?[ \t]*(?:(?:euh|heu|hum|alors|donc|enfin)[ ,.…]{1,4})?(?:m\.|mr|mme|monsieur|madame)?[ \t]*(?=[^\W\d_])"
)
_QUOTED = LazyPattern(r"(?<![a-z])(?:signee?|se nomme) [«\"“] ?(?=[^\W\d_])")
_WEAK_KIN = (
    "moi c",
    "je suis",
    "c'est",
    "ici ",
    "nom ",
    "mon mari",
    "ma femme",
    "mon epou",
    "my husband",
    "my wife",
    "nee",
    "un certain",
    "au nom de",
    "named",
    "de la part de",
)
_ADDRESSED = LazyPattern(
    r"(?<![a-z0-9'])(?:"
    r"merci|bravo|bonjour|bonsoir|salut|coucou|hello|chere?|dear|thanks|thank you|grace)"
    r"(?:[ \t](?:a|to|encore|beaucoup|bien|beaucoup a))?[ \t](?=[^\W\d_])"
)
_LABEL = LazyPattern(
    r"(?:^|(?<=[\n\t;,|{(\[/\"'>*]))[ \t\"'*_>-]{0,4}"
    r"(?:(?:votre |vos |son )?(?:nom|prenoms?|noms?|name|first ?name|last ?name|surname|full ?name|firstname|lastname|"
    r"titulaire|destinataire|expediteur|beneficiaire|interlocut(?:eur|rice)|contact|assuree?|adherente?|patiente?|"
    r"locataire|proprietaire|souscript(?:eur|rice)|signataire|acheteu(?:r|se)|vendeu(?:r|se)|technicien(?:ne)?|"
    r"livreu(?:r|se)|chauffeur|enfants?|parents?|pere|mere|conjointe?|tut(?:eur|rice)|eleve|courti(?:er|ere)|referente?|responsable|conseill(?:er|ere)|gestionnaire|auteur|redacteur|signature|signe|passagere?|voyageu(?:r|se)|"
    r"de|from|a|to|client|cliente|agent|nom et prenom|prenom et nom|nom[ /,]*prenom|prenom[ /,]*nom|nom de famille|nom d'usage|"
    r"nom de naissance|nom complet|nom du client|nom client|nom_client|prenom_client|customer(?:[_ ]name)?))"
    r"[ \t\"'*_]{0,4}[:=][ \t\"'*_]{0,4}(?:m\.|mr\.?|mme\.?|monsieur|madame|mlle\.?)?[ \t]{0,2}(?=[^\W\d_])"
)
_HEADER = re.compile(r"[^a-z]*(?:de|from|a|to)[^a-z]")
"""Who a mail is from and to: firms and teams as often as people."""
_STRONG_LABEL = re.compile(r"nom|name|titulaire|destinataire|beneficiaire|signataire")
_CLOSING = LazyPattern(
    r"(?<![a-z])(?:"
    r"cordialement|bien cordialement|cordiale(?:s)? salutations?|salutations?(?: distinguees)?|bien a vous|cdlt|"
    r"cdt|cldt|cordialment|sinceres salutations|respectueusement|amicalement|amities|bises|bisous|"
    r"bien amicalement|a bientot|bonne (?:journee|soiree|reception|continuation)|merci d'avance|"
    r"par avance merci|d'avance merci|merci|best regards|kind regards|warm regards|regards|best|sincerely|"
    r"yours(?: truly| sincerely| faithfully)?|thanks|thank you|cheers|sentiments distingues|"
    r"sentiments les meilleurs)"
    r"[ \t]*[,.!;:-]{0,3}[ \t]*(?P<break>\n[\s>*_-]{0,12}|[,.-][ \t]*)(?=[^\W\d_])"
)
_FIELD = re.compile(
    r"[^\W\d_]+(?:(?:[ \t]|[ \t]?-[ \t]?|'|\.[ \t]?)[^\W\d_]+){0,4}\.?(?=[ \t]*(?:$|[\n,;|<\"')\]}]))",
    re.MULTILINE,
)
_KIN = LazyPattern(r"(?<![^\W_])(?:Tata|Tatie|Tonton|Papy|Papi|Mamie|Mamy|Mémé|Pépé)[ ](?=[^\W\d_]{2})")
_FAMILY = LazyPattern(r"(?<= )les (?P<name>[a-z]{4,20})(?![\w'-])")
_BEFORE_FAMILIES = tuple(
    f"{word} " for word in ("chez", "avec", "pour", "par", "sont", "c'est", "voisins", "amis")
)
_LINE_END = re.compile(r"[^\W\d_]*[ \t]*(?:$|[\n,;|<(\"'\])}/]|[-–] )", re.MULTILINE)

_WORDS_AND_NAMES = frozenset("bon tout bien bonne ville car tous plus mon son rien bonjour or ni".split())
"""Words that never follow a civility as a name, and yet are one when they stand alone in the field `Nom :`."""

# The cheap tests before the patterns: one of these words must be there.
_CIVILITY_WORDS = frozenset(
    "mme mlle melle monsieur madame mademoiselle mrs docteur maitre professeur mesdames messieurs sieur veuve "
    "famille fam epoux epouse miss mister mr dr pr me ms m".split()
)
_INTRODUCTION_WORDS = frozenset(
    "appelle appel appellent nom prenom attention part moi nee sous certain certaine name called named mari femme "
    "suis ici epouse epoux husband wife mappelle jmappelle prenomme prenommee".split()
)
_ADDRESSED_WORDS = frozenset(
    "merci bravo bonjour bonsoir salut coucou hello cher chere dear thanks thank grace".split()
)
_CLOSING_WORDS = frozenset(
    "cordialement cordiale cordiales cordialment salutation salutations cdlt cdt cldt respectueusement "
    "amicalement amities bises bisous bientot bonne avance merci regards best sincerely yours thanks thank cheers "
    "sentiments".split()
)
_KIN_WORDS = frozenset("tata tatie tonton papy papi mamie mamy meme pepe".split())
_QUOTED_WORDS = frozenset("signe signee nomme".split())
_ACRONYM = 5
_Rule = Callable[[TextView, re.Match[str]], tuple[int, int, float] | None]
_YOURS = frozenset({"bien", "vous"})


def _is_acronym(view: TextView, civility: int, start: int, end: int) -> bool:
    """Whether `Madame la CPE` bears no name: capitals after a civility that has but one."""
    return view.text[civility + 1].islower() and end - start <= _ACRONYM and view.text[start:end].isupper()


class NameCues(TextRecognizer):
    """PERSON by what stands beside the name: civilities, introductions, labels, closings,
    spelling letter by letter."""

    NAME = "name cues"
    example = "je suis Mme Martin"

    def __init__(self) -> None:
        super().__init__([PERSON], self.NAME)

    def find(self, view: TextView) -> Iterable[Entity]:
        """See `TextRecognizer.find`."""
        words = view.words
        for pattern, heads, rule in (
            (_CIVILITY, _CIVILITY_WORDS, self._civility),
            (_ADDRESSED, _ADDRESSED_WORDS, self._addressed),
        ):
            if not words.isdisjoint(heads):
                yield from self._judged(view, matches_at(pattern, view.plain, words & heads), rule)
        if not words.isdisjoint(_INTRODUCTION_WORDS):
            yield from self._after(view, _INTRODUCTION, self._introduction)
        if not words.isdisjoint(_QUOTED_WORDS):
            yield from self._after(view, _QUOTED, self._quoted)
        colon = ":" in view.plain
        if colon or "=" in view.plain:
            yield from self._after(view, _LABEL, self._label)
        if not words.isdisjoint(_CLOSING_WORDS) or words >= _YOURS:
            yield from self._after(view, _CLOSING, self._closing)
        if not words.isdisjoint(_KIN_WORDS):
            yield from self._judged(view, _KIN.finditer(view.text), self._kin)
        if "les" in words:
            yield from self._after(view, _FAMILY, self._family)
        for start, end, score in spelled_names(view):
            yield Entity(PERSON, start, end, score, self.name)

    def _after(self, view: TextView, pattern: LazyPattern, rule: _Rule) -> Iterator[Entity]:
        return self._judged(view, pattern.finditer(view.plain), rule)

    def _judged(self, view: TextView, matches: Iterable[re.Match[str]], rule: _Rule) -> Iterator[Entity]:
        for match in matches:
            found = rule(view, match)
            if found is not None and found[1] > found[0]:
                yield Entity(PERSON, found[0], found[1], found[2], self.name)

    def _civility(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        start = match.end()
        # `M Dupont`, `Me Dupont`: without capitals these are other words.
        capitals = view.text[match.start()].isupper() and view.text[start].isupper()
        if match.group("short") in ("m", "me", "pr", "ms") and not capitals:
            return None
        office = _OFFICE.match(view.plain, start)
        if office and (office[1] in OFFICES or _is_acronym(view, match.start(), *office.span(1))):
            return None
        end = read_name(view, start, trust=match.group("strong") in ("mme", "mlle", "melle"), surname=True)
        return start, end, 0.85

    def _introduction(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        start = match.end()
        weak = match.group().startswith(_WEAK_KIN)
        end = read_name(view, start, trust=not weak)
        if weak and end > start:
            first = view.plain[start:end].split()[0]
            known = flags(first)
            told = (
                view.text[start].isupper() or known & lex.FREQUENT_FIRST_NAME or known & lex.FREQUENT_SURNAME
            )
            sure = view.text[start].isupper() and known & lex.FREQUENT_FIRST_NAME
            if (
                not told
                or (known & (COMMON | lex.LAND) and not sure)
                or (known & ORDINARY and not known & NAME)
            ):
                return None
        return start, end, 0.85

    def _addressed(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        start = match.end()
        end = read_name(view, start, trust=False)
        if end == start:
            return None
        known = flags(view.plain[start:end].split()[0].split("-")[0])
        if not known & lex.FREQUENT_FIRST_NAME or known & (COMMON | lex.BRAND_WORD):
            return None
        return (start, end, 0.6) if view.text[start].isupper() or not known & lex.ORDINARY_WORD else None

    def _label(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        start = match.end()
        strong = bool(_STRONG_LABEL.search(match.group()))
        end = read_name(view, start, trust=strong)
        if strong:
            end = max(end, _field_value(view, start))
        if end == start:
            return None
        if not strong:
            words = view.plain[start:end].replace("-", " ").split()
            known = flags(words[0])
            # `Client : Bonjour` is a speaker, `Client : Sophie Martin` a name, and so is `Adhérente : Violette Tran`.
            whole = len(words) > 1 and known & lex.FIRST_NAME and view.text[start:end].istitle()
            alone = len(words) == 1 and known & lex.FREQUENT_FIRST_NAME and view.text[start:end].istitle()
            if _HEADER.match(match.group()) and not (
                known & lex.FREQUENT_FIRST_NAME and not known & lex.BRAND_WORD
            ):
                return None
            if (
                not known & NAME
                or (known & COMMON and not whole and not alone)
                or not view.text[start].isupper()
            ):
                return None
            if not _LINE_END.match(view.text, end):
                return None
        return start, end, 0.9 if strong else 0.7

    def _closing(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        start = match.end()
        end = read_name(view, start, trust=False)
        if end == start:
            return None
        rest = view.text[end : end + 40].split("\n")[0].strip(" .,!;:*_-")
        same_line = "\n" not in match.group("break")
        words = view.plain[start:end].replace("-", " ").split()
        known = [flags(word) for word in words]
        if same_line and not any(f & NAME and not f & COMMON for f in known):
            return None
        if len(words) == 1 and known[0] & COMMON:
            return None
        if rest and (same_line or rest[0].islower()):
            return None
        return start, end, 0.75 if any(f & NAME for f in known) else 0.5

    def _quoted(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        """`signée « Elsa »`: a first name or a frequent surname, in quotes; brands sign too."""
        start = match.end()
        end = read_name(view, start, trust=False)
        known = flags(view.plain[start:end].split()[0]) if end > start else 0
        told = known & lex.FREQUENT_FIRST_NAME or (known & lex.FREQUENT_SURNAME and match[0].startswith("se"))
        return (start, end, 0.7) if told and not known & lex.LAND else None

    def _kin(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        """`Tonton Fañch`: the whole is what somebody is called; no grandmother of yoghurts."""
        start, end = match.end(), read_name(view, match.end(), trust=True, limit=1)
        known = flags(view.plain[start:end])
        if known & (COMMON | lex.BRAND_WORD) and not known & lex.FREQUENT_FIRST_NAME:
            return None
        named = Entity(PERSON, match.start(), end, 0.6, self.name)
        told = end > start and view.text[start].isupper() and not is_kept(view, named)
        return (match.start(), end, named.score) if told else None

    def _family(self, view: TextView, match: re.Match[str]) -> tuple[int, int, float] | None:
        """`c'est les Delaporte`: a surname and nothing else, whose plural has no mark."""
        start, end = match.span("name")
        if not view.text[start].isupper() or not view.plain.endswith(_BEFORE_FAMILIES, 0, match.start()):
            return None
        known = flags(view.plain[start:end])
        shown = view.text[start:end]
        told = bool(known & lex.SURNAME) and not known & (NO_SURNAME | lex.COMMUNE_WORD | lex.FIRST_NAME)
        return (start, end, 0.5) if told and shown.istitle() and shown[-1] not in "sxz" else None


def _field_value(view: TextView, start: int) -> int:
    """Where the value of a field `Nom : ...` ends when it is nothing but a few words, else `start`."""
    match = _FIELD.match(view.plain, start)
    if match is None:
        return start
    words = re.findall("[a-z]+", match.group())
    verdicts = [flags(word) for word in words]
    if len(words) == 1 and words[0] in _WORDS_AND_NAMES and view.text[start].isupper():
        return match.end()
    if not words or words[0] in NEVER or all(f & COMMON and not f & NAME for f in verdicts):
        return start
    return match.end()
