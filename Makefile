# 물어보고: `make` alone lists the targets.
#   PYTHON=python3.12 make chat     another Python (3.11 or newer)
#   DIR=내보고서 make ingest         another folder of reports
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
TORCH := $(shell sed -n 's/^\(torch==[^ ;]*\).*/\1/p' constraints.txt)
UV_VERSION := $(shell sed -n 's/^\(uv==[^ ;]*\).*/\1/p' constraints.txt)
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
GOLDEN := eval/golden/dev.jsonl
WORKERS ?= 2

# A lent or shared machine has few cores; libraries that start a thread for each only get in each other's way
export OMP_NUM_THREADS ?= 2
export TOKENIZERS_PARALLELISM ?= false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Without kept bytecode each start compiles Gradio and SQLAlchemy anew, for three seconds
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help chat ingest test coverage check format eval bench results audit sbom load lock clean

help: ## 이 목록을 보여 줍니다
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

chat: $(INSTALLED) ## 색인을 준비하고 대화 화면을 엽니다 (http://127.0.0.1:7860)
	@$(PY) chat_app.py

ingest: $(INSTALLED) ## 보고서를 읽어 색인을 만듭니다 (DIR=폴더)
	@$(PY) -m ingest $(DIR)

test: $(INSTALLED_DEV) ## 모든 시험을 돌립니다 (ARGS="-k 이름", WORKERS=0이면 하나씩)
	@scripts/system
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

coverage: $(INSTALLED_DEV) ## 시험이 지나간 줄과 갈림을 셉니다 (htmlcov/, ARGS="tests/ingest")
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term --cov-report=html $(ARGS)

check: $(INSTALLED_DEV) ## 코드의 모양과 형을 살핍니다 (ruff, mypy)
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

format: $(INSTALLED_DEV) ## 코드의 모양을 다듬습니다
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

eval: $(INSTALLED_DEV) ## 색인을 준비하고 질문 묶음에 답해 채점합니다 (GOLDEN=파일)
	@$(PY) -m ingest
	@$(PY) -m eval run $(GOLDEN)

bench: $(INSTALLED_DEV) ## 속도와 메모리를 LangChain 기본 조합과 나란히 잽니다
	@$(PY) -m bench

results: $(INSTALLED_DEV) ## 잰 것을 모두 다시 재어 docs/results.md에 적습니다 (ARGS="--long", "--only dev speed")
	@$(UV) pip install --quiet --python $(PY) --constraint constraints.txt -r pyproject.toml --extra load
	@$(PY) -m bench.results $(ARGS)

load: $(INSTALLED_DEV) ## 많은 사람이 함께 물을 때를 잽니다 (ARGS="--users 250 --seconds 300", "--soak")
	@$(UV) pip install --quiet --python $(PY) --constraint constraints.txt -r pyproject.toml --extra load
	@$(PY) -m bench.load $(ARGS)

audit: $(INSTALLED) ## 잠근 패키지에 알려진 취약점이 있는지 살핍니다 (인터넷이 있어야 합니다)
	@$(PY) scripts/audit

sbom: $(INSTALLED) ## 설치된 것의 목록을 sbom.json에 적습니다 (CycloneDX)
	@$(UV) tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment --pyproject pyproject.toml \
	  --output-reproducible --of JSON -o sbom.json $(PY)
	@echo "sbom.json에 적었습니다: 패키지 $$(grep -c '"purl"' sbom.json)개"

lock: ## constraints.txt를 새로 만듭니다 (의존성을 바꾼 뒤)
	@PYTHON=$(PYTHON) scripts/lock

clean: ## 색인과 만들어진 것을 지웁니다 (.venv는 남깁니다)
	rm -rf .data/generations .data/current eval/results .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov .coverage*
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# torch comes first and through pip, which knows local wheels and the CPU builds among them: a resolver that meets
# torch as somebody's dependency takes the newest build with gigabytes of CUDA. uv then installs the rest and keeps it.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 이상이 필요합니다. 보기: PYTHON=python3.12 make chat" >&2; exit 1; }
	@echo "$(VENV)에 필요한 것을 설치합니다. 처음 한 번, 몇 분 걸립니다."
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "가상 환경을 만들 수 없습니다. Debian·Ubuntu에서는 python3-venv를 설치해 주십시오." >&2; exit 1; }
	@$(PY) -m pip install --quiet $(UV_VERSION) $(TORCH)
	@$(UV) pip install --quiet --python $(PY) --constraint constraints.txt -r pyproject.toml
	@touch $@

$(INSTALLED_DEV): $(INSTALLED)
	@$(UV) pip install --quiet --python $(PY) --constraint constraints.txt -r pyproject.toml --extra dev
	@touch $@
