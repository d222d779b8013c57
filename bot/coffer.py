"""The vault as its owner meets it in the chat: what its buttons do, and what is asked of a file that may be intimate.

Pure. Lives here: what is said and wished for. Does not live here: carrying it out (`bot.custodian`), sealing (`vault`).
A vault that was never made and one that is empty are spoken of in the same words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.replies import Reply, Say, piece_choice, reply
from bot.situation import Coffer, Share, Told, Watch
from nlu.level import Level
from nlu.reading import Violence

if TYPE_CHECKING:
    from bot.situation import Situation
    from bot.standing import Standing

INTIMATE = frozenset({Violence.intimate_images, Violence.sextortion})
OF_PIECE = re.compile(r"vault_(shows_yes|shows_no|shows_unsure|item|share|unshare|delete|gone)_(\d{1,9})_(\d{1,6})")
OF_PAGE = re.compile(r"vault_page_(\d{1,4})")
CONSENT = "consent"
"""What the question about sharing is counted as."""
CONSENTS = ("act:consent_yes", "act:consent_no", "act:consent_later")
DELETE_SECONDS = 72 * 3600
"""As for erasing everything: after high or above another hand may hold the phone (remedy 23)."""
STOPNCII, TAKE_IT_DOWN = WAYS_FOR_IMAGES = "https://stopncii.org", "https://takeitdown.ncmec.org"
"""Where an intimate image is blocked without being sent: for adults, and for minors."""
WAYS = (
    (TAKE_IT_DOWN, "link-take-it-down"),
    ("https://www.internet-signalement.gouv.fr", "vault-link-pharos"),
    ("https://www.pointdecontact.net", "vault-link-contact"),
)
"""Where an image is got rid of without anybody here having it: removal first, then the two doors for reports."""


def is_grown(standing: Standing) -> bool:
    """Tell whether it is certain that the person concerned is an adult: nobody else is counted as one."""
    return standing.answered("age") == "adult" and standing.answered("who") in {"", "me"}


def may_be_intimate(standing: Standing) -> bool:
    """Tell whether a file sent now may show an intimate image of somebody who is or may be a minor.

    The story tells, never the file: of a blackmail with images a screenshot of the chat comes as likely as the image.
    """
    return not is_grown(standing) and _tells_of_images(standing)


def mindful(standing: Standing) -> Standing:
    """Keep in mind that images were told of: no later word, and no new episode, makes it untold."""
    return replace(standing, images=True) if _tells_of_images(standing) else standing


def _tells_of_images(standing: Standing) -> bool:
    what = {*standing.answers.get("what", ()), standing.heard.get("what", "")}
    demand = {*standing.answers.get("demand", ()), standing.heard.get("demand", "")}
    if standing.images or "intimate" in what or "images" in demand:
        return True
    return any(reading.type in INTIMATE for _, reading in standing.readings)


def way_without(standing: Standing) -> tuple[str, str]:
    """Return the link by which an image is blocked without being sent: who is not surely grown is a minor."""
    return (STOPNCII, "link-stopncii") if is_grown(standing) else (TAKE_IT_DOWN, "link-take-it-down")


def ways_out() -> Reply:
    """Name the ways that work without the image."""
    return Reply((Say("vault-ways"),), ("act:human", "act:continue_here"), links=WAYS)


def words_only(situation: Situation) -> Reply:
    """Invite what helps without any image: never a capture, on this path (remedy 24)."""
    return reply("vault-words", widget="evidence" if "evidence" in situation.widgets else "")


def held(standing: Standing, code: str, items: tuple[str, ...]) -> Told:
    """Say that files came in and nobody sees them; one question for each follows."""
    return Told(standing, (reply("vault-held", code=code),), (Coffer("ask", items=items),), done=True)


def done(standing: Standing, act: str, situation: Situation) -> Told:
    """Do what a button of the vault asks for."""
    if found := OF_PIECE.fullmatch(act):
        return _piece(standing, found[1], int(found[2]), int(found[3]), situation)
    if found := OF_PAGE.fullmatch(act):
        return Told(standing, (), (Coffer("list", number=int(found[1])),), done=True)
    match act:
        case "vault":
            return Told(standing, (), (Coffer("list"),), done=True)
        case "vault_keep":
            return Told(standing, (words_only(situation),), done=True)
        case "vault_all":
            return _share(standing, share=True)
        case "vault_none":
            return _share(standing, share=False)
        case "vault_look":
            return Told(standing, (), (Coffer("look"),), done=True)
        case "vault_copy":
            return Told(standing, (), (Coffer("copy"),), done=True)
        case "vault_later":
            return Told(standing, (), (Coffer("touch"),), done=True)
        case _:
            return Told(standing, (reply("button-unknown"),))


def _share(standing: Standing, *, share: bool) -> Told:
    said = reply("vault-shared-all") if share else reply("vault-shared-none")
    return Told(replace(standing, consent="yes" if share else "no"), (said,), (Share(share),), done=True)


def _piece(standing: Standing, act: str, seq: int, number: int, situation: Situation) -> Told:
    match act:
        case "shows_no" if is_unasked(standing):
            question = reply("consent-after", *CONSENTS)
            return Told(asking(standing), (question,), (Coffer(act, seq, number),), done=True)
        case "delete":
            sure = piece_choice("gone", seq, number)
            return Told(standing, (reply("vault-delete-sure", sure, "act:vault", number=number),), done=True)
        case "gone" if situation.level is not None and situation.level >= Level.high:
            wait = Watch(f"gone-{seq}", DELETE_SECONDS)
            return Told(standing, (reply("vault-delete-later", "act:vault", number=number),), (wait,), done=True)
        case _:
            return Told(standing, (), (Coffer(act, seq, number),), done=True)


def is_unasked(standing: Standing) -> bool:
    """Tell whether it was neither answered nor asked yet what the team may see: the question stands there once."""
    return not standing.consent and not standing.times.get(CONSENT)


def asking(standing: Standing) -> Standing:
    """Note that this question stands on the screen."""
    return replace(standing, times={**standing.times, CONSENT: 1})


def forgotten(standing: Standing) -> Standing:
    """Note that nothing stands on the screen any more: the next file may bring the question again."""
    return replace(standing, times={what: count for what, count in standing.times.items() if what != CONSENT})


def gone_by(standing: Standing, watched: str) -> Told:
    """Delete what was to be deleted once a human could have looked."""
    seq = watched.removeprefix("gone-")
    return Told(standing, (), (Coffer("gone", int(seq)),) if seq.isdecimal() else (), done=True)


def ending(standing: Standing) -> Told:
    """Say that what is kept will soon have had its time, and offer to keep it."""
    choices = ("act:vault_later", "act:vault", "act:erase")
    text = reply("vault-ending-discreet") if standing.discreet else reply("vault-ending", *choices)
    return Told(standing, (text,), done=True)
