"""`python -m store`: what an operator does first and last."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from settings import Settings
from store import Store

ROOT = Path(__file__).resolve().parents[2]


def run(settings: Settings, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MUREOBOGO_DATA_DIR": str(settings.data_dir)}
    line = [sys.executable, "-m", "store", *words]
    return subprocess.run(line, cwd=ROOT, env=environment, input=typed, capture_output=True, text=True)


def test_the_first_user_is_made_and_removed(settings: Settings, store: Store) -> None:
    assert "아직 아무도 없습니다" in run(settings, "users").stdout
    made = run(settings, "user", "김하늘", "--role", "staff", "--role", "evaluator", typed="구정보고서-2026\n")
    assert made.stdout == "김하늘 님이 로그인할 수 있습니다: 직원, 평가위원\n"
    assert store.users.check("김하늘", "구정보고서-2026")
    assert run(settings, "users").stdout == "김하늘\t직원, 평가위원\n"
    assert run(settings, "remove", "김하늘").returncode == 0
    assert run(settings, "remove", "김하늘").returncode == 1
    assert [line.event for line in store.audit.last()] == ["user", "user"]


def test_a_short_password_is_refused(settings: Settings) -> None:
    refused = run(settings, "user", "김하늘", "--role", "staff", typed="짧다\n")
    assert refused.returncode == 1
    assert "10자부터" in refused.stderr


def test_a_conversation_and_old_questions_are_forgotten(settings: Settings, store: Store) -> None:
    for key in ("가", "가", "나"):
        store.questions.add(key, "예산은?", {"answer": "9억원", "refused": False})
    assert run(settings, "forget", "가").stdout == "질문 2개를 지웠습니다.\n"
    # the clock of the fixture stands in the past
    assert run(settings, "purge", "30").stdout == "30일보다 오래된 질문 1개를 지웠습니다.\n"
    assert run(settings, "purge", "0").returncode == 2
