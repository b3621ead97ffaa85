"""Measures of retrieval, worked by hand, and the sets they are measured on."""

import json
import math

import numpy as np
import pytest

from errors import DataFileError
from eval import retrieval
from eval.metrics.retrieval import MEASURES, interval, measure, paired_bootstrap
from index.embed import load_embedder
from records import Passage


def one(needs, ranking):
    return {name: values[0] for name, values in measure([[frozenset(need) for need in needs]], [ranking]).items()}


def test_right_passage_in_second_place():
    found = one([{4}], [7, 4, 1])
    assert found["R@1"] == 0
    assert found["R@5"] == found["R@10"] == 1
    assert found["RR@10"] == 1 / 2
    assert found["nDCG@10"] == pytest.approx(1 / math.log2(2 + 1))


def test_two_needs_of_which_one_is_met():
    found = one([{1}, {2}], [1, 5, 6, 7, 8])
    assert found["R@1"] == found["R@5"] == 1 / 2
    assert found["RR@10"] == 1
    # Ideal: both at the top, 1 + 1 / log2(3); found: the first alone.
    assert found["nDCG@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_a_need_is_met_once_by_any_of_its_passages():
    found = one([{1, 2}], [2, 1])
    assert found["R@1"] == 1
    assert found["nDCG@10"] == 1


def test_the_eleventh_place_is_too_late():
    found = one([{10}], list(range(11)))
    assert found["R@10"] == found["RR@10"] == found["nDCG@10"] == 0


def test_an_empty_ranking_scores_nothing():
    assert set(one([{0}], []).values()) == {0.0}


def test_questions_keep_their_order():
    found = measure([[frozenset({0})], [frozenset({1})]], [[5], [1]])
    assert found["R@1"].tolist() == [0, 1]


def test_bootstrap_tells_a_difference_from_none():
    better, worse = np.array([1.0] * 60 + [0.0] * 40), np.array([0.0] * 40 + [1.0] * 20 + [0.0] * 40)
    ahead = paired_bootstrap(better, worse)
    assert ahead.mean == pytest.approx(0.4)
    assert ahead.low > 0 and ahead.p < 0.001
    # Questions won and lost alike: no difference.
    even = paired_bootstrap(np.array([1.0, 0.0] * 50), np.array([0.0, 1.0] * 50))
    assert even.mean == 0
    assert even.low < 0 < even.high and even.p > 0.5


def test_interval_of_a_constant_is_the_constant():
    assert interval(np.ones(20)) == (1.0, 1.0)


def test_bootstrap_is_repeatable():
    values = np.arange(50.0)
    assert interval(values) == interval(values)


def test_korquad_is_read_by_paragraph(tmp_path):
    paragraphs = [
        {"context": "서울의 인구", "qas": [{"question": "인구는?"}, {"question": "어디?"}]},
        {"context": "부산의 바다", "qas": [{"question": "바다는?"}]},
    ]
    path = tmp_path / "korquad.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    task = retrieval.korquad(path)
    assert list(task.passages) == ["서울의 인구", "부산의 바다"]
    assert [list(need) for (need,) in task.needs] == [[0], [0], [1]]


def filed(file, text, search_text):
    passage = Passage("p", "r", "s", "감사담당관", "bullet", text, search_text, 0, len(text), 1)
    return retrieval.FiledPassage(file, passage)


PASSAGES = [
    filed("000_report.txt", "○ 청렴도 향상 시책  45회", "감사담당관 > 청렴도 향상 시책 45회"),
    filed("000_report.txt", "○ 도로 굴착 복구 공사", "도로과 > 도로 굴착 복구 공사"),
    filed("001_other.txt", "○ 청렴도 향상 시책 45회", "감사과 > 청렴도 향상 시책 45회"),
]


def marks(tmp_path, quote):
    path = tmp_path / "retrieval_dev.jsonl"
    entry = {"id": "R-1", "question": "청렴 시책은?", "relevant": [{"file": "000", "start_quote": quote}]}
    path.write_text(json.dumps(entry, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_marks_name_passages_of_their_own_file_only(tmp_path):
    task = retrieval.golden(marks(tmp_path, "청렴도 향상 시책 45회"), PASSAGES)
    assert task.name == "golden dev"
    assert task.needs == [[frozenset({0})]]
    assert task.passages[1] == "도로과 > 도로 굴착 복구 공사"


def test_a_mark_that_no_passage_holds_names_its_line(tmp_path):
    with pytest.raises(DataFileError, match=r"retrieval_dev.jsonl:1"):
        retrieval.golden(marks(tmp_path, "없는 말"), PASSAGES)


def test_absent_sets_are_left_out_with_a_line(tmp_path):
    tasks, notes = retrieval.public_tasks(tmp_path)
    assert tasks == []
    assert len(notes) == 2 and all("absent" in note for note in notes)


def test_every_system_is_measured_and_shown(tmp_path):
    task = retrieval.golden(marks(tmp_path, "청렴도 향상 시책"), PASSAGES, search=lambda question, k: [1, 0][:k])
    outcome = retrieval.run(task, {"bundled": load_embedder("bundled")}, user_words=["감사담당관"])
    assert list(outcome.systems) == [
        "BM25, white space",
        "BM25, Kiwi morphemes",
        "BM25, bigrams",
        "bundled",
        "hybrid (bundled)",
        "hybrid (bundled) + lexicon",
        "search, as shipped",
    ]
    assert all(set(values) == set(MEASURES) for values in outcome.systems.values())
    assert outcome.systems["hybrid (bundled)"]["R@5"].tolist() == [1.0]
    assert outcome.systems["search, as shipped"]["RR@10"].tolist() == [1 / 2]
    shown = retrieval.table(outcome)
    assert "| hybrid (bundled) |" in shown and "Recall@1" in shown
    assert "hybrid (bundled) − BM25, Kiwi morphemes" in retrieval.comparison(outcome)


def ranked(**rankings):
    task = retrieval.Task("golden dev", ["가", "나"], ["어느 것?", "다른 것?"], [[frozenset({1})], [frozenset({0})]])
    return retrieval.Outcome(task, {}, rankings)


def test_examples_are_questions_that_the_hybrid_ranks_above_each_part():
    outcome = ranked(
        **{
            "BM25, Kiwi morphemes": [[0, 1], [0]],
            "BM25, bigrams": [[0], [1, 0]],
            "bundled": [[0, 1], [1, 0]],
            "hybrid (bundled)": [[1, 0], [0, 1]],
        }
    )
    shown = retrieval.examples(outcome)
    # the second question is no example: the morphemes alone have its passage first already
    assert "ahead of each part on 1 questions" in shown
    assert shown.splitlines()[-1] == "| 어느 것? | 2 | > 10 | 2 | 1 |"
