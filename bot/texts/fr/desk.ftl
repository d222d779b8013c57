# The web desk: what listeners and supervisors read. Names of reasons are in reasons.ftl.

## Everywhere
desk-title = Permanence
desk-skip = Aller au contenu
desk-languages = Langue
desk-alias-hint = Votre alias pendant cette permanence
desk-sign-out = Sortir
desk-to-board = Voir le tableau
desk-back-to-room = Revenir à la conversation
desk-optional = (facultatif)
desk-choose = Choisir…
desk-dismiss = Fermer
desk-you = vous
desk-unsaid = pas dit
desk-offline = Connexion perdue : la page essaie de revenir.

## Times
desk-under-a-minute = moins d'1 min
desk-minutes = { $minutes } min
desk-hours = { $hours } h { $minutes }
desk-days = { $days } j { $hours } h
desk-unit-minute = min
desk-unit-hour = h
desk-unit-day = j
desk-past = dépassée
desk-day-and-time = { $day } { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
} à { $time }

## Signing in, enrolling
desk-sign-in = Se connecter
desk-sign-in-new-tab = Se reconnecter dans un nouvel onglet
desk-name = Nom
desk-passphrase = Phrase secrète
desk-sign-in-hint = Sur un ordinateur partagé, déconnectez-vous à la fin de la permanence.
desk-enrol = Rejoindre la permanence
desk-enrol-role-listener = Vous êtes invité·e comme écoutant·e.
desk-enrol-role-supervisor = Vous êtes invité·e comme superviseur·e.
desk-enrol-name = Nom pour se connecter
desk-enrol-name-hint = Connu des collègues seulement. Les personnes qui écrivent ne le voient jamais.
desk-enrol-passphrase = Phrase secrète
desk-enrol-passphrase-hint = Cinq mots tirés au hasard conviennent bien : longs à deviner, faciles à retenir. Ni citation, ni nom, ni date. Un gestionnaire de mots de passe peut la garder.
desk-enrol-no-reset = Elle ouvre ce qui a été confié. Personne ne peut la retrouver à votre place.
desk-enrol-do = Rejoindre

## The board
desk-board = Tableau
desk-take-next = Prendre la suivante
desk-keys = Touches
desk-sound = Son
desk-mine = Vos conversations
desk-waiting = En attente
desk-held-by-others = Avec quelqu'un
desk-nobody-waits = Personne n'attend en ce moment.
desk-worries = Un souci avec la personne qui écrit
desk-worry-about = avec { $name }
desk-worry-hint = Cette personne n'en voit rien. « Regarder » l'ôte d'ici et ouvre la salle : les lignes qui lui sont cachées y sont.
desk-worry-look = Regarder
desk-emergencies-wait = { $count ->
    [one] Une urgence attend.
   *[other] { $count } urgences attendent.
}
desk-claim = Prendre
desk-claim-this = Prendre { $designation }
desk-more = + { $count }
desk-no-reason = aucun danger dit pour l'instant
desk-waits-since = attend depuis
desk-unanswered-since = sans réponse depuis
desk-last-word = dernier mot il y a
desk-nth-contact = { $count ->
    [1] 1er contact
   *[other] { $count }e contact
}
desk-ringing = sonne
desk-called-supervisor = supervision prévenue
desk-called-nobody = personne n'est sonné : aucune alarme réglée
desk-called-on-call = astreinte prévenue
desk-age-unsaid = âge inconnu : mineur·e
desk-language-fr = français
desk-language-en = anglais
desk-channel-web = chat web
desk-channel-telegram = Telegram, non chiffré
desk-channel-signal = Signal, chiffré
desk-channel-matrix = Matrix
desk-state-waiting = attend
desk-state-live = en conversation
desk-state-silent = silence
desk-state-closed = close
desk-level-emergency = Urgence
desk-level-critical = Critique
desk-level-high = Élevé
desk-level-medium = Moyen
desk-level-low = Faible
desk-invite = Inviter quelqu'un
desk-invite-listener = Un·e écoutant·e
desk-invite-supervisor = Un·e superviseur·e
desk-invited-listener = Lien à donner à l'écoutant·e : il sert une fois, pendant 24 heures.
desk-invited-supervisor = Lien à donner au ou à la superviseur·e : il sert une fois, pendant 24 heures.

## The room
desk-jumps = Dans cette page
desk-jump-why = Raisons
desk-jump-write = Écrire
desk-deadline = échéance :
desk-why = Pourquoi ce niveau
desk-quoted = « { $words } »
desk-can-be-read = Peut-on la lire, l'entendre ?
desk-q-screen = Quelqu'un voit l'écran
desk-q-speak = Peut parler
desk-q-safe-hours = Heures sûres
desk-q-channel = Canal
desk-encrypted = personne ne lit entre les deux
desk-not-encrypted = qui fait marcher le canal peut lire
desk-person = La personne
desk-q-who = C'est pour
desk-q-age = Âge
desk-q-register = On se dit
desk-register-tu = tu
desk-register-vous = vous
desk-q-contacts = Contact
desk-direct-question = La question directe
desk-direct-not-asked = pas encore posée
desk-last-words = Derniers mots
desk-unheard = { $count ->
    [one] Un média que personne n'a entendu.
   *[other] { $count } médias que personne n'a entendus.
}
desk-author = L'auteur
desk-q-danger = En danger maintenant
desk-q-harm-plan = Jour ou moyen
desk-q-what = Ce qui se passe
desk-q-demand = On lui demande
desk-q-deadline = Pour quand
desk-unreadable = Vous n'avez pas la clé de cette ligne.
desk-by-correspondent = Elle ou lui
desk-by-bot = Programme
desk-by-system = Système
desk-by-listener = Écoutant·e
desk-note = note
desk-entry-evidence = Une pièce a été envoyée.
desk-entry-unread = Quelque chose que le programme ne lit pas : vocal, image ou autre langue.
desk-entry-refused = { $alias } ne peut pas prendre la conversation. Elle reste où elle est.
desk-entry-corrected = corrigée plus bas
desk-entry-corrects = corrige une ligne plus haut
desk-no-entry = Rien n'a encore été écrit.
desk-delivery-queued = pas encore arrivé
desk-delivery-held = retenu jusqu'à ce qu'elle revienne
desk-delivery-sent = envoyé
desk-delivery-delivered = remis
desk-delivery-read = lu
desk-delivery-failed = pas parti
desk-delivery-blocked = la personne a bloqué ou quitté ce canal
desk-box-person = À la personne
desk-box-became-note = Note : reste dans l'équipe
desk-box-note = Note pour l'équipe
desk-box-hint = Entrée envoie, Maj + Entrée va à la ligne. // au début en fait une note.
desk-send = Envoyer
desk-keep-note = Garder la note
desk-held-note = C'est une note
desk-held-send = Envoyer quand même
desk-held-back = Corriger
desk-contact-link = un lien
desk-contact-email = une adresse e-mail
desk-contact-handle = un nom de compte
desk-contact-number = un numéro
desk-contact-because = Pourquoi l'envoyer quand même
desk-canned = Réponses prêtes
desk-canned-broken = « { $name } » demande une variable que personne ne remplit : prévenez qui écrit les textes.
desk-reading-only = Lecture seule : une autre personne de l'équipe tient cette conversation, ou elle attend encore.
desk-numbers-now = Répondent maintenant
desk-no-number = Aucun numéro de la liste ne répond à cette heure.
desk-place = Un lieu a été proposé
desk-place-reveal = Montrer le lieu
desk-place-hint = Pour les secours seulement. Le fait de le montrer est noté.
desk-place-gone = Ce lieu a été effacé.
desk-evidence = Pièces
desk-no-evidence = Aucune pièce.
desk-piece-destroyed = Reçue, détruite : image intime d'une personne peut-être mineure. Empreinte scellée.
desk-piece-withheld = Scellée : peut-être une image intime d'une personne mineure. Personne ne l'ouvre.
desk-package = Préparer le paquet pour la plainte
desk-copy-words = Mettre une copie de ses mots dans son coffre
desk-recovery = Code de secours de l'équipe
desk-recovery-do = Imprimer un code de secours
desk-recovery-hint = Si personne ne retrouve sa phrase, ce code est la seule façon de relire les échanges. Les codes d'avant ne valent plus.
desk-recovery-once = Affiché une seule fois, gardé nulle part. À imprimer et à mettre au coffre, loin de ce serveur. Il ouvre tout ce que l'équipe peut lire : havre listener recover.
desk-piece = Pièce { $number }
desk-size-kilo = { $count } Ko
desk-size-mega = { $count } Mo
desk-not-shared = Pas partagée avec l'équipe : seule la personne peut l'ouvrir ou donner son accord.
desk-preview = Aperçu flou
desk-preview-of = Aperçu flou de la pièce { $number }
desk-piece-unheard = à écouter
desk-to-hear = { $count ->
    [one] 1 enregistrement à écouter
   *[other] { $count } enregistrements à écouter
}
desk-listen = Écouter
desk-listen-to = Écouter la pièce { $number }
desk-player = Lecture de la pièce
desk-preview-alt = Aperçu de la pièce
desk-reveal = Enlever le flou
desk-blur = Remettre le flou
desk-download = Original
desk-download-of = Télécharger l'original de la pièce { $number }
desk-moves = Suite
desk-reopen = Rouvrir
desk-take-over = Reprendre cette conversation
desk-take-over-reason = Pourquoi (gardé en note)
desk-call-supervisor = Appeler la supervision
desk-weigh = Changer le niveau
desk-weigh-level = Niveau
desk-weigh-reason = Pourquoi (gardé en note)
desk-weigh-do = Changer
desk-release = Rendre à la file
desk-release-note = Pour la personne qui reprendra
desk-release-hint = La place dans la file est gardée.
desk-release-do = Rendre

## Handing over, reading along
desk-offer = Confier à un·e collègue
desk-offer-to = À qui
desk-offer-hint = La personne voit l'échange et votre note avant de dire oui. D'ici là, vous gardez la conversation.
desk-offer-do = Proposer
desk-offer-waits = Proposée à { $alias }, qui n'a pas encore répondu.
desk-offer-take-back = Reprendre la proposition
desk-offered-to-you = { $alias } vous propose cette conversation
desk-offered-hint = Lisez l'échange et la note. Tant que vous n'avez pas dit oui, vous ne pouvez pas écrire ici.
desk-offer-accept = Je la prends
desk-offer-refuse = Je ne peux pas
desk-offer-refuse-note = Un mot pour votre collègue
desk-offered = vous est proposée
desk-kept-for-you = revient : gardée pour vous quelques minutes
desk-nobody-else = Personne d'autre n'est connecté.
desk-holds = { $count ->
    [0] libre
    [one] une conversation
   *[other] { $count } conversations
}
desk-on-pause = en pause
desk-second = Demander une deuxième écoute
desk-second-who = Qui lit avec vous
desk-second-hint = Elle ou il lit et écrit des notes, sans parler à la personne. C'est noté.
desk-second-do = Demander
desk-second-reads = { $alias } lit avec vous.
desk-second-end = Terminer la deuxième écoute
desk-second-leave = Quitter cette lecture
desk-reads-along = vous lisez aussi
desk-second-emergency-yes = Oui, je la prends
desk-second-emergency-no = Non, une autre

## One's shift, the team
desk-shift = Ma permanence
desk-shift-since = Vous êtes là depuis { $since }.
desk-shift-ends = Fermeture à { $time }.
desk-shift-holds = { $count ->
    [0] Aucune conversation en cours
    [one] Une conversation en cours
   *[other] { $count } conversations en cours
}, { $room ->
    [0] plus de place pour une autre.
    [one] place pour une autre.
   *[other] place pour { $room } autres.
}
desk-shift-paused = En pause jusqu'à { $time }. Rien de nouveau ne vous est donné.
desk-shift-resume = Reprendre
desk-shift-pause = Faire une pause
desk-shift-after-emergency = Vous avez répondu à une urgence : une pause maintenant fait partie du travail.
desk-shift-debrief = Demander à en parler avant de partir
desk-shift-debrief-asked = La supervision sait que vous voulez en parler avant de partir.
desk-shift-today = Aujourd'hui
desk-shift-recent = Quatre dernières semaines
desk-shift-taken = Prises
desk-shift-closed = Closes
desk-shift-own = Vous seul·e voyez ces chiffres.
desk-shift-end = Fin de permanence
desk-shift-end-hint = Chaque conversation retourne à la file, à sa place, avec cette note.
desk-shift-end-do = Rendre et sortir
desk-shift-still-held = { $count ->
    [one] Une conversation est encore avec vous : rendez-la ou confiez-la avant de sortir.
   *[other] { $count } conversations sont encore avec vous : rendez-les ou confiez-les avant de sortir.
}
desk-team = Équipe
desk-role-listener = écoutant·e
desk-role-supervisor = superviseur·e
desk-is-there = connecté·e, alias { $alias }
desk-asks-debrief = demande à parler avant de partir
desk-debrief-held = C'est fait
desk-skills = Ce que cette personne prend
desk-skill-languages = Langues
desk-skill-minors = formé·e à l'écoute des mineur·es
desk-skill-capacity = Conversations à la fois (vide : le réglage de la maison)
desk-skills-do = Enregistrer
desk-skills-hint = Une compétence que personne d'autre n'a en ce moment ne retient personne, et une urgence va à qui est là.

## Rescue, reports
desk-rescue = Secours
desk-rescue-alone = Vous n'avez besoin de personne d'autre pour appeler. La supervision est prévenue pendant ce temps.
desk-script = À dire au téléphone
desk-script-who = Ici { $service }, une ligne d'écoute en ligne pour les jeunes. Une personne qui nous écrit est peut-être en danger.
desk-script-what = Ce qu'on sait :
desk-script-wrote = A écrit : « { $words } »
desk-script-only-words = ce que la personne a écrit, mot pour mot, plus bas.
desk-script-nothing = seulement qu'on craint pour elle : elle n'a pas encore pu répondre.
desk-script-person = La personne : { $who }, { $age }.
desk-script-author = L'auteur : { $author }.
desk-script-channel = Elle nous écrit par messagerie ({ $channel }).
desk-script-anonymous = Nous n'avons ni son nom, ni son numéro.
desk-no-place = Aucun lieu n'a été proposé. Demandez-le, simplement : « Tu es où, là ? Pour que quelqu'un vienne. »
desk-glass = Ouvrir l'adresse du canal
desk-glass-hint = Pour les secours seulement. C'est noté avec votre alias, et la supervision est sonnée.
desk-glass-why = Pourquoi maintenant (gardé en note)
desk-glass-do = Ouvrir
desk-glass-shown = À lire aux secours, à personne d'autre :
desk-glass-none = Ce canal ne garde aucune adresse.
desk-call-record = Noter l'appel
desk-call-service = Qui avez-vous appelé
desk-call-words = Ce qui a été dit, et si elle ne le sait pas, pourquoi
desk-call-do = Noter l'appel aux secours
desk-told = Le sait-elle ?
desk-told-first = dit à la personne avant
desk-told-meanwhile = dit pendant
desk-told-not = pas dit
desk-help-record = Les secours sont-ils arrivés ?
desk-help-what = Ce qu'on sait
desk-help-came = arrivés auprès d'elle
desk-help-nobody-found = personne trouvé sur place
desk-help-not-gone = ne se sont pas déplacés
desk-help-unknown = pas de retour
desk-help-do = Noter
desk-decision-words = En quelques mots (gardé en note)
desk-no-rescue = Aucun secours possible
desk-no-rescue-cause = Pourquoi
desk-no-rescue-no-place = aucun lieu connu
desk-no-rescue-no-identity = aucune identité connue
desk-no-rescue-silent = ne répond plus
desk-no-rescue-services-refused = les services ont refusé
desk-no-rescue-do = Noter, et prévenir la supervision
desk-report = Faire un signalement
desk-report-to = À qui
desk-report-crip = cellule départementale (CRIP)
desk-report-prosecutor = procureur de la République
desk-report-police = police
desk-report-gendarmerie = gendarmerie
desk-report-words = Les faits, avec ses mots, et si elle ne le sait pas, pourquoi
desk-report-when = Urgence
desk-report-calm = Cela peut attendre une deuxième lecture
desk-report-urgent = C'est urgent : je le fais maintenant
desk-report-do = Décider
desk-report-read = Votre avis, pour la note
desk-report-agree = D'accord pour l'envoyer
desk-report-decline = Pas d'accord
desk-report-sent = Il est envoyé
desk-abuse = Arrêter : abus sexuel de la ligne
desk-abuse-hint = Un message simple part, avec les numéros. La supervision relira. Si la personne revient, une autre personne lui répond.
desk-abuse-until = Marquer jusqu'au
desk-abuse-do = Arrêter maintenant
desk-marked = marquée par l'équipe jusqu'au { $day }
desk-decisions = Décisions
desk-decision-call = Secours appelés
desk-decision-help = Suite de l'appel
desk-decision-no-rescue = Aucun secours possible
desk-decision-glass = Adresse ouverte
desk-decision-report = Signalement
desk-decision-anyway = Coordonnées envoyées quand même
desk-decision-abuse = Fin pour abus de la ligne
desk-decision-again = Question directe reposée
desk-stage-asked = attend une deuxième lecture
desk-stage-agreed = à deux, à envoyer
desk-stage-declined = pas envoyé, à deux
desk-stage-done = fait
desk-to-read = À relire
desk-to-read-second = Attend une deuxième lecture, dans la conversation.
desk-to-read-seen = Relu
desk-nothing-to-read = Rien à relire.

## Closing
desk-close = Clore
desk-close-points = Ce qu'on a retenu
desk-close-points-hint = Un à trois points, avec ses mots. Ils partent avec le message de fin.
desk-close-point = Point { $number }
desk-close-plan = Un plan en trois lignes, s'il aide
desk-close-plan-who = Avec qui
desk-close-plan-where = Où
desk-close-plan-helps = Ce qui aide
desk-again-no = non
desk-again-past = avant, plus maintenant
desk-again-gone = est partie ou parti sans répondre
desk-again-hint = Toute autre réponse : on ne clôt pas, on reste, ou on confie la conversation.
desk-close-outcome = Issue
desk-close-type = Violence
desk-close-preview = Ce qui partira
desk-close-do = Envoyer et clore
desk-close-missing = Il manque un point, l'issue ou la violence.
desk-close-ask-again = Avant de clore à ce niveau, reposez la question directe.
desk-outcome-helped = aidée ici
desk-outcome-referred = orientée vers un service
desk-outcome-emergency-services = secours appelés
desk-outcome-reported = signalement fait
desk-outcome-unfinished = échange interrompu
desk-outcome-not-for-us = hors de notre champ
desk-type-sexual-violence = violence sexuelle
desk-type-sextortion = chantage à l'image
desk-type-grooming = approche par un adulte
desk-type-intimate-images = images intimes diffusées
desk-type-threats = menaces
desk-type-doxxing = divulgation d'adresse ou de nom
desk-type-hate = haine, discrimination
desk-type-hacking = piratage de compte
desk-type-impersonation = usurpation d'identité
desk-type-bullying = harcèlement
desk-type-shocking-content = contenu choquant
desk-type-none = aucune

## The alarm's page
desk-alarm = Une situation attend
desk-alarm-since = Elle attend depuis { $since }.
desk-alarm-acknowledge = Je m'en occupe
desk-alarm-hint = La sonnerie s'arrête. Elle reprend si une situation grave reste sans personne.
desk-alarm-done = C'est noté : vous vous en occupez.
desk-alarm-done-next = Connectez-vous pour prendre la situation.
desk-alarm-unknown = Ce lien ne sonne plus.
desk-alarm-unknown-next = Quelqu'un s'en occupe déjà, ou le lien est trop ancien.

## Answers as the desk reads them: question-choice
desk-danger-hurt-now = on lui fait du mal, ou ça va arriver
desk-danger-did-dangerous = a fait quelque chose de dangereux
desk-danger-thinks-of-dying = pense à mourir
desk-danger-could-hurt = pourrait blesser quelqu'un
desk-danger-other-in-danger = quelqu'un d'autre est en danger
desk-danger-no = non
desk-danger-unsure = ne sait pas
desk-danger-skip = passé
desk-screen-no = non
desk-screen-beside = oui, juste à côté
desk-screen-later = oui, plus tard
desk-screen-author = oui, la personne qui fait du mal
desk-screen-unsure = ne sait pas
desk-screen-skip = passé
desk-speak-yes = oui
desk-speak-no = non
desk-speak-unsure = ne sait pas
desk-speak-skip = passé
desk-who-me = elle-même ou lui-même
desk-who-friend = un ami, une amie
desk-who-sibling = son frère, sa sœur
desk-who-my-child = son enfant
desk-who-pupil = un ou une élève
desk-who-witness = a vu quelque chose
desk-who-author = a fait du mal
desk-who-skip = passé
desk-age-under-13 = moins de 13 ans
desk-age-13-14 = 13-14 ans
desk-age-15-17 = 15-17 ans
desk-age-adult = 18 ans ou plus
desk-age-skip = âge inconnu : mineur·e
desk-what-insults = insultes, moqueries
desk-what-threats = menaces, coups
desk-what-blackmail = chantage
desk-what-intimate = photo ou vidéo intime
desk-what-body = on touche son corps, on l'oblige
desk-what-adult-insists = un adulte ou un inconnu insiste
desk-what-other = autre chose
desk-what-skip = passé
desk-demand-money = de l'argent
desk-demand-images = d'autres images
desk-demand-meet = de se voir en vrai
desk-demand-harm = de se blesser ou de blesser
desk-demand-silence = de se taire
desk-demand-no = rien
desk-demand-unsure = ne sait pas
desk-demand-skip = passé
desk-deadline-hour = dans l'heure
desk-deadline-today = aujourd'hui, cette nuit
desk-deadline-later = plus tard
desk-deadline-none = pas de date
desk-deadline-spread = déjà diffusé
desk-deadline-unsure = ne sait pas
desk-deadline-skip = passé
desk-author-home = quelqu'un chez elle ou lui
desk-author-known-adult = un adulte connu
desk-author-school = quelqu'un de l'école
desk-author-partner = ex, copain, copine
desk-author-online = rencontré en ligne
desk-author-several = plusieurs personnes
desk-author-unsure = ne sait pas
desk-author-skip = passé
desk-direct-now = oui, là maintenant
desk-direct-sometimes = oui, parfois
desk-direct-past = avant, plus maintenant
desk-direct-unsure = ne sait pas
desk-direct-no = non
desk-direct-skip = passée ou esquivée
desk-direct-silence = silence après la question
desk-harm-plan-today = un jour proche
desk-harm-plan-means = a de quoi le faire
desk-harm-plan-no = non
desk-harm-plan-unsure = ne sait pas
desk-harm-plan-skip = passé
desk-want-report = veut raconter
desk-want-ask-call = veut un numéro
desk-want-ask-confidentiality = demande qui est au courant
desk-want-ask-erase = veut effacer
desk-want-ask-takedown = veut faire retirer quelque chose
desk-want-ask-complaint = pense à porter plainte
desk-want-ask-help = demande qui peut aider
desk-want-send-evidence = veut garder une capture
desk-want-other = autre chose
desk-follow-when-tomorrow = veut des nouvelles demain
desk-follow-when-three-days = veut des nouvelles dans trois jours
desk-follow-when-week = veut des nouvelles dans une semaine
desk-follow-when-skip = veut des nouvelles, peu importe quand
desk-follow-word-hello = sous le mot « Coucou »
desk-follow-word-book = sous le mot « livre »
desk-follow-word-match = sous le mot « match »
desk-follow-up-better = depuis : mieux
desk-follow-up-same = depuis : pareil
desk-follow-up-worse = depuis : pire
desk-follow-up-stop = ne veut plus de nouvelles
desk-act-follow-yes = veut qu'on prenne de ses nouvelles
desk-act-news = ouvre la demande de nouvelles
desk-act-open = ouvre le message gardé
desk-act-calm = demande à être aidé·e à attendre
desk-act-save-what = demande quoi garder
desk-act-call-back = demande à être rappelé·e
desk-call-back = Demande à être rappelé·e
desk-call-back-reveal = Montrer le numéro
desk-call-back-done = Rappel fait : effacer le numéro
desk-call-back-hint = Vous seul·e le voyez. Le fait de le montrer est noté.
desk-act-human = demande quelqu'un
desk-act-danger = bouton Danger
desk-act-quit = est parti·e vite
desk-act-evidence = veut envoyer une pièce
desk-act-language-fr = passe en français
desk-act-language-en = passe en anglais
desk-act-write = écrit avec ses mots
desk-act-wait = attend
desk-act-continue = continue
desk-act-consent-yes = partage ses pièces
desk-act-consent-no = ne partage pas ses pièces
desk-act-consent-later = décidera plus tard pour ses pièces
desk-act-phrase = choisit sa phrase
desk-act-place = propose de dire où
desk-act-better = dit que ça va mieux
desk-act-continue-here = continue ici
desk-act-call-15 = a touché le 15
desk-act-call-17 = a touché le 17
desk-act-text-114 = a touché le 114
desk-act-call-3114 = a touché le 3114
desk-act-call-119 = a touché le 119
desk-act-checkin-yes = veut des nouvelles
desk-act-checkin-no = ne veut pas de nouvelles
desk-act-resume = reprend sa conversation
desk-act-erase = demande d'effacer
desk-act-listener-worry = un souci avec la personne qui écrit
desk-act-worry-more = demande à en dire plus à quelqu'un d'autre
desk-act-worry-no = dit que c'est quelqu'un d'autre
desk-kept-from = cachée à la personne qui tient la conversation

## When something did not go as wished: what happened, then the next step
desk-fault-signed-out = Votre session est terminée.
desk-fault-signed-out-next = Reconnectez-vous : le texte en cours reste dans la page.
desk-fault-forged = Cette page date d'une autre session.
desk-fault-forged-next = Ouvrez-la de nouveau, puis recommencez.
desk-fault-too-long = Ce texte est trop long.
desk-fault-too-long-next = Envoyez-le en plusieurs fois.
desk-fault-held = Ce message contient « / » ou « // ». Est-ce une note ?
desk-fault-held-next = Rien n'est parti.
desk-fault-empty = Il n'y a pas de mot à envoyer.
desk-fault-empty-next = Rien n'est parti.
desk-fault-move = Cette conversation a changé d'état entre-temps.
desk-fault-move-next = Rouvrez-la pour voir où elle en est.
desk-fault-claimed = Quelqu'un l'a prise juste avant.
desk-fault-claimed-next = Prenez la suivante.
desk-fault-claimed-by = { $alias } l'a prise juste avant.
desk-fault-claimed-by-next = Prenez la suivante.
desk-take-next-from-board = Vers la suivante
desk-fault-no-case = Cette conversation n'existe pas, ou a été effacée.
desk-fault-no-case-next = Revenez au tableau.
desk-fault-no-page = Cette page n'existe pas.
desk-fault-no-page-next = Revenez au tableau.
desk-fault-not-allowed = Cela ne vous est pas permis ici.
desk-fault-not-allowed-next = La conversation est peut-être avec quelqu'un d'autre. Au besoin, demandez à la supervision.
desk-fault-sign-in = Nom et phrase secrète ne vont pas ensemble.
desk-fault-sign-in-next = Vérifiez les deux, majuscules comprises.
desk-fault-throttled = Trop d'essais.
desk-fault-throttled-next = { $seconds ->
    [one] Réessayez dans une seconde.
   *[other] Réessayez dans { $seconds } secondes.
}
desk-fault-invitation = Cette invitation a déjà servi, ou elle est trop ancienne.
desk-fault-invitation-next = Demandez un nouveau lien à la supervision.
desk-fault-name-taken = Ce nom est déjà pris ici.
desk-fault-name-taken-next = Choisissez-en un autre.
desk-fault-weak = Cette phrase se devine trop vite.
desk-fault-weak-next = Prenez cinq mots au hasard, ou davantage.
desk-fault-weak-short = Cette phrase est trop courte.
desk-fault-weak-short-next = Prenez cinq mots au hasard, ou davantage.
desk-fault-weak-name = Votre nom n'y compte pour rien : qui vous connaît l'essaie d'abord.
desk-fault-weak-name-next = Prenez cinq mots au hasard, ou davantage.
desk-fault-not-shared = Cette pièce n'est pas partagée avec l'équipe.
desk-fault-not-shared-next = Seule la personne peut donner son accord.
desk-fault-no-item = Cette pièce n'existe pas.
desk-fault-no-item-next = Rouvrez la conversation.
desk-fault-erased = Cette pièce a été effacée.
desk-fault-erased-next = Elle ne peut plus être ouverte.
desk-fault-no-preview = Pas d'aperçu possible pour ce fichier.
desk-fault-no-preview-next = L'original peut être téléchargé.
desk-fault-cannot-open = Ce fichier ne s'ouvre pas.
desk-fault-cannot-open-next = Il a peut-être été abîmé : prévenez la supervision.
desk-fault-off-shift = Cette personne n'est pas connectée.
desk-fault-off-shift-next = Choisissez quelqu'un qui est là, ou rendez la conversation à la file.
desk-fault-on-pause = C'est l'heure d'une pause.
desk-fault-on-pause-next = Elle se termine d'elle-même, ou depuis la page de la permanence.
desk-fault-full = Vous tenez autant de conversations que possible.
desk-fault-full-next = Rendez-en ou confiez-en une d'abord. Une urgence passe toujours.
desk-fault-second-emergency = Ce serait une deuxième urgence pour vous aujourd'hui.
desk-fault-second-emergency-next = Vous pouvez dire non : l'astreinte et la supervision sont prévenues.
desk-fault-still-held = Des conversations sont encore avec vous.
desk-fault-still-held-next = Rendez-les ou confiez-les avant de sortir.
desk-fault-closed-already = Cette conversation est déjà close, par vous.
desk-fault-closed-already-next = Le message de fin est parti une seule fois.
desk-fault-no-offer = Cette proposition n'a plus cours.
desk-fault-no-offer-next = Rouvrez la conversation pour voir où elle en est.
desk-fault-only-danger = C'est réservé aux situations où une vie peut être en danger.
desk-fault-only-danger-next = Si c'est le cas, changez d'abord le niveau.
desk-fault-same-person = C'est à quelqu'un d'autre de relire.
desk-fault-same-person-next = Demandez une deuxième écoute ou la supervision.
desk-fault-untold = Il manque un choix : à qui, ou si la personne le sait, et sinon pourquoi.
desk-fault-untold-next = Revenez à la page et complétez.
desk-fault-held-contact = Ce message donne un contact que la maison ne connaît pas :
desk-fault-held-contact-next = Rien n'est parti. Si c'est voulu, dites pourquoi : la supervision le lira.
desk-fault-strange-way = Ces mots iront à la personne et donnent un contact que la maison ne connaît pas :
desk-fault-strange-way-next = Rien n'est parti. Enlevez-le ; s'il le faut, donnez-le dans la conversation, avec la raison.
desk-fault-held-table = Ce message vient d'un tableau : sur un téléphone, personne ne pourra le lire.
desk-fault-held-table-next = Rien n'est parti. Mettez-le en phrases.
desk-fault-held-promise = Ce message donne une parole que personne ne peut tenir.
desk-fault-held-promise-next = Rien n'est parti.
desk-promise-secrecy = Dites plutôt ce que l'équipe garde pour elle, et les trois limites.
desk-promise-gone = Dites plutôt ce qui est effacé ici, et combien de jours une copie peut rester.
desk-promise-deeds = Dites plutôt ce qui est fait, jamais ce qui en sortira.
desk-fault-many-signs = Ce message fait { $count } signes, c'est trop pour une messagerie.
desk-fault-many-signs-next = Rien n'est parti. Coupez-le en deux : 4096 signes au plus.
desk-fault-file = Les fichiers restent ici.
desk-fault-file-next = Seuls des mots partent vers la personne.
desk-fault-ask-again = Avant de clore à ce niveau, reposez la question directe.
desk-fault-ask-again-next = La réponse se note sur la page de clôture, au bureau web.
desk-fault-no-end = Il faut une date de fin, dans les trente jours.
desk-fault-no-end-next = Rien n'est parti. Choisissez la date.
desk-fault-unforeseen = Quelque chose n'a pas marché.
desk-fault-unforeseen-next = Réessayez. Si cela continue, prévenez la supervision.
desk-fault-unsent = Pas parti : la connexion manque. Le texte est gardé, Entrée réessaie.
desk-draft-kept = Votre texte, à copier
