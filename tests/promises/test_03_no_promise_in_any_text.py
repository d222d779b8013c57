"""Remedy 3: no text promises what nobody can keep; who writes a promise is told where it stands and how to mend it."""

import pytest

from bot.lint import lint
from bot.texts import SHIPPED, Texts
from bot.wordings import Kind
from tests.own_texts import NUMBERS, SHIPPED_IDS, every, found_in, judged, whats_of

PROMISES = {
    "fr": [
        "Tout ce que tu dis ici est secret.",
        "Ça reste entre nous.",
        "Tout reste entre toi et moi.",
        "C'est totalement anonyme.",
        "Ce que tu dis est confidentiel.",
        "Personne ne le saura.",
        "Tes parents ne sauront rien.",
        "On ne le dira jamais à personne.",
        "On ne répète rien à personne.",
        "Ton message est supprimé dans une heure.",
        "Tout est effacé au bout de trente minutes, et effacé définitivement.",
        "On efface tout, sans laisser de trace.",
        "On ne garde rien.",
        "On te répond tout de suite.",
        "Quelqu'un va te répondre dans quelques minutes.",
        "Une personne de l'équipe arrive très vite.",
        "L'équipe te répond dans { 5 } minutes.",
        "On est toujours là pour toi.",
        "L'équipe est là 24h/24.",
        "On va te protéger.",
        "Ici, tu es en sécurité.",
        "Tu ne risques rien.",
        "Il ne t'arrivera rien.",
        "Tout va bien se passer.",
        "Ne t'inquiète pas : ça va s'arranger.",
        "La photo sera supprimée.",
        "Il sera puni.",
        "Je te promets qu'on va trouver.",
        "C'est garanti.",
    ],
    "en": [
        "Everything stays secret.",
        "This stays between us.",
        "It is completely anonymous.",
        "What you say is confidential.",
        "Nobody will ever know.",
        "Your parents won't be told.",
        "We never tell anyone.",
        "We tell nobody.",
        "Your message is deleted in an hour.",
        "It will be erased permanently.",
        "All of it goes without a trace.",
        "We keep nothing.",
        "Someone will be with you shortly.",
        "A listener will answer you within 5 minutes.",
        "The team replies right away.",
        "We are always here for you.",
        "We are here 24/7.",
        "We will protect you.",
        "You are safe now.",
        "He can't hurt you.",
        "Everything will be fine.",
        "The picture will be taken down.",
        "They will be punished.",
        "I promise we will find out.",
        "Success is guaranteed.",
    ],
}
PROOFS = {
    "fr": ["Cette capture a valeur de preuve.", "C'est une preuve irréfutable.", "Elle sera recevable au tribunal."],
    "en": [
        "Your screenshots are court-proof.",
        "It will hold up in court.",
        "This is legally valid.",
        "A tamper-proof copy.",
    ],
}
HONEST = {
    "fr": [
        "Rien n'est secret sans limite : une vie en danger, un enfant maltraité, la justice.",
        "Choisis ta phrase secrète.",
        "C'est confidentiel, sauf si une vie est en danger.",
        "On ne peut pas te promettre de réponse ce soir.",
        "Est-ce que tu es en sécurité, là ?",
        "Écris quand tu es en sécurité.",
        "C'est effacé ici. Des copies peuvent exister encore 7 jours au plus.",
        "Ce sera effacé ici dans trois jours.",
        "Une personne de l'équipe te lira.",
        "Ces temps-ci, l'attente est de 5 à 10 minutes, parfois plus.",
        "Le 3114 écoute, jour et nuit.",
        "C'est gardé, inchangé depuis sa réception.",
        "Une capture n'a pas valeur de preuve à elle seule.",
        "Une personne de l'équipe peut aider à faire retirer la photo.",
    ],
    "en": [
        "Nothing is a secret without limits.",
        "Choose your secret phrase.",
        "It is confidential unless a life is in danger.",
        "We can't promise an answer tonight.",
        "Write when you are safe.",
        "Nobody can read along on the way.",
        "It's erased here. Copies may still exist for 7 days at most.",
        "It will be erased here in three days.",
        "Someone from the team will read this.",
        "Lately the wait is 5 to 10 minutes, sometimes more.",
        "3114 listens, day and night.",
        "It's kept, unchanged since it came in.",
        "A screenshot is not court-proof by itself.",
        "Someone from the team can help get the picture taken down.",
    ],
}


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    both = {language: [*PROMISES[language], *PROOFS[language], *HONEST[language]] for language in ("fr", "en")}
    return judged(tmp_path_factory.mktemp("own"), both)


def test_nothing_that_is_shipped_promises_anything():
    assert [str(one) for one in lint(Texts(), NUMBERS, configured=SHIPPED_IDS)] == []


@pytest.mark.parametrize("sentence", every(PROMISES))
def test_a_promise_is_refused(judgement, sentence):
    assert any(Kind.promise in what for what in judgement[sentence]), judgement[sentence]


@pytest.mark.parametrize("sentence", every(PROOFS))
def test_evidence_is_not_called_more_than_it_is(judgement, sentence):
    assert any(Kind.proof in what for what in judgement[sentence]), judgement[sentence]


@pytest.mark.parametrize("sentence", every(HONEST))
def test_what_is_true_may_be_said(judgement, sentence):
    assert judgement[sentence] == []


def test_the_operator_is_told_the_file_the_line_the_column_and_the_mend(tmp_path):
    [found] = found_in(tmp_path, en="# Ours.\nkept = It got here. Someone will be with you shortly.\n")
    assert str(found) == (
        'texts/en/own.ftl:2:21: kept: "Someone will be with you shortly" promises what nobody can keep: '
        "say the opening hours, or the measured wait"
    )
    assert found.grave


def test_a_promise_of_every_shipped_text_written_anew_is_refused(tmp_path):
    spoken = ("better", "body", "closed", "waiting-meanwhile", "answer-help", "web-held", "desk-evidence")
    found = found_in(tmp_path, fr="".join(f"{name} = Ça reste entre nous.\n" for name in spoken))
    assert {name for name in spoken if any(Kind.promise in what for what in whats_of(found, name))} == set(spoken)


def test_what_a_person_taps_is_their_own_word_and_may_hold_a_secret(tmp_path):
    assert found_in(tmp_path, en="choice-demand-silence = To keep it secret\n    .vous = To keep it secret\n") == []


def test_the_limits_of_confidentiality_are_said_before_anything_is_told():
    limits = {"fr": ("vie", "enfant", "justice"), "en": ("life", "child", "court")}
    texts = Texts()
    for language, words in limits.items():
        for name, register in (("first-limits", "tu"), ("first-limits", "vous"), ("adult-first", "vous")):
            said = texts.say(name, language, register, **({"presence": ""} if name == "adult-first" else {}))
            assert all(word in said for word in words), (language, name, register)


def test_every_shipped_file_is_looked_at():
    looked_at = {path.name for language in ("fr", "en") for path in Texts().files(language)}
    assert looked_at == {path.name for path in SHIPPED.rglob("*.ftl")}
