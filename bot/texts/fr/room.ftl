# La salle : ce que dit son écran, en plus de desk.ftl.

desk-talk = La conversation

## Les touches
desk-keys-title = Au clavier
desk-keys-hint = Une lettre y mène, Entrée le fait. Dans un cadre de texte, les lettres s'écrivent : Échap en sort d'abord.
desk-key-enter = Entrée
desk-key-shift-enter = Maj + Entrée
desk-key-escape = Échap
desk-keys-enter = envoie, ou fait ce qui est choisi
desk-keys-shift-enter = passe à la ligne
desk-keys-escape = sort d'un cadre ou referme ce qui est ouvert
desk-keys-this = montre cette liste
desk-keys-letters = Lettres actives

## Une réponse prête qui ne l'est pas
desk-fault-variable = « { $name } » est resté vide dans cette réponse.
desk-fault-variable-next = Écrivez ce qui doit s'y trouver, ou prenez-en une autre ; dites-le à qui écrit les textes.
