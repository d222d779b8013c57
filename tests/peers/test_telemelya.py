"""The correspondents' bot before a Telegram nobody here wrote: text, buttons, a photo, by webhook.

Telemelya (from the package index) runs in an environment of its own, `.venv-telemelya` or what HAVRE_TELEMELYA names:
`make telemelya` builds it. It sends no secret header; a postman in between puts it on.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from aiohttp import ClientSession, web

from tests.haven import Haven
from tests.ports import free_port
from tests.story import Listener, picture
from tests.telegram.houses import SECRET, secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytestmark = pytest.mark.peer
ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(os.environ.get("HAVRE_TELEMELYA") or ROOT / ".venv-telemelya" / "bin" / "python")
TOKEN = "42:telemelya-peer-token"
CHILD = 7001


@pytest.fixture
def telemelya(tmp_path: Path) -> Iterator[str]:
    if not PYTHON.exists():
        if os.environ.get("HAVRE_PEERS") == "required":
            pytest.fail("telemelya is not here: make telemelya")
        pytest.skip("telemelya is not here: make telemelya")
    port, redis, store = free_port(), free_port(), free_port()
    program = str(Path(__file__).with_name("telemelya_server.py"))
    with (tmp_path / "telemelya.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [str(PYTHON), program, str(port), str(redis), str(store)], stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(trust_env=False) as client:
            for _ in range(600):
                assert process.poll() is None, (tmp_path / "telemelya.log").read_text(encoding="utf-8")
                try:
                    if client.get(url).is_success:
                        break
                except httpx.TransportError:
                    pass
                asyncio.run(asyncio.sleep(0.05))
        yield url
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
async def haven(telemelya: str, tmp_path: Path) -> AsyncIterator[Haven]:
    inner, outer = free_port(), free_port()
    line = (
        f'  telegram: {{token: {secret(TOKEN)}, api: "{telemelya}", webhook: {{listen: "127.0.0.1:{inner}", '
        f'url: "http://127.0.0.1:{outer}/x", secret: {secret(SECRET)}}}}}\n'
    )
    haven = Haven(tmp_path / "haven", changes={"channels:\n": f"channels:\n{line}"})
    haven.folder.mkdir()
    haven.configure()

    async def postman(request: web.Request) -> web.Response:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        async with ClientSession() as client:
            body = await request.read()
            async with client.post(f"http://127.0.0.1:{inner}/x", data=body, headers=headers) as answer:
                return web.Response(status=answer.status)

    app = web.Application()
    app.router.add_post("/x", postman)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", outer).start()
    await asyncio.to_thread(haven.start)
    yield haven
    await asyncio.to_thread(haven.stop)
    await runner.cleanup()


class Phone:
    """A person, through telemelya's own control API."""

    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(
            base_url=f"{url}/api/v1/test", headers={"Authorization": "Bearer test-key"}, trust_env=False, timeout=20
        )

    async def does(self, **what: Any) -> None:
        for _ in range(100):
            answer = await self.client.post(
                "/send_update", params={"bot_token": TOKEN}, json={"chat_id": CHILD, **what}
            )
            if answer.is_success and answer.json()["delivery"]["status_code"] == 200:
                return
            await asyncio.sleep(0.1)  # the bot has not told its webhook yet
        raise AssertionError(answer.text)

    async def hears(self, *words: str) -> dict[str, Any]:
        for _ in range(300):
            told = (await self.client.get("/responses")).json()["responses"]
            for one in told:
                if all(word in str(one) for word in words):
                    return dict(one)
            await asyncio.sleep(0.05)
        raise AssertionError((words, told))

    async def uploads(self, content: bytes) -> str:
        answer = await self.client.post("/upload_media", files={"file": ("a.png", content, "image/png")})
        return str(answer.json()["file_id"])


async def test_text_buttons_and_a_photo_pass_through_a_server_nobody_here_wrote(telemelya: str, haven: Haven):
    child = Phone(telemelya)
    await child.does(text="ils se moquent de moi")
    await child.hears("act:human")
    await child.does(callback_data="act:human", callback_message_id=2)
    await child.hears("answerCallbackQuery")
    content = picture()
    await child.does(photo_file_id=await child.uploads(content))
    await child.hears("sendMessage", "tidy")
    with Listener(haven) as ada:
        await asyncio.to_thread(ada.enrols)
        room = ada.takes_next()
        seen = ada.reads(room)
        assert "ils se moquent de moi" in seen
        assert 'class="tile' in seen
        ada.says(room, "Bonsoir, je suis là.")
        await child.hears("Bonsoir, je suis là.")
    await child.client.aclose()
