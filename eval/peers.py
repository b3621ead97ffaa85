"""`python -m eval peers [GOLDEN.jsonl]`: retrieval alone, measured on the same questions in one run.

A peer retrieves and would need a language model to write. It is given the best such model: a question counts as
reachable when all that its right answer must hold stands in the eight stretches retrieved, together. The share is thus
an upper bound for the peer, while our own share counts answers that were written and graded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from eval.evaluate import Bench, evaluate
from eval.grading import flat, holds
from eval.questions import Golden, read_golden
from eval.retrieval import available_embedders
from eval.run import GOLDEN
from eval.statistics import Share, wilson
from index.embed import Embedder
from index.search import Index
from settings import load_settings

TOP = 8
CHUNK = 500

Retrieve = Callable[[str], Sequence[str]]
"""The stretches of text found for a question, best first."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval peers`."""
    parser.description = "LangChain 기본 조합, 낱말 검색, 혼합 검색을 같은 질문으로 재어 나란히 보입니다."
    parser.epilog = "예: python -m eval peers eval/golden/dev.jsonl"
    parser.add_argument("golden", type=Path, nargs="?", default=GOLDEN, help="질문 파일 (기본: eval/golden/dev.jsonl)")


def run(args: argparse.Namespace) -> int:
    bench = Bench.open(load_settings())
    questions = [golden for golden in read_golden(args.golden) if is_reachable_kind(golden)]
    embedders, notes = available_embedders()
    systems = peers(bench.index, embedders)
    rows = {
        name: wilson(sum(reaches(golden, found) for golden in questions), len(questions))
        for name, found in systems.items()
    }
    results = evaluate(bench, questions)
    rows["물어보고: 쓰고 채점한 답"] = wilson(sum(result.grade.right for result in results), len(results))
    print("\n".join([*notes, table(rows)]))
    return 0


def is_reachable_kind(golden: Golden) -> bool:
    """Questions whose answer has words that could stand in a report: not refusals."""
    return not golden.refuse and bool(golden.must or golden.listed)


def peers(index: Index, embedders: Mapping[str, Embedder]) -> dict[str, Retrieve]:
    """Each peer by name: the stock recipe with each model at hand, keyword search alone, hybrid search alone."""
    texts = [index.database.text(report) for report in index.reports]
    found = {
        f"LangChain 기본 조합 ({CHUNK}자, {name}, 위 {TOP})": stock(texts, model) for name, model in embedders.items()
    }
    found[f"BM25 Kiwi 형태소 (대목, 위 {TOP})"] = lambda question: keyword_only(index, question)
    found[f"혼합 검색 (대목, 위 {TOP})"] = lambda question: [hit.passage.text for hit in index.search(question, TOP)]
    return found


def stock(texts: Sequence[str], embedder: Embedder) -> Retrieve:
    """Cut every 500 characters by LangChain's recursive splitter, embed, take the nearest eight by cosine."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=0)
    chunks = [chunk for text in texts for chunk in splitter.split_text(text)]
    vectors = embedder.embed_documents(chunks)

    def nearest(question: str) -> list[str]:
        scores = vectors @ embedder.embed_query(question)
        return [chunks[row] for row in np.argsort(-scores, kind="stable")[:TOP]]

    return nearest


def keyword_only(index: Index, question: str) -> list[str]:
    scores = index.keyword_scores("passages", question)["morphemes"]
    return [index.passages[row].text for row in np.argsort(-scores, kind="stable")[:TOP] if scores[row] > 0]


def reaches(golden: Golden, retrieve: Retrieve) -> bool:
    """Does all that the answer must hold stand in what is retrieved for the conversation's questions together?"""
    text = flat("\n".join(retrieve(" ".join(golden.turns))))
    groups = (*golden.must, *(golden.listed.items if golden.listed else ()))
    return all(any(holds(text, each) for each in group) for group in groups)


def table(rows: Mapping[str, Share]) -> str:
    lines = ["| 방법 | n | 닿음 / 정답 (95% 구간) |", "| --- | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {name} | {share.n:,} | {share} |" for name, share in rows.items())])
