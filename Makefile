# make run | test | check | fix | bench | setup
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
INSTALLED := .venv/.installed
SCRIPT_TOOLS := node_modules/.installed

.PHONY: run setup prepare test check check-scripts fix bench clean

run: setup
	@echo "Serving on http://localhost:$(PORT)"
	@exec $(BIN)/python -m streamlit run app.py --server.port $(PORT) --server.headless true

setup: $(INSTALLED) prepare

$(INSTALLED): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with: make run PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --quiet -r requirements-dev.txt
	@touch $(INSTALLED)

prepare: $(INSTALLED)
	@$(BIN)/python -m components.models.preparation

test: setup
	$(BIN)/python -m pytest

check: $(INSTALLED)
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

fix: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python -m benchmarks.speed sentiment

clean:
	rm -rf .venv node_modules .mypy_cache .ruff_cache
