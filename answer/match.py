"""Which rows and passages a question is about: coverage of its subject words, year, scope and unit.

Coverage, not a relative score, decides whether there is an answer: which words of the question stand in the evidence,
each weighed by how rare it is in the index.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answer.corpus import ENOUGH, HALVES, Corpus, mentions_year
from answer.demand import demanded, with_stem
from answer.normal import ACROSS_WORDS_FROM, Letters, compact, holds
from answer.ordinals import ORDINAL
from answer.plan import Scope
from answer.read import ACT_WEIGHT, KIND_WEIGHT, MODIFIER_WEIGHT, SOFT_WEIGHTS, Question, Term
from answer.words import ACT_NOUNS, GENERIC_NOUNS, MEASURES, OUTCOMES, STOP_NOUNS, WAYS
from index.rows import Row
from index.term_finder import ALL_PARTICLES
from ingest.numbers import find_amounts
from records import PATH_SEPARATOR, Passage

CANDIDATES = 80
SPLITS = frozenset({"재원", "직군", "급", "구분", "회계"})
"""Dimensions that split a figure: without a word of them the question means the whole."""
OWN_WORDS = 0.35
"""What a passage gains by covering the subject in its own words, not only by its heading and parent bullet."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A term with its weight in this index.

    `required` when evidence without it is no answer: a name that no report holds, or an act that narrows down what is
    asked (절감된 예산, 완료된 건).
    """

    term: Term
    weight: float
    required: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A row or passage with how well it covers the question. `missing` are required terms it lacks."""

    item: Row | Passage
    coverage: float
    missing: tuple[str, ...]
    score: float
    year_fits: bool
    scope_fits: bool
    enough: float = ENOUGH

    @property
    def answers(self) -> bool:
        return self.year_fits and self.scope_fits and self.coverage >= self.enough and not self.missing

    @property
    def row(self) -> Row | None:
        return self.item if isinstance(self.item, Row) else None

    @property
    def passage(self) -> Passage | None:
        return self.item if isinstance(self.item, Passage) else None


def weigh(corpus: Corpus, terms: Sequence[Term], question: Question | None = None) -> list[Weighed]:
    """Terms with their weights; typos in words that stand nowhere are mended against the index's own words.

    With the question the terms that it counts or prices are required: 수강생은 몇 명 asks for nobody else.
    """
    needed = demanded(question.text, terms, question.sought) if question else frozenset()
    found = []
    for term in terms:
        weighed = _weighed(corpus, _without_agency(corpus, term))
        if question:
            stemmed = with_stem(weighed.term, question.sought, corpus.index.frequency)
            weighed = replace(weighed, term=stemmed, required=weighed.required or term in needed)
        if weighed.weight:
            found.append(weighed)
    return found


def _without_agency(corpus: Corpus, term: Term) -> Term:
    """영등포백서 is a 백서: the name of the agency, which stands everywhere, covers no part of it."""
    stem = next((s for s in corpus.agency_stems if term.forms[0].startswith(s) and len(term.forms[0]) > len(s) + 1), "")
    if not stem:
        return term
    parts = tuple(part for part in term.parts if part not in {stem, stem[:-1]})
    return replace(term, forms=(*term.forms, term.forms[0][len(stem) :]), parts=parts)


def _weighed(corpus: Corpus, term: Term) -> Weighed:
    term = _without_particle(corpus, term)
    words = term.parts or term.forms
    known = [word for word in words if corpus.index.frequency(word)]
    if (not known and corpus.index.frequency(term.forms[0]) == 0) or len(known) < len(term.parts):
        term = _mended(corpus, term)
    rarest = max((corpus.rarity(word) for word in (term.parts or term.forms[:1])), default=0.5)
    if term.forms[0] in GENERIC_NOUNS:
        term = replace(term, weight=min(term.weight, KIND_WEIGHT))
    elif (term.forms[0] in ACT_NOUNS and term.weight == 1.0) or term.forms[0] in WAYS:
        term = replace(term, weight=ACT_WEIGHT)
    if term.forms[0].removesuffix("들") in STOP_NOUNS or set(term.parts or term.forms[-1:]) <= STOP_NOUNS:
        return Weighed(replace(term, weight=0.0), 0.0)
    narrows = term.weight == MODIFIER_WEIGHT and term.forms[0] in OUTCOMES
    return Weighed(term, rarest * term.weight, narrows or ORDINAL.fullmatch(term.forms[0]) is not None)


def _without_particle(corpus: Corpus, term: Term) -> Term:
    """구세랑 that the analyser took for a name is 구세, when 구세 stands in the index and 구세랑 does not."""
    whole = term.forms[0]
    if corpus.index.frequency(whole) or len(term.parts) > 1:
        return term
    stem = next(
        (whole[: -len(p)] for p in ALL_PARTICLES if whole.endswith(p) and corpus.index.frequency(whole[: -len(p)])),
        None,
    )
    if stem is None and whole.endswith("랑") and corpus.vocabulary.ends_a_word(whole[:-1]):
        stem = whole[:-1]  # 교부세랑: 교부세 stands in 특별교부세 alone
    return replace(term, text=stem, forms=(stem, *term.forms[1:]), parts=()) if stem and len(stem) > 1 else term


def _split_known(corpus: Corpus, word: str) -> tuple[str, ...]:
    """뱅크마켙 that stands nowhere, as 뱅크 and 마켓: a known beginning and a rest that is known or mended."""
    for cut in range(len(word) - 2, 1, -1):
        head, rest = word[:cut], word[cut:]
        if corpus.index.frequency(head):
            tail = rest if corpus.index.frequency(rest) else corpus.vocabulary.mend(rest)
            if tail:
                return head, tail
    return ()


def _mended(corpus: Corpus, term: Term) -> Term:
    if len(term.parts) < 2 and (pieces := _split_known(corpus, term.forms[0])):
        return replace(term, forms=(*term.forms, "".join(pieces)), parts=pieces)
    swaps = {
        part: corpus.vocabulary.mend(part)
        for part in (term.parts or term.forms[:1])
        if not corpus.index.frequency(part)
    }
    mended = {part: better for part, better in swaps.items() if better}
    if not mended:
        return term
    whole = term.forms[0]
    for part, better in mended.items():
        whole = whole.replace(part, better)
    return replace(term, forms=(*term.forms, whole), parts=tuple(mended.get(part, part) for part in term.parts))


def find(corpus: Corpus, question: Question, terms: Sequence[Weighed], scope: Scope, rows: bool) -> list[Match]:
    """Rows (or passages) for a question, best first."""
    if all(t.term.weight <= KIND_WEIGHT for t in terms) and (rows or not terms):
        return _in_scope(corpus, question, scope, rows)
    query = " ".join([*(form for t in terms for form in (t.term.text, *t.term.forms[1:])), *question.measures])
    if not query.strip():
        query = question.text
    reports = [r.id for r in corpus.reports.values() if not scope.agencies or r.agency in scope.agencies]
    if rows:
        items: list[Row | Passage] = [hit.row for hit in corpus.index.search_rows(query, CANDIDATES, reports)]
    else:
        items = [hit.passage for hit in corpus.index.candidates(query, CANDIDATES, reports)]
        items = [item for item in items if isinstance(item, Passage) and item.kind != "contents"]
    matches = [_match(corpus, question, terms, scope, item) for item in items]
    return sorted(matches, key=lambda match: -match.score)


def scope_is_empty(scope: Scope) -> bool:
    return not (scope.bureaus or scope.departments or scope.teams or scope.agencies)


def _in_scope(corpus: Corpus, question: Question, scope: Scope, rows: bool) -> list[Match]:
    """A question with a name but no subject (기획예산과 정원은?) is about that name's rows that hold its measure."""
    if not rows:
        return []
    found = []
    # A measure alone asks for the whole: 예산액은 얼마? A column of few tables is subject enough
    of_whole = scope_is_empty(scope) and set(question.measures) <= set(MEASURES)
    for row in corpus.index.rows:  # what costs least is asked first: an index has many rows
        if not any(measure in row.measures for measure in question.measures) or (of_whole and not row.first.total):
            continue
        agency = row.first.agency or corpus.reports[row.first.report_id].agency
        if scope.agencies and agency not in scope.agencies:
            continue
        if not within_scope(corpus, row, scope) or not _year_fits(corpus, row, scope.years):
            continue
        own = {row.first.bureau, row.first.department, row.first.team} & {
            *scope.bureaus,
            *scope.departments,
            *scope.teams,
        }
        whole = row.name in own and not SPLITS & set(row.dims)
        score = (
            1.0 + _closeness(question, row) + _measure_bonus(question, row) + (0.3 if whole or row.first.total else 0.0)
        )
        score += 0.06 * ((corpus.year_of(row) or 2000) - (corpus.newest or 2000))
        found.append(Match(row, 1.0, (), score, True, True))
    if scope_is_empty(scope) and not any(m.row.first.total for m in found if m.row):
        places = {m.row.first.section_id for m in found if m.row}
        found = found if len(places) == 1 else []  # 참여자는 몇 명: of what, nobody has said
    return sorted(found, key=lambda match: -match.score)


def _match(corpus: Corpus, question: Question, terms: Sequence[Weighed], scope: Scope, item: Row | Passage) -> Match:
    evidence = corpus.row_text(item) if isinstance(item, Row) else corpus.passage_text(item)
    covered = [(t, t.term.coverage(evidence)) for t in terms]
    # A verb that the evidence lacks is no gap: people and reports say the same act in other words.
    total = sum(t.weight for t, share in covered if share or t.term.weight not in SOFT_WEIGHTS)
    coverage = sum(t.weight * share for t, share in covered) / total if total else 0.0
    missing = tuple(
        t.term.text
        for t, share in covered
        if t.required and (share < 0.5 or _inside(corpus, t, evidence) or _of_another(t, terms, evidence))
    )
    if isinstance(item, Passage):  # 경영수지, which only some table calls a measure, is a word of the subject here
        named = (m for m in question.measures if m not in MEASURES and not m.endswith("수"))
        missing += tuple(m for m in named if not holds(evidence, compact(m)))
    year_fits = _year_fits(corpus, item, scope.years) and not _other_half(corpus, question.text, evidence, item)
    scope_fits = within_scope(corpus, item, scope)
    score = coverage + (0.3 if year_fits else -0.6) + (0.0 if scope_fits else -0.8) + _closeness(question, item)
    if isinstance(item, Row):
        score += _measure_bonus(question, item)
        score += 0.15 * any((o.value, o.unit) in question.amounts for o in item.observations)
    elif total:
        own = compact(item.text)
        if question.amounts:  # 38건 전부 채택했다며: the passage with 38건, before one with 15건
            score += 0.15 * any((a.value, a.unit) in question.amounts for a in find_amounts(item.text))
        heading = compact(item.path.rsplit(PATH_SEPARATOR, 1)[-1])
        if item.kind == "section" and any(t.term.forms[0] in heading for t in terms if t.term.weight == 1.0):
            score += 0.3  # 추진배경 asked, and here is all of it
        score += OWN_WORDS * sum(t.weight * t.term.coverage(own) for t in terms) / sum(t.weight for t in terms)
    year = corpus.year_of(item)
    score += 0.08 if year in scope.years else 0.0
    score += 0.0005 * ((year or 2000) - 2000)  # the newest report, all else equal
    return Match(item, coverage, missing, score, year_fits, scope_fits, corpus.enough)


def _inside(corpus: Corpus, weighed: Weighed, evidence: Letters) -> bool:
    """Whether a short word stands there only as the beginning of another word of the index: 아이 of 아이디어."""
    word = weighed.term.forms[0]
    if len(word) > ACROSS_WORDS_FROM or any(form in evidence for form in weighed.term.forms[1:]):
        return False
    places = [match.start() for match in re.finditer(re.escape(word), evidence.words)]
    return bool(places) and all(_begins_another(corpus, word, evidence.words[place : place + 5]) for place in places)


def _of_another(weighed: Weighed, terms: Sequence[Weighed], evidence: Letters) -> bool:
    """Whether a word stands there only in a longer word of the question: 채용박람회 itself tells no 채용된 사람."""
    word = weighed.term.forms[0]
    longer = [
        t.term.forms[0] for t in terms if t is not weighed and word in t.term.forms[0] and t.term.forms[0] != word
    ]
    if not longer or word not in evidence:
        return False
    rest = str(evidence)
    for form in sorted(longer, key=len, reverse=True):
        rest = rest.replace(form, " ")
    return not any(form in rest for form in weighed.term.forms)


def _begins_another(corpus: Corpus, word: str, words: str) -> bool:
    """Two letters more, as 아이디어: with one more it is a compound of the word itself (청구일)."""
    longer = words.partition(" ")[0][: len(word) + 2]
    return len(longer) == len(word) + 2 and corpus.index.frequency(longer) > 0


def _other_half(corpus: Corpus, question: str, evidence: str, item: Row | Passage) -> bool:
    """하반기 is asked and the evidence speaks of 상반기 alone or of neither, or the other way round.

    What names neither is of the half that its section alone speaks of.
    """
    asked = [half for half in HALVES if half in question]
    if len(asked) != 1 or asked[0] in evidence:
        return False
    section = item.section_id if isinstance(item, Passage) else item.first.section_id
    neither = not any(half in evidence for half in HALVES)
    return not (neither and corpus.halves_in(section) == {asked[0]})


def _year_fits(corpus: Corpus, item: Row | Passage, years: Sequence[int]) -> bool:
    if not years:
        return True
    own = corpus.year_of(item)
    if own in years:
        return True
    if isinstance(item, Row) and item.first.year and item.first.year != corpus.reports[item.first.report_id].year:
        return any(mentions_year(item.name, year) for year in years)
    words = item.search_text
    if isinstance(item, Row) and (note := item.dims.get("비고")):
        words = words.replace(note, " ")  # 2012년 최초 장비구입비 beside the figure of 2015
    return any(mentions_year(words, year) for year in years)


def within_scope(corpus: Corpus, item: Row | Passage, scope: Scope) -> bool:
    if isinstance(item, Row):
        first = item.first
        has = (first.bureau, first.department, first.team)
        report = corpus.reports[first.report_id]
        text = corpus.row_text(item)
    else:
        has = (None, item.department, item.team)
        report = corpus.reports[item.report_id]
        text = corpus.passage_text(item)
    owners = {has[0], has[1], report.department}
    offices = (*scope.bureaus, *scope.departments)
    if offices and not owners & set(offices) and not any(compact(name) in text for name in offices):
        return False
    return not scope.teams or has[2] in scope.teams or any(compact(name) in text for name in scope.teams)


def _closeness(question: Question, item: Row | Passage) -> float:
    """Little, to choose among equals: how much of a row's own name the question names, how short a passage is."""
    if isinstance(item, Passage):
        return (
            -0.03 * math.log(max(len(item.text), 20) / 20)
            - (0.1 if item.kind == "row" else 0.0)
            - (0.15 if item.kind in {"table", "section"} else 0.0)
        )
    spare = sum(0.07 for key, value in item.dims.items() if key in SPLITS and compact(value) not in question.compact)
    whole = (0.05 if item.first.total else 0.0) - spare
    name = compact(item.name)
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    return whole + (0.15 * sum(pair in question.compact for pair in pairs) / len(pairs) if pairs else 0.0)


def _measure_bonus(question: Question, row: Row) -> float:
    if not question.measures:
        return 0.0
    held = sum(measure in row.measures for measure in question.measures)
    budget = "예산액" in question.measures and "예산" in (row.first.caption or "")
    return 0.03 * budget + 0.12 * held / len(question.measures) - (0.25 if not held else 0.0)
