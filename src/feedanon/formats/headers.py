"""What the header of a column, or a key of a JSON object, says about the values under it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMERO = re.compile(r"(?i)n\s?[°º]|\bn[ro]?\.|№|#")
_WORDS = re.compile(r"[a-z0-9]+")

_GLUE = frozenset(
    "de du des d la le les l un une en a au aux sur pour et of the your votre vos mon ma sa son".split()
)
_OWNERS = frozenset(
    "client cliente clients customer user utilisateur usager abonne adherent membre member assure titulaire "
    "patient contact repondant respondent principal principale perso personnel personnelle pro professionnel "
    "professionnelle livraison facturation shipping billing destinataire expediteur acheteur vendeur domicile "
    "home work travail main complet complete full 1 2 3 beneficiaire demandeur declarant conseiller agent "
    "interlocuteur auteur author parent sender recipient guest voyageur passager locataire proprietaire".split()
)

_TELLING = {
    "PERSON": (
        "nom|noms|nom prenom|prenom nom|nom prenoms|nom et prenom|prenom|prenoms|name|first name|last name|"
        "firstname|lastname|fullname|surname|family name|given name|forename|middle name|nom naissance|"
        "nom jeune fille|nom usage|nom marital|nom famille|patronyme|deuxieme prenom|username affiche|"
        "display name|signataire|signature|identite"
    ),
    "EMAIL_ADDRESS": (
        "email|e mail|mail|mel|courriel|emails|mails|adresse email|adresse e mail|"
        "adresse mail|adresse electronique|"
        "adresse courriel|email address|e mail address|mail address|adresse messagerie"
    ),
    "PHONE_NUMBER": (
        "telephone|telephones|tel|tels|phone|phones|phone number|telephone number|"
        "numero telephone|numero tel|"
        "mobile|portable|gsm|cell|cellphone|cell phone|mobile phone|mobile number|"
        "telephone mobile|tel mobile|"
        "telephone portable|tel portable|numero portable|numero mobile|telephone fixe|"
        "tel fixe|fixe|fax|telecopie|"
        "telecopieur|numero fax|whatsapp|numero whatsapp|landline|msisdn|numero appelant|"
        "numero appele|caller id"
    ),
    "STREET_ADDRESS": (
        "adresse|adresses|address|adresse postale|postal address|address line|"
        "adresse ligne|street|street address|"
        "rue|voie|numero voie|numero rue|nom voie|libelle voie|complement adresse|"
        "adresse complement|complement|"
        "adresse complete|lieu dit|batiment|adr|addr|adresse physique|mailing address"
    ),
    "FR_POSTCODE": (
        "code postal|cp|codepostal|postal code|postcode|post code|zip|zip code|zipcode|code post|cpost"
    ),
    "CITY": (
        "ville|villes|commune|city|town|localite|municipalite|lieu naissance|"
        "ville naissance|commune naissance|"
        "birthplace|place birth|bureau distributeur|acheminement"
    ),
    "FR_SIREN": "siren|numero siren|code siren",
    "FR_SIRET": "siret|numero siret|code siret",
    "FR_VAT": (
        "tva intracom|tva intracommunautaire|numero tva|numero tva intracommunautaire|vat|vat number|vat id"
    ),
    "FR_RNA": "rna|numero rna",
    "FR_NIR": (
        "nir|numero secu|numero ss|securite sociale|numero securite sociale|secu|numero insee|nss|ssn|"
        "social security number"
    ),
    "FR_TAX_ID": (
        "spi|numero fiscal|numero spi|identifiant fiscal|tax id|ine|numero caf|numero allocataire|rpps|adeli"
    ),
    "IBAN_CODE": (
        "iban|rib|compte bancaire|numero compte|numero compte bancaire|bank account|coordonnees bancaires"
    ),
    "BIC": "bic|swift|code bic|bic swift|code swift",
    "CREDIT_CARD": (
        "cb|carte bancaire|numero carte|numero carte bancaire|numero cb|carte bleue|"
        "credit card|card number|pan"
    ),
    "FR_ID_CARD": "cni|carte identite|numero cni|numero carte identite|id card|id card number",
    "FR_PASSPORT": "passeport|numero passeport|passport|passport number",
    "FR_DRIVING_LICENCE": "permis|permis conduire|numero permis|numero permis conduire|driving licence|neph",
    "FR_RESIDENCE_PERMIT": "titre sejour|numero titre sejour|carte sejour|residence permit",
    "FR_LICENSE_PLATE": (
        "immatriculation|plaque|plaque immatriculation|numero immatriculation|immat|license plate|plate"
    ),
    "VIN": "vin|numero chassis|numero serie vehicule",
    "IP_ADDRESS": "ip|adresse ip|ip address|ipv4|ipv6|client ip|remote addr|ip connexion",
    "MAC_ADDRESS": "mac|adresse mac|mac address",
    "DEVICE_ID": (
        "imei|numero imei|iccid|idfa|gaid|advertising id|device id|deviceid|id appareil|"
        "numero serie|serial number|"
        "serial|cookie id|visitor id"
    ),
    "USERNAME": (
        "login|pseudo|pseudonyme|username|user name|nickname|identifiant|"
        "identifiant connexion|handle|screen name"
    ),
    "DATE_OF_BIRTH": (
        "date naissance|ddn|naissance|date naiss|birthdate|birth date|date birth|dob|"
        "birthday|ne le|nee le|anniversaire|"
        "annee naissance"
    ),
    "CUSTOMER_ID": (
        "numero client|id client|code client|ref client|reference client|"
        "identifiant client|client id|customer id|"
        "customer number|user id|userid|clientid|customerid|id utilisateur|id user|"
        "id customer|numero commande|commande|"
        "id commande|ref commande|reference commande|order id|order number|order|orderid|"
        "order ref|numero contrat|"
        "contrat|ref contrat|reference contrat|contract number|contract id|"
        "numero dossier|dossier|ref dossier|"
        "reference dossier|numero adherent|numero abonne|numero sociétaire|"
        "numero societaire|numero carte fidelite|"
        "carte fidelite|fidelite|loyalty card|loyalty id|numero facture|facture|invoice|"
        "invoice number|numero ticket|"
        "ticket|ticket id|ticket number|numero reservation|reservation|booking id|"
        "booking number|booking reference|pnr|"
        "numero sinistre|sinistre|numero police|police|policy number|numero colis|colis|numero suivi|suivi|"
        "tracking number|tracking|numero assure|numero membre|matricule|case id|"
        "case number|numero reclamation|"
        "account id|account number|id compte|numero abonnement"
    ),
    "FR_ENERGY_METER": (
        "pdl|prm|pce|numero pdl|numero prm|numero pce|point livraison|compteur|numero compteur"
    ),
    "CREDENTIAL": (
        "mot passe|mdp|password|passwd|pwd|pin|code pin|code porte|digicode|code secret|"
        "api key|apikey|token|secret|"
        "access token|code acces"
    ),
    "GPS_COORDINATES": (
        "gps|latitude|longitude|lat|lon|lng|coordonnees gps|position gps|geolocalisation|geoloc"
    ),
}

_HARMLESS = (
    "civilite|titre civilite|salutation|genre|sexe|gender|sex|age|tranche age|pays|"
    "country|country code|code pays|region|"
    "departement|langue|language|lang|locale|note|notes|nps|score|rating|stars|"
    "etoiles|satisfaction|csat|ces|date|"
    "date avis|date reponse|created at|updated at|timestamp|heure|time|jour|mois|"
    "annee|canal|channel|source|statut|"
    "status|etat|categorie|category|theme|themes|type|produit|product|nom produit|"
    "product name|gamme|marque|brand|prix|"
    "price|montant|amount|quantite|quantity|devise|currency|magasin|nom magasin|"
    "store|store name|boutique|enseigne|"
    "sentiment|priorite|priority|version|id|id avis|review id|id reponse|rang|role|model"
)

_ENTITY_OF = {phrase: entity for entity, phrases in _TELLING.items() for phrase in phrases.split("|")}
_HARMLESS_PHRASES = frozenset(_HARMLESS.split("|"))
_THINGS = frozenset(
    "produit product article item magasin store shop boutique enseigne agence societe entreprise company marque brand "
    "organisation organization etablissement restaurant hotel service "
    "categorie category fichier file pays country".split()
)
_AMBIGUOUS = frozenset({"nom", "name", "noms", "display name"})
_COMPACT = {phrase.replace(" ", ""): entity for phrase, entity in _ENTITY_OF.items() if len(phrase) > 5}

PROSE = "prose"
"""What `meaning` answers for a header that announces what people wrote."""

_PROSE_WORDS = frozenset(
    "commentaire commentaires comment comments avis verbatim verbatims texte text message messages reponse reponses "
    "answer feedback review remarque remarques question description contenu content body corps objet subject sujet "
    "titre title suggestion suggestions motif reclamation plainte transcription transcript conversation resume "
    "appreciation temoignage observation observations".split()
)

HARMLESS = "harmless"
"""What `meaning` answers for a header that promises nothing personal."""

SOMEBODY = "somebody"
"""What `meaning` answers for a header that means a person: the values are names, numbers, or remarks."""

_SOMEBODY = frozenset(
    "client cliente customer user utilisateur usager conseiller conseillere vendeur vendeuse auteur author agent "
    "interlocuteur interlocutrice titulaire beneficiaire destinataire expediteur abonne adherent patient assure "
    "repondant contact technicien livreur commercial responsable manager reviewer".split()
)


def words(header: str) -> tuple[str, ...]:
    """The words of a header, without accents, articles or capitals; `n°` is `numero`.

    `Numéro_de_Téléphone`, `numeroTelephone` and `N° de téléphone` give `("numero", "telephone")`.
    """
    spaced = _CAMEL.sub(" ", _NUMERO.sub(" numero ", header))
    plain = (
        unicodedata.normalize("NFKD", spaced.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    )
    found = [
        {"num": "numero", "nb": "nombre", "no": "numero", "nr": "numero", "numeros": "numero"}.get(w, w)
        for w in _WORDS.findall(plain)
    ]
    return tuple(w for w in found if w not in _GLUE)


@lru_cache(maxsize=4096)
def meaning(header: str, parent: str = "") -> str | None:
    """What a header says: an entity type, `HARMLESS`, `SOMEBODY`, `PROSE`, or None when it says nothing.

    Args:
        header: the header of a column or the key of a JSON object, in French or English.
        parent: the key of the object that holds it: the `nom` of a `produit` is no person.
    """
    parts = words(header)
    phrase = " ".join(parts)
    if phrase in _AMBIGUOUS and _THINGS.intersection(words(parent)):
        return HARMLESS
    for candidate in _candidates(parts):
        found = _ENTITY_OF.get(candidate)
        if found is not None:
            return found
        if candidate in _HARMLESS_PHRASES:
            return HARMLESS
    if len(parts) == 1 and parts[0] in _SOMEBODY:
        return SOMEBODY
    return _COMPACT.get("".join(parts)) or (PROSE if _PROSE_WORDS.intersection(parts) else None)


def _candidates(parts: tuple[str, ...]) -> list[str]:
    """The phrase as it is, then without the words that say whose it is, then without numbering."""
    found = [" ".join(parts)]
    bare = tuple(w for w in parts if w not in _OWNERS and not w.isdigit())
    for rest in (bare, bare[1:] if bare[:1] == ("numero",) else bare):
        if rest:
            found.append(" ".join(rest))
    return found
