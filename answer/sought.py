"""What kind of thing a question seeks, and whether words hold it: an amount, a date, a person, a place, a cause.

A kind must be *new*: of 매각한 땅은 누가 샀나요 a bullet tells who only by a person whom the question does not name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from answer.dates import says_when
from answer.normal import compact
from answer.words import UNITS_OF
from ingest.numbers import find_amounts

CUES: Mapping[str, re.Pattern[str]] = {
    "이유": re.compile(
        r"완화|개선|향상|절감|어려움|불편|문제|활성화|"
        r"위해|위하|때문|으로 인한|로 인한|인해|하고자|목적|도모|기여|방지|예방|해소|배경|"
        r"필요|따라|확보|유지하여|통해|제고|위한|지원"
    ),
    "방법": re.compile(
        r"방법|방식|통해|통하|활용|[가-힣]로 |으로|구축|모니터링|차단|정비|구성|거쳐|이용|→|실시|에 의한|에 의해|의하여"
    ),
    "용도": re.compile(r"활용|지원|사용|쓰|자료로|위해|위한|용도|목적"),
    "면적": re.compile(r"\d\s?(?:㎡|m2|평|ha|a(?![a-z])|km|헥타르)"),
    "근거": re.compile(r"근거|조례|규칙|법|규정|지침|훈령|고시"),
    "등급": re.compile(r"등급|최우수|우수|최고"),
    "회사": re.compile(
        r"㈜|\(주\)|주식회사|[가-힣]{2,}(?:증권|은행|백화점|건설|전자|통신|보험|카드|대학교|연구원|엔지니어링)"
    ),
}
"""Words that show that a passage can answer why, how, by what law, which grade or which company."""

CAUSE = re.compile(
    r"때문|인해|인한|여파|탓|영향|장기화"
    r"|(?:감소|증가|부족|지연|위축|확산|취소|중단|연기)(?:로|에|됨|하여|되어|으로)"
)
"""What brings a result about. A purpose (제고하고자) is none: 왜 목표에 못 미쳤나 is not answered by what was meant."""
RESULT = re.compile(
    r"(?:왜|이유|원인|까닭|사유).{0,14}"
    r"(?:많|(?<!목)적|높|낮|늘|줄|못|안 |초과|미달|부진|떨어|올라|올랐|넘|밖에|걸렸|나빠|좋아|됐|되었|된)"
    r"|(?:많아|적어|높아|낮아|늘어|줄어|못 ?미|못 ?채|부진|초과|미달|떨어|올라|넘은|넘긴|밖에)"
    r".{0,12}(?:왜|이유|원인|까닭|사유)"
)
"""Asks for what brought a result about: 목표보다 많아진 이유, 왜 75.4%밖에 안 되나."""

PERSON = re.compile(
    r"주민|구민|시민|국민|공무원|직원|공직자|팀장|과장|국장|구청장|부서장|단장|이사장|위원|전문가|작가|상인|어르신|노인|청소년"
    r"|청년|학생|아동|어린이|환자|외국인|법인|기관|기업|업체|재단|공단|단체|협회|학회|회의|위원회|협의회|가구|가족|세대|부서"
    r"|구의회|시의회|본부|(?<![투전숫격적흑])자(?=[\s,·․()/]|$|[를의와은는이가로도])"
)
"""Who may act, take part or be meant: people, offices and bodies."""

PLACE = re.compile(
    r"장\s?소|위\s?치|지하|지상|\d층|번지|소재"
    r"|[가-힣\d](?:동|역|시장|공원|센터|유튜브|블로그|누리집|온라인|도서관|학교|회관|청사|본관|별관|사거리|광장|구역|마을|홈페이지|쉼터|병원|기록관|일대|로변|천변)"
    r"(?=[\s,·․()~～/]|$|[에의을를과와은는이가])"
    r"|[가-힣]+(?:로|길)(?=\s?[(,]| 일대)"
)
"""Where something may be or happen."""

_KIND_OF_PLACE = re.compile(r"(?:어느|무슨|어떤) ?(?P<kind>동|역|공원|군)")
HOST = re.compile(r"어디(?:에?서) ?(?:한|하는|준|주는|받은|주관|주최|평가|시행|실시|선정|수여)")
"""어디에서 한 평가: a body is asked, no place."""
ORGANISATION = re.compile(
    r"[가-힣]{2,}(?:본부|협회|협의회|학회|재단|연구원|진흥원|위원회|공단|공사|신문|일보|은행|대학교?)|정부|중앙부처"
    r"|[가-힣]{2,}(?:부|처|청|시|도|구)(?=[\s,·․에의가는이주]|$)"
)
_LENGTH = re.compile(r"\d+\s?(?:년|개월|일|주|시간|분)")
_DAYS = re.compile(r"며칠 ?(?:동안|이내|안에|만에|걸)")
"""며칠 안에: so many days, no day of the year."""
_COUNTER = re.compile(r"몇 ?(?P<word>[가-힣]{1,3}?)(?=[은는이가을를도에의로과와이나였인입이 ?]|$)")
DONE = re.compile(
    r"실제로(?!.{0,3}(?:계획|예정))"
    r"|(?:마친|끝낸|끝난|개통된|준공된|완공된|개최된|열린) [^?]{0,20}(?:몇|얼마|언제|날짜)"
    r"|몇 ?(?:건|명|회|번|개)[^?]{0,10}(?:했|하였|됐|되었|냈|나왔|열렸|받았|왔|갔)"
    r"(?![^?]{0,3}(?:기로|려))(?![^?]*(?:계획|예정|목표))"
    r"|(?:완료|처리|준공|개통|채택) ?(?:권수|건수|횟수|인원|금액|물량|실적)(?![^?]*(?:계획|예정|목표))"
    r"|몇 ?(?:건|개)[^?]{0,6}(?:지켰|이행)"
    r"|(?:채택|선정|완료|접수|제출|참여|참석|발급|지급)(?:된|한|했던|하신) [^?]{0,10}몇 ?(?:건|명|회|번|개)"
)
"""몇 건을 제출했나요, 채택된 제안은 몇 건: asks what was done."""
ENUMERATION = re.compile(
    r"(?<![\d,.])(?P<number>\d+) ?(?:개|건|곳|명|팀|편)\S{0,3} ?[^?]{0,12}"
    r"(?:이름|사업명|명칭|명단|목록|제목|어디어디|누구누구|무엇무엇|(?:무슨|어떤) ?(?:사업|것|거|곳|데|제안|내용)"
    r"|(?:무슨|어떤) ?내용|내용[은이을])"
)
"""28건의 사업명, 4개 자치구는 어디어디: the names are asked of as many things as the question says."""
SELECTED = re.compile(
    r"(?:뽑힌|뽑은|채택된|선정된|당선된|입상한|수상한|우승한|상(?:을|를)? ?(?:받은|탄)|1등(?:한|을 한)?)"
    r" ?(?:것|거|건|데|곳|팀|부서|과|사업|제안|사례|작품|아이디어|사람|분)(?:[은는이가을를]|\s|$)(?!.{0,3}몇)"
)
CHOICE_SAID = re.compile(r"선정|채택(?!\s?등급)|수상|당선|선발|입상|우수상|최우수")
"""뽑힌 제안은 무슨 내용: that there was a call for them tells none that was chosen."""
OFFICE_ASKED = re.compile(
    r"(?<!담당 )(?<!담당)(?:부서|팀)(?:는|가|이|은)? ?(?:어디|어느 ?(?:곳|과))"
    r"|(?:어느|무슨|어떤) ?(?:부서|과|팀)(?:가|이|에서|예|인)"
)
"""1등 부서는 어디, 어느 과가 받았나; not whose something is, which `locate` answers."""
OFFICE = re.compile(r"[가-힣]{2,}(?:과|담당관|팀|국|실|소|부서)(?=[\s,·․)에의가는이]|$)")
_PART = re.compile(r"\d\S{0,4} ?\S{0,8} ?(?:중|가운데)(?:에서?)? .*(?:몇|얼마|수[는가])")
_CHOICE = re.compile(r"(?:중|가운데)(?:에서?)? ?(?:더 |뭐|무엇|무슨|어느|어떤|누가|어디|언제)")
"""1회와 2회 중 뭐가 더 컸나: neither is a part of the other."""
_SPELLINGS: Mapping[str, str] = {
    "미터": "(?:m|미터)",
    "그루": "(?:그루|주|본)",
    "위": "(?:위|등)(?!원)",
    "등": "(?:위|등)(?!급)",
    "평": "(?:평|㎡)",
    "살": "(?:세|살)",
    "쪽": "(?:쪽|면|페이지)",
    "점": "점",
    "층": "층",
    "호": "호",
    "편": "편",
    "년식": "년식",
    "병상": "병상",
    "시간": "시간",
    "시": "시",
    "매": "매",
    "장": "장",
}
"""Counters that no kind of `UNITS_OF` has, with how reports print them: 몇 위 → 3위, 3등."""


def satisfies(sought: str | None, text: str, question: str = "") -> bool:
    """Whether words hold the kind of thing that is sought; `question` is what was asked, folded."""
    counter = _COUNTER.search(question)
    if counter and (spelled := _SPELLINGS.get(counter["word"])):
        return re.search(rf"\d\s?{spelled}", text) is not None
    if sought == "기간" and _DAYS.search(question):
        return re.search(r"\d\s?일", text) is not None
    if sought == "기간":
        return _LENGTH.search(text) is not None or says_when(text)
    if sought == "시간":
        return re.search(r"\d\s?시(?![·군도가-힣])|\d\s?시간|\d{1,2}:\d\d", text) is not None
    if sought == "날짜":
        return says_when(text)
    if sought == "사람":
        return _new(PERSON, text, question)
    if sought == "장소" and HOST.search(question):
        return _new(ORGANISATION, text, question)
    if sought == "장소" and re.search(r"어디에|어디서|어디 ?있|위치|장소", question):
        return _new(PLACE, text, question)
    if sought == "이유" and RESULT.search(question):
        return CAUSE.search(text) is not None
    if sought == "지명" and (asked := _KIND_OF_PLACE.search(question)):
        named = re.compile(rf"^[가-힣\d]+{asked['kind']}(?:[에의을를과와은는이가]|에서|으로)?$")
        return _new(named, text, question)
    if sought is not None and sought in CUES:
        return CUES[sought].search(text) is not None
    if sought in {"원", "수량"} and "비예산" in text:
        return True
    if sought == "수량":
        return bool(find_amounts(text)) or any(c.isdigit() for c in text)
    return _has_unit(sought, text, question)


_BODIES = re.compile(
    r"(?:위원회|협의회|심의회|협의체|자문단|추진단|재단|센터|기관|단체|동아리|병원|의원|학교|도서관|어린이집|경로당|시장|업체|기업)"
    r"(?:들)?(?:은|는|이|가|을|를|도)? ?(?:모두 |총 |전부 |다 |다해서 )?몇 ?(?:개|곳|군데)"
)
_NOT_BODIES = frozenset({"건", "회", "편", "장", "부", "점", "종", "가지", "관왕"})


def units_asked(sought: str | None, question: str) -> tuple[str, ...]:
    """Units that answer a question; bodies are not counted in cases: 위원회는 몇 개? is not answered by 40건."""
    units = UNITS_OF.get(sought or "", ())
    return tuple(u for u in units if u not in _NOT_BODIES) if _BODIES.search(question) else units


def _has_unit(sought: str | None, text: str, question: str) -> bool:
    units = units_asked(sought, question) or None
    if units is None or (sought == "회" and re.search(r"제\s?\d+\s?회", text)):
        return True
    return any((amount.unit or "") in units for amount in find_amounts(text))


_ALONE = re.compile(
    r"(?P<name>[가-힣a-z0-9]{2,})만 ?(?:따로 ?)?(?:몇|얼마|따로)"
    r"|(?P<act>[가-힣]{2,})[된한] ?(?:것|건|거)만 ?(?:따로|몇|얼마)"
)


def one_of_many(text: str, question: str) -> bool:
    """인스타그램만 몇 명, 취하된 건만 따로: whether `text` tells only what several have together (취하, 이송 등)."""
    alone = _ALONE.search(question)
    if alone is None:
        return False
    name = re.escape(alone["name"] or alone["act"])
    return re.search(rf"[,·․/]\s?{name}|{name}\s?[,·․/]", text) is not None


def counted_apart(question: str) -> bool:
    """Whether a counter is asked that rows of figures do not have: 몇 위, 몇 점."""
    counter = _COUNTER.search(question)
    return counter is not None and counter["word"] in {"위", "등", "점", "년식", "쪽", "살", "층", "호", "그루", "병상"}


def given(question: str) -> frozenset[Decimal]:
    """The whole of which a part is asked: 144회 회의 중 정례회의는 몇 회 → 144. It is no answer."""
    if not _PART.search(question) or _CHOICE.search(question):
        return frozenset()
    return frozenset(amount.value for amount in find_amounts(question) if amount.unit)


def exact(sought: str | None, text: str) -> bool:
    """Whether an amount stands there in the very unit that is asked: 몇 건 → 60건 before 17개."""
    return any(amount.unit == sought for amount in find_amounts(text))


def _new(pattern: re.Pattern[str], text: str, question: str) -> bool:
    """Whether a match stands in a word that the question does not name already."""
    asked = compact(question)
    words = (word for word in re.findall(r"[가-힣A-Za-z\d]+", text) if compact(word)[:3] not in asked)
    return any(pattern.search(word) for word in words) or re.search(r"장\s?소\s?:|위\s?치\s?:", text) is not None
