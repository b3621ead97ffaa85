"""The measures of a whole run, and the tables that are printed: by measure, by kind of question, by asker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.evaluate import Result
from eval.metrics.citations import CitationCounts
from eval.metrics.conversation import conversation_success
from eval.metrics.exactness import ListScore, exactness, mean_list_score
from eval.metrics.latency import Latency, latency
from eval.metrics.refusal import Refusals, refusals
from eval.statistics import Share, wilson

ASKERS = {"staff": "직원", "citizen": "시민", "evaluator": "평가자"}

FAMILIES = {
    "aggregate": "집계",
    "budget": "예산",
    "compare": "비교",
    "conflict": "보고서끼리 다름",
    "count": "개수",
    "crossdoc": "여러 보고서",
    "dated": "날짜로 가른 수치",
    "decline": "답하지 않을 것",
    "definition": "낱말 뜻",
    "difference": "차이",
    "duties": "팀과 업무",
    "filter": "조건에 맞는 것",
    "followup": "이어진 질문",
    "injection": "끼워 넣은 지시",
    "list": "목록",
    "locate": "소관·위치",
    "lookup": "수치",
    "mean": "평균",
    "noisy": "거친 표기",
    "offtopic": "상관없는 물음",
    "prose": "글",
    "rank": "순위",
    "refuse_thing": "없는 것",
    "refuse_year": "없는 해",
    "schedule": "일정",
    "staff": "인력",
    "sum": "합계",
    "summary": "요약",
    "total": "전체(계)",
    "unanswerable": "보고서에 없음",
    "unit": "단위",
}
"""What tables call the families of golden and generated questions; another one is shown as it is written."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Every measure over some results; `answerable` are the questions that had not to be refused."""

    exactness: Share
    places: Share
    citation_precision: Share
    citation_recall: Share
    faithfulness: Share
    refusals: Refusals
    answerable: int
    conversations: Share
    lists: ListScore | None
    latency: Latency
    turns: int

    @property
    def unproved(self) -> int:
        """Figures that nothing proves; the promise is that there is none."""
        return self.faithfulness.n - self.faithfulness.right


def scores(results: Sequence[Result]) -> Scores:
    """The measures of at least one result."""
    cited = sum((result.citations for result in results), CitationCounts())
    times = [answer.ms for result in results for answer in result.answers]
    return Scores(
        exactness=exactness(result.grade.right for result in results),
        places=wilson(cited.found, cited.due),
        citation_precision=wilson(cited.useful, cited.given),
        citation_recall=wilson(cited.held, cited.quoted),
        faithfulness=wilson(sum(r.proof.proved for r in results), sum(r.proof.numbers for r in results)),
        refusals=refusals((result.golden.refuse, result.answer.refused) for result in results),
        answerable=sum(not result.golden.refuse for result in results),
        conversations=conversation_success((len(result.golden.turns), result.grade.right) for result in results),
        lists=mean_list_score([result.listed for result in results if result.listed]),
        latency=latency(times),
        turns=len(times),
    )


def measures_table(told: Scores) -> str:
    """One line a measure, as Markdown: value, 95 % interval, n."""
    rows = [(name, str(of(told)), f"{of(told).n:,}") for name, of in SHARES.items()]
    if told.lists:
        rows.append(("목록 정밀도 · 재현율", f"{told.lists.precision:.3f} · {told.lists.recall:.3f}", ""))
    time = f"중앙값 {told.latency.median:.0f} · 95% {told.latency.p95:.0f} · 최대 {told.latency.longest:.0f}"
    rows.append(("응답 시간 (ms)", time, f"{told.turns:,}"))
    return _markdown(("지표", "값 (95% 구간)", "n"), rows)


def kinds_table(results: Sequence[Result], key: Callable[[Result], str], title: str) -> str:
    """Exactness and due places of each kind of question, then of all, as Markdown."""
    kinds = sorted({key(result) for result in results})
    groups = [(kind, [result for result in results if key(result) == kind]) for kind in kinds]
    rows = [_kind_row(kind, group) for kind, group in [*groups, ("모두", list(results))]]
    return _markdown((title, "n", "정답", "정답률 (95% 구간)", "출처 맞음", "잘못 거절"), rows)


def _kind_row(kind: str, results: Sequence[Result]) -> tuple[str, ...]:
    told = scores(results)
    share = told.exactness
    places = f"{told.places.right}/{told.places.n}" if told.places.n else "–"
    return (kind, f"{share.n:,}", f"{share.right:,}", str(share), places, str(told.refusals.wrong))


def by_family(result: Result) -> str:
    family = result.golden.family
    return f"{FAMILIES[family]} ({family})" if family in FAMILIES else family


def by_asker(result: Result) -> str:
    return ASKERS.get(result.golden.who, result.golden.who)


def _markdown(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---", *["---:"] * (len(heading) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


SHARES: dict[str, Callable[[Scores], Share]] = {
    "정답률 (answer exactness)": lambda told: told.exactness,
    "출처 자리 찾음 (places found)": lambda told: told.places,
    "출처 정밀도 (citation precision)": lambda told: told.citation_precision,
    "출처 재현율 (citation recall)": lambda told: told.citation_recall,
    "수치 충실도 (numeric faithfulness)": lambda told: told.faithfulness,
    "거절 정밀도 (refusal precision)": lambda told: told.refusals.precision,
    "거절 재현율 (refusal recall)": lambda told: told.refusals.recall,
    "대화 성공률 (conversation success)": lambda told: told.conversations,
}
"""Each share of a run under its published name. A new one is a field of Scores and one row here."""
