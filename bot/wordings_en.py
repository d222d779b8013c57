"""What no English text may say: promises, proof, blame, bad advice, each with its honest exception."""

from __future__ import annotations

from bot.wordings import VALUE, Grammar, Kind, plain

ENGLISH = Grammar(
    before=r"n't\b(?! (?:hesitate|forget))|\bnot\b(?! (?:hesitate|forget))|\bcannot\b|\bnever\b|\bnor?\b|\bwithout\b"
    r"|\bnothing\b|\binstead of\b|\brather than\b",
    after=r" nothing\b",
)
ORDER = r"(?:^ ?|[.,:;!?] ?|\b(?:and|then|so|but|or|please|just) )"
"""Where an order can begin: "erase everything" is one, "this button erases everything" is not."""
MAY = (
    r"(?:\byou (?:can|could|may|must|should|need to|have to|had better) |\byou'd better |\bit is best to "
    r"|\bremember to |\btry to )"
)
TOLD = rf"(?:{ORDER}|{MAY})"
WHILE = rf"(?:an?|the|one|two|three|five|ten|\d+|{VALUE}|a few) (?:moment|hour|minute|second)s?"
SOON = (
    r"(?:shortly|soon|right away|straight away|at once|immediately|quickly|very fast|in no time"
    rf"|(?:in|within) {WHILE})"
)
US = r"\b(?:someone|somebody|a listener|a person|we|the team|they|i)\b"
RELATIVES = r"(?:parents|mum|mom|mother|dad|father|family|step-?father|step-?mother|brother|sister)"

LIMITS = "say what the team keeps to itself, and the three limits"
HOURS = "say the opening hours, or the measured wait"
GONE = "say what is erased here, and for how many days copies may last"
DEEDS = "say what is done, never what will come of it"
UNCHANGED = 'say "unchanged since received": what it proves, a judge decides'
KINDLY = 'leave it out, or say "you did not deserve this"'
WHAT = "ask what happened, never why"

PROMISES = (
    # Honest: a secret phrase, professional secrecy, and that something is no secret.
    ENGLISH.wording(Kind.promise, r"\bsecre(?:ts?|tly|cy)\b", LIMITS, r"secret (?:phrase|words?)|professional secrecy"),
    ENGLISH.wording(Kind.promise, r"\bbetween (?:us|you and (?:me|us))\b", LIMITS),
    # Honest: "confidential", where the same sentence names a limit.
    ENGLISH.wording(
        Kind.promise,
        r"\b(?:anonymous(?:ly)?|confidential(?:ly)?|(?:totally|completely|fully|strictly|100 ?%) private)\b",
        LIMITS,
        r"(?:anonymous|confidential)\w*[^.!?]*\b(?:unless|except|limits?)\b",
    ),
    # Honest: that nobody can read along on the way, where a channel is encrypted.
    plain(
        Kind.promise,
        r"\b(?:nobody|no one)(?: else)? (?:will|is going to|can)(?: ever)? (?:know|see|find out|learn|hear)\b"
        r"|\b(?:nobody|no one)(?: else)? (?:will|is going to)(?: ever)? read\b"
        r"|\b(?:parents|mum|mom|dad|family|school) (?:will never|won't|will not)(?: ever)? (?:know|be told|find|hear)"
        r"|\b(?:never|won't) tell (?:anyone|anybody|a soul)\b|\btell (?:nobody|no one)\b",
        LIMITS,
    ),
    # Honest: days, for they are counted ("erased here in three days"), and "this page keeps nothing".
    ENGLISH.wording(
        Kind.promise,
        rf"\b(?:deleted|erased|destroyed|wiped|removed|gone)[^.!?]{{0,20}} (?:in|within|after) {WHILE}"
        r"|\b(?:deleted|erased|destroyed|wiped|gone) (?:forever|for good|permanently|immediately|instantly|at once)"
        r"|\b(?:permanently|instantly) (?:deleted|erased|wiped)",
        GONE,
    ),
    plain(
        Kind.promise,
        r"\bwithout (?:leaving )?a(?:ny)? trace\b|\bwe (?:keep|store|save) nothing\b"
        r"|\bnothing is (?:kept|stored|saved)\b",
        GONE,
    ),
    plain(
        Kind.promise,
        rf"{US}[^.!?]{{0,40}}\b(?:answer|repl|with you|there|read|call|writ|back|help|com)\w*[^.!?]{{0,20}}\b{SOON}",
        HOURS,
    ),
    # Honest: day and night beside a number ("3114, day and night").
    plain(
        Kind.promise,
        r"\balways (?:be )?(?:here|there) for you\b|\bwhatever happens\b"
        r"|\b(?:we|the team|someone)\b[^.!?0-9]{0,40}(?:24/7|24 hours|day and night|around the clock)",
        HOURS,
    ),
    # Honest: to ask whether they are safe, or "when you are safe".
    ENGLISH.wording(
        Kind.promise,
        r"\b(?:protect you|keep you safe)\b|\byou(?:'re| are| will be|'ll be)(?: now| here)? "
        r"(?:safe|protected|out of danger)\b",
        DEEDS,
        r"\b(?:if|when|once|until|where|whether) you(?:'re| are)\b|\byou are[^.!?]*\?",
    ),
    plain(
        Kind.promise,
        r"\bnothing (?:bad )?(?:can|will) happen to you\b|\brisk-free\b"
        r"|\b(?:he|she|they)(?: can't| cannot| won't) (?:hurt|harm|touch|reach) you\b",
        DEEDS,
    ),
    ENGLISH.wording(
        Kind.promise,
        r"\b(?:everything|it|things|all)(?:'ll| will|'s going to| is going to)(?: all)? "
        r"(?:be (?:fine|ok|okay|all right|alright|over)|work out|get better|stop)\b"
        r"|\b(?:photo|picture|image|video|content|account)s? will be (?:taken down|removed|deleted|blocked)\b"
        r"|\b(?:he|she|they)(?:'ll| will) be (?:punished|arrested|caught|convicted)\b",
        DEEDS,
    ),
    # Honest: "we cannot promise".
    ENGLISH.wording(Kind.promise, r"\bpromis(?:e|es|ed)\b|\bguarantee[ds]?\b|\b(?:we|i) swear\b", DEEDS),
)

PROOFS = (
    ENGLISH.wording(
        Kind.proof,
        r"\bcourt-? ?proof\b|\bup in court\b|\badmissible\b|\blegal(?:ly)? (?:proof|valid|binding|evidence)\b"
        r"|\b(?:tamper|forgery)-? ?proof\b|\birrefutable\b|\bunbreakable\b|\bproof in court\b",
        UNCHANGED,
    ),
)

BLAMES = (
    # Honest: "you should have received a letter".
    plain(
        Kind.blame,
        r"\byou (?:really )?(?:should|could|ought to)(?:n't| not| never)? have\b|\bwe (?:told|warned) you\b"
        r"|\bhow could you\b|\bwhat were you thinking\b|\bnext time,? (?:be|think|don't)\b",
        KINDLY,
        r"\byou should have (?:received|got|an?|the|your)\b",
    ),
    plain(Kind.blame, r"\bwhy (?:on earth )?(?:did|have|were|are|do|would)(?:n't)? you\b", WHAT),
    # Honest: "it is not your fault".
    plain(
        Kind.blame,
        r"\byour (?:own )?(?:fault|mistake)\b",
        KINDLY,
        r"(?:\bnot|n't|\bnever|\bnor)(?: at all)? your (?:fault|mistake)",
    ),
    plain(
        Kind.blame,
        r"\byou (?:asked for|brought|provoked|deserved) (?:it|this)\b|\byou(?:'re| are) exaggerating\b"
        r"|\byou (?:were|have been) (?:naive|careless|silly|stupid|reckless)\b",
        KINDLY,
    ),
    # Doubt wounds as blame does.
    plain(
        Kind.blame,
        r"\bsure (?:that )?(?:it|this|that) (?:really )?(?:happened|is true)|\byou(?:'re| are) lying",
        KINDLY,
    ),
)

ADVICE = (
    ENGLISH.wording(
        Kind.advice,
        rf"{TOLD}(?:pay|(?:send|give) (?:him |her |them )?(?:the |some )?money)\b",
        "leave it out: who pays is asked for more",
    ),
    ENGLISH.wording(
        Kind.advice,
        rf"{TOLD}(?:delete|erase|destroy|wipe)\b",
        "say to keep a trace first: what is deleted proves nothing",
    ),
    ENGLISH.wording(
        Kind.advice,
        rf"{TOLD}(?:answer|reply to|write (?:back )?to|text|negotiate with|bargain with) "
        r"(?:him|her|them|the (?:author|person|blackmailer))\b",
        "leave it out: an answer brings more of it",
    ),
    ENGLISH.wording(
        Kind.advice,
        r"\b(?:confront|stand up to|threaten|warn) (?:him|her|them|the (?:author|person))\b"
        r"|\btell (?:him|her|them) (?:that )?you know\b|\bgo and see (?:him|her|them)\b",
        "leave it out: to confront somebody can put a body at risk",
    ),
    ENGLISH.wording(
        Kind.advice,
        rf"{TOLD}(?:tell|talk to|speak to|ask|warn|show|go to)(?: (?:it|this|that) to)? your {RELATIVES}\b",
        'say "an adult you trust": a relative may be the one who does it',
    ),
    ENGLISH.wording(
        Kind.advice,
        r"\bmass[- ]report|\b(?:ask|get) (?:all )?(?:your )?(?:friends|everyone)[^.!?]{0,12} to report",
        "leave it out: mass reports are ignored, or warn the author",
    ),
    ENGLISH.wording(
        Kind.advice,
        rf"{TOLD}(?:send|show|forward|share)[^.!?,]{{0,22}}\b(?:photo|picture|image|video|nude)s?\b",
        "ask for the address, the account, the time and the words: no text asks for a picture",
    ),
)

WORDINGS = (*PROMISES, *PROOFS, *BLAMES, *ADVICE)
