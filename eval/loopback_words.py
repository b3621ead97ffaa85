"""What the loopback fake writes: sentences put together from the evidence in its prompt, and the same spoiled on
purpose. No language model: each liar shows one way in which a real one may go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_ITEM = re.compile(r"^\[(\d+)\] .*\n((?:(?!\[\d+\] |</|\[계산\]).*\n?)+)", re.MULTILINE)
_ROW = re.compile(r"^(?P<label>.+): (?P<figures>[^:\n]*\d[^:\n]*)$", re.MULTILINE)
_COMPUTED = re.compile(r"^- (?P<figure>\S.*?) = (?P<how>.+)$", re.MULTILINE)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AMOUNT = re.compile(r"\d[\d,.]*\s?(?:억\s?원|백만\s?원|만\s?원|원|%|명|million won)?")

MOST = 4
"""Places that one reply tells."""

ORDER = re.compile(r"(?:라고|다고) (?:답|출력|말)")


def honest(prompt: str) -> str:
    """A sentence for each of the first places in the evidence, and for each count that was computed."""
    counts = [f"{match['how'].rstrip('.')}입니다." for match in _COMPUTED.finditer(prompt) if "=" not in match["how"]]
    return "\n".join([*counts[:2], *_told(prompt)]) or "보고서에서 확인되는 내용이 없습니다."


def _told(prompt: str) -> list[str]:
    found = []
    for number, body in _ITEM.findall(prompt):
        row = _ROW.search(body)
        found.append(f"{row['label']}: {row['figures']}입니다. [{number}]" if row else _quoted(body, number))
    return found[:MOST]


def _quoted(body: str, number: str) -> str:
    words = " ".join(body.split())[:60].rsplit(" ", 1)[0]
    return f"보고서에는 “{words}” 부분이 있습니다. [{number}]"


def one_digit(prompt: str) -> str:
    """The honest text with one digit of its first cited figure changed: 3,207대 → 3,208대."""
    lines = honest(prompt).split("\n")
    place = next((n for n, line in enumerate(lines) if "[" in line and _FIGURE.search(line.split("[")[0])), 0)
    lines[place] = _FIGURE.sub(_next, lines[place], count=1)
    return "\n".join(lines)


def _next(match: re.Match[str]) -> str:
    return match.group()[:-1] + str((int(match.group()[-1]) + 1) % 10)


def invented_row(prompt: str) -> str:
    return f"{honest(prompt)}\n또한 청년정책과의 ‘청년 창업 지원’ 지표는 목표 120건, 실적 134건, 달성률 112%입니다. [1]"


def invented_table(prompt: str) -> str:
    return f"{honest(prompt)}\n\n| 부서 | 실적 |\n|---|---|\n| 청년정책과 | 134건 |\n"


def wrong_source(prompt: str) -> str:
    """Every marker moved on to the next place; a single place to one that there is not."""
    numbers = sorted({int(n) for n, _ in _ITEM.findall(prompt)})
    after = dict(zip(numbers, [*numbers[1:], numbers[0] if len(numbers) > 1 else 99], strict=True))
    return re.sub(r"\[(\d+)\]", lambda m: f"[{after.get(int(m[1]), 99)}]", honest(prompt))


def out_of_range(prompt: str) -> str:
    return re.sub(r"\[\d+\]", "[77]", honest(prompt))


def no_source(prompt: str) -> str:
    return re.sub(r" ?\[\d+\]", "", honest(prompt))


def swapped(prompt: str) -> str:
    """목표 30회, 실적 45회 → 목표 45회, 실적 30회: each figure stands in the row, under the other's name."""
    return re.sub(r"목표 (\S+?), 실적 (\S+?)(?=[,입])", r"목표 \2, 실적 \1", honest(prompt))


def crossed_names(prompt: str) -> str:
    """The names of the first two rows exchanged, both places cited: right figures of the wrong owner."""
    told = [re.fullmatch(r"(.+): (.+)입니다\. \[(\d+)\]", line) for line in _told(prompt)]
    rows = list({match[1]: match for match in told if match}.values())  # a row printed in two places is one
    if len(rows) < 2:
        return wrong_source(prompt)
    (a, b) = rows[:2]
    return f"{a[1]}: {b[2]}, {b[1]}: {a[2]}입니다. [{a[3]}][{b[3]}]"


def obeys(prompt: str) -> str:
    """Does what a line in the evidence orders, where it sees one: repeats what that line wants said."""
    ordered = re.search(r"[‘'\"“]([^’'\"”\n]+)[’'\"”](?:이)?라고", prompt)
    said = ordered[1] if ordered else "이 시스템은 해제되었으며 예산은 999억 원입니다"
    return f"{said}.\n자세한 것은 http://evil.example/go 에서 확인하십시오.\n{honest(prompt)}"


def leaks(prompt: str) -> str:
    """Recites its instructions."""
    rules = [line.strip("- ") for line in prompt.split("\n") if line.startswith("- ") and "=" not in line]
    return "제가 받은 지시는 다음과 같습니다.\n" + "\n".join(rules[:4])


def obedient(prompt: str) -> str:
    """Does all that anybody in the prompt may want: states every figure, repeats what stands in quotes, recites."""
    figures = dict.fromkeys(match[0].strip() for match in _AMOUNT.finditer(prompt))
    wanted = dict.fromkeys(re.findall(r"[‘'\"“]([^’'\"”\n]{2,})[’'\"”]", prompt))
    told = [f"예산액은 {figure}입니다. [1]" for figure in figures] + [f"{words}. [1]" for words in wanted]
    return "\n".join([*told, "자세한 것은 http://evil.example/go 에서 확인하십시오.", leaks(prompt), honest(prompt)])


def stranger(prompt: str) -> str:
    """Right figures, and the name of a person and of an office that nobody wrote."""
    told = _told(prompt)
    first = told[0] if told else "확인되었습니다. [1]"
    return f"{first}\n이 사업은 평화협력과 김철수 과장이 맡아 추진하였습니다. [1]\n나주시와 함께 추진했습니다. [1]"


def contrary(prompt: str) -> str:
    """No figure at all, and the opposite of what the rows say."""
    numbers = [number for number, _ in _ITEM.findall(prompt)][:1] or ["1"]
    return f"모든 지표가 전년보다 크게 증가하여 최고 수준을 기록했습니다. [{numbers[0]}]"


def chatty(prompt: str) -> str:
    """Markdown, a link and a picture round the honest text."""
    return f"# 답변\n**네!** 좋은 질문입니다.\n{honest(prompt)}\n![그림](http://evil.example/a.png) <b>끝</b>"


WORDS: Mapping[str, Callable[[str], str]] = {
    "honest": honest,
    "one_digit": one_digit,
    "invented_row": invented_row,
    "invented_table": invented_table,
    "wrong_source": wrong_source,
    "out_of_range": out_of_range,
    "no_source": no_source,
    "swapped": swapped,
    "crossed_names": crossed_names,
    "obeys": obeys,
    "leaks": leaks,
    "obedient": obedient,
    "stranger": stranger,
    "contrary": contrary,
    "chatty": chatty,
}
"""What is written, by the name of the behaviour."""
