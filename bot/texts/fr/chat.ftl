# What the bot says to those who write. Warm, short, no blame, no promise. `.vous`: the same to an adult.
# Every clause that states a fact has a test that it is true.

## First words
first-hello = Salut, et merci d'écrire. Si on te fait du mal, en ligne ou en vrai, tu peux en parler ici. Je suis un programme, pas une personne. Je pose quelques questions, tu peux toutes les passer. { $presence }
    .vous = Bonjour, merci d'écrire. Je suis un programme : quelques questions, que vous pouvez toutes passer, puis une personne de l'équipe. { $presence }
first-limits = Avant de raconter : pas besoin de ton nom. L'équipe garde pour elle ce que tu dis, sauf si une vie est en danger, si un enfant est maltraité ou agressé, ou si la justice le demande. On essaie alors d'en parler d'abord avec toi.
    .vous = Inutile de donner votre nom ou celui de votre enfant. L'équipe garde vos échanges pour elle, sauf vie en danger, enfant maltraité ou agressé, ou demande de la justice.
first-channel = Ce canal n'est pas chiffré de bout en bout : qui le fait marcher peut lire nos messages.
first-danger = Pas de photo intime, même pour prouver. Danger tout de suite : 17, 112, ou SMS au 114. Partir vite : /x
    .vous = N'envoyez et ne transférez aucune image intime. Danger tout de suite : 17, 112, ou SMS au 114. Partir vite : /x
adult-first = Bonjour, merci d'écrire. Je suis un programme : quelques questions, puis une personne de l'équipe. { $presence } Inutile de donner votre nom ou celui de votre enfant. L'équipe garde vos échanges pour elle, sauf vie en danger, enfant maltraité ou agressé, ou demande de la justice. N'envoyez et ne transférez aucune image intime de votre enfant. Si un enfant nous écrit de son côté, nous ne disons ni ce qu'il confie, ni s'il nous écrit.
welcome-back = Te revoilà, c'est bien. On reprend où on en était.
    .vous = Vous revoilà. On reprend où on en était.
back-sealed = Ce qu'on s'est dit avant, je ne peux pas te le remontrer : c'est scellé, et seule l'équipe peut le relire. Rien n'est perdu. L'équipe peut en mettre une copie dans ton coffre.
    .vous = Ce qui s'est dit avant, je ne peux pas vous le remontrer : c'est scellé, et seule l'équipe peut le relire. Rien n'est perdu. L'équipe peut en mettre une copie dans votre coffre.
back-kept = { $count ->
    [one] Ce que tu as gardé est là : une pièce.
   *[other] Ce que tu as gardé est là : { $count } pièces.
}
    .vous = { $count ->
    [one] Ce que vous avez gardé est là : une pièce.
   *[other] Ce que vous avez gardé est là : { $count } pièces.
}
file-broken-off = { $count ->
    [one] Un fichier n'est pas arrivé jusqu'au bout : il n'en reste rien ici. Tu peux le renvoyer.
   *[other] { $count } fichiers ne sont pas arrivés jusqu'au bout : il n'en reste rien ici. Tu peux les renvoyer.
}
    .vous = { $count ->
    [one] Un fichier n'est pas arrivé jusqu'au bout : il n'en reste rien ici. Vous pouvez le renvoyer.
   *[other] { $count } fichiers ne sont pas arrivés jusqu'au bout : il n'en reste rien ici. Vous pouvez les renvoyer.
}
file-on-its-way = { $count ->
    [one] Un fichier n'est pas encore arrivé en entier.
   *[other] { $count } fichiers ne sont pas encore arrivés en entier.
}
back-waiting = Tu es dans la file. Tu peux continuer à écrire, l'équipe verra tout.
    .vous = Vous êtes dans la file. Vous pouvez continuer à écrire, l'équipe verra tout.
back-closed = Cette conversation était terminée. Un mot ici suffit pour en rouvrir une.
team-here = Des personnes de l'équipe répondent en ce moment.
team-on = Une personne de l'équipe est là en ce moment.
team-back = L'équipe revient { $when }.
team-away = L'équipe n'est pas là en ce moment.
when = { $day ->
    [today] aujourd'hui à { $time }
    [tomorrow] demain à { $time }
    [mon] lundi à { $time }
    [tue] mardi à { $time }
    [wed] mercredi à { $time }
    [thu] jeudi à { $time }
    [fri] vendredi à { $time }
    [sat] samedi à { $time }
    [sun] dimanche à { $time }
   *[later] le { $date } à { $time }
}
date = { $day } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
clock = { $hour } h { $minute }
clock-hour = { $hour } h
language-changed = D'accord, on continue en français.

## The questions
question-danger = Là, maintenant, est-ce que quelqu'un est en danger ?
question-screen = Quelqu'un peut lire ton écran ou ton téléphone ?
    .vous = Quelqu'un peut lire votre écran ou votre téléphone ?
question-who = C'est pour qui ?
question-age = Tu as quel âge, à peu près ?
    .vous = La personne qui subit cela a quel âge, à peu près ?
question-what = Qu'est-ce qui se passe ? Avec tes mots, ou ici :
    .vous = Que se passe-t-il ? Avec vos mots, ou ici :
question-demand = On te demande quelque chose ?
    .vous = Est-ce qu'on lui demande quelque chose ?
question-deadline = Pour quand ?
question-author = La personne qui fait ça, c'est…
question-direct = Ce que tu écris compte. Une question directe, toutes les réponses sont possibles : est-ce que tu penses à mourir, à te suicider ?
    .vous = Ce que vous écrivez compte. Une question directe, toutes les réponses sont possibles : est-ce que la personne pense à mourir, à se suicider ?
question-harm-plan = Merci de le dire. Est-ce que c'est prévu pour bientôt, ou est-ce que tu as de quoi le faire ?
    .vous = Merci de le dire. Est-ce que c'est prévu pour bientôt, ou y a-t-il de quoi le faire ?
question-safe-hours = Quand est-ce que tu peux lire tranquille ?
    .vous = À quel moment pouvez-vous lire tranquillement ?

choice-danger-hurt-now = On me fait du mal, ou ça va arriver
    .vous = On lui fait du mal, ou ça va arriver
choice-danger-did-dangerous = J'ai fait quelque chose de dangereux
    .vous = Un geste dangereux a été fait
choice-danger-thinks-of-dying = Je pense à mourir
    .vous = La personne parle de mourir
choice-danger-could-hurt = Je pourrais blesser quelqu'un
    .vous = Quelqu'un pourrait être blessé
choice-danger-other-in-danger = Quelqu'un d'autre est en danger
choice-danger-no = Non
choice-danger-unsure = Je ne sais pas
choice-danger-skip = Passer
choice-screen-no = Non
choice-screen-beside = Oui, juste à côté
choice-screen-later = Oui, plus tard
choice-screen-author = Oui, la personne qui me fait du mal
    .vous = Oui, la personne qui fait du mal
choice-screen-unsure = Je ne sais pas
choice-screen-skip = Passer
choice-who-me = Moi
choice-who-friend = Un ami, une amie
choice-who-sibling = Mon frère, ma sœur
choice-who-my-child = Mon enfant
choice-who-pupil = Un ou une élève
choice-who-witness = J'ai vu quelque chose
choice-who-author = C'est moi qui ai fait du mal
choice-who-skip = Passer
choice-age-under-13 = Moins de 13
choice-age-13-14 = 13-14
choice-age-15-17 = 15-17
choice-age-adult = 18 ou plus
choice-age-skip = Passer
choice-what-insults = On m'insulte, on se moque
    .vous = Insultes, moqueries
choice-what-threats = On me menace ou on me frappe
    .vous = Menaces ou coups
choice-what-blackmail = On me fait du chantage
    .vous = Chantage
choice-what-intimate = Photo ou vidéo intime
choice-what-body = On touche mon corps ou on m'oblige
    .vous = On touche son corps ou on l'oblige
choice-what-adult-insists = Un adulte ou un inconnu insiste
choice-what-other = Autre chose
choice-what-skip = Passer
choice-demand-money = De l'argent
choice-demand-images = D'autres images
choice-demand-meet = De me voir en vrai
    .vous = De se voir en vrai
choice-demand-harm = De me blesser ou de blesser
    .vous = De se blesser ou de blesser
choice-demand-silence = De me taire
    .vous = De se taire
choice-demand-no = Non
choice-demand-unsure = Je ne sais pas
choice-demand-skip = Passer
choice-deadline-hour = Dans l'heure
choice-deadline-today = Aujourd'hui, cette nuit
choice-deadline-later = Plus tard
choice-deadline-none = Pas de date
choice-deadline-spread = C'est déjà diffusé
choice-deadline-unsure = Je ne sais pas
choice-deadline-skip = Passer
choice-author-home = Quelqu'un chez moi
    .vous = Quelqu'un à la maison
choice-author-known-adult = Un adulte que je connais
    .vous = Un adulte que l'on connaît
choice-author-school = Quelqu'un de l'école
choice-author-partner = Mon ex, mon copain, ma copine
    .vous = Un ex, un copain, une copine
choice-author-online = Rencontré en ligne
choice-author-several = Plusieurs personnes
choice-author-unsure = Je ne sais pas
choice-author-skip = Passer
choice-direct-now = Oui, là maintenant
choice-direct-sometimes = Oui, parfois
choice-direct-past = Avant, plus maintenant
choice-direct-unsure = Je ne sais pas
choice-direct-no = Non
choice-direct-skip = Passer
choice-harm-plan-today = Oui, bientôt
choice-harm-plan-means = J'ai de quoi le faire
    .vous = Il y a de quoi le faire
choice-harm-plan-no = Non
choice-harm-plan-unsure = Je ne sais pas
choice-harm-plan-skip = Passer
choice-safe-hours-morning = Le matin
choice-safe-hours-noon = Le midi
choice-safe-hours-afternoon = L'après-midi
choice-safe-hours-evening = Le soir
choice-safe-hours-night = La nuit
choice-safe-hours-skip = Passer
choice-whereabouts-safe = Il est en sécurité
choice-whereabouts-unknown = Je ne sais pas où il est

## Buttons of the house
act-human = Parler à quelqu'un
act-danger = Danger
act-quit = Partir vite
act-evidence = Garder une capture, un lien
act-language-fr = Français
act-language-en = English
act-continue = Oui
act-write = J'écris avec mes mots
act-wait = Non, j'attends
act-continue-here = Continuer
act-better = Ça va mieux
act-place = Dire où je suis
act-consent-yes = Oui, l'équipe peut les voir
act-consent-no = Non, moi seulement
act-consent-later = Plus tard
act-phrase = Choisir ma phrase
act-checkin-yes = Oui
act-checkin-no = Non merci
act-erase = Effacer
act-erase-yes = Oui, tout effacer
act-listener-worry = Un souci avec la personne qui m'écrit
act-worry-more = En dire plus à quelqu'un d'autre
act-worry-no = Non, de quelqu'un d'autre
act-resume = J'ai déjà une phrase

## What answers bring
discreet-beside = D'accord. Je me tais. Écris quand c'est possible.
    .vous = D'accord. Je me tais. Écrivez quand c'est possible.
discreet-author = Merci de le dire. Pour cacher vite : /x
discreet-page = Cette page n'enregistre rien dans le téléphone, mais l'historique peut garder son adresse.
own-path = Merci de le dire, c'est un vrai pas. Une personne de l'équipe va te lire, sans te juger. En attendant : ne supprime rien, ne renvoie rien à personne.
    .vous = Merci de le dire, c'est un vrai pas. Une personne de l'équipe va vous lire, sans vous juger. En attendant : ne supprimez rien, ne renvoyez rien à personne.
own-path-no-vault = Ici, on en parle avec des mots. Pas besoin d'envoyer de fichier.
intimate = Une image intime, ne l'envoie pas : on peut aider sans. Garde plutôt l'adresse de la page, le nom du compte, l'heure et leurs mots. Ce service aide à bloquer l'image sans qu'elle quitte ton téléphone :
    .vous = Une image intime, ne l'envoyez pas : nous pouvons aider sans. Gardez plutôt l'adresse de la page, le nom du compte, l'heure et les mots. Ce service aide à bloquer l'image sans qu'elle quitte le téléphone :
link-take-it-down = Take It Down (moins de 18 ans)
link-stopncii = StopNCII (18 ans et plus)
body = Merci de me l'avoir dit. Ce n'est pas ta faute. Tu n'as pas à raconter ici : une personne de l'équipe te lira.
    .vous = Merci de l'avoir dit. Ce n'est la faute ni de la personne, ni la vôtre. Inutile de raconter ici : une personne de l'équipe vous lira.
direct-yes = Merci de l'avoir dit. Tu n'as rien fait de mal. { $alert } Si tu peux, éloigne-toi de ce qui pourrait te blesser et va près de quelqu'un.
    .vous = Merci de l'avoir dit. { $alert } Restez près de la personne, éloignez ce qui pourrait la blesser. Écoutez sans reproche.
direct-thanks = Merci de ta réponse. Si ça change, dis-le ici, même d'un mot.
    .vous = Merci de votre réponse. Si cela change, dites-le ici, même d'un mot.
thanked = Merci de me le dire. Tu n'as pas mérité ça.
    .vous = Merci de me le dire. Personne ne mérite ça.
alert-ringing = Je préviens une personne de l'équipe.
alert-away = L'équipe n'est pas là en ce moment.

## In the queue
in-line = Tu es dans la file. On continue pendant que tu attends ?
    .vous = Vous êtes dans la file. On continue pendant que vous attendez ?
in-line-closed = Ta place est gardée. On continue ?
    .vous = Votre place est gardée. On continue ?
waiting-arrived = Ton message est arrivé.
    .vous = Votre message est arrivé.
waiting-line = Ton message est arrivé. { $count ->
    [0] Tu es la prochaine personne.
    [one] Une personne est avant toi.
   *[other] { $count } personnes sont avant toi.
}
    .vous = Votre message est arrivé. { $count ->
    [0] Vous êtes la prochaine personne.
    [one] Une personne est avant vous.
   *[other] { $count } personnes sont avant vous.
}
waiting-estimate = Ton message est arrivé. { $count ->
    [0] Tu es la prochaine personne.
    [one] Une personne est avant toi.
   *[other] { $count } personnes sont avant toi.
} { $high ->
    [1] Ces temps-ci, l'attente est d'une minute, parfois plus.
   *[other] Ces temps-ci, l'attente est de { $low } à { $high } minutes, parfois plus.
}
    .vous = Votre message est arrivé. { $count ->
    [0] Vous êtes la prochaine personne.
    [one] Une personne est avant vous.
   *[other] { $count } personnes sont avant vous.
} { $high ->
    [1] Ces temps-ci, l'attente est d'une minute, parfois plus.
   *[other] Ces temps-ci, l'attente est de { $low } à { $high } minutes, parfois plus.
}
waiting-meanwhile = Continue à écrire si ça t'aide, l'équipe verra tout. Tu peux partir et revenir, ta place est gardée. Si ça devient urgent : Danger.
    .vous = Continuez à écrire si cela vous aide, l'équipe verra tout. Vous pouvez partir et revenir, votre place est gardée. Si cela devient urgent : Danger.
write-freely = Je t'écoute. Écris comme ça vient, l'équipe verra tout.
    .vous = Écrivez comme ça vient, l'équipe verra tout.
kept = C'est bien arrivé. Tu peux continuer.
    .vous = C'est bien arrivé. Vous pouvez continuer.
unread = C'est bien arrivé. Je ne sais pas lire ça, mais une personne de l'équipe le pourra. Tu peux aussi l'écrire avec des mots.
    .vous = C'est bien arrivé. Je ne sais pas lire cela, mais une personne de l'équipe le pourra. Vous pouvez aussi l'écrire avec des mots.
heard-again-danger = Merci de le dire. { $alert } Mets-toi à l'abri si tu peux. Ces numéros répondent maintenant :
    .vous = Merci de le dire. { $alert } Mettez-vous à l'abri si vous le pouvez. Ces numéros répondent maintenant :
heard-again = Merci de le dire. Ça compte. { $alert } Ces numéros répondent maintenant, même pour pleurer ou se taire :
    .vous = Merci de le dire. Cela compte. { $alert } Ces numéros répondent maintenant :
kept-close = Je suis là. C'est bien arrivé, l'équipe verra tout. Écris autant que tu veux.
    .vous = Je suis là. C'est bien arrivé, l'équipe verra tout. Écrivez autant que vous voulez.
waiting-on-page = Continue à écrire si ça t'aide, l'équipe verra tout. Ta place est gardée ; pour fermer cette page et revenir, il faut une phrase. Si ça devient urgent : Danger.
    .vous = Continuez à écrire si cela vous aide, l'équipe verra tout. Votre place est gardée ; pour fermer cette page et revenir, il faut une phrase. Si cela devient urgent : Danger.
kept-again = Bien reçu. L'équipe verra tout.
blackmail = Ce n'est pas ta faute. Payer ou envoyer autre chose ne fait presque jamais cesser le chantage. Garde les messages et le nom du compte. Une personne de l'équipe te lira.
    .vous = Ce n'est pas votre faute. Payer ou envoyer autre chose ne fait presque jamais cesser le chantage. Gardez les messages et le nom du compte. Une personne de l'équipe vous lira.
place-away = L'équipe ne lit pas en ce moment : dis ton adresse aux secours, par SMS au 114 ou au 112. Ils viennent plus vite que nous.
    .vous = L'équipe ne lit pas en ce moment : donnez l'adresse aux secours, par SMS au 114 ou au 112. Ils viennent plus vite que nous.
place-there = Le plus rapide : dis ton adresse aux secours, par SMS au 114 ou au 112. Ils viennent plus vite que nous.
    .vous = Le plus rapide : donnez l'adresse aux secours, par SMS au 114 ou au 112. Ils viennent plus vite que nous.
phrase-offer-return = Pour retrouver cette conversation plus tard, il faut une phrase : cette page ne garde rien. Tu en veux une ?
    .vous = Pour retrouver cette conversation plus tard, il faut une phrase : cette page ne garde rien. En voulez-vous une ?
human-here = Une personne de l'équipe est dans cette conversation. Elle voit tes messages.
    .vous = Une personne de l'équipe est dans cette conversation. Elle voit vos messages.
quiet = D'accord. Je me tais. Pour cacher vite : /x
button-unknown = Ce bouton ne marche plus. Tu peux l'écrire ici, avec tes mots.
    .vous = Ce bouton ne marche plus. Vous pouvez l'écrire ici, avec vos mots.
late = Personne n'a encore pu te répondre, désolé. L'équipe a été rappelée.
    .vous = Personne n'a encore pu vous répondre, désolé. L'équipe a été rappelée.
late-kept = Personne n'a encore pu te répondre, désolé. Ta place est gardée.
    .vous = Personne n'a encore pu vous répondre, désolé. Votre place est gardée.
left = La personne qui t'écrivait a dû partir. Ta place est gardée, avec tout ce que tu as écrit. { $presence }
    .vous = La personne qui vous écrivait a dû partir. Votre place est gardée, avec tout ce que vous avez écrit. { $presence }
late-neutral = Pas encore. Je reviens.
closed = Il est { $time }, l'équipe ne lit pas en ce moment. { $back } Ce que tu écris est gardé.
    .vous = Il est { $time }, l'équipe ne lit pas en ce moment. { $back } Ce que vous écrivez est gardé.
closed-there = Il est { $time }, hors des heures, mais une personne de l'équipe est là en ce moment. { $back } Ce que tu écris est gardé.
    .vous = Il est { $time }, hors des heures, mais une personne de l'équipe est là en ce moment. { $back } Ce que vous écrivez est gardé.
closed-kept = C'est gardé. { $back } Tu peux continuer à écrire, l'équipe verra tout.
    .vous = C'est gardé. { $back } Vous pouvez continuer à écrire, l'équipe verra tout.
closed-rings = Si tu es en danger ou si tu penses à mourir, dis-le : je sonne la personne de garde.
    .vous = Si quelqu'un est en danger ou pense à mourir, dites-le : je sonne la personne de garde.
closed-numbers = Ces numéros répondent maintenant :
closed-checkin = Tu veux un petit message quand l'équipe revient ?
    .vous = Voulez-vous un petit message quand l'équipe revient ?
checkin-yes = D'accord. Un petit mot t'attendra ici à ce moment-là.
    .vous = D'accord. Un petit mot vous attendra ici à ce moment-là.
checkin = Coucou, voilà ton petit mot. Tu peux écrire quand tu veux.
    .vous = Bonjour, voici le petit mot demandé. Vous pouvez écrire quand vous voulez.

## Danger
danger-screen = Tu as bien fait de le dire. { $alert } Le plus rapide, si ça presse : le 15 pour une blessure, un malaise, ou si tu as pris quelque chose ; le 17 si on te menace ; le 112 partout. Tu ne peux pas parler : SMS au 114, avec l'adresse où tu es. Envie de mourir : 3114, jour et nuit. Danger à la maison : 119, jour et nuit. Tu peux continuer à écrire ici.
danger-adult = { $alert } En danger maintenant : 15 (blessure, malaise, geste suicidaire), 17 (violence, menace), 112, ou SMS au 114. Restez avec votre enfant, éloignez ce qui pourrait le blesser. Vous pouvez lui demander s'il pense à mourir : cela ne donne pas l'idée. Écoutez sans reproche, laissez-lui un moyen de joindre quelqu'un. Le 3114 vous conseille aussi, jour et nuit. Si la personne dangereuse vit avec vous, ne la confrontez pas : dites-le-nous.
place-ask = C'est toi qui choisis. Ville, rue, repère : seules les personnes qui appellent les secours le voient, puis c'est effacé.
    .vous = C'est vous qui choisissez. Ville, rue, repère : seules les personnes qui appellent les secours le voient, puis c'est effacé.
place-kept = Merci. C'est gardé à part, pour les secours seulement.
better = Tant mieux. Je reste là, et l'équipe te lira quand même.
    .vous = Tant mieux. Je reste là, et l'équipe vous lira quand même.
silence-first = Je suis toujours là. Un point suffit.
silence-second = Je suis toujours là. Si tu ne peux pas écrire, ces numéros répondent maintenant.
    .vous = Je suis toujours là. Si vous ne pouvez pas écrire, ces numéros répondent maintenant.
silence-neutral = Toujours là.

## Evidence and the vault
consent = Ce que tu envoies est scellé tout de suite. Pas de photo intime. L'équipe peut voir ce que tu gardes ici, pour t'aider ?
    .vous = Ce que vous envoyez est scellé tout de suite. Aucune image intime. L'équipe peut-elle voir ce que vous gardez ici, pour vous aider ?
consent-after = L'équipe peut voir ce que tu gardes ici, pour t'aider ?
    .vous = L'équipe peut-elle voir ce que vous gardez ici, pour vous aider ?
consent-yes = D'accord, l'équipe pourra les ouvrir. Tu peux changer d'avis.
    .vous = D'accord, l'équipe pourra les ouvrir. Vous pouvez changer d'avis.
consent-no = D'accord, c'est pour toi seulement. Tu peux changer d'avis.
    .vous = D'accord, c'est pour vous seulement. Vous pouvez changer d'avis.
consent-later = D'accord, on verra plus tard. Pour l'instant, c'est pour toi seulement.
    .vous = D'accord, on verra plus tard. Pour l'instant, c'est pour vous seulement.
consent-needs-phrase = Ton coffre est fermé par ta phrase : pour partager ce qui y est déjà, il faut la donner.
    .vous = Votre coffre est fermé par votre phrase : pour partager ce qui y est déjà, il faut la donner.
evidence-send = Envoie des captures où l'on voit la page entière : le message, le compte, la date et l'heure. Les liens se collent ici, dans la conversation.
    .vous = Envoyez des captures où l'on voit la page entière : le message, le compte, la date et l'heure. Les liens se collent ici, dans la conversation.
evidence-kept = C'est gardé, inchangé depuis sa réception. Ton reçu :
    .vous = C'est gardé, inchangé depuis sa réception. Votre reçu :
phrase-offer = Tu veux une phrase de cinq mots ? Elle permet de revenir ici depuis un autre appareil, et elle ferme ton coffre. Sans elle, la clé du coffre attend sur notre serveur.
    .vous = Voulez-vous une phrase de cinq mots ? Elle permet de revenir ici depuis un autre appareil, et elle ferme votre coffre. Sans elle, la clé du coffre attend sur notre serveur.
phrase-choose = Voilà ta phrase. Note-la là où personne d'autre ne regarde : nous ne pouvons pas la retrouver.
    .vous = Voilà votre phrase. Notez-la là où personne d'autre ne regarde : nous ne pouvons pas la retrouver.
phrase-elsewhere = La phrase se choisit sur la page web, pas dans cette messagerie.
erase-sure = Tout effacer : la conversation, tes réponses, ce que tu as gardé. On ne pourra pas le retrouver. Tu es sûr·e ?
    .vous = Tout effacer : la conversation, vos réponses, ce que vous avez gardé. On ne pourra pas le retrouver. Confirmez-vous ?
erase-done = C'est effacé ici. Des copies de sécurité peuvent exister encore { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} au plus. Tu peux revenir quand tu veux.
    .vous = C'est effacé ici. Des copies de sécurité peuvent exister encore { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} au plus. Vous pouvez revenir quand vous voulez.
erase-later = C'est noté. Comme quelqu'un d'autre pourrait tenir ce téléphone, une personne peut regarder d'abord : ce sera effacé ici dans trois jours. Écris ici si tu changes d'avis.
    .vous = C'est noté. Comme quelqu'un d'autre pourrait tenir ce téléphone, une personne peut regarder d'abord : ce sera effacé ici dans trois jours. Écrivez ici si vous changez d'avis.
erase-stopped = D'accord, rien n'est effacé.
worry = Merci de le dire. J'appelle quelqu'un d'autre de l'équipe. La personne qui t'écrit ne voit ni ça, ni ma réponse. Tu peux arrêter de lui répondre quand tu veux.
    .vous = Merci de le dire. J'appelle quelqu'un d'autre de l'équipe. La personne qui vous écrit ne voit ni cela, ni ma réponse. Vous pouvez arrêter de lui répondre quand vous voulez.
worry-board = Merci de le dire. La personne qui t'écrit ne voit ni ça, ni ma réponse. Quelqu'un d'autre de l'équipe le trouvera tout en haut en arrivant : je ne sais pas quand. Tu peux arrêter de lui répondre quand tu veux.
    .vous = Merci de le dire. La personne qui vous écrit ne voit ni cela, ni ma réponse. Quelqu'un d'autre de l'équipe le trouvera tout en haut en arrivant : je ne sais pas quand. Vous pouvez arrêter de lui répondre quand vous voulez.
worry-alone = Merci de le dire. La personne qui t'écrit ne voit ni ça, ni ma réponse. Ici, personne d'autre ne peut le lire pour l'instant. Ces numéros ne dépendent pas d'elle et répondent maintenant. Tu peux arrêter de lui répondre quand tu veux.
    .vous = Merci de le dire. La personne qui vous écrit ne voit ni cela, ni ma réponse. Ici, personne d'autre ne peut le lire pour l'instant. Ces numéros ne dépendent pas d'elle et répondent maintenant. Vous pouvez arrêter de lui répondre quand vous voulez.
worry-more = Écris-le ici. Ton prochain message est pour quelqu'un d'autre de l'équipe : la personne qui t'écrit ne le verra pas.
    .vous = Écrivez-le ici. Votre prochain message est pour quelqu'un d'autre de l'équipe : la personne qui vous écrit ne le verra pas.
worry-more-kept = C'est gardé, la personne qui t'écrit ne le voit pas. Ce que tu écris après, elle le voit de nouveau.
    .vous = C'est gardé, la personne qui vous écrit ne le voit pas. Ce que vous écrivez après, elle le voit de nouveau.
worry-doubt = Tu parles de la personne de l'équipe qui t'écrit ici ? Elle ne voit pas cette question.
    .vous = Parlez-vous de la personne de l'équipe qui vous écrit ici ? Elle ne voit pas cette question.
worry-no = D'accord. Ton message est bien passé.
    .vous = D'accord. Votre message est bien passé.
worry-beside = Si quelque chose te gêne avec la personne qui t'écrit, tu peux le dire à quelqu'un d'autre. Elle ne voit pas ceci.
    .vous = Si quelque chose vous gêne avec la personne qui vous écrit, vous pouvez le dire à quelqu'un d'autre. Elle ne voit pas ceci.
worry-nobody = Personne de l'équipe ne t'a encore écrit ici. Si quelqu'un te fait du mal ailleurs, tu peux le raconter. Ces numéros répondent aussi :
    .vous = Personne de l'équipe ne vous a encore écrit ici. Si quelqu'un vous fait du mal ailleurs, vous pouvez le raconter. Ces numéros répondent aussi :

## What people ask the bot
which = Je ne suis pas sûr d'avoir compris. Tu veux :
    .vous = Je ne suis pas sûr d'avoir compris. Vous voulez :
choice-want-report = Raconter ce qui se passe
choice-want-ask-call = Un numéro à appeler
choice-want-ask-confidentiality = Savoir qui est au courant
choice-want-ask-erase = Effacer ce que j'ai dit
choice-want-ask-takedown = Faire retirer quelque chose
choice-want-ask-complaint = Porter plainte
choice-want-ask-help = Savoir qui peut aider
choice-want-send-evidence = Garder une capture
choice-want-other = Autre chose
answer-call = Ici, on s'écrit. Pour une voix, ces numéros répondent maintenant :
answer-confidentiality = L'équipe garde pour elle ce que tu dis. Trois limites : une vie en danger, un enfant maltraité ou agressé, une demande de la justice. On essaie alors d'en parler d'abord avec toi. Tes parents et ton école ne sont pas prévenus sans ça.
    .vous = L'équipe garde vos échanges pour elle. Trois limites : une vie en danger, un enfant maltraité ou agressé, une demande de la justice.
answer-takedown = Une personne de l'équipe peut aider à faire retirer un contenu. Garde d'abord une trace : l'adresse de la page, le compte, l'heure. Ne le renvoie à personne.
    .vous = Une personne de l'équipe peut aider à faire retirer un contenu. Gardez d'abord une trace : l'adresse de la page, le compte, l'heure. Ne le renvoyez à personne.
answer-complaint = Même mineur·e, tu peux porter plainte, seul·e si tu veux, dans n'importe quel commissariat ou gendarmerie. Une personne de l'équipe peut t'aider à préparer.
    .vous = Vous pouvez porter plainte dans n'importe quel commissariat ou gendarmerie. Une personne de l'équipe peut vous aider à préparer.
answer-help = Je suis un programme ; des personnes de l'équipe lisent et répondent. Ici, on t'écoute, on garde des traces en sécurité, on aide à faire retirer des contenus, à préparer une plainte, et à trouver qui peut t'aider ensuite.
    .vous = Je suis un programme ; des personnes de l'équipe lisent et répondent. Ici, on écoute, on garde des traces en sécurité, on aide à faire retirer des contenus, à préparer une plainte, et à trouver qui peut aider ensuite.
answer-robot = Oui, je suis un programme, pas une personne. Ce que tu écris est lu par des personnes de l'équipe. { $presence }
    .vous = Oui, je suis un programme, pas une personne. Ce que vous écrivez est lu par des personnes de l'équipe. { $presence }
answer-help-now = Je suis là. Dis ce qui se passe, même en deux mots, l'équipe le lira. Si ça presse : Danger.
    .vous = Je suis là. Dites ce qui se passe, même en deux mots, l'équipe le lira. Si cela presse : Danger.
answer-cry = Je suis là. Tu peux pleurer, te taire, écrire quand tu veux.
    .vous = Je suis là. Vous pouvez pleurer, vous taire, écrire quand vous voulez.
answer-hello = Salut. Prends ton temps : tu peux toucher une réponse, ou écrire avec tes mots.
    .vous = Bonjour. Prenez votre temps : vous pouvez toucher une réponse, ou écrire avec vos mots.
answer-there = Oui, je suis là, et ce que tu écris arrive bien.
    .vous = Oui, je suis là, et ce que vous écrivez arrive bien.
answer-arrived = Tes messages sont bien arrivés. L'équipe les verra.
    .vous = Vos messages sont bien arrivés. L'équipe les verra.
answer-awake = C'est long, une nuit sans dormir. Tu peux écrire ici ce qui tourne dans ta tête, même en désordre.
    .vous = C'est long, une nuit sans dormir. Vous pouvez écrire ici ce qui vous préoccupe, même en désordre.
answer-thanks = Avec plaisir. Je reste là.
answer-goodbye = À bientôt. Un mot ici suffit pour reprendre.

## Closing, by a listener
closing-thanks = On s'arrête là pour aujourd'hui. Merci de ta confiance.
    .vous = On s'arrête là pour aujourd'hui. Merci de votre confiance.
closing-not-deserved = Tu n'as pas mérité ça.
    .vous = Personne ne mérite ça.
closing-retained = On a retenu :
closing-point = – { $point }
closing-plan-who = Avec qui : { $line }
closing-plan-where = Où : { $line }
closing-plan-helps = Ce qui aide : { $line }
closing-again = Si ça recommence ou si ça va moins bien, écris ici, un mot suffit.
    .vous = Si cela recommence ou va moins bien, écrivez ici, un mot suffit.
closing-checkin = Tu veux qu'on prenne de tes nouvelles ?
    .vous = Voulez-vous que l'on prenne de vos nouvelles ?

## Numbers
number-15 = 15, urgences médicales
number-17 = 17, police
number-112 = 112, secours partout
number-114 = SMS au 114, secours par écrit
number-3114 = 3114, envie de mourir
number-119 = 119, enfance en danger
number-3018 = 3018, violences en ligne
number-116006 = 116 006, aide aux victimes
hours-always = jour et nuit
hours-span = { $days ->
    [daily] tous les jours
    [mon-fri] du lundi au vendredi
    [mon-sat] du lundi au samedi
    [sat] le samedi
    [sun] le dimanche
    [sat-sun] le week-end
   *[other] { $days }
} { $start }-{ $end }

## After the talk: news, and letters behind a neutral line
act-follow-yes = Oui, je choisis quand
act-news = Ouvrir
act-open = Voir
question-follow-when = Quand ?
question-follow-word = Le message commencera par un mot qui ne dit rien. Lequel ?
question-follow-up = Comment ça va, depuis ?
choice-follow-when-tomorrow = Demain
choice-follow-when-three-days = Dans trois jours
choice-follow-when-week = Dans une semaine
choice-follow-when-skip = Peu importe
choice-follow-word-hello = Coucou
choice-follow-word-book = Le livre
choice-follow-word-match = Le match
choice-follow-up-better = Mieux
choice-follow-up-same = Pareil
choice-follow-up-worse = Pire
choice-follow-up-stop = Stop
follow-settled = D'accord. { $day ->
    [tomorrow] Demain
   *[three_days] Dans trois jours
    [week] Dans une semaine
    [days] Dans { $count } jours
}, tu verras « { $word ->
   *[hello] Coucou
    [book] À propos du livre
    [match] À propos du match
} ». Si ça devient urgent avant, écris ici.
    .vous = D'accord. { $day ->
    [tomorrow] Demain
   *[three_days] Dans trois jours
    [week] Dans une semaine
    [days] Dans { $count } jours
}, vous verrez « { $word ->
   *[hello] Coucou
    [book] À propos du livre
    [match] À propos du match
} ». Si cela devient urgent avant, écrivez ici.
follow-word = { $word ->
   *[hello] Coucou
    [book] À propos du livre
    [match] À propos du match
}
follow-better = Tant mieux. Écris quand tu veux.
    .vous = Tant mieux. Écrivez quand vous voulez.
follow-same = Merci de le dire. Tu peux écrire ici, même d'un mot.
    .vous = Merci de le dire. Vous pouvez écrire ici, même d'un mot.
follow-worse = Merci de le dire. { $alert } Raconte si tu peux, avec tes mots.
    .vous = Merci de le dire. { $alert } Racontez si vous pouvez, avec vos mots.
follow-stop = C'est noté, plus de message. Tu peux revenir quand tu veux.
    .vous = C'est noté, plus de message. Vous pouvez revenir quand vous voulez.
ended-abuse = Cette conversation s'arrête là pour aujourd'hui. Si tu as besoin d'aide, écris-le : tu seras lu. En danger : 17, 112, ou SMS au 114.
    .vous = Cette conversation s'arrête là pour aujourd'hui. Si vous avez besoin d'aide, écrivez-le : vous serez lu. En danger : 17, 112, ou SMS au 114.
held-cover = Un message est là.

## While waiting
act-calm = M'aider à attendre
act-save-what = Quoi garder
act-call-back = Être rappelé·e
calm-breathe = On respire ensemble. Pose les pieds au sol. Inspire en comptant jusqu'à quatre, souffle en comptant jusqu'à six. Cinq fois. Je reste là, on ne te coupe pas.
    .vous = Respirons. Posez les pieds au sol. Inspirez en comptant jusqu'à quatre, soufflez en comptant jusqu'à six. Cinq fois. Je reste là, on ne vous coupe pas.
calm-save = À garder, si tu peux : l'adresse de la page, le nom du compte, la date et l'heure, leurs mots. N'efface rien pour l'instant.
    .vous = À garder, si possible : l'adresse de la page, le nom du compte, la date et l'heure, les mots. N'effacez rien pour l'instant.
calm-save-images = À garder, si tu peux : l'adresse de la page, le nom du compte, l'heure, leurs mots. Pas l'image.
    .vous = À garder, si possible : l'adresse de la page, le nom du compte, l'heure, les mots. Pas l'image.
call-back-ask = Écris le numéro, et quand on peut appeler. Seule la personne de l'équipe qui te répond le voit, puis c'est effacé. Ou appelle maintenant :
    .vous = Écrivez le numéro, et quand on peut appeler. Seule la personne de l'équipe qui vous répond le voit, puis c'est effacé. Ou appelez maintenant :
call-back-kept = C'est gardé à part, pour la personne de l'équipe qui te répondra.
    .vous = C'est gardé à part, pour la personne de l'équipe qui vous répondra.
