"""Teams side by side with their duties below, which the text gives column by column without a mark between teams.

    기획팀 예산팀 평가팀
    - 주요업무계획 수립
    - 예산 편성
    …

The duties keep the order of the teams, so only the borders are open. Each duty is weighed by the words that it shares
with what the report says elsewhere of each team (its 사업), duties of one subject are held together, and the order with
the greatest weight is taken. Where moving a border by one duty would weigh nearly as much, the duties beside it are
flagged.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Cell, Document, Grid
from ingest.tables.captions import find_caption
from ingest.tables.flat import FlatGrid, Line, fold, free_lines, words_of
from ingest.tables.phrases import is_action
from records import Section

UNSURE = "팀 사이의 경계가 확실하지 않습니다. 이웃한 팀의 업무일 수 있으니 원문을 확인해 주십시오."
NAMED = 0.4
"""What it weighs that a duty shares letters with one team's name alone: 심사분석 and 심사평가팀."""
KINDRED = 0.2
"""What it weighs that two duties in a row are of one subject and stay in one team."""
CLOSE = 0.15
"""Two borders whose weights differ by less are both possible."""

SUBJECTS = tuple(
    re.compile(words)
    for words in (
        r"공약|매니페스토|개년\s?계획|민선\s?\d기",
        r"예산|결산|예비비|보조금|기금|재정|투자\s?심사",
        r"성과|평가|심사분석|목표관리|인센티브",
        r"제안|창안|신문고|청원|민원",
        r"공단|위탁|출자|출연|경영평가",
        r"기록|정보공개|자료실|백서|연보|통계",
        r"조직|정원|직제|사무분장",
        r"규제|법무|조례|소송|행정심판",
    )
)
"""Work that one team of a 구청 does together: a plan of four years is made of the pledges (공약) of its mayor."""

_DUTY = re.compile(r"[-․·]\s*(?P<words>\S.*)")
_OUTSIDE = re.compile(r"\S*(?:공단|재단|센터|사업소|의회)")
_STOP = re.compile(r"[□■▢◇◆○◦❍●※]|\d{1,2}\s*\.?\s*[가-힣]|[ⅠⅡⅢⅣⅤ]+\s*\.|(?:\d\.){3,}|\(")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Team:
    """A team's name and where it stands."""

    name: str
    start: int
    end: int


def find(document: Document, taken: Sequence[Grid], sections: Sequence[Section] = ()) -> list[Grid]:
    """Tables of teams and duties, as grids of two columns 팀 and 업무."""
    lines = free_lines(document, taken)
    heads = [(at, teams) for at, line in enumerate(lines) if (teams := _teams(line))]
    ends = [*(at for at, _ in heads), len(lines)][1:]
    found = []
    for (at, teams), end in zip(heads, ends, strict=True):
        line, duties = lines[at], list(_duties(lines[at + 1 : end]))
        if len(duties) >= len(teams) > 1:
            found.append(_grid(document, line, teams, duties, sections))
    return found


def _teams(line: Line) -> list[Team]:
    """The teams of a line that names nothing else: `기획조정팀 예 산 팀 소통공감팀`."""
    teams: list[Team] = []
    waiting: list[tuple[str, int, int]] = []
    for word in words_of(line):
        waiting.append(word)
        if word[0].endswith("팀"):
            if any(len(text) > 1 for text, _, _ in waiting[:-1]):
                return []
            teams.append(Team("".join(text for text, _, _ in waiting), waiting[0][1], word[2]))
            waiting = []
    return teams if not waiting else []


def _duties(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each duty: one that begins with a dash, and those it wraps to."""
    duty: list[Line] = []
    for line in lines:
        if _DUTY.fullmatch(line.text):
            if duty:
                yield duty
            duty = [line]
        elif not duty or _STOP.match(line.text) or len(line.text) > _LONGEST or _OUTSIDE.fullmatch(line.text):
            break
        else:
            duty.append(line)
    if duty:
        yield duty


def _grid(
    document: Document, head: Line, teams: Sequence[Team], duties: Sequence[Sequence[Line]], sections: Sequence[Section]
) -> Grid:
    weigh = affinity(document, teams, sections)
    pieces = [piece for duty in duties for piece in _pieces(duty)]
    homes, unsure = assign([[weigh(_words(piece), team.name) for team in teams] for piece in pieces], _ties(pieces))
    duties, homes, unsure = _joined(pieces, homes, unsure)
    names = [_words(duty) for duty in duties]
    rows: list[tuple[Cell, ...]] = []
    first: dict[int, Cell] = {}
    for number, (duty, home) in enumerate(zip(duties, homes, strict=True), start=1):
        team = teams[home]
        cell = first.setdefault(home, Cell(team.name, team.start, team.end, number, 0, rowspan=homes.count(home)))
        mark = _DUTY.fullmatch(duty[0].text)
        start = duty[0].start + (mark.start("words") if mark else 0)
        rows.append((cell, Cell(names[number - 1], start, duty[-1].end, number, 1)))
    top = (Cell("팀", head.start, head.start, 0, 0), Cell("업무", head.end, head.end, 0, 1))
    return FlatGrid(
        rows=(top, *rows),
        start=head.start,
        end=duties[-1][-1].end,
        header_rows=1,
        caption=find_caption(document, head.start),
        kind="teams",
        remarks={number + 1: UNSURE for number in unsure},
    )


def _pieces(duty: Sequence[Line]) -> list[list[Line]]:
    """A duty cut where a line without a dash follows words that are whole: it may be the next team's first.

    `- 지시사항 관리` + `심사분석` may be two, `- 구정백서` + `발간` is one.
    """
    pieces: list[list[Line]] = []
    for line in duty:
        if pieces and not is_action(pieces[-1][-1].text.split()[-1]):
            pieces[-1].append(line)
        else:
            pieces.append([line])
    return pieces


def _ties(pieces: Sequence[Sequence[Line]]) -> list[float]:
    """What each piece gains by standing in the team of the one before it."""
    words = [_words(piece) for piece in pieces]
    told = [{subject for subject in SUBJECTS if subject.search(each)} for each in words]
    return [0.0, *(KINDRED if before & after else 0.0 for before, after in pairwise(told))]


def _joined(
    pieces: Sequence[list[Line]], homes: Sequence[int], unsure: set[int]
) -> tuple[list[list[Line]], list[int], set[int]]:
    """Pieces of one team put together again; a piece that begins a team without a dash is unsure."""
    duties: list[list[Line]] = []
    teams: list[int] = []
    doubtful: set[int] = set()
    for number, (piece, home) in enumerate(zip(pieces, homes, strict=True)):
        dashed = bool(_DUTY.fullmatch(piece[0].text))
        if not dashed and teams and teams[-1] == home:
            duties[-1] = [*duties[-1], *piece]
        else:
            duties.append(list(piece))
            teams.append(home)
        if number in unsure or (not dashed and duties[-1] == piece):
            doubtful.add(len(duties) - 1)
    return duties, teams, doubtful


def _words(duty: Sequence[Line]) -> str:
    return fold(" ".join(line.text for line in duty).lstrip("-․· "))


def affinity(document: Document, teams: Sequence[Team], sections: Sequence[Section]) -> Callable[[str, str], float]:
    """How much of a duty's wording is what the report says of a team: 0 (nothing) to about 1.

    Pairs of letters that many teams share weigh little; the title of a team's 사업 and its name weigh thrice.
    """
    said: dict[str, Counter[str]] = {team.name: Counter() for team in teams}
    for section in sections:
        if section.team in said and section.role == "programme":
            said[section.team].update(_pairs(document.text[section.start : section.end]))
            for _ in range(2):
                said[section.team].update(_pairs(section.title))
    for name, pairs in said.items():
        for _ in range(3):
            pairs.update(_pairs(name.removesuffix("팀")))
    spread = Counter(pair for pairs in said.values() for pair in pairs)
    names = Counter(pair for team in teams for pair in set(_pairs(team.name.removesuffix("팀"))))

    def weigh(duty: str, team: str) -> float:
        pairs = set(_pairs(duty))
        rare = {pair: math.log((1 + len(said)) / spread[pair]) if spread[pair] else 0.0 for pair in pairs}
        told = sum(weight * min(1.0, said[team][pair] / 3) for pair, weight in rare.items())
        named = any(names[pair] == 1 for pair in set(_pairs(team.removesuffix("팀"))) & pairs)
        return told / max(1, len(pairs)) + NAMED * named

    return weigh


def _pairs(text: str) -> list[str]:
    words = re.findall(r"[가-힣A-Za-z0-9]+", text)
    return [word[i : i + 2] for word in words for i in range(len(word) - 1)]


def assign(weights: Sequence[Sequence[float]], ties: Sequence[float] = ()) -> tuple[list[int], set[int]]:
    """Team of each duty (teams in order, each with a duty at least), and the duties beside an unsure border.

    `ties`: what each duty gains by staying in the team of the one before it (default: nothing).

    >>> assign([[1, 0], [0.9, 0.1], [0, 1]])
    ([0, 0, 1], set())
    """
    count, teams = len(weights), len(weights[0])
    best: list[list[float]] = [[-math.inf] * teams for _ in range(count)]
    moved: list[list[bool]] = [[False] * teams for _ in range(count)]
    best[0][0] = weights[0][0]
    ties = ties or [0.0] * count
    for row in range(1, count):
        for team in range(teams):
            stay = best[row - 1][team] + ties[row]
            enter = best[row - 1][team - 1] if team else -math.inf
            moved[row][team] = enter > stay
            best[row][team] = max(stay, enter) + weights[row][team]
    homes = [teams - 1]
    for row in range(count - 1, 0, -1):
        homes.append(homes[-1] - 1 if moved[row][homes[-1]] else homes[-1])
    homes.reverse()
    return homes, _unsure(weights, homes)


def _unsure(weights: Sequence[Sequence[float]], homes: Sequence[int]) -> set[int]:
    """Duties that would fit the neighbouring team about as well, next to a border."""
    doubtful: set[int] = set()
    for row in range(1, len(homes)):
        if homes[row] == homes[row - 1]:
            continue
        left, right = homes[row - 1], homes[row]
        if homes.count(left) > 1 and weights[row - 1][left] - weights[row - 1][right] < CLOSE:
            doubtful.add(row - 1)
        if homes.count(right) > 1 and weights[row][right] - weights[row][left] < CLOSE:
            doubtful.add(row)
    return doubtful
