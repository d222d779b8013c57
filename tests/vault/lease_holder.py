"""A process that holds a lease, for tests that kill or stop it.

Run as: lease_holder.py DATABASE KEYS WHAT LASTS. Says "held" once it holds it, and after each line on its input what
became of trying to store and to send: "stored sent", or "lost".
"""

from __future__ import annotations

import asyncio
import sys

import sqlalchemy as sa

from vault.database import connect
from vault.keys import load_keys
from vault.leases import Lease, LeaseLostError, Terms


async def tried(lease: Lease) -> str:
    try:
        async with lease.fenced.transaction() as tx:
            await tx.run(sa.text("SELECT 1"))
        await lease.guard()
    except LeaseLostError:
        return "lost"
    return "stored sent"


async def main(url: str, keys: str, what: str, lasts: float) -> None:
    terms = Terms(lasts, lasts / 4, lasts / 5, lasts / 20)
    lease = Lease(connect(url), load_keys(keys).service, what, terms=terms)
    await lease._wait()
    print("held", flush=True)
    for _ in sys.stdin:
        print(await tried(lease), flush=True)


asyncio.run(main(*sys.argv[1:4], float(sys.argv[4])))
