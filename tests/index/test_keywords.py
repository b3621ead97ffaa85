"""BM25 over lists of tokens, from a folder."""

import math

import numpy as np
import pytest

from index.keywords import K1, B, KeywordIndex, build, passage_text


def made(folder, token_lists):
    build(folder, token_lists)
    return KeywordIndex.open(folder)


def test_scores_are_bm25(tmp_path):
    # "a" stands in 1 of 2 passages: idf = ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = ln 2; both are of mean length 1.
    found = made(tmp_path, [["a"], ["b"]]).scores(["a"])
    assert found == pytest.approx([math.log(2) * 1 / (1 + K1 * (1 - B + B * 1)), 0])


def test_a_token_asked_twice_counts_twice(tmp_path):
    index = made(tmp_path, [["a"], ["b"]])
    assert index.scores(["a", "a"]) == pytest.approx(2 * index.scores(["a"]))


def test_rows_keep_their_places(tmp_path):
    found = made(tmp_path, [["가"], [], ["나", "가"], []]).scores(["나"])
    assert found.shape == (4,)
    assert np.flatnonzero(found).tolist() == [2]


def test_unknown_and_no_tokens_score_nothing(tmp_path):
    index = made(tmp_path, [["a"], ["b"]])
    assert index.scores(["zz", ""]).tolist() == [0, 0]
    assert index.scores([]).tolist() == [0, 0]


def test_masked_rows_score_nothing(tmp_path):
    index = made(tmp_path, [["a"], ["a"]])
    assert index.scores(["a"], np.array([False, True]))[0] == 0
    assert index.scores(["a"], np.array([False, True]))[1] > 0


@pytest.mark.parametrize("token_lists", [[], [[]], [[], []]])
def test_an_index_without_tokens_opens_and_finds_nothing(tmp_path, token_lists):
    assert made(tmp_path, token_lists).scores(["a"]).tolist() == [0.0] * len(token_lists)


def test_the_same_tokens_give_the_same_files(tmp_path):
    for name in ("one", "two"):
        build(tmp_path / name, [["b", "a"], ["c", "a"]])
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)


def test_a_missing_folder_is_a_fault(tmp_path):
    with pytest.raises(OSError):
        KeywordIndex.open(tmp_path / "nowhere")


def test_a_wrong_count_is_a_fault(tmp_path):
    build(tmp_path, [["a"], ["b"]])
    (tmp_path / "count.json").write_text('{"rows": 3, "scored": true}', encoding="utf-8")
    with pytest.raises(ValueError, match="3 rows expected, 2 found"):
        KeywordIndex.open(tmp_path)


def test_a_passage_is_read_once_with_its_headings_and_twice_more_alone():
    assert passage_text("총무과 > 실적 예산 편성", "예산\n편성") == "총무과 > 실적 예산 편성\n예산\n편성\n예산\n편성"
