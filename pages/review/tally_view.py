"""What the verdicts say so far, as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence

from eval.review import (
    HALF_WIDTH,
    METHODS,
    Agreement,
    Tally,
    agreements,
    by_evaluator,
    kappa_word,
    kind_name,
    tally,
    tally_by_kind,
)
from pages.markup import escape
from pages.parts import korean_time, table
from store.reviews import VERDICTS, Item, Sample, Verdict

POINTS = f"±{100 * HALF_WIDTH:.0f}점"
DIFFERING_SHOWN = 30


def progress_html(sample: Sample, mine: Sequence[Verdict], position: int, current: Verdict | None) -> str:
    """The line above an item: which one it is, how accurate so far, how many more."""
    told = tally(mine, sample.population)
    done = 100 * told.judged // max(sample.size, 1)
    said = f'<span class="said">내 판정: {VERDICTS[current.verdict]}</span>' if current else ""
    return (
        f'<div class="progress"><p><b>{escape(sample.name)}</b> · {position + 1:,}/{sample.size:,}번째 {said}</p>'
        f'<p class="figures">판정 <b>{told.judged:,}</b>건 · 정확도 <b>{accuracy(told)}</b> · {more(told)}</p>'
        f'<div class="track"><span class="bar" style="width:{done}%"></span></div></div>'
    )


def accuracy(told: Tally) -> str:
    """`83.3% (95% 구간 66.4–92.7%)`"""
    share = told.accuracy
    if not share.n:
        return "아직 없음"
    return f"{100 * share.value:.1f}% (95% 구간 {100 * share.low:.1f}–{100 * share.high:.1f}%)"


def more(told: Tally) -> str:
    if not told.more:
        return f"{POINTS} 안으로 좁혀졌습니다"
    return f"{POINTS}까지 {told.more:,}건 더"


def results_html(sample: Sample, items: Sequence[Item], verdicts: Sequence[Verdict]) -> str:
    """Everything that is known of a sample."""
    people = by_evaluator(verdicts)
    parts = [f"<h2>{escape(sample.name)}</h2><p>{escape(about(sample))}</p>"]
    if not people:
        return "".join([*parts, "<p>아직 판정이 없습니다.</p>"])
    parts.append("<h3>평가위원마다</h3>" + table(("평가위원", *_HEAD), _people_rows(sample, people)))
    parts.append("<h3>질문 갈래마다 (모든 판정)</h3>" + table(("갈래", *_HEAD), _kind_rows(items, verdicts)))
    parts.append("<h3>두 평가위원의 일치</h3>" + _agreements(agreements(verdicts), items, verdicts))
    parts.append(f"<p class='hint'>{ACCURACY_IS}</p>")
    return "".join(parts)


ACCURACY_IS = (
    "정확도 = 정확 ÷ (정확 + 부분 + 오류). 판단불가는 빼고 셉니다. "
    "구간은 윌슨(Wilson) 점수 구간이며, κ는 코언의 카파입니다."
)
_HEAD = ("판정", *VERDICTS.values(), "정확도(95% 구간)", f"{POINTS}까지")


def about(sample: Sample) -> str:
    """Where a sample comes from, so that anybody can draw it again."""
    parts = (
        f"{sample.origin} {sample.population:,}건 가운데 {sample.size:,}건",
        METHODS[sample.method][0],
        f"시드 {sample.seed}",
        f"{sample.made_by} 뽑음",
        korean_time(sample.made)[:10],
    )
    return " · ".join(parts)


def _people_rows(sample: Sample, people: dict[str, list[Verdict]]) -> list[tuple[str, ...]]:
    return [(name, *_cells(tally(theirs, sample.population))) for name, theirs in people.items()]


def _kind_rows(items: Sequence[Item], verdicts: Sequence[Verdict]) -> list[tuple[str, ...]]:
    return [(kind_name(kind), *_cells(told)) for kind, told in tally_by_kind(items, verdicts).items()]


def _cells(told: Tally) -> tuple[str, ...]:
    share = told.accuracy
    shown = f"{100 * share.value:.1f}% ({100 * share.low:.1f}–{100 * share.high:.1f})" if share.n else "–"
    return (
        f"{told.judged:,}",
        *(f"{told.counts[name]:,}" for name in VERDICTS),
        shown,
        f"{told.more:,}건" if told.more else "✓",
    )


def _agreements(found: Sequence[Agreement], items: Sequence[Item], verdicts: Sequence[Verdict]) -> str:
    if not found:
        return "<p>함께 판정한 질문이 아직 없습니다. 두 평가위원이 같은 표본을 판정하면 여기에 나옵니다.</p>"
    head = ("두 평가위원", "함께 판정", "일치", "κ", "뜻")
    rows = [
        (f"{a.one} · {a.other}", f"{a.both:,}", f"{a.agreed:,} ({100 * a.agreed / a.both:.0f}%)", _kappa(a), _word(a))
        for a in found
    ]
    return table(head, rows) + "".join(_differing(each, items, verdicts) for each in found if each.differing)


def _kappa(agreement: Agreement) -> str:
    return "–" if agreement.kappa != agreement.kappa else f"{agreement.kappa:.2f}"


def _word(agreement: Agreement) -> str:
    return kappa_word(agreement.kappa)


def _differing(agreement: Agreement, items: Sequence[Item], verdicts: Sequence[Verdict]) -> str:
    given = {(verdict.evaluator, verdict.position): verdict for verdict in verdicts}
    rows = [
        (
            f"{position + 1}",
            str(items[position].turns[-1].get("question", "")),
            *(_said(given[name, position]) for name in (agreement.one, agreement.other)),
        )
        for position in agreement.differing[:DIFFERING_SHOWN]
    ]
    return f"<h3>판정이 갈린 {len(agreement.differing):,}건</h3>" + table(
        ("번호", "질문", agreement.one, agreement.other), rows
    )


def _said(verdict: Verdict) -> str:
    return VERDICTS[verdict.verdict] + (f" ({verdict.note})" if verdict.note else "")
