"""Names of administrative units as their last syllables tell them: 국, 과, 담당관, 팀."""

from __future__ import annotations

import re

from ingest.clean import join_spaced

_NO_UNIT = re.compile(
    r".*(?:효과|결과|성과|초과|통과|투과)|(?:추진|진행|처리)?경과|부과|학과|사과|장소|업소|주소|개소|요소|해소|감소|축소|현실|교실|손실|내실"
    r"|확실|사실|진단|집단|수단|중단|판단|첨단|하단|상단|전국|외국|각국|결국|약국|당국|기관|유관|주관|소관|이관|연관|공관|회관|보관|사업소관"
)
"""Words that end like a unit and are none: 기대효과, 추진결과. 환경과 (not 경과), 추진단 (not 진단) are units."""
_DEPARTMENT = re.compile(r"[가-힣0-9·]{2,14}(?:과|담당관)")
_BUREAU = re.compile(r"[가-힣0-9]{1,12}(?:국|소|실|단|관|본부|과)")
_TEAM = re.compile(r"[가-힣0-9·․]{1,14}팀")
_TEAM_TAIL = re.compile(r"^(?P<title>.+?)(?:\s+|\s*[(\[])(?P<team>(?:[가-힣0-9·․]{1,14}|(?:[가-힣] ){1,6})팀)[)\]]?$")
_SPACED_TEAM = re.compile(r"^(?P<title>.+?)\s+(?P<team>(?:[가-힣] ){1,6}팀)$")


def is_department(name: str) -> bool:
    """재무과, 감사담당관; not 추진효과. A 보건소 or 의회사무국 is a bureau."""
    joined = join_spaced(name)
    return bool(_DEPARTMENT.fullmatch(joined)) and not _NO_UNIT.fullmatch(joined)


def is_bureau(name: str) -> bool:
    """기획재정국, 미래비전추진단, 보건소, 감사담당관, or several joined by a dot (복지국 ‧ 보건소)."""
    return bool(name) and all(
        _BUREAU.fullmatch(part) and not _NO_UNIT.fullmatch(part) and len(part) >= 2 for part in split_units(name)
    )


def split_units(name: str) -> list[str]:
    """`복지국 ‧ 보건소` → 복지국, 보건소; `도 시 국` → 도시국."""
    return [join_spaced(part) for part in re.split(r"\s*[·‧․・,/⋅]\s*", name.strip()) if part.strip()]


def split_team(title: str) -> tuple[str, str | None]:
    """(title, team at its end): `건전한 재정 운용 예 산 팀` → 건전한 재정 운용, 예산팀; `성과 관리 (평가팀)` too."""
    match = _SPACED_TEAM.match(title) or _TEAM_TAIL.match(title)
    if not match:
        return title.strip(), None
    team = join_spaced(match["team"])
    return (match["title"].strip(" -–:,"), team) if _TEAM.fullmatch(team) else (title.strip(), None)
