"""The page on the evidence format names what a second program will meet."""

import re
from pathlib import Path

from vault.custody import Act
from vault.records import metadata

TEXT = (Path(__file__).resolve().parents[2] / "docs/evidence-format.md").read_text("utf-8")
NAMED = frozenset(re.findall(r"`([\w-]+)`", TEXT))


def test_every_act_that_may_stand_in_a_chain_is_named():
    assert {str(act) for act in Act} - NAMED == set()


def test_every_table_the_vault_keeps_is_named():
    ours = {name for name in metadata.tables if name.startswith(("vault", "team"))}
    assert ours - NAMED == set()
