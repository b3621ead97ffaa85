"""Figures as Korean offices print them: `1,234`, `△2`, `19억 4,700만원`, `4,272/13,351백만원`, `약23%`, `1만 2천 명`.

`parse_number` reads a whole cell, `find_amounts` reads prose. Both are exact (Decimal) and silent about what is no
amount: dates, ordinals (제17회, 2차 협치사업), grades (6급), and names that hold digits (신길10구역, 민선6기).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

NEGATIVE_MARKS = "△▲▽▼-−–"
EMPTY_CELLS = frozenset({"", "-", "−", "–", "—", "ㅡ", "·", "."})

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CELL = re.compile(rf"(?P<sign>[+{re.escape(NEGATIVE_MARKS)}]?)\s*(?P<digits>{_DIGITS})\s*[%％]?")

SCALES = {"": 1, "십": 10, "백": 100, "천": 1000}
BIG_SCALES = {"": 1, "만": 10**4, "억": 10**8, "조": 10**12}

MONEY_UNITS = {
    "원": Decimal(1),
    "천원": Decimal(1000),
    "만원": Decimal(10**4),
    "백만원": Decimal(10**6),
    "억원": Decimal(10**8),
    "조원": Decimal(10**12),
}
"""Units of money that are kept as printed, with their worth in 원; every other scale is turned into 원."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_SYMBOLS = _listed("%p % ％ ㎡ ㎢ ㎥ ㎞ ㎏ ㎘ ℓ km kg kWh MW kW ha m t g a L")
_DECIMAL = (*_SYMBOLS, "톤", "평", "점", "배")
"""Units that a decimal may stand before; 10.3 회의 is a date, 98.7 % an amount."""
_LOOSE = _listed("개소 개월 개 명 건 권 마리 가구 세대")
"""Counters that another noun may touch: 17개팀, 82명내외."""
_STRICT = _listed(
    "회 회차 차 곳 편 대 호 필지 본 주 그루 종 매 부 부스 팀 본부 단지 업체 학급 개교 병상 석 면 인 쌍 표 장 벌 포대 포"
    " 박스 상자 세트 위 관왕 과목 강좌 문항 쪽 종목 노선 구간 시간 분 일 일간 주간 년 년간 세 척 량 통 끼 식 컷 기관"
    " 사업장 단체 작품 동아리 가지 톤 평 점 배"
)
"""Counters that must end the word, particles aside: `2 건전재정` counts nothing."""
_UNITS = sorted({*_SYMBOLS, *_LOOSE, *_STRICT}, key=len, reverse=True)

_JOSA = (
    r"(?:을|를|이|가|은|는|의|에|에서|에게|로|으로|과|와|도|만|까지|부터|씩|당|별|간|째|중|및|등|여|이며|이고|이나|정도|내외|이상|이하|미만|초과"
    r"|규모|이내|짜리|가량|남짓|보다|이었|였|이다|임)?"
)
_WORD_END = re.compile(rf"{_JOSA}(?![가-힣A-Za-z])")
_PART = rf"(?:{_DIGITS})\s{{0,3}}(?:십|백|천)?(?:만|억|조)"
_UNIT_WORDS = "|".join(map(re.escape, _UNITS))
_AMOUNT = re.compile(
    rf"(?P<sign>[△▲▽▼]\s?)?(?P<body>(?:{_PART}\s?)*(?:{_DIGITS})(?:\s?/\s?(?:{_DIGITS}))*)"
    rf"(?P<gap>\s{{0,3}})(?P<scale>(?:십|백|천)?(?:만|억|조)?)여?(?P<gap2>\s?)(?P<unit>원|{_UNIT_WORDS})?"
)
_BARE = re.compile(r"\d{1,3}(?:,\d{3})+")
_PIECE = re.compile(rf"(?P<digits>{_DIGITS})\s{{0,3}}(?P<scale>십|백|천)?(?P<big>만|억|조)?")

QUANTIFIERS = _listed(
    "총 약 전체 연 각 매 월 주 일 계 최대 최소 평균 누계 누적 합계 구비 시비 국비 도비 군비 전 단 등 외 및 또는 금 일금"
    " 비용 예산 규모 정원 현원 하루 이상 반기별 분기별 월별"
)
"""Words that may touch a figure without making it part of a name: 총500,000천원, 약23%, 연2회."""

_NOT_COUNTED = {
    "개": re.compile(r"(?:년|발|최|선|인|정|방|별|편|통|량|념|시|회|요|업|설|막|학)"),
    "명": re.compile(r"소|단|칭|예|령|절|의(?=[가-힣])"),
    "건": re.compile(r"물|강|축|전|설|조|립"),
    "회": re.compile(r"의|계|원|관|사|장"),
    "차": re.compile(r"\s*(?!에 걸쳐)[가-힣]"),  # 1차 예산공시, 4차 산업: ordinals; 24차, 91,408백만원: a count
    "대": re.compile(
        r"\s?(?:목표|전략|과제|핵심|국정|구정|정책|비전|범죄|보험|권역|분야|중점|공약|추진|청년|남성|여성|초반|중반|후반|이상|이하|연령)"
    ),
    "인": re.compile(r"당|\s?(?:가구|세대|미만|이상)"),
    "일": re.compile(r"(?!\s?(?:간|이내|이상|연속|동안|전|후)(?![가-힣]))"),  # 10일 이내 is an amount, 7월 10일 a date
    "년": re.compile(r"(?!\s?(?:간|연속|마다|이내|이상|이하|미만|주기|동안)(?![가-힣]))"),
    "위": re.compile(r"원|탁|한|해|치"),
    "면": re.compile(r"\s?(?:담|적|표)"),
    "호": re.compile(r"점|선|봉"),
    "분": re.compile(r"기|야|과|류|담|의"),
}
"""What may not follow a unit directly: it would be another word (3개년, 5대 목표, 1/4분기)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its unit. `text[start:end]` is figure and unit as printed, `text[start:number_end]` the figure.

    `value` is in `unit`; the unit is None for a bare grouped number such as `221,000`.
    Example: in `모금: 19억 4,700만원` value 1947000000, unit 원; in `24차, 91,408백만원` 24 차 and 91408 백만원.
    """

    value: Decimal
    unit: str | None
    start: int
    end: int
    number_end: int

    @property
    def won(self) -> Decimal | None:
        """The amount in 원; None where it is no money."""
        worth = MONEY_UNITS.get(self.unit or "")
        return None if worth is None else self.value * worth


def parse_number(text: str) -> Decimal | None:
    """The number that a whole cell is, a trailing % allowed; None for an empty cell, a dash or words.

    >>> parse_number("△2"), parse_number("98.7%"), parse_number("-"), parse_number("376명")
    (Decimal('-2'), Decimal('98.7'), None, None)
    """
    cell = unicodedata.normalize("NFKC", text).strip()
    if cell in EMPTY_CELLS:
        return None
    match = _CELL.fullmatch(cell)
    if not match:
        return None
    value = Decimal(match["digits"].replace(",", ""))
    return -value if match["sign"] in NEGATIVE_MARKS and match["sign"] else value


def find_amounts(text: str) -> list[Amount]:
    """Every amount of a stretch of prose, in order; offsets count in `text`."""
    return [amount for match in _AMOUNT.finditer(text) for amount in _read(match, text)]


def _read(match: re.Match[str], text: str) -> Iterator[Amount]:
    if _is_name(match, text):
        return
    unit = _unit(match, text)
    if unit is None and not match["scale"]:
        yield from _bare(match)
    elif unit is not None:
        pieces = list(_PIECE.finditer(match["body"]))
        if "/" in match["body"]:
            yield from _parallel(match, pieces, unit)
        else:
            yield from _single(match, pieces, unit)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Is the figure part of a name or an ordinal (제17회, 신길1동, 민선6기, 2.5단계)?"""
    before = text[max(0, match.start() - 8) : match.start()]
    if re.search(r"제\s?$|제\s?\d+[·․,~]\s?$|['’‘`]$|\d[.]\s?$|[\d][,.]$|제\s?\d+[-]$", before):
        return True
    if not before or not re.search(r"[A-Za-z가-힣\d]$", before):
        return False
    if match["unit"] in ("원", "%", "％") or "," in match["body"]:
        return False
    return not before.endswith(QUANTIFIERS)


def _unit(match: re.Match[str], text: str) -> str | None:
    """The printed unit (without scale), or None where what follows is another word."""
    unit = match["unit"]
    if unit is None:
        # 국비 100억: the scale alone is money; 1만 alone is not
        bare = not match["gap"] and match["scale"].endswith(("억", "조")) and _WORD_END.match(text, match.end("scale"))
        return "원" if bare else None
    if unit == "원":
        return unit if not re.match(r"문|칙|안|장|래|활|내|외", text[match.end() :]) else None
    if "." in match["body"] and unit not in _DECIMAL:
        return None
    if unit == "차" and is_round(match["body"], text):
        return None
    refused = _NOT_COUNTED.get(unit)
    if refused and refused.match(text, match.end()):
        return None
    if "\n" in match["gap"] and unit not in ("%", "％"):
        return None
    if unit in _SYMBOLS:
        return unit if not re.match(r"[A-Za-z0-9]", text[match.end() :]) else None
    if match["gap"] or match["gap2"]:
        # `정부 3.0 평가`, `2 건전재정`: after a blank only a whole word is a unit
        return unit if re.match(r"[을를은는의에과와도]?(?![가-힣A-Za-z])", text[match.end() :]) else None
    return unit if unit in _LOOSE or _WORD_END.match(text, match.end()) else None


def is_round(body: str, text: str) -> bool:
    """Do the digits before 차 number a round (1차 85.3%, 2차 80.1%) rather than count rounds (24차, 91백만원)?"""
    if not body.isdigit():
        return False
    around = (int(body) - 1, int(body) + 1)
    return int(body) == 1 or any(re.search(rf"(?<!\d){number}차", text) for number in around)


def _bare(match: re.Match[str]) -> Iterator[Amount]:
    """Grouped numbers without a unit, each for itself: (시 221,000, 구비 47,000)."""
    for found in re.finditer(_DIGITS, match["body"]):
        if _BARE.fullmatch(found[0].split(".")[0]):
            start = match.start("body") + found.start()
            yield _amount(match, found[0], None, start, start + len(found[0]))


def _amount(match: re.Match[str], digits: str, unit: str | None, start: int, end: int) -> Amount:
    value = Decimal(digits.replace(",", ""))
    signed = -value if match["sign"] else value
    begin = match.start() if start == match.start("body") else start
    return Amount(signed, unit, begin, end, start + len(digits))


def _parallel(match: re.Match[str], pieces: list[re.Match[str]], unit: str) -> Iterator[Amount]:
    """`4,272/13,351백만원`: both in 백만원; the unit's words belong to the last one's end."""
    name, factor = _printed_unit(match["scale"], unit)
    for piece in pieces:
        start = match.start("body") + piece.start("digits")
        last = piece is pieces[-1]
        amount = _amount(match, piece["digits"], name, start, match.end() if last else start + len(piece["digits"]))
        yield Amount(amount.value * factor, name, amount.start, amount.end, amount.number_end)


def _single(match: re.Match[str], pieces: list[re.Match[str]], unit: str) -> Iterator[Amount]:
    sign = -1 if match["sign"] else 1
    last = pieces[-1]
    if len(pieces) == 1:
        name, factor = _printed_unit(match["scale"], unit)
        value = Decimal(last["digits"].replace(",", "")) * factor
    else:
        if not match["scale"] and len(last["digits"].replace(",", "")) < 3:
            return  # 10억 3건: two figures run together, not one number
        value = sum((_worth(piece["digits"], piece["scale"], piece["big"]) for piece in pieces[:-1]), Decimal(0))
        value += _worth(last["digits"], match["scale"].rstrip("만억조"), match["scale"].lstrip("십백천"))
        name = unit
    yield Amount(sign * value, name, match.start(), _end(match), match.end("body"))


def _end(match: re.Match[str]) -> int:
    return match.end("unit") if match["unit"] else match.end("scale")


def _worth(digits: str, scale: str | None, big: str | None) -> Decimal:
    return Decimal(digits.replace(",", "")) * SCALES[scale or ""] * BIG_SCALES[big or ""]


def _printed_unit(scale: str, unit: str) -> tuple[str, Decimal]:
    """(unit to keep, factor): 백만 + 원 → 백만원, 1; 천만 + 원 → 원, 10,000,000; 천 + 명 → 명, 1,000."""
    if unit == "원" and scale + unit in MONEY_UNITS:
        return scale + unit, Decimal(1)
    return unit, _worth("1", scale.rstrip("만억조"), scale.lstrip("십백천"))
