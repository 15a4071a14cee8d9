"""The vocabulary of postal addresses: kinds of streets, complements, words that end a street's name.

Patterns read the plain text (lower case, no accents).
"""

from __future__ import annotations

import re

SURE_KINDS = (
    r"rues?|r\.|avenue|av\.?|ave\.?|avenu|aven?eu?|avnue|boulevard|boul[ev]{0,2}ards?|boulevart|boulvart|bo?ul\.|boul|bd\.?|bld\.?|blvd\.?|bvd\.?|impasse|impase|imp\.?|chemin|chmin|chemain|chem\.?|che\.?|ch\.|allees?|alle(?= des )|all\.?"
    r"|ruelle|venelle|sentier|sente|faubourg|fbg\.?|fg\.?|rond[- ]point|esplanade|grand'?[- ]?rue|grand[' ]?place|carrer|straed|hent|steenweg"
    r"|traboule|carriera|dreve|strada|carrughju"
)
"""Kinds that nearly always begin a street's name when a number or a capital stands beside them."""

LOOSE_KINDS = (
    r"place|pl\.?|cours|crs\.?|quai|square|sq\.?|passage|pass\.?|route|rte\.?|voie|cite|villa|parc|port|domaine|quartier|hameau|ham\.?"
    r"|promenade|prom\.?|galerie|cour|residence|res\.?|lotissement|lot\.?|parvis|mail|montee|clos|rampe|traverse|corniche|chaussee"
    r"|descente|mas|vc|cr|rd|rn|servitude|vallon|coron|levee|rang(?= d)|butte|digue|jetee|placette|ruette|carrefour(?= d[eu])|carriere(?= d)"
    r"|berge|cale|couree|carre|courette|bastide"
)
"""Kinds that are ordinary words too: a number and a proper name, or an address around them, are needed."""

WHOLE_KINDS = frozenset(
    "rue rues ch. avenue boulevard bd bld impasse impase chemin chmin allee allees alle avenu avnue boulvard boulevart ruelle venelle sentier sente faubourg fbg esplanade place cours quai square passage"
    " route villa cite hameau promenade residence lotissement montee grand-rue grand'rue chaussee corniche dreve steenweg traverse av av. bd. servitude vallon".split()
)
"""Kinds that may begin an address without a number; abbreviations need one."""

NUMBERED_KINDS = frozenset("rue route rte rte. allee avenue voie chemin vc cr rd rn".split())
"""Kinds whose name may be a number: `allée 3`, `RD 14`."""

ROADS = frozenset(
    "route rte rte. quai square passage voie montee traverse corniche chaussee place pl pl. promenade hameau residence".split()
)
"""Loose kinds that a number and an article make a street: `2 route du moulin`."""

ONLY_NUMBERED = frozenset(
    "carrefour carriere rang butte digue levee jetee coron placette ruette berge cale couree carre courette bastide".split()
)
"""Kinds that are a street where a number stands before or a postcode behind, and else a shop, a job, a row."""

BESIDE_KINDS = frozenset(
    "rue chemin impasse allee allees servitude hameau quartier lotissement residence cite montee traverse clos vallon".split()
)
"""Kinds that a capital makes a part of the address beside them."""

AREAS = r"z\.?a\.?c?\.?|z\.?i\.?|z\.?a\.?e\.?|z\.?c\.?|parc d'activites?|parc tertiaire|technopole|zone (?:artisanale|industrielle|d'activites?|commerciale)|centre (?:commercial|d'affaires)"

PARTICLES = frozenset(
    "de du des d la le les l aux au a en sur sous et ou saint sainte st ste lez lès".split()
)

AFTER_A = frozenset("chaux pain vent eau papier huile tan platre tuiles briques poudre sel charbon".split())
"""What a kiln or a mill is for: `rue du Four à Chaux`, `impasse du Moulin à Papier`; some are towns too."""

NEEDS_MORE = frozenset(
    "vieux vieille vieil grand grande grands grandes petit petite petits petites ancien ancienne anciens anciennes haut haute hauts basse bas nouveau"
    " nouvelle beau belle saint sainte st ste quatre trois deux cinq sept douze cent mille general gal gnl gl marechal mal docteur dr president pdt abbe"
    " colonel col capitaine cap cdt commandant lieutenant lt sergent amiral prof professeur pr maitre me notre frere freres pere soeur soeurs mere sir fbg"
    " fg faubourg vieilles cardinal eveque comte comtesse duc duchesse roi reine prince princesse baron marquis chanoine cure ingenieur aspirant adjudant"
    " caporal soldat pilote aviateur depute senateur ministre poete peintre sculpteur mademoiselle mlle madame mme monsieur m van von der den ben el al mac mc"
    " jean marie pierre louis le la les de du des d l premier premiere 1er".split()
)
"""Words after which a street's name cannot end: titles, adjectives, `Saint`."""

STOPS = frozenset(
    "je j tu il elle on nous vous ils elles ce c ca cela ceci cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs un une qui que qu quoi"
    " dont ou mais donc car ni or si et puis alors avec sans pour par dans chez depuis pendant jusqu est es sont etait etaient sera a ai as avons avez ont avait"
    " avais aurait y n ne pas plus jamais rien tres trop bien bon bonne bonjour bonsoir merci cordialement salut svp stp merci tel tél telephone mail email portable"
    " mobile fax code digicode interphone cp ville commune bp cs tsa cedex cidex appt apt appart appartement bat batiment esc escalier etage etg porte hall entree res residence"
    " immeuble imm lot numero no num n° au aux apres avant entre vers pres proche derriere devant face cote coin angle hier aujourd demain matin soir midi lundi mardi mercredi"
    " jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre h heure heures livraison livrer livre livree commande colis"
    " facteur livreur client cliente nom prenom date france quand comme meme toujours encore deja svp sonner sonnez sonne toujours voila voici oui non ok daccord accord c'est cest jai suis"
    " sommes etes habite habitant vient viens fait faire faut peut peux veux veut etre avoir aussi tout tous toute toutes rdc peut-être lui eux moi toi se me te m t s en"
    " the is and at to in of from with my our for was".split()
)
"""Words that end a street's name when they are written in lower case, or when everything is in capitals."""

CAPITAL_STOPS = frozenset(
    "je j tu il elle on nous vous ils elles ce c ca cette mon ma mes son sa ses votre vos bonjour bonsoir merci cordialement salut tel tél telephone téléphone mail email portable"
    " mobile fax code digicode interphone cp ville commune bp cs tsa cedex appt apt appart appartement bat bât batiment bâtiment esc escalier etage étage porte hall entree entrée"
    " résidence immeuble imm lot client livraison commande colis france date nom prénom prenom né née quand mais pour avec sans depuis puis oui non ok signé tva siret siren rcs"
    " monsieur madame mme mlle mr agent conseiller conseillère objet ref réf monday the and".split()
)
"""Words that end a street's name although they begin with a capital."""

NOT_STREETS = re.compile(
    r" ?(?:de (?:parking|stationnement|cinema|theatre|concert|spectacle|train|avion|marche|cinoche|garage|garde|yoga|danse|sport|natation|piano|guitare|francais|maths|cuisine|gym|"
    r"conduite|code|formation|langue|solfege|dessin|peinture|musique|rattrapage|soutien|pilates|zumba|poterie|surf|ski|caisse|porte|secours|service|sortie|retour|commande|livraison|la part|chargement)"
    r"|d'(?:anglais|allemand|espagnol|italien|eau|aquagym|attente|essai|accueil|honneur|ete|hiver|embarquement|arrivee|arret|urgence|acces|entree)"
    r"|assises?|handicapes?|libres?|disponibles?|gratuites?|payantes?|reservees?|bloquee?s?|barree?s?|fermee?s?|en (?:caisse|terrasse|magasin|boutique|salle|ligne|cours|ligue)"
    r"|(?:nationale|departementale|secondaire|principale) ?(?![\w'-])|a pied|a suivre|obligee?s?|par |pour |pres |d'a cote|en |a (?:niveau|vide|l'acte|l'heure) |est |sont |etait |ou |et |qui |que |dans )"
)
"""What follows `place`, `cours`, `quai` ... when they are ordinary words."""

NUMBER = (
    r"(?:n ?[°o]?\.? ?|numero )?\d{1,4}(?: ?(?:bis|ter|quater|quinquies)(?![a-z])| ?[a-g](?![a-z'])| h(?![a-z'])|(?<=\d)[btq](?![a-z]))?"
    r"(?: ?(?:-|/|a|et|,|&) ?\d{1,4}(?: ?(?:bis|ter|quater)(?![a-z])| ?[a-h](?![a-z']))?)?"
)
_UNIT = r"un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
_TENS = r"vingts?|trente|quarante|cinquante|soixante|septante|octante|huitante|nonante|cents?|mille"
SPOKEN = rf"(?:(?!une? (?!bis|ter))(?:{_UNIT}|{_TENS})(?:[ -](?:et[ -])?(?:{_UNIT}|{_TENS})){{0,5}})(?: (?:bis|ter|quater))?"

_L = r"(?<![a-z0-9])"
_ID = r"(?:n ?[°o]\.? ?)?(?:[a-z]?[ -]?\d{1,5}[a-z]?(?![a-z0-9%€])|[a-z]\d?(?![a-z0-9'€]))"
STRONG_COMPLEMENT = re.compile(
    rf"{_L}(?:(?:batiment|bat\.?|bt|appartement|appart\.?|appt\.?|apt\.?|app\.?|immeuble|imm\.?|escalier|esc\.?|cage|lgt|logement|studio|chambre universitaire)"
    rf"(?:[ :]{{1,2}}|(?<=\.)|(?=[\dn])|(?P<glued>(?=[a-h](?!['a-z]))))(?:{_ID})|(?:b\.?p\.?|c\.?s\.?|tsa|cidex|poste restante)[ :]{{0,2}}\d[\d ]{{0,6}}(?<=\d)(?!\d)|(?:boite|bte)(?: (?:aux lettres|postale|bal))? (?:n ?[°o]\.? ?)?\d{{1,4}}[a-z]?(?![a-z0-9])"
    rf"|pk ?\d{{1,3}}(?:[.,]\d{{1,3}})? ?,? cote (?:mer|montagne)|flat \d{{1,4}}[a-z]?(?![a-z0-9])|apartment \d{{1,4}}[a-z]?(?![a-z0-9])|suite \d{{1,4}}(?![a-z0-9]))"
)
"""A complement that is one wherever it stands: `bât. C3`, `appt 12`, `BP 123`."""

WEAK_COMPLEMENT = re.compile(
    rf"{_L}(?:(?:\d{{1,2}} ?(?:er|e|eme|ieme|nd|nde)|premier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|dernier) (?:etage|etg\.?|et\.|et(?=[ ]?(?:[,;)\n]|$| (?:droite|gche|dte|drte|gauche|face|fond|porte))))(?: (?:droite|gche|dte|drte|gauche|face|fond|a droite|a gauche|porte (?:droite|gauche|face|{_ID})|sans ascenseur))?"
    rf"|\d{{1,2}} ?(?:er|e|eme) (?:gauche|droite|gche|dte|dr|face|fond)(?![a-z])|\d{{1,2}} ?(?:e|eme|ieme)(?=[ ]?(?:[,;)\n]|$))|(?:etage|etg)[ :]{{0,2}}\d{{1,2}}(?!\d)|(?:porte|pte|hall|entree|tour|bloc|pavillon|pav\.?|chalet|villa|maison|lot|lots|emplacement|box|case|niveau|allee|couloir|ponton|chambre|chbre|ch\.)(?:[ :]{{1,2}}|(?=[a-z]?\d))(?:{_ID}|gauche|droite)"
    rf"|(?:appartement|appt|batiment|bat|lot|chambre|porte|entree|escalier|bloc|emplacement) (?:zero )?{SPOKEN}(?![a-z])"
    rf"|rdc(?: (?:droite|gauche|face))?(?![a-z])|rez[- ]de[- ](?:chaussee|jardin)(?: (?:droite|gauche))?|entresol(?![a-z]))"
)
"""A complement only beside an address: a floor, a door, a hall."""

NAMED_COMPLEMENT = re.compile(
    rf"{_L}(?:residence|res\.?|rce|immeuble|imm\.?|lotissement|lot\.|lieu[- ]?dit|lieux[- ]dits|ld|l\.d\.|hameau(?: de| du| des)?|clos|domaine|villa|tour|cite|ferme|mas|chateau|manoir|quartier|village"
    rf"|centre commercial|parc d'activites?|z\.?a\.?c?\.?|z\.?i\.?|zone (?:artisanale|industrielle|d'activites?)|batiment|bat\.?|le clos|les jardins|foyer|ehpad|pavillon|chalet|peniche|cabanon|technopole)(?: [\"«] ?| )"
)
"""A complement with a name: `résidence Les Mimosas`, `lieu-dit Kerbrat`."""

VERBS = re.compile(
    r"(?:habit\w{0,5}|resid\w{0,6}|demeur\w{0,6}|domicili\w{0,4}|log\w{0,5}|situe\w{0,2}|sise?|livr\w{0,6}|adresse\w{0,2}|expedi\w{0,6}|envoy\w{0,5}|deposer?|depose\w{0,2}|domicile|vis|vit|vivons"
    r"|demenag\w{0,6}|emmenag\w{0,6}|install\w{0,5}|venir|passer?|recuper\w{0,4}|intervention|intervenir|chantier|logement|appartement|appart|maison|bien|local|siege|rendez-vous|rdv|facturation|livraison"
    r"|enlevement|retrait|livrez|sonner|address|live|lives|living|shipped|deliver\w{0,3}|delivery|located|staying|at home|immeuble|copropriete|garee?|stationnee?|voisin\w{0,2})"
    r"(?:[ :,.'\"=-]{1,3}(?:[a-z]{1,12}[ ,:'\"-]{1,2}){0,4})?$"
)
"""A word shortly before that makes a street without a number an address."""

LABEL = re.compile(
    r"(?<![a-z])(?:adresses?(?:[ _][a-z]{2,12}){0,2}|addr(?:ess)?\d?|address(?:[ _][a-z]{2,10})?|[a-z]{2,12}_adresse|rue|voie|street|domicile|livraison|facturation|logement|residence|lieu|siege|complement)"
    r"[\"']? ?(?:\([^)\n]{0,25}\) ?)?[:=>] ?[\"'>]?$"
)

HOME = re.compile(
    r"(?:habit\w{0,5}|resid\w{0,6}|demeur\w{0,6}|domicili\w{0,4}|situe\w{0,2}|sise?|adresse\w{0,2}|livr\w{0,6}|log\w{0,5}|domicile|live|living|delivery)(?:[ :,'\"=-]{1,3}(?:[a-z]{1,10}[ ,:'-]{1,2}){0,3})?$"
)
"""A word right before that speaks of where somebody lives."""

AT_HOME = re.compile(
    r"(?<![a-z])(?:(?:on|nous|je|j'|moi|la) (?:est|sommes|suis|loge|vis|vit|creche|habite)|jsuis|chez (?:moi|nous|(?:ma|mon|mes|sa|son) [a-z]{2,12}(?: [a-z]{2,12})?)|moi c'est|c'est (?:la|le|l')|en bas de (?:chez moi|mon immeuble|l'immeuble)"
    r"|familles? (?:dans|de)|sous le porche de|pris(?:e)? en charge(?: a)?|rentrais|rentre|descends|monte)(?:[ ,:'-]{1,3}(?:[a-z]{1,10}[ ,:'-]{1,2}){0,3})?$"
)
"""Words before a square, a quay or a court with a name that make it somebody's home."""

TURN = re.compile(
    r"(?:^|\n)[ \t]*(?:[>*•-]{1,2} ?)?(?:\[[^\]\n]{0,20}\] ?)?(?:[a-z][a-z ().'0-9-]{0,28}: ?|- ?|< ?)?"
    r"[\"«]? ?(?:(?:euh|heu|oui|alors|ben|bah|donc|ok|ah|c'est|c|la|le|l'|au|du|sur|dans|a)[ ,.]{0,2})*$"
)
"""What may stand between the beginning of a turn and an answer."""

_ORDINAL = (
    r"(?:premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|"
    r"douzieme|treizieme|quatorzieme|quinzieme|seizieme|vingtieme|derniere?)"
)
_SIDE = r"(?:gauche|droite|gche|dte|drte|face)"
_DOOR = r"(?:bleue?|rouge|verte?|blanche?|noire?|grise?|jaune|marron|gauche|droite|vitree|en bois|d'entree|de (?:gauche|droite)|[a-z]?\d{1,4}[a-z]?)(?![a-z0-9])"
NAMED_WORDS = frozenset(
    "residence res rce immeuble imm lotissement lot lieu lieux lieudit lieudits dit ld l hameau clos domaine villa tour cite ferme mas chateau manoir quartier village centre parc"
    " z za zac zi zone batiment bat jardins foyer ehpad pavillon chalet peniche cabanon technopole".split()
)
"""One of these words stands in every `NAMED_COMPLEMENT`."""

WEAK_WORDS = frozenset(
    "appartement appt batiment bat escalier porte pte hall entree tour bloc pavillon pav chalet villa maison lot lots emplacement box case niveau allee couloir ponton chambre chbre ch rdc rez entresol etage etg et"
    " premier deuxieme troisieme quatrieme cinquieme sixieme dernier".split()
)
"""One of these words, or a digit, stands in every `WEAK_COMPLEMENT`."""

TAIL = re.compile(
    rf"(?:[ ,(/-]{{1,3}}(?:(?:au |a |en )?(?:(?:la |une )?(?:porte|portail|pte|grille) {_DOOR}|sans asc(?:enseur)?\b\.?|(?:au )?fond (?:d[eu] (?:la )?)?(?:cour|couloir|palier)(?: (?:droite|gauche|dr|g)\b\.?)?|prolongee?|"
    rf"(?:(?:la )?derniere|(?:la )?premiere|(?:la )?2e) maison(?: (?:a|sur la|de) (?:gauche|droite|la rue))?|gauche|droite|(?:1er|\d{{1,2}}(?:e|eme)) ?(?:etage|et\.?|ét\.?)?"
    rf"(?: (?:gauche|droite|gche|dte|face))?|sur cour|cote (?:cour|rue|jardin)"
    rf"|{_ORDINAL} (?:etage|porte|maison|portail)(?:,? (?:a |la |sur la )?(?:porte )?{_SIDE})?|{_ORDINAL} {_SIDE}|{_ORDINAL}(?=$|\n|[.,;:)]| - )"
    rf"|\d{{1,2}}e? (?:portail|porte|maison)(?: (?:a |sur la )?{_SIDE})?|a [gd]\.(?: en (?:sortant|entrant))?"
    r"|aile (?:est|ouest|nord|sud|[a-h])|niveau -?\d|bloc [a-h]|bureau \d{1,4}|(?:chambre|chbre|ch\.) ?\d{1,4}(?:\.\d{1,4})?)(?![a-z0-9]))|(?<=porte) {_DOOR})+"
)
"""What people add to an address without a comma more: doors, floors, the bottom of the court."""
