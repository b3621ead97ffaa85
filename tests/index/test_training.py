"""Training of the bundled model, on toy data: the arithmetic of each step, and that it learns what it is shown."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse

from index.training.contrast import SHORTEST_STRETCH, Encoded, Recipe, cloze, train
from index.training.cooccurrence import cooccurrence_vectors, counts, decomposed, positive_information
from index.training.likeness import nystrom, without_common_part
from index.training.pairs import SOURCES, lexicon_pairs, read_pairs
from index.training.pieces import train_tokenizer
from index.training.prepared import prepare
from index.training.save import quantize
from index.training.start import LIKENESS, beside, sif_weights


def test_rows_are_kept_as_whole_numbers_with_a_scale() -> None:
    rows, scales = quantize(np.array([[1.0, -0.5, 0.0], [0.0, 0.0, 0.0]], dtype=np.float32))
    assert rows.tolist() == [[127, -64, 0], [0, 0, 0]]  # -0.5 / (1 / 127) = -63.5, rounded to even
    assert scales == pytest.approx([1 / 127, 0])


def test_frequent_pieces_weigh_little() -> None:
    # shares 0.999 and 0.001: 0.001 / (0.001 + share)
    assert sif_weights(np.array([999, 1])) == pytest.approx([0.001 / 1.0, 0.001 / 0.002])


def test_likeness_to_landmarks_gives_vectors_of_the_same_likeness() -> None:
    vectors = np.random.default_rng(7).normal(size=(40, 8))
    likeness = vectors @ vectors[:12].T
    again = nystrom(likeness, list(range(12)))
    assert again @ again.T == pytest.approx(vectors @ vectors.T, abs=0.01)


def test_what_all_vectors_share_is_taken_out() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(200, 6)) + 10
    rest = without_common_part(vectors)
    assert np.abs(rest.mean(axis=0)).max() < 0.2
    assert np.linalg.norm(rest, axis=1) == pytest.approx(np.ones(200))


def test_company_is_counted_within_a_text_and_a_window() -> None:
    found = counts([np.array([0, 1]), np.array([2, 3, 3, 3, 3, 3, 4])], 5).toarray()
    assert found[0].tolist() == [0, 1, 0, 0, 0], "the next text is no company"
    # 2 has the five 3s within five places, and 4 one place too far; the threes have one another, each pair twice
    assert found[2].tolist() == [0, 0, 0, 5, 0] and found[3, 3] == 2 * (4 + 3 + 2 + 1)
    assert np.array_equal(found, found.T)


def test_company_says_something_where_it_is_more_than_chance() -> None:
    # Pieces 0 and 1 only meet each other, 2 and 3 likewise: half of all company each, a quarter by chance.
    found = positive_information(counts([np.array([0, 1]), np.array([2, 3])], 4)).toarray()
    assert found[0] == pytest.approx([0, np.log(0.25 / (0.25 * 0.25)), 0, 0])


def test_the_main_directions_give_the_matrix_back() -> None:
    half = np.random.default_rng(7).normal(size=(30, 4))
    matrix = scipy.sparse.csr_matrix((half @ half.T).astype(np.float32))
    table = decomposed(matrix, 4, np.random.default_rng(8))
    assert table @ table.T == pytest.approx(half @ half.T, abs=0.01)


def test_pieces_of_like_company_are_alike() -> None:
    # 0 and 1 stand beside 2, 3 and 4 beside 5; 6 is never seen.
    texts = [np.array(text) for text in ([0, 2], [1, 2], [3, 5], [4, 5])] * 9
    table = cooccurrence_vectors(texts, 7, seed=7)
    assert table[0] @ table[1] > 0.9 > 0.5 > abs(table[0] @ table[3])
    assert np.linalg.norm(table, axis=1) == pytest.approx(np.ones(7))


def test_two_kinds_of_vectors_stand_beside_each_other() -> None:
    alike, unlike = np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    joined = beside(alike, unlike)
    assert joined[0] @ joined[1] == pytest.approx(LIKENESS)
    assert np.linalg.norm(joined, axis=1) == pytest.approx([1, 1])


def test_a_stretch_of_the_passage_plays_the_question() -> None:
    random, passage, kept = np.random.default_rng(7), np.arange(100, 200), set()
    for _ in range(50):
        question, rest = cloze(np.array([1]), passage, random)
        assert len(question) >= SHORTEST_STRETCH and np.all(np.diff(question) == 1)
        kept.add(len(rest) == len(passage))
        assert len(rest) in (len(passage), len(passage) - len(question))
    assert kept == {True, False}, "cut out of the passage in some cases, left in in others"


def test_a_short_passage_keeps_its_question() -> None:
    question, passage = np.array([1]), np.arange(4 * SHORTEST_STRETCH - 1)
    assert cloze(question, passage, np.random.default_rng(7)) == (question, passage)


def toy(count: int = 80) -> tuple[np.ndarray, Encoded]:
    """Question piece n belongs to passage piece count + n; random start vectors."""
    start = np.random.default_rng(7).normal(size=(2 * count, 16)).astype(np.float32)
    questions, passages = ([np.array([base + n]) for n in range(count)] for base in (0, count))
    return start, Encoded(questions, passages, np.arange(count), 1.0)


def nearest_share(table: np.ndarray, count: int = 80) -> float:
    """The share of questions whose own passage is the nearest."""
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    return float(((unit[:count] @ unit[count:].T).argmax(axis=1) == np.arange(count)).mean())


def test_training_draws_questions_to_their_passages_and_repeats() -> None:
    start, pairs = toy()
    recipe = Recipe(batch=80, epochs=60, rate=0.05, cloze=0.0)
    table = train(start, [pairs], recipe, lambda message: None)
    assert nearest_share(start) < 0.1 < 0.95 < nearest_share(table)
    assert np.array_equal(table, train(start, [pairs], recipe, lambda message: None))


def test_the_tokenizer_parts_words_at_dots_and_digits() -> None:
    tokenizer = train_tokenizer(["특별교부금 13,351백만원", "보건ㆍ복지 교부금", "교부금 특별 보건 복지"] * 50)
    pieces = tokenizer.encode("보건·복지 13").tokens
    assert "".join(pieces) == "보건복지13" and pieces[-2:] == ["1", "3"]


def test_the_lexicon_gives_a_pair_for_each_term() -> None:
    pairs = lexicon_pairs()
    found = set(zip(pairs.questions, pairs.passages, strict=True))
    assert ("관용차", "행정차량") in found and len(found) > 1500
    assert not any(mark in word for word in pairs.questions for mark in "~^$!")


def write_pairs(folder: Path, answer: str = "답") -> None:
    for source in SOURCES:
        with lzma.open(folder / f"{source.name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.write(json.dumps({"a": f"{source.name}?", "b": answer}, ensure_ascii=False) + "\n")


def test_what_is_prepared_is_kept_for_the_next_run(tmp_path: Path) -> None:
    data, work = tmp_path / "pairs", tmp_path / "work"
    data.mkdir()
    work.mkdir()
    write_pairs(data, "특별교부금 교부금 보건 복지")
    kept = np.eye(2)
    np.savez(work / "start.npz", likeness=kept, company=kept)
    first = prepare(data, work, 7, lambda message: None)
    write_pairs(data, "다른 글")
    again = prepare(data, work, 7, lambda message: None)
    assert np.array_equal(first.likeness, kept)
    assert len(first.sources) == len(again.sources) == len(SOURCES)
    for one, other in zip(first.sources, again.sources, strict=True):
        assert [text.tolist() for text in one.passages] == [text.tolist() for text in other.passages]
        assert first.tokenizer.decode(one.passages[0]).replace(" ", "") == "특별교부금교부금보건복지"


def test_pairs_are_read_from_all_sources_of_a_folder(tmp_path: Path) -> None:
    write_pairs(tmp_path)
    pairs = read_pairs(tmp_path)
    assert [each.questions for each in pairs] == [[f"{source.name}?"] for source in SOURCES]
    (tmp_path / "law.jsonl.xz").unlink()
    with pytest.raises(FileNotFoundError):
        read_pairs(tmp_path)
