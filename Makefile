# make run | test | check | fix | bench | setup
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: run setup prepare test check fix bench clean

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

fix: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python -m benchmarks.speed sentiment

clean:
	rm -rf .venv .mypy_cache .ruff_cache
