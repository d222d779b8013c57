"""Remedy 24: where an intimate image may show a minor, nothing asks for a capture; removal comes first."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot import acts, after, coffer
from bot.channels.channel import Incoming
from bot.conversation import Conversation
from bot.situation import Event, Situation
from bot.standing import Standing
from bot.texts import LANGUAGES, Texts
from handoff.takedown.kinds import Kind
from handoff.takedown.states import Gates, still_open

ASKS = re.compile(r"capture|screenshot|télécharge(?!z pas|r)|envoie-la|send it", re.IGNORECASE)
ALLOWED = re.compile(r"ne (?:la )?télécharge|do not (?:send|download) it|do not send it|don't send it", re.IGNORECASE)
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
MINORS = [Standing(), *(Standing(answers={"age": (age,)}) for age in ("under_13", "13_14", "15_17", "skip"))]


@pytest.mark.parametrize("kind", [Kind.INTIMATE, Kind.MINOR_SEXUAL])
def test_the_gate_that_asks_for_saved_evidence_is_off(kind):
    assert still_open(Gates(risk="no", account="adult"), kind, "ada", adult=False) == ()


def test_it_is_off_for_a_minors_image_whatever_the_age_of_who_writes():
    assert still_open(Gates(risk="no", account="adult"), Kind.MINOR_SEXUAL, "ada", adult=True) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", ["tu", "vous"])
def test_no_text_on_that_path_asks_for_a_capture_or_for_the_image(language, register):
    texts = Texts()
    path = ["intimate", "hashroute-1", "hashroute-2-minor", "hashroute-2-adult", "hashroute-3", "hashroute-4",
            "hashroute-5", "hashroute-stop", "desk-notice-gate-none"]  # fmt: skip
    for name in path:
        said = ALLOWED.sub("", texts.say(name, language, register))
        assert not ASKS.search(said), (name, said)


@pytest.mark.parametrize("standing", MINORS)
def test_the_hash_route_leads_a_minor_to_take_it_down_and_never_to_an_upload_here(standing):
    for act in after.STEPS:
        reply = after.step(standing, act)
        assert reply.widget == ""
        assert "act:evidence" not in reply.choices
        assert all(link == (coffer.TAKE_IT_DOWN, "link-take-it-down") for link in reply.links)
    assert after.step(standing, after.SITE).links


def test_an_adult_is_led_to_stopncii_and_a_parent_to_the_childs():
    adult = Standing(answers={"age": ("adult",), "who": ("me",)})
    parent = Standing(answers={"age": ("adult",), "who": ("my_child",)})
    assert after.step(adult, after.SITE).links == ((coffer.STOPNCII, "link-stopncii"),)
    assert after.step(parent, after.SITE).links == ((coffer.TAKE_IT_DOWN, "link-take-it-down"),)


def test_each_step_leads_to_the_next_and_the_way_out_is_always_there():
    conversation, standing = Conversation(()), Standing(greeted=True)
    act, seen = "hash_1", []
    while act:
        step = conversation.step(standing, Event(Incoming("choice", NOW, choice=f"act:{act}")), Situation(NOW))
        seen.append(act)
        choices = step.replies[0].choices
        assert "act:hash_stop" in choices or "act:human" in choices
        act = next(
            (one.removeprefix("act:") for one in choices if one.startswith("act:hash_") and "stop" not in one), ""
        )
    assert tuple(seen) == after.STEPS


def test_the_way_stands_beside_the_word_that_the_image_must_not_be_sent():
    assert "act:hash_1" in acts.intimate(Standing()).choices
