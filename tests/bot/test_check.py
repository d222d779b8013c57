"""havre check: what is wrong is said with its place and its mend, in our own words, and nothing is left behind."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.check import findings
from bot.settings import SettingsError, read_settings

SHIPPED = (Path(__file__).resolve().parents[2] / "config.yml").read_text(encoding="utf-8")


def check(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """Return what `havre check` says of the shipped configuration with these changes."""
    text = SHIPPED
    for old, new in changes:
        assert old in text, f"config.yml no longer says {old!r}"
        text = text.replace(old, new, 1)
    config = tmp_path / "config.yml"
    config.write_text(text, encoding="utf-8")
    try:
        settings = read_settings(config, {})
    except SettingsError as error:
        return [str(one) for one in error.complaints]
    return [str(one) for one in asyncio.run(findings(settings, config))]


def own(tmp_path: Path, folder: str, text: str) -> None:
    (tmp_path / "texts" / folder).mkdir(parents=True)
    (tmp_path / "texts" / folder / "chat.ftl").write_text(text, encoding="utf-8")


def line_of(tmp_path: Path, part: str) -> int:
    text = (tmp_path / "config.yml").read_text(encoding="utf-8")
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("weekly", "said"),
    [
        ('{mon-fri: ["18:00-9:00"]}', ["nights: 18:00 to 9:00 of the next day"]),
        ('{sat: ["22:00-02:30"], sun: ["22:00-02:30"]}', ["nights: 22:00 to 2:30 of the next day"]),
        ('{fri: ["09:00-12:00", "20:00-00:00"]}', []),
        ("always", []),
    ],
)
def test_hours_that_run_past_midnight_are_told_as_they_were_understood(tmp_path: Path, weekly: str, said: list[str]):
    told = check(tmp_path, ('{mon-fri: ["09:00-18:00"]}', weekly))
    found = [re.search(r"nights: .*", line) for line in told if "handoff.hours.weekly" in line]
    assert [one[0] for one in found if one] == said


def test_texts_in_a_folder_nobody_reads_are_said(tmp_path: Path):
    own(tmp_path, "french", "first-hello = Salut\n")
    [said] = [one for one in check(tmp_path) if "french" in one]
    assert said == "to mend: texts/french/chat.ftl: is read by nobody: put it into texts/fr/ or texts/en/"


def test_a_promise_on_a_button_is_refused_and_a_button_may_still_erase(tmp_path: Path):
    own(tmp_path, "fr", "act-human = Je te promets que tout ira bien\nact-erase = Efface tout\n")
    said = [one for one in check(tmp_path) if "texts/fr/chat.ftl" in one]
    assert said
    assert all("act-human" in one and one.startswith("to mend: texts/fr/chat.ftl:1:") for one in said)


def test_a_broken_text_says_in_which_language_it_is(tmp_path: Path):
    own(tmp_path, "en", "oops\n")
    assert any("texts/en/chat.ftl:1:1: is not `id = sentence`" in one for one in check(tmp_path))


def test_everything_about_the_configuration_has_its_line_and_column(tmp_path: Path):
    rule = "rules: [{id: mine, when: {author: [partnerr]}, level: low}]"
    said = check(tmp_path, ("rules: [] ", f"{rule} "), ("on_call: never", "on_call: always"))
    about = [one for one in said if re.search(r"service\.|severity\.|handoff\.|store\.", one)]
    assert len(about) >= 5
    assert [one for one in about if not re.match(r"to (?:mend|know): config\.yml:\d+:\d+: ", one)] == []
    for name, part in (("severity.rules.mine", rule), ("handoff.hours.on_call", "on_call: always")):
        assert any(one.startswith(f"to mend: config.yml:{line_of(tmp_path, part)}:") and name in one for one in said)


def test_a_choice_nobody_wrote_a_text_for_points_to_where_it_is_asked_for(tmp_path: Path):
    said = check(tmp_path, ("[insults, threats,", "[insults, thretas, threats,"))
    line = line_of(tmp_path, "thretas")
    assert [one for one in said if "choice-what-thretas" in one and f"config.yml:{line}:" in one]


def test_a_condition_that_can_never_be_met_is_told_in_its_own_line(tmp_path: Path):
    [said] = check(tmp_path, ("unless: {demand: [no]", "unless: {demand: [nope]"))
    assert said.startswith(f"config.yml:{line_of(tmp_path, 'nope')}:")
    assert "deadline: nope is no choice of demand" in said


def test_two_sites_at_one_port_and_a_port_there_is_not_are_to_mend(tmp_path: Path):
    said = check(tmp_path, ("127.0.0.1:8019", "127.0.0.1:8018"))
    assert any("is the port of channels.web.listen already" in one and one.startswith("to mend") for one in said)
    said = check(tmp_path, ("127.0.0.1:8018", "127.0.0.1:83190"))
    assert any("83190 is no port" in one and one.startswith("to mend") for one in said)
    said = check(tmp_path, ("127.0.0.1:8018", "0.0.0.0:8018"))
    assert any("without TLS" in one and one.startswith("to know") for one in said)


def test_a_number_on_the_danger_screen_has_a_name(tmp_path: Path):
    number = '    "999": {dial: "15", screen: true}'
    said = check(tmp_path, ('    "15": {dial', f'{number}\n    "15": {{dial'))
    nameless = [one for one in said if "number-999" in one]
    assert len(nameless) == 2  # in either language
    assert all(one.startswith(f"to mend: config.yml:{line_of(tmp_path, number)}:") for one in nameless)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("127.0.0.1:8018", "nowhere", "write a host and a port, like 127.0.0.1:8018"),
        ("languages: [fr, en]", "languages: [fr, de]", "is none of: fr, en"),
        ("capacity: 3", "capacity: lots", "is no whole number"),
        ("name: Havre", f"name: {'x' * 50}", "is too long: characters at the most: 40"),
        ("timezone: Europe/Paris", "timezone: 12", "is no text: put it in quotes"),
        ("numbers:", "numbers: 7\n  x:", "has to be a section, like {name: value}"),
        ("screen: true", "screen: perhaps", "is neither true nor false"),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_our_own_words(tmp_path: Path, old: str, new: str, said: str):
    complaints = check(tmp_path, (old, new))
    assert any(one.endswith(said) for one in complaints)
    for theirs in ("Input should", "String should", "Value error", "valid"):
        assert not any(theirs in one for one in complaints)


def test_looking_leaves_nothing_behind(tmp_path: Path):
    check(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["config.yml"]
