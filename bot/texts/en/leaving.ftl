# Who leaves the team.

desk-remove = Remove from the team
desk-remove-hint = { $name } is signed out at once and can sign in no more. Their conversations go back to the queue with a note, and what is written from now on is sealed with a key they never held. Open invitations are void. This cannot be undone.
desk-remove-do = Remove for good
desk-removing = Remove { $name } now?
desk-removing-live = { $count ->
    [one] One conversation is going on with them. It goes back to the queue, and whoever writes there is told that this person had to leave.
   *[other] { $count } conversations are going on with them. They go back to the queue, and whoever writes there is told that this person had to leave.
}
desk-removing-first = Gentler, if there is time: take them over first, or pass them to somebody.
desk-removing-back = Remove nobody
desk-removed = { $count ->
    [0] Removed. No conversation was open with them.
    [one] Removed. One conversation went back to the queue.
   *[other] Removed. { $count } conversations went back to the queue.
}
desk-removed-note = Whoever held this conversation has left the team.
desk-fault-no-listener = Nobody of the team has this name any more.
desk-fault-no-listener-next = See who is there on the team page.
desk-fault-last-supervisor = The last supervisor stays.
desk-fault-last-supervisor-next = Without one nobody could be let in. Invite another supervisor first.
