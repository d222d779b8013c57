"""One's own vault on the page: the phrase asked again, a lock after minutes, a copy, recovery words, links for once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot import records
from tests.coffers import INTIMATE, Coffers, Owner, coffers
from vault.phrase import RECOVERY_WORDS
from vault.uploads import PART_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database

PHRASE = "tilleul-canoe-bougie-radis-phare"
OTHER = "navire-sapin-mitaine-ruche-violon"
SHOT = b"%PDF-1.7 " + b"des menaces " * 400


class Page(httpx.AsyncClient):
    """The web chat as one person's page sees it."""

    def __init__(self, house: Coffers, token: str) -> None:
        _, site = house.haven.sites["web chat"]
        base = "http://testserver"
        super().__init__(
            transport=httpx.ASGITransport(site), base_url=base, headers={"authorization": f"Bearer {token}"}
        )

    async def does(self, act: str, **said: Any) -> httpx.Response:
        return await self.post(f"/chat/vault/{act}", json=said)


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def owner(house: Coffers) -> Owner:
    return await house.comes("a-token-of-forty-three-signs-or-nearly-so")


@pytest.fixture
async def page(house: Coffers, owner: Owner) -> AsyncIterator[Page]:
    async with Page(house, "a-token-of-forty-three-signs-or-nearly-so") as opened:
        yield opened


async def test_a_piece_is_given_back_as_it_was_once_the_phrase_was_said_again(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT, "application/pdf")
    await house.deposits.choose(owner.id, PHRASE)
    shown = (await page.get("/chat/vault")).json()
    assert shown["phrase"] is True
    [piece] = shown["pieces"]
    assert (await page.does("original", seq=piece["seq"])).status_code == 423
    assert (await page.does("unlock", phrase="pas la bonne phrase du tout")).status_code == 403
    assert (await page.does("unlock", phrase=PHRASE)).status_code == 200
    saved = await page.does("original", seq=piece["seq"])
    assert saved.content == SHOT
    assert saved.headers["content-disposition"] == "attachment"
    assert saved.headers["cache-control"] == "no-store"


async def test_a_large_file_comes_in_parts_and_the_conversation_hears_of_it_once(owner: Owner, page: Page):
    await owner.taps("danger:no")
    film = SHOT * 900
    for number in (1, 2, 2):
        clear = film[(number - 1) * PART_BYTES : number * PART_BYTES]
        about = {"x-key": "k", "x-name": "film.mp4", "content-type": "video/mp4", "x-part": str(number)}
        about |= {"x-whole": str(len(film)), "x-sha256": hashlib.sha256(clear).hexdigest()}
        answer = (await page.post("/chat/evidence/part", content=clear, headers=about)).json()
    heard = await owner.hears()
    assert sum(letter["code"] == answer["code"] for letter in heard) == 1
    await page.does("unlock", phrase="")
    [piece] = (await page.get("/chat/vault")).json()["pieces"]
    assert (await page.does("original", seq=piece["seq"])).content == film


async def test_before_a_phrase_is_chosen_the_page_that_talks_opens_it(owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    shown = (await page.get("/chat/vault")).json()
    assert shown["phrase"] is False
    await page.does("unlock", phrase="")
    assert (await page.does("original", seq=shown["pieces"][0]["seq"])).content == SHOT


async def test_it_locks_by_itself_after_minutes_without_a_touch(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    seq = (await page.get("/chat/vault")).json()["pieces"][0]["seq"]
    room = strongroom_of(house)
    now = [1000.0]
    room._clock = lambda: now[0]
    await page.does("unlock", phrase="")
    now[0] += 299
    assert (await page.does("original", seq=seq)).status_code == 200
    now[0] += 299  # each act begins the minutes anew
    assert (await page.does("original", seq=seq)).status_code == 200
    now[0] += 301
    assert (await page.does("original", seq=seq)).status_code == 423


async def test_a_key_nobody_comes_back_to_does_not_stay_in_memory(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    room, now = strongroom_of(house), [1000.0]
    room._clock = lambda: now[0]
    await page.does("unlock", phrase="")
    now[0] += 301
    assert "locks" in house.haven.schedule._last, "the clock of the house calls it"
    await room.tidy()
    assert room._open == {}


def strongroom_of(house: Coffers) -> Any:
    _, site = house.haven.sites["web chat"]
    route = next(route for route in site.routes if getattr(route, "path", "") == "/chat/vault/unlock")
    return route.endpoint.__self__._strongroom


async def test_it_locks_at_once_when_asked(owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    seq = (await page.get("/chat/vault")).json()["pieces"][0]["seq"]
    await page.does("unlock", phrase="")
    await page.does("lock")
    assert (await page.does("original", seq=seq)).status_code == 423


async def test_another_page_of_the_same_person_has_to_open_it_too(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    await page.does("unlock", phrase="")
    await house.haven.mailroom.admit("web", "another-token-that-also-speaks", "fr")
    await house.haven.mailroom.move("web", "another-token-that-also-speaks", owner.id)
    async with Page(house, "another-token-that-also-speaks") as other:
        seq = (await other.get("/chat/vault")).json()["pieces"][0]["seq"]
        assert (await other.does("original", seq=seq)).status_code == 423


async def test_one_piece_is_shared_with_the_phrase_when_the_vault_is_closed(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    await owner.sends(SHOT + b"2")
    await house.deposits.choose(owner.id, PHRASE)
    first, _ = (await page.get("/chat/vault")).json()["pieces"]
    await page.does("unlock", phrase=PHRASE)
    assert (await page.does("share", seq=first["seq"], share=True)).json() == {"changed": 1}
    assert [item.shared for item in await owner.items()] == [True, False]
    await page.does("share", seq=first["seq"], share=False)
    assert [item.shared for item in await owner.items()] == [False, False]


async def test_a_copy_of_everything_is_given_back_on_request(owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT, "application/pdf")
    assert (await page.does("copy")).status_code == 423
    await page.does("unlock", phrase="")
    copy = await page.does("copy")
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        assert archive.read("data/pieces/001.pdf") == SHOT
    assert "copied-by-owner" in await owner.acts()


async def test_what_is_withheld_is_shown_to_nobody(owner: Owner, page: Page):
    await owner.taps(*INTIMATE)
    await owner.sends()
    [piece] = (await page.get("/chat/vault")).json()["pieces"]
    assert piece["state"] == "held"
    await page.does("unlock", phrase="")
    for act in ("look", "original"):
        assert (await page.does(act, seq=piece["seq"])).status_code == 403


# -- recovery words ----------------------------------------------------------------------------------------------------


async def test_recovery_words_open_the_vault_when_the_phrase_is_lost(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    await house.deposits.choose(owner.id, PHRASE)
    await page.does("unlock", phrase=PHRASE)
    words = " ".join((await page.does("recovery")).json()["words"])
    assert len(words.split()) == RECOVERY_WORDS
    answer = await page.does("recover", words=words.upper(), phrase=OTHER)
    assert answer.status_code == 200
    await page.does("lock")
    assert (await page.does("unlock", phrase=PHRASE)).status_code == 403
    assert (await page.does("unlock", phrase=OTHER)).status_code == 200
    seq = (await page.get("/chat/vault")).json()["pieces"][0]["seq"]
    assert (await page.does("original", seq=seq)).content == SHOT


async def test_new_recovery_words_end_the_old_ones(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    await page.does("unlock", phrase="")
    first = " ".join((await page.does("recovery")).json()["words"])
    await page.does("recovery")
    assert (await page.does("recover", words=first, phrase=OTHER)).status_code == 403


async def test_after_erasing_recovery_words_open_nothing(house, owner: Owner, page: Page):
    await owner.taps("danger:no")
    await owner.sends(SHOT)
    await page.does("unlock", phrase="")
    words = " ".join((await page.does("recovery")).json()["words"])
    vault_id = str(await owner.vault_id())
    async with house.database.transaction() as tx:
        await house.vault.evidence.erase(tx, vault_id)
    await house.vault.evidence.settle()
    assert await house.vault.shreds.beginning("recovery-") == []
    assert (await page.does("recover", words=words, phrase=OTHER)).status_code == 403


async def test_on_the_page_itself_nobody_is_sent_to_the_page(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path) as house:
        person = await house.comes()
        await person.taps("danger:no")
        await person.sends(SHOT)
        for choice, said in (("act:vault_look", "Ça s'ouvre ici"), ("act:vault_copy", "se prend juste en dessous")):
            letters = await person.taps(choice)
            [words] = [letter["paragraphs"] for letter in letters if letter["widget"] == "vault"]
            assert said in words[0]
            assert "messagerie" not in words[0]


# -- from a messenger --------------------------------------------------------------------------------------------------


async def test_from_a_messenger_a_link_leads_to_the_page_once(database: Database, tmp_path: Path):
    changes = {'public_url: ""                  # where correspondents': 'public_url: "https://chat.example"  # where'}
    async with coffers(database, tmp_path, **changes) as house:
        person = await house.comes("4711", "telegram")
        await person.taps("danger:no")
        await person.sends(SHOT)
        await person.taps("act:vault_look")
        [link] = person.links
        ticket = link.partition("#")[2]
        async with Page(house, "none") as page:
            token = (await page.post("/chat/enter", json={"ticket": ticket})).json()["token"]
            assert (await page.post("/chat/enter", json={"ticket": ticket})).status_code == 403
        async with Page(house, token) as page:
            await page.does("unlock", phrase="")
            seq = (await page.get("/chat/vault")).json()["pieces"][0]["seq"]
            assert (await page.does("original", seq=seq)).content == SHOT


async def test_leaving_the_page_fast_ends_the_page_and_not_the_messenger_one_came_from(
    database: Database, tmp_path: Path
):
    changes = {'public_url: ""                  # where correspondents': 'public_url: "https://chat.example"  # where'}
    async with coffers(database, tmp_path, **changes) as house:
        person = await house.comes("4711", "telegram")
        await person.taps("danger:no", "act:vault_look")
        ticket = person.links[0].partition("#")[2]
        async with Page(house, "none") as page:
            token = (await page.post("/chat/enter", json={"ticket": ticket})).json()["token"]
        async with Page(house, token) as page:
            assert (await page.post("/chat/leave", json={})).status_code == 200
            assert (await page.get("/chat/vault")).status_code == 401
        assert await house.haven.mailroom.known("telegram", "4711") == person.id


async def test_a_page_left_open_behind_a_messenger_keeps_no_letter_from_it(database: Database, tmp_path: Path):
    changes = {'public_url: ""                  # where correspondents': 'public_url: "https://chat.example"  # where'}
    async with coffers(database, tmp_path, **changes) as house:
        person = await house.comes("4711", "telegram")
        await person.taps("danger:no", "act:vault_look")
        async with Page(house, "none") as page:
            ticket = person.links[0].partition("#")[2]
            token = (await page.post("/chat/enter", json={"ticket": ticket})).json()["token"]
        async with house.database.transaction() as tx:
            await house.haven.mailroom.post(tx, person.id, {"paragraphs": ["Je suis là."]})
        [letter] = await house.haven.mailroom.pending(person.id, 0)
        async with Page(house, token) as page:
            assert (await page.post("/chat/seen", json={"upto": letter.ref})).status_code == 200
        async with house.database.reading() as tx:
            assert await records.owed(tx, "telegram") == [person.id]


@pytest.mark.parametrize("ticket", ["", "x", "a" * 43, "é" * 43])
async def test_a_ticket_that_never_was_opens_nothing(page: Page, ticket: str):
    assert (await page.post("/chat/enter", json={"ticket": ticket})).status_code == 403


async def test_from_a_messenger_the_phrase_is_chosen_on_the_page_a_link_leads_to(database: Database, tmp_path: Path):
    changes = {'public_url: ""                  # where correspondents': 'public_url: "https://chat.example"  # where'}
    async with coffers(database, tmp_path, **changes) as house:
        person = await house.comes("4711", "telegram")
        await person.taps("danger:no", "act:consent_yes")
        await person.sends(SHOT)
        assert "act:phrase" in person.buttons
        await person.taps("act:phrase")
        assert not any(letter["widget"] == "phrase" for letter in person.read)
        [link] = person.links
        async with Page(house, "none") as page:
            token = (await page.post("/chat/enter", json={"ticket": link.partition("#")[2]})).json()["token"]
        async with Page(house, token) as page:
            assert (await page.post("/chat/phrase", json={"phrase": PHRASE})).status_code == 200
            assert (await page.get("/chat/vault")).json()["phrase"] is True


async def test_without_a_page_the_phrase_is_offered_nowhere_else(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path) as house:
        person = await house.comes("4711", "telegram")
        await person.taps("danger:no", "act:consent_yes")
        await person.sends(SHOT)
        assert "act:phrase" not in person.buttons
        await person.taps("act:phrase")
        assert person.links == []
        assert "page web" in person.words
