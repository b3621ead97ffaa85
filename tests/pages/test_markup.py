"""Words of a report never become markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.markup import render

SOURCES = {1: ("/?report=r&at=3-9", "재무과"), 2: ("/?report=r&at=10-12", "징수과")}

TAGS = {"p", "strong", "em", "ul", "ol", "li", "br", "hr", "h4", "blockquote", "div", "a", "span"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"class", "href", "title", "scope", "tabindex", "start"}


class Tags(HTMLParser):
    """Collects what a browser would make elements and attributes of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name == "href"}


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1~2위, 3~4위", "<p>1~2위, 3~4위</p>"),
        ("~~지운~~ 글", "<p>~~지운~~ 글</p>"),
        ("2023*1.5*2", "<p>2023*1.5*2</p>"),
        ("a_b_c", "<p>a_b_c</p>"),
        ("여름철(`21.5.15.~10.15.), `22년", "<p>여름철(`21.5.15.~10.15.), `22년</p>"),
        ("$$x$$", "<p>$$x$$</p>"),
        ("**80%**입니다", "<p><strong>80%</strong>입니다</p>"),
        ("** 아님 **", "<p>** 아님 **</p>"),
        ("2021. 12. 31. 기준", "<p>2021. 12. 31. 기준</p>"),
        ("9. 30. 기준", "<p>9. 30. 기준</p>"),
        ("1. 하나\n2. 둘", "<ol><li>하나</li><li>둘</li></ol>"),
        ("- 9. 30. 기준", "<ul><li>9. 30. 기준</li></ul>"),
        ("첫 줄\n둘째 줄", "<p>첫 줄<br />둘째 줄</p>"),
        ("    들여쓴 줄", "<p>들여쓴 줄</p>"),
        ("제목\n---", "<p>제목</p><hr />"),
        ("# 제목", "<h4>제목</h4>"),
        ("> 인용", "<blockquote><p>인용</p></blockquote>"),
        ("> 4. 평가\n> 1) 배점\n> - 시기", "<blockquote><p>4. 평가<br />1) 배점<br />- 시기</p></blockquote>"),
        ("- 심사 [1]\n  - 배점", "<ul><li>심사 [1]<ul><li>배점</li></ul></li></ul>"),
        ("_(보고서 밖의 설명)_", "<p><em>(보고서 밖의 설명)</em></p>"),
        ("[가](javascript:alert)", "<p>[가](javascript:alert)</p>"),
        ("![가](https://e.example/a.png)", "<p>![가](https://e.example/a.png)</p>"),
        ("<https://e.example>", "<p>&lt;https://e.example&gt;</p>"),
        ("[가]: https://e.example", "<p>[가]: https://e.example</p>"),
        ("<b onclick=x>굵게</b>", "<p>&lt;b onclick=x&gt;굵게&lt;/b&gt;</p>"),
        ("예산 \u202e123\u202c억 \u2066원\u2069", "<p>예산 123억 원</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
    ],
)
def test_only_the_small_markdown_has_meaning(text: str, html: str) -> None:
    assert render(text) == html


def test_a_line_behind_a_list_is_none_of_its_items() -> None:
    html = render("- 재무과 150.5%\n- 징수과 122.5%\n가장 높은 곳은 재무과입니다.\n- 끝")
    assert html == (
        "<ul><li>재무과 150.5%</li><li>징수과 122.5%</li></ul><p>가장 높은 곳은 재무과입니다.</p><ul><li>끝</li></ul>"
    )


def test_a_marker_of_a_known_source_becomes_a_chip() -> None:
    html = render("얼마입니다 [1][2].", SOURCES)
    assert html.count('class="chip"') == 2
    assert 'href="/?report=r&amp;at=3-9" title="재무과"' in html
    assert '<span class="sr-only">출처 </span>2</a>.' in html


@pytest.mark.parametrize("text", ["[3]", "\\[1\\]", "[1년]", "[0001]"])
def test_other_brackets_stay_text(text: str) -> None:
    assert "chip" not in render(text, SOURCES)


def test_figures_of_a_table_stand_to_the_right_under_their_heading() -> None:
    html = render("| 과 | 예산액 |\n|---|---|\n| 재무과 [1] | **13,351백만원** [1] |\n| 징수과 | △35 |", SOURCES)
    assert '<th scope="col">과</th><th scope="col" class="num">예산액</th>' in html
    assert html.count('<td class="num">') == 2
    assert '<td class="num">△35</td>' in html


def test_an_address_and_a_title_are_escaped() -> None:
    html = render("[1]", {1: ('"><script>', '"><img src=x>')})
    assert parsed(html).tags == {"p", "a", "span"}


@given(st.text(alphabet=st.sampled_from(list("<>\"'&[]()!|*_`~#-=:/\\ \n1가a$@.;")), max_size=120))
def test_nothing_but_our_own_elements_comes_out(text: str) -> None:
    html = render(text, SOURCES)
    seen = parsed(html)
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert seen.links <= {"/?report=r&at=3-9", "/?report=r&at=10-12"}
    assert "\n" not in html
