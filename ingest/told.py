"""What a bullet's words say of one amount: the record that the readers of clauses hand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.numbers import Amount

SOURCES = {
    **dict.fromkeys(("국비", "국", "국고"), "국비"),
    **dict.fromkeys(("시비", "시"), "시비"),
    **dict.fromkeys(("구비", "구"), "구비"),
    **dict.fromkeys(("도비", "도"), "도비"),
    **{
        name: name
        for name in ("군비", "기금", "특별교부금", "특별교부세", "자부담", "민간", "민자", "교부세", "지방비")
    },
}
"""Short names of sources of money in brackets, and the full ones."""

SPANS = re.compile(r"누계|누적|총\s?누계")
AS_OF = re.compile(
    r"(?:(?P<year>20\d\d)\s?[.년]\s?)?(?P<month>\d{1,2})\s?[.월]\s?(?P<day>\d{1,2})\s?[.일]?\s?(?:기준|현재)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One amount of a bullet and what the words say of it; offsets count in the bullet's words.

    `label` names what is counted, `part` which part of it, `action` what was done, `counted` the noun counted (업체),
    `limit` 약, 이상, 최소 …; `share` marks the percentage of a source; `manner` and `examples` are words before it that
    do not name it (구 SNS를 통해; 현안회의 등), `per` what it is for each of (1인당),
    `order` tells the two sides of an arrow (25건 → 37건).
    """

    amount: Amount
    label: str
    unit: str
    part: str | None = None
    action: str | None = None
    counted: str | None = None
    limit: str | None = None
    source: str | None = None
    span: str | None = None
    share: bool = False
    as_of: tuple[int | None, int, int] | None = None
    manner: str | None = None
    per: str | None = None
    examples: str | None = None
    order: str | None = None


def read_day(dated: re.Match[str]) -> tuple[int | None, int, int]:
    return int(dated["year"]) if dated["year"] else None, int(dated["month"]), int(dated["day"])


def moved(amount: Amount, by: int) -> Amount:
    return replace(amount, start=amount.start + by, end=amount.end + by, number_end=amount.number_end + by)
