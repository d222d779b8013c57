# Qui quitte l'équipe.

desk-remove = Retirer de l'équipe
desk-remove-hint = { $name } est déconnecté·e aussitôt et ne pourra plus se connecter. Ses conversations retournent dans la file avec une note, et ce qui s'écrit désormais est scellé avec une clé que cette personne n'a jamais eue. Les invitations ouvertes ne valent plus. C'est définitif.
desk-remove-do = Retirer pour de bon
desk-removing = Retirer { $name } maintenant ?
desk-removing-live = { $count ->
    [one] Une conversation est en cours avec cette personne. Elle retourne dans la file, et on dit à qui écrit que la personne a dû partir.
   *[other] { $count } conversations sont en cours avec cette personne. Elles retournent dans la file, et on dit à qui écrit que la personne a dû partir.
}
desk-removing-first = Plus doux, si vous avez le temps : prenez-les d'abord à votre compte, ou faites-les passer à quelqu'un.
desk-removing-back = Ne retirer personne
desk-removed = { $count ->
    [0] C'est fait. Aucune conversation n'était ouverte avec cette personne.
    [one] C'est fait. Une conversation est retournée dans la file.
   *[other] C'est fait. { $count } conversations sont retournées dans la file.
}
desk-removed-note = La personne qui tenait cette conversation a quitté l'équipe.
desk-fault-no-listener = Personne de l'équipe ne porte plus ce nom.
desk-fault-no-listener-next = La page de l'équipe montre qui est là.
desk-fault-last-supervisor = Le dernier superviseur, la dernière superviseuse reste.
desk-fault-last-supervisor-next = Sans cette personne, plus personne ne pourrait entrer. Invitez d'abord quelqu'un d'autre à ce rôle.
