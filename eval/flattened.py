"""A made-up report as text out of a PDF: tables without cells, names over several lines, figures behind them.

The reports that ship are data files; here a model's lies are held against rows that had to be read out of running text.
Figures come twice on purpose: what is the 실적 of one row is the 목표 of the next.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.build import build
from settings import Settings

TEXT = """2024년 별빛구 부서별 성과지표 추진현황

Ⅰ. 부서별 추진 현황

▢ 물빛과

주요사업명 성과지표 단위 목표 실적
달성률

(%)

깨끗하고 안전한

물길 가꾸기

물가 산책로 정비 연장
m 1,200 900 75

빗물받이 청소 목표

달성률
% 100 100 100

세금 징수 강화 체납 정리액 백만원 1,829 1,650 90

▢ 나무과

주요사업명 성과지표 단위 목표 실적
달성률

(%)

가로수 돌봄

가로수 심은 수
그루 900 1,200 133

마을 숲 넓히기 마을 숲 조성 면적 m 1,650 1,829 111
"""
QUESTIONS = (
    "물빛과의 물가 산책로 정비 연장은 목표와 실적이 얼마인가요?",
    "나무과의 목표와 실적은?",
    "목표를 달성하지 못한 과는?",
    "물빛과와 나무과의 달성률 평균을 비교해 주세요",
)


@contextmanager
def flattened(settings: Settings) -> Iterator[Settings]:
    """Settings whose index holds that report alone, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder, "reports")
        reports.mkdir()
        (reports / "성과지표.txt").write_text(TEXT, encoding="utf-8")
        changed = {"reports_dir": reports, "data_dir": Path(folder, "data"), "database_url": "", "chroma_url": ""}
        own = settings.model_copy(update=changed)
        build(reports, own)
        yield own
