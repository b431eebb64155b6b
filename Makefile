# make run    answers the default scenario and prints the path of its report
# make app    opens the planner's desk: a local web page, prints its address
# make test   checks style, types, architecture and behaviour
# make docs   builds the documentation into site/
# make lock   writes the lock files anew after a change of pyproject.toml (needs uv)
# make clean  removes what the others made, but not runs/

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
SCENARIO ?= default
WORKERS ?= auto
# a file's servers and answers are made once; in this order the long files do not come last
SPREAD := --dist loadfile --no-loadscope-reorder

.PHONY: run app test schema docs lock clean

run: $(VENV)/run.stamp
	@$(BIN)/aumaq run $(SCENARIO)

app: $(VENV)/run.stamp
	@$(BIN)/aumaq app

test: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS) $(SPREAD)

schema: $(VENV)/run.stamp
	$(BIN)/aumaq scenarios schema > docs/scenario.schema.json

docs: $(VENV)/test.stamp
	$(BIN)/mkdocs build --strict

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit(f"aumaq needs Python 3.11 or newer, this is {v[0]}.{v[1]}: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements.lock pyproject.toml $(VENV)/python.stamp
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/test.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) site build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
