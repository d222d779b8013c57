"""What the buttons of the house do, in every state: someone, danger, evidence, phrase, place, erase. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import after, coffer, comfort, news, worries
from bot.answers import intimate
from bot.replies import Reply, Say, reply
from bot.situation import Coffer, Forget, KeepPlace, Ring, Share, Told, Unwatch, Watch
from handoff.case import State
from nlu.level import Level
from nlu.reading import Intent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.channel import Incoming
    from bot.situation import Situation
    from bot.standing import Standing

ERASE_SECONDS = 72 * 3600
"""After high or above, what is hidden at once is destroyed only after a human could look: another hand may hold the
phone (remedy 23)."""
NUMBERS_FIRST = "danger"
"""The widget by which a page shows a letter's numbers above its words."""
FASTEST = ("3114", "15", "112", "114")
"""The numbers that stand beside every new word of danger, where they answer."""
CONSENTS: Mapping[str, str] = {"consent_yes": "yes", "consent_no": "no", "consent_later": "later"}
SWEEP = "sweep"
"""The widget of a channel in whose chats the house's words stand, and before whose letter they are removed."""
HELD = "held"
"""What a piece is noted as that may show an intimate image of a minor."""
NOT_READ: Mapping[str, str] = {
    "contact": "telegram-contact-not-kept",
    "large": "telegram-file-large",
    "lost": "telegram-file-lost",
    "full": "vault-quota",
}
"""What is said of a thing the house did not keep; of everything else, that a person will look at it."""
ANSWERS: Mapping[Intent, str] = {
    Intent.ask_call: "answer-call",
    Intent.ask_confidentiality: "answer-confidentiality",
    Intent.ask_takedown: "answer-takedown",
    Intent.ask_complaint: "answer-complaint",
    Intent.ask_help: "answer-help",
    Intent.thanks: "answer-thanks",
    Intent.goodbye: "answer-goodbye",
}
"""The questions people ask the bot, and the reviewed text that answers each."""


def answer_to(intent: Intent, situation: Situation) -> Reply:
    """Answer what a person asks the bot itself."""
    if intent is Intent.ask_call:
        return reply(ANSWERS[intent], "act:call_back", numbers=situation.talks)
    return reply(ANSWERS.get(intent, ANSWERS[Intent.goodbye]))


def farewell(standing: Standing, situation: Situation) -> Told:
    """Answer a goodbye, with what is needed to come back; no question follows."""
    return _offering_phrase(standing, (reply(ANSWERS[Intent.goodbye]),), (), situation)


def done(standing: Standing, act: str, situation: Situation) -> Told:
    """Do what a button of the house asks for."""
    match act:
        case "human":
            return _human(standing, situation)
        case "danger":
            return _danger(standing, situation)
        case "place":
            return _place(standing, situation)
        case "better":
            return Told(standing, (reply("better", "act:continue_here", "act:human"),), done=True)
        case "continue" | "continue_here":
            return Told(replace(standing, paused=False, invited_on=True, expects=""))
        case "write":
            return Told(replace(standing, paused=True, asked=""), (reply("write-freely"),), done=True)
        case "wait":
            return Told(replace(standing, paused=True, asked=""), (waiting(standing, situation),), done=True)
        case "language_fr" | "language_en":
            return Told(standing, (reply("language-changed"),), language=act[-2:], done=situation.state is State.LIVE)
        case "follow_yes" | "news" | "open":
            return news.tapped(standing, act)
        case "calm" | "save_what" | "call_back":
            return comfort.done(standing, act, situation)
        case "pause" | "quit":
            return Told(replace(standing, paused=True), (_silent(act, situation),), done=True)
        case _:
            return _kept(standing, act, situation)


def _kept(standing: Standing, act: str, situation: Situation) -> Told:
    match act:
        case "evidence":
            return evidence(standing, situation)
        case "consent_yes" | "consent_no" | "consent_later":
            return _consent(standing, CONSENTS[act], situation)
        case "phrase":
            return _phrase(standing, situation)
        case "erase":
            return Told(standing, (reply("erase-sure", "act:erase_yes", "act:continue_here"),), done=True)
        case "erase_yes":
            return _erase(standing, situation)
        case "checkin_yes":
            return _offering_phrase(standing, (reply("checkin-yes"),), (Watch("checkin", at_opening=True),), situation)
        case "checkin_no":
            return Told(standing, (reply("kept"),), done=True)
        case _ if act in after.ACTS:
            return after.done(standing, act)
        case _ if act.startswith("vault"):
            return coffer.done(standing, act, situation)
        case _ if act in worries.ACTS:
            return worries.done(standing, act, situation)
        case _:
            return Told(standing, (reply("button-unknown"),))


def _silent(act: str, situation: Situation) -> Reply:
    """Say one banal line; to whoever leaves fast, where the house's words stand in a chat, what stays there."""
    leaves = act == "quit" and SWEEP in situation.widgets
    return reply("telegram-left", widget=SWEEP) if leaves else reply("quiet")


def _human(standing: Standing, situation: Situation) -> Told:
    if situation.state in {State.LIVE, State.SILENT}:
        return Told(standing, (reply("human-here", "act:listener_worry"),), done=True)
    again = standing.told_closed
    standing = replace(standing, paused=True, asked="", told_waiting=True, told_closed=not situation.open)
    return Told(standing, (waiting(standing, situation, again=again),), done=again and not situation.open)


def _place(standing: Standing, situation: Situation) -> Told:
    """Take a place in where somebody would read it now; else say plainly who helps faster."""
    if situation.rings:
        return Told(replace(standing, expects="place"), (reply("place-ask"),), done=True)
    text = "place-there" if situation.there else "place-away"
    return Told(standing, (reply(text, "act:continue_here", numbers=situation.screen),), done=True)


def _offering_phrase(
    standing: Standing, replies: tuple[Reply, ...], wishes: tuple[Watch, ...], situation: Situation
) -> Told:
    """Offer a phrase beside what can only be found again with one."""
    if standing.phrase_offered or "phrase" not in situation.widgets:
        return Told(standing, replies, wishes, done=True)
    offer = reply("phrase-offer-return", "act:phrase", "act:continue_here")
    return Told(replace(standing, phrase_offered=True), (*replies, offer), wishes, done=True)


def _danger(standing: Standing, situation: Situation) -> Told:
    """Show the danger screen whatever was shown before, and ring a human at once."""
    standing = replace(standing.answer("act", "danger"), danger_shown=True, paused=True)
    return Told(standing, (danger_screen(standing, situation),), (Ring("asked"),), done=True)


def danger_screen(standing: Standing, situation: Situation) -> Reply:
    """The numbers that answer now, and a place to say where one is."""
    listened = situation.state is State.LIVE  # whoever is in the conversation sees it, whatever the hour
    alert = Say("alert-ringing") if listened else situation.alert
    place = ("act:place",) if situation.rings else ()  # nobody would read it now, and it must not look as if
    if standing.register == "vous":
        choices = (*place, "whereabouts:unknown", "whereabouts:safe", "act:human")
        return reply("danger-adult", *choices, numbers=situation.screen, widget=NUMBERS_FIRST, alert=alert)
    choices = (*place, "act:better", "act:continue_here")
    return reply("danger-screen", *choices, numbers=situation.screen, widget=NUMBERS_FIRST, alert=alert)


def heard_again(situation: Situation, *, theirs: bool = False) -> Reply:
    """Answer a new plain word of danger or of dying, each time: never with silence, never with a form's question.

    `theirs`: the danger comes from somebody else; the police's number stands there, and no word of weeping.
    """
    alert = situation.alert
    if theirs:
        return reply("heard-again-danger", "act:danger", "act:human", numbers=situation.screen, alert=alert)
    return reply("heard-again", "act:danger", "act:human", numbers=fastest(situation), alert=alert)


def fastest(situation: Situation) -> tuple[str, ...]:
    """Return the numbers that help soonest and answer now, then those to talk to."""
    return tuple(dict.fromkeys((*(n for n in situation.screen if n in FASTEST), *situation.talks)))


def place_given(standing: Standing, words: str) -> Told:
    """Keep what was offered for rescue, apart from the talk."""
    return Told(
        replace(standing, expects=""), (reply("place-kept", "act:continue_here"),), (KeepPlace(words),), done=True
    )


def place_sent(standing: Standing, words: str) -> Told:
    """Keep a position for rescue where there is danger; anywhere else say that it was not kept."""
    if standing.expects == "place" or standing.danger_shown:
        return place_given(standing, words)
    return Told(standing, (reply("telegram-place-not-kept", "act:danger", "act:continue_here"),), done=True)


def not_read(media: str, situation: Situation) -> Reply:
    """Say what becomes of something no program can read, and the way on."""
    text = NOT_READ.get(media, "unread")
    links = ((situation.web_chat, "telegram-to-web"),) if media == "large" and situation.web_chat else ()
    return Reply((Say(text),), links=links)


def waiting(standing: Standing, situation: Situation, *, again: bool = False) -> Reply:
    """Say where they stand in the line, and what they may do meanwhile; `again`: the hours were told already."""
    choices = _to_keep(standing)
    if situation.open:
        comfort_too = (*choices, "act:calm", "act:call_back")
        if "phrase" in situation.widgets:  # a page that forgets: whoever leaves it finds the way back by a phrase alone
            return Reply((Say("waiting-on-page"),), ("act:phrase", *comfort_too), line=True)
        return Reply((Say("waiting-meanwhile"),), comfort_too, line=True)
    if again:
        return Reply((Say("closed-kept", back=situation.presence),), choices, situation.talks)
    return closed(situation)


def _to_keep(standing: Standing) -> tuple[str, ...]:
    """Offer to keep something: nothing on the author's own path, no capture where it could be an intimate image."""
    if standing.own_path:
        return ()
    return ("act:vault_keep",) if coffer.may_be_intimate(standing) else ("act:evidence",)


def closed(situation: Situation) -> Reply:
    """Say when the team reads again, and who answers now."""
    says = [Say("closed-there" if situation.there else "closed", time=_clock(situation), back=situation.back)]
    says += [Say("closed-rings")] if situation.rings else []
    says += [Say("closed-checkin")]
    says += [Say("closed-numbers")] if situation.talks else []
    return Reply(tuple(says), ("act:checkin_yes", "act:checkin_no"), situation.talks)


def _clock(situation: Situation) -> Say:
    return Say("clock", hour=situation.at.hour, minute=f"{situation.at.minute:02}")


# -- what is kept ----------------------------------------------------------------------------------------------------


def evidence(standing: Standing, situation: Situation) -> Told:
    """Offer the vault: never on the author's own path, never for an intimate image of someone who may be a minor."""
    if standing.own_path:
        return Told(standing, (reply("own-path-no-vault"),), done=True)
    if coffer.may_be_intimate(standing):
        return Told(standing, (intimate(standing), coffer.words_only(situation)), done=True)
    if not standing.consent:
        return Told(coffer.asking(standing), (reply("consent", *coffer.CONSENTS),), done=True)
    return Told(standing, (_invited(situation),), done=True)


def _invited(situation: Situation) -> Reply:
    widget = "evidence" if "evidence" in situation.widgets else ""
    return reply("evidence-send", widget=widget)


def _consent(standing: Standing, consent: str, situation: Situation) -> Told:
    wishes = () if consent == "later" else (Share(consent == "yes"),)
    said = reply(f"consent-{consent}")
    invited = coffer.words_only(situation) if coffer.may_be_intimate(standing) else _invited(situation)
    return Told(replace(standing, consent=consent), (said, invited), wishes, done=True)


def evidence_kept(standing: Standing, incoming: Incoming, situation: Situation) -> Told:
    """Give the receipt; ask about sharing where nobody has yet, and offer a phrase once."""
    if incoming.media == HELD:
        return coffer.held(standing, incoming.text, incoming.items)
    receipt = reply("evidence-kept", "act:vault", code=incoming.text)
    if coffer.is_unasked(standing):
        return Told(coffer.asking(standing), (receipt, reply("consent-after", *coffer.CONSENTS)), done=True)
    if standing.phrase_offered or not ("phrase" in situation.widgets or situation.web_chat):
        return Told(standing, (receipt,), done=True)
    offered = replace(standing, phrase_offered=True)
    return Told(offered, (receipt, reply("phrase-offer", "act:phrase", "act:continue_here")), done=True)


def _phrase(standing: Standing, situation: Situation) -> Told:
    """Let a phrase be chosen: here, or on the page behind a link for once, for it is never shown in a messenger."""
    if "phrase" in situation.widgets:
        return Told(standing, (reply("phrase-choose", widget="phrase"),), done=True)
    return Told(standing, (), (Coffer("phrase"),), done=True)


def _erase(standing: Standing, situation: Situation) -> Told:
    if standing.erasing:  # tapped once more: the time that runs already counts
        return Told(standing, (reply("erase-later", "act:continue_here"),), done=True)
    if situation.level is not None and situation.level >= Level.high:
        waiting = replace(standing, erasing=True)
        return Told(waiting, (reply("erase-later", "act:continue_here"),), (Watch("erase", ERASE_SECONDS),), done=True)
    return Told(standing, (reply("erase-done", days=situation.erase_days, widget="erased"),), (Forget(),), done=True)


def stop_erasing(told: Told) -> Told:
    """Take an erasure back that was on its way: whoever writes again has changed their mind, and is told so."""
    standing, replies = replace(told.standing, erasing=False), (reply("erase-stopped"), *told.replies)
    return replace(told, standing=standing, replies=replies, wishes=(*told.wishes, Unwatch("erase")))
