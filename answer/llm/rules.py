"""What a sentence of a model may not say: each rule names one way, and they are tried in order.

No rule asks the model to explain itself. A sentence that breaks one is withheld; what it would have told, the template
tells. The rules err on the side of withholding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from answer.check import unproved
from answer.digits import MARKER
from answer.llm.claims import claimed, settled, supported, turned
from answer.llm.evidence import ORDERS
from answer.llm.grounds import RECITED, Grounds, Said, marks_of
from answer.llm.names import echo, foreign, strange_name, unsaid
from answer.llm.numerals import bent, in_words
from answer.normal import compact, fold
from answer.words import MEASURES
from records import Citation

_MARKUP = re.compile(r"https?:|www\.|<\s*/?[a-z!]|\]\(|^\s*(?:\||>|```)|^\s*#", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9-]{2,}(?:\.[A-Za-z]{2,})+")
_ENDS = re.compile(r"(?<=[.!?])\s+")
_DONE = re.compile(r"(?:[했됐았었였렸쳤셨])(?:습니다|으며|고|던)")
"""What is told as done."""
WHOLE = 6
"""Letters of a sentence that stands whole in the prompt, from which it is one too: 자료는 읽기만 합니다."""
PRINTED = tuple(name for name in MEASURES if name not in {"목표", "실적", "비중", "비율"})
"""Measures that name one thing wherever they are printed; the others are words of everyday too."""


def _markup(said: Said) -> bool:
    """A link, a picture, a table or HTML: what the page shows is ours. An address that no place prints."""
    printed = "".join(place.words for place in said.grounds.evidence.places)
    strange = (address for address in _ADDRESS.findall(said.text) if compact(address) not in printed)
    return _MARKUP.search(said.text) is not None or any(strange)


def _orders(said: Said) -> bool:
    return ORDERS.search(fold(said.text)) is not None


def _range(said: Said) -> bool:
    return len(said.places) != len(said.marks)


def _figure(said: Said) -> bool:
    """A number that does not stand in the cited places; without a marker, one that was not computed either."""
    grounds = said.grounds
    pool = grounds.figures(said.text)
    if said.marks:
        told = [f for f in pool if not f.citations or set(f.citations) & said.marks]
        wanted = said.marks.union(*(f.citations for f in told if f.formula))
        places = tuple(c for c in _citations(grounds) if c.n in wanted)
    else:
        told, places = [f for f in pool if f.formula and not f.citations], ()
    answer = replace(grounds.answer, text=said.text, citations=places, figures=tuple(told))
    corpus = grounds.context.corpus
    return bool(unproved(answer, corpus.text, corpus.cells))


def _citations(grounds: Grounds) -> list[Citation]:
    own = {place.n: place.citation for place in grounds.evidence.places}
    return list({**{c.n: c for c in grounds.answer.citations}, **own}.values())


def _words(said: Said) -> bool:
    """A figure that stands in words, or is told as about so much, where the evidence does not say it so."""
    text = fold(MARKER.sub(" ", said.text))
    return any(compact(found) not in said.leaning for found in (*in_words(text), *bent(text)))


def _label(said: Said) -> bool:
    """A figure of another owner, another measure, another year, or another word than the source has it with."""
    words = compact(MARKER.sub(" ", said.text)).removesuffix("입니다")
    quoted = any(words in compact(place.shown) for place in said.places)  # the very words, whatever they tell
    return _strange_measure(said) or (not quoted and any(bound.stray for bound in said.grounds.bind(said.text)))


def _strange_measure(said: Said) -> bool:
    """A measure that nothing told of prints: ‘예산액은 30회’ where the row has 목표 30회."""
    named = [name for name in PRINTED if name in compact(said.text)]
    return any(name not in compact(said.told) and not MEASURES[name].search(fold(said.told)) for name in named)


def _claim(said: Said) -> bool:
    """More, less, most, all or none, where nothing in the evidence says so of the same names."""
    rows = [row for part in said.parts for row in part.rows]
    made = claimed(MARKER.sub(" ", said.text))
    return any(
        not supported(name, words, said.subject, said.lines) and not settled(name, said.text, rows)
        for name, words in made.items()
    )


def _turned(said: Said) -> bool:
    """Told as done where the place says that it was not, or is only planned; or the other way round."""
    if not said.marks:
        return False
    source = " ".join(place.shown for place in said.places)
    return turned(said.text, source) or (all(p.ahead for p in said.places) and bool(_DONE.search(said.text)))


def _recital(said: Said) -> bool:
    """The prompt's own words: many in a row, or a short sentence of it whole."""
    sentences = [compact(part) for part in _ENDS.split(MARKER.sub(" ", said.text))]
    words, grounds = "".join(sentences), said.grounds
    grams = [words[at : at + RECITED] for at in range(len(words) - RECITED + 1)]
    told = [gram for gram in grams if gram in grounds.recited]
    told += [part for part in sentences if len(part) >= WHOLE and part in grounds.prompt]
    return any(part not in grounds.everything for part in told)


RULES: Mapping[str, Callable[[Said], bool]] = {
    "markup": _markup,
    "order": _orders,
    "range": _range,
    "figure": _figure,
    "words": _words,
    "label": _label,
    "name": strange_name,
    "claim": _claim,
    "turned": _turned,
    "recital": _recital,
    "foreign": foreign,
    "echo": echo,
    "unsaid": unsaid,
}
"""What keeps a sentence back, by a name for the log."""


def broken_rule(sentence: str, grounds: Grounds) -> str | None:
    """The name of the rule that a sentence breaks; None for one that may be shown."""
    said = Said(sentence, marks_of(sentence), grounds)
    return next((name for name, breaks in RULES.items() if breaks(said)), None)
