"""What feedanon finds: `Entity`, a span of text with a type, and the table of all types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of a text that holds personal data. It carries no text, so its repr is safe to log.

    Attributes:
        entity_type: one of `ENTITY_TYPES`, or the type of a user's own recognizer.
        start: index of the first character in the text, in Unicode code points.
        end: index after the last character.
        score: certainty from 0 to 1; 1 means that a checksum or an explicit statement confirmed it.
        recognizer: name of the recognizer that found it.

    Raises:
        ValueError: the span is empty or negative, or the score is outside 0..1.
    """

    entity_type: str
    start: int
    end: int
    score: float = 1.0
    recognizer: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"an entity needs 0 <= start < end, not {self.start}..{self.end}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"an entity's score lies in 0..1, not {self.score}")

    def overlaps(self, other: Entity) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Entity) -> bool:
        """Whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end


class Category(str, Enum):
    """What a type tells about a person, for summaries and reports."""

    IDENTITY = "identity"
    CONTACT = "contact"
    PLACE = "place"
    COMPANY = "company"
    MONEY = "money"
    DOCUMENT = "document"
    DEVICE = "device"
    REFERENCE = "reference"
    SECRET = "secret"  # noqa: S105 - a category, not a password
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class EntityType:
    """One row of the table of entity types.

    Attributes:
        name: Presidio's name where Presidio has one, else `FR_...`.
        meaning: one line for a human reader.
        category: group for summaries.
        kept: found and reported, but left in the text unless a policy says otherwise.
    """

    name: str
    meaning: str
    category: Category
    kept: bool = False


_ROWS = (
    EntityType("PERSON", "name of a private person, whole or in part", Category.IDENTITY),
    EntityType("EMAIL_ADDRESS", "e-mail address", Category.CONTACT),
    EntityType("PHONE_NUMBER", "phone or fax number of any country", Category.CONTACT),
    EntityType("STREET_ADDRESS", "number, street and complements of a postal address", Category.PLACE),
    EntityType("FR_POSTCODE", "French postcode, overseas and CEDEX included", Category.PLACE),
    EntityType("CITY", "commune or district", Category.PLACE),
    EntityType("FR_SIREN", "SIREN, number of a French company", Category.COMPANY),
    EntityType("FR_SIRET", "SIRET, number of a French establishment", Category.COMPANY),
    EntityType("FR_VAT", "intra-community VAT number", Category.COMPANY),
    EntityType("FR_RNA", "RNA, number of a French association", Category.COMPANY),
    EntityType("FR_NIR", "NIR, French social-security number", Category.IDENTITY),
    EntityType(
        "FR_TAX_ID", "SPI, tax number, and other numbers of a person in public services", Category.IDENTITY
    ),
    EntityType("IBAN_CODE", "bank account: IBAN or RIB", Category.MONEY),
    EntityType("BIC", "bank identifier code", Category.MONEY),
    EntityType("CREDIT_CARD", "payment card number", Category.MONEY),
    EntityType("FR_ID_CARD", "number of a French identity card", Category.DOCUMENT),
    EntityType("FR_PASSPORT", "number of a French passport", Category.DOCUMENT),
    EntityType("FR_DRIVING_LICENCE", "number of a French driving licence or NEPH", Category.DOCUMENT),
    EntityType("FR_RESIDENCE_PERMIT", "number of a French residence permit", Category.DOCUMENT),
    EntityType("FR_LICENSE_PLATE", "French vehicle registration, SIV or FNI", Category.DOCUMENT),
    EntityType("VIN", "vehicle identification number", Category.DOCUMENT),
    EntityType("IP_ADDRESS", "IPv4 or IPv6 address", Category.DEVICE),
    EntityType("MAC_ADDRESS", "MAC address", Category.DEVICE),
    EntityType("DEVICE_ID", "IMEI, ICCID, UUID, advertising id or serial number", Category.DEVICE),
    EntityType("URL", "link that leads to a person or holds a token", Category.CONTACT),
    EntityType("USERNAME", "handle or login", Category.CONTACT),
    EntityType("DATE_OF_BIRTH", "birth date", Category.IDENTITY),
    EntityType(
        "CUSTOMER_ID", "customer, order, contract, ticket, parcel or loyalty number", Category.REFERENCE
    ),
    EntityType("FR_ENERGY_METER", "PDL, PRM or PCE of an energy meter", Category.REFERENCE),
    EntityType("CREDENTIAL", "password, PIN, one-time code, door code or API key", Category.SECRET),
    EntityType("GPS_COORDINATES", "latitude and longitude", Category.PLACE),
    EntityType("ORGANIZATION", "company, brand or association", Category.CONTEXT, kept=True),
    EntityType("SENSITIVE", "data of GDPR article 9, or about a minor", Category.CONTEXT, kept=True),
)

ENTITY_TYPES: dict[str, EntityType] = {row.name: row for row in _ROWS}
"""Every entity type that feedanon's own recognizers find, by name."""
