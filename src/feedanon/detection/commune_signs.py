"""What stands before and after the name of a town: phrases, prepositions, labels, and what refutes it.

All patterns read the plain text (lower case, no accents) and are bounded; those that end in ``$`` are
searched in the few dozen characters before a name.
"""

from __future__ import annotations

import re

from feedanon.detection.lazy_pattern import LazyPattern

_ARTICLE = r"(?:la |le |les |l')?"

_VERBS = (
    r"habit\w{0,6}|resid\w{0,6}|demeur\w{0,6}|domicili\w{0,4}|vis|vit|vivons|vivent|vivais|vecu|log\w{0,5}|situe\w{0,2}"
    r"|base\w?|nee?s?|demenag\w{0,6}|emmenag\w{0,6}|install\w{0,5}|originaires?|mute\w{0,2}|livr\w{0,5}|expedi\w{0,5}"
    r"|travaill\w{0,5}|bosse\w?|exerc\w{0,4}|scolarise\w{0,2}|hospitalise\w{0,2}|immatricule\w{0,2}|demeurant|sise?"
    r"|loue\w{0,2}|achete\w{0,2}|retrouve\w{0,2}|passe\w{0,2}|arriv\w{0,5}|partis?|parties?|vien\w{0,3}|venons|venus?"
    r"|allee?s?|aller|rend\w{0,3}|rentr\w{0,4}|live|lives|living|lived|based|born|located|staying|moved"
)
_NOUNS = (
    r"villes?|communes?|mairie|maire|gare|agences?|magasins?|boutiques?|concession\w{0,6}|hopital|hopitaux|chu|chr|ch|clinique"
    r"|centre|centre-ville|centre ville|centre commercial|aeroport|region|agglo\w{0,9}|marche|banlieue|periph\w{0,9}|prefecture"
    r"|sous-prefecture|tribunal|lycee|college|ecole|universite|fac|depot|entrepot|usine|sites?|drive|bureaux?|bureau de poste|poste"
    r"|hotel|resto|restaurant|camping|plage|rocade|station|stade|parking|cinema|theatre|piscine|garage|pharmacie|antenne"
    r"|succursale|showroom|point de vente|caisse|cpam|caf|carsat|urssaf|habitants?|secteur|zone|coin|alentours|environs|sortie"
    r"|peage|campus|hub|plateforme|relais|point relais|entree|quartier|port|pompiers|police|gendarmerie|commissariat|urgences"
    r"|maternite|medecin|pharmacien\w{0,2}|cabinet|residence|foyer|ehpad|creche|supermarche|hypermarche|super u|hyper u|intermarche|leclerc|auchan|carrefour"
    r"|lidl|aldi|casino|monoprix|decathlon|ikea|darty|fnac|boulanger|castorama|leroy merlin|bricomarche|but|conforama|cultura|mcdo|bowling|patinoire"
    r"|club|comptoir|guichet|atelier|salle|tournee|metro|equipe|team|collegues?|voisins?|marina|chantier|residents?|direction|village|bled|patelin"
)
_SHOPS = (
    r"agence|magasin|boutique|concession|centre|gare|aeroport|drive|super u|hyper u|u express|intermarche|leclerc|auchan|carrefour|carrefour market|carrefour city"
    r"|lidl|aldi|casino|monoprix|decathlon|ikea|darty|fnac|boulanger|castorama|leroy merlin|bricomarche|but|conforama|cultura|mcdo|plateforme|depot|site|ligne"
    r"|trajet|train|tgv|ter|vol|covoit\w{0,6}|borne|direction|arret|destination|depart|arrivee|norauto|feu vert|speedy|jardiland|truffaut|gifi|action|orange|sfr|bouygues"
    r"|free|credit agricole|credit mutuel|caisse d'epargne|bnp|lcl|societe generale|la poste|macif|maif|groupama|axa|pole emploi|france travail|cpam|caf|chu|ch|rcs"
)

PHRASE = re.compile(
    rf"(?<![a-z])(?:(?:{_VERBS})(?: [a-z]{{1,12}}){{0,2}}? (?:a|au|aux|sur|de|d'|pres de|pres d'|in|at|from|near|to|vers) ?{_ARTICLE}"
    rf"|habite {_ARTICLE}"
    rf"|(?:du cote|a cote|non loin|proche|pres|environs|alentours|au coeur|en provenance|a destination|au depart) (?:de |d'|du |des ){_ARTICLE}"
    r")$"
)
"""A phrase that wants a town: "j'habite à", "près de"."""

HOME = re.compile(
    rf"(?<![a-z])(?:habit\w{{0,6}}|resid\w{{0,6}}|demeur\w{{0,6}}|domicili\w{{0,4}}|vis|vit|vivons|loge\w{{0,4}}|nee?s?|demenag\w{{0,6}})(?: [a-z]{{1,12}})?"
    rf" (?:a|au|aux|sur|de|d'|pres de|vers) ?{_ARTICLE}$|habite {_ARTICLE}$"
)
"""A phrase that wants a town even where its name is a word in lower case."""

ADDRESS = re.compile(
    r"\d[^\n\d]{0,6}(?<![a-z])(?:rue|r\.|avenue|av\.?|ave|boulevard|bd|blvd|bld|impasse|imp\.?|chemin|chem\.?|allees?|all\.?|route|rte|place|pl\.?|quai|cours|square"
    r"|passage|sentier|lotissement|faubourg|fbg)(?![a-z])[^\n;|]{2,46}[ ,-]{1,3}$"
)
"""A street with its number shortly before."""

NOUN_PHRASE = LazyPattern(
    rf"(?<![a-z])(?:{_NOUNS})(?: [a-z]{{3,14}})? (?:de |d ?'|du |des |a |sur |in |of ){_ARTICLE}$"
)
"""A noun that a town completes: "l'agence de", "gare de"."""

SHOP = re.compile(rf"(?<![a-z])(?:{_SHOPS}) $")
"""A noun or chain right before the name of a town: "Carrefour Wittenheim"."""

PREPOSITION = re.compile(
    r"(?:(?:^|[^\w])(?:[àÀ]|[Ss]ur|SUR|[Vv]ers|VERS|[Jj]usqu'[àa]|[Dd]epuis|DEPUIS|[Ee]ntre|[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Aa]round|IN|AT|FROM"
    r"|[Pp]rès d[e']|[Vv]ia|VIA|[AaÀà] côté d[e'])|(?:^|[^\w'])[Aa]) ?(?:la |le |les |l'|La |Le |Les |L')?$"
)
"""A preposition of place right before the name, in the text with its accents: "à", "sur", "vers"."""

OF = LazyPattern(r"(?<![a-z])(?:de |d'|du |des |of |pour |chez |et |ou )$")

_SIGN = r"[\"']? ?(?:\([^)\n]{0,20}\) ?)?(?:[:=>▸→;,|]{1,2} {0,3}|\t| {2,8})[\"'>]?$"
LABEL = LazyPattern(
    rf"(?<![a-z])(?:ville|commune|localite|city|town|lieu de naissance|ville de [a-z]{{3,12}}|ville_[a-z]{{3,12}}){_SIGN}"
)
"""The label of a town right before the name."""

PLACE_LABEL = re.compile(
    r"(?<![a-z])(?:lieu|residence|domicile|agence|magasin|site|boutique|secteur|localisation|location|origine|provenance|destination"
    rf"|depart|arrivee|habitation|mairie|hopital|gare){_SIGN}"
)
"""The label of some place right before the name."""

FIELD = re.compile(
    r"(?<![a-z])(?:ville|commune|localite|city|town|ville_[a-z]{2,12}|commune_[a-z]{2,12}|[a-z]{2,12}_ville|[a-z]{2,12}_city)"
    r"[\"']? ?(?:[:=]|>) ?[\"']?(?P<value>(?!inconnu|non |n/?a\b|null|none|idem|autre|meme)[a-z][a-z'\-]{1,20}(?:[ -][a-z0-9'\-]{1,20}){0,4})"
    r"(?=[\"'<,;|\n)]|\.?$|\. | - |  )"
)
"""A label with its value, whatever the value: towns abroad, hamlets, misspelt names."""

AFTER_PHRASE = re.compile(
    r"[ -](?:centre|centre-ville|centre ville|nord|sud|est|ouest|ville|part-dieu|gare|mairie|metropole|agglo)(?![a-z])"
)
AFTER_PREPOSITION = re.compile(r" ?(?:->|→|=>|<->|-> ?)| ?\((?:centre|france|belgique|suisse|canada)")

JOIN = re.compile(r"(?: ?(?:,|/|-|->|→|>|et|ou|a|puis|and|&|vers) ?(?:a |de |d'|au |la |le |les )?)")
"""Between two towns of an enumeration or a journey."""

SUFFIX = re.compile(
    r"(?P<cedex>[ -]{1,2}cedex(?: \d{1,2})?(?!\d))"
    r"|[ -]{0,2}(?:(?:le |dans le )?(?:1 ?er|[2-9] ?(?:e|eme)|1\d ?(?:e|eme)|20 ?(?:e|eme))(?![a-z])(?: ?arr(?:ondissement|\.)?)?"
    r"|0?[1-9](?![\d.,:/%-]|\w| ?(?:€|h|euro|fois|jour|ans?|mois|min|sem|km|heure|pers|place|nuit|billet|\d))"
    r"|(?:1\d|20)(?![\d.,:/%-]|\w| ?(?:€|h|euro|fois|jour|ans?|mois|min|sem|km|heure|pers|place|nuit|billet|\d))"
    r"|[ixv]{1,4}e(?![a-z]))"
)
"""An arrondissement or CEDEX after the name."""

NOT_A_TOWN_BEFORE = re.compile(
    r"(?<![a-z])(?:saucisses?|saucissons?|tomates?|carottes?|brioches?|andouilles?|oignons?|asperges?|choux?|champignons?|sauce|gateaux?|paris-|mont|rosette|moutarde|savons?|tartes?|brie|jambon|nougats?|calissons?|andouillettes?|betises?|poulets?"
    r"|volailles?|lentilles?|piments?|noix|vins?|coteaux|chateau|olympique|olympic|stade|racing|racing club|as|fc|sc|rc|usm?|union|girondins"
    r"|bleu|tommes?|fromages?|pruneaux?|melons?|fraises?|huitres?|porcelaine|dentelles?|couteaux?|beurre|haricots?|galettes?|canneles?"
    r"|quenelles?|creme|bouteilles?|verres?|cotes?|camembert|rillettes|pates?|biere|robe|couleur|coloris|bonbons?|pralines?|sardines?"
    r"|anchois|citrons?|mirabelles?|madeleines?|macarons?|edit|traite|bataille|eau|tour|viaducs?|fourmes?|crottins?|rose|score|accords?|protocole|porte|ponts?|grand prix|hopla|m|mr|mme|mlle|monsieur"
    r"|madame|docteur|dr|maitre|famille|rue|avenue|boulevard|bd|place|cours|quai|route|chemin|allee|impasse|square|faubourg)"
    r" ?(?:de |d'|du |des )?(?:la |le |les |l')?$"
)
"""Dishes, clubs and streets that hold the name of a town, and civilities."""

ARTICLE = LazyPattern(
    r"(?<![a-z])(?:un|une|ce|cette|le|la|notre|votre|mon|ma|ta|ton|son|sa|les|des|deux|trois) $"
)
"""An article right before a name that holds none: a wine, a feast, a make."""

NOT_A_TOWN_AFTER = re.compile(
    r"-(?:brest|roubaix|dakar|nice)\b| (?:match|saint[- ]germain|sg|habitat|premiere|hilton)\b|[-_]\w+@|@|\.(?:fr|com|org|net)\b"
)
