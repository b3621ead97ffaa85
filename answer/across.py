"""Which questions of one agency's page reach beyond its reports: those that name another agency, or ask to compare.

All others are answered as if no other agency had a report here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from answer.context import Context
from answer.corpus import distinct
from answer.draft import joined
from answer.links import spellings
from answer.made import Made
from answer.normal import fold
from answer.several import Told
from index.term_finder import TermFinder

_ENDS = r"(?:와|과|은|는|이|가|을|를|의|에|에서|에서는|에는|도|보다|하고|랑|까지)?(?![가-힣])"
"""A particle, and the end of the word: 다른 시설 is no other 시."""
OTHERS = re.compile(
    r"(?:다른|타|여러|모든|이웃|인근|주변) ?"
    rf"(?:(?:지방)?자치(?:구|단체)|지자체|시군구|기관|구청?|시청?|군청?)(?:들|별)?{_ENDS}"
    r"|(?:자치구|지자체|시군구|기관|구청)(?:별|마다|끼리|(?:들|들의)? ?(?:가운데|중))"
)
"""Agencies that are meant and not named: 다른 구와 비교하면, 기관별로."""

COMPARES = re.compile(
    r"비교|견주|견줘|보다|대비|차이|더 ?(?:많|적|높|낮|크|큰|작)|(?:와|과|랑|하고) ?(?:다[른르]|같)"
    r"|둘 ?중|어느 ?(?:쪽|구|시|군|기관)"
)
OURS = re.compile(rf"우리 ?(?:구청?|시청?|군청?|기관)(?={_ENDS})")

FEW = 5
"""Up to so many agencies are named one by one where all are meant."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A question as all agencies' reports are asked it. `compares`: it names the page's own agency beside the others.

    서구와 비교하면 정원은? on the page of 햇살구 → 햇살구, 서구와 비교하면 정원은?
    """

    question: str
    compares: bool


class Agencies:
    """The agencies of an index, ready to be found in questions: 서구, 서구청의. Misspelt ones are not guessed."""

    def __init__(self, names: Iterable[str | None]) -> None:
        self.names = tuple(distinct(names))
        self._spelled = {spelled: name for name in self.names for spelled in spellings("agency", name)}
        self._finder = TermFinder(f"^{spelled}$" for spelled in self._spelled if len(spelled) > 1)

    def named(self, text: str) -> list[str]:
        """Those that a folded text names, in its order."""
        return distinct(self._spelled[hit.word] for hit in self._finder.find(text))

    def reach(self, home: str, raw: str) -> Reach | None:
        """How far a question on the page of `home` reaches; None for one that stays there."""
        text = fold(raw)
        named = self.named(text)
        others = [name for name in named if name != home]
        meant = OTHERS.search(text) is not None
        if not others and not meant:
            return None
        if not (meant or COMPARES.search(text)):
            return Reach(raw, False)
        return Reach(_naming(home, raw, named, self._unnamed(home) if not others else ()), True)

    def _unnamed(self, home: str) -> Sequence[str]:
        others = [name for name in self.names if name != home]
        return others if len(others) <= FEW else ()


def _naming(home: str, raw: str, named: Sequence[str], unnamed: Sequence[str]) -> str:
    """The question with the agencies that it means and does not name; with too many to name it is asked of all."""
    if home in named or not (named or unnamed):
        return raw
    if OURS.search(raw) and not unnamed:
        return OURS.sub(home, raw)
    return f"{', '.join([home, *unnamed])} {raw}"


def lacking(made: Made) -> tuple[str, ...]:
    """The agencies that a comparison is of, where its answer does not quote each of them; () where it does."""
    agencies, reports = made.context.plan.scope.agencies, made.context.corpus.reports
    quoted = {reports[citation.report_id].agency for citation in made.answer.citations}
    return agencies if 1 < len(agencies) <= FEW + 1 and not quoted >= set(agencies) else ()


_BESIDE = r"(?:청)?(?:의|와|과|이랑|랑|하고|보다|에 ?비해서?|대비|은|는|이|가|를|을|,| 및)*\s*"
_COMPARED = re.compile(r"(?:서로 )?(?:비교|견주)[가-힣]*(?: ?(?:줘|주세요|주십시오|봐|때))?|각각")
_OBJECT = re.compile(r"[을를]$")


def each(question: str, agencies: Sequence[str]) -> list[str]:
    """What a comparison asks, of each agency for itself.

    >>> each("햇살구, 서구와 비교하면 정원은?", ("햇살구", "서구"))
    ['햇살구 정원은?', '서구 정원은?']
    """
    names = "|".join(map(re.escape, sorted(agencies, key=len, reverse=True)))
    bare = _COMPARED.sub(" ", OTHERS.sub(" ", re.sub(rf"(?:{names}){_BESIDE}", " ", question)))
    asked = _OBJECT.sub("", " ".join(bare.split()).strip(" ,?."))
    return [f"{agency} {asked}?" if asked else f"{agency}는?" for agency in agencies]


def side_by_side(context: Context, found: Sequence[tuple[str, Told]]) -> Told | None:
    """What each agency's reports tell, under its name; None where none tells anything."""
    if all(reason is not None for _, (_, _, reason) in found):
        return None
    drafts = []
    for agency, (_, draft, reason) in found:
        head = context.draft()
        head.say(f"\n**{agency}**\n" if reason is None else f"\n**{agency}** 보고서에서는 찾지 못했습니다.")
        drafts += [head] if reason is not None else [head, draft]
    return context, joined(drafts), None


def told(made: Made, home: str, raw: str, reached: bool) -> Made:
    """An answer on the page of `home`: its line of understanding names it, and one that reaches further says so."""
    answer, turn = replace(made.answer, question=raw), replace(made.turn, question=raw)
    beyond = [name for name in made.context.plan.scope.agencies if name != home]
    across = reached and (bool(beyond) or not made.context.plan.scope.agencies)
    if across and answer.reason in (None, "not_in_reports", "clarify"):
        answer = replace(answer, notices=(*answer.notices, _said(home, beyond)))
    elif answer.understood and home not in answer.understood:
        answer = replace(answer, understood=f"{home} · {answer.understood}")
    return replace(made, answer=answer, turn=replace(turn, across=across))


def _said(home: str, beyond: Sequence[str]) -> str:
    whose = f"{', '.join(beyond)}의" if beyond else "다른 기관의"
    return f"이 화면은 {home} 보고서로 답하며, 물으신 대로 {whose} 보고서까지 살펴보았습니다."
