"""The fake Bot API over real HTTP: requests validated with aiogram's own models, long polls, webhooks, files.

Runs on a loop of its own in a thread, so that a test may drive it from anywhere; `World` is only touched on that loop.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from typing import TYPE_CHECKING, Any, Self, TypeVar

import aiogram.methods
import aiohttp
from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from tests.telegram.methods import Methods
from tests.telegram.world import Account, ApiError, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

MODELS = {
    model.__api_method__.lower(): model
    for _, model in inspect.getmembers(aiogram.methods, inspect.isclass)
    if isinstance(getattr(model, "__api_method__", None), str)
}
Answer = TypeVar("Answer")
RETRY_WEBHOOK = 0.1


def decoded(model: Any, name: str, value: str) -> Any:
    """Read a form value by the type of its field, not by how it looks: "123" is a text where texts stand."""
    known = model.model_fields.get(name)
    try:
        read = json.loads(value)
    except ValueError:
        return value
    if known is None or read is None or isinstance(read, str):
        return value
    try:
        TypeAdapter(known.annotation, config={"arbitrary_types_allowed": True}).validate_python(read)
    except (ValidationError, ValueError):
        return value
    return read


class FakeTelegram:
    """A server at `url`. `world` is its state."""

    def __init__(self, *, limits: bool = True) -> None:
        self._limits = limits
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._deliveries: dict[str, asyncio.Task[None]] = {}
        self.url = ""
        self.world: World

    def __enter__(self) -> Self:
        self._thread.start()
        self.call(self._start)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.call(self._stop)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def call(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do something on the server's own loop and wait for it."""

        async def run() -> Any:
            done = work(*args, **named)
            return await done if inspect.isawaitable(done) else done

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(60)

    async def acall(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do the same from a test's own loop, which goes on meanwhile."""
        return await asyncio.to_thread(self.call, work, *args, **named)

    async def _start(self) -> None:
        self.world = World(limits=self._limits)
        self._methods = Methods(self.world)
        self._client = aiohttp.ClientSession()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._api)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _stop(self) -> None:
        for task in self._deliveries.values():
            task.cancel()
        await asyncio.gather(*self._deliveries.values(), return_exceptions=True)
        for account in self.world.accounts.values():
            account.poller = None
            account.came.set()
        await self._runner.cleanup()
        await self._client.close()

    # -- calls ---------------------------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            account = self._account(request)
            call = await self._read(request, name)
            fault = self.world.trip(name.lower(), _chat_in(call))
            if fault is not None and fault.error is not None:
                raise fault.error
            if name.lower() == "getupdates":
                result = await self._updates(account, call)
            else:
                self.world.calls.append((account.token, name, call.model_dump(mode="json", exclude_unset=True)))
                result = self._methods.answer(account, name, call)
            if name.lower() == "setwebhook" and account.webhook:
                self._deliver(account)
            if fault is not None and fault.lose_answer and request.transport is not None:
                request.transport.close()
            return web.json_response({"ok": True, "result": result})
        except ApiError as error:
            body = {"ok": False, "error_code": error.code, "description": error.description}
            return web.json_response(
                body | ({"parameters": error.parameters} if error.parameters else {}), status=error.code
            )

    def _account(self, request: web.Request) -> Account:
        account = self.world.accounts.get(request.match_info["token"])
        if account is None:
            raise ApiError(401, "Unauthorized")
        return account

    async def _read(self, request: web.Request, name: str) -> Any:
        model = MODELS.get(name.lower())
        if model is None:
            raise ApiError(404, "Not Found: method not found")
        if request.content_type == "application/json":
            given = await request.json()
        else:
            given = {key: decoded(model, key, value) if isinstance(value, str) else "attached"
                     for key, value in (await request.post()).items()}  # fmt: skip
        unknown = set(given) - set(model.model_fields)
        try:
            call = model.model_validate(given)
        except ValidationError as error:
            self.world.violations.append(f"{name}: {error.errors()[0]['loc']} {error.errors()[0]['msg']}")
            raise ApiError(400, "Bad Request: can't parse the request") from None
        if unknown:
            self.world.violations.append(f"{name}: unknown {sorted(unknown)}")
            raise ApiError(400, "Bad Request: unknown fields")
        return call

    # -- updates -------------------------------------------------------------------------------------------------------

    async def _updates(self, account: Account, call: Any) -> list[dict[str, Any]]:
        if account.webhook is not None:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        mine = account.poller = object()
        account.came.set()  # whoever else asks is sent away
        if call.offset is not None and call.offset > 0:
            while account.updates and account.updates[0]["update_id"] < call.offset:
                account.updates.popleft()
        until = self._loop.time() + (call.timeout or 0)
        while account.poller is mine:
            allowed = call.allowed_updates
            found = [one for one in account.updates if not allowed or set(one) & set(allowed)][: call.limit or 100]
            left = until - self._loop.time()
            if found or left <= 0:
                return found
            account.came.clear()
            try:
                async with asyncio.timeout(left):
                    await account.came.wait()
            except TimeoutError:
                continue
        raise ApiError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running")

    def _deliver(self, account: Account) -> None:
        if account.token in self._deliveries:
            self._deliveries[account.token].cancel()
        self._deliveries[account.token] = asyncio.ensure_future(self._push_all(account))

    async def _push_all(self, account: Account) -> None:
        """Call the webhook, one update at a time, each until it is answered with 200."""
        while account.webhook is not None:
            if not account.updates:
                account.came.clear()
                await account.came.wait()
                continue
            if await self._push_one(account.webhook, account.updates[0]):
                account.updates.popleft()
            else:
                await asyncio.sleep(RETRY_WEBHOOK)

    async def _push_one(self, hook: dict[str, Any], update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
        try:
            async with self._client.post(hook["url"], json=update, headers=headers) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def _file(self, request: web.Request) -> web.StreamResponse:
        account = self._account(request)
        owner, content, _ = self.world.files.get(request.match_info["path"].rpartition("/")[2], (0, b"", ""))
        fault = self.world.trip("file", None)
        if owner != account.id or fault is not None:
            return web.Response(status=404 if fault is None else 502)
        return web.Response(body=content)


def _chat_in(call: Any) -> int | None:
    chat = getattr(call, "chat_id", None)
    return int(chat) if chat is not None else None
