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
desk-telegram-commands = Ici : /menu montre tout ce qui se fait d'ici. /non annule ce qui vient d'être demandé.
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
desk-telegram-unreadable = (illisible avec votre clé)
desk-telegram-evidence = { $count ->
    [one] une pièce dans le coffre, à voir sur la permanence web
   *[other] { $count } pièces dans le coffre, à voir sur la permanence web
}
desk-telegram-unread = (un message vocal, une vidéo ou une image : à voir sur la permanence web)
desk-telegram-corrected = (corrigé)
desk-telegram-taken = { $case } est avec vous, dans votre discussion avec le bot.
desk-telegram-stays-at-web = { $case } est avec vous. Elle vient d'un canal chiffré : elle se tient sur la permanence web. { $link }
desk-telegram-too-late = Déjà prise, ou fermée.
desk-telegram-nobody-waits = Personne n'attend.
desk-telegram-one-at-a-time = Sans sujets dans cette discussion, une seule conversation à la fois : finissez ou rendez celle en cours.
desk-telegram-no-case-here = Aucune conversation ne se tient ici. Rien n'est parti.
desk-telegram-words-only = Rien n'est parti : d'ici, seuls les mots passent. Le reste se fait sur la permanence web : { $link }
desk-telegram-noted = Gardé comme note. Rien n'est parti.
desk-telegram-held = Pas encore parti : il y a « / » ou « // » dans ce message. Est-ce une note ?
desk-telegram-held-send = Envoyer tel quel
desk-telegram-held-note = Garder comme note
desk-telegram-edit-unknown = Cette correction n'est pas partie : le message n'est pas d'une conversation en cours.
desk-telegram-taken-back = Gardé comme note, et retiré de chez la personne si son application le permet encore.
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
desk-telegram-take-over = Reprendre (supervision)
desk-telegram-took-over = Repris depuis Telegram.
desk-telegram-commands-alone = Cela se fait dans le sujet d'une conversation. Ici : /pause, /retour, /parler (en parler avant de partir), /fin (rendre et sortir).

## What one is in a topic
desk-telegram-head-claimant = Ce que vous écrivez dans ce sujet part à la personne. « // » au début : note. /menu pour le reste.
desk-telegram-head-offer = On vous propose cette conversation. Lisez ; tant que vous n'avez pas dit oui, rien ne part d'ici.
desk-telegram-head-second = Vous lisez avec un·e collègue : rien ne part d'ici. « // » au début garde une note pour l'équipe.
desk-telegram-web-claimant = { $case } est avec vous, sur la permanence web. { $link }
desk-telegram-web-offer = On vous propose { $case }. Cela se lit et se prend sur la permanence web : { $link }
desk-telegram-web-second = On vous demande de lire { $case }, sur la permanence web : { $link }
desk-telegram-over-claimant-bare = La conversation { $case } n'est plus avec vous.
desk-telegram-over-claimant = La conversation { $case } est maintenant avec { $alias }.
desk-telegram-over-offer = { $case } ne vous est plus proposée.
desk-telegram-over-second = Vous ne lisez plus { $case }.
desk-telegram-reading-only = Rien n'est parti : ici, vous lisez. « // » au début garde une note pour l'équipe.
desk-telegram-not-yet-yours = Rien n'est parti : dites d'abord oui à cette conversation.

## The menu of a topic
desk-telegram-menu = Ce qui se fait d'ici. Le reste, à un doigt : { $link }
desk-telegram-do-menu = Menu
desk-telegram-do-ready = Réponses prêtes
desk-telegram-do-call = Appeler la supervision
desk-telegram-do-give = Confier
desk-telegram-do-second = Deuxième écoute
desk-telegram-do-release = Rendre
desk-telegram-do-close = Clore
desk-telegram-do-leave = Quitter cette lecture
desk-telegram-do-pause = Faire une pause
desk-telegram-do-back = Reprendre après la pause
desk-telegram-do-debrief = En parler avant de partir
desk-telegram-do-end = Fin de permanence
desk-telegram-release-note = Un mot pour la suite ? Écrivez-le ici : seule l'équipe le lit. /non pour garder la conversation.
desk-telegram-release-bare = Rendre sans mot
desk-telegram-asked-still = J'attends toujours votre réponse ; /non pour arrêter là.
desk-telegram-not-yours = Rien n'est parti : cette conversation n'est pas avec vous, ou plus.

## Handing over, reading along
desk-telegram-give-whom = À qui la confier ? La personne voit l'échange et votre note avant de dire oui.
desk-telegram-second-whom = Qui lit avec vous ?
desk-telegram-nobody-there = Personne d'autre n'est là. Vous pouvez la rendre à la file, ou appeler la supervision.
desk-telegram-give-note = Écrivez ici la note de passation : seule l'équipe la lit. /non pour ne pas proposer.
desk-telegram-offer-waits = Proposée à { $alias }. D'ici sa réponse, la conversation reste avec vous.
desk-telegram-offer-back = Reprendre la proposition
desk-telegram-offer-refused = { $alias } ne peut pas. La conversation reste avec vous.
desk-telegram-offer-ended = La proposition n'a plus cours. La conversation reste avec vous.
desk-telegram-offered-bare = { $alias } vous propose { $case }.
desk-telegram-offered = { $alias } vous propose { $case }. Sa note : { $note }
desk-telegram-refused = C'est dit. La conversation reste avec qui vous l'a proposée.
desk-telegram-second-asked = C'est demandé : elle ou il lit avec vous, sans parler à la personne.
desk-telegram-second-ended = La lecture est terminée.

## Ladders
desk-telegram-rung-unanswered = { $who ->
    [on_call] On attend votre réponse ici : l'astreinte est appelée.
   *[other] On attend votre réponse ici : la supervision est appelée.
}
desk-telegram-rung-silence = { $who ->
    [on_call] Silence après un message grave : l'astreinte est appelée. Décidez de la suite avec la supervision.
   *[other] Silence après un message grave : la supervision est appelée et vous rejoint.
}

## Ready replies
desk-telegram-ready-which = Laquelle ? Vous la relirez avant qu'elle parte.
desk-telegram-ready-none = Aucune réponse prête n'est écrite.
desk-telegram-ready-send = Envoyer

## The shift
desk-telegram-paused = En pause jusqu'à { $time }. Rien de nouveau ne vous est donné ; ce que vous tenez reste avec vous.
desk-telegram-resume = Reprendre
desk-telegram-resumed = La pause est finie.
desk-telegram-debrief-asked = La supervision sait que vous voulez en parler avant de partir.
desk-telegram-end-held = Retournent à la file, à leur place : { $cases }. Une note pour la suite s'écrit derrière la commande : /fin puis la note.
desk-telegram-end-bare = Aucune conversation n'est avec vous. Sortir ferme aussi la permanence web.
desk-telegram-end-do = Rendre et sortir
desk-telegram-ended = { $count ->
    [0] Vous êtes sorti·e. Merci.
    [one] Une conversation est retournée à la file, et vous êtes sorti·e. Merci.
   *[other] { $count } conversations sont retournées à la file, et vous êtes sorti·e. Merci.
}

## Refused, or asked about first
desk-telegram-second-emergency-yes = Oui, je la prends
desk-telegram-second-emergency-no = Non, une autre
desk-telegram-because-service = C'est le contact d'un service
desk-telegram-because-theirs = La personne l'a donné elle-même
desk-telegram-because-agreed = Décidé avec la supervision
desk-telegram-not-contact = Pas encore parti : ce message donne { $kinds } que la maison ne connaît pas. Pour l'envoyer, dites pourquoi : la supervision le lira.
desk-telegram-not-table = Pas encore parti : ce message vient d'un tableau, illisible sur un téléphone. Mettez-le en phrases.
desk-telegram-not-finished = Il faut un à trois points, la manière dont cela finit et la violence.
desk-telegram-not-asked-again = Pas encore clos : à ce niveau, la question directe est posée de nouveau. Reprenez depuis /fermer.
desk-telegram-not-second-emergency = Ce serait une deuxième urgence pour vous aujourd'hui. Dire non est permis : l'astreinte et la supervision sont prévenues.
desk-telegram-not-on-pause = C'est l'heure d'une pause : rien de nouveau jusqu'à sa fin.
desk-telegram-not-full = Vous tenez autant de conversations que possible. Rendez-en ou confiez-en une d'abord ; une urgence passe toujours.
desk-telegram-not-off-shift = Cette personne n'est pas là. La conversation reste avec vous : choisissez quelqu'un d'autre, ou rendez-la.
desk-telegram-not-offered = Cette proposition n'a plus cours.
desk-telegram-not-handed-back = Des conversations sont encore avec vous : rendez-les ou confiez-les d'abord.
desk-telegram-not-variable = Cette réponse prête demande une variable que personne ne remplit. Rien n'est parti : prévenez qui écrit les textes.
desk-telegram-not-signed-in = Il faut d'abord finir de se connecter, sur la permanence web.
desk-telegram-not-rung = L'appel n'a pas pu sonner. Prévenez la supervision vous-même.
desk-telegram-not-configured = Un fichier de la maison ne se lit pas. Prévenez qui l'administre.
desk-telegram-not-here = Cela se fait sur la permanence web.
desk-telegram-note-stays = Ce message était une note et le reste : rien n'est parti. Pour l'envoyer, écrivez-le de nouveau.

## What did not get through
desk-telegram-aside-said-bare = Ce message n'est pas passé, malgré plusieurs essais. Rien n'est parti : envoyez-le de nouveau.
desk-telegram-aside-said = Ce message n'est pas passé, malgré plusieurs essais. Rien n'est parti : envoyez-le de nouveau. « { $words } »
desk-telegram-aside-edit-bare = Cette correction n'est pas passée. Refaites-la, ou écrivez-la à la suite.
desk-telegram-aside-edit = Cette correction n'est pas passée. Refaites-la, ou écrivez-la à la suite. « { $words } »
desk-telegram-aside-tap = Ce bouton n'a rien fait, malgré plusieurs essais. Touchez-le de nouveau.
