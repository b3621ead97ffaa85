"""Labelled bullets into observations: `국·시비 보조금 간주처리 실시: 24차, 91,408백만원`.

The item is the bullet's label, the measure comes from the unit (건 → 건수, 백만원 → 금액) or from a word that is one
(현원 23명). What hangs from another bullet carries that bullet's label as the dimension 상위. Nothing is guessed:
dates, ordinals and names with digits are no figures, and a status or span that no word tells stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.blocks import BULLET, HEADING, NOTE, PARAGRAPH, PLACE_NOTE, Block, find_blocks
from ingest.clauses import read_clauses
from ingest.columns import GENERIC, MEASURES, RATE_WORDS, key
from ingest.document import Document, Grid
from ingest.numbers import MONEY_UNITS, Amount, find_amounts
from ingest.phrases import before_figure, is_generic, tidy_label
from ingest.told import Told
from records import EXPECTED, PLAN, Observation, Report, Section

MEASURE_OF_UNIT = {
    **dict.fromkeys(MONEY_UNITS, "금액"),
    **dict.fromkeys(("명", "인"), "인원"),
    **dict.fromkeys(("건",), "건수"),
    **dict.fromkeys(("회", "차", "회차"), "횟수"),
    **dict.fromkeys(("개", "개소", "곳"), "개수"),
    **dict.fromkeys(("%", "％", "%p"), "비율"),
    **dict.fromkeys(("㎡", "㎢", "ha", "평"), "면적"),
    **dict.fromkeys(("m", "km", "㎞"), "길이"),
    **dict.fromkeys(("일", "개월", "시간", "일간", "주간"), "기간"),
    "권": "권수",
    "부": "부수",
    "팀": "팀수",
    "위": "순위",
    "점": "점수",
}
"""The measure that a unit tells; any other unit is its own word with 수량 (마리 수량)."""

BUDGET_HEADS = re.compile(r"(?:총\s?)?(?:소요\s?)?예산(?:액|현황)?|소요예산액")
"""Headings whose amount is a budget: `□ 소요예산: 총 268,000천원`."""

NO_UNIT = ""
SHARE_MEASURE = "재원 비율"
_NO_BUDGET = re.compile(r"[:：]\s*((?:비예산|해당\s?없음|없음)(?:\s?사업)?)")
_YEAR = re.compile(r"^\s*(20\d\d)\s?년도?(?!\s?(?:이후|이전|부터|까지|\d))")
_LONGEST_PARAGRAPH = 90
_LONGEST_LABEL, _LONGEST_PART = 50, 40


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A block with figures, and the label of the bullet it hangs from."""

    block: Block
    index: int
    above: str


def observe_bullets(
    document: Document, report: Report, sections: Sequence[Section], grids: Sequence[Grid]
) -> list[Observation]:
    """Every labelled figure outside tables, in order.

    `요청사항 관리: 146건(요청 35건 / 훈시 111건)` gives three observations 건수 of the item 요청사항 관리 in one row:
    146, and 35 and 111 with the dimension 구분 요청 and 훈시.
    """
    blocks = find_blocks(document, sections, grids)
    places = _places(document, sections, blocks)
    found: list[Observation] = []
    for bullet in _with_figures(document, blocks):
        told = read_clauses(document.text[bullet.block.body : bullet.block.end])
        row = f"{report.id}-b{bullet.index}"
        for k, each in enumerate([*_known(told, bullet), *_without_budget(document, bullet.block)]):
            observation = _observation(document, report, bullet, each, row, k)
            found.append(replace(observation, place=places.get(bullet.block.section.id)))
    return found


def _places(document: Document, sections: Sequence[Section], blocks: Sequence[Block]) -> dict[str, str]:
    """Where each section of a re-typed copy stands in the original, told by its own note or by the one above it."""
    noted: dict[str, str] = {}
    for block in blocks:
        match = PLACE_NOTE.fullmatch(document.text[block.start : block.end])
        if block.kind == PARAGRAPH and match:
            noted[block.section.id] = match["place"]
    for section in sections:
        if section.id not in noted and section.parent in noted:
            noted[section.id] = noted[section.parent]
    return noted


def _with_figures(document: Document, blocks: Sequence[Block]) -> Iterator[_Bullet]:
    for index, block in enumerate(blocks):
        words = document.text[block.body : block.end]
        if (re.search(r"\d", words) or _NO_BUDGET.search(words)) and _is_told(block, words):
            above = _label_of(document, blocks[block.parent]) if block.parent is not None else ""
            yield _Bullet(block, index, above)


def _is_told(block: Block, words: str) -> bool:
    """Bullets, notes, headings with a figure of their own, and paragraphs that are one labelled line."""
    if block.kind in (BULLET, NOTE):
        return True
    if block.kind == HEADING:
        return block.section.role in ("heading", "field", "markdown")
    return block.kind == PARAGRAPH and len(words) <= _LONGEST_PARAGRAPH and bool(re.search(r"[:：]", words))


def _known(told: Sequence[Told], bullet: _Bullet) -> Iterator[Told]:
    """Amounts that few words name: their own label, or the bullet above. A clause of prose is no label."""
    named = (each for each in told if each.label or bullet.above or each.counted)
    return (_shortened(each) for each in named if len(each.label) <= _LONGEST_LABEL)


def _shortened(told: Told) -> Told:
    """Without the parts that are whole clauses of a sentence."""
    part, action, manner, examples = (
        words if words and len(words) <= _LONGEST_PART else None
        for words in (told.part, told.action, told.manner, told.examples)
    )
    return replace(told, part=part, action=action, manner=manner, examples=examples)


def _without_budget(document: Document, block: Block) -> Iterator[Told]:
    """`□ 소요예산: 비예산`: that there is none is said, and stands as words without a value."""
    words = document.text[block.body : block.end]
    found = _NO_BUDGET.search(words)
    if found and block.kind == HEADING and BUDGET_HEADS.fullmatch(tidy_label(words[: found.start()])):
        place = found.start(1), found.end(1)
        yield Told(Amount(Decimal(0), None, place[0], place[1], place[1]), tidy_label(words[: found.start()]), "")


def _label_of(document: Document, block: Block) -> str:
    """What a bullet is about: its words before the colon, without figures."""
    words = " ".join(document.text[block.body : block.end].split())
    head = re.split(r"(?<!\d)\s*[:：]", words, maxsplit=1)[0]
    label = tidy_label(head)
    amounts = find_amounts(label)
    if amounts:
        label = before_figure(label[: amounts[0].start]).name or label
    return label[:80].strip()


def _observation(document: Document, report: Report, bullet: _Bullet, told: Told, row: str, k: int) -> Observation:
    block = bullet.block
    section, start = block.section, block.body + told.amount.start
    end = block.body + told.amount.end
    year = _year(told, section)
    status = _status(document, bullet, told)
    measure, item = _measure_and_item(told, bullet)
    return Observation(
        id=f"{row}-{k}",
        report_id=report.id,
        section_id=section.id,
        section=section.path,
        table=f"{section.id}-b",
        row=row,
        measure=measure,
        value=told.amount.value if told.unit else None,
        text=document.text[start:end],
        unit=told.unit.replace("％", "%") or None,
        start=start,
        end=end,
        row_start=block.body,
        row_end=block.end,
        line=document.line_of(start),
        page=document.page_of(start),
        agency=report.agency,
        year=year,
        as_of=_as_of(told, report, year, status),
        bureau=section.bureau,
        department=section.department,
        team=section.team,
        programme=section.programme,
        item=item,
        dims=_dims(told, bullet, measure, item),
        status=status,
        span=told.span,
    )


def _measure_and_item(told: Told, bullet: _Bullet) -> tuple[str, str | None]:
    """`현원 23명` under 기획예산과 measures 현원; a heading 소요예산 measures 예산액; else the unit tells."""
    by_unit = MEASURE_OF_UNIT.get(told.unit, f"{told.unit} 수량") if told.unit else NO_UNIT
    if told.share:
        return SHARE_MEASURE, None
    if bullet.block.kind == HEADING and by_unit in ("금액", NO_UNIT) and BUDGET_HEADS.fullmatch(told.label):
        return "예산액", None
    for words, other in ((told.part, told.label), (told.label, bullet.above)):
        measure = _as_measure(words or "", told.unit)
        if measure:
            measure = "예산액" if measure == "소요예산" else measure
            return measure, (other if not _as_measure(other, told.unit) else bullet.above) or None
    return by_unit, told.label or bullet.above or told.counted


def _as_measure(words: str, unit: str) -> str | None:
    """The measure that words name themselves: 현원, 2022년 예산액; no 실적 in percent."""
    name = key(_YEAR.sub("", words))
    if name not in MEASURES or name in GENERIC or (is_generic(name) and name != "실적"):
        return None
    return MEASURES[name] if (unit == "%") == bool(RATE_WORDS.search(name)) else None


def _dims(told: Told, bullet: _Bullet, measure: str, item: str | None) -> dict[str, str]:
    """상위 the bullet above, 구분 the part, 내용 what was done, 대상 the noun counted, 기준 1인당, 한정 약, …"""
    part = None if told.part and MEASURES.get(key(told.part)) == measure else told.part
    whole = "예산액" if told.share and bullet.block.kind == HEADING else None
    dims = {
        "상위": bullet.above if bullet.above != item else None,
        "구분": part,
        "내용": told.action if (told.action or "") not in (item or "") else None,
        "대상": whole or told.counted,
        "한정": told.limit,
        "재원": told.source,
        "방법": told.manner,
        "기준": told.per,
        "예시": told.examples,
        "순서": told.order,
    }
    return {name: value for name, value in dims.items() if value}


def _year(told: Told, section: Section) -> int | None:
    """The year that a label begins with (2014년도 결산 승인), else the section's."""
    named = _YEAR.match(told.label)
    return int(named[1]) if named else section.year


def _status(document: Document, bullet: _Bullet, told: Told) -> str | None:
    """예정 where the figure's own words say so, else what the headings settle."""
    after = document.text[bullet.block.body + told.amount.end : bullet.block.end][:12]
    if re.match(r"\s*\(?\s*예정", after) or (told.action or "").endswith("예정"):
        return EXPECTED
    return bullet.block.section.status


def _as_of(told: Told, report: Report, year: int | None, status: str | None) -> str | None:
    """The day that a bracket gives (`10.31 현재`), else the report's where the figure is of its year and no plan."""
    if told.as_of and (told.as_of[0] or year):
        return f"{told.as_of[0] or year:04d}-{told.as_of[1]:02d}-{told.as_of[2]:02d}"
    if report.as_of and year is not None and report.as_of.startswith(str(year)) and status not in (PLAN, EXPECTED):
        return report.as_of
    return None
