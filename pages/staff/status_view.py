"""How things stand: index, model, language model, disk, what was done lately."""

from __future__ import annotations

import shutil

from errors import MureobogoError
from index.generation import load_manifest
from index.shelf import open_shelf
from pages.desk import Desk
from pages.parts import korean_time, table
from settings import Settings
from store.audit import EVENTS

AUDIT_SHOWN = 50


def status_html(desk: Desk) -> str:
    """Two tables: how things stand, and the audit log."""
    assert desk.store is not None and desk.settings is not None
    rows = [*_index(desk.settings), *_machine(desk.settings), *_store(desk)]
    lines = [
        (korean_time(line.at, "seconds"), line.who, EVENTS[line.event], line.detail)
        for line in desk.store.audit.last(AUDIT_SHOWN)
    ]
    return (
        f"<h2>지금</h2>{table(('무엇', '상태'), rows)}"
        f"<h2>최근에 한 일</h2>{table(('때', '누가', '무엇을', '자세히'), lines)}"
    )


def _index(settings: Settings) -> list[tuple[str, str]]:
    try:
        manifest = load_manifest(open_shelf(settings).current())
    except MureobogoError as error:
        return [("색인", str(error))]
    unread = ", ".join(file for file, _, _ in manifest.failed) or "없음"
    return [
        ("색인", manifest.id),
        ("담은 것", f"보고서 {manifest.reports:,} · 대목 {manifest.passages:,} · 수치 {manifest.observations:,}"),
        ("읽지 못한 파일", unread),
        ("임베딩 모델", f"{manifest.embedding} ({manifest.dimension}차원)"),
    ]


def _machine(settings: Settings) -> list[tuple[str, str]]:
    disk = shutil.disk_usage(settings.data_dir)
    return [
        ("언어 모델", settings.llm or "쓰지 않음 (규칙과 틀로 답합니다)"),
        ("디스크", f"{disk.free / 2**30:,.1f}GB 남음 / {disk.total / 2**30:,.1f}GB"),
        ("보고서 폴더", str(settings.reports_dir)),
    ]


def _store(desk: Desk) -> list[tuple[str, str]]:
    assert desk.store is not None
    people = ", ".join(user.name for user in desk.store.users.all())
    return [
        ("질문 기록", f"{desk.store.questions.count():,}건"),
        ("대화", f"{len(desk.conversations):,}개가 이어지고 있음"),
        ("사용자", people),
    ]
