"""Training of the bundled model, on toy data: the arithmetic of each step, and that it learns what it is shown."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from index.training.contrast import SHORTEST_STRETCH, Encoded, Recipe, cloze, train
from index.training.pairs import SOURCES, lexicon_pairs, read_pairs
from index.training.pieces import train_tokenizer
from index.training.save import quantize
from index.training.start import nystrom, sif_weights, without_common_part


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


def test_pairs_are_read_from_all_sources_of_a_folder(tmp_path: Path) -> None:
    for source in SOURCES:
        with lzma.open(tmp_path / f"{source.name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.write(json.dumps({"a": f"{source.name}?", "b": "답"}, ensure_ascii=False) + "\n")
    pairs = read_pairs(tmp_path)
    assert [each.questions for each in pairs] == [[f"{source.name}?"] for source in SOURCES]
    (tmp_path / "law.jsonl.xz").unlink()
    with pytest.raises(FileNotFoundError):
        read_pairs(tmp_path)
