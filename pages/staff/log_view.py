"""The log of questions as HTML: refused ones first, each with what was answered and a button to make it golden."""

from __future__ import annotations

from pages.desk import Desk
from pages.markup import escape, render
from pages.parts import korean_time
from store.questions import Logged

SHOWN = 100
AUDIENCES = {"citizen": "시민", "api": "프로그램", "staff": "직원"}


def log_html(desk: Desk) -> str:
    """The newest questions of the log."""
    assert desk.store is not None
    found = desk.store.questions.newest(SHOWN)
    count = desk.store.questions.count()
    said = f"<p>기록된 질문 {count:,}건 가운데 거절한 것을 앞에 두고 {len(found):,}건을 보입니다.</p>"
    hint = (
        "<p class='hint'>주민등록번호·전화번호·전자우편·카드번호는 가려서 남깁니다. ‘기준 질문으로’를 누르면 평가 질문 "
        "파일(데이터 폴더의 golden.jsonl)에 한 줄이 더해집니다.</p>"
    )
    return said + hint + "".join(_question(logged) for logged in found)


def _question(logged: Logged) -> str:
    mark = '<span class="mark refused">거절</span> ' if logged.refused else ""
    opinion = {True: "좋아요", False: "아쉬워요", None: ""}[logged.liked]
    facts = (
        korean_time(logged.at),
        AUDIENCES.get(logged.audience, logged.audience),
        opinion,
        logged.comment,
        f"대화 {logged.conversation}",
    )
    state = ' disabled="disabled"' if logged.golden else ""
    label = "기준 질문입니다" if logged.golden else "기준 질문으로"
    return (
        f'<article class="logged"><div class="row"><h2>{mark}{escape(logged.question)}</h2>'
        f'<button type="button" class="tool golden" id="golden-{logged.id}"{state}>{label}</button></div>'
        f'<p class="hint">{escape(" · ".join(fact for fact in facts if fact))}</p>'
        f"<details><summary>답변 보기</summary>{render(str(logged.answer.get('answer', '')))}</details></article>"
    )
