"""Invented people: one name each, in the many shapes that customers write."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from training import gazetteers
from training.names import accented, held_out, invented, strip_accents, titled, urns

_VOWELS = "aeiouyâàéèêëîïôöûüù"


@dataclass(slots=True)
class Person:
    """One person of a text. The same slot always shows the same name; shapes may vary."""

    dice: random.Random
    validation: bool
    gender: str = ""
    first: str = ""
    last: str = ""
    nick: str = ""
    mail: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Draw the name."""
        dice = self.dice
        known = urns(self.validation)
        self.gender = self.gender or dice.choice("MF")
        choice = dice.random()
        if choice < 0.77:
            name = known[self.gender].draw(dice)
        elif choice < 0.85:
            name = known["word_first"].draw(dice)  # Rose, Olivier, Capucine: words as well
        elif choice < 0.96:
            name = known["more_first"].draw(dice)
        else:
            name = invented(dice, dice.choice((2, 2, 3)))
        self.first = titled(name.upper(), dice)
        if dice.random() < 0.03:
            self.first += dice.choice("- ") + titled(known[self.gender].draw(dice), dice)
        if "-" in self.first and dice.random() < 0.25:
            self.first = dice.choice((self.first.replace("-", " "), self.first.replace("-", ""), self.first))
        if dice.random() < 0.05 and "-" in self.first:
            head, _, tail = self.first.partition("-")
            self.first = f"{head[0]}-{tail}" if dice.random() < 0.5 else f"{head[0]}.-{tail}"
        self.last = self._surname()
        if dice.random() < 0.05:
            self.last += dice.choice(("-", "-", " ")) + self._surname()
        self.nick = self._nickname()

    def _surname(self) -> str:
        dice, known = self.dice, urns(self.validation)
        choice = dice.random()
        if choice < 0.74:
            name = known["last"].draw(dice)
        elif choice < 0.80:
            name = known["word_last"].draw(dice)  # Petit, Boulanger, Marchand: words as well
        elif choice < 0.94:
            name = known["more"].draw(dice)
        else:
            return invented(dice, dice.choice((2, 3)))
        with_accents = accented().get(name)
        if with_accents and dice.random() < 0.8:
            return with_accents
        text = titled(name.upper(), dice)
        if len(text) < 3:
            text = invented(dice, 2)
        elif dice.random() < 0.035:
            text = (
                dice.choice(
                    ("de ", "De ", "de la ", "De La ", "du ", "Le ", "El ", "Ben ", "Da ", "Van ", "d'")
                )
                + text
            )
        return text

    def _nickname(self) -> str:
        dice, first = self.dice, self.first.split("-")[0].split(" ")[0]
        choice = dice.random()
        if choice < 0.35 or len(first) < 4:
            return dice.choice([n for n in gazetteers.lines("nicknames") if held_out(n) == self.validation])
        if choice < 0.75:
            cut = next((i for i in range(3, len(first)) if first[i].lower() not in _VOWELS), 3)
            return first[: cut + (dice.random() < 0.4)] + dice.choice(("", "", "", "ou", "o", "y", "i"))
        if choice < 0.9:
            syllable = first[:2]
            return syllable + syllable.lower()
        return self.first

    @property
    def civility(self) -> str:
        """``M.``, ``Mme`` ... agreeing with the person."""
        if self.gender == "M":
            return self.dice.choice(("M.", "M.", "M.", "Monsieur", "Monsieur", "Mr", "Mr", "Mr.", "monsieur"))
        return self.dice.choice(("Mme", "Mme", "Mme", "Madame", "Madame", "Mme.", "Mlle", "madame"))

    def full(self) -> str:
        """The whole name in one of its shapes."""
        dice, first, last = self.dice, self.first, self.last
        choice = dice.random()
        if choice < 0.66:
            return f"{first} {last}"
        if choice < 0.76:
            return f"{first} {last.upper()}"
        if choice < 0.82:
            return f"{last.upper()} {first}"
        if choice < 0.86:
            return f"{last} {first}"
        if choice < 0.90:
            return f"{first[0]}. {last}" if dice.random() < 0.7 else f"{first[0]} {last}"
        if choice < 0.93:
            return f"{first} {last[0].upper()}."
        if choice < 0.96:
            middle = titled(urns(self.validation)[self.gender].draw(dice), dice)
            return f"{first} {middle} {last}" if dice.random() < 0.7 else f"{first} {middle[0]}. {last}"
        if choice < 0.98:
            if dice.random() < 0.4:
                joint = dice.choice((" ép. ", " épouse ", " née ", " ép ", " veuve "))
                return (
                    f"{last}{joint}{self._surname()} {first}"
                    if dice.random() < 0.4
                    else f"{first} {last}{joint}{self._surname()}"
                )
            return f"{last.upper()}, {first}" if dice.random() < 0.5 else f"{first} {last}-{self._surname()}"
        return f"{first} {last}".upper()

    def initials(self, after_first: bool) -> str:
        """``M.`` after a first name, else ``SM``, ``S.M.`` ..."""
        dice = self.dice
        letter = self.last[0].upper()
        if after_first:
            return dice.choice((f"{letter}.", f"{letter}.", letter, f"{letter}.", letter.lower()))
        head = self.first[0].upper()
        return dice.choice(
            (f"{head}{letter}", f"{head}.{letter}.", f"{head}. {letter}.", f"{head}.{letter}", f"{letter}.")
        )

    def handle(self) -> str:
        """A user name without ``@``."""
        dice = self.dice
        first = strip_accents(self.first).lower().replace(" ", "").replace("'", "")
        last = strip_accents(self.last).lower().replace(" ", "").replace("'", "").replace("-", "")
        nick = strip_accents(self.nick).lower().replace(" ", "")
        number = dice.choice(
            (str(dice.randint(1, 99)), str(dice.randint(1950, 2012)), f"{dice.randint(1, 95):02d}")
        )
        word = dice.choice(gazetteers.lines("handle_words"))
        return dice.choice(
            (
                f"{first}{number}",
                f"{first}.{last}",
                f"{first}_{last}",
                f"{first[0]}{last}",
                f"{first}{last[0]}{number}",
                f"{nick}{number}",
                f"{nick}_{word}",
                f"{word}{number}",
                f"{word}_{nick}",
                f"{nick}-{number}",
                f"{nick.capitalize()}{word.capitalize()}",
                f"xX_{nick}_Xx",
                f"le_{word}",
                f"{word}.{dice.choice(gazetteers.lines('handle_words'))}",
                f"{last}.{first[0]}",
                f"{first[0]}.{last}",
                f"{word}du{number[-2:]}",
                f"{first}_{number}",
                f"@{first}"[1:] + word,
            )
        )

    def email(self) -> str:
        """An address made of the name; the same all over a text."""
        if not self.mail:
            dice = self.dice
            host = dice.choice(
                [
                    "gmail.com",
                    "orange.fr",
                    "free.fr",
                    "hotmail.fr",
                    "yahoo.fr",
                    "laposte.net",
                    "sfr.fr",
                    "outlook.com",
                    "wanadoo.fr",
                ]
            )
            self.mail = f"{self.handle().strip('_.-').replace('__', '_')}@{host}"
        return self.mail

    def spelled(self) -> str:
        """The surname letter by letter, in a way people do it."""
        dice = self.dice
        letters = [c for c in strip_accents(self.last).upper() if c.isalpha()]
        if dice.random() < 0.35:
            letters = [letter.lower() for letter in letters]
        choice = dice.random()
        if choice < 0.22:
            words = gazetteers.lines("spelling_words")
            parts = [
                f"{letter} comme {dice.choice([w for w in words if w[0] == letter.upper()] or [letter])}"
                if dice.random() < 0.75
                else letter
                for letter in letters
            ]
            return dice.choice((", ", ", ", " ")).join(parts)
        if choice < 0.32:
            doubled: list[str] = []
            for letter in letters:
                if doubled and doubled[-1] == letter:
                    doubled[-1] = f"deux {letter}"
                else:
                    doubled.append(letter)
            return dice.choice((" ", ", ", "-")).join(doubled)
        return dice.choice(("-", "-", " ", " ", ".", ", ", "_", " - ", "/")).join(letters)

    def email_spoken(self) -> str:
        """The address said aloud."""
        text = self.email()
        for sign, word in (("@", " arobase "), (".", " point "), ("_", " tiret bas "), ("-", " tiret ")):
            text = text.replace(sign, word)
        return text
