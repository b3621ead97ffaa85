"""The plans of the loopback fake: a reader by keywords, honest and naive, who knows only what the prompt tells.

It reads a question apart from the rules, as a weak model would: names that stand in the question, a measure, a few
words for what to do. So plans differ, and it can be measured whose had better win.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_QUESTION = re.compile(r"<질문-\w+>\n(.*?)\n</질문", re.DOTALL)
_LISTS = {
    "measures": re.compile(r"항목 이름으로 적습니다: (.+)"),
    "years": re.compile(r"연도: ([\d, ]+)"),
    "offices": re.compile(r"기관·부서: (.+)"),
}
OPERATIONS = (
    ("가장|1위|1등|순위|상위", "rank"),
    ("평균|합계|총액", "aggregate"),
    ("비교|차이", "compare"),
    ("몇 ?개|개수", "count"),
    ("못한|미만|이상|이하|초과", "filter"),
    ("목록|모두|전부", "list"),
    ("요약|정리", "summary"),
    ("무슨 뜻|뜻", "define"),
    ("언제|일정", "schedule"),
)
"""Words of a question and what they ask for, the first that stands in it; else lookup."""
FUNCTIONS = (("평균", "mean"), ("합계|총액", "sum"), ("차이", "difference"), ("비율", "ratio"))
ENTITIES = (("부서|과는|과를|어느 과", "department"), ("지표", "indicator"), ("사업", "programme"), ("팀", "team"))
KINDS = (("구|시|군", "agencies"), ("국|실|단", "bureaus"), ("팀", "teams"), ("", "departments"))
"""The end of a name and the slot of the scope that it goes to."""
_CONDITION = re.compile(r"(\d+) ?%? ?(미만|이하|이상|초과)")
_COMPARATORS = {"미만": "lt", "이하": "le", "이상": "ge", "초과": "gt"}
_PARTICLE = re.compile(r"(?:은|는|이|가|을|를|의|에서|에|로|와|과|도|만|인가요|했나요|인지|요)?[?.!]*$")
_ASKING = re.compile(r"^(?:얼마|몇|무엇|어디|어느|누구|알려|말해|답해|대해|관해|주세요|해줘|주십시오|있|되|하)")


def read(prompt: str) -> Mapping[str, Any]:
    """A plan by the keywords of the question that stands in a prompt."""
    found = _QUESTION.search(prompt)
    question = found[1] if found else ""
    names = {kind: _known(pattern, prompt) for kind, pattern in _LISTS.items()}
    measures = _standing(names["measures"], question)[:1]
    offices = _standing(names["offices"], question)
    years = [int(year) for year in names["years"] if year in question]
    conditions = [
        {"measure": (measures or ["달성률"])[0], "comparator": _COMPARATORS[m[2]], "value": m[1], "unit": "%"}
        for m in _CONDITION.finditer(question)
    ]
    return {
        "operation": _first(OPERATIONS, question) or "lookup",
        "measures": measures,
        "conditions": conditions,
        "scope": {"years": years, **_by_kind(offices)},
        "terms": _terms(question, [*offices, *measures, *map(str, years)]),
        "entity": _first(ENTITIES, question),
        "function": _first(FUNCTIONS, question),
    }


def _known(pattern: re.Pattern[str], prompt: str) -> list[str]:
    found = pattern.search(prompt)
    return [name.strip() for name in found[1].split(",")] if found else []


def _standing(names: list[str], question: str) -> list[str]:
    """The names that stand in a question, none inside another."""
    found: list[str] = []
    for name in sorted(filter(None, names), key=len, reverse=True):
        if name in question and not any(name in longer for longer in found):
            found.append(name)
    return found


def _first(table: tuple[tuple[str, str], ...], question: str) -> str | None:
    return next((meaning for words, meaning in table if re.search(words, question)), None)


def _by_kind(offices: list[str]) -> dict[str, list[str]]:
    scope: dict[str, list[str]] = {}
    for office in offices:
        kind = next(slot for ends, slot in KINDS if re.search(f"(?:{ends})$", office))
        scope.setdefault(kind, []).append(office)
    return scope


def _terms(question: str, used: list[str]) -> list[str]:
    for name in used:
        question = question.replace(name, " ")
    words = (_PARTICLE.sub("", word) for word in re.sub(r"[^0-9A-Za-z가-힣 ]", " ", question).split())
    return [word for word in words if len(word) > 1 and not word.isdigit() and not _ASKING.match(word)]
