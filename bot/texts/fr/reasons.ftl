# Why a case has its level, in a few words on a listener's board. Never the words of the person.
# One message per rule of nlu/severity.py; a rule added in config.yml brings its own here: reason-<id>.

## Danger now
reason-danger-hurt-now = On lui fait du mal, ou ça va arriver
reason-danger-did-dangerous = A fait quelque chose de dangereux
reason-danger-thinks-of-dying = Dit penser à mourir
reason-danger-could-hurt = Dit pouvoir blesser quelqu'un
reason-danger-other-in-danger = Quelqu'un d'autre est en danger
reason-danger-asked = A touché Danger
reason-danger-unsure = Ne sait pas s'il y a danger
reason-danger-no = Aucun danger dit pour l'instant
reason-danger-not-answered = Danger : pas encore répondu
reason-harm-plan-set = Veut blesser : un jour ou un moyen
reason-harm-plan-unclear = Pourrait blesser : ni jour ni moyen dits
reason-child-missing = Ne sait pas où est l'enfant

## The direct question
reason-direct-now = Pense à se suicider, là maintenant
reason-direct-sometimes = Pense parfois à se suicider
reason-direct-unclear = Suicide : « je ne sais pas »
reason-direct-skipped = Suicide : question passée
reason-direct-silence = Suicide : silence après la question
reason-direct-past = A pensé au suicide, plus maintenant

## What happens
reason-what-threats = Menaces ou coups
reason-what-blackmail = Chantage
reason-what-intimate = Image intime
reason-what-body = On touche son corps ou on l'oblige
reason-what-adult-insists = Un adulte ou un inconnu insiste
reason-what-insults = Insultes, moqueries
reason-what-other = Autre chose
reason-demand-money = On lui demande de l'argent
reason-demand-images = On lui demande des images
reason-demand-meet = On veut le ou la voir en vrai
reason-demand-harm = On lui demande de blesser ou de se blesser
reason-demand-silence = On lui demande de se taire
reason-demand-unsure = Ne sait pas ce qu'on lui demande
reason-meet-soon = Rencontre prévue dans les 24 h
reason-deadline-hour = Échéance dans l'heure
reason-deadline-today = Échéance aujourd'hui ou cette nuit
reason-deadline-open = Échéance inconnue ou plus tard
reason-deadline-spread = Déjà diffusé

## Who is near
reason-author-home = L'auteur vit à la maison
reason-author-known-adult = L'auteur est un adulte connu
reason-author-online = L'auteur est rencontré en ligne
reason-author-several = Plusieurs auteurs
reason-home-violence = Violence d'une personne de la maison
reason-screen-author = L'auteur lit le téléphone
reason-screen-violence = Violence, et l'auteur lit le téléphone
reason-who-author = Dit avoir fait du mal

## A child
reason-age-under-13 = Moins de 13 ans
reason-child-violence = Moins de 13 ans, violence
reason-child-threatened = Moins de 13 ans : menaces, chantage ou adulte
reason-child-images-demanded = Moins de 13 ans : images demandées
reason-child-sextortion = Moins de 13 ans : image intime et demande
reason-child-adult-images = Moins de 13 ans : image intime et adulte

## Words
reason-words-suicide = Mots : suicide
reason-words-suicide-danger = Mots : suicide et danger
reason-words-danger = Mots : danger
reason-words-danger-weapon = Mots : danger et arme
reason-words-danger-soon = Mots : danger dans les 24 h
reason-words-danger-unanswered = Mots : danger, question sans réponse
reason-words-self-harm = Mots : se fait du mal
reason-words-blackmail = Mots : chantage
reason-words-blackmail-hour = Mots : chantage, échéance dans l'heure
reason-words-blackmail-today = Mots : chantage, échéance dans les 24 h
reason-words-adult-contact = Mots : adulte ou inconnu insistant
reason-words-spreading = Mots : diffusion en cours
reason-words-sexual-violence = Mots : violence sexuelle
reason-words-sextortion = Mots : sextorsion
reason-words-grooming = Mots : approche d'un adulte
reason-words-intimate-images = Mots : images intimes
reason-words-threats = Mots : menaces ou coups
reason-words-violence = Mots : violence
reason-words-child = Mots : moins de 13 ans, violence
reason-words-child-critical = Mots : moins de 13 ans, adulte ou menaces
reason-words-unclear = Mots : à demander
reason-unread-message = Message que le programme ne lit pas

## Around it
reason-third-contact = Troisième contact en 7 jours
reason-alone-at-night = Seul·e, la nuit
reason-follow-up-worse = Dit que c'est pire
reason-weighed-before = Niveau déjà donné
reason-answer-skip = Question passée
reason-answer-unsure = « Je ne sais pas »
