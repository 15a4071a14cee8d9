"""What other processes do to a vault in the tests: `python worker.py VERB PATH [ARGUMENT]`."""

from __future__ import annotations

import json
import os
import sys

from feedanon.errors import VaultError
from feedanon.vaults import open_subject_vault
from feedanon.vaults.sql_vault import SqlVault
from feedanon.vaults.subjects import Subject
from vaults.making import KEY, OTHER_KEY, person, token


def main(verb: str, path: str, argument: str = "") -> None:
    """Runs one verb; prints one JSON line per acknowledged step."""
    keys = [OTHER_KEY, KEY] if verb == "rekey" else [KEY]
    if verb == "limited":
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(argument), int(argument)))
    print(json.dumps("started"), flush=True)
    with open_subject_vault(path, keys) as vault:
        session = vault.session()
        if verb in ("write", "limited"):
            batch = 0
            while True:
                batch += 1
                values = [f"Canari {verb} {argument} {batch} {index}" for index in range(20)]
                try:
                    records = session.claim([person(value) for value in values], token)
                except VaultError as error:
                    print(json.dumps({"error": type(error).__name__, "message": str(error)}), flush=True)
                    return
                print(json.dumps({record.value: record.pseudonym for record in records}), flush=True)
        elif verb == "share":
            for index in range(150):
                (record,) = session.claim([person(f"Commun {index}")], token)
                (own,) = session.claim([person(f"Propre {os.getpid()} {index}")], token)
                print(json.dumps({one.value: one.pseudonym for one in (record, own)}), flush=True)
        elif verb == "forget":
            for number in range(1, 2000):
                vault.erase([Subject("default", "PERSON", number)])
                print(json.dumps(number), flush=True)
        elif verb == "rekey" and isinstance(vault, SqlVault):
            print(json.dumps(vault.rekey()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
