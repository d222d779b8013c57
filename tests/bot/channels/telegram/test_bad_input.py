"""What nobody should send and somebody will: a clear word to the right person, nothing to the wrong side, or lost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot.channels.telegram.updates import FORWARDED, read_update

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

Phones = Any
PNG = b"\x89PNG\r\n\x1a\n" + bytes(900)
CHILD = {"id": 7001, "is_bot": False, "first_name": "Zoé"}
AUTHOR = {"id": 9009, "is_bot": False, "first_name": "Kevin", "last_name": "Durand", "username": "kevin93"}
ORIGINS: list[dict[str, Any]] = [
    {"type": "user", "date": 1, "sender_user": AUTHOR},
    {"type": "hidden_user", "date": 1, "sender_user_name": "Kevin Durand"},
    {"type": "chat", "date": 1, "sender_chat": {"id": -7, "type": "supergroup", "title": "Kevin et les 4B"}},
    {"type": "channel", "date": 1, "message_id": 3, "chat": {"id": -8, "type": "channel", "title": "Kevin Durand"}},
]


def message(**content: Any) -> dict[str, Any]:
    chat = {"id": 7001, "type": "private", "first_name": "Zoé"}
    return {"update_id": 1, "message": {"message_id": 5, "date": 1, "chat": chat, "from": CHILD, **content}}


def said(**content: Any) -> list[Any]:
    came = read_update(message(**content))
    return [incoming for _, incoming in came.incoming] if came is not None else []


async def entries(house: Haven) -> list[str]:
    query = sa.text("SELECT kind FROM entries WHERE author = 'correspondent' ORDER BY number")
    async with house.database.reading() as tx:
        return [row.kind for row in await tx.rows(query)]


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_forwarded_word_is_marked_as_somebody_elses_and_its_author_is_named_nowhere(origin: dict[str, Any]):
    (one,) = said(forward_origin=origin, text="je vais te tuer")
    assert (one.kind, one.text) == ("text", f"{FORWARDED}je vais te tuer")
    assert "Kevin" not in str(one)


@pytest.mark.parametrize("words", ["/effacer", "/x", "/start en", "/danger"])
def test_a_forwarded_command_is_words_and_does_nothing(words: str):
    (one,) = said(forward_origin=ORIGINS[0], text=words)
    assert (one.kind, one.choice, one.text) == ("text", "", f"{FORWARDED}{words}")


async def test_a_forwarded_chat_is_kept_line_by_line_in_its_order_and_is_one_persons_case(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    for number in range(4):
        await child.write(f"ligne {number}", forward_origin=ORIGINS[number])
    await child.photo(PNG, forward_origin=ORIGINS[0], caption="regarde")
    await child.hears("tidy")
    assert await entries(house) == ["text"] * 5 + ["evidence"]
    assert telegram.world.chats[account.id, child.number].messages, "nothing of it went to anybody else"
    assert [number for (_, number), chat in telegram.world.chats.items() if chat.messages] == [child.number]


def test_a_caption_as_long_as_telegram_allows_is_kept_whole_whatever_stands_in_its_middle():
    caption = "a" * 509 + " // " + "é" * 511
    assert len(caption) == 1024
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 9}]
    (one,) = said(photo=photo, caption=caption)
    assert (one.kind, one.text) == ("text", caption)


async def test_a_long_caption_and_its_picture_are_both_kept(house: Haven, phone: Phones):
    child = phone()
    await child.photo(PNG, caption="a" * 509 + " // " + "b" * 511)
    await child.hears("tidy")
    assert await entries(house) == ["text", "evidence"]


@pytest.mark.parametrize(
    "service",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7001, "type": "private"}}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {"from_request": True}},
        {"new_chat_title": "x"},
        {"forum_topic_created": {"name": "x", "icon_color": 7322096}},
    ],
)
def test_a_message_nobody_wrote_is_no_word_of_anybodys(service: dict[str, Any]):
    assert read_update(message(**service)) is None


async def test_a_button_of_somebody_elses_case_shows_and_changes_nothing_of_theirs(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    owner, other = phone(), phone()
    await owner.photo(PNG)
    await owner.hears("tidy")
    code = owner.shown()[-1]["text"].splitlines()[-1]
    before = len(await owner.quiet(1.5))
    await other.write("bonsoir")
    asked = await other.hears("danger:no")
    for data in ("act:vault_gone_1_1", "act:vault_share_1_1", "act:vault_item_1_1", "act:vault", "tidy"):
        await telegram.acall(telegram.world.tap, account, other.person, asked, data)
    await other.quiet(1.5)
    async with house.database.reading() as tx:
        assert len(await tx.rows(sa.text("SELECT id FROM vault_items"))) == 1
    assert code not in json.dumps(other.shown())
    assert len(owner.shown()) == before, "and its owner heard of none of it"


async def test_a_button_under_a_message_telegram_no_longer_has_still_counts(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    asked = await child.hears("danger:no")
    gone = {"message_id": asked["message_id"], "date": 0, "chat": asked["chat"]}
    await telegram.acall(telegram.world.tap, account, child.person, gone, "act:danger")
    assert await child.hears("act:place")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["../../x", "..\\..\\x", "/etc/passwd"])
async def test_a_document_whose_name_leads_elsewhere_is_written_nowhere_but_in_the_vault(
    house: Haven, phone: Phones, tmp_path: Path, name: str
):
    child, before = phone(), names_in(tmp_path.parent)
    await child.file("document", PNG, file_name=name, mime_type="image/png")
    await child.hears("tidy")
    files = [path for path in (tmp_path / "var" / "evidence").rglob("*") if path.is_file()]
    assert len(files) == 1
    assert re.fullmatch(r"[0-9a-f]{32}", files[0].name)
    assert names_in(tmp_path.parent) == before
    assert names_in(tmp_path) <= {"config.yml", "var"}
