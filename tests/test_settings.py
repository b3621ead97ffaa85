"""Settings: environment over `.env` over default; wrong values refused by name; nothing calls home (unit)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from errors import SettingError
from settings import OFFLINE, PREFIX, Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to start in, without a `.env` and with no setting in the environment."""
    for name, _, _ in Settings.table():
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults(bare: Path) -> None:
    settings = load_settings()
    assert (settings.reports_dir, settings.data_dir) == (Path("reports"), Path(".data"))
    assert (settings.host, settings.port, settings.embedding_model, settings.llm) == ("127.0.0.1", 7860, "bundled", "")


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare / ".env").write_text("MUREOBOGO_PORT=7901\nMUREOBOGO_HOST=0.0.0.0\n", encoding="utf-8")
    assert load_settings().port == 7901
    monkeypatch.setenv("MUREOBOGO_PORT", "7902")
    settings = load_settings()
    assert (settings.port, settings.host) == (7902, "0.0.0.0")


@pytest.mark.parametrize("value", ["팔천", "0", "70000", ""])
def test_a_wrong_value_is_refused_with_the_name_of_its_setting(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUREOBOGO_PORT", value)
    with pytest.raises(SettingError, match="MUREOBOGO_PORT") as caught:
        load_settings()
    assert caught.value.name == "MUREOBOGO_PORT" and repr(value) in str(caught.value)


def test_an_unknown_setting_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUREOBOGO_SOMETHING_ELSE", "1")
    load_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUREOBOGO_LLM_API_KEY", "sk-very-secret")
    settings = load_settings()
    assert "very-secret" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.llm_api_key.get_secret_value() == "sk-very-secret"


@pytest.mark.parametrize("value", ["www.example.go.kr", "https://a.kr; script-src *", "https://a.kr,https://b.kr", "*"])
def test_an_embedding_site_that_is_no_address_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUREOBOGO_EMBED_ORIGINS", value)
    with pytest.raises(SettingError, match="MUREOBOGO_EMBED_ORIGINS"):
        load_settings()
    monkeypatch.setenv("MUREOBOGO_EMBED_ORIGINS", "https://a.kr http://b.kr:8080")
    assert load_settings().embed_origins.split() == ["https://a.kr", "http://b.kr:8080"]


def test_the_table_names_every_setting_once_with_help() -> None:
    table = Settings.table()
    assert len(table) == len(Settings.model_fields) == len({name for name, _, _ in table})
    assert all(name.startswith(PREFIX) and help_text for name, _, help_text in table)


def test_the_example_file_names_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    written = [line.lstrip("# ") for line in lines if "=" in line]
    assert written == [f"{name}={default}" for name, default, _ in Settings.table()]


def test_the_libraries_telemetry_is_off_before_they_are_imported() -> None:
    code = """if True:
        import os, sys
        from settings import OFFLINE, load_settings
        load_settings()
        print(sorted({"torch", "gradio", "chromadb", "langchain_core"} & set(sys.modules)))
        print([name for name in OFFLINE if os.environ[name] != OFFLINE[name]])
    """
    clean = {name: value for name, value in os.environ.items() if name not in OFFLINE}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "[]"]
