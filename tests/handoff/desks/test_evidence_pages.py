"""What leaves the desk on paper and as files: the package, a copy of one's own words, the team's recovery code."""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from nlu.severity import Level
from tests.handoff.desks.houses import Pages, Visitor
from vault.team import RECOVERY
from vault.verifying import verify_package

if TYPE_CHECKING:
    from pathlib import Path

    from handoff.listener import Session
    from tests.handoff.havens import Haven

PICTURE = b"\x89PNG\r\n\x1a\n what they sent"


@pytest.fixture
async def page(haven: Haven, ada: Session) -> Any:
    async with Pages(haven).visitor() as visitor:
        await visitor.signs_in("ada")
        yield visitor


@pytest.fixture
async def case_id(haven: Haven, ada: Session) -> str:
    case_id = await haven.comes("tom", Level.critical, "on me menace, j'ai peur")
    await haven.desk.claim(ada, case_id)
    return case_id


async def test_the_package_is_a_file_anybody_can_check_without_our_programme(
    haven: Haven, page: Visitor, case_id: str, tmp_path: Path
) -> None:
    await haven.sends(case_id, PICTURE, shared=True)
    await haven.sends(case_id, b"not shared", shared=False)
    answer = await page.act(f"/room/{case_id}/package")
    (tmp_path / "package.zip").write_bytes(answer.content)
    verdict = verify_package(tmp_path / "package.zip")
    assert (answer.status_code, verdict.flaw, verdict.pieces) == (200, None, 1)
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        assert archive.read("data/pieces/001.png") == PICTURE
        assert b"not shared" not in b"".join(archive.read(name) for name in archive.namelist())


async def test_the_package_names_nobody_is_kept_nowhere_and_cannot_run(
    haven: Haven, page: Visitor, case_id: str
) -> None:
    await haven.sends(case_id, PICTURE, shared=True)
    answer = await page.act(f"/room/{case_id}/package")
    named = answer.headers["content-disposition"]
    assert named.startswith("attachment; filename*=UTF-8''")
    assert "tom" not in named
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert (await page.get(f"/room/{case_id}/package")).status_code == 405


async def test_without_a_shared_piece_there_is_no_package_and_the_page_says_why(
    haven: Haven, page: Visitor, case_id: str
) -> None:
    assert (await page.act(f"/room/{case_id}/package")).status_code == 403
    await haven.sends(case_id, PICTURE, shared=False)
    answer = await page.act(f"/room/{case_id}/package")
    assert answer.status_code == 403
    assert "not shared" in html.unescape(answer.text).lower()
    assert f'action="/room/{case_id}/package"' not in (await page.get(f"/room/{case_id}")).text


async def test_only_whoever_may_open_the_pieces_gets_the_package(
    haven: Haven, grace: Session, page: Visitor, case_id: str
) -> None:
    await haven.sends(case_id, PICTURE, shared=True)
    await haven.enrolled(grace, "eve")
    async with Pages(haven).visitor() as eve:
        await eve.signs_in("eve")
        assert (await eve.act(f"/room/{case_id}/package")).status_code == 403
        eve.key = "forged"
        assert (await eve.act(f"/room/{case_id}/package")).status_code == 403


async def test_a_copy_of_their_words_goes_into_their_vault_and_not_to_the_team(
    haven: Haven, page: Visitor, case_id: str
) -> None:
    await haven.sends(case_id, PICTURE, shared=True)
    answer = await page.act(f"/room/{case_id}/words")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/room/{case_id}#")
    vault = (await haven.case(case_id)).vault
    assert vault is not None
    async with haven.database.reading() as tx:
        _, copy = await haven.evidence.items(tx, vault)
    assert not copy.shared
    opened = await haven.evidence.open_for_victim(copy.id, await haven.evidence.unlock_waiting(vault))
    words = b"".join([chunk async for chunk in opened.chunks()]).decode()
    assert "on me menace" in words
    assert (await page.get(f"/room/{case_id}")).text.count('class="tile"') == 2


async def test_without_a_vault_no_copy_is_offered_or_made(page: Visitor, case_id: str) -> None:
    assert f'action="/room/{case_id}/words"' not in (await page.get(f"/room/{case_id}")).text
    assert (await page.act(f"/room/{case_id}/words")).status_code == 403


async def test_a_recovery_code_is_shown_once_and_opens_what_the_team_reads(haven: Haven, grace: Session) -> None:
    async with Pages(haven).visitor() as page:
        await page.signs_in("grace")
        answer = await page.act("/team/recovery")
        found = re.search(r"<code>([^<]+)</code>", answer.text)
        assert found
        assert answer.headers["cache-control"] == "no-store"
        assert found[1] not in (await page.get("/team")).text
        assert (await page.get("/team/recovery")).status_code == 405
        async with haven.database.transaction() as tx:
            assert await haven.team.recovered(tx, found[1])
        again = re.search(r"<code>([^<]+)</code>", (await page.act("/team/recovery")).text)
        assert again
        assert again[1] != found[1]


async def test_a_listener_prints_no_recovery_code(haven: Haven, page: Visitor) -> None:
    assert (await page.act("/team/recovery")).status_code == 403
    assert "/team/recovery" not in (await page.get("/")).text
    async with haven.database.reading() as tx:
        assert await haven.team.unlock(tx, RECOVERY, bytes(32)) == {}
