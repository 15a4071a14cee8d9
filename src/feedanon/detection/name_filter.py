"""Which of the language model's candidates are masked: thresholds, what words are, what stands before them."""

from __future__ import annotations

import re

from feedanon.detection import code_filter
from feedanon.detection import lexicon as lex
from feedanon.detection.folding import TextView
from feedanon.detection.kept_names import is_kept
from feedanon.detection.name_words import COMMON, NAME, ORDINARY, flags
from feedanon.detection.web import NUMBERED_ROLE, is_field
from feedanon.entities import Entity

THRESHOLDS = {
    "PERSON": 0.15,
    "CITY": 0.5,
    "STREET_ADDRESS": 0.5,
    "ORGANIZATION": 0.6,
    "USERNAME": 0.4,
}
"""The least score of the language model's candidates, by type: points on its curve of leaks against over-masking.
Low, since a faint candidate needs company besides (`lone_findings`)."""

LEAST = min(*THRESHOLDS.values(), *code_filter.THRESHOLDS.values())
"""No candidate below this score is masked, so none needs to be told."""

_SURE_FIRST_NAME = 0.6
_SURE = 0.9
"""From these scores on a word that is a brand too (`Seb`, `Faure`) is believed to name somebody."""
_SURE_PERSON = 0.97
_LONE_WORD = 0.15
_LONE_ORDINARY_CAPITAL = 0.2
_LONE_ORDINARY_LOWER = 0.75
_AFTER_ARTICLE_LOWER = 0.97
_NAME_AFTER_ARTICLE = 0.85
_UNKNOWN_TOWN = 0.7
_IMPOSSIBLE = 1.01
"""One word alone is where the model errs: more is asked of it, the more ordinary the word is."""

_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \t]*[\"'«“(]?[ \t]*$")

_SITE = re.compile(r"(?:www\.)?[a-z0-9-]+\.(?:fr|com|net|org|eu|be|ch|ca|io|shop)")
"""A shop's name on the web is nobody's handle."""

_HEADS_A_CONTACT = re.compile(r"[ .]*[:.][ .]*(?:[\w.+(-]{1,64}@|\+?[\do][\do .]{5})")
_CONTACTS = frozenset("mel tei te1 te port portab mob vini gsm fixe pro perso bur".split())
"""`Mél : lea@free.fr`, `TéI. O6 28`: labels of addresses and numbers, in all the ways a scan reads them."""

_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|on|ils|elles|je|tu|nous|vous|ce)(?![a-z])")
"""`Y a-t-il`: what stands before is a verb."""

_ROLES = frozenset(
    "bot chatbot client cliente clients agent agente conseiller conseillere operateur operatrice moderateur moderatrice "
    "mod modo admin system systeme user gamer joueur joueuse visiteur visiteuse vendeur vendeuse acheteur acheteuse "
    "locuteur enqueteur enquetrice interviewer animateur animatrice chauffeur livreur technicien hotline support sav "
    "service boutique magasin question reponse note objet jjmmaaaa aaaammjj jjmmaa jjmm tel mail ref iban bic siret siren tva imei cedex appt bat esc".split()
)
"""Who speaks and what a field holds: never a name alone."""

_NAMES_THINGS = frozenset(
    "coloris teinte couleur modele gamme collection finition variete parfum saveur gout pack forfait option tome album "
    "film serie livre roman chanson concert spectacle comedie piece bd manga jeu console application logiciel version "
    "maillot veste robe jupe jean pull sandale sandales basket baskets chaussure chaussures bottines escarpins sac "
    "canape fauteuil matelas lampe bougie table chaise armoire commode meuble tapis rideau peinture vernis "
    "rouge mascara creme rose rosier tomate pomme poire patate race salade pizza burger tarte gateau menu sauce fromage "
    "vin champagne biere metro station arret gare ligne stade theatre musee cinema lycee college universite hopital "
    "aeroport saint sainte st ste voiture scie perceuse tondeuse marque enseigne chaine groupe tracteur moto".split()
)
"""Nouns that a name follows when it names a thing: `coloris Magnolia`, `canapé Oslo`, `stade Vélodrome`."""

_OTHER_TONGUES = frozenset(
    "der das ist nicht ich und ein eine mit auf fur sehr aber wir zu von bitte danke guten nur auch wurde leider "
    "el los las muy pero gracias por con esta como mas todo bueno hola yo mi una del que "
    "il che non per molto sono grazie della dei questo "
    "het een niet en van ik maar goed voor dank bij".split()
) - frozenset("un une des que de la le les en ma mi il per con von van bon".split())
"""Small words of German, Spanish, Italian and Dutch that are none in French or English."""

_FOREIGN_WORDS = 4
_FOREIGN_CAPITAL = 0.97
"""In a text of another tongue, an unknown word says nothing."""

_CIVIL = frozenset("mr mme mlle melle mdm monsieur madame mademoiselle dr docteur".split())
_PARTICIPLE = re.compile(r"(?:marqu|model)é$", re.IGNORECASE)
"""`c'est marqué Nguyen` speaks of no brand; the plain text cannot tell."""
_ABBREVIATIONS = frozenset(
    "ps pps nb ras rdv dob naf ape rcs rm sa sas sarl sasu eurl sci earl gaec scea snc ei sprl gie ong tva ttc ht cf ie eg "
    "ld pj cc cci tel fax std bp cs rib bic iban ddn cp cv rh pdg dg daf drh vp usa uk ue onu etc min max imei iccid wan lan nas".split()
)
"""What dotted letters stand for when they are nobody's initials."""
_ARTICLES = frozenset("le la les l un une des du ce cet cette ces".split())


def accepts(view: TextView, entity: Entity) -> bool:
    """Whether a candidate of the language model is masked."""
    if entity.entity_type in code_filter.THRESHOLDS:
        return code_filter.accepts(view, entity)
    threshold = THRESHOLDS.get(entity.entity_type, 0.5)
    if entity.entity_type == "PERSON":
        threshold = max(threshold, _person_threshold(view, entity))
    elif entity.entity_type == "CITY":
        threshold = max(threshold, _city_threshold(view, entity))
    elif entity.entity_type == "USERNAME" and not _may_be_handle(view, entity):
        return False
    return entity.score >= threshold and (_is_surely_a_name(view, entity) or not is_kept(view, entity))


def _is_surely_a_name(view: TextView, entity: Entity) -> bool:
    """Whether a word that is a brand too (`Peyo`, `Seb`) is a name here: the model has seen what stands around it."""
    plain = view.plain[entity.start : entity.end]
    if entity.entity_type != "PERSON" or not plain.isalpha():
        return False
    return entity.score >= (_SURE_FIRST_NAME if flags(plain) & lex.FIRST_NAME else _SURE)


def _may_be_handle(view: TextView, entity: Entity) -> bool:
    plain = view.plain[entity.start : entity.end]
    text = view.text[entity.start : entity.end]
    if (
        (text.islower() and is_field(text))
        or plain in _ROLES
        or NUMBERED_ROLE.fullmatch(plain)
        or _SITE.fullmatch(plain)
    ):
        return False
    return not (plain.isalpha() and flags(plain) & (lex.COMMUNE | COMMON))


def _person_threshold(view: TextView, entity: Entity) -> float:
    plain = view.plain[entity.start : entity.end]
    if plain in _CONTACTS and _HEADS_A_CONTACT.match(view.plain, entity.end):
        return _IMPOSSIBLE
    if _INVERTED.match(view.plain, entity.end) or plain.replace(".", "") in _ABBREVIATIONS:
        return _IMPOSSIBLE
    words = _WORD.findall(view.plain[entity.start : entity.end])
    capital = view.text[entity.start].isupper()
    before = _WORD_BEFORE.search(view.plain, max(0, entity.start - 24), entity.start)
    previous = before.group(1) if before else ""
    if previous in _CIVIL:
        return 0.0
    sure = entity.score >= _SURE_PERSON and bool(flags(plain) & lex.FIRST_NAME)  # `l'agent de gare Ferhat`
    if (
        previous in _NAMES_THINGS
        and not sure
        and not (before and _PARTICIPLE.search(view.text[slice(*before.span(1))]))
    ):
        return _IMPOSSIBLE
    if len(words) == 2 and words[0] in _ARTICLES and not capital:
        previous, words = words[0], words[1:]
    if len(view.words & _OTHER_TONGUES) >= _FOREIGN_WORDS:
        return _foreign_threshold(words, capital)
    if len(words) > 1:
        return 0.0
    if not words or len(words[0]) == 1 or words[0] in _ROLES:
        return _IMPOSSIBLE
    known = flags(words[0])
    if capital:
        if known & ORDINARY:
            return _LONE_ORDINARY_CAPITAL
        return _LONE_WORD if known & NAME else 0.0
    if previous in _ARTICLES:
        return _NAME_AFTER_ARTICLE if known & NAME and not known & ORDINARY else _AFTER_ARTICLE_LOWER
    if known & ORDINARY and (known & COMMON or not known & lex.FREQUENT_FIRST_NAME):
        return _LONE_ORDINARY_LOWER
    return _LONE_WORD if known & ORDINARY else 0.0


def _city_threshold(view: TextView, entity: Entity) -> float:
    words = _WORD.findall(view.plain[entity.start : entity.end])
    known = 0
    for word in words:
        known |= flags(word)
    if not known & (lex.COMMUNE | lex.COMMUNE_WORD):
        return _UNKNOWN_TOWN
    lower = not view.text[entity.start].isupper()
    return _UNKNOWN_TOWN if lower and len(words) == 1 and known & ORDINARY else 0.0


def _foreign_threshold(words: list[str], capital: bool) -> float:
    """In another tongue, only what the lexicon knows for a first name is believed."""
    if any(word in _OTHER_TONGUES for word in words):
        return _IMPOSSIBLE
    if any(flags(word) & lex.FREQUENT_FIRST_NAME for word in words):
        return 0.0
    return (
        _FOREIGN_CAPITAL if capital and words and all(flags(word) & NAME for word in words) else _IMPOSSIBLE
    )
