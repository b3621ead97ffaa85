"""The verdicts on a sample as a workbook: what they say, and every one of them with its question and answer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from eval.review import METHODS, agreements, by_evaluator, kind_name, tally
from store.reviews import VERDICTS, Item, Sample, Verdict

LONGEST_CELL = 32_000
"""A cell of Excel holds 32,767 characters."""


def review_book(sample: Sample, items: Sequence[Item], verdicts: Sequence[Verdict]) -> bytes:
    """The workbook as bytes: sheets 요약 and 판정."""
    book = Workbook(write_only=True)
    _sheet(book, "요약", (28, 60), _summary(sample, verdicts))
    _sheet(book, "판정", (8, 16, 16, 50, 80, 60, 14, 12, 40, 22), [_HEAD, *_rows(items, verdicts)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_HEAD = ("순서", "번호", "갈래", "질문", "답변", "출처", "평가위원", "판정", "메모", "때(UTC)")


def _summary(sample: Sample, verdicts: Sequence[Verdict]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [
        ("표본", sample.name),
        ("어디에서", f"{sample.origin} {sample.population}건"),
        ("크기", sample.size),
        ("뽑는 방법", METHODS[sample.method][0]),
        ("시드", sample.seed),
        ("뽑은 사람", sample.made_by),
        ("뽑은 때(UTC)", sample.made),
    ]
    for name, theirs in by_evaluator(verdicts).items():
        told = tally(theirs, sample.population)
        counts = ", ".join(f"{word} {told.counts[key]}" for key, word in VERDICTS.items())
        rows.append((f"{name}: 정확도(95% 구간)", f"{told.accuracy} · {counts}"))
    for pair in agreements(verdicts):
        kappa = "–" if pair.kappa != pair.kappa else f"{pair.kappa:.3f}"
        rows.append((f"{pair.one} · {pair.other}", f"함께 {pair.both}건, 일치 {pair.agreed}건, κ = {kappa}"))
    return rows


def _rows(items: Sequence[Item], verdicts: Sequence[Verdict]) -> list[tuple[Any, ...]]:
    return [
        (each.position + 1, *_item(items[each.position]), each.evaluator, VERDICTS[each.verdict], each.note, each.at)
        for each in verdicts
    ]


def _item(item: Item) -> tuple[str, ...]:
    last = item.turns[-1]
    cited = "\n".join(f"[{c['n']}] {c['title']} {c['section']} {c['line']}행" for c in last.get("citations", ()))
    asked = " / ".join(str(turn.get("question", "")) for turn in item.turns)
    return item.key, kind_name(item.kind), asked, str(last.get("answer", "")), cited


def _sheet(book: Workbook, title: str, widths: Sequence[int], rows: Sequence[tuple[Any, ...]]) -> None:
    sheet = book.create_sheet(title)
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.freeze_panes = "A2" if title == "판정" else None
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, bold=number == 0 and title == "판정") for value in row])


def _cell(sheet: Any, value: Any, bold: bool) -> WriteOnlyCell:
    """A cell; text that looks like a formula stays text, and marks of control, which no workbook takes, go."""
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
    else:
        cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell
