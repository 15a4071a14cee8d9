"""Keeps the index of realistic pseudonyms of each session in step with its vault."""

from __future__ import annotations

import weakref
from threading import Lock

from feedanon.pseudonyms.claims import MARKER_SPACE
from feedanon.pseudonyms.surrogate_index import SurrogateIndex
from feedanon.pseudonyms.token_pattern import find_tokens, spellings
from feedanon.pseudonyms.tokens import Token
from feedanon.vaults.base import SessionStore

_MARKERS = spellings(Token(MARKER_SPACE, 1))


class SessionSurrogates:
    """Indexes of sessions, remembered as long as the sessions are in use.

    Args:
        always: whether the policy makes surrogates; otherwise only a session that is marked is read, so
            that a vault of millions of tokens costs nothing here.
    """

    def __init__(self, *, always: bool) -> None:
        self._always = always
        self._lock = Lock()
        self._indexes: weakref.WeakKeyDictionary[SessionStore, tuple[int, SurrogateIndex | None]]
        self._indexes = weakref.WeakKeyDictionary()

    def index(self, store: SessionStore) -> SurrogateIndex | None:
        """The realistic pseudonyms of a session as they are now; None when it has none.

        Raises:
            VaultError: the vault cannot be read.
        """
        revision = store.revision()
        with self._lock:
            known = self._indexes.get(store)
            if known is not None and known[0] == revision:
                return known[1]
            index = known[1] if known else None
            if index is None and (self._always or store.find(_MARKERS)):
                index = SurrogateIndex()
            if index is not None:
                index.add(
                    pair for pair in store.pseudonyms() if pair[1] not in index and not _is_token(pair[1])
                )
            self._indexes[store] = (revision, index)
            return index

    def begin(self, store: SessionStore) -> SurrogateIndex:
        """The index of a session that gets its first realistic pseudonyms now."""
        index = SurrogateIndex()
        with self._lock:
            self._indexes[store] = (-1, index)
        return index


def _is_token(pseudonym: str) -> bool:
    found = next(find_tokens(pseudonym), None)
    return found is not None and found.start == 0 and found.end == len(pseudonym)
