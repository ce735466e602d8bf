# Everything a person or CI runs. `make` alone says what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed-from-lock
PORT   ?= 8000
STARTER := harvest/site/starter

# mkdocs-material announces its successor at every build; CONTRIBUTING says what we make of that.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help install lint check test demo bench system apt lock clean

help: ## what can be run
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory apt PACKAGES=python3-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

install: $(STAMP) ## a virtual environment from the hash-checked lock

lint: $(STAMP) ## ruff, strict mypy, and zizmor and actionlint for the workflows
	$(BIN)/ruff check harvest tests benchmarks
	$(BIN)/ruff format --check harvest tests benchmarks
	$(BIN)/mypy
	$(BIN)/zizmor --quiet --offline --persona=auditor --config $(STARTER)/.github/zizmor.yml .github $(STARTER)
	[ ! -x $(BIN)/actionlint ] || $(BIN)/actionlint $(wildcard .github/workflows/*.yml $(STARTER)/.github/workflows/*.yml)

check: lint ## lint and the fast tests: under two minutes
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

test: lint system ## everything: what CI runs
	$(BIN)/pytest -n 2 --dist worksteal

demo: $(STAMP) ## the sample company's answers, from conversations to a site: http://127.0.0.1:8000
	@echo "1. The sample conversations of a fictional company go into the lake (.harvest/lake)."
	@$(BIN)/harvest import
	@echo; echo "2. Which of them are worth a page?"
	@$(BIN)/harvest candidates --top 10
	@echo; echo "3. Drafts are written to docs/answers/."
	@$(BIN)/harvest draft
	@echo; echo "4. The site is built."
	@$(BIN)/mkdocs build --strict --quiet
	@echo "The site lies in $(CURDIR)/site"
ifneq ($(SERVE),no)
	@echo "Serving it on http://127.0.0.1:$(PORT)/ until you press Ctrl-C"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory site $(PORT)
endif

bench: $(STAMP) system ## speed, memory and growth on real conversations (../shared/data), search beside its peers
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.fetching
	$(BIN)/python -m benchmarks.search

# Chromium shows that pages work and that nothing hostile runs, nginx that they do under the headers they come
# with; nginx, Caddy and Apache show outage pages; hosts of the status site are real (rsync, sshd), and minisign
# checks its signature; iproute2, dnsmasq and curl are the small internet in which it is tried; strace stops the
# lake after every write; npm has the contract of GitHub's API. A program that its package is not named after:
# `program:package`.
SYSTEM := chromium strace git nginx caddy apache2 npm openssl curl rsync minisign
SYSTEM += ip:iproute2 dnsmasq:dnsmasq-base unshare:util-linux ssh:openssh-client sshd:openssh-server
BROTLI := libnginx-mod-http-brotli-filter

system: ## the system packages that the tests use, installed where that is allowed
	@PATH="$$PATH:/usr/sbin"; missing=""; \
	for tool in $(SYSTEM); do command -v $${tool%%:*} >/dev/null || missing="$$missing $${tool##*:}"; done; \
	[ -e /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so ] || missing="$$missing $(BROTLI)"; \
	if [ -n "$$missing" ]; then $(MAKE) --no-print-directory apt PACKAGES="$$missing"; fi

apt:
	@if [ "$$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo"; else \
		echo "make: this needs $(strip $(PACKAGES)). Please run: sudo apt-get install $(strip $(PACKAGES))" >&2; exit 1; fi; \
	if ! command -v apt-get >/dev/null; then \
		echo "make: this needs $(strip $(PACKAGES)). Please install with your package manager" >&2; exit 1; fi; \
	echo "installing $(strip $(PACKAGES))"; \
	$$as apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null

lock: $(STAMP) ## bring requirements.lock up to date with pyproject.toml
	$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/pip install --quiet uv
	$(VENV)/uv/bin/uv pip compile --quiet --universal --python-version 3.11.0 --generate-hashes --no-header \
		--group dev pyproject.toml --output-file requirements.lock
	$(VENV)/uv/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate \
		tests/askbot/requirements.in --output-file tests/askbot/requirements.lock

clean: ## remove what was made: environment, lake, site, drafts
	rm -rf $(VENV) .harvest site docs/answers
