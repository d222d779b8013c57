"""What a client is told when it sends the same file again because the answer to the first time was lost.

Lives here: receipts kept for a while by a caller's own key. Does not live here: keeping files (`vault.evidence`).

A receipt holds the fingerprint of a file, which nobody else may learn: it opens with the service key and the caller's
key together, and of the caller's key only a keyed fingerprint is stored.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vault import retry_records
from vault.sealing import open_under, seal_under

if TYPE_CHECKING:
    from datetime import datetime

    from vault.database import Transaction
    from vault.sealing import ServiceKey


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets for a file: the code is the head of their chain of custody. `sha256` is never logged."""

    item_id: str
    code: str
    size: int
    sha256: str


class Retries:
    """Receipts by vault and key."""

    def __init__(self, service_key: ServiceKey) -> None:
        self._service_key = service_key

    async def find(self, tx: Transaction, vault_id: str, key: str) -> Receipt | None:
        """Return the receipt of the first time, None where there was none."""
        call = _call(vault_id, key)
        names = self._service_key.fingerprints("vault retry", call)
        row = await retry_records.retry(tx, names)
        if row is None:
            return None
        secret = self._service_key.fingerprints("vault receipt", call)[names.index(row.name)]
        return Receipt(**json.loads(open_under(secret, row.receipt, _place(vault_id))))

    async def keep(self, tx: Transaction, vault_id: str, key: str, receipt: Receipt, at: datetime) -> None:
        """Keep the receipt of the first time."""
        call = _call(vault_id, key)
        secret = self._service_key.fingerprint("vault receipt", call)
        sealed = seal_under(secret, json.dumps(asdict(receipt)).encode(), _place(vault_id))
        name = self._service_key.fingerprint("vault retry", call)
        row = {"name": name, "vault_id": vault_id, "item_id": receipt.item_id, "receipt": sealed, "made_at": at}
        await retry_records.add_retry(tx, row)


def _call(vault_id: str, key: str) -> str:
    return f"{vault_id}|{key}"


def _place(vault_id: str) -> bytes:
    return f"havre/v1/retry|{vault_id}".encode()
