"""How names of 사업, 지표 and duties begin and end: what tells that a phrase is whole."""

from __future__ import annotations

import re

_OPEN_END = re.compile(
    r"(?:[가-힣](?:하는|되는|있는|없는|받는|리는|드는|가는|나는|키는|구는|지는|오는)"
    r"|한|된|의|및|과|와|을|를|로의|[·,‧․])$|^등$"
)
_ADNOMINAL = re.compile(r"(?:적인|로운|다운|스런|높은|좋은|맑은|밝은|많은|깊은|찾은|같은|트인)$")
_ACTIONS = (
    "강화 개선 고취 관리 교육 구축 구현 극복 내실화 다변화 단속 대응 도모 마련 만들기 반영 발굴 보급 보장 보호 복구"
    " 분석 산정 서비스 수립 심사 실시 실현 안정 양성 예방 운영 운용 육성 자원화 정비 정착 제고 조성 조정 증진 지원 징수"
    " 착수 창출 처리 체계 추진 통합 편성 평가 향상 확대 확립 확보 확산 확충 활성화 효율화 최소화 정보화 현대화"
)
_ACTION = re.compile(rf"(?:{'|'.join(_ACTIONS.split())})$")


def wants_more(text: str) -> bool:
    """Does a phrase want a word after it, so that no cell can end here?

    >>> [wants_more(words) for words in ("쾌적한", "관리 및", "도로의", "체계적인", "순찰 강화", "양성평등")]
    [True, True, True, True, False, False]
    """
    last = text.split()[-1] if text.split() else ""
    return bool(_OPEN_END.search(last) or _ADNOMINAL.search(last))


def is_action(word: str) -> bool:
    """Is the word a noun of action, in which names of 사업 end and hardly ever begin: 강화, 운영, 기능개선?"""
    return bool(_ACTION.search(word))
