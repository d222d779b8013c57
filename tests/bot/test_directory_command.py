"""havre directory import: a table in Latin-1 with semicolons, each bad line explained by number, nothing half done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.figures import import_directory
from handoff.referral import read_services

if TYPE_CHECKING:
    from pathlib import Path

SHEET = (
    "Nom;Type;Département;Téléphone\r\n"
    "Maison des adolescents (exemple);MDA;33;05.00.00.00.01\r\n"
    "Point d'écoute (exemple);lune;33;\r\n"
    "Été (exemple);gendarmerie;971;05x\r\n"
)


def test_a_table_as_a_spreadsheet_saves_it_is_taken_and_bad_lines_are_named_by_number(tmp_path: Path):
    said: list[str] = []
    table = tmp_path / "services.csv"
    table.write_bytes(SHEET.encode("latin-1"))
    assert import_directory(tmp_path / "config.yml", table, said.append) == 1
    (taken,) = read_services(tmp_path / "directory" / "local.yml")
    assert taken.name == "Maison des adolescents (exemple)"
    assert any("3" in line and "lune" in line for line in said)
    assert any("4" in line for line in said)
    assert said[-1] == "1 services in directory/local.yml, 2 lines left out"


def test_a_table_without_one_good_line_leaves_the_directory_as_it_was(tmp_path: Path):
    said: list[str] = []
    table = tmp_path / "services.csv"
    table.write_bytes("Nom;Type\r\nPoint d'écoute;lune\r\n".encode("latin-1"))
    (tmp_path / "directory").mkdir()
    kept = tmp_path / "directory" / "local.yml"
    kept.write_text("services: []\n", encoding="utf-8")
    assert import_directory(tmp_path / "config.yml", table, said.append) == 1
    assert kept.read_text(encoding="utf-8") == "services: []\n"
    assert said[-1].endswith("nothing was written")
