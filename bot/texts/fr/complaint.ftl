# Le dossier pour la plainte : ce que la personne relit dans la conversation, ce que lit la permanence, et le document.

## À la personne
draft-shown = Voici tout ce qu'on mettrait dans le dossier, avec tes mots. Relis tranquillement : rien n'est fait sans toi.
    .vous = Voici tout ce que nous mettrions dans le dossier, avec vos mots. Relisez tranquillement : rien n'est fait sans vous.
draft-line = { $number }. { $at } : « { $words } »
draft-added = Ajouté, { $at } : « { $words } »
draft-accounts = Comptes et pseudos :
draft-links = Adresses :
draft-harm = Ce que ça fait, au quotidien :
draft-offences = Ce que ce serait peut-être, pour la loi. C'est la justice qui décide :
draft-point = { $number }. { $words }
draft-pieces = { $count ->
    [one] Et une pièce gardée, avec son heure et son empreinte.
   *[other] Et { $count } pièces gardées, avec leur heure et leur empreinte.
}
draft-how = Pour corriger une ligne, touche le bouton puis écris son numéro : « 2 : c'était lundi ». Pour l'enlever : « 2 : enlever ».
    .vous = Pour corriger une ligne, touchez le bouton puis écrivez son numéro : « 2 : c'était lundi ». Pour l'enlever : « 2 : enlever ».
draft-ask = Vas-y, écris ce qu'il faut changer ou ajouter.
    .vous = Allez-y, écrivez ce qu'il faut changer ou ajouter.
draft-noted = C'est noté. Autre chose ?
draft-agreed = Merci. Le dossier peut être fait comme ça.
dossier-ready = Le dossier est prêt, il est dans ton coffre. Une page reste vide pour ton nom : tu la remplis à la main, si tu veux.
    .vous = Le dossier est prêt, il est dans votre coffre. Une page reste vide pour le nom : vous la remplissez à la main, si vous voulez.
act-draft-right = C'est juste
act-draft-fix = Je corrige

## À la permanence
desk-act-draft-right = Le dossier est juste
desk-act-draft-fix = Corrige le dossier
desk-dossier = Dossier de plainte
desk-dossier-lines = Ce que la personne a écrit
desk-dossier-lines-hint = Choisissez les lignes qui racontent les faits. Ses mots restent ses mots.
desk-dossier-quotations = Violences sexuelles ou moins de 13 ans : citations seules, avec l'heure. Aucun récit, aucune question sur les faits.
desk-dossier-accounts = Comptes et pseudonymes, un par ligne
desk-dossier-links = Adresses, une par ligne
desk-dossier-harm = Ce que cela lui fait, un point par ligne
desk-dossier-harm-hint = Ce que la personne en dit : sommeil, école, santé. Pas de nom.
desk-dossier-offences = Infractions possibles
desk-dossier-unreviewed = Cette liste n'a pas encore été relue par un juriste.
desk-dossier-save = Garder le brouillon
desk-dossier-show = Montrer à la personne
desk-dossier-make = Faire le dossier
desk-dossier-make-hint = Le document va dans le coffre de la personne, avec les pièces.
desk-dossier-state-drafted = brouillon, pas encore montré
desk-dossier-state-shown = montré, en attente de sa réponse
desk-dossier-state-agreed = relu et approuvé par la personne
desk-dossier-state-made = fait
desk-dossier-said = Ce que la personne a corrigé
desk-dossier-now = Tel qu'il serait fait
desk-dossier-now-accounts = Comptes et pseudonymes
desk-dossier-now-links = Adresses
desk-dossier-now-harm = Ce que cela lui fait
desk-dossier-now-offences = Infractions possibles
desk-dossier-added-line = ajouté par la personne
desk-dossier-pieces = Pièces, avec leur empreinte : { $count }
desk-dossier-not-agreed = La personne ne l'a pas encore approuvé.
desk-fault-no-dossier = Il n'y a pas de brouillon ici.
desk-fault-no-dossier-next = Gardez d'abord un brouillon.
desk-fault-not-agreed = La personne n'a pas encore approuvé ce dossier.
desk-fault-not-agreed-next = Montrez-le, puis attendez sa réponse.

## Le document
dossier-title = Éléments pour une plainte
dossier-reference = Référence
dossier-made-on = Date
dossier-date = { $day } { $month ->
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
} { $year }
dossier-what-this-is = Ce document rassemble ce qu'une personne a confié à une association, dans ses mots, et les pièces qu'elle a gardées. Ce n'est pas une plainte : il aide à la déposer. Il ne contient pas son nom.
dossier-minor-alone = La personne est mineure, ou son âge n'est pas connu. Une personne mineure peut venir seule, ou avec l'adulte de son choix.
dossier-unchanged = Les pièces sont inchangées depuis leur réception ; leur empreinte permet de le vérifier.
dossier-signs = Quelques signes qu'aucune police d'ici n'a sont nommés entre crochets. Les mots d'origine sont gardés tels quels.
dossier-timeline = Ce qui s'est passé, dans ses mots
dossier-timeline-none = Aucune ligne n'a été choisie : la personne raconte au guichet, avec ses mots.
dossier-quotations-note = Citations seules, avec le moment où elles ont été écrites. Aucune question sur les faits n'a été posée par le programme.
dossier-corrected = précisé par la personne le
dossier-added = ajouté par la personne
dossier-who = Qui : comptes et pseudonymes
dossier-who-none = Aucun compte n'a été nommé. Une plainte contre X est possible.
dossier-where = Où : adresses
dossier-where-none = Aucune adresse n'a été relevée.
dossier-harm = Ce que cela lui fait
dossier-offences = Infractions possibles
dossier-offences-note = Ces faits pourraient relever des infractions suivantes. Ce sont des pistes : la qualification revient à la police, au parquet et au juge.
dossier-offence = Infraction
dossier-articles = Articles
dossier-exhibits = Pièces
dossier-exhibits-none = Aucune pièce.
dossier-exhibit = N°
dossier-exhibit-kept = Reçue le
dossier-fingerprint = Empreinte (SHA-256) et nature
dossier-exhibit-unopened = non ouverte par l'association ; son empreinte est dans le paquet
dossier-at-the-desk = À l'accueil du commissariat ou de la gendarmerie
dossier-say-1 = « Je viens déposer plainte pour les faits décrits ici. » N'importe quel commissariat ou n'importe quelle brigade doit la recevoir (article 15-3 du code de procédure pénale).
dossier-say-2 = « Je demande que les pièces soient jointes, avec leurs empreintes. »
dossier-say-3 = « Je demande un récépissé et une copie de la plainte. »
dossier-say-4 = Si l'accueil refuse, écrire au procureur de la République du tribunal judiciaire, avec ce document.
dossier-alone = Tu peux venir seul, seule, ou avec l'adulte de ton choix.
    .vous = La personne mineure peut venir seule, ou avec l'adulte de son choix.
dossier-bring = À apporter
dossier-bring-1 = Ce document et le paquet de pièces, sur une clé USB si possible.
dossier-bring-2 = Le téléphone où les messages ont été reçus, chargé, sans rien y effacer.
dossier-bring-3 = Une pièce d'identité, si la personne en a une.
dossier-bring-4 = Un certificat médical, s'il y en a un. Aucune image intime : en donner l'adresse suffit.
dossier-identity = Identité, à remplir à la main
dossier-identity-note = Cette page reste vide dans le document : l'association ne connaît pas ces réponses et ne les garde pas.
dossier-identity-name = Nom et prénom
dossier-identity-born = Né ou née le, à
dossier-identity-address = Adresse
dossier-identity-phone = Téléphone où appeler sans risque
dossier-identity-with = Vient avec (facultatif)
dossier-identity-date = Date
dossier-identity-signature = Signature
dossier-page = page
