"""How types and parts are called inside tokens: in English, in French, and as an LLM may translate them."""

from __future__ import annotations

import unicodedata

LITERAL = "LITERAL"
"""The type of a piece of text that looked like a pseudonym before anything was replaced."""

# Type: (French name for the French token style, other names that stand for it when an answer comes back).
_NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    LITERAL: ("LITTERAL", ("texte_litteral",)),
    "PERSON": (
        "PERSONNE",
        ("persona", "pessoa", "persons", "personnes", "people", "person_name", "name", "nom"),
    ),
    "EMAIL_ADDRESS": (
        "ADRESSE_EMAIL",
        (
            "email",
            "e_mail",
            "mail",
            "courriel",
            "adresse_e_mail",
            "adresse_mail",
            "adresse_electronique",
            "adresse_courriel",
            "e_mail_address",
            "mail_address",
            "email_addresses",
            "adresses_email",
        ),
    ),
    "PHONE_NUMBER": (
        "NUMERO_TELEPHONE",
        (
            "numero_de_telephone",
            "telephone",
            "tel",
            "num_tel",
            "phone",
            "telephone_number",
            "phone_numbers",
            "numeros_de_telephone",
            "numero_tel",
            "n_de_telephone",
        ),
    ),
    "STREET_ADDRESS": (
        "ADRESSE",
        (
            "adresse_postale",
            "address",
            "postal_address",
            "adresse_rue",
            "rue",
            "street_addresses",
            "adresses",
        ),
    ),
    "FR_POSTCODE": (
        "CODE_POSTAL",
        ("postcode", "postal_code", "fr_code_postal", "zip_code", "codes_postaux"),
    ),
    "CITY": ("VILLE", ("commune", "cite", "cities", "villes", "town", "ciudad")),
    "FR_SIREN": ("SIREN", ("numero_siren",)),
    "FR_SIRET": ("SIRET", ("numero_siret",)),
    "FR_VAT": ("TVA", ("fr_tva", "vat", "numero_tva", "vat_number")),
    "FR_RNA": ("RNA", ("numero_rna",)),
    "FR_NIR": ("NIR", ("numero_de_securite_sociale", "numero_securite_sociale", "securite_sociale")),
    "FR_TAX_ID": ("NUMERO_FISCAL", ("fr_numero_fiscal", "tax_id", "identifiant_fiscal")),
    "IBAN_CODE": ("IBAN", ("code_iban", "rib", "iban_codes")),
    "BIC": ("CODE_BIC", ("bic_code", "swift")),
    "CREDIT_CARD": (
        "CARTE_BANCAIRE",
        ("carte_de_credit", "carte_credit", "numero_de_carte", "card_number", "credit_cards"),
    ),
    "FR_ID_CARD": ("CARTE_IDENTITE", ("fr_carte_identite", "carte_d_identite", "id_card")),
    "FR_PASSPORT": ("PASSEPORT", ("fr_passeport", "passport")),
    "FR_DRIVING_LICENCE": (
        "PERMIS_DE_CONDUIRE",
        ("fr_permis_de_conduire", "permis_conduire", "driving_licence", "driving_license"),
    ),
    "FR_RESIDENCE_PERMIT": ("TITRE_DE_SEJOUR", ("fr_titre_de_sejour", "titre_sejour", "residence_permit")),
    "FR_LICENSE_PLATE": (
        "PLAQUE_IMMATRICULATION",
        ("fr_plaque_immatriculation", "plaque_d_immatriculation", "immatriculation", "license_plate"),
    ),
    "VIN": ("NUMERO_VIN", ("vin_number", "numero_de_chassis")),
    "IP_ADDRESS": ("ADRESSE_IP", ("ip", "ip_addresses", "adresses_ip")),
    "MAC_ADDRESS": ("ADRESSE_MAC", ("mac_addresses",)),
    "DEVICE_ID": ("IDENTIFIANT_APPAREIL", ("id_appareil", "appareil", "device", "id_dispositif")),
    "URL": ("LIEN", ("link", "lien_url", "urls")),
    "USERNAME": (
        "NOM_UTILISATEUR",
        ("nom_d_utilisateur", "identifiant", "pseudo", "user_name", "utilisateur"),
    ),
    "DATE_OF_BIRTH": ("DATE_NAISSANCE", ("date_de_naissance", "birth_date", "birthdate")),
    "CUSTOMER_ID": (
        "IDENTIFIANT_CLIENT",
        ("id_client", "numero_client", "numero_de_client", "reference_client", "client_id", "customer_ids"),
    ),
    "FR_ENERGY_METER": (
        "COMPTEUR",
        ("fr_compteur", "fr_compteur_energie", "compteur_energie", "energy_meter"),
    ),
    "CREDENTIAL": ("SECRET", ("mot_de_passe", "credentials", "identifiants", "password")),
    "GPS_COORDINATES": ("COORDONNEES_GPS", ("coordonnees", "gps")),
    "ORGANIZATION": ("ORGANISATION", ("organizations", "organisations", "entreprise", "societe")),
    "SENSITIVE": ("SENSIBLE", ("donnee_sensible",)),
}

_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "first": ("prénom", ("first_name", "firstname", "prenoms")),
    "last": ("nom", ("last_name", "lastname", "nom_de_famille", "surname")),
    "email": ("courriel", ("mail", "e_mail")),
    "username": ("pseudo", ("user_name",)),
}

TYPES = tuple(_NAMES)


def squeeze(name: str) -> str:
    """`name` in lower-case letters and digits alone, without accents: the key of the tables below."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    return "".join(c for c in name.lower() if c.isascii() and c.isalnum())


def french_type(entity_type: str) -> str:
    """The French name of a type; a type that is not ours keeps its name."""
    row = _NAMES.get(entity_type)
    return row[0] if row else entity_type


def french_part(part: str) -> str:
    """The French name of a part; an unknown part keeps its name."""
    row = _PARTS.get(part)
    return row[0] if row else part


def _spellings(table: dict[str, tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    spellings: dict[str, str] = {}
    # Names of our own first: `CODE_BIC` may not be shadowed by another type's alias.
    for name, (french, _) in table.items():
        spellings[name] = name
        spellings[french] = name
    for name, (_, others) in table.items():
        for other in others:
            spellings.setdefault(other, name)
    return spellings


TYPE_SPELLINGS: dict[str, str] = _spellings(_NAMES)
"""Every way to write a known type in a token, words joined by `_`, and the type."""

PART_SPELLINGS: dict[str, str] = _spellings(_PARTS)
"""Every way to write a part in a token, and the part."""

_TYPE_BY_KEY = {squeeze(spelling): name for spelling, name in reversed(TYPE_SPELLINGS.items())}
_PART_BY_KEY = {squeeze(spelling): name for spelling, name in reversed(PART_SPELLINGS.items())}


def type_of(written: str) -> str | None:
    """The type that a name in a token stands for, or None when it is not one of ours."""
    return _TYPE_BY_KEY.get(squeeze(written))


def part_of(written: str) -> str | None:
    """The part that a word in a token stands for, or None."""
    return _PART_BY_KEY.get(squeeze(written))
