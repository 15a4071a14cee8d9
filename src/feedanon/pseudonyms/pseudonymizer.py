"""Texts with entities to texts with pseudonyms, and back, exactly."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedanon.entities import Entity
from feedanon.policy import Policy
from feedanon.pseudonyms.cipher import ValueCipher
from feedanon.pseudonyms.claims import BatchClaims, claimed, claims_of
from feedanon.pseudonyms.irreversible import replace_irreversibly
from feedanon.pseudonyms.makers import PseudonymMaker
from feedanon.pseudonyms.plan import (
    Piece,
    as_token,
    between_irreversible,
    glued,
    literal_spec,
    pieces_of,
    widened,
    with_literals,
)
from feedanon.pseudonyms.readback import Expected, reads_back
from feedanon.pseudonyms.report import RestorationReport, lost_among
from feedanon.pseudonyms.restoration import Finder, Resolver, restore
from feedanon.pseudonyms.secret_keys import secret_keys
from feedanon.pseudonyms.session_surrogates import SessionSurrogates
from feedanon.pseudonyms.streaming import Restorer
from feedanon.pseudonyms.surrogates import SurrogateMaker, has_surrogate
from feedanon.pseudonyms.writing import rewrite
from feedanon.vaults.base import Record, SessionStore

_KEYED = ("cipher", "hash")


@dataclass(frozen=True, slots=True)
class Applied:
    """An entity as it was replaced.

    Attributes:
        entity_type: its type; `LITERAL` for text that only looked like a pseudonym.
        start: its first character in the input.
        end: after its last character in the input.
        operator: what replaced it.
        new_start: its first character in the output.
        new_end: after its last character in the output.
    """

    entity_type: str
    start: int
    end: int
    operator: str
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Pseudonymized:
    """A text whose entities were replaced.

    Attributes:
        text: the output.
        entities: what was replaced, in order, with its place in both texts.
        dropped: the policy withholds the document; `text` holds nothing of it.
    """

    text: str
    entities: tuple[Applied, ...] = ()
    dropped: bool = False


class _Draft:
    """One text on its way: what to replace, and whether the result needs a look."""

    __slots__ = ("pieces", "result", "text", "verify")

    def __init__(self, text: str, pieces: list[Piece], verify: bool) -> None:
        self.text = text
        self.pieces = pieces
        self.verify = verify
        self.result: Pseudonymized | None = None


class Pseudonymizer:
    """Applies a policy. Holds no session and no text, so that all threads share one.

    Args:
        policy: which operator each type gets.
        key: the secret of ciphers and hashes: 32 bytes or their base64, or a list with the newest first.
            When the policy needs one and none is given, `FEEDANON_KEY` or the key file is taken.

    Raises:
        PolicyError: the policy needs a key whose bytes are not at hand.
        VaultKeyError: the key is malformed.
    """

    def __init__(self, policy: Policy, key: object = None) -> None:
        self.policy = policy
        names = {spec.name for spec in (policy.default, *policy.entities.values())}
        self._keys = secret_keys(key, needed=bool(names.intersection(_KEYED)))
        self._makes_surrogates = "surrogate" in names
        self._surrogates = SessionSurrogates(always=self._makes_surrogates)
        # Surrogates are kept in the vault, so that a key of one run is good enough for them.
        self._chance_key = self._keys[0] if self._keys else os.urandom(32)
        self._cipher = ValueCipher(self._keys) if self._keys else None
        self._literal = literal_spec(policy)
        # With these, what stands around a pseudonym decides how it is read: every output is checked.
        self._always_verify = bool(names - {"token", "keep", "drop"}) or policy.tokens.brackets in (
            "none",
            "{}",
        )

    def anonymize_batch(
        self, texts: Sequence[str], entities: Sequence[Sequence[Entity]], store: SessionStore
    ) -> list[Pseudonymized]:
        """Replaces the entities of each text; outside of them the texts do not change.

        Args:
            texts: any strings.
            entities: for each text its entities, disjoint and in order.
            store: the session; one transaction claims all that the batch needs.

        Returns:
            For each text what became of it. `deanonymize` gives every text back exactly, as far as the
            policy is reversible.

        Raises:
            VaultError: nothing was stored, and no text may leave.
            PolicyError: an operator cannot do its work.
        """
        finder = self._finder(store)
        drafts = [self._draft(text, found, finder) for text, found in zip(texts, entities, strict=True)]
        self._settle([draft for draft in drafts if draft.result is None], store)
        return [draft.result for draft in drafts if draft.result is not None]

    def _draft(self, text: str, entities: Sequence[Entity], finder: Finder) -> _Draft:
        pieces = pieces_of(entities, self.policy) if entities else []
        for piece in pieces:
            if piece.spec.name == "drop":
                draft = _Draft(text, pieces, False)
                draft.result = Pseudonymized(str(piece.spec.options.get("marker", "")), (), True)
                return draft
        if self._makes_surrogates:
            pieces = [piece if _suits(piece, text) else as_token(piece) for piece in pieces]
        verify = False
        if self._literal is not None:
            findings = list(finder.find(text))
            if findings:
                pieces = with_literals(pieces, findings, self._literal)
            verify = bool(findings or (pieces and (self._always_verify or glued(text, pieces))))
        draft = _Draft(text, pieces, verify)
        if self._makes_surrogates and text:
            draft.verify = True  # a surrogate made for another text of the batch may read like this one
        elif not pieces:
            draft.result = Pseudonymized(text)
        return draft

    def _settle(self, drafts: list[_Draft], store: SessionStore) -> None:
        """Fills in the results: claims what is needed, builds, checks, and replaces more where needed."""
        for attempt in range(4):
            if not drafts:
                return
            records = self._claim(drafts, store)
            finder = self._finder(store)
            for draft in drafts:
                result, expected = self._build(draft, records)
                if attempt == 3 or not draft.verify or reads_back(result.text, expected, finder):
                    draft.result = result
            drafts = [draft for draft in drafts if draft.result is None]
            for draft in drafts:
                if attempt == 0 and self._literal is not None:
                    # Surrogates that were made for this batch may read like a word of one of its texts.
                    draft.pieces = with_literals(draft.pieces, finder.find(draft.text), self._literal)
                elif attempt == 1:
                    draft.pieces = widened(draft.text, [as_token(piece) for piece in draft.pieces])
                elif self._literal is not None:
                    draft.pieces = between_irreversible(len(draft.text), draft.pieces, self._literal)

    def _claim(self, drafts: Sequence[_Draft], store: SessionStore) -> dict[tuple[str, str], Record]:
        batch = claims_of((draft.text, draft.pieces) for draft in drafts)
        if not batch.claims:
            return {}
        maker = PseudonymMaker(self.policy.tokens)
        if batch.surrogates:
            maker = self._surrogate_maker(batch, [draft.text for draft in drafts], store)
        records = store.claim(batch.claims, maker)
        return {
            (claim.entity_type, claim.value): record
            for claim, record in zip(batch.claims, records, strict=True)
        }

    def _surrogate_maker(
        self, batch: BatchClaims, texts: Sequence[str], store: SessionStore
    ) -> PseudonymMaker:
        index = self._surrogates.index(store)
        if index is None:
            index = self._surrogates.begin(store)
        made = SurrogateMaker(self._chance_key, texts, index, batch.mentions)
        return PseudonymMaker(self.policy.tokens, made.make, batch.surrogates)

    def _build(
        self, draft: _Draft, records: dict[tuple[str, str], Record]
    ) -> tuple[Pseudonymized, list[Expected]]:
        """The output, and what must come back from it."""
        text = draft.text
        parts: list[str] = []
        applied: list[Applied] = []
        expected: list[Expected] = []
        position = length = 0
        for piece in draft.pieces:
            value = text[piece.start : piece.end]
            operator = piece.spec.name
            record = None
            if operator in ("token", "surrogate"):
                base = claimed(piece, text)
                record = records[piece.entity_type, base]
                new = rewrite(record.pseudonym, base, value)
            elif operator == "cipher" and self._cipher:
                new = self._cipher.write(piece.entity_type, value)
            else:
                new = replace_irreversibly(piece.spec, piece.entity_type, value, self._keys)
            parts += (text[position : piece.start], new)
            start = length + piece.start - position
            length = start + len(new)
            position = piece.end
            applied.append(Applied(piece.entity_type, piece.start, piece.end, operator, start, length))
            if piece.spec.reversible:
                expected.append(Expected(start, length, value, record))
        parts.append(text[position:])
        return Pseudonymized("".join(parts), tuple(applied)), expected

    def deanonymize(self, text: str, store: SessionStore, *, strict: bool = False) -> str:
        """Puts the values back for the pseudonyms of the session, however an LLM has rewritten them.

        Args:
            text: an LLM's answer, or an anonymized text.
            store: the session that made the pseudonyms.
            strict: refuse a text with pseudonyms that the session did not issue or may not give back.

        Raises:
            RestorationError: `strict` only; names types and counts.
            VaultError: the vault cannot be read.
        """
        restored, report = self._restore(text, store)
        if strict:
            report.raise_if_foreign()
        return restored

    def deanonymize_report(
        self, text: str, store: SessionStore, *, strict: bool = False, sent: Iterable[str] | None = None
    ) -> tuple[str, RestorationReport]:
        """As `deanonymize`, and what came back, what was lost and what was invented.

        Args:
            text: an LLM's answer.
            store: the session.
            strict: as for `deanonymize`.
            sent: the pseudonyms that the LLM was given; without them, all of the session.
        """
        restored, report = self._restore(text, store)
        if strict:
            report.raise_if_foreign()
        issued = sent if sent is not None else (pseudonym for _, pseudonym in store.pseudonyms())
        return restored, report.with_lost(lost_among(issued, report.restored))

    def stream(self, store: SessionStore) -> Restorer:
        """Restores one stream of text: `feed` what arrives, `close` at its end."""
        return Restorer(self._finder(store), Resolver(store, self.policy.tokens))

    def _restore(self, text: str, store: SessionStore) -> tuple[str, RestorationReport]:
        findings = list(self._finder(store).find(text))
        report = RestorationReport()
        if not findings:
            return text, report
        resolver = Resolver(store, self.policy.tokens)
        resolver.load(text, findings)
        return restore(text, findings, resolver, report), report

    def _finder(self, store: SessionStore) -> Finder:
        return Finder(self._cipher, self._surrogates.index(store))


def _suits(piece: Piece, text: str) -> bool:
    return piece.spec.name != "surrogate" or has_surrogate(piece.entity_type, text[piece.start : piece.end])
