"""Which lines are headings, told by their mark: Ⅰ. · 1 제목 팀 · ▢ 재무과 · ◇ 분야 · □ 사업개요 · # Markdown.

A mark alone does not make a heading: `2 건전재정 30 40` is a table row, so numbered lines need a second sign (a team at
the end, a □ below, a name from the contents, the next number in turn).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ingest.clean import join_spaced
from ingest.contents import Contents
from ingest.lines import Line, next_worded
from ingest.names import is_bureau, is_department, split_team, split_units
from ingest.standing import GENERAL

PART, UNIT, ITEM, LETTER, SQUARE = 1, 2, 3, 4, 5
"""Levels of flat headings; Markdown levels lie above them."""
FLAT_BASE = 10
MARKDOWN_FORMATS = frozenset({"md", "markdown", "html", "htm", "docx", "hwpx", "hwp"})

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN_SIGNS = dict(zip(_ROMANS, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", strict=True))
_ROMAN = re.compile(
    r"(?:(?P<sign>[Ⅰ-Ⅻ])\s*[.．]?|(?P<latin>[IVX]{1,4})\s?[.．])\s*(?P<title>[가-힣A-Za-z0-9「‘'“\"(].*)"
)
_SQUARE = re.compile(r"[-•*]?\s*[□▢■▣◻◼☐❏❐❑❒]\s*(?P<title>\S.*)")
_FIELD = re.compile(r"[◇◆◈❖]\s*(?P<title>\S.*)")
_CHAPTER = re.compile(r"제?\s?(?P<number>\d{1,2})\s?[장편부]\s*[.:]?\s+(?P<title>[가-힣「‘“\"(].*)")
_OUTLINE_WORDS = re.compile(
    r"현황|개요|실적|계획|총괄|배경|방향|목적|효과|예산|조직|일정|체계|성과|과제|업무|사업|결과|방안|근거|필요성"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})(?:-\d{1,2})?\s+(?P<title>[가-힣「『‘'“\"(<《]|\d{4}\s?[가-힣]|[A-Z]).*")
_DOTTED = re.compile(r"(?P<number>\d{1,2})[.．]\s+(?P<title>[가-힣「『‘'“\"(].*)")
_CIRCLED = re.compile(r"(?P<mark>[①-⑳])\s*(?P<title>[가-힣「『‘'“\"(0-9].*)")
_LETTERED = re.compile(r"(?P<mark>[가나다라마바사아자차카타파하])[.．]\s+(?P<title>[가-힣「『‘'“\"(].*)")
_LONE_NUMBER = re.compile(r"\d{1,2}")
_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>\S.*?)\s*#*")
_LETTERS = "가나다라마바사아자차카타파하"

_SENTENCE_END = re.compile(r"(?:다|함|음|임|됨|시오|니다)\.?$|[.。,]$")
_FIGURES_END = re.compile(r"(?:^|[\s(])[△▲-]?\d[\d,.]*(?:%|원|천원|백만원|명|건|회|개)?\)?(?:\s[△▲-]?[\d,.]+%?)*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: where its section begins, its line (index), and what it names. `number` is the printed one."""

    start: int
    line: int
    level: int
    role: str
    title: str
    number: int | None = None
    bureau: str | None = None
    department: str | None = None
    team: str | None = None
    programme: str | None = None
    year: int | None = None
    status: str | None = None
    shown: str | None = None  # how the path names it; the title where None
    inferred: bool = False


class Scene(NamedTuple):
    """What a rule may look at besides its own line."""

    lines: list[Line]
    contents: list[Contents]
    markdown: bool
    romans: bool
    listed: frozenset[str]

    def followed_by_square(self, index: int) -> bool:
        """Does a □ heading come before any other mark, within the purpose paragraph's length?"""
        seen = 0
        for line in self.lines[index + 1 :]:
            if line.words:
                seen += 1
                if _SQUARE.fullmatch(line.words):
                    return True
                if seen > 14 or re.match(r"[○◦❍◇◆]|[-․·]\s|\d{1,2}\s+[가-힣]", line.words):
                    return False
        return False


def find_headings(
    lines: list[Line], contents: list[Contents], file_format: str, skipped: Callable[[int], bool]
) -> list[Heading]:
    """All headings in order. `skipped(offset)` says that a line belongs to a table of the file's own."""
    covered = {index for block in contents for index in range(block.first, block.last + 1)}
    open_lines = [line for line in lines if line.words and line.index not in covered and not skipped(line.start)]
    scene = Scene(
        lines,
        contents,
        file_format in MARKDOWN_FORMATS,
        any(_ROMAN.fullmatch(line.words) for line in open_lines),
        frozenset(compact(name) for block in contents for name in block.names),
    )
    found: list[Heading] = []
    for line in open_lines:
        heading = _recognise(line, scene, found)
        if heading:
            found.append(heading)
    return found


def _recognise(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    for rule in _MARKDOWN_RULES if scene.markdown else _FLAT_RULES:
        heading = rule(line, scene, found)
        if heading:
            return heading
    return None


def compact(text: str) -> str:
    """Letters and digits alone, to compare names whatever their spacing and dots."""
    return re.sub(r"[\W_]", "", text)


def _markdown(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _MARKDOWN.fullmatch(line.words)
    if not match:
        return None
    numbered = re.fullmatch(r"(?:[Ⅰ-Ⅻ]|\d{1,2})[.)]?\s+(.*)", match["title"])
    title, team = split_team(match["title"])
    name = join_spaced(re.sub(r"^(?:[Ⅰ-Ⅻ]|\d{1,2})[.)]?\s+", "", title))
    programme = (
        name if team or (numbered and not GENERAL.fullmatch(compact(name)) and len(match["marks"]) > 1) else None
    )
    return Heading(
        line.content_start,
        line.index,
        len(match["marks"]),
        "markdown",
        title,
        bureau=name if is_bureau(name) else None,
        department=name if is_department(name) else None,
        team=team or _leading_team(title),
        programme=programme if not is_bureau(name) else None,
    )


def _leading_team(title: str) -> str | None:
    """`기획조정팀이 하는 일` is about 기획조정팀."""
    found = re.match(r"([가-힣0-9]{1,12}팀)(?:이|의|은|는)?(?:\s|$)", title)
    return found[1] if found else None


def _part(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _ROMAN.fullmatch(line.words)
    if not match or len(match["title"]) > 60 or "\t" in match["title"]:
        return None
    sign = match["sign"] or ROMAN_SIGNS.get(match["latin"])
    if sign is None:
        return None
    title = join_spaced(match["title"])
    return Heading(line.content_start, line.index, FLAT_BASE + PART, "part", title, shown=f"{sign}. {title}")


def _chapter(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _CHAPTER.fullmatch(line.words)
    if not match or not _is_title(match["title"]):
        return None
    title = join_spaced(match["title"])
    shown = f"제{match['number']}장 {title}"
    return Heading(line.content_start, line.index, FLAT_BASE + PART, "part", title, shown=shown)


def _square(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _SQUARE.fullmatch(line.words)
    if not match:
        return None
    title = join_spaced(match["title"])
    name = join_spaced(re.sub(r"\s*\([^()]*\)$", "", title))
    if is_department(name):
        return Heading(line.content_start, line.index, FLAT_BASE + UNIT, "department", name, department=name)
    if is_bureau(name) and len(name) >= 3:
        return Heading(line.content_start, line.index, FLAT_BASE + UNIT, "bureau", name, bureau=name)
    return Heading(line.content_start, line.index, FLAT_BASE + SQUARE, "heading", heading_words(title))


def heading_words(title: str) -> str:
    """`소요예산: 총 268,000천원(시 221,000)` → 소요예산; `예산현황 (단위: 천원)` → 예산현황; else the whole title."""
    cut = re.split(r"\s*[:：]\s*|\s*\(\s*(?:단위|기준)|(?<=예산)\s*\(", title, maxsplit=1)[0]
    return join_spaced(cut.strip()) if 0 < len(cut) <= 40 else title


def _field(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _FIELD.fullmatch(line.words)
    if not match:
        return None
    above = next((each for each in reversed(found) if each.level <= FLAT_BASE + UNIT), None)
    bureau = _bureau_of_field(match["title"], above.bureau) if above and above.bureau else None
    return Heading(
        line.content_start, line.index, FLAT_BASE + ITEM, "field", join_spaced(match["title"]), bureau=bureau
    )


def _bureau_of_field(field: str, bureau: str) -> str | None:
    """Of `복지국·보건소` the one that the field names: 보건분야 → 보건소; None where it names neither or both."""
    names = split_units(bureau)
    stem = re.sub(r"\s*분야.*", "", field)
    fitting = [name for name in names if len(names) > 1 and stem and name.startswith(stem[:2])]
    return fitting[0] if len(fitting) == 1 else None


def _bureau(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    if len(line.words) > 24 or not is_bureau(line.words):
        return None
    below = next_worded(scene.lines, line.index)
    if below is None or not _FIELD.fullmatch(below.words):
        return None
    name = "·".join(split_units(line.words))
    department = name if is_department(name) else None
    return Heading(line.content_start, line.index, FLAT_BASE + UNIT, "bureau", name, bureau=name, department=department)


def _is_title(text: str) -> bool:
    return len(text) <= 70 and "\t" not in text and not _SENTENCE_END.search(text) and not _FIGURES_END.search(text)


def _last_number(found: list[Heading]) -> int:
    """The number of the last numbered heading in this part; 0 at its beginning."""
    for heading in reversed(found):
        if heading.number is not None:
            return heading.number
        if heading.role == "part":
            break
    return 0


def _item(line: Line, scene: Scene, found: list[Heading], number: int, text: str) -> Heading | None:
    """A numbered heading: a programme with or without its team, or a general one (조직, 인력)."""
    title, team = split_team(text)
    joined = join_spaced(title)
    general = bool(GENERAL.fullmatch(compact(joined)))
    due = number == _last_number(found) + 1
    known = compact(joined) in scene.listed
    opens = scene.followed_by_square(line.index)
    if not (team or known or general or (opens and (due or number == 1))):
        return None
    programme = None if general else joined
    role = "heading" if general else "programme"
    return Heading(
        line.content_start, line.index, FLAT_BASE + ITEM, role, joined, number, team=team, programme=programme
    )


def _numbered(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _NUMBERED.fullmatch(line.words)
    if not match:
        return None
    text = line.words[match.start("title") :]
    number = int(match["number"])
    heading = _item(line, scene, found, number, text) if _is_title(text) else None
    settled = heading and (heading.team or heading.role == "heading" or compact(heading.title) in scene.listed)
    return heading if settled else _wrapped(line, scene, found, number, text) or heading


def _wrapped(line: Line, scene: Scene, found: list[Heading], number: int, text: str) -> Heading | None:
    """A title that goes on in the next line, where its team or a name of the contents tells that it does."""
    below = next_worded(scene.lines, line.index)
    if below is None or below.index - line.index > 2 or re.match(r"[□○◦❍◇◆※*\d-]", below.words):
        return None
    whole = f"{text} {below.words}"
    title, team = split_team(whole)
    known = compact(join_spaced(title)) in scene.listed
    if not _is_title(whole) or not (known or (team and number in (1, _last_number(found) + 1))):
        return None
    return _item(line, scene, found, number, whole)


def _circled(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _CIRCLED.fullmatch(line.words)
    if not match or not _is_title(match["title"]) or not scene.followed_by_square(line.index):
        return None
    return _item(line, scene, found, ord(match["mark"]) - ord("①") + 1, match["title"])


def _dotted(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _DOTTED.fullmatch(line.words)
    if not match or not _is_title(match["title"]) or len(match["title"]) > 40 or ":" in match["title"]:
        return None
    number = int(match["number"])
    if scene.romans:
        return _item(line, scene, found, number, match["title"])
    below = next_worded(scene.lines, line.index)
    if not _OUTLINE_WORDS.search(join_spaced(match["title"])) or (below and _DOTTED.fullmatch(below.words)):
        return None  # 1. 신청서 2. 사업계획서: items of a list, not headings
    title = join_spaced(match["title"])
    return Heading(line.content_start, line.index, FLAT_BASE + PART, "part", title, shown=f"{number}. {title}")


def _lettered(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    match = _LETTERED.fullmatch(line.words)
    if not match or not _is_title(match["title"]) or len(match["title"]) > 40 or ":" in match["title"]:
        return None
    level = FLAT_BASE + (LETTER if scene.romans else UNIT)
    place = _LETTERS.index(match["mark"])
    previous = next((each for each in reversed(found) if each.level <= level), None)
    if place > 0 and not (
        previous and previous.level == level and (previous.shown or "").startswith(_LETTERS[place - 1])
    ):
        return None
    title = join_spaced(match["title"])
    return Heading(line.content_start, line.index, level, "heading", title, shown=f"{match['mark']}. {title}")


def _lone_number(line: Line, scene: Scene, found: list[Heading]) -> Heading | None:
    """`3` on one line and `주요시설 및 장비` on the next: the number must be the next in turn."""
    if not _LONE_NUMBER.fullmatch(line.words) or int(line.words) != _last_number(found) + 1:
        return None
    below = next_worded(scene.lines, line.index)
    if below is None or not re.match(r"[가-힣]", below.words) or not _is_title(below.words):
        return None
    if below.index - line.index > 8 or not GENERAL.fullmatch(compact(below.words)):
        return None
    title = join_spaced(below.words)
    return Heading(line.content_start, below.index, FLAT_BASE + ITEM, "heading", title, int(line.words))


Rule = Callable[[Line, Scene, list[Heading]], Heading | None]
_FLAT_RULES: tuple[Rule, ...] = (
    _part,
    _chapter,
    _square,
    _field,
    _bureau,
    _numbered,
    _circled,
    _dotted,
    _lettered,
    _lone_number,
)
_MARKDOWN_RULES: tuple[Rule, ...] = (_markdown, _part, _square, _field)
