"""Names and nouns of a sentence that no evidence holds: persons, offices, things in quotes, tales of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.digits import MARKER
from answer.llm.claims import CLAIMS
from answer.llm.grounds import Said
from answer.normal import compact, fold
from index.morphemes import Morpheme

_QUOTED = re.compile(r"[‘“\"']([^‘’“”\"']{2,})[’”\"']")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.@_-]+")
_OFFICE = re.compile(
    r"(?<![가-힣])([가-힣]{2,9}(?:담당관|위원회|협의회|센터|재단|공단|공사|학교|병원|은행|"
    r"과|국|팀|구|시|군|동|읍|면|청|원|관|회|단|소|실|처|사|부))"
    r"(?=[의은는이가을를와과에도로만까부께라] ?|[,.)·’'\"]| |$)"
)
"""What may be an office or a place; 결과, 활동 and 민원실 too, which are words of their own."""
_KINDS = frozenset("담당관 위원회 협의회 센터 재단 공단 공사 학교 병원 은행".split())
_PERSON = re.compile(
    r"(?<![가-힣])([가-힣]{2,4} ?(?:구청장|부구청장|시장|군수|국장|과장|실장|소장|팀장|주무관|사무관|서기관|의원|의장|"
    r"위원장|센터장|원장|관장|대표|교수|박사|선생|씨|님))(?![가-힣]{2})"
)
COMMON = frozenset(
    "결과 효과 성과 초과 경과 통과 부과 각국 전국 외국 역시 다시 반드시 즉시 도시 실시 표시 지시 제시 공시 고시 게시 "
    "개시 명시 동시 일시 임시 수시 상시 요구 연구 기구 도구 친구 누구 지역구 자치구 내용 다음 아래 기준 전체 가운데 "
    "경우 확인 보고서 수치 답변 질문 차이 비교 이상 이하 미만 정도 합계 평균 목록 항목 모두 각각 기록 해당 관련 대비 "
    "자료 원문 출처 근거 값 수준 규모 사항 부분 결론 요약 정리 현황 상황 기간 시점 올해 작년 전년 부서 사업 지표 목표 "
    "실적 달성 달성률 예산 집행 계획 추진 운영 포함 제외 나머지 순서 순위 상위 하위 감사 설명 안내 참고 이유 방법 대상 "
    "주요 개수 건수 인원 금액 비율 단위 연도 기관 업무 담당".split()
)
"""Nouns that any answer about a report may use without leaning on it."""
TELLING = frozenset(
    "집계 파악 차지 구성 편성 책정 배정 시행 실시 수행 진행 소개 제시 명시 서술 기재 표기 언급 나열 비롯 대비 상회 "
    "하회 초과 미달 도달 충족 감소 증가 상승 하락 성공 실패".split()
)
"""Nouns of verbs that only tell, or that are claims and judged as such; 취업하다 and 취소하다 say more."""


def strange_name(said: Said) -> bool:
    """A name of a person, an office, a place or a thing in quotes that no evidence holds."""
    text = MARKER.sub(" ", said.text)
    tagged = said.grounds.tagged(text)
    names = [m.form for m in tagged if m.tag == "NNP" and len(m.form) > 1]
    names += [*_QUOTED.findall(text), *_LATIN.findall(text), *_PERSON.findall(text)]
    names += [m[1] for m in _OFFICE.finditer(text) if not _is_word(m[1], m.end(1), tagged)]
    links = said.grounds.context.corpus.names.find(fold(text))
    names += [link.name for link in links if compact(link.name) in compact(text)]
    asked = "" if said.marks and links else said.grounds.question
    return any(not _holds(said.leaning + asked, name) for name in names)


def _is_word(name: str, end: int, tagged: Sequence[Morpheme]) -> bool:
    """Is what looks like an office a word, or does it end in one: 결과, 추진 활동; in 평화협력과 the 과 is alone."""
    return name in COMMON or any(
        m.end == end and len(m.form) > 1 and m.form not in _KINDS and m.tag in {"NNG", "VV", "VA"} for m in tagged
    )


def _holds(words: str, name: str) -> bool:
    plain = compact(name.rstrip("….,"))
    return plain in words or (plain[-1:] in "과와의은는이가" and len(plain) > 3 and plain[:-1] in words)


def foreign(said: Said) -> bool:
    """A noun that stands in no evidence and that not every answer may use: a name, or a tale of the model's own."""
    nouns = said.grounds.nouns(MARKER.sub(" ", said.text), verbs=True) - COMMON - TELLING
    return any(compact(noun) not in said.grounds.everything for noun in nouns)


def echo(said: Said) -> bool:
    """Words of the question alone: ‘해킹 성공’ is what an asker wants said, and no place says it."""
    if CLAIMS["none"].said.search(said.text):  # that there is nothing about what was asked
        return False
    text, grounds = MARKER.sub(" ", said.text), said.grounds
    told = {*(grounds.nouns(text) - COMMON), *_LATIN.findall(text)}
    held = said.leaning if said.marks else grounds.told
    return bool(told) and not any(compact(word) in held for word in told)


def unsaid(said: Said) -> bool:
    """Without a figure nothing but the words can be held against the evidence: one line of it must have them all."""
    text = MARKER.sub(" ", said.text)
    nouns = said.grounds.nouns(text) - COMMON
    if not nouns or any(letter.isdigit() for letter in text):
        return False
    return not any(all(compact(noun) in line.names for noun in nouns) for line in said.lines)
