"""The gold copies of `tests/gold` as facts to be found: which words a figure must carry, and its value.

A gold row is a tuple of cells; it is read exactly when every cell is. A cell names the file, the words that must stand
on the observation (each a set of spellings that will do), its measure, its value and unit. Example: the row
`감사 실시 회 10 12 120` is three cells, 목표 10 회, 실적 12 회 and 달성률 120 %, each with the words 감사담당관,
내실 있는 감사행정 운영 and 감사 실시.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from errors import DataFileError

Row = dict[str, str]
Words = tuple[frozenset[str], ...]

MONEY = {"억원": 10**8, "백만원": 10**6, "만원": 10**4, "천원": 10**3, "원": 1}
DOTS = str.maketrans("․‧・․⋅ᆞ∙•", "········")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure to be found. `value` None: only the words are compared (a row without figures, a duty, a date).

    `without`: words that must not stand on it (the whole of a budget is not its 시비). `printed`: an observation in
    words that holds the figure will do too, as `17개 시·도 (시·군·구실적포함)` does for 17개.
    """

    file: str
    words: Words
    measures: frozenset[str] = frozenset()
    value: Decimal | None = None
    unit: str = ""
    as_of: str = ""
    status: str = ""
    span: str = ""
    line: int | None = None
    without: frozenset[str] = frozenset()
    printed: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A row of a gold copy, its name for the list of misses, and the cells that make it up."""

    name: str
    cells: tuple[Cell, ...]


def flat(text: str) -> str:
    """Without white space and with one kind of middle dot: 별정직․임기제 equals 별 정 직 · 임 기 제."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text).translate(DOTS))


def base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Amounts in 원, everything else as it is: (4,272, 백만원) → (4272000000, 원)."""
    unit = flat(unit)
    return (value * MONEY[unit], "원") if unit in MONEY else (value, unit)


def spellings(*texts: str) -> frozenset[str]:
    return frozenset(flat(text) for text in texts if text)


def words(*texts: str) -> Words:
    return tuple(spellings(text) for text in texts if text)


def load(folder: Path) -> dict[str, list[GoldRow]]:
    """All kinds of gold rows of the folder, in the order of `KINDS`.

    Raises DataFileError naming the file that is missing or has other columns.
    """
    found: dict[str, list[GoldRow]] = {}
    for kind, (name, build) in KINDS.items():
        path = folder / name
        try:
            with path.open(encoding="utf-8", newline="") as lines:
                found[kind] = [row for record in csv.DictReader(lines) for row in build(record)]
        except (OSError, KeyError) as error:
            raise DataFileError(path, None, f"금본을 읽을 수 없습니다 ({error}).") from error
    return found


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _indicator_rows(row: Row) -> Iterator[GoldRow]:
    names = words(row["department"], row["programme"], row["indicator"])
    columns = (("목표", "target", row["unit"]), ("실적", "actual", row["unit"]), ("달성률", "rate", "%"))
    cells = (
        Cell(row["file"], names, spellings(measure), _number(row[column]), unit) for measure, column, unit in columns
    )
    yield GoldRow(f"{row['department']} / {row['programme']} / {row['indicator']}", tuple(cells))


def _progress_rows(row: Row) -> Iterator[GoldRow]:
    columns = (("계", "programmes"), ("정상추진", "normal"), ("부진", "poor"))
    cells = (
        Cell(row["file"], (*words(row["bureau"]), spellings(label)), value=_number(row[column]))
        for label, column in columns
        if row[column]
    )
    yield GoldRow(row["bureau"], tuple(cells))


def _goal_rows(row: Row) -> Iterator[GoldRow]:
    names = (
        spellings(row["bureau"]),
        spellings(row["strategic_goal"], row["strategic_goal_printed"]),
        spellings(row["policy_goal"], row["policy_goal_printed"]),
        spellings(row["indicator"], row["indicator_normalised"]),
    )
    yield GoldRow(f"{row['bureau']} / {row['policy_goal']} / {row['indicator']}", (Cell(row["file"], names),))


BUREAU_COLUMNS = {
    "strategic_goals": ("전략목표수",),
    "policy_goals": ("정책사업목표개수", "정책사업목표수", "정책사업목표", "개수"),
    "indicators": ("지표수", "정책사업목표지표수"),
    "unit_programmes": ("단위사업수",),
    "budget_million_won": ("예산액",),
    "previous_budget_million_won": ("전년도예산액",),
    "difference_million_won": ("비교증감",),
}


def _bureau_rows(row: Row) -> Iterator[GoldRow]:
    cells = (
        Cell(
            row["file"],
            words(row["bureau"]),
            spellings(*names),
            _number(row[column]),
            "백만원" if column.endswith("million_won") else "",
        )
        for column, names in BUREAU_COLUMNS.items()
    )
    yield GoldRow(row["bureau"], tuple(cells))


def _resource_rows(row: Row) -> Iterator[GoldRow]:
    names = words(row["bureau"], row["strategic_goal"])
    budget = Cell(row["file"], names, spellings("예산액"), _number(row["budget_million_won"]), "백만원")
    share = Cell(row["file"], names, spellings("비중", "비중(%)"), _number(row["share_percent"]), "%")
    yield GoldRow(row["bureau"], (budget, share))


BUDGET_MEASURES = {
    "예산액": spellings("예산액", "소요예산"),
    "소요예산": spellings("소요예산", "예산액"),
    "집행액": spellings("집행액", "집행예정액"),
    "집행예정액": spellings("집행예정액", "집행액"),
    "집행률": spellings("집행률", "집행율"),
    "예상잔액": spellings("예상잔액"),
}
SOURCES = spellings("시비", "국비")


def _budget_rows(row: Row) -> Iterator[GoldRow]:
    if row["source"]:
        return
    cell = Cell(
        row["file"],
        words(row["programme"]),
        BUDGET_MEASURES[row["measure"]],
        _number(row["value"]),
        row["unit"] if row["value"] else "",
        row["as_of"],
        row["status"] if row["status"] != "실적" else "",
        without=SOURCES - spellings(row["funding"].split(" ")[0]),
        year=row["year"],
    )
    yield GoldRow(f"{row['file'][:3]} {row['programme']} {row['year']} {row['measure']} {row['printed']}", (cell,))


def _share_rows(row: Row) -> Iterator[GoldRow]:
    if not row["source"] or row["unit"] == "%":
        return
    names = words(row["programme"], row["source"])
    value = _number(row["value"])
    cell = Cell(row["file"], names, BUDGET_MEASURES[row["measure"]], value, row["unit"], year=row["year"])
    yield GoldRow(f"{row['file'][:3]} {row['programme']} {row['source']} {row['printed']}", (cell,))


def _staff_rows(row: Row) -> Iterator[GoldRow]:
    columns = (("정원", "quota"), ("현원", "present"), ("과부족", "difference"))
    names = words(row["grade"] or row["group"]) if row["group"] == "계" else words(row["group"], row["grade"])
    cells = (
        Cell(row["file"], (*names, spellings(label)), value=_number(row[column]))
        for label, column in columns
        if row[column]
    )
    yield GoldRow(f"{row['file'][:3]} {row['group']} {row['grade']}", tuple(cells))


def _small_rows(row: Row) -> Iterator[GoldRow]:
    year = spellings(row["year"], row["column"], f"{row['year']}년", f"{row['year']}년도")
    own = (BUDGET_MEASURES[row["row"]],) if row["row"] in BUDGET_MEASURES else words(row["row"])
    names = (*own, year) if row["year"] else words(row["row"], row["column"])
    value, printed = _number(row["value"]), flat(row["printed"])
    cell = Cell(row["file"], names, value=value, unit=row["unit"], span=row["span"], printed=printed)
    yield GoldRow(f"{row['file'][:3]} {row['table']} / {row['row']} / {row['column']} {row['printed']}", (cell,))


def _duty_rows(row: Row) -> Iterator[GoldRow]:
    cell = Cell(row["file"], words(row["team"], row["duty"]), spellings("업무", "담당업무", "주요업무"))
    yield GoldRow(f"{row['file'][:3]} {row['team']}: {row['duty']}", (cell,))


def _told_rows(told: str) -> Callable[[Row], Iterator[GoldRow]]:
    def rows(row: Row) -> Iterator[GoldRow]:
        if row["told"] != told:
            return
        names = words(row["label"], row["part"])
        line = int(row["line"])
        cell = Cell(row["file"], names, value=_number(row["value"]), unit=row["unit"], span=row["span"], line=line)
        yield GoldRow(f"{row['file'][:3]}:{line} {row['label']} {row['part']} {row['printed']}", (cell,))

    return rows


KINDS: dict[str, tuple[str, Callable[[Row], Iterator[GoldRow]]]] = {
    "성과지표 (과별)": ("indicators_000.csv", _indicator_rows),
    "국별 추진현황": ("bureaus_000.csv", _progress_rows),
    "성과지표 (정책목표별)": ("indicators_002.csv", _goal_rows),
    "실국 총괄": ("bureaus_002.csv", _bureau_rows),
    "자원 비중": ("resources_002.csv", _resource_rows),
    "예산": ("budgets.csv", _budget_rows),
    "재원": ("budgets.csv", _share_rows),
    "인력": ("staff.csv", _staff_rows),
    "작은 표": ("small_tables.csv", _small_rows),
    "팀 업무": ("teams.csv", _duty_rows),
    "라벨 항목": ("bullets.csv", _told_rows("라벨")),
    "문장 속 수치": ("bullets.csv", _told_rows("문장")),
}
"""Each kind of table: its gold copy, and how a line of it becomes gold rows. Adding a kind is one row here."""
