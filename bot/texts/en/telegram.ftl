# What people who write on Telegram read besides the chat's own words. Neutral: someone else may look at the phone.

## The bot's face
telegram-description = Write here, in your own time. A program answers first, then a person of the team.
telegram-short = Notes and messages.

## Leaving fast
telegram-left = Tidied away, as far as Telegram allows. What is older than 48 hours, and your own messages, stay: they go by hand, by deleting the chat.
act-pause = Take a pause
desk-act-pause = is taking a pause

## Files
telegram-tidy = Take my files out of this chat
telegram-tidied = Taken out of this chat. In the vault, everything is kept.
telegram-tidied-not-all = Telegram only lets me take out what is less than 48 hours old. The rest can be removed by hand; in the vault, everything is kept.
telegram-to-web = Open the web page
telegram-file-large = This file is too heavy for Telegram (over 20 MB). It can be left on the web page.
telegram-file-lost = This file did not get through. You can send it again.

## What is not kept
telegram-contact-not-kept = I did not keep this contact: here, nobody needs to know who is who. You can tell it in your own words.
telegram-place-not-kept = I did not keep this position. It only serves where there is danger: tell me if that is so.

## The desk on Telegram: what listeners read
desk-telegram-link-explained = Link this Telegram account to your place as a listener: conversations you take can then be held there. Only go on if it was you who just asked the bot.
desk-telegram-link-do = Link my Telegram account
desk-telegram-title = Telegram
desk-telegram-linked = Linked. You can go back to Telegram.
desk-telegram-not-enrolled = This account belongs to nobody at the desk. If you listen here, open this link where you are signed in: { $link }
desk-telegram-sign-in = You are not signed in at the web desk: only that opens your key. Sign in, and the rest arrives here: { $link }
desk-telegram-welcome = Linked. Conversations are taken in the group and open here. Your messages go out as they are; “//” at the beginning keeps a note. Everything else is at the web desk: { $link }
desk-telegram-commands = Here: /menu shows everything that can be done from here. /no cancels what was just asked.
desk-telegram-waiting-since = waiting since { $time }
desk-telegram-taken-by = with { $alias }
desk-telegram-waits = to be taken
desk-telegram-at-the-web-desk = to be taken at the web desk
desk-telegram-take = Take
desk-telegram-take-next = Take the next one
desk-telegram-list = { $count ->
    [0] Nobody else is waiting.
    [one] One other conversation:
   *[other] { $count } other conversations:
}
desk-telegram-list-more = and { $count } more at the web desk
desk-telegram-unreadable = (not readable with your key)
desk-telegram-evidence = { $count ->
    [one] one piece in the vault, to be seen at the web desk
   *[other] { $count } pieces in the vault, to be seen at the web desk
}
desk-telegram-unread = (a voice message, a video or an image: to be seen at the web desk)
desk-telegram-corrected = (corrected)
desk-telegram-taken = { $case } is with you, in your chat with the bot.
desk-telegram-stays-at-web = { $case } is with you. It comes from an encrypted channel: it is held at the web desk. { $link }
desk-telegram-too-late = Already taken, or closed.
desk-telegram-nobody-waits = Nobody is waiting.
desk-telegram-one-at-a-time = Without topics in this chat, one conversation at a time: finish or release the one you hold.
desk-telegram-no-case-here = No conversation is held here. Nothing was sent.
desk-telegram-words-only = Nothing was sent: from here only words cross. Everything else is at the web desk: { $link }
desk-telegram-noted = Kept as a note. Nothing was sent.
desk-telegram-held = Not sent yet: there is “/” or “//” in this message. Is it a note?
desk-telegram-held-send = Send as it is
desk-telegram-held-note = Keep as a note
desk-telegram-edit-unknown = This correction was not sent: the message is not of a conversation you hold.
desk-telegram-taken-back = Kept as a note, and removed at the person's end if their app still allows it.
desk-telegram-not-taken-back = Kept as a note. What had gone out cannot be removed on this channel.
desk-telegram-delivery-held = Not sent yet: Telegram asks to wait. It goes out by itself.
desk-telegram-delivery-blocked = Not delivered: the person has blocked the bot. It goes out if they come back.
desk-telegram-delivery-failed = Not delivered: Telegram refused this message.
desk-telegram-called = A supervisor is being called.
desk-telegram-close-outcome = How does the conversation end?
desk-telegram-close-type = Which kind of violence was it about?
desk-telegram-close-points = Write one to three points you agreed on, one a line. The person will get them. /no to not close.
desk-telegram-close-not = The conversation stays open.
desk-telegram-closed = Closed. The last words have gone out.
desk-telegram-button-unknown = This button no longer works.
desk-telegram-see-private = The rest is in your chat with the bot.
desk-telegram-take-over = Take over (supervisors)
desk-telegram-took-over = Taken over from Telegram.
desk-telegram-commands-alone = That is done in a conversation's topic. Here: /pause, /back, /debrief (to talk before you leave), /end (hand back and sign out).

## What one is in a topic
desk-telegram-head-claimant = What you write in this topic goes to the person. “//” at the beginning: a note. /menu for the rest.
desk-telegram-head-offer = You are asked to take this conversation over. Read it; until you say yes, nothing goes out from here.
desk-telegram-head-second = You read along with a colleague: nothing goes out from here. “//” at the beginning keeps a note for the team.
desk-telegram-web-claimant = { $case } is with you, at the web desk. { $link }
desk-telegram-web-offer = You are asked to take { $case } over. It is read and taken at the web desk: { $link }
desk-telegram-web-second = You are asked to read along in { $case }, at the web desk: { $link }
desk-telegram-over-claimant-bare = The conversation { $case } is no longer with you.
desk-telegram-over-claimant = The conversation { $case } is now with { $alias }.
desk-telegram-over-offer = { $case } is no longer offered to you.
desk-telegram-over-second = You no longer read along in { $case }.
desk-telegram-reading-only = Nothing was sent: here you read along. “//” at the beginning keeps a note for the team.
desk-telegram-not-yet-yours = Nothing was sent: say yes to this conversation first.

## The menu of a topic
desk-telegram-menu = What can be done from here. Everything else is one tap away: { $link }
desk-telegram-do-menu = Menu
desk-telegram-do-ready = Ready replies
desk-telegram-do-call = Call a supervisor
desk-telegram-do-give = Hand over
desk-telegram-do-second = Second listener
desk-telegram-do-release = Put back
desk-telegram-do-close = Close
desk-telegram-do-leave = Stop reading along
desk-telegram-do-pause = Take a pause
desk-telegram-do-back = Back from the pause
desk-telegram-do-debrief = Talk before you leave
desk-telegram-do-end = End of shift
desk-telegram-release-note = A word for whoever comes next? Write it here: only the team reads it. /no to keep the conversation.
desk-telegram-release-bare = Put back without a word
desk-telegram-asked-still = I still wait for your answer; /no to stop here.
desk-telegram-not-yours = Nothing was sent: this conversation is not with you, or no longer.

## Handing over, reading along
desk-telegram-give-whom = To whom? They see the talk and your note before they say yes.
desk-telegram-second-whom = Who reads along?
desk-telegram-nobody-there = Nobody else is there. You can put it back in the queue, or call a supervisor.
desk-telegram-give-note = Write the hand-over note here: only the team reads it. /no to not offer it.
desk-telegram-offer-waits = Offered to { $alias }. Until they answer, the conversation stays with you.
desk-telegram-offer-back = Take the offer back
desk-telegram-offer-refused = { $alias } cannot. The conversation stays with you.
desk-telegram-offer-ended = The offer no longer stands. The conversation stays with you.
desk-telegram-offered-bare = { $alias } asks you to take { $case } over.
desk-telegram-offered = { $alias } asks you to take { $case } over. Their note: { $note }
desk-telegram-refused = Said. The conversation stays with whoever offered it.
desk-telegram-second-asked = Asked: they read along, without a word to the person.
desk-telegram-second-ended = The reading along has ended.

## Ladders
desk-telegram-rung-unanswered = { $who ->
    [on_call] Your answer is waited for here: on-call is being called.
   *[other] Your answer is waited for here: a supervisor is being called.
}
desk-telegram-rung-silence = { $who ->
    [on_call] Silence after a grave message: on-call is being called. Decide what comes next with a supervisor.
   *[other] Silence after a grave message: a supervisor is being called and joins you.
}

## Ready replies
desk-telegram-ready-which = Which one? You read it before it goes.
desk-telegram-ready-none = No ready reply is written.
desk-telegram-ready-send = Send

## The shift
desk-telegram-paused = Paused until { $time }. Nothing new is given to you; what you hold stays with you.
desk-telegram-resume = Go on
desk-telegram-resumed = The pause is over.
desk-telegram-debrief-asked = Supervisors know that you want to talk before you leave.
desk-telegram-end-held = Back to the queue, at their place: { $cases }. A note for whoever comes next stands behind the command: /end, then the note.
desk-telegram-end-bare = No conversation is with you. Signing out closes the web desk too.
desk-telegram-end-do = Hand back and sign out
desk-telegram-ended = { $count ->
    [0] You are signed out. Thank you.
    [one] One conversation went back to the queue, and you are signed out. Thank you.
   *[other] { $count } conversations went back to the queue, and you are signed out. Thank you.
}

## Refused, or asked about first
desk-telegram-second-emergency-yes = Yes, I take it
desk-telegram-second-emergency-no = No, another one
desk-telegram-because-service = It is a service's contact
desk-telegram-because-theirs = The person gave it themselves
desk-telegram-because-agreed = Agreed with a supervisor
desk-telegram-not-contact = Not sent yet: this message names { $kinds } the house does not know. To send it, say why: supervisors read that.
desk-telegram-not-table = Not sent yet: this message comes from a table, unreadable on a phone. Put it into sentences.
desk-telegram-not-finished = One to three points, how it ends and which violence are needed.
desk-telegram-not-asked-again = Not closed yet: at this level the direct question is asked again. Begin anew with /close.
desk-telegram-not-second-emergency = This would be a second emergency for you today. You may say no: on-call and supervisors are told.
desk-telegram-not-on-pause = You have a pause: nothing new until it ends.
desk-telegram-not-full = You hold as many conversations as possible. Put back or hand over one first; an emergency is always let through.
desk-telegram-not-off-shift = They are not there. The conversation stays with you: choose somebody else, or put it back.
desk-telegram-not-offered = This offer no longer stands.
desk-telegram-not-handed-back = Conversations are still with you: put them back or hand them over first.
desk-telegram-not-variable = This ready reply asks for a variable nobody fills in. Nothing was sent: tell whoever writes the texts.
desk-telegram-not-signed-in = Finish signing in first, at the web desk.
desk-telegram-not-rung = The call could not ring. Tell a supervisor yourself.
desk-telegram-not-configured = A file of the house cannot be read. Tell whoever runs it.
desk-telegram-not-here = That is done at the web desk.
desk-telegram-note-stays = This message was a note and stays one: nothing was sent. To send it, write it anew.

## What did not get through
desk-telegram-aside-said-bare = This message did not get through, after several tries. Nothing was sent: send it again.
desk-telegram-aside-said = This message did not get through, after several tries. Nothing was sent: send it again. “{ $words }”
desk-telegram-aside-edit-bare = This correction did not get through. Make it again, or write it below.
desk-telegram-aside-edit = This correction did not get through. Make it again, or write it below. “{ $words }”
desk-telegram-aside-tap = This button did nothing, after several tries. Tap it again.
