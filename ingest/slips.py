"""Slips of character recognition in names, mended in a second field for search; the printed words stay as they are."""

from __future__ import annotations

import re

_LONE = frozenset("및 등 수 내 외 후 중 전 구 시 동 국 과 군 도 각 첫 새 총 그 이 본 타 율 률".split())


def mend_name(name: str) -> str:
    """A name with what recognition broke put right.

    A name cannot end in an object particle, so 을/울/를 at its end was 율: `구세 정리를` → `구세 정리율`, `자원봉사자 활동을`
    → `자원봉사자 활동율`.
    """
    folded = " ".join(name.split())
    return re.sub(r"(?<=[가-힣]{2})[을울를]$", "율", folded)
