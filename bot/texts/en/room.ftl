# The room: what its screen says beside desk.ftl.

desk-talk = The talk

## The keys
desk-keys-title = By keyboard
desk-keys-hint = A letter takes you there, Enter does it. In a box, letters are letters: Escape leaves it first.
desk-key-enter = Enter
desk-key-shift-enter = Shift + Enter
desk-key-escape = Esc
desk-keys-enter = sends, or does what is chosen
desk-keys-shift-enter = starts a new line
desk-keys-escape = leaves a box or closes what is open
desk-keys-this = shows this list
desk-keys-letters = Letters on

## A ready reply that is not ready
desk-fault-variable = « { $name } » is still open in this reply.
desk-fault-variable-next = Write what belongs there, or choose another reply; tell whoever writes the texts.
