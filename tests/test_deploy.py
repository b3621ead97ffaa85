"""What is given for servers speaks of settings that there are, fills the proxy's blanks, and is of the shape its engine
takes, as far as can be told without one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes.client import models
from pydantic import ValidationError

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PROXY = ROOT / "docs" / "deploy" / "nginx.conf.template"


def named(path: Path) -> set[str]:
    return set(re.findall(r"MUREOBOGO_[A-Z_]+", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", ["compose.yaml", "docs/deploy/kubernetes.yaml"])
def test_every_setting_that_is_given_exists(file: str) -> None:
    known = {name for name, _, _ in Settings.table()}
    given = named(ROOT / file) - named(PROXY)
    assert {"MUREOBOGO_DATABASE_URL", "MUREOBOGO_CHROMA_URL"} <= given <= known


def test_the_image_copies_what_there_is_and_starts_what_there_is() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    steps = [line.split() for line in lines if line and not line.startswith("#")]
    copied = [name for step, *words in steps if step == "COPY" for name in words[:-1]]
    assert all((ROOT / name).exists() for name in copied)
    assert named(ROOT / "Containerfile") <= {name for name, _, _ in Settings.table()}
    assert steps[-1] == ["CMD", '[".venv/bin/python",', '"chat_app.py"]'] and (ROOT / "chat_app.py").is_file()
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "INSTALLED := $(VENV)/.installed\n" in made and "$(INSTALLED): pyproject.toml constraints.txt\n" in made
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".venv", ".data", ".env", ".git"} <= set(ignored), "no secret and no index of this machine gets into it"


def test_compose_fills_the_blanks_of_the_proxy() -> None:
    assert named(PROXY) == {"MUREOBOGO_LISTEN", "MUREOBOGO_APPS"} <= named(ROOT / "compose.yaml")


KUBERNETES = ROOT / "docs" / "deploy" / "kubernetes.yaml"


def objects() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(KUBERNETES.read_text(encoding="utf-8")))


def checked(given: dict[str, Any]) -> None:
    """Raise ValidationError for what the Kubernetes API's own description of its objects does not take."""
    getattr(models, f"V1{given['kind']}").model_validate(given)


@pytest.mark.parametrize("given", objects(), ids=lambda given: given["kind"])
def test_kubernetes_takes_every_object(given: dict[str, Any]) -> None:
    checked(given)


@pytest.mark.parametrize("spec", [{"port": []}, {"ports": [{"port": "http"}]}, {"ports": [{"targetPort": 80}]}])
def test_what_kubernetes_does_not_take_is_noticed(spec: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        checked({"kind": "Service", "spec": spec})


def test_kubernetes_objects_fit_together() -> None:
    by_kind = {given["kind"]: given for given in objects()}
    labels = by_kind["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert by_kind["Deployment"]["spec"]["selector"]["matchLabels"] == labels == by_kind["Service"]["spec"]["selector"]
    container = by_kind["Deployment"]["spec"]["template"]["spec"]["containers"][0]
    assert by_kind["Service"]["spec"]["ports"][0]["targetPort"] == container["ports"][0]["containerPort"] == 7860
    asked = {part["name"] for source in container["envFrom"] for part in source.values()}
    assert asked <= {by_kind[kind]["metadata"]["name"] for kind in ("ConfigMap", "Secret")}
    assert {container[probe]["httpGet"]["path"] for probe in ("readinessProbe", "livenessProbe")} == {
        "/readyz",
        "/healthz",
    }


def test_compose_services_fit_together() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    conditions = {"service_started", "service_healthy", "service_completed_successfully"}
    for name, service in services.items():
        needed = service.get("depends_on", {})
        assert set(needed) <= services.keys(), name
        assert {how["condition"] for how in needed.values()} <= conditions if isinstance(needed, dict) else True
        mounted = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert {source for source in mounted if re.fullmatch(r"\w+", source)} <= compose["volumes"].keys(), name
    assert services["app1"]["environment"] == services["app2"]["environment"]
    assert services["app1"]["environment"]["MUREOBOGO_DATA_DIR"] != services["one"]["environment"]["MUREOBOGO_DATA_DIR"]
