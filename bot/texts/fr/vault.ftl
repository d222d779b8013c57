# The vault, as its owner meets it. Nothing here asks for a capture where it could be an intimate image.

## A file that may show an intimate image of a minor
vault-held = C'est arrivé, et scellé. Personne ne l'ouvre, l'équipe non plus. Ton reçu :
    .vous = C'est arrivé, et scellé. Personne ne l'ouvre, l'équipe non plus. Votre reçu :
vault-shows = Pièce { $number } : est-ce qu'on y voit quelqu'un nu, ou quelque chose d'intime ? Si oui, on détruit l'image sans la regarder, et tu n'as rien fait de mal.
    .vous = Pièce { $number } : y voit-on quelqu'un nu, ou quelque chose d'intime ? Si oui, l'image est détruite sans être regardée.
vault-destroyed = Pièce { $number } : reçue, détruite, sans que personne la regarde. Il en reste une empreinte scellée et l'heure, pas l'image.
vault-quarantined = Pièce { $number } : elle reste scellée, à part. Personne ici ne l'ouvre.
vault-released = Pièce { $number } : merci, elle est gardée comme les autres.
vault-still-held = Pièce { $number } : elle reste scellée, personne ne l'ouvre. Tu peux répondre plus tard, en touchant la pièce dans ton coffre.
    .vous = Pièce { $number } : elle reste scellée, personne ne l'ouvre. Vous pouvez répondre plus tard, en touchant la pièce dans votre coffre.
vault-ways = On peut agir sans l'image. Take It Down aide à la bloquer sans qu'elle quitte ton téléphone. Une page publique se signale à PHAROS ou au Point de Contact. Pour nous : l'adresse, le compte, l'heure, leurs mots.
    .vous = On peut agir sans l'image. Take It Down aide à la bloquer sans qu'elle quitte le téléphone. Une page publique se signale à PHAROS ou au Point de Contact. Pour nous : l'adresse, le compte, l'heure, les mots.
vault-words = Colle ici l'adresse de la page, le nom du compte, l'heure et leurs mots. Si tu ajoutes un fichier, aucune image intime dedans.
    .vous = Collez ici l'adresse de la page, le nom du compte, l'heure et les mots. Si vous ajoutez un fichier, aucune image intime dedans.
vault-link-pharos = PHAROS (signaler une page publique)
vault-link-contact = Point de Contact (signaler)
act-vault-shows-yes = Oui
act-vault-shows-no = Non
act-vault-shows-unsure = Je ne sais pas
act-vault-keep = Garder adresse et mots

## The list, and one piece
vault-list = { $count ->
    [one] Ton coffre : une pièce.
   *[other] Ton coffre : { $count } pièces.
} { $shared ->
    [0] L'équipe n'en voit aucune.
    [one] L'équipe peut en ouvrir une.
   *[other] L'équipe peut en ouvrir { $shared }.
}
    .vous = { $count ->
    [one] Votre coffre : une pièce.
   *[other] Votre coffre : { $count } pièces.
} { $shared ->
    [0] L'équipe n'en voit aucune.
    [one] L'équipe peut en ouvrir une.
   *[other] L'équipe peut en ouvrir { $shared }.
}
vault-line = Pièce { $number } · { $date }, { $time } · { $state ->
    [shared] l'équipe peut l'ouvrir
    [held] scellée, personne ne l'ouvre
    [declared] scellée à part
    [destroyed] reçue, détruite
   *[own] pour toi seulement
}
    .vous = Pièce { $number } · { $date }, { $time } · { $state ->
    [shared] l'équipe peut l'ouvrir
    [held] scellée, personne ne l'ouvre
    [declared] scellée à part
    [destroyed] reçue, détruite
   *[own] pour vous seulement
}
vault-empty = Ton coffre est vide.
    .vous = Votre coffre est vide.
vault-piece = Pièce { $number } : { $state ->
    [shared] l'équipe peut l'ouvrir.
    [declared] elle est scellée à part, personne ne l'ouvre.
    [destroyed] reçue, détruite. Il en reste une empreinte scellée.
   *[own] elle est pour toi seulement.
}
    .vous = Pièce { $number } : { $state ->
    [shared] l'équipe peut l'ouvrir.
    [declared] elle est scellée à part, personne ne l'ouvre.
    [destroyed] reçue, détruite. Il en reste une empreinte scellée.
   *[own] elle est pour vous seulement.
}
vault-shared = Pièce { $number } : l'équipe peut l'ouvrir maintenant. Tu peux changer d'avis.
    .vous = Pièce { $number } : l'équipe peut l'ouvrir maintenant. Vous pouvez changer d'avis.
vault-unshared = Pièce { $number } : l'équipe ne peut plus l'ouvrir. Ce qui a déjà été vu ne se reprend pas.
vault-shared-all = D'accord, l'équipe peut ouvrir tout ce que tu gardes ici. Tu peux changer d'avis.
    .vous = D'accord, l'équipe peut ouvrir tout ce que vous gardez ici. Vous pouvez changer d'avis.
vault-shared-none = D'accord, l'équipe n'ouvre plus rien. Ce qui a déjà été vu ne se reprend pas.
vault-delete-sure = Supprimer la pièce { $number } ? On ne pourra pas la retrouver.
vault-delete-later = C'est noté pour la pièce { $number }. Comme quelqu'un d'autre pourrait tenir ce téléphone, une personne peut regarder d'abord : elle sera supprimée dans trois jours.
vault-deleted = Pièce { $number } : supprimée. Des copies de sécurité peuvent exister encore { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} au plus. Le reçu de la suppression :
vault-gone-already = Cette pièce n'est plus là.
act-vault = Mon coffre
act-vault-item = Pièce { $number }
act-vault-page = La suite
act-vault-all = L'équipe peut tout voir
act-vault-none = Moi seulement, pour tout
act-vault-share = Montrer à l'équipe
act-vault-unshare = Ne plus montrer
act-vault-delete = Supprimer
act-vault-gone = Oui, supprimer
act-vault-look = La revoir
act-vault-copy = Ma copie
act-vault-later = Garder encore

## What only the page does
vault-look = Ça s'ouvre sur la page web, avec ta phrase si tu en as une. L'image ne passe pas par la messagerie.
    .vous = Cela s'ouvre sur la page web, avec votre phrase si vous en avez une. L'image ne passe pas par la messagerie.
vault-look-here = Ça s'ouvre ici, juste en dessous, avec ta phrase si tu en as une.
    .vous = Cela s'ouvre ici, juste en dessous, avec votre phrase si vous en avez une.
vault-copy-here = Ta copie de ce que tu gardes ici se prend juste en dessous.
    .vous = Votre copie de ce que vous gardez ici se prend juste en dessous.
vault-copy = Ta copie de ce que tu gardes ici se prend sur la page web.
    .vous = Votre copie de ce que vous gardez ici se prend sur la page web.
vault-copy-words = Pour une copie de tes mots, une personne de l'équipe peut la mettre dans ton coffre : seule l'équipe peut les relire.
    .vous = Pour une copie de vos mots, une personne de l'équipe peut la mettre dans votre coffre : seule l'équipe peut les relire.
vault-link-page = Ouvrir la page
vault-link-for = Ce lien sert une seule fois, pendant { $minutes } minutes. Sur un appareil que personne d'autre ne regarde.
vault-no-page = Ici, il n'y a pas de page web pour cela. Une personne de l'équipe peut aider.

## Limits and the end
vault-quota = Le coffre ne prend plus de fichier pour l'instant. Rien n'a été perdu de ce qui y est déjà.
vault-ending = Ce que tu gardes ici depuis longtemps sera bientôt effacé, comme c'est la règle. Tu veux le garder encore ?
    .vous = Ce que vous gardez ici depuis longtemps sera bientôt effacé, comme c'est la règle. Voulez-vous le garder encore ?
vault-ending-discreet = Toujours là. Un mot suffit.
vault-kept-on = D'accord, c'est gardé encore.
