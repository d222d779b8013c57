# The dossier for a complaint: what the person reads over in the chat, what the desk reads, and the document.

## To the person
draft-shown = Here is everything that would go into the dossier, in your words. Read it in your own time: nothing is made without you.
draft-line = { $number }. { $at }: “{ $words }”
draft-added = Added, { $at }: “{ $words }”
draft-accounts = Accounts and names used online:
draft-links = Addresses:
draft-harm = What it does, day by day:
draft-offences = What this may be in law. It is for justice to decide:
draft-point = { $number }. { $words }
draft-pieces = { $count ->
    [one] And one piece that was kept, with its time and fingerprint.
   *[other] And { $count } pieces that were kept, with their times and fingerprints.
}
draft-how = To correct a line, tap the button, then write its number: “2: it was on Monday”. To take it out: “2: remove”.
draft-ask = Go ahead, write what to change or add.
draft-noted = Noted. Anything else?
draft-agreed = Thank you. The dossier can be made like this.
dossier-ready = The dossier is ready, it is in your vault. One page is left empty for your name: you fill it in by hand, if you want to.
act-draft-right = That is right
act-draft-fix = I correct it

## To the desk
desk-act-draft-right = The dossier is right
desk-act-draft-fix = Corrects the dossier
desk-dossier = Complaint dossier
desk-dossier-lines = What the person wrote
desk-dossier-lines-hint = Choose the lines that tell what happened. Their words stay their words.
desk-dossier-quotations = Sexual violence or under 13: quotations only, with their times. No narrative, no question about the acts.
desk-dossier-accounts = Accounts and pseudonyms, one a line
desk-dossier-links = Addresses, one a line
desk-dossier-harm = What it does to them, one point a line
desk-dossier-harm-hint = What the person says of it: sleep, school, health. No name.
desk-dossier-offences = Possible offences
desk-dossier-unreviewed = No jurist has reviewed this list yet.
desk-dossier-save = Keep the draft
desk-dossier-show = Show it to the person
desk-dossier-make = Make the dossier
desk-dossier-make-hint = The document goes into the person's vault, with the exhibits.
desk-dossier-state-drafted = draft, not shown yet
desk-dossier-state-shown = shown, waiting for their answer
desk-dossier-state-agreed = read over and agreed by the person
desk-dossier-state-made = made
desk-dossier-said = What the person corrected
desk-dossier-now = As it would be made
desk-dossier-now-accounts = Accounts and pseudonyms
desk-dossier-now-links = Addresses
desk-dossier-now-harm = What it does to them
desk-dossier-now-offences = Possible offences
desk-dossier-added-line = added by the person
desk-dossier-pieces = Pieces, with their fingerprints: { $count }
desk-dossier-not-agreed = The person has not agreed to it yet.
desk-fault-no-dossier = There is no draft here.
desk-fault-no-dossier-next = Keep a draft first.
desk-fault-not-agreed = The person has not agreed to this dossier yet.
desk-fault-not-agreed-next = Show it, then wait for their answer.

## The document
dossier-title = Information for a complaint
dossier-reference = Reference
dossier-made-on = Date
dossier-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
dossier-what-this-is = This document brings together what a person confided to an association, in their own words, and the exhibits they kept. It is not a complaint: it helps to file one. It does not hold their name.
dossier-minor-alone = The person is a minor, or their age is not known. A minor may come alone, or with the adult of their choice.
dossier-unchanged = The exhibits are unchanged since they were received; their fingerprints allow anyone to check.
dossier-signs = A few signs that no font here has are named in brackets. The original words are kept as they are.
dossier-timeline = What happened, in their words
dossier-timeline-none = No line was chosen: the person tells it at the desk, in their own words.
dossier-quotations-note = Quotations only, with the moment they were written. The program asked no question about the acts.
dossier-corrected = put more exactly by the person on
dossier-added = added by the person
dossier-who = Who: accounts and pseudonyms
dossier-who-none = No account was named. A complaint against persons unknown is possible.
dossier-where = Where: addresses
dossier-where-none = No address was noted.
dossier-harm = What it does to them
dossier-offences = Possible offences
dossier-offences-note = These facts might fall under the following offences of French law. They are leads: what they are in law, the police, the prosecutor and the judge decide.
dossier-offence = Offence
dossier-articles = Articles
dossier-exhibits = Exhibits
dossier-exhibits-none = No exhibit.
dossier-exhibit = No.
dossier-exhibit-kept = Received on
dossier-fingerprint = Fingerprint (SHA-256) and kind
dossier-exhibit-unopened = not opened by the association; its fingerprint is in the package
dossier-at-the-desk = At the desk of the police or the gendarmerie
dossier-say-1 = “Je viens déposer plainte pour les faits décrits ici.” (I come to file a complaint.) Any police or gendarmerie station has to take it (article 15-3 of the code of criminal procedure).
dossier-say-2 = “I ask for the exhibits to be attached, with their fingerprints.”
dossier-say-3 = “I ask for a receipt and a copy of the complaint.”
dossier-say-4 = If the desk refuses, write to the public prosecutor of the tribunal judiciaire, with this document.
dossier-alone = You can come alone, or with the adult of your choice.
    .vous = A minor can come alone, or with the adult of their choice.
dossier-bring = What to bring
dossier-bring-1 = This document and the package of exhibits, on a USB stick if possible.
dossier-bring-2 = The phone on which the messages were received, charged, with nothing erased on it.
dossier-bring-3 = An identity document, if the person has one.
dossier-bring-4 = A medical certificate, if there is one. No intimate image: its address is enough.
dossier-identity = Identity, to be filled in by hand
dossier-identity-note = This page is empty in the document: the association does not know these answers and does not keep them.
dossier-identity-name = Name and first name
dossier-identity-born = Born on, in
dossier-identity-address = Address
dossier-identity-phone = A phone number that is safe to call
dossier-identity-with = Comes with (optional)
dossier-identity-date = Date
dossier-identity-signature = Signature
dossier-page = page
