"""The errors of feedanon, by what the caller can do about them.

    FeedanonError
    ├── PolicyError                 the policy names an unknown type, operator or option
    ├── RecognizerError             a recognizer file is wrong: carries file and line
    ├── ModelError                  the language model is absent or unusable
    ├── DetectionError              detection failed or timed out: nothing may be sent or written
    ├── VaultError                  the vault cannot be read or written
    │   ├── VaultKeyError           no key, a malformed key, or not the key of this vault
    │   ├── VaultCorruptedError     the vault's content was changed or damaged
    │   └── VaultVersionError       the vault was written by a newer feedanon
    ├── RestorationError            a strict `deanonymize` met a pseudonym it must not or cannot restore
    ├── FormatError                 an input file cannot be read as what it is said to be
    └── UnprotectedRequestError     a request that the gate does not know how to protect

Messages never hold a personal value: they name types, files, columns, lines and counts.
"""

from __future__ import annotations

from pathlib import Path


class FeedanonError(Exception):
    """Root of all errors that feedanon raises on purpose."""


class PolicyError(FeedanonError):
    """A policy that cannot be applied."""


class RecognizerError(FeedanonError):
    """A recognizer file that cannot be used.

    Attributes:
        path: the file, when the recognizer comes from one.
        line: the 1-based line of the offending key, when known.
    """

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        where = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(where + message)
        self.path = path
        self.line = line


class ModelError(FeedanonError):
    """A language model that is absent or does not work."""


class DetectionError(FeedanonError):
    """Detection did not finish; the text must not be sent or written."""


class VaultError(FeedanonError):
    """A vault that cannot be read or written."""


class VaultKeyError(VaultError):
    """No key, a malformed key, or a key that is not this vault's."""


class VaultCorruptedError(VaultError):
    """A vault whose content was changed or damaged."""


class VaultVersionError(VaultError):
    """A vault written by a newer version of feedanon."""


class RestorationError(FeedanonError):
    """A pseudonym that a strict restoration refuses."""


class FormatError(FeedanonError):
    """An input that cannot be read as the format it is said to be."""


class UnprotectedRequestError(FeedanonError):
    """A request with a part that the gate does not know how to protect."""
