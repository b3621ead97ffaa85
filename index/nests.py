"""One hit a nest: a sub-bullet, its bullet and the section around both say the same words.

A fact is found by its own sub-bullet and read with what stands around it. Passages that only resemble each other, such
as a programme under this year's results and again under next year's plan, are two places and stay two hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from records import Passage

READABLE = 600
"""Characters up to which the wider passage is given in place of the one inside it; a longer one hides the words."""


def one_of_each_nest(ranked: Iterable[Passage], k: int) -> list[tuple[Passage, int]]:
    """The best `k` nests of passages that are given best first: (passage to show, place of the nest's best member).

    Of sub-bullet 0, another passage 1 and the bullet 2 around 0, two are left: the bullet (place 0) and passage 1.
    """
    kept: list[tuple[Passage, int]] = []
    for place, passage in enumerate(ranked):
        if any(holds(other, passage) for other, _ in kept):
            continue
        inside = [n for n, (other, _) in enumerate(kept) if holds(passage, other)]
        if inside and _length(passage) <= READABLE:
            kept = _widened(kept, inside, passage)
        elif len(kept) < k:
            kept.append((passage, place))
        else:
            break
    return kept[:k]


def holds(outer: Passage, inner: Passage) -> bool:
    """Does all of `inner` stand in `outer`?"""
    return outer.report_id == inner.report_id and outer.start <= inner.start and inner.end <= outer.end


def _widened(kept: Sequence[tuple[Passage, int]], inside: Sequence[int], wider: Passage) -> list[tuple[Passage, int]]:
    """`wider` in the place of the first that it holds; the others that it holds are gone."""
    first, *others = inside
    return [
        (wider, place) if n == first else (passage, place) for n, (passage, place) in enumerate(kept) if n not in others
    ]


def _length(passage: Passage) -> int:
    return passage.end - passage.start
