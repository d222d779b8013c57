"""The log and the metrics: ids and numbers, never a person."""

import io
import json
import logging

import pytest

from bot.observe import Observer, configure_logging, place_of


@pytest.fixture
def lines():
    stream = io.StringIO()
    configure_logging(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    configure_logging()


def test_a_key_that_is_not_on_the_list_is_dropped_and_counted(lines):
    Observer().told("started", port=8018, text="je veux mourir")
    [line] = lines()
    assert line["port"] == 8018
    assert line["count"] == 1
    assert "mourir" not in json.dumps(line)


def test_an_error_is_told_by_kind_and_place_never_by_its_words(lines):
    observer = Observer()
    try:
        raise ValueError("Léa, 06 12 34 56 78")  # noqa: TRY301 - an error with a trace is what is needed
    except ValueError as error:
        observer.failed("message_set_aside", error)
    [line] = lines()
    assert line["error"] == "ValueError"
    assert line["place"].startswith("bot/test_observe.py:")
    assert "06 12" not in json.dumps(line)
    assert b'havre_faults_total{event="message_set_aside"} 1.0' in observer.metrics()


def test_a_librarys_own_words_never_reach_the_log(lines):
    logging.getLogger("sqlalchemy.engine").warning("parameters: %s", "je veux mourir")
    logging.getLogger("uvicorn.access").info("GET /?token=abc")
    [line] = lines()
    assert line["logger"] == "sqlalchemy"
    assert "mourir" not in json.dumps(line)


def test_the_place_of_an_error_without_a_trace_is_empty():
    assert place_of(ValueError()) == ""


def test_a_line_of_our_own_says_what_went_wrong_and_which_kind_of_error_it_was_never_more(lines):
    log = logging.getLogger("handoff.desks.web.frame")
    log.error("desk page failed: %s", "KeyError")
    log.error("desk page failed: %s", "Léa, 06 12 34 56 78")
    first, second = lines()
    assert (first["event"], first["error"]) == ("desk page failed", "KeyError")
    assert (second["event"], second["error"]) == ("desk page failed", "")
