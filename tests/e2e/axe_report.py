"""What axe-core says of the public pages, as the table of docs/accessibility.md.

    python tests/e2e/axe_report.py http://127.0.0.1:7860

Needs Chromium, Playwright and a chat that is up with its reports open.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, sync_playwright

QUESTION = "목표를 달성하지 못한 과는 어디인가요?"
IMPACTS = ("critical", "serious", "moderate", "minor")


def main(url: str) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    print(f"| page | width | theme | rules passed | {' | '.join(IMPACTS)} |")
    print(f"| --- | ---: | --- | ---: | {' | '.join('---:' for _ in IMPACTS)} |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in (1280, 390):
            for theme in ("light", "dark"):
                for name, page in _states(browser, url, width, theme):
                    print(f"| {name} | {width} | {theme} | {_row(page, axe)} |", flush=True)


def _states(browser: Browser, url: str, width: int, theme: Any) -> Iterator[tuple[str, Any]]:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    context = browser.new_context(**options, locale="ko-KR", reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    page.goto(url)
    page.locator("#examples button").first.wait_for()
    yield "first", page
    page.locator("#box textarea").fill(QUESTION)
    page.locator("#box textarea").press("Enter")
    page.locator("#turn-1.done").wait_for()
    page.locator("#turn-1 .proof summary").click()
    page.locator("#turn-1 .dislike").click()
    yield "answer, proofs, feedback", page
    page.locator("#turn-1 a.chip").first.click()
    page.locator("#quoted").wait_for()
    yield "source", page
    page.goto(url + "/api/docs")
    yield "/api/docs", page
    context.close()


def _row(page: Any, axe: str) -> str:
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(r => [r.passes.length, r.violations.map(v => [v.id, v.impact])])")
    counts = Counter(impact for _, impact in found[1])
    names = ", ".join(name for name, _ in found[1])
    return f"{found[0]} | " + " | ".join(str(counts[impact]) for impact in IMPACTS) + (f" ({names})" if names else "")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860")
