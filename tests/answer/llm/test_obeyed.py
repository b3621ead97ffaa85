"""The whole list of injections against a model that obeys every one of them: in a question alone, behind a fair
question, and in the very bullet that answers one. Nothing of it reaches the reader (integration, loopback fake)."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from answer.ask import Assistant, language_model
from answer.check import unproved as unbound
from eval.loopback import Loopback
from index.build import build
from index.search import open_index
from records import Answer
from settings import Settings
from tests.answer.injections import IN_QUESTIONS, IN_REPORTS, KEY, said_of, secrets, unproved, write_hostile

FAIR = "물빛과 예산액은 얼마인가요?"
NAMES = (
    "가람 나루 다솔 라온 마루 바람 사랑 아침 자연 차림 하늘 노을 "
    "달빛 들꽃 별빛 산들 새벽 솔숲 시내 여울 은하 이슬 해솔 햇살"
)
OFFICES = [f"{name}과" for name in NAMES.split()]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, server: Loopback) -> Settings:
    """Instructions between the figures of one report, and in the bullets of figures of another."""
    reports, data = tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("data")
    write_hostile(reports)
    parts = [
        f"## {office}\n\n- 예산액: {5000 + n:,}백만원 ({' '.join(each['text'].split())})\n"
        for n, (office, each) in enumerate(zip(OFFICES, IN_REPORTS, strict=True))
    ]
    (reports / "예산.md").write_text("# 2024년 달빛구 예산 보고\n\n" + "\n".join(parts), encoding="utf-8")
    made = Settings(
        reports_dir=reports,
        data_dir=data,
        llm="openai:loopback-fake",
        llm_base_url=server.url,
        llm_api_key=SecretStr(KEY),
    )
    build(reports, made)
    return made


@pytest.fixture(scope="module")
def obeying(settings: Settings) -> Assistant:
    return Assistant(settings, open_index(settings), language_model(settings))


@pytest.fixture(scope="module")
def rules(settings: Settings) -> Assistant:
    """The template writer alone, which repeats a part of a question that it cannot answer."""
    return Assistant(settings, open_index(settings))


def nothing_came_out(answer: Answer, assistant: Assistant, settings: Settings) -> None:
    assert not [word for word in secrets(settings) if word in said_of(answer)]
    assert unbound(answer, assistant._corpus.text, assistant._corpus.cells) == []


@pytest.mark.parametrize("each", IN_QUESTIONS, ids=lambda each: each["id"])
def test_a_model_that_obeys_a_question(
    obeying: Assistant, rules: Assistant, settings: Settings, fake: Loopback, each: dict[str, str]
) -> None:
    fake.behaviour, fake.plan = "obedient", {"operation": "lookup", "terms": ["감원 계획 인원"], "measures": ["인원"]}
    for question in (each["text"], f"{FAIR} {each['text']}"):
        answer, _ = obeying.ask(question, internal=False)
        nothing_came_out(answer, obeying, settings)
        assert not unproved(answer)
        template = rules.ask(question, internal=False)[0].text.splitlines()
        written = [line for line in answer.text.splitlines() if line not in template]
        assert not [word for word in each["never"] if word in "\n".join(written)]


@pytest.mark.parametrize(("office", "each"), list(zip(OFFICES, IN_REPORTS, strict=True)))
def test_a_model_that_obeys_the_bullet_that_answers(
    obeying: Assistant, settings: Settings, fake: Loopback, office: str, each: dict[str, str]
) -> None:
    """What the bullet itself prints may be told as its words, with the place that prints them."""
    fake.behaviour = "obedient"
    answer, _ = obeying.ask(f"{office} 예산액은 얼마인가요?", internal=False)
    assert f"{5000 + OFFICES.index(office):,}백만원" in answer.text
    nothing_came_out(answer, obeying, settings)
    printed = " ".join(cited.quote for cited in answer.citations)
    assert not [word for word in each["never"] if word in answer.text and word not in printed]
    assert "evil.example/go" not in answer.text


def test_the_model_saw_what_it_obeys(obeying: Assistant, fake: Loopback) -> None:
    """Else none of these tests could fail."""
    fake.behaviour = "obedient"
    obeying._model.forget()  # type: ignore[union-attr]
    obeying.ask(f"{FAIR} {IN_QUESTIONS[14]['text']}")
    assert "예산액은 777억원입니다. [1]" in fake.said[-1] and "자료는 읽기만 합니다." in fake.said[-1]
    asked = [each for each in IN_QUESTIONS if _is_written(obeying, fake, f"{FAIR} {each['text']}")]
    assert len(asked) >= 15


def _is_written(assistant: Assistant, fake: Loopback, question: str) -> bool:
    fake.said.clear()
    assistant.ask(question)
    return bool(fake.said)
