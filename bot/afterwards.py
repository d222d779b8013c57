"""What the bot supplies for what comes after the talk: its letters, a vault where there is none, and answers taken.

Lives here: the bot's side of notices, dossiers and referrals. Does not live here: their rules (`handoff`), what a
button says (`bot.acts`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot import records
from bot.replies import Reply, Say
from handoff import dossiers, referrals

if TYPE_CHECKING:
    from bot.replies import Writer
    from handoff.arrivals import Arrivals
    from handoff.case import Case
    from vault.database import Transaction
    from vault.evidence import Evidence


class Afterwards:
    """Letters and vaults, for the desk's acts."""

    def __init__(self, writer: Writer, evidence: Evidence, arrivals: Arrivals) -> None:
        self._writer, self._evidence, self._arrivals = writer, evidence, arrivals

    def letter(self, case: Case, text: str, register: str, *choices: str, **arguments: str | int) -> dict[str, Any]:
        """Return the letter of one reviewed text, with buttons."""
        one = Reply((Say(text, **arguments),), choices)
        return self._writer.letter(one, case.language, register, datetime.now(UTC))

    async def vault_of(self, tx: Transaction, case: Case) -> str:
        """Return the vault of a case's correspondent; made, and given to them, where there is none."""
        if case.vault is not None:
            return case.vault
        vault = await records.vault_held(tx, case.correspondent)
        if vault is None:
            vault = await self._evidence.open_vault(tx, None)
            await records.give_vault(tx, case.correspondent, vault)
        await self._arrivals.attach_vault(tx, case.id, vault)
        return vault


async def take(tx: Transaction, case_id: str, answer: str, entry_id: str, at: datetime) -> bool:
    """Take what the person answered to something of the desk's; False where nothing was asked."""
    question, _, choice = answer.partition(":")
    match question:
        case "draft_right":
            return await dossiers.agree(tx, case_id, at)
        case "draft_words":
            return bool(entry_id) and await dossiers.correct(tx, case_id, entry_id, at)
        case "refer":
            said, _, referral = choice.partition("_")
            return await referrals.consent(tx, case_id, referral, at, agrees=said == "yes")
        case _:
            return await referrals.received(tx, case_id, choice, at)
