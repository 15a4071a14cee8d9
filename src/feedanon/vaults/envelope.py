"""Envelopes: master keys wrap the vault's root key, the root key wraps the data key of each session.

A rotation makes a new root key, wrapped by the new master key and by the old ones, and moves the data
keys over in small transactions. Every step leaves a vault that old and new master keys open alike, so a
rotation can be killed anywhere and run again. Only `retire` ends the old keys.
"""

from __future__ import annotations

import os

from feedanon.errors import VaultError, VaultKeyError
from feedanon.vaults.database import Database, as_bytes
from feedanon.vaults.keyring import Keyring
from feedanon.vaults.keys import KEY_BYTES, KeyHolder, seal, unseal

WHOLE_VAULT = 0
"""Owner of the data key that serves the vault itself: journal and figures."""

_MOVED_AT_ONCE = 500
_WRAP = "INSERT INTO root_keys (generation, master, wrapped) VALUES (?, ?, ?)"


class Envelope:
    """The data keys of a vault, opened with a keyring."""

    def __init__(self, database: Database, vault_id: bytes, keyring: Keyring) -> None:
        self._database = database
        self._vault_id = vault_id
        self._keyring = keyring
        self._roots: dict[int, bytes] = {}

    def found(self) -> None:
        """Makes the first root key and the vault's own data key, inside a transaction."""
        self._add_root(1, (self._keyring.newest.key_id,))
        self.make_data_key(WHOLE_VAULT)

    def master_ids(self) -> tuple[str, ...]:
        """The identifiers of the master keys that open the vault, the one of the last rotation first."""
        rows = self._database.rows("SELECT master FROM root_keys ORDER BY generation DESC, master")
        newest = self._keyring.newest.key_id
        return tuple(sorted({str(row[0]) for row in rows}, key=lambda key_id: (key_id != newest, key_id)))

    def make_data_key(self, owner: int) -> bytes:
        """A new data key, stored wrapped, inside a transaction."""
        key = os.urandom(KEY_BYTES)
        generation = self._generation()
        wrapped = seal(self._root(generation), key, self._place(b"data", owner))
        self._database.run(
            "INSERT INTO data_keys (owner, generation, wrapped) VALUES (?, ?, ?)",
            [(owner, generation, wrapped)],
        )
        return key

    def data_key(self, owner: int) -> bytes:
        """The data key of a session, or of the vault.

        Raises:
            VaultKeyError: none of the keys at hand opens the vault.
            VaultCorruptedError: the key was damaged.
        """
        rows = self._database.rows("SELECT generation, wrapped FROM data_keys WHERE owner = ?", [owner])
        generation, wrapped = rows[0] if rows else (0, None)
        return unseal(self._root(generation), as_bytes(wrapped), self._place(b"data", owner))

    def rotate(self, retire: bool) -> int:
        """Wraps everything anew under the newest key of the keyring; goes on where another run stopped.

        Args:
            retire: end the keys that are not the newest, once everything has moved.

        Returns:
            How many data keys were moved.

        Raises:
            VaultKeyError: a key that opens the vault is not at hand, such as the one of another
                rotation: it would be locked out.
        """
        moved = 0
        with self._database.writing():
            generation = self._generation()
            masters = self._masters(generation)
            if self._keyring.newest.key_id not in masters:
                absent = [key_id for key_id in masters if self._keyring.by_id(key_id) is None]
                if absent:
                    raise VaultKeyError(
                        f"the vault is also opened by the key {', '.join(absent)}, which is not at hand: "
                        "another rotation made it; give that key too, or retire it first"
                    )
                self._admit(self._keyring.newest)
                generation += 1
                self._add_root(generation, (self._keyring.newest.key_id, *masters))
        while True:
            with self._database.writing():
                batch = self._move(self._generation())
            moved += batch
            if not batch:
                break
        with self._database.writing():
            newest = self._generation()
            self._database.run(
                "DELETE FROM root_keys WHERE generation < ? AND NOT EXISTS "
                "(SELECT 1 FROM data_keys WHERE data_keys.generation <= root_keys.generation)",
                [(newest,)],
            )
            if retire:
                self._retire(newest)
        return moved

    def _retire(self, generation: int) -> None:
        key_id = self._keyring.newest.key_id
        if key_id not in self._masters(generation):
            raise VaultError("another rotation was faster: run this one again with its key")
        self._database.run("DELETE FROM root_keys WHERE master <> ?", [(key_id,)])

    def _move(self, generation: int) -> int:
        rows = self._database.rows(
            "SELECT owner, generation, wrapped FROM data_keys WHERE generation < ? "
            "ORDER BY generation, owner LIMIT ?",
            [generation, _MOVED_AT_ONCE],
        )
        moved = []
        for owner, old, wrapped in rows:
            place = self._place(b"data", owner)
            key = unseal(self._root(old), as_bytes(wrapped), place)
            moved.append((generation, seal(self._root(generation), key, place), owner))
        if moved:
            self._database.run("UPDATE data_keys SET generation = ?, wrapped = ? WHERE owner = ?", moved)
        return len(moved)

    def _admit(self, newcomer: KeyHolder) -> None:
        # Until the last data key has moved, the new master key must open the old root keys too.
        rows = self._database.rows("SELECT DISTINCT generation FROM root_keys")
        wraps = [
            (row[0], newcomer.key_id, newcomer.wrap(self._root(row[0]), self._place(b"root", row[0])))
            for row in rows
        ]
        self._database.run(_WRAP, wraps)

    def _add_root(self, generation: int, masters: tuple[str, ...]) -> None:
        root = os.urandom(KEY_BYTES)
        place = self._place(b"root", generation)
        now = []
        for key_id in dict.fromkeys(masters):
            holder = self._keyring.by_id(key_id)
            if holder is not None:
                now.append((generation, key_id, holder.wrap(root, place)))
        self._database.run(_WRAP, now)

    def _root(self, generation: int) -> bytes:
        root = self._roots.get(generation)
        if root is None:
            rows = self._database.rows(
                "SELECT master, wrapped FROM root_keys WHERE generation = ?", [generation]
            )
            wrapped = {str(row[0]): row[1] for row in rows}
            holder = next((key for key in self._keyring.keys if key.key_id in wrapped), None)
            if holder is None:
                raise VaultKeyError(
                    f"{self._database.place} does not open with the key {self._keyring.newest.key_id}; "
                    f"it needs the key {' or '.join(sorted(wrapped)) or 'that it was made with'}"
                )
            root = holder.unwrap(as_bytes(wrapped[holder.key_id]), self._place(b"root", generation))
            self._roots[generation] = root
        return root

    def _generation(self) -> int:
        return int(self._database.value("SELECT MAX(generation) FROM root_keys") or 0)

    def _masters(self, generation: int) -> tuple[str, ...]:
        rows = self._database.rows(
            "SELECT master FROM root_keys WHERE generation = ? ORDER BY master", [generation]
        )
        return tuple(str(row[0]) for row in rows)

    def _place(self, kind: bytes, number: int) -> bytes:
        return kind + self._vault_id + number.to_bytes(8, "big")
