"""What is to be replaced in one text, before anything is: the entities, and what looks like a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from feedanon.entities import Entity
from feedanon.policy import OperatorSpec, Policy
from feedanon.pseudonyms.restoration import Finding
from feedanon.pseudonyms.type_names import LITERAL


@dataclass(frozen=True, slots=True)
class Piece:
    """A span that an operator replaces.

    Attributes:
        start: index of its first character in the input.
        end: index after the last one.
        entity_type: its type; `LITERAL` for what only looks like a pseudonym.
        spec: the operator.
    """

    start: int
    end: int
    entity_type: str
    spec: OperatorSpec


def literal_spec(policy: Policy) -> OperatorSpec | None:
    """The operator of look-alikes under `policy`; None when it makes no pseudonym that could come back."""
    names = {spec.name for spec in (policy.default, *policy.entities.values())}
    if names & {"token", "surrogate"}:
        return OperatorSpec("token")
    return OperatorSpec("cipher") if "cipher" in names else None


def pieces_of(entities: Sequence[Entity], policy: Policy) -> list[Piece]:
    """The entities that the policy replaces, in order."""
    pieces = []
    for entity in entities:
        spec = policy.operator_for(entity.entity_type)
        if spec.name != "keep":
            pieces.append(Piece(entity.start, entity.end, entity.entity_type, spec))
    return pieces


def with_literals(pieces: Sequence[Piece], findings: Iterable[Finding], spec: OperatorSpec) -> list[Piece]:
    """`pieces`, and what of `findings` lies outside them as literals, in order."""
    result = list(pieces)
    for finding in findings:
        position = finding.start
        for piece in pieces:
            if piece.end <= position:
                continue
            if piece.start >= finding.end:
                break
            if position < piece.start:
                result.append(Piece(position, piece.start, LITERAL, spec))
            position = piece.end
        if position < finding.end:
            result.append(Piece(position, finding.end, LITERAL, spec))
    result.sort(key=lambda piece: piece.start)
    return result


def as_token(piece: Piece) -> Piece:
    """`piece` with a token in the place of a realistic pseudonym."""
    return replace(piece, spec=OperatorSpec("token")) if piece.spec.name == "surrogate" else piece


def widened(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """`pieces` with the letters, digits and signs glued to them; pieces that meet become one.

    A name that is glued to a digit or a bracket cannot be told from its surroundings once it is
    replaced, so what it is glued to is replaced with it.
    """
    result: list[Piece] = []
    for piece in pieces:
        start, end = piece.start, piece.end
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if result and start <= result[-1].end:
            last = result[-1]
            larger = max(last, piece, key=_weight)
            result[-1] = Piece(last.start, max(end, last.end), larger.entity_type, larger.spec)
        else:
            result.append(Piece(start, end, piece.entity_type, piece.spec))
    return result


def _weight(piece: Piece) -> tuple[bool, bool, int]:
    # What may not come back must not begin to because it touched something else.
    return (not piece.spec.reversible, piece.entity_type != LITERAL, piece.end - piece.start)


def between_irreversible(length: int, pieces: Sequence[Piece], spec: OperatorSpec) -> list[Piece]:
    """The last resort: everything that is not lost for good becomes literal, as few as possible."""
    result: list[Piece] = []
    position = 0
    for piece in pieces:
        if not piece.spec.reversible:
            if position < piece.start:
                result.append(Piece(position, piece.start, LITERAL, spec))
            result.append(piece)
            position = piece.end
    if position < length:
        result.append(Piece(position, length, LITERAL, spec))
    return result


def glued(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a piece touches a letter, a digit or a sign that could change how its token is read."""
    for piece in pieces:
        before = text[piece.start - 1] if piece.start else " "
        after = text[piece.end] if piece.end < len(text) else " "
        if before.isalnum() or after.isalnum() or before in "_\\" or after == "_":
            return True
    return False
