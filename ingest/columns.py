"""What the words of a table's header mean: a dimension, a measure, a unit, a year, a date of record.

`read_column(("집행액", "9.30.기준"), ("천원",))` is the measure 집행액 in 천원, status 실적, as of 30 September.
`read_column(("일반직", "7급"))` is no measure but a place among the grades: dims 직군 and 급.
Words that are in no lexicon become the measure themselves: `청구건수`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from records import ACTUAL, CUMULATIVE, EXPECTED, PLAN

DIMENSION, MEASURE, CATEGORY = "dimension", "measure", "category"
UNIT, NOTE, PLACE, SKIP, NAME, VALUE = "unit", "note", "place", "skip", "name", "value"


@dataclass(frozen=True, slots=True)
class Column:
    """One column (or row label) of a table.

    `role`: dimension (`name` is a field of Observation or a key of dims), measure, category (a year, a grade or
    another heading that tells cells apart and measures nothing), unit, note, place, skip, and for tables in long form
    name (holds the names of measures) and value. `as_of` is (year or None, month, day). `inner` is a second dimension
    that the cells carry in brackets: `전략목표명 (실국명)`.
    """

    header: str
    role: str
    name: str
    unit: str | None = None
    status: str | None = None
    span: str | None = None
    year: int | None = None
    as_of: tuple[int | None, int, int] | None = None
    total: bool = False
    inner: str | None = None
    known: bool = False
    dims: Mapping[str, str] = field(default_factory=dict, hash=False)


def _listed(words: str) -> list[str]:
    return words.split()


def _words(table: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words.split()}


FIELDS = _words(
    {
        "agency": "기관 기관명 자치구 자치구명 구명 구청 지자체 지자체명 시군구",
        "bureau": "국 국별 국명 실국 실국명 실국별 실·국 국·소 국소 국소별 국단소 국실 소관국",
        "department": "부서 부서명 부서별 과 과명 과별 실과 실과명 담당부서 소관부서 주관부서 추진부서 집행부서",
        "team": "팀 팀명 담당팀 소관팀 주관팀",
        "programme": "주요사업 주요사업명 사업 사업명 단위사업 단위사업명 단위사업별 세부사업 세부사업명 추진사업",
        "indicator": "성과지표 성과지표명 지표 지표명 핵심지표 측정지표 평가지표",
        "item": "항목 구분 명칭 세목 과목 목록 시설 시설명 종류 이름 품목 내역",
        "year": "연도 년도 회계연도 기준연도 연도별 년",
        "as_of": "기준일 기준일자 기준시점",
        "status": "상태",
        "span": "기간구분",
    }
)
"""Headers that name a dimension, and the field of the observation that it fills."""

NAMED_DIMENSIONS = _words(
    {
        "전략목표": "전략목표 전략목표명",
        "성과목표": "성과목표 성과목표명",
        "정책사업목표": "정책사업목표 정책사업목표명",
        "정책사업": "정책사업 정책사업명",
        "재원": "재원 재원별 재원구분",
        "분야": "분야 분야별 부문",
        "급": "직급 급 급수 계급",
        "직군": "직군 직렬 직종",
        "지역": "지역 동 동명 동별 행정동",
        "회계": "회계 회계구분",
    }
)
"""Headers that name a dimension kept under its own word."""

ROLES = _words(
    {
        UNIT: "단위",
        NOTE: "비고 참고 메모",
        PLACE: "원문위치 원문위치(줄) 출처위치 위치(원문)",
        SKIP: "연번 번호 순번 no no. 쪽 페이지",
        NAME: "측정 측정값이름 측도 측정항목 지표종류",
        VALUE: "값 수치 측정값",
    }
)

MEASURES = _words(
    {
        "목표": "목표 목표치 목표값 목표량",
        "실적": "실적 실적치 실적값 추진실적",
        "달성률": "달성률 달성율 목표달성률 목표달성율",
        "예산액": "예산액 예산 예산금액 소요예산",
        "예산현액": "예산현액",
        "전년도예산액": "전년도예산액 전년예산액 전년도예산 전년예산",
        "비교증감": "비교증감 비교증감액",
        "집행액": "집행액 집행금액",
        "지출액": "지출액",
        "집행률": "집행률 집행율",
        "예상잔액": "예상잔액",
        "잔액": "잔액 집행잔액",
        "비중": "비중 구성비 점유율",
        "비율": "비율",
        "증가액": "증가액",
        "증가율": "증가율 증가률",
        "증감": "증감 증감액",
        "증감률": "증감률 증감율",
        "정원": "정원",
        "현원": "현원",
        "과부족": "과부족",
        "결원": "결원",
        "횟수": "횟수 회수",
        "참여자": "참여자 참여자수 참여인원",
        "규모": "규모",
        "사업량": "사업량",
        "사업 수": "사업수",
        "사업기간": "사업기간",
        "사업주체": "사업주체",
        "현황": "현황",
        "금액": "금액",
        "건수": "건수",
        "인원": "인원",
    }
)
"""Headers (and row labels) that name a measure, by its canonical name."""

EXPECTED_MEASURES = {"집행예정액": "집행액", "집행예정": "집행액"}
"""Headers that name a measure and that it is only expected."""

GENERIC = frozenset(_listed("계 합계 총계 소계 개수 금액 건수 인원 비율 수 액 율"))
"""Leaf headers that say little without the heading above them: 정책사업목표 > 개수."""

TOTALS = frozenset(_listed("계 합계 총계 소계 총합계 총 전체"))
TEXTUAL = re.compile(
    r"(?:기간|일정|대상|방법|내용|주기|시기|장소|주체|근거|업무|일시|결과|효과|사유|주요|기준|방식|시행일|현황)$"
)
"""Headers whose cells are told in words, not figures: 추진 일정, 평가시기."""

UNITS = frozenset(
    _listed(
        "원 천원 백만원 억원 만원 조원 십억원 % ％ %p 퍼센트 명 천명 만명 백명 인 사람 건 천건 만건 회 차 개 개소 곳"
        " 대 대수 톤 천톤 kg ㎏ g ㎡ 천㎡ ㎢ ㎥ ha m ㎞ km 권 천권 종 호 세대 가구 면 점 천점 시간 일 개월 년 팀 개팀"
        " 마리 L ℓ kW kWh"
        " 필지 동 부 부서 개국 개교 학급 학교 업체 기관 단체 주 그루 장 편 식 위 배"
    )
)
MONEY = frozenset(_listed("원 천원 백만원 억원 만원 조원 십억원"))
MONEY_WORDS = re.compile(
    r"예산|[가-힣]액|금액|잔액|수익|비용|수지|사업비|증감|지출|세입|세출|보조금|교부금|국비|시비|구비|도비"
)
SOURCES = frozenset(_listed("국비 시비 구비 도비 군비 특별교부금 특별교부세 교부세 기금 자부담 민자"))
IMPLIED_UNITS = (
    (r"건수$", "건"),
    (r"횟수$", "회"),
    (r"(?:정원|현원|과부족|결원|인원)$", "명"),
    (r"(?:사업|지표|목표)수$", "개"),
)
"""Units that a measure's own name tells."""
COUNT_WORDS = re.compile(r"(?:횟수|건수|인원|참여자|정원|현원|과부족|개수|사업수|지표수)$")
RATE_WORDS = re.compile(r"(?:률|율|비중|구성비)$")

_UNIT_NOTE = re.compile(r"[(\[〔（]?\s*단위\s*[:：]\s*([^)\]〕）\n|]{1,20}?)\s*(?:[)\]〕）]|$)")
_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:회계연도|년도|년|학년도)?(?![\d.])|['’‘`´](\d\d)\s*(?:년도|년)(?!\d)")
_DATE = re.compile(
    r"(?:['’‘]?((?:20)?\d\d)\s*[.년]\s*)?(\d{1,2})\s*(?:[.월]\s*(\d{1,2})\s*[.일]?\s*(기준|현재|까지)|월\s?말(?:\s?(기준|현재|까지))?)"
)
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_GRADE = re.compile(r"\d급(?:이하|이상)?")
_SPANS = {"누계": CUMULATIVE, "누적": CUMULATIVE, "총누계": CUMULATIVE}
_STATES = {
    "집행예정액": EXPECTED,
    "집행예정": EXPECTED,
    "예정": EXPECTED,
    "전망": EXPECTED,
    "예정액": EXPECTED,
    "추정": EXPECTED,
    "계획": PLAN,
    "안": PLAN,
    "실적": ACTUAL,
    "결산": ACTUAL,
}
"""Words in brackets or in an upper heading that tell what was done from what is planned."""


def tidy(text: str) -> str:
    """A header with its white space folded and its spaced letters joined: `예 산 액` → `예산액`, `사업 수` stays."""
    folded = " ".join(text.split())
    joined = re.sub(r"(?<![가-힣])[가-힣](?: [가-힣])+(?![가-힣])", lambda m: m[0].replace(" ", ""), folded)
    return re.sub(r"([가-힣]) ([․·‧・]) ([가-힣])", r"\1\2\3", joined)


_DOTS = str.maketrans("․‧・ㆍ•", "·····")


def key(text: str) -> str:
    """What a lexicon is asked for: no white space, lower case, one kind of middle dot."""
    return "".join(text.translate(_DOTS).split()).lower().rstrip(":：")


def find_units(text: str) -> tuple[str, ...]:
    """The units of a note such as `(단위:개, 백만원)`; empty where there is none."""
    found = _UNIT_NOTE.search(text)
    if not found:
        return ()
    return tuple(part for part in re.split(r"\s*[,/·]\s*", found[1].strip()) if part)


def is_unit(text: str) -> bool:
    """Is the text a unit of measure: `천원`, `%`, `개소`?"""
    return text.replace(" ", "") in UNITS


def read_column(labels: Sequence[str], units: Sequence[str] = ()) -> Column:
    """What a column means, from its header cells (top to bottom) and the units noted beside the table.

    An empty header is a measure without a name. See the module's examples.
    """
    parts = list(dict.fromkeys(tidy(label) for label in labels if label.strip()))
    column = Column(" ".join(parts), MEASURE, "")
    bare = []
    for part in parts:
        column, rest = _qualify(column, part, leaf=part is parts[-1])
        if rest:
            bare.append(rest)
    column = _name(column, bare)
    if column.role == MEASURE and column.unit is None:
        column = replace(column, unit=pick_unit(column.name, units) or implied_unit(column.name))
    if column.name in EXPECTED_MEASURES:
        return replace(column, name=EXPECTED_MEASURES[column.name], status=EXPECTED, known=True)
    if column.status is None and column.name.startswith(("예상", "예정")):  # 예상잔액 is what will be left
        column = replace(column, status=EXPECTED)
    return column


def implied_unit(measure: str) -> str | None:
    """The unit that a measure's own name tells: 청구건수 건, 횟수 회, 정원 명."""
    return next((unit for pattern, unit in IMPLIED_UNITS if re.search(pattern, key(measure))), None)


def pick_unit(measure: str, units: Iterable[str]) -> str | None:
    """Which unit of a note is a measure's: money for 예산액, none of them for a rate.

    >>> pick_unit("지표수", ("개", "백만원")), pick_unit("비교증감", ("개", "백만원")), pick_unit("집행률", ("천원",))
    ('개', '백만원', '%')
    """
    if RATE_WORDS.search(key(measure)):
        return "%"
    told = list(units)
    given = [unit for unit in told if unit != "%"] or told  # (단위: 백만원, %): the % is for the rates beside it
    wants_money = bool(MONEY_WORDS.search(measure))
    if len(given) == 1 and not COUNT_WORDS.search(key(measure)):
        return given[0]
    return next((unit for unit in given if (unit in MONEY) == wants_money), None)


def _qualify(column: Column, part: str, leaf: bool) -> tuple[Column, str]:
    """Take out of one header cell what only qualifies: unit, date, year, status, span. The rest is a name."""
    for content in _BRACKET.findall(part):
        column, used = _take(column, content)
        if not used and len(content) > 1 and part != f"({content})":  # 기타(취하, 이송 등): what the word takes in
            column, used = replace(column, dims={**column.dims, "설명": content}), True
        if used:
            part = re.sub(r"\s*[(（\[]" + re.escape(content) + r"[)）\]]", " ", part, count=1)
    date = _DATE.search(part)
    if date:
        column = _dated(column, date)
        part = part.replace(date[0], " ")
    year = _YEAR.search(part)
    if year:
        column = replace(column, year=int(year[1]) if year[1] else 2000 + int(year[2]))
        part = part.replace(year[0], " ")
    part = " ".join(part.split()).strip(" .·")
    if not leaf and key(part) in _STATES:
        column, part = replace(column, status=_STATES[key(part)]), ""
    return column, part


def _take(column: Column, content: str) -> tuple[Column, bool]:
    word = key(content)
    unit = content.split(":")[-1].split("：")[-1].strip() if word.startswith("단위") else content.strip()
    if is_unit(unit):
        return replace(column, unit=unit.replace("％", "%").replace("퍼센트", "%")), True
    if word in _SPANS:
        return replace(column, span=_SPANS[word]), True
    if word in _STATES:
        return replace(column, status=_STATES[word]), True
    date = _DATE.fullmatch(content.strip())
    if date:
        return _dated(column, date), True
    if word in SOURCES:
        return replace(column, dims={**column.dims, "재원": content.strip()}), True
    inner = NAMED_DIMENSIONS.get(word) or FIELDS.get(word)
    if inner and word not in ("구분", "사업"):
        return replace(column, inner=inner), True
    return column, False


def _dated(column: Column, date: re.Match[str]) -> Column:
    year = None if date[1] is None else int(date[1]) if len(date[1]) == 4 else 2000 + int(date[1])
    month = int(date[2])
    if not 1 <= month <= 12:
        return column
    day = int(date[3]) if date[3] else _LAST_DAYS[month - 1]  # 9월 말 is the 30th
    status = column.status or (EXPECTED if "까지" in (date[4], date[5]) else ACTUAL)
    return replace(column, as_of=(year, month, day), status=status)


def _name(column: Column, bare: Sequence[str]) -> Column:
    """Decide the role from the names left over, the lowest first."""
    if not bare:
        qualified = column.year is not None or column.as_of is not None
        return replace(column, role=CATEGORY if qualified else MEASURE)
    leaf, upper = bare[-1], list(bare[:-1])
    word = key(leaf)
    if word in ROLES and not upper:
        return replace(column, role=ROLES[word], name=leaf, known=True)
    if _GRADE.fullmatch(word):
        dims = {"직군": upper[-1]} if upper else {}
        return replace(column, role=CATEGORY, name=leaf, dims={**dims, "급": leaf}, known=True)
    if not upper and column.status is None and (word in FIELDS or word in NAMED_DIMENSIONS):
        return replace(column, role=DIMENSION, name=FIELDS.get(word) or NAMED_DIMENSIONS[word], known=True)
    return _measure(column, leaf, upper)


def _measure(column: Column, leaf: str, upper: Sequence[str]) -> Column:
    word = key(leaf)
    known = [MEASURES[key(part)] for part in upper if key(part) in MEASURES]
    if word in _STATES and known:  # 예산액 > 계획: the upper heading measures
        return replace(column, name=known[-1], status=_STATES[word], known=True)
    if word in TOTALS:
        above = known[-1] if known else upper[-1] if upper else None
        dims = {"구분": leaf} if known else {"구분": upper[-1]} if upper else {}
        return replace(
            column, name=above if known and above else leaf, total=True, known=bool(known), dims={**column.dims, **dims}
        )
    if word in MEASURES and word not in GENERIC:
        dims = {"구분": upper[-1]} if upper and key(upper[-1]) not in MEASURES else {}
        return replace(column, name=MEASURES[word], known=True, dims={**column.dims, **dims})
    if word in GENERIC:
        same = known and known[-1] == MEASURES.get(word)
        return replace(column, name=leaf if same else _under(leaf, upper), known=word in MEASURES)
    if known:  # 집행액 > 인건비: a part of what the upper heading measures
        return replace(column, name=known[-1], dims={**column.dims, "구분": leaf})
    dims = {"구분": upper[-1]} if upper else {}
    return replace(column, name=leaf, dims={**column.dims, **dims})


def _under(leaf: str, upper: Sequence[str]) -> str:
    return f"{upper[-1]} {leaf}" if upper else leaf
