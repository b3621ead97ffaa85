"""What keyword search reads of a text: Kiwi's content morphemes, and character bigrams beside them.

Kiwi is loaded once, without its 12 MB dictionary of multi-word names: that cuts the load from 2.8 s to 0.9 s and its
memory from 480 MB to 120 MB, and search indexes the parts of such names anyway.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

CACHED_LENGTH = 400
"""Texts up to this many characters (questions, headings) are remembered; whole passages would only fill the cache."""

NOUN_PARTS = frozenset({"NNG", "NNP", "XPN", "XSN", "XR", "SL", "SH"})
"""Tags that join into a compound when they touch: 특별/NNG + 교부금/NNG, 집행/NNG + 률/XSN."""

ALONE = frozenset(
    {"NNG", "NNP", "NNB", "NR", "XR", "SL", "SH", "SN", "W_SERIAL", "MAG", "MM"}
    | {"VV", "VA", "VV-I", "VV-R", "VA-I", "VA-R"}
)
"""Tags that are kept as a token of their own. Particles, endings and affixes say nothing by themselves; counters,
adverbs and common verbs cost nothing, since BM25 gives little to what stands everywhere."""

_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_WORD = re.compile(r"[0-9a-z가-힣㐀-鿿ㄱ-ㅎㅏ-ㅣ.%]+")
_HANGUL = re.compile(r"[가-힣]")


class Morpheme(NamedTuple):
    """One morpheme as Kiwi gives it; `start` and `end` count characters of the analysed text."""

    form: str
    tag: str
    start: int
    end: int


class Morphemes:
    """Turns text into the tokens of keyword search.

    `user_words` are names that must be found as one word and by their parts (`재난안전산업과`): they are looked up in
    the text, not added to Kiwi, so that every reader of the process shares one analyser and gets the same tokens.

    >>> Morphemes(user_words=["재난안전산업과"]).tokens("재난안전산업과의 특별교부금 13,351백만원")
    ['재난', '안전', '산업', '재난안전산업', '재난안전산업과', '특별', '교부금', '특별교부금', '13351']
    """

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        self.user_words = tuple(sorted({_plain(word).replace(" ", "") for word in user_words} - {""}))
        self._by_head = _by_first_two(self.user_words)
        self._cached = lru_cache(maxsize=4096)(self._read)
        self._analysed = lru_cache(maxsize=256)(lambda text: tuple(_analyse(text)))

    def tokens(self, text: str) -> list[str]:
        """The tokens of one text, in order, with repetitions; [] when it holds no content word."""
        if len(text) <= CACHED_LENGTH:
            return list(self._cached(text))
        return list(self._read(text))

    def tokens_of(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of many texts, quicker than one call each because Kiwi takes them all at once."""
        plain = [_plain(text) for text in texts]
        return [list(self._select(text, found)) for text, found in zip(plain, _analyse_all(plain), strict=True)]

    def analyse(self, text: str) -> list[Morpheme]:
        """The morphemes of one text with their tags and places, for whoever reads a question closely."""
        return list(self._analysed(text))

    def _read(self, text: str) -> tuple[str, ...]:
        plain = _plain(text)
        return self._select(plain, _analyse(plain))

    def _select(self, text: str, morphemes: Sequence[Morpheme]) -> tuple[str, ...]:
        placed = _content(morphemes) + _compounds(text, morphemes) + self._named(text, morphemes)
        # A compound stands right behind its last part: the order only matters to whoever reads the tokens.
        placed.sort(key=lambda item: (item[1], -item[0]))
        tokens: dict[tuple[int, int, str], None] = dict.fromkeys((start, end, form) for start, end, form in placed)
        return tuple(form for _, _, form in tokens)

    def _named(self, text: str, morphemes: Sequence[Morpheme]) -> list[tuple[int, int, str]]:
        """Where user words stand, longest first, also when written apart: 일자리 경제과 is 일자리경제과."""
        if not self._by_head:
            return []
        squeezed, places = _squeeze(text)
        edges = {morpheme.start for morpheme in morphemes} | {morpheme.end for morpheme in morphemes}
        found = []
        position = 0
        while position < len(squeezed) - 1:
            word = self._word_at(squeezed, position, places, text, edges)
            if word:
                found.append((places[position], places[position + len(word) - 1] + 1, word))
            position += len(word) or 1
        return found

    def _word_at(self, squeezed: str, position: int, places: Sequence[int], text: str, edges: set[int]) -> str:
        for word in self._by_head.get(squeezed[position : position + 2], ()):
            if squeezed.startswith(word, position):
                start, end = places[position], places[position + len(word) - 1] + 1
                if _begins(text, start, edges) and _ends(text, end, edges):
                    return word
        return ""


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters, over NFKC and lower case and across spaces, and each word's beginning.

    Robust where the analyser is not: names that it cuts differently in two contexts, slips, and missing or odd spaces.
    The beginning (marked _) tells 예산 from the middle of 참여예산; it is worth 1 to 4 points of Recall@1.

    >>> bigrams("예산 13,351 원")
    ['예산', '산1', '13', '33', '35', '51', '1원', '_예산', '_13', '_원']
    """
    plain = _GROUPED.sub(lambda match: match[0].replace(",", ""), unicodedata.normalize("NFKC", text).lower())
    found = _WORD.findall(plain)
    letters = "".join(found)
    pairs = [letters[i : i + 2] for i in range(len(letters) - 1)] or [letters] * bool(letters)
    return pairs + ["_" + word[:2] for word in found]


def words(text: str) -> list[str]:
    """Words as white space parts them, lower case: the baseline that other systems call keyword search."""
    return unicodedata.normalize("NFKC", text).lower().split()


def warm() -> None:
    """Load Kiwi now (about a second), so that the first question does not wait for it."""
    _analyse("준비")


def similarities(landmark: int | tuple[str, str]) -> list[tuple[int, str, str, float]]:
    """(number, form, tag, cosine) of all 70,000 morphemes that Kiwi's language model knows, by likeness to one of them.

    The training of the embedding model reads Kiwi's knowledge of meanings off these; nothing else needs them.
    """
    found = _kiwi().most_similar_morphemes(landmark, 1_000_000)
    # Kiwi lists the landmark itself last, with a score far below any cosine.
    return [(each.id, each.form, each.tag, each.score if each.score >= -1 else 1.0) for each in found]


def analyse_each(texts: Sequence[str]) -> list[list[Morpheme]]:
    """The morphemes of many texts, as Kiwi gives them."""
    return _analyse_all(texts)


def _plain(text: str) -> str:
    """NFC, and figures without their thousands commas, which Kiwi would take apart: 13,351 → 13351."""
    return _GROUPED.sub(lambda match: match[0].replace(",", ""), unicodedata.normalize("NFC", text))


def _content(morphemes: Sequence[Morpheme]) -> list[tuple[int, int, str]]:
    kept = []
    for morpheme in morphemes:
        if morpheme.tag in ALONE:
            kept.append((morpheme.start, morpheme.end, morpheme.form.lower()))
    return kept


def _compounds(text: str, morphemes: Sequence[Morpheme]) -> list[tuple[int, int, str]]:
    """Runs of touching nouns as one token: 특별/교부금 → 특별교부금, 집행/률 → 집행률."""
    found = []
    run: list[Morpheme] = []
    for morpheme in [*morphemes, Morpheme("", "", -1, -1)]:
        if morpheme.tag in NOUN_PARTS and (not run or run[-1].end == morpheme.start):
            run.append(morpheme)
            continue
        if len(run) > 1:
            found.append((run[0].start, run[-1].end, text[run[0].start : run[-1].end].lower()))
        run = [morpheme] if morpheme.tag in NOUN_PARTS else []
    return found


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stood."""
    places = [i for i, character in enumerate(text) if not character.isspace()]
    return "".join(text[i] for i in places), places


def _begins(text: str, start: int, edges: set[int]) -> bool:
    return start in edges or start == 0 or not _HANGUL.match(text[start - 1])


def _ends(text: str, end: int, edges: set[int]) -> bool:
    """A name ends at a morpheme's end, or before 장 (감사과장 is the head of 감사과; 감사과정 is a course)."""
    following = text[end : end + 1]
    return end in edges or following == "장" or not _HANGUL.match(following)


def _by_first_two(names: Sequence[str]) -> dict[str, list[str]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if len(name) > 1:
            table[name[:2]].append(name)
    return dict(table)


_lock = threading.Lock()


@cache
def _load() -> Any:
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1, load_multi_dict=False)


def _kiwi() -> Any:
    with _lock:  # two threads that ask at once must not load it twice
        return _load()


def _analyse(text: str) -> list[Morpheme]:
    return _analyse_all([text])[0]


def _analyse_all(texts: Sequence[str]) -> list[list[Morpheme]]:
    # The default handling of unknown words judges by context and glues 유기견보호센터 into one word here and parts it
    # there; "rule" cuts it into known nouns everywhere, which is what an index needs.
    analysed = _kiwi().tokenize(list(texts), oov_handling="rule")
    return [[Morpheme(t.form, t.tag, t.start, t.start + t.len) for t in tokens] for tokens in analysed]
