# What people who write on Telegram read besides the chat's own words. Neutral: someone else may look at the phone.

## The bot's face
telegram-description = Write here, in your own time. A program answers first, then a person of the team.
telegram-short = Notes and messages.

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
