# make demo   look around with invented data, on http://127.0.0.1:8000 (PORT= changes it)
# make test   lint, types, import contracts and all tests, on SQLite and, where one answers, on PostgreSQL
# make lock   resolve the dependencies of pyproject.toml anew

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test check lint types contracts tests-sqlite tests-postgresql lock

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LIBRARY := assessment/library/mlops-adoption.yaml assessment/library/quick-check.yaml
PYTEST := $(BIN)/python -m pytest
# Two processes are the fastest on small machines, and enough on large ones.
WORKERS ?= 2
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

help:
	@sed -n 's/^# //p' Makefile

# --- Setting up --------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tacit needs Python 3.11 or newer; PYTHON=/path/to/python3 chooses one."; exit 1; }
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv .venv; \
	elif command -v virtualenv >/dev/null; then virtualenv --quiet --python $(PYTHON) .venv; \
	else echo "This Python comes without pip. Install it first, on Debian or Ubuntu with: apt install python3-venv"; exit 1; fi

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing what Tacit needs to run …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@touch $@

.venv/develop.stamp: requirements-develop.txt | .venv/bin/python
	@echo "Installing what Tacit needs to run and to be tested …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-develop.txt
	@touch $@ .venv/run.stamp

# --- Looking around ----------------------------------------------------------------------------

demo: export DEMO := 1
demo: .venv/run.stamp
	@mkdir -p var/static
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_questionnaire $(LIBRARY)
	@$(BIN)/python manage.py load_demo
	@echo "Tacit serves on http://127.0.0.1:$(PORT) (Ctrl+C stops it)."
	@exec $(BIN)/gunicorn assessment.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 2 --no-control-socket --log-level warning

# --- Proving -----------------------------------------------------------------------------------

test: check tests-sqlite tests-postgresql

check: lint types contracts

lint: .venv/develop.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@$(BIN)/hadolint Dockerfile

types: .venv/develop.stamp
	@$(BIN)/mypy assessment tests benchmarks manage.py

contracts: .venv/develop.stamp
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

ifneq ($(CHROMIUM),)
BROWSER := --chromium=$(CHROMIUM)
else ifdef REQUIRE_BROWSER
BROWSER := --chromium=missing
else
BROWSER := -m "not browser"
endif

tests-sqlite: .venv/develop.stamp
	@[ -n "$(CHROMIUM)" ] || [ -n "$${REQUIRE_BROWSER:-}" ] || echo "No chromium on this machine: the browser tests are left out."
	@env -u TEST_DATABASE_URL $(PYTEST) -n $(WORKERS) --dist worksteal $(BROWSER) --cov=assessment.measurement --cov=assessment.access --cov=assessment.roles --cov-fail-under=100 --cov-report=

tests-postgresql: .venv/develop.stamp tests-sqlite
	@url=$$($(BIN)/python tests/postgresql.py); \
	if [ -n "$$url" ]; then TEST_DATABASE_URL=$$url $(PYTEST) -n $(WORKERS) --dist worksteal $(BROWSER); \
	elif [ -n "$${REQUIRE_POSTGRESQL:-}" ]; then echo "A PostgreSQL server is required, and none could be used."; exit 1; \
	else echo "Ran on SQLite alone: no PostgreSQL server that lets us in answers on 127.0.0.1:5432, and TEST_DATABASE_URL is not set."; fi

# --- Dependencies ------------------------------------------------------------------------------

# One resolution, written twice: to develop, and the part of it needed to run.
RESOLVE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet
lock:
	$(RESOLVE) --upgrade --group develop --output-file requirements-develop.txt
	$(RESOLVE) --constraints requirements-develop.txt --output-file requirements.txt
