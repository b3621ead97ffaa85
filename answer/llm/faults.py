"""What goes wrong with a language model, and what the reader is told. The template's answer is given in every case."""

from __future__ import annotations

from collections.abc import Mapping

NOTICES: Mapping[str, str] = {
    "timeout": "언어 모델이 제때 답하지 않아 규칙이 쓴 답을 드립니다.",
    "refused": "언어 모델 서버에 닿지 않아 규칙이 쓴 답을 드립니다.",
    "busy": "언어 모델 서버가 붐벼 규칙이 쓴 답을 드립니다.",
    "server": "언어 모델 서버에 문제가 있어 규칙이 쓴 답을 드립니다.",
    "denied": "언어 모델 서버가 열쇠나 모델 이름을 받지 않아 규칙이 쓴 답을 드립니다.",
    "malformed": "언어 모델 서버의 응답을 읽을 수 없어 규칙이 쓴 답을 드립니다.",
    "cut": "언어 모델의 글이 중간에 끊겨 규칙이 쓴 답을 드립니다.",
    "empty": "언어 모델이 빈 글을 보내 규칙이 쓴 답을 드립니다.",
    "too_long": "근거가 언어 모델에 너무 길어 규칙이 쓴 답을 드립니다.",
    "unproved": "언어 모델의 글에서 원문으로 확인되는 문장이 없어 규칙이 쓴 답을 드립니다.",
}
"""The small notice below an answer, by the kind of fault."""

RESTING: Mapping[str, str] = {
    "timeout": "언어 모델이 조금 전 제때 답하지 않아 잠시 부르지 않습니다. 규칙이 쓴 답을 드립니다.",
    "refused": "조금 전 언어 모델 서버에 닿지 않아 잠시 부르지 않습니다. 규칙이 쓴 답을 드립니다.",
    "busy": "언어 모델 서버가 붐벼 쉬어 달라고 했습니다. 그동안 규칙이 쓴 답을 드립니다.",
    "server": "조금 전 언어 모델 서버에 문제가 있어 잠시 부르지 않습니다. 규칙이 쓴 답을 드립니다.",
    "denied": "언어 모델 서버가 조금 전 열쇠나 모델 이름을 받지 않아 잠시 부르지 않습니다. 규칙이 쓴 답을 드립니다.",
}
"""The notice while the model is left alone after such a fault: this question did not reach it."""

PAUSES: Mapping[str, float] = {"refused": 10.0, "timeout": 10.0, "denied": 60.0, "server": 5.0}
"""Seconds in which the model is not asked again after such a fault: readers do not wait for one that is down."""

LONGEST_PAUSE = 300.0


class Fault(Exception):
    """The model gave nothing that can be used. `kind` is a key of NOTICES; `detail` goes to the log, never a key of a
    server or words of a prompt; `retry_after` is what the server asked for, in seconds. `resting`: the model was not
    even asked, so soon after such a fault."""

    def __init__(self, kind: str, detail: str = "", retry_after: float | None = None, resting: bool = False) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind, self.detail, self.retry_after, self.resting = kind, detail, retry_after, resting

    @property
    def notice(self) -> str:
        return (RESTING if self.resting else NOTICES)[self.kind]

    @property
    def pause(self) -> float:
        """Seconds until the model is worth asking again; a rest is not prolonged by those who come meanwhile."""
        if self.resting or self.kind not in RESTING:
            return 0.0
        asked = self.retry_after if self.retry_after is not None else PAUSES.get(self.kind, 0.0)
        return min(asked, LONGEST_PAUSE)
