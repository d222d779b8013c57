# Why a case has its level, in a few words on a listener's board. Never the words of the person.
# One message per rule of nlu/severity.py; a rule added in config.yml brings its own here: reason-<id>.

## Danger now
reason-danger-hurt-now = Being hurt now, or about to be
reason-danger-did-dangerous = Has done something dangerous
reason-danger-thinks-of-dying = Says they think of dying
reason-danger-could-hurt = Says they could hurt someone
reason-danger-other-in-danger = Someone else is in danger
reason-danger-asked = Tapped Danger
reason-danger-unsure = Does not know if there is danger
reason-danger-no = No danger said so far
reason-danger-not-answered = Danger: not answered yet
reason-harm-plan-set = Would hurt someone: a day or a means
reason-harm-plan-unclear = Could hurt someone: no day or means said
reason-child-missing = Does not know where the child is

## The direct question
reason-direct-now = Thinks of suicide right now
reason-direct-sometimes = Thinks of suicide at times
reason-direct-unclear = Suicide: "I don't know"
reason-direct-skipped = Suicide: question skipped
reason-direct-silence = Suicide: silence after the question
reason-direct-past = Has thought of suicide, not now

## What happens
reason-what-threats = Threats or blows
reason-what-blackmail = Blackmail
reason-what-intimate = Intimate image
reason-what-body = Being touched or forced
reason-what-adult-insists = An adult or stranger insists
reason-what-insults = Insults, mockery
reason-what-other = Something else
reason-demand-money = Money is demanded
reason-demand-images = Images are demanded
reason-demand-meet = Wants to meet in person
reason-demand-harm = Told to hurt themselves or others
reason-demand-silence = Told to keep silent
reason-demand-unsure = Does not know what is demanded
reason-meet-soon = Meeting within 24 h
reason-deadline-hour = Due within the hour
reason-deadline-today = Due today or tonight
reason-deadline-open = Due later, or unknown
reason-deadline-spread = Already spread

## Who is near
reason-author-home = The author lives at home
reason-author-known-adult = The author is a known adult
reason-author-online = The author was met online
reason-author-several = Several authors
reason-home-violence = Violence by someone at home
reason-screen-author = The author reads the phone
reason-screen-violence = Violence, and the author reads the phone
reason-who-author = Says they did harm

## A child
reason-age-under-13 = Under 13
reason-child-violence = Under 13, violence
reason-child-threatened = Under 13: threats, blackmail or an adult
reason-child-images-demanded = Under 13: images demanded
reason-child-sextortion = Under 13: intimate image and a demand
reason-child-adult-images = Under 13: intimate image and an adult

## Words
reason-words-suicide = Words: suicide
reason-words-suicide-danger = Words: suicide and danger
reason-words-danger = Words: danger
reason-words-danger-weapon = Words: danger and a weapon
reason-words-danger-soon = Words: danger within 24 h
reason-words-danger-unanswered = Words: danger, question unanswered
reason-words-self-harm = Words: self-harm
reason-words-blackmail = Words: blackmail
reason-words-blackmail-hour = Words: blackmail, due within the hour
reason-words-blackmail-today = Words: blackmail, due within 24 h
reason-words-adult-contact = Words: insistent adult or stranger
reason-words-spreading = Words: being spread now
reason-words-sexual-violence = Words: sexual violence
reason-words-sextortion = Words: sextortion
reason-words-grooming = Words: grooming
reason-words-intimate-images = Words: intimate images
reason-words-threats = Words: threats or blows
reason-words-violence = Words: violence
reason-words-child = Words: under 13, violence
reason-words-child-critical = Words: under 13, adult or threats
reason-words-unclear = Words: to be asked about
reason-unread-message = A message no program reads

## Around it
reason-third-contact = Third contact in 7 days
reason-alone-at-night = Alone at night
reason-follow-up-worse = Says it is worse
reason-weighed-before = Level given before
reason-answer-skip = Question skipped
reason-answer-unsure = "I don't know"
