# Everything a person does with Havre. `make help` lists it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
CONFIG ?= config.yml
.DEFAULT_GOAL := help

.PHONY: help run test check lint model bench lock clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Havre needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Havre needs into $(VENV) (a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/test: requirements/test.txt $(VENV)/run
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

run: $(VENV)/run ## start the web chat and the web desk (CONFIG=other.yml for another configuration)
	@exec $(BIN)/havre run --config $(CONFIG)

check: $(VENV)/run ## say what is not right with the configuration
	@$(BIN)/havre check --config $(CONFIG)

test: $(VENV)/test ## run the tests (HAVRE_PEERS=required: nothing may be skipped)
	@$(BIN)/python -m pytest

lint: $(VENV)/test ## formatting, lint, types, import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

model: $(VENV)/test ## build nlu/model from nlu/corpus
	@$(BIN)/python -m nlu.train

bench: $(VENV)/test ## play the story of eleven messages from 8 clients, and time the start
	@$(BIN)/python -m bench

lock: ## resolve the dependencies again into requirements/ (needs uv)
	uv pip compile pyproject.toml --group build --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group train --group test -c requirements/run.txt --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/test.txt

clean: ## remove the environment (never var/, where people's words are)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
