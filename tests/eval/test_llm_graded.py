"""Plans of the fake that reads by keywords, and how pairs of plans are counted (unit)."""

from __future__ import annotations

from eval.llm_graded import DRAWN, drawn
from eval.loopback_plans import read
from eval.questions import read_golden
from eval.run import GOLDEN

PROMPT = """- measures는 보고서의 항목 이름으로 적습니다: 목표, 실적, 달성률
  연도: 2018, 2021
  기관·부서: 별빛구, 기획국, 물빛과, 나무과
<질문-1a2b>
{}
</질문-1a2b>
"""


def test_the_keyword_reader_reads_what_the_prompt_names() -> None:
    plan = read(PROMPT.format("2021년 별빛구 물빛과에서 달성률이 가장 높은 지표는?"))
    assert (plan["operation"], plan["measures"], plan["entity"]) == ("rank", ["달성률"], "indicator")
    assert plan["scope"] == {"years": [2021], "agencies": ["별빛구"], "departments": ["물빛과"]}
    below = read(PROMPT.format("달성률 80% 미만인 사업 목록"))
    assert below["conditions"] == [{"measure": "달성률", "comparator": "lt", "value": "80", "unit": "%"}]


def test_the_draw_is_bounded_and_the_same_each_time() -> None:
    golden = read_golden(GOLDEN)
    asked = drawn(golden)
    assert len(asked) == DRAWN < len(golden) and asked == drawn(golden)
