"""The keys behind ciphers, hashes and surrogates: given, or those of the vault's environment."""

from __future__ import annotations

import base64
import hashlib

from feedanon.errors import PolicyError


def secret_keys(source: object, *, needed: bool) -> tuple[bytes, ...]:
    """The secrets of `source`, newest first.

    Args:
        source: 32 bytes, their base64, several of them, a vault's keyring, or None.
        needed: whether the policy cannot do without: then None looks in `FEEDANON_KEY` and the key file,
            which is made at first use.

    Returns:
        The secrets; empty when none is at hand and none is needed.

    Raises:
        VaultKeyError: a key is malformed.
        PolicyError: a key is needed, and the one given never shows its bytes (a KMS).
    """
    if source is None and not needed:
        return ()
    from feedanon.vaults.keyring import open_keyring
    from feedanon.vaults.keys import MasterKey

    ring = open_keyring(source, create=needed)  # type: ignore[arg-type]  # it checks what it is given
    keys = tuple(base64.b64decode(key.text()) for key in ring.keys if isinstance(key, MasterKey))
    if needed and not keys:
        raise PolicyError(
            "cipher and hash need a key of 32 bytes: this vault's keys never leave their holder"
        )
    return keys


def purpose(key: bytes, name: str) -> bytes:
    """A key of 32 bytes for one purpose, from which neither `key` nor another purpose's can be computed."""
    return hashlib.blake2b(name.encode(), key=key[:64], digest_size=32, person=b"feedanon").digest()
