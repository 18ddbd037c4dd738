# Simwright: `make demo` and `make test` do everything from a fresh clone, the virtual environment included.
#
#   make demo    generate five verified tasks, write the report, record, export and replay demonstrations (demo/)
#   make test    run the tests
#   make lint    ruff and pyright
#   make bench   print the benchmarks' tables
#   make lock    resolve the dependencies anew and rewrite requirements.lock and those of the extras
#   make clean   remove what these targets made (.venv, demo/, caches)
#
# PYTHON names the interpreter that fills .venv (3.11 or 3.12); SEED and N change the demo.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
READY := $(VENV)/.filled
READY_POLICY := $(VENV)/.filled-policy
DEMO := demo
SEED ?= 0
N ?= 5
EPISODES ?= 5

# Fails with a remedy when no interpreter fits; otherwise `$$python` is one that can make a virtual environment.
define find_python
python=""; \
for name in $(or $(PYTHON),python3.11 python3.12 python3 python); do \
  if "$$name" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null; then python="$$name"; break; fi; \
done; \
if [ -z "$$python" ]; then \
  echo "Simwright needs Python 3.11 or 3.12 (looked for: $(or $(PYTHON),python3.11, python3.12, python3, python))." >&2; \
  echo "Install one (Debian, Ubuntu: apt-get install python3.11 python3.11-venv) or name it: make PYTHON=/path/to/python3.11" >&2; \
  exit 1; \
fi; \
if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
  echo "$$python cannot make a virtual environment: its venv module is missing." >&2; \
  echo "Install it (Debian, Ubuntu: apt-get install python3-venv) or name another: make PYTHON=/path/to/python3.11" >&2; \
  exit 1; \
fi
endef

.PHONY: help venv demo test lint bench lock clean

help:
	@sed -n 's/^#   //p' Makefile

venv: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(find_python); \
	echo "Filling $(VENV) with $$("$$python" -V) and the pinned dependencies: once, a few minutes, about 2 GB."; \
	$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null \
	  || "$$python" -m venv --clear $(VENV); \
	$(PIP) install -r requirements.lock; \
	$(PIP) install --no-deps -e .; \
	touch $@

# Torch and what else policies need, beside the rest: the tests want it, the demo does not.
$(READY_POLICY): $(READY) requirements-policy.lock requirements-assets.lock
	@echo "Adding what policies need to $(VENV), torch among it: once, a minute or more (1 GB; 5 GB where pip finds the CUDA build)."; \
	$(PIP) install -r requirements-policy.lock -r requirements-assets.lock; \
	touch $@

demo: $(READY)
	@rm -rf $(DEMO)
	@echo "== Generate $(N) verified tasks (seed $(SEED)) into $(DEMO)/library"
	@$(BIN)/simwright generate --n $(N) --seed $(SEED) --library $(DEMO)/library --out $(DEMO)/run
	@echo "== Record $(EPISODES) episodes of each task and export them as a LeRobot dataset"
	@$(BIN)/simwright demos --all --library $(DEMO)/library --episodes $(EPISODES) --out $(DEMO)/dataset
	@echo "== Run every episode again and compare every state"
	@$(BIN)/simwright replay $(DEMO)/dataset --verify
	@echo "Open $(DEMO)/run/report/index.html to look at every candidate."

test: $(READY_POLICY)
	@$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal

lint: $(READY_POLICY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright

bench: $(READY_POLICY)
	@$(BIN)/python -m benchmarks

lock:
	@$(find_python); \
	scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	"$$python" -m venv "$$scratch"; \
	"$$scratch/bin/python" -m pip -qq --disable-pip-version-check install --upgrade pip setuptools; \
	"$$scratch/bin/python" -m pip -qq --disable-pip-version-check install -e '.[dev]'; \
	{ echo "# Exact versions of what Simwright and its tests need, from a clean resolve by \`make lock\`."; \
	  "$$scratch/bin/python" -m pip list --format=freeze --exclude-editable | grep -v '^pip=='; } > requirements.lock.new; \
	"$$scratch/bin/python" -m pip -qq --disable-pip-version-check install -e '.[dev,assets]'; \
	{ echo "# What the extra \`assets\` adds to requirements.lock."; \
	  "$$scratch/bin/python" -m pip list --format=freeze --exclude-editable | grep -v '^pip==' \
	  | grep -vxFf requirements.lock.new; } > requirements-assets.lock.new; \
	"$$scratch/bin/python" -m pip -qq --disable-pip-version-check install -e '.[dev,policy]'; \
	{ echo "# What the extra \`policy\` adds to requirements.lock."; \
	  "$$scratch/bin/python" -m pip list --format=freeze --exclude-editable | grep -v '^pip==' \
	  | sed 's/+cpu$$//' | grep -vxFf requirements.lock.new | grep -vxFf requirements-assets.lock.new; } \
	  > requirements-policy.lock.new; \
	for lock in requirements requirements-assets requirements-policy; do mv $$lock.lock.new $$lock.lock; done; \
	for file in requirements.lock requirements-assets.lock requirements-policy.lock; do \
	  echo "$$file: $$(grep -c == $$file) pins"; done

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
