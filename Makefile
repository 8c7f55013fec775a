# make run | test | check | fix | bench | setup
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
BIN := .venv/bin
SCRIPT_TOOLS := node_modules/.installed
# Stamps: what running needs, what tests and checks need on top, and the models.
RUNNING := .venv/.running
DEVELOPING := .venv/.developing
PREPARED := .venv/.prepared
RECIPES := assets/models.toml $(wildcard assets/models/*/config.json components/models/preparation/*.py)

.PHONY: run setup prepare test check check-scripts fix bench clean

run: $(RUNNING) $(PREPARED)
	@exec $(BIN)/python -m llm_pathfinder serve --host $(HOST) --port $(PORT)

setup: $(DEVELOPING) $(PREPARED)

$(RUNNING): requirements.txt
	@$(PYTHON) -m llm_pathfinder.environment requirements.txt
	@touch $@

$(DEVELOPING): $(RUNNING) requirements-dev.txt
	@$(PYTHON) -m llm_pathfinder.environment requirements.txt requirements-dev.txt
	@touch $@

$(PREPARED): $(RUNNING) $(RECIPES)
	@$(BIN)/python -m llm_pathfinder prepare
	@touch $@

prepare: $(RUNNING)
	@$(BIN)/python -m llm_pathfinder prepare
	@touch $(PREPARED)

test: setup
	$(BIN)/python -m pytest

check: $(DEVELOPING)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory check-scripts; else \
	  echo "The browser's scripts were not checked: npm is missing (Debian: apt-get install npm)."; \
	  test -z "$$PATHFINDER_REQUIRE_NODE"; fi

check-scripts: $(SCRIPT_TOOLS)
	npm run --silent check

$(SCRIPT_TOOLS): package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $(SCRIPT_TOOLS)

fix: $(DEVELOPING)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEVELOPING) $(PREPARED)
	$(BIN)/python -m benchmarks.speed sentiment

clean:
	rm -rf .venv node_modules .mypy_cache .ruff_cache
