from ingest.tables.teams import UNSURE, assign
from tests.ingest.flat_text import observations_of, section

TEXT = """새빛과 - ( 3 )개팀

기 획 팀 예 산 팀 소통팀

- 주요업무계획

수립 및 관리

- 간부회의 운영

- 예산 편성

- 보조금 관리

- 이웃 모임 운영

3 주요시설

1 업무계획과 간부회의 기획팀
주요업무계획을 세우고 간부회의를 연다

2 예산 편성과 보조금 예산팀
예산을 편성하고 보조금을 심의한다

3 이웃 모임 소통팀
이웃 모임을 열고 소식을 나눈다
"""


def sections() -> list:
    starts = [TEXT.index(f"{n} {word}") for n, word in ((1, "업무"), (2, "예산"), (3, "이웃"))]
    ends = [*starts[1:], len(TEXT)]
    teams = ("기획팀", "예산팀", "소통팀")
    return [
        section(start, end, role="programme", title=TEXT[start:end].split("\n")[0], team=team)
        for start, end, team in zip(starts, ends, teams, strict=True)
    ]


def test_duties_go_to_the_team_whose_work_they_name():
    found = observations_of(TEXT, sections())
    assert [(o.team, o.item) for o in found] == [
        ("기획팀", "주요업무계획 수립 및 관리"),
        ("기획팀", "간부회의 운영"),
        ("예산팀", "예산 편성"),
        ("예산팀", "보조금 관리"),
        ("소통팀", "이웃 모임 운영"),
    ]
    assert {(o.measure, o.value) for o in found} == {("업무", None)}


def test_without_other_words_the_borders_are_flagged():
    found = observations_of(TEXT.split("3 주요시설")[0])
    assert len(found) == 5 and any(o.remark == UNSURE for o in found)


def test_order_is_kept_and_every_team_has_a_duty():
    assert assign([[1, 0, 0], [1, 0, 0], [1, 0, 0]])[0] == [0, 1, 2]
    assert assign([[1, 0], [0.9, 0.1], [0, 1]]) == ([0, 0, 1], set())


def test_duties_of_one_subject_stay_together():
    """Nothing is said of the plan; the pledges below it are the second team's."""
    words = """기획팀 평가팀
- 간부회의 운영
- 구정 5개년계획 수립
- 공약 점검

1 간부회의 기획팀
간부회의를 연다

2 공약 점검 평가팀
공약을 점검한다
"""
    starts = [words.index("1 간부"), words.index("2 공약"), len(words)]
    parts = [
        section(starts[n], starts[n + 1], role="programme", title=words[starts[n] :].split("\n")[0], team=team)
        for n, team in enumerate(("기획팀", "평가팀"))
    ]
    found = observations_of(words, parts)
    assert [(o.team, o.item) for o in found][1:] == [("평가팀", "구정 5개년계획 수립"), ("평가팀", "공약 점검")]


def test_ties_are_what_a_duty_gains_by_staying():
    weights = [[1.0, 0.0], [0.3, 0.2], [0.0, 1.0]]
    assert assign(weights)[0] == [0, 0, 1]
    # second duty with the third: 0.2 + 1.0 + 0.2 = 1.4 beats 0.3 + 1.0 = 1.3
    assert assign(weights, [0.0, 0.0, 0.2])[0] == [0, 1, 1]
