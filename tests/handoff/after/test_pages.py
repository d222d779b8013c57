"""What a listener pastes and posts at the desk, however odd: a clear word, nothing lost, nothing sent twice."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.texts import Texts
from handoff.desks.web.app import web_desk
from handoff.desks.web.settings import DeskWebSettings
from handoff.records import after as tables
from tests.handoff.after.houses import LINK, after_the_talk
from tests.handoff.havens import PASSPHRASE, person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERY_SCRIPT = "Insultes 😭, يسخرون مني, הם צוחקים, 他们骂我, वे उड़ाते हैं, они издеваются, a\u0301, <b>&amp;</b>"


class Browser:
    """A listener's browser, before the desk's pages over real tables."""

    def __init__(self, client: httpx.AsyncClient, case_id: str) -> None:
        self._client, self.room, self._key = client, f"/room/{case_id}", ""

    async def sign_in(self) -> None:
        answer = await self._client.post("/sign-in", data={"name": "ada", "passphrase": PASSPHRASE})
        assert answer.status_code == 303
        self._key = (await self._client.get("/form-key")).json()["key"]

    async def reads(self, path: str) -> str:
        status, page = await self.gets(path)
        assert status == 200
        return page

    async def gets(self, path: str) -> tuple[int, str]:
        answer = await self._client.get(path)
        return answer.status_code, html.unescape(answer.text)

    async def posts(self, path: str, **fields: str) -> tuple[int, str]:
        answer = await self._client.post(path, data={"form_key": self._key, **fields})
        return answer.status_code, html.unescape(answer.text)

    async def pastes(self, links: str) -> tuple[int, str]:
        return await self.posts(f"{self.room}/notices", links=links, kind="harassment", language="fr")


@pytest.fixture
async def browser(haven_with_folder, ada, mine) -> AsyncIterator[Browser]:
    haven = haven_with_folder
    app = web_desk(
        haven.desk, Texts(), haven.changes, DeskWebSettings(listen="127.0.0.1:0"), numbers=lambda _ids, _language: (),
        last_words=lambda *_room: {}, after=after_the_talk(haven, None), clock=haven.clock,
    )  # fmt: skip
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 4711))
    headers = {"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
        sitting = Browser(client, mine)
        await sitting.sign_in()
        yield sitting


def notices_in(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/room/[0-9a-f]{32}/notices/[0-9a-f]{32}", page)))


@pytest.mark.parametrize(
    ("pasted", "word"),
    [
        ("https://www.google.com/search?q=lea+martin", "recherche"),
        ("javascript:alert(document.cookie)", "javascript:alert(document.cookie)"),
        ("http://192.168.1.1/photo", "192.168.1.1"),
    ],
)
async def test_what_no_notice_can_name_is_answered_in_words_and_stays_in_the_box(
    haven_with_folder, browser: Browser, pasted: str, word: str
):
    status, page = await browser.pastes(pasted)
    assert status == 422
    assert word in page
    assert re.search(rf"<textarea[^>]*>{re.escape(pasted)}</textarea>", page)
    assert await haven_with_folder.rows(tables.notices.select()) == []


async def test_one_good_link_among_bad_ones_is_drafted_and_the_bad_ones_are_named(browser: Browser):
    status, page = await browser.pastes(f"{LINK} javascript:x https://t.me/+AbCd https://instagr\u0430m.com/p/1")
    assert status == 200
    assert len(notices_in(page)) == 2  # Telegram, and a service nobody knows
    assert "privée" in page
    assert "Attention : ce n'est pas" in page


async def test_two_thousand_links_are_counted_none_is_drafted_and_every_word_is_still_there(
    haven_with_folder, browser: Browser
):
    links = "\n".join(f"https://www.instagram.com/p/{number}/" for number in range(2000))
    status, page = await browser.pastes(links)
    assert status == 422
    assert re.search(r"2\W?000 liens d'un coup", page)
    assert "https://www.instagram.com/p/0/\n" in page
    assert "https://www.instagram.com/p/1999/" in page
    assert await haven_with_folder.rows(tables.notices.select()) == []


async def test_the_listener_sees_all_of_the_draft_the_person_is_to_agree_to(browser: Browser, mine: str):
    dossier = f"{browser.room}/dossier"
    page = await browser.reads(dossier)
    line = re.search(r'name="(line-[0-9a-f]{32})"', page)[1]
    beside = {"accounts": "lea_93", "links": LINK, "harm": "dort mal", "offence-threats": "yes"}
    await browser.posts(dossier, **{line: "yes"}, **beside)
    draft = (await browser.reads(dossier)).split("Tel qu'il serait fait")[1]
    for words in ("ils m'insultent", "lea_93", LINK, "dort mal", "Menaces"):
        assert words in draft


async def test_a_platform_nobody_knows_gets_a_notice_without_any_way_invented(haven_with_folder, browser: Browser):
    _, page = await browser.pastes("https://forum-inconnu.example/sujet/7")
    (notice,) = notices_in(page)
    shown = await browser.reads(notice)
    assert "Demande n° 1 · forum-inconnu.example" in page
    assert "Demande n° 1 · forum-inconnu.example" in shown
    assert "unknown" not in re.sub(r"<[^>]+>", "", page + shown)
    assert "Aucune page connue" in shown
    assert "jamais vérifié" in shown
    assert "https://forum-inconnu.example/sujet/7" in shown
    (row,) = await haven_with_folder.rows(tables.notices.select())
    assert (row.platform, row.state) == ("unknown", "drafted")


async def test_text_that_is_no_link_is_told_when_it_is_pasted_and_when_a_draft_is_changed(browser: Browser):
    _, page = await browser.pastes(f"{LINK}\nblabla\njavascript:alert(1)")
    assert "<code>blabla</code> Ce n'est pas un lien" in page
    assert "<code>javascript:alert(1)</code> Refusé" in page
    (notice,) = notices_in(page)
    fields = {"kind": "harassment", "language": "fr", "good_faith": "yes", "reason": "insultes"}
    status, page = await browser.posts(f"{notice}/save", **fields, urls=f"{LINK}\nbla bla")
    assert status == 200
    assert "<code>bla bla</code> Ce n'est pas un lien" in page


async def test_a_link_of_another_notice_is_named_when_a_draft_is_changed(browser: Browser):
    await browser.pastes(LINK)
    _, page = await browser.pastes("https://forum.example/1")
    (other,) = [one for one in notices_in(page) if "forum.example" in await browser.reads(one)]
    fields = {"kind": "harassment", "language": "fr", "reason": "insultes"}
    _, page = await browser.posts(f"{other}/save", **fields, urls=f"https://forum.example/1\n{LINK}")
    assert f"<code>{LINK}</code> Déjà dans une autre demande" in page


async def test_words_of_every_script_stand_in_the_letter_as_they_were_typed(browser: Browser):
    _, page = await browser.pastes(LINK)
    (notice,) = notices_in(page)
    fields = {"kind": "harassment", "language": "fr", "urls": LINK, "good_faith": "yes"}
    assert (await browser.posts(f"{notice}/save", **fields, reason=EVERY_SCRIPT))[0] == 303
    assert (await browser.reads(notice)).count(EVERY_SCRIPT) == 2  # in its field, and in the letter


async def test_nothing_leaves_a_practice_case_and_its_page_of_notices_says_what_it_is(
    haven_with_folder, browser: Browser, grace, ada
):
    haven = haven_with_folder
    case_id = await haven.desk.practice.begin(grace, "group", ada.listener_id, "fr")
    await haven.desk.claim(ada, case_id)
    page = await browser.reads(f"/room/{case_id}/notices")
    assert "practice-banner" in page
    assert "D'un exercice, aucune demande ne part." in page
    assert '<form method="post" action="/room' not in page
    fields = {"links": LINK, "accounts": "lea_93", "platform": "instagram", "kind": "harassment", "language": "fr"}
    for path in ("notices", "notices/account", "risk", "dossier", "referral/card"):
        assert (await browser.posts(f"/room/{case_id}/{path}", **fields))[0] == 403, path
    assert await haven.rows(tables.notices.select()) == []


async def test_a_second_tap_on_sent_changes_nothing_and_the_person_hears_it_once(haven_with_folder, browser: Browser):
    _, page = await browser.pastes(LINK)
    (notice,) = notices_in(page)
    fields = {"kind": "harassment", "language": "fr", "urls": LINK, "good_faith": "yes"}
    await browser.posts(f"{notice}/save", **fields, reason="Insultes répétées.")
    await browser.posts(f"{notice}/gates", risk="no", saved="kept", account="adult")
    assert (await browser.posts(f"{notice}/by-form"))[0] == 303
    assert (await browser.posts(f"{notice}/by-form"))[0] == 409
    assert haven_with_folder.letters.to(person("lea"), "bot") == ["notice-sent"]


async def test_a_paste_larger_than_any_list_of_links_is_refused_with_a_word(haven_with_folder, browser: Browser):
    status, page = await browser.pastes("https://x.com/a/status/1 " * 40_000)
    assert status == 413
    assert "trop long" in page.lower()
    assert await haven_with_folder.rows(tables.notices.select()) == []


async def test_the_year_in_figures_is_no_page_of_a_listener_and_no_address_breaks_it(browser: Browser):
    for path in ("/figures", "/figures?year=" + "9" * 5000, "/figures/2026/report.csv"):
        assert (await browser.gets(path))[0] == 403


async def test_a_word_for_a_service_with_a_strange_number_is_refused_in_words_and_none_of_it_is_lost(
    haven_with_folder, browser: Browser
):
    words = "Elle va appeler le 119, ou moi au 0612345678"
    fields = {"service": "119", "need": "child_danger"}
    status, page = await browser.posts(f"{browser.room}/referral/warm", **fields, words=words)
    assert status == 409
    assert "un numéro." in page
    assert words in page
    assert haven_with_folder.letters.to(person("lea"), "bot") == []
    assert await haven_with_folder.rows(tables.referrals.select()) == []
    status, _ = await browser.posts(f"{browser.room}/referral/warm", **fields, words="Elle va appeler le 119")
    assert status == 303


async def test_a_draft_whose_harm_names_an_account_is_not_shown_until_it_is_taken_out(
    haven_with_folder, browser: Browser
):
    dossier = f"{browser.room}/dossier"
    await browser.posts(dossier, harm="dort mal\nécris-moi sur insta : camille_b", accounts="@lea_93", links=LINK)
    status, page = await browser.posts(f"{dossier}/show")
    assert status == 409
    assert "un nom de compte." in page
    assert haven_with_folder.letters.to(person("lea"), "bot") == []
    assert "camille_b" in await browser.reads(dossier)
    await browser.posts(dossier, harm="dort mal", accounts="@lea_93", links=LINK)
    assert (await browser.posts(f"{dossier}/show"))[0] == 303
