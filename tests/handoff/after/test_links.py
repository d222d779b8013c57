"""Links a listener pastes: read, never opened; everything a notice cannot name gets a word."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.takedown.links import KEPT, MOST, Word, read_links, same
from handoff.takedown.platforms import read_platforms

HOSTS = read_platforms().hosts


def one(text: str):
    read = read_links(text, HOSTS)
    assert len(read.found) + len(read.refused) == 1, read
    return (*read.found, *read.refused)[0]


@pytest.mark.parametrize(
    ("pasted", "platform"),
    [
        ("https://www.instagram.com/p/Cx1/?igsh=abc", "instagram"),
        ("http://vm.tiktok.com/ZMabc/", "tiktok"),
        ("instagram.com/reel/1", "instagram"),
        ("«https://youtu.be/abc»,", "youtube"),
        ("https://x.com/a/status/1", "x"),
        ("https://INSTAGRAM.com/p/X", "instagram"),
    ],
)
def test_a_link_is_named_exactly_and_with_its_platform(pasted, platform):
    link = one(pasted)
    assert link.platform == platform
    assert link.url.removeprefix("https://") in pasted or link.url in pasted


@pytest.mark.parametrize(
    ("pasted", "word"),
    [
        ("https://www.google.com/search?q=lea+martin", Word.SEARCH),
        ("https://www.instagram.com/explore/tags/lea/", Word.SEARCH),
        ("https://www.youtube.com/results?search_query=lea", Word.SEARCH),
        ("javascript:alert(document.cookie)", Word.SCRIPT),
        ("data:text/html;base64,PGI+", Word.SCRIPT),
        ("file:///etc/passwd", Word.SCRIPT),
        ("http://127.0.0.1:8019/room", Word.LOCAL),
        ("http://[::1]/x", Word.LOCAL),
        ("http://192.168.1.1/photo", Word.LOCAL),
        ("https://lea:secret@site.example/x", Word.SIGNED_IN),
        ("https://www.tiktok.com/", Word.FRONT),
        ("https://a.example/" + "x" * 3000, Word.TOO_LONG),
        ("https://exa mple", Word.NO_LINK),
        ("https://a.example:port/x", Word.NO_LINK),
        ("https://t.me/+AbCdEf", Word.PRIVATE),
        ("https://chat.whatsapp.com/AbC", Word.PRIVATE),
        ("https://www.facebook.com/groups/123456/", Word.PRIVATE),
        ("https://discord.gg/abc", Word.PRIVATE),
        ("https://bit.ly/3abc", Word.SHORT),
        ("https://forum.example/x", Word.UNKNOWN),
    ],
)
def test_what_is_no_plain_link_gets_a_clear_word(pasted, word):
    read = read_links(pasted, HOSTS)
    words = [w for link in read.found for w in link.words] + [refused.word for refused in read.refused]
    assert word in words
    assert all(w in KEPT for link in read.found for w in link.words)


@pytest.mark.parametrize(
    "host", ["instagr\u0430m.com", "www.\u0456nstagram.com", "instagrarn.com", "t1ktok.com", "d\u00efscord.com"]
)
def test_a_name_that_only_looks_like_a_platform_is_told_apart(host):
    link = one(f"https://{host}/p/1")
    assert link.platform == ""
    assert link.words == (Word.LOOKALIKE,)
    assert link.like in HOSTS


def test_the_real_names_look_like_nothing_else():
    for host in HOSTS:
        for link in read_links(f"https://{host}/p/abc", HOSTS).found:
            assert Word.LOOKALIKE not in link.words, host


def test_a_line_that_holds_no_link_is_named_as_it_was_typed():
    read = read_links("blabla\nhttps://instagram.com/p/1\n\n  le compte de Tom,  ", HOSTS)
    assert [link.url for link in read.found] == ["https://instagram.com/p/1"]
    assert [(one.text, one.word) for one in read.refused] == [
        ("blabla", Word.NO_LINK),
        ("le compte de Tom,", Word.NO_LINK),
    ]
    assert read.count == 1


def test_what_is_refused_is_shown_whole_as_it_was_typed():
    assert one("javascript:alert(1)").text == "javascript:alert(1)"


def test_links_of_two_unknown_sites_never_share_a_notice():
    read = read_links("https://forum-a.example/1 https://forum-b.example/2 https://forum-a.example/3", HOSTS)
    assert [[link.host for link in links] for links in read.by_platform().values()] == [
        ["forum-a.example", "forum-a.example"],
        ["forum-b.example"],
    ]


def test_the_same_address_twice_is_taken_once():
    read = read_links("https://instagram.com/p/1/ http://www.instagram.com/p/1?utm_source=x&igsh=y", HOSTS)
    assert len(read.found) == 1
    assert [refused.word for refused in read.refused] == [Word.TWICE]


def test_two_thousand_links_are_counted_and_none_is_read():
    read = read_links("\n".join(f"https://instagram.com/p/{at}" for at in range(2000)), HOSTS)
    assert read.too_many
    assert (read.count, read.found, read.refused) == (2000, (), ())
    assert not read_links("\n".join(f"https://instagram.com/p/{at}" for at in range(MOST)), HOSTS).too_many


def test_words_around_links_are_left_alone():
    read = read_links("elle a dit : regarde (https://instagram.com/p/1), à 12:30 ! version 1.5 non ?", HOSTS)
    assert [link.url for link in read.found] == ["https://instagram.com/p/1"]
    assert read.refused == ()


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error_and_without_a_look_up(text):
    before = socket.getaddrinfo
    try:
        socket.getaddrinfo = _never
        read = read_links(text, HOSTS)
    finally:
        socket.getaddrinfo = before
    for link in read.found:
        assert link.host.isascii()
        same(link.url)


def _never(*_args, **_more):
    raise AssertionError("a link was looked up")
