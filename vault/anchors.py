"""Anchors: the heads of all chains that grew, under one root, dated by a time-stamping authority (RFC 3161).

Lives here: the tree (pure), the batch, asking the authority, and the proof a package carries. Only the root leaves the
house: 32 bytes that tell nothing. Does not live here: any head's meaning (`vault.custody`). The library for tokens is
loaded where the configuration has `store.anchor`, and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import httpx

from vault import anchor_records
from vault.errors import AnchorError
from vault.package import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from vault.database import Database, Transaction
    from vault.settings import AnchorSettings

LEAF, NODE = b"\x00", b"\x01"
"""What is hashed before a leaf and before a pair: so that nobody passes the one off as the other."""
MOST = 10_000
LARGEST_TOKEN = 64 << 10


def leaf_of(vault_id: str, head: bytes) -> bytes:
    """Return the leaf of a chain's head."""
    return hashlib.sha256(LEAF + vault_id.encode() + head).digest()


def grown(leaves: Sequence[bytes]) -> tuple[bytes, list[list[tuple[str, str]]]]:
    """Return the root over leaves, and for each the way up: which side the other one stands on, and its hash."""
    level = list(leaves)
    ways: list[list[tuple[str, str]]] = [[] for _ in leaves]
    groups = [[place] for place in range(len(leaves))]
    while len(level) > 1:
        above, above_groups = [], []
        for place in range(0, len(level) - 1, 2):
            left, right = level[place], level[place + 1]
            for one in groups[place]:
                ways[one].append(("right", right.hex()))
            for one in groups[place + 1]:
                ways[one].append(("left", left.hex()))
            above.append(_pair(left, right))
            above_groups.append(groups[place] + groups[place + 1])
        if len(level) % 2:
            above.append(level[-1])
            above_groups.append(groups[-1])
        level, groups = above, above_groups
    return level[0], ways


def leads_to(leaf: bytes, way: Sequence[Sequence[str]], root: bytes) -> bool:
    """Tell whether a leaf is under a root by this way up."""
    for side, other in way:
        pair = (leaf, bytes.fromhex(other)) if side == "right" else (bytes.fromhex(other), leaf)
        leaf = _pair(*pair)
    return leaf == root


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


class Anchors:
    """Has the heads that grew since the last time dated, all of them with one request."""

    def __init__(
        self,
        database: Database,
        settings: AnchorSettings,
        resolve: Callable[[str], Path],
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._roots = [resolve(settings.certificate).read_bytes()] if settings.certificate else []
        self._signer = resolve(settings.signer).read_bytes() if settings.signer else None

    async def stamp(self) -> int:
        """Date every chain that grew; return how many. Raises AnchorError: they are dated the next time."""
        async with self._database.reading() as tx:
            grew = await anchor_records.unanchored(tx, MOST)
        if not grew:
            return 0
        root, ways = grown([leaf_of(row.id, bytes(row.head)) for row in grew])
        token = await self._token(root)
        async with self._database.transaction() as tx:
            await self._write_down(tx, root, token, [*zip(grew, ways, strict=True)])
        return len(grew)

    async def _write_down(self, tx: Transaction, root: bytes, token: bytes, grew: Sequence[tuple[Any, Any]]) -> None:
        number = await anchor_records.add_anchor(tx, {"root": root, "token": token, "at": self._clock()})
        rows = [
            {
                "anchor_id": number,
                "vault_id": row.id,
                "seq": row.seq,
                "way": json.dumps({"seq": row.seq, "head": bytes(row.head).hex(), "vault": row.id, "way": way}),
            }
            for row, way in grew
        ]
        await anchor_records.add_anchored(tx, rows)

    async def _token(self, root: bytes) -> bytes:
        """Ask the authority; its answer is believed only once it proves to be about this very root."""
        from rfc3161_client import TimestampRequestBuilder  # noqa: PLC0415 - see the module's first words

        request = TimestampRequestBuilder().data(root).build()
        kind = {"content-type": "application/timestamp-query"}
        try:
            async with (
                httpx.AsyncClient(timeout=self._settings.timeout_seconds, trust_env=False) as client,
                client.stream("POST", self._settings.url, content=request.as_bytes(), headers=kind) as answer,
            ):
                answer.raise_for_status()
                token = await _read(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise AnchorError(f"the time-stamping authority did not answer: {type(error).__name__}") from None
        self._believe(request, token, root)
        return token

    def _believe(self, request: Any, token: bytes, root: bytes) -> None:
        from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415 - see the module's first words
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response  # noqa: PLC0415 - idem

        try:
            response = decode_timestamp_response(token)
            builder = VerifierBuilder.from_request(request)
            for certificate in self._roots:
                builder = builder.add_root_certificate(load_pem_x509_certificate(certificate))
            if self._signer is not None:
                builder = builder.tsa_certificate(load_pem_x509_certificate(self._signer))
            builder.build().verify_message(response, root)
        except (VerificationError, ValueError):
            raise AnchorError("the token of the time-stamping authority does not verify") from None


async def _read(answer: httpx.Response) -> bytes:
    """Read an answer no further than a token is long."""
    token = b""
    async for piece in answer.aiter_bytes():
        token += piece
        if len(token) > LARGEST_TOKEN:
            raise AnchorError("the time-stamping authority answered something else than a token")
    return token


async def stamps_of(tx: Transaction, vault_id: str) -> list[Stamp]:
    """Return every anchor of one vault's chain, as a package carries it."""
    rows = await anchor_records.anchored(tx, vault_id)
    return [Stamp(f"{row.seq:06}", bytes(row.root), bytes(row.token), row.way) for row in rows]
