"""Sealed files in an S3 store: streamed in parts to a key never used before; the row in the database makes one real.

Lives here: the port of `vault.blobs` over obstore. Does not live here: any key. An upload that is cut short leaves no
object; its parts, which nobody can read, go by the bucket's lifecycle rule for unfinished uploads (docs/operators).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from vault.blobs import NAME, STEP
from vault.errors import CannotOpenError, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator
    from datetime import datetime

    from vault.settings import S3Settings

PART_BYTES = 5 << 20  # the smallest S3 takes


class S3Blobs:
    """Objects in a bucket, `prefix/ab/abcd…` by the first two digits of their id."""

    def __init__(self, url: str, settings: S3Settings) -> None:
        place = urlsplit(url)
        client = {"timeout": f"{settings.timeout_seconds}s", "allow_http": settings.endpoint.startswith("http://")}
        options: dict[str, Any] = {"region": settings.region, "client_options": client}
        if settings.endpoint:
            options |= {"endpoint": settings.endpoint, "virtual_hosted_style_request": False}
        if settings.access_key is not None and settings.secret_key is not None:
            options["access_key_id"] = settings.access_key.get_secret_value()
            options["secret_access_key"] = settings.secret_key.get_secret_value()
        self._store = S3Store(place.netloc, prefix=place.path.strip("/") or None, **options)

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes | memoryview]) -> int:
        """Keep a file; return its bytes. Nothing of it can be seen before it is whole."""
        key, counted = _key(blob_id), _Counted(chunks)
        try:
            if await self._is_there(key):
                raise StoreError("the store of files cannot be used: the id is taken")
            await obstore.put_async(self._store, key, counted.pieces(), use_multipart=True, chunk_size=PART_BYTES)
        except BaseError:
            if counted.fault is not None:
                raise counted.fault from None  # what the sender did wrong, not what the store did
            raise StoreError("the store of files cannot be used: the S3 store refused") from None
        return counted.size

    async def read(self, blob_id: str) -> AsyncGenerator[bytes, None]:
        """Stream a file, at most 1 MiB at a time. Raises CannotOpenError where it is missing."""
        try:
            found = await obstore.get_async(self._store, _key(blob_id))
            async for chunk in found.stream(min_chunk_size=STEP):
                whole = bytes(chunk)
                for start in range(0, len(whole), STEP):
                    yield whole[start : start + STEP]
        except (NotFoundError, FileNotFoundError):
            raise CannotOpenError("the file of this item is missing") from None
        except BaseError:
            raise StoreError("the store of files cannot be used: the S3 store did not answer") from None

    async def remove(self, blob_id: str) -> None:
        """Remove a file; one that is not there is no error."""
        try:
            await obstore.delete_async(self._store, _key(blob_id))
        except (NotFoundError, FileNotFoundError):
            return
        except BaseError:
            raise StoreError("the store of files cannot be used: the S3 store did not answer") from None

    async def ids(self, before: datetime) -> list[str]:
        """List the files written before a moment."""
        found: list[str] = []
        try:
            async for batch in obstore.list(self._store):
                for about in batch:
                    name = about["path"].rsplit("/", 1)[-1]
                    if NAME.fullmatch(name) and about["last_modified"] < before:
                        found.append(name)
        except BaseError:
            raise StoreError("the store of files cannot be used: the S3 store did not answer") from None
        return found

    async def reach(self) -> None:
        """Ask for one entry of the bucket's list. Raises StoreError where it may not be asked, or does not answer."""
        try:
            async for _ in obstore.list(self._store, chunk_size=1):
                return
        except BaseError:
            raise StoreError("the store of files cannot be used: the S3 store did not answer") from None

    async def sweep(self, before: datetime) -> int:  # noqa: ARG002 - the port's signature; here the bucket does it
        """Leave unfinished uploads to the bucket's lifecycle rule: they are no objects, so nothing is to be removed."""
        return 0

    async def _is_there(self, key: str) -> bool:
        try:
            await obstore.head_async(self._store, key)
        except (NotFoundError, FileNotFoundError):
            return False
        return True


class _Counted:
    """Passes chunks on, counts them, and keeps what their sender raised: the library would hide it."""

    def __init__(self, chunks: AsyncIterator[bytes | memoryview]) -> None:
        self._chunks = chunks
        self.size = 0
        self.fault: BaseException | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._chunks:
                self.size += len(chunk)
                yield bytes(chunk)
        except BaseException as fault:
            self.fault = fault
            raise


def _key(blob_id: str) -> str:
    if not NAME.fullmatch(blob_id):
        raise CannotOpenError("not the id of a file")
    return f"{blob_id[:2]}/{blob_id}"
