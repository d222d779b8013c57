# Practice cases: what "the person" says, line by line, and what the pages say about it. Nobody has lived these stories.

## The group: mockery at school
practice-group-1 = they made a group where they laugh at me
practice-group-2 = theres pictures of me in class and comments under them
practice-group-3 = its been two weeks
practice-group-4 = at first i laughed too but now there are 12 of them in it
practice-group-5 = no i told nobody, im too ashamed
practice-group-6 = one of the supervisors is nice, but if i say something they will know its me
practice-group-7 = and my mum has enough problems already
practice-group-8 = i can keep screenshots do you think thats any use?
practice-group-9 = ok. ill talk to him tomorrow at break. thanks for not saying its nothing

## The pictures: blackmail
practice-pictures-1 = i sent a picture to someone i know from a game
practice-pictures-2 = now he wants more or he sends it to my class
practice-pictures-3 = it was three days ago, he seemed nice
practice-pictures-4 = he showed me the list of my followers
practice-pictures-5 = he said before midnight
practice-pictures-6 = i havent sent anything back but he writes every five minutes
practice-pictures-7 = no i dont think of dying, i just want to disappear for two days
practice-pictures-8 = my sister is in the room next door
practice-pictures-9 = my parents will kill me if they know. well not really
practice-pictures-10 = ill ask my sister to stay with me tonight. we keep everything and dont answer

## The night: somebody who circles around it
practice-night-1 = hi. i dont really know why im writing
practice-night-2 = its not serious really, just tired
practice-night-3 = since they posted the video i dont go to school any more
practice-night-4 = i think it would be easier for everyone if i wasnt there any more
practice-night-5 = yes. tonight. i have what i need in my room
practice-night-6 = my dad is asleep downstairs
practice-night-7 = if i wake him he will think i want attention
practice-night-8 = can you stay while i go down?
practice-night-9 = hes awake. he said come and sit down. im showing him what i wrote

## The parent: a worried mother
practice-parent-1 = Hello, my eleven-year-old daughter gets nasty messages every evening.
practice-parent-2 = I saw her phone yesterday. She does not know I read it.
practice-parent-3 = They are girls from her class. They call her every name there is.
practice-parent-4 = I feel like calling their parents tonight.
practice-parent-5 = But I am afraid it will be worse tomorrow. She had asked me not to tell.
practice-parent-6 = No, she eats normally, but she sleeps with the light on.
practice-parent-7 = All right. I will talk to her first and ask what she wants. Thank you.

## What the pages say
desk-practice = Practice
desk-practices = Practice cases
desk-practice-banner = Practice. Nobody writes on the other side: nothing is sent, nothing rings, nothing is counted.
desk-practice-no-call = Practice: call nobody for real. Read the words aloud, then write the call down as if you had made it.
desk-practice-no-notice = No notice leaves a practice case.
desk-practice-hint = A story written for learning, on the real board. It waits for whoever is chosen, and is gone with all that was said in it when the practice ends.
desk-practice-story = Story
desk-practice-story-group = A group that mocks (medium)
desk-practice-story-pictures = Blackmail with a picture (critical)
desk-practice-story-night = Somebody circles around it (high, then emergency)
desk-practice-story-parent = A worried mother (medium, formal)
desk-practice-for = For
desk-practice-language = Language
desk-practice-begin = Begin
desk-practice-open = { $story } · { $name }
desk-practice-look = Look in
desk-practice-end = End the practice
desk-practice-done = The practice is over. Talk about it with your supervisor.
desk-practice-none = No practice is going on.
desk-fault-no-story = There is no such story.
desk-fault-no-story-next = Choose one on the team page.
