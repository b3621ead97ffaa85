"""Sentences out of a stream, however it is cut (unit)."""

from __future__ import annotations

import pytest

from answer.llm.compose import blocks_of
from answer.llm.memory import Memory
from answer.llm.sentences import sentences

TEXT = (
    "영등포구 2021년 지표 230개 가운데 27개입니다. [1][2] 집행액은 9.30. 기준 938,691천원입니다[1]. "
    "‘소통’은 95.1%입니다 [3].\n- 재무과 150.5%\n\n끝입니다"
)
EXPECTED = [
    "영등포구 2021년 지표 230개 가운데 27개입니다. [1][2]",
    "집행액은 9.30. 기준 938,691천원입니다[1].",
    "‘소통’은 95.1%입니다 [3].\n",
    "- 재무과 150.5%\n",
    "끝입니다",
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_size_of_the_pieces_changes_nothing(size: int) -> None:
    assert list(sentences(TEXT[at : at + size] for at in range(0, len(TEXT), size))) == EXPECTED


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    given = []

    def pieces():  # type: ignore[no-untyped-def]
        yield "하나입니다. [1"
        assert given == []  # its marker may go on
        yield "] 둘"
        assert given == ["하나입니다. [1]"]
        yield "입니다."

    for sentence in sentences(pieces()):
        given.append(sentence)
    assert given == ["하나입니다. [1]", "둘입니다."]


def test_a_template_falls_into_sentences_with_their_quotes_and_tables() -> None:
    text = "셋 가운데 하나입니다. [1]\n> 원문\n\n| 가 | 나 |\n|---|---|\n| 1 | 2 |\n올해는 2021년입니다."
    assert [(block.text, block.table) for block in blocks_of(text)] == [
        ("셋 가운데 하나입니다. [1]\n> 원문", False),
        ("| 가 | 나 |\n|---|---|\n| 1 | 2 |", True),
        ("올해는 2021년입니다.", False),
    ]


def test_the_memory_forgets_the_longest_unused_first() -> None:
    memory = Memory(2)
    memory.put("a", "가")
    memory.put("b", "나")
    assert memory.get("a") == "가"
    memory.put("c", "다")
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == ("가", None, "다")
    memory.clear()
    assert len(memory) == 0
