"""axe-core over a page as it stands: WCAG 2.2 AA, by day and by night, on a phone of 360 px and on a desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / ".axe" / "axe.min.js"
WIDTHS = ((360, 740), (1280, 860))
LOOK = """async (scheme) => {
  const whole = {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]};
  const colours = {type: "rule", values: ["color-contrast"]};  // the style sheets change nothing else by night
  const how = {runOnly: scheme === "dark" ? colours : whole, resultTypes: ["violations"], preload: false};
  if (scheme !== "dark") how.rules = {"target-size": {enabled: true}};
  const found = await axe.run(document, how);
  const said = (fault) => (node) => `${fault.id}: ${node.target} ${node.failureSummary}`;
  return found.violations.flatMap((fault) => fault.nodes.map(said(fault)));
}"""


def source() -> str:
    """Return axe-core itself; without it a test is skipped, or fails where nothing may be."""
    if AXE.exists():
        return AXE.read_text(encoding="utf-8")
    if os.environ.get("HAVRE_PEERS") == "required":
        pytest.fail("axe-core is not there: make axe")
    pytest.skip("axe-core is not there: make axe")


def faults(page: Page, axe: str) -> list[str]:
    """Return what is not within reach of everybody on this page, in every look it has."""
    found = []
    size = page.viewport_size
    page.evaluate(axe)
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{page.url} {width} {scheme} {fault}" for fault in page.evaluate(LOOK, scheme)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if size is not None:
        page.set_viewport_size(size)
    return found
