"""What a pattern cannot say about addresses of the Internet and of devices."""

from __future__ import annotations

import ipaddress
import re

_HEX = re.compile(r"[0-9a-fA-F]")
_PRINTED_BYTES = 12
_LEAST_OF_AN_ADDRESS = 32
"""Four numbers below this are a version: one address in four thousand is made of such."""
_PRIVATE = 10
_RESOLVERS = frozenset({"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9"})


def is_ip(text: str) -> bool | None:
    """Whether `text` is an IPv4 or IPv6 address, as `validate` of a recognizer file.

    Args:
        text: an address, IPv4 possibly with spaces, commas or brackets for its dots.

    Returns:
        False when it is none; None when it is: every number below 256 four times is one.
    """
    text = re.sub(r"(?<=\d)\s+(?=\d)", ".", text)
    compact = re.sub(r"[\s\[\]()]", "", text.partition("%")[0]).replace(",", ".")
    try:
        if ":" not in compact:
            compact = re.sub(r"(?<!\w)0+(?=\d)", "", compact)
        address = ipaddress.ip_address(compact)
    except ValueError:
        return False
    if address.version == 6 and not re.search(r"[a-f]", text.lower()) and text.count(":") < 4:
        return False  # 10:30:: is a time
    if address.version == 4 and max(address.packed) < _LEAST_OF_AN_ADDRESS and address.packed[0] != _PRIVATE:
        return False  # 12.0.1.4 is a version
    # `::1` and `0.0.0.0` name the machine itself or nobody, `255.255.255.0` a mask, `1.1.1.1` everybody's resolver.
    nobody = (
        address.is_loopback or address.is_unspecified or compact.startswith("255.") or compact in _RESOLVERS
    )
    return False if nobody else None


def is_mac(text: str) -> bool | None:
    """Whether `text` holds six bytes that are not six two-digit numbers in a row, as `validate` of a file."""
    digits = "".join(_HEX.findall(text))
    return None if len(digits) == _PRINTED_BYTES else False


def is_imei(text: str) -> bool | None:
    """Whether `text` is an IMEI with a right Luhn digit (16 digits: IMEISV, which has none).

    Returns:
        None when the check digit is right, since other numbers pass it by chance; False when it is wrong.
    """
    from stdnum import luhn

    digits = "".join(re.findall(r"\d", text))
    if len(digits) == 15:
        return None if luhn.is_valid(digits) else False
    return None


# What makes a link somebody's: a secret or an identity in the query, or a long number or code in the path.
_PERSONAL_KEYS = re.compile(
    r"[?&;#/](?:[a-z0-9_.-]{0,20}(?:token|jeton|session|sid|auth|key|cle|code|otp|hash|sign|signature|secret|pass|"
    r"passwd|pwd|mdp|mail|user|login|client|customer|account|compte|order|commande|dossier|contrat|facture|invoice|"
    r"ticket|colis|tracking|track|suivi|parcel|reservation|booking|uid|uuid|usr|member|ref|tel|phone|nom|prenom|"
    r"name|ean13|inv|invite|magic|reset|id)[a-z0-9_.-]{0,12})=[^&\s]|[?&](?:[utkhspcd]|tk|tok|sk|pk|sig|pwd)=\w{4}",
)
_PERSONAL_PATHS = re.compile(
    r"/(?:reset|unsubscribe|desabonn\w*|desinscri\w*|confirm\w*|verif\w*|activat\w*|invit\w*|track\w*|suivi\w*|"
    r"colis|parcels?|orders?|commandes?|mes-commandes|users?|profiles?|profils?|membres?|members?|clients?|customers?|"
    r"account|compte|mon-compte|u|@|dossiers?|contrats?|factures?|invoices?|tickets?|documents?|share|partage|sondages?|"
    r"surveys?|enquetes?|avis|s|r|l|d|file|f|t|p|sign\w*|espace-client|espace|wishlist|liste|auteur|author|rdv|reservations?|"
    r"salles?|rooms?|visio|meet|join|live|call|bookings?|pay|paiement|demandes?|reclamations?|sinistres?|devis|album|photos?|view)/(?P<rest>[^\s?#]+)"
)
_PRODUCT_PAGES = re.compile(
    r"/(?:p|dp|produits?|products?|article|review|item|catalogue|f|nav|achat|ref)(?:/|-|$)|\.html?$"
)
_PUBLIC_QUERY = re.compile(r"[?&](?:utm_[a-z]+|q|page|lang|gclid|search|tri|sort|color|couleur|taille)=[^&]*")
_CODE = re.compile(
    r"(?:^|[/=_.-])(?=[a-z-]{0,24}\d)(?:[a-z0-9]{10,}|\d{6,})(?=$|[/?&_.-])|/(?=[a-z-]{0,12}\d)[a-z0-9]{2,5}(?:-[a-z0-9]{2,5}){2,3}$|-(?=[a-z]{0,5}\d)[a-z0-9]{6,9}$|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"
)
_HAS_AT = re.compile(r"@|%40")
_PLATFORMS = re.compile(
    r"^(?:\w+://)?(?:[\w-]+\.)*(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|snapchat|youtube|t|wa|pinterest|github|"
    r"gitlab|strava|twitch|threads|vinted|airbnb|paypal|linktr|soundcloud|vimeo|imgur|steamcommunity|reddit|deezer|flickr|behance|"
    r"dribbble|kickstarter|ulule|leetchi|helloasso|meetup|couchsurfing|blablacar|lbc)\.[a-z.]{2,6}/(?P<who>[^/?#\s]+)?"
)
_PLATFORM_PAGES = frozenset(
    re.findall(
        r"\S+",
        "help about privacy terms login signup explore policies legal watch search home hashtag "
        "business pages ads developers jobs feed legal mentions-legales download",
    )
)
_PERSONAL_HOSTS = re.compile(
    r"\.(?:wordpress\.com|blogspot\.(?:com|fr)|wixsite\.com|over-blog\.(?:com|fr)|canalblog\.com|github\.io|free\.fr|"
    r"tumblr\.com|skyrock\.com|jimdo\.com|jimdofree\.com|e-monsite\.com|pagesperso-orange\.fr|carrd\.co|substack\.com|"
    r"netlify\.app|vercel\.app|ovh|synology\.me|myqnapcloud\.com|freeboxos\.fr|duckdns\.org|ddns\.net)(?:/|$)|perso\."
)
_SHARING_HOSTS = re.compile(
    r"^(?:\w+://)?(?:www\.)?(?:(?:drive|docs|photos|calendar|meet)\.google\.com|photos\.app\.goo\.gl|we\.tl|wetransfer\.com|"
    r"dropbox\.com|1drv\.ms|onedrive\.live\.com|grosfichiers\.com|swisstransfer\.com|icloud\.com|bit\.ly|tinyurl\.com|"
    r"(?:maps\.app\.)?goo\.gl|zoom\.us|\w*\.zoom\.us|teams\.microsoft\.com|whereby\.com|forms\.gle|imgur\.com|ibb\.co|youtu\.be|"
    r"vimeo\.com|lien\.to|calendly\.com|discord\.gg|framacalc\.org|framapad\.org|framadate\.org|framaforms\.org|framatalk\.org|meet\.jit\.si|trello\.com|"
    r"miro\.com|notion\.so|airtable\.com|mega\.nz|wormhole\.app|pad\.\w+\.\w+|doodle\.com)/\S"
)
_BARE = re.compile(r"(?:\w+://)?[\w.-]+(?::\d+)?/?")


def is_personal_link(text: str) -> bool | None:
    """Whether a link leads to a person or holds a secret, as `validate` of a recognizer file.

    Args:
        text: the link, with or without its scheme.

    Returns:
        True for profiles, shared files and links with tokens or identifiers; False for a firm's public pages;
        None for a bare host name, which only the words around it can tell.
    """
    link = re.sub(r"\s*\n[> \t]*", "", text.lower())
    platform = _PLATFORMS.match(link)
    if platform:
        who = platform["who"]
        return bool(who) and who not in _PLATFORM_PAGES
    if _PERSONAL_HOSTS.search(link) or _SHARING_HOSTS.match(link):
        return True
    if re.search(r"doctolib\.\w+/[\w-]+/[\w-]+/[\w-]+", link):
        return True
    if _BARE.fullmatch(link):
        return None
    if _HAS_AT.search(link) or _PERSONAL_KEYS.search(_PUBLIC_QUERY.sub("", link)):
        return True
    host, _, path = re.sub(r"^\w+://", "", link).partition("/")
    path = "/" + path
    personal = _PERSONAL_PATHS.search(path)
    if personal and (re.search(r"\d{4}|@", personal["rest"]) or len(personal["rest"]) >= 16):
        return not _PRODUCT_PAGES.search(path) or "suivi" in link
    if _CODE.search(_PUBLIC_QUERY.sub("", path)):
        return not _PRODUCT_PAGES.search(path)
    return bool(re.match(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$", host))


_NOT_HANDLES = frozenset(
    re.findall(
        r"\S+",
        "bloque bloquee bloques incorrect incorrecte incorrects invalide inconnu inconnue oublie "
        "oubliee perdu perdue impossible refuse refusee expire expiree correct erreur non oui pas ok "
        "aucun aucune introuvable mauvais toujours encore desormais reconnu demande demandes en une "
        "un le la les mon ma mes votre vos cette ce ces dans plus tres trop bien mal super nul nulle "
        "nulles top genial mort morte morts marche fonctionne disponible indisponible obligatoire "
        "different identique meme idem et ou de du des au aux celui tout rien comme par pour avec "
        "sans sur sous que qui quoi introuvables illisible valide il elle on ca cela ils vide null "
        "none true false n/a na test password mdp motdepasse je tu nous vous gratuit payant client "
        "agent conseiller conseillere bonjour merci svp stp conseil support admin bot moderateur "
        "moderatrice moderation modo service equipe sav savfibre system systeme all here channel everyone tous invite visiteur vendeuse "
        "vendeur mac ip mail mel email adresse inutile inutilisable penible facile rapide pratique simple complique lent lente "
        "merdique",
    )
)
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|csv|txt|zip|mp[34]|mov|heic|html?|js|py|exe|log|json|xml|ya?ml)$"
)
_BRAND_SHAPES = re.compile(
    r"(?:iphone|ipad|galaxy|windows|ps|xbox|android|ios|mp|h|covid|usb|hdmi|wifi|office|q|r|s|a|p|x|v|t|top|step|etape|"
    r"question|reponse|client|agent|point|jour|jours|semaine|note|lot|article|produit|photo|option|version|niveau|"
    r"locuteur|interlocuteur|intervenant|personne|voix|speaker|user|testeur|temoin|participant|participante|conseiller|"
    r"operateur|colis|sujet|partie|cas|page|chapitre|ligne|groupe|table|chambre|nps|sav|ticket|v|kpi|item|rep|adulte|"
    r"enfant|vendeur|responsable|spk|av|loc|draft|invite|personnage|[a-z]|img|dsc|image|screenshot|capture|video|vid|scan|file|fichier|doc|pxl|whatsapp|repondant|verbatim|avis|commentaire|critere|id|ref|num|no|n|tv|cat|type|gen|bus|tram|metro|ligne|zone|tgv|"
    r"ter|col|row|field|champ|var|score)[ ._-]?\d{1,4}[a-z]{0,3}"
)


_FIELD_WORDS = frozenset(
    re.findall(
        r"\w+",
        "nom prenom client date tel mobile email mail id code user bot zone ligne slot champ ville "
        "adresse cp insee text comment com cmt note avis score question reponse statut status type "
        "motif libelle eleve arret age demande sexe produit article commande numero num montant total "
        "prix heure version file lot ref reclam retour q nps csat lead confidence transcript session "
        "contact contacts alerte garantie quartier proprete row col usage conseiller agent admin support addr line zip mac centrale device channel",
    )
)
_BRANDS = frozenset(
    re.findall(
        r"\w+",
        "sncf sncfvoyageurs sncfconnect ouigo ratp ratpgroupe orange freebox free sfr bouygues "
        "bouyguestelecom sosh redbysfr edf engie totalenergies eni veolia deliveroo uber ubereats "
        "uberfr justeat amazon fnac darty fnacdarty boulanger cdiscount carrefour leclerc eleclerc "
        "auchan lidl intermarche monoprix casino franprix picard ikea leroymerlin castorama decathlon "
        "zara hm kiabi zalando vinted leboncoin asos shein sephora nocibe yvesrocher laposte "
        "colissimo chronopost mondialrelay dpd ups fedex dhl gls airfrance easyjet ryanair transavia "
        "blablacar flixbus booking airbnb apple samsung sony microsoft google xbox playstation "
        "nintendo netflix spotify disneyplus canalplus canal facebook instagram twitter tiktok "
        "whatsapp paypal lydia revolut n26 boursorama boursobank bnpparibas bnp societegenerale "
        "creditagricole creditmutuel labanquepostale caissedepargne lcl axa maif macif matmut "
        "groupama allianz mma ameli caf urssaf poleemploi francetravail impots doctolib backmarket "
        "manomano showroomprive veepee mcdonalds mcdo burgerking kfc starbucks dominos renault "
        "peugeot citroen dacia toyota tesla navigo velib lime michelin norauto feuvert speedy accor "
        "trivago tripadvisor trustpilot but conforama maisonsdumonde action",
    )
)
_BRAND_ENDS = re.compile(
    r"[_.-]?(?:fr|france|officiel|official|sav|support|conseil|clients?|help|assistance|care|voyageurs|groupe|eu|hq|"
    r"serviceclient|service|relationclient|etvous|ecoute|info|infos|pro|news)$"
)


def is_field(text: str) -> bool:
    """Whether `text` is a column's or a variable's name: `prenom_eleve`, `REL_SIN_02`."""
    if text.startswith("@") or "_" not in text:
        return False
    letters = re.sub(r"[\W\d_]", "", text)
    parts = re.findall(r"[a-z]+", text.lower())
    return (len(letters) > 1 and text.upper() == text) or not _FIELD_WORDS.isdisjoint(parts)


def _is_brand(bare: str) -> bool:
    """Whether a handle is a well-known firm's public account: `sncfvoyageurs`, `orange_france`."""
    for _ in range(3):
        if re.sub(r"[_.-]", "", bare) in _BRANDS:
            return True
        bare = _BRAND_ENDS.sub("", bare)
    return False


NUMBERED_ROLE = re.compile(
    r"(?:visiteu(?:r|se)|joueu(?:r|se)|locut(?:eur|rice)|speaker|player|client(?:e)?|agent|user|utilisateur|intervenante?|participante?|"
    r"repondante?|personne|voix|invite|temoin|eleve|membre|patient(?:e)?|vendeu(?:r|se)|contact|step|item|test|version|"
    r"imei|iccid|adr(?:esse)?|tel|telephone|mail|email|nom|prenom|ligne|option|champ|question|reponse|parent|enfant|pax|q|ref|"
    r"rib|iban|sim|mac|ip|serie|voie|complement|resp|responsable|titulaire|passager|lot|etage|porte|bat)"
    r"[ _-]?\d{1,2}"
)


def is_handle(text: str) -> bool | None:
    """Whether `text` may be a handle: not an ordinary word after a label, nor a model or a speaker's role.

    Args:
        text: the handle, with or without its at sign.

    Returns:
        False when it is none, else None.
    """
    from feedanon.detection.folding import fold

    plain = fold(text)
    if _FILE.search(plain):
        return False
    bare = plain.lstrip("@")
    # A role that a transcript numbers: `joueur_1`, `locuteur2`, `client-3`.
    if NUMBERED_ROLE.fullmatch(bare):
        return False
    if bare in _NOT_HANDLES or _BRAND_SHAPES.fullmatch(bare) or is_field(text) or _is_brand(bare):
        return False
    if plain.startswith("@") and re.fullmatch(r"\d{1,2}[h:]?\d{0,2}|\d+(?:[.,]\d+)?(?:€|eur|km|kg)?", bare):
        return False
    return None


_NO_SECRET = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[h:]\d{0,2}|\d+[.,]\d{2}|\d+(?:€|eur|%|go|mo|km|ans?|jours?|fois|x|caracteres)"
)
_NOT_SECRETS = frozenset(
    re.findall(
        r"\w+",
        "incorrect oublie invalide refuse perdu erreur inconnu impossible correct expire bloque",
    )
)


def is_secret(text: str) -> bool | None:
    """Whether `text` may be a password or a code: not a time, a price, a measure or a complaint about one."""
    from feedanon.detection.folding import fold

    plain = fold(text).strip()
    if plain in _NOT_SECRETS or (not plain.isdigit() and _NO_SECRET.fullmatch(plain)):
        return False
    return None
