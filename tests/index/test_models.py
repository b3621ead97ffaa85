"""Other models than the bundled one, from a folder: loaded, told apart, indexed with, and refused in clear words.

The bundled model, saved the way models of the hub are, stands for a model of the hub.
"""

from __future__ import annotations

import importlib
import math
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from errors import SettingError, StaleIndex
from index.build import build, is_current
from index.embed import MODEL_FOLDER, BundledEmbedder, load_embedder
from index.generation import current_folder, load_manifest
from index.models import OTHER_WAYS, SAMPLE, WHOLE, answers, folder_identity, static_model
from index.rerank import load_reranker
from index.search import Index, open_index
from settings import Settings


def save_static(folder: Path, tokenizer: object, table: np.ndarray) -> Path:
    static_model(tokenizer, table).save(str(folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model as a folder of sentence-transformers."""
    bundled = BundledEmbedder.open(MODEL_FOLDER)
    return save_static(tmp_path_factory.mktemp("hub") / "a-model", bundled.tokenizer, bundled.table())


def tiny(folder: Path, rows: np.ndarray) -> Path:
    """A model of five pieces, one row each."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "passage": 1, "query": 2, ":": 3, "가": 4}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return save_static(folder, tokenizer, rows.astype(np.float32))


def test_a_folder_gives_the_vectors_of_the_model_in_it(folder: Path) -> None:
    bundled, other = load_embedder("bundled"), load_embedder(str(folder))
    texts = ["2021년 특별교부금 집행률", "혼자 사는 어르신"]
    assert np.abs(bundled.embed_documents(texts) - other.embed_documents(texts)).max() < 1e-5
    assert np.abs(bundled.embed_query(texts[0]) - other.embed_query(texts[0])).max() < 1e-5
    assert other.dimension == bundled.dimension
    assert other.hash != bundled.hash


def test_a_model_of_the_e5_family_gets_its_prefixes(tmp_path: Path) -> None:
    embedder = load_embedder(str(tiny(tmp_path / "tiny-e5", np.eye(5))))
    # "query : 가" → rows 2, 3, 4 → each 1/3, of length 1/√3 → 1/√3 after normalising.
    assert embedder.embed_query("가") == pytest.approx([0, 0, *[1 / math.sqrt(3)] * 3])
    assert embedder.embed_documents(["가"])[0] == pytest.approx([0, 1 / math.sqrt(3), 0, *[1 / math.sqrt(3)] * 2])
    assert embedder.dimension == 5


def test_the_same_folder_name_with_other_weights_is_another_model(tmp_path: Path) -> None:
    place = tmp_path / "model"
    first = load_embedder(str(tiny(place, np.eye(5)))).hash
    assert load_embedder(str(place)).hash == first
    shutil.rmtree(place)
    tiny(place, np.eye(5)[::-1])  # retrained: files of the same names and sizes
    assert load_embedder(str(place)).hash != first


def test_large_files_are_told_apart_by_a_sample(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    content = np.random.default_rng(7).integers(0, 256, 2 * WHOLE, dtype=np.uint8)
    weights.write_bytes(content.tobytes())
    first = folder_identity(tmp_path)
    content[-SAMPLE // 2] ^= 1
    weights.write_bytes(content.tobytes())
    assert folder_identity(tmp_path) != first


def test_changing_the_model_rebuilds_and_says_so(settings: Settings, corpus: Path, folder: Path) -> None:
    build(corpus, settings)
    other = settings.model_copy(update={"embedding_model": str(folder)})
    assert is_current(settings) and not is_current(other)
    summary = build(corpus, other)
    assert summary.changed
    assert [note for note in summary.notes if "bundled" in note and str(folder) in note and "새로" in note]
    assert load_manifest(current_folder(settings.data_dir)).embedding == str(folder)
    index = open_index(other)
    assert "조명 120개" in index.search("산책로에 조명을 몇 개 설치했나요?", 1)[0].passage.text
    index.close()
    assert not build(corpus, other).changed


def test_an_index_of_another_model_is_never_searched(small_index: Settings, folder: Path) -> None:
    other = small_index.model_copy(update={"embedding_model": str(folder)})
    with pytest.raises(StaleIndex, match=r"bundled.*a-model.*python -m ingest"):
        open_index(other)


def test_an_index_of_another_model_of_the_same_name_is_never_searched(small_index: Settings, tmp_path: Path) -> None:
    generation = tmp_path / "generation"
    shutil.copytree(current_folder(small_index.data_dir), generation)
    replace(load_manifest(generation), embedding_hash="of another one").save(generation)
    with pytest.raises(StaleIndex, match=r"같은 이름의 다른 모델.*python -m ingest"):
        Index(generation, "bundled").search("하천", 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "bundled"),
        ("  ", "bundled"),
        ("./no/such/folder", "그런 폴더가 없습니다"),
        ("~/no-such-folder", "그런 폴더가 없습니다"),
        ("nobody/no-such-model", "HF_HUB_OFFLINE=1"),
    ],
)
def test_a_model_that_cannot_be_had_names_the_setting_the_reason_and_the_remedy(name: str, reason: str) -> None:
    with pytest.raises(SettingError, match="MUREOBOGO_EMBEDDING_MODEL") as raised:
        load_embedder(name)
    assert reason in str(raised.value) and "bundled" in str(raised.value)


def test_a_folder_that_holds_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(SettingError, match="그 폴더의 모델을 읽지 못했습니다"):
        load_embedder(str(tmp_path))


def test_whether_a_hub_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OTHER_WAYS:
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = listening.getsockname()
        assert answers(place)
    assert not answers(place)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert answers(place), "behind a proxy only the hub's own client can tell"


class Longest:
    """A fake reranker: the longer a passage, the better."""

    def scores(self, question: str, passages: list[str]) -> np.ndarray:
        return np.array([len(passage) for passage in passages], dtype=np.float32)


def test_a_reranker_reorders_what_was_found(small_index: Settings) -> None:
    folder = current_folder(small_index.data_dir)
    plain = Index(folder, "bundled").search("하천 정비", 50)
    again = Index(folder, "bundled", reranker=Longest()).search("하천 정비", 50)
    assert {hit.passage.id for hit in again} == {hit.passage.id for hit in plain}
    lengths = [len(hit.passage.search_text) for hit in again]
    assert lengths == sorted(lengths, reverse=True) == [hit.score for hit in again]
    assert Index(folder, "bundled", reranker=Longest()).search("하천 정비", 1)[0].passage.id == again[0].passage.id


def test_no_reranker_is_the_default(settings: Settings) -> None:
    assert load_reranker(settings.reranker) is None


def test_a_reranker_that_cannot_be_had_names_its_setting() -> None:
    with pytest.raises(SettingError, match=r"MUREOBOGO_RERANKER.*그런 폴더가 없습니다.*비워"):
        load_reranker("./nowhere")


def test_a_cross_encoder_is_loaded_from_a_folder(tmp_path: Path) -> None:
    transformers = importlib.import_module("transformers")  # comes with sentence-transformers
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "가", "나"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(vocab={word: n for n, word in enumerate(words)}).save_pretrained(tmp_path)
    transformers.set_seed(7)  # some random weights tell nothing apart
    shape = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    config = transformers.BertConfig(vocab_size=len(words), num_labels=1, initializer_range=1.0, **shape)
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    reranker = load_reranker(str(tmp_path))
    assert reranker is not None
    scores = reranker.scores("가", ["가 나", "나"])
    assert scores.shape == (2,) and scores.dtype == np.float32 and scores[0] != scores[1]
    assert reranker.scores("가", []).shape == (0,)
