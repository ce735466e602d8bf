# Everything a person or CI runs. `make` alone says what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed-from-lock
DEMO   := .harvest/demo
PORT   ?= 8000

.DEFAULT_GOAL := help
.PHONY: help install lint check test lock clean

help: ## what can be run
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

install: $(STAMP) ## a virtual environment from the hash-checked lock

lint: $(STAMP) ## ruff and strict mypy
	$(BIN)/ruff check harvest tests
	$(BIN)/ruff format --check harvest tests
	$(BIN)/mypy

check: lint ## lint and the fast tests
	$(BIN)/pytest -m "not slow"
