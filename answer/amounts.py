"""Amounts as people read them: 13,351백만원 is 133억 5,100만원; conversions are exact and shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MONEY: dict[str, Decimal] = {
    "원": Decimal(1),
    "천원": Decimal(1000),
    "만원": Decimal(10**4),
    "백만원": Decimal(10**6),
    "천만원": Decimal(10**7),
    "억원": Decimal(10**8),
    "조원": Decimal(10**12),
}
COUNTED: tuple[dict[str, Decimal], ...] = tuple(
    {unit: Decimal(1), f"천{unit}": Decimal(1000), f"만{unit}": Decimal(10**4)}
    for unit in ("명", "건", "대", "개", "회", "마리")
)
MASS: dict[str, Decimal] = {"g": Decimal(1), "kg": Decimal(1000), "톤": Decimal(10**6), "t": Decimal(10**6)}
KINDS = (MONEY, MASS, *COUNTED)
"""Units that can be converted into one another, a table a kind."""
SPOKEN_FROM = {"천원", "백만원"}
"""Units that people do not think in; a figure in one of them is also given in 억 and 만."""

_GROUPS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))


def plain(value: Decimal) -> str:
    """Digits with thousands separators and no idle zeros: 1234.50 → 1,234.5; -2 → -2."""
    return f"{value.normalize():,f}" if value else "0"


def spoken(won: Decimal) -> str:
    """An amount of 원 in 조, 억 and 만: 13351000000 → 133억 5,100만원; 703736000 → 7억 373만 6,000원."""
    sign, rest = ("-" if won < 0 else ""), abs(won)
    parts = []
    for worth, name in _GROUPS:
        count, rest = divmod(rest, worth)
        if count:
            parts.append(f"{plain(count)}{name}")
    if rest or not parts:
        parts.append(plain(rest))
    return f"{sign}{' '.join(parts)}원"


def in_won(value: Decimal, unit: str | None) -> Decimal | None:
    """The amount in 원; None where the unit is no money."""
    worth = MONEY.get(unit or "")
    return None if worth is None else value * worth


def convert(value: Decimal, unit: str | None, wanted: str) -> Decimal | None:
    """`value` of `unit` in the unit `wanted`; None where one is not the other's kind."""
    for table in KINDS:
        if unit in table and wanted in table:
            return value * table[unit] / table[wanted]
    return value if unit == wanted else None


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Half up, as offices round: 62.547 → 62.55."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
