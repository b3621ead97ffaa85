"""Example questions made from what an index holds, each tried before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from answer.corpus import Corpus
from answer.josa import with_josa

ASKED_BY_UNIT = {"백만원": "얼마인가요?", "천원": "얼마인가요?", "명": "몇 명인가요?"}


def examples(corpus: Corpus, answers: Callable[[str], bool], count: int) -> list[str]:
    """Up to `count` questions that `answers` says are answered, of as many kinds as there are."""
    found: list[str] = []
    for question in _candidates(corpus):
        if len(found) == count:
            break
        if question not in found and answers(question):
            found.append(question)
    return found


def _candidates(corpus: Corpus) -> Iterator[str]:
    datasets = corpus.datasets
    indicators = next((d for d in datasets if d.entity == "indicator" and "달성률" in d.measures), None)
    if indicators is not None:
        row = indicators.rows[len(indicators.rows) // 3]
        yield "목표를 달성하지 못한 과는 어디인가요?"
        yield f"{row.first.department} {row.name} 실적은 얼마인가요?"
        yield "달성률이 가장 높은 성과지표 3개는 무엇인가요?"
    for dataset in datasets:
        if "집행률" in dataset.measures and len(dataset.rows) > 2:
            report = corpus.reports[dataset.report_id]
            when = f"{report.year}년 " if report.year else ""
            yield f"{when}{report.department or report.agency or ''} 예산 집행률이 가장 낮은 사업은 무엇인가요?"
            break
    for dataset in datasets:
        if dataset.entity == "bureau" and "예산액" in dataset.measures:
            row = dataset.rows[0]
            yield f"{corpus.reports[dataset.report_id].agency or ''} {row.name} 예산액은 얼마인가요?"
            break
    for row in corpus.index.rows:
        item, unit = row.first.item or "", row.first.unit or ""
        if "-b" in row.id and unit in ASKED_BY_UNIT and 5 < len(item) < 25:
            yield f"{with_josa(item, '은')} {ASKED_BY_UNIT[unit]}"
