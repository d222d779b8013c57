# What people who write on Telegram read besides the chat's own words. Neutral: someone else may look at the phone.

## The bot's face
telegram-description = Écrire ici, à son rythme. Un programme répond d'abord, puis une personne de l'équipe.
telegram-short = Notes et messages.

## Files
telegram-tidy = Retirer mes fichiers de cette conversation
telegram-tidied = C'est retiré de cette conversation. Dans le coffre, tout est gardé.
telegram-tidied-not-all = Telegram ne permet de retirer que ce qui a moins de 48 heures. Le reste se retire à la main ; dans le coffre, tout est gardé.
telegram-to-web = Ouvrir la page web
telegram-file-large = Ce fichier est trop lourd pour passer par Telegram (plus de 20 Mo). Il peut se déposer sur la page web.
telegram-file-lost = Ce fichier n'est pas arrivé jusqu'ici. Tu peux le renvoyer.
    .vous = Ce fichier n'est pas arrivé jusqu'ici. Vous pouvez le renvoyer.

## What is not kept
telegram-contact-not-kept = Je n'ai pas gardé ce contact : ici, on n'a pas besoin de savoir qui est qui. Tu peux raconter avec tes mots.
    .vous = Je n'ai pas gardé ce contact : ici, nous n'avons pas besoin de savoir qui est qui. Vous pouvez raconter avec vos mots.
telegram-place-not-kept = Je n'ai pas gardé cette position. Elle sert seulement quand il y a un danger : dis-le moi si c'est le cas.
    .vous = Je n'ai pas gardé cette position. Elle sert seulement quand il y a un danger : dites-le moi si c'est le cas.
