# One word a job. Plain make: `make` alone lists the jobs.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
# The pins name everything, so nothing is resolved: pip 23 would take a newer release of what
# another package asks for with an extra, and then refuse it for having no hash.
PINNED := $(PIP) install --no-deps --require-hashes --requirement
# Stand for "installed": made after an installation, older than a change of what is to be installed.
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
WEB_READY := $(VENV)/.ready-to-build-web

.DEFAULT_GOAL := help
.PHONY: help run web test coverage check web-check pages fuzz lint bench pins clean

help: ## list the jobs
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { sub(/:.*/, "", $$1); printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: $(RUN_READY) ## start everything in one process, with data under var/
	@$(MAKE) --no-print-directory web || \
		echo 'Starting without the web pages, for the reason above; the API does not need them.' >&2
	@$(BIN)/servicepro up

web: $(WEB_READY) ## build the web pages, if their sources have changed
	@$(BIN)/python -m chassis.web_build

test: check web-check ## check both, then every test
	$(BIN)/python -m tests.suite

coverage: $(TEST_READY) web ## every test, and how much of the code they reach; takes twice as long
	$(BIN)/python -m tests.suite --coverage

check: $(TEST_READY) ## style, types and import rules; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

web-check: $(TEST_READY) $(WEB_READY) ## style, types, unit tests and sizes of the web pages
	@$(BIN)/python -W ignore -m services.gateway.openapi > web/openapi.json
	@$(BIN)/python -m chassis.web_build check

pages: $(TEST_READY) web ## every page in every state and by keyboard, in Chromium; takes minutes
	$(BIN)/python -m tests.browser --thorough

fuzz: $(TEST_READY) ## whatever the OpenAPI document allows, asked of a running gateway as each role
	$(BIN)/python -m pytest -m fuzz tests/fuzz

lint: $(TEST_READY) ## mend what can be mended by a tool
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(TEST_READY) ## measure, each figure beside a floor taken in the same run
	$(BIN)/python -m benchmarks

# From the public index alone, whatever this machine's pip is told: hashes of local builds would
# fit nowhere else. With the oldest Python supported, whose needs include those of the later ones.
COMPILE = env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_CONSTRAINT PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND='make pins' $(BIN)/pip-compile --quiet --upgrade --allow-unsafe \
	--generate-hashes --strip-extras --no-emit-options --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links

EXTRA = $(BIN)/python -c 'import sys, tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	print(*project["optional-dependencies"][sys.argv[1]], sep="\n")'

pins: $(TEST_READY) ## renew requirements/*.txt from pyproject.toml; needs Python 3.11
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo 'make pins: $(VENV) is not of Python 3.11. Run "make clean", then "make pins PYTHON=python3.11".' >&2; exit 1; }
	$(COMPILE) --output-file requirements/base.txt pyproject.toml
	$(COMPILE) --output-file requirements/dev.txt --extra dev --extra embedded --constraint requirements/base.txt pyproject.toml
	$(EXTRA) embedded | $(COMPILE) --output-file requirements/embedded.txt --constraint requirements/dev.txt -
	$(EXTRA) web | $(COMPILE) --output-file requirements/web.txt -

clean: ## remove what these jobs made, but not the data under var/
	rm -rf $(VENV) build dist *.egg-info .coverage .coverage.* .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache web/dist web/node_modules web/openapi.json \
		benchmarks/node/node_modules

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
			2>/dev/null; then \
			echo "Creating $(VENV) with $$python"; exec "$$python" -m venv --clear $(VENV); \
		fi; \
	done; \
	echo 'ServicePro needs Python 3.11, 3.12 or 3.13, and none was found as python3.' >&2; \
	echo 'Name one: make run PYTHON=/path/to/python3' >&2; exit 1

$(RUN_READY): requirements/base.txt requirements/embedded.txt pyproject.toml | $(BIN)/python
	@echo 'Installing what ServicePro needs (about a minute, once)'
	@$(PINNED) requirements/base.txt --requirement requirements/embedded.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo 'Installing what the tests need (about a minute, once)'
	@$(PINNED) requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(RUN_READY) $@

$(WEB_READY): requirements/web.txt | $(BIN)/python
	@echo 'Installing Node, which builds the web pages (a few seconds, once)'
	@$(PINNED) requirements/web.txt
	@touch $@
