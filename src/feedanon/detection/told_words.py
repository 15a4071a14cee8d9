"""Handles and passwords made of letters alone: words of no language, told after `c'est` or `sous`."""

from __future__ import annotations

import re

from feedanon.detection import lexicon as lx
from feedanon.detection.folding import fold
from feedanon.detection.web import is_handle, is_secret

_SYSTEMS = re.compile(
    r"(?:windows|android|ios|mac|macos|linux|chrome|firefox|safari|edge|iphone|ipad|wifi|vpn|[345]g|php|java|excel|word|outlook|gmail)[ ._-]?[\d.]*"
)
_OF_PASSWORDS = frozenset(
    "wifi wi-fi vocal telephonique internet compte client clients perso personnel personnelle admin administrateur root windows session principal maitre unique provisoire temporaire "
    "svp merci urgent espace mail e-mail email messagerie site appli application web box reseau ordinateur telephone utilisateur identifiant login connexion "
    "fort faible simple complexe complique long court robuste different identique pareil ancien nouveau nouvelle actuel initial incorrect invalide errone inconnu perdu "
    "obligatoire impossible introuvable oubli jamais toujours encore aussi marche fonctionne passe change bloque expire refuse oublie reinitialise envoye recu demande "
    "modifie enregistre defini cree genere securise demandee hier demain aujourd'hui bonjour bonsoir cordialement requis manquant vide seul ensuite apres avant puis "
    "donc alors sinon partout quoi dommage correct valide lundi mardi mercredi jeudi vendredi samedi dimanche bidon evident alphanumerique wrong expired invalid forgotten reset again please thanks manager".split()
)
"""What stands behind `mot de passe` and is none."""
_OF_MESSAGES = frozenset(
    "trop non ne pas champ veuillez votre doit incorrect incorrecte invalide errone vous le la minimum au".split()
)
"""What a message in quotes begins with: `mot de passe "trop court"`."""
_PARTICIPLE = re.compile(
    r"(?:ée?|[^aeiouy][iu]e?|is|ise|ite?|ment|[ai]ble|ant|ent|el|al|if|er|ir|tion|exact|correct)s?$"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _ordinary(plain: str) -> bool:
    """Whether each word of `plain` stands in the dictionary as more than a name."""
    flags = lx.Lexicon.load().flags
    known = lx.ORDINARY_WORD | lx.FREQUENT_WORD | lx.FREQUENT_ENGLISH_WORD
    return all(len(word) < 3 or flags(word) & known for word in re.findall(r"[^\W\d_]+", plain))


def is_told_handle(text: str) -> bool | None:
    """Whether `text`, told to be a handle, may be one: no ordinary word, no brand, no system.

    Args:
        text: the handle, with or without its at sign.

    Returns:
        False when it is none, else None.
    """
    plain = fold(text)
    if is_handle(text) is False or _SYSTEMS.fullmatch(plain):
        return False
    return False if _LETTERS.fullmatch(plain) and _ordinary(plain) else None


def is_told_secret(text: str) -> bool | None:
    """Whether `text`, told to be a password, may be one: a word alone must not stand in the dictionary.

    Args:
        text: the password.

    Returns:
        False when it is none, else None.
    """
    plain = fold(text)
    if is_secret(text) is False or _SYSTEMS.fullmatch(plain):
        return False
    return False if _LETTERS.fullmatch(plain) and (_ordinary(plain) or is_handle(text) is False) else None


def is_secret_word(text: str) -> bool | None:
    """Whether `text`, behind `mot de passe`, may be one although it is made of words: no brand and nothing that passwords are said to be.

    Args:
        text: a word, or some in quotes.

    Returns:
        False when it is none, else None.
    """
    plain = fold(text)
    words = re.findall(r"[^\W_]+", text.lower())
    if len(plain) < 4 or not words or fold(words[0]) in _OF_MESSAGES or all(map(_says_how_it_is, words)):
        return False
    return False if len(words) == 1 and lx.Lexicon.load().has(plain, lx.BRAND_WORD) else None


def _says_how_it_is(word: str) -> bool:
    """Whether a word is said of passwords: `oubliée`, `rapidement`, `invalides`."""
    plain = fold(word)
    bare = plain.rstrip("s")
    return (
        len(plain) < 3
        or not _OF_PASSWORDS.isdisjoint((plain, bare, bare.rstrip("e")))
        or bool(lx.Lexicon.load().flags(word) & lx.ORDINARY_WORD and _PARTICIPLE.search(word))
    )
