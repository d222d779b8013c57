# What rings people of the team who are not at the desk. It can light up any screen: it says nothing about anybody.

alarm-subject = Permanence : une situation attend ({ $level })
alarm-text = Une situation attend une personne de l'équipe depuis { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}. Niveau : { $level }. Le lien dit « je m'en occupe » et arrête la sonnerie.
alarm-level-emergency = urgence
alarm-level-critical = critique
alarm-level-high = élevé
alarm-level-medium = moyen
alarm-level-low = faible
alarm-trial-subject = Essai de sonnerie
alarm-trial-text = Ceci est un essai. Personne n'attend. Si vous lisez ce message, la sonnerie arrive jusqu'à vous.
