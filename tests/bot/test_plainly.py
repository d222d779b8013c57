"""Plain questions get plain, honest answers: a program, yes; when the team is back; who answers now; a warm goodbye."""

from dataclasses import replace

import pytest

from bot.questions import Question, asked
from bot.situation import Coffer, Situation
from handoff.case import State
from nlu.level import Level
from nlu.reading import Intent, Signal
from tests.bot.person import DAY, LIVE, NIGHT, Person

ASKED = {
    Question.ROBOT: """t'es un robot ?
t un bot?
tu es une vraie personne ?
C'est un robot qui me parle ou pas
vous êtes humain ?
est-ce que je parle à une machine
c'est qui
are you a bot
are you real?
is this a real person or a bot
am i talking to a human
who are you""",
    Question.WHEN: """c'est quand demain ?
demain à quelle heure
personne va répondre cette nuit ?
ya personne ?
y a quelqu'un là ?
vous revenez quand
quand est-ce que quelqu'un répond
on va me répondre ce soir ?
combien de temps faut attendre
when is tomorrow
what time tomorrow?
is anyone there
will anyone answer tonight?
nobody is going to answer tonight
when will someone be back
how long do i have to wait""",
    Question.HELP: """aide moi
aidez-moi svp
AIDE MOI STP
au secours
j'ai besoin d'aide
je sais pas quoi faire
help
help me please
i need help
i dont know what to do""",
    Question.CRY: """😭😭😭
😢
je pleure
i can't stop crying""",
    Question.PHRASE: """une phrase
je veux choisir une phrase
comment je fais pour revenir ?
je veux revenir plus tard
how do i come back""",
    Question.HELLO: """slt
Bonjour !
coucou
hello""",
    Question.LINE: """c koi cette ligne
c'est quoi ici
c quoi ce truc
kesako
ça sert à quoi
vous faites quoi
what is this
what's this place about?""",
    Question.THERE: """t'es la ?
t la
t'es toujours là ?
allo ?
tu me lis ?
are you still there?""",
    Question.ARRIVED: """c'est bon ?
c'est bon là ?
ça a marché ?
vous avez reçu ?
tu l'as reçu ?
ma photo est bien passée ?
did you get it?
is it sent?""",
    Question.AWAKE: """il est 1h du mat je dors pas
j'arrive pas à dormir
je dors plus
i can't sleep
it's 2am and i can't sleep""",
    Question.THANKS: """merci
super merci beaucoup
ok merci beaucoup
merci pour tout
thanks
thank you so much for listening""",
    Question.FAREWELL: """au revoir
merci, au revoir
ok merci bonne nuit
bye
à bientôt et merci
thanks, bye
good night""",
    Question.FRENCH: "français ?\nin french please",
    Question.ENGLISH: "english?\nen anglais svp",
}
TOLD = """mon ex est un robot avec moi
personne va me croire
il va répondre cette nuit à mes messages
aide moi il va me tuer
quand il revient je me cache
je veux revenir en arrière et ne jamais l'avoir envoyée
il y a quelqu'un qui me suit
help me he has my pictures
adieu
merci mais il recommence
au revoir tout le monde, je m'en vais pour toujours
c'est bon
ma photo a été envoyée
la photo est passée à tout le collège
c'est quoi ici, il me suit encore
t'es la mort
je dors pas il est dans ma chambre
je suis où
nobody will ever believe me""".splitlines()
ALL = [(words, question) for question, many in ASKED.items() for words in many.splitlines()]


@pytest.mark.parametrize(("words", "question"), [one for one in ALL if "qui me parle ou pas" not in one[0]])
def test_a_plain_question_is_understood_in_many_wordings(words: str, question: Question):
    assert asked(words, "fr") is question


@pytest.mark.parametrize("words", TOLD)
def test_what_tells_something_is_no_such_question(words: str):
    assert asked(words, "fr") is None


def waiting(situation: Situation = NIGHT) -> Person:
    person = Person(situation)
    person.taps("act:human")
    return person


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("t'es un robot ?", ["answer-robot"]),
        ("are you a bot", ["answer-robot"]),
        ("c'est quand demain ?", ["team-away", "team-back", "closed-numbers"]),
        ("personne va répondre cette nuit ?", ["team-away", "team-back", "closed-numbers"]),
        ("will anyone answer tonight?", ["team-away", "team-back", "closed-numbers"]),
        ("aide moi", ["answer-help-now", "closed-numbers"]),
        ("help me", ["answer-help-now", "closed-numbers"]),
        ("😭😭😭", ["answer-cry", "closed-numbers"]),
    ],
)
def test_at_night_each_is_answered_and_never_only_said_to_have_arrived(words: str, said: list[str]):
    assert waiting().writes(words, intent=Intent.other) == said


def test_by_day_the_answer_says_that_people_are_there_and_how_many_wait():
    person = waiting(DAY)
    assert person.writes("y a quelqu'un ?", intent=Intent.other) == ["team-here"]
    assert person.step
    assert person.step.replies[0].line


def test_the_question_on_the_screen_stays_there():
    person = Person(NIGHT)
    person.comes()
    person.taps("danger:no")
    for _ in range(4):
        assert person.writes("t'es un robot ?", intent=Intent.other) == ["answer-robot"]
    assert person.taps("screen:no") == ["question-who"]


def test_a_mere_doubt_in_such_a_question_brings_no_question_about_dying():
    said = waiting().writes("personne va répondre cette nuit ?", intent=Intent.other, ask=(Signal.suicide,))
    assert "question-direct" not in said


def test_danger_in_the_same_words_goes_first():
    assert "danger-screen" in waiting().writes("au secours", seen=(Signal.suicide, Signal.danger))


def test_while_a_listener_is_there_the_bot_is_silent():
    person = Person(replace(LIVE, met=True))
    assert person.writes("t'es un robot ?", intent=Intent.other) == []


@pytest.mark.parametrize(
    ("words", "intent", "said"),
    [
        ("merci, au revoir", Intent.thanks, "answer-goodbye"),
        ("merci beaucoup", Intent.other, "answer-thanks"),
        ("merci pour hier, tu m'as bien aidé", Intent.thanks, "answer-thanks"),
        ("à la semaine prochaine", Intent.goodbye, "answer-goodbye"),
    ],
)
def test_a_goodbye_after_the_end_gets_a_warm_word_and_opens_nothing(words: str, intent: Intent, said: str):
    person = Person(DAY)
    person.taps("danger:no")
    person.taps("screen:no")
    person.situation = replace(DAY, state=State.CLOSED)
    before = person.standing
    assert person.writes(words, intent=intent) == [said]
    assert person.choices == []
    assert person.standing.answers == before.answers


def test_a_goodbye_in_the_middle_is_not_answered_with_a_question_and_says_how_to_come_back():
    person = Person(replace(NIGHT, widgets=frozenset({"phrase"})))
    person.taps("danger:no")
    assert person.writes("merci, au revoir", intent=Intent.thanks) == ["answer-goodbye", "phrase-offer-return"]
    assert person.writes("bonne nuit", intent=Intent.goodbye) == ["answer-goodbye"]


def test_thanks_in_the_middle_leave_the_question_where_it_was():
    person = Person(DAY)
    person.taps("danger:no")
    assert person.writes("merci", intent=Intent.thanks) == ["answer-thanks"]
    assert person.taps("screen:no") == ["question-who"]


def test_a_goodbye_instead_of_an_answer_about_dying_is_no_answer():
    person = Person(DAY)
    person.taps("danger:thinks_of_dying")
    assert person.writes("bonne nuit", intent=Intent.goodbye) == ["question-direct"]


def test_a_goodbye_with_a_shadow_in_it_is_no_mere_goodbye():
    person = Person(DAY)
    person.taps("danger:no")
    person.situation = replace(DAY, state=State.CLOSED)
    assert person.writes("adieu", intent=Intent.goodbye, ask=(Signal.suicide,)) != ["answer-goodbye"]
    assert person.writes("au revoir, je vais mourir", intent=Intent.goodbye, seen=(Signal.suicide,))
    assert person.level >= Level.critical


def on_a_question(situation: Situation = DAY) -> Person:
    person = Person(situation)
    person.taps("danger:no")
    person.taps("screen:no")
    return person


@pytest.mark.parametrize(
    ("words", "intent", "said"),
    [
        ("c koi cette ligne", Intent.other, ["answer-help"]),
        ("c'est quoi ce site, c'est pour qui", Intent.ask_help, ["answer-help"]),
        ("t'es la ?", Intent.other, ["answer-there", "team-here"]),
        ("ya quelqu'un", Intent.ask_human, ["team-here"]),
        ("c'est bon ?", Intent.affirm, ["answer-arrived"]),
        ("je dors pas", Intent.report, ["answer-awake", "closed-numbers"]),
    ],
)
def test_the_answer_is_what_was_asked_and_the_open_question_is_not_put_again(
    words: str, intent: Intent, said: list[str]
):
    person = on_a_question()
    assert person.writes(words, intent=intent) == said
    assert person.standing.asked == "who"
    assert person.taps("who:me") == ["question-age"]


def test_a_hello_is_greeted_and_the_question_that_stands_there_is_not_put_again():
    person = Person(DAY)
    person.comes()
    assert person.writes("slt", intent=Intent.greet) == ["answer-hello"]
    assert person.taps("danger:no") == ["question-screen"]
    assert Person(DAY).writes("slt", intent=Intent.greet)[-1] == "question-danger"
    assert waiting(DAY).writes("slt", intent=Intent.greet) == ["kept"]


def test_a_hello_after_dying_was_spoken_of_is_answered_with_the_numbers():
    person = Person(NIGHT)
    person.taps("danger:did_dangerous")
    assert "closed-numbers" in person.writes("salut", intent=Intent.greet)


def test_after_a_dodge_of_the_direct_question_no_form_follows_but_the_numbers():
    person = Person(NIGHT)
    person.comes()
    person.writes("demain je serai plus là", seen=(Signal.suicide,))
    assert person.standing.asked == "direct"
    assert person.writes("non laisse", intent=Intent.deny) == ["kept-close", "closed-numbers"]
    assert "15" in person.step.replies[0].numbers if person.step else False
    assert person.writes("c koi cette ligne", intent=Intent.other) == ["answer-help", "closed-numbers"]


def test_at_night_who_asks_whether_somebody_is_there_learns_who_answers_now():
    said = on_a_question(NIGHT).writes("t'es la ?", intent=Intent.other)
    assert said == ["answer-there", "team-away", "team-back", "closed-numbers"]


def test_a_first_word_that_asks_what_this_is_gets_hello_the_answer_and_one_question():
    said = Person(DAY).writes("c koi cette ligne", intent=Intent.other)
    assert said == ["first-hello", "first-limits", "first-danger", "answer-help", "question-danger"]


def test_after_a_file_the_pieces_that_are_kept_are_named():
    person = on_a_question()
    person.writes("c'est bon ?", intent=Intent.affirm)
    assert Coffer("arrived") in person.wishes


def test_danger_in_a_sleepless_night_goes_first():
    person = on_a_question(NIGHT)
    person.writes("je dors pas", intent=Intent.report, seen=(Signal.suicide,))
    assert person.standing.asked == "direct"
    assert on_a_question(NIGHT).writes("je dors pas", ask=(Signal.suicide,))[-1] == "question-direct"


@pytest.mark.parametrize("words", ["t'es la ?", "bonne nuit", "ya quelqu'un", "c'est quoi ici"])
def test_after_dying_was_spoken_of_no_kind_word_comes_without_the_numbers(words: str):
    person = Person(DAY)
    person.taps("danger:did_dangerous")
    person.writes(words, intent=Intent.other)
    assert person.step
    assert any("15" in reply.numbers for reply in person.step.replies)


@pytest.mark.parametrize("words", ["merci beaucoup", "bonne nuit"])
def test_a_doubt_in_thanks_or_a_goodbye_is_asked_about(words: str):
    assert on_a_question().writes(words, intent=Intent.thanks, ask=(Signal.suicide,))[-1] == "question-direct"
    assert on_a_question().writes(words, intent=Intent.thanks, seen=(Signal.suicide,))[-1] == "question-direct"


@pytest.mark.parametrize("words", ["merci beaucoup", "ok merci", "bonne nuit"])
def test_long_after_the_end_thanks_get_thanks_and_no_question(words: str):
    person = on_a_question(replace(DAY, state=State.CLOSED))
    person.situation = replace(DAY, state=State.CLOSED)
    before = person.standing
    assert person.writes(words, intent=Intent.thanks) in (["answer-thanks"], ["answer-goodbye"])
    assert person.standing == before


@pytest.mark.parametrize("words", ["merci beaucoup", "bonne nuit"])
def test_after_the_end_a_doubt_in_thanks_opens_the_talk_again_and_is_asked_about(words: str):
    person = on_a_question()
    person.situation = replace(DAY, state=State.CLOSED)
    said = person.writes(words, intent=Intent.thanks, ask=(Signal.suicide,))
    assert said[-1] in {"question-danger", "question-direct"}
