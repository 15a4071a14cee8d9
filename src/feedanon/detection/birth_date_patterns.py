"""How a birth date is written and announced: patterns over the plain text (lower case, no accents)."""

from __future__ import annotations

from feedanon.detection.lazy_pattern import LazyPattern

MONTH = (
    r"(?:janvier|janv?\.?|fevrier|fevr?\.?|mars|mar\.?|avril|avri?\.?|mai|juin|juillet|juil?\.?|aout|sept?embre|sept?\.?|octobre|oct\.?|novembre|nov\.?|decembre|dece?\.?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|dec)(?![a-z])"
)
_UNIT = r"(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf)"
_TEEN = r"(?:dix(?:[- ](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)"
_UNDER_100 = (
    rf"(?:quatre[- ]vingts?[- ](?:et[- ])?(?:{_TEEN}|{_UNIT})|quatre[- ]vingts?|soixante[- ](?:et[- ])?(?:{_TEEN}|{_UNIT})"
    rf"|(?:vingt|trente|quarante|cinquante|soixante|septante|octante|huitante|nonante)(?:[- ](?:et[- ])?{_UNIT})?|{_TEEN}|{_UNIT})"
)
_DAY_WORDS = rf"(?:premier|vingt(?:[- ](?:et[- ])?{_UNIT})?|trente(?:[- ]et[- ]un)?|{_TEEN}|{_UNIT})"
_YEAR_WORDS = (
    rf"(?:(?:mil|mille)[- ](?:neuf|huit)[- ]cents?(?:[- ](?:et[- ])?{_UNDER_100})?|(?:dix[- ]neuf|dix[- ]huit)[- ]cents?(?:[- ]{_UNDER_100})?"
    rf"|deux[- ]mille(?:[- ](?:et[- ])?{_UNDER_100})?|{_UNDER_100})(?![a-z])"
)
_YEAR = r"(?:'?\d{2}(?!\d)|(?:1[89]|20)\d{2}(?!\d))"
_MISREAD_YEAR = r"(?:[li1][89][\dol]{2}|2[0o][\dol]{2})(?![\dol])"
"""A year as a scanner reads it: `l99l`, `2O18`."""
_DAY = r"(?:[0-3]?\d(?: ?er|st|nd|rd|th)?(?!\d))"
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
DATE = (
    rf"(?:(?:{_WEEKDAY} )?(?:(?:19|20)\d{{2}} ?[-/.] ?[01]?\d ?[-/.] ?[0-3]?\d(?!\d)"
    rf"|[0-3ol]?[\dol](?:(?: ?[-/.\\_·|] ?)[01ol]?[\dol](?: ?[-/.\\_·|] ?)|(?<=\d)[ ](?:0\d|1[0-2])[ ])(?:{_YEAR}|{_MISREAD_YEAR})"
    rf"|(?:{_DAY}|{_DAY_WORDS})(?: |-|/|\.| [/-] |, )?(?:de |of |du mois de |du mois d')?{MONTH}(?: [/-] |[ ,./-]{{0,2}})(?:de l'annee |de )?(?:{_YEAR}|{_YEAR_WORDS})?"
    rf"|{MONTH} {_DAY},? {_YEAR}"
    rf"|(?:19|20)\d\d [01]\d [0-3]\d(?!\d)|[0-3] \d [01] \d (?:1 9|2 0) \d \d(?!\d)|[0-3]\d[01]\d(?:19|20)\d{{2}}(?!\d)|(?:19|20)\d{{2}}[01]\d[0-3]\d(?!\d)"
    rf"|{MONTH} (?:{_YEAR}|{_YEAR_WORDS})))"
)
YEAR_FIRST = rf"(?:(?:(?:19|20)\d\d|\d\d|{_YEAR_WORDS}),? (?:le |un |au mois de )(?:(?:{_DAY}|{_DAY_WORDS}) )?(?:{MONTH}|du (?:[01]?\d(?!\d)|zero {_UNIT}|{_TEEN}|{_UNIT})(?![a-z])))"
"""`84, le 3 février`, `quatre-vingt-sept, le vingt avril`, `38, le 9 du 3`."""
WITH_YEAR = rf"(?:(?:19|20)\d\d ?[-/.] ?[01]?\d ?[-/.] ?[0-3]?\d|[0-3]?\d(?: ?er)?(?: ?[-/.] ?[01]?\d ?[-/.] ?| {MONTH} )(?:(?:19|20)\d\d|\d\d))(?![\d/.-]*\d)"
"""A day with month and year in digits, the month perhaps by its name."""
YEAR_ALONE = rf"(?:(?:19|20)\d\d|\d\d|{_YEAR_WORDS})(?![\w%€])"
FULL = r"[0-3]?\d[-/. ][01]?\d[-/. ](?:(?:19|20)\d\d|\d\d)(?!\d)"
ALONE = r"(?:(?:1[89]|20)\d{2}|[0-3]\d[01]\d\d{2})(?!\d)"

_LABEL = (
    r"(?:date ?(?:de ?|d[eu] )?naiss?ances?|dates? ?naiss?|date ?nai\b|dat?e?_?(?:de_)?naiss?(?:ance)?|naissance|naiss\.?|d\.?d\.?n\.?|d[./]?n\.?(?= ?:)|d\.o\.b\.?|dob|birth ?_?date|date ?of ?birth|birthday|birth|date_birth|nele|ne_le"
    r"|date_of_birth|datenaissance|dtnais\w{0,5}|dt_nais\w{0,5}|anniversaire|anniv|geburtsdatum|date de nais\.?|jour de naissance)"
)
_LINK = (
    r"[\"']?(?: ?(?:\([^)\n]{0,24}\))?)? ?(?:(?:du |de la |de |d')(?:titulaire|client\w?|assure\w?|patient\w?|beneficiaire|l'enfant|enfant|assure\w?|souscripteur|conducteur|adherent\w?|porteur|mon [a-z]{2,8}|ma [a-z]{2,8}|[a-z]{2,12}) ?){0,2}"
    r"(?:[:=>;|,\t-]{1,2}|est|c'est|etant|was|is|etait|le|on|:)?[ \"'>]{0,3}(?:c'est |est |bien )?(?:le |du |on |the )?"
)
_BORN = (
    r"(?:ne|nee|nes|nees|ne\(e\)|ne\.e|ne\(\.e\)|ne-e|ne/nee|ne ou nee|n\(e\)e|naquit|naiquit|est nai[st]?|born|(?:vu|vit) le jour|natif|native)"
    r"(?: [a-z']{2,14}){0,4}?[ ,:\n]{1,2}(?:(?:a|au|aux) [a-z' -]{2,30}[ ,]{1,2})?(?:le|l|en|on|in|du|the|un)?[ :=\"'|]{0,12}"
)
_NE = r"(?<![a-z])(?:nee?s?|ne\(e\)|ne\.e|born)"
_NOT_A_PERSON = "".join(
    f"(?<!{thing} est )" for thing in ("probleme", "projet", "entreprise", "marque", "idee", "boutique")
)

LABELLED = (
    (LazyPattern(rf"(?<![a-z]){_LABEL}{_LINK}(?P<value>{DATE})"), 0.95),
    # The label, a clause between, the date: `ma date de naissance, fausse dans l'acte, est le 19/08/1951`.
    (
        LazyPattern(
            rf"(?<![a-z])(?:date de naissance|ddn)(?![a-z])[^\n.:;\d]{{1,70}}(?<![a-z])(?:est|c'est|etait|soit|bien|vs|ou|contre|devient|corriger en)"
            rf" (?:bien |plutot )?(?:le |du |au )?(?P<value>{FULL})"
        ),
        0.85,
    ),
    # Two dates of which one is right: `DDN 27.05.1966 vs 30.01.1969`.
    (
        LazyPattern(
            rf"(?<![a-z])(?:date de naissance|ddn|nee? le)(?![a-z])[^\n\d]{{0,24}}{FULL}"
            rf"[ ,(]{{1,3}}(?:vs|ou|et|et non|et pas|au lieu d[ue]|non|pas|contre|mais|/|->|→)[ ](?:pas |non |plutot |bien )?(?:le |du |au )?(?P<value>{FULL})"
        ),
        0.85,
    ),
    (LazyPattern(rf"(?<![a-z]){_LABEL}[\"']? ?[:=>] ?[\"']?(?P<value>{ALONE})"), 0.85),
    (LazyPattern(rf"(?<![a-z])(?:date de naissance|ddn|dob|naissance) (?P<value>{ALONE})"), 0.85),
    # The label alone on its line, the date on the next; the boxes of a form said to be JJMMAAAA.
    (
        LazyPattern(
            rf"(?<![a-z]){_LABEL}(?: ?\([^)\n]{{0,24}}\))?[ :*]{{0,3}}\n[ \t>|]{{0,4}}(?P<value>{DATE})"
        ),
        0.9,
    ),
    (LazyPattern(rf"(?<![a-z])(?:date de naissance|ddn|dob)(?: ?\(|=[\"'])(?:le )?(?P<value>{DATE})"), 0.9),
    (
        LazyPattern(
            r"(?<![a-z])(?:naissance|naiss\.?|nais s\.?|ddn|dob)[\"']?(?: |:|=|,){0,6}(?:le |l')?[ :\"']{0,3}"
            r"(?P<value>[0-3]?\d ?[/.-] ?[01]?\d)(?![\d/-]|\.\d)"
        ),
        0.75,
    ),
    (
        LazyPattern(
            r"(?<![a-z])(?:anniversaire|anniv|annif|birthday|bday)(?: (?:est|c'est|tombe|c|de [a-z]{2,12}|du [a-z]{2,12}))?"
            rf"(?: ?[:=]| le| on| is| est le| c'est le| au)? ?(?:le )?(?P<value>{DATE})"
        ),
        0.7,
    ),
    (
        LazyPattern(
            rf"(?<![\d/.-])(?P<value>{DATE})[ ,]{{0,2}}\(? ?(?:date de naissance|ddn|dob|naissance|jour de ma naissance)(?![a-z])"
        ),
        0.8,
    ),
)
"""With a noun: "date de naissance", "ddn", "anniversaire"."""

BORN = (
    # née un 9 décembre, en 63; né en l'an 2002, un 6 mai
    (
        LazyPattern(
            rf"{_NE}(?: [a-z']{{2,12}}){{0,2}} (?:un |le )?(?P<value>{_DAY} {MONTH},? en (?:l'an )?(?:19|20)?\d\d)(?!\d)"
        ),
        0.9,
    ),
    (LazyPattern(rf"{_NE}(?: en| de)?(?: l'an)? (?P<value>{YEAR_FIRST})"), 0.9),
    (LazyPattern(rf"(?<![a-z]){_BORN}(?P<value>{DATE})"), 0.95),
    (
        LazyPattern(
            rf"(?<![a-z]){_NOT_A_PERSON}(?:nee?s?|ne\(e\)|born)(?: [a-z' -]{{2,30}})? (?:en|in|l'annee)"
            r" (?P<value>(?:\w{3,9} )?(?:19|20)\d{2}|\d{2})(?![\d%/])"
        ),
        0.85,
    ),
    (
        LazyPattern(
            rf"{_NE}[\"']?(?: |:|=|,){{0,6}}(?:le |l')?[ :\"']{{0,3}}(?P<value>[0-3]?\d ?[/.-] ?[01]?\d|[01]?\d ?[/.-] ?(?:19|20)?\d\d|[0-3]?\d [01]?\d (?:19|20)?\d\d)"
            r"(?![\d/-]|\.\d)"
        ),
        0.75,
    ),
    (LazyPattern(rf"(?<![a-z])(?:nee?(?: ?\(|=[\"'])|venue? au monde )(?:le |en )?(?P<value>{DATE})"), 0.9),
    (LazyPattern(rf"{_NE}(?: le| l)? ?:? ?(?P<value>[0-3]\d[01]\d\d{{2}})(?!\d)"), 0.8),
    (
        LazyPattern(
            rf"(?<![a-z])nee? (?:[a-z'-]{{2,20}} ){{1,3}}(?:le )?(?P<value>[0-3]?\d[-/.][01]?\d[-/.]{_YEAR})"
        ),
        0.9,
    ),
)
"""With a verb: "née le", "born on", "venu au monde"."""

_MONTH_NUMBER = r"(?:zero (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf)|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)"
SPOKEN = LazyPattern(
    rf"(?<![a-z])(?P<value>(?:premier|{_DAY_WORDS}|zero {_UNIT})[ ,]{{1,2}}(?:(?:barre|slash|tiret|point) )?(?:du |de |zero )?(?:{_MONTH_NUMBER}|{MONTH})[ ,]{{1,2}}(?:(?:barre|slash|tiret|point) )?(?:de |en )?{_YEAR_WORDS})"
)
"""A date said without the month's name: `le dix-sept du trois quatre-vingt-neuf`."""

TOLD = LazyPattern(r"(?<![a-z])(?:date de naissance|ddn|naissance|nee?)(?![a-z])")
"""What may announce such a date."""

_BETWEEN = r"(?:[\s|,:;\"'{}<>/=_&.()-]|jour|mois|annee|day|month|year|date|de|le|naissance|birth){1,24}"
PIECES = LazyPattern(
    rf"(?<![a-z])(?:date ?(?:de ?)?)?(?:naissance|birth|ddn|dob|ne\(e\)|nee){_BETWEEN}(?<!\d)([0-3]?\d){_BETWEEN}(?<!\d)([01]?\d){_BETWEEN}(?<!\d)((?:19|20)\d\d)(?!\d)"
)
"""Day, month and year in fields of their own."""

FROM = (
    (
        LazyPattern(
            r"(?<![a-z])(?:je suis|j'suis|chui|jsuis|chuis|elle est|il est|suis|qui est|maman est|papa est|(?:mere|pere|fils|fille|femme|mari|frere|soeur) est) (?:du|de|nee? du)"
            rf" (?:fin |debut |mi[ -])?(?P<value>{YEAR_FIRST}|{DATE}|19\d\d(?![\d€%]))"
        ),
        0.8,
    ),
)
"""With a phrase: "je suis du 03/02/84"."""
