"""What no French text may say: promises, proof, blame, bad advice, each with its honest exception."""

from __future__ import annotations

from bot.wordings import VALUE, Grammar, Kind, plain

FRENCH = Grammar(
    before=r"\bne\b|\bn'(?!hési|oubli)|\bni\b|\bsans\b|\baucune?\b|\bjamais\b|\bau lieu de\b|\bpas besoin de\b",
    after=r" ?(?:pas|rien|jamais)\b",
)
ORDER = r"(?:^ ?|[.,:;!?«] ?|\b(?:et|puis|alors|donc|mais|ou) )"
"""Where an order can begin: « efface tout » is one, « ce bouton efface tout » is not."""
MAY = (
    r"(?:\btu (?:peux|dois|devrais|pourrais) |\bvous (?:pouvez|devez|devriez|pourriez) |\bil (?:faut|suffit de) "
    r"|\bmieux vaut |\ble mieux est de |\bpensez? à |\bessa(?:ie|yez) de )"
)
WHILE = rf"(?:une?|quelques|deux|trois|cinq|dix|quinze|trente|\d+|{VALUE}) (?:petites? )?(?:heure|minute|seconde)s?"
SOON = (
    r"(?:tout de suite|immédiatement|aussitôt|très vite|au plus vite|rapidement|bientôt|sous peu|d'ici peu"
    rf"|dans (?:un instant|l'heure|les minutes|{WHILE}))"
)
US = r"\b(?:on|quelqu'un|une? personne|l'équipe|une? écoutante?|nous|je)\b"
RELATIVES = r"(?:parents|mère|père|maman|papa|famille|beau-père|belle-mère|frère|sœur)"

LIMITS = "say what the team keeps to itself, and the three limits"
HOURS = "say the opening hours, or the measured wait"
GONE = "say what is erased here, and for how many days copies may last"
DEEDS = "say what is done, never what will come of it"
UNCHANGED = "say « inchangé depuis sa réception »: what it proves, a judge decides"
KINDLY = "leave it out, or say « tu n'as pas mérité ça »"
WHAT = "ask what happened, never why"

PROMISES = (
    # Honest: a "phrase secrète", professional secrecy, and that something is no secret.
    FRENCH.wording(Kind.promise, r"\bsecr(?:ets?|ètes?|ètement)\b", LIMITS, r"phrases? secrètes?|secret professionnel"),
    FRENCH.wording(Kind.promise, r"\bentre nous\b|\bentre (?:toi|vous) et (?:moi|nous)\b", LIMITS),
    # Honest: "confidentiel", where the same sentence names a limit.
    FRENCH.wording(
        Kind.promise,
        r"\b(?:anonym|confidentiel)\w*",
        LIMITS,
        r"(?:anonym|confidentiel)\w*[^.!?]*\b(?:sauf|limites?|excepté)\b",
    ),
    plain(
        Kind.promise,
        r"\bpersonne (?:d'autre )?n(?:e |')(?:(?:le|la|les|en) |l')?(?:saura|lira|verra|apprendra)\b"
        r"|\b(?:parents|famille|école|collège|lycée) n(?:e |')(?:(?:le|la|les|en) |l')?(?:saur|ser|appr)\w+"
        r"|\bne (?:le |la )?(?:dirai?|dirons|dit|disons|(?:répèt|répét|racont)\w+)\b[^.!?]{0,12}à personne",
        LIMITS,
    ),
    # Honest: days, for they are counted (« effacé ici dans trois jours »), and « cette page ne garde rien ».
    FRENCH.wording(
        Kind.promise,
        rf"\b(?:supprim|effac|détrui)\w*[^.!?]{{0,20}} (?:(?:dans|en|sous|après) |au bout d')(?:l'heure|{WHILE})"
        r"|\b(?:supprim|effac|détrui)\w+ (?:définitivement|pour toujours|à jamais|aussitôt|immédiatement|tout de suite)"
        r"|\bdéfinitivement (?:supprim|effac|détrui)\w+",
        GONE,
    ),
    plain(
        Kind.promise,
        r"\bsans (?:laisser de |aucune )?trace\b"
        r"|\b(?:on|nous) ne (?:garde|gardons|conserve|conservons|stocke|stockons|enregistre|enregistrons) rien\b",
        GONE,
    ),
    plain(
        Kind.promise,
        rf"{US}[^.!?]{{0,40}}\b(?:répond|arriv|rappel|appel|lir|lit|écri|vien|revien|aide|ser|là)\w*[^.!?]{{0,20}}\b{SOON}",
        HOURS,
    ),
    # Honest: day and night beside a number (« le 3114, jour et nuit »).
    plain(
        Kind.promise,
        r"\btoujours là pour (?:toi|vous)\b|\b(?:on|nous|l'équipe)\b[^.!?0-9]{0,40}(?:24 ?h|24/7|jour et nuit)"
        r"|\bquoi qu'il arrive\b",
        HOURS,
    ),
    # Honest: to ask whether they are safe, or « quand tu es en sécurité ».
    FRENCH.wording(
        Kind.promise,
        r"\b(?:te|vous) proté(?:ger|gera|gerons|geons|ge)\b|\b(?:tu es|tu seras|vous êtes|vous serez)"
        r"(?: maintenant| ici| enfin)? (?:en sécurité|à l'abri|protégée?s?|hors de danger)",
        DEEDS,
        r"\b(?:si|quand|dès que|où|est-ce que|jusqu'à ce que) (?:tu es|vous êtes)|(?:tu es|vous êtes)[^.!?]*\?",
    ),
    plain(
        Kind.promise,
        r"\brisque[sz]? (?:plus )?rien\b|\brien ne (?:peut|va|pourra) (?:t'|te |vous )"
        r"|\bil ne (?:t'|vous )arrivera rien\b",
        DEEDS,
    ),
    FRENCH.wording(
        Kind.promise,
        r"\btout (?:ira bien|va (?:bien se passer|s'arranger|bien aller|rentrer dans l'ordre))"
        r"|\b(?:ça|cela) va (?:aller|s'arranger|s'arrêter|passer)\b"
        r"|\b(?:photo|vidéo|image|contenu|compte)s? (?:sera|seront|va être|vont être) (?:retir|supprim|bloqu)\w+"
        r"|\b(?:il|elle|ils|elles) (?:sera|seront|va être|vont être) (?:puni|arrêté|condamné|retrouvé)\w*",
        DEEDS,
    ),
    # Honest: « on ne peut pas promettre ».
    FRENCH.wording(
        Kind.promise,
        r"\bprom(?:is|ise|esse|esses|et|ets|ettons|ettre)\b|\bgaranti\w*|\bje te jure\b|\bon s'engage\b"
        r"|\bnous nous engageons\b",
        DEEDS,
    ),
)

PROOFS = (
    FRENCH.wording(
        Kind.proof,
        r"\bvaleur (?:légale|juridique|de preuve|probante)|\bpreuves? (?:légale|juridique|irréfutable|incontestable)s?"
        r"|\brecevables?\b|\b(?:valable|tien\w+|vau\w+|accepté\w*) (?:au|devant)[^.!?]{0,12}(?:tribunal|juge|justice)"
        r"|\binfalsifiables?\b|\binviolables?\b",
        UNCHANGED,
    ),
)

BLAMES = (
    plain(
        Kind.blame,
        r"\b(?:tu n'|vous n'|tu |vous )(?:aurais|auriez)(?: pas| jamais| mieux| peut-être)? (?:dû|fait de)\b"
        r"|\bil (?:ne )?fallait\b|\b(?:on|je) (?:t'|vous )avai[ts] (?:dit|prévenu)",
        KINDLY,
    ),
    plain(
        Kind.blame,
        r"\bpourquoi (?:(?:est-ce que|donc) )?(?:tu\b|t'|vous\b|(?:n')?(?:as-tu|es-tu|avez-vous|êtes-vous))",
        WHAT,
    ),
    # Honest: « ce n'est pas ta faute ».
    plain(
        Kind.blame,
        r"\b(?:ta|votre) (?:faute|erreur)\b",
        KINDLY,
        r"(?:pas|jamais|rien)(?: du tout)?,? (?:de )?(?:ta|votre) (?:faute|erreur)",
    ),
    plain(
        Kind.blame,
        r"\b(?:tu l'as|vous l'avez) (?:bien )?(?:cherché|provoqué|voulu|mérité)|\btu exagères\b|\bvous exagérez\b"
        r"|\b(?:tu as|vous avez) été (?:naï|imprudent|bête|stupide|négligent)\w*|\bà (?:ta|votre) place,? j",
        KINDLY,
    ),
    # Doubt wounds as blame does.
    plain(Kind.blame, r"\b(?:sûr|certain)(?:e|·e)? que (?:c'est vrai|ça s'est|tu n)|\btu mens\b", KINDLY),
)

ADVICE = (
    FRENCH.wording(
        Kind.advice,
        rf"{ORDER}(?:paie|paye|payez)\b|{MAY}(?:lui |leur |le |la |les )?payer\b"
        rf"|{ORDER}(?:envoie|envoyez|donne|donnez|verse|versez)(?:-lui|-leur)? (?:l'|de l'|un peu d')argent",
        "leave it out: who pays is asked for more",
    ),
    FRENCH.wording(
        Kind.advice,
        rf"{ORDER}(?:supprime|supprimez|efface|effacez|détruis|détruisez|jette|jetez)\b"
        rf"|{MAY}(?:tout |les |le |la )?(?:supprimer|effacer|détruire)\b",
        "say to keep a trace first: what is deleted proves nothing",
    ),
    FRENCH.wording(
        Kind.advice,
        rf"{ORDER}(?:réponds|répondez|écris|écrivez|négocie|négociez)[- ](?:lui|leur|avec (?:lui|elle|eux))\b"
        rf"|{MAY}(?:lui|leur) (?:répondre|écrire)\b|{MAY}négocier\b",
        "leave it out: an answer brings more of it",
    ),
    FRENCH.wording(
        Kind.advice,
        rf"\b(?:confronte|confrontez|affronte|affrontez)\b|{MAY}(?:le |la |les |l')?(?:confronter|affronter)\b"
        rf"|{ORDER}(?:va|allez) (?:le|la|les) voir\b|{ORDER}(?:dis|dites)-lui que (?:tu|vous) sa"
        rf"|{ORDER}(?:préviens|prévenez|menace|menacez)-(?:le|la|les)\b",
        "leave it out: to confront somebody can put a body at risk",
    ),
    FRENCH.wording(
        Kind.advice,
        rf"{ORDER}(?:parles?|dis|dites|racontez?|préviens|prévenez|demandez?|montrez?|parlez|confie)(?:-\w+)*[^.!?]{{0,12}}"
        rf"\b(?:tes|ta|ton|vos|votre) {RELATIVES}\b"
        rf"|{MAY}(?:en |le |l'|les )?(?:parler|dire|prévenir)[^.!?]{{0,8}} (?:tes|ta|ton) {RELATIVES}\b",
        "say « un adulte en qui tu as confiance »: a relative may be the one who does it",
    ),
    FRENCH.wording(
        Kind.advice,
        r"\bsignale[zr]?[^.!?]{0,20}(?:en masse|tous ensemble|plusieurs fois)"
        r"|\b(?:demande[zr]?|fais|faites)[^.!?]{0,30}(?:amis|copains|monde)[^.!?]{0,15}signaler",
        "leave it out: mass reports are ignored, or warn the author",
    ),
    FRENCH.wording(
        Kind.advice,
        rf"{ORDER}(?:envoie|envoyez|montre|montrez|transfère|transférez|partage|partagez)(?:-\w+)?[^.!?,]{{0,16}}"
        rf"\b(?:photos?|vidéos?|images?|nudes?)\b|{MAY}(?:nous |m')?envoyer [^.!?,]{{0,10}}(?:photo|vidéo|image)",
        "ask for the address, the account, the time and the words: no text asks for a picture",
    ),
)

WORDINGS = (*PROMISES, *PROOFS, *BLAMES, *ADVICE)
