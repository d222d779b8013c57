"""Engines side by side: the same messages, the same rule for thresholds, and no column that is half somebody else's."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from nlu import beside
from nlu.labelled import Message
from nlu.reading import Intent, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.reader import BuiltIn


def says(text: str, intent: Intent, signals: set[Signal]) -> Message:
    return Message(text, intent, Violence.none, frozenset(signals), "w", "fr")


TAUGHT = [
    message
    for number in range(12)
    for message in (
        says(f"bonjour a tous {number}", Intent.greet, set()),
        says(f"je veux mourir {number}", Intent.report, {Signal.suicide}),
        says(f"il me menace chez moi {number}", Intent.report, {Signal.danger}),
        says(f"merci beaucoup {number}", Intent.thanks, set()),
    )
]


def test_a_linear_model_learns_what_is_plain() -> None:
    asked = [says("bonjour", Intent.greet, set()), says("je veux mourir", Intent.report, {Signal.suicide})]
    greeting, plain = beside.by_linear(TAUGHT, TAUGHT, asked)
    assert greeting.reading.intent is Intent.greet
    assert plain.reading.intent is Intent.report
    assert Signal.suicide in plain.reading.seen() | plain.reading.asks()


def test_rules_alone_know_no_intent(reader: BuiltIn) -> None:
    (judged,) = beside.by_rules(reader, [says("je veux mourir", Intent.report, {Signal.suicide})])
    assert Signal.suicide in judged.reading.seen()
    assert judged.reading.confidence == 0


class Server(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        wanted = json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]
        name = "nlu_fallback" if wanted == "?" else "ask_human"
        answer = json.dumps({"intent": {"name": name, "confidence": 0.75}}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Server) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_the_intents_of_a_rasa_server_are_its_own_and_the_signals_ours(reader: BuiltIn, server: str) -> None:
    (judged,) = beside.by_rasa(reader, server, [says("je veux mourir", Intent.report, {Signal.suicide})])
    assert judged.reading.intent is Intent.ask_human
    assert judged.reading.confidence == 0.75
    assert Signal.suicide in judged.reading.seen()


def test_a_server_that_leaves_a_message_out_has_no_column(reader: BuiltIn, server: str) -> None:
    with pytest.raises(beside.UnansweredError, match="1 of 2"):
        beside.by_rasa(reader, server, [says("bonjour", Intent.greet, set()), says("?", Intent.other, set())])
