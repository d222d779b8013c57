"""What is sealed opens in its own place, with its own key, unchanged; and nowhere else."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.errors import CannotOpenError, KeyFileError
from vault.keys import Pair
from vault.sealing import ServiceKey, open_under, open_with, public_of, seal_to, seal_under

KEY = ServiceKey.of({1: os.urandom(32)}, 1)
PAIR = Pair.new()


@given(clear=st.binary(max_size=200), place=st.tuples(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)))
@settings(max_examples=60, deadline=None)
def test_what_the_service_sealed_it_opens(clear: bytes, place: tuple[str, str, str]) -> None:
    assert KEY.open(*place, KEY.seal(*place, clear)) == clear


@pytest.mark.parametrize("place", [("u", "c", "r"), ("t", "d", "r"), ("t", "c", "s"), ("t", "c", ""), ("t", "cr", "")])
def test_a_value_moved_to_another_place_does_not_open(place: tuple[str, str, str]) -> None:
    sealed = KEY.seal("t", "c", "r", b"confided")
    with pytest.raises(CannotOpenError):
        KEY.open(*place, sealed)


def test_no_bit_and_no_length_of_a_sealed_value_can_be_changed() -> None:
    makers = {
        KEY.seal("t", "c", "r", b"ok"): lambda bad: KEY.open("t", "c", "r", bad),
        seal_under(b"s" * 32, b"ok", b"p"): lambda bad: open_under(b"s" * 32, bad, b"p"),
    }
    for sealed, opening in makers.items():
        assert opening(sealed) == b"ok"
        for bent in every_change(sealed):
            with pytest.raises(CannotOpenError):
                opening(bent)


def every_change(sealed: bytes) -> list[bytes]:
    flips = []
    for place in range(8 * len(sealed)):
        bent = bytearray(sealed)
        bent[place // 8] ^= 1 << place % 8
        flips.append(bytes(bent))
    return flips + [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0"]


def test_every_bit_sealed_to_a_person_holds() -> None:
    sealed = seal_to(PAIR.public, b"ok", b"p")
    assert len(sealed) == 2 + 1136
    for place in range(len(sealed)):
        bent = bytearray(sealed)
        bent[place] ^= 1 << place % 8
        with pytest.raises(CannotOpenError):
            open_with(PAIR.seed, bytes(bent), b"p")


@pytest.mark.parametrize("length", [0, 31, 1119, 1120, 1135])
def test_a_piece_of_what_was_sealed_to_a_person_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpenError):
        open_with(PAIR.seed, seal_to(PAIR.public, b"", b"p")[:length], b"p")


def test_only_the_person_it_was_sealed_to_opens_it_in_its_place() -> None:
    sealed = seal_to(PAIR.public, b"ok", b"here")
    assert open_with(PAIR.seed, sealed, b"here") == b"ok"
    for seed, place in ((Pair.new().seed, b"here"), (PAIR.seed, b"there"), (b"short", b"here")):
        with pytest.raises(CannotOpenError):
            open_with(seed, sealed, place)


def test_a_public_key_of_another_length_is_refused() -> None:
    for public in (b"", PAIR.public[:-1], PAIR.public + b"\0"):
        with pytest.raises(CannotOpenError):
            seal_to(public, b"ok", b"p")
    assert public_of(PAIR.seed) == PAIR.public


def test_during_a_rotation_both_keys_open_and_both_fingerprints_are_looked_for() -> None:
    old_key, new_key = os.urandom(32), os.urandom(32)
    old, both = ServiceKey.of({1: old_key}, 1), ServiceKey.of({1: old_key, 2: new_key}, 2)
    assert both.open("t", "c", "r", old.seal("t", "c", "r", b"x")) == b"x"
    assert both.fingerprints("p", "v") == (both.fingerprint("p", "v"), old.fingerprint("p", "v"))
    with pytest.raises(CannotOpenError):
        old.open("t", "c", "r", both.seal("t", "c", "r", b"x"))


def test_fingerprints_differ_by_purpose_and_value() -> None:
    prints = {KEY.fingerprint("p", "v"), KEY.fingerprint("q", "v"), KEY.fingerprint("p", "w"), KEY.fingerprint("p", "")}
    assert len(prints) == 4
    assert KEY.fingerprint("p", "v") == KEY.fingerprint("p", b"v")


@pytest.mark.parametrize(("keys", "current"), [({1: b"short"}, 1), ({1: bytes(32)}, 2), ({256: bytes(32)}, 256)])
def test_a_service_key_that_cannot_be_one_is_refused(keys: dict[int, bytes], current: int) -> None:
    with pytest.raises(KeyFileError):
        ServiceKey.of(keys, current)
