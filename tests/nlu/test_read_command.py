"""`havre read`: every line that goes in brings one line out, whatever stands in it."""

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import main


def read(*lines: bytes) -> Result:
    return CliRunner().invoke(main, ["read"], input=b"".join(line + b"\n" for line in lines))


def test_each_message_is_told_in_its_place() -> None:
    done = read(b'{"text": "je veux mourir"}', b'{"text": "merci beaucoup"}')
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.exit_code, first["signals"], second["intent"]) == (0, ["suicide"], "thanks")
    assert set(first) == {
        *("text", "language", "intent", "type", "signals", "ask", "severity", "entities", "confidence"),
    }


ODD = [
    b"",
    b"   ",
    b"nothing of the kind",
    b'{"texte": "x"}',
    b'{"text": null}',
    b'["text"]',
    b'"text"',
    b"[" * 100_000,
    b'{"text": ' + b"9" * 5000 + b"}",
    b"\xff\xfe\x00",
    b"\r",
]


def test_a_line_that_holds_no_message_is_told_so_and_the_next_one_is_read() -> None:
    done = read(*(line for odd in ODD for line in (odd, b'{"text": "oui"}')))
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == 2 * len(ODD)
    assert all(set(one) == {"error"} for one in told[::2])
    assert all(one["text"] == "oui" for one in told[1::2])
    assert done.exit_code == 2


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": "je veux \xff mourir"}',
        b'{"text": "\\ud800 je veux mourir"}',
        b'{"text": ""}',
        '{"text": "je veux\u2028mourir\u0085"}'.encode(),
        b"\xef\xbb\xbf" + b'{"text": "je veux mourir"}',
        b'{"text": "' + b"je veux mourir " * 20_000 + b'"}',
        b'{"text": "a\\u0000\\nb"}',
    ],
    ids=["no utf-8", "half a character", "nothing", "separators", "byte order mark", "huge", "nul and newline"],
)
def test_any_bytes_bring_exactly_one_line(line: bytes) -> None:
    done = read(line, b'{"text": "oui"}')
    first, second = (json.loads(one) for one in done.stdout.splitlines())
    assert "signals" in first
    assert second["text"] == "oui"
    assert done.exit_code == 0


def test_the_last_line_needs_no_end() -> None:
    done = CliRunner().invoke(main, ["read"], input=b'{"text": "oui"}')
    assert json.loads(done.stdout)["intent"] == "affirm"
