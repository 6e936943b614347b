"""What axe finds wrong with a page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "iframes": False,
}


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a WCAG 2.2 AA rule or a best practice."""
    # Evaluated over the debugging protocol: the page's policy refuses script tags.
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
