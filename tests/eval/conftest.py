"""A small corpus of a made-up 구 with one index of it, for commands that answer and score."""

from __future__ import annotations

import pytest

from settings import Settings

NOTES = """# 별빛구 2023년 업무보고

## 물빛과

- 하천 산책로 정비: 2.4km 구간에 조명 120개 설치
- 수질 검사를 24회 실시하고 결과를 누리집에 공개

## 나무과

- 가로수 1,150그루를 심고 전정 작업을 마침
"""

TABLE = """과,사업,지표,단위,목표,실적,달성률
물빛과,하천 정비,하천 정비 연장,km,12,9,75
물빛과,수질 관리,수질 검사 횟수,회,24,24,100
나무과,가로수,가로수 심기,그루,"1,200","1,150",95.8
나무과,도시 숲,도시 숲 조성,곳,4,6,150
"""

MANIFEST = """[["성과.csv"]]
title = "2023년 성과지표"
agency = "별빛구"
year = 2023

[["업무.md"]]
title = "2023년 업무보고"
agency = "별빛구"
year = 2023
"""

FILES = {"업무.md": NOTES, "성과.csv": TABLE, "reports.toml": MANIFEST}


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose current index holds the corpus. Read only."""
    from index.build import build

    home = tmp_path_factory.mktemp("eval")
    settings = Settings(reports_dir=home / "reports", data_dir=home / "data")
    settings.reports_dir.mkdir()
    for name, text in FILES.items():
        (settings.reports_dir / name).write_text(text, encoding="utf-8")
    build(settings.reports_dir, settings)
    return settings


@pytest.fixture
def small_world(small_index: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same, with the environment that commands read their settings from."""
    monkeypatch.setenv("MUREOBOGO_REPORTS_DIR", str(small_index.reports_dir))
    monkeypatch.setenv("MUREOBOGO_DATA_DIR", str(small_index.data_dir))
    return small_index
