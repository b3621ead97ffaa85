"""Staff tables of flat text: 정원, 현원, 과부족 under grades, where empty cells left nothing behind.

Where a row has fewer figures than the table has columns, the places of its figures are settled by what must hold: the
grades add up to the total, and 과부족 is the difference of 현원 and 정원 in every column. Where several placements
hold, the one that ends at the lowest grade of the first group is taken and the rows are flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from ingest.columns import key
from ingest.document import Cell, Document, Grid
from ingest.numbers import parse_number
from ingest.tables.captions import find_caption
from ingest.tables.flat import FIGURE, FlatGrid, Line, fold, free_lines, words_of
from ingest.tables.headers import Path, header_rows, header_words, resolve, restarts

UNSURE = "빈칸이 남지 않아 합계와 과부족에 맞추어 급별 자리를 정했습니다. 원문에서 자리를 확인해 주십시오."
MISFIT = "급별 합계와 과부족에 모두 맞는 자리를 찾지 못했습니다. 원문을 확인해 주십시오."

ROWS = ("정원", "현원", "과부족")
MOST_PLACEMENTS = 400
"""Placements of one row that are tried, the likeliest first."""

_GRADES = re.compile(r"(?:\d급(?:이하|이상)?\s*){3,}")

Figures = list[tuple[str, int, int]]
Placement = tuple[int, ...]
"""The column (from 0, the total included) of each figure of a row."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A table before its figures are placed: header, and per row its name's place and its figures."""

    header: tuple[Line, ...]
    paths: tuple[Path, ...]
    rows: tuple[tuple[str, tuple[int, int], tuple[tuple[str, int, int], ...]], ...]


def find(document: Document, taken: Sequence[Grid]) -> list[Grid]:
    """The staff tables of flat text."""
    lines = free_lines(document, taken)
    found = (_staff(document, lines, at) for at, line in enumerate(lines) if _GRADES.fullmatch(line.text))
    return [_grid(document, staff) for staff in found if staff is not None]


def _staff(document: Document, lines: Sequence[Line], at: int) -> Staff | None:
    """The table whose grades stand on line `at`."""
    grades = header_words(lines[at])
    rows = list(_rows(lines[at + 1 : at + 6]))
    for size in (2, 3, 1, 4):
        header = lines[max(0, at - size) : at + 1]
        if not rows or not any(key(word.text) in ("구분", "계") for word in header_words(header[0])):
            continue
        columns = len(grades) + len(header_words(header[0]))
        paths = resolve(header, columns, document.text)
        if paths is not None:
            return Staff(tuple(header), tuple(paths), tuple(rows))
    return None


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, tuple[int, int], tuple[tuple[str, int, int], ...]]]:
    """(name, its place, figures) of the rows 정원, 현원, 과부족, whatever their order."""
    for line in lines:
        words = words_of(line)
        figures = [word for word in words if FIGURE.fullmatch(word[0])]
        name = [word for word in words if not FIGURE.fullmatch(word[0])]
        label = fold("".join(word for word, _, _ in name))
        if label not in ROWS or not figures or words[len(name) :] != figures:
            return
        yield label, (name[0][1], name[-1][2]), tuple(figures)


def _grid(document: Document, staff: Staff) -> Grid:
    figures = {label: [word for word, _, _ in found] for label, _, found in staff.rows}
    shares = restarts([path[-1].text for path in staff.paths if re.match(r"\d급", path[-1].text)])
    placed, remark = place(figures, len(staff.paths) - 1, shares[0] if shares else 0)
    top = header_rows(staff.paths)
    body = []
    for number, (label, name, found) in enumerate(staff.rows, start=len(top)):
        cells = [Cell(label, *name, number, 0)]
        where = dict(zip(placed[label], found, strict=False))
        for column in range(len(staff.paths) - 1):
            word, start, end = where.get(column, ("", cells[-1].end, cells[-1].end))
            cells.append(Cell(word, start, end, number, column + 1))
        body.append(tuple(cells))
    return FlatGrid(
        rows=(*top, *body),
        start=staff.header[0].start,
        end=max(figure[-1][2] for _, _, figure in staff.rows),
        header_rows=len(top),
        caption=find_caption(document, staff.header[0].start),
        kind="staff",
        unit="명",
        remarks={} if remark is None else {len(top) + i: remark for i in range(len(body))},
    )


# --- placing the figures ----------------------------------------------------------------------------------------------


def place(figures: dict[str, list[str]], columns: int, first_group: int) -> tuple[dict[str, Placement], str | None]:
    """Where each row's figures stand (column 0 is the total), and a remark where that is not settled.

    `columns` counts the total and all grades, `first_group` the grades of the first group. Example: 정원 25 1 6 11 5 2
    over 4급 … 9급 with 현원 25 1 8 9 7 - ends at 9급, so that 5급 has 1.
    """
    full = {label: tuple(range(columns)) for label, row in figures.items() if len(row) == columns}
    if len(full) == len(figures):
        return full, None
    options = {label: list(_options(row, columns, first_group, label)) for label, row in figures.items()}
    best = _consistent(figures, options, columns) if all(options.values()) else None
    if best is None:
        return _likeliest(figures, columns, first_group), MISFIT
    chosen, others = best
    return chosen, UNSURE if others else None


def _likeliest(figures: dict[str, list[str]], columns: int, first_group: int) -> dict[str, Placement]:
    """Where nothing adds up: every row ends at the first group's last grade, as far as it fits."""
    placed: dict[str, Placement] = {}
    for label, row in figures.items():
        rest = min(len(row), columns) - 1
        last = max(rest, first_group)
        placed[label] = (0, *range(last - rest + 1, last + 1)) if last < columns else tuple(range(rest + 1))
    return placed


def _options(row: Sequence[str], columns: int, first_group: int, label: str) -> Iterator[Placement]:
    """Placements of a row's figures, likeliest first: the total, then figures up to the first group's last grade."""
    rest = len(row) - 1
    if rest > columns - 1:
        return
    if len(row) == columns:
        yield tuple(range(columns))
        return
    if label != "과부족" and not _adds_up(row):
        return
    every = islice(combinations(range(1, columns), rest), 50 * MOST_PLACEMENTS)
    ordered = sorted(every, key=lambda taken: _unlikeliness(taken, first_group))
    yield from ((0, *taken) for taken in ordered[:MOST_PLACEMENTS])


def _adds_up(row: Sequence[str]) -> bool:
    numbers = [parse_number(word) or 0 for word in row]
    return numbers[0] == sum(numbers[1:])


def _unlikeliness(taken: Placement, first_group: int) -> tuple[int, int]:
    """Gaps between figures count most, then how far the last figure is from the lowest grade of the first group."""
    gaps = taken[-1] - taken[0] + 1 - len(taken) if taken else 0
    return gaps, abs((taken[-1] if taken else 0) - first_group)


def _consistent(
    figures: dict[str, list[str]], options: dict[str, list[Placement]], columns: int
) -> tuple[dict[str, Placement], bool] | None:
    """The likeliest placements in which the rows agree, and whether placements with other numbers agree too."""
    if "정원" not in options or "현원" not in options:
        return _first(options)
    ranked = {label: {taken: rank for rank, taken in enumerate(found)} for label, found in options.items()}
    differences = _by_numbers(figures.get("과부족", []), options.get("과부족", []), columns)
    quotas = _by_numbers(figures["정원"], options["정원"], columns)
    presents = _by_numbers(figures["현원"], options["현원"], columns)
    agreeing: list[tuple[int, dict[str, Placement]]] = []
    for quota, quota_taken in quotas.items():
        for present, present_taken in presents.items():
            over = tuple(b - a for a, b in zip(quota, present, strict=True))
            under = tuple(-number for number in over)
            taken = differences.get(over) or differences.get(under)
            if "과부족" in figures and taken is None:
                continue
            chosen = {"정원": quota_taken, "현원": present_taken}
            if taken is not None:
                chosen["과부족"] = taken
            agreeing.append((sum(ranked[label][found] for label, found in chosen.items()), chosen))
    if not agreeing:
        return None
    agreeing.sort(key=lambda item: item[0])
    return agreeing[0][1], len(agreeing) > 1


def _first(options: dict[str, list[Placement]]) -> tuple[dict[str, Placement], bool] | None:
    if not all(options.values()):
        return None
    return {label: found[0] for label, found in options.items()}, True


def _by_numbers(row: Sequence[str], options: Sequence[Placement], columns: int) -> dict[tuple[int, ...], Placement]:
    """The likeliest placement for each way the numbers can stand; a dash counts as nought."""
    found: dict[tuple[int, ...], Placement] = {}
    values = [int(parse_number(word) or 0) for word in row]
    for taken in options:
        numbers = [0] * columns
        for column, value in zip(taken, values, strict=True):
            numbers[column] = value
        found.setdefault(tuple(numbers), taken)
    return found
