"""What axe-core says of every page, as the table of docs/accessibility.md, and a picture of each.

    python tests/e2e/axe_report.py http://127.0.0.1:7860 --pictures docs/screenshots --login 김하늘

Needs Chromium, Playwright and a chat that is up with its reports open. `--login` names a user who is both staff and
evaluator, with a sample drawn; the password is asked for, or read from the input. Without it the public pages alone are
looked at.
"""

from __future__ import annotations

import argparse
import getpass
import io
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

QUESTION = "목표를 달성하지 못한 과는 어디인가요?"
REFUSED = "2019년 재무과 세외수입 징수액은?"
IMPACTS = ("critical", "serious", "moderate", "minor")
COLOURS = 96
"""Of a picture in the docs: enough for a page of text, at a third of the size."""

State = tuple[str, Any]


def main() -> None:
    args = _arguments()
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    print(f"| page | width | theme | rules passed | {' | '.join(IMPACTS)} |")
    print(f"| --- | ---: | --- | ---: | {' | '.join('---:' for _ in IMPACTS)} |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in (1280, 390):
            for theme in ("light", "dark"):
                for name, page in _states(browser, args, width, theme):
                    print(f"| {name} | {width} | {theme} | {_row(page, axe)} |", flush=True)
                    if args.pictures:
                        _picture(page, args.pictures / f"{name}-{width}-{theme}.png")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="axe_report.py", description="모든 화면을 axe-core로 살피고 그림으로 남깁니다."
    )
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:7860")
    parser.add_argument("--pictures", type=Path, help="그림을 둘 폴더")
    parser.add_argument("--login", help="직원이면서 평가위원인 사용자")
    args = parser.parse_args()
    args.password = _password() if args.login else ""
    return args


def _password() -> str:
    return getpass.getpass("비밀번호: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _states(browser: Browser, args: argparse.Namespace, width: int, theme: Any) -> Iterator[State]:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    context = browser.new_context(**options, locale="ko-KR", reduced_motion="reduce", bypass_csp=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    yield from _of_citizens(page, args.url)
    if args.login:
        yield from _of_staff(page, args)
        yield from _of_evaluators(page, args.url)
    context.close()


def _of_citizens(page: Any, url: str) -> Iterator[State]:
    page.goto(url)
    page.locator("#examples button").first.wait_for()
    yield "citizen-first", page
    _ask(page, QUESTION, 1)
    yield "citizen-answer", page
    page.locator("#turn-1 .proof summary").click()
    page.locator("#turn-1 .dislike").click()
    page.locator("#turn-1 .proof").scroll_into_view_if_needed()
    yield "citizen-proof", page
    page.locator("#turn-1 a.chip").first.click()
    page.locator("#quoted").wait_for()
    yield "citizen-source", page
    page.keyboard.press("Escape")
    _ask(page, REFUSED, 2)
    yield "citizen-refusal", page
    page.goto(url + "/api/docs")
    yield "api-docs", page


def _ask(page: Any, question: str, n: int) -> None:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    page.locator(f"#turn-{n}.done").wait_for()
    page.wait_for_timeout(500)


def _of_staff(page: Any, args: argparse.Namespace) -> Iterator[State]:
    page.goto(args.url + "/staff")
    yield "login", page
    page.get_by_label("이름").fill(args.login)
    page.get_by_label("비밀번호").fill(args.password)
    page.keyboard.press("Enter")
    page.locator("#examples button").first.wait_for()
    yield "staff-question", page
    for name, tab, there in (
        ("staff-upload", "올리기", "#files"),
        ("staff-catalogue", "보고서", "#catalogue td"),
        ("staff-figures", "수치", "#figures td"),
        ("staff-log", "질문 기록", "#questions .logged"),
        ("staff-words", "같은 말", "#word"),
        ("staff-status", "상태", "#status td"),
    ):
        _tab(page, tab, there)
        yield name, page
        if name == "staff-figures":
            page.locator("button.correct").first.click()
            yield "staff-correction", page
            page.keyboard.press("Escape")


def _of_evaluators(page: Any, url: str) -> Iterator[State]:
    page.goto(url + "/review")
    page.locator(".judged").wait_for()
    yield "review", page
    _tab(page, "표본", "#draw")
    yield "review-samples", page
    _tab(page, "결과", "#results td")
    yield "review-results", page


def _tab(page: Any, name: str, there: str) -> None:
    """A tab by its name; on a phone it may stand behind the button of the others."""
    tab = page.get_by_role("tab", name=name, exact=True)
    if tab.count() and tab.first.is_visible():
        tab.first.click()
    else:
        page.get_by_role("button", name="다른 탭").click()
        page.locator(".overflow-dropdown").get_by_text(name, exact=True).click()
    page.locator(there).first.wait_for()
    page.wait_for_timeout(800)


def _row(page: Any, axe: str) -> str:
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(r => [r.passes.length, r.violations.map(v => [v.id, v.impact])])")
    counts = Counter(impact for _, impact in found[1])
    names = ", ".join(name for name, _ in found[1])
    return f"{found[0]} | " + " | ".join(str(counts[impact]) for impact in IMPACTS) + (f" ({names})" if names else "")


def _picture(page: Any, path: Path) -> None:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
