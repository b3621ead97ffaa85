"""Read a question: years, measures, conditions, what is sought, and the words that name its subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz, process

from answer import words
from answer.normal import compact, fold, holds, jamo
from answer.plan import Condition
from index.lexicon import Lexicon
from index.morphemes import Morpheme, Morphemes
from index.term_finder import ALL_PARTICLES
from ingest.numbers import find_amounts

NOUN_TAGS = frozenset({"NNG", "NNP", "XR", "SL", "SH", "SN", "XSN", "XPN", "NNB", "NR"})
VERB_TAGS = frozenset({"VV", "VA", "VV-I", "VV-R", "VA-I", "VA-R"})
SYNONYM_SHARE = 0.92
"""A synonym or mended spelling stands for the word nearly as well as the word: 특별교부세 itself before 특별교부금."""
VERB_WEIGHT = 0.25
PHRASE_WEIGHT = 0.6
"""A verb for which the lexicon has a noun (모은 돈 → 모금): more telling than a verb, and no gap either."""
SOFT_WEIGHTS = frozenset({VERB_WEIGHT, PHRASE_WEIGHT})
WHOLE_ORDER = 1000
"""As many of a ranking as there are: 징수과 달성률 순위."""
ACT_WEIGHT = 0.4
MODIFIER_WEIGHT = 0.8
"""Weight of a noun that 하 or 되 makes a verb (설치했나요): people say it in other words than the report does."""
KIND_WEIGHT = 0.3
"""Weight of the noun that names the kind of the answer (어느 기관, 지자체가 어디): it need not stand in the report."""
LONG_COLUMN, NEARLY = 4, 90.0
"""Letters from which a word is mended to the name of a column, and the share of jamo (percent) that must agree."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the subject. `forms` are compact spellings any of which may stand for it; `parts` its nouns.

    Example: 특교금 → text 특교금, forms (특교금, 특별교부금, 특별조정교부금), parts ().
    """

    text: str
    forms: tuple[str, ...]
    parts: tuple[str, ...]
    weight: float
    start: int
    end: int

    def coverage(self, evidence: str) -> float:
        """How much of the term stands in compact `evidence`: 1 when a form does, else the share of its parts."""
        if holds(evidence, self.forms[0]):
            return 1.0
        if any(holds(evidence, form) for form in self.forms[1:]):
            return SYNONYM_SHARE
        if len(self.parts) < 2:
            return 0.0
        standing = sum(len(part) for i, part in enumerate(self.parts) if self._part_stands(i, evidence))
        held = standing / sum(map(len, self.parts))
        return held if held >= 0.6 else held / 2

    def _part_stands(self, i: int, evidence: str) -> bool:
        """가 of 1번가 stands in any text: one letter is a part only beside its neighbour (세 of 교부세)."""
        part = self.parts[i]
        if len(part) > 1:
            return holds(evidence, part)
        pairs = ("".join(self.parts[max(i - 1, 0) : i + 1]), "".join(self.parts[i : i + 2]))
        return any(len(pair) > 1 and holds(evidence, pair) for pair in pairs)


@dataclass(frozen=True)
class Question:
    """What was read off a question before anything is looked up. Offsets count in `text` (folded)."""

    raw: str
    text: str
    years: tuple[int, ...] = ()
    year_note: str | None = None
    months: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    asks: frozenset[str] = frozenset()
    entity: str | None = None
    sought: str | None = None
    unit: str | None = None
    top: int | None = None
    nth: int | None = None
    breakdown: str | None = None
    poor: bool = False
    terms: tuple[Term, ...] = ()
    negated: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    after: str | None = None
    unknown: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = field(default=())

    @cached_property
    def compact(self) -> str:
        return compact(self.raw)

    @cached_property
    def amounts(self) -> frozenset[tuple[Decimal, str]]:
        """The figures that the question itself names, with their units: 188,000천원에서 얼마나 늘지?"""
        found = find_amounts(self.text)
        return frozenset((a.value, a.unit) for a in found if a.unit and a.unit not in {"년", "월", "일", "차"})


NUMERALS = {
    "하나": 1,
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "스무": 20,
    "서른": 30,
}
_COUNTED = re.compile(
    r"(?<![가-힣])(?P<word>다섯|여섯|일곱|여덟|아홉|열|스무|서른) ?(?P<unit>개|명|건|곳|번|가지|회|군데)"
    r"|(?<=[위은큰] )(?P<few>두|세|네) ?(?P<of>개|곳|군데|부서|과|사업|지표)"
    r"|(?<![가-힣])(?P<fold>두|세|네|다섯|열) ?(?P<times>배)"
)
_STRAY_JAMO = re.compile(r"[\u1100-\u11ff\u3131-\u318e]+")
"""Keys struck by mistake: ㅁ몇건, ㄱ획예산과."""
_ASIDE = re.compile(r"\([^()]*(?:빼고|치고|치면|말고|제외|포함|기준)[^()]*\)")
_KIND = re.compile(
    r"(?:어느|무슨|어떤|몇)\s?(?P<after>[가-힣]+?)(?:들)?(?:과|와|에서|에|의|은|는|이|가|을|를|로|으로|인가|인지|이야|예요|\?|\s|$)"
    r"|(?P<before>[가-힣]+)(?:이|가)\s(?:어디|뭐|무엇|누구|뭔)"
)
_YEAR = re.compile(
    r"(?<!\d)(?P<said>(?:19|20)\d\d)\s?(?:년도|학년도|년)|"  # 2028년 건축과, 2021년 전체: a year whatever follows
    r"(?<!\d)(?:(?P<long>(?:19|20)\d\d)|['’](?P<short>\d\d)|(?P<bare>\d\d)(?=년))\s?(?:년도|년|학년도)?+(?!\s?(?:간|동안|연속|묵|째|만에|뒤|전|후|억|만|백|천|원|명|건|회계법))"
)
_THAN_YEAR = re.compile(
    r"(?:19|20)?\d\d년(?:도)?(?:에)? ?(?:보다|대비|에 비해|에 비하면|(?:과|와|이랑|하고) 비교)"
    r"(?!.{0,20}(?:19|20)?\d\d년)"
)
_LONE_SHORT = re.compile(r"(?:^|\s)(?P<short>[012]\d)\s(?=[가-힣])")
_YEAR_RANGE = re.compile(r"(20\d\d|\d\d)년?\s?(?:~|-|부터|에서)\s?(20\d\d|\d\d)년?")
_DATE = re.compile(
    r"(?<!\d)(?:1[0-2]|[1-9])\s?월(?:\s?(?:말|초|중순|(?:3[01]|[12]?\d)\s?일))?|(?<![\d.])(?:1[0-2]|[1-9])\.\s?(?:3[01]|[12]\d|[1-9])\.?(?!\d)"
)
_TO_HOLD = re.compile(
    r"(?:은|는|을|를|도|이|가)? ?(?:꼭 |반드시 |모두 |같이 |함께 )?"
    r"(?:넣어|넣고|넣은|포함(?:해|하여|하고|시켜|되게|한)|들어가게|들어가도록|담아|담고|위주로|중심으로)"
)
_BEFORE_HELD = re.compile(r"[.?!]\s*|(?<=[가-힣])(?:을|를|은|는)\s|에 대해(?:서)?\s|(?<=[가-힣])에서\s")
_OF = re.compile(r"(?<=[가-힣]{2})의\s")
_HELD_APART = re.compile(r",\s?|·|\s및\s|(?<=[가-힣]{2})(?:이랑|랑|하고|과|와)\s")
"""요약해 줘. 접수 건수랑 예산 포함해서: what a summary has to hold, which is no part of its subject."""
_MODAL = re.compile(r"\s?(?:수|줄)\s?(?:있|없|알|모르)|\s?(?:예정|계획)(?![가-힣]{2})")
"""신청할 수 있나요: 신청 narrows nothing down, as it would in 신청한 사람."""
_SAID = re.compile(
    r"(?:어떻게|뭐라고|무엇이라고) ?(?:규정|정의|설명|기술|표현|기재|명시)\S*"
    r"|(?:규정|정의|기재|명시|제시)(?:하고|되어|돼) ?있\S*"
    r"|(?:뭘로|뭐로|무엇으로|어떤 (?:것|걸|지표)로) ?평가(?:받|하|되|를 ?받)\S*(?=.*지표)"
)
"""어떻게 규정하고 있습니까: asks what a report says, and names no subject."""
_KEEPS = re.compile(r"(?<=[과서국팀실]에서 )(?:관리|담당|주관|운영|추진|시행|소관|취급|처리)(?:하|되)\S*")
"""어느 과에서 관리하는 지표: asks whose it is, and names no subject."""
_WITH = re.compile(r"(?<=\d[회차개건명호월년])랑(?![가-힣])")
"""1회랑 2회: the particle, which stands for no corridor."""
_ON_TABLE = re.compile(r"(?<=표)상(?=[ 에의,]|으로)")
"""총괄표상 예산액: what stands on the table."""
_WORD = re.compile(r"[가-힣]+")
_TOUCHING = re.compile(
    r"(?<=[가-힣])(?=(?:20\d\d|['’]?\d\d)년)|(?<=\d\d년도)(?=[가-힣]{2})(?![이은는을에의부까과와랑])|(?<=\d\d년)(?=[가-힣]{2})(?![이은는을에의부까과와랑도간째대차생말초후전만동연묵])"
    r"|(?:(?<=[가-힣]{2}[국실팀관])|(?<=[가-힣]{2}과)(?<![성효결초]과))(?=예산|정원|현원|지표|집행|달성|목표|실적|인력)"
    r"|(?<=\d[회차])(?=[가-힣]{2})(?![였이인입했됐만로에의는은를을도나째례씩뿐밖까부수])"
)
"""기획예산과15년팀, 1회추경: where a blank is left out beside a year or a number."""
_EITHER = re.compile(r"(?P<stem>[가-힣]{3,})(?P<one>[가-힣])\((?P<other>[가-힣])\)")
"""특별교부금(세): two names written as one."""
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])월")
_TOP = re.compile(
    r"(?:상위|하위|top|베스트)\s?(\d+)|(\d+)\s?(?:개|곳|위까지|등까지)\s?(?:만|를|을)?\s?(?:순|뽑|골|알려)?"
)
_IN_ORDER = re.compile(r"(?:높은|많은|큰|낮은|적은|작은) ?순(?:으로|서)")
"""달성률 높은 순으로: all of them, not the first."""
_NTH = re.compile(r"(?:(\d+)|(두|세|네|다섯))\s?번째(?:로|인|에|는|\s|$)|(\d+)위|(\d+)등(?!급)")
_ORDINALS = {"두": 2, "세": 3, "네": 4, "다섯": 5}
_NOT_THIS = re.compile(r"([가-힣0-9a-z·]+?)(?:은|는|을|를|이|가)?\s?(?:말고|말구|빼고|제외하고|제외한|아니라)")
_AFTER = re.compile(
    r"(?P<name>(?:[가-힣0-9a-z·]+ ){0,5}[가-힣0-9a-z·]{2,}) ?(?:바로 ?)?다음(?:으로|에|으로는)? "
    r".{0,10}?(?P<word>많|큰|높|잘|적|작|낮|못|저조)"
)
"""예비비 다음으로 예산이 많은: what comes after it in the order."""
_ASKING = words.STOP_NOUNS | words.GENERIC_NOUNS | frozenset(words.MEASURES)
"""Nouns that ask for something themselves: 남은 돈 leads to 잔액 and names no subject."""
_SCALES = {None: 1, "억": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4, "천": 10**3}


@dataclass(frozen=True)
class Reader:
    """Reads questions with the lexicon and the analyser of an index. `newest` is the year that 올해 stands for."""

    lexicon: Lexicon
    morphemes: Morphemes
    newest: int | None = None
    measure_names: tuple[str, ...] = ()
    frequency: Callable[[str], int] = lambda word: 0

    def read(self, raw: str) -> Question:
        text = _STRAY_JAMO.sub("", self.lexicon.hangul(fold(raw))).strip()
        text = _TOUCHING.sub(" ", text)
        text = _COUNTED.sub(
            lambda m: f"{NUMERALS[m['word'] or m['few'] or m['fold']]}{m['unit'] or m['of'] or m['times']}", text
        )
        text = _ON_TABLE.sub(" ", _WITH.sub("와", text))
        text = _EITHER.sub(self._both, text)
        for pattern, right in words.SLIPS:
            text = pattern.sub(right, text)
        text = _WORD.sub(self._column_mended, text)
        text = _ASIDE.sub(lambda match: " " * len(match.group()), text)
        negated = tuple(match.group(1).strip() for match in _NOT_THIS.finditer(text))
        after = _AFTER.search(text)
        conditions, condition_spans = _conditions(text, self.measure_names)
        years, note, year_spans = self._years(_blank(text, condition_spans))  # 실적이 10 이하인: 10 is no year
        measures, measure_spans = self._measures(text, condition_spans)
        asks = frozenset(name for name, pattern in words.ASKS.items() if pattern.search(text))
        if after:
            asks |= {"rank_low" if re.search("적|작|낮|못|저조", after["word"]) else "rank_high"}
        top, nth = _position(text, asks)
        breakdown = words.BREAKDOWN.search(text)
        wanted, wanted_spans = _wanted(text) if "summary" in asks else ((), [])
        question = Question(
            raw=raw,
            text=text,
            years=years,
            year_note=note,
            months=tuple(int(month) for month in _MONTH.findall(text)),
            measures=tuple(dict.fromkeys((*measures, *(c.measure for c in conditions if c.measure == "비교증감")))),
            conditions=conditions,
            asks=asks,
            entity=_entity(text),
            sought=_sought(text),
            unit=_wanted_unit(text),
            top=top,
            nth=nth,
            breakdown=breakdown.group(1) if breakdown else None,
            poor=bool(words.POOR.search(text)),
            negated=negated,
            wanted=wanted,
            after=after["name"] if after else None,
            spans=(
                *year_spans,
                *condition_spans,
                *measure_spans,
                *wanted_spans,
                *_taken(text, asks),
                *_parts_asked(breakdown),
            ),
        )
        return question

    @cached_property
    def _columns(self) -> dict[str, str]:
        """Names of columns with their jamo, as they are asked: 정책사업목표 of 정책사업목표 개수."""
        names = dict.fromkeys([*(_counted(compact(name)) for name in self.measure_names), *words.MEASURES])
        return {name: jamo(name) for name in names if len(name) >= LONG_COLUMN and not name.isascii()}

    def _column_mended(self, match: re.Match[str]) -> str:
        """정책사업목푀 → 정책사업목표: a long word that stands nowhere and is nearly the name of a column."""
        word = match.group()
        if len(word) < LONG_COLUMN or self.frequency(word) or any(name in word for name in self._columns):
            return word
        best = process.extractOne(jamo(word), self._columns, scorer=fuzz.ratio, score_cutoff=NEARLY)
        return best[2] if best and len(best[2]) == len(word) else word

    def _both(self, match: re.Match[str]) -> str:
        other = match["stem"] + match["other"]
        return f"{match['stem']}{match['one']}, {other}" if self.frequency(other) else match.group()

    def _beside(self, text: str, found: Mapping[str, int]) -> dict[str, int]:
        """총수익 총비용 수지: beside columns named whole, a word that ends the name of one other column alone."""
        more = {}
        for word in re.finditer(r"(?<![가-힣])[가-힣]{2,}(?![가-힣])", text):
            ends = [name for name in self.measure_names if compact(name).endswith(word.group()) and name not in found]
            if len(ends) == 1 and ends[0] != word.group() and word.group() not in words.STOP_NOUNS:
                more[ends[0]] = word.start()
        return more

    def terms(self, question: Question, taken: Sequence[tuple[int, int]]) -> tuple[Term, ...]:
        """The subject's words outside the `taken` spans (years, names that are filters, conditions)."""
        found: list[Term] = []
        spans = [*question.spans, *taken]
        morphemes = self.morphemes.analyse(question.text)
        acts = {before.end for before, after in pairwise(morphemes) if after.tag == "XSV" and before.end == after.start}
        # 완료된 건, 절감된 예산: an act that narrows down what is asked has to stand in the report.
        narrowing = {
            b.end
            for b, v, e in zip(morphemes, morphemes[1:], morphemes[2:], strict=False)
            if v.tag == "XSV" and e.tag == "ETM" and not _MODAL.match(question.text, e.end)
        }
        kinds = _kind_spans(question.text)
        for run in _runs(morphemes, spans, question.text):
            term = self._term(run, question.text)
            if term is not None:
                if term.end in acts and not term.parts[1:]:
                    term = replace(term, weight=MODIFIER_WEIGHT if term.end in narrowing else ACT_WEIGHT)
                weight = term.weight
                weight = KIND_WEIGHT if any(start <= term.start and term.end <= end for start, end in kinds) else weight
                found.append(replace(term, weight=weight))
        found += self._rescued(found, question.text, spans)
        found = _respelt(found, question.text)
        found = [term for term in found if term.forms[0].removesuffix("들") not in words.STOP_NOUNS]  # 성과지표들
        return tuple(self._expanded(sorted(found, key=lambda term: term.start), question.text, spans))

    def _rescued(self, found: Sequence[Term], text: str, spans: Sequence[tuple[int, int]]) -> list[Term]:
        """Words of the index the analyser took for something else: 구세랑 is 구세, and 구 세 is 구세 too."""
        rescued = []
        nouns = [m for m in self.morphemes.analyse(text) if m.tag in NOUN_TAGS]
        for match in re.finditer(r"[가-힣]{2,}", text):
            if any(
                start < match.end() and match.start() < end
                for start, end in (*spans, *((t.start, t.end) for t in found))
            ):
                continue
            word = match.group()
            pieces = [m.form for m in nouns if match.start() <= m.start and m.end <= match.end()]
            listed = not pieces and text[match.end() : match.end() + 1] in {",", "·", "/"}  # 노상, 노외: no adverb
            whole = listed or len(pieces) == len(word)  # every letter a noun of its own: 구/NR 세/NNB
            stems = [word[: -len(p)] for p in ALL_PARTICLES if word.endswith(p)]
            stem = next((s for s in ([word] if whole else stems[:1]) if len(s) > 1 and self.frequency(s)), "")
            if stem and not {stem, word} & words.STOP_NOUNS:
                rescued.append(Term(stem, (stem,), (), 1.0, match.start(), match.start() + len(stem)))
        return rescued

    def _term(self, run: Sequence[Morpheme], text: str) -> Term | None:
        if run[0].tag in VERB_TAGS:
            stem = run[0].form
            if stem in words.STOP_VERBS or len(stem) < 2:
                return None
            return Term(stem, (compact(stem),), (), VERB_WEIGHT, run[0].start, run[-1].end)
        known = (
            len(run) > 1
            and not {m.form for m in run} <= words.STOP_NOUNS
            and self.frequency(compact(text[run[0].start : run[-1].end])) > 0
        )
        if not known and (named := self._before_particle(run, text)):
            return named
        kept = list(run) if known else _trim(run)
        if not kept:
            return None
        start, end = kept[0].start, kept[-1].end
        whole = self._spelled(kept, compact(text[start:end]))
        parts = tuple(
            compact(m.form)
            for m in kept
            if m.tag not in {"XSN", "XPN", "NNB"} and compact(m.form) not in words.STOP_NOUNS
        )
        if not whole or (len(whole) == 1 and kept[0].tag != "SN"):
            return None
        return Term(text[start:end], (whole,), parts, 1.0, start, end)

    def _before_particle(self, run: Sequence[Morpheme], text: str) -> Term | None:
        """예산집행심의회의 that the analyser ends in 회의 is 예산집행심의회, where that stands in the index."""
        if len(run) < 2:
            return None
        start, whole = run[0].start, compact(text[run[0].start : run[-1].end])
        stems = (whole[: -len(p)] for p in ALL_PARTICLES if whole.endswith(p) and len(whole) - len(p) > 2)
        stem = next((stem for stem in stems if self.frequency(stem)), "")
        if not stem or compact(text[start : start + len(stem)]) != stem:
            return None
        nouns = [m.form for m in self.morphemes.analyse(stem) if m.tag in NOUN_TAGS and len(m.form) > 1]
        return Term(stem, (stem,), tuple(n for n in nouns if n not in words.STOP_NOUNS), 1.0, start, start + len(stem))

    def _spelled(self, kept: Sequence[Morpheme], whole: str) -> str:
        """맞벌이 of 맞벌인데: a noun that the ending after it has changed, as the analyser restores it."""
        restored = compact("".join(m.form for m in kept))
        return restored if not self.frequency(whole) and self.frequency(restored) else whole

    def _expanded(self, found: list[Term], text: str, spans: Sequence[tuple[int, int]]) -> list[Term]:
        """Terms with what the lexicon has for them; a phrase of the lexicon swallows the terms it spans."""
        for hit in self.lexicon.expand(text):
            if hit.kind == "question" or any(start < hit.end and hit.start < end for start, end in spans):
                continue
            inside = [term for term in found if hit.start <= term.start and term.end <= hit.end + plural(text, hit.end)]
            around = [term for term in found if term.start <= hit.start and hit.end <= term.end and term not in inside]
            forms = tuple(compact(term) for term in hit.terms)
            if around:
                found[found.index(around[0])] = _with_forms(around[0], compact(hit.word), forms)
            elif inside:
                place = found.index(inside[0])
                said = text[hit.start : hit.end]
                generic = words.GENERIC_NOUNS
                weight = max(
                    KIND_WEIGHT if term.forms[0].removesuffix("들") in generic else term.weight for term in inside
                )
                weight = PHRASE_WEIGHT if KIND_WEIGHT != weight < 1.0 and " " in hit.word.strip() else weight
                weight = PHRASE_WEIGHT if weight == VERB_WEIGHT else weight
                parts = tuple(part for term in inside for part in (term.parts or term.forms[:1]))
                merged = Term(said, (compact(said), *forms), parts, weight, hit.start, hit.end)
                found = [term for term in found if term not in inside]
                found.insert(place, merged)
            elif len(compact(hit.word)) == 1:  # too short to be a term by itself: 설 → 설날, 설맞이
                found.append(Term(text[hit.start : hit.end], forms, (), 1.0, hit.start, hit.end))
            elif hit.kind == "plain" and len(compact(hit.word)) > 2 and not _ASKING & set(forms):  # 꽃 정원
                said = text[hit.start : hit.end]
                found.append(Term(said, (compact(said), *forms), (), PHRASE_WEIGHT, hit.start, hit.end))
        return sorted(found, key=lambda term: term.start)

    def _years(self, text: str) -> tuple[tuple[int, ...], str | None, list[tuple[int, int]]]:
        found: dict[int, None] = {}
        spans: list[tuple[int, int]] = []
        for match in _YEAR.finditer(text):
            digits = match["said"] or match["long"] or match["short"] or match["bare"]
            found.setdefault(int(digits) if len(digits) == 4 else 2000 + int(digits))
            spans.append(match.span())
        if not found and (lone := _LONE_SHORT.search(text)):
            found.setdefault(2000 + int(lone["short"]))
            spans.append(lone.span("short"))
        for span in _YEAR_RANGE.finditer(text):
            first, last = (int(y) if len(y) == 4 else 2000 + int(y) for y in span.groups())
            for year in range(first, min(last, first + 20) + 1):
                found.setdefault(year)
        if self.newest and len(found) == 1 and (than := _THAN_YEAR.search(text)) and self.newest > max(found):
            found.setdefault(self.newest)  # 2022년보다 얼마나 늘었어: to the newest
            spans.append(than.span())
        note = None
        for pattern, offset in words.RELATIVE_YEARS:
            if (
                self.newest
                and not found
                and (relative := pattern.search(text))
                and "보다" not in text[relative.end() : relative.end() + 4]
            ):
                found.setdefault(self.newest + offset)
                spans.append(relative.span())
                note = (
                    f"‘{relative.group()}’은(는) 가장 최근 보고서({self.newest}년)를 기준으로 "
                    f"{self.newest + offset}년으로 보았습니다."
                )
                break
        return tuple(sorted(found)), note, spans

    def _measures(self, text: str, taken: Sequence[tuple[int, int]]) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
        """Measures in the order they are asked, and where those stand that are named after the index's own columns."""
        blanked = _blank(text, taken)
        found: dict[str, int] = {}
        named: list[tuple[int, int]] = []
        for name, pattern in words.MEASURES.items():
            match = pattern.search(blanked)
            if match:
                found[name] = match.start()
        letters = compact(blanked)
        locates = words.ASKS["locate"].search(text)
        counted = re.search(r"몇 ?개|개수|갯수|수[는가도를]?(?![가-힣])|몇 ?가지|(?:가장|제일) ?(?:많|적)", blanked)
        for name in self.measure_names:
            spelled = compact(name)
            if locates and any(kind.fullmatch(spelled) for _, kind in words.ENTITY_WORDS):
                continue  # 국별 주요사업 가운데 어느 국에: the things themselves, not the column that counts them
            if counted and len(spelled) > 3:
                spelled = _counted(spelled)
            if len(spelled) >= 3 and spelled in letters:
                place = re.search(r"\s?".join(map(re.escape, spelled)), blanked)
                found.setdefault(name, place.start() if place else 0)
                if place:
                    named.append(place.span())
        if named:
            found.update(self._beside(blanked, found))
        for name, weaker in words.OVERLAP.items():
            if name in found:
                rest = re.sub(r"(?:전년도?|작년|지난해|직전 ?(?:연도|해)|예상) ?예산 ?액?", " ", blanked)
                for other in weaker:
                    if other in found and not re.search(
                        rf"{other}|{other[:2]}(?:이|은|을|과|와|랑|,| 및|하고| 얼마)", rest
                    ):
                        del found[other]
        return tuple(sorted(found, key=lambda name: found[name])), named


def plural(text: str, end: int) -> int:
    """1 where 들 follows, which is part of the noun's own term: 장사하는 사람들."""
    return int(text.startswith("들", end))


def _counted(measure: str) -> str:
    """정책사업목표개수 → 정책사업목표 where things are counted; 성과지표수 stays: indicators are listed, so counted."""
    thing = re.sub(r"(?:개수|수)$", "", measure)
    indicators = next(pattern for kind, pattern in words.ENTITY_WORDS if kind == "indicator")
    return measure if indicators.fullmatch(thing) else thing


def _with_forms(term: Term, word: str, forms: Sequence[str]) -> Term:
    """`term` that holds `word` of the lexicon, also as the lexicon's terms: 특교금확보 → 특별교부금확보, 특별교부금."""
    whole = term.forms[0]
    swapped = tuple(whole.replace(word, form) for form in forms)
    extra = forms if whole == word else swapped
    return Term(term.text, (*term.forms, *extra), term.parts, term.weight, term.start, term.end)


def _respelt(found: Sequence[Term], text: str) -> list[Term]:
    """3콤보(3ComBO): a word and its other spelling in brackets are one term with both forms."""
    kept: list[Term] = []
    for term in sorted(found, key=lambda term: term.start):
        last = kept[-1] if kept else None
        bracketed = last is not None and text[last.end : term.start] == "(" and text[term.end : term.end + 1] == ")"
        if last and bracketed and last.text.isascii() != term.text.isascii():
            kept[-1] = replace(last, forms=(*last.forms, *term.forms), end=term.end)
        else:
            kept.append(term)
    return kept


def _runs(morphemes: Sequence[Morpheme], spans: Sequence[tuple[int, int]], text: str) -> list[list[Morpheme]]:
    """Touching nouns as one run, verbs alone, outside the taken spans: 세외/수입/체납 + 정리율 are two runs."""
    runs: list[list[Morpheme]] = []
    for morpheme in morphemes:
        if any(start < morpheme.end and morpheme.start < end for start, end in spans):
            continue
        if morpheme.tag in VERB_TAGS:
            runs.append([morpheme])
        elif morpheme.tag in NOUN_TAGS:
            last = runs[-1] if runs else None
            if last and last[-1].tag in NOUN_TAGS and text[last[-1].end : morpheme.start] in {"", "·", "-"}:
                last.append(morpheme)
            else:
                runs.append([morpheme])
    return runs


def _trim(run: Sequence[Morpheme]) -> list[Morpheme]:
    """A run without the asking words at its ends: 통합시스템/소요예산 loses 예산, 지표/개수 is nothing."""
    kept = list(run)
    if len(kept) > 2 and sum(len(m.form) for m in kept if m.form not in words.STOP_NOUNS) == 1:
        return kept  # 예산성과금: all of it or nothing
    while kept and (kept[-1].form in words.STOP_NOUNS or (kept[-1].tag in {"NNB", "XSN", "NR"} and len(kept) == 1)):
        kept.pop()
    while kept and (
        (kept[0].form in words.STOP_NOUNS and (len(kept[0].form) > 1 or len(kept) == 1))
        or kept[0].tag in {"NNB", "XSN"}
    ):
        kept.pop(0)
    if all(morpheme.tag in {"SN", "NR", "NNB"} for morpheme in kept):
        return []
    return kept


def _kind_spans(text: str) -> list[tuple[int, int]]:
    """Where the kind of the answer is named: 어느 기관, 지자체가 어디."""
    return [match.span("after" if match["after"] else "before") for match in _KIND.finditer(text)]


_OWNER_AFTER = re.compile(
    r"(?:(?:[가-힣][은는진인된한운온난긴]|인|(?<![가-힣])[둔든준본큰])(?P<apart> ?부서| ?실국| 과| 국| 팀)"
    r"|(?:높은|낮은|많은|적은|있는|없는|못한|채운|넘긴|넘은|달성한|미달인)(?P<joined>과|국|팀))(?=[을를은는이가만도의\s?]|$)"
)


_ONES_OF = re.compile(
    r"(?<![가-힣])(?P<noun>실국|부서|국|과|팀|사업|지표)(?:들)? ?(?:가운데|중)(?:에서?|에)? "
    r"[^?]*[는은한된인] (?:곳|데)(?=[은는이가을를 ?]|$)"
)
"""실국 가운데 성과지표가 20개를 넘는 곳: of the things named first."""


def _kind_of(noun: str) -> str | None:
    return {"과": "department", "국": "bureau"}.get(noun) or next(
        (kind for kind, pattern in words.ENTITY_WORDS if pattern.fullmatch(noun)), None
    )


_YEAR_AFTER = re.compile(r"[은는한운인된던긴] 해(?:는|가|를|와|도|$|[\s?])")
"""현원이 정원을 초과한 해는 언제."""


def _entity(text: str) -> str | None:
    """What is listed or asked for: the noun after 어느 or 몇 (어느 실국의 성과지표), else the first that stands."""
    for match in re.finditer(r"(?:어느|무슨|어떤|몇)(?: ?개)?\s?([가-힣]+)", text):
        for kind, pattern in words.ENTITY_WORDS:
            if pattern.match(text, match.start(1)) or pattern.match(text, match.start()):
                return kind
    if _YEAR_AFTER.search(text):
        return "year"
    if (whose := _ONES_OF.search(text)) and (named := _kind_of(whose["noun"])):
        return named
    if owner := _OWNER_AFTER.search(text):  # 미달 지표가 하나도 없는 부서
        noun = (owner["apart"] or owner["joined"]).strip()
        return {"부서": "department", "과": "department", "팀": "team"}.get(noun, "bureau")
    found = [(m.start(), kind) for kind, pattern in words.ENTITY_WORDS if (m := pattern.search(text))]
    ranked = re.search(r"(?:가장|제일|젤|최다|최소|최고|최저)", text)
    if ranked and len(found) > 1:
        after = [pair for pair in found if pair[0] > ranked.start()]
        return min(after or found)[1]
    return found[0][1] if found else None


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


_OF_MEASURE = re.compile(r"(?P<measure>목표|실적|달성률|집행률|정원|현원|비교증감)(?:이|가|은|는|치가|값이)? ?$")
"""목표 3회 이하: the column that the limit is of."""
_MORE_THAN_GOAL = re.compile(
    r"목표(?:치)?(?:보다|를|에|대비| 대비|에 비해) ?(?P<share>\d+(?:\.\d+)?) ?(?:%|퍼센트|프로)p? ?"
    r"(?P<word>이상|넘게|초과(?:해서|하여)?|이하|미만|가까이)? ?"
    r"(?:더 )?(?:(?P<over>초과|넘|웃|많|높|상회)|(?P<under>못|미달|모자|부족|밑|낮|적|덜))\S*"
)
"""목표보다 15% 넘게 초과한: 달성률 115% 초과."""
_TIMES = re.compile(
    r"목표(?:치)?(?:의|보다|를|에 비해| ?대비)? ?(?P<times>\d+(?:\.\d+)?) ?배(?:를|도|가|나|로)? ?"
    r"(?:이상|초과|넘\S*|웃\S*|달성\S*)"
    r"|목표(?:치)?의? ?(?P<half>절반|반)(?:도|에도|을|를|에)? ?(?:못|안 ?되|미달|미치지|채우지|밑)"
)


def _column_before(text: str, names: Sequence[str]) -> str:
    """횟수가 7회 이상: the column, of those that the index prints, that the limit is of."""
    said = compact(re.sub(r"(?:이|가|은|는|도|을|를|기준)? ?$", "", text))
    things = [pattern for _, pattern in words.ENTITY_WORDS]  # 지표가 9개 이상인 부서: rows are counted, no column
    names = [name for name in names if not any(thing.fullmatch(name) for thing in things)]
    stem = {name: re.sub(r"(?:개수|수)$", "", compact(name)) for name in names}  # 정책사업목표를 10개 이상 둔
    return next((n for n in names if said.endswith(compact(n)) or (len(stem[n]) > 4 and said.endswith(stem[n]))), "")


def _conditions(text: str, columns: Sequence[str] = ()) -> tuple[tuple[Condition, ...], list[tuple[int, int]]]:
    found: list[Condition] = []
    spans: list[tuple[int, int]] = []
    if match := words.UNIT_CONDITION.search(text):
        unit = match["unit"] or match["kind"] or match["of"] or match["counted"]
        found.append(Condition("단위", "eq", words.UNIT_NAMES.get(unit, unit)))
        spans.append(match.span())
    for match in _TIMES.finditer(text):  # 목표의 2.5배를 넘긴: 달성률 250% 초과
        comparator = "lt" if match["half"] else "gt" if re.search("초과|넘|웃", match.group()) else "ge"
        limit = "50" if match["half"] else f"{float(match['times']) * 100:.10g}"
        found.append(Condition("달성률", comparator, limit, "%"))
        spans.append(match.span())
    for match in _MORE_THAN_GOAL.finditer(text):
        share = Decimal(match["share"])
        equal = match["word"] in {None, "이상", "가까이"}
        comparator = ("ge" if equal else "gt") if match["over"] else ("le" if equal else "lt")
        found.append(Condition("달성률", comparator, f"{100 + share if match['over'] else 100 - share}", "%"))
        spans.append(match.span())
    for match in words.NUMERIC_CONDITION.finditer(text):
        if words.AGE.match(text, match.start()) or any(start <= match.start() < end for start, end in spans):
            continue
        value = float(match["value"]) * _SCALES[match["scale"]]
        unit = {"퍼센트": "%", "프로": "%"}.get(match["unit"] or "", match["unit"])
        if match["scale"] and unit in (None, "원"):
            unit = "원"
        comparator = next(c for pattern, c in words.COMPARATOR_WORDS if pattern.search(match["word"]))
        before = _OF_MEASURE.search(text[: match.start()])
        measure = before["measure"] if before else _column_before(text[: match.start()], columns)
        found.append(Condition(measure, comparator, f"{value:.10f}".rstrip("0").rstrip("."), unit))
        spans.append(match.span())
    if all(condition.measure == "단위" for condition in found):
        for pattern, measure, comparator, limit in words.CONDITIONS:
            if matched := pattern.search(text):
                found.append(Condition(measure, comparator, limit, "%" if measure == "달성률" else None))
                spans.append(matched.span())
                break
    return tuple(found), spans


def _parts_asked(breakdown: re.Match[str] | None) -> list[tuple[int, int]]:
    """연도별로 비교: what the parts are by is no word of the subject, but for 종목별 체육대회."""
    return [breakdown.span()] if breakdown and breakdown.group(1) in words.PARTED_BY else []


def _wanted(text: str) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """What a summary is to hold, and where that is said: 추진실적을 경영수지, 이사회 횟수를 넣어 요약해 줘."""
    verb = _TO_HOLD.search(text)
    if verb is None:
        return (), []
    begins = [match.end() for match in _BEFORE_HELD.finditer(text, 0, verb.start())]
    whose = [match.end() for match in _OF.finditer(text, 0, verb.start())]  # 사업의 예산, 회의 횟수를 넣어
    begins = begins or [start for start in whose if _HELD_APART.search(text, start, verb.start())]
    listed = next((start for start in begins if _HELD_APART.search(text, start, verb.start())), None)
    last = max((start for start in begins if start < verb.start()), default=text.rfind(" ", 0, verb.start()) + 1)
    start = last if listed is None else listed
    things = (thing.strip() for thing in _HELD_APART.split(text[start : verb.start()]))
    return tuple(thing for thing in things if thing), [(start, verb.end())]


def _taken(text: str, asks: frozenset[str]) -> list[tuple[int, int]]:
    """Where dates stand and words of ranking (가장 저조한), which name no subject."""
    ranks = [words.ASKS[name] for name in ("rank_high", "rank_low") if name in asks]
    if "locate" in asks:
        ranks.append(_KEEPS)
    return [match.span() for pattern in (_DATE, _SAID, words.WANTED_UNIT, *ranks) for match in pattern.finditer(text)]


def _position(text: str, asks: frozenset[str]) -> tuple[int | None, int | None]:
    if "order" in asks and _IN_ORDER.search(text) and not _TOP.search(text):
        return WHOLE_ORDER, None
    if "order" in asks and (nth := _NTH.search(text)) and nth.group(3):
        return None, int(nth.group(3))
    if not asks & {"rank_high", "rank_low"}:
        return (WHOLE_ORDER, None) if "order" in asks else (None, None)
    if nth := _NTH.search(text):
        digits = nth.group(1) or nth.group(3) or nth.group(4)
        place = int(digits) if digits else _ORDINALS[nth.group(2)]
        if place > 1:
            return None, place
    if top := _TOP.search(text):
        return int(top.group(1) or top.group(2)), None
    return None, None


def _sought(text: str) -> str | None:
    """The kind of thing asked for. A counter tells it before a word of names or money does: 목록은 몇 건 정비했나."""
    kind = next((kind for kind, pattern in words.SOUGHT if pattern.search(text)), None)
    if kind not in {"이름", "원"} or re.search(r"몇 ?(?:천|백|억|만)?\s?원|얼마|제목", text):
        return kind
    return next((kind for kind, pattern in words.COUNTERS if pattern.search(text)), kind)


def _wanted_unit(text: str) -> str | None:
    match = words.WANTED_UNIT.search(text)
    if not match or words.UNIT_CONDITION.search(text):
        return None
    unit = match["unit"].replace(" ", "")
    return words.UNIT_NAMES.get(unit, unit)
