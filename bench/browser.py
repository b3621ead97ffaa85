"""`python -m bench.browser`: how long a reader waits, in a real Chromium: for the first page, and for an answer.

Example:  .venv/bin/python -m bench.browser --questions 30

Starts the page over an index of its own in a scratch folder. Needs Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.__main__ import SHARED, SHIPPED, percentile, questions
from bench.site import running

VISITS = 9
TURNS = 5
"""Questions of one conversation; the page draws all of its turns anew each time."""

USABLE = """() => new Promise(done => {
    const look = () => document.querySelector('#box textarea:not([disabled])')
        && document.querySelector('#examples button')?.textContent ? done(performance.now()) : setTimeout(look, 5);
    look();
})"""
"""Milliseconds from the start of the navigation until one can type and the examples can be pressed."""

ANSWERED = """n => new Promise(done => {
    const begun = performance.now();
    const there = () => document.querySelector(`#turn-${n}.done`);
    const look = () => there() ? done(performance.now() - begun) : setTimeout(look, 2);
    document.querySelector('#send').click();
    look();
})"""
"""Milliseconds from pressing 묻기 until the whole answer, with table, chart and sources, stands in the page."""


def first_pages(page: Page, address: str) -> list[float]:
    """Milliseconds until the first page is usable, of `VISITS` visits after one that fills the browser's cache."""
    taken = []
    for _ in range(VISITS + 1):
        page.goto(address, wait_until="commit")
        taken.append(float(page.evaluate(USABLE)))
    return taken[1:]


def answers(page: Page, address: str, asked: list[str]) -> list[float]:
    """Milliseconds from 묻기 to the answer, `TURNS` questions to a conversation."""
    taken = []
    for n, question in enumerate(asked):
        turn = n % TURNS + 1
        if turn == 1:
            page.context.clear_cookies()
            page.goto(address)
            page.evaluate(USABLE)
        page.locator("#box textarea").fill(question)
        taken.append(float(page.evaluate(ANSWERED, turn)))
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.browser",
        description="브라우저에서 첫 화면과 답변을 기다리는 시간을 잽니다.",
        epilog="예: .venv/bin/python -m bench.browser --questions 30",
    )
    parser.add_argument("--reports", type=Path, default=SHARED if SHARED.is_dir() else SHIPPED, help="보고서 폴더")
    parser.add_argument("--questions", type=int, default=40, help="물어볼 질문의 수")
    args = parser.parse_args()
    with running(args.reports) as site, sync_playwright() as playwright:
        site.wait_for_models()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page: Any = browser.new_context(locale="ko-KR", reduced_motion="reduce").new_page()
        rows = {"첫 화면을 쓸 수 있기까지": first_pages(page, site.url)}
        rows["묻기를 누르고 답이 다 보이기까지"] = answers(page, site.url, questions(args.questions))
        browser.close()
    print("| 잰 것 | 횟수 | 중앙값 | 95번째 백분위 |\n| --- | ---: | ---: | ---: |")
    for what, taken in rows.items():
        print(f"| {what} | {len(taken)} | {statistics.median(taken):,.0f} ms | {percentile(taken, 95):,.0f} ms |")
    print(f"\n처리기 {os.cpu_count()}개, 부하 {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
