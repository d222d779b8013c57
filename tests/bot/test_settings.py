"""config.yml: an administrator with a typing error is told the line, the column and the mend."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings, resolve

SHIPPED = Path(__file__).resolve().parents[2] / "config.yml"


def complaints(tmp_path: Path, text: str, **environ: str) -> list[str]:
    config = tmp_path / "config.yml"
    config.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(config, environ)
    return [str(complaint) for complaint in caught.value.complaints]


def shipped(old: str, new: str) -> str:
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"config.yml no longer says {old!r}"
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_shipped_configuration_runs_as_it_is():
    settings = read_settings(SHIPPED, {})
    assert settings.channels.web is not None
    assert settings.service.languages == ("fr", "en")
    assert settings.store.database.endswith(".db")


def test_a_misspelt_key_is_named_with_its_line_and_what_was_meant(tmp_path):
    text = shipped("  timezone:", "  timezon:")
    [complaint] = complaints(tmp_path, text)
    line = line_of(text, "timezon:")
    assert complaint == f"config.yml:{line}:3: service.timezon: is not a known key; did you mean timezone?"


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(tmp_path):
    text = shipped("  timezone: Europe/Paris", "  timezone: Europe/Pariss").replace("store:", "stores:", 1)
    found = complaints(tmp_path, text)
    assert len(found) == 2
    assert [int(f.split(":")[1]) for f in found] == sorted(int(f.split(":")[1]) for f in found)
    assert "is no time zone; write one like Europe/Paris" in found[0]


def test_a_missing_section_is_named(tmp_path):
    [complaint] = complaints(
        tmp_path, shipped("\nchannels:", "\nx-channels:").split("x-channels:")[0] + "intake: {questions: []}\n"
    )[:1] or [""]
    assert "channels" in complaint or "intake" in complaint


def test_a_missing_secret_is_told_by_its_name_and_never_by_a_value(tmp_path):
    text = shipped("store:", "store:\n  service_key: {env: HAVRE_SERVICE_KEY}")
    [complaint] = complaints(tmp_path, text)
    assert "store.service_key: the environment variable HAVRE_SERVICE_KEY is not set" in complaint


def test_a_secret_in_a_file_is_read_from_beside_the_configuration(tmp_path):
    (tmp_path / "key").write_text("ab" * 32 + "\n")
    config = tmp_path / "config.yml"
    config.write_text(shipped("store:", "store:\n  service_key: {file: key}"), encoding="utf-8")
    settings = read_settings(config, {})
    assert settings.store.service_key is not None
    assert settings.store.service_key.get_secret_value() == "ab" * 32
    assert "abab" not in repr(settings)


def test_a_key_written_twice_is_refused_with_its_place(tmp_path):
    [complaint] = complaints(tmp_path, "service:\n  name: A\n  name: B\n")
    assert complaint.startswith("config.yml:3:3: ")


def test_a_broken_line_is_told_with_its_place(tmp_path):
    [complaint] = complaints(tmp_path, "service:\n  name: [A\nstore: {}\n")
    assert complaint.startswith("config.yml:")
    assert int(complaint.split(":")[1]) >= 2


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "nowhere.yml", {})


def test_a_file_that_is_no_text_is_said_to_be_so(tmp_path):
    config = tmp_path / "config.yml"
    config.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(config, {})


def test_paths_count_from_the_folder_of_the_file(tmp_path):
    assert resolve(tmp_path / "config.yml", "var/x") == tmp_path / "var" / "x"
    assert resolve(tmp_path / "config.yml", "/abs") == Path("/abs")
