"""The team's key: what every listener may read is sealed to it, and each listener holds it in a wrap of their own.

Lives here: the pair of each epoch, who holds it, and the sealing of transcripts. Does not live here: who is a listener
and how they sign in (`handoff`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vault.database import Transaction
    from vault.sealing import ServiceKey


class Team:
    """The team's key pair, one per epoch; its seed waits under the service key until a first supervisor enrols."""

    def __init__(self, service_key: ServiceKey) -> None:
        self._service_key = service_key

    async def public(self, tx: Transaction) -> tuple[int, bytes]:
        """Return the current epoch and its public key; the first call makes them, so it must be allowed to write."""
        raise NotImplementedError

    async def is_waiting(self, tx: Transaction) -> bool:
        """Tell whether nobody has enrolled yet, so that the service itself can still open everything."""
        raise NotImplementedError

    async def enrol(
        self, tx: Transaction, listener_id: str, listener_public: bytes, team_seed: bytes | Mapping[int, bytes] | None
    ) -> None:
        """Give a listener the team's key; without `team_seed` the waiting one is taken, and destroyed."""
        raise NotImplementedError

    async def unlock(self, tx: Transaction, listener_id: str, listener_seed: bytes) -> dict[int, bytes]:
        """Return the seed of every epoch this listener holds."""
        raise NotImplementedError

    def seal_entry(self, epoch: int, public: bytes, case_id: str, entry_id: str, clear: bytes) -> bytes:
        """Seal one entry of a transcript to the team."""
        raise NotImplementedError

    def open_entry(self, seeds: Mapping[int, bytes], epoch: int, case_id: str, entry_id: str, sealed: bytes) -> bytes:
        """Open one entry. Raises CannotOpenError."""
        raise NotImplementedError
