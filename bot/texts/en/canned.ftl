# Replies a listener may take up, read over and change before they go. They may say { "{ $alias }" }: the listener's alias.

canned-hello = Hello, my name is { $alias }. Thank you for writing. I am reading, take your time.
canned-believe = I believe you. What is happening to you is not your fault.
    .vous = I believe you. What is happening is not your fault.
canned-safe-now = Right now, are you safe?
    .vous = Right now, is the person safe?
canned-where = Where are you now? A town, a street, something you can see: it is so that somebody can come.
    .vous = Where is the person now? A town, a street, a landmark: it is so that somebody can come.
canned-direct = I am asking you a direct question: are you thinking of dying, of killing yourself?
    .vous = I am asking you a direct question: is the person thinking of dying, of killing themselves?
canned-adult = Is there an adult you trust, who has nothing to do with it?
    .vous = Who else can stand by you, and has nothing to do with it?
canned-no-picture = There is no need to send me the picture. The address of the page, the name of the account, the time and their words are enough.
canned-no-answer-to-them = You do not have to answer them. Let us look together at what can help.
canned-moment = I am still here. I am reading again what you wrote.
canned-colleague = I am not here later. Somebody of the team can go on with you, if you like: they will have read our talk.
