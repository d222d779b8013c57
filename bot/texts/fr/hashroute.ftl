# La route de l'empreinte, pas à pas : Take It Down (image d'avant 18 ans), StopNCII (18 ans et plus). L'image reste dans
# l'appareil ; ici, on ne la demande jamais.

act-hash-1 = Le faire pas à pas
act-hash-2 = Et ensuite ?
act-hash-3 = Je suis sur la page
act-hash-4 = C'est choisi
act-hash-5 = J'ai le numéro
act-hash-stop = Arrêter là
hashroute-1 = On le fait en quatre pas, à ton rythme. L'idée : le site calcule une empreinte de l'image dans ton appareil. Seule l'empreinte part, jamais l'image. Personne ne la regarde. Ne l'envoie pas ici non plus.
    .vous = Quatre pas, à votre rythme. L'idée : le site calcule une empreinte de l'image dans l'appareil. Seule l'empreinte part, jamais l'image. Personne ne la regarde. Ne l'envoyez pas ici non plus.
hashroute-2-minor = Pas 1. Ouvre ce site, gratuit, sans ton nom. C'est pour une image prise avant tes 18 ans. Fais-le sur l'appareil où l'image se trouve. Si tu ne l'as pas, ne la télécharge pas et ne la demande à personne : dis-le ici.
    .vous = Pas 1. Ouvrez ce site, gratuit, sans nom. C'est pour une image prise avant 18 ans, et c'est à la personne concernée de le faire, sur l'appareil où l'image se trouve. Ne la téléchargez pas, ne la demandez à personne.
hashroute-2-adult = Pas 1. Ouvre ce site, gratuit. C'est pour une image prise à 18 ans ou après. Si tu étais plus jeune sur l'image, c'est l'autre site, Take It Down.
    .vous = Pas 1. Ouvrez ce site, gratuit. C'est pour une image prise à 18 ans ou après. Si l'image est plus ancienne, c'est l'autre site, Take It Down.
hashroute-3 = Pas 2. Sur la page, choisis l'image ou la vidéo dans ton appareil. Elle y reste : le site n'en prend que l'empreinte.
    .vous = Pas 2. Sur la page, choisissez l'image ou la vidéo dans l'appareil. Elle y reste : le site n'en prend que l'empreinte.
hashroute-4 = Pas 3. Quand c'est envoyé, le site te donne un numéro, parfois un code. Note-le : sans lui, on ne peut plus suivre. Ne l'écris pas ici.
    .vous = Pas 3. Quand c'est envoyé, le site donne un numéro, parfois un code. Notez-le : sans lui, on ne peut plus suivre. Ne l'écrivez pas ici.
hashroute-5 = Pas 4. C'est fait. Les sites qui participent comparent et bloquent ce qui correspond. Cela ne marche ni sur les autres, ni dans les messages chiffrés. Ne republie pas l'image : ton propre compte pourrait être bloqué. Si elle est en ligne quelque part, donne-nous l'adresse et le nom du compte, pas l'image.
    .vous = Pas 4. C'est fait. Les sites qui participent comparent et bloquent ce qui correspond. Cela ne marche ni sur les autres, ni dans les messages chiffrés. Ne republiez pas l'image : un compte pourrait être bloqué. Si elle est en ligne quelque part, donnez-nous l'adresse et le nom du compte, pas l'image.
hashroute-stop = D'accord, on s'arrête là. Tu peux reprendre quand tu veux.
    .vous = D'accord, arrêtons là. Vous pouvez reprendre quand vous voulez.

desk-act-hash-1 = Route de l'empreinte : début
desk-act-hash-2 = Route de l'empreinte : pas 1
desk-act-hash-3 = Route de l'empreinte : pas 2
desk-act-hash-4 = Route de l'empreinte : pas 3
desk-act-hash-5 = Route de l'empreinte : fait
desk-act-hash-stop = Route de l'empreinte : arrêt
