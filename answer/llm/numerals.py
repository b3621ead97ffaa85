"""Figures that no digit shows: 마흔다섯 차례, 오천칠백만 원, 절반, 약 45회. The check of figures reads digits only."""

from __future__ import annotations

import re

_COUNTED = (
    r"(?:회|번|건|개소?|명|곳|과|팀|부서|지표|사업|배|가지|달|해|차례|사람|군데|대|종|권|마리|톤|위|등|째|자리|원|점|"
    r"퍼센트|프로|년|시간|분기)"
    r"(?:째)?(?=[^가-힣]|$|[은는이가을를로의도만에과와였]|입니다|뿐|까지|부터|밖에|보다)"
)
_NATIVE = (
    r"(?:열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)?"
    r"(?:하나|둘|셋|넷|한|두|세|네|석|넉|다섯|여섯|일곱|여덟|아홉)|열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔"
)
_SINO = r"(?:[일이삼사오육칠팔구]?[십백천만억조])+[일이삼사오육칠팔구]?"
_ROUGH = r"(?:수|몇)(?:십|백|천|만|억)"

IN_WORDS = re.compile(
    rf"(?<![가-힣\d])(?:{_NATIVE}|{_SINO}|{_ROUGH})(?:여)? ?{_COUNTED}"
    r"|(?<![가-힣])(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|(?:스물|서른|마흔|쉰|예순|일흔|여든|아흔)\S*)"
    r"(?=[은는이가을를로의도만에 ,.])"
    r"|절반|과반|반토막|갑절|곱절|(?<![가-힣])반(?: 이상|[은이을의])|[가-힣\d] ?분의 ?[가-힣\d]"
    r"|[\u4e00-\u9fff]"
)
"""A number in Korean words or hanja, with what it counts: 조사 대상 is none, 사십오 회 and 두 배 are."""

_BENT = re.compile(
    r"(?P<before>약|대략|거의|얼추|최소|최대|적어도|많아야) ?(?P<figure>\d[\d.]*)"
    r"|(?P<number>\d[\d.]*)(?P<after>[%a-z가-힣]{0,3}? ?"
    r"(?:여|가량|정도|쯤|남짓|안팎|내외|이상|이하|미만|초과|넘))(?![가-힣]*[률액])"
)


def in_words(sentence: str) -> list[str]:
    """The figures of a folded sentence that stand in words.

    >>> in_words("실적은 마흔다섯 회로 목표의 두 배이고, 조사 대상입니다")
    ['마흔다섯 회', '두 배']
    """
    return [found.group().strip() for found in IN_WORDS.finditer(sentence)]


def bent(sentence: str) -> list[str]:
    """The figures of a folded sentence that are told as about so much, or as a bound: 약 45회, 45회 이상.

    >>> bent("실적은 약 45회이고 목표는 30회 이상입니다")
    ['약 45', '30회 이상']
    """
    return [found.group().rstrip() for found in _BENT.finditer(sentence)]
