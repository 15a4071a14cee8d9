"""Ciphers: `<PERSON:MFRGG...>`, a value that anyone with the key can read back, without a vault.

AES-SIV (RFC 5297) is deterministic and authenticated: one value always has one cipher, and a cipher
that was changed, or made with another key, is recognised as none of ours. The type is part of what is
authenticated. Base32 survives an LLM that changes the case of letters.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from feedanon.pseudonyms.token_pattern import CLOSE, NAME_OR_CUSTOM, OPEN, token_name
from feedanon.pseudonyms.type_names import type_of

_TAG = 16
_SHORTEST = 28  # base32 characters of a tag and one byte
_PATTERN = (
    f"(?P<open>{OPEN})?[ \u00a0]?(?<![A-Za-z0-9])(?P<name>{NAME_OR_CUSTOM})[ \u00a0]?:\\s{{0,4}}"
    f"(?P<body>[A-Za-z2-7]{{{_SHORTEST},}})(?![A-Za-z0-9])(?:[ \u00a0]?(?P<close>{CLOSE}))?"
)
_SITE = re.compile(f":\\s{{0,4}}[A-Za-z2-7]{{{_SHORTEST}}}")
_INFO = b"feedanon value cipher 1"


@dataclass(frozen=True, slots=True)
class FoundCipher:
    """A place in a text that holds a cipher of ours.

    Attributes:
        start: index of its first character, a bracket included.
        end: index after its last character.
        entity_type: the name it carries.
        value: what it stands for.
    """

    start: int
    end: int
    entity_type: str
    value: str = field(repr=False)


class ValueCipher:
    """Turns values into ciphers and back.

    Args:
        keys: the secrets, newest first: the first one writes, every one reads. The AES keys are derived.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        self._readers = [
            AESSIV(hashlib.blake2b(key, digest_size=64, person=b"feedanon-siv").digest()) for key in keys
        ]

    def write(self, entity_type: str, value: str) -> str:
        """The cipher of a value, the same every time."""
        name = token_name(entity_type)
        # surrogatepass: a lone surrogate is no text that UTF-8 knows, but it comes back as it was.
        sealed = self._readers[0].encrypt(
            b"\0" + value.encode("utf-8", "surrogatepass"), [_INFO, name.encode()]
        )
        return f"<{name}:{base64.b32encode(sealed).decode().rstrip('=')}>"

    def read(self, name: str, body: str) -> str | None:
        """The value of a cipher, or None when this key did not make it."""
        from cryptography.exceptions import InvalidTag

        try:
            sealed = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
        except (binascii.Error, ValueError):
            return None
        for reader in self._readers:
            try:
                return reader.decrypt(sealed, [_INFO, name.encode()])[1:].decode("utf-8", "surrogatepass")
            except (InvalidTag, ValueError):
                continue
        return None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Compiled when a text may hold a cipher: few do, and it takes a tenth of a second."""
    return re.compile(_PATTERN)


def find_ciphers(text: str, cipher: ValueCipher, start: int = 0) -> Iterator[FoundCipher]:
    """The ciphers in `text` from `start` on that this key made, left to right."""
    if not _SITE.search(text, start):
        return
    for match in _pattern().finditer(text, start):
        name = type_of(match["name"]) or match["name"].replace("\\", "").upper()
        value = cipher.read(name, match["body"])
        if value is not None:
            first = match.start() if match["open"] and match["close"] else match.start("name")
            last = match.end() if match["open"] and match["close"] else match.end("body")
            yield FoundCipher(first, last, name, value)
