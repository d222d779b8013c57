"""The same picture again: which other shared pieces of one person show what this one shows, asked by a listener.

Lives here: who may ask, and the answer. Does not live here: comparing (`vault.likeness`), which never leaves one
person's vault and never looks at what is withheld; pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.permissions import Act
from vault.errors import NoSuchItemError, PreviewError

if TYPE_CHECKING:
    from handoff.casework import Casework
    from handoff.listener import Session
    from vault.evidence import Evidence
    from vault.team import Team


@dataclass(frozen=True, slots=True)
class Again:
    """Where a picture stands again: the pieces' ids, the nearest first, of so many compared.

    `unfit` says why nothing could be compared, "" where it could: kind, damaged, large, slow, plain.
    """

    items: tuple[str, ...]
    compared: int
    unfit: str = ""


@dataclass(frozen=True)
class Resemblance:
    """What a desk asks for."""

    casework: Casework
    team: Team
    evidence: Evidence

    async def again(self, session: Session, case_id: str, item_id: str) -> Again:
        """Find the other shared pieces of this person that show the same picture; each look is in their custody.

        Raises NotAllowedError, and the vault's NoSuchItemError, NotSharedError, WithheldError, CannotOpenError.
        """
        async with self.casework.seen(session, case_id, Act.EVIDENCE) as (tx, case):
            items = [] if case.vault is None else await self.evidence.items(tx, case.vault)
            if item_id not in {item.id for item in items}:
                raise NoSuchItemError("no such piece in this case")
            seeds = await self.team.unlock(tx, session.listener_id, session.seed)
        try:
            found = await self.evidence.fingerprint_near(item_id, seeds, session.listener_id)
        except PreviewError as error:
            return Again((), 0, error.why.value)
        return Again(tuple(one.item_id for one in found.near), found.compared)
