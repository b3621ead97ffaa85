"""Who a report is by and when it stands for: from the manifest, else read off the text, else off the file's name.

What was read off is listed in `Report.inferred`; what nothing says stays None.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ingest.clean import fold, join_spaced
from ingest.contents import find_contents
from ingest.document import Document
from ingest.headings import Heading, find_headings
from ingest.lines import Line, read_lines
from ingest.names import is_department
from ingest.standing import GENERAL, status_of, year_of, years_named
from records import ACTUAL, PLAN, Report

_TITLE_WORDS = re.compile(
    r"업무\s?보고|업무\s?계획|주요\s?업무|추진\s?(?:실적|현황|계획|성과)|성과\s?(?:계획|보고|관리|지표)|백서|연보|예산\s?(?:서|개요)|시행\s?계획"
)
_AGENCY = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{1,6}(?:특별자치도|특별자치시|광역시|특별시|구|군|시))"
    r"(?P<office>청장?|의회|보건소|민)?(?=[은는이가을를의에와과도]?(?![가-힣])|[「“‘(])"
)
_TITLE_END = re.compile(
    r"(?:공고|요청서|계획서|보고서?|현황|지침|표준|안내서?|규정|결과|계획|편람|매뉴얼|백서|연보|자료집?|개요|총괄표|방안|명세서)(?:\s*\([^)]*\))?$"
)
_NO_AGENCY = re.compile(
    r".*(?:자치구|우수구|지구|연구|기구|요구|가구|추구|도구|친구|복구|입구|출구|창구|선거구|영구|청구|축구|시군구|부구|본구|우리구|해당구|인접구"
    r"|실시|수시|즉시|게시|공시|제시|표시|도시|임시|상시|일시|당시|동시|고시|전시|지시|명시|감시|개시|다시|역시|반드시|미군|학군|직군)"
    r"|[^동서남북중]구|[가-힣][시군]"
)
"""Words that end like a district and are none; of two syllables only 동구, 서구, 남구, 북구 and 중구 are districts."""
_HIGHER = re.compile(r".*(?:특별시|광역시)|(?:서울|부산|대구|인천|광주|대전|울산)시?")
_AS_OF = re.compile(
    r"(?:(?:(?P<year>20\d\d)|['’‘`](?P<short>\d\d))\s?[.년]\s?)?(?P<month>1[0-2]|0?[1-9])\s?[.월]\s?(?P<day>3[01]|[12]\d|0?[1-9])"
    r"\s?[.일]?\s?(?:\([^)]{1,3}\))?\s?(?:기준|현재)(?!일)"
)
_TEAM_COUNT = re.compile(
    r"(?m)^[ \t]{0,20}(?P<name>[가-힣 ]{2,16}?(?:과|담당관|실|단|소))\s*[-–:]\s*(?:\(?\s*\d+\s*\)?\s*개\s?팀|현원|정원)"
)
_KINDS = (
    (re.compile(r"성과\s?계획"), "성과계획서"),
    (re.compile(r"업무\s?(?:보고|계획)|주요\s?업무"), "주요업무보고"),
    (re.compile(r"추진\s?현황|성과\s?지표"), "성과관리 추진현황"),
    (re.compile(r"백서"), "백서"),
    (re.compile(r"통계\s?연보"), "통계연보"),
    (re.compile(r"예산\s?(?:서|개요|안)"), "예산서"),
    (re.compile(r"감사\s?결과"), "감사결과"),
)
_BY_DEPARTMENT = re.compile(
    r"(?P<name>[가-힣]+(?:과|담당관))\s+(?:\d{4}\s?년도?\s+)?(?:주요|업무|성과|추진|예산|사업|시행)"
)
"""A title that names whose report it is: 재무과 주요업무보고, 감사담당관 2023년 업무계획; not 문화과 예술."""
_FRONT_LINES = 20
_DATA_FORMATS = frozenset({"csv", "tsv", "xlsx", "xls"})
_DATA_READ = 50_000
"""Characters of a table of data that are read for who it is by."""


def describe(document: Document, file: str, entry: Mapping[str, Any] | None, sha256: str) -> Report:
    """The Report of a document; `entry` is the manifest's, `file` the path below the reports folder."""
    told = {key: value for key, value in (entry or {}).items() if value is not None}
    read = _read_off(document, file, told)
    inferred = tuple(key for key in ("title", "agency", "year", "as_of", "kind", "department") if key in read)
    known: dict[str, Any] = {**read, **told}
    return Report(
        id=sha256[:12],
        file=file,
        title=known["title"],
        agency=known.get("agency"),
        year=known.get("year"),
        as_of=known.get("as_of"),
        kind=known.get("kind"),
        department=known.get("department"),
        source=known.get("source"),
        format=document.format,
        sha256=sha256,
        visibility=known.get("visibility", "public"),
        inferred=inferred,
    )


def _read_off(document: Document, file: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that the manifest leaves open and the text, or the file's name, settles."""
    if document.format in _DATA_FORMATS:
        document = replace(document, text=document.text[:_DATA_READ], grids=(), sheets=(), pages=())
    lines = read_lines(document)
    headings = _headings(lines, document)
    front = _front(lines, headings)
    known: dict[str, Any] = dict(told)
    found: dict[str, Any] = {}

    def settle(key: str, value: Any) -> None:
        if key not in known and value is not None:
            known[key] = found[key] = value

    title = document.title or next((line for line in front if _TITLE_WORDS.search(line)), None)
    title = title or next((line for line in front[:6] if _TITLE_END.search(line)), None)
    settle("year", _year([known.get("title") or title or "", *front], headings, document, file))
    stem = PurePosixPath(file).stem
    titles = [line for line in (title, known.get("title")) if line]
    settle("department", _department(document, front, headings, [*titles, stem]))
    settle("agency", _agency(document.text, titles) or _agency_in(stem))
    settle("as_of", _as_of(document.text, known.get("year")))
    settle("title", _title(title, headings, known) or stem)
    settle("kind", _kind(known["title"]))
    return found


def _headings(lines: list[Line], document: Document) -> list[Heading]:
    if document.format in _DATA_FORMATS:
        return []
    return find_headings(lines, find_contents(lines), document.format, lambda offset: False)


def _front(lines: list[Line], headings: list[Heading]) -> list[str]:
    """The worded lines of the title page: those before the first heading, and a first Markdown heading."""
    first = headings[0].line if headings else len(lines)
    page = [fold(line.words) for line in lines[:first] if line.words][:_FRONT_LINES]
    if headings and headings[0].role == "markdown" and headings[0].level == 1:
        page.append(headings[0].title)
    return [line for line in page if len(line) <= 60 and not line.startswith(("-", "○", "|"))]


def _title(line: str | None, headings: list[Heading], known: Mapping[str, Any]) -> str | None:
    """The title page's line, else the first part that is no general one; 과 and year put before it where missing."""
    main = (heading.title for heading in headings if heading.role in ("part", "markdown"))
    base = line or next((title for title in main if not GENERAL.fullmatch(re.sub(r"\s", "", title))), None)
    if base is None:
        return None
    year, department = known.get("year"), known.get("department")
    if year and str(year) not in base:
        base = f"{year}년 {base}"
    return base if not department or department in base else f"{department} {base}"


def _year(titles: list[str], headings: list[Heading], document: Document, file: str) -> int | None:
    """A title's year, else the results' year of the parts, else the one that the text names by far most often."""
    for title in titles:
        if year := year_of(title):
            return year
    parts = [heading for heading in headings if heading.role == "part"]
    told = [(year_of(part.title), status_of(part.title, None)) for part in parts]
    results = [year for year, status in told if year and status != PLAN]
    plans = [year for year, status in told if year and status == PLAN]
    if results or plans:
        # a plan for next year beside results without a year: the results are this year's
        return results[0] if results else plans[0] - any(status == ACTUAL for _, status in told)
    named = years_named(document.text).most_common(2)
    if named and named[0][1] >= 3 and (len(named) == 1 or named[0][1] > named[1][1]):
        return named[0][0]
    return _year_in(file)


def _year_in(name: str) -> int | None:
    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
    return int(found[1]) if found else None


def told_by_name(file: str) -> tuple[object, ...]:
    """What a file's name may settle where its text is silent: year, agency, department."""
    stem = PurePosixPath(unicodedata.normalize("NFC", file)).stem
    return _year_in(file), _agency_in(stem), _department_in([stem])


def under_name(report: Report, file: str) -> Report | None:
    """The report of the same content under another name; None where the names tell other things, so that it must be
    read again. Example: `업무.md` read before as `보고.md` keeps all but a title that was its name.
    """
    if told_by_name(file) != told_by_name(report.file):
        return None
    if report.title != PurePosixPath(report.file).stem or "title" not in report.inferred:
        return replace(report, file=file)
    title = PurePosixPath(file).stem
    kind = _kind(title) if "kind" in report.inferred or report.kind is None else report.kind
    return replace(report, file=file, title=title, kind=kind)


def _kind(title: str) -> str | None:
    return next((kind for pattern, kind in _KINDS if pattern.search(title)), None)


def _department(document: Document, front: list[str], headings: list[Heading], titles: list[str]) -> str | None:
    """The 과 that a whole report is by: `기획과 - 5개팀`, its bare name on the title page, or one in the title."""
    if sum(heading.department is not None for heading in headings) > 1:
        return None
    counted = _TEAM_COUNT.search(document.text)
    if counted:
        return join_spaced(counted["name"].strip())
    bare = [join_spaced(line) for line in front if is_department(line)]
    return bare[0] if bare else _department_in(titles)


def _department_in(titles: Iterable[str]) -> str | None:
    named = (found["name"] for title in titles for found in _BY_DEPARTMENT.finditer(title.replace("_", " ")))
    return next((name for name in named if is_department(name)), None)


def _agency_in(name: str) -> str | None:
    """The one 구, 군 or 시 that a file's name holds."""
    found = {match["name"] for match in _AGENCY.finditer(name) if not _NO_AGENCY.fullmatch(match["name"])}
    return next(iter(found)) if len(found) == 1 else None


def _agency(text: str, titles: Iterable[str] = ()) -> str | None:
    """The 구, 군 or 시 named most often; a 서울시 only where no 구 is named. An office's name counts double,
    and so does one in a title.

    A 시 or 군 must be named by its office once (가람시청): 산정시, 발급시 are times.
    """
    counts: Counter[str] = Counter()
    offices: set[str] = set()
    for match in _AGENCY.finditer(text):
        if not _NO_AGENCY.fullmatch(match["name"]):
            counts[match["name"]] += 2 if match["office"] else 1
            offices.update([match["name"]] if match["office"] else [])
    for match in (match for title in titles for match in _AGENCY.finditer(title)):
        if not _NO_AGENCY.fullmatch(match["name"]):
            counts[match["name"]] += 1 if match["name"] in counts else 2
            offices.add(match["name"])
    for name in list(counts):
        if name.endswith(("시", "군")) and name not in offices and not _HIGHER.fullmatch(name):
            del counts[name]
    for name in list(counts):
        # 으뜸서구 is a slogan before 서구, where 서구 stands alone too
        if any(name != other and name.endswith(other) for other in counts):
            shorter = max((other for other in counts if name != other and name.endswith(other)), key=len)
            counts[shorter] += counts.pop(name)
    ranked = sorted(counts, key=lambda name: (bool(_HIGHER.fullmatch(name)), -counts[name], name))
    return ranked[0] if ranked and counts[ranked[0]] >= 2 else None


def _as_of(text: str, year: int | None) -> str | None:
    """The date of record that most notes give: `9.30.기준` with the report's year, `2018.10.31. 현재`."""
    days: Counter[str] = Counter()
    for match in _AS_OF.finditer(text):
        printed = int(match["year"]) if match["year"] else int(f"20{match['short']}") if match["short"] else year
        if printed:
            days[f"{printed:04d}-{int(match['month']):02d}-{int(match['day']):02d}"] += 1
    return min(days, key=lambda day: (-days[day], day)) if days else None
