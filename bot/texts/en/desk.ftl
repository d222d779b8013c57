# The web desk: what listeners and supervisors read. Names of reasons are in reasons.ftl.

## Everywhere
desk-title = Helpdesk
desk-skip = Skip to content
desk-languages = Language
desk-alias-hint = Your alias for this shift
desk-sign-out = Sign out
desk-to-board = See the board
desk-back-to-room = Back to the conversation
desk-optional = (optional)
desk-choose = Choose…
desk-dismiss = Dismiss
desk-you = you
desk-unsaid = not said
desk-offline = Connection lost: the page is trying to come back.

## Times
desk-under-a-minute = under 1 min
desk-minutes = { $minutes } min
desk-hours = { $hours } h { $minutes }
desk-days = { $days } d { $hours } h
desk-unit-minute = min
desk-unit-hour = h
desk-unit-day = d
desk-past = passed
desk-day-and-time = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] Aug
    [9] Sept
    [10] Oct
    [11] Nov
   *[12] Dec
} at { $time }

## Signing in, enrolling
desk-sign-in = Sign in
desk-sign-in-new-tab = Sign in again in a new tab
desk-name = Name
desk-passphrase = Passphrase
desk-sign-in-hint = On a shared computer, sign out at the end of the shift.
desk-enrol = Join the helpdesk
desk-enrol-role-listener = You are invited as a listener.
desk-enrol-role-supervisor = You are invited as a supervisor.
desk-enrol-name = Name to sign in with
desk-enrol-name-hint = Known to colleagues only. People who write never see it.
desk-enrol-passphrase = Passphrase
desk-enrol-passphrase-hint = Five words drawn by chance work well: long to guess, easy to remember. No quotation, no name, no date. A password manager may keep it.
desk-enrol-no-reset = It opens what people confided. Nobody can recover it for you.
desk-enrol-do = Join

## The board
desk-board = Board
desk-take-next = Take the next one
desk-keys = Keys
desk-sound = Sound
desk-mine = Your conversations
desk-waiting = Waiting
desk-held-by-others = With someone
desk-nobody-waits = Nobody is waiting right now.
desk-worries = A worry about who is writing
desk-worry-about = about { $name }
desk-worry-hint = They see nothing of it. "Look" takes it off here and opens the room: the lines kept from them are there.
desk-worry-look = Look
desk-emergencies-wait = { $count ->
    [one] One emergency is waiting.
   *[other] { $count } emergencies are waiting.
}
desk-claim = Take
desk-claim-this = Take { $designation }
desk-more = + { $count }
desk-no-reason = no danger said so far
desk-waits-since = waiting for
desk-unanswered-since = unanswered for
desk-last-word = last word
desk-nth-contact = { $count ->
    [1] 1st contact
    [2] 2nd contact
    [3] 3rd contact
   *[other] { $count }th contact
}
desk-ringing = ringing
desk-called-supervisor = supervisor told
desk-called-nobody = nobody is rung: no alarm is set up
desk-called-on-call = on-call told
desk-age-unsaid = age unknown: minor
desk-language-fr = French
desk-language-en = English
desk-channel-web = web chat
desk-channel-telegram = Telegram, not encrypted
desk-channel-signal = Signal, encrypted
desk-channel-matrix = Matrix
desk-state-waiting = waiting
desk-state-live = in conversation
desk-state-silent = silent
desk-state-closed = closed
desk-level-emergency = Emergency
desk-level-critical = Critical
desk-level-high = High
desk-level-medium = Medium
desk-level-low = Low
desk-invite = Invite someone
desk-invite-listener = A listener
desk-invite-supervisor = A supervisor
desk-invited-listener = Link for the listener: it works once, within 24 hours.
desk-invited-supervisor = Link for the supervisor: it works once, within 24 hours.

## The room
desk-jumps = On this page
desk-jump-why = Reasons
desk-jump-write = Write
desk-deadline = deadline:
desk-why = Why this level
desk-quoted = “{ $words }”
desk-can-be-read = Can they be read or heard?
desk-q-screen = Someone sees the screen
desk-q-speak = Can speak
desk-q-safe-hours = Safe hours
desk-q-channel = Channel
desk-encrypted = nobody can read in between
desk-not-encrypted = whoever runs the channel can read
desk-person = The person
desk-q-who = It is for
desk-q-age = Age
desk-q-register = Form of address
desk-register-tu = familiar
desk-register-vous = formal
desk-q-contacts = Contact
desk-direct-question = The direct question
desk-direct-not-asked = not asked yet
desk-last-words = Last words
desk-unheard = { $count ->
    [one] One recording or picture nobody has heard or seen.
   *[other] { $count } recordings or pictures nobody has heard or seen.
}
desk-author = Who does it
desk-q-danger = In danger now
desk-q-harm-plan = Day or means
desk-q-what = What happens
desk-q-demand = They demand
desk-q-deadline = By when
desk-unreadable = You do not hold the key to this line.
desk-by-correspondent = Them
desk-by-bot = Program
desk-by-system = System
desk-by-listener = Listener
desk-note = note
desk-entry-evidence = A piece of evidence was sent.
desk-entry-unread = Something the program cannot read: a voice note, a picture or another language.
desk-entry-refused = { $alias } cannot take the conversation. It stays where it is.
desk-entry-corrected = corrected further down
desk-entry-corrects = corrects an earlier line
desk-no-entry = Nothing has been written yet.
desk-delivery-queued = not there yet
desk-delivery-held = held until they come back
desk-delivery-sent = sent
desk-delivery-delivered = delivered
desk-delivery-read = read
desk-delivery-failed = not sent
desk-delivery-blocked = the person blocked or left this channel
desk-box-person = To the person
desk-box-became-note = Note: stays in the team
desk-box-note = Note for the team
desk-box-hint = Enter sends, Shift + Enter starts a new line. // at the start makes it a note.
desk-send = Send
desk-keep-note = Keep the note
desk-held-note = It is a note
desk-held-send = Send it anyway
desk-held-back = Edit
desk-contact-link = a link
desk-contact-email = an e-mail address
desk-contact-handle = an account name
desk-contact-number = a number
desk-contact-because = Why send it anyway
desk-canned = Ready replies
desk-canned-broken = “{ $name }” asks for a variable nobody fills in: tell whoever writes the texts.
desk-reading-only = Read only: another person of the team holds this conversation, or it is still waiting.
desk-numbers-now = Answering now
desk-no-number = No number on the list answers at this hour.
desk-place = A place was offered
desk-place-reveal = Show the place
desk-place-hint = For the emergency services only. Showing it is recorded.
desk-place-gone = This place has been erased.
desk-evidence = Evidence
desk-no-evidence = No evidence.
desk-piece-destroyed = Received, destroyed: an intimate image of someone who may be a minor. Fingerprint sealed.
desk-piece-withheld = Sealed: may be an intimate image of a minor. Nobody opens it.
desk-package = Make the package for a complaint
desk-copy-words = Put a copy of their words into their vault
desk-recovery = The team's recovery code
desk-recovery-do = Print a recovery code
desk-recovery-hint = If nobody finds their passphrase any more, this code is the only way to read the talks. Earlier codes are void.
desk-recovery-once = Shown once, kept nowhere. To be printed and put into a safe, away from this server. It opens everything the team can read: havre listener recover.
desk-piece = Item { $number }
desk-size-kilo = { $count } kB
desk-size-mega = { $count } MB
desk-not-shared = Not shared with the team: only the person can open it or agree to share it.
desk-preview = Blurred preview
desk-preview-of = Blurred preview of item { $number }
desk-piece-unheard = not heard yet
desk-to-hear = { $count ->
    [one] 1 recording not heard yet
   *[other] { $count } recordings not heard yet
}
desk-listen = Listen
desk-listen-to = Listen to item { $number }
desk-player = Play the item
desk-preview-alt = Preview of the item
desk-reveal = Remove the blur
desk-blur = Blur again
desk-download = Original
desk-download-of = Download the original of item { $number }
desk-moves = What next
desk-reopen = Reopen
desk-take-over = Take this conversation over
desk-take-over-reason = Why (kept as a note)
desk-call-supervisor = Call a supervisor
desk-weigh = Change the level
desk-weigh-level = Level
desk-weigh-reason = Why (kept as a note)
desk-weigh-do = Change
desk-release = Hand back to the queue
desk-release-note = For whoever takes it next
desk-release-hint = The place in the queue is kept.
desk-release-do = Hand back

## Handing over, reading along
desk-offer = Hand over to a colleague
desk-offer-to = To whom
desk-offer-hint = They see the talk and your note before they say yes. Until then the conversation stays with you.
desk-offer-do = Offer
desk-offer-waits = Offered to { $alias }, who has not answered yet.
desk-offer-take-back = Take the offer back
desk-offered-to-you = { $alias } offers you this conversation
desk-offered-hint = Read the talk and the note. Until you say yes, you cannot write here.
desk-offer-accept = I take it
desk-offer-refuse = I cannot
desk-offer-refuse-note = A word for your colleague
desk-offered = offered to you
desk-kept-for-you = is back: kept for you for a few minutes
desk-nobody-else = Nobody else is signed in.
desk-holds = { $count ->
    [0] free
    [one] one conversation
   *[other] { $count } conversations
}
desk-on-pause = on a pause
desk-second = Ask for a second listener
desk-second-who = Who reads along
desk-second-hint = They read and write notes, without a word to the person. It is recorded.
desk-second-do = Ask
desk-second-reads = { $alias } reads along.
desk-second-end = End the reading along
desk-second-leave = Leave this room
desk-reads-along = you read along
desk-second-emergency-yes = Yes, I take it
desk-second-emergency-no = No, another one

## One's shift, the team
desk-shift = My shift
desk-shift-since = You have been here for { $since }.
desk-shift-ends = We close at { $time }.
desk-shift-holds = { $count ->
    [0] No conversation is live
    [one] One conversation is live
   *[other] { $count } conversations are live
}, { $room ->
    [0] no room for another.
    [one] room for one more.
   *[other] room for { $room } more.
}
desk-shift-paused = On a pause until { $time }. Nothing new is given to you.
desk-shift-resume = Go on
desk-shift-pause = Take a pause
desk-shift-after-emergency = You answered an emergency: a pause now is part of the work.
desk-shift-debrief = Ask to talk before I leave
desk-shift-debrief-asked = The supervisors know that you want to talk before you leave.
desk-shift-today = Today
desk-shift-recent = The last four weeks
desk-shift-taken = Taken
desk-shift-closed = Closed
desk-shift-own = Nobody but you sees these figures.
desk-shift-end = End of the shift
desk-shift-end-hint = Each conversation goes back to the queue, at its place, with this note.
desk-shift-end-do = Hand back and leave
desk-shift-still-held = { $count ->
    [one] One conversation is still with you: hand it back or over before you leave.
   *[other] { $count } conversations are still with you: hand them back or over before you leave.
}
desk-team = Team
desk-role-listener = listener
desk-role-supervisor = supervisor
desk-is-there = signed in, alias { $alias }
desk-asks-debrief = asks to talk before leaving
desk-debrief-held = It was held
desk-skills = What this person takes on
desk-skill-languages = Languages
desk-skill-minors = trained to listen to minors
desk-skill-capacity = Conversations at a time (empty: what the house has set)
desk-skills-do = Save
desk-skills-hint = A skill that nobody else has right now holds nobody back, and an emergency goes to whoever is there.

## Rescue, reports
desk-rescue = Rescue
desk-rescue-alone = You need nobody else to call. The supervisors are told meanwhile.
desk-script = To say on the telephone
desk-script-who = This is { $service }, an online helpline for young people. Somebody who writes to us may be in danger.
desk-script-what = What is known:
desk-script-wrote = They wrote: “{ $words }”
desk-script-only-words = what the person wrote, word for word, below.
desk-script-nothing = only that we fear for them: they could not answer yet.
desk-script-person = The person: { $who }, { $age }.
desk-script-author = Who does it: { $author }.
desk-script-channel = They write to us by chat ({ $channel }).
desk-script-anonymous = We have neither their name nor their number.
desk-no-place = No place was offered. Ask for it, simply: “Where are you now? So that somebody can come.”
desk-glass = Open the channel's address
desk-glass-hint = For the emergency services only. It is recorded with your alias, and a supervisor is rung.
desk-glass-why = Why now (kept as a note)
desk-glass-do = Open
desk-glass-shown = To be read to the emergency services, to nobody else:
desk-glass-none = This channel keeps no address.
desk-call-record = Record the call
desk-call-service = Whom did you call
desk-call-words = What was said, and if they do not know, why
desk-call-do = Record the emergency call
desk-told = Do they know?
desk-told-first = told first
desk-told-meanwhile = told meanwhile
desk-told-not = not told
desk-help-record = Did help come?
desk-help-what = What is known
desk-help-came = reached them
desk-help-nobody-found = found nobody there
desk-help-not-gone = did not go
desk-help-unknown = no answer
desk-help-do = Record
desk-decision-words = In a few words (kept as a note)
desk-no-rescue = No rescue possible
desk-no-rescue-cause = Why
desk-no-rescue-no-place = no place is known
desk-no-rescue-no-identity = no identity is known
desk-no-rescue-silent = answers no more
desk-no-rescue-services-refused = the services refused
desk-no-rescue-do = Record, and tell the supervisors
desk-report = Report to the authorities
desk-report-to = To whom
desk-report-crip = child protection office (CRIP)
desk-report-prosecutor = public prosecutor
desk-report-police = police
desk-report-gendarmerie = gendarmerie
desk-report-words = The facts, in their words, and if they do not know, why
desk-report-when = Urgency
desk-report-calm = It can wait for a second reader
desk-report-urgent = It is urgent: I do it now
desk-report-do = Decide
desk-report-read = What you think, for the note
desk-report-agree = Agreed, send it
desk-report-decline = Not agreed
desk-report-sent = It was sent
desk-abuse = Stop: sexual abuse of the line
desk-abuse-hint = A plain message goes out, with the numbers. A supervisor will look at it. If they come back, somebody else answers.
desk-abuse-until = Mark until
desk-abuse-do = Stop now
desk-marked = marked by the team until { $day }
desk-decisions = Decisions
desk-decision-call = Emergency services called
desk-decision-help = What became of the call
desk-decision-no-rescue = No rescue possible
desk-decision-glass = Address opened
desk-decision-report = Report
desk-decision-anyway = Contact details sent anyway
desk-decision-abuse = Ended for abuse of the line
desk-decision-again = Direct question asked again
desk-stage-asked = waits for a second reader
desk-stage-agreed = agreed by two, to be sent
desk-stage-declined = not sent, by two
desk-stage-done = done
desk-to-read = To look at
desk-to-read-second = Waits for a second reader, in its room.
desk-to-read-seen = Looked at
desk-nothing-to-read = Nothing to look at.

## Closing
desk-close = Close
desk-close-points = What we keep from this
desk-close-points-hint = One to three points, in their words. They go out with the closing message.
desk-close-point = Point { $number }
desk-close-plan = A plan in three lines, if it helps
desk-close-plan-who = With whom
desk-close-plan-where = Where
desk-close-plan-helps = What helps
desk-again-no = no
desk-again-past = before, not any more
desk-again-gone = they left without an answer
desk-again-hint = Any other answer: do not close, stay, or hand the conversation over.
desk-close-outcome = Outcome
desk-close-type = Violence
desk-close-preview = What will be sent
desk-close-do = Send and close
desk-close-missing = A point, the outcome or the violence is missing.
desk-close-ask-again = Before closing at this level, ask the direct question again.
desk-outcome-helped = helped here
desk-outcome-referred = referred to a service
desk-outcome-emergency-services = emergency services called
desk-outcome-reported = reported
desk-outcome-unfinished = broken off
desk-outcome-not-for-us = outside our field
desk-type-sexual-violence = sexual violence
desk-type-sextortion = sextortion
desk-type-grooming = grooming
desk-type-intimate-images = intimate images shared
desk-type-threats = threats
desk-type-doxxing = doxxing
desk-type-hate = hate, discrimination
desk-type-hacking = account hacked
desk-type-impersonation = impersonation
desk-type-bullying = bullying
desk-type-shocking-content = shocking content
desk-type-none = none

## The alarm's page
desk-alarm = A situation is waiting
desk-alarm-since = Waiting for { $since }.
desk-alarm-acknowledge = I am on it
desk-alarm-hint = The ringing stops. It starts again if a grave situation stays with nobody.
desk-alarm-done = Noted: you are on it.
desk-alarm-done-next = Sign in to take the situation.
desk-alarm-unknown = This link no longer rings.
desk-alarm-unknown-next = Someone is on it already, or the link is too old.

## Answers as the desk reads them: question-choice
desk-danger-hurt-now = being hurt, or about to be
desk-danger-did-dangerous = did something dangerous
desk-danger-thinks-of-dying = thinks of dying
desk-danger-could-hurt = could hurt someone
desk-danger-other-in-danger = someone else is in danger
desk-danger-no = no
desk-danger-unsure = does not know
desk-danger-skip = passed over
desk-screen-no = no
desk-screen-beside = yes, right beside
desk-screen-later = yes, later
desk-screen-author = yes, the person doing harm
desk-screen-unsure = does not know
desk-screen-skip = passed over
desk-speak-yes = yes
desk-speak-no = no
desk-speak-unsure = does not know
desk-speak-skip = passed over
desk-who-me = themselves
desk-who-friend = a friend
desk-who-sibling = their brother or sister
desk-who-my-child = their child
desk-who-pupil = a pupil
desk-who-witness = saw something
desk-who-author = did harm
desk-who-skip = passed over
desk-age-under-13 = under 13
desk-age-13-14 = 13-14
desk-age-15-17 = 15-17
desk-age-adult = 18 or over
desk-age-skip = age unknown: minor
desk-what-insults = insults, mockery
desk-what-threats = threats, blows
desk-what-blackmail = blackmail
desk-what-intimate = intimate photo or video
desk-what-body = touched or forced
desk-what-adult-insists = an adult or stranger insists
desk-what-other = something else
desk-what-skip = passed over
desk-demand-money = money
desk-demand-images = more images
desk-demand-meet = to meet in person
desk-demand-harm = to hurt themselves or someone
desk-demand-silence = to stay silent
desk-demand-no = nothing
desk-demand-unsure = does not know
desk-demand-skip = passed over
desk-deadline-hour = within the hour
desk-deadline-today = today, tonight
desk-deadline-later = later
desk-deadline-none = no date
desk-deadline-spread = already shared
desk-deadline-unsure = does not know
desk-deadline-skip = passed over
desk-author-home = someone at home
desk-author-known-adult = an adult they know
desk-author-school = someone from school
desk-author-partner = ex or partner
desk-author-online = met online
desk-author-several = several people
desk-author-unsure = does not know
desk-author-skip = passed over
desk-direct-now = yes, right now
desk-direct-sometimes = yes, sometimes
desk-direct-past = before, not any more
desk-direct-unsure = does not know
desk-direct-no = no
desk-direct-skip = passed over or dodged
desk-direct-silence = silence after the question
desk-harm-plan-today = a day soon
desk-harm-plan-means = has the means
desk-harm-plan-no = no
desk-harm-plan-unsure = does not know
desk-harm-plan-skip = passed over
desk-want-report = wants to tell
desk-want-ask-call = wants a number
desk-want-ask-confidentiality = asks who is told
desk-want-ask-erase = wants to erase
desk-want-ask-takedown = wants something removed
desk-want-ask-complaint = thinks of a complaint
desk-want-ask-help = asks who can help
desk-want-send-evidence = wants to save a screenshot
desk-want-other = something else
desk-follow-when-tomorrow = wants news tomorrow
desk-follow-when-three-days = wants news in three days
desk-follow-when-week = wants news in a week
desk-follow-when-skip = wants news, whenever
desk-follow-word-hello = under the word “Hello”
desk-follow-word-book = under the word “book”
desk-follow-word-match = under the word “match”
desk-follow-up-better = since then: better
desk-follow-up-same = since then: the same
desk-follow-up-worse = since then: worse
desk-follow-up-stop = wants no more news
desk-act-follow-yes = wants to be asked how they are
desk-act-news = opens the question how they are
desk-act-open = opens the message that was kept
desk-act-calm = asks for help with waiting
desk-act-save-what = asks what to keep
desk-act-call-back = asks to be called back
desk-call-back = Asks to be called back
desk-call-back-reveal = Show the number
desk-call-back-done = Called: the number can go
desk-call-back-hint = Only you see it. Showing it is recorded.
desk-act-human = asks for someone
desk-act-danger = Danger button
desk-act-quit = left quickly
desk-act-evidence = wants to send evidence
desk-act-language-fr = switches to French
desk-act-language-en = switches to English
desk-act-write = writes in their own words
desk-act-wait = waits
desk-act-continue = goes on
desk-act-consent-yes = shares their evidence
desk-act-consent-no = does not share their evidence
desk-act-consent-later = decides later about their evidence
desk-act-phrase = chooses their phrase
desk-act-place = offers to say where
desk-act-better = says it is better
desk-act-continue-here = goes on here
desk-act-call-15 = tapped 15
desk-act-call-17 = tapped 17
desk-act-text-114 = tapped 114
desk-act-call-3114 = tapped 3114
desk-act-call-119 = tapped 119
desk-act-checkin-yes = wants a check-in
desk-act-checkin-no = wants no check-in
desk-act-resume = resumes their conversation
desk-act-erase = asks to erase
desk-act-listener-worry = a worry about the person writing to them
desk-act-worry-more = asks to say more to someone else
desk-act-worry-no = says it is someone else
desk-kept-from = kept from the one who holds this case

## When something did not go as wished: what happened, then the next step
desk-fault-signed-out = Your session has ended.
desk-fault-signed-out-next = Sign in again: what you were writing stays on the page.
desk-fault-forged = This page belongs to another session.
desk-fault-forged-next = Open it again, then retry.
desk-fault-too-long = This text is too long.
desk-fault-too-long-next = Send it in several parts.
desk-fault-held = This message contains “/” or “//”. Is it a note?
desk-fault-held-next = Nothing was sent.
desk-fault-empty = There is no word to send.
desk-fault-empty-next = Nothing was sent.
desk-fault-move = This conversation has changed meanwhile.
desk-fault-move-next = Open it again to see where it stands.
desk-fault-claimed = Someone took it just before.
desk-fault-claimed-next = Take the next one.
desk-fault-claimed-by = { $alias } took it just before.
desk-fault-claimed-by-next = Take the next one.
desk-take-next-from-board = To the next one
desk-fault-no-case = This conversation does not exist, or was erased.
desk-fault-no-case-next = Go back to the board.
desk-fault-no-page = This page does not exist.
desk-fault-no-page-next = Go back to the board.
desk-fault-not-allowed = You may not do this here.
desk-fault-not-allowed-next = The conversation may be with someone else. If needed, ask a supervisor.
desk-fault-sign-in = Name and passphrase do not go together.
desk-fault-sign-in-next = Check both, capitals included.
desk-fault-throttled = Too many attempts.
desk-fault-throttled-next = { $seconds ->
    [one] Try again in a second.
   *[other] Try again in { $seconds } seconds.
}
desk-fault-invitation = This invitation was used, or is too old.
desk-fault-invitation-next = Ask a supervisor for a new link.
desk-fault-name-taken = This name is taken here.
desk-fault-name-taken-next = Choose another.
desk-fault-weak = This passphrase is guessed too fast.
desk-fault-weak-next = Take five words by chance, or more.
desk-fault-weak-short = This passphrase is too short.
desk-fault-weak-short-next = Take five words by chance, or more.
desk-fault-weak-name = Your own name counts for nothing in it: whoever knows you tries it first.
desk-fault-weak-name-next = Take five words by chance, or more.
desk-fault-not-shared = This item is not shared with the team.
desk-fault-not-shared-next = Only the person can agree to it.
desk-fault-no-item = This item does not exist.
desk-fault-no-item-next = Open the conversation again.
desk-fault-erased = This item was erased.
desk-fault-erased-next = It cannot be opened any more.
desk-fault-no-preview = No preview is possible for this file.
desk-fault-no-preview-next = The original can be downloaded.
desk-fault-cannot-open = This file does not open.
desk-fault-cannot-open-next = It may be damaged: tell a supervisor.
desk-fault-off-shift = This person is not signed in.
desk-fault-off-shift-next = Choose somebody who is there, or hand the conversation back to the queue.
desk-fault-on-pause = It is time for a pause.
desk-fault-on-pause-next = It ends by itself, or from the page of the shift.
desk-fault-full = You hold as many conversations as you can.
desk-fault-full-next = Hand one back or over first. An emergency always comes through.
desk-fault-second-emergency = This would be a second emergency for you today.
desk-fault-second-emergency-next = You may say no: on-call and the supervisors are told.
desk-fault-still-held = Conversations are still with you.
desk-fault-still-held-next = Hand them back or over before you leave.
desk-fault-closed-already = You have closed this conversation already.
desk-fault-closed-already-next = The last message went out once.
desk-fault-no-offer = This offer no longer stands.
desk-fault-no-offer-next = Open the conversation again to see where it is.
desk-fault-only-danger = This is for situations in which a life may be in danger.
desk-fault-only-danger-next = If it is one, change the level first.
desk-fault-same-person = Somebody else has to read this.
desk-fault-same-person-next = Ask for a second listener or a supervisor.
desk-fault-untold = A choice is missing: to whom, or whether they know, and if not, why.
desk-fault-untold-next = Go back to the page and complete it.
desk-fault-held-contact = This message gives a contact the house does not know:
desk-fault-held-contact-next = Nothing was sent. If you mean it, say why: a supervisor will read it.
desk-fault-strange-way = These words will go to the person and give a contact the house does not know:
desk-fault-strange-way-next = Nothing was sent. Take it out; if it is needed, give it in the conversation, with the reason.
desk-fault-held-table = This message comes from a table: nobody can read it on a phone.
desk-fault-held-table-next = Nothing was sent. Put it into sentences.
desk-fault-held-promise = This message gives a word that nobody can keep.
desk-fault-held-promise-next = Nothing was sent.
desk-promise-secrecy = Say what the team keeps to itself, and the three limits.
desk-promise-gone = Say what is erased here, and for how many days copies may last.
desk-promise-deeds = Say what is done, never what will come of it.
desk-fault-many-signs = This message has { $count } signs, too many for a messenger.
desk-fault-many-signs-next = Nothing was sent. Cut it in two: 4096 signs at most.
desk-fault-file = Files stay here.
desk-fault-file-next = Nothing but words goes to the person.
desk-fault-ask-again = Before closing at this level, ask the direct question again.
desk-fault-ask-again-next = The answer is noted on the closing page, at the web desk.
desk-fault-no-end = It takes a last day, within thirty days.
desk-fault-no-end-next = Nothing was sent. Choose the day.
desk-fault-unforeseen = Something did not work.
desk-fault-unforeseen-next = Try again. If it goes on, tell a supervisor.
desk-fault-unsent = Not sent: the connection is missing. The text is kept, Enter tries again.
desk-draft-kept = Your text, to copy
