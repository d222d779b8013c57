"""What leaves the desk as a file: the package for a complaint, and the copy of their own words a person asked for.

Lives here: who may, and what goes in. Does not live here: the package itself (`vault.packing`), the page
(`handoff.desks.web.exhibits`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoff.permissions import Act
from handoff.records import entries as entry_records
from vault.errors import CannotOpenError, NotSharedError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping

    import sqlalchemy as sa

    from handoff.asking import Asking
    from handoff.case import Case
    from handoff.listener import Session
    from vault.database import Transaction
    from vault.evidence import Evidence, Receipt

    DossierOf = Callable[[Transaction, str], Awaitable[str]]

MOST_BYTES = 32 << 20


async def no_dossier(_tx: Transaction, _case_id: str) -> str:
    """Say that no dossier of a case lies in the vault."""
    return ""


class Packages:
    """Makes packages and copies. `dossier_of` tells which piece of the vault is the dossier of a case, "" for none."""

    def __init__(self, asking: Asking, evidence: Evidence, dossier_of: DossierOf = no_dossier) -> None:
        self._asking, self._evidence, self._dossier_of = asking, evidence, dossier_of

    async def package(self, session: Session, case_id: str) -> tuple[str, AsyncGenerator[bytes, None]]:
        """Return the name of a file, and the stream of a package of all that is shared with the team.

        Written in custody before a byte leaves. Raises the vault's NotSharedError where nothing is.
        """
        async with self._asking.database.reading() as tx:
            case = await self._asking.seen(tx, session, case_id, Act.EVIDENCE)
            seeds = await self._asking.team.unlock(tx, session.listener_id, session.seed)
            dossier = await self._dossier_of(tx, case.id)
        if case.vault is None:
            raise NotSharedError("nothing was kept in this case")
        packing = self._evidence.packing
        stream = await packing.for_team(case.vault, seeds, session.listener_id, dossier_item=dossier)
        return f"{case.designation.replace(' ', '-')}.zip", stream

    async def copy_words(self, session: Session, case_id: str) -> Receipt:
        """Put a copy of a person's own words into their vault, for them alone. Raises NotSharedError without a vault.

        Their words are sealed to the team, so only a listener can give them back; from then on they need nobody.
        """
        async with self._asking.database.reading() as tx:
            case = await self._asking.seen(tx, session, case_id, Act.SAY)
            seeds = await self._asking.team.unlock(tx, session.listener_id, session.seed)
            words = await self._words(tx, session, case, seeds)
        if case.vault is None:
            raise NotSharedError("there is no vault in this case")
        return await self._evidence.keep(
            case.vault,
            _once(words.encode()),
            name="mots.txt",
            declared="text/plain",
            limit=MOST_BYTES,
            share_with_team=False,
            actor=session.listener_id,
            source="desk",
        )

    async def _words(self, tx: Transaction, session: Session, case: Case, seeds: Mapping[int, bytes]) -> str:
        rows = await entry_records.of_case(tx, case.id, session.listener_id)
        said = (row for row in rows if row.author == "correspondent" and row.kind == "text")
        lines = [f"{row.at:%Y-%m-%d %H:%M} UTC\n{self._opened(seeds, case.id, row)}\n" for row in said]
        return "\n".join(lines) or "-\n"

    def _opened(self, seeds: Mapping[int, bytes], case_id: str, row: sa.Row[Any]) -> str:
        try:
            clear = self._asking.team.open_entry(seeds, row.epoch, case_id, row.id, row.sealed)
        except CannotOpenError:
            return "?"
        return clear.decode("utf-8", "replace")


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
