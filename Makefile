# Two commands are enough: `make run` and `make test`. They need Python 3.11 or newer, and make.

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
export HOST PORT PYTHON

BIN := .venv/bin
# the truth is points/starting.py: these targets, run.ps1 and run.bat only call it
POINTS := python=$$(deploy/check-python) && exec "$$python" -m points
JOBS ?= 2

.PHONY: help run install install-checks install-test test check format soak drills bench bench-year words docs lock clean
.NOTPARALLEL:

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: ## install what is missing, load the sample community the first time, serve on http://HOST:PORT
	@$(POINTS) serve

install: ## the environment only
	@$(POINTS) setup

install-checks:
	@$(POINTS) setup --checks

install-test: ## what the tests need beside it
	@$(POINTS) setup --tests

test: install-test ## every test but those of `make check`, on SQLite, on PostgreSQL and in Chromium
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal --ignore=tests/house

check: install-checks ## format, lint, types, contracts, migrations, house rules, docs
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary points config.py wsgi.py
	$(BIN)/lint-imports --no-logo
	$(BIN)/flask --app wsgi check-migrations
	$(BIN)/python -m pytest -q tests/house

format: install-checks ## put the code into its shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: install-test ## the long forms of the same tests, then planted mistakes (MUTANTS=200, SEED= of an earlier run)
	@SOAK=1 $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -o faulthandler_timeout=0
	@$(BIN)/python -m tests.mutations

drills: install-test ## the server killed, the disk full, the clock wrong, books gone back: the long forms, within an hour
	@DRILLS=1 $(BIN)/python -m pytest -q -s tests/drills
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal --break tests/web

bench: install-test ## speed beside another commit, in turns (COMPARE=916aa24, LONG=1 for ten million entries)
	@$(BIN)/python -m benchmarks $(if $(COMPARE),--compare $(COMPARE)) $(if $(LONG),--long)

bench-year: install-test ## a district's year: approvals, redemptions and the check of the books, timed
	@$(BIN)/python -m benchmarks --year

words: install ## take new sentences into the English catalogue and name those without English
	@$(BIN)/python deploy/words.py

docs: install ## write anew what the documents take from the program: commands, columns, proofs
	@$(BIN)/python deploy/docs.py

lock: install ## make the lock files anew from requirements*.in (UPGRADE=1 takes newer versions)
	$(BIN)/python -m pip install --quiet pip-tools
	for name in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links \
	    $(if $(UPGRADE),--upgrade) --output-file $$name.txt $$name.in && \
	  { echo "# Made from $$name.in by 'make lock'. Hashes of every platform's files; no download address."; grep -v '^# Made from' $$name.txt; } > $$name.new && mv $$name.new $$name.txt || exit 1; \
	done

clean: ## everything that was made here, except the data in instance/
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find static \( -name '*.gz' -o -name '*.br' \) -type f -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
