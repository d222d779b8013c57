"""What the command line does with the team: signing in on the terminal, and removing somebody.

Lives here: the errands themselves. Does not live here: options and prompts (`bot.cli`), the rest of the errands
(`bot.errands`).
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.app import build
from bot.errors import BotError
from bot.store import opened
from bot.texts import Texts
from handoff.refusals import CodeNeededError, NoSuchListenerError
from vault.phrase import normalise

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.app import Haven
    from bot.settings import Settings
    from handoff.listener import Listener, Session


@asynccontextmanager
async def signed_in(haven: Haven, name: str, passphrase: str, ask: Callable[[], str]) -> AsyncIterator[Session]:
    """Sign somebody in as at the desk, code and all, and out again; their conversations at the desk go on.

    `ask` asks for a one-time code on the terminal, where one is needed.

    Raises SignInRefusedError, TooManyAttemptsError, CodeNeededError.
    """
    desk = haven.desk
    try:
        cookie = await desk.sign_in(name, passphrase)
    except CodeNeededError as needed:
        cookie = await desk.answer_code(needed.knock, ask())
    session = await desk.session(cookie)
    if session is None:
        raise BotError("the session ended at once: is the clock of this machine right?")
    try:
        yield session
    finally:
        await haven.desk_door.sign_out(session)


async def remove(
    settings: Settings,
    config: Path,
    whom: str,
    name: str,
    passphrase: str,
    ask: Callable[[], str],
    say: Callable[[str], object],
) -> int:
    """Remove the listener called `whom`, as the supervisor called `name`."""
    async with opened(settings, config) as (database, vault):
        haven = build(settings, config, database, vault)
        async with signed_in(haven, name, passphrase, ask) as session:
            gone = _called(whom, await haven.desk.listeners())
            note = Texts(config.parent / "texts").say("desk-removed-note", settings.service.languages[0])
            released = await haven.desk.leaving.remove(session, gone.id, note)
    say(f"{gone.name} can sign in no more; {len(released)} conversations went back to the queue")
    return 0


def _called(whom: str, everybody: list[Listener]) -> Listener:
    for one in everybody:
        if one.retired_at is None and normalise(one.name) == normalise(whom):
            return one
    raise NoSuchListenerError("nobody of the team is called so: `havre listener list` says who is there")
