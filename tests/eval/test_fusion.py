"""The choice of weights: by the best line of a table, and only where such a choice holds on other questions."""

import numpy as np
import pytest

from eval import fusion
from eval.oracle import oracle_mixed
from eval.retrieval import Task
from index.embed import load_embedder
from index.fuse import FUSIONS, fusion_for

PASSAGES = ["청렴도 향상 시책", "도로 굴착 복구 공사", "어린이집 급식 점검", "하천 정비와 제방 보강"]
QUESTIONS = ["부패를 막으려고 한 일", "파헤친 길을 고친 일", "보육 시설의 밥", "둑을 튼튼히 한 일"]
TASK = Task("golden dev", PASSAGES, QUESTIONS, [[frozenset({row})] for row in range(4)])


def lines(**values):
    return {name: {fusion.MEASURE: np.array(each, dtype=float)} for name, each in values.items()}


def test_the_best_line_is_proposed_where_it_leads_on_other_questions_too():
    proposal = fusion.propose(lines(used=[0.5] * 40, other=[0.7] * 40), "used")
    assert (proposal.setting, proposal.pays) == ("other", True)
    assert proposal.crossed.mean == pytest.approx(0.2)
    assert "MUREOBOGO_FUSION=other" in fusion.advice(proposal)


def test_a_lead_by_chance_is_no_reason_to_change():
    # Ten lines, each right on other four of the 40 questions. The best of a fold is one that is not right in it.
    noise = {f"line{n}": np.eye(10)[n].repeat(4) for n in range(10)}
    proposal = fusion.propose(lines(used=[0.1] * 40, **noise), "used")
    assert proposal.crossed.mean <= 0 and not proposal.pays
    assert fusion.advice(proposal).endswith("Keep used.")


def test_of_equal_lines_the_first_is_the_choice():
    assert fusion.propose(lines(plain=[1, 0], used=[0, 1]), "used").setting == "plain"


def test_every_line_can_be_written_into_the_setting():
    found = fusion.fusions_of("bundled")
    assert {"1,0.5,0.3", "rrf:1,0.5,1"} <= set(found)
    assert all(fusion.written(fusion_for("bundled", setting)) == setting for setting in found)
    assert all(fusion.written(each) in found for each in FUSIONS.values()), "what ships stands in the table"


def test_the_table_ends_with_a_proposal():
    shown = fusion.weights_report(TASK, "bundled")
    assert "| 1,0.5,0.3 |" in shown and "in use: 1,0.5,0.3" in shown


def test_a_simulated_model_gets_better_with_its_strength():
    bundled = load_embedder("bundled")
    passages = bundled.embed_documents(PASSAGES)

    def likeness(strength):
        model = oracle_mixed(TASK, bundled, strength)
        questions = np.array([model.embed_query(question) for question in QUESTIONS])
        assert np.linalg.norm(questions, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
        return float((questions * passages).sum(axis=1).mean())

    assert likeness(0.0) < likeness(0.5) < likeness(2.0)


def test_a_simulated_model_of_no_strength_is_the_model_itself():
    bundled = load_embedder("bundled")
    assert oracle_mixed(TASK, bundled, 0.0).embed_query(QUESTIONS[0]) == pytest.approx(
        bundled.embed_query(QUESTIONS[0])
    )


def test_simulated_models_are_named_as_such():
    shown = fusion.simulated_report(TASK)
    assert (
        "simulated" in shown
        and "whatever the model: " in shown
        and shown.count("| oracle-mixed") == len(fusion.STRENGTHS)
    )


def test_the_worst_regret_is_that_of_the_model_that_suits_least():
    means = [{"a": 0.8, "b": 0.5}, {"a": 0.6, "b": 0.7}]
    assert fusion.worst_regret(means, "a") == pytest.approx(0.7 - 0.6)
    assert fusion.worst_regret(means, "b") == pytest.approx(0.8 - 0.5)
