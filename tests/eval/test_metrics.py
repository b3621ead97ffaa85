"""Each measure on answers whose counts are worked by hand."""

from __future__ import annotations

from dataclasses import replace

from eval.figures import numbers, numbers_cited, numbers_told
from eval.metrics.citations import CitationCounts, count_citations
from eval.metrics.conversation import conversation_success
from eval.metrics.exactness import ListScore, exactness, list_score, mean_list_score
from eval.metrics.faithfulness import faithfulness, nowhere
from eval.metrics.latency import latency, percentile
from eval.metrics.refusal import refusals
from eval.questions import Golden, Listed, Place
from records import Answer, Citation, Figure, Observation

TEXT = "재무과 징수액 백만원 1,829 5,792 316\n감사 30회 실시"


def opened(report_id: str) -> str:
    return TEXT


def cited(n: int, words: str) -> Citation:
    start = TEXT.index(words)
    return Citation(n, "r", "000.txt", "보고서", "재무과", 1, start, start + len(words), words)


def test_list_precision_and_recall() -> None:
    golden = Golden("G", ("?",), listed=Listed((("가가",), ("나나",), ("다다",), ("라라",)), ("마마", "바바")))
    answer = Answer("?", "가가, 나나, 다다, 마마")
    assert list_score(golden, answer) == ListScore(3 / 4, 3 / 4)
    assert list_score(golden, Answer("?", "없음")) == ListScore(0.0, 0.0)
    assert list_score(Golden("G", ("?",)), answer) is None
    assert mean_list_score([ListScore(1, 0.5), ListScore(0, 0.5)]) == ListScore(0.5, 0.5)


def test_exactness_counts() -> None:
    assert (exactness([True, False, True]).right, exactness([]).n) == (2, 0)


def test_a_figure_is_held_by_the_span_it_cites() -> None:
    row = cited(1, "재무과 징수액 백만원 1,829 5,792 316")
    bullet = cited(2, "감사 30회")
    figures = (
        Figure("5,792백만원", (1,)),
        Figure("30회", (1,)),
        Figure("57억 9,200만원", (1,), "5,792백만원 = 57억 9,200만원"),
    )
    answer = Answer("?", "5,792백만원 [1], 30회 [2]", citations=(row, bullet), figures=figures)
    golden = Golden("G", ("?",), cite=(Place("000", ("5,792",)), Place("000", ("없음",))))
    # 30회 cites [1], which does not hold it; [2] is leaned on by no figure, but marked in the text
    assert count_citations(golden, 1, answer, opened) == CitationCounts(2, 1, 2, 2, 2, 1)


def test_cells_of_a_csv_row_are_read_apart() -> None:
    line = '준설,%,100,190,"1,829"'
    row = Citation(1, "r", "준설.csv", "", "", 1, 0, len(line), line)
    assert numbers_cited(row, line) == {"100", "190", "1829"}
    answer = Answer("?", "190% [1]", citations=(row,), figures=(Figure("190%", (1,)), Figure("100190", (1,))))
    counts = count_citations(Golden("G", ("?",)), 0, answer, lambda report_id: line)
    assert counts == CitationCounts(quoted=2, held=1, given=1, useful=1)


def test_numbers_as_an_evaluator_reads_them() -> None:
    assert numbers("1. 13,351백만원 [2], 0.30%, 45㎡, ３회") == ["1", "13351", "0.3", "45", "3"]
    assert numbers("시비 221,000, 구비 1,2,3") == ["221000", "1", "2", "3"]
    assert numbers_told("1. 13,351백만원\n2. 제3회") == ["13351", "3"]


def test_a_citation_that_is_moved_or_idle_is_not_right() -> None:
    moved = Citation(1, "r", "000.txt", "", "", 1, 3, 9, "5,792")
    idle = cited(2, "감사")
    answer = Answer("?", "5,792 [1]", citations=(moved, idle), figures=(Figure("5,792", (1,)),))
    assert count_citations(Golden("G", ("?",)), 0, answer, opened) == CitationCounts(1, 0, 2, 0, 0, 0)


def test_counts_are_summed() -> None:
    one = CitationCounts(1, 2, 3, 4, 5, 6)
    assert one + one == CitationCounts(2, 4, 6, 8, 10, 12)


def test_a_number_that_nothing_proves_is_found() -> None:
    answer = Answer(
        "2021년?", "2021년 5,792백만원, 77건", citations=(cited(1, "5,792"),), figures=(Figure("5,792", (1,)),)
    )
    found = faithfulness(answer, opened)
    assert (found.numbers, found.proved, [each.number for each in found.unproved]) == (3, 2, ["77"])


def test_a_number_is_proved_only_where_both_checks_agree() -> None:
    # 5,792 stands in the row, so the evaluator's own check finds it; but it is the 실적, and 목표 is said
    row = cited(1, "재무과 징수액 백만원 1,829 5,792 316")
    answer = Answer("?", "목표 5,792백만원 [1]", citations=(row,), figures=(Figure("5,792백만원", (1,)),))
    place = (TEXT.index("5,792"), TEXT.index("5,792") + 5)
    spent = Observation("o", "r", "s", "", "t", "w", "실적", None, "5,792", "백만원", *place, *place, 1)
    aimed = replace(spent, id="p", measure="목표", text="1,829")
    assert faithfulness(answer, opened).unproved == ()
    [fault] = faithfulness(answer, opened, lambda citation: [spent, aimed]).unproved
    assert fault.number == "5792"


def test_a_quoted_row_of_a_csv_file_proves_itself() -> None:
    line = "준설,%,100,190,190"
    row = Citation(1, "r", "준설.csv", "", "", 1, 0, len(line), line)
    quoted = Answer("?", f"이렇게 적혀 있습니다. [1]\n> {line}", citations=(row,))
    assert list(nowhere(quoted, lambda report_id: line)) == []
    changed = replace(quoted, text=quoted.text.replace("190,190", "190,191"))
    assert [fault.number for fault in nowhere(changed, lambda report_id: line)] == ["100190191"]


def test_refusals() -> None:
    # Three had to be refused, two of them were; one more was refused wrongly
    found = refusals([(True, True), (True, True), (True, False), (False, True), (False, False)])
    assert (found.precision.right, found.precision.n) == (2, 3)
    assert (found.recall.right, found.recall.n) == (2, 3)
    assert found.wrong == 1


def test_only_conversations_of_several_turns_count() -> None:
    share = conversation_success([(1, False), (2, True), (3, False)])
    assert (share.right, share.n) == (1, 2)


def test_percentiles_by_nearest_rank() -> None:
    times = [50.0, 15.0, 40.0, 20.0, 35.0]
    assert [percentile(times, share) for share in (0.05, 0.4, 0.5, 1.0)] == [15, 20, 35, 50]
    found = latency([1.0, 2.0, 3.0, 10.0])
    assert (found.median, found.p95, found.longest) == (2, 10, 10)
