"""Operations over passages: a fact told in a bullet, where something stands, whose it is, a criterion, a summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.bullets import Bullet, bullets
from answer.context import Context
from answer.draft import Draft, printed
from answer.lead import date_words, label_words
from answer.match import Match
from answer.normal import Letters, compact
from answer.operations.lookup import candidates as row_candidates
from answer.operations.lookup import lookup
from answer.plan import ENTITIES
from answer.show import full_name, table
from answer.telling import BY_BULLET, called, fitting, holding
from answer.words import UNITS_OF
from index.rows import Row
from records import PLAN, Observation, Passage

_QUESTION_WORDS = re.compile(r"몇|얼마|언제|왜|무엇|뭘|뭐|누구|어디|어떤")
_LEADING_MARK = re.compile(r"^[-–○◦❍●•·․∙*□※]\s*")
_NEW_THINGS = re.compile(
    r"(?:뭐|무엇|뭣|무슨 ?일|어떤 ?일)(?:가|이|들이)?\s?(?:\S+\s?){0,2}(?:생기|생겼|생긴|했|됐|되었|달라|바뀌|바뀐|있)"
)
"""뭐가 새로 생겼나: each bullet that tells something of the subject is an answer, also of one report."""
_OPEN = re.compile(r"무엇|뭘|뭐|어떤|무슨")
"""Asks for all there is: 어떤 평가를 받았나."""
LONGEST = 700
"""Characters of quoted words in one prose answer."""
LONGEST_ITEM = 400
"""Characters of one passage in a summary."""
NEAR = 0.06
LEADS = 3
"""How many figures the sentence before a quote may tell."""
LESS_COVERED = 0.02
"""By how much a passage may cover less of the question than the best and still answer as well."""
SYNONYM_GAP = 0.1
"""By how much more a wider bullet must say of a word: 직원복지 above and 직원 후생복지 below say it alike."""
WHOLE_BULLET = 420
"""Characters up to which a bullet is quoted with its sub-bullets."""

SHORT_QUOTE = 90
"""Characters up to which a passage is quoted whole though one of its bullets would do."""

_FURNITURE = re.compile(r"[\ue000-\uf8ff]|ㅇㅇ+")


def prose(context: Context) -> Draft | None:
    """The best passage, led by the figure that is sought, then quoted."""
    found = fitting(context)
    if not found:
        return None
    chosen = _whole_bullet(context, found, _tightest(context, found))
    draft = context.draft()
    quote(context, draft, chosen)
    others = _others(context, found, chosen)
    for other in others:
        quote(context, draft, other)
    if len({(p.report_id, context.corpus.year_of(p)) for p in (chosen, *others)}) > 1:
        draft.say("보고서마다 기준일과 범위가 다를 수 있어 모두 적었습니다.")
    return draft


def fact(context: Context) -> Draft | None:
    """A single figure of a table row, when the subject is covered by a row as well as by any passage."""
    plan = context.plan
    if len(_QUESTION_WORDS.findall(context.question.text)) > 1:
        return None
    if plan.sought in UNITS_OF or plan.sought == "수량" or plan.unit:
        rows = [m for m in row_candidates(context) if m.row and (plan.unit or "-t" in m.row.first.table)]
        passages = fitting(context)
        if any(_counts_itself(context, m) for m in rows[:1]):
            return lookup(context)
        if rows and (not passages or plan.unit or rows[0].coverage >= passages[0].coverage - NEAR):
            return lookup(context)
    return None


def _counts_itself(context: Context, match: Match) -> bool:
    """청소년독서실은 몇 개소: the row of that very name, before a bullet that has it among others."""
    name = compact(match.row.name) if match.row else ""
    return any(each.required and name in each.term.forms for each in context.terms)


def counted(context: Context) -> Draft | None:
    """A count that a passage states itself: 민간위탁 운영현황: 11개 부서 31개 사업."""
    noun = ENTITIES.get(context.plan.entity or "")
    if noun is None or context.plan.conditions:
        return None
    stated = re.compile(rf"\d+\s?\)?\s?개?\s?(?:의 )?{noun}|{noun}\s?\d+\s?개")
    if context.terms:
        found = [m.passage for m in context.passages if m.answers and m.passage and m.coverage >= 0.9]
    else:
        found = _named_heads(context)
    chosen = next((p for p in found if stated.search(p.text) and len(p.text) < LONGEST), None)
    if chosen is None:
        return None
    draft = context.draft()
    quote(context, draft, chosen)
    return draft


def _named_heads(context: Context) -> list[Passage]:
    """Passages that begin with the office asked about: 기획예산과 - 5개팀."""
    scope = context.plan.scope
    offices = [compact(name) for name in (*scope.departments, *scope.bureaus)]
    if not offices:
        return []
    fitting_years = (
        p for p in context.corpus.index.passages if not scope.years or context.corpus.year_of(p) in scope.years
    )
    return [p for p in fitting_years if any(compact(p.text).startswith(name) for name in offices)]


def compare(context: Context) -> Draft | None:
    """What the reports of several years, or of several departments, say of a subject, side by side."""
    scope = context.plan.scope
    sides = [replace(scope, years=(year,)) for year in scope.years] if len(scope.years) > 1 else []
    if not sides and len(scope.departments) > 1:
        sides = [replace(scope, departments=(name,)) for name in scope.departments]
    chosen = []
    for side in sides:
        question = replace(context.question, years=side.years)
        found = fitting(Context(context.corpus, question, replace(context.plan, scope=side), context.terms))
        if found and found[0].passage:
            chosen.append(found[0].passage)
    if len(chosen) < 2:
        return None
    draft = context.draft()
    for passage in chosen:
        quote(context, draft, passage)
    if verdict := _same_days(context, chosen):
        draft.lines.insert(0, verdict)
    return draft


_DAYS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.? ?[~～∼-] ?(?:['’‘`]?\d\d\. ?)?(\d{1,2})\. ?(\d{1,2})")


def _same_days(context: Context, chosen: Sequence[Passage]) -> str | None:
    """Whether the stretches of days told of a subject are the same in all years."""
    if context.plan.sought != "기간":
        return None
    told = []
    for passage in chosen:
        places = [passage.text.find(t.term.text) for t in context.terms if t.term.text in passage.text]
        days = _DAYS.search(passage.text, max(min(places, default=0), 0))
        told.append(days.groups() if days else None)
    if None in told:
        return None
    return "기간은 서로 같습니다.\n" if len(set(told)) == 1 else "기간은 서로 다릅니다.\n"


def _whole_bullet(context: Context, found: Sequence[Match], chosen: Passage) -> Passage:
    """The bullet with all of its sub-bullets, where no single thing is sought (무엇을 평가하나)."""
    if context.plan.sought not in {None, "사람", "이름", "장소"} or chosen.parent is None:
        return chosen
    above = next((m.passage for m in found if m.passage and m.passage.id == chosen.parent), None)
    if above is None or len(above.text) > WHOLE_BULLET:
        return chosen
    open_one = _OPEN.search(context.question.text) and not _lists(context)
    if not open_one and not _says_more(context, above, chosen):
        return chosen  # 다. 행사장소: 시민광장 says it all, 1. 행사개요 above it much besides
    return above


def _tightest(context: Context, found: Sequence[Match]) -> Passage:
    """The best passage; where it is long or a list is asked, the smallest bullet in it that covers as much.

    3) 메인무대 규격은 … of 라.; of two sub-bullets the one that tells what was extended, when that is to be listed.
    """
    best = found[0].passage
    assert best is not None
    if len(best.text) <= WHOLE_BULLET and not _lists(context):
        return best
    inside = [
        match.passage
        for match in found
        if match.passage
        and match.coverage >= found[0].coverage - LESS_COVERED
        and match.passage.report_id == best.report_id
        and best.start <= match.passage.start
        and match.passage.end <= best.end
    ]
    if len(best.text) <= WHOLE_BULLET:
        inside = [passage for passage in inside if not _says_more(context, best, passage)]
    return min(inside, key=lambda passage: len(passage.text), default=best)


def _lists(context: Context) -> bool:
    return context.plan.operation == "list" or "list" in context.question.asks


def _says_more(context: Context, wide: Passage, narrow: Passage) -> bool:
    """Whether the wider bullet itself holds a word of the subject that the narrower one lacks."""
    whole, part = compact(wide.text), compact(narrow.text)
    return any(t.term.coverage(whole) > t.term.coverage(part) + SYNONYM_GAP for t in context.terms)


def _others(context: Context, found: Sequence[Match], chosen: Passage) -> list[Passage]:
    """Passages of other reports or places that answer as well: conflicts are told, not chosen between."""
    top = found[0]
    kept: list[Passage] = []
    open_one = context.plan.sought is None and _NEW_THINGS.search(context.question.text)
    asked = set(context.plan.scope.years)  # 2016년 …: not what the report of 2015 says of 2016
    years = asked if context.corpus.year_of(chosen) in asked else set()
    known = set() if open_one else {(chosen.report_id, context.corpus.year_of(chosen))}
    for match in found[1:12]:
        passage = match.passage
        if passage is None or match.coverage < top.coverage - LESS_COVERED or len(kept) == 2:
            continue
        overlaps = passage.report_id == chosen.report_id and passage.start < chosen.end and chosen.start < passage.end
        place = (passage.report_id, context.corpus.year_of(passage))
        if overlaps or place in known or (place[1] not in years and years):
            continue
        if not open_one:
            known.add(place)
        elif match.score < top.score - NEAR:
            continue
        kept.append(passage)
    return kept


def quote(context: Context, draft: Draft, passage: Passage) -> None:
    n = draft.cite_passage(passage)
    chosen = holding(context, passage)
    lines = _shown(context, passage, chosen)
    parent = _parent_line(context, passage)
    if parent is not None:
        line, start, end = parent
        m = draft.cite(
            passage.report_id,
            start,
            end,
            passage.path,
            context.corpus.text(passage.report_id).count("\n", 0, start) + 1,
        )
        for figure in figures_of(line):
            draft.quoted(figure, [m])
        lines = [f"{line} [{m}]", *lines]
    for line in lines:
        for figure in figures_of(line):
            draft.quoted(figure, [n])
    lead = next((words for lead in LEADING if (words := lead(context, draft, passage, chosen, n))), None)
    draft.say(f"{f'{lead}입니다. ' if lead else ''}{_where(context, draft, passage, n)}에 이렇게 적혀 있습니다. [{n}]")
    for line in lines:
        draft.say(f"> {line}")
    draft.say("")


def _where(context: Context, draft: Draft, passage: Passage, n: int) -> str:
    """The report that a quote is from: 2021년 재무과 보고서; by its title where nobody is known to have written it."""
    report = context.corpus.reports[passage.report_id]
    owner = passage.department or report.department or report.agency
    status = f"({passage.status})" if passage.status == "계획" else ""
    if not owner:
        return f"‘{draft.name(report.title)}’{status}"
    year = context.corpus.year_of(passage)
    when = f"{draft.computed(f'{year}년', f'보고서의 기준 연도 {year}년', [n])} " if year else ""
    return f"{when}{owner} 보고서{status}"


def _shown(context: Context, passage: Passage, chosen: Sequence[Bullet]) -> list[str]:
    """The words of a passage; of a long one the bullets that answer, under those they belong to."""
    words = clean(passage.text)
    every = bullets(passage.text)
    single = context.plan.sought in BY_BULLET and len(_QUESTION_WORDS.findall(context.question.text)) == 1
    picked = (single and len(words) > SHORT_QUOTE) or called(context, every)
    if picked and 0 < len(chosen) < len(every):
        return list(dict.fromkeys(clean(line) for bullet in chosen for line in (*bullet.above, bullet.text)))
    return cut(lines_of(passage.text), LONGEST)


def lines_of(text: str) -> list[str]:
    """The bullets of a passage, a line each as they are printed."""
    return [clean(bullet.text) for bullet in bullets(text)]


def cut(lines: Sequence[str], most: int) -> list[str]:
    """The lines up to `most` characters, the last one cut short between two words."""
    kept: list[str] = []
    for words in lines:
        room = most - sum(map(len, kept))
        if len(words) > room:
            return [*kept, f"{words[:room].rsplit(' ', 1)[0]} …"]
        kept.append(words)
    return kept


def quoted_lines(draft: Draft, text: str, n: int) -> str:
    """A passage as a quote, line by line, its figures bound to citation `n`."""
    lines = cut(lines_of(text), LONGEST)
    for figure in figures_of(" ".join(lines)):
        draft.quoted(figure, [n])
    return "\n".join(f"> {line}" for line in lines)


def say_item(draft: Draft, passage: Passage, lines: Sequence[str]) -> None:
    """One item of a summary: the passage's first bullet, and below it those that hang from it."""
    n = draft.cite_passage(passage)
    head, *below = (_LEADING_MARK.sub("", line) for line in lines)
    for figure in figures_of(" ".join((head, *below))):
        draft.quoted(figure, [n])
    draft.say("\n".join((f"- {head} [{n}]", *(f"  - {line}" for line in below))))


def _parent_line(context: Context, passage: Passage) -> tuple[str, int, int] | None:
    """The first line of the bullet above, when the passage's own words lack part of the subject that it holds."""
    if passage.parent is None:
        return None
    own = compact(passage.text)
    if all(t.term.coverage(own) >= 0.6 for t in context.terms):
        return None
    above = context.corpus.parent_of(passage)
    if above is None:
        return None
    text = context.corpus.text(passage.report_id)
    end = text.find("\n", above.start)
    end = min(end if end >= 0 else above.end, above.end)
    return clean(text[above.start : end]), above.start, end


def _figures(context: Context, draft: Draft, passage: Passage, chosen: Sequence[Bullet], n: int) -> str | None:
    """The figures of the kind sought with what they are of, when they are few: 확보액 13,351백만원(133억 …)."""
    units = UNITS_OF.get(context.plan.sought or "")
    if not units and context.plan.sought == "수량":
        units = UNITS_OF["원"]
    rows = context.corpus.rows_within(passage.report_id, passage.start, passage.end) if units else []
    words = " ".join(bullet.text for bullet in chosen)
    told = [
        (row, o)
        for row in rows
        for o in row.observations
        if (o.unit or "") in (units or ()) and o.value is not None and o.text in words
    ]
    told = _meant(context, told)
    if not 0 < len(told) <= LEADS:
        return None
    parts = []
    for row, observation in told:
        figure = draft.figure(observation, n)
        other = draft.converted(observation.value or Decimal(0), observation.unit, printed(observation), [n])
        span = " 누계" if observation.span == "누계" and "누계" not in row.name else ""
        parts.append(f"{draft.name(full_name(row))}{span} {figure}{f'({other})' if other else ''}")
    return ", ".join(parts)


def _meant(context: Context, told: list[tuple[Row, Observation]]) -> list[tuple[Row, Observation]]:
    """Of 심의 대상 15건(채택 13건, 불채택 2건) the part that the question names, where it asks one thing."""
    apart = len({row.name for row, _ in told}) == 1 < len(told)
    if len(_QUESTION_WORDS.findall(context.question.text)) != 1 or not apart:
        return told
    named = [Letters(full_name(row)) for row, _ in told]
    shares = [sum(t.weight * t.term.coverage(words) for t in context.terms) for words in named]
    return [pair for pair, share in zip(told, shares, strict=True) if share >= max(shares) - 0.01]


def _date(context: Context, draft: Draft, passage: Passage, chosen: Sequence[Bullet], n: int) -> str | None:
    return date_words(context, draft, chosen, n)


def _label(context: Context, draft: Draft, passage: Passage, chosen: Sequence[Bullet], n: int) -> str | None:
    return label_words(context, draft, chosen, n)


LEADING = (_figures, _date, _label)
"""What may be said before the quote, the first that there is."""


def clean(text: str) -> str:
    """Printed words in one line, without page furniture."""
    return " ".join(_FURNITURE.sub("", text).split())


def figures_of(words: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"\d[\d,.]*\d|\d", words)))


def define(context: Context) -> Draft | None:
    """A criterion or definition that the report itself gives (※ notes, 기준); None where it gives none."""
    if context.question.poor and (note := context.corpus.criterion):
        draft = context.draft()
        quote(context, draft, note)
        return draft
    if "criterion" not in context.question.asks:
        return None
    found = [m.passage for m in fitting(context) if m.passage and "기준" in m.passage.text]
    if not found:
        return None
    draft = context.draft()
    quote(context, draft, min(found[:4], key=lambda passage: len(passage.text)))
    return draft


def summary(context: Context) -> Draft | None:
    """A handful of facts of a department, bureau or programme: its rows, then its passages."""
    scope = context.plan.scope
    draft = context.draft()
    rows = [
        m.row
        for m in context.rows
        if m.row and m.year_fits and m.scope_fits and (m.coverage >= 0.6 or not context.terms)
    ]
    datasets = []
    for dataset in context.corpus.datasets:
        inside = [r for r in dataset.rows if _belongs(context, r)]
        if inside and (scope.departments or scope.bureaus or scope.teams) and not context.terms:
            datasets.append(inside)
    for inside in sorted(datasets, key=len, reverse=True)[:3]:
        draft.say(table(context, draft, inside[:30]))
        draft.say("")
    if not datasets and rows:
        tables = [r for r in rows if "-t" in r.first.table and any(o.value is not None for o in r.observations)][:12]
        if tables:
            draft.say(table(context, draft, tables))
            draft.say("")
    passages = [m.passage for m in context.passages if m.passage and m.year_fits and m.scope_fits and m.coverage >= 0.6]
    if draft.lines:
        passages = [passage for passage in passages if passage.kind not in {"row", "table"}]
    passages.sort(key=lambda passage: passage.status == PLAN or not any(c.isdigit() for c in passage.text))
    chosen: list[Passage] = []
    for passage in passages:
        if len(chosen) < 6 and not any(
            p.start < passage.end and passage.start < p.end and p.report_id == passage.report_id for p in chosen
        ):
            chosen.append(passage)
    for passage in chosen:
        say_item(draft, passage, cut(lines_of(passage.text), LONGEST_ITEM))
    if not draft.lines:
        return None
    name = " ".join(
        [
            *scope.agencies,
            *(f"{y}년" for y in scope.years),
            *scope.bureaus,
            *scope.departments,
            *scope.teams,
            *subject_words(context),
        ]
    )
    draft.lines.insert(0, f"{name or '보고서'}에 대해 보고서에 적힌 것을 추렸습니다.\n")
    for year in scope.years:
        draft.computed(f"{year}년", f"질문의 연도 {year}년")
    return draft


def subject_words(context: Context) -> Sequence[str]:
    """What a summary is headed by: the question's own words, or where it has none those it goes on with."""
    asked = compact(context.question.text)
    return [term for term in context.plan.terms if compact(term) in asked] or context.plan.terms


def _belongs(context: Context, row: Row) -> bool:
    scope, first = context.plan.scope, row.first
    if scope.years and context.corpus.year_of(row) not in scope.years:
        return False
    department = first.department or context.corpus.reports[first.report_id].department
    return first.bureau in scope.bureaus or department in scope.departments or first.team in scope.teams
