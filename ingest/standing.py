"""What the words of a heading settle: status (실적, 계획) and year."""

from __future__ import annotations

import re
from collections import Counter

from records import ACTUAL, PLAN

_ACTUAL = re.compile(r"실적|(?:추진|운영|사업|주요)\s?(?:성과|결과)|(?:추진|운영)\s?현황|평가\s?결과|이행\s?현황")
_PLAN = re.compile(r"계획|향후|일정|추진\s?방향|신규|중점\s?추진|투자\s?사업|예정\s?사업")
_NEUTRAL = re.compile(r"개요|배경|근거|필요성|목적|예산|재원|집행|방침|효과|대상|추진\s?체계")
GENERAL = re.compile(
    r"(?:일반|기본)?현황|조직(?:현황|도)?|기구|조직및(?:인력|정원)|인력(?:현황)?|정원(?:현황)?|직원현황|인원|(?:주요)?시설(?:및장비)?(?:현황)?"
    r"|장비|예산(?:현황|규모)?|재정(?:현황)?|세입세출예산|업무분장|사무분장|팀별업무|주요업무|주요기능|위원회(?:현황)?|주요통계"
)
"""Compact titles of the headings that every 주요업무보고 opens with; no programmes, neither plan nor result."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:년도|년|학년도|회계연도)|['’‘`](\d\d)\s?년")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s?(?:년|\.))|['’‘`](\d\d)(?=\s?(?:년|\.))")


def status_of(title: str, inherited: str | None) -> str | None:
    """실적, 계획, or None where the words do not settle it; `inherited` is what the headings above say.

    `사업개요` and `소요예산` are part of a plan under one; under results the columns tell, hence None.
    """
    plan, actual = bool(_PLAN.search(title)), bool(_ACTUAL.search(title))
    if plan and actual:
        # `주요업무계획 추진실적` is about results; `실적 및 계획` is about both
        return None if re.search(r"[및과와·/]", title) else _by_last_word(title)
    if plan or actual:
        return PLAN if plan else ACTUAL
    if GENERAL.fullmatch(re.sub(r"\s", "", title)) and inherited != PLAN:
        return None
    if _NEUTRAL.search(title):
        return PLAN if inherited == PLAN else None
    return inherited


def report_status(title: str) -> str | None:
    """What a report's title says of all of it: `추진현황` 실적, `성과계획서` 계획; a 보고 of both is neither."""
    return None if "보고" in title or len(_YEAR.findall(title)) > 1 else status_of(title, None)


def _by_last_word(title: str) -> str:
    last_plan = max(match.end() for match in _PLAN.finditer(title))
    last_actual = max(match.end() for match in _ACTUAL.finditer(title))
    return PLAN if last_plan > last_actual else ACTUAL


def year_of(title: str) -> int | None:
    """The only year a heading names (`Ⅲ. 2022년 주요업무 추진계획`); None for none or several."""
    years = {_printed_year(match) for match in _YEAR.finditer(title)}
    return years.pop() if len(years) == 1 else None


def planned_year(title: str) -> int | None:
    """The year of the plan in a title that names results and plan: `2015년 추진실적과 2016년 추진계획` → 2016."""
    matches = list(_YEAR.finditer(title))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        words = title[match.end() : following.start() if following else len(title)]
        if "계획" in words and "실적" not in words:
            return _printed_year(match)
    return None


def _printed_year(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else 2000 + int(match[2])


def years_named(text: str) -> Counter[int]:
    """How often a text names each year: 2016년, 2016. 3., ’16."""
    return Counter(int(match[1] or f"20{match[2]}") for match in _ANY_YEAR.finditer(text))


def commonest_year(text: str, after: int | None) -> int | None:
    """The year that a text names most often, among the five after `after`; the earlier of two."""
    counts = {year: n for year, n in years_named(text).items() if after is None or after < year <= after + 5}
    return min(counts, key=lambda year: (-counts[year], year)) if counts else None
