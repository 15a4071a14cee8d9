"""What a session's rows look like from outside: keyed hashes and sealed records."""

from __future__ import annotations

import hmac
import os
import struct
from dataclasses import dataclass

from feedanon.errors import VaultCorruptedError
from feedanon.vaults.folding import fold
from feedanon.vaults.keys import KEY_BYTES, derive, keyed_hash, seal, unseal

_PLACE = struct.Struct(">QQQQQ")
_LENGTH = struct.Struct(">I")
_GROUP = struct.Struct(">QQ")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands; a record that is moved elsewhere does not open.

    Attributes:
        space: name of the space.
        group: number of the group.
        position: number of the record in its group, from 1.
        entity_type: what the value is.
        part: which part of the group it names.
        variant: which way to write the part.
        since: when it was made.
    """

    space: str
    group: int
    position: int
    entity_type: str
    part: str
    variant: int
    since: int


class SessionKeys:
    """The keys of one session, derived from its data key."""

    def __init__(self, vault_id: bytes, session_id: int, data_key: bytes) -> None:
        self._prefix = vault_id + session_id.to_bytes(8, "big")
        self._session_id = session_id
        self._lookup = derive(data_key, "lookup")
        self._groups = derive(data_key, "groups")

    def value_hash(self, entity_type: str, value: str) -> bytes:
        """Finds the record of exactly this value."""
        return keyed_hash(self._lookup, b"value\0" + entity_type.encode("utf-8") + b"\0", value)

    def folded_hash(self, text: str) -> bytes:
        """Finds the record of a pseudonym, or the groups that hold a value of any type, folded."""
        return keyed_hash(self._lookup, b"folded\0", fold(text))

    def alias_hash(self, alias: str) -> bytes:
        """Finds the groups of an alias."""
        return keyed_hash(self._lookup, b"alias\0", alias)

    def restriction(self, space: str, group: int) -> bytes:
        """The mark of a restricted group, which a damaged byte cannot turn into another answer."""
        return keyed_hash(self._lookup, b"restricted\0" + group.to_bytes(8, "big"), space)

    def group_key(self, space: str, group: int, secret: bytes) -> bytes:
        """The data key of a group: needs the session's key and the group's own secret, both."""
        place = _GROUP.pack(self._session_id, group) + space.encode("utf-8")
        return hmac.digest(self._groups, secret + place, "sha256")

    def seal(self, key: bytes, place: Place, value: str, pseudonym: str) -> bytes:
        """A record, sealed with its group's key and bound to its place."""
        content = value.encode("utf-8", "surrogatepass")
        return seal(
            key,
            _LENGTH.pack(len(content)) + content + pseudonym.encode("utf-8", "surrogatepass"),
            self._place(place),
        )

    def unseal(self, key: bytes, place: Place, sealed: bytes) -> tuple[str, str]:
        """Value and pseudonym of a record.

        Raises:
            VaultCorruptedError: the record was damaged, changed or moved.
        """
        content = unseal(key, sealed, self._place(place))
        if len(content) < _LENGTH.size:
            raise VaultCorruptedError("a record of the vault is too short: restore the vault from a backup")
        end = _LENGTH.size + _LENGTH.unpack_from(content)[0]
        return (
            content[_LENGTH.size : end].decode("utf-8", "surrogatepass"),
            content[end:].decode("utf-8", "surrogatepass"),
        )

    def _place(self, place: Place) -> bytes:
        numbers = _PLACE.pack(
            place.group, place.position, place.variant, place.since, len(place.space.encode("utf-8"))
        )
        names = "\0".join((place.space, place.entity_type, place.part))
        return self._prefix + numbers + names.encode("utf-8")


def new_secret() -> bytes:
    """The secret of a new group. Whoever destroys it destroys the group's data wherever they are."""
    return os.urandom(KEY_BYTES)
