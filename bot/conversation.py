"""Where one correspondent stands and what comes next. Pure: standing, event and situation in, one step out.

Danger is looked for before anything else; every message gets an answer unless a human is there; nothing lowers.
Lives here: the order in which things are said. Does not live here: what an answer brings (`bot.answers`), what a button
of the house does (`bot.acts`), silence (`bot.silences`), severity (`nlu.severity`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import (
    acts,
    after,
    answers,
    coffer,
    comfort,
    nearness,
    news,
    plainly,
    questions,
    resuming,
    silences,
    wants,
    worries,
)
from bot.intake import INVITE_AFTER, TWICE, choices_of, next_question, understood
from bot.replies import ACT, Reply, Say, question_text, reply
from bot.situation import Event, Situation, Step, Told, Unwatch, Watch
from bot.standing import Standing
from handoff.case import State
from nlu.floor import DIRECT
from nlu.level import Level
from nlu.reading import GRAVE_SIGNALS, UNREAD, Intent, Signal
from nlu.severity import Assessment, Circumstances, Rule, assess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.channels.channel import Incoming
    from bot.intake_settings import QuestionSettings
    from nlu.reading import Reading

DIRECT_SECONDS = 120
HUMAN_THERE = frozenset({State.LIVE, State.SILENT})
DANGER_TIMES = 3
"""Question 1 is put again where words tell of danger, so often at the most."""


class Conversation:
    """The questions and rules of the configuration, ready to take one step after another."""

    def __init__(self, questions: Sequence[QuestionSettings], rules: Sequence[Rule] = ()) -> None:
        self._questions, self._rules = questions, rules

    def step(self, standing: Standing, event: Event, situation: Situation) -> Step:
        """Take one event in and say what comes of it."""
        standing = coffer.mindful(standing)
        quiet = news.is_quiet(event.incoming, situation.state, standing, event.reading, situation.closed_at)
        situation = situation if quiet else replace(situation, closed_at=None)  # what begins anew has no last word
        event = _understood(event, standing)
        agreed = worries.agreed(standing, event)
        standing, shown = worries.settled(standing if quiet else _reopened(standing, situation), event)
        told = worries.done(standing, "listener_worry", situation) if agreed else self._take(standing, event, situation)
        told = replace(told, wishes=(*shown, *told.wishes))
        if standing.erasing and _takes_erasure_back(event.incoming):
            told = acts.stop_erasing(told)
        assessment = self._weigh(told.standing, situation)
        if not told.done:
            told = self._follow(told, assessment, event, situation)
        return Step(told.standing, assessment, told.replies, told.wishes, told.language)

    # -- what came in ----------------------------------------------------------------------------------------------

    def _take(self, standing: Standing, event: Event, situation: Situation) -> Told:
        incoming = event.incoming
        match incoming.kind:
            case "start":
                return self._start(standing, situation)
            case "text":
                return self._text(standing, event, situation)
            case "choice":
                return self._choice(standing, incoming.choice, situation)
            case "evidence":
                return acts.evidence_kept(standing, incoming, situation)
            case "unread":
                heard = replace(standing.hear(event.entry, UNREAD), unread=standing.unread + 1)
                return Told(heard, (acts.not_read(incoming.media, situation),))
            case "place":
                return acts.place_sent(standing, incoming.text)
            case "silence":
                return silences.gone_by(standing, incoming.choice, situation)
            case "left":
                return Told(standing, done=True)

    def _start(self, standing: Standing, situation: Situation) -> Told:
        if standing.greeted:
            return resuming.back(standing, situation, choices_of(self._questions, standing.asked))
        return Told(replace(standing, greeted=True), first_words(situation))

    def _text(self, standing: Standing, event: Event, situation: Situation) -> Told:
        if standing.expects == "place":
            return _weighed_too(acts.place_given(standing, event.incoming.text), event.reading)
        if standing.expects == "call_back":
            kept = comfort.number_given(standing, event.incoming.text, event.reading)
            if kept is not None:
                return kept
            standing = replace(standing, expects="")
        worry = worries.heard(standing, event, situation)
        if worry is not None:
            return worry
        reading = event.reading or UNREAD
        question = questions.asked(event.incoming.text, reading.language)
        ended = situation.state is State.CLOSED
        if ended and news.is_last_word(event.incoming, reading, standing, situation.closed_at):
            return Told(standing, (acts.answer_to(_kindness(question, reading), situation),), done=True)
        greeting = () if standing.greeted else first_words(situation)
        standing = replace(standing.hear(event.entry, reading), greeted=True)
        if not reading.readable:
            standing = replace(standing, unread=standing.unread + 1)
        told = self._answered(standing, reading, event.incoming.text, situation)
        if standing.expects == after.DRAFT:
            return after.words(told, event.entry)
        if situation.state in HUMAN_THERE:
            if reading.intent is Intent.ask_erase and reading.confidence >= wants.SURE:
                return acts.done(told.standing, "erase", situation)
            replies, wishes = worries.beside(event.incoming.text, reading, situation)
            return Told(told.standing, (*told.replies, *replies), (*told.wishes, *wishes), done=told.done)
        if _is_dodged(standing, told):
            return replace(wants.kept(told, event, situation), rests=True)
        is_answer = bool(standing.asked) and not told.standing.asked
        told = Told(told.standing, (*greeting, *told.replies), told.wishes, done=told.done)
        if question is not None and not told.done and not reading.seen() & GRAVE_SIGNALS:
            return _plainly(told, question, reading, situation)
        return told if told.done or is_answer else wants.asked_for(told, reading, situation)

    def _answered(self, standing: Standing, reading: Reading, text: str, situation: Situation) -> Told:
        """Take typed words for an answer: what raises counts as a tap, the rest is only not asked again."""
        asked = standing.asked
        choices = choices_of(self._questions, asked)
        found = understood(reading, text, asked, choices)
        answer = found.pop(asked, "") if asked else ""
        standing = replace(standing, heard={**standing.heard, **found})
        if asked == "direct" and not answer and standing.times.get("direct", 0) >= TWICE:
            answer = "unsure"  # an unclear answer counts as seen
        if not answer:
            return Told(standing)
        if answer == "no" or answer not in choices or asked in {"age", "what"}:
            return Told(replace(standing, heard={**standing.heard, asked: answer}, asked=""))
        return answers.given(standing, asked, answer, situation)

    def _choice(self, standing: Standing, choice: str, situation: Situation) -> Told:
        question, _, name = choice.partition(":")
        standing = replace(standing, greeted=True, expects="")
        if question == ACT:
            return acts.done(standing, name, situation)
        if question == wants.WANT:
            return wants.chosen(standing, name, situation)
        if question == after.REFER:
            return after.consented(standing, name)
        if name not in choices_of(self._questions, question):
            return Told(standing, (reply("button-unknown"),))
        return answers.given(standing, question, name, situation)

    # -- how grave -------------------------------------------------------------------------------------------------

    def _weigh(self, standing: Standing, situation: Situation) -> Assessment:
        circumstances = Circumstances(
            contacts_in_7_days=standing.contacts,
            alone_at_night=situation.is_night and "no" in standing.answers.get("screen", ()),
            unread_messages=standing.unread,
            direct_silence=standing.direct_silence,
            danger_silence=standing.danger_silence,
            bare_ask=standing.direct_because == "ask",
        )
        return assess(standing.answers, [reading for _, reading in standing.readings], circumstances, self._rules)

    # -- what comes next -------------------------------------------------------------------------------------------

    def _follow(self, told: Told, assessment: Assessment, event: Event, situation: Situation) -> Told:
        if situation.state in HUMAN_THERE:
            return told  # the bot is silent while a human is there
        risk = self._risk(told, assessment, event, situation)
        return risk or (told if told.rests else self._onward(told, event, situation))

    def _risk(self, told: Told, assessment: Assessment, event: Event, situation: Situation) -> Told | None:
        """Say what danger asks for; None where nothing does."""
        standing, reading = told.standing, event.reading
        theirs = _is_theirs(reading, standing)
        again = theirs and (bool(standing.times.get("direct")) or _times_seen(Signal.danger, standing) > 1)
        if (assessment.level is Level.emergency or again) and not standing.danger_shown:
            return Told(
                replace(standing, danger_shown=True, paused=True),
                (*told.replies, acts.danger_screen(standing, situation)),
                told.wishes,
            )
        known = assessment.level is Level.emergency  # what the direct question is for was answered by what is known
        ask_direct = assessment.ask_direct and not known and not theirs
        if ask_direct and not standing.times.get("direct") and situation.asks_safely:
            bare = self._is_bare(standing)
            if not bare or standing.answers.get("danger") or standing.heard.get("danger"):
                return self._direct(told, situation, bare=bare)  # else question 1 comes first: it asks the same, gently
        if _is_grave(reading) and (standing.danger_shown or standing.times.get("direct")):
            return Told(
                replace(standing, paused=True),
                (*_not_thanked(told.replies), acts.heard_again(situation, theirs=theirs)),
                told.wishes,
            )
        if _worries(reading, standing) and standing.times.get("danger", 0) < DANGER_TIMES:
            wishes = (Watch("danger", DIRECT_SECONDS),) if reading and Signal.danger in reading.seen() else ()
            return self._put(Told(standing, told.replies, (*told.wishes, *wishes)), "danger")
        return None

    @staticmethod
    def _is_bare(standing: Standing) -> bool:
        """Tell whether nothing but a reading's `ask` calls for the direct question."""
        by_answer = any(row.met(standing.answers) for row in DIRECT)
        return not by_answer and not any(reading.seen() for _, reading in standing.readings)

    def _direct(self, told: Told, situation: Situation, *, bare: bool) -> Told:
        standing = replace(told.standing, direct_because="ask" if bare else "seen")
        wishes = (*told.wishes, Watch("direct", DIRECT_SECONDS))
        return self._put(
            Told(standing, told.replies, wishes), "direct", numbers=() if situation.rings else situation.talks
        )

    def _onward(self, told: Told, event: Event, situation: Situation) -> Told:
        """Go on with the intake, or say that what was written has arrived."""
        standing = told.standing
        if standing.paused or (standing.invited_on and _typed_past_invitation(standing, event)):
            told = replace(told, standing=replace(standing, paused=True))
            return told if told.replies else wants.kept(told, event, situation)
        if standing.asked in ("direct", "harm_plan", "safe_hours") and standing.times.get(standing.asked, 0) < TWICE:
            return self._put(told, standing.asked)
        if self._invites(standing):
            return _invitation(told, situation)
        question = next_question(self._questions, standing)
        if question is not None:
            return self._put(told, question.id)
        return _waiting(told, event, situation)

    def _put(self, told: Told, question: str, numbers: Sequence[str] = ()) -> Told:
        choices = tuple(f"{question}:{choice}" for choice in choices_of(self._questions, question))
        asked = Reply((Say(question_text(question)),), choices, tuple(numbers))
        return Told(told.standing.put(question), (*told.replies, asked), told.wishes, told.language)

    def _invites(self, standing: Standing) -> bool:
        """Tell whether the first questions are through and it was not asked yet whether to go on."""
        if standing.invited_on:
            return False
        ids = [question.id for question in self._questions]
        first = self._questions[: ids.index(INVITE_AFTER) + 1] if INVITE_AFTER in ids else self._questions[:4]
        return next_question(first, standing) is None


def _kindness(question: questions.Question | None, reading: Reading) -> Intent:
    """Tell thanks from a goodbye: where the words are known whole, by them."""
    known = {questions.Question.THANKS: Intent.thanks, questions.Question.FAREWELL: Intent.goodbye}
    said = reading.intent if question is None else known.get(question, reading.intent)
    return said if said in wants.PARTING else Intent.thanks  # an « ok » to the end


def _plainly(told: Told, asked: questions.Question, reading: Reading, situation: Situation) -> Told:
    """Answer a plain question; a doubt that remains in its words is asked about."""
    answer = plainly.answer(told.standing, asked, situation)
    doubt = bool(reading.asks())
    replies, wishes = (*told.replies, *answer.replies), (*told.wishes, *answer.wishes)
    rests, done = answer.rests and not doubt, answer.done and not doubt
    return replace(answer, replies=replies, wishes=wishes, rests=rests, done=done)


def _is_dodged(before: Standing, told: Told) -> bool:
    """Tell whether words passed the direct question by: the numbers follow, and no form."""
    passed = told.standing.answers.get("direct", ())[-1:] == ("skip",)
    return before.asked == "direct" and passed and not told.replies


def _understood(event: Event, standing: Standing) -> Event:
    """Return the event with its words read in their place: a plain question, or means after dying was spoken of."""
    text, reading = event.incoming.text, event.reading
    if event.incoming.kind != "text" or reading is None:
        return event
    question = questions.asked(text, reading.language)
    reading = plainly.heard(reading, question) if question else reading
    return replace(event, reading=nearness.sharpened(reading, text, standing))


def first_words(situation: Situation) -> tuple[Reply, ...]:
    """Say what this is, and the limits of confidentiality, before anything is told."""
    hello = reply("first-hello", presence=situation.presence)
    channel = () if situation.encrypted else (Say("first-channel"),)
    limits = Reply((Say("first-limits"), *channel, Say("first-danger")), ("act:danger", "act:human"))
    return hello, limits


def _reopened(standing: Standing, situation: Situation) -> Standing:
    """Begin a new episode where the case was closed: who they are stays, what happened is asked anew.

    A consent lasts no longer than what protects a minor: who and age (a grown one only where it was tapped), and that
    images were told of.
    """
    if situation.state is not State.CLOSED or not standing.told_waiting | standing.danger_shown | bool(standing.times):
        return standing
    return Standing(
        answers={question: choices for question, choices in standing.answers.items() if question in {"who", "age"}},
        heard={told: heard for told, heard in standing.heard.items() if told in {"who", "age"} and heard != "adult"},
        greeted=True,
        consent=standing.consent,
        phrase_offered=standing.phrase_offered,
        contacts=standing.contacts,
        erasing=standing.erasing,
        images=standing.images,
    )


def _takes_erasure_back(incoming: Incoming) -> bool:
    """Tell whether somebody who wished everything erased changes their mind: not by wishing it once more."""
    return incoming.kind in {"text", "choice", "evidence"} and incoming.choice != "act:erase_yes"


def _weighed_too(told: Told, reading: Reading | None) -> Told:
    """Weigh what the words of a place tell besides, without a line of the talk; danger in them is answered."""
    if reading is None or not reading.seen():
        return told
    return replace(told, standing=told.standing.hear("", reading), done=not _is_grave(reading))


def _is_grave(reading: Reading | None) -> bool:
    return reading is not None and bool(reading.seen() & {Signal.suicide, Signal.danger})


def _is_theirs(reading: Reading | None, standing: Standing) -> bool:
    """Tell whether words speak of danger where nobody spoke of dying: it comes from somebody, or something, else."""
    if reading is None or Signal.danger not in reading.seen() or Signal.suicide in reading.seen():
        return False
    return not nearness.spoke_of_dying(standing)


def _times_seen(signal: Signal, standing: Standing) -> int:
    return sum(signal in reading.seen() for _, reading in standing.readings)


def _worries(reading: Reading | None, standing: Standing) -> bool:
    """Tell whether words bring question 1 back: danger that was seen, or a doubt nobody has answered yet."""
    told = bool(set(standing.answers.get("danger", ())) - {"no", "skip"}) or standing.danger_shown
    if reading is None or told:
        return False
    doubt = Signal.danger in reading.asks() and not standing.answers.get("danger")
    return Signal.danger in reading.seen() or doubt


def _not_thanked(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    return tuple(one for one in replies if one.says[0].id != "thanked")


def _typed_past_invitation(standing: Standing, event: Event) -> bool:
    return event.incoming.kind == "text" and standing.asked == "" and not standing.times.get("what")


def _invitation(told: Told, situation: Situation) -> Told:
    choices = ("act:continue", "act:write", "act:wait")
    standing = replace(
        told.standing, invited_on=True, asked="", told_closed=told.standing.told_closed or not situation.open
    )
    if situation.open:
        return Told(standing, (*told.replies, reply("in-line", *choices)), told.wishes, told.language)
    closed = (acts.closed(situation),) if not told.standing.told_closed else ()
    return Told(standing, (*told.replies, *closed, reply("in-line-closed", *choices)), told.wishes, told.language)


def _waiting(told: Told, event: Event, situation: Situation) -> Told:
    """Tell once where they stand in the line; afterwards each message is only said to have arrived."""
    standing = replace(told.standing, asked="")
    if standing.told_waiting:
        told = replace(told, standing=standing)
        return told if told.replies else wants.kept(told, event, situation)
    standing = replace(standing, told_waiting=True, told_closed=standing.told_closed or not situation.open)
    waiting = (
        acts.waiting(standing, situation) if situation.open or told.standing.told_closed else acts.closed(situation)
    )
    return Told(standing, (*told.replies, waiting), (*told.wishes, Unwatch("direct")), told.language)
