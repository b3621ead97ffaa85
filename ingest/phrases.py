"""Noun phrases around a figure: which of the words before and after it name what is counted.

`병행으로 2,717명 신규 등록` counts 신규 등록; `고용유지지원금 지원으로 870개 업체 지급` counts 고용유지지원금 지원.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clean import join_spaced

ACTIONS = (
    "지급|징수|운영|실시|개최|확보|완료|설치|선정|추진|교체|조성|등록|수상|제출|접수|이용|참여|참가|활동|게시|발표|지원|위촉|채택|보급|배부|제작"
    "|발간|정비|단속|점검|처리|신설|획득|달성|해결|해소|배치|채용|고용|수료|방문|상담|연계|구축|확충|확대|교육|홍보|안내|공급|납부|부과|압류|매각"
    "|매입|편성|심사|심의|의결|승인|이관|폐기|공개|정리|발굴|육성|수립|체결|진행|시행|적발|조치|계도|철거|식재|준공|착공|개설|유치|출품|출연"
    "|평가|관리|분석|조사|개선|강화|제고|수렴|검토|협의|자문|훈련|검사|검진|접종|대여|대출|열람"
    "|증가|감소|상승|하락|절감|향상|증액|감액|집행|발송|수거|개원|개관|위탁|가입|판매|체납|감면|환급"
)
"""What offices do: nouns that say what was done with the things counted."""
_ACTION = re.compile(rf"(?:[가-힣]*)(?:{ACTIONS})")
_QUANTIFIER = r"총|약|전체|연|각|매|최대|최소|평균|합계|계|무려|현재|올해|금년|당초|금|일금"
_TRAILING = re.compile(rf"(?:\s|^)(?:{_QUANTIFIER})$")
_LEADING = re.compile(rf"^(?:{_QUANTIFIER})\s+")
_YEAR_ALONE = re.compile(r"(?:['’‘`]\d\d년도?|20\d\d년도?|20\d\d\.)\s*")
_LED = (
    rf"(?:으로|(?:{ACTIONS})로|하여|해서|되어|을 통해|를 통해|을 위해|를 위해|에 따라|에 대해|하고|하며|으며|에서|부터"
    r"|까지|포함한|[가-힣]{2,}에)"
)
_ADVERBIAL = re.compile(rf"{_LED}$")
_CONNECTIVE = re.compile(r".*(?:하여|해서|되어|하고|하며|으며|통해|위해|따라|포함한|년간|동안)\s+(?=\S)")
_LEADING_ON = re.compile(
    rf"(?P<head>.*?(?:{ACTIONS}))로(?=\s|$)|(?P<other>.+?)(?:으로|하여|되어|을 통해|를 통해)(?=\s|$)"
)
_DATES = re.compile(r"[\d.,\s~∼～’'‘`월일년()-]+")
_CASE = re.compile(r"(?:으로|로|에서|부터|까지|을|를|에)$")
_JOSA_LEAD = re.compile(r"(?:으로|로|을|를|이|가|은|는|에게|에서|에|의|과|와|도|씩)(?=\s|$)\s*")
_BASE = re.compile(
    r"(?:.*\s)?(?:\S+당|\S+마다|매월|매주|매년|매일|매회|분기별|반기별|월별|연간|월|주|일|년|연|상시|수시|격월|정기)(?:\s(?:월|연|주))?"
)
"""What a figure is for each of: 1인당, 매월, 분기별. It tells how often, not what."""
_ADNOMINAL = re.compile(r"(?:한|하는|된|되는|할)$")
_GENERIC = re.compile(
    r"(?:주요|추진|운영|개최|사업|접수|처리)?(?:실적|내용|대상|결과|현황|성과|개요|방법|방향)|구성|포상|규모|시기|기간|기준|장소|일시|비고|효과|기타"
)
_BRACKET = re.compile(r"\s*\([^()]*\)(?![가-힣])")
_SIGNS = " -–―:：,/;=⇒→➡·․~∼～Ü*※"


def is_generic(label: str) -> bool:
    """Does a label say nothing of its own: 추진실적, 대상, 구성?"""
    return bool(_GENERIC.fullmatch(re.sub(r"\s", "", label)))


def is_action(word: str) -> bool:
    """Does a word end in what was done: 지급, 추가설치?"""
    return bool(_ACTION.fullmatch(word))


def tidy_label(words: str) -> str:
    """A label without its brackets, quantifiers, lone year and signs; 예산(안) and 지시(훈시)사항 stay whole.

    >>> tidy_label("신길로(우신초 사거리~시장 사거리)"), tidy_label("‘21년"), tidy_label("지방보조금 총")
    ('신길로', '', '지방보조금')
    """
    text = _BRACKET.sub(lambda m: m[0] if len(m[0].strip()) <= 4 else "", " ".join(words.replace("**", "").split()))
    if _YEAR_ALONE.fullmatch(text.strip()):
        return ""
    text = text.strip(_SIGNS)
    while match := _TRAILING.search(text):
        text = text[: match.start()].rstrip(" ,:")
    return join_spaced(text)


@dataclass(frozen=True, slots=True)
class Before:
    """What the words before a figure are: a `name` of what is counted, or only a `manner` (how, when, where), what it
    is `per` (1인당, 분기별), or `examples` of it. At most one is not empty."""

    name: str = ""
    manner: str = ""
    per: str = ""
    examples: str = ""


def before_figure(words: str) -> Before:
    """Read the words before a figure.

    A list with 등 leaves its common name: `자유, 두암 등 어린이공원` → 어린이공원; `현안회의 등` gives examples only.
    `지원금 지원으로` and `구 SNS를 통해` are manners; what stands before 및 belongs to something else.
    """
    if _BASE.fullmatch(words.strip(_SIGNS)):
        return Before(per=words.strip(_SIGNS))
    text = tidy_label(words)
    if text in ("중", "및", "또는") or text.endswith((" 및", " 또는")) or _DATES.fullmatch(text):
        return Before()
    if re.search(r"(?:^|[\s’”」』)])등$", text):
        return Before(examples=text.removesuffix("등").strip())
    text = re.sub(r"^.*\s등\s+(?=\S)", "", text)
    if text.endswith(" 중"):
        return Before(manner=text.removesuffix(" 중"))
    if _ADVERBIAL.search(text):
        return Before(
            manner=_CASE.sub("", re.sub(r"\s(?:통해|위해|따라|대해|포함한)$", "", _CASE.sub("", text))).strip()
        )
    return Before(name=_LEADING.sub("", _CONNECTIVE.sub("", text) or text))


def after_figure(words: str) -> str:
    """The noun phrase that begins after a figure, up to a word that leads on.

    >>> after_figure("의 놀이터 재정비"), after_figure(" 추가설치로 폐기물 감량 기여"), after_figure("과 관계망 형성")
    ('놀이터 재정비', '추가설치', '관계망 형성')
    """
    text = re.sub(r"^에 걸쳐\s*", "", words.strip())
    text = tidy_label(text[match.end() :] if (match := _JOSA_LEAD.match(text)) else text)
    text = re.split(r"(?:^|\s+)(?:및|또는)\s+총(?:\s|$)|(?:^|\s+)(?:및|또는)$", text)[0]
    if text.startswith(("및 ", "또는 ", "중 ", "(")) or _ADNOMINAL.search(text):
        return ""
    led = _LEADING_ON.match(text)
    return re.sub(r"(?:을|를|에서)$", "", (led["head"] or led["other"]) if led else text).strip()


def is_full_phrase(words: str) -> bool:
    """Two words or more name something; one alone (지급, 운영, 완료) only says what was done."""
    return len(words.split()) >= 2
