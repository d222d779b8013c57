# La salle : ce que dit son écran, en plus de desk.ftl.

desk-talk = La conversation
