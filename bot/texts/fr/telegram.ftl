# What people who write on Telegram read besides the chat's own words. Neutral: someone else may look at the phone.

## The bot's face
telegram-description = Écrire ici, à son rythme. Un programme répond d'abord, puis une personne de l'équipe.
telegram-short = Notes et messages.

## Leaving fast
telegram-left = C'est rangé, autant que Telegram le permet. Il reste ce qui a plus de 48 heures, et tes propres messages : cela s'enlève à la main, en supprimant la discussion.
    .vous = C'est rangé, autant que Telegram le permet. Il reste ce qui a plus de 48 heures, et vos propres messages : cela s'enlève à la main, en supprimant la discussion.
act-pause = Faire une pause
desk-act-pause = fait une pause

## Files
telegram-tidy = Retirer mes fichiers de cette conversation
telegram-tidied = C'est retiré de cette conversation. Dans le coffre, tout est gardé.
telegram-tidied-not-all = Telegram ne permet de retirer que ce qui a moins de 48 heures. Le reste se retire à la main ; dans le coffre, tout est gardé.
telegram-to-web = Ouvrir la page web
telegram-file-large = Ce fichier est trop lourd pour passer par Telegram (plus de 20 Mo). Il peut se déposer sur la page web.
telegram-file-lost = Ce fichier n'est pas arrivé jusqu'ici. Tu peux le renvoyer.
    .vous = Ce fichier n'est pas arrivé jusqu'ici. Vous pouvez le renvoyer.

## What is not kept
telegram-contact-not-kept = Je n'ai pas gardé ce contact : ici, on n'a pas besoin de savoir qui est qui. Tu peux raconter avec tes mots.
    .vous = Je n'ai pas gardé ce contact : ici, nous n'avons pas besoin de savoir qui est qui. Vous pouvez raconter avec vos mots.
telegram-place-not-kept = Je n'ai pas gardé cette position. Elle sert seulement quand il y a un danger : dis-le moi si c'est le cas.
    .vous = Je n'ai pas gardé cette position. Elle sert seulement quand il y a un danger : dites-le moi si c'est le cas.

## The desk on Telegram: what listeners read
desk-telegram-link-explained = Relier ce compte Telegram à votre place d'écoutant·e : les conversations que vous prendrez pourront s'y tenir. Continuez seulement si c'est vous qui venez de le demander au bot.
desk-telegram-link-do = Relier mon compte Telegram
desk-telegram-title = Telegram
desk-telegram-linked = C'est relié. Vous pouvez retourner dans Telegram.
desk-telegram-not-enrolled = Ce compte n'est relié à personne de la permanence. Si vous y écoutez, ouvrez ce lien là où vous êtes connecté·e : { $link }
desk-telegram-sign-in = Votre connexion à la permanence web n'est pas ouverte : elle seule ouvre votre clé. Connectez-vous, et la suite arrive ici : { $link }
desk-telegram-welcome = C'est relié. Les conversations se prennent dans le groupe et s'ouvrent ici. Vos messages partent tels quels ; « // » au début garde une note. Le reste se fait sur la permanence web : { $link }
desk-telegram-commands = Ici : /fermer pour finir, /rendre pour remettre dans la file (avec un mot pour la suite), /appeler pour faire venir une personne qui supervise.
desk-telegram-waiting-since = attend depuis { $time }
desk-telegram-taken-by = avec { $alias }
desk-telegram-waits = à prendre
desk-telegram-at-the-web-desk = à prendre sur la permanence web
desk-telegram-take = Prendre
desk-telegram-take-next = Prendre la suivante
desk-telegram-list = { $count ->
    [0] Personne d'autre n'attend.
    [one] Une autre conversation :
   *[other] { $count } autres conversations :
}
desk-telegram-list-more = et { $count } de plus sur la permanence web
desk-telegram-head = Ce que vous écrivez dans ce sujet part à la personne. « // » au début : note. /fermer, /rendre, /appeler.
desk-telegram-unreadable = (illisible avec votre clé)
desk-telegram-evidence = { $count ->
    [one] une pièce dans le coffre, à voir sur la permanence web
   *[other] { $count } pièces dans le coffre, à voir sur la permanence web
}
desk-telegram-unread = (un message vocal, une vidéo ou une image : à voir sur la permanence web)
desk-telegram-corrected = (corrigé)
desk-telegram-handed-over = La conversation { $case } n'est plus avec vous.
desk-telegram-taken = { $case } est avec vous, dans votre discussion avec le bot.
desk-telegram-stays-at-web = { $case } est avec vous. Elle vient d'un canal chiffré : elle se tient sur la permanence web. { $link }
desk-telegram-too-late = Déjà prise, ou fermée.
desk-telegram-nobody-waits = Personne n'attend.
desk-telegram-one-at-a-time = Sans sujets dans cette discussion, une seule conversation à la fois : finissez ou rendez celle en cours.
desk-telegram-no-case-here = Aucune conversation ne se tient ici. Rien n'est parti.
desk-telegram-words-only = Rien n'est parti : d'ici, seuls les mots passent. Le reste se fait sur la permanence web : { $link }
desk-telegram-noted = Gardé comme note. Rien n'est parti.
desk-telegram-held = Pas encore parti : il y a « // » au milieu. Est-ce une note ?
desk-telegram-held-send = Envoyer tel quel
desk-telegram-held-note = Garder comme note
desk-telegram-edit-unknown = Cette correction n'est pas partie : le message n'est pas d'une conversation en cours.
desk-telegram-taken-back = Retiré de chez la personne, gardé comme note.
desk-telegram-not-taken-back = Gardé comme note. Ce qui était déjà parti ne peut pas être retiré sur ce canal.
desk-telegram-delivery-held = Pas encore parti : Telegram demande d'attendre. Cela partira tout seul.
desk-telegram-delivery-blocked = Pas arrivé : la personne a bloqué le bot. Cela partira si elle revient.
desk-telegram-delivery-failed = Pas arrivé : Telegram a refusé ce message.
desk-telegram-called = Une personne qui supervise est appelée.
desk-telegram-close-outcome = Comment se termine l'échange ?
desk-telegram-close-type = De quelle violence s'agissait-il ?
desk-telegram-close-points = Écrivez un à trois points retenus ensemble, un par ligne. La personne les recevra. /non pour ne pas fermer.
desk-telegram-close-not = La conversation reste ouverte.
desk-telegram-closed = C'est fermé. Les derniers mots sont partis.
desk-telegram-button-unknown = Ce bouton ne sert plus.
desk-telegram-see-private = La suite est dans votre discussion avec le bot.
desk-telegram-at-the-web = Permanence web : { $link }
desk-telegram-take-over = Reprendre (supervision)
desk-telegram-took-over = Repris depuis Telegram.
