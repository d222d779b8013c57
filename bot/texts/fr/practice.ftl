# Les cas d'exercice : ce que dit « la personne », ligne après ligne, et ce que la page en dit. Personne n'a vécu ces histoires.

## Le groupe : des moqueries au collège
practice-group-1 = ils ont fait un groupe où ils se moquent de moi
practice-group-2 = y'a des photos de moi prises en cours et des commentaires dessous
practice-group-3 = ça fait deux semaines
practice-group-4 = au début je rigolais aussi mais là ils sont 12 dedans
practice-group-5 = non j'en ai parlé à personne, j'ai trop honte
practice-group-6 = y'a un surveillant qui est sympa, mais si je dis quelque chose ils vont savoir que c'est moi
practice-group-7 = et ma mère elle a déjà plein de problèmes
practice-group-8 = je peux garder des captures tu crois que ça sert ?
practice-group-9 = ok. je vais lui parler demain à la récré. merci de pas avoir dit que c'est rien

## Les photos : un chantage
practice-pictures-1 = j'ai envoyé une photo à quelqu'un que je connais d'un jeu
practice-pictures-2 = maintenant il en veut d'autres sinon il l'envoie à ma classe
practice-pictures-3 = c'était il y a trois jours, il avait l'air gentil
practice-pictures-4 = il m'a montré la liste de mes abonnés
practice-pictures-5 = il a dit avant minuit
practice-pictures-6 = j'ai rien renvoyé mais il écrit toutes les cinq minutes
practice-pictures-7 = non je pense pas à mourir, j'ai juste envie de disparaître deux jours
practice-pictures-8 = ma sœur est dans la chambre à côté
practice-pictures-9 = mes parents ils vont me tuer s'ils savent. enfin pas pour de vrai
practice-pictures-10 = je vais demander à ma sœur de rester avec moi ce soir. on garde tout et on répond pas

## La nuit : quelqu'un qui tourne autour
practice-night-1 = salut. je sais pas trop pourquoi j'écris
practice-night-2 = c'est pas grave en vrai, juste fatigué
practice-night-3 = depuis qu'ils ont posté la vidéo je vais plus en cours
practice-night-4 = je me dis que ce serait plus simple pour tout le monde si j'étais plus là
practice-night-5 = oui. ce soir. j'ai ce qu'il faut dans ma chambre
practice-night-6 = mon père dort en bas
practice-night-7 = si je le réveille il va croire que je fais l'intéressant
practice-night-8 = tu peux rester là pendant que je descends ?
practice-night-9 = il est réveillé. il a dit viens t'asseoir. je lui montre ce que j'ai écrit

## Le parent : une mère inquiète
practice-parent-1 = Bonjour, ma fille de onze ans reçoit des messages méchants tous les soirs.
practice-parent-2 = J'ai vu son téléphone hier, elle ne sait pas que je l'ai lu.
practice-parent-3 = Ce sont des filles de sa classe. Elles la traitent de tous les noms.
practice-parent-4 = J'ai envie d'appeler leurs parents ce soir.
practice-parent-5 = Mais j'ai peur que ce soit pire demain. Elle m'avait demandé de ne rien dire.
practice-parent-6 = Non, elle mange normalement, mais elle dort avec la lumière.
practice-parent-7 = D'accord. Je vais d'abord lui en parler, et lui demander ce qu'elle veut. Merci.

## Ce que les pages en disent
desk-practice = Exercice
desk-practices = Cas d'exercice
desk-practice-banner = Exercice. Personne n'écrit de l'autre côté : rien ne part, rien ne sonne, rien n'est compté.
desk-practice-no-call = Exercice : n'appelez personne pour de vrai. Lisez le texte à voix haute, puis notez l'appel comme si vous l'aviez passé.
desk-practice-no-notice = D'un exercice, aucune demande ne part.
desk-practice-hint = Une histoire écrite pour apprendre, sur le vrai tableau. Elle attend la personne choisie, et disparaît avec tout ce qui s'y est dit quand l'exercice finit.
desk-practice-story = Histoire
desk-practice-story-group = Un groupe se moque (moyen, tu)
desk-practice-story-pictures = Un chantage à la photo (critique, tu)
desk-practice-story-night = Quelqu'un tourne autour (élevé, puis urgence, tu)
desk-practice-story-parent = Une mère inquiète (moyen, vous)
desk-practice-for = Pour
desk-practice-language = Langue
desk-practice-begin = Commencer
desk-practice-open = { $story } · { $name }
desk-practice-look = Regarder
desk-practice-end = Finir l'exercice
desk-practice-done = L'exercice est fini. Parlez-en avec votre superviseur·e.
desk-practice-none = Aucun exercice en cours.
desk-fault-no-story = Cette histoire n'existe pas.
desk-fault-no-story-next = Choisissez-en une sur la page de l'équipe.
