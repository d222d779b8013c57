# The vault, as its owner meets it. Nothing here asks for a capture where it could be an intimate image.

## A file that may show an intimate image of a minor
vault-held = It arrived, and it is sealed. Nobody opens it, not even the team. Your receipt:
vault-shows = Piece { $number }: does it show someone naked, or something intimate? If so, we destroy the picture without looking at it, and you did nothing wrong.
    .vous = Piece { $number }: does it show someone naked, or something intimate? If so, the picture is destroyed without being looked at.
vault-destroyed = Piece { $number }: received, destroyed, and nobody looked at it. A sealed fingerprint and the time are left, not the picture.
vault-quarantined = Piece { $number }: it stays sealed, apart. Nobody here opens it.
vault-released = Piece { $number }: thank you, it is kept like the others.
vault-still-held = Piece { $number }: it stays sealed, nobody opens it. You can answer later, by tapping the piece in your vault.
vault-ways = We can act without the picture. Take It Down helps block it without it leaving your phone. A public page can be reported to PHAROS or Point de Contact. For us: the address, the account, the time, their words.
    .vous = We can act without the picture. Take It Down helps block it without it leaving the phone. A public page can be reported to PHAROS or Point de Contact. For us: the address, the account, the time, the words.
vault-words = Paste the page's address, the account's name, the time and their words here. If you add a file, no intimate picture in it.
vault-link-pharos = PHAROS (report a public page)
vault-link-contact = Point de Contact (report)
act-vault-shows-yes = Yes
act-vault-shows-no = No
act-vault-shows-unsure = I don't know
act-vault-keep = Keep address and words

## The list, and one piece
vault-list = { $count ->
    [one] Your vault: one piece.
   *[other] Your vault: { $count } pieces.
} { $shared ->
    [0] The team sees none of it.
    [one] The team can open one.
   *[other] The team can open { $shared }.
}
vault-line = Piece { $number } · { $date }, { $time } · { $state ->
    [shared] the team can open it
    [held] sealed, nobody opens it
    [declared] sealed, apart
    [destroyed] received, destroyed
   *[own] for you only
}
vault-empty = Your vault is empty.
vault-piece = Piece { $number }: { $state ->
    [shared] the team can open it.
    [declared] it is sealed apart, nobody opens it.
    [destroyed] received, destroyed. A sealed fingerprint is left.
   *[own] it is for you only.
}
vault-shared = Piece { $number }: the team can open it now. You can change your mind.
vault-unshared = Piece { $number }: the team can no longer open it. What was seen before cannot be taken back.
vault-shared-all = OK, the team can open everything you keep here. You can change your mind.
vault-shared-none = OK, the team opens nothing any more. What was seen before cannot be taken back.
vault-delete-sure = Piece { $number } would be deleted, and we can't get it back. Are you sure?
vault-delete-later = Noted for piece { $number }. As someone else could be holding this phone, a person can look first: it will be deleted in three days.
vault-deleted = Piece { $number }: deleted. Safety copies may still exist for { $days ->
    [one] { $days } day
   *[other] { $days } days
} at most. The receipt of the deletion:
vault-gone-already = This piece is no longer here.
act-vault = My vault
act-vault-item = Piece { $number }
act-vault-page = More
act-vault-all = The team can see all
act-vault-none = Only me, for all of it
act-vault-share = Show it to the team
act-vault-unshare = Stop showing it
act-vault-delete = Delete
act-vault-gone = Yes, delete
act-vault-look = See it again
act-vault-copy = My copy
act-vault-later = Keep it longer

## What only the page does
vault-look = That opens on the web page, with your phrase if you have one. The picture does not pass through the messenger.
vault-look-here = It opens here, just below, with your phrase if you have one.
vault-copy-here = You can take your copy of what you keep here just below.
vault-copy = You can take your copy of what you keep here on the web page.
vault-copy-words = For a copy of your words, someone from the team can put it into your vault: only the team can read them again.
vault-link-page = Open the page
vault-link-for = This link works once, for { $minutes } minutes. On a device nobody else looks at.
vault-no-page = There is no web page for that here. Someone from the team can help.

## Limits and the end
vault-quota = The vault takes no more files for now. Nothing already in it was lost.
vault-ending = What you have kept here for a long time will soon be erased, as is the rule. Do you want to keep it longer?
vault-ending-discreet = Still here. A word is enough.
vault-kept-on = OK, it is kept longer.
