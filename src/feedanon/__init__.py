"""feedanon takes personal data out of French customer feedback before an LLM sees it, and puts it back.

from feedanon import Anonymizer

anonymizer = Anonymizer()
sent = anonymizer.anonymize("Bonjour, je suis Sophie Martin, 06 12 34 56 78").text
answer = anonymizer.deanonymize("Bien reçu, <PERSON_1> !")
"""

from feedanon.anonymizer import Anonymized, Anonymizer, Session
from feedanon.entities import Entity
from feedanon.errors import (
    DetectionError,
    FeedanonError,
    FormatError,
    ModelError,
    PolicyError,
    RecognizerError,
    RestorationError,
    UnprotectedRequestError,
    VaultCorruptedError,
    VaultError,
    VaultKeyError,
    VaultVersionError,
)
from feedanon.policy import Policy
from feedanon.vaults import Vault

__all__ = [
    "Anonymized",
    "Anonymizer",
    "DetectionError",
    "Entity",
    "FeedanonError",
    "FormatError",
    "ModelError",
    "Policy",
    "PolicyError",
    "RecognizerError",
    "RestorationError",
    "Session",
    "UnprotectedRequestError",
    "Vault",
    "VaultCorruptedError",
    "VaultError",
    "VaultKeyError",
    "VaultVersionError",
]


def __getattr__(name: str) -> str:
    """`__version__`, read from the installed package when first asked for: that takes 40 ms."""
    if name == "__version__":
        from importlib.metadata import version

        return version("feedanon")
    raise AttributeError(f"module 'feedanon' has no attribute '{name}'")
