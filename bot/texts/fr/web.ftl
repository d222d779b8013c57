# The web chat's own words: buttons, states, errors. They speak to everybody, child or parent: no "tu" where it can be
# avoided. What the bot says is elsewhere.

## The page
web-title = Notes
web-exit = Quitter vite
web-menu = Plus
web-close = Fermer
web-human = Parler à quelqu'un
web-danger = Danger
web-log = Conversation
web-message = Message
web-message-hint = Écrire ici…
web-send = Envoyer
web-language-fr = Français
web-language-en = English
web-below = Voir la suite
web-choices = Réponses possibles

## Who writes, and how far a message got
web-from-bot = Réponse automatique
web-from-listener = Une personne de l'équipe
web-from-me = Moi
web-state-sending = Envoi…
web-state-sent = Envoyé
web-state-failed = Pas encore parti · Réessayer
web-offline = Connexion perdue, on réessaie…
web-held = Un message est arrivé
web-code = Numéro de reçu
web-copy = Copier
web-copied = Copié

## Pictures and files
web-evidence-add = Ajouter une image ou un fichier
web-evidence-hint = Jusqu'à { $megabytes } Mo. Pas de photo intime, même pour prouver.
web-evidence-file = Fichier
web-evidence-progress = Envoi du fichier
web-evidence-cancel = Annuler
web-evidence-cancelled = Envoi annulé
web-evidence-storing = Réception…
web-evidence-kept = Bien reçu

## The phrase
web-phrase-title = Cinq mots pour revenir
web-phrase-noted = Je les ai notés
web-phrase-other = D'autres mots
web-phrase-own = Choisir les miens
web-phrase-own-label = Ma phrase
web-phrase-own-hint = Cinq mots différents au moins, qui n'ont rien à voir entre eux. Ni nom, ni date, ni chanson.
web-phrase-own-do = Garder cette phrase
web-phrase-kept = C'est fait. Ces mots ne s'afficheront plus : ils permettent de revenir ici, et d'ouvrir ce qui a été confié.
web-resume = J'ai déjà une phrase
web-resume-hint = Elle rouvre la conversation ici, sur cet appareil.
web-resume-label = Ma phrase
web-resume-do = Reprendre

## When the conversation ended
web-ended = Cette conversation n'est plus ouverte ici.
web-ended-hint = On peut en commencer une autre, ou reprendre l'ancienne avec sa phrase.
web-begin-again = Recommencer

## Numbers, and keeping out of sight
web-worry = Un souci avec la personne qui m'écrit
web-numbers = Ces numéros répondent maintenant
web-discreet = Rester discret
web-discreet-exit = « Quitter vite », deux fois la touche Échap, ou /x : la conversation s'efface de l'écran et une page de cuisine s'ouvre.
web-discreet-history = L'adresse de cette page reste dans l'historique du navigateur. Une fenêtre de navigation privée l'évite.
web-discreet-page = Cette page ne garde rien sur l'appareil. Une fois fermée, seule la phrase permet de revenir.

## Without scripts
web-plain-title = La conversation ne s'ouvre pas ici
web-plain-why = Elle a besoin de JavaScript. Un autre navigateur ou un autre appareil peut marcher.
web-plain-meanwhile = En attendant, ces numéros répondent maintenant :

## What quick exit leads to
web-away-title = Mesures en cuisine
web-away-lead = Pour cuisiner sans balance.
web-away-teaspoon = 1 cuillère à café
web-away-teaspoon-is = 5 ml
web-away-tablespoon = 1 cuillère à soupe
web-away-tablespoon-is = 15 ml
web-away-glass = 1 verre
web-away-glass-is = 20 cl
web-away-flour = 1 cuillère à soupe de farine
web-away-flour-is = 10 g
web-away-sugar = 1 cuillère à soupe de sucre
web-away-sugar-is = 15 g
web-away-rice = 1 verre de riz
web-away-rice-is = 170 g
web-away-butter = 1 noix de beurre
web-away-butter-is = 20 g
web-away-oven = Four, thermostat 6
web-away-oven-is = 180 °C

## What went wrong, and what to do
web-fault-ended = Cette conversation n'est plus ouverte ici. On peut en commencer une autre, ou reprendre l'ancienne avec sa phrase.
web-fault-empty = Ce message est vide. Un mot suffit.
web-fault-too-long = Ce message est trop long pour partir d'un coup. En deux ou trois morceaux, ça passe.
web-fault-unreadable = Cette page n'est plus à jour. Il suffit de l'ouvrir à nouveau.
web-fault-phrase = Cette phrase n'ouvre rien ici. Peut-être un mot à corriger : les accents et les majuscules ne comptent pas.
web-fault-attempts = { $minutes ->
    [one] Plusieurs essais d'affilée : par sécurité, le prochain sera possible dans une minute.
   *[other] Plusieurs essais d'affilée : par sécurité, le prochain sera possible dans { $minutes } minutes.
}
web-fault-crowded = Beaucoup de monde arrive en même temps. On peut réessayer dans un instant.
web-fault-weak-short = Cette phrase est un peu courte. Cinq mots différents au moins, pas tout petits.
web-fault-weak-common = Cette phrase ressemble à un mot de passe connu. D'autres mots seront plus sûrs.
web-fault-weak-guessable = Quelqu'un pourrait deviner cette phrase. Avec un ou deux mots de plus, sans rapport entre eux, ça ira.
web-fault-weak-other = Cette phrase ne convient pas. D'autres mots seront plus sûrs.
web-fault-phrase-chosen = Une phrase est déjà choisie pour cette conversation. C'est elle qui sert.
web-fault-empty-file = Ce fichier est vide. Il peut être choisi à nouveau.
web-fault-too-large = Ce fichier dépasse { $megabytes } Mo. Une capture d'écran ou une vidéo plus courte passera.
web-fault-quota = Ce coffre ne prend plus de fichier pour l'instant. Ce qui y est déjà reste gardé.
web-fault-no-page = Il n'y a rien à cette adresse.
web-fault-unforeseen = Ça n'a pas marché de notre côté. On peut réessayer dans un instant.
web-fault-network = Pas de connexion pour l'instant. On peut réessayer.

## The vault
web-link-used = Ce lien a déjà servi, ou il date de plus d'un quart d'heure : il n'ouvre plus rien. On peut en demander un nouveau dans la messagerie d'où il vient.
web-vault-title = Mon coffre
web-vault-phrase = Ma phrase
web-vault-open = Ouvrir
web-vault-lock = Refermer
web-vault-piece = Pièce
web-vault-look = Revoir
web-vault-save = Enregistrer
web-vault-copy = Tout enregistrer (zip)
web-vault-recovery = Des mots de secours
web-vault-recovery-hint = À écrire sur papier, loin du téléphone. Ils ouvrent le coffre si la phrase est perdue, et ne s'affichent qu'une fois.
web-vault-empty = Ce coffre est vide.
web-vault-share = Montrer à l'équipe
web-vault-unshare = Ne plus montrer
web-vault-held = Scellée, personne ne l'ouvre
web-vault-destroyed = Reçue, détruite
web-fault-locked = Le coffre est fermé. La phrase le rouvre.
web-fault-withheld = Cette pièce est scellée, personne ne l'ouvre.
web-fault-no-piece = Cette pièce n'est plus là.
web-fault-no-preview = Ce fichier ne se montre pas ici. Il peut être enregistré.
