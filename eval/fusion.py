"""`python -m eval fusion`: which weights of keywords and meaning fit a model, by a table and not by hope.

For the model that the setting names (or `--model`): every fusion on the golden questions, and a proposal. With
`--simulated`: the same for simulated models of growing strength, which shows from where on meaning deserves more,
and what reciprocal ranks are worth then.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.metrics.retrieval import Difference, PerQuestion, paired_bootstrap
from eval.oracle import STRENGTHS, oracle_mixed
from eval.retrieval import Outcome, System, Task, golden, signed, table, with_dense
from eval.retrieval import run as ranked
from eval.retrieval_command import GOLDEN, filed
from index.embed import BUNDLED, load_embedder
from index.fuse import FUSIONS, SIGNALS, Fusion, fusion_for
from index.search import open_index
from settings import load_settings

MEASURE = "nDCG@10"
ALONE = "alone"
FOLDS, SEED = 10, 7
BIGRAM_WEIGHTS, DENSE_WEIGHTS = (0.0, 0.3, 0.5, 1.0), (0.0, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)
"""The weights that a table compares; morphemes have 1."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best fusion of a table. `crossed` is how far such a choice leads what is used now on other questions."""

    setting: str
    used: str
    crossed: Difference

    @property
    def pays(self) -> bool:
        return self.setting != self.used and self.crossed.mean > 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval fusion`."""
    parser.description = "낱말과 의미를 섞는 무게를 표로 재고 MUREOBOGO_FUSION에 적을 값을 제안합니다."
    parser.epilog = "예: MUREOBOGO_EMBEDDING_MODEL=BAAI/bge-m3 python -m eval fusion"
    parser.add_argument("golden", type=Path, nargs="?", default=GOLDEN, help="질문 파일 (기본: retrieval_dev.jsonl)")
    parser.add_argument("--model", action="append", help="잴 임베딩 모델 (기본: 설정의 모델, 여러 번 쓸 수 있음)")
    parser.add_argument("--simulated", action="store_true", help="세기를 달리한 모의 모델로 재어 봅니다")


def run(args: argparse.Namespace) -> int:
    settings = load_settings()
    index = open_index(settings)
    task, words = golden(args.golden, filed(index)), index.manifest.user_words
    if args.simulated:
        print(simulated_report(task, words))
        return 0
    for name in args.model or [settings.embedding_model]:
        print(weights_report(task, name, settings.fusion, words))
    return 0


def weights_report(task: Task, model: str, setting: str = "", user_words: Sequence[str] = ()) -> str:
    """Every fusion for a model, and the one to set; `setting` is what MUREOBOGO_FUSION says now."""
    used = written(fusion_for(model, setting))
    outcome = ranked(task, {model: load_embedder(model)}, user_words, {**fusions_of(model), **_one(used, model)})
    return f"## {model}: MUREOBOGO_FUSION\n\n{table(outcome)}\n\n{advice(propose(outcome.systems, used))}"


def advice(proposal: Proposal) -> str:
    """What to do about a proposal, in two lines."""
    told = f"Best: {proposal.setting}; in use: {proposal.used}. " + (
        f"Chosen on nine tenths of the questions and measured on the tenth, such a choice leads by {MEASURE} "
        f"{signed(proposal.crossed)}."
    )
    return f"{told}\n\n" + (f"MUREOBOGO_FUSION={proposal.setting}" if proposal.pays else f"Keep {proposal.used}.")


def propose(systems: Mapping[str, PerQuestion], used: str) -> Proposal:
    """The fusion with the best mean; of equal ones the first, which is the plainer.

    The best of many lines flatters itself. So the choice is also made on each nine tenths of the questions and measured
    on the tenth that had no part in it.
    """
    names = list(systems)
    values = np.array([systems[name][MEASURE] for name in names])
    folds = np.random.default_rng(SEED).permutation(values.shape[1]) % FOLDS
    crossed = np.zeros(values.shape[1])
    for fold in range(FOLDS):
        inside, outside = folds == fold, folds != fold
        if inside.any() and outside.any():
            crossed[inside] = values[int(values[:, outside].mean(axis=1).argmax())][inside]
    return Proposal(names[int(values.mean(axis=1).argmax())], used, paired_bootstrap(crossed, systems[used][MEASURE]))


def simulated_report(task: Task, user_words: Sequence[str] = ()) -> str:
    """The best fusions for simulated models of growing strength, and the one that no strength makes a bad choice."""
    models = {f"oracle-mixed {each:g}": oracle_mixed(task, load_embedder(BUNDLED), each) for each in STRENGTHS}
    outcome = ranked(task, models, user_words, {f"{m} {s}": each for m in models for s, each in _lines_of(m).items()})
    means = {model: _means(outcome, model) for model in models}
    shipped = [written(FUSIONS[kind]) for kind in FUSIONS]
    lines = [
        f"### {task.name}, simulated models: {MEASURE}",
        "",
        f"| model | alone | {' | '.join(shipped)} | best by scores | | best by ranks | |",
        "| --- | ---: |" + " ---: |" * len(shipped) + " --- | ---: | --- | ---: |",
        *(_simulated_line(model, found, shipped) for model, found in means.items()),
    ]
    regrets = {name: worst_regret(list(means.values()), name) for name in fusions_of("")}
    safest = min(regrets, key=lambda name: regrets[name])
    told = ", ".join(f"{name} {regrets[name]:.3f}" for name in dict.fromkeys([safest, *shipped]))
    return "\n".join([*lines, "", f"At most this far below the best line, whatever the model: {told}."])


def worst_regret(means: Sequence[Mapping[str, float]], setting: str) -> float:
    """How far a fusion falls below the best one for the model that suits it least.

    >>> worst_regret([{"a": 0.8, "b": 0.5}, {"a": 0.6, "b": 0.625}], "a")
    0.025
    """
    return max(round(max(of_model.values()) - of_model[setting], 6) for of_model in means)


def _simulated_line(model: str, means: Mapping[str, float], shipped: Sequence[str]) -> str:
    ranks = {name: mean for name, mean in means.items() if name.startswith("rrf")}
    scores = {name: mean for name, mean in means.items() if name not in ranks and name != ALONE}
    cells = [f"{means[name]:.3f}" for name in (ALONE, *shipped)]
    for found in (scores, ranks):
        best = max(found, key=lambda name: found[name])
        cells += [best.removeprefix("rrf:"), f"{found[best]:.3f}"]
    return f"| {model} | {' | '.join(cells)} |"


def _means(outcome: Outcome, model: str) -> dict[str, float]:
    return {setting: float(outcome.systems[f"{model} {setting}"][MEASURE].mean()) for setting in _lines_of(model)}


def _lines_of(model: str) -> dict[str, System]:
    return {ALONE: System(Fusion({model: 1.0})), **fusions_of(model)}


def fusions_of(model: str) -> dict[str, System]:
    """All fusions that a table compares for a model, by min-max scores and by reciprocal ranks."""
    settings = [f"1,{b:g},{d:g}" for b in BIGRAM_WEIGHTS for d in DENSE_WEIGHTS]
    settings += [f"rrf:1,{b:g},{d:g}" for b in (0.0, 0.5, 1.0) for d in (0.3, 1.0, 2.0)]
    return {setting: found for each in settings for setting, found in _one(each, model).items()}


def written(fusion: Fusion) -> str:
    """A fusion as MUREOBOGO_FUSION writes it.

    >>> written(Fusion({"morphemes": 1.0, "bigrams": 0.5, "dense": 0.3}))
    '1,0.5,0.3'
    """
    weights = ",".join(f"{fusion.weights[name]:g}" for name in SIGNALS)
    return weights if fusion.method == "minmax" else f"{fusion.method}:{weights}"


def _one(setting: str, model: str) -> dict[str, System]:
    return {setting: System(with_dense(fusion_for(model, setting), model))}
