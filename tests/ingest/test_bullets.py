"""Labelled bullets: item, part, measure, unit, source of money, span, and what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bullets import observe_bullets
from ingest.clauses import read_clauses
from ingest.phrases import after_figure, before_figure, tidy_label
from records import ACTUAL, CUMULATIVE, EXPECTED, PERIOD, PLAN, Observation
from tests.ingest.documents import REPORT_TEXT, read_text
from tests.ingest.gold_scores import ORIGINALS, needs_originals, scores_of


def _observe(text: str, file_format: str = "txt") -> list[Observation]:
    read = read_text(text, file_format=file_format)
    found = observe_bullets(read.document, read.report, read.sections, ())
    for each in found:
        assert read.document.text[each.start : each.end] == each.text
        assert each.row_start <= each.start < each.end <= each.row_end
    return found


def _told(words: str) -> list[str]:
    """Each amount as `label/part=value unit`."""
    told = read_clauses(words)
    return [f"{each.label}{'/' + each.part if each.part else ''}={each.amount.value}{each.unit}" for each in told]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("보조금 처리: 24차, 1,408백만원", ["보조금 처리=24차", "보조금 처리=1408백만원"]),
        ("요청: 46건(구두 5건 / 서면 41건)", ["요청=46건", "요청/구두=5건", "요청/서면=41건"]),
        ("확보 노력으로 특별교부세/교부금(4,272/13,351백만원)", ["특별교부세=4272백만원", "특별교부금=13351백만원"]),
        ("국세: 85백만원 / 시세: 1,129백만원", ["국세=85백만원", "시세=1129백만원"]),
        ("일반회계 : 16백만원, 특별회계 2백만원", ["일반회계=16백만원", "특별회계=2백만원"]),
        ("실적: 설(199천원), 추석(791천원)", ["설/실적=199천원", "추석/실적=791천원"]),
        ("홍보 확대로 2,717명 신규 등록, 14회 걷기 모임 운영", ["신규 등록=2717명", "걷기 모임 운영=14회"]),
        ("장려금 지원으로 870개 업체 870천원 지급", ["장려금 지원=870개", "장려금 지원=870천원"]),
        (
            "우수 사례 9건 발표(구청 5, 동 1, 학교 3)",
            ["우수 사례=9건", "우수 사례/구청=5건", "우수 사례/동=1건", "우수 사례/학교=3건"],
        ),
        ("우수 사례 9건 발표(구청 5, 동 1)", ["우수 사례=9건"]),
        ("기록물 : 전체 30,686권 중 7,176권 완료(약23%)", ["기록물/전체=30686권", "기록물=7176권", "기록물=23%"]),
        ("1,000명 공감청원 답변 게시 3건", ["1,000명 공감청원 답변 게시=3건"]),
        ("가람길(시장 사거리~역 사거리) 141개 교체", ["가람길=141개"]),
        ("안전지도 배부 및 20대 추가설치로 사고 감소", ["추가설치=20대"]),
        ("누리망: 구독자 1,625명, 조회수 870회", ["누리망/구독자=1625명", "누리망/조회수=870회"]),
        ("콘텐츠(53편) 제작, 꾸러미(1,990개) 배부", ["콘텐츠=53편", "꾸러미=1990개"]),
        (
            "접수 : 82건(110백만원) ⇒ 34건 (41백만원) 상정",
            ["접수=82건", "접수=110백만원", "접수=34건", "접수=41백만원"],
        ),
        ("회의: 총 9회 (정례 3회, 월요 6회)", ["회의=9회", "회의/정례=3회", "회의/월요=6회"]),
        ("지시(훈시)사항 정리: 7건", ["지시(훈시)사항 정리=7건"]),
        ("교육 실시(2회) : 2015. 2. 23(월), 2. 26(목)", ["교육 실시=2회"]),
        ("재산 매각: 총 11건(834㎡) / 7,165천원", ["재산 매각=11건", "재산 매각=834㎡", "재산 매각=7165천원"]),
        (
            "총사업비: 12백만원 (국비 5,000 시비 7,000)",
            ["총사업비=12백만원", "총사업비=5000백만원", "총사업비=7000백만원"],
        ),
        ("접종률: 1차 85.3%, 2차 80.1%", ["접종률/1차=85.3%", "접종률/2차=80.1%"]),
        ("급식 지원 2,345명(1식 8,000원)", ["급식 지원=2345명", "급식 지원/1식=8000원"]),
        ("청소 12회 실시(전년 대비 15% 증가)", ["청소=12회", "청소/전년 대비=15%"]),
        ("특별교부세 3백만원·조정교부금 2백만원 확보", ["특별교부세=3백만원", "조정교부금=2백만원"]),
        ("도로 보수 12개 노선 3.5km", ["도로 보수=12개", "도로 보수=3.5km"]),
        ("구성: 8개 국(단,소)별 10명 내외, 총 82명", ["구성=8개", "구성=10명", "구성/총계=82명"]),
    ],
)
def test_labels_and_parts(words: str, expected: list[str]) -> None:
    assert _told(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "행사 기간: 2021. 3 ~ 5월",
        "제17회 과학잔치, 제2차 심의회 개최",
        "신길10구역, 민선6기, 코로나19 대응",
        "담당: 02-120, 119 신고",
        "조례(제598호) 제정: '18. 10. 4.",
        "7. 16. ~ 24. 투표",
        "6급 팀장 대상 교육",
        "지하 1층, 6층 기록관",
    ],
)
def test_dates_ordinals_and_names_are_no_figures(words: str) -> None:
    assert _told(words) == []


def test_sources_of_money() -> None:
    found = _observe("□ 소요예산: 총 268,000천원(시 221,000, 구비 47,000)\n")
    assert [(each.measure, each.value, each.unit, dict(each.dims)) for each in found] == [
        ("예산액", Decimal(268_000), "천원", {}),
        ("예산액", Decimal(221_000), "천원", {"재원": "시비"}),
        ("예산액", Decimal(47_000), "천원", {"재원": "구비"}),
    ]
    (only,) = _observe("□ 예 산 액 : 총 20,100천원 (구비)\n")
    assert (only.measure, only.dims) == ("예산액", {"재원": "구비"})
    whole, share = _observe("□ 소요예산 : 총64,031천원(구비 100%)\n")
    assert (whole.value, share.measure, share.value, share.unit) == (Decimal(64_031), "재원 비율", Decimal(100), "%")
    assert share.dims == {"대상": "예산액", "재원": "구비"}


def test_a_budget_of_none_is_words() -> None:
    (none,) = _observe("□ 소요예산: 비예산\n")
    assert (none.measure, none.value, none.unit, none.text) == ("예산액", None, None, "비예산")


def test_cumulative_and_period() -> None:
    period, total = _observe("○ 청원 접수 330건(누계: 967건)\n")
    assert (period.value, period.span) == (Decimal(330), PERIOD)
    assert (total.value, total.span, total.item) == (Decimal(967), CUMULATIVE, "청원 접수")
    (alone,) = _observe("○ 청원 접수 330건\n")
    assert alone.span is None


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("접수: 3건", "건수"),
        ("참석: 3명", "인원"),
        ("개최: 3회", "횟수"),
        ("지급: 3억원", "금액"),
        ("설치: 3개소", "개수"),
        ("공개율: 75.4%", "비율"),
        ("보관: 3권", "권수"),
        ("등록: 3마리", "마리 수량"),
        ("살림과: 정원 23명", "정원"),
        ("면적: 83㎡", "면적"),
    ],
)
def test_the_unit_or_a_word_tells_the_measure(words: str, measure: str) -> None:
    (found,) = _observe(f"○ {words}\n")
    assert found.measure == measure


def test_the_bullet_above_and_the_words_around() -> None:
    (found,) = _observe("○ 마을 살리기\n\n- 골목 정비 30개 업소 간판 교체\n")
    assert (found.item, found.dims) == ("골목 정비", {"상위": "마을 살리기", "대상": "업소", "내용": "간판 교체"})
    (found,) = _observe("○ 회의 운영: 12회 이상 개최\n")
    assert found.dims == {"한정": "이상", "내용": "개최"}
    (found,) = _observe("○ 걷기 모임 등 총 10회 실시\n")
    assert (found.dims["예시"], found.item) == ("걷기 모임", "실시")


def test_ranges_are_a_least_and_a_most() -> None:
    least, most = _observe("○ 포상금: 노력상(30만원 ~ 200만원)\n")
    assert [(each.value, each.dims["한정"], each.dims["구분"]) for each in (least, most)] == [
        (Decimal(30), "최소", "노력상"),
        (Decimal(200), "최대", "노력상"),
    ]


def test_the_two_sides_of_an_arrow() -> None:
    before, after, rate = _observe("○ 봉사자 등록: 12,345명 ⇒ 13,456명 (9% 증가)\n")
    assert [each.dims["순서"] for each in (before, after)] == ["앞", "뒤"]
    assert (rate.item, rate.measure, rate.dims["내용"]) == ("봉사자 등록", "비율", "증가")


def test_measures_named_by_words() -> None:
    budget, spent, rate = _observe("○ 2022년 예산액 1,500천원, 집행액 1,200천원(집행률 80%)\n")
    assert [each.measure for each in (budget, spent, rate)] == ["예산액", "집행액", "집행률"]
    assert budget.year == 2022
    target, done, ratio = _observe("○ 지방세 징수: 목표 12억원, 실적 13억원(105%)\n")
    assert [(each.measure, each.item) for each in (target, done, ratio)] == [
        ("목표", "지방세 징수"),
        ("실적", "지방세 징수"),
        ("비율", "지방세 징수"),
    ]


def test_what_a_figure_is_for_each_of() -> None:
    (found,) = _observe("○ 보고회 개최: 분기별 1회\n")
    assert found.dims == {"기준": "분기별"}


@given(st.text(alphabet="가나다총등및의를 0123456789,.억만천원건명회%()/△~:-·⇒‘’「」\n", max_size=80))
def test_any_words_are_read_without_a_fault(words: str) -> None:
    for told in read_clauses(words):
        assert 0 <= told.amount.start < told.amount.end <= len(words)


def test_status_year_and_day_of_record() -> None:
    text = "Ⅱ. 추진실적\n\n□ 추진실적\n○ 점검: 3회 (10.31 현재)\n○ 2021년 결산: 7백만원\n□ 향후계획\n○ 점검: 4회\n"
    done, settled, planned = _observe(text)
    assert (done.status, done.year, done.as_of) == (ACTUAL, 2023, "2023-10-31")
    assert (settled.status, settled.year) == (ACTUAL, 2021)
    assert (planned.status, planned.as_of) == (PLAN, None)
    (expected,) = _observe("Ⅱ. 추진실적\n\n○ 추가 설치: 4개소(예정)\n")
    assert expected.status == EXPECTED


def test_one_row_a_bullet_and_ids_of_their_own() -> None:
    found = _observe(REPORT_TEXT)
    assert len({each.id for each in found}) == len(found)
    sub = [each for each in found if each.item == "요청 처리"]
    assert [each.value for each in sub] == [Decimal(46), Decimal(5), Decimal(41)]
    assert len({each.row for each in sub}) == 1
    assert sub[0].row_end == sub[2].row_end


def test_headings_names_and_numbers_of_headings_are_no_figures() -> None:
    assert _observe("1 조 직\n\n2 인 력\n\n 3 살림 꾸리기 살림팀\n\n□ 사업개요\n") == []


def test_a_copy_names_the_place_in_its_original() -> None:
    text = "# 이름\n\n## 실적\n\n원문 위치: Ⅱ. 실적 > 1\n\n- 회의: 3회\n\n### 더\n\n- 교육: 2회\n\n"
    text += "## 계획\n\n- 모임: 4회\n"
    assert [each.place for each in _observe(text, "md")] == ["Ⅱ. 실적 > 1", "Ⅱ. 실적 > 1", None]


def test_words_before_and_after_a_figure() -> None:
    assert before_figure("자유, 두암 등 어린이공원").name == "어린이공원"
    assert before_figure("현안회의 등 총").examples == "현안회의"
    assert before_figure("구 SNS를 통해").manner == "구 SNS"
    assert before_figure("기존 기기 보완 및") == before_figure("")
    assert after_figure("의 놀이터 재정비") == "놀이터 재정비"
    assert after_figure(" 추가설치로 폐기물 감량 기여") == "추가설치"
    assert tidy_label("예 산 액 : ") == "예산액"
    assert tidy_label("‘21년") == ""


@needs_originals
def test_every_labelled_bullet_of_the_originals() -> None:
    import ingest
    from ingest.manifest import read_manifest

    entries = read_manifest(ORIGINALS)
    scores = scores_of(ingest.read(path, path.name, entries.get(path.name)) for path in sorted(ORIGINALS.glob("*.txt")))
    for kind in ("라벨 항목", "문장 속 수치"):
        assert scores[kind].misses == ()
        assert scores[kind].rows > 30
