"""Answers as they are kept, and as records again: of conversations, of the log, of run files, which name files only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from records import Amendment, Answer, Citation, Figure

_CITED = {field.name for field in fields(Citation)}
_GIVEN = ("question", "understood", "refused", "reason", "plan", "suggestions", "writer", "tokens", "ms")


def kept(answer: Answer) -> dict[str, Any]:
    """The ANSWER object, its citations with the id of their report."""
    citations = [citation.to_json() | {"report_id": citation.report_id} for citation in answer.citations]
    return answer.to_json() | {"citations": citations}


def answer_of(kept: Mapping[str, Any], ids: Mapping[str, str]) -> Answer:
    """The ANSWER object as a record; `ids` gives the id of the report that a file is now."""
    return Answer(
        text=str(kept["answer"]),
        citations=tuple(_citation(each, ids) for each in kept.get("citations", ())),
        figures=tuple(_figure(each) for each in kept.get("figures", ())),
        corrections=tuple(Amendment(**each) for each in kept.get("corrections", ())),
        notices=tuple(kept.get("notices", ())),
        **{name: kept[name] for name in _GIVEN if name in kept},
    )


def _citation(kept: Mapping[str, Any], ids: Mapping[str, str]) -> Citation:
    known = {name: value for name, value in kept.items() if name in _CITED}
    return Citation(**({"report_id": ids.get(str(kept["file"]), "")} | known))


def _figure(kept: Mapping[str, Any]) -> Figure:
    return Figure(str(kept["text"]), tuple(kept.get("citations", ())), kept.get("formula"))
