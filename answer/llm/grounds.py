"""What a sentence of a model may say: each rule names one way in which it may not, and is tried in order.

No rule asks the model to explain itself. A sentence that fails one is withheld; what it would have told, the template
tells. The rules err on the side of withholding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from answer.check import unproved
from answer.context import Context
from answer.digits import MARKER
from answer.llm.evidence import ORDERS, Evidence, Place
from answer.llm.labels import misattributed
from answer.normal import compact, fold
from answer.words import MEASURES
from records import Answer, Figure

_MARKUP = re.compile(r"https?:|www\.|<\s*/?[a-z!]|\]\(|^\s*(?:\||>|```)|^\s*#", re.IGNORECASE)
_QUOTED = re.compile(r"[‘“\"']([^‘’“”\"']{2,})[’”\"']")
_ENDS = re.compile(r"(?<=[.!?])\s+")
_ADDRESS = re.compile(r"[A-Za-z0-9-]{2,}(?:\.[A-Za-z]{2,})+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.@_-]+")
_OFFICE = re.compile(
    r"(?<![가-힣])([가-힣]{2,9}(?:담당관|위원회|협의회|센터|재단|공단|공사|구청|시청|군청|과|국|팀|구|시|군))"
    r"(?=[의은는이가을를와과에도] ?|[,.)·]| )"
)
"""What may be an office or a place: 결과, 효과 and 역시 too, which stand in `COMMON`."""
COMMON = frozenset(
    "결과 효과 성과 초과 경과 통과 부과 각국 전국 외국 역시 다시 반드시 즉시 도시 실시 표시 지시 제시 공시 고시 게시 "
    "개시 명시 동시 일시 임시 수시 상시 요구 연구 기구 도구 친구 누구 지역구 자치구 내용 다음 아래 기준 전체 가운데 "
    "경우 확인 보고서 수치 답변 질문 차이 비교 이상 이하 미만 정도 합계 평균 목록 항목 모두 각각 기록 해당 관련 대비 "
    "자료 원문 출처 근거 값 수준 규모 사항 부분 결론 요약 정리 현황 상황 기간 시점 올해 작년 전년 부서 사업 지표 목표 "
    "실적 달성 달성률 예산 집행 계획 추진 운영 포함 제외 나머지 순서 순위 상위 하위 감사 설명 안내 참고 이유 방법 대상 "
    "주요 개수 건수 인원 금액 비율 단위 연도 기관 업무 담당".split()
)
"""Nouns that any answer about a report may use without leaning on it."""

FOREIGN = 0.34
"""Share of a sentence's nouns that may stand nowhere in the evidence: a paraphrase has some, a tale of its own most."""
RECITED = 14
"""Letters of the prompt in a row that make a sentence a recital of it."""
WHOLE = 6
"""Letters of a sentence that stands whole in the prompt, from which it is one too: 자료는 읽기만 합니다."""

CLAIMS: Mapping[str, re.Pattern[str]] = {
    "up": re.compile(r"증가|늘[어었]|상승|올랐|많아졌"),
    "down": re.compile(r"감소|줄[어었]|하락|삭감|낮아졌"),
    "missed": re.compile(r"미달|미만|미치지|못 ?미[쳤치]|달성하지|이루지|밑돌|모자[라란랐]|부진"),
    "over": re.compile(r"초과 ?달성|웃돌|넘어섰|넘겼|상회|목표를 (?:모두 )?달성했"),
    "most": re.compile(r"가장 (?:높|많|큰|크|우수|좋)|최고|최대|제일|1위"),
    "least": re.compile(r"가장 (?:낮|적|작|저조)|최저|최소"),
    "all": re.compile(r"모든|모두 (?!몇)|전부|빠짐없이"),
    "none": re.compile(r"없습니다|없었|없는 것|없다|전무|않았|않습니다|아닙니다|아니"),
}
"""What is said without a figure and yet can be wrong: it must be said, in these or other words, by the evidence."""


PRINTED = tuple(name for name in MEASURES if name not in {"목표", "실적", "비중", "비율"})
"""Measures that name one thing wherever they are printed; the others are words of everyday too."""


@dataclass
class Grounds:
    """What the sentences of one answer are held against: the template's answer, the evidence and the prompt's words."""

    context: Context
    answer: Answer
    evidence: Evidence
    rules: str
    question: str = field(init=False)

    def __post_init__(self) -> None:
        self.question = compact(f"{self.answer.question} {self.answer.understood}")

    def fault(self, sentence: str) -> str | None:
        """The name of the rule that a sentence breaks; None for one that may be shown."""
        said = Said(sentence, frozenset(int(n) for n in MARKER.findall(sentence)), self)
        return next((name for name, broken in RULES.items() if broken(said)), None)

    def figures(self, text: str) -> list[Figure]:
        """Proofs that a finished text may need: those of the template, and those of the places it cites."""
        marks = {int(n) for n in MARKER.findall(text)}
        told = [f for place in self.evidence.places if place.n in marks for f in place.figures]
        return list(dict.fromkeys([*self.answer.figures, *told]))

    def nouns(self, text: str) -> frozenset[str]:
        return frozenset(m.form for m in self._tagged(text) if m[1] in {"NNG", "NNP", "XR"} and len(m.form) > 1)

    def _tagged(self, text: str) -> list:  # type: ignore[type-arg]
        return self.context.corpus.index.morphemes.analyse(text)

    @cached_property
    def told(self) -> str:
        """Compact words of all the evidence and of the template's text."""
        computed = " ".join(f.formula or "" for f in self.evidence.computed)
        places = "".join(place.words for place in self.evidence.places)
        return f"{places}{compact(self.answer.text)}{compact(computed)}"

    @property
    def everything(self) -> str:
        """Those, and the question's."""
        return self.told + self.question

    @cached_property
    def prompt(self) -> str:
        """Compact words of what the model was told."""
        return compact(self.rules)

    @cached_property
    def recited(self) -> frozenset[str]:
        words = self.prompt
        return frozenset(words[at : at + RECITED] for at in range(len(words) - RECITED + 1))


@dataclass(frozen=True)
class Said:
    """One sentence as it is judged."""

    text: str
    marks: frozenset[int]
    grounds: Grounds

    @cached_property
    def places(self) -> list[Place]:
        known = self.grounds.evidence.by_number
        return [known[n] for n in sorted(self.marks) if n in known]

    @cached_property
    def told(self) -> str:
        """What its places show, or all of them where it cites none, with the template's text and what was computed."""
        evidence = self.grounds.evidence
        shown = (place.shown for place in (self.places or evidence.places))
        return " ".join([self.grounds.answer.text, *shown, *(f.formula or "" for f in evidence.computed)])

    @cached_property
    def leaning(self) -> str:
        """Compact words that its names must stand in: the cited places and what was computed, else all there is."""
        if not self.marks:
            return self.grounds.everything
        computed = [f for f in self.grounds.evidence.computed if not f.citations or set(f.citations) & self.marks]
        told = compact(" ".join(f"{f.text} {f.formula}" for f in computed))
        return "".join(place.words for place in self.places) + told


def _markup(said: Said) -> bool:
    """A link, a picture, a table or HTML: what the page shows is ours. An address that no place prints."""
    printed = "".join(place.words for place in said.grounds.evidence.places)
    strange = (address for address in _ADDRESS.findall(said.text) if compact(address) not in printed)
    return _MARKUP.search(said.text) is not None or any(strange)


def _orders(said: Said) -> bool:
    return ORDERS.search(fold(said.text)) is not None


def _range(said: Said) -> bool:
    return len(said.places) != len(said.marks)


def _figure(said: Said) -> bool:
    """A number that does not stand in the cited places; without a marker, one that was not computed either."""
    grounds = said.grounds
    pool = grounds.figures(said.text)
    if said.marks:
        told = [f for f in pool if not f.citations or set(f.citations) & said.marks]
        wanted = said.marks.union(*(f.citations for f in told if f.formula))
        places = tuple(c for c in _citations(grounds) if c.n in wanted)
    else:
        told, places = [f for f in pool if f.formula and not f.citations], ()
    answer = replace(grounds.answer, text=said.text, citations=places, figures=tuple(told))
    corpus = grounds.context.corpus
    return bool(unproved(answer, corpus.text, corpus.cells))


def _citations(grounds: Grounds) -> list:  # type: ignore[type-arg]
    own = {place.n: place.citation for place in grounds.evidence.places}
    return list({**{c.n: c for c in grounds.answer.citations}, **own}.values())


def _label(said: Said) -> bool:
    """A figure of another owner, another measure, or another word than the source has it with."""
    return _strange_measure(said) or bool(
        misattributed(said.text, said.places, said.grounds.evidence.computed, said.grounds.nouns)
    )


def _strange_measure(said: Said) -> bool:
    """A measure that nothing told of prints: ‘예산액은 30회’ where the row has 목표 30회."""
    named = [name for name in PRINTED if name in compact(said.text)]
    return any(name not in compact(said.told) and not MEASURES[name].search(fold(said.told)) for name in named)


def _name(said: Said) -> bool:
    """A name of a person, an office, a place or a thing in quotes that no evidence holds."""
    text = MARKER.sub(" ", said.text)
    names = [m.form for m in said.grounds._tagged(text) if m[1] == "NNP" and len(m.form) > 1]
    names += [*_QUOTED.findall(text), *_LATIN.findall(text)]
    names += [name for name in _OFFICE.findall(text) if name not in COMMON]
    links = said.grounds.context.corpus.names.find(fold(text))
    names += [link.name for link in links if compact(link.name) in compact(text)]
    asked = "" if said.marks and links else said.grounds.question
    return any(not _holds(said.leaning + asked, name) for name in names)


def _holds(words: str, name: str) -> bool:
    plain = compact(name.rstrip("….,"))
    return plain in words or (plain[-1:] in "과와의은는이가" and len(plain) > 3 and plain[:-1] in words)


def _claim(said: Said) -> bool:
    """More, less, most, all or none, where nothing in the evidence says so."""
    made = [name for name, pattern in CLAIMS.items() if pattern.search(said.text)]
    return any(not CLAIMS[name].search(said.told) and not _by_rates(name, said.places) for name in made)


def _by_rates(claim: str, places: list[Place]) -> bool:
    """달성률 97% says by itself that a target was missed, 150% that it was passed."""
    rows = [row for place in places for row in place.rows]
    rates = [o.value for row in rows for o in row.observations if o.measure == "달성률" and o.value is not None]
    tests: Mapping[str, Callable[[Decimal], bool]] = {"missed": lambda rate: rate < 100, "over": lambda r: r >= 100}
    return bool(rates) and claim in tests and all(tests[claim](rate) for rate in rates)


def _recital(said: Said) -> bool:
    """The prompt's own words: many in a row, or a short sentence of it whole."""
    sentences = [compact(part) for part in _ENDS.split(MARKER.sub(" ", said.text))]
    words, grounds = "".join(sentences), said.grounds
    grams = [words[at : at + RECITED] for at in range(len(words) - RECITED + 1)]
    told = [gram for gram in grams if gram in grounds.recited]
    told += [part for part in sentences if len(part) >= WHOLE and part in grounds.prompt]
    return any(part not in grounds.everything for part in told)


def _foreign(said: Said) -> bool:
    """A tale of its own: too many of its nouns stand in no evidence."""
    nouns = said.grounds.nouns(MARKER.sub(" ", said.text)) - COMMON
    strange = [noun for noun in nouns if compact(noun) not in said.grounds.everything]
    return len(strange) > FOREIGN * max(len(nouns), 1) and (len(nouns) > 1 or not said.marks)


def _echo(said: Said) -> bool:
    """Words of the question alone: ‘해킹 성공’ is what an asker wants said, and no place says it."""
    if CLAIMS["none"].search(said.text):  # that there is nothing about what was asked
        return False
    text, grounds = MARKER.sub(" ", said.text), said.grounds
    told = {*(grounds.nouns(text) - COMMON), *_LATIN.findall(text)}
    held = said.leaning if said.marks else grounds.told
    return bool(told) and not any(compact(word) in held for word in told)


RULES: Mapping[str, Callable[[Said], bool]] = {
    "markup": _markup,
    "order": _orders,
    "range": _range,
    "figure": _figure,
    "label": _label,
    "name": _name,
    "claim": _claim,
    "recital": _recital,
    "foreign": _foreign,
    "echo": _echo,
}
"""What keeps a sentence back, by a name for the log."""
