"""French as it is typed on a phone, by ear: ``jvoulé kelke choz``, ``leau``, ``davan``, ``apré``."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Replacement = str | Callable[["re.Match[str]"], str]

_GLUED: tuple[tuple[str, str], ...] = (
    (r"\b([jJ])e (?=[a-zéèêà])", r"\1"),
    (r"\b(d)e (?=[bcdfgjklmnpqrstv])", r"\1"),
    (r"\b([lL])a (?=[bcdfgjkmnpqrstv])", r"\1"),
    (r"\b([cdjlmnstCDJLMNST])['’](?=[a-zéèêà])", r"\1"),
    (r"\bqu['’](?=[a-zéèêà])", r"k"),
    (r"\b([iI])l y a\b", "ya"),
    (r"\by a\b", "ya"),
    (r"\btu as\b", "ta"),
    (r"\bil (?=[a-zéè])", "y "),
    (r"\bce que\b", "cke"),
    (r"\bje suis\b", "chui"),
    (r"\bc['’ ]?est\b", "c"),
    (r"\bj['’ ]?ai\b", "g"),
)
_SHORT = {
    "beaucoup": ("bcp", "bocou"),
    "pour": ("pr", "pour"),
    "dans": ("ds", "dan"),
    "vous": ("vs", "vou"),
    "nous": ("ns", "nou"),
    "que": ("ke", "q", "k"),
    "qui": ("ki",),
    "quoi": ("koi", "kwa"),
    "quand": ("kan", "qd"),
    "quel": ("kel",),
    "quelque": ("qq", "kelke"),
    "toujours": ("tjr", "tjs", "toujour"),
    "maintenant": ("mnt", "mtn", "maintenan"),
    "parce": ("pck", "parsk"),
    "tout": ("tt", "tou"),
    "tous": ("ts",),
    "avec": ("ac", "avc", "avek"),
    "plus": ("+", "plu"),
    "rien": ("ri1", "rien"),
    "bien": ("b1", "bi1"),
    "même": ("mm", "meme"),
    "mais": ("mé", "mai", "ms"),
    "les": ("lé", "les"),
    "des": ("dé", "des"),
    "est": ("é", "es"),
    "et": ("é", "et"),
    "ça": ("sa",),
    "pas": ("pa",),
    "fait": ("fé", "fai"),
    "faut": ("fo", "fau"),
    "trop": ("tro",),
    "vraiment": ("vrmt", "vrémen"),
    "message": ("msg",),
    "rendez-vous": ("rdv",),
    "aujourd'hui": ("ajd", "oj"),
    "demain": ("2m1", "dem1"),
    "bonjour": ("bjr", "bonjour", "slt"),
    "merci": ("mrc", "merki", "mersi"),
}
_SOUNDS: tuple[tuple[str, Replacement, float], ...] = (
    (r"qu", "k", 0.6),
    (r"eau", "o", 0.5),
    (r"(?<=.)au", "o", 0.3),
    (r"ph", "f", 0.6),
    (r"ç", "s", 0.7),
    (r"c(?=[eéèi])", "s", 0.25),
    (r"([bcdfglmnprst])\1", r"\1", 0.6),
    (r"^h", "", 0.3),
    (r"(?<=[aeiou])s(?=[aeiou])", "z", 0.3),
    (r"(?:er|ez|ait|ais|aient)$", "é", 0.45),
    (r"ai", "é", 0.25),
    (r"en(?=[bcdfglmnprst])", "an", 0.25),
    (r"(?:ent|es|e)$", "", 0.18),
    (r"(?<=[aeiouéèmn])[stdx]+$", "", 0.55),
    (r"é", "e", 0.2),
    (r"è", "e", 0.4),
    (r"oi", "wa", 0.08),
    (r"g(?=[ei])", "j", 0.2),
    (r"un$", "1", 0.03),
)
_WORD = re.compile(r"(?<![\w'’])[a-zà-ÿœ]{2,}(?![\w@])")


def by_ear(text: str, dice: random.Random) -> str:
    """A text with most of its small-letter words spelt by ear and short words glued to their neighbours.

    Words with a capital stay: whoever writes so types names in small letters, and those are other pieces.
    """
    share = dice.choice((0.25, 0.5, 0.8))
    for pattern, new in _GLUED:
        if dice.random() < share:
            text = re.sub(pattern, new, text)
    return _WORD.sub(lambda match: _spelt(match[0], dice) if dice.random() < share else match[0], text)


def _spelt(word: str, dice: random.Random) -> str:
    if word in _SHORT and dice.random() < 0.7:
        return dice.choice(_SHORT[word])
    if len(word) < 4:
        return word
    spelt = word
    for pattern, new, chance in _SOUNDS:
        if dice.random() < chance:
            changed = re.sub(pattern, new, spelt)
            spelt = changed if len(changed) > 1 else spelt
    return spelt
