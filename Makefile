# Everything a person does to this repository. `make` alone lists it.

PYTHON ?= python3
ARGS ?=
# Processes that share the tests: most of these wait for a picture or a program, not for a core.
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
SHELL := /bin/sh
# Some machines forbid it; every process that a test starts would then compile all of Kaibo anew.
unexport PYTHONDONTWRITEBYTECODE

LOCK := $(BIN)/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header
CHECKS := lint format types imports migrations api web
BENCHMARKS := $(filter-out _%,$(notdir $(basename $(wildcard benchmarks/*.py))))

.DEFAULT_GOAL := help
.PHONY: help setup demo serve web check test test-long screenshots lock format clean api \
	$(addprefix check-,$(CHECKS)) $(addprefix bench-,$(subst _,-,$(BENCHMARKS)))
.DELETE_ON_ERROR:

help:  ## List what can be done
	@awk 'BEGIN { FS = ":.*## " } /^[a-z%-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' \
		$(MAKEFILE_LIST)
	@for name in $(subst _,-,$(BENCHMARKS)); do printf '  make bench-%s\n' "$$name"; done
	@echo "Options for the program go in ARGS: make demo ARGS=--reset"

# --- Running Kaibo ---------------------------------------------------------------------------

setup: $(STAMPS)/runtime  ## Install what Kaibo needs into .venv and build the web pages
	@$(BIN)/python tools/web.py build

demo: setup  ## Start a sample shop with a live show and buy something in it
	@exec $(BIN)/kaibo demo $(ARGS)

serve: setup  ## Start Kaibo with a shop of your own
	@exec $(BIN)/kaibo serve $(ARGS)

web: setup  ## Build the web pages again when their sources changed

# --- Checking it -----------------------------------------------------------------------------

check: $(addprefix check-,$(CHECKS))  ## Lint, types, import rules, and generated files in step

check-lint: $(STAMPS)/dev
	$(BIN)/ruff check

check-format: $(STAMPS)/dev
	$(BIN)/ruff format --check

check-types: $(STAMPS)/dev
	$(BIN)/mypy

check-imports: $(STAMPS)/dev
	$(BIN)/lint-imports --no-logo

check-migrations: $(STAMPS)/dev
	KAIBO_DATA=build/check $(BIN)/kaibo migrate --check

check-api: $(STAMPS)/dev
	@mkdir -p build
	$(BIN)/python -m kaibo.apps.api.openapi > build/openapi.json
	@diff -u web/openapi.json build/openapi.json >&2 || { \
		echo "web/openapi.json is behind the code: run 'make api'" >&2; exit 1; }

check-web: $(STAMPS)/dev
	$(BIN)/python tools/web.py npm run check

api: $(STAMPS)/dev  ## Write what the web client knows of API and room from the code
	$(BIN)/python -m kaibo.apps.api.openapi > web/openapi.json
	$(BIN)/python tools/room_protocol.py
	$(BIN)/python -m tests.support.room_replays
	$(BIN)/python tools/web.py npm run api:generate

test: $(STAMPS)/dev  ## All tests but the long ones, on both databases
	sh tools/apt_setup.sh
	@$(BIN)/python tools/web.py build
	$(BIN)/pytest -m "not long" --numprocesses=$(WORKERS) --dist=loadfile \
		--no-loadscope-reorder $(ARGS)

test-long: $(STAMPS)/dev  ## Kills, soaks and screenshots
	sh tools/apt_setup.sh
	@$(BIN)/python tools/web.py build
	$(BIN)/pytest -m long --timeout=900 $(ARGS)

screenshots: $(STAMPS)/dev  ## Photograph every page and state, onto one sheet
	sh tools/apt_setup.sh
	@$(BIN)/python tools/web.py build
	rm -rf build/screenshots
	$(BIN)/pytest -m pictures --timeout=900 $(ARGS); status=$$?; \
	$(BIN)/python tools/contact_sheet.py build/screenshots; exit $$status

$(addprefix bench-,$(subst _,-,$(BENCHMARKS))): bench-%: setup $(STAMPS)/dev
	$(BIN)/python -m benchmarks.$(subst -,_,$*) $(ARGS)

# --- Tending it ------------------------------------------------------------------------------

format: $(STAMPS)/dev  ## Let ruff put the Python code into shape
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

lock: $(STAMPS)/bootstrap  ## Pin the newest dependencies that pyproject.toml allows
	$(LOCK) --upgrade pyproject.toml --group build --group dev -o requirements/dev.txt
	$(LOCK) pyproject.toml --group build -c requirements/dev.txt -o requirements/runtime.txt
	$(LOCK) --upgrade --group bootstrap -o requirements/bootstrap.txt

clean:  ## Remove what was built; environments and data folders stay
	rm -rf build dist src/kaibo/apps/api/pages
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +

# --- The environment -------------------------------------------------------------------------

$(STAMPS)/bootstrap: requirements/bootstrap.txt tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py $(VENV) requirements/bootstrap.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/bootstrap requirements/runtime.txt pyproject.toml tools/sync.py
	@echo "python: installing packages"
	@$(BIN)/python tools/sync.py runtime
	@touch $@

$(STAMPS)/dev: $(STAMPS)/bootstrap requirements/dev.txt pyproject.toml tools/sync.py
	@echo "python: installing packages, with those for development"
	@$(BIN)/python tools/sync.py dev
	@touch $(STAMPS)/runtime $@
