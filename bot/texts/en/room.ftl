# The room: what its screen says beside desk.ftl.

desk-talk = The talk
