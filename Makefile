# Everything a person runs here. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
SITE := $(BIN)/sphinx-build -q -E -a -W --keep-going -c docs . site

# All is pinned together, so that numba fits what is installed without it: `make install` has every extra but that one.
PIN := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11
DEFAULT := --all-extras --no-emit-package numba --no-emit-package llvmlite --group build
FAST := "$$(sed -n 's/^fast = \["\(.*\)"\]$$/\1/p' pyproject.toml)"
# A module's tests stay together, since they share a bot; tests/conftest.py says which modules come first.
ABREAST := --dist loadscope --no-loadscope-reorder
# Conversations mostly wait, for Telegram lets one send a few messages at a time, and nodes take long to start: three
# times as many as there are cores.
THRICE := $$($(BIN)/python -c "import os; print(3 * (os.cpu_count() or 1))")

# What is compiled is kept: else each start of the bot compiles it all, and so does each process of the tests.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install fast run test quick check docs lock transcripts pictures clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: .venv/installed  ## make .venv from the lock file

fast: .venv/installed  ## search large libraries (from 50,000 passages) by compiled code: numba, 190 MB
	@echo "Installing numba into .venv, and compiling (once) …" >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-fast.lock
	@$(BIN)/python -c "from retrieval.index.kernel.compiled import load; load()"  # now, so that nobody waits for it later

run: .venv/installed  ## talk to the articles: on Telegram with a token, else in this terminal
	@$(BIN)/python -m bot

test: .venv/developed  ## run the whole test suite
	@$(BIN)/python -m pytest -n $(THRICE) $(ABREAST) --durations=10

quick: .venv/developed  ## run the tests that start no process of the bot: half of them, in half a minute
	@$(BIN)/python -m pytest -n auto $(ABREAST) -m "not process"

check: .venv/developed  ## ruff, mypy --strict, import direction, the documents, known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(SITE)
	@.ci/audit $(BIN)/pip-audit

docs: .venv/developed  ## make a site of the documents: site/index.html; a dead link or an unlisted page fails
	$(SITE)

lock: .venv/developed  ## pin the dependencies anew (requirements*.lock)
	$(BIN)/python -m pip install --quiet uv
	$(PIN) $(DEFAULT) pyproject.toml -o requirements.lock
	$(PIN) $(DEFAULT) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@echo $(FAST) | $(PIN) -c requirements.lock - -o requirements-fast.lock
	@echo "Now: make test, and if a dependency came or went, make fast and $(BIN)/python -m tests.licences > docs/licences.md"

transcripts: .venv/developed  ## write docs/transcripts.md anew: what the bot says on Telegram
	$(BIN)/python -m benchmarks.bot.transcripts seeds docs/transcripts.md

pictures: .venv/developed  ## take the pictures in docs/ anew (needs chromium, pngquant, fonts-roboto, a colour emoji font)
	$(BIN)/python -m benchmarks.bot.pictures seeds docs

clean:  ## remove .venv and caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache site

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Ibid needs Python 3.11 or later; $(PYTHON) is older or missing. Name another: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing (on Debian: apt install python3-venv)"; rm -rf .venv; exit 1; }

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Ibid into .venv (once) …" >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "import bot.app, bot.commands, bot.shell.terminal, prompt_toolkit"  # compiles what a start imports, not all
	@$(BIN)/python -m pip uninstall -qq --yes setuptools  # older Pythons bring it along, and nothing here needs it
	@touch $@

.venv/developed: requirements-dev.lock .venv/installed
	@echo "Installing the development tools into .venv (once) …" >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
