# What the bot says to those who write. Warm, short, no blame, no promise. `.vous`: the same to an adult.
# Every clause that states a fact has a test that it is true.

## First words
first-hello = Hi, and thanks for writing. If someone is hurting you, online or in real life, you can talk about it here. I'm a program, not a person. I ask a few questions, you can skip any of them. { $presence }
    .vous = Hello, and thanks for writing. I'm a program: a few questions, all of which you can skip, then someone from the team. { $presence }
first-limits = Before you tell me anything: no need for your name. The team keeps what you say to itself, unless a life is in danger, a child is mistreated or assaulted, or a court asks for it. We then try to talk to you about it first.
    .vous = No need to give your name or your child's. The team keeps what you write to itself, unless a life is in danger, a child is mistreated or assaulted, or a court asks.
first-channel = This channel is not end-to-end encrypted: whoever runs it can read our messages.
first-danger = No intimate photo, not even as proof. Danger right now: 17, 112, or text 114. Leave fast: /x
    .vous = Do not send or forward any intimate picture. Danger right now: 17, 112, or text 114. Leave fast: /x
adult-first = Hello, and thanks for writing. I'm a program: a few questions, then someone from the team. { $presence } No need to give your name or your child's. The team keeps what you write to itself, unless a life is in danger, a child is mistreated or assaulted, or a court asks. Do not send or forward any intimate picture of your child. If a child writes to us too, we say neither what they confide nor whether they write.
welcome-back = You're back, good. We go on where we were.
    .vous = Welcome back. We go on where we were.
back-sealed = I cannot show you again what we said before: it is sealed, and only the team can read it. Nothing is lost. The team can put a copy into your vault.
back-kept = { $count ->
    [one] What you kept is here: one piece.
   *[other] What you kept is here: { $count } pieces.
}
file-broken-off = { $count ->
    [one] One file did not arrive in full: nothing of it is left here. You can send it again.
   *[other] { $count } files did not arrive in full: nothing of them is left here. You can send them again.
}
file-on-its-way = { $count ->
    [one] One file has not arrived in full yet.
   *[other] { $count } files have not arrived in full yet.
}
back-waiting = You are in line. You can go on writing, the team will see it all.
back-closed = This conversation was over. One word here opens it again.
team-here = People from the team are answering right now.
team-on = Someone from the team is here right now.
team-back = The team is back { $when }.
team-away = The team is not here right now.
when = { $day ->
    [today] today at { $time }
    [tomorrow] tomorrow at { $time }
    [mon] on Monday at { $time }
    [tue] on Tuesday at { $time }
    [wed] on Wednesday at { $time }
    [thu] on Thursday at { $time }
    [fri] on Friday at { $time }
    [sat] on Saturday at { $time }
    [sun] on Sunday at { $time }
   *[later] on { $date } at { $time }
}
date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
clock = { $hour }:{ $minute }
clock-hour = { $hour }:00
language-changed = OK, we go on in English.

## The questions
question-danger = Right now, is anyone in danger?
question-screen = Can anyone read your screen or your phone?
question-who = Who is it for?
question-age = How old are you, roughly?
    .vous = Roughly how old is the person this is happening to?
question-what = What is going on? In your words, or here:
question-demand = Do they ask you for anything?
    .vous = Are they being asked for anything?
question-deadline = By when?
question-author = The person doing this is…
question-direct = What you write matters. A direct question, any answer is all right: are you thinking of dying, of killing yourself?
    .vous = What you write matters. A direct question, any answer is all right: is the person thinking of dying, of killing themselves?
question-harm-plan = Thank you for saying so. Is it meant for soon, or do you have what it would take?
    .vous = Thank you for saying so. Is it meant for soon, or are the means there?
question-safe-hours = When can you read in peace?

choice-danger-hurt-now = I'm being hurt, or about to be
    .vous = They are being hurt, or about to be
choice-danger-did-dangerous = I did something dangerous
    .vous = Something dangerous was done
choice-danger-thinks-of-dying = I think of dying
    .vous = They talk of dying
choice-danger-could-hurt = I could hurt someone
    .vous = Someone could get hurt
choice-danger-other-in-danger = Someone else is in danger
choice-danger-no = No
choice-danger-unsure = I don't know
choice-danger-skip = Skip
choice-screen-no = No
choice-screen-beside = Yes, right beside me
choice-screen-later = Yes, later on
choice-screen-author = Yes, the person who hurts me
    .vous = Yes, the person doing harm
choice-screen-unsure = I don't know
choice-screen-skip = Skip
choice-who-me = Me
choice-who-friend = A friend
choice-who-sibling = My brother or sister
choice-who-my-child = My child
choice-who-pupil = A pupil
choice-who-witness = I saw something
choice-who-author = I'm the one who did harm
choice-who-skip = Skip
choice-age-under-13 = Under 13
choice-age-13-14 = 13-14
choice-age-15-17 = 15-17
choice-age-adult = 18 or over
choice-age-skip = Skip
choice-what-insults = Insults or mocking
choice-what-threats = I'm threatened or hit
    .vous = Threats or hitting
choice-what-blackmail = I'm being blackmailed
    .vous = Blackmail
choice-what-intimate = Intimate photo or video
choice-what-body = Someone touches me or forces me
    .vous = They are touched or forced
choice-what-adult-insists = An adult or a stranger insists
choice-what-other = Something else
choice-what-skip = Skip
choice-demand-money = Money
choice-demand-images = More pictures
choice-demand-meet = To meet in person
choice-demand-harm = To hurt myself or someone
    .vous = To hurt oneself or others
choice-demand-silence = My silence
    .vous = Silence
choice-demand-no = No
choice-demand-unsure = I don't know
choice-demand-skip = Skip
choice-deadline-hour = Within the hour
choice-deadline-today = Today, tonight
choice-deadline-later = Later
choice-deadline-none = No date
choice-deadline-spread = It's already out
choice-deadline-unsure = I don't know
choice-deadline-skip = Skip
choice-author-home = Someone at home
choice-author-known-adult = An adult I know
    .vous = An adult they know
choice-author-school = Someone at school
choice-author-partner = My ex, boyfriend, girlfriend
    .vous = An ex, boyfriend, girlfriend
choice-author-online = Someone met online
choice-author-several = Several people
choice-author-unsure = I don't know
choice-author-skip = Skip
choice-direct-now = Yes, right now
choice-direct-sometimes = Yes, sometimes
choice-direct-past = Before, not any more
choice-direct-unsure = I don't know
choice-direct-no = No
choice-direct-skip = Skip
choice-harm-plan-today = Yes, soon
choice-harm-plan-means = I have the means
    .vous = The means are there
choice-harm-plan-no = No
choice-harm-plan-unsure = I don't know
choice-harm-plan-skip = Skip
choice-safe-hours-morning = Morning
choice-safe-hours-noon = Midday
choice-safe-hours-afternoon = Afternoon
choice-safe-hours-evening = Evening
choice-safe-hours-night = Night
choice-safe-hours-skip = Skip
choice-whereabouts-safe = They are safe
choice-whereabouts-unknown = I don't know where they are

## Buttons of the house
act-human = Talk to someone
act-danger = Danger
act-quit = Leave fast
act-evidence = Save a screenshot or a link
act-language-fr = Français
act-language-en = English
act-continue = Yes
act-write = I'll use my own words
act-wait = No, I'll wait
act-continue-here = Go on
act-better = It's better
act-place = Say where I am
act-consent-yes = Yes, the team can see it
act-consent-no = No, only me
act-consent-later = Later
act-phrase = Choose my phrase
act-checkin-yes = Yes
act-checkin-no = No thanks
act-erase = Erase
act-erase-yes = Yes, erase it all
act-listener-worry = A worry about who writes to me
act-worry-more = Say more, to someone else
act-worry-no = No, someone else
act-resume = I have a phrase

## What answers bring
discreet-beside = OK. I'll be quiet. Write when you can.
discreet-author = Thanks for saying so. To hide: /x
discreet-page = This page saves nothing on the phone, but the history may keep its address.
own-path = Thank you for saying so, it's a real step. Someone from the team will read this, without judging. Meanwhile: delete nothing, send nothing to anyone.
own-path-no-vault = Here, we talk about it in words. No need to send a file.
intimate = Don't send it, we can help without it. Keep the page address, the account name, the time and their words instead. This service helps block the picture, which never leaves your phone:
    .vous = Do not send it, we can help without it. Keep the page address, the account name, the time and the words instead. This service helps block the picture, which never leaves the phone:
link-take-it-down = Take It Down (under 18)
link-stopncii = StopNCII (18 and over)
body = Thanks for telling me. It's not your fault. No need to tell it here: someone from the team will read this.
    .vous = Thank you for saying so. It is neither their fault nor yours. No need to tell it here: someone from the team will read this.
direct-yes = Thank you for saying it. You did nothing wrong. { $alert } If you can, move away from what could hurt you and go near someone.
    .vous = Thank you for saying it. { $alert } Stay near the person, move away what could hurt them. Listen without reproach.
direct-thanks = Thanks for your answer. If it changes, a word here will do.
thanked = Thanks for telling me. You deserve better.
    .vous = Thanks for saying so. Nobody deserves this.
alert-ringing = I'm alerting someone from the team.
alert-away = The team is not here right now.

## In the queue
in-line = You are in the queue. Shall we go on while you wait?
in-line-closed = Your place is kept. Do we go on?
waiting-arrived = Your message is here.
waiting-line = Your message is here. { $count ->
    [0] You are next.
    [one] One person is before you.
   *[other] { $count } people are before you.
}
waiting-estimate = Your message is here. { $count ->
    [0] You are next.
    [one] One person is before you.
   *[other] { $count } people are before you.
} { $high ->
    [1] Lately the wait is one minute, sometimes more.
   *[other] Lately the wait is { $low } to { $high } minutes, sometimes more.
}
waiting-meanwhile = Keep writing if it helps, the team will see it all. You can leave and come back, your place is kept. If it gets urgent: Danger.
write-freely = I'm listening. Write as it comes, the team will see it.
    .vous = Write as it comes, the team will see it.
kept = It got here. You can go on.
unread = It got here. I can't read this, but someone from the team will be able to. You can also put it in words.
heard-again-danger = Thanks for saying it. { $alert } Get somewhere safe if you can. These numbers answer now:
heard-again = Thanks for saying it. It counts. { $alert } These numbers answer now:
kept-close = I am here. It got here, the team will see it all. Write as much as you like.
waiting-on-page = Go on writing if it helps, the team will see it all. Your place is kept; to close this page and come back, you need a phrase. If it becomes urgent: Danger.
kept-again = Got it. The team will see.
blackmail = It's not your fault. Paying or sending more hardly ever stops blackmail. Keep the messages and the account name. Someone from the team will read you.
place-away = The team isn't reading now: tell rescue your address, by text to 114 or on 112. They are faster than us.
place-there = The fastest way: tell rescue your address, by text to 114 or on 112. They are faster than us.
phrase-offer-return = To find this talk again later you need a phrase: this page keeps nothing. Do you want one?
human-here = Someone from the team is in this conversation. They see your messages.
quiet = OK. I'll be quiet. To hide fast: /x
button-unknown = That button has expired. You can write it here, in your words.
late = Nobody could answer you yet, sorry. The team was called again.
late-kept = Nobody could answer you yet, sorry. Your place is kept.
left = The person writing to you had to leave. Your place is kept, with all you wrote. { $presence }
late-neutral = Not yet. I'll be back.
closed = It is { $time }, the team is not reading right now. { $back } What you write is kept.
closed-there = It is { $time }, outside our hours, but someone from the team is here right now. { $back } What you write is kept.
closed-kept = It's kept. { $back } You can keep writing, the team will see it all.
closed-rings = If you are in danger or thinking of dying, say so: I'll ring whoever is on call.
    .vous = If anyone is in danger or thinking of dying, say so: I'll ring whoever is on call.
closed-numbers = These numbers answer now:
closed-checkin = Would you like a note when the team is back?
checkin-yes = OK. A little note will wait for you here then.
checkin = Hi, here's your little note. Write whenever you like.
    .vous = Hello, here is the note you asked for. You can write whenever you like.

## Danger
danger-screen = You did right to say it. { $alert } The fastest, if it can't wait: 15 for an injury, fainting, or if you took something; 17 if someone threatens you; 112 anywhere. You can't speak: text 114, with the address where you are. Wanting to die: 3114, day and night. Danger at home: 119, day and night. You can keep writing here.
danger-adult = { $alert } In danger now: 15 (injury, fainting, suicidal act), 17 (violence, threat), 112, or text 114. Stay with your child, move away what could hurt them. You can ask them if they think of dying: asking does not plant the idea. Listen without reproach, leave them a way to reach someone. 3114 advises you too, day and night. If the dangerous person lives with you, do not confront them: tell us.
place-ask = It's your choice. Town, street, landmark: only the people who call for help see it, then it's erased.
place-kept = Thank you. It's kept apart, only to send help.
better = Good. I'm still here, and the team will read this too.
silence-first = I'm still here. One dot is enough.
silence-second = I'm still here. If you can't write, these numbers answer now.
silence-neutral = Still here.

## Evidence and the vault
consent = What you send is sealed at once. No intimate photo. May the team see what you keep here, to help?
consent-after = May the team see what you keep here, to help you?
consent-yes = OK, the team can open it. You can change your mind.
consent-no = OK, it's for you only. You can change your mind.
consent-later = OK, we'll see later. For now, it's for you only.
consent-needs-phrase = Your vault is locked by your phrase: to share what is already in it, give the phrase.
evidence-send = Send screenshots that show the whole page: the message, the account, the date and the time. Paste links here, in the conversation.
evidence-kept = It's kept, unchanged since it came in. Your receipt:
phrase-offer = Would you like a phrase of five words? It lets you come back here from another device, and locks your vault. Without it, the vault's key waits on our server.
phrase-choose = Here is your phrase. Write it down where nobody else looks: we cannot find it again.
phrase-elsewhere = The phrase is chosen on the web page, not in this messenger.
erase-sure = Erasing everything: the conversation, your answers, what you kept. We can't get it back. Are you sure?
erase-done = It's erased here. Safety copies may still exist for { $days ->
    [one] { $days } day
   *[other] { $days } days
} at most. You can come back any time.
erase-later = Noted. As someone else could be holding this phone, a person can look first: it will be erased here in three days. Write here if you change your mind.
erase-stopped = OK, nothing is erased.
worry = Thank you for saying so. I am calling someone else from the team. Whoever writes to you sees neither this nor my answer. You can stop answering any time.
worry-board = Thank you for saying so. The one writing to you sees neither this nor my answer. Someone else from the team will find it right at the top when they come: I do not know when. You can stop answering at any time.
worry-alone = Thank you for saying so. The one writing to you sees neither this nor my answer. Nobody else here can read it for now. These numbers do not depend on them, and answer now. You can stop answering at any time.
worry-more = Write it here. Your next message is for someone else from the team: the one writing to you will not see it.
worry-more-kept = It is kept, and the one writing to you does not see it. What you write after this, they see again.
worry-doubt = Do you mean who from the team writes to you here? They do not see this question.
worry-no = All right. Your message went through.
worry-beside = If something feels wrong with the one writing to you, you can tell someone else. They do not see this.
worry-nobody = Nobody from the team has written to you here yet. If someone is hurting you elsewhere, you can tell it here. These numbers answer too:

## What people ask the bot
which = I'm not sure I understood. You want to:
choice-want-report = Tell what is going on
choice-want-ask-call = Get a number to call
choice-want-ask-confidentiality = Know who is told
choice-want-ask-erase = Erase what I said
choice-want-ask-takedown = Get something removed
choice-want-ask-complaint = File a complaint
choice-want-ask-help = Know who can help
choice-want-send-evidence = Save a screenshot
choice-want-other = Something else
answer-call = Here, we write. For a voice, these numbers answer now:
answer-confidentiality = The team keeps what you say to itself. Three limits: a life in danger, a child mistreated or assaulted, a court that asks. We then try to talk to you about it first. Your parents and your school are not told otherwise.
    .vous = The team keeps what you write to itself. Three limits: a life in danger, a child mistreated or assaulted, a court that asks.
answer-takedown = Someone from the team can help get something taken down. First keep a trace: the page's address, the account, the time. Don't send it on to anyone.
answer-complaint = Even under 18, you can file a complaint, alone if you like, at any police or gendarmerie station. Someone from the team can help you prepare.
    .vous = You can file a complaint at any police or gendarmerie station. Someone from the team can help you prepare.
answer-help = I'm a program; people from the team read and answer. Here, we listen, keep traces safe, help get things taken down, help prepare a complaint, and find who can help you next.
answer-robot = Yes, I am a program, not a person. What you write is read by people from the team. { $presence }
answer-help-now = I am here. Say what is happening, even two words: the team will read it. If urgent: Danger.
answer-cry = I am here. You can cry, stay silent, write when you like.
answer-hello = Hi. Take your time: you can tap an answer, or write in your own words.
answer-there = Yes, I'm here, and what you write gets through.
answer-arrived = Your messages arrived. The team will see them.
answer-awake = A night without sleep is long. You can write here what goes round in your head, in any order.
answer-thanks = You're welcome. I'm here.
answer-goodbye = See you soon. One word here and we go on.

## Closing, by a listener
closing-thanks = We stop here for today. Thank you for your trust.
closing-not-deserved = You didn't deserve this.
    .vous = Nobody deserves this.
closing-retained = What we keep:
closing-point = – { $point }
closing-plan-who = With whom: { $line }
closing-plan-where = Where: { $line }
closing-plan-helps = What helps: { $line }
closing-again = If it starts again or gets worse, write here, a word is enough.
closing-checkin = Shall we check in on you later?

## Numbers
number-15 = 15, medical emergency
number-17 = 17, police
number-112 = 112, any emergency
number-114 = Text 114, help in writing
number-3114 = 3114, thoughts of suicide
number-119 = 119, children in danger
number-3018 = 3018, online abuse
number-116006 = 116 006, help for victims
hours-always = day and night
hours-span = { $days ->
    [daily] every day
    [mon-fri] Monday to Friday
    [mon-sat] Monday to Saturday
    [sat] Saturday
    [sun] Sunday
    [sat-sun] the weekend
   *[other] { $days }
} { $start }-{ $end }

## After the talk: news, and letters behind a neutral line
act-follow-yes = Yes, I choose when
act-news = Open
act-open = Show
question-follow-when = When?
question-follow-word = It will begin with a word that tells nothing. Which?
question-follow-up = How is it, since then?
choice-follow-when-tomorrow = Tomorrow
choice-follow-when-three-days = In three days
choice-follow-when-week = In a week
choice-follow-when-skip = I do not mind
choice-follow-word-hello = Hello
choice-follow-word-book = The book
choice-follow-word-match = The match
choice-follow-up-better = Better
choice-follow-up-same = The same
choice-follow-up-worse = Worse
choice-follow-up-stop = Stop
follow-settled = All right. { $day ->
    [tomorrow] Tomorrow
   *[three_days] In three days
    [week] In a week
    [days] In { $count } days
}: “{ $word ->
   *[hello] Hello
    [book] About the book
    [match] About the match
}”. If it gets urgent before, write here.
follow-word = { $word ->
   *[hello] Hello
    [book] About the book
    [match] About the match
}
follow-better = Good. Write whenever you like.
follow-same = Thanks for saying so. Write here, even a word.
follow-worse = Thanks for saying so. { $alert } Tell more, if you can.
follow-stop = Noted, no more messages. Come back whenever you like.
ended-abuse = This conversation ends here for today. If you need help, write so: you will be read. In danger: 17, 112, or text 114.
held-cover = There is a message.

## While waiting
act-calm = Help me wait
act-save-what = What to keep
act-call-back = Call me back
calm-breathe = Let us breathe. Put your feet on the floor. Breathe in and count to four, breathe out and count to six. Five times. I stay here, nobody cuts you off.
calm-save = To keep, if you can: the address of the page, the name of the account, date and time, their words. Delete nothing yet.
calm-save-images = To keep, if you can: the page's address, account, time, their words. Not the picture.
call-back-ask = Write the number, and when to call. Only the person of the team who answers you sees it, then it is erased. Or call now:
call-back-kept = It is kept apart, for the person of the team who answers you.
