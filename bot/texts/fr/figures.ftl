# La page des chiffres (havre stats --html).
desk-figures-title = Chiffres
desk-figures-span = Du { $since } au { $until }
desk-figures-hidden = Les nombres sous dix sont cachés, les autres arrondis à cinq. Une barre pointillée cache quelque chose.
desk-figures-none = Rien à compter.
desk-figures-cases-by-type = Situations, par type et issue
desk-figures-cases-by-level = Situations, par niveau et canal
desk-figures-cases-by-hour = Situations ouvertes, par heure et niveau
desk-figures-waits-by-level = Attente d'un humain, en secondes, par niveau
desk-figures-notices-by-platform = Demandes de retrait, par plateforme et état
desk-figures-notices-by-kind = Demandes de retrait, par nature et état
desk-figures-referrals-by-need = Relais, par besoin et état
