# inbox-agent: `make demo` to see it work, `make test` to test it. Needs Python 3.11 or newer (with venv and pip).

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: install demo test check servers lock

install: $(INSTALLED)

# Everything from requirements.lock, by hash; the project itself editable, so that rules/ and templates/ of the checkout
# count. uv is used where it is on the PATH: it takes seconds where pip takes a minute.
$(INSTALLED): requirements.lock pyproject.toml
	@if command -v uv >/dev/null; then set -e; \
	    uv venv --quiet --allow-existing --python '>=3.11' .venv; \
	    uv pip install --quiet --python .venv --compile-bytecode --no-deps --require-hashes -r requirements.lock; \
	    uv pip install --quiet --python .venv --no-deps --no-build-isolation --editable .; \
	else set -e; \
	    $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'; \
	    $(PYTHON) -m venv .venv; \
	    echo 'Installing into .venv, about a minute ...'; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	@touch $@

demo: install
	@$(BIN)/inbox-agent demo --once

test: check servers
	$(BIN)/python -m pytest -n 2

check: install
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The real servers that the tests talk to (Debian packages); without the right to install them those tests are skipped.
servers:
	@tests/install-servers

# After a change of dependencies in pyproject.toml.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    pyproject.toml --all-extras --output-file requirements.lock --quiet
