"""Take the screenshots of the citizens' page anew: `python tests/e2e/take_screenshots.py http://127.0.0.1:7860`.

Needs Chromium, Korean fonts and Playwright, and a chat that is up with its reports open. Both widths, both themes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SIZES = {1280: 900, 390: 844}
QUESTIONS = ("주택과에서 목표를 달성하지 못한 지표는?", "주택과의 2019년 실적은?", "부진한 지표는 몇 개인가요?")
"""An answer with its proof, a refusal, and the question of the README."""


def main(url: str) -> None:
    """Write `citizen-<what>-<width>-<theme>.png` to docs/screenshots."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in SIZES:
            for theme in ("light", "dark"):
                _visit(browser, url, width, theme)


def _visit(browser: Browser, url: str, width: int, theme: Any) -> None:
    viewport: Any = {"width": width, "height": SIZES[width]}
    context = browser.new_context(viewport=viewport, color_scheme=theme, locale="ko-KR", reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    page.locator("#examples button").first.wait_for()

    def shoot(what: str) -> None:
        page.wait_for_timeout(400)
        page.screenshot(path=FOLDER / f"citizen-{what}-{width}-{theme}.png")

    shoot("first")
    for n, question in enumerate(QUESTIONS, 1):
        page.locator("#box textarea").fill(question)
        page.locator("#box textarea").press("Enter")
        page.locator(f"#turn-{n}.done").wait_for()
    page.locator(f"#turn-{len(QUESTIONS)}").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("answer")
    page.locator("#turn-2").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("refusal")
    page.locator("#turn-1 .dislike").click()
    page.locator("#turn-1 .tools").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("feedback")
    page.locator("#turn-1 .proof summary").click()
    page.locator("#turn-1").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("proof")
    page.locator("#turn-1 a.chip").first.click()
    page.locator("#quoted").wait_for()
    shoot("source")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860")
