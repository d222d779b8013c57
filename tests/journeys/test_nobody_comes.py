"""Nobody claims a severe case: on-call is rung until somebody acknowledges, and the person is told who answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from tests.ports import mail_server
from tests.story import Listener, Writer, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.haven import Haven

SWIFT = """ladders:
    unclaimed: {emergency: {supervisor: 0, on_call: 0, late: 0.02}}
    silence: {emergency: {first: 0.02, second: 0.04, decide: 0.06}}
  alarm:
    email: {host: 127.0.0.1, port: PORT, tls: none, sender: havre@example.org, to: garde@example.org}
    every: 0.05
"""


class Letterbox:
    """A real SMTP server's handler: keeps what arrives."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(envelope.content.decode())
        return "250 kept"


def _read(child: Writer, words: str) -> list[dict[str, Any]]:
    while not child.letters.empty():
        child.read.append(child.letters.get_nowait())
    return [letter for letter in child.read if words in str(letter)]


async def test_on_call_rings_until_acknowledged_and_the_person_is_told_which_numbers_answer(
    make_haven: Callable[..., Haven],
):
    box = Letterbox()
    with mail_server(box) as port:
        haven = make_haven(changes={"alarm: {}": SWIFT.replace("PORT", str(port)), "on_call: never": "on_call: always"})
        child = await Writer.at(haven)
        await child.hears("danger:no")
        await child.tap("danger:hurt_now")
        screen = await child.hears("act:place")
        assert {"15", "17", "3114"} <= {number["id"] for number in screen["numbers"]}
        await child.hears("Je suis toujours là. Si tu ne peux pas écrire")
        assert await until(lambda: _read(child, "Personne n'a encore pu te répondre"))
        assert _read(child, "Je suis toujours là. Un point suffit.")
        [late] = _read(child, "Personne n'a encore pu te répondre")
        assert {number["id"] for number in late["numbers"]} >= {"3114", "119"}
        assert await until(lambda: len(box.mails) >= 2)
        assert all("hurt" not in mail and "danger" not in mail.lower() for mail in box.mails)
        link = re.search(r"http://\S+/alarm/\S+", box.mails[0].replace("=\r\n", ""))
        assert link is not None
        async with httpx.AsyncClient(trust_env=False, headers={"Sec-Fetch-Site": "same-origin"}) as phone:
            assert (await phone.get(link[0])).status_code == 200
            assert (await phone.post(link[0])).status_code == 200
        with Listener(haven) as ada:
            ada.enrols()
            assert ada.takes_next()
        assert urlsplit(link[0]).netloc == urlsplit(haven.desk).netloc
        await child.go()
