# La même image ailleurs parmi les pièces d'une personne, à la demande d'une écoutante ou d'un écoutant.
desk-same-picture = La même image ?
desk-same-picture-of = La même image que la pièce { $number }, ailleurs ?
desk-same-picture-seen = { $count ->
    [one] La même image, une autre fois :
   *[other] La même image, { $count } autres fois :
}
desk-same-picture-none = { $count ->
    [0] Aucune autre image à comparer.
    [one] Comparée à une autre image : pas la même.
   *[other] Comparée à { $count } autres images : pas la même.
}
desk-same-picture-unfit = Ce n'est pas une image qui se compare.
desk-same-picture-unfit-plain = Cette image est trop unie pour se comparer à une autre.
desk-same-picture-among = Seulement parmi les pièces partagées de cette personne. Tournée, inversée ou encadrée, elle est reconnue ; recadrée ou écrite par-dessus, pas toujours.
