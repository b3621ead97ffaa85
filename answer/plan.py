"""The typed plan: what a question asks. Rules fill it, or a language model does; everything after reads only this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

OPERATIONS: Mapping[str, str] = {
    "lookup": "수치 조회",
    "filter": "조건에 맞는 목록",
    "rank": "순위",
    "count": "개수",
    "aggregate": "계산",
    "compare": "비교",
    "list": "목록",
    "prose": "내용 찾기",
    "locate": "소관·위치 찾기",
    "define": "용어·기준 설명",
    "summary": "요약",
    "schedule": "일정",
    "duties": "팀과 업무",
    "conflict": "값의 차이 확인",
    "decline": "답하지 않음",
}
"""Every operation, with what `understood` calls it."""

COMPARATORS: Mapping[str, str] = {
    "lt": "미만",
    "le": "이하",
    "gt": "초과",
    "ge": "이상",
    "eq": "정확히",
    "ne": "아닌",
}

FUNCTIONS: Mapping[str, str] = {
    "sum": "합계",
    "mean": "평균",
    "difference": "차이",
    "ratio": "비율",
    "change": "증감률",
}

ENTITIES: Mapping[str, str] = {
    "indicator": "지표",
    "programme": "사업",
    "department": "부서",
    "bureau": "실국",
    "team": "팀",
    "item": "항목",
    "year": "연도",
}

OFFICES = frozenset({"bureau", "department", "team"})
"""Entities that are units of an agency."""
GROUPS = OFFICES | {"programme"}
"""Entities by which the rows of a data set are grouped."""
SETS = GROUPS | {"indicator", "year"}
"""Entities that are listed and counted as whole sets; an item is a row of whatever its table is of."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison that rows must meet: `달성률 lt 100 %`. `source` says when the report's own rule set it."""

    measure: str
    comparator: str
    value: str
    unit: str | None = None
    source: str | None = None

    def words(self) -> str:
        name = f"{self.measure} " if self.measure else ""
        value = f"{float(self.value):,.10g}" if self.value.replace(".", "").isdigit() else self.value
        if self.unit == "원" and float(self.value) >= 10**8:
            value, unit = f"{float(self.value) / 10**8:,.10g}", "억원"
        else:
            unit = self.unit or ""
        return f"{name}{value}{unit} {COMPARATORS[self.comparator]}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: names as the index has them, years, report ids; empty means everywhere."""

    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    bureaus: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One question, typed.

    `measures` are canonical (달성률), `terms` the words of the subject, `sought` what kind of thing the question word
    asks for (명, 원, 날짜, 이유 …), `unit` the unit the answer is wanted in, `entity` what is listed, ranked or counted
    (a key of ENTITIES), `top` how many of a ranking or, with `nth`, which one.
    Example: 청소과 달성률 1등 지표 → rank, measures (달성률,), scope departments (청소과,), entity indicator, top 1.
    """

    operation: str
    measures: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    scope: Scope = field(default_factory=Scope)
    terms: tuple[str, ...] = ()
    entity: str | None = None
    function: str | None = None
    descending: bool = True
    top: int | None = None
    nth: int | None = None
    sought: str | None = None
    unit: str | None = None
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def understood(self) -> str:
        """The one line above the answer: 2021년 · 재무과 · 달성률 100% 미만 · 지표 · 조건에 맞는 목록."""
        scope = self.scope
        parts = [*scope.agencies, *(f"{year}년" for year in scope.years)]
        parts += [*scope.bureaus, *scope.departments, *scope.teams]
        if self.terms:
            parts.append(" ".join(self.terms))
        parts += [measure for measure in self.measures if measure not in {c.measure for c in self.conditions}]
        parts += [condition.words() for condition in self.conditions]
        if self.operation == "rank":
            parts.append(f"{'높은' if self.descending else '낮은'} 순")
        if self.function:
            parts.append(FUNCTIONS[self.function])
        if self.entity:
            parts.append(ENTITIES[self.entity])
        if self.unit:
            parts.append(f"{self.unit} 단위")
        parts.append(OPERATIONS[self.operation])
        return " · ".join(dict.fromkeys(parts))
