"""A haven with what comes after the talk, for tests: real tables and keys, the bot's letters as their text's ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import Texts
from handoff.after import After, build_after
from handoff.outgoing import Known
from handoff.settings import MailSettings, TakedownSettings
from handoff.takedown.kinds import Kind
from handoff.takedown.notice import Notice

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

LINK = "https://t.me/groupe_4e/12"


class Bot:
    """The bot's side, as short as can be: a letter is its text's id."""

    def letter(self, case, text, register, *choices, **arguments):
        return {"paragraphs": [text], "choices": list(choices), "links": [], "numbers": [], "widget": "", "code": ""}

    async def vault_of(self, tx, case):
        return case.vault


def after_the_talk(haven: Haven, mail: MailSettings | None, **settings) -> After:
    takedown = {"notifier": "Asso", "contact": "nous@asso.example", "mail": mail, **settings}
    return build_after(
        database=haven.database, team=haven.team, service_key=haven.keys.service, evidence=haven.evidence,
        arrivals=haven.arrivals, relay=haven.relay, changes=haven.changes, bot=Bot(), texts=Texts(),
        settings=TakedownSettings(**takedown), folder=haven.shreds_folder, timezone="Europe/Paris", clock=haven.clock,
        known=Known.of(["119"], []),
    )  # fmt: skip


async def ready(after: After, ada: Session, case_id: str, **gates: str) -> str:
    (notice_id,) = (await after.takedown.notices.draft(ada, case_id, LINK, Kind.HARASSMENT, "fr")).ids
    notice = Notice("", Kind.HARASSMENT, "fr", (LINK,), reason="Insultes répétées.", good_faith=True)
    await after.takedown.notices.rewrite(ada, case_id, notice_id, notice)
    asked = {"risk": "no", "saved": "kept", "account": "adult", **gates}
    await after.takedown.notices.answer(ada, case_id, notice_id, **asked)
    return notice_id
