"""axe-core finds nothing serious on the page, in both themes and both widths."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from tests.pages.fake_assistant import QUESTIONS

SEVERE = ("serious", "critical")


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core; skips where it is not installed."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def findings(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    violations = page.evaluate("axe.run().then(r => r.violations)")
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in violations
        if found["impact"] in SEVERE
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_serious_from_the_first_page_to_the_source(
    visit: Callable[..., Any], address: str, axe: str, width: int, scheme: str
) -> None:
    page = visit(address, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page.locator("#examples button").first.wait_for()
    assert findings(page, axe) == []
    for n, question in enumerate((QUESTIONS[0], "2019년 물빛과 실적은?"), 1):
        page.locator("#box textarea").fill(question)
        page.locator("#box textarea").press("Enter")
        page.locator(f"#turn-{n}.done").wait_for()
    page.locator("#turn-1 .proof summary").click()
    assert findings(page, axe) == []
    page.locator("#turn-1 a.chip").first.click()
    page.locator("#source mark").wait_for()
    assert findings(page, axe) == []
