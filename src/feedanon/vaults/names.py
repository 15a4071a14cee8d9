"""What a session may be called."""

from __future__ import annotations

import unicodedata

from feedanon.errors import VaultError

_LONGEST = 500


def check_session_name(name: str) -> None:
    """Refuses names that no journal or table could show.

    Raises:
        VaultError: the name is empty, too long, or has control characters or lone surrogates.
    """
    if not name or not isinstance(name, str):
        raise VaultError("a session needs a name: a non-empty string such as 'dossier-1234'")
    if len(name) > _LONGEST:
        raise VaultError(f"a session's name has at most {_LONGEST} characters")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in name):
        raise VaultError("a session's name cannot hold control characters or lone surrogates")
