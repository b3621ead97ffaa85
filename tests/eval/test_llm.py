"""The loopback fake tells apart what an honest model and a liar write, and the command's tables are tables (unit)."""

from __future__ import annotations

import pytest

from eval.llm import shown_answer, spread, table
from eval.loopback_words import WORDS, honest
from records import Answer

PROMPT = """규칙
- 숫자를 지어내지 않습니다.
- 이름을 지어내지 않습니다.

<자료-1>
[1] 별빛구 · 성과 · Ⅲ
물빛과 ‘하천 정비’(사업: 하천): 목표 12km, 실적 9km

[2] 별빛구 · 성과 · Ⅲ
나무과 ‘가로수’(사업: 나무): 목표 1,200그루, 실적 1,150그루

[계산]
- 2개 = 별빛구에서 살펴본 지표 2개
</자료-1>
"""


def test_an_honest_fake_says_what_stands_in_the_evidence() -> None:
    assert honest(PROMPT).split("\n") == [
        "별빛구에서 살펴본 지표 2개입니다.",
        "물빛과 ‘하천 정비’(사업: 하천): 목표 12km, 실적 9km입니다. [1]",
        "나무과 ‘가로수’(사업: 나무): 목표 1,200그루, 실적 1,150그루입니다. [2]",
    ]


@pytest.mark.parametrize("name", [name for name in WORDS if name != "honest"])
def test_every_other_fake_says_something_else(name: str) -> None:
    assert WORDS[name](PROMPT).strip() and WORDS[name](PROMPT) != honest(PROMPT)


def test_lies_are_as_their_names_say() -> None:
    assert "목표 13km, 실적 9km" in WORDS["one_digit"](PROMPT)
    assert "목표 9km, 실적 12km" in WORDS["swapped"](PROMPT)
    assert "목표 12km, 실적 9km입니다. [2]" in WORDS["wrong_source"](PROMPT)
    assert "하천): 목표 1,200그루" in WORDS["crossed_names"](PROMPT)
    assert "숫자를 지어내지 않습니다." in WORDS["leaks"](PROMPT)


def test_tables_and_spread() -> None:
    assert table(("a", "b"), iter([(1, "x")])) == "| a | b |\n| --- | --- |\n| 1 | x |"
    assert spread([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])[0] == 6
    shown = shown_answer(Answer("물음", "하나\n\n둘", writer="m", tokens=3, notices=("알림",)))
    assert shown == "`m`, 3 tokens:\n\n    하나\n    둘\n    ※ 알림"
