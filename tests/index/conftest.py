"""A small corpus of a made-up 구, written by each test into its own folder, and one index of it for reading."""

from __future__ import annotations

from pathlib import Path

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
"""

MANIFEST = """[["성과.csv"]]
title = "2023년 성과지표"
agency = "별빛구"
year = 2023
"""

FILES = {"업무.md": NOTES, "성과.csv": TABLE, "reports.toml": MANIFEST}


def write_corpus(folder: Path) -> Path:
    """The three files of the corpus in `folder`, which is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def corpus(settings: Settings) -> Path:
    """This test's own copy of the corpus, in the reports folder of `settings`."""
    return write_corpus(settings.reports_dir)


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose current index holds the corpus. Read only."""
    from index.build import build

    home = tmp_path_factory.mktemp("small")
    settings = Settings(reports_dir=write_corpus(home / "reports"), data_dir=home / "data")
    build(settings.reports_dir, settings)
    return settings
