"""One-time codes: the sum of the standard, one use a step, and the way from a lost phone back to the desk."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from handoff.codes import Codes, Mode
from handoff.errors import NotAllowedError, SignInRefusedError, TooManyAttemptsError
from handoff.records import tables
from handoff.refusals import CodeNeededError, CodeWhy, TooLateError
from tests.handoff.desks.houses import Pages, alert
from tests.handoff.havens import PASSPHRASE
from vault import codes
from vault.errors import CannotOpenError
from vault.sealing import open_under

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

STEP = codes.STEP_SECONDS


async def _set_up(haven: Haven, session: Session) -> bytes:
    """Set a code up; return the secret, a step before anybody signs in with it."""
    await haven.desk.codes.begin(session)
    secret = _typed((await haven.desk.codes.own(session, "Havre")).secret)
    await haven.desk.codes.confirm(session, codes.code_at(secret, haven.clock.now))
    haven.clock.forward(STEP)
    return secret


def _typed(secret: str) -> bytes:
    return base64.b32decode(secret.replace(" ", ""))


async def _knock(haven: Haven, name: str = "ada") -> str:
    with pytest.raises(CodeNeededError) as needed:
        await haven.desk.sign_in(name, PASSPHRASE)
    assert needed.value.why is CodeWhy.MISSING
    return needed.value.knock


def _mode(haven: Haven, mode: Mode) -> Codes:
    haven.desk.codes.mode = mode
    return haven.desk.codes


# -- the sum -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("second", "code"), [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
    (20000000000, "353130"),
])  # fmt: skip
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)  # RFC 6238, appendix B, cut to six digits
    assert codes.code_at(b"12345678901234567890", at) == code
    assert codes.step_of(b"12345678901234567890", code, at) == second // 30


async def test_the_secret_reaches_an_authenticator_as_text_and_as_a_link(haven: Haven, ada: Session) -> None:
    await haven.desk.codes.begin(ada)
    setup = await haven.desk.codes.own(ada, "Havre")
    asked = parse_qs(urlsplit(setup.link).query)
    assert setup.link.startswith("otpauth://totp/Havre:ada?")
    assert asked["secret"] == [setup.secret.replace(" ", "")]
    assert asked["issuer"] == ["Havre"]


# -- signing in --------------------------------------------------------------------------------------------------------


async def test_a_passphrase_alone_lets_nobody_in_once_a_code_is_set_up(haven: Haven, ada: Session) -> None:
    secret = await _set_up(haven, ada)
    knock = await _knock(haven)
    assert await haven.desk.session(knock) is None
    cookie = await haven.desk.answer_code(knock, codes.code_at(secret, haven.clock.now))
    assert (await haven.entered(cookie)).seed == ada.seed


async def test_what_was_begun_and_never_confirmed_is_asked_of_nobody(haven: Haven, ada: Session) -> None:
    await haven.desk.codes.begin(ada)
    assert await haven.desk.sign_in("ada", PASSPHRASE)


async def test_a_wrong_passphrase_says_nothing_of_codes(haven: Haven, ada: Session) -> None:
    await _set_up(haven, ada)
    with pytest.raises(SignInRefusedError):
        await haven.desk.sign_in("ada", "pas la bonne phrase du tout")


async def test_a_code_serves_once(haven: Haven, ada: Session) -> None:
    secret = await _set_up(haven, ada)
    code = codes.code_at(secret, haven.clock.now)
    await haven.desk.answer_code(await _knock(haven), code)
    with pytest.raises(CodeNeededError) as needed:
        await haven.desk.answer_code(await _knock(haven), code)
    assert needed.value.why is CodeWhy.USED


async def test_the_code_before_one_that_served_is_used_up_too(haven: Haven, ada: Session) -> None:
    secret = await _set_up(haven, ada)
    earlier = codes.code_at(secret, haven.clock.now)
    haven.clock.forward(STEP)
    await haven.desk.answer_code(await _knock(haven), codes.code_at(secret, haven.clock.now))
    with pytest.raises(CodeNeededError):
        await haven.desk.answer_code(await _knock(haven), earlier)


@pytest.mark.parametrize(("steps", "why"), [
    (-1, None), (1, None), (-2, CodeWhy.CLOCK), (2, CodeWhy.CLOCK), (20, CodeWhy.CLOCK), (21, CodeWhy.WRONG),
])  # fmt: skip
async def test_a_clock_may_be_one_step_off_and_is_told_of_beyond(
    haven: Haven, ada: Session, steps: int, why: CodeWhy | None
) -> None:
    secret = await _set_up(haven, ada)
    haven.clock.forward(STEP * 40)  # far from the step the set-up used
    at = haven.clock.now
    code = codes.code_at(secret, at.fromtimestamp(at.timestamp() + steps * STEP, UTC))
    if why is None:
        assert await haven.desk.answer_code(await _knock(haven), code)
        return
    with pytest.raises(CodeNeededError) as needed:
        await haven.desk.answer_code(await _knock(haven), code)
    assert needed.value.why is why
    assert needed.value.minutes == (max(1, abs(steps) // 2) if why is CodeWhy.CLOCK else 0)


async def test_a_code_is_given_within_five_minutes_of_the_passphrase(haven: Haven, ada: Session) -> None:
    secret = await _set_up(haven, ada)
    knock = await _knock(haven)
    haven.clock.forward(minutes=5)
    with pytest.raises(TooLateError):
        await haven.desk.answer_code(knock, codes.code_at(secret, haven.clock.now))


async def test_whoever_guesses_codes_waits_as_whoever_guesses_passphrases(haven: Haven, ada: Session) -> None:
    secret = await _set_up(haven, ada)
    knock = await _knock(haven)
    for _ in range(5):
        with pytest.raises(CodeNeededError):
            await haven.desk.answer_code(knock, "000000")
    with pytest.raises(TooManyAttemptsError):  # counted by name: only whoever knows the passphrase comes so far
        await haven.desk.answer_code(knock, codes.code_at(secret, haven.clock.now))
    haven.clock.forward(1)
    assert await haven.desk.answer_code(knock, codes.code_at(secret, haven.clock.now))
    await _knock(haven)  # and nothing is held against the name any more


async def test_whoever_left_the_team_is_let_in_by_no_code(haven: Haven, ada: Session, grace: Session) -> None:
    secret = await _set_up(haven, ada)
    knock = await _knock(haven)
    await haven.desk.leaving.remove(grace, ada.listener_id, "partie")
    with pytest.raises(TooLateError):
        await haven.desk.answer_code(knock, codes.code_at(secret, haven.clock.now))


# -- whose it is -------------------------------------------------------------------------------------------------------


async def test_the_secret_opens_with_the_listeners_own_key_and_no_other(
    haven: Haven, ada: Session, grace: Session
) -> None:
    secret = await _set_up(haven, ada)
    (row,) = await haven.rows(tables.listeners.select().where(tables.listeners.c.id == ada.listener_id))
    place = f"havre/v1/one-time-code|{ada.listener_id}".encode()
    assert open_under(ada.seed, row.otp, place) == secret
    with pytest.raises(CannotOpenError):
        open_under(grace.seed, row.otp, place)
    assert secret not in row.otp


async def test_a_phone_is_replaced_by_a_code_of_the_old_one(haven: Haven, ada: Session) -> None:
    secret = await _set_up(haven, ada)
    with pytest.raises(CodeNeededError):
        await haven.desk.codes.begin(ada, "000000")
    assert await _knock(haven)  # nothing has changed
    await haven.desk.codes.begin(ada, codes.code_at(secret, haven.clock.now))
    fresh = _typed((await haven.desk.codes.own(ada, "Havre")).secret)
    assert fresh != secret


async def test_a_supervisor_takes_a_lost_phones_code_away_and_nobody_else_does(
    haven: Haven, ada: Session, grace: Session
) -> None:
    await _set_up(haven, ada)
    with pytest.raises(NotAllowedError):
        await haven.desk.codes.reset(ada, ada.listener_id)
    with pytest.raises(NotAllowedError):
        await haven.desk.codes.reset(grace, grace.listener_id)
    await haven.desk.codes.reset(grace, ada.listener_id)
    assert await haven.entered(await haven.desk.sign_in("ada", PASSPHRASE))


async def test_switched_off_no_code_is_asked_for(haven: Haven, ada: Session) -> None:
    await _set_up(haven, ada)
    _mode(haven, Mode.OFF)
    assert await haven.desk.sign_in("ada", PASSPHRASE)
    with pytest.raises(NotAllowedError):
        await haven.desk.codes.begin(ada)


# -- the pages ---------------------------------------------------------------------------------------------------------


async def test_setting_a_code_up_and_signing_in_with_it_by_hand(haven: Haven, ada: Session) -> None:
    visitor = Pages(haven).visitor()
    await visitor.signs_in("ada")
    assert "/code" in (await visitor.get("/shift")).text
    assert (await visitor.act("/code/begin")).headers["location"] == "/code"
    secret = _typed(unescape((await visitor.get("/code")).text).split('id="secret"')[1].split(">")[1].split("<")[0])
    wrong = await visitor.act("/code/confirm", code="000000")
    assert (wrong.status_code, "not the code" in alert(wrong)) == (401, True)
    await visitor.act("/code/confirm", code=codes.code_at(secret, haven.clock.now))
    assert "asked for each time" in (await visitor.get("/code")).text

    haven.clock.forward(STEP)
    other = Pages(haven).visitor()
    answer = await other.signs_in("ada")
    assert answer.headers["location"] == "/sign-in/code?next=%2F"
    assert "s" not in other.cookies
    late = codes.code_at(secret, haven.clock.now.fromtimestamp(haven.clock.now.timestamp() - 180, UTC))
    assert "about 3 min off" in alert(await other.post("/sign-in/code", data={"code": late}))
    code = codes.code_at(secret, haven.clock.now)
    answer = await other.post("/sign-in/code", data={"code": f"{code[:3]} {code[3:]}", "next": "/"})
    assert answer.headers["location"] == "/"
    assert (await other.get("/")).status_code == 200


async def test_where_codes_are_required_every_page_leads_to_setting_one_up(haven: Haven, ada: Session) -> None:
    _mode(haven, Mode.REQUIRED)
    visitor = Pages(haven).visitor()
    await visitor.signs_in("ada")
    for path in ("/", "/shift", "/room/x"):
        assert (await visitor.get(path)).headers["location"] == "/code"
    page = await visitor.get("/code")
    assert "everybody signs in with a code" in page.text
    visitor.key = page.text.split('name="form_key" value="')[1].split('"')[0]
    assert (await visitor.act("/next")).headers["location"] == "/code"
    await visitor.act("/code/begin")
    secret = _typed((await haven.desk.codes.own(ada, "Havre")).secret)
    await visitor.act("/code/confirm", code=codes.code_at(secret, haven.clock.now))
    assert (await visitor.get("/")).status_code == 200


async def test_a_supervisor_sees_who_has_a_code_and_takes_it_away_on_the_team_page(
    haven: Haven, ada: Session, grace: Session
) -> None:
    await _set_up(haven, ada)
    visitor = Pages(haven).visitor()
    await visitor.signs_in("grace")
    at = f"/team/{ada.listener_id}/code"
    assert at in (await visitor.get("/team")).text
    assert (await visitor.act(at)).headers["location"] == "/team"
    assert at not in (await visitor.get("/team")).text
