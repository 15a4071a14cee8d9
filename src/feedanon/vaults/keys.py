"""Keys: what derives, wraps and seals.

AES-256-GCM seals (NIST SP 800-38D, random 96-bit nonces; each key seals far fewer than 2^32 times),
HKDF-SHA256 (RFC 5869) gives every purpose a key of its own, HMAC-SHA256 hashes what must be looked up.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from typing import Protocol, runtime_checkable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from feedanon.errors import VaultCorruptedError, VaultKeyError

KEY_BYTES = 32
NONCE_BYTES = 12


@runtime_checkable
class KeyHolder(Protocol):
    """A master key that wraps and unwraps 32-byte keys; a KMS can stand behind it.

    Attributes:
        key_id: names the key in the vault, in errors and in the journal; not a secret.
    """

    @property
    def key_id(self) -> str:
        """Names the key."""

    def wrap(self, key: bytes, place: bytes) -> bytes:
        """Encrypts `key`, bound to `place`."""

    def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        """The key that `wrap` encrypted.

        Raises:
            VaultKeyError: this is not the key that wrapped it.
        """


class MasterKey:
    """A master key of 32 bytes, held by the process. Its repr shows its identifier only."""

    __slots__ = ("_secret", "key_id")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise VaultKeyError(f"a vault key has {KEY_BYTES} bytes, not {len(secret)}: {_HOW}")
        self._secret = secret
        self.key_id = derive(secret, "identifier")[:4].hex()

    def __repr__(self) -> str:
        return f"MasterKey({self.key_id})"

    def wrap(self, key: bytes, place: bytes) -> bytes:
        """Encrypts `key`, bound to `place`."""
        return seal(derive(self._secret, "wrap"), key, place)

    def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        """The key that `wrap` encrypted."""
        try:
            return unseal(derive(self._secret, "wrap"), wrapped, place)
        except VaultCorruptedError as error:
            raise VaultKeyError(
                f"the key {self.key_id} does not open its envelope: the vault was damaged"
            ) from error

    def text(self) -> str:
        """The key in base64, as key files and `FEEDANON_KEY` hold it."""
        return base64.b64encode(self._secret).decode("ascii")


_HOW = "give 32 bytes or their base64; `feedanon key new` makes one"


def new_key() -> MasterKey:
    """A new random master key."""
    return MasterKey(os.urandom(KEY_BYTES))


def parse_key(key: bytes | str) -> MasterKey:
    """A master key from 32 bytes, or their base64 (standard or URL-safe).

    Raises:
        VaultKeyError: it is neither.
    """
    if isinstance(key, (bytes, bytearray)):
        if len(key) == KEY_BYTES:
            return MasterKey(bytes(key))
        try:
            key = bytes(key).decode("ascii")
        except UnicodeDecodeError:
            raise VaultKeyError(f"a vault key has {KEY_BYTES} bytes, not {len(key)}: {_HOW}") from None
    text = key.strip().replace("-", "+").replace("_", "/")
    try:
        secret = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise VaultKeyError(f"the vault key is not base64: {_HOW}") from None
    return MasterKey(secret)


def derive(key: bytes, purpose: str) -> bytes:
    """The 32-byte key of a purpose (HKDF-SHA256), so that no key ever serves two."""
    info = b"feedanon vault 1: " + purpose.encode("ascii")
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def keyed_hash(key: bytes, domain: bytes, text: str) -> bytes:
    """16 bytes by which `text` can be looked up, and not be guessed without the key."""
    return hmac.digest(key, domain + text.encode("utf-8", "surrogatepass"), "sha256")[:16]


def seal(key: bytes, content: bytes, place: bytes) -> bytes:
    """Nonce, ciphertext and tag of `content`, which only opens at the same `place`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """What `seal` sealed.

    Raises:
        VaultCorruptedError: content, key or place is not what it was.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise VaultCorruptedError(
            "a sealed part of the vault was changed or damaged: restore the vault from a backup, "
            "and see `feedanon vault check`"
        ) from error
