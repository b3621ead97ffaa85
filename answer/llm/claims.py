"""What is said without a figure and yet can be wrong: more, less, missed, passed, most, least, all, none, because.

A claim must be made by the evidence too, of the same names: by one line of the template's answer, one row or passage
that is cited, or the figures themselves where they settle it (달성률 97% is a target missed).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from answer.digits import folded
from index.rows import Row


@dataclass(frozen=True, slots=True)
class Claim:
    """`said` finds it in a sentence, `meant` (else the same) in the evidence; `word`: it takes the very word."""

    said: re.Pattern[str]
    meant: re.Pattern[str]
    word: bool = False


def _claim(said: str, meant: str = "", word: bool = False) -> Claim:
    return Claim(re.compile(said), re.compile(f"{said}|{meant}" if meant else said), word)


_NOT = r"(?:하지|되지|이지|지|에는?|에도|하지도)? ?(?:못|않)"
_MET = (
    r"(?:달성|충족|도달|완료|성공)(?:했|하였|됐|되었|해|한|하여|하며|하고|함|을 이|입니다|으로)|이[뤄룬뤘]|채[웠운워]"
)

CLAIMS: Mapping[str, Claim] = {
    "up": _claim(r"증가|늘[어었]|늘려|상승|올랐|많아졌|급증|성장세|확대"),
    "down": _claim(r"감소|줄[어었]|줄여|하락|삭감|낮아졌|급감|축소"),
    "missed": _claim(
        rf"미달|미치지|못 ?미[쳤치친]|(?:달성|충족|도달|완료|채우|이루){_NOT}"
        r"|밑돌|밑도는|모자[라란랐]|부진|그쳤|그친|하회|부족",
        "미만|이하",
    ),
    "over": _claim(
        rf"초과 ?달성|웃돌|웃도는|넘어섰|넘겼|넘은|상회|초과(?:했|하였|하여|해|한)"
        rf"|목표[가-힣]* ?(?:모두 |다 )?(?:{_MET})",
        "이상|초과",
    ),
    "most": _claim(r"가장 (?:높|많|큰|크|우수|좋|길|빠)|최고|최대|최다|제일|으뜸|선두|1위"),
    "least": _claim(r"가장 (?:낮|적|작|저조|짧|느)|최저|최소|최하|꼴찌"),
    "utmost": _claim(r"가장 (?!높|많|큰|크|우수|좋|길|빠|낮|적|작|저조|짧|느)[가-힣]{2}", word=True),
    "more": _claim(
        r"보다 ?.{0,14}?(?:높|많|크|큰|앞|좋|나은|나아|길)|(?:더|더욱|훨씬) ?(?:높|많|[크큰큽커])"
        r"|앞섰|앞서|앞지|능가|우위|뛰어넘"
    ),
    "less": _claim(
        r"보다 ?.{0,14}?(?:낮|적[은었습어]|작|뒤|나쁘|못하|짧)|(?:더|더욱|훨씬) ?(?:낮|적[은었습어]|작)|뒤처|뒤졌|뒤지"
    ),
    "same": _claim(r"(?<![와과] )같(?:습|았|은 수준|이 나|은 수치)|동일|비슷|차이가 없|차이 없|똑같"),
    "all": _claim(r"모든|모두(?! ?(?:몇|\d))|전부|빠짐없이|전원|전체가|하나같이", word=True),
    "none": _claim(
        r"없습니다|없었|없는 것|없이|없다|없으며|없고|전무|않았|않습니다|않는|않으|아닙니다"
        r"|아니[라며]|취소|중단|무산|폐지|보류|연기"
    ),
    "sum": _claim(
        r"합계|합산|총액|총계|합쳐|합친|합하|더하|더한|도합|총 ?(?=\d)|모두 ?(?=\d)",
        r"[합총전]계|총액|전체|모두|(?<![가-힣])계(?![가-힣])|총 ?\d|= [^/=]*\+[^/=]*$",
    ),
    "mean": _claim(r"평균", r"\) / \d"),
    "planned": _claim(r"예정|계획(?:입|이|하고|하였|했|되)|할 것|될 것|앞으로|향후"),
    "gathered": _claim(r"누계|누적"),
    "before": _claim(r"전년|작년|지난해|직전|예년|전임|이전", word=True),
    "share": _claim(r"대부분|대다수|상당수|일부|다수의|소수의|거의", word=True),
    "cause": _claim(r"때문|덕분|탓[에으]|영향|말미암|이유는|원인|결과로|힘입", word=True),
    "since": _claim(r"처음|최초|유일|사상|역대|연속|매년|해마다|꾸준|계속", word=True),
    "judged": _claim(
        r"우수|탁월|저조|양호|심각|실패|훌륭|바람직|만족스|미흡|순조|원활|성공적|문제가|위험|특히", word=True
    ),
}
"""By the name of what is claimed."""

_GREATER = re.compile(
    r"(?P<one>\d[\d.]*)[%a-z가-힣]{0,4}?보다 ?(?:더 |훨씬 )?"
    r"(?P<how>높|많|큰|크|낮|적|작)[가-힣]* ?[^\d]{0,6}(?P<other>\d[\d.]*)"
)


def claimed(sentence: str) -> dict[str, str]:
    """The claims of a sentence, each with the words that make it."""
    found = {name: claim.said.search(sentence) for name, claim in CLAIMS.items()}
    return {name: match.group() for name, match in found.items() if match}


JOINT = frozenset({"most", "least", "utmost", "more", "less", "same", "all"})
"""Claims about several names together: each of them alone says something else."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that may have made a claim before; the compact `names` in it, and `of`, those of the places it cites."""

    text: str
    names: str
    of: str = ""


def supported(name: str, words: str, subject: Sequence[str], lines: Sequence[Line]) -> bool:
    """Does one of the lines make the claim of all of the subject?

    Names that no line has together (재무과와 징수과의 평균) may each have one of their own.
    """
    claim, joint = CLAIMS[name], name in JOINT
    known = [(line, line.names if joint else line.names + line.of) for line in lines]
    made = [names for line, names in known if (words in line.text if claim.word else claim.meant.search(line.text))]
    if any(all(each in names for each in subject) for names in made):
        return True
    apart = not joint and not any(all(each in line.names for each in subject) for line in lines)
    return bool(subject) and apart and all(any(each in names for names in made) for each in subject)


def settled(name: str, sentence: str, rows: Iterable[Row]) -> bool:
    """Do figures say so by themselves: 달성률 97% is missed, 150% passed, `30회보다 많은 45회` is more."""
    if name in {"more", "less"}:
        pairs = list(_GREATER.finditer(folded(sentence)))
        return bool(pairs) and all(_truly(pair) and (pair["how"] in "높많큰크") == (name == "more") for pair in pairs)
    rates = [o.value for row in rows for o in row.observations if o.measure == "달성률" and o.value is not None]
    if name == "missed":
        return bool(rates) and all(rate < 100 for rate in rates)
    return name == "over" and bool(rates) and all(rate >= 100 for rate in rates)


def _truly(pair: re.Match[str]) -> bool:
    one, other = float(pair["one"]), float(pair["other"])
    return other > one if pair["how"] in "높많큰크" else other < one


_DENIED = re.compile(
    r"(?P<what>[가-힣]{2,8}?)(?:[은는을를이가도]? (?:하지|되지|이루어지지|있지)[는도]?)? ?"
    r"(?:못|않|없|안 |아니|아닙|미달|불가|취소|중단|무산|보류|연기)"
)
_DONE = r"(?:하|되|했|됐|한|된|됨|함|을|를|이|가|은|는|도) ?"


def denied(text: str) -> frozenset[str]:
    """What a text says did not happen, by the two letters that begin the word before each negation.

    >>> sorted(denied("목표를 달성하지 못했고 착공은 하지 않았습니다"))
    ['달성', '착공']
    """
    return frozenset(match["what"][:2] for match in _DENIED.finditer(text))


def turned(sentence: str, source: str) -> bool:
    """Does a sentence deny what its source tells as done, or tell as done what that denies?"""
    here, there = denied(sentence), denied(source)
    return any(_tells(source, word) for word in here - there) or any(_tells(sentence, word) for word in there - here)


def _tells(text: str, word: str) -> bool:
    return re.search(word + _DONE, text) is not None
