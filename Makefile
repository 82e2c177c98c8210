# The commands of the portal. Each does its own set-up; a second call takes seconds.
PYTHON ?= python3
MANAGE := .venv/bin/python manage.py
LOCK := uv pip compile --quiet --no-header --no-emit-index-url --universal --generate-hashes

.PHONY: help run dev test bench format lock fixture clean

help:  ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run:  ## serve the portal at http://127.0.0.1:8000 (PORT=9000 make run moves it)
	@$(PYTHON) .ci/setup.py run
	@exec $(MANAGE) serve

dev:  ## the same for developers: reload and debug
	@$(PYTHON) .ci/setup.py run
	@DEBUG=1 exec $(MANAGE) serve --reload

test:  ## check everything, on SQLite and PostgreSQL and in a browser
	@$(PYTHON) .ci/setup.py test
	@exec .venv/bin/python .ci/test.py

bench:  ## measure pages, queries and the PDF
	@$(PYTHON) .ci/setup.py test
	@$(MANAGE) bench
	@exec $(MANAGE) bench_search

format:  ## lay out the code
	@$(PYTHON) .ci/setup.py test
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

fixture:  ## make fixtures/december-2020.json from its text form
	@$(PYTHON) .ci/setup.py run
	@$(MANAGE) migrate --verbosity 0 && $(MANAGE) make_fixture

lock:  ## pin every package again, with hashes (needs uv)
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group node --output-file requirements-node.txt

clean:  ## remove what set-up made; var/, where the data lives, stays
	rm -rf .venv node_modules static/vendor .hypothesis .mypy_cache .pytest_cache .ruff_cache
