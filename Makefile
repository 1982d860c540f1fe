# Every command a developer, an operator or continuous integration needs. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: help demo serve test lint benchmark evaluate train lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run: requirements/run.txt setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "moderation needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	touch $@

demo: $(VENV)/.run  ## the main job on an embedded database; ARTICLE=path takes a file of yours
	$(BIN)/moderation demo $(if $(ARTICLE),--article "$(ARTICLE)")

serve: $(VENV)/.run  ## a service for development on an embedded database
	$(BIN)/moderation serve

test: lint  ## lint and all tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n $(JOBS)

lint: $(VENV)/.test  ## ruff, mypy --strict and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(VENV)/.test  ## speed and memory beside a peer in the same run
	$(BIN)/python scripts/benchmark.py

evaluate: $(VENV)/.test  ## quality figures; CORPORA=dir names the local mirror of the public corpora
	$(BIN)/python scripts/evaluate.py all --corpora "$(CORPORA)"

train: $(VENV)/.test  ## train all models anew into the next version of each; CORPORA=dir as above
	$(BIN)/python scripts/train_policy.py
	$(BIN)/python scripts/train_separation.py --corpora "$(CORPORA)"
	$(BIN)/python scripts/train_screening.py --corpora "$(CORPORA)"

COMPILE = $(BIN)/uv pip compile setup.cfg --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

lock:  ## pin the dependencies anew
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --upgrade --extra postgresql --extra server -o requirements/run.txt
	$(COMPILE) --upgrade --extra postgresql --extra server --extra test --extra benchmark -o requirements/test.txt

clean:  ## remove what the commands above made
	rm -rf $(VENV) build dist var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
