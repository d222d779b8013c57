"""Sentences of the lists an operator writes are looked at as every other text, and each complaint has its place."""

from __future__ import annotations

import pytest

from bot.list_lint import lint_lists
from handoff.complaint import read_offences
from handoff.errors import DirectoryError
from handoff.referral import read_services
from handoff.takedown.platforms import read_platforms

NUMBERS = ("3018", "119", "3114", "15", "17", "18", "112", "114", "116006")
PLATFORM = """\
platforms:
  - id: mine
    name: Mine
    steps:
      fr: ["Touche le drapeau.", "{fr}"]
      en: ["Tap the flag.", '{en}']
"""


def said(folder, numbers=NUMBERS) -> list[str]:
    return [str(one) for one in lint_lists(folder, numbers)]


def test_nothing_in_the_shipped_lists_promises_blames_or_names_a_number_out_of_service(tmp_path):
    assert said(tmp_path) == []


@pytest.mark.parametrize(
    ("fr", "en", "word"),
    [
        ("Tout sera supprimé en une heure.", "Send it.", "promises"),
        ("Envoie. Tu n'aurais pas dû répondre.", "Send it.", "blames"),
        ("Envoie.", "It will be removed within the hour.", "promises"),
        ("Envoie.", "Send it, then call 0612345678.", "service.numbers"),
    ],
)
def test_a_sentence_that_promises_blames_or_names_a_strange_number_is_told_by_line_and_column(tmp_path, fr, en, word):
    (tmp_path / "platforms.yml").write_text(PLATFORM.format(fr=fr, en=en), encoding="utf-8")
    (found,) = said(tmp_path)
    line = 5 if en.startswith("Send it.") else 6
    assert found.startswith(f"platforms.yml:{line}:"), found
    assert word in found


def test_the_column_is_that_of_the_word_itself(tmp_path):
    text = PLATFORM.format(fr="Envoie. Tu n'aurais pas dû répondre.", en="Send it.")
    (tmp_path / "platforms.yml").write_text(text, encoding="utf-8")
    (found,) = lint_lists(tmp_path, NUMBERS)
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("Tu n'aurais pas dû")


def test_offences_of_ones_own_replace_the_shipped_ones_and_are_looked_at(tmp_path):
    own = (
        "offences:\n  - id: a\n    articles: Code pénal, article 222-17\n    name:\n"
        "      fr: Menaces\n      en: Threats\n    note:\n"
        "      fr: >-\n        La plainte aboutira,\n        c'est promis.\n"
    )
    (tmp_path / "offences.yml").write_text(own, encoding="utf-8")
    found = said(tmp_path)
    assert found
    assert all(one.startswith("offences.yml:8:11: 0.note.fr:") for one in found)  # a folded text: where it begins


def test_a_service_may_name_its_own_number_and_no_other(tmp_path):
    entry = '{id: a, name: "Écoute 0 800 11 22 33", needs: [listening], phone: "0 800 11 22 33"}'
    other = '{id: b, name: "Écoute 0 800 11 22 34", needs: [listening], url: "https://b.example"}'
    (tmp_path / "directory").mkdir()
    (tmp_path / "directory" / "local.yml").write_text(f"services:\n  - {entry}\n  - {other}\n", encoding="utf-8")
    (found,) = said(tmp_path)
    assert found.startswith("directory/local.yml:3:27: 1.name: 0 800 11 22 34")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("platforms:\n  - id: mine\n    nam: Mine\n", r"platforms\.yml:3:5: platforms\.0\.nam"),
        ("platforms:\n  - id: mine\n    name: Mine\n    form: nowhere\n", r"platforms\.yml:4:5: platforms\.0\.form"),
        ("platforms:\n  - id: [mine\n    name: Mine\n", r"platforms\.yml:3:9: is no YAML"),
        ("platforms:\n  - id: mine\n    id: other\n", r"platforms\.yml:3:5: is no YAML"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(tmp_path, content, told):
    file = tmp_path / "platforms.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DirectoryError, match=told):
        read_platforms(file)


def test_a_list_in_another_encoding_is_told_so(tmp_path):
    file = tmp_path / "offences.yml"
    file.write_bytes("offences: [Harcèlement]".encode("latin-1"))
    with pytest.raises(DirectoryError, match=r"offences\.yml:1:1: is not written in UTF-8"):
        read_offences(file)


def test_a_service_without_a_need_is_told_by_its_line(tmp_path):
    file = tmp_path / "local.yml"
    file.write_text('services:\n  - {id: a, name: "A", needs: []}\n', encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"local\.yml:2:24: services\.0\.needs"):
        read_services(file)
