"""A place in a text that reads as a realistic pseudonym, and what to write there."""

from __future__ import annotations

from dataclasses import dataclass

from feedanon.pseudonyms.writing import rewrite


@dataclass(frozen=True, slots=True)
class FoundSurrogate:
    """A place in a text that reads as a realistic pseudonym of the session.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        written: the text there.
        pseudonym: the pseudonym of the record.
        words: which of the pseudonym's words stand there, in that order; empty for the whole.
        initial: the first of `words` is shortened to its initial.
    """

    start: int
    end: int
    written: str
    pseudonym: str
    words: tuple[int, ...] = ()
    initial: bool = False

    def value_from(self, value: str) -> str:
        """What stands for this place, when the whole pseudonym stands for `value`."""
        if not self.words:
            return rewrite(value, self.pseudonym, self.written)
        values, models = value.split(" "), self.pseudonym.split(" ")
        if len(values) != len(models):
            return value
        goal = [values[index] for index in self.words]
        model = [models[index] for index in self.words]
        if self.initial:
            dot = "." if "." in self.written.split(" ")[0] else ""
            goal[0], model[0] = goal[0][:1] + dot, model[0][:1] + dot
        return rewrite(" ".join(goal), " ".join(model), self.written)
