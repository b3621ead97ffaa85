"""The check of figures: every way in which a number of an answer can go wrong has to be caught.

Real answers over the shipped reports are altered as a careless writer would alter them: a digit, two figures swapped, a
figure added, a unit or sign or citation changed. Alterations that leave the words as they were are drawn again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from answer.ask import Assistant
from answer.check import Unproved, numbers, unproved
from answer.equation import holds
from index.search import Index
from records import Answer, Citation, Figure, Observation

TEXT = "재무과\n세외수입 징수액(공유재산) 백만원 1,829 5,792 316\n세외수입 징수액(도로) 백만원 6,640 5,736 86\n"
FIRST, SECOND = TEXT.split("\n")[1:3]


def open_text(report_id: str) -> str:
    return TEXT


def citation(n: int, quote: str, file: str = "보고.txt") -> Citation:
    start = TEXT.find(quote)
    return Citation(n, "r", file, "재무과 보고", "지표", 1, start, start + len(quote), quote)


def citation_of(text: str, n: int, quote: str) -> Citation:
    start = text.index(quote)
    return Citation(n, "r", "보고.txt", "재무과 보고", "지표", 1, start, start + len(quote), quote)


def answer(text: str, *figures: Figure, question: str = "얼마?", quotes: Sequence[str] = (FIRST, SECOND)) -> Answer:
    cited = tuple(citation(n, quote) for n, quote in enumerate(quotes, 1))
    return Answer(question, text, citations=cited, figures=figures)


def faults(text: str, *figures: Figure, question: str = "얼마?") -> list[str]:
    return [fault.number for fault in unproved(answer(text, *figures, question=question), open_text)]


ACTUAL, OTHER = Figure("5,792백만원", (1,)), Figure("5,736백만원", (2,))
SPOKEN = Figure("57억 9,200만원", (1,), "5,792백만원 = 57억 9,200만원")


def test_a_quoted_figure_is_proved() -> None:
    assert faults("실적은 5,792백만원(57억 9,200만원)입니다. [1]", ACTUAL, SPOKEN) == []


def test_an_altered_digit() -> None:
    assert faults("실적은 5,793백만원입니다. [1]", ACTUAL) == ["5793"]
    assert faults("실적은 792백만원입니다. [1]", ACTUAL) == ["792"]
    assert faults("실적은 15,792백만원입니다. [1]", ACTUAL) == ["15792"]


def test_another_unit_or_sign() -> None:
    assert faults("실적은 5,792천원입니다. [1]", ACTUAL) == ["5792"]
    assert faults("실적은 -5,792백만원입니다. [1]", ACTUAL) == ["5792"]
    assert faults("실적은 57억 9,200천원입니다. [1]", ACTUAL, SPOKEN) == ["57", "9200"]


def test_the_right_digits_of_the_wrong_row() -> None:
    assert faults("공유재산은 5,736백만원입니다. [1]", ACTUAL, OTHER) == ["5736"]
    assert faults("공유재산은 5,736백만원입니다. [2]", ACTUAL, OTHER) == []


def test_a_figure_that_its_own_quote_does_not_hold() -> None:
    assert faults("실적은 9,999백만원입니다. [1]", Figure("9,999백만원", (1,))) == ["9999"]
    assert faults("실적은 5,792백만원입니다. [2]", Figure("5,792백만원", (2,))) == ["5792"]


def test_a_quote_that_does_not_stand_in_the_report() -> None:
    forged = replace(answer("실적은 5,792백만원입니다. [1]", ACTUAL), citations=(replace(citation(1, FIRST), start=3),))
    assert [fault.number for fault in unproved(forged, open_text)] == ["5792"]


def test_a_computation_is_worked_out_again() -> None:
    figures = (ACTUAL, OTHER, Figure("56백만원", (1, 2), "5,792 - 5,736 = 56"))
    assert faults("차이는 56백만원입니다. [1][2]\n계산: 5,792 - 5,736 = 56", *figures) == []
    wrong = (ACTUAL, OTHER, Figure("58백만원", (1, 2), "5,792 - 5,736 = 58"))
    assert "58" in faults("차이는 58백만원입니다. [1][2]\n계산: 5,792 - 5,736 = 58", *wrong)
    invented = (ACTUAL, Figure("92백만원", (1,), "5,792 - 5,700 = 92"))
    assert faults("차이는 92백만원입니다. [1]", *invented) == ["92"]


def test_a_fault_tells_its_number_and_its_line() -> None:
    told = answer("실적입니다. [1]\n값은 5,793백만원입니다. [1]", ACTUAL)
    assert unproved(told, open_text) == [Unproved("5793", "값은 5,793백만원입니다. [1]")]


def test_a_marker_holds_for_its_line_and_those_that_follow_from_it() -> None:
    assert faults("실적은 5,792백만원입니다. [1]\n도로는 5,792백만원입니다. [2]", ACTUAL) == ["5792"]


def test_a_figure_of_two_places_is_proved_at_each() -> None:
    figure = (Figure("316", (1, 2)),)  # stands in the first alone
    assert faults("달성률은 316입니다. [1]", *figure) == []
    assert faults("달성률은 316입니다. [2]", *figure) == ["316"]
    rows = "가과 7건\n나과 7건"
    quotes = tuple(citation_of(rows, n, line) for n, line in enumerate(rows.split("\n"), 1))
    both = Answer(
        "몇 건?", "가과 7건입니다. [1]\n나과 7건입니다. [2]", citations=quotes, figures=(Figure("7건", (1, 2)),)
    )
    assert unproved(both, lambda report_id: rows) == []


@pytest.mark.parametrize(("told", "bad"), [("5844명", []), ("5844", []), ("5844건", ["5844"])])
def test_a_bare_number_takes_the_unit_that_follows_it_in_the_quote(told: str, bad: list[str]) -> None:
    words = "이용자: 5844명"
    figures = (Figure("5844", (1,)),)
    said = Answer("몇?", f"이용자: {told} [1]", citations=(citation_of(words, 1, words),), figures=figures)
    assert [fault.number for fault in unproved(said, lambda report_id: words)] == bad


def test_headings_of_a_cited_place_prove_their_own_words() -> None:
    above = replace(citation(1, FIRST), title="2031년 재무과 보고", section="3분기 지표", source="원본 12쪽")
    told = replace(answer("2031년 재무과 보고의 3분기 지표(원본 12쪽)입니다. [1]"), citations=(above,))
    assert unproved(told, open_text) == []
    year = replace(told, text="2031년 실적은 5,792백만원입니다. [1]", figures=(ACTUAL, Figure("2031년", (1,))))
    assert unproved(year, open_text) == []
    other = replace(year, text="2032년 실적은 5,792백만원입니다. [1]", figures=(ACTUAL, Figure("2032년", (1,))))
    assert [fault.number for fault in unproved(other, open_text)] == ["2032"]


def test_what_reading_found_is_told_as_it_was_found() -> None:
    remark = Figure("12", (), "보고서를 읽을 때의 검산: 더하면 12, 적힌 계는 13")
    assert faults("더하면 12, 적힌 계는 13 [1]", remark) == []
    assert faults("더하면 13, 적힌 계는 12 [1]", remark) == ["13", "12"]


def test_an_operand_stands_where_the_figure_says() -> None:
    borrowed = Figure("56백만원", (1,), "5,792 - 5,736 = 56")  # 5,736 stands in the second quote alone
    assert "56" in faults("차이는 56백만원입니다. [1]", ACTUAL, borrowed)
    of_quote = Figure("3,963백만원", (1,), "5,792 - 1,829 = 3,963")
    assert faults("차이는 3,963백만원입니다. [1]", of_quote) == []
    of_itself = Figure("64", (1,), "64 × 100 / 100 = 64")  # a figure is no operand of its own
    assert faults("값은 64입니다. [1]", of_itself) == ["64"]


def test_a_computation_proves_lines_that_cite_its_places_alone() -> None:
    gap = Figure("5,790백만원", (1,), "5,792 - 2 = 5,790")
    two = Figure("2", (1,), "보고서 2개를 셈")
    assert faults("차이는 5,790백만원입니다. [1]", ACTUAL, gap, two) == []
    assert faults("차이는 5,790백만원입니다. [2]", ACTUAL, gap, two) == ["5790"]
    everywhere = Figure("2건", (), "질문이 묻는 2건")
    assert faults("모두 2건입니다. [2]", everywhere) == []


def test_the_computation_is_shown_with_the_unit_of_its_figure() -> None:
    gap = (ACTUAL, OTHER, Figure("56백만원", (1, 2), "5,792 - 5,736 = 56"))
    assert faults("차이입니다. [1][2]\n계산: 5,792 - 5,736 = 56백만원", *gap) == []
    assert faults("차이입니다. [1][2]\n계산: 5,792 - 5,736 = 56천원", *gap) != []
    assert "56" in faults("차이는 56천원입니다. [1][2]\n계산: 5,792 - 5,736 = 56", *gap)


def test_a_name_in_one_quote_proves_no_line_that_cites_another() -> None:
    name = Figure("1", (), "이름 ‘재무과 제1회 징수’에 든 숫자")
    rows = "재무과 제1회 징수 20건\n재무과 제2회 징수 30건"
    first, second = (citation_of(rows, n, line) for n, line in enumerate(rows.split("\n"), 1))
    told = Answer("얼마?", "재무과 제1회 징수입니다. [1]", citations=(first, second), figures=(name,))
    assert unproved(told, lambda report_id: rows) == []
    swapped = replace(told, text="재무과 제1회 징수입니다. [2]")
    assert [fault.number for fault in unproved(swapped, lambda report_id: rows)] == ["1"]
    inner = replace(
        told, figures=(Figure("1", (), "이름 ‘재무과 ‘제1회 징수’ 지표’에 든 숫자"),), text="‘제1회 징수’ [1]"
    )
    assert unproved(inner, lambda report_id: rows) == []


def test_a_long_quote_may_be_cut_short() -> None:
    assert faults(f"이렇게 적혀 있습니다. [1]\n> {FIRST[:-4]}…") == []
    assert faults(f"이렇게 적혀 있습니다. [1]\n> …{FIRST[4:]}") != []  # of its beginning nothing is left out
    assert faults(f"이렇게 적혀 있습니다. [1]\n> {FIRST[:-1]}…") == ["1829", "5792", "31"]  # 31 of 316


def test_a_conversion_is_worked_out_again() -> None:
    wrong = Figure("579억 2,000만원", (1,), "5,792백만원 = 579억 2,000만원")
    assert faults("실적은 5,792백만원(579억 2,000만원)입니다. [1]", ACTUAL, wrong) == ["579", "2000"]


def test_the_number_of_a_name_proves_only_the_name() -> None:
    name = Figure("1", (), "이름 ‘영등포 1번가’에 든 숫자")
    assert faults("‘영등포 1번가’입니다.", name) == []
    assert faults("‘영등포 1번가’는 1건입니다.", name) == ["1"]


def test_a_number_of_the_question_proves_it_with_its_unit_only() -> None:
    assert faults("80% 이하인 것은 없습니다.", question="80% 이하는?") == []
    assert faults("80건입니다.", question="80% 이하는?") == ["80"]
    assert faults("실적은 80%입니다. [1]", question="80% 이하는?") == ["80"]  # the place does not say so


def test_quoted_words_belong_to_the_line_before() -> None:
    assert faults(f"이렇게 적혀 있습니다. [1]\n> {FIRST}") == []
    assert faults(f"이렇게 적혀 있습니다. [2]\n> {FIRST}") == ["1829", "5792", "316"]
    assert "5793" in faults(f"이렇게 적혀 있습니다. [1]\n> {FIRST.replace('5,792', '5,793')}", ACTUAL)


@pytest.mark.parametrize("rows", ["가,45,150\n나,7,8", '"가, 나",45,150', "가,45,150\r\n나,7,8", '가,45,150\n"끊긴 칸'])
def test_cells_of_csv_rows_are_read_apart(rows: str) -> None:
    cited = (Citation(1, "r", "표.csv", "표", "표", 1, 0, len(rows), rows),)
    right = Answer(
        "얼마?", "45명, 150%입니다. [1]", citations=cited, figures=(Figure("45명", (1,)), Figure("150%", (1,)))
    )
    wrong = replace(right, text="45,150명입니다. [1]", figures=(Figure("45,150명", (1,)),))
    assert unproved(right, lambda report_id: rows) == []
    assert [fault.number for fault in unproved(wrong, lambda report_id: rows)] == ["45150"]


def test_signs_of_area_and_markers_are_no_numbers() -> None:
    assert numbers("834㎡ [12] 1,000명 0.30%") == ["834", "1000", "0.3"]


EQUATIONS = {
    "(142 + 131 + 116 + 101) / 4 = 122.5%": True,  # 490 / 4
    "(142 + 131 + 116 + 101) / 4 = 122.6%": False,
    "27 / 230 × 100 = 11.74%": True,  # 11.7391
    "27 / 230 × 100 = 11.8%": False,
    "13,351백만원 = 133억 5,100만원": True,
    "13,351백만원 = 133.51억원": True,
    "13,351백만원 = 133억 5,200만원": False,
    "-30백만원 = -3,000만원": True,
    "|15,309 - 15,307| = 2": True,
    "|15,307 - 15,309| = 2": True,
    "(15,307 - 15,309) = 2": False,
    "(-30 - 20) / 2 = -25": True,
    "-30 × 2 + 10 = -50": True,
    "(30 + 20)) × 1 = 50": False,  # malformed
    "5 / 2 = 3": True,  # 2.5: within half of the last place shown
    "7 / 3 = 3": False,
    "1 / 8 = 0.13": True,  # 0.125
    "1 / 8 = 0.14": False,
    "703,736천원 = 7.04억원": True,  # 7.03736
    "703,736천원 = 7.05억원": False,
    "703,736천원 = 7억원": False,  # no place behind the point is shown, so nothing was rounded
    "703,736천원 = 7억 373만원": False,
    "703,736천원 = 7억 373만 6,000원": True,
    "살펴본 지표 230개": None,
    "이름 ‘a = b’에 든 숫자": None,
}


@pytest.mark.parametrize("formula", EQUATIONS)
def test_equations(formula: str) -> None:
    assert holds(formula, set(numbers(formula))) is EQUATIONS[formula]


def test_operands_have_to_be_known() -> None:
    assert holds("60 + 40 = 100", {"60", "40"}) is True
    assert holds("60 + 40 = 100", {"60"}) is False
    assert holds("(60 + 40) / 2 = 50", {"60", "40"}) is True


# Properties over real answers

QUESTIONS = (
    "청렴도 향상 시책 추진 목표와 실적은?",
    "재무과에서 목표를 채우지 못한 지표는?",
    "목표를 달성하지 못한 과는 어디인가요?",
    "달성률이 가장 높은 성과지표 3개는?",
    "징수과 달성률 평균은?",
    "2015년 기획예산과 예산액 합계는?",
    "제1회 추경과 제2회 추경을 합하면 얼마인가요?",
    "서구 보건소와 총무국의 예산액을 비교해줘",
    "영원마켓 이용자는 몇 명인가요?",
    "구세 체납정리율 목표와 실적의 차이는?",
    "2021년 제1회 추경은 억원 단위로 얼마야?",
    "2021년 재무과 요약해 주세요",
    "인력운영비 집행률은?",
    "노상 주차장은 노외 주차장보다 몇 개소 많나요?",
)

Cells = Callable[[Citation], Sequence[Observation]]
FIGURE = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d,]*\d)")
PROPERTY = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Trial:
    """Real answers, and the check of altered ones."""

    def __init__(self, answers: Sequence[Answer], texts: Mapping[str, str], cells: Cells) -> None:
        self.answers, self._texts, self._cells = answers, texts, cells

    def __repr__(self) -> str:
        return f"{len(self.answers)} answers"

    def draw(self, data: st.DataObject, cited: int = 1) -> Answer:
        """One of the answers with so many citations; a failure shows its question."""
        found = {answer.question: answer for answer in self.answers if len(answer.citations) >= cited}
        return found[data.draw(st.sampled_from(sorted(found)))]

    def faults(self, answer: Answer) -> list[Unproved]:
        return unproved(answer, self._texts.__getitem__, self._cells)


@pytest.fixture(scope="session")
def trial(assistant: Assistant, shipped: Index, cells: Cells) -> Trial:
    found = [assistant.ask(question)[0] for question in QUESTIONS]
    assert not [answer.question for answer in found if answer.refused]
    return Trial(found, {report_id: shipped.database.text(report_id) for report_id in shipped.reports}, cells)


def places(text: str) -> list[re.Match[str]]:
    """Figures of a text outside its markers and its uncited sentences.

    A sentence that only counts (지표 230개 가운데 27개) names no place that could tell its counts apart.
    """
    marked = [match.span() for match in re.finditer(r"\[\d+\]|^[^\[|\n]*(?:가운데|중) .*개.*$", text, re.MULTILINE)]
    return [m for m in FIGURE.finditer(text) if not any(start < m.end() and m.start() < end for start, end in marked)]


def test_the_answers_themselves_are_proved(trial: Trial) -> None:
    assert all(len(places(answer.text)) > 1 for answer in trial.answers)
    assert [fault for answer in trial.answers for fault in trial.faults(answer)] == []


def altered(answer: Answer, match: re.Match[str], figure: str) -> Answer:
    return replace(answer, text=answer.text[: match.start()] + figure + answer.text[match.end() :])


@PROPERTY
@given(data=st.data())
def test_one_digit_altered(trial: Trial, data: st.DataObject) -> None:
    chosen = trial.draw(data)
    match = data.draw(st.sampled_from(places(chosen.text)))
    at = data.draw(st.sampled_from([i for i, char in enumerate(match.group()) if char.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789"))
    figure = match.group()[:at] + digit + match.group()[at + 1 :]
    assume(as_value(figure) != as_value(match.group()))
    assert trial.faults(altered(chosen, match, figure)), (match.group(), figure)


@PROPERTY
@given(data=st.data())
def test_a_digit_added_or_lost(trial: Trial, data: st.DataObject) -> None:
    chosen = trial.draw(data)
    match = data.draw(st.sampled_from(places(chosen.text)))
    longer = match.group() + data.draw(st.sampled_from("0123456789"))
    figure = data.draw(st.sampled_from([longer, match.group()[:-1], match.group()[1:], "-" + match.group()]))
    assume(figure and figure[-1].isdigit() and figure[0] not in ",." and not figure.endswith(("20210", "20150")))
    assume(as_value(figure) != as_value(match.group()))
    assert trial.faults(altered(chosen, match, figure)), (match.group(), figure)


@PROPERTY
@given(data=st.data())
def test_two_figures_swapped(trial: Trial, data: st.DataObject) -> None:
    chosen = trial.draw(data)
    found = places(chosen.text)
    one, other = sorted(
        (data.draw(st.sampled_from(found)), data.draw(st.sampled_from(found))), key=lambda match: match.start()
    )
    assume(as_value(one.group()) != as_value(other.group()))
    text = chosen.text
    swapped = text[: one.start()] + other.group() + text[one.end() : other.start()] + one.group() + text[other.end() :]
    assert trial.faults(replace(chosen, text=swapped)), (one.group(), other.group())


@PROPERTY
@given(data=st.data())
def test_a_figure_added(trial: Trial, data: st.DataObject) -> None:
    chosen = trial.draw(data)
    figure = str(data.draw(st.integers(1, 99_999)))
    unit = data.draw(st.sampled_from(["건", "명", "%", "백만원", ""]))
    assume(f"{figure}{unit}" not in {f.text.replace(",", "") for f in chosen.figures})
    assume(f"{figure}{unit}" not in chosen.text.replace(",", ""))
    lines = chosen.text.split("\n")
    at = data.draw(st.integers(0, len(lines)))
    lines.insert(at, f"그리고 {figure}{unit}입니다.")
    assert trial.faults(replace(chosen, text="\n".join(lines))), f"{figure}{unit}"


@PROPERTY
@given(data=st.data())
def test_the_citation_of_a_line_swapped(trial: Trial, data: st.DataObject) -> None:
    chosen = trial.draw(data, cited=2)
    lines = chosen.text.split("\n")
    at = data.draw(st.sampled_from([i for i, line in enumerate(lines) if len(re.findall(r"\[\d+\]", line)) == 1]))
    own = int(re.findall(r"\[(\d+)\]", lines[at])[0])
    other = data.draw(st.sampled_from([c for c in chosen.citations if c.n != own]))
    kept = {as_value(n) for cell in [other.quote, *other.quote.split(",")] for n in numbers(cell)}
    kept |= {as_value(n) for f in chosen.figures if other.n in f.citations for n in numbers(f.text)}
    lost = {as_value(m.group()) for m in places(lines[at])} - kept
    assume(
        lost - {as_value(n) for n in numbers(f"{other.title} {other.section} {chosen.understood} {chosen.question}")}
    )
    lines[at] = lines[at].replace(f"[{own}]", f"[{other.n}]")
    assert trial.faults(replace(chosen, text="\n".join(lines))), lines[at]


@PROPERTY
@given(data=st.data())
def test_the_unit_of_a_figure_altered(trial: Trial, data: st.DataObject) -> None:
    chosen = trial.draw(data)
    units = list(re.finditer(r"(?<=\d)(?:백만원|천원|억원|%|명|건|회|개소|개)", chosen.text))
    assume(units)
    match = data.draw(st.sampled_from(units))
    unit = data.draw(st.sampled_from(["백만원", "천원", "억원", "%", "명", "건", "회", "톤"]))
    assume(unit != match.group() and not unit.startswith(match.group()))
    assert trial.faults(altered(chosen, match, unit)), (match.group(), unit)


def as_value(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


DATED = "조례 제정 공포: '18. 10. 4.\n협약 체결: 7.5."


def date_faults(spoken: str, printed: str) -> list[str]:
    figure = Figure(spoken, (1,), f"날짜 ‘{printed}’ = {spoken}")
    quote = Citation(1, "r", "보고.txt", "조례", "", 1, 0, len(DATED), DATED)
    told = Answer("언제?", f"{spoken}입니다. [1]", citations=(quote,), figures=(figure,))
    return [fault.number for fault in unproved(told, lambda report_id: DATED)]


def test_a_date_is_proved_by_the_one_that_is_printed() -> None:
    assert date_faults("2018년 10월 4일", "'18. 10. 4.") == []
    assert date_faults("7월 5일", "7.5.") == []


def test_a_date_that_the_printed_one_does_not_say() -> None:
    assert date_faults("2018년 10월 5일", "'18. 10. 4.") == ["2018", "10", "5"]
    assert date_faults("2018년 11월 4일", "'18. 11. 4.") == ["2018", "11", "4"]  # stands in no quote


def test_a_date_proves_lines_that_cite_where_it_stands() -> None:
    figure = Figure("7월 5일", (1,), "날짜 ‘7.5.’ = 7월 5일")
    quotes = tuple(citation_of(DATED, n, line) for n, line in enumerate(DATED.split("\n")[::-1], 1))
    told = Answer("언제?", "7월 5일입니다. [1]", citations=quotes, figures=(figure,))
    assert unproved(told, lambda report_id: DATED) == []
    assert unproved(replace(told, text="7월 5일입니다. [2]"), lambda report_id: DATED) != []
