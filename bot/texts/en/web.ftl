# The web chat's own words: buttons, states, errors. They speak to everybody, child or parent.
# What the bot says is elsewhere.

## The page
web-title = Notes
web-exit = Leave fast
web-menu = More
web-close = Close
web-human = Talk to someone
web-danger = Danger
web-log = Conversation
web-message = Message
web-message-hint = Write here…
web-send = Send
web-language-fr = Français
web-language-en = English
web-below = See what follows
web-choices = Possible answers

## Who writes, and how far a message got
web-from-bot = Automatic reply
web-from-listener = Someone from the team
web-from-me = Me
web-state-sending = Sending…
web-state-sent = Sent
web-state-failed = Not sent yet · Try again
web-offline = Connection lost, trying again…
web-held = You have a message
web-code = Receipt number
web-copy = Copy
web-copied = Copied

## Pictures and files
web-evidence-add = Add a picture or a file
web-evidence-hint = Up to { $megabytes } MB. No intimate pictures, not even as proof.
web-evidence-file = File
web-evidence-progress = Sending the file
web-evidence-cancel = Cancel
web-evidence-cancelled = Cancelled
web-evidence-storing = Receiving…
web-evidence-kept = Received

## The phrase
web-phrase-title = Five words to come back
web-phrase-noted = I wrote them down
web-phrase-other = Other words
web-phrase-own = Choose my own
web-phrase-own-label = My phrase
web-phrase-own-hint = Five different words at least, with nothing to do with each other. No name, no date, no song.
web-phrase-own-do = Keep this phrase
web-phrase-kept = Done. These words will not be shown again: they let you come back here and open what you handed over.
web-resume = I already have a phrase
web-resume-hint = It opens the conversation here, on this device.
web-resume-label = My phrase
web-resume-do = Go on

## When the conversation ended
web-ended = This conversation is no longer open here.
web-ended-hint = You can start another one, or go on with the old one using its phrase.
web-begin-again = Start again

## Numbers, and keeping out of sight
web-worry = A worry about who writes to me
web-numbers = These numbers answer now
web-discreet = Keeping out of sight
web-discreet-exit = “Leave fast”, the Escape key twice, or /x: the conversation is wiped off the screen and a cooking page opens.
web-discreet-history = The address of this page stays in the browser's history. A private window avoids that.
web-discreet-page = This page keeps nothing on the device. Once it is closed, only the phrase leads back.

## Without scripts
web-plain-title = The conversation does not open here
web-plain-why = It needs JavaScript. Another browser or another device may work.
web-plain-meanwhile = Meanwhile, these numbers answer now:

## What quick exit leads to
web-away-title = Kitchen measures
web-away-lead = For cooking without scales.
web-away-teaspoon = 1 teaspoon
web-away-teaspoon-is = 5 ml
web-away-tablespoon = 1 tablespoon
web-away-tablespoon-is = 15 ml
web-away-glass = 1 glass
web-away-glass-is = 200 ml
web-away-flour = 1 tablespoon of flour
web-away-flour-is = 10 g
web-away-sugar = 1 tablespoon of sugar
web-away-sugar-is = 15 g
web-away-rice = 1 glass of rice
web-away-rice-is = 170 g
web-away-butter = 1 knob of butter
web-away-butter-is = 20 g
web-away-oven = Oven, gas mark 4
web-away-oven-is = 180 °C

## What went wrong, and what to do
web-fault-ended = This conversation is no longer open here. You can start another one, or go on with the old one using its phrase.
web-fault-empty = This message is empty. One word is enough.
web-fault-too-long = This message is too long to go in one piece. In two or three pieces it will go.
web-fault-unreadable = This page is out of date. Opening it again is enough.
web-fault-phrase = This phrase opens nothing here. Maybe one word needs mending: accents and capitals do not count.
web-fault-attempts = { $minutes ->
    [one] Several tries in a row: for safety, the next one is possible in a minute.
   *[other] Several tries in a row: for safety, the next one is possible in { $minutes } minutes.
}
web-fault-crowded = Many people are arriving at once. Trying again in a moment may help.
web-fault-weak-short = This phrase is a little short. Five different words at least, not tiny ones.
web-fault-weak-common = This phrase looks like a well-known password. Other words will be safer.
web-fault-weak-guessable = Someone could guess this phrase. One or two more words, unrelated to each other, and it will do.
web-fault-weak-other = This phrase will not do. Other words will be safer.
web-fault-phrase-chosen = A phrase was already chosen for this conversation. That is the one to use.
web-fault-empty-file = This file is empty. It can be chosen again.
web-fault-too-large = This file is larger than { $megabytes } MB. A screenshot or a shorter video will do.
web-fault-quota = This vault takes no more files for now. What is in it stays kept.
web-fault-no-page = There is nothing at this address.
web-fault-unforeseen = Something went wrong on our side. Trying again in a moment may help.
web-fault-network = No connection right now. Trying again may help.

## The vault
web-link-used = This link has already been used, or is more than a quarter of an hour old: it opens nothing any more. A new one can be asked for in the messenger it came from.
web-vault-title = My vault
web-vault-phrase = My phrase
web-vault-open = Open
web-vault-lock = Lock
web-vault-piece = Piece
web-vault-look = See again
web-vault-save = Save
web-vault-copy = Save everything (zip)
web-vault-recovery = Recovery words
web-vault-recovery-hint = To be written on paper, away from the phone. They open the vault if the phrase is lost, and are shown once.
web-vault-empty = This vault is empty.
web-vault-share = Show it to the team
web-vault-unshare = Stop showing it
web-vault-held = Sealed, nobody opens it
web-vault-destroyed = Received, destroyed
web-fault-locked = The vault is locked. The phrase opens it again.
web-fault-withheld = This piece is sealed, nobody opens it.
web-fault-no-piece = This piece is no longer here.
web-fault-no-preview = This file is not shown here. It can be saved.
