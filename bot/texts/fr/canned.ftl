# Replies a listener may take up, read over and change before they go. They may say { "{ $alias }" }: the listener's alias.

canned-hello = Bonjour, je m'appelle { $alias }. Merci d'avoir écrit. Je te lis, prends ton temps.
    .vous = Bonjour, je m'appelle { $alias }. Merci d'avoir écrit. Je vous lis, prenez votre temps.
canned-believe = Je te crois. Ce qui t'arrive n'est pas ta faute.
    .vous = Je vous crois. Ce qui arrive n'est pas votre faute.
canned-safe-now = Là, tout de suite, est-ce que tu es en sécurité ?
    .vous = Là, tout de suite, est-ce que la personne est en sécurité ?
canned-where = Tu es où, là ? Une ville, une rue, un repère : c'est pour que quelqu'un puisse venir.
    .vous = Où est la personne, là ? Une ville, une rue, un repère : c'est pour que quelqu'un puisse venir.
canned-direct = Je te pose une question directe : est-ce que tu penses à mourir, à te suicider ?
    .vous = Je vous pose une question directe : est-ce que la personne pense à mourir, à se suicider ?
canned-adult = Est-ce qu'il y a un adulte en qui tu as confiance, et qui n'y est pour rien ?
    .vous = Qui d'autre peut vous épauler, et n'y est pour rien ?
canned-no-picture = Pas besoin de m'envoyer l'image. L'adresse de la page, le nom du compte, l'heure et leurs mots suffisent.
    .vous = Inutile d'envoyer l'image. L'adresse de la page, le nom du compte, l'heure et les mots suffisent.
canned-no-answer-to-them = Tu n'as pas à leur répondre. On regarde ensemble ce qui peut aider.
    .vous = Rien n'oblige à leur répondre. Regardons ensemble ce qui peut aider.
canned-moment = Je suis toujours là. Je relis ce que tu as écrit.
    .vous = Je suis toujours là. Je relis ce que vous avez écrit.
canned-colleague = Je ne suis pas là plus tard. Une personne de l'équipe peut prendre la suite avec toi, si tu veux bien : elle aura lu notre échange.
    .vous = Je ne suis pas là plus tard. Une personne de l'équipe peut prendre la suite avec vous, si vous voulez bien : elle aura lu notre échange.
