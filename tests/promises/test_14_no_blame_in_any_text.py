"""Remedy 14: no text blames the person who writes, and none advises what harms."""

import pytest

from bot.lint import lint
from bot.texts import Texts
from bot.wordings import Kind
from tests.own_texts import NUMBERS, SHIPPED_IDS, every, judged

BLAMES = {
    "fr": [
        "Tu n'aurais pas dû envoyer ça.",
        "Tu aurais dû en parler plus tôt.",
        "Vous n'auriez jamais dû le laisser seul.",
        "Il ne fallait pas répondre.",
        "Pourquoi tu as envoyé ça ?",
        "Pourquoi est-ce que tu n'as rien dit ?",
        "Pourquoi l'as-tu fait ? Pourquoi as-tu répondu ?",
        "C'est un peu ta faute.",
        "Tu l'as cherché.",
        "Tu as été naïve.",
        "À ta place, j'aurais bloqué.",
        "Tu es sûre que c'est vrai ?",
    ],
    "en": [
        "You should not have sent it.",
        "You shouldn't have answered.",
        "You should have told someone.",
        "Why did you send it?",
        "Why didn't you tell anyone?",
        "It's partly your fault.",
        "You asked for it.",
        "You were naive.",
        "What were you thinking?",
        "Next time, be careful.",
        "Are you sure it happened?",
    ],
}
ADVICE = {
    "fr": [
        "Le plus simple : paie.",
        "Tu peux payer une petite somme.",
        "Envoie-lui l'argent.",
        "Supprime les messages.",
        "Bloque, puis efface tout.",
        "Ne dis rien et supprime tout.",
        "Ne dis rien. Supprime tout.",
        "Ce n'est pas grave : paie.",
        "N'hésite pas à parler. N'oublie pas : supprime le compte.",
        "Réponds-lui calmement.",
        "Tu devrais lui répondre une fois.",
        "Confronte-le devant la classe.",
        "Va le voir.",
        "Parles-en à tes parents.",
        "Dis-le à ta mère.",
        "Tu dois le dire à ton père.",
        "Signalez-le tous ensemble.",
        "Envoie la photo.",
        "Montre-nous la vidéo.",
    ],
    "en": [
        "Just pay.",
        "Don't answer. Pay.",
        "Don't say anything, then delete the chat.",
        "You can pay a small sum.",
        "Delete the messages.",
        "Block, then erase everything.",
        "Don't forget to delete it. Delete it.",
        "Answer him calmly.",
        "You should reply to them once.",
        "Confront her at school.",
        "Stand up to him.",
        "Tell your parents.",
        "You must talk to your mother.",
        "Ask your friends to report the account.",
        "Send the photo.",
        "Please show us the video.",
    ],
}
KIND = {
    "fr": [
        "Ce n'est pas ta faute.",
        "Ce n'est jamais ta faute.",
        "Tu n'as pas mérité ça.",
        "Ne paie pas.",
        "Ne paie rien, ne réponds pas.",
        "Ne supprime rien, ne renvoie rien à personne.",
        "Pas besoin d'envoyer la photo.",
        "Ne l'envoie pas, on peut aider sans.",
        "Ne le confronte pas : dis-le ici.",
        "Est-ce qu'il y a un adulte en qui tu as confiance ?",
        "Tes parents ne sont pas prévenus sans ça.",
        "Envoie des captures où l'on voit la page entière.",
        "« Quitter vite » : la conversation s'efface de l'écran.",
        "Qu'est-ce qui se passe ?",
    ],
    "en": [
        "It's not your fault.",
        "It isn't your fault.",
        "You didn't deserve this.",
        "You should have received a code.",
        "Don't pay.",
        "Pay nothing, and do not answer them.",
        "Delete nothing, send nothing to anyone.",
        "No need to send the photo.",
        "Don't send or forward any intimate picture.",
        "Do not confront them: tell us.",
        "Is there an adult you trust?",
        "Your parents are not told otherwise.",
        "Send screenshots that show the whole page.",
        "What is going on?",
    ],
}


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    both = {language: [*BLAMES[language], *ADVICE[language], *KIND[language]] for language in ("fr", "en")}
    return judged(tmp_path_factory.mktemp("own"), both)


def test_nothing_that_is_shipped_blames_or_advises_harm():
    found = lint(Texts(), NUMBERS, configured=SHIPPED_IDS)
    assert [str(one) for one in found if Kind.blame in one.what or Kind.advice in one.what] == []


@pytest.mark.parametrize("sentence", every(BLAMES))
def test_blame_is_refused(judgement, sentence):
    assert any(Kind.blame in what for what in judgement[sentence]), judgement[sentence]


@pytest.mark.parametrize("sentence", every(ADVICE))
def test_advice_that_harms_is_refused(judgement, sentence):
    assert any(Kind.advice in what for what in judgement[sentence]), judgement[sentence]


@pytest.mark.parametrize("sentence", every(KIND))
def test_kind_words_may_be_said(judgement, sentence):
    assert [what for what in judgement[sentence] if Kind.blame in what or Kind.advice in what] == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["danger-screen", "direct-yes", "body", "thanked", "intimate", "own-path", "late"])
def test_who_is_in_danger_is_never_asked_why(name, language):
    texts = Texts()
    arguments = {"alert": ""} if name in {"danger-screen", "direct-yes"} else {}
    for register in ("tu", "vous"):
        said = texts.say(name, language, register, **arguments).lower()
        assert "pourquoi" not in said
        assert "why" not in said
