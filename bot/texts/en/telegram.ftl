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
desk-telegram-commands = Here: /close to finish, /release to put back in the queue (with a word for whoever comes next), /call to bring a supervisor in.
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
desk-telegram-head = What you write in this topic goes to the person. “//” at the beginning: a note. /close, /release, /call.
desk-telegram-unreadable = (not readable with your key)
desk-telegram-evidence = { $count ->
    [one] one piece in the vault, to be seen at the web desk
   *[other] { $count } pieces in the vault, to be seen at the web desk
}
desk-telegram-unread = (a voice message, a video or an image: to be seen at the web desk)
desk-telegram-corrected = (corrected)
desk-telegram-handed-over = The conversation { $case } is no longer with you.
desk-telegram-taken = { $case } is with you, in your chat with the bot.
desk-telegram-stays-at-web = { $case } is with you. It comes from an encrypted channel: it is held at the web desk. { $link }
desk-telegram-too-late = Already taken, or closed.
desk-telegram-nobody-waits = Nobody is waiting.
desk-telegram-one-at-a-time = Without topics in this chat, one conversation at a time: finish or release the one you hold.
desk-telegram-no-case-here = No conversation is held here. Nothing was sent.
desk-telegram-words-only = Nothing was sent: from here only words cross. Everything else is at the web desk: { $link }
desk-telegram-noted = Kept as a note. Nothing was sent.
desk-telegram-held = Not sent yet: there is “//” in its middle. Is it a note?
desk-telegram-held-send = Send as it is
desk-telegram-held-note = Keep as a note
desk-telegram-edit-unknown = This correction was not sent: the message is not of a conversation you hold.
desk-telegram-taken-back = Removed at the person's end, kept as a note.
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
desk-telegram-at-the-web = Web desk: { $link }
desk-telegram-take-over = Take over (supervisors)
desk-telegram-took-over = Taken over from Telegram.
