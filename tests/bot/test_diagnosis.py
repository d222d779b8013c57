"""What the doctor makes of what was seen; and that no line ever says where or by which token."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot.diagnosis import (
    Mail,
    Place,
    State,
    judge_clock,
    judge_lease,
    judge_mail,
    judge_place,
    judge_swap,
    judge_way,
    spelt,
    unnamed,
)
from vault.lease_records import Held

NOW = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
PLENTY = 50 * 1024**3


def of_place(*modes: int, owner: int = 1000, me: int | None = 1000, free: int = PLENTY) -> dict[State, str]:
    place = Place("store.keys", "/var/lib/havre/keys", modes, owner, me, free)
    return {line.state: line.what for line in judge_place(place)}


def test_a_folder_of_its_owner_alone_is_all_right():
    assert set(of_place(0o40700, 0o40755)) == {State.OK}


def test_a_folder_open_to_everybody_is_to_be_mended_unless_one_above_it_is_closed():
    assert "chmod o-rwx" in of_place(0o40755, 0o40755)[State.MEND]
    assert set(of_place(0o40755, 0o40700, 0o40755)) == {State.OK}


def test_a_folder_open_to_its_group_is_good_to_know():
    assert "chmod g-rwx" in of_place(0o40750, 0o40755)[State.KNOW]
    assert set(of_place(0o40750, 0o40700)) == {State.OK}


def test_a_folder_of_somebody_else_is_to_be_mended_and_root_does_not_judge_that():
    assert "chown" in of_place(0o40700, owner=0)[State.MEND]
    assert set(of_place(0o40700, owner=0, me=None)) == {State.OK}


def test_a_full_disk_is_told_before_it_refuses():
    assert "512 MiB" in of_place(0o40700, free=512 * 1024**2)[State.KNOW]
    assert "refused soon" in of_place(0o40700, free=100 * 1024**2)[State.MEND]


def test_what_is_not_there_yet_is_no_fault_and_what_may_not_be_looked_at_is():
    assert set(of_place()) == {State.KNOW}
    (line,) = judge_place(Place("store.keys", "/var/lib/havre/keys", hidden=True))
    assert (line.state, "as the user" in line.what) == (State.MEND, True)


@pytest.mark.parametrize(
    ("swaps", "limits", "state"),
    [
        (0, None, State.OK),
        (1, ["0"], State.OK),
        (1, ["max", "0"], State.OK),
        (1, ["max"], State.KNOW),
        (1, None, State.KNOW),
    ],
)
def test_swap_is_all_right_where_there_is_none_or_the_house_may_not_use_it(
    swaps: int, limits: list[str] | None, state: State
):
    assert judge_swap(swaps, limits).state is state


@pytest.mark.parametrize(
    ("ahead", "kept", "state"),
    [
        ({"Telegram": 0.4}, False, State.OK),
        ({"Telegram": -20.0}, True, State.KNOW),
        ({"Telegram": 0.4, "the database": 3600.0}, True, State.MEND),
        ({}, True, State.OK),
        ({}, False, State.KNOW),
        ({}, None, State.KNOW),
    ],
)
def test_a_clock_is_judged_by_the_one_it_differs_most_from(ahead: dict[str, float], kept: object, state: State):
    assert judge_clock(ahead, kept).state is state  # type: ignore[arg-type]


def test_a_password_that_is_refused_is_told_apart_from_a_server_that_is_away():
    assert "user and password" in judge_way("handoff.alarm.email", "SMTPAuthenticationError").what
    assert "let out to it" in judge_way("handoff.alarm.email", "ConnectionRefusedError").what
    assert judge_way("handoff.alarm.email", None).state is State.OK


def test_messages_that_get_through_are_told_by_age_and_those_that_do_not_are_to_be_mended():
    def told(**ago: timedelta) -> list[State]:
        mail = Mail(**{name: NOW - since for name, since in ago.items()})  # type: ignore[arg-type]
        return [line.state for line in judge_mail(mail, NOW)]

    assert told() == [State.OK, State.OK]
    assert told(last_in=timedelta(days=3), last_out=timedelta(days=3)) == [State.OK, State.OK]
    assert told(waiting_since=timedelta(minutes=2)) == [State.KNOW, State.OK]
    assert told(owed_since=timedelta(hours=1)) == [State.OK, State.MEND]
    *_, aside = judge_mail(Mail(aside=2), NOW)
    assert aside.state is State.KNOW
    assert "who wrote nothing else has no case" in aside.what


def test_one_process_serves_a_bot_and_anything_else_is_to_be_mended():
    def told(held: Held | None) -> list[tuple[State, str]]:
        return [(line.state, line.what) for line in judge_lease("channels.telegram", held, NOW)]

    held = Held(b"n", "cafe.m.12.34", 7, NOW + timedelta(seconds=9))
    assert told(held) == [(State.OK, "one process serves this bot (cafe, turn 7)")]
    for nobody in (None, replace(held, holder="")):
        assert told(nobody)[0][0] is State.MEND
    assert "no sign of life since 3 minutes" in told(replace(held, until=NOW - timedelta(minutes=3)))[0][1]
    waited = told(replace(held, asked_at=NOW - timedelta(seconds=20)))
    assert [state for state, _ in waited] == [State.OK, State.MEND]
    assert "two run with one token" in waited[1][1]
    contested = told(replace(held, contested_at=NOW - timedelta(minutes=20)))
    assert "another program, with another database" in contested[1][1]
    long_ago = replace(held, asked_at=NOW - timedelta(hours=3), contested_at=NOW - timedelta(hours=3))
    assert told(long_ago) == told(held)


@pytest.mark.parametrize(
    ("seconds", "words"), [(-3, "0 seconds"), (119, "119 seconds"), (7199, "119 minutes"), (90000, "25 hours")]
)
def test_an_age_is_told_in_the_unit_that_fits(seconds: float, words: str):
    assert spelt(seconds) == words


@given(
    st.sampled_from(
        [
            "4201:correspondents-bot-token",
            "https://hook.example.org/a",
            "203.0.113.7:8443",
            "astreinte@example.org",
            "[2001:db8::7]:443",
        ]
    ),
    st.text("abc ()é,.", max_size=20),
    st.text("abc ()é,.", max_size=20),
)
def test_somebody_elses_words_are_told_without_tokens_and_addresses(secret: str, before: str, after: str):
    said = unnamed(f"{before} {secret} {after}")
    for part in ("4201", "token", "hook", "203.0", "astreinte", "2001"):
        assert part not in said
