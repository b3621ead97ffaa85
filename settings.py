"""The settings, in one table: name, default, help. Environment over `.env` over default; secrets are masked.

`Settings.table()` is what the README shows; a test compares the two.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import SettingError

PREFIX = "MUREOBOGO_"

OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",  # else it sums up its last 10,000 events after each of them
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Nothing contacts the network at start or while answering; set before the libraries are imported. Only a setting that
names a model of the hub opens the hub, to fetch that model once."""


class Settings(BaseSettings):
    """Every setting of the project. Unknown `MUREOBOGO_` names are ignored, wrong values are refused by name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    reports_dir: Path = Field(Path("reports"), description="보고서 파일을 두는 폴더")
    data_dir: Path = Field(Path(".data"), description="색인과 실행 기록을 두는 폴더")
    embedding_model: str = Field("bundled", description="임베딩 모델: bundled 또는 허브 이름·폴더")
    fusion: str = Field("", description="검색 섞기: 비우면 모델에 맞게, 또는 형태소·글자쌍·의미 무게 1,0.5,0.3이나 rrf")
    reranker: str = Field("", description="순위를 다시 매기는 모델: 비우면 쓰지 않음, 허브 이름·폴더")
    chroma_url: str = Field("", description="Chroma 서버 주소 (비우면 내장)")
    database_url: str = Field("", description="데이터베이스 주소 (비우면 데이터 폴더의 SQLite)")
    dask_scheduler: str = Field("", description="보고서를 나누어 읽을 Dask 스케줄러 (비우면 이 기계에서 읽음)")
    host: str = Field("127.0.0.1", description="웹 화면이 열리는 주소")
    port: int = Field(7860, ge=1, le=65535, description="웹 화면의 포트")
    embed_origins: str = Field(
        "",
        pattern=r"^(https?://[A-Za-z0-9.-]+(:\d+)?\s*)*$",
        description="화면을 품어도 되는 누리집 주소들 (빈칸으로 나눔)",
    )
    agency: str = Field("", description="한 기관의 보고서로만 답하게 묶기: 기관 이름 (비우면 모든 기관)")
    agency_hosts: str = Field(
        "",
        pattern=r"^(\s*[^=,\s]+\s*=\s*[^=,]+(,|$))*$",
        description="호스트 이름마다 묶을 기관: 호스트와 기관을 등호로 잇고 쉼표로 나눔",
    )
    answer_cache: int = Field(
        500, ge=0, description="기억해 두는 첫 질문의 답 수, 언어 모델이 없을 때 (0이면 기억하지 않음)"
    )
    answer_processes: int = Field(
        0, ge=0, le=64, description="화면과 따로 답하는 프로세스 수: 코어마다 하나까지 (0이면 화면의 프로세스가 답함)"
    )
    conversation_hours: int = Field(24, ge=1, le=8760, description="이어 묻지 않은 대화를 지우기까지의 시간")
    trusted_proxies: str = Field("", description="믿는 프록시의 주소 (쉼표로 나눔): 보낸 이를 X-Forwarded-For에서 읽음")
    allowed_hosts: str = Field("", description="받는 호스트 이름 (쉼표로 나눔, *.go.kr 가능; 비우면 모두)")
    rate_limit: str = Field("60/minute;1000/hour", description="한 곳에서 물을 수 있는 횟수 (비우면 제한 없음)")
    rate_storage: str = Field(
        "memory://", description="횟수를 세는 곳: memory:// 또는 여러 프로세스가 함께 쓰는 database://, redis://"
    )
    oidc_issuer: str = Field(
        "", description="기관 계정으로 로그인할 인증 서버의 주소 (OpenID Connect; 비우면 쓰지 않음)"
    )
    oidc_client_id: str = Field("", description="인증 서버에 등록한 이 프로그램의 이름")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="인증 서버가 준 비밀 값 (기록에 남지 않음)")
    oidc_name_claim: str = Field(
        "preferred_username", description="인증 서버가 알려 주는 것 가운데 로그인 이름으로 쓸 것"
    )
    retention_days: int = Field(365, ge=0, le=36500, description="질문 기록을 남길 날 수 (0이면 스스로 지우지 않음)")
    mask_answers: str = Field(
        "주민등록번호,카드번호",
        description="답과 원문에서 가릴 것: 주민등록번호, 카드번호, 계좌번호, 전화번호, 전자우편",
    )
    llm: str = Field("", description="언어 모델: 비우면 쓰지 않음, openai:MODEL, ollama:MODEL 등")
    llm_base_url: str = Field("", description="OpenAI 호환 서버 주소")
    llm_api_key: SecretStr = Field(SecretStr(""), description="언어 모델 서버의 열쇠 (기록에 남지 않음)")
    llm_planner: str = Field(
        "always",
        pattern="^(always|fallback|off)$",
        description="언어 모델이 질문도 읽기: always 늘, fallback 규칙이 못 찾을 때만, off 읽지 않음",
    )
    llm_timeout: float = Field(20, gt=0, description="언어 모델의 첫 글자를 기다리는 시간(초)")
    llm_limit: float = Field(60, gt=0, description="답 하나에 언어 모델을 쓰는 시간(초)")
    llm_evidence: int = Field(2500, ge=200, description="언어 모델에 보이는 근거의 크기(토큰, 어림)")
    llm_cache: int = Field(500, ge=0, description="기억해 두는 언어 모델의 글 수 (0이면 기억하지 않음)")
    llm_agent: int = Field(0, ge=0, le=20, description="언어 모델이 도구로 더 찾아보는 걸음 수 (0이면 쓰지 않음)")

    @property
    def names_hub_model(self) -> bool:
        """Whether a model is to be had from the hub (`BAAI/bge-m3`), rather than shipped or from a folder."""
        named = {self.embedding_model, self.reranker} - {"bundled", ""}
        return any(not Path(name).expanduser().is_dir() for name in named)

    @classmethod
    def table(cls) -> list[tuple[str, str, str]]:
        """(environment name, default as text, help) of each setting, in order."""
        rows = []
        for name, info in cls.model_fields.items():
            default = info.default
            shown = default.get_secret_value() if isinstance(default, SecretStr) else str(default)
            rows.append((PREFIX + name.upper(), shown, info.description or ""))
        return rows


def load_settings() -> Settings:
    """Read the settings, and switch the libraries' telemetry and downloads off.

    Raises SettingError naming the setting that has a wrong value.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingError(name, first.get("input"), "README의 설정 표에 있는 형식으로 고쳐 주십시오.") from error
    hub = {"HF_HUB_OFFLINE": "0"} if settings.names_hub_model else {}
    for name, value in (OFFLINE | hub).items():
        os.environ.setdefault(name, value)
    return settings
