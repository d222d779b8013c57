"""The lexicon: what negation, time and speakers make of a rule, and that its files can be read."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from nlu.lexicon import Lexicon, LexiconError
from nlu.reader import LEXICON
from nlu.reading import Outcome

FILES = sorted(LEXICON.glob("*.yml"))
TINY = [
    r"negation: '\b(?:pas)\b'",
    r"past: '\b(?:il y a)\b'",
    r"told: '\bdit (?:\w+ ){0,2}$'",
    r"joke: '\b(?:mdr)\b'",
    "rules:",
    r"- {id: a.1, signal: suicide, outcome: seen, pattern: '\bmourir\b'}",
    r"- {id: a.2, signal: suicide, outcome: ask, own: true, pattern: '\bfinir\b'}",
]


def outcomes(text: str) -> dict[str, Outcome]:
    return {hit.rule: hit.outcome for hit in Lexicon.read("tiny.yml", TINY).hits(text)}


def test_a_rule_is_seen_and_a_negation_a_past_or_a_speaker_turns_it_into_a_question() -> None:
    assert outcomes("je veux mourir") == {"a.1": Outcome.seen}
    for text in ("je veux pas mourir", "mourir je le voulais il y a longtemps", "il a dit de mourir", "mourir mdr"):
        assert outcomes(text) == {"a.1": Outcome.ask}


def test_a_joke_silences_what_was_only_a_question() -> None:
    assert outcomes("en finir") == {"a.2": Outcome.ask}
    assert outcomes("en finir avec ce devoir mdr") == {}


def test_a_negation_further_off_does_not_bear_on_a_rule() -> None:
    assert outcomes("je sais pas quoi faire ni a qui parler je veux mourir") == {"a.1": Outcome.seen}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_are_yaml_and_read_the_same_by_both_readers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = YAML(typ="safe", pure=True).load(text)
    ours = Lexicon.read(path.name, text.splitlines())
    assert [(rule.id, rule.signal, rule.pattern.pattern) for rule in ours.rules] == [
        (rule["id"], rule["signal"], rule["pattern"]) for rule in tree["rules"]
    ]
    assert {name: pattern.pattern for name, pattern in ours.modifiers.items()} == {
        name: value for name, value in tree.items() if name != "rules"
    }


def test_no_rule_id_stands_twice() -> None:
    ids = [rule.id for path in FILES for rule in Lexicon.read(path.name, path.read_text("utf-8").splitlines()).rules]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "line", ["- {id: a.3}", "- {id: a.3, signal: sadness, outcome: seen, pattern: 'x'}", "mood: 'x'"]
)
def test_a_line_that_is_no_rule_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(LexiconError, match=r"tiny\.yml:8"):
        Lexicon.read("tiny.yml", [*TINY, line])


def test_a_broken_pattern_is_refused() -> None:
    with pytest.raises(LexiconError, match="no rule"):
        Lexicon.read("tiny.yml", [*TINY, "- {id: a.3, signal: suicide, outcome: seen, pattern: '('}"])
