"""What a sentence of a model may say: each rule names one way in which it may not, and is tried in order.

No rule asks the model to explain itself. A sentence that fails one is withheld; what it would have told, the template
tells. The rules err on the side of withholding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from answer.check import unproved
from answer.context import Context
from answer.digits import MARKER, folded, numbers
from answer.llm.bind import Binder, Bound
from answer.llm.claims import CLAIMS, Line, claimed, settled, supported, turned
from answer.llm.evidence import ORDERS, Evidence, Place
from answer.llm.numerals import bent, in_words
from answer.normal import compact, fold
from answer.words import MEASURES
from index.morphemes import Morpheme
from records import Answer, Figure

_MARKUP = re.compile(r"https?:|www\.|<\s*/?[a-z!]|\]\(|^\s*(?:\||>|```)|^\s*#", re.IGNORECASE)
_QUOTED = re.compile(r"[‘“\"']([^‘’“”\"']{2,})[’”\"']")
_ENDS = re.compile(r"(?<=[.!?])\s+")
_ADDRESS = re.compile(r"[A-Za-z0-9-]{2,}(?:\.[A-Za-z]{2,})+")
_DONE = re.compile(r"(?:[했됐았었였렸쳤셨])(?:습니다|으며|고|던)")
"""What is told as done."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.@_-]+")
_OFFICE = re.compile(
    r"(?<![가-힣])([가-힣]{2,9}(?:담당관|위원회|협의회|센터|재단|공단|공사|학교|병원|은행|"
    r"과|국|팀|구|시|군|동|읍|면|청|원|관|회|단|소|실|처|사|부))"
    r"(?=[의은는이가을를와과에도로만까부께라] ?|[,.)·’'\"]| |$)"
)
"""What may be an office or a place; 결과, 활동 and 민원실 too, which are words of their own."""
_KINDS = frozenset("담당관 위원회 협의회 센터 재단 공단 공사 학교 병원 은행".split())
_PERSON = re.compile(
    r"(?<![가-힣])([가-힣]{2,4} ?(?:구청장|부구청장|시장|군수|국장|과장|실장|소장|팀장|주무관|사무관|서기관|의원|의장|"
    r"위원장|센터장|원장|관장|대표|교수|박사|선생|씨|님))(?![가-힣]{2})"
)
COMMON = frozenset(
    "결과 효과 성과 초과 경과 통과 부과 각국 전국 외국 역시 다시 반드시 즉시 도시 실시 표시 지시 제시 공시 고시 게시 "
    "개시 명시 동시 일시 임시 수시 상시 요구 연구 기구 도구 친구 누구 지역구 자치구 내용 다음 아래 기준 전체 가운데 "
    "경우 확인 보고서 수치 답변 질문 차이 비교 이상 이하 미만 정도 합계 평균 목록 항목 모두 각각 기록 해당 관련 대비 "
    "자료 원문 출처 근거 값 수준 규모 사항 부분 결론 요약 정리 현황 상황 기간 시점 올해 작년 전년 부서 사업 지표 목표 "
    "실적 달성 달성률 예산 집행 계획 추진 운영 포함 제외 나머지 순서 순위 상위 하위 감사 설명 안내 참고 이유 방법 대상 "
    "주요 개수 건수 인원 금액 비율 단위 연도 기관 업무 담당".split()
)
"""Nouns that any answer about a report may use without leaning on it."""

TELLING = frozenset(
    "집계 파악 차지 구성 편성 책정 배정 시행 실시 수행 진행 소개 제시 명시 서술 기재 표기 언급 나열 비롯 대비 상회 "
    "하회 초과 미달 도달 충족 감소 증가 상승 하락 성공 실패".split()
)
"""Nouns of verbs that only tell, or that are claims and judged as such; 취업하다 and 취소하다 say more."""

RECITED = 14
"""Letters of the prompt in a row that make a sentence a recital of it."""
WHOLE = 6
"""Letters of a sentence that stands whole in the prompt, from which it is one too: 자료는 읽기만 합니다."""


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
        said = Said(sentence, marks_of(sentence), self)
        return next((name for name, broken in RULES.items() if broken(said)), None)

    def figures(self, text: str) -> list[Figure]:
        """Proofs that a finished text may need: those of the template, and those of the places it cites."""
        marks = {int(n) for n in MARKER.findall(text)}
        told = [f for place in self.evidence.places if place.n in marks for f in place.figures]
        return list(dict.fromkeys([*self.answer.figures, *told]))

    def proofs(self, text: str) -> list[Figure]:
        """The figures that a sentence tells, each with its proof; not the others of the places it cites."""
        marks, bound = marks_of(text), self.bind(text)
        known = {b.number for b in bound if not b.stray}
        meant = {(b.number, n) for b in bound for n in b.places}
        told = (f for f in self.figures(text) if stands(f, text) and (not f.citations or marks & set(f.citations)))
        return [f for f in told if f.formula or any(_meant(n, f.citations, known, meant) for n in numbers(f.text))]

    def bind(self, text: str) -> list[Bound]:
        """What each figure of a sentence is one of."""
        return self.binder.bind(text, marks_of(text))

    @cached_property
    def binder(self) -> Binder:
        plan, corpus = self.context.plan, self.context.corpus
        prose = "\n".join(line for line in self.answer.text.split("\n") if not line.startswith("|"))
        asked = frozenset(map(fold, plan.measures))
        years = frozenset(plan.scope.years)
        return Binder(self.evidence, prose, asked, years, corpus.newest, self.nouns, corpus.row_of)

    def nouns(self, text: str, verbs: bool = False) -> frozenset[str]:
        """The nouns of a text that name things; with `verbs` those of verbs too: 추진 of 추진하다."""
        tagged = self.tagged(text)
        verbal = set() if verbs else {m.start for m in tagged if m.tag in {"XSV", "XSA"}}
        named = (m for m in tagged if m.tag in {"NNG", "NNP", "XR"} and m.end not in verbal)
        return frozenset(m.form for m in named if len(m.form) > 1)

    def tagged(self, text: str) -> Sequence[Morpheme]:
        """The morphemes of a text."""
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
    def lines(self) -> list[Line]:
        """The lines of the template and of the computations, each with the names that it is of."""
        told = [(line, marks_of(line)) for line in self.answer.text.split("\n") if line]
        told += [(f"{f.text} {f.formula}", frozenset(f.citations)) for f in self.evidence.computed]
        return [Line(line, compact(line), self._words_of(marks)) for line, marks in told]

    def _words_of(self, marks: Iterable[int]) -> str:
        known = self.evidence.by_number
        return "".join(known[n].words for n in marks if n in known)

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
    def parts(self) -> list[Place]:
        """The rows and passages that it is about: those it names, else all that it cites."""
        parts = [part for place in self.places for part in place.parts]
        named = [part for part in parts if all(name in part.words for name in self.subject)]
        return named or parts

    @cached_property
    def subject(self) -> list[str]:
        """The compact names of rows and offices that it names."""
        text = folded(self.text)
        found = (m for m in self.grounds.binder.mentions.find(text) if m.owners and not m.measures)
        return [compact(text[m.start : m.end]) for m in found]

    @cached_property
    def lines(self) -> list[Line]:
        """What may have said it before: lines of the template and of computations, and the places that it cites."""
        places = self.places if self.marks else self.grounds.evidence.places
        cited = [Line(f"{part.heading} {part.shown}", part.words) for place in places for part in place.parts]
        return [*self.grounds.lines, *cited]

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


def _words(said: Said) -> bool:
    """A figure that stands in words, or is told as about so much, where the evidence does not say it so."""
    text = fold(MARKER.sub(" ", said.text))
    return any(compact(found) not in said.leaning for found in (*in_words(text), *bent(text)))


def _label(said: Said) -> bool:
    """A figure of another owner, another measure, another year, or another word than the source has it with."""
    words = compact(MARKER.sub(" ", said.text)).removesuffix("입니다")
    quoted = any(words in compact(place.shown) for place in said.places)  # the very words, whatever they tell
    return _strange_measure(said) or (not quoted and any(bound.stray for bound in said.grounds.bind(said.text)))


def _strange_measure(said: Said) -> bool:
    """A measure that nothing told of prints: ‘예산액은 30회’ where the row has 목표 30회."""
    named = [name for name in PRINTED if name in compact(said.text)]
    return any(name not in compact(said.told) and not MEASURES[name].search(fold(said.told)) for name in named)


def _name(said: Said) -> bool:
    """A name of a person, an office, a place or a thing in quotes that no evidence holds."""
    text = MARKER.sub(" ", said.text)
    tagged = said.grounds.tagged(text)
    names = [m.form for m in tagged if m.tag == "NNP" and len(m.form) > 1]
    names += [*_QUOTED.findall(text), *_LATIN.findall(text), *_PERSON.findall(text)]
    names += [m[1] for m in _OFFICE.finditer(text) if not _is_word(m[1], m.end(1), tagged)]
    links = said.grounds.context.corpus.names.find(fold(text))
    names += [link.name for link in links if compact(link.name) in compact(text)]
    asked = "" if said.marks and links else said.grounds.question
    return any(not _holds(said.leaning + asked, name) for name in names)


def _is_word(name: str, end: int, tagged: Sequence[Morpheme]) -> bool:
    """Is what looks like an office a word, or does it end in one: 결과, 추진 활동; in 평화협력과 the 과 is alone."""
    return name in COMMON or any(
        m.end == end and len(m.form) > 1 and m.form not in _KINDS and m.tag in {"NNG", "VV", "VA"} for m in tagged
    )


def _holds(words: str, name: str) -> bool:
    plain = compact(name.rstrip("….,"))
    return plain in words or (plain[-1:] in "과와의은는이가" and len(plain) > 3 and plain[:-1] in words)


def _claim(said: Said) -> bool:
    """More, less, most, all or none, where nothing in the evidence says so of the same names."""
    rows = [row for part in said.parts for row in part.rows]
    made = claimed(MARKER.sub(" ", said.text))
    return any(
        not supported(name, words, said.subject, said.lines) and not settled(name, said.text, rows)
        for name, words in made.items()
    )


def _turned(said: Said) -> bool:
    """Told as done where the place says that it was not, or is only planned; or the other way round."""
    if not said.marks:
        return False
    source = " ".join(place.shown for place in said.places)
    return turned(said.text, source) or (all(p.ahead for p in said.places) and bool(_DONE.search(said.text)))


def _recital(said: Said) -> bool:
    """The prompt's own words: many in a row, or a short sentence of it whole."""
    sentences = [compact(part) for part in _ENDS.split(MARKER.sub(" ", said.text))]
    words, grounds = "".join(sentences), said.grounds
    grams = [words[at : at + RECITED] for at in range(len(words) - RECITED + 1)]
    told = [gram for gram in grams if gram in grounds.recited]
    told += [part for part in sentences if len(part) >= WHOLE and part in grounds.prompt]
    return any(part not in grounds.everything for part in told)


def _foreign(said: Said) -> bool:
    """A noun that stands in no evidence and that not every answer may use: a name, or a tale of the model's own."""
    nouns = said.grounds.nouns(MARKER.sub(" ", said.text), verbs=True) - COMMON - TELLING
    return any(compact(noun) not in said.grounds.everything for noun in nouns)


def marks_of(text: str) -> frozenset[int]:
    """The numbers of the places that a text cites."""
    return frozenset(int(n) for n in MARKER.findall(text))


def stands(figure: Figure, text: str) -> bool:
    """Does a figure stand whole in a text: 5건 does not in 45건."""
    words = folded(figure.text)
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(words)}(?!\d|[.,]\d)", folded(text)) is not None


def _meant(number: str, citations: Iterable[int], known: set[str], meant: set[tuple[str, int]]) -> bool:
    """Was a number bound to one of the places; days and years are bound to none."""
    return number not in known or any((number, n) in meant for n in citations)


def _echo(said: Said) -> bool:
    """Words of the question alone: ‘해킹 성공’ is what an asker wants said, and no place says it."""
    if CLAIMS["none"].said.search(said.text):  # that there is nothing about what was asked
        return False
    text, grounds = MARKER.sub(" ", said.text), said.grounds
    told = {*(grounds.nouns(text) - COMMON), *_LATIN.findall(text)}
    held = said.leaning if said.marks else grounds.told
    return bool(told) and not any(compact(word) in held for word in told)


def _unsaid(said: Said) -> bool:
    """Without a figure nothing but the words can be held against the evidence: one line of it must have them all."""
    text = MARKER.sub(" ", said.text)
    nouns = said.grounds.nouns(text) - COMMON
    if not nouns or any(letter.isdigit() for letter in text):
        return False
    return not any(all(compact(noun) in line.names for noun in nouns) for line in said.lines)


RULES: Mapping[str, Callable[[Said], bool]] = {
    "markup": _markup,
    "order": _orders,
    "range": _range,
    "figure": _figure,
    "words": _words,
    "label": _label,
    "name": _name,
    "claim": _claim,
    "turned": _turned,
    "recital": _recital,
    "foreign": _foreign,
    "echo": _echo,
    "unsaid": _unsaid,
}
"""What keeps a sentence back, by a name for the log."""
