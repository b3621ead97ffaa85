"""The report of a review: one page of HTML that opens without a network and prints on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.review import METHODS, Tally, agreements, by_evaluator, kappa_word, kind_name, tally, tally_by_kind
from eval.statistics import Share
from store.reviews import VERDICTS, Item, Sample, Verdict

FAULTS_SHOWN = 8
"""Items not found right that are listed: the page stays one."""

STYLE = """
@page { size: A4; margin: 14mm; }
body { margin: 0 auto; max-width: 180mm; padding: 8mm; color: #1a222c; word-break: keep-all;
  font: 10.5pt/1.5 Pretendard, "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", system-ui, sans-serif; }
h1 { margin: 0 0 2mm; font-size: 17pt; border-bottom: 2px solid #18457d; padding-bottom: 2mm; color: #18457d; }
h2 { margin: 5mm 0 1.5mm; font-size: 12pt; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 1.2mm 2mm; border-bottom: 1px solid #c8d0da; text-align: left; vertical-align: top; }
th { background: #eef3f9; }
p { margin: 1mm 0; }
.soft { color: #4a5563; font-size: 9.5pt; }
.line { position: relative; height: 4mm; background: #eef3f9; border-radius: 2mm; }
.line i { position: absolute; top: 0; bottom: 0; background: #8ab0dc; border-radius: 2mm; }
.line b { position: absolute; top: -1mm; bottom: -1mm; width: 1mm; background: #18457d; }
@media print { body { padding: 0; max-width: none; } }
"""


def review_report(sample: Sample, items: Sequence[Item], verdicts: Sequence[Verdict]) -> str:
    """The page: how it was drawn, accuracy with its interval, kinds of question, agreement, what was not right."""
    people = by_evaluator(verdicts)
    body = (
        f"<h1>답변 평가: {escape(sample.name)}</h1>",
        f'<p class="soft">{escape(_drawn(sample))}</p>',
        "<h2>정확도</h2>" + (_people(sample, people) if people else "<p>아직 판정이 없습니다.</p>"),
        "<h2>질문 갈래</h2>" + _kinds(items, verdicts) if people else "",
        _agreement(verdicts),
        _faults(items, verdicts),
        '<p class="soft">정확도 = 정확 ÷ (정확 + 부분 + 오류), 판단불가 제외. 구간은 95% 윌슨 점수 구간. '
        "κ는 코언의 카파, 말은 Landis와 Koch(1977)의 구분.</p>",
    )
    head = f'<meta charset="utf-8"><title>답변 평가 {escape(sample.name)}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="ko"><head>{head}</head><body>{"".join(body)}</body></html>'


def _drawn(sample: Sample) -> str:
    return (
        f"{sample.origin} {sample.population:,}건 가운데 {sample.size:,}건 · 뽑는 방법: {METHODS[sample.method][0]} · "
        f"시드 {sample.seed} · {sample.made_by} · {sample.made[:10]}"
    )


def _people(sample: Sample, people: dict[str, list[Verdict]]) -> str:
    rows = []
    for name, theirs in people.items():
        told = tally(theirs, sample.population)
        rows.append((escape(name), *_counts(told), escape(str(told.accuracy)), _bar(told.accuracy)))
    return _table(("평가위원", *VERDICTS.values(), "정확도(95% 구간)", "0–100%"), rows)


def _kinds(items: Sequence[Item], verdicts: Sequence[Verdict]) -> str:
    rows = [
        (escape(kind_name(kind)), *_counts(told), escape(str(told.accuracy)))
        for kind, told in tally_by_kind(items, verdicts).items()
    ]
    return _table(("갈래", *VERDICTS.values(), "정확도(95% 구간)"), rows)


def _counts(told: Tally) -> list[str]:
    return [f"{told.counts[name]:,}" for name in VERDICTS]


def _bar(share: Share) -> str:
    """The interval as a band and the share as a mark on a line from 0 to 100 %."""
    if not share.n:
        return ""
    band = f"left:{100 * share.low:.1f}%;width:{100 * (share.high - share.low):.1f}%"
    return f'<div class="line"><i style="{band}"></i><b style="left:{100 * share.value:.1f}%"></b></div>'


def _agreement(verdicts: Sequence[Verdict]) -> str:
    rows = [
        (
            escape(f"{pair.one} · {pair.other}"),
            f"{pair.both:,}",
            f"{pair.agreed:,} ({100 * pair.agreed / pair.both:.0f}%)",
            "–" if pair.kappa != pair.kappa else f"{pair.kappa:.2f}",
            kappa_word(pair.kappa),
        )
        for pair in agreements(verdicts)
    ]
    head = ("두 평가위원", "함께 판정", "일치", "κ", "뜻")
    return f"<h2>일치</h2>{_table(head, rows)}" if rows else ""


def _faults(items: Sequence[Item], verdicts: Sequence[Verdict]) -> str:
    found = [verdict for verdict in verdicts if verdict.verdict in ("wrong", "partial")]
    if not found:
        return ""
    rows = [
        (
            VERDICTS[each.verdict],
            escape(str(items[each.position].turns[-1].get("question", ""))),
            escape(each.note or "–"),
            escape(each.evaluator),
        )
        for each in found[:FAULTS_SHOWN]
    ]
    more = (
        f"<p class='soft'>… {len(found) - FAULTS_SHOWN:,}건이 더 있습니다(XLSX).</p>"
        if len(found) > FAULTS_SHOWN
        else ""
    )
    return f"<h2>정확하지 않은 답변</h2>{_table(('판정', '질문', '메모', '평가위원'), rows)}{more}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Cells hold HTML of ours: what others wrote was escaped before."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
