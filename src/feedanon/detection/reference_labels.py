"""The words by which customers announce a reference: order, customer, contract, ticket, parcel number.

All words are plain: lower case, without accents, as `TextView.plain` has them.
"""

from __future__ import annotations

import re

from feedanon.detection.label_search import LabelSearch


def words(text: str) -> frozenset[str]:
    """The distinct words of `text`."""
    return frozenset(text.split())


_NUMBER = r"n ?[°ºo]s?|no?s?|nr|nums?|numeros?|nbr|number|nb|refs?|references?|id|ids|identifiants?|code|#"

# Nouns that a value may follow at once ("commande 4512").
_STRONG = (
    r"commandes?|commende|comande|cmmande|cmdes?|cmds?|cdes?|cdmde|orders?|order|ordre|bon de (?:commande|livraison|retour)|bdc|bc|bl|po"
    r"|colis|coli|paquet|pli|suivi|n° ?suivi|tracking|trackin|expeditions?|shipment|parcels?|lettre (?:de voiture|suivie)|bordereau"
    r"|recommandes?|lrar|ar|colissimo|chronopost|mondial relay|relais colis|dpd|gls|dhl|ups|fedex|vinted go|pickup"
    r"|dossiers?|dos|sinistres?|sin|affaire|reclamations?|recla|rec|claims?|plaintes?|saisine|requete|litige|file"
    r"|factures?|fact|fac|facs|invoices?|devis|avoir|quittance|proforma|bill"
    r"|contrats?|contracts?|ctr|ctrat|police|polices|policy|avenant|bail|convention|mandat|rum|souscription"
    r"|reservations?|resas?|resa|bookings?|confirmation|pnr|locator|record locator|e-?billets?|billets?|e-?tickets?|tickets?|tkt"
    r"|voucher|preuve d.achat|bon d'achat|cheque cadeau|carte cadeau"
    r"|incidents?|inc|interventions?|di|ot|rma|sav|cases?|req|ritm|signalements?|demandes? d'intervention"
    r"|adherente?s?|adhesion|societaires?|abonnee?s?|assuree?s?|beneficiaire|allocataire|membre|member|membership|matricule"
    r"|fidelite|loyalty|carte (?:de )?(?:fidelite|membre|adherent|club|u|avantage|jeune|liberte|lecteur|abonne)|lecteur|lectrice"
    r"|usager|usagere|patient|patiente|ipp|iep|ordonnance|recepisse|proces-verbal|pv|badge|ecrou|etudiant|eleve"
    r"|clients?|cli|clt|customers?|compte|cpte|cte|accounts?|acct"
    r"|bon|consigne|casier|bagage|valise|folio|klant(?:nummer|nr)?|kunden(?:nummer|nr)|bestell?nummer|rechnungsnummer|auftragsnummer|polisnummer"
)
# Nouns that need a number word, a colon or a long value ("demande n° 4512", "carte : 45 12").
_WEAK = (
    r"demandes?|request|retours?|return|carte|card|permis|garantie|offre|certificat|attestation|livraison|delivery|paiement|payment"
    r"|virement|transactions?|operations?|appel|pret|credit|licence|inscription|candidature|mission|recu|receipt|releve|envoi"
    r"|prelevement|abonnements?|subscription|chat|conversation|conv|conv\.|session|cas|rdv|rendez-vous|participation|annonce|enchere"
    r"|remboursement|refund|versement|depot|echeancier|loyer|locataire|bailleur|logement social|agent|conseiller|vendeur|user|utilisateur"
    r"|profil|chantier|rapport|constat|avis|contravention|amende|support|enquete|consultation|fiche"
    r"|abo|abos|adh|pol|courrier|agence|navigo|cagnotte|archive|panier|cart"
)

LABELS = LabelSearch(
    rf"(?<![a-z@])(?:(?P<glued>num|no|n|id|ref|code|numero)[_-]?)?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))"
    rf"(?P<suffix>[_-]?(?:id|no|num|number|numero|ref|reference|code|nr|key))?(?![a-z@])\.?"
    rf"|(?<![a-z@])(?P<generic>{_NUMBER})(?![a-z@])\.?",
    signs="#",
)
"""A label: a strong or weak noun, perhaps glued to a number word as in a key, or a lone number word."""

WORDS = frozenset(
    form
    for stem, optional in re.findall(r"([a-z]{2,})(\?)?", "|".join((_STRONG, _WEAK, _NUMBER)))
    for form in (stem, stem + "s", stem[:-1] if optional else stem, stem[:-1] + "s" if optional else stem)
) | {"klantnummer", "klantnr", "kundennummer", "kundennr", "bestelnummer"} - {
    "de",
    "des",
    "la",
    "las",
    "le",
    "les",
}
"""Words one of which a text with a label holds: the cheap test before the search."""

MARKER_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?:{_NUMBER})|°)[\s.:_-]{{0,3}}(?:(?:de|du|d'|des|la|le|ma|mon|mes|of|votre|vos|notre|nos|your|my|l'|the|carte|cette)"
    r"[\s_-]{0,2}){0,3}$"
)
"""A number word just before a noun: `numéro de commande`."""

MARKERS = words(
    """
    n no nos nr num nums numero numeros number nb ref refs reference references id identifiant code
    matricule numerote numerotee immatricule
    """
)
"""Words after a label that announce its number."""

LINKS = words(
    """
    est c is it its it's suivante suivant suivants suivantes etait porte voici voila egal vaut sont
    are
    """
)
"""Words after a label that say `it is`."""

FILLERS = words(
    """
    de du des d la le les l ma mon mes votre vos notre nos ce cet cette ces s sous bien oui alors
    donc euh heu bah ben client cliente commande cde cmd dossier contrat colis suivi facture
    sinistre reservation adherent abonne the my your of to for in par chez a au en pour et ci
    dessous dessus joint concerne concernee concernant numero colissimo chronopost ups dpd gls dhl
    fedex amazon mondial relay relais poste internet web interne externe auto habitation sante
    mutuelle electricite gaz energie internet mobile fibre telephone assurance fidelite transporteur
    livraison svp stp merci ok voila complet complete fournisseur initial initiale initiaux associe
    associee rattache aller retour passee passe effectuee effectue ouvert ouverte recu recue signe
    signee cree creee deja nouveau nouvelle ancien ancienne unique exact exacte qui que j'ai ai
    bonjour sav train avion vol hotel ticket incident reclamation web site client achat vente
    precedent precedente premier premiere electronique papier francais provisoire definitif
    definitive lui meme etant donne il elle
    rappeler rappelee mentionner citer communiquer indiquer utiliser donner noter retenir preciser compte cpte internaute
    tracking suivie ups number prepaye complet interne affilie perso personnel ouverte numero. agence dont voila
    """
)
"""Words that may stand between a label and its number without meaning."""

PRODUCT_AFTER = words(
    """
    produit produits article articles piece pieces modele fabricant constructeur catalogue couleur
    coloris teinte ean sku isbn asin gencod promo postal porte acces secret pin puk barre barres naf
    ape rome rue cadastrale
    """
)
"""Words that turn a lone `réf.` or `code` into something else than a customer's reference."""

NOT_A_REFERENCE_BEFORE = words(
    """
    article articles produit produits modele piece pieces chambre bus ligne tram metro vol train ter
    tgv rue place quai voie porte etape page question version taille photo appartement appart apt
    logement escalier parking caisse niveau siege voiture wagon table salle vert departement tome
    episode saison chapitre art loi decret directive norme stand hall terminal arret coloris teinte
    pointure gamme couleur reference refs ean isbn sku telephone tel mobile portable fax lot figure
    annexe tableau route autoroute sortie dtu iso nf immeuble batiment emplacement mobil-home
    bungalow borne pompe cabine audioguide machine filtre cartouche ampoule ticket-resto promo
    postal
    """
)
"""Nouns before `n°` or `réf.` whose number is no reference of a customer."""

PRODUCTS = words(
    """
    perceuse visseuse scie tondeuse debroussailleuse taille-haie aspirateur lave linge vaisselle
    seche four frigo refrigerateur congelateur hotte plaque induction cafetiere bouilloire robot
    mixeur blender grille-pain telephone smartphone iphone galaxy samsung huawei xiaomi pixel ipad
    tablette ordinateur pc portable ecran moniteur imprimante cartouche toner clavier souris casque
    ecouteurs enceinte televiseur tele tv console manette appareil objectif camera drone montre
    bracelet bague collier lunettes monture verres chaussures baskets bottes sandales robe jupe
    pantalon jean chemise veste manteau pull tee-shirt t-shirt sac valise canape lit matelas sommier
    armoire commode table chaise bureau etagere lampe ampoule luminaire rideau tapis peinture papier
    carrelage parquet robinet mitigeur douche baignoire lavabo wc radiateur chaudiere climatiseur
    chauffe-eau poele insert velo trottinette pneu pneus batterie filtre huile plaquettes courroie
    jouet poupee lego puzzle jeu livre roman creme parfum serum shampoing rouge vernis vis boulon
    joint piece pieces modele produit article accessoire chargeur cable coque adaptateur disque ssd
    carte processeur barre barbecue parasol piscine pompe moteur tronconneuse meuleuse ponceuse
    rabot echelle escabeau serrure poignee porte fenetre volet store portail alarme detecteur
    thermostat interrupteur prise disjoncteur poussette siege-auto biberon couches croquettes
    litiere gamelle aquarium guitare piano ballon raquette halteres tente sac-a-dos duvet bouteille
    vin bosch makita dewalt ryobi siemens whirlpool miele electrolux philips dyson rowenta moulinex
    seb krups delonghi lg sony lenovo asus acer hp canon epson brother nikon ikea schneider legrand
    grohe
    torique drap housse taie couette plaid oreiller serviette rideau vis clou cheville boite rouleau pot tube flexible raccord
    coude vanne ppm meuble etabli bache pare-brise balai essuie-glace retroviseur phare jante casquette chapeau ceinture montre
    sommier plinthe parquet terreau graine plante engrais rosier bulbe mastic colle enduit ciment sac
    catalogue rayon promo gamme
    """
)
"""Things that are sold: a `réf.` after one of them is the shop's."""

ORDERS = words(
    """
    commande commandes cmd cde colis dossier sinistre facture contrat reservation resa client livraison suivi ticket demande
    devis intervention reclamation retour remboursement order parcel booking ma mon votre nos notre vos svp urgent
    """
)
"""Words that tell that a `réf.` is an order's, whatever was bought."""

ORDER_WORDS = ORDERS - words("ma mon votre nos notre vos svp urgent suivi retour demande")
"""Those of them that tell it wherever they stand in a text."""

UNITS_AFTER = re.compile(
    r" ?(?:[€$£%°]|euros?\b|eur\b|e\b(?! ?[-/])|balles\b|k€|ke\b|cts?\b|centimes|chf\b|ttc\b|ht\b|,\d|\.\d{1,2}(?!\d)|[hx]\b|mn?\b|min\b|minutes?\b|heures?\b"
    r"|secondes?\b|jours?\b|semaines?\b|mois\b|ans?\b|annees?\b|fois\b|articles?\b|pieces?\b|produits?\b|exemplaires?\b|unites?\b|lots?\b"
    r"|clients?\b|personnes?\b|pers\b|points?\b|pts?\b|avis\b|etoiles?\b|cartons?\b|palettes?\b|sacs?\b|paquets?\b|boites?\b"
    r"|bouteilles?\b|litres?\b|l\b|ml\b|cl\b|kg\b|kilos?\b|g\b|gr\b|grammes?\b|tonnes?\b|km\b|metres?\b|cm\b|mm\b|m2\b|m3\b|m²|kwh\b|hp\b|hc\b|kva\b"
    r"|kw\b|watts?\b|w\b|v\b|volts?\b|mo\b|go\b|to\b|gb\b|mb\b|tb\b|mbps\b|caracteres\b|pages?\b|lignes?\b|places?\b|nuits?\b|couverts?\b"
    r"|habitants\b|salaries\b|abonnes\b|commandes\b|colis\b|factures\b|contrats\b|dossiers\b|tickets\b|billets\b|miles\b|pourcents?\b"
    r"|janvier|fevrier|mars\b|avril|mai\b|juin\b|juillet|aout\b|septembre|octobre|novembre|decembre|rue\b|avenue\b|bd\b|boulevard\b"
    r"|allee\b|chemin\b|impasse\b|route\b|bis\b|ter\b|am\b|pm\b|years?\b|days?\b|months?\b|items?\b|pounds?\b)"
)
"""What makes the number before it a quantity, a price, a date or an address."""
