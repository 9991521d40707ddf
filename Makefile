# `make report` and `make test` do everything from a bare machine; `make help` lists the rest.
# Another interpreter: make PYTHON=python3.12 setup

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PANGO   := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# libharfbuzz-subset makes smaller files, and the same bytes on every machine; WeasyPrint would do without it unasked.
PROBE   := import ctypes, sys, weasyprint; sys.platform == "linux" and ctypes.CDLL("libharfbuzz-subset.so.0")
COUNTRY ?= BRA
CASES   ?= tests/cases
ROOMS   ?=
SEED    ?= 1
COUNT   ?= 10
ARGS    ?=

# Install system packages where that is allowed and possible; a broken list among the sources is no reason to give up.
apt      = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing $(1)" && { apt-get -qq update || :; } && \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $(1) >/dev/null; }

# The pure rooms, whose tests neither print nor start a process.
QUICK   := tests/model tests/panel tests/plans tests/scoring tests/contrasts tests/tables tests/store tests/test_house.py

# Beside them, what hangs on the interpreter: what is installed, how it is packed, threads and databases.
UNLIKE  := tests/test_licences.py tests/test_packaging.py tests/workbench

# Each process of the tests would compile the package anew where an environment forbids to keep what it compiled.
export PYTHONDONTWRITEBYTECODE :=

# The tests keep every core busy by themselves: threads of a product would only wait for each other.
test test-all test-slow quick: export OPENBLAS_NUM_THREADS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup report programs test test-all test-slow quick interpreters extras lint format types imports check cases mutants benchmarks docs site gallery golden lock licences wheel clean

help: ## Show these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed $(VENV)/.pango ## Virtual environment, locked packages, Pango

# The environment itself: an interpreter that is new enough and can make one.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer, or name one with make PYTHON=..." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11: name a newer one, as in make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call apt,python3-venv) || \
	  { echo "Python's venv module is missing: run  sudo apt-get install python3-venv  and then make again." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

# The packages: made again when the lock or the project's own file changes. The lock names every one, so nothing is to
# be sought: pip would else look at the newest release of a package that is asked for with an extra, and refuse it.
$(VENV)/.installed: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Installing the locked packages into $(VENV)"
	@$(BIN)/python tools/install.py requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What WeasyPrint opens at run time: tried first, installed where that is allowed, else asked for.
$(VENV)/.pango: $(VENV)/.installed
	@$(BIN)/python -c '$(PROBE)' >/dev/null 2>&1 || { $(call apt,$(PANGO)) && $(BIN)/python -c '$(PROBE)' >/dev/null 2>&1; } || \
	  { echo "Reports need Pango: run  sudo apt-get install --no-install-recommends $(PANGO)  and then make again." >&2; exit 2; }
	@touch $@

report: setup ## A graded country report: output/BRA-2018-2022.pdf (COUNTRY=ALB for another)
	@$(BIN)/evaluator report $(COUNTRY) $(ARGS)

# What only tests need. Where it may not be installed, the tests say in a line each what was left out.
programs: setup ## Browser, Node and PostgreSQL for the tests, where they are lacking and may be installed
	@$(BIN)/python -m tests.programs | while read -r packages; do { $(call apt,$$packages); } </dev/null || :; done

test: programs ## The tests of a change, four minutes on two cores (ARGS='-k gates' for some)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" $(ARGS)

test-all: programs ## Every test, as before a change lands (ARGS=--cov for coverage)
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-slow: programs ## The tests that `make test` leaves out
	@$(BIN)/python -m pytest -n auto --dist worksteal -m slow $(ARGS)

quick: setup ## The tests of the pure rooms, with 20 examples of a law that states no number: for the edit loop
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" --hypothesis-profile quick -q --no-header $(QUICK) $(ARGS)

lint: setup ## Ruff, spelling, YAML form
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell
	@$(BIN)/yamllint --strict .

format: setup ## Let ruff lay out the code and mend what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

types: setup ## mypy --strict; the types of the explorer's scripts, where Node is at hand
	@$(BIN)/mypy --strict
	@if command -v npm >/dev/null; then npm --prefix tools/scripts ci --silent --no-audit --no-fund && npm --prefix tools/scripts run --silent types; \
	  elif [ -n "$$CI" ]; then echo "The scripts' types need Node: run  sudo apt-get install --no-install-recommends nodejs npm" >&2; exit 2; \
	  else echo "Left out: the types of the explorer's scripts need Node and npm."; fi

imports: setup ## The import rules of ARCHITECTURE.md
	@$(BIN)/lint-imports

check: setup ## Every fault of every rubric and country file
	@$(BIN)/evaluator check

cases: setup ## Reference cases of the scoring engine (CASES=folder for your own)
	@$(if $(wildcard tests/run_cases.py),$(BIN)/python tests/run_cases.py $(CASES),echo "There are no reference cases yet." >&2; exit 2)

extras: setup ## Each extra alone in an empty environment: what it is for, packages, megabytes (asks a package index)
	@$(BIN)/python -m tools.extras $(EXTRAS)

mutants: setup ## Would a test notice? Small changes of the code (ROOMS="plans scoring" SEED=1 COUNT=10)
	@$(BIN)/python -m tools.mutants $(ROOMS) --seed $(SEED) --count $(COUNT)

interpreters: setup ## With another Python, where there is one: a report that this one verifies, and the tests that an interpreter can change
	@$(BIN)/python -m tools.interpreters $(QUICK) $(UNLIKE)

fuzz: setup ## Damaged files for every reader: 100,000 of them (ARGS="--count 2000 --processes 2" for the short form)
	@$(BIN)/python -m tools.fuzz $(ARGS)

benchmarks: setup ## Speed and memory beside the peers' (never a test)
	@for script in benchmarks/[a-z]*.py; do $(BIN)/python -m benchmarks.$$(basename $$script .py) || exit; done

docs: setup ## Do the guide's links lead somewhere, and do its commands exist?
	@$(BIN)/python -m pytest tests/test_docs.py -q --no-header

site: setup ## The guide as a site with a search, for use without a network: build/site/index.html
	@$(BIN)/python -m tools.site
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --conf-dir tools/site --doctree-dir build/doctrees build/guide build/site
	@echo "The guide: build/site/index.html"

gallery: setup ## Pictures of the guide: pages of each kind of report
	@$(BIN)/python -m tools.gallery

golden: setup ## Keep the present outputs of the main commands and of contrasts; then read: git diff tests
	@$(BIN)/python -m pytest --update-golden -q --no-header tests/test_golden.py tests/contrasts/test_kept_studies.py

lock: ## Pin anew what pyproject.toml asks for (needs uv; adds no address)
	uv pip compile --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra all --group dev --upgrade --output-file requirements.lock

licences: setup ## The bill of materials of the wheel, from the lock
	@$(BIN)/python -m tools.licences

wheel: licences ## dist/: the sdist, and the wheel built from it, with its bill of materials
	@$(BIN)/python -m build --no-isolation

clean: ## Remove what runs and tools made; the environment goes too
	@rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find output -mindepth 1 ! -name README.md -delete
