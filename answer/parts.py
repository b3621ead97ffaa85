"""Two questions in one sentence, taken apart: 몇 명이 왔고 얼마를 모았나요, 공개율과 정비 건수를 알려 줘."""

from __future__ import annotations

import re
from collections.abc import Collection

from answer.josa import with_josa

_ASK = re.compile(r"몇|얼마|언제|어디|누가|누구|무엇|무슨|뭘|뭐|왜(?=\s)|어떻게|어떤|어느|며칠")
_SENTENCE = re.compile(r"[^?!.\n]+(?:[?!]+|(?<=[요까죠다오])\.|$)")
_JOINT = re.compile(
    r"(?<=[가-힣])(?:으?며|고|(?<=[했었았였이하])구|[는은]데|(?P<telling>[는은인]지)(?:와|랑|하고|도)?)\s?,?\s"
    r"(?!있|싶|계[시신]|나[서면]|말)"
    r"(?!\S{0,8}\s?(?:물어|물은|묻[는던]|알아[보본]|조사|따[지진져]|살[피펴핀]|가리|평가[한받])\S*\s(?!.{0,3}(?:몇|얼마|언제|어디)))"
)
"""Where one question ends and the next begins: 설치했고, | 왜 …, 열렸는지, | 몇 명이 …."""
_ATTRIBUTE = (
    r"(?:수|개수|건수|횟수|권수|금액|액|[율률]|일자|날짜|일시|제작일|개최일|기간|장소|위치|시기|인원|규모|비용|이름|명칭|명단"
    r"|대상|방법|주제|결과|구간|등급|내용|이유|면적|목적|근거|배경|일정|개최|추진부서|구성)"
)
_AND = re.compile(
    rf"(?P<head>[가-힣]*{_ATTRIBUTE})(?:(?:와|과|이랑|랑|하고|\s?및|,)\s|\s?·\s?)"
    rf"(?=[^?]*(?:{_ATTRIBUTE}(?:[은는이가을를도]|\s|[?.]|$)|{_ASK.pattern}|[?]$))"
)
"""A property beside another: 원문공개율과 | 사전정보공표목록 정비 건수를 알려."""
_PLEASE = re.compile(r"(?:좀 |다 |모두 )?(?:알려|말[해씀]|답|궁금|적어|제시)")
"""What is no question of its own: … 몇 명인지 알려줘."""
_COLUMNS = re.compile(r"(?:목표|실적|달성[율률]|집행[율률액]|예산액|정원|현원|구비|시비|국비)")
"""Measures of one row, which is told whole."""
_EACH = re.compile(
    r"(?P<before>.*?)(?P<one>[^\s,]+?)(?:와|과|이랑|랑|하고|,|\s및)\s(?P<other>[^\s,]+?)"
    r"(?P<rest>(?:의)?\s.*?)(?:은|는|이|가)?\s?각각\s?(?P<asked>.*)"
)
"""구민창안과 공무원제안의 포상금은 각각 얼마: the same is asked of either."""


_YEARED = re.compile(
    r"(?P<before>.*?)(?P<one>(?:20)?\d\d년도?(?:에|의)? (?:[^\s?]+ ){0,5}?[가-힣]{2,})(?:와|과|이랑|하고|랑)?,? "
    r"(?P<other>(?:20)?\d\d년도?(?:에|의)? (?:[^\s?]+ ){0,5}?[가-힣]{2,}?)(?:을|를|은|는|이|가)? ?"
    r"(?:각각|비교) ?(?P<asked>.*)"
)
"""2018년 협치회의 횟수와 2021년 의제 발굴 실적을 각각: each year has its own subject."""

_KEPT = "\ue000"
"""Stands for the last letter of a name while its sentence is taken apart."""


_OF_A_WHOLE = re.compile(r"\d\S{0,4} ?\S{0,8} ?(?:중|가운데)(?:에서)?(?=\s|$)")
"""후원금품 95건 가운데: without the whole its part is another question."""
Ways = tuple[str, ...]
"""Ways to ask one question of several: with the words before it that it may lean on, and alone at last."""


def parts(text: str, names: Collection[str] = ()) -> tuple[Ways, ...]:
    """The questions that a folded text holds; () for one that asks a single thing.

    `names` (기획예산과) are no two things, though the last letter would be a particle.
    """
    for name in names:
        text = text.replace(name, name.replace("과", _KEPT))
    for split in (_sentences, _by_years, _each, _clauses, _properties):
        if found := split(text):
            return tuple(tuple(way.replace(_KEPT, "과") for way in ways) for ways in found)
    return ()


def _sentences(text: str) -> tuple[Ways, ...]:
    found = [match.group().strip() for match in _SENTENCE.finditer(text) if match.group().strip()]
    if len(found) < 2 or not all(_ASK.search(sentence) for sentence in found):
        return ()
    lead = _lead(found[0])
    return ((found[0],), *(_ways(lead, sentence) for sentence in found[1:3]))


def _by_years(text: str) -> tuple[Ways, ...]:
    match = _YEARED.fullmatch(text.strip())
    if match is None:
        return ()
    sides = (re.sub(r"(?:와|과|이랑|하고|랑)$", "", match[key]) for key in ("one", "other"))
    subjects = (match["before"].strip(), "")
    return tuple(
        tuple(dict.fromkeys(f"{head} {with_josa(side, '은')} 얼마?".strip() for head in subjects)) for side in sides
    )


def _each(text: str) -> tuple[Ways, ...]:
    match = _EACH.fullmatch(text.strip())
    if match is None or not _ASK.search(match["asked"]) or _COLUMNS.fullmatch(match["one"]):
        return ()
    rest, head = f"{match['rest']} {match['asked']}", match["one"]
    if match["rest"].split()[-1:] == [head]:  # 전산화 물량과 재분류 물량은 각각: each has its own words
        return ((f"{match['before']}{head} {match['asked']}",), _ways(match["before"], f"{match['other']}{rest}"))
    ways = (f"{match['before']}{name}{rest}" for name in (match["one"], match["other"]))
    return tuple((way,) for way in ways)


def _clauses(text: str) -> tuple[Ways, ...]:
    for joint in _JOINT.finditer(text):
        left, right = text[: joint.start()], text[joint.end() :].strip()
        if (
            _ASK.search(left)
            and not _PLEASE.match(right)
            and (_ASK.search(right) or re.search(r"(?:은|는|수|율|액|일|건)\s?[?.]?$|알려", right))
        ):
            left += "나요?" if joint["telling"] or _closed(left) else "?"
            return ((left,), *_after(_lead(left), right))
    return ()


def _properties(text: str) -> tuple[Ways, ...]:
    match = next((m for m in _AND.finditer(text) if not _COLUMNS.fullmatch(m["head"])), None)
    if match is None or _ASK.search(text[: match.start()]):
        return ()
    left, right = text[: match.end("head")], text[match.end() :].strip()
    return ((f"{left}?",), *_after(text[: match.start("head")].strip(), right))


def _after(lead: str, right: str) -> tuple[Ways, ...]:
    """The rest of a sentence, which may hold a further question."""
    more = parts(right)
    heads = [more[0][0], *(ways[-1] for ways in more[1:])] if more else [right]
    return tuple(_ways(lead, head) for head in heads[:3])


def _ways(lead: str, right: str) -> Ways:
    """공조하는 곳은 몇 개 after 도림천 원격차단하는 출입로: with all of these words, with the first of them, alone."""
    if _OF_A_WHOLE.search(lead):
        return (f"{lead} {right}".strip(),)
    first = re.match(r"(?:(?:20)?\d\d년(?:도)?\s)?\S+", lead)
    heads = (lead, first.group() if first else "", "")
    return tuple(dict.fromkeys(f"{head} {right}".strip() for head in heads))


def _lead(text: str) -> str:
    """What stands before the first question word: the subject."""
    match = _ASK.search(text)
    return text[: match.start()].strip() if match else ""


def _closed(text: str) -> bool:
    """Whether the last syllable closes with ㅆ, as of a verb in the past: 설치했, 있."""
    return (ord(text[-1]) - 0xAC00) % 28 == 20 if "가" <= text[-1] <= "힣" else False
