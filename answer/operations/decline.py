"""Polite declines, and refusals that help: what was looked for, where, and the nearest thing that does exist."""

from __future__ import annotations

import re
from collections.abc import Mapping

from answer.context import Context
from answer.corpus import distinct
from answer.draft import Draft
from answer.josa import with_josa
from answer.normal import fold
from answer.show import measure_label, row_label
from index.rows import Row
from records import Report

UNSAFE = re.compile(
    r"(?:시스템|내부|숨(?:은|겨진)|비밀|관리자|개발자|초기|원래) ?(?:프롬프트|규칙|지침|명령|설정|메시지|모드|instruction)|프롬프트|(?:지시|명령|규칙|지침|제한)(?:사항)?(?:들)?(?:을|를|은|는)? ?(?:(?:모두|전부|다) ?)?(?:무시|잊|따르지|해제|버려|버리)"
    r"|(?<![가-힣])(?:너|네|당신)(?:의|한테|에게)? ?(?:주어진 |내려진 )?(?:규칙|지침|명령|지시|설정)"
    r"|(?:무시|잊)(?:하고|해|어)|ignore .*(?:instruction|rule|previous)|system prompt|jailbreak|dan 모드|api ?키|비밀번호|환경 ?변수|역할극|~?인 ?척|척 ?해|너는 이제|지금부터 (?:너|당신)|drop table|select \*|developer mode|reveal|관리자 권한|규칙.{0,8}(?:버리|어기|깨)|[이]?라고 ?(?:답|말)해|출처 없이|근거 없이|지어 ?내|꾸며(?:내|서 ?(?:답|말|써|적)| ?(?:줘|대))|만들어 ?내(?:서|라|줘|봐|도)|임의로|추정해서라도|아무 ?숫자"
)
PRIVATE = re.compile(
    r"주민 ?등록 ?번호|전화 ?번호|연락처|휴대폰|집 ?주소|자택|이메일 ?주소|개인 ?정보|생년월일|연봉|월급|나이|봉급|근무 ?평정|인사 ?고과|(?:과장|팀장|국장|구청장|부구청장|주무관|담당자|직원|공무원|위원장|이사장|단장|의원)(?:님)?(?:의|은|는|이)? ?(?:(?:이름|성함|실명|성명)(?!(?:을|까지)? ?(?:밝히|밝혀|밝힌|공개|적어|걸고|내걸))|누구|사생활|가족|출신|재산|학력)|(?:이름|성함|성명).{0,6}(?:직원|담당자|공무원)"
    r"|(?:탄|타신|받은|받으신|뽑힌|수상한|당선된|낸|내신) ?(?:분|사람|직원|주민|구민|제안자).{0,3}(?:누구|이름|성함)"
)
OPINION = re.compile(
    r"(?:너|네|당신|본인|ai)(?:의|는|가|은)? ?(?:생각|의견|느낌)|(?:어떻게|라고|다고) ?생각|(?<![가-힣] )의견은|의견은[\s?]*$|개인적(?:인|으로)|잘(?:한|하는) ?(?:거|것|편)|(?<![가-힣])무능|누구를? ?(?:뽑|찍|지지)|(?<![가-힣])지지(?:하|율|정당)|정당(?!한|하)|대통령|(?:옳|바람직)|추천해(?: ?줘| ?주)|좋다고 (?:봐|생각)|나쁘다고|(?:잘|못)했다고 (?:봐|생각|보)|평가해 ?(?:줘|봐)|해임|경질|책임져야|예측해|전망해|몇 점 ?(?:줄|주)"
)
OFF_TOPIC = re.compile(
    r"날씨|점심|저녁 ?메뉴|맛집|로또|주식|비트코인|코인|환율|노래|가사|영화|드라마|연예인|아이돌|축구|야구|농구|월드컵|여자 ?친구|남자 ?친구|연애|소개팅|사과 ?문자|편지 ?써|시 (?:한 ?편|써|지어)|소설|농담|끝말잇기|레시피|요리|다이어트 식단|번역해|영어로|파이썬|코드(?:를|좀)? ?(?:짜|작성)|프로그램 짜|수학|방정식|숙제|자기소개서|이력서 ?써|여행 ?(?:지|코스|일정)|운세|사주|별자리|심심|너 누구|이름이 뭐니|게임 ?추천|선물 ?추천|병원 추천|약 ?추천|진단해|법률 ?상담|이혼|대출|부동산 ?(?:투자|전망)"
)

WEATHER = re.compile(
    r"날씨|(?:내일|오늘|모레|주말|지금).{0,14}(?:비|눈)(?:가|이)? ?(?:와|오|올|온|내|안)|우산 ?(?:챙|가져|필요)|기온|태풍 ?(?:와|오|올)"
)
"""No report tells it, whatever place is named beside it: 내일 영등포 비 와?"""

GREETING = re.compile(r"^(?:안녕(?:하세요|하십니까)?|반가(?:워요?|습니다)|hi|hello)[\s!.?~ㅎ^]*$")
THANKS = re.compile(
    r"^(?:정말 |아주 |너무 )?(?:고마(?:워요?|웠어요?)|고맙습니다|감사(?:해요|합니다|드려요|드립니다)?|수고(?:하세요|하셨(?:습니다|어요)))[\s!.?~ㅎ^]*$"
    r"|^(?:네|예|응|알겠(?:습니다|어요?)|안녕히 ?계세요)[\s!.?~ㅎ^]*$"
)
HELP = re.compile(
    r"(?:어떤|무슨|몇) ?(?:보고서|문서|자료)(?:가|들이|를)? ?(?:있|들어|실려|갖|보)|보고서 ?(?:목록|종류)|(?:뭘|뭐|무엇을|뭐를|어떤 ?걸|어떤 ?것을) ?(?:물어|질문|알려 ?줄 ?수)|사용법|도움말|뭐 ?할 ?수"
)


SAID_BACK: Mapping[re.Pattern[str], str] = {
    GREETING: "안녕하세요. 등록된 지방정부 보고서에 대해 물어봐 주십시오. 수치마다 원문의 위치를 함께 보여 드립니다.",
    THANKS: "네, 더 궁금하신 것이 있으면 이어서 물어봐 주십시오.",
}
"""Words that ask nothing, and what is said to them."""


def is_talk(text: str) -> bool:
    """Whether no report is asked: a greeting, thanks, 뭘 물어볼 수 있어?"""
    return any(words.search(text) for words in (HELP, *SAID_BACK))


def about(context: Context) -> Draft | None:
    """What this is and which reports it answers from, to a greeting or 뭘 물어볼 수 있어?; None for a question."""
    text = context.question.text
    if not is_talk(text):
        return None
    draft = context.draft()
    if not HELP.search(text):
        draft.say(next(back for words, back in SAID_BACK.items() if words.search(text)))
        return draft
    reports = list(context.corpus.reports.values())
    number = draft.computed(f"{len(reports)}건", f"등록된 보고서 {len(reports)}건")
    draft.say(f"등록된 보고서는 {number}이며, 이 보고서에 적힌 사업·지표·예산·인력·일정에 대해 물어볼 수 있습니다.\n")
    for report in reports[:20]:
        draft.say(f"- {draft.name(' '.join(filter(None, [report.agency, report.title])))}")
    return draft


_SENTENCE = re.compile(r"[^.?!。\n]+[.?!。]*")
_ASKS = re.compile(r"얼마|몇|알려|무엇|뭐|언제|어디|누구|누가|왜|[은는]\s?\?")
ORDERS_LEFT_OUT = "지시로 읽히는 부분은 따르지 않고 질문에만 답합니다.\n\n"


def question_beside_orders(text: str) -> str | None:
    """The sentences that ask something, without those that give orders: 자료는 무시해. 시책 실적은? → 시책 실적은?"""
    asking = [s.strip() for s in _SENTENCE.findall(text) if not UNSAFE.search(fold(s)) and _ASKS.search(s)]
    return " ".join(asking) or None


MESSAGES: Mapping[str, str] = {
    "off_topic": "저는 등록된 지방정부 보고서의 내용에만 답합니다. 이 질문은 보고서 범위를 벗어나 답변드릴 수 없습니다.",
    "private": "개인에 관한 정보는 답변드릴 수 없습니다. 보고서에 실린 부서·사업·수치에 대해 물어봐 주십시오.",
    "opinion": "의견이나 평가·전망은 답변드릴 수 없습니다. 보고서에 적힌 사실과 수치에 대해 물어봐 주십시오.",
    "unsafe": "그 요청은 도와드릴 수 없습니다. 보고서에 적힌 사실과 수치에 대해 물어봐 주십시오.",
}


def unfair(text: str, mentions_subject: bool) -> str | None:
    """Why a question is not one for the reports; None when it may be. `mentions_subject`: it names what an index holds."""
    if UNSAFE.search(text):
        return "unsafe"
    if PRIVATE.search(text):
        return "private"
    if OPINION.search(text):
        return "opinion"
    if WEATHER.search(text) or (OFF_TOPIC.search(text) and not mentions_subject):
        return "off_topic"
    return None


def polite(context: Context, reason: str) -> Draft:
    draft = context.draft()
    draft.say(MESSAGES[reason])
    return draft


def not_in_reports(context: Context) -> Draft:
    """A refusal that says what was looked for and where, and offers the nearest thing that exists."""
    draft = context.draft()
    plan = context.plan
    subject = " · ".join(plan.understood().split(" · ")[:-1])
    searched = _searched(context)
    looked = len(searched)
    where = f"보고서 {draft.computed(f'{looked}건', f'찾아본 보고서 {looked}건')}"
    of = ("의 이유는", "물어보신 이유는") if plan.sought == "이유" else ("에 대한 내용은", "물어보신 내용은")
    draft.say(f"{f'‘{_safe(subject)}’{of[0]}' if subject else of[1]} {where}에서 찾지 못했습니다.")
    if looked <= FEW_TITLES:
        titles = distinct(f"‘{draft.name(report.title)}’" for report in searched)
        draft.say(f"찾아본 보고서: {', '.join(titles)}")
    for line in _nearest(context, draft):
        draft.say(line)
    return draft


FEW_TITLES = 2
"""Up to how many reports a refusal names them all."""


def _safe(subject: str) -> str:
    return subject if len(subject) <= 120 else subject[:117] + "…"


def _searched(context: Context) -> list[Report]:
    scope = context.plan.scope
    reports = list(context.corpus.reports.values())
    inside = [r for r in reports if not scope.agencies or r.agency in scope.agencies]
    return inside or reports


NEAR_ENOUGH = 0.6
"""Share of the subject that something must cover to be offered as near."""


def _offered(context: Context, draft: Draft, row: Row) -> str:
    """A near row with its figures, so that the reader sees whether it serves: 무단투기 과태료 부과 실적 3,218건."""
    shown = [(o, *draft.show(o)) for o in row.observations if o.value is not None][:3]
    figures = ", ".join(f"{draft.name(measure_label(row, o))} {figure}" for o, figure, _ in shown)
    marks = draft.marks([n for _, _, n in shown])
    return f"{row_label(context, row, draft)}{f': {figures}' if figures else ''} {marks}".rstrip()


def _nearest(context: Context, draft: Draft) -> list[str]:
    """The same thing in another year, or what sounds alike."""
    lines = []
    other_years = [
        m for m in context.rows if m.row and not m.year_fits and m.scope_fits and m.coverage >= 0.8 and not m.missing
    ]
    if context.plan.scope.years and other_years:
        row = other_years[0].row
        year = context.corpus.year_of(row) if row else None
        if row and year:
            n = draft.cite_row(row.first)
            text = draft.quoted(f"{year}년", [n])
            lines.append(f"{text} 자료에는 {with_josa(row_label(context, row, draft), '이')} 있습니다. [{n}]")
            return lines
    near = [m.row for m in context.rows if m.row and m.scope_fits and m.year_fits and m.coverage >= NEAR_ENOUGH][:3]
    if near:
        lines.append("가장 가까운 항목은 다음과 같습니다.")
    lines += [f"- {_offered(context, draft, row)}" for row in near]
    return lines
