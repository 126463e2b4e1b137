# What people do with Parley from a checkout. Needs make and Python 3.11 or newer, nothing else.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# `make run PYTHON=/opt/python/bin/python3` chooses the interpreter by hand.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)

# uv is needed by whoever changes a dependency, and by nobody else.
UV_VENV := .venv-uv
UV := $(UV_VENV)/bin/uv
UV_VERSION := 0.13.9
COMPILE := $(UV) pip compile --quiet --system-certs --universal --python-version 3.11 \
  --generate-hashes --no-header

.NOTPARALLEL:
.PHONY: help run test check lint bench crash lock upgrade clean

help:
	@echo 'make run      a chat in this terminal with a demo company'
	@echo 'make check    formatter, linter, types, import order, catalogues, then the tests'
	@echo 'make test     the tests alone'
	@echo 'make bench    the benchmarks, each figure beside its floor'
	@echo 'make crash    the long runs: crash storms, every naughty string'
	@echo 'make lock     after a change of dependencies in pyproject.toml: both lock files'
	@echo 'make upgrade  both lock files, with the newest versions that pyproject.toml allows'
	@echo 'make clean    removes what was built; databases and keys stay'

run: $(VENV)/.installed
	@$(VENV)/bin/parley demo

# Where Python is told to keep no bytecode, it would compile every test in each process anew.
test crash: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/.installed-dev
	$(PY) -m pytest -n 2 --dist loadfile --cov

check: lint test

lint: $(VENV)/.installed-dev
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m handlers.catalogues check

bench: $(VENV)/.installed-dev
	$(PY) -m benchmarks

crash: $(VENV)/.installed-dev
	$(PY) -m pytest tests -m storm --timeout 3600

lock: $(UV)
	$(COMPILE) $(LOCK_FLAGS) --group build pyproject.toml -o requirements.lock
	$(COMPILE) $(LOCK_FLAGS) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

upgrade:
	$(MAKE) lock LOCK_FLAGS=--upgrade

clean:
	rm -rf $(VENV) $(UV_VENV) dist build htmlcov .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(1) becomes a virtual environment of the first Python that is new enough.
define make-venv
	@without_venv=; \
	for python in $(PYTHONS); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { without_venv=$$python; continue; }; \
	  exec "$$python" -m venv --clear $(1); \
	done; \
	if [ -n "$$without_venv" ]; then \
	  echo "$$without_venv cannot make virtual environments: install its venv module" \
	    "(Debian, Ubuntu: apt install python3-venv) and run make again." >&2; \
	else \
	  echo "Parley needs Python 3.11 or newer, and none was found as: $(PYTHONS)." >&2; \
	fi; \
	exit 1
endef

$(VENV)/.made:
	$(call make-venv,$(VENV))
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	@echo 'Installing what Parley needs into $(VENV) (once; about half a minute).' >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo 'Installing what the tests need.' >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(UV): Makefile
	$(call make-venv,$(UV_VENV))
	@$(UV_VENV)/bin/python -m pip --disable-pip-version-check --quiet install uv==$(UV_VERSION)
	@touch $@
