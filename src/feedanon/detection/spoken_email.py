"""E-mail addresses said aloud or written in words: `jean point martin arobase gmail point com`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedanon.detection.folding import TextView
from feedanon.detection.lazy_pattern import LazyPattern
from feedanon.detection.recognizer import TextRecognizer
from feedanon.detection.spoken_numbers import NUMBER_WORDS
from feedanon.detection.spoken_words import COMMENT, pieces, spoken_tokens
from feedanon.entities import Entity

_AT_WORDS = frozenset(
    {"arobase", "arobas", "arobaze", "arobaz", "arrobase", "arrobas", "arobasse", "harobase", "at"}
)
_AT = LazyPattern(
    r"(?<![\w'])(?:ar+oba[sz]{1,2}e?|harobase|a commercial|"
    r"at(?= (?:g ?mail|orange|wanadoo|free|sfr|hotmail|outlook|yahoo|laposte|la poste|live|icloud|bbox|neuf|"
    r"proton|gmx|aol|msn|[\w-]{2,30} ?(?:\.|point |dot ) ?(?:com|fr|net|org|be|ch|eu)\b))"
    r"|chez(?= (?:(?:g ?mail|wanadoo|hotmail|outlook|yahoo|laposte) ?(?:\.|point|dot)|(?:[\w-]{2,30} (?:point|dot) ){1,3}(?:com|f ?r|net|org|be|ch|eu)(?!\w))))(?!\w)"
)
_WORD_AND_SIGN = re.compile(
    r"\w+@(?=[ ]?[\w-]{1,40} (?:point|dot) )|[\w.-]{1,64} @(?=[ ][\w-]{1,40} (?:point|dot) )"
)
_WORD = re.compile(r"[^\W_]+")
_FULL_STOP = re.compile(r"[^\W\d_]\. ")
_LINKS = frozenset(
    re.findall(
        r"\S+",
        "point dot tiret underscore moins bas trait d'union union slash - _ . + plus under score du "
        "six huit 6 8",
    )
)
_PAUSES = frozenset(
    re.findall(
        r"\S+",
        "euh heu hum hmm hm mmh alors donc ben bah et puis ensuite voila oui attendez pardon",
    )
)
_MANNERS = frozenset(
    re.findall(
        r"\S+",
        "tout toute attache attachee attaches colle collee minuscule minuscules majuscule majuscules "
        "accent sans avec en un deux lettre lettres chiffre chiffres comme s z",
    )
)
_STOPS = frozenset(
    re.findall(
        r"\w+",
        "c est cest mail mails email e courriel adresse mon ma son sa votre notre le la les l de des "
        "du a au sur pour et ou moi lui elle il je j tu nous vous on ecrivez ecrire envoyez envoyer "
        "envoie contactez contacter repondre par donc alors voila oui non ok ah oh que qui qu dans "
        "electronique perso personnelle pro boite note noter notez d accord dites dire allez y repete "
        "toujours bien serait sera etait suis ai avez merci bonjour client cliente agent conseiller "
        "conseillere appelant appelante madame monsieur mme joindre gerant plutot mettez mets cette "
        "celle celui ce maintenant ici messagerie faut eh ben bon super parfait tres maintenant "
        "possible ca ecris symbole signe touche caractere manque un une",
    )
)
_ENDS = frozenset(
    re.findall(
        r"\w+",
        "com fr net org be ch eu lu ca re io info nc pf gp mq gf yt co uk de es it pt nl pro asso "
        "gouv biz me",
    )
)
_MOST_WORDS_BEFORE = 4
_MOST_WORDS_GLUED = 6
"""So many words said to be one may be any words: `les petites mains de lulu, tout attaché`."""
_MOST_WORDS_AFTER = 7
_REACH = 260
_LEAST_WORDS_REPEATED = 2
_MOST_ADDRESSES = 40
_FARTHEST_ENDING = 16
_PROVIDERS = frozenset(
    re.findall(
        r"\w+",
        "gmail g orange wanadoo free sfr hotmail outlook yahoo laposte la live icloud bbox neuf "
        "proton gmx aol msn",
    )
)


class SpokenEmailRecognizer(TextRecognizer):
    """Finds e-mail addresses in words: names, letters, `point`, `arobase`, across hesitations and turns."""

    example = "jean point martin arobase free point fr"

    def __init__(self) -> None:
        super().__init__(["EMAIL_ADDRESS"], "Spoken e-mail")

    def find(self, view: TextView) -> Iterable[Entity]:
        """The spoken addresses of `view`, each part of it on its own line as one entity."""
        plain = view.plain
        spoken = not _AT_WORDS.isdisjoint(view.words) or "a commercial" in plain or "chez" in view.words
        if not spoken and not ("@" in plain and ("point" in view.words or "dot" in view.words)):
            return
        anchors = [m.span() for m in _AT.finditer(plain)]
        anchors += [(m.end() - 1, m.end()) for m in _WORD_AND_SIGN.finditer(plain)]
        locals_said: list[list[str]] = []
        spans: list[tuple[int, int]] = []
        for start, end in sorted(anchors):
            before = _before(plain, start)
            after = _after(plain, end)
            if before is None and after is None:
                continue
            spans.append((before[0] if before else start, after if after else end))
            if before and len(locals_said) < _MOST_ADDRESSES:
                locals_said.append(before[1])
            domain = [t for t, _, _ in spoken_tokens(plain, end, after) if t.isalnum()] if after else []
            if domain and domain[0] not in _PROVIDERS and len(locals_said) < _MOST_ADDRESSES:
                locals_said.append([w for w in domain if w not in _LINKS])
        spans += _repeated(plain, locals_said, spans)
        for start, end in spans:
            for piece_start, piece_end in pieces(plain, start, end):
                yield Entity("EMAIL_ADDRESS", piece_start, piece_end, 0.9, self.name)


def _before(plain: str, at: int) -> tuple[int, list[str]] | None:
    """Where the local part begins that ends at `at`, and its words; None when there is none."""
    floor = max(0, at - _REACH)
    glued = _glued(plain, floor, at)
    if glued is not None:
        return glued
    tokens = spoken_tokens(plain, floor, at)
    start: int | None = None
    words: list[str] = []
    free = _MOST_WORDS_BEFORE
    linked = True
    index = len(tokens) - 1
    while index >= 0:
        word, begin, _ = tokens[index]
        small = len(word) == 1 and word.isalnum()
        if word == "." and _FULL_STOP.match(plain, begin - 1):
            break
        if (word in _LINKS and word not in ("du", "6", "8", "six", "huit")) or (
            word == "du"
            and index + 1 < len(tokens)
            and (tokens[index + 1][0] == "bas" or _is_number(tokens[index + 1][0]))
        ):
            linked = True
        elif word in _PAUSES or word in (",", "…") or (word == "." and linked):
            pass
        elif word == "\n":
            if not linked and start is not None:
                break
        elif word in (":", "?", "!", ".", ";", '"', "(", "«", "»", ")"):
            break
        elif word == "'":
            # l'arobase, c'est: an elision ends the address unless a name holds it.
            if not _name_goes_on(tokens, index - 1):
                break
            index -= 1
            start, linked = tokens[index][1], True
        elif small or _is_number(word) or (index and tokens[index - 1][0] == "comme"):
            after = tokens[index + 1][0] if index + 1 < len(tokens) else ""
            if small and word in "ay" and len(after) > 1 and after.isalpha() and after not in _LINKS:
                break
            start, linked = begin, small
            words.append(word)
        elif word == "comme":
            linked = True
        elif word in _MANNERS and word not in ("un", "deux"):
            linked = linked or word in ("avec", "sans")
        elif word in _STOPS and not (linked and start is not None and _is_link(tokens, index + 1)):
            break
        else:
            if not linked:
                free -= 1
            if free == 0:
                break
            start, linked = begin, False
            words.append(word)
        index -= 1
    return None if start is None else (start, words[::-1])


def _is_number(word: str) -> bool:
    return word in NUMBER_WORDS or word.isdigit()


def _glued(plain: str, floor: int, at: int) -> tuple[int, list[str]] | None:
    """The words that are said to be one right before `at`, back to a pause; None when none are."""
    comments = list(COMMENT.finditer(plain, floor, at))
    said = comments[-1] if comments else None
    if said is None or said["glued"] is None or _WORD.search(plain, said.end(), at):
        return None
    stretch = re.search(r"[^,.:;?!\n\"«(–—]*$", plain[floor : said.start()].rstrip(" ,"))
    words = _WORD.findall(stretch[0]) if stretch else []
    while words and words[0] in ("c", "est", "alors", "oui", "euh", "donc", "ben"):
        words.pop(0)
    if stretch is None or not 1 < len(words) <= _MOST_WORDS_GLUED:
        return None
    return floor + stretch.start() + stretch[0].index(words[0]), words


def _name_goes_on(tokens: list[tuple[str, int, int]], index: int) -> bool:
    """Whether the letter before an apostrophe belongs to a name: `n'diaye`, `point d'almeida`."""
    letter = tokens[index][0] if index >= 0 else " "
    return letter in ("n", "m") or (letter in ("d", "o") and index > 0 and _is_link(tokens, index - 1))


def _is_link(tokens: list[tuple[str, int, int]], index: int) -> bool:
    return index < len(tokens) and tokens[index][0] in ("point", "dot", "tiret", "underscore", "-", "_", ".")


def _after(plain: str, at: int) -> int | None:
    """Where the domain ends that begins at `at`; None when none begins."""
    tokens = spoken_tokens(plain, at, min(len(plain), at + _REACH))
    end = _ending(tokens)
    if end is not None:
        return end
    words, linked = 0, True
    for index, (word, _, stop) in enumerate(tokens):
        if words >= _MOST_WORDS_AFTER:
            break
        if word in ("point", "dot", "tiret", "-", ".", "underscore", "_"):
            following = next(
                (t for t, _, _ in tokens[index + 1 : index + 4] if t not in _PAUSES and t not in ",…\n."), ""
            )
            if word in (".",) and following not in _ENDS:
                break
            if not following.isalnum():
                break
            linked = True
        elif word in _PAUSES or word in (",", "…"):
            continue
        elif word == "\n":
            if not linked and not any(t in ("point", "dot") for t, _, _ in tokens[index + 1 : index + 3]):
                break
        elif word == "comme" or (index and tokens[index - 1][0] == "comme"):
            end = stop
        elif not word.isalnum():
            break
        elif linked:
            if word in _STOPS and word not in ("la", "me", "e", "de"):
                break
            end, linked = stop, len(word) == 1 or word in ("la", "g")
            words += 1
        elif (word in _ENDS and word not in ("de", "me", "re", "it", "es")) or (
            words == 1 and word in ("mail", "poste")
        ):
            end = stop
        else:
            break
    return end


def _ending(tokens: list[tuple[str, int, int]]) -> int | None:
    """Where the first `point com` ends within a few words; None when a sentence ends before."""
    end: int | None = None
    for index, (word, _, _) in enumerate(tokens[:_FARTHEST_ENDING]):
        following = tokens[index + 1] if index + 1 < len(tokens) else ("", 0, 0)
        if following[0] in _PAUSES or following[0] in ("…", ",", "."):
            following = tokens[index + 2] if index + 2 < len(tokens) else following
        if word in ("point", "dot", ".") and following[0] in _ENDS:
            end = following[2]
        elif (
            end is not None and word not in _ENDS and word not in _PAUSES and word not in "…,."
        ) or word in ("?", "!", ":", ";"):
            break
    return end


def _repeated(plain: str, said: list[list[str]], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the agent says a part again: its words in order, nothing but links and pauses between them."""
    parts = {tuple(w for w in words if w not in _LINKS and w not in _PAUSES) for words in said}
    parts = {part for part in parts if len(part) >= _LEAST_WORDS_REPEATED and any(len(w) > 2 for w in part)}
    if not parts:
        return []
    covered = bytearray(len(plain))
    for start, end in spans:
        covered[start:end] = b"x" * (end - start)
    told = [
        (word, start, end)
        for word, start, end in spoken_tokens(plain, 0, len(plain))
        if word not in _LINKS and word not in _PAUSES and word not in "\n,.…'"
    ]
    words = [word for word, _, _ in told]
    found: list[tuple[int, int]] = []
    for part in parts:
        size = len(part)
        for index in range(len(words) - size + 1):
            if words[index] == part[0] and tuple(words[index : index + size]) == part:
                start, end = told[index][1], told[index + size - 1][2]
                if not any(covered[start:end]):
                    found.append((start, end))
                    covered[start:end] = b"x" * (end - start)
    return found
