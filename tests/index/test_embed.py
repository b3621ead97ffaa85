"""The bundled embedding model, and the loading of others."""

import os
import subprocess
import sys

import numpy as np
import pytest

from errors import DamagedIndex
from index.embed import MODEL_FOLDER, BundledEmbedder, load_embedder, prefixes

TEXTS = [
    "2021년 특별교부금 집행률은 얼마입니까?",
    "혼자 사는 어르신의 안부를 확인합니다. 보건·복지 ㆍ안전",
    "ＣＣＴＶ 13,351백만원 △35 (’21. 9. 30. 기준)",
    "市區 emoji 🙂 unknown ꦏ",
    "가" * 3000,
]


@pytest.fixture(scope="module")
def bundled():
    return load_embedder("bundled")


def test_questions_and_passages_get_the_same_vectors(bundled):
    passages = bundled.embed_documents(TEXTS)
    questions = np.stack([bundled.embed_query(text) for text in TEXTS])
    assert np.abs(passages - questions).max() < 1e-5


def test_vectors_are_float32_of_length_one(bundled):
    vectors = bundled.embed_documents(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_passages_and_an_empty_text(bundled):
    assert bundled.embed_documents([]).shape == (0, bundled.dimension)
    assert not bundled.embed_query("").any()
    assert not bundled.embed_documents([""]).any()


def test_a_vector_does_not_depend_on_its_batch(bundled):
    assert np.array_equal(bundled.embed_documents(TEXTS[:1])[0], bundled.embed_documents(TEXTS)[0])


def test_decomposed_and_full_width_text_get_the_same_vector(bundled):
    assert np.array_equal(bundled.embed_query("예산 2021"), bundled.embed_query("예산 ２０２１"))


def test_what_is_alike_is_nearer(bundled):
    question = bundled.embed_query("홀로 사는 노인을 돌보는 사업")
    near, far = bundled.embed_documents(["독거 어르신 돌봄 서비스", "도로 굴착 복구 공사"])
    assert question @ near > question @ far


def test_the_model_fits_its_limits(bundled):
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) <= 20_000_000
    assert bundled.dimension == 512


def test_the_hash_is_of_the_content(bundled, tmp_path):
    for path in MODEL_FOLDER.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert BundledEmbedder.open(tmp_path).hash == bundled.hash
    with (tmp_path / "tokenizer.json").open("a") as file:
        file.write(" ")
    assert BundledEmbedder.open(tmp_path).hash != bundled.hash


def test_a_damaged_model_is_said_so(tmp_path):
    with pytest.raises(DamagedIndex, match="다시 받아"):
        BundledEmbedder.open(tmp_path)


def test_langchain_sees_the_same_vectors(bundled):
    adapter = bundled.as_langchain()
    assert adapter.embed_query(TEXTS[0]) == bundled.embed_query(TEXTS[0]).tolist()
    assert adapter.embed_documents(TEXTS[:2]) == bundled.embed_documents(TEXTS[:2]).tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("intfloat/multilingual-e5-small", ("query: ", "passage: ")),
        ("/models/multilingual-e5-base/", ("query: ", "passage: ")),
        ("nlpai-lab/KoE5", ("query: ", "passage: ")),
        ("BAAI/bge-m3", ("", "")),
        ("nlpai-lab/KURE-v1", ("", "")),
        ("someone/else", ("", "")),
    ],
)
def test_prefixes_by_family(name, expected):
    assert prefixes(name) == expected


def test_a_question_needs_neither_torch_nor_the_network():
    program = (
        "import sys; from index.embed import load_embedder; load_embedder('bundled').embed_query('예산');"
        "print([name for name in ('torch', 'sentence_transformers', 'langchain_core') if name in sys.modules])"
    )
    environment = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"
