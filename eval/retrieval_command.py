"""`python -m eval retrieval`: the retrieval measures over the current index and, where they lie here, public sets."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.retrieval import FiledPassage, Search, golden, public_tasks, report
from index.search import Index, open_index
from settings import load_settings

GOLDEN = Path(__file__).parent / "golden" / "retrieval_dev.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval retrieval`."""
    parser.description = "검색 방법마다 Recall, MRR, nDCG를 재고 짝지은 붓스트랩으로 견줍니다."
    parser.epilog = "예: python -m eval retrieval --public 공개질문폴더"
    parser.add_argument("golden", type=Path, nargs="?", default=GOLDEN, help="질문 파일 (기본: retrieval_dev.jsonl)")
    parser.add_argument("--public", type=Path, help="공개 질문 묶음(KorQuAD, Welfare-QA)이 있는 폴더")
    parser.add_argument("--model", action="append", default=[], help="함께 견줄 임베딩 모델 (여러 번 쓸 수 있음)")


def run(args: argparse.Namespace) -> int:
    index = open_index(load_settings())
    task = golden(args.golden, filed(index), searcher(index))
    tasks, notes = public_tasks(args.public) if args.public else ([], [])
    print("\n".join([*notes, report([task, *tasks], args.model, index.manifest.user_words)]))
    return 0


def filed(index: Index) -> list[FiledPassage]:
    return [FiledPassage(index.reports[passage.report_id].file, passage) for passage in index.passages]


def searcher(index: Index) -> Search:
    """The index's own search, in rows of its passages."""
    rows = {passage.id: row for row, passage in enumerate(index.passages)}
    return lambda question, k: [rows[hit.passage.id] for hit in index.search(question, k)]
