# Everything a person does with Havre. `make help` lists it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
CONFIG ?= config.yml
.DEFAULT_GOAL := help

.PHONY: help run test check lint model evaluate bench rasa rasa-install rasa-train lock telemelya axe clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Havre needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
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

evaluate: $(VENV)/test ## measure the reader on writers it never saw, into bench/understanding.md
	@$(BIN)/python -m nlu.evaluate $(if $(RASA_URL),--rasa $(RASA_URL))

telemelya: .venv-telemelya/installed ## build the environment of the Telegram server that a peer test asks

.venv-telemelya/installed: requirements/telemelya.txt
	@$(PYTHON) -m venv --clear .venv-telemelya
	@.venv-telemelya/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/telemelya.txt
	@touch $@

axe: ## fetch axe-core, with which a test looks at every page for WCAG 2.2 AA (needs npm)
	@.ci/axe

bench: $(VENV)/test ## play the story of eleven messages from 8 clients, and time the start
	@$(BIN)/python -m bench

# A Rasa server, in an environment of its own: it needs Python 3.10 and shares no library with Havre.
RASA := .venv-rasa
RASA_CONFIG ?= nlu/rasa/config-lr.yml
RASA_MODEL := $(RASA)/models/havre.tar.gz
RASA_PORT ?= 5005
RASA_PYTHON ?= $(shell for python in python3.10 $(HOME)/.pyenv/versions/3.10.*/bin/python3.10; do "$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && echo "$$python" && break; done)
RASA_RUN := env RASA_TELEMETRY_ENABLED=false RASA_MAX_CACHE_SIZE=0 TF_CPP_MIN_LOG_LEVEL=3 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TF_INTRA_OP_PARALLELISM_THREADS=1 TF_INTER_OP_PARALLELISM_THREADS=1 SQLALCHEMY_SILENCE_UBER_WARNING=1 bin/python -m rasa

$(RASA)/installed: nlu/rasa/requirements.txt
	@test -n "$(RASA_PYTHON)" || { echo "Rasa needs Python 3.10, and there is none here: install it, or make RASA_PYTHON=/path/to/python3.10 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(RASA)/bin/python || $(RASA_PYTHON) -m venv $(RASA)
	@echo "Installing Rasa into $(RASA) (2.7 GB, a few minutes, once) ..."
	@nice -n 10 $(RASA)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r nlu/rasa/requirements.txt
	@touch $@

rasa-install: $(RASA)/installed ## build the environment of a Rasa server (Python 3.10)

rasa-train: $(RASA)/installed ## train the Rasa server's model on nlu/corpus (RASA_CONFIG=other.yml for another pipeline)
	@rm -rf $(RASA)/corpus && mkdir -p $(RASA)/corpus && cp nlu/corpus/*.yml $(RASA)/corpus/
	@cp $(RASA_CONFIG) $(RASA)/config.yml
	@echo "Training on $$(ls $(RASA)/corpus | wc -l) writers' messages (minutes) ..."
	@cd $(RASA) && nice -n 10 $(RASA_RUN) train nlu --nlu corpus --config config.yml --out models --fixed-model-name havre

$(RASA_MODEL): $(RASA)/installed $(wildcard nlu/corpus/*.yml nlu/rasa/*.yml)
	@$(MAKE) --no-print-directory rasa-train

rasa: $(RASA_MODEL) ## serve a Rasa model trained on the same corpus, on loopback (nlu.engine: rasa)
	@cd $(RASA) && exec $(RASA_RUN) run --enable-api --interface 127.0.0.1 --port $(RASA_PORT) --model models/havre.tar.gz

lock: ## resolve the dependencies again into requirements/ (needs uv)
	uv pip compile pyproject.toml --group build --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group train --group test -c requirements/run.txt --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/test.txt
	uv pip compile requirements/telemelya.in --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/telemelya.txt
	uv pip compile nlu/rasa/requirements.in --python-version 3.10 --python-platform linux --generate-hashes --no-emit-index-url --no-header -q -o nlu/rasa/requirements.txt

clean: ## remove the environment (never var/, where people's words are)
	rm -rf $(VENV) $(RASA) .pytest_cache .mypy_cache .ruff_cache
